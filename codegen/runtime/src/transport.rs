//! What carries requests to the server and answers back.

#[cfg(all(feature = "reqwest-middleware", not(target_arch = "wasm32")))]
mod middleware;
mod reqwest;
mod tls;
#[cfg(feature = "tower")]
mod tower;
mod wire;

use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use super::body::Body;
use super::task::{BoxError, BoxFuture};

#[cfg(all(feature = "reqwest-middleware", not(target_arch = "wasm32")))]
pub use middleware::MiddlewareTransport;
pub use reqwest::ReqwestTransport;
pub(super) use reqwest::Settings;
pub(super) use tls::Tls;
#[cfg(feature = "tower")]
pub use tower::{TowerTransport, TransportService};

/// Carries HTTP requests: what a client sends through.
///
/// A client has one made of reqwest. Another is put in its place with
/// [`ClientBuilder::transport`](super::ClientBuilder::transport), for instance a function that answers
/// by itself ([`transport_fn`]), in a test.
///
/// The extensions of a request may hold a [`ConnectTimeout`]. Limits for the whole call and for
/// waiting between bytes are kept by the client.
pub trait Transport: Send + Sync + 'static {
    /// Sends a request; done when the head of the answer is there.
    ///
    /// # Errors
    ///
    /// There is no answer.
    fn send(&self, request: http::Request<Body>) -> Sending<'_>;
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: http::Request<Body>) -> Sending<'_> {
        (**self).send(request)
    }
}

/// A request that is on its way.
pub type Sending<'t> = BoxFuture<'t, Result<http::Response<Body>, TransportFailure>>;

/// How long connecting may take: among the extensions of a request whose call has set it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConnectTimeout(pub Duration);

/// The server has acted on the request, or may have, and the answer is that of another, to which it led
/// by a redirect: among the extensions of an answer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Acted;

/// What happened to a request before it failed.
#[derive(Clone, Copy)]
enum Before {
    Nothing,
    /// The server has acted on it, and led to what came of it.
    Acted,
    /// It went through a reqwest client that was handed in, which sends again by itself what was
    /// refused, each step of a redirect on its own.
    Unknown,
}

/// What a client sends through.
#[derive(Clone)]
pub(super) enum Carrier {
    Reqwest(Arc<ReqwestTransport>),
    Other(Arc<dyn Transport>),
}

impl Carrier {
    pub(super) fn send(&self, request: http::Request<Body>) -> Sending<'_> {
        match self {
            Self::Reqwest(transport) => transport.send(request),
            Self::Other(transport) => transport.send(request),
        }
    }
}

/// Why there is no answer, as a [`Transport`] says it.
#[derive(Debug)]
pub struct TransportFailure {
    pub(super) kind: TransportErrorKind,
    pub(super) source: Option<BoxError>,
}

/// What kept an answer from coming.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// There was no connection: the server has not seen the request.
    Connect,
    /// Connecting took too long: the server has not seen the request.
    ConnectTimeout,
    /// The server says that it has not looked at the request: over HTTP/2, it refused the stream, or
    /// was closing the connection (RFC 9113, section 8.7).
    Refused,
    /// Time ran out after that.
    Timeout,
    /// There were too many redirects.
    Redirect,
    /// The body of the request could not be read: a file that went or changed, a stream that failed.
    Upload,
    /// The answer is larger than the client admits.
    TooLarge,
    /// The connection failed, or something else did.
    Other,
}

impl TransportFailure {
    /// A failure of this kind.
    #[must_use]
    pub fn new(kind: TransportErrorKind, source: impl Into<BoxError>) -> Self {
        Self {
            kind,
            source: Some(source.into()),
        }
    }

    pub(super) fn of(kind: TransportErrorKind) -> Self {
        Self { kind, source: None }
    }

    /// What kept the answer from coming.
    #[must_use]
    pub fn kind(&self) -> TransportErrorKind {
        self.kind
    }

    /// The failure, whose kind says nothing of the request itself where it is not the request itself
    /// that failed.
    fn after(mut self, before: Before) -> Self {
        self.kind = match (before, self.kind) {
            (Before::Acted, TransportErrorKind::ConnectTimeout) => TransportErrorKind::Timeout,
            (Before::Acted, TransportErrorKind::Connect)
            | (Before::Acted | Before::Unknown, TransportErrorKind::Refused) => {
                TransportErrorKind::Other
            }
            (_, kind) => kind,
        };
        self
    }
}

impl TransportErrorKind {
    /// Whether the server has done nothing, so that a request of any method may be sent again.
    pub(super) fn is_undone(self) -> bool {
        self.is_connect() || self == Self::Refused
    }

    /// Whether the server has not seen the request.
    pub(super) fn is_connect(self) -> bool {
        matches!(self, Self::Connect | Self::ConnectTimeout)
    }

    pub(super) fn is_timeout(self) -> bool {
        matches!(self, Self::ConnectTimeout | Self::Timeout)
    }
}

impl fmt::Display for TransportFailure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self.kind {
            TransportErrorKind::Connect => "cannot connect",
            TransportErrorKind::ConnectTimeout => "connecting timed out",
            TransportErrorKind::Refused => "the server refused the request unseen",
            TransportErrorKind::Timeout => "timed out",
            TransportErrorKind::Redirect => "too many redirects",
            TransportErrorKind::Upload => "the body cannot be sent",
            TransportErrorKind::TooLarge => "the answer is too large",
            TransportErrorKind::Other => "the connection failed",
        })
    }
}

impl std::error::Error for TransportFailure {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.source {
            Some(source) => Some(source.as_ref()),
            None => None,
        }
    }
}

/// A transport that is a function: it answers in the same process, for tests.
pub fn transport_fn<F, R>(answer: F) -> impl Transport
where
    F: Fn(http::Request<Body>) -> R + Send + Sync + 'static,
    R: Future<Output = Result<http::Response<Body>, TransportFailure>> + Send + 'static,
{
    Function(answer)
}

struct Function<F>(F);

impl<F, R> Transport for Function<F>
where
    F: Fn(http::Request<Body>) -> R + Send + Sync + 'static,
    R: Future<Output = Result<http::Response<Body>, TransportFailure>> + Send + 'static,
{
    fn send(&self, request: http::Request<Body>) -> Sending<'_> {
        Box::pin((self.0)(request))
    }
}
