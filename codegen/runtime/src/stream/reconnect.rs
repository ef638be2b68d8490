//! Server-sent events over several connections (HTML, section 9.2).

use std::error::Error as StdError;
use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use futures_util::stream::Stream;
use http::StatusCode;
use http::header::{HeaderName, HeaderValue};

use super::super::answer::{Answer, Answered};
use super::super::call::{Call, Operation, read};
use super::super::client::Client;
use super::super::error::Error;
use super::super::failure::{InvalidRequest, TransportError, Unanswered};
use super::super::request::Request;
use super::super::send;
use super::super::task::BoxFuture;
use super::{ItemError, ItemStream, StreamError};

const EVENTS: &str = "text/event-stream";
const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

/// The events of an operation over several connections, as a browser's `EventSource` has them (HTML,
/// section 9.2): when a connection ends or fails, it waits, sends the call again with the `id` of the
/// last event as `Last-Event-ID`, and goes on with the events of the new answer.
///
/// An event that was cut off is dropped, since the server sends it again. The wait is the server's
/// `retry`, or else 3 seconds, doubled with each connection that brings no event, up to a minute. An
/// answer with the status 204 ends the stream, and so does an event with the data `[DONE]`, where the
/// data is JSON; any other answer than events is the error that the operation has for it. A first
/// connection that fails is an error at once.
///
/// It is made by [`Call::reconnecting`].
#[must_use = "the call is sent when the stream is polled"]
pub struct Reconnecting<'c, O: Operation, T> {
    client: &'c Client,
    request: Box<Request>,
    first_wait: Duration,
    longest_wait: Duration,
    max_tries: u32,
    any_method: bool,
    without_id: bool,
    last_id: Option<String>,
    /// What the server wants.
    retry: Option<Duration>,
    /// How often it has connected again since the last event.
    tries: u32,
    state: State<'c, T>,
    operation: PhantomData<fn() -> O>,
}

enum State<'c, T> {
    /// Nothing has been sent.
    Start,
    /// It is not time yet to connect again.
    Waiting(BoxFuture<'static, ()>),
    /// An answer is awaited.
    Sending(BoxFuture<'c, Answered>),
    /// Events come.
    Open(ItemStream<T>),
    /// There is no more.
    Done,
}

/// Why an event could not be had. `E` is what the operation's documented errors hold.
#[derive(Debug)]
#[non_exhaustive]
pub enum ReconnectingError<E> {
    /// The call failed for good: no connection, or an answer that is an error. The stream ends.
    Call(Error<E>),
    /// An event does not hold what the document says. The stream goes on.
    Decode(Box<ItemError>),
    /// An event has more bytes than
    /// [`ClientBuilder::max_item`](super::super::ClientBuilder::max_item), which is this. The stream
    /// ends.
    TooLong(usize),
}

/// An event, an error, or the end.
type Polled<T, E> = Poll<Option<Result<T, ReconnectingError<E>>>>;

impl<'c, O, T> Call<'c, O>
where
    O: Operation<Output = ItemStream<T>>,
{
    /// The events of this call, over as many connections as it takes. It is sent when the stream is
    /// polled.
    ///
    /// An operation whose answers are no server-sent events gives an [`Error::InvalidRequest`], and so
    /// does a method that has effects, unless [`any_method`](Reconnecting::any_method) is called, or a
    /// client without a clock.
    pub fn reconnecting(self) -> Reconnecting<'c, O, T> {
        let (client, request) = self.into_parts();
        Reconnecting {
            client,
            request,
            first_wait: Duration::from_secs(3),
            longest_wait: Duration::from_secs(60),
            max_tries: 10,
            any_method: false,
            without_id: false,
            last_id: None,
            retry: None,
            tries: 0,
            state: State::Start,
            operation: PhantomData,
        }
    }
}

impl<O: Operation, T> Reconnecting<'_, O, T> {
    /// How long to wait before connecting again, until the server says it: 3 seconds unless set. It is
    /// doubled with each connection that brings no event, up to the longest, a minute unless set.
    pub fn wait(mut self, first: Duration, longest: Duration) -> Self {
        self.first_wait = first;
        self.longest_wait = longest;
        self
    }

    /// How often it connects again without an event in between: 10 times unless set. After as many the
    /// stream ends, with the error of the last connection if it failed.
    pub fn max_tries(mut self, tries: u32) -> Self {
        self.max_tries = tries;
        self
    }

    /// Connects again whatever the method, as long as the server has given an `id` to go on from.
    pub fn any_method(mut self) -> Self {
        self.any_method = true;
        self
    }

    /// Connects again whatever the method, even without an `id`: the server may do all that the call
    /// is for once more.
    pub fn without_id(mut self) -> Self {
        self.any_method = true;
        self.without_id = true;
        self
    }

    /// Begins after the event with this `id`, which an earlier stream has had.
    pub fn resume_after(mut self, id: impl Into<String>) -> Self {
        self.last_id = Some(id.into());
        self
    }

    /// The `id` of the last event, to be kept for [`resume_after`](Self::resume_after).
    #[must_use]
    pub fn last_id(&self) -> Option<&str> {
        match &self.state {
            State::Open(stream) => stream.frames.last().0,
            _ => self.last_id.as_deref(),
        }
    }
}

impl<O, T> Reconnecting<'_, O, T>
where
    O: Operation<Output = ItemStream<T>>,
{
    /// The next event, or `None` after the last one.
    ///
    /// # Errors
    ///
    /// See [`ReconnectingError`].
    pub async fn try_next(&mut self) -> Result<Option<T>, ReconnectingError<O::Error>> {
        poll_fn(|context| self.poll_event(context))
            .await
            .transpose()
    }

    fn poll_event(&mut self, context: &mut Context<'_>) -> Polled<T, O::Error> {
        loop {
            let ended = match &mut self.state {
                State::Done => return Poll::Ready(None),
                State::Start => self
                    .checked()
                    .and_then(|()| self.connect())
                    .map_err(invalid::<O>),
                State::Waiting(wait) => {
                    ready!(wait.as_mut().poll(context));
                    self.connect().map_err(invalid::<O>)
                }
                State::Sending(sending) => {
                    let answer = ready!(sending.as_mut().poll(context));
                    self.opened(answer)
                }
                State::Open(stream) => match ready!(stream.poll_item(context)) {
                    Some(Ok(event)) => {
                        self.tries = 0;
                        return Poll::Ready(Some(Ok(event)));
                    }
                    Some(Err(StreamError::Decode(item))) => {
                        self.tries = 0;
                        return Poll::Ready(Some(Err(ReconnectingError::Decode(item))));
                    }
                    Some(Err(StreamError::TooLong(most))) => Err(ReconnectingError::TooLong(most)),
                    Some(Err(StreamError::Transport(error))) => self.cut(Some(error)),
                    None if stream.is_done => self.finish(),
                    None => self.cut(None),
                },
            };
            if let Err(error) = ended {
                self.state = State::Done;
                return Poll::Ready(Some(Err(error)));
            }
        }
    }

    /// Whether it can be what it is asked to be.
    fn checked(&self) -> Result<(), InvalidRequest> {
        let of_events = |media: &&str| {
            let essence = media.split(';').next().unwrap_or_default();
            essence.trim().eq_ignore_ascii_case(EVENTS)
        };
        let fault = if !O::INFO.streams.iter().any(of_events) {
            "only server-sent events can be had over several connections"
        } else if !self.is_safe() && !self.any_method {
            "a method that has effects is not sent again, unless `any_method` is called"
        } else if self.client.shared().clock.is_none() {
            "connecting again takes a clock: call `ClientBuilder::clock`"
        } else {
            return Ok(());
        };
        Err(InvalidRequest::new(fault))
    }

    fn is_safe(&self) -> bool {
        matches!(O::INFO.method, "GET" | "QUERY")
    }

    fn connect(&mut self) -> Result<(), InvalidRequest> {
        let mut request = self.request.clone();
        // An empty one is none (HTML, section 9.2.3).
        if let Some(id) = self.last_id.as_deref().filter(|id| !id.is_empty()) {
            let id = HeaderValue::from_bytes(id.as_bytes()).map_err(|error| {
                InvalidRequest::caused_by("the `id` of the last event cannot be sent", error)
            })?;
            request.own_headers.insert(LAST_EVENT_ID, id);
        }
        let sending = send::send(self.client, &O::INFO, request);
        self.state = State::Sending(Box::pin(sending));
        Ok(())
    }

    /// An answer has come, or none.
    fn opened(&mut self, answer: Answered) -> Result<(), ReconnectingError<O::Error>> {
        let mut answer = match answer {
            Ok(answer) => answer,
            Err(Unanswered::Transport(error)) if self.tries > 0 => return self.cut(Some(error)),
            Err(unanswered) => {
                return Err(ReconnectingError::Call(Error::from_unanswered(unanswered)));
            }
        };
        let status = answer.status_code();
        if status == StatusCode::NO_CONTENT {
            return self.finish();
        }
        if status.is_success() && !answer.is(EVENTS) {
            let error = Error::undocumented(&O::INFO, &mut answer);
            return Err(ReconnectingError::Call(error));
        }
        let opened = read::<O>(&mut answer).map_err(ReconnectingError::Call)?;
        let mut stream = opened.into_inner();
        stream.frames.resume(self.last_id.take());
        self.state = State::Open(stream);
        Ok(())
    }

    /// A connection has ended, or failed.
    fn cut(&mut self, error: Option<TransportError>) -> Result<(), ReconnectingError<O::Error>> {
        if let State::Open(stream) = &self.state {
            let (id, retry) = stream.frames.last();
            self.last_id = id.map(str::to_owned);
            self.retry = retry.or(self.retry);
        }
        let has_id = self.last_id.as_deref().is_some_and(|id| !id.is_empty());
        let content = self.request.content.as_ref();
        let may = (self.is_safe() || has_id || self.without_id)
            && content.is_none_or(|content| content.is_repeatable());
        let clock = self.client.shared().clock.as_ref().map(Arc::clone);
        self.tries += 1;
        match (clock, error) {
            (Some(clock), _) if may && self.tries <= self.max_tries => {
                self.state = State::Waiting(clock.sleep(self.next_wait()));
                Ok(())
            }
            (_, Some(error)) => Err(ReconnectingError::Call(Error::Transport(error))),
            (_, None) => self.finish(),
        }
    }

    fn next_wait(&self) -> Duration {
        let first = self.retry.unwrap_or(self.first_wait);
        let grown = 2_u32.checked_pow(self.tries.saturating_sub(1));
        let grown = grown.and_then(|factor| first.checked_mul(factor));
        // The server may want a longer time than we would wait.
        let longest = self.longest_wait.max(first);
        grown.map_or(longest, |wait| wait.min(longest))
    }

    #[expect(clippy::unnecessary_wraps, reason = "it is one way to go on")]
    fn finish(&mut self) -> Result<(), ReconnectingError<O::Error>> {
        self.state = State::Done;
        Ok(())
    }
}

fn invalid<O: Operation>(fault: InvalidRequest) -> ReconnectingError<O::Error> {
    ReconnectingError::Call(Error::InvalidRequest(fault.of(&O::INFO)))
}

// Nothing in it is pinned: events are handed out by value.
impl<O: Operation, T> Unpin for Reconnecting<'_, O, T> {}

impl<O, T> Stream for Reconnecting<'_, O, T>
where
    O: Operation<Output = ItemStream<T>>,
{
    type Item = Result<T, ReconnectingError<O::Error>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_event(context)
    }
}

impl<O: Operation, T> fmt::Debug for Reconnecting<'_, O, T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Reconnecting")
            .field("operation", &O::INFO.id)
            .finish_non_exhaustive()
    }
}

impl<E> fmt::Display for ReconnectingError<E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Call(error) => error.fmt(formatter),
            Self::Decode(item) => write!(formatter, "an item cannot be read: {}", item.error),
            Self::TooLong(most) => StreamError::TooLong(*most).fmt(formatter),
        }
    }
}

impl<E: StdError + 'static> StdError for ReconnectingError<E> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Call(error) => error.source(),
            Self::Decode(item) => Some(&item.error),
            Self::TooLong(_) => None,
        }
    }
}
