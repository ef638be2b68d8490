//! How far a body has come on its way.

use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_util::stream;
use http_body::{Body as _, Frame, SizeHint};

use super::body::Body;
use super::task::{BoxError, lock};
use super::transport::{TransportErrorKind, TransportFailure};

/// Who wants to know: is told how many bytes have passed, and how many there are, where that is known.
pub(super) type Progress = Arc<dyn Fn(u64, Option<u64>) + Send + Sync>;

/// In what pieces a body in memory is sent whose progress somebody wants to know, in bytes.
const PIECE: usize = 64 * 1024;

/// What is seen of a body while it is sent. Of a body in memory that nobody asks about, nothing.
#[derive(Clone, Default)]
pub(super) struct Watch(Option<Arc<Seen>>);

#[derive(Default)]
struct Seen {
    /// A part was taken since the last time somebody asked.
    has_moved: AtomicBool,
    /// Why there are no more parts.
    fault: Mutex<Option<BoxError>>,
}

impl Watch {
    /// Watches over the body of a request.
    pub(super) fn over(body: Body, progress: Option<&Progress>) -> (Body, Self) {
        if let Some(progress) = progress {
            progress(0, body.size_hint().exact());
        }
        let in_memory = body.as_bytes();
        if in_memory.is_some_and(|bytes| progress.is_none() || bytes.is_empty()) {
            return (body, Self::default());
        }
        // A browser takes bodies whole.
        #[cfg(target_arch = "wasm32")]
        if let (Some(bytes), Some(progress)) = (in_memory, progress) {
            progress(bytes.len() as u64, Some(bytes.len() as u64));
            return (body, Self::default());
        }
        let seen = Arc::new(Seen::default());
        let watched = Body::from_http(Watched {
            total: body.size_hint().exact(),
            body: in_pieces(body),
            sent: 0,
            progress: progress.cloned(),
            seen: Arc::clone(&seen),
        });
        (watched, Self(Some(seen)))
    }

    /// Whether a part was taken since the last time.
    pub(super) fn has_moved(&self) -> bool {
        let moved = |seen: &Arc<Seen>| seen.has_moved.swap(false, Ordering::Relaxed);
        self.0.as_ref().is_some_and(moved)
    }

    /// A transport knows only that the body failed; this says why.
    pub(super) fn explain(&self, failure: TransportFailure) -> TransportFailure {
        let fault = self.0.as_ref().and_then(|seen| lock(&seen.fault).take());
        match fault {
            Some(fault) => TransportFailure::new(TransportErrorKind::Upload, fault),
            None => failure,
        }
    }
}

/// Bytes in memory as a stream of them, which costs nothing: the pieces share them.
fn in_pieces(body: Body) -> Body {
    let Some(bytes) = body.as_bytes().cloned() else {
        return body;
    };
    let length = bytes.len();
    let pieces = (0..length).step_by(PIECE).map(move |start| {
        let end = length.min(start + PIECE);
        Ok::<_, BoxError>(bytes.slice(start..end))
    });
    Body::from_stream(stream::iter(pieces), Some(length as u64))
}

struct Watched {
    body: Body,
    sent: u64,
    total: Option<u64>,
    progress: Option<Progress>,
    seen: Arc<Seen>,
}

impl http_body::Body for Watched {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        match ready!(Pin::new(&mut self.body).poll_frame(context)) {
            None => Poll::Ready(None),
            Some(Ok(frame)) => {
                self.seen.has_moved.store(true, Ordering::Relaxed);
                self.sent += frame.data_ref().map_or(0, |data| data.len() as u64);
                if let Some(progress) = &self.progress {
                    progress(self.sent, self.total);
                }
                Poll::Ready(Some(Ok(frame)))
            }
            Some(Err(error)) => {
                let told = error.to_string();
                if let Ok(mut fault) = self.seen.fault.lock() {
                    *fault = Some(error);
                }
                Poll::Ready(Some(Err(told.into())))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
