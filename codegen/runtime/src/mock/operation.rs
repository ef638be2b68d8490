//! An operation of the mock: which calls it takes, what they are answered, which ones came.

use std::fmt;
use std::marker::PhantomData;
use std::ops::{Range, RangeFrom, RangeInclusive, RangeToInclusive};
use std::sync::Arc;
use std::time::Duration;

use http::header::{HeaderMap, HeaderName, HeaderValue};
use serde_json::Value;
use wiremock::{Request, Respond, ResponseTemplate};

use super::super::call::Operation;
use super::super::request::Request as Wanted;
use super::written::{self, Mocked};
use super::{MockServer, Stub};

/// An operation of a [`MockServer`]: what its calls are to be answered, by one of the methods that
/// begin with `respond`, and which ones came, by [`calls`](Self::calls) and
/// [`requests`](Self::requests).
///
/// It takes all calls of the operation, unless methods that begin with `with_` say what they must
/// hold: the parameters, with the types that they have in the client, and the body. Of several
/// answers for the same call the first that was set counts, until it has answered as often as
/// [`up_to`](Self::up_to) says.
#[must_use = "a mocked operation does nothing until one of its methods `respond…` is called"]
pub struct MockOperation<'m, O> {
    server: &'m MockServer,
    /// What a call must hold.
    pub(crate) request: Wanted,
    status: Option<u16>,
    headers: HeaderMap,
    delay: Option<Duration>,
    left: Option<u64>,
    expected: Option<Times>,
    operation: PhantomData<fn() -> O>,
}

impl<'m, O: Operation> MockOperation<'m, O> {
    pub(crate) fn new(server: &'m MockServer) -> Self {
        Self {
            server,
            request: Wanted::default(),
            status: None,
            headers: HeaderMap::new(),
            delay: None,
            left: None,
            expected: None,
            operation: PhantomData,
        }
    }

    /// Takes only calls with this header.
    pub fn with_header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.request.own_header(name.as_ref(), value.as_ref());
        self
    }

    /// How many calls it must take until the server is dropped: a number, or a range such as `1..`.
    pub fn expect(mut self, times: impl Into<Times>) -> Self {
        self.expected = Some(times.into());
        self
    }

    /// Answers so many calls at most, and leaves others to what is set after it.
    pub fn up_to(mut self, times: u64) -> Self {
        self.left = Some(times);
        self
    }

    /// Waits so long before it answers.
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay = Some(delay);
        self
    }

    /// The status of a typed answer, where the document leaves it open: for a range such as `4XX`
    /// and for `default`.
    pub fn status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }

    /// A header of the answer.
    ///
    /// # Panics
    ///
    /// It cannot be sent.
    #[track_caller]
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        let (name, value) = (name.as_ref(), value.as_ref());
        match (
            HeaderName::from_bytes(name.as_bytes()),
            HeaderValue::from_str(value),
        ) {
            (Ok(name), Ok(value)) => self.headers.insert(name, value),
            _ => panic!("the header {name:?} cannot be sent with the value {value:?}"),
        };
        self
    }

    /// Headers of the answer: those that the document describes for the operation, as the struct of
    /// them has it, or any.
    pub fn headers(mut self, headers: impl Into<HeaderMap>) -> Self {
        self.headers.extend(headers.into());
        self
    }

    /// Answers with this status and no body, whatever the document says.
    ///
    /// # Panics
    ///
    /// What the calls must hold cannot be sent.
    #[track_caller]
    pub fn respond_status(self, status: u16) {
        let answer = self.dressed(ResponseTemplate::new(status));
        self.mount(answer);
    }

    /// Answers so, whatever the document says: with a [`ResponseTemplate`], or with what a function
    /// makes of the request. Status, headers and delay are those that it has itself.
    ///
    /// # Panics
    ///
    /// What the calls must hold cannot be sent.
    #[track_caller]
    pub fn respond_raw(self, answer: impl Respond + 'static) {
        self.mount(answer);
    }

    /// How many calls came so far that it takes, whoever answered them.
    ///
    /// # Panics
    ///
    /// What the calls must hold cannot be sent.
    #[must_use]
    #[track_caller]
    pub fn calls(&self) -> usize {
        self.requests().len()
    }

    /// The calls that came so far and that it takes, whoever answered them.
    ///
    /// # Panics
    ///
    /// What the calls must hold cannot be sent.
    #[must_use]
    #[track_caller]
    pub fn requests(&self) -> Vec<Request> {
        self.check();
        let state = self.server.state();
        let taken = |request: &&Request| {
            let difference = state.paths.difference(&O::INFO, &self.request, request);
            difference.is_none()
        };
        state.requests.iter().filter(taken).cloned().collect()
    }

    fn dressed(&self, answer: ResponseTemplate) -> ResponseTemplate {
        let headers = self.headers.iter();
        let answer = headers.fold(answer, |answer, (name, value)| {
            answer.append_header(name.clone(), value.clone())
        });
        match self.delay {
            Some(delay) => answer.set_delay(delay),
            None => answer,
        }
    }

    #[track_caller]
    fn mount(self, answer: impl Respond + 'static) {
        self.check();
        let stub = Stub {
            info: O::INFO,
            wanted: self.request,
            answer: Arc::new(answer),
            left: self.left,
            expected: self.expected,
            calls: 0,
        };
        self.server.state().stubs.push(stub);
    }

    /// A parameter that no call can have would never be met.
    #[track_caller]
    fn check(&self) {
        if let Some(fault) = self.request.fault() {
            panic!("the mock of {} cannot take calls: {fault}", O::INFO.id);
        }
    }
}

impl<O: Mocked> MockOperation<'_, O> {
    /// Answers with what the operation is for: with the status and the media type that the document
    /// has for it. The items of an answer that is read item by item are a list.
    ///
    /// # Panics
    ///
    /// A client would not read this answer as what it is: the [`status`](Self::status) is not one of
    /// it, or a value is not what the document says. What the calls must hold cannot be sent.
    #[track_caller]
    pub fn respond(self, output: impl Into<O::Output>) {
        let written = O::write(output.into());
        match written::output::<O>(&written, self.status, &self.headers) {
            Ok(answer) => {
                let answer = self.dressed(answer);
                self.mount(answer);
            }
            Err(why) => panic!("{} cannot answer so: {why}", O::INFO.id),
        }
    }

    /// Answers with what the operation is for, read from JSON: a value that is written by hand, such
    /// as `json!({"id": 7})`.
    ///
    /// # Panics
    ///
    /// The JSON is not of the type of the answer; the message names the place. Otherwise as
    /// [`respond`](Self::respond).
    #[track_caller]
    pub fn respond_json(self, json: Value)
    where
        O::Output: serde::de::DeserializeOwned,
    {
        match super::super::json::read_json::<O::Output>(json.to_string().as_bytes()) {
            Ok(output) => self.respond(output),
            Err(error) => panic!("{} cannot answer so: {error}", O::INFO.id),
        }
    }

    /// Answers with an error that the document describes: with its status and its media type.
    ///
    /// # Panics
    ///
    /// The document leaves the status open, and [`status`](Self::status) does not give it. Otherwise
    /// as [`respond`](Self::respond).
    #[track_caller]
    pub fn respond_error(self, error: O::Error) {
        let written = O::write_error(error);
        match written::error::<O>(&written, self.status, &self.headers) {
            Ok(answer) => {
                let answer = self.dressed(answer);
                self.mount(answer);
            }
            Err(why) => panic!("{} cannot answer so: {why}", O::INFO.id),
        }
    }
}

impl<O: Operation> fmt::Debug for MockOperation<'_, O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("MockOperation")
            .field("operation", &O::INFO.id)
            .finish_non_exhaustive()
    }
}

/// How many calls are expected: a number, or a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Times {
    least: u64,
    most: u64,
}

impl Times {
    pub(super) fn admits(self, calls: u64) -> bool {
        (self.least..=self.most).contains(&calls)
    }
}

impl From<u64> for Times {
    fn from(times: u64) -> Self {
        (times..=times).into()
    }
}

impl From<RangeInclusive<u64>> for Times {
    fn from(times: RangeInclusive<u64>) -> Self {
        let (least, most) = times.into_inner();
        Self { least, most }
    }
}

impl From<RangeFrom<u64>> for Times {
    fn from(times: RangeFrom<u64>) -> Self {
        (times.start..=u64::MAX).into()
    }
}

impl From<RangeToInclusive<u64>> for Times {
    fn from(times: RangeToInclusive<u64>) -> Self {
        (0..=times.end).into()
    }
}

impl From<Range<u64>> for Times {
    fn from(times: Range<u64>) -> Self {
        (times.start..=times.end.saturating_sub(1)).into()
    }
}

impl fmt::Display for Times {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let calls = |count| if count == 1 { "call" } else { "calls" };
        match (self.least, self.most) {
            (least, most) if least == most => write!(formatter, "{least} {}", calls(least)),
            (least, u64::MAX) => write!(formatter, "{least} {} or more", calls(least)),
            (0, most) => write!(formatter, "at most {most} {}", calls(most)),
            (least, most) => write!(formatter, "{least} to {most} calls"),
        }
    }
}
