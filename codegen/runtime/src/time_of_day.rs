//! Times of day for clients with chrono, whose own have no offset.

use std::error::Error as StdError;
use std::fmt;
use std::str::FromStr;

use chrono::{FixedOffset, NaiveTime};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A time of day with an optional offset: RFC 3339's `full-time`, and `partial-time` where a
/// server leaves the offset out. It is written as it was read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Time {
    text: String,
    time: NaiveTime,
    offset: Option<FixedOffset>,
}

impl Time {
    /// Takes a time of day and its offset from UTC.
    #[must_use]
    pub fn new(time: NaiveTime, offset: Option<FixedOffset>) -> Self {
        let text = match offset {
            Some(offset) if offset.local_minus_utc() == 0 => format!("{time}Z"),
            Some(offset) => format!("{time}{offset}"),
            None => time.to_string(),
        };
        Self { text, time, offset }
    }

    /// The time of day, as a clock at the place shows it.
    #[must_use]
    pub fn time(&self) -> NaiveTime {
        self.time
    }

    /// The offset from UTC, if it was given.
    #[must_use]
    pub fn offset(&self) -> Option<FixedOffset> {
        self.offset
    }

    /// The time as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl FromStr for Time {
    type Err = ParseTimeError;

    fn from_str(text: &str) -> Result<Self, ParseTimeError> {
        let fault = || ParseTimeError(());
        let (time, offset) = match text.find(['Z', 'z', '+', '-']) {
            Some(place) => text.split_at_checked(place).ok_or_else(fault)?,
            None => (text, ""),
        };
        let offset = match offset {
            "" => None,
            "Z" | "z" => FixedOffset::east_opt(0),
            // RFC 3339 writes the offset as ±hh:mm and in no other way.
            offset if offset.len() == 6 && offset.as_bytes().get(3) == Some(&b':') => {
                Some(offset.parse().map_err(|_| fault())?)
            }
            _ => return Err(fault()),
        };
        let time = NaiveTime::parse_from_str(time, "%H:%M:%S%.f").map_err(|_| fault())?;
        Ok(Self {
            text: text.to_owned(),
            time,
            offset,
        })
    }
}

impl From<NaiveTime> for Time {
    fn from(time: NaiveTime) -> Self {
        Self::new(time, None)
    }
}

impl fmt::Display for Time {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

/// Text that is no time of day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseTimeError(());

impl fmt::Display for ParseTimeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a time must be of the form `hh:mm:ss`, with an offset or without")
    }
}

impl StdError for ParseTimeError {}
