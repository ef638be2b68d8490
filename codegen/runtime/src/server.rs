//! The base URL, and how it is made from the document's server.

use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock};

use http::Uri;
use url::Url;

use super::builder::BuildError;

/// A piece of a server's URL.
#[derive(Clone, Copy, Debug)]
pub(crate) enum UrlPart {
    /// Text that is taken as it is.
    Literal(&'static str),
    /// A variable.
    Variable(Variable),
}

/// A variable of a server's URL (OpenAPI, Server Variable Object).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Variable {
    /// Its name.
    pub(crate) name: &'static str,
    /// The value that is used when none is given.
    pub(crate) default: Option<&'static str>,
    /// The values that are admitted; empty when any is.
    pub(crate) values: &'static [&'static str],
    /// It stands in the host, so that its value must be a DNS label.
    pub(crate) in_host: bool,
}

/// Puts the variables into a server's URL.
pub(super) fn expand(
    parts: &[UrlPart],
    given: &[(&'static str, String)],
) -> Result<String, BuildError> {
    let mut url = String::new();
    for part in parts {
        match part {
            UrlPart::Literal(text) => url.push_str(text),
            UrlPart::Variable(variable) => {
                let value = given.iter().find(|(name, _)| *name == variable.name);
                match (value, variable.default) {
                    (Some((_, value)), _) => {
                        check(variable, value)?;
                        url.push_str(value);
                    }
                    (None, Some(default)) => url.push_str(default),
                    (None, None) => {
                        let name = variable.name;
                        return Err(BuildError::new(format!(
                            "the server's variable `{name}` is needed and has no value"
                        )));
                    }
                }
            }
        }
    }
    Ok(url)
}

/// What the document itself offers is taken as it is; anything else must stay in its place.
fn check(variable: &Variable, value: &str) -> Result<(), BuildError> {
    let name = variable.name;
    if variable.values.contains(&value) || variable.default == Some(value) {
        return Ok(());
    }
    if !variable.values.is_empty() {
        return Err(BuildError::new(format!(
            "{value:?} is not a value of the server's variable `{name}`, which are: {}",
            variable.values.join(", ")
        )));
    }
    if variable.in_host && !is_label(value) {
        return Err(BuildError::new(format!(
            "{value:?} cannot be the server's variable `{name}`: it must be one DNS label, 1 to \
             63 letters, digits and inner hyphens (RFC 1123)"
        )));
    }
    if !variable.in_host && !is_path(value) {
        return Err(BuildError::new(format!(
            "{value:?} cannot be the server's variable `{name}`: it stands in the path"
        )));
    }
    Ok(())
}

/// RFC 1123, section 2.1.
fn is_label(value: &str) -> bool {
    (1..=63).contains(&value.len())
        && value
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !value.starts_with('-')
        && !value.ends_with('-')
}

/// Segments of unreserved characters (RFC 3986, section 2.3), none of which climbs.
fn is_path(value: &str) -> bool {
    value
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte))
        && value
            .split('/')
            .all(|segment| segment != "." && segment != "..")
}

/// An absolute `http` or `https` URL without user information, query, fragment and trailing slash.
#[derive(Debug)]
pub(super) struct BaseUrl {
    text: String,
    url: Url,
    /// With the trailing slash that it may have had, which matters to relative references.
    as_given: Url,
    /// The URLs of templates, by address and length of these.
    known: RwLock<BTreeMap<(usize, usize), Url>>,
}

impl BaseUrl {
    /// Reads a base URL.
    ///
    /// # Errors
    ///
    /// It is not of the form above.
    pub(super) fn parse(text: &str) -> Result<Self, BuildError> {
        let fault = |why: &str| BuildError::new(format!("the base URL {why}"));
        let mut url = Url::parse(text.trim())
            .map_err(|error| fault(&format!("{text:?} cannot be read: {error}")))?;
        if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
            return Err(fault(&format!("{text:?} is neither http nor https")));
        }
        // What is wrong may be secret, so it is not repeated.
        if !url.username().is_empty() || url.password().is_some() {
            return Err(fault("must not hold a user name or a password"));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(fault("must not have a query or a fragment"));
        }
        // A host may have characters in a URL that it cannot have in a request.
        Uri::try_from(url.as_str())
            .map_err(|error| fault(&format!("{text:?} cannot be called: {error}")))?;
        let as_given = url.clone();
        let path = url.path().trim_end_matches('/').to_owned();
        url.set_path(&path);
        let text = url.as_str().trim_end_matches('/').to_owned();
        Ok(Self {
            text,
            url,
            as_given,
            known: RwLock::default(),
        })
    }

    /// Resolves a reference of the document to a URL (OpenAPI 3.1.1, "Relative References in API
    /// URLs").
    ///
    /// # Errors
    ///
    /// It is no URL, not even a relative one.
    pub(super) fn resolve(&self, reference: &str) -> Result<Url, url::ParseError> {
        self.as_given.join(reference)
    }

    /// The URL without a trailing slash.
    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// The path without a trailing slash.
    pub(super) fn path(&self) -> &str {
        self.url.path().trim_end_matches('/')
    }

    /// The URL with another path, which must be encoded.
    ///
    /// `None` when the path would not be exactly this: it must not matter how a URL parser treats
    /// dots, backslashes and the like.
    pub(super) fn with(&self, path: &str) -> Option<Url> {
        let mut url = self.url.clone();
        url.set_path(path);
        (url.path() == path).then_some(url)
    }

    /// The URL that belongs to a template without parameters, made when it is first called: to write a
    /// path into a URL takes longer than anything else that the client itself does for a request.
    ///
    /// # Errors
    ///
    /// It cannot be made.
    pub(super) fn of_template<E>(
        &self,
        template: &'static str,
        make: impl FnOnce() -> Result<Url, E>,
    ) -> Result<Url, E> {
        // No other text of this length is at this address.
        let key = (template.as_ptr().addr(), template.len());
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(url) = known.get(&key) {
            return Ok(url.clone());
        }
        drop(known);
        let url = make()?;
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        known.insert(key, url.clone());
        Ok(url)
    }

    /// Whether a URL has the scheme, host and port of the base, and no user information.
    pub(super) fn admits(&self, url: &Url) -> bool {
        url.origin() == self.url.origin() && url.username().is_empty() && url.password().is_none()
    }
}
