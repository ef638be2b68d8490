//! Where a list goes on, as text that can be kept.

use std::error::Error as StdError;
use std::fmt;
use std::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use url::Url;

use super::super::query;

/// Stands for a page of a list, so that reading can go on there later, in another program as well:
/// see [`Call::pages_from`](super::Call::pages_from) and [`Call::items_from`](super::Call::items_from).
///
/// Its text, by `Display`, `FromStr` and serde, is the path and query of the page, without the keys
/// that security schemes send in the query, and how many of the page's items were given. It says
/// nothing of the host: a token never leads to another one. What the text looks like may change
/// with the version of the client.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PageToken {
    /// Path and query.
    target: String,
    taken: usize,
}

impl PageToken {
    /// A token of a page, without the parameters of the query that are keys.
    pub(super) fn of(url: &Url, is_key: impl Fn(&str) -> bool) -> Self {
        let mut target = url.path().to_owned();
        let kept = query::pairs(url).filter(|(name, _)| !is_key(name));
        for (index, (_, pair)) in kept.enumerate() {
            target.push(if index == 0 { '?' } else { '&' });
            target.push_str(pair);
        }
        Self { target, taken: 0 }
    }

    /// The same page, of which so many items were given.
    pub(super) fn after(mut self, taken: usize) -> Self {
        self.taken = taken;
        self
    }

    pub(super) fn taken(&self) -> usize {
        self.taken
    }

    pub(super) fn target(&self) -> &str {
        &self.target
    }
}

impl fmt::Display for PageToken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.target)?;
        match self.taken {
            0 => Ok(()),
            taken => write!(formatter, "#{taken}"),
        }
    }
}

impl FromStr for PageToken {
    type Err = ParsePageTokenError;

    fn from_str(text: &str) -> Result<Self, ParsePageTokenError> {
        let (target, taken) = match text.split_once('#') {
            Some((target, taken)) => (target, taken.parse().map_err(|_| ParsePageTokenError)?),
            None => (text, 0),
        };
        // What begins with two slashes names a host, and to URL parsers a backslash is one.
        let leads_away = |after: &str| after.starts_with(['/', '\\']);
        let is_path = target
            .strip_prefix('/')
            .is_some_and(|after| !leads_away(after));
        if is_path && target.bytes().all(|byte| byte.is_ascii_graphic()) {
            Ok(Self {
                target: target.to_owned(),
                taken,
            })
        } else {
            Err(ParsePageTokenError)
        }
    }
}

impl Serialize for PageToken {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PageToken {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

/// A text that is no [`PageToken`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ParsePageTokenError;

impl fmt::Display for ParsePageTokenError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("no page token: it is the path and query of a page")
    }
}

impl StdError for ParsePageTokenError {}
