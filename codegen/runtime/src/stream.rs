//! Answers that come item by item: server-sent events, JSON lines, JSON text sequences.

mod frames;
mod reconnect;

use std::error::Error as StdError;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_util::stream::{self, Stream};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::answer::DecodeError;
use super::display::Raw;
use super::failure::TransportError;
use super::json::read_json;
use super::reading::Reading;
use super::task::BoxStream;
use frames::{Frame, Frames, TooLong};
pub use reconnect::{Reconnecting, ReconnectingError};

/// What an operation answers item by item: a stream that reads the answer as it comes, and holds
/// no more of it than the item that is underway.
///
/// It ends with the answer, and after an answer that breaks off, which is an error. An item that
/// cannot be read is an error too, and the next one is read all the same. Of server-sent events,
/// one with the data `[DONE]` ends the stream as well, as many an API has it. An item that is longer
/// than [`ClientBuilder::max_item`](super::ClientBuilder::max_item) is an error, and the end.
#[must_use = "the answer is read when the stream is polled"]
pub struct ItemStream<T> {
    source: Source,
    frames: Box<Frames>,
    read: Read<T>,
    /// The server has said that there are no more.
    is_done: bool,
}

/// Reads an item; nothing when the frame says that there are no more.
type Read<T> = fn(Frame) -> Option<Result<T, StreamError>>;

/// The parts of an answer's body.
type Chunks = BoxStream<'static, Result<Bytes, TransportError>>;

/// Where the body of an answer comes from.
pub(super) enum Source {
    /// It was read before.
    Whole(Bytes),
    /// It is read as it comes.
    Live {
        chunks: Chunks,
        /// How many bytes there are, where that is known.
        length: Option<u64>,
        /// How long an item may be, in bytes.
        max_item: usize,
    },
    /// There is no more.
    Ended,
}

/// A server-sent event (HTML, section 9.2).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event<T> {
    /// What kind of event it is; `message` where the server does not say.
    pub event: String,
    /// What it holds.
    pub data: T,
    /// The last `id` that the server sent, with this event or before.
    pub id: Option<String>,
    /// How long to wait before connecting again, where the server has said so.
    pub retry: Option<Duration>,
}

/// Why an item of a stream could not be had.
#[derive(Debug)]
#[non_exhaustive]
pub enum StreamError {
    /// The answer could not be read to its end. The stream ends.
    Transport(TransportError),
    /// An item does not hold what the document says. The stream goes on.
    Decode(Box<ItemError>),
    /// An item has more bytes than
    /// [`ClientBuilder::max_item`](super::ClientBuilder::max_item), which is this. The stream ends.
    TooLong(usize),
}

/// An item that does not hold what the document says.
#[derive(Debug)]
#[non_exhaustive]
pub struct ItemError {
    /// What is wrong, and where.
    pub error: DecodeError,
    raw: Raw,
}

impl ItemError {
    /// The item as it came: of an event, its data.
    #[must_use]
    pub fn raw(&self) -> &[u8] {
        &self.raw.0
    }
}

impl<T> ItemStream<T> {
    /// The next item, or `None` after the last one.
    ///
    /// # Errors
    ///
    /// See [`StreamError`].
    pub async fn try_next(&mut self) -> Result<Option<T>, StreamError> {
        poll_fn(|context| self.poll_item(context)).await.transpose()
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<T, StreamError>>> {
        loop {
            match self.frames.next() {
                Ok(None) => {}
                Ok(Some(frame)) => {
                    let item = (self.read)(frame);
                    if item.is_none() {
                        self.is_done = true;
                        self.end();
                    }
                    return Poll::Ready(item);
                }
                Err(TooLong(most)) => {
                    self.end();
                    return Poll::Ready(Some(Err(StreamError::TooLong(most))));
                }
            }
            match ready!(self.source.poll_chunk(context)) {
                Some(Ok(chunk)) => self.frames.push(&chunk),
                Some(Err(error)) => {
                    self.end();
                    return Poll::Ready(Some(Err(StreamError::Transport(error))));
                }
                None if self.frames.end() => return Poll::Ready(None),
                None => {}
            }
        }
    }

    fn end(&mut self) {
        self.source = Source::Ended;
        self.frames.clear();
    }
}

impl<T: DeserializeOwned> ItemStream<T> {
    /// JSON values, one in each line.
    pub(super) fn lines(source: Source) -> Self {
        Self::new(source, Frames::lines(), |frame| {
            Some(read_text(&frame.data))
        })
    }

    /// A JSON text sequence (RFC 7464).
    pub(super) fn sequence(source: Source) -> Self {
        Self::new(source, Frames::sequence(), |frame| {
            Some(read_text(&frame.data))
        })
    }

    /// Server-sent events that are read whole: as objects of `event`, `data`, `id` and `retry`.
    pub(super) fn whole_events(source: Source) -> Self {
        Self::new(source, Frames::events(), |frame| {
            (!frame.is_last()).then(|| read_event(frame))
        })
    }
}

impl<T: DeserializeOwned> ItemStream<Event<T>> {
    /// Server-sent events whose data is JSON.
    pub(super) fn events(source: Source) -> Self {
        Self::new(source, Frames::events(), |frame| {
            (!frame.is_last()).then(|| {
                let data = read_text(&frame.data)?;
                Ok(frame.with(data))
            })
        })
    }
}

impl ItemStream<Event<String>> {
    /// Server-sent events whose data is text.
    pub(super) fn text_events(source: Source) -> Self {
        Self::new(source, Frames::events(), |frame| {
            let data = String::from_utf8_lossy(&frame.data).into_owned();
            Some(Ok(frame.with(data)))
        })
    }
}

impl<T> ItemStream<T> {
    fn new(source: Source, frames: Frames, read: Read<T>) -> Self {
        let most = match &source {
            Source::Live { max_item, .. } => *max_item,
            // It is in memory altogether.
            Source::Whole(_) | Source::Ended => usize::MAX,
        };
        Self {
            source,
            frames: Box::new(frames.at_most(most)),
            read,
            is_done: false,
        }
    }
}

impl Source {
    /// The body of an answer whose head has come.
    pub(super) fn live(reading: Reading, max_item: usize) -> Self {
        let length = reading.length();
        let chunks = stream::unfold(Some(reading), |reading| async {
            let mut reading = reading?;
            let chunk = reading.chunk().await?;
            let reading = chunk.is_ok().then_some(reading);
            Some((chunk, reading))
        });
        Self::Live {
            chunks: Box::pin(chunks),
            length,
            max_item,
        }
    }

    /// How many bytes there are, where that is known.
    pub(super) fn length(&self) -> Option<u64> {
        match self {
            Self::Whole(bytes) => Some(bytes.len() as u64),
            Self::Live { length, .. } => *length,
            Self::Ended => Some(0),
        }
    }

    /// The next part of the body. After an error there is none.
    pub(super) fn poll_chunk(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>> {
        let chunk = match self {
            Self::Ended => return Poll::Ready(None),
            Self::Whole(bytes) => {
                let bytes = std::mem::take(bytes);
                *self = Self::Ended;
                return Poll::Ready(Some(Ok(bytes)));
            }
            Self::Live { chunks, .. } => ready!(chunks.as_mut().poll_next(context)),
        };
        if !matches!(chunk, Some(Ok(_))) {
            *self = Self::Ended;
        }
        Poll::Ready(chunk)
    }
}

impl Frame {
    /// Whether it says that there are no more.
    fn is_last(&self) -> bool {
        self.data.trim_ascii() == b"[DONE]"
    }

    fn with<T>(self, data: T) -> Event<T> {
        Event {
            event: self.event.unwrap_or_else(|| "message".to_owned()),
            data,
            id: self.id,
            retry: self.retry,
        }
    }
}

fn read_text<T: DeserializeOwned>(text: &[u8]) -> Result<T, StreamError> {
    read_json(text).map_err(|error| item_error(error, text))
}

fn item_error(error: DecodeError, text: &[u8]) -> StreamError {
    let raw = Raw::kept(Bytes::copy_from_slice(text));
    StreamError::Decode(Box::new(ItemError { error, raw }))
}

/// Reads an event as an object. Its data is text, unless the type wants what the text says as JSON.
fn read_event<T: DeserializeOwned>(frame: Frame) -> Result<T, StreamError> {
    let text = frame.data.clone();
    let event = frame.with(());
    let mut members = serde_json::Map::new();
    members.insert("event".to_owned(), event.event.into());
    members.extend(event.id.map(|id| ("id".to_owned(), id.into())));
    if let Some(milliseconds) = event
        .retry
        .and_then(|retry| u64::try_from(retry.as_millis()).ok())
    {
        members.insert("retry".to_owned(), milliseconds.into());
    }
    let mut read = |data: Value| {
        members.insert("data".to_owned(), data);
        let written = serde_json::to_vec(&members).unwrap_or_default();
        read_json(&written)
    };
    let parsed = serde_json::from_slice::<Value>(&text).ok();
    let as_json = parsed.map(&mut read);
    let result = match as_json {
        Some(Ok(event)) => return Ok(event),
        Some(Err(error)) => read(String::from_utf8_lossy(&text).into()).map_err(|_| error),
        None => read(String::from_utf8_lossy(&text).into()),
    };
    result.map_err(|error| item_error(error, &text))
}

// Nothing in it is pinned: items are handed out by value.
impl<T> Unpin for ItemStream<T> {}

impl<T> Stream for ItemStream<T> {
    type Item = Result<T, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_item(context)
    }
}

impl<T> fmt::Debug for ItemStream<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("ItemStream").finish_non_exhaustive()
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Whole(_) => "Whole",
            Self::Live { .. } => "Live",
            Self::Ended => "Ended",
        })
    }
}

impl fmt::Display for StreamError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Transport(error) => write!(formatter, "{error}"),
            Self::Decode(item) => {
                write!(formatter, "an item cannot be read: {}", item.error)
            }
            Self::TooLong(most) => write!(
                formatter,
                "an item has more than the {most} bytes that `ClientBuilder::max_item` admits"
            ),
        }
    }
}

impl StdError for StreamError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Transport(error) => error.source(),
            Self::Decode(item) => Some(&item.error),
            Self::TooLong(_) => None,
        }
    }
}
