//! Answers, and how they are read.

use std::error::Error as StdError;
use std::fmt;
use std::ops::Deref;

use bytes::Bytes;
use http::StatusCode;
use http::header::{CONTENT_TYPE, HeaderMap};
use serde::de::DeserializeOwned;

use super::display::Raw;
use super::failure::Unanswered;
use super::stream::{Event, ItemStream, Source};

/// An answer as it came.
#[derive(Debug)]
pub struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Raw,
    /// What is left of a body that is read item by item.
    source: Option<Source>,
    attempts: u32,
}

/// What an answer means.
#[derive(Debug)]
pub enum Outcome<T, E> {
    /// What the operation is for.
    Output(T),
    /// An error that the document describes.
    Error(E),
    /// An answer that the document does not describe.
    Undocumented,
}

/// What comes of a call. The answer is in a box, since it goes through many hands.
pub(super) type Answered = Result<Box<Answer>, Unanswered>;

impl Answer {
    pub(crate) fn new(status: StatusCode, headers: HeaderMap, body: Bytes, attempts: u32) -> Self {
        Self {
            status,
            headers,
            body: Raw(body),
            source: None,
            attempts,
        }
    }

    /// An answer that is read item by item.
    pub(super) fn of_items(
        status: StatusCode,
        headers: HeaderMap,
        source: Source,
        attempts: u32,
    ) -> Self {
        Self {
            status,
            headers,
            body: Raw(Bytes::new()),
            source: Some(source),
            attempts,
        }
    }

    /// How often the request was sent.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// The headers, which are needed no more where they are.
    pub(super) fn take_headers(&mut self) -> HeaderMap {
        std::mem::take(&mut self.headers)
    }

    pub(super) fn status_code(&self) -> StatusCode {
        self.status
    }

    /// The status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status.as_u16()
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body; empty when it is read item by item.
    #[must_use]
    pub fn bytes(&self) -> Bytes {
        self.body.0.clone()
    }

    /// The body as text: UTF-8, or ISO 8859-1 where `Content-Type` says so. What is no text is
    /// replaced by U+FFFD.
    #[must_use]
    pub fn text(&self) -> String {
        let content_type = self.content_type().to_ascii_lowercase();
        let latin = ["iso-8859-1", "latin1"].iter().any(|name| {
            content_type
                .replace('"', "")
                .contains(&format!("charset={name}"))
        });
        if latin {
            self.body.0.iter().copied().map(char::from).collect()
        } else {
            String::from_utf8_lossy(&self.body.0).into_owned()
        }
    }

    /// The body, read as JSON.
    ///
    /// # Errors
    ///
    /// It is empty, no JSON, or not of this type; the error says where.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, DecodeError> {
        super::json::read_json(&self.body.0)
    }

    /// The body, read as JSON and put into what it stands for. A function instead of `?` or `map` in
    /// each operation: those cost the compiler a multiple.
    ///
    /// # Errors
    ///
    /// Those of [`json`](Self::json).
    pub(crate) fn json_as<T: DeserializeOwned, O>(
        &self,
        outcome: fn(T) -> O,
    ) -> Result<O, DecodeError> {
        self.json().map(outcome)
    }

    /// The same for a body that is the content of a variant.
    ///
    /// # Errors
    ///
    /// Those of [`json`](Self::json).
    pub(crate) fn json_within<T: DeserializeOwned, V, O>(
        &self,
        variant: fn(T) -> V,
        outcome: fn(V) -> O,
    ) -> Result<O, DecodeError> {
        self.json().map(variant).map(outcome)
    }

    /// The body as text; where `Content-Type` says that it is JSON, the string that it holds.
    pub(crate) fn any_text(&self) -> String {
        let is_json = self.is("application/json") || self.is("*/*+json");
        let held = is_json.then(|| self.json().ok()).flatten();
        held.unwrap_or_else(|| self.text())
    }

    /// The body as server-sent events whose data is JSON.
    pub(crate) fn events<T: DeserializeOwned>(&mut self) -> ItemStream<Event<T>> {
        ItemStream::events(self.take_source())
    }

    /// The body as server-sent events whose data is text.
    pub(crate) fn text_events(&mut self) -> ItemStream<Event<String>> {
        ItemStream::text_events(self.take_source())
    }

    /// The body as server-sent events, each read as an object.
    pub(crate) fn whole_events<T: DeserializeOwned>(&mut self) -> ItemStream<T> {
        ItemStream::whole_events(self.take_source())
    }

    /// The body as lines of JSON.
    pub(crate) fn lines<T: DeserializeOwned>(&mut self) -> ItemStream<T> {
        ItemStream::lines(self.take_source())
    }

    /// The body as a JSON text sequence.
    pub(crate) fn sequence<T: DeserializeOwned>(&mut self) -> ItemStream<T> {
        ItemStream::sequence(self.take_source())
    }

    /// What is left of the body. An answer whose media type did not say that it comes item by item
    /// was read before.
    pub(super) fn take_source(&mut self) -> Source {
        match self.source.take() {
            Some(source) => source,
            None => Source::Whole(self.bytes()),
        }
    }

    /// Whether the answer is of this media type or range, such as `text/*` or
    /// `application/*+json`. Parameters and case do not matter. An answer that does not say what
    /// it is, is of `*/*` alone.
    #[must_use]
    pub fn is(&self, media: &str) -> bool {
        is_of(&self.headers, media)
    }

    fn content_type(&self) -> &str {
        content_type(&self.headers)
    }
}

/// See [`Answer::is`].
pub(super) fn is_of(headers: &HeaderMap, media: &str) -> bool {
    let actual = essence(content_type(headers));
    let range = essence(media);
    if range == "*/*" {
        return true;
    }
    let (Some((kind, subtype)), Some((range_kind, range_subtype))) =
        (actual.split_once('/'), range.split_once('/'))
    else {
        return false;
    };
    let subtype_fits = match range_subtype.strip_prefix('*') {
        Some(suffix) => subtype.ends_with(suffix),
        None => subtype == range_subtype,
    };
    (range_kind == "*" || range_kind == kind) && subtype_fits
}

fn content_type(headers: &HeaderMap) -> &str {
    headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

/// A media type without its parameters, in lower case.
fn essence(media_type: &str) -> String {
    let essence = media_type.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}

/// Why an answer could not be read.
#[derive(Debug)]
pub struct DecodeError {
    path: String,
    cause: Option<serde_json::Error>,
}

impl DecodeError {
    pub(super) fn new(path: String, cause: serde_json::Error) -> Self {
        Self {
            path,
            cause: Some(cause),
        }
    }

    pub(super) fn empty() -> Self {
        Self {
            path: String::new(),
            cause: None,
        }
    }

    /// Where in the JSON, such as `data[3].call_handler`; empty when it is the whole.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.cause {
            None => formatter.write_str("the body is empty"),
            Some(cause) if self.path.is_empty() => write!(formatter, "{cause}"),
            Some(cause) => write!(formatter, "at `{}`: {cause}", self.path),
        }
    }
}

impl StdError for DecodeError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.cause {
            Some(cause) => Some(cause),
            None => None,
        }
    }
}

/// A successful answer: what it holds, which it dereferences to, and its status and headers.
#[derive(Clone)]
pub struct Response<T> {
    value: T,
    status: StatusCode,
    headers: HeaderMap,
    raw: Raw,
    attempts: u32,
}

impl<T> Response<T> {
    pub(super) fn new(value: T, answer: &mut Answer) -> Self {
        Self {
            value,
            status: answer.status,
            headers: answer.take_headers(),
            raw: answer.body.clone(),
            attempts: answer.attempts,
        }
    }

    /// The body as it came; empty where it is read item by item.
    #[must_use]
    pub fn raw_body(&self) -> &Bytes {
        &self.raw.0
    }

    /// How often the request was sent.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// The status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The name that the server gave to the request, for its support.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }

    /// What the answer holds.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.value
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: fmt::Debug> fmt::Debug for Response<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Response")
            .field("value", &self.value)
            .field("status", &self.status)
            .field("headers", &self.headers)
            .finish_non_exhaustive()
    }
}

/// The name that the server gave to a request, under one of its usual headers.
pub(super) fn request_id(headers: &HeaderMap) -> Option<&str> {
    const NAMES: [&str; 6] = [
        "x-request-id",
        "request-id",
        "x-amzn-requestid",
        "x-amz-request-id",
        "x-ms-request-id",
        "x-correlation-id",
    ];
    NAMES
        .iter()
        .find_map(|name| headers.get(*name))
        .and_then(|value| value.to_str().ok())
}
