//! What a call sends as its body: pieces, one after the other, as often as the call is sent.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body as _, Frame, SizeHint};

use super::body::Body;
use super::failure::InvalidRequest;
use super::task::BoxError;
use super::upload::Upload;

/// The pieces of a body: one, unless it is of several parts.
#[derive(Clone)]
pub(super) struct Content(Vec<Upload>);

impl Content {
    pub(super) fn new(pieces: Vec<Upload>) -> Self {
        Self(pieces)
    }

    /// Whether it can be sent again.
    pub(super) fn is_repeatable(&self) -> bool {
        self.0.iter().all(Upload::is_repeatable)
    }

    /// The bytes, where there are such before it is sent.
    pub(super) fn as_bytes(&self) -> Option<&Bytes> {
        match self.0.as_slice() {
            [piece] => piece.as_bytes(),
            _ => None,
        }
    }

    /// The body of an attempt. It may block when there are files.
    ///
    /// # Errors
    ///
    /// A stream was sent before; a file cannot be read.
    pub(super) fn open(&self) -> Result<Body, InvalidRequest> {
        if let [piece] = self.0.as_slice() {
            return piece.open();
        }
        let mut bodies = Vec::with_capacity(self.0.len());
        for piece in &self.0 {
            bodies.push(piece.open()?);
        }
        bodies.reverse();
        Ok(Body::from_http(Chain(bodies)))
    }

    /// The same without blocking the runtime's thread.
    ///
    /// # Errors
    ///
    /// Those of [`open`](Self::open).
    pub(super) async fn open_off_thread(&self) -> Result<Body, InvalidRequest> {
        #[cfg(not(target_arch = "wasm32"))]
        if self.0.iter().any(Upload::is_file) {
            let content = self.clone();
            let opened = super::task::blocking(move || content.open()).await;
            let failed =
                |error| InvalidRequest::caused_by("the files of the body cannot be read", error);
            return opened.map_err(failed)?;
        }
        self.open()
    }

    /// A body that says what would be sent, and leaves streams and files alone.
    pub(super) fn shown(&self) -> Body {
        match self.as_bytes() {
            Some(bytes) => Body::from(bytes.clone()),
            None => Body::from_stream(
                futures_util::stream::empty::<Result<Bytes, BoxError>>(),
                None,
            ),
        }
    }
}

/// Bodies one after the other; the first is the last of the list.
struct Chain(Vec<Body>);

impl http_body::Body for Chain {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        while let Some(body) = self.0.last_mut() {
            match Pin::new(body).poll_frame(context) {
                Poll::Ready(None) => {
                    self.0.pop();
                }
                // Trailers of a piece are none of the whole.
                Poll::Ready(Some(Ok(frame))) if !frame.is_data() => {}
                other => return other,
            }
        }
        Poll::Ready(None)
    }

    fn size_hint(&self) -> SizeHint {
        let exact = self
            .0
            .iter()
            .map(|body| body.size_hint().exact())
            .try_fold(0_u64, |sum, length| sum.checked_add(length?));
        exact.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}
