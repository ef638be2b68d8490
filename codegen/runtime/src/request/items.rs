//! Bodies of items: JSON lines and JSON text sequences.

use std::fmt;

use bytes::Bytes;
use futures_util::stream::{Stream, StreamExt as _};
use serde::Serialize;

use super::super::failure::InvalidRequest;
use super::super::task::BoxError;
use super::super::upload::Upload;
use super::Request;

/// Where the items of a body come from: everything that can be iterated over, which is written before
/// it is sent, or a stream, as [`Streamed`], whose items are written when it is their turn.
pub trait ItemSource: Sized {
    /// What is sent.
    type Item: Serialize;

    #[doc(hidden)]
    fn write(self, writer: ItemWriter<'_>);
}

/// A stream of the items of a body. The call is never sent again by itself, and a browser cannot send
/// it.
///
/// ```text
/// client.import_records(Streamed(records)).await?;
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Streamed<S>(pub S);

/// The body that items are written to.
pub struct ItemWriter<'r> {
    request: &'r mut Request,
    media_type: &'static str,
    /// What stands before each item.
    before: &'static str,
}

impl Request {
    /// A body of JSON values, a line for each.
    pub(crate) fn lines(&mut self, media_type: &'static str, items: impl ItemSource) {
        items.write(ItemWriter {
            request: self,
            media_type,
            before: "",
        });
    }

    /// A JSON text sequence (RFC 7464).
    pub(crate) fn sequence(&mut self, media_type: &'static str, items: impl ItemSource) {
        items.write(ItemWriter {
            request: self,
            media_type,
            before: "\u{1e}",
        });
    }
}

const NOT_WRITTEN: &str = "an item of the body cannot be written as JSON";

impl<I> ItemSource for I
where
    I: IntoIterator,
    I::Item: Serialize,
{
    type Item = I::Item;

    fn write(self, writer: ItemWriter<'_>) {
        let request = writer.request;
        let mut body = Vec::new();
        for item in self {
            if let Err(error) = request.noting(|| add(&mut body, writer.before, &item)) {
                return request.fail(InvalidRequest::caused_by(NOT_WRITTEN, error));
            }
        }
        request.bytes(writer.media_type, body);
    }
}

impl<S> ItemSource for Streamed<S>
where
    S: Stream + Send + 'static,
    S::Item: Serialize,
{
    type Item = S::Item;

    fn write(self, writer: ItemWriter<'_>) {
        let before = writer.before;
        let chunks = self.0.map(move |item| {
            let mut line = Vec::new();
            match add(&mut line, before, &item) {
                Ok(()) => Ok(Bytes::from(line)),
                Err(error) => Err(BoxError::from(format!("{NOT_WRITTEN}: {error}"))),
            }
        });
        let body = Upload::from_stream(chunks, None);
        writer.request.bytes(writer.media_type, body);
    }
}

fn add<T: Serialize>(body: &mut Vec<u8>, before: &str, item: &T) -> serde_json::Result<()> {
    body.extend_from_slice(before.as_bytes());
    serde_json::to_writer(&mut *body, item)?;
    body.push(b'\n');
    Ok(())
}

impl fmt::Debug for ItemWriter<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("ItemWriter").finish_non_exhaustive()
    }
}
