//! Items of an answer that is read item by item, as a list.

use std::time::Duration;

use bytes::Bytes;
use futures_util::FutureExt as _;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::super::stream::{Event, ItemStream, Source, StreamError};

impl<T> Event<T> {
    /// An event that holds this, of the kind `message`.
    pub fn new(data: T) -> Self {
        Self {
            event: MESSAGE.to_owned(),
            data,
            id: None,
            retry: None,
        }
    }
}

const MESSAGE: &str = "message";

/// A stream of these items, for an answer of the mock.
impl<T: Serialize + DeserializeOwned> From<Vec<T>> for ItemStream<T> {
    fn from(items: Vec<T>) -> Self {
        let lines = items.iter().map(|item| json(item) + "\n");
        Self::lines(whole(lines.collect()))
    }
}

/// A stream of these events, for an answer of the mock.
impl<T: Serialize + DeserializeOwned> From<Vec<Event<T>>> for ItemStream<Event<T>> {
    fn from(events: Vec<Event<T>>) -> Self {
        let events = events
            .into_iter()
            .map(|event| frame(event, |data| json(data)));
        Self::events(whole(events.collect()))
    }
}

fn whole(text: String) -> Source {
    Source::Whole(Bytes::from(text))
}

/// A value as JSON; what cannot be written is read as what is wrong with it.
fn json<T: Serialize + ?Sized>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_else(|error| format!("{error}"))
}

/// All items of a stream that a list was made into.
fn items<T>(mut stream: ItemStream<T>) -> Result<Vec<T>, String> {
    let mut items = Vec::new();
    loop {
        match stream.try_next().now_or_never() {
            Some(Ok(Some(item))) => items.push(item),
            Some(Ok(None)) => return Ok(items),
            Some(Err(StreamError::Decode(item))) => {
                return Err(format!("an item cannot be read: {}", item.error));
            }
            Some(Err(error @ StreamError::TooLong(_))) => return Err(error.to_string()),
            Some(Err(StreamError::Transport(_))) | None => {
                return Err(
                    "the items are those of another answer that has not come yet".to_owned(),
                );
            }
        }
    }
}

/// JSON values, each after one text and before another.
pub(super) fn values<T: Serialize>(
    stream: ItemStream<T>,
    before: &str,
    after: &str,
) -> Result<String, String> {
    let written = items(stream)?;
    let written = written
        .iter()
        .map(|item| format!("{before}{}{after}", json(item)));
    Ok(written.collect())
}

/// Server-sent events whose data is JSON.
pub(super) fn events<T: Serialize>(stream: ItemStream<Event<T>>) -> Result<String, String> {
    let events = items(stream)?.into_iter();
    Ok(events
        .map(|event| frame(event, |data| json(data)))
        .collect())
}

/// Server-sent events whose data is text.
pub(super) fn text_events(stream: ItemStream<Event<String>>) -> Result<String, String> {
    let events = items(stream)?.into_iter();
    Ok(events.map(|event| frame(event, String::clone)).collect())
}

/// Server-sent events that are objects of `event`, `data`, `id` and `retry`.
pub(super) fn whole_events<T: Serialize>(stream: ItemStream<T>) -> Result<String, String> {
    let mut written = String::new();
    for item in items(stream)? {
        let value = serde_json::to_value(&item).map_err(|error| error.to_string())?;
        let text = |name: &str| match value.get(name)? {
            Value::String(text) => Some(text.clone()),
            Value::Null => None,
            other => Some(other.to_string()),
        };
        let retry = value.get("retry").and_then(Value::as_u64);
        let event = Event {
            event: text("event").unwrap_or_else(|| MESSAGE.to_owned()),
            data: text("data").unwrap_or_default(),
            id: text("id"),
            retry: retry.map(Duration::from_millis),
        };
        written.push_str(&frame(event, String::clone));
    }
    Ok(written)
}

/// An event as it is sent (HTML, section 9.2).
fn frame<T>(event: Event<T>, write: impl Fn(&T) -> String) -> String {
    let mut text = String::new();
    let mut field = |name: &str, value: &str| text.push_str(&format!("{name}: {value}\n"));
    if event.event != MESSAGE {
        field("event", &event.event);
    }
    if let Some(id) = &event.id {
        field("id", id);
    }
    if let Some(retry) = event.retry {
        field("retry", &retry.as_millis().to_string());
    }
    for line in write(&event.data).split('\n') {
        field("data", line);
    }
    text.push('\n');
    text
}
