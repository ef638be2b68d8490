//! What goes wrong before there is an answer.

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;

use super::call::OperationInfo;
use super::task::BoxError;
use super::token::TokenError;
use super::transport::{TransportErrorKind, TransportFailure};

/// A request that cannot be sent as it is; nothing was sent.
///
/// Its `Display` names the operation and the parameter.
#[derive(Clone, Debug)]
pub struct InvalidRequest {
    operation: Option<&'static str>,
    message: String,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

impl InvalidRequest {
    #[cold]
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self {
            operation: None,
            message: message.into(),
            source: None,
        }
    }

    #[cold]
    pub(super) fn caused_by(
        message: impl Into<String>,
        source: impl StdError + Send + Sync + 'static,
    ) -> Self {
        Self {
            operation: None,
            message: message.into(),
            source: Some(Arc::new(source)),
        }
    }

    /// A hook did not want it to be sent.
    #[cold]
    pub(super) fn refused(error: BoxError) -> Self {
        Self {
            operation: None,
            message: format!("a hook refused it: {error}"),
            source: Some(Arc::from(error)),
        }
    }

    #[cold]
    pub(super) fn of(mut self, info: &OperationInfo) -> Self {
        self.operation = Some(info.id);
        self
    }

    /// The operation that was called.
    #[must_use]
    pub fn operation(&self) -> Option<&'static str> {
        self.operation
    }
}

impl fmt::Display for InvalidRequest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(operation) = self.operation {
            write!(formatter, "{operation}: ")?;
        }
        write!(formatter, "invalid request: {}", self.message)
    }
}

impl StdError for InvalidRequest {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.source {
            Some(source) => Some(source.as_ref()),
            None => None,
        }
    }
}

/// No answer, or none that could be read to its end.
///
/// It never shows the request's URL, whose query may hold a key.
#[derive(Debug)]
pub struct TransportError(Box<Failed>);

#[derive(Debug)]
struct Failed {
    info: &'static OperationInfo,
    phase: Phase,
    failure: TransportFailure,
    attempts: u32,
}

/// How far a request came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// The answer has not begun.
    Sending,
    /// The answer's body has not ended.
    Reading,
}

impl TransportError {
    #[cold]
    pub(super) fn new(
        info: &'static OperationInfo,
        phase: Phase,
        failure: TransportFailure,
        attempts: u32,
    ) -> Self {
        Self(Box::new(Failed {
            info,
            phase,
            failure,
            attempts,
        }))
    }

    /// What kept the answer from coming.
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.0.failure.kind
    }

    /// How often the request was sent.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// The operation that was called.
    #[must_use]
    pub fn operation(&self) -> &'static str {
        self.0.info.id
    }

    /// Whether there was no connection, so that the server has not seen the request.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        self.kind().is_connect()
    }

    /// Whether time ran out, connecting or later.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.kind().is_timeout()
    }

    /// Whether the answer began and could not be read to its end.
    #[must_use]
    pub fn is_body(&self) -> bool {
        self.0.phase == Phase::Reading
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let OperationInfo {
            id, method, path, ..
        } = *self.0.info;
        let what = match (self.kind(), self.0.phase) {
            (TransportErrorKind::ConnectTimeout, _) => "connecting timed out",
            (TransportErrorKind::Connect, _) => "cannot connect",
            (TransportErrorKind::Refused, _) => "the server refused the request unseen",
            (TransportErrorKind::Timeout, Phase::Sending) => "timed out waiting for the answer",
            (TransportErrorKind::Timeout, Phase::Reading) => "timed out reading the answer",
            (TransportErrorKind::Redirect, _) => "too many redirects",
            (TransportErrorKind::Upload, _) => "the body cannot be sent",
            (TransportErrorKind::TooLarge, _) => "the answer is too large",
            (TransportErrorKind::Other, Phase::Sending) => {
                "the connection failed before the answer"
            }
            (TransportErrorKind::Other, Phase::Reading) => {
                "the connection failed within the answer"
            }
        };
        write!(formatter, "{id}: {method} {path}: {what}")?;
        // What failed is not the connection: it says what to do.
        if let (TransportErrorKind::Upload | TransportErrorKind::TooLarge, Some(error)) =
            (self.kind(), &self.0.failure.source)
        {
            write!(formatter, ": {error}")?;
        }
        match self.0.attempts {
            0 | 1 => Ok(()),
            attempts => write!(formatter, " ({attempts} attempts)"),
        }
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        // It shows as its kind, so what comes next is its own source.
        match (self.kind(), self.0.failure.source()) {
            (TransportErrorKind::Upload | TransportErrorKind::TooLarge, Some(shown)) => {
                shown.source()
            }
            (_, source) => source,
        }
    }
}

/// Why there is no answer.
#[derive(Debug)]
pub(super) enum Unanswered {
    Invalid(InvalidRequest),
    Token(TokenError),
    Transport(TransportError),
}
