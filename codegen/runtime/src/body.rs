//! Bodies of requests and answers, as a transport sees them.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use futures_util::stream::{Stream, StreamExt as _};
use http_body::{Frame, SizeHint};

use super::task::BoxError;

/// The body of a request or an answer: bytes, or a stream of them.
///
/// It is an [`http_body::Body`], so that any HTTP library can send or read it.
pub struct Body(Inner);

enum Inner {
    Whole(Bytes),
    /// What reqwest gives, in no box of our own.
    #[cfg(not(target_arch = "wasm32"))]
    Reqwest(reqwest::Body),
    Live(Pin<Box<dyn http_body::Body<Data = Bytes, Error = BoxError> + Send>>),
}

impl Body {
    /// A body that comes chunk by chunk; `length` is how many bytes it has, where that is known. One
    /// that turns out to have more or fewer ends in an error.
    pub fn from_stream<S, E>(chunks: S, length: Option<u64>) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + Send + 'static,
        E: Into<BoxError>,
    {
        let chunks = Box::pin(chunks.map(|chunk| chunk.map_err(Into::into)));
        Self(Inner::Live(Box::pin(Chunks { chunks, length })))
    }

    /// The body of another HTTP library.
    pub fn from_http<B>(body: B) -> Self
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<BoxError>,
    {
        Self(Inner::Live(Box::pin(Converted(Box::pin(body)))))
    }

    #[cfg(not(target_arch = "wasm32"))]
    pub(super) fn from_reqwest(body: reqwest::Body) -> Self {
        Self(Inner::Reqwest(body))
    }

    /// The whole body, where it is not a stream.
    #[must_use]
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            Inner::Whole(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// The next chunk; nothing at the end. Trailers are skipped.
    pub(super) fn chunk(
        &mut self,
    ) -> impl Future<Output = Option<Result<Bytes, BoxError>>> + Unpin {
        poll_fn(|context| {
            loop {
                let frame = ready!(Pin::new(&mut *self).poll_frame_of(context));
                match frame.map(|frame| frame.map(Frame::into_data)) {
                    None => return Poll::Ready(None),
                    Some(Ok(Ok(chunk))) => return Poll::Ready(Some(Ok(chunk))),
                    Some(Ok(Err(_trailers))) => {}
                    Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                }
            }
        })
    }

    fn poll_frame_of(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        http_body::Body::poll_frame(self, context)
    }
}

impl Default for Body {
    fn default() -> Self {
        Self(Inner::Whole(Bytes::new()))
    }
}

impl<T: Into<Bytes>> From<T> for Body {
    fn from(bytes: T) -> Self {
        Self(Inner::Whole(bytes.into()))
    }
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        match &mut self.0 {
            Inner::Whole(bytes) if bytes.is_empty() => Poll::Ready(None),
            Inner::Whole(bytes) => Poll::Ready(Some(Ok(Frame::data(std::mem::take(bytes))))),
            #[cfg(not(target_arch = "wasm32"))]
            Inner::Reqwest(body) => {
                let frame = Pin::new(body).poll_frame(context);
                frame.map(|frame| frame.map(|frame| frame.map_err(Into::into)))
            }
            Inner::Live(body) => body.as_mut().poll_frame(context),
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.0 {
            Inner::Whole(bytes) => bytes.is_empty(),
            #[cfg(not(target_arch = "wasm32"))]
            Inner::Reqwest(body) => body.is_end_stream(),
            Inner::Live(body) => body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Inner::Whole(bytes) => SizeHint::with_exact(bytes.len() as u64),
            #[cfg(not(target_arch = "wasm32"))]
            Inner::Reqwest(body) => body.size_hint(),
            Inner::Live(body) => body.size_hint(),
        }
    }
}

/// Shows how long it is, and nothing of what it holds.
impl fmt::Debug for Body {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let length = http_body::Body::size_hint(self).exact();
        formatter
            .debug_struct("Body")
            .field("length", &length)
            .finish_non_exhaustive()
    }
}

/// A stream as a body.
struct Chunks<S> {
    chunks: Pin<Box<S>>,
    /// How many bytes are left, where that is known.
    length: Option<u64>,
}

impl<S: Stream<Item = Result<Bytes, BoxError>>> http_body::Body for Chunks<S> {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let Poll::Ready(chunk) = self.chunks.as_mut().poll_next(context) else {
            return Poll::Pending;
        };
        if let Some(left) = self.length {
            let length = match &chunk {
                Some(Ok(chunk)) => chunk.len() as u64,
                Some(Err(_)) => 0,
                None if left > 0 => {
                    self.length = Some(0);
                    let fault = format!("a body ended {left} bytes before its length");
                    return Poll::Ready(Some(Err(fault.into())));
                }
                None => 0,
            };
            let Some(rest) = left.checked_sub(length) else {
                return Poll::Ready(Some(Err("a body is longer than its length".into())));
            };
            self.length = Some(rest);
        }
        Poll::Ready(chunk.map(|chunk| chunk.map(Frame::data)))
    }

    fn size_hint(&self) -> SizeHint {
        self.length
            .map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

/// A body whose errors are boxed.
struct Converted<B>(Pin<Box<B>>);

impl<B> http_body::Body for Converted<B>
where
    B: http_body::Body<Data = Bytes>,
    B::Error: Into<BoxError>,
{
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let frame = self.0.as_mut().poll_frame(context);
        frame.map(|frame| frame.map(|frame| frame.map_err(Into::into)))
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.0.size_hint()
    }
}

/// The chunks of a body, put together.
#[derive(Default)]
pub(super) struct Collected {
    first: Bytes,
    rest: BytesMut,
}

impl Collected {
    /// How many bytes there are.
    pub(super) fn len(&self) -> usize {
        self.first.len() + self.rest.len()
    }

    /// Adds a chunk. A body of one chunk is never copied; `expected` is how long the whole will be,
    /// as far as is known.
    pub(super) fn push(&mut self, chunk: Bytes, expected: usize) {
        if self.first.is_empty() && self.rest.is_empty() {
            self.first = chunk;
            return;
        }
        if self.rest.is_empty() {
            self.rest
                .reserve(expected.max(self.first.len() + chunk.len()));
            self.rest
                .extend_from_slice(&std::mem::take(&mut self.first));
        }
        self.rest.extend_from_slice(&chunk);
    }

    /// The whole.
    pub(super) fn into_bytes(self) -> Bytes {
        if self.rest.is_empty() {
            self.first
        } else {
            self.rest.freeze()
        }
    }
}
