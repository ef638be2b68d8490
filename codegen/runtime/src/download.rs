//! Answers that are read chunk by chunk, whatever they hold.

#[cfg(not(target_arch = "wasm32"))]
use std::error::Error as StdError;
use std::fmt;
use std::future::poll_fn;
#[cfg(not(target_arch = "wasm32"))]
use std::io;
#[cfg(not(target_arch = "wasm32"))]
use std::path::PathBuf;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_util::stream::Stream;
use http::StatusCode;
use http::header::HeaderMap;

use super::answer::{Answer, request_id};
use super::body::Collected;
use super::call::{Call, Operation, OperationInfo, read};
use super::error::Error;
use super::failure::{Phase, TransportError};
#[cfg(not(target_arch = "wasm32"))]
use super::fs::Writing;
use super::reading::too_large;
use super::request::Want;
use super::send;
use super::stream::Source;
#[cfg(not(target_arch = "wasm32"))]
use super::task::blocking;

/// A successful answer whose body is read as it comes: a stream of its bytes, of which no more is held
/// than a chunk.
///
/// It is made by [`Call::download`].
#[must_use = "the answer is read when the stream is polled"]
pub struct Download {
    info: &'static OperationInfo,
    status: StatusCode,
    headers: HeaderMap,
    attempts: u32,
    source: Source,
    length: Option<u64>,
    received: u64,
}

impl<O: Operation> Call<'_, O> {
    /// Sends the call and gives its answer as a stream of bytes, which is not held in memory.
    ///
    /// The answer's status is read as ever, and one that is no success is the error that
    /// [`send`](Self::send) gives. The call is sent again, where it may be, until the head of an answer
    /// is there, and no more after that. The client's time limit for a whole call ends with the head as
    /// well; [`timeout`](Self::timeout) of this call holds to the last byte, and
    /// [`read_timeout`](Self::read_timeout) for each chunk.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn download(mut self) -> Result<Download, Error<O::Error>> {
        self.request.want = Want::Body;
        let (client, request) = self.into_parts();
        let sent = send::send(client, &O::INFO, request).await;
        let mut answer = sent.map_err(Error::from_unanswered)?;
        if answer.status_code().is_success() {
            return Ok(Download::new(&O::INFO, &mut answer));
        }
        // Some operations are there for a redirect; all else is an error.
        let body = answer.bytes();
        let response = read::<O>(&mut answer)?;
        Ok(Download {
            info: &O::INFO,
            status: response.status(),
            headers: response.headers().clone(),
            attempts: response.attempts(),
            length: Some(body.len() as u64),
            source: Source::Whole(body),
            received: 0,
        })
    }
}

impl Download {
    fn new(info: &'static OperationInfo, answer: &mut Answer) -> Self {
        let source = answer.take_source();
        Self {
            info,
            status: answer.status_code(),
            headers: answer.take_headers(),
            attempts: answer.attempts(),
            length: source.length(),
            source,
            received: 0,
        }
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

    /// How often the request was sent.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// How many bytes the body has, where the server says so.
    #[must_use]
    pub fn content_length(&self) -> Option<u64> {
        self.length
    }

    /// How many bytes have come so far.
    #[must_use]
    pub fn received(&self) -> u64 {
        self.received
    }

    /// The next chunk, or `None` after the last one.
    ///
    /// # Errors
    ///
    /// The answer broke off, or time ran out. The call after an error gives `None`.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, TransportError> {
        let next = poll_fn(|context| Pin::new(&mut *self).poll_next(context));
        next.await.transpose()
    }

    /// What is left of the body, in memory; `most` is how many bytes that may be.
    ///
    /// # Errors
    ///
    /// Those of [`chunk`](Self::chunk); the body is larger.
    pub async fn into_bytes(mut self, most: u64) -> Result<Bytes, TransportError> {
        let (info, attempts, length) = (self.info, self.attempts, self.length);
        let too_large = || {
            let failure = too_large(length, most, "Download::into_bytes");
            TransportError::new(info, Phase::Reading, failure, attempts)
        };
        let expected = length.map_or(0, |length| length.saturating_sub(self.received));
        if expected > most {
            return Err(too_large());
        }
        let mut collected = Collected::default();
        while let Some(chunk) = self.chunk().await? {
            collected.push(chunk, usize::try_from(expected).unwrap_or(0));
            if collected.len() as u64 > most {
                return Err(too_large());
            }
        }
        Ok(collected.into_bytes())
    }

    /// Writes what is left of the body to a file, in the place of one that is there. It has its name
    /// when it is whole; until then it lies beside it under another one, and goes when something fails.
    /// Gives how many bytes were written.
    ///
    /// # Errors
    ///
    /// See [`SaveError`].
    #[cfg(not(target_arch = "wasm32"))]
    pub async fn save_to(mut self, path: impl Into<PathBuf>) -> Result<u64, SaveError> {
        let path = path.into();
        let fault = |error| SaveError::File(path.clone(), error);
        let (begin, mut written) = (path.clone(), 0);
        let mut file = done(blocking(move || Writing::begin(begin)).await).map_err(fault)?;
        while let Some(chunk) = self.chunk().await.map_err(SaveError::Transport)? {
            written += chunk.len() as u64;
            file = done(blocking(move || file.write(&chunk)).await).map_err(fault)?;
        }
        done(blocking(move || file.finish()).await).map_err(fault)?;
        Ok(written)
    }
}

/// What came of work on another thread.
#[cfg(not(target_arch = "wasm32"))]
fn done<T>(work: io::Result<io::Result<T>>) -> io::Result<T> {
    work.and_then(|done| done)
}

impl Stream for Download {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let chunk = self.source.poll_chunk(context);
        if let Poll::Ready(Some(Ok(chunk))) = &chunk {
            self.received += chunk.len() as u64;
        }
        chunk
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Download")
            .field("status", &self.status)
            .field("content_length", &self.length)
            .field("received", &self.received)
            .finish_non_exhaustive()
    }
}

/// Why an answer could not be written to a file.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Debug)]
#[non_exhaustive]
pub enum SaveError {
    /// The answer could not be read to its end.
    Transport(TransportError),
    /// The file at this path could not be written.
    File(PathBuf, io::Error),
}

#[cfg(not(target_arch = "wasm32"))]
impl fmt::Display for SaveError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Transport(error) => error.fmt(formatter),
            Self::File(path, _) => {
                write!(formatter, "the file `{}` cannot be written", path.display())
            }
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl StdError for SaveError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Transport(error) => error.source(),
            Self::File(_, error) => Some(error),
        }
    }
}
