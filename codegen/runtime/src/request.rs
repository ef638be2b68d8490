//! What an operation sends.

mod body;
mod items;
mod multipart;
mod querystring;
#[cfg(feature = "mock")]
mod wanted;

use http::header::{HeaderMap, HeaderName, HeaderValue};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde_json::Value;
use url::Url;

use super::content::Content;
use super::failure::InvalidRequest;
use super::outgoing::Timeouts;
use super::progress::Progress;
use super::retry::RetryPolicy;
use super::secret::{self, Secret};
use super::server::BaseUrl;
use super::style::{self, Style};

pub use items::{ItemSource, Streamed};

/// Everything that cannot stand in a segment of a path (RFC 3986, section 3.3). What is encoded already
/// stays.
const NOT_IN_SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@')
    .remove(b'%');

/// The same for a path of several segments.
const NOT_IN_PATH: &AsciiSet = &NOT_IN_SEGMENT.remove(b'/');

/// What an operation sends: it is filled by generated code, and keeps its first fault until it
/// is sent.
#[derive(Clone, Default)]
pub(crate) struct Request {
    path: Vec<(&'static str, String)>,
    query: Vec<String>,
    cookies: Vec<String>,
    /// The headers that the operation sets.
    pub(super) headers: HeaderMap,
    /// The headers that the user set on the call, which take the others' place.
    pub(super) own_headers: HeaderMap,
    pub(super) content: Option<Content>,
    pub(super) want: Want,
    pub(super) upload_progress: Option<Progress>,
    pub(super) download_progress: Option<Progress>,
    pub(super) timeouts: Timeouts,
    pub(super) retry: Option<RetryPolicy>,
    /// What must not show.
    pub(super) secrets: Vec<Secret>,
    fault: Option<InvalidRequest>,
}

/// What is to be had of a successful answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Want {
    /// What the document says it holds.
    #[default]
    Output,
    /// Its body, as it comes.
    Body,
}

impl Request {
    /// A path parameter of style `simple`.
    pub(crate) fn path<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) {
        self.path_as(name, Style::Simple { explode: false }, value);
    }

    /// A path parameter.
    pub(crate) fn path_as<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        style: Style,
        value: &T,
    ) {
        let text = self
            .noting(|| value_of(style, value))
            .and_then(|value| written(style::path(style, name, value)));
        match text {
            Ok(text) => self.path.push((name, text)),
            Err(fault) => self.fail(fault.parameter("path", name)),
        }
    }

    /// A query parameter of style `form`, exploded.
    pub(crate) fn query<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) {
        self.query_as(name, Style::Form { explode: true }, value);
    }

    /// A query parameter.
    pub(crate) fn query_as<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        style: Style,
        value: &T,
    ) {
        let written = self
            .noting(|| value_of(style, value))
            .and_then(|value| written(style::pairs(style, name, value, &mut self.query)));
        if let Err(fault) = written {
            self.fail(fault.parameter("query", name));
        }
    }

    /// A header parameter of style `simple`.
    pub(crate) fn header<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) {
        self.header_as(name, Style::Simple { explode: false }, value);
    }

    /// A header parameter.
    pub(crate) fn header_as<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        style: Style,
        value: &T,
    ) {
        let text = self
            .noting(|| value_of(style, value))
            .and_then(|value| written(style::header(style, value)));
        match text {
            Ok(Some(text)) => match header(name, &text) {
                Ok((name, value)) => {
                    self.headers.insert(name, value);
                }
                Err(reason) => self.fail(Fault::Reason(reason).parameter("header", name)),
            },
            Ok(None) => {}
            Err(fault) => self.fail(fault.parameter("header", name)),
        }
    }

    /// A cookie of style `form`, exploded.
    pub(crate) fn cookie<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) {
        self.cookie_as(name, Style::Form { explode: true }, value);
    }

    /// A cookie.
    pub(crate) fn cookie_as<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        style: Style,
        value: &T,
    ) {
        let written = self
            .noting(|| value_of(style, value))
            .and_then(|value| written(style::pairs(style, name, value, &mut self.cookies)));
        if let Err(fault) = written {
            self.fail(fault.parameter("cookie", name));
        }
    }

    /// A header that the user sets on the call.
    pub(super) fn own_header(&mut self, name: &str, text: &str) {
        match header(name, text) {
            Ok((name, value)) => {
                self.own_headers.insert(name, value);
            }
            Err(reason) => self.fail(InvalidRequest::new(format!("header {name:?} {reason}"))),
        }
    }

    /// The cookies, each a pair of name and value.
    pub(super) fn cookies(&self) -> &[String] {
        &self.cookies
    }

    /// The URL, without credentials.
    ///
    /// # Errors
    ///
    /// The request's first fault; a path that does not hold what it should.
    pub(super) fn url(
        &self,
        base: &BaseUrl,
        template: &'static str,
    ) -> Result<Url, InvalidRequest> {
        if let Some(fault) = &self.fault {
            return Err(fault.clone());
        }
        let (template, fixed) = split_query(template);
        let mut url = match template.contains('{') {
            true => self.url_of_path(base, template)?,
            false => base.of_template(template, || self.url_of_path(base, template))?,
        };
        let mut query = String::new();
        if let Some(fixed) = fixed {
            self.fill(fixed, NOT_IN_SEGMENT, &mut query)?;
        }
        for pair in &self.query {
            if !query.is_empty() {
                query.push('&');
            }
            query.push_str(pair);
        }
        if !query.is_empty() {
            url.set_query(Some(&query));
        }
        Ok(url)
    }

    /// The URL without a query.
    fn url_of_path(&self, base: &BaseUrl, template: &str) -> Result<Url, InvalidRequest> {
        let start = base.path();
        let mut path = String::with_capacity(start.len() + template.len());
        path.push_str(start);
        self.fill(template, NOT_IN_PATH, &mut path)?;
        check_dots(template, path.strip_prefix(start).unwrap_or_default())?;
        let url = template.starts_with('/').then(|| base.with(&path));
        url.flatten()
            .ok_or_else(|| InvalidRequest::new(format!("the path {template:?} cannot be called")))
    }

    /// Puts parameters into a template, of which the rest is encoded, and that behind a text.
    fn fill(
        &self,
        template: &str,
        encoded: &'static AsciiSet,
        text: &mut String,
    ) -> Result<(), InvalidRequest> {
        let mut rest = template;
        while let Some((before, name, after)) = placeholder(rest) {
            let given = self.path.iter().find(|(known, _)| *known == name);
            let Some((_, value)) = given else {
                return Err(InvalidRequest::new(format!(
                    "path parameter `{name}` is missing"
                )));
            };
            text.extend(utf8_percent_encode(before, encoded));
            text.push_str(value);
            rest = after;
        }
        text.extend(utf8_percent_encode(rest, encoded));
        Ok(())
    }

    /// Writes something, and keeps the secrets that it holds.
    fn noting<T>(&mut self, write: impl FnOnce() -> T) -> T {
        let (written, secrets) = secret::noted(write);
        self.secrets.extend(secrets);
        written
    }

    #[cold]
    fn fail(&mut self, fault: InvalidRequest) {
        self.fault.get_or_insert(fault);
    }
}

/// Refuses parameters that make a segment of dots: it would climb, and encoding the dots does not help,
/// since `%2E%2E` climbs as well (WHATWG URL, 4.1).
fn check_dots(template: &str, path: &str) -> Result<(), InvalidRequest> {
    // What a parameter stands for holds no slash that is not encoded.
    for (template, segment) in template.split('/').zip(path.split('/')) {
        if let ("." | "..", Some((_, name, _))) = (segment, placeholder(template)) {
            return Err(InvalidRequest::new(format!(
                "path parameter `{name}` makes the segment {segment:?}, which would change the path"
            )));
        }
    }
    Ok(())
}

/// The path's template, and the query that some documents write behind it. The name of a parameter
/// may hold the sign as well.
pub(super) fn split_query(template: &str) -> (&str, Option<&str>) {
    if !template.contains('?') {
        return (template, None);
    }
    let mut is_name = false;
    let sign = template.find(|letter| {
        match letter {
            '{' => is_name = true,
            '}' => is_name = false,
            _ => {}
        }
        letter == '?' && !is_name
    });
    let split = sign.and_then(|at| template.split_at_checked(at));
    match split.and_then(|(path, rest)| Some((path, rest.strip_prefix('?')?))) {
        Some((path, query)) => (path, Some(query)),
        None => (template, None),
    }
}

/// What stands before the first `{name}`, the name, and what stands after.
pub(super) fn placeholder(template: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = template.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

/// Why a value cannot be sent.
enum Fault {
    Reason(style::Reason),
    Json(serde_json::Error),
}

impl Fault {
    #[cold]
    fn parameter(self, place: &str, name: &str) -> InvalidRequest {
        self.named(&format!("{place} parameter `{name}`"))
    }

    #[cold]
    fn named(self, what: &str) -> InvalidRequest {
        match self {
            Self::Reason(reason) => InvalidRequest::new(format!("{what} {reason}")),
            Self::Json(error) => {
                InvalidRequest::caused_by(format!("{what} cannot be written"), error)
            }
        }
    }
}

fn written<T>(result: Result<T, style::Reason>) -> Result<T, Fault> {
    result.map_err(Fault::Reason)
}

/// A value as JSON, by way of its text: an `f32` made into a `Value` directly would show the
/// digits of the `f64` next to it. What a number or a boolean is in JSON, it is in every other style:
/// there it is left as text.
fn value_of<T: Serialize + ?Sized>(style: Style, value: &T) -> Result<Value, Fault> {
    let text = serde_json::to_string(value).map_err(Fault::Json)?;
    match text.as_bytes() {
        [b'-' | b'0'..=b'9' | b't' | b'f', ..] if style != Style::Json => Ok(Value::String(text)),
        _ => serde_json::from_str(&text).map_err(Fault::Json),
    }
}

fn plain(value: Value) -> String {
    style::scalar(value).unwrap_or_else(|value| value.to_string())
}

pub(super) fn header(name: &str, text: &str) -> Result<(HeaderName, HeaderValue), style::Reason> {
    let name =
        HeaderName::from_bytes(name.as_bytes()).map_err(|_| "has a name that cannot be sent")?;
    let value =
        HeaderValue::from_str(text).map_err(|_| "holds characters that a header cannot carry")?;
    Ok((name, value))
}
