//! What a call can end in other than success.

use std::error::Error as StdError;
use std::fmt;

use http::StatusCode;
use http::header::HeaderMap;

use super::answer::{Answer, DecodeError, request_id};
use super::call::OperationInfo;
use super::display::Raw;
use super::failure::{InvalidRequest, TransportError, Unanswered};
use super::token::TokenError;

/// Why a call failed. `E` is what the operation's documented errors hold.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error<E> {
    /// The request cannot be sent as it is; nothing was sent.
    InvalidRequest(InvalidRequest),
    /// There is no token to authenticate with: the request was not sent, or not again.
    Token(TokenError),
    /// No answer, or none that could be read to its end.
    Transport(TransportError),
    /// An error that the document describes.
    Api(Box<ApiError<E>>),
    /// An answer whose status or media type the document does not describe.
    UndocumentedStatus(Box<UndocumentedStatus>),
    /// An answer that does not hold what the document says.
    Decode(Box<DecodeFailure>),
}

/// An error that the document describes.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ApiError<E> {
    /// The operation that was called.
    pub operation: &'static str,
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// What the answer holds, by status.
    pub body: E,
    raw: Raw,
    attempts: u32,
}

/// An answer whose status or media type the document does not describe.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct UndocumentedStatus {
    /// The operation that was called.
    pub operation: &'static str,
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    raw: Raw,
    attempts: u32,
}

/// An answer that does not hold what the document says.
#[derive(Debug)]
#[non_exhaustive]
pub struct DecodeFailure {
    /// The operation that was called.
    pub operation: &'static str,
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// What is wrong, and where.
    pub error: DecodeError,
    raw: Raw,
    attempts: u32,
}

impl<E> Error<E> {
    #[cold]
    pub(super) fn from_unanswered(unanswered: Unanswered) -> Self {
        match unanswered {
            Unanswered::Invalid(error) => Self::InvalidRequest(error),
            Unanswered::Token(error) => Self::Token(error),
            Unanswered::Transport(error) => Self::Transport(error),
        }
    }

    #[cold]
    pub(super) fn api(info: &OperationInfo, answer: &mut Answer, body: E) -> Self {
        Self::Api(Box::new(ApiError {
            operation: info.id,
            status: answer.status_code(),
            headers: answer.take_headers(),
            body,
            raw: Raw::kept(answer.bytes()),
            attempts: answer.attempts(),
        }))
    }

    #[cold]
    pub(super) fn undocumented(info: &OperationInfo, answer: &mut Answer) -> Self {
        Self::UndocumentedStatus(Box::new(UndocumentedStatus {
            operation: info.id,
            status: answer.status_code(),
            headers: answer.take_headers(),
            raw: Raw::kept(answer.bytes()),
            attempts: answer.attempts(),
        }))
    }

    #[cold]
    pub(super) fn decode(info: &OperationInfo, answer: &mut Answer, error: DecodeError) -> Self {
        Self::Decode(Box::new(DecodeFailure {
            operation: info.id,
            status: answer.status_code(),
            headers: answer.take_headers(),
            error,
            raw: Raw::kept(answer.bytes()),
            attempts: answer.attempts(),
        }))
    }

    /// Whether time ran out.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        match self {
            Self::Transport(error) => error.is_timeout(),
            Self::Token(error) => error.is_timeout(),
            _ => false,
        }
    }

    /// Whether there was no connection, so that the server has not seen the request.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        matches!(self, Self::Transport(error) if error.is_connect())
    }

    /// Whether the answer began and could not be read to its end.
    #[must_use]
    pub fn is_body(&self) -> bool {
        matches!(self, Self::Transport(error) if error.is_body())
    }

    /// The status of the answer, if there is one.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.answered().map(|(status, _, _)| status)
    }

    /// The headers of the answer, if there is one.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.answered().map(|(_, headers, _)| headers)
    }

    /// The name that the server gave to the request, for its support.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.headers().and_then(request_id)
    }

    /// The body of the answer as it came, if there is one: its first 64 KiB.
    #[must_use]
    pub fn raw_body(&self) -> Option<&[u8]> {
        self.answered().map(|(_, _, raw)| raw.0.as_ref())
    }

    /// How often the request was sent; 0 when it was not.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        match self {
            Self::InvalidRequest(_) => 0,
            Self::Token(error) => error.attempts(),
            Self::Transport(error) => error.attempts(),
            Self::Api(error) => error.attempts,
            Self::UndocumentedStatus(error) => error.attempts,
            Self::Decode(error) => error.attempts,
        }
    }

    fn answered(&self) -> Option<(StatusCode, &HeaderMap, &Raw)> {
        match self {
            Self::InvalidRequest(_) | Self::Token(_) | Self::Transport(_) => None,
            Self::Api(error) => Some((error.status, &error.headers, &error.raw)),
            Self::UndocumentedStatus(error) => Some((error.status, &error.headers, &error.raw)),
            Self::Decode(error) => Some((error.status, &error.headers, &error.raw)),
        }
    }
}

impl<E> fmt::Display for Error<E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidRequest(error) => error.fmt(formatter),
            Self::Token(error) => error.fmt(formatter),
            Self::Transport(error) => error.fmt(formatter),
            Self::Api(error) => error.fmt(formatter),
            Self::UndocumentedStatus(error) => error.fmt(formatter),
            Self::Decode(error) => error.fmt(formatter),
        }
    }
}

impl<E: StdError + 'static> StdError for Error<E> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        // Each shows as itself, so what comes next is its own source.
        match self {
            Self::InvalidRequest(error) => error.source(),
            Self::Token(error) => error.source(),
            Self::Transport(error) => error.source(),
            Self::Api(error) => error.source(),
            Self::UndocumentedStatus(error) => error.source(),
            Self::Decode(error) => error.source(),
        }
    }
}

/// `401`, and what it is called.
struct Status(StatusCode);

impl fmt::Display for Status {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.0.as_str())?;
        match self.0.canonical_reason() {
            Some(reason) => write!(formatter, " {reason}"),
            None => Ok(()),
        }
    }
}

impl<E> ApiError<E> {
    /// The body of the answer as it came: its first 64 KiB.
    #[must_use]
    pub fn raw_body(&self) -> &[u8] {
        &self.raw.0
    }

    /// The name that the server gave to the request, for its support.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }
}

impl<E> fmt::Display for ApiError<E> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.operation, Status(self.status))?;
        match self.raw.message() {
            Some(message) => write!(formatter, ": {message}"),
            None => Ok(()),
        }
    }
}

impl<E: StdError + 'static> StdError for ApiError<E> {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&self.body)
    }
}

impl UndocumentedStatus {
    /// The body of the answer as it came: its first 64 KiB.
    #[must_use]
    pub fn raw_body(&self) -> &[u8] {
        &self.raw.0
    }

    /// The name that the server gave to the request, for its support.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }
}

impl fmt::Display for UndocumentedStatus {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let status = Status(self.status);
        write!(
            formatter,
            "{}: undocumented answer: {status}",
            self.operation
        )?;
        match self.raw.excerpt() {
            Some(excerpt) => write!(formatter, ": {excerpt}"),
            None => Ok(()),
        }
    }
}

impl StdError for UndocumentedStatus {}

impl DecodeFailure {
    /// The body of the answer as it came: its first 64 KiB.
    #[must_use]
    pub fn raw_body(&self) -> &[u8] {
        &self.raw.0
    }

    /// The name that the server gave to the request, for its support.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }
}

impl fmt::Display for DecodeFailure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (operation, status) = (self.operation, Status(self.status));
        write!(
            formatter,
            "{operation}: {status}: cannot decode the answer: {}",
            self.error
        )
    }
}

impl StdError for DecodeFailure {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.error.source()
    }
}
