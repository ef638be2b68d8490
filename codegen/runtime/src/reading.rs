//! The body of an answer that is being read.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http_body::Body as _;

use super::body::{Body, Collected};
use super::call::OperationInfo;
use super::clock::{Clock, Elapsed, within};
use super::failure::{Phase, TransportError};
use super::progress::Progress;
use super::transport::{TransportErrorKind, TransportFailure};

/// The body of an answer, with all that limits it.
pub(super) struct Reading {
    body: Body,
    info: &'static OperationInfo,
    attempts: u32,
    /// How many bytes have come, and how many there are, where that is known.
    received: u64,
    length: Option<u64>,
    /// Who wants to know that.
    pub(super) progress: Option<Progress>,
    /// How long to wait for each chunk.
    pub(super) read_timeout: Option<Duration>,
    /// When all has to be there.
    pub(super) deadline: Option<Instant>,
    pub(super) clock: Option<Arc<dyn Clock>>,
}

impl Reading {
    pub(super) fn new(body: Body, info: &'static OperationInfo, attempts: u32) -> Self {
        Self {
            length: body.size_hint().exact(),
            body,
            info,
            attempts,
            received: 0,
            progress: None,
            read_timeout: None,
            deadline: None,
            clock: None,
        }
    }

    /// How many bytes there are, where that is known.
    pub(super) fn length(&self) -> Option<u64> {
        self.length
    }

    /// The next chunk; nothing at the end.
    pub(super) async fn chunk(&mut self) -> Option<Result<Bytes, TransportError>> {
        let clock = self.clock.as_deref();
        let left = clock
            .zip(self.deadline)
            .map(|(clock, deadline)| deadline.saturating_duration_since(clock.now()));
        let limit = match (self.read_timeout, left) {
            (Some(timeout), Some(left)) => Some(timeout.min(left)),
            (timeout, left) => timeout.or(left),
        };
        let failure = match within(clock, limit, self.body.chunk()).await {
            Ok(chunk) => match chunk? {
                Ok(chunk) => {
                    self.received += chunk.len() as u64;
                    if let Some(progress) = &self.progress {
                        progress(self.received, self.length);
                    }
                    return Some(Ok(chunk));
                }
                Err(error) => TransportFailure::new(TransportErrorKind::Other, error),
            },
            Err(Elapsed) => TransportFailure::of(TransportErrorKind::Timeout),
        };
        Some(Err(self.failed(failure)))
    }

    /// The whole body, as long as it is not larger than a setting admits.
    pub(super) async fn whole(
        &mut self,
        most: u64,
        setting: &'static str,
    ) -> Result<Bytes, TransportError> {
        let expected = self.body.size_hint().lower();
        let mut collected = Collected::default();
        let mut is_too_large = expected > most;
        while !is_too_large {
            match self.chunk().await {
                None => return Ok(collected.into_bytes()),
                Some(chunk) => collected.push(chunk?, usize::try_from(expected).unwrap_or(0)),
            }
            is_too_large = collected.len() as u64 > most;
        }
        let failure = too_large(self.length, most, setting);
        Err(self.failed(failure))
    }

    #[cold]
    fn failed(&self, failure: TransportFailure) -> TransportError {
        TransportError::new(self.info, Phase::Reading, failure, self.attempts)
    }
}

/// The failure of an answer that is larger than a setting admits; `length` is how long it is, as far as
/// is known.
pub(super) fn too_large(length: Option<u64>, most: u64, setting: &'static str) -> TransportFailure {
    let error = TooLarge {
        length,
        most,
        setting,
    };
    TransportFailure::new(TransportErrorKind::TooLarge, error)
}

/// An answer that is larger than a setting admits, in bytes.
#[derive(Debug)]
struct TooLarge {
    length: Option<u64>,
    most: u64,
    setting: &'static str,
}

impl fmt::Display for TooLarge {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { most, setting, .. } = self;
        match self.length {
            Some(length) => write!(formatter, "it has {length} bytes")?,
            None => write!(formatter, "it has more than {most} bytes")?,
        }
        write!(formatter, ", and `{setting}` admits {most}")
    }
}

impl std::error::Error for TooLarge {}
