//! Bytes that a call sends, wherever they come from.

use std::fmt;
#[cfg(not(target_arch = "wasm32"))]
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use futures_util::stream::Stream;

use super::body::Body;
use super::failure::InvalidRequest;
#[cfg(not(target_arch = "wasm32"))]
use super::fs;
use super::task::BoxError;

/// Bytes that a call sends: in memory, in a file, or from a stream. It is made of everything that
/// turns into [`Bytes`].
///
/// What is not in memory is read while it is sent, and holds no more memory than a chunk. It is sent
/// with its length where that is known, and in chunks otherwise (RFC 9112, section 7.1). The limit of
/// a whole call, 60 seconds unless set, includes the sending: see [`Call::timeout`](super::Call::timeout).
/// A redirect that wants the body once more (307 and 308) is an answer as any other.
///
/// ```text
/// client.put_object("key", Upload::from_path("backup.tar")).await?;
/// ```
///
/// Clones of a stream share it: it can be sent once, by the first of them, and sending another one is
/// an error. Two uploads are equal that have the same bytes in memory, the same path or the same
/// stream.
#[derive(Clone)]
pub struct Upload(Source);

/// As small as bytes alone, since the types of many a document hold one.
#[derive(Clone)]
enum Source {
    Whole(Bytes),
    Live(Arc<Live>),
}

enum Live {
    /// A stream, until it is sent, and how long it is.
    Once(Mutex<Option<Body>>, Option<u64>),
    /// What makes a body for each attempt.
    Anew(Box<dyn Fn() -> Body + Send + Sync>),
    /// A file, which is opened for each attempt.
    #[cfg(not(target_arch = "wasm32"))]
    Path(PathBuf),
}

impl Upload {
    /// The chunks of a stream; `length` is how many bytes there are, where that is known. A stream that
    /// has more or fewer is an error.
    ///
    /// It can be sent once, so the call is never sent again by itself. A browser cannot send it.
    pub fn from_stream<S, E>(chunks: S, length: Option<u64>) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + Send + 'static,
        E: Into<BoxError>,
    {
        let body = Body::from_stream(chunks, length);
        Self::live(Live::Once(Mutex::new(Some(body)), length))
    }

    /// What this function makes, once for each attempt: a call that sends it may be sent again.
    pub fn from_fn(make: impl Fn() -> Body + Send + Sync + 'static) -> Self {
        Self::live(Live::Anew(Box::new(make)))
    }

    /// A file, which is opened for each attempt and read on a thread for such work. A call that sends
    /// it may be sent again.
    ///
    /// A file that cannot be read, or that changes while it is sent, fails the call with an error that
    /// names it.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn from_path(path: impl Into<PathBuf>) -> Self {
        Self::live(Live::Path(path.into()))
    }

    fn live(live: Live) -> Self {
        Self(Source::Live(Arc::new(live)))
    }

    /// The bytes, where they are in memory.
    #[must_use]
    pub fn as_bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            Source::Whole(bytes) => Some(bytes),
            Source::Live(_) => None,
        }
    }

    /// How many bytes there are, where that is known before it is sent. The length of a file is not.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        match &self.0 {
            Source::Whole(bytes) => Some(bytes.len() as u64),
            Source::Live(live) => match **live {
                Live::Once(_, length) => length,
                _ => None,
            },
        }
    }

    /// Whether it can be sent again.
    pub(super) fn is_repeatable(&self) -> bool {
        match &self.0 {
            Source::Whole(_) => true,
            Source::Live(live) => !matches!(**live, Live::Once(..)),
        }
    }

    /// Whether opening it may block.
    pub(super) fn is_file(&self) -> bool {
        #[cfg(not(target_arch = "wasm32"))]
        if let Source::Live(live) = &self.0 {
            return matches!(**live, Live::Path(_));
        }
        false
    }

    /// The body of an attempt.
    ///
    /// # Errors
    ///
    /// It was sent before, and can be sent only once; there is no such file.
    pub(super) fn open(&self) -> Result<Body, InvalidRequest> {
        let live = match &self.0 {
            Source::Whole(bytes) => return Ok(Body::from(bytes.clone())),
            Source::Live(live) => live,
        };
        match &**live {
            Live::Once(body, _) => {
                let taken = body.lock().ok().and_then(|mut body| body.take());
                taken
                    .ok_or_else(|| InvalidRequest::new("the body is a stream that was sent before"))
            }
            Live::Anew(make) => Ok(make()),
            #[cfg(not(target_arch = "wasm32"))]
            Live::Path(path) => fs::open(path).map_err(InvalidRequest::from),
        }
    }
}

/// Nothing.
impl Default for Upload {
    fn default() -> Self {
        Self(Source::Whole(Bytes::new()))
    }
}

impl<T: Into<Bytes>> From<T> for Upload {
    fn from(bytes: T) -> Self {
        Self(Source::Whole(bytes.into()))
    }
}

impl PartialEq for Upload {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Source::Whole(one), Source::Whole(other)) => one == other,
            (Source::Live(one), Source::Live(other)) => {
                Arc::ptr_eq(one, other) || one.path().is_some_and(|path| other.path() == Some(path))
            }
            _ => false,
        }
    }
}

impl Eq for Upload {}

impl Live {
    #[cfg(not(target_arch = "wasm32"))]
    fn path(&self) -> Option<&std::path::Path> {
        match self {
            Self::Path(path) => Some(path),
            Self::Once(..) | Self::Anew(_) => None,
        }
    }

    /// There are no files.
    #[cfg(target_arch = "wasm32")]
    fn path(&self) -> Option<&std::path::Path> {
        None
    }
}

/// Shows where it comes from and how long it is, and nothing of what it holds.
impl fmt::Debug for Upload {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = formatter.debug_struct("Upload");
        if let Source::Live(live) = &self.0
            && let Some(path) = live.path()
        {
            return shown.field("path", &path).finish();
        }
        match self.length() {
            Some(length) => shown.field("length", &length).finish(),
            None => shown.finish_non_exhaustive(),
        }
    }
}
