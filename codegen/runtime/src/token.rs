//! Tokens that are come by while the client runs, and what goes wrong with that.

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;
use std::sync::Arc;

use http::StatusCode;

use super::call::OperationInfo;
use super::secret::Secret;
use super::task::{BoxError, BoxFuture};
use super::transport::TransportFailure;

/// Gives the token that a call authenticates with: one of a vault, of a login of the user's, of a
/// metadata service.
///
/// It is asked before each attempt of each call whose operation needs the token, so it should keep
/// what it has and fetch only what is missing. [`token_fn`] makes one of a function.
pub trait TokenProvider: Send + Sync + 'static {
    /// The token to send.
    ///
    /// `refused` is the token that the API has just answered with 401 (RFC 9110, section 15.5.2): if
    /// another one comes, the request is sent again with it, once; if the same comes, the answer
    /// stands.
    ///
    /// # Errors
    ///
    /// There is no token; the call ends in [`Error::Token`](super::Error::Token).
    fn token<'t>(&'t self, refused: Option<&'t Secret>) -> BoxFuture<'t, Result<Secret, BoxError>>;
}

impl<P: TokenProvider + ?Sized> TokenProvider for Arc<P> {
    fn token<'t>(&'t self, refused: Option<&'t Secret>) -> BoxFuture<'t, Result<Secret, BoxError>> {
        (**self).token(refused)
    }
}

/// A provider of tokens that is a function, which is given the refused token, if there is one:
/// `token_fn(move |_refused| { let vault = vault.clone(); async move { vault.token().await } })`.
pub fn token_fn<F, R, E>(provide: F) -> impl TokenProvider
where
    F: Fn(Option<Secret>) -> R + Send + Sync + 'static,
    R: Future<Output = Result<Secret, E>> + Send + 'static,
    E: Into<BoxError> + 'static,
{
    Function(provide)
}

struct Function<F>(F);

impl<F, R, E> TokenProvider for Function<F>
where
    F: Fn(Option<Secret>) -> R + Send + Sync + 'static,
    R: Future<Output = Result<Secret, E>> + Send + 'static,
    E: Into<BoxError> + 'static,
{
    fn token<'t>(&'t self, refused: Option<&'t Secret>) -> BoxFuture<'t, Result<Secret, BoxError>> {
        let provided = (self.0)(refused.cloned());
        Box::pin(async move { provided.await.map_err(Into::into) })
    }
}

/// There is no token for a call, which was not sent, or not again.
///
/// It never shows a token or a client's secret.
#[derive(Clone, Debug)]
pub struct TokenError(Box<Failed>);

#[derive(Clone, Debug)]
struct Failed {
    operation: Option<&'static str>,
    scheme: &'static str,
    attempts: u32,
    cause: Cause,
}

/// Why there is no token.
#[derive(Clone, Debug)]
pub(super) enum Cause {
    /// The token endpoint says why (RFC 6749, section 5.2).
    Refused {
        status: StatusCode,
        error: String,
        description: Option<String>,
    },
    /// The token endpoint answered something else.
    Unusable { status: StatusCode, why: String },
    /// The token endpoint did not answer.
    Unanswered(Arc<TransportFailure>),
    /// The provider failed.
    Provider(Arc<dyn StdError + Send + Sync>),
}

impl TokenError {
    pub(super) fn new(scheme: &'static str, cause: Cause) -> Self {
        Self(Box::new(Failed {
            operation: None,
            scheme,
            attempts: 0,
            cause,
        }))
    }

    /// What was called, and how often it was sent before.
    pub(super) fn of(mut self, info: &OperationInfo, attempts: u32) -> Self {
        self.0.operation = Some(info.id);
        self.0.attempts = attempts;
        self
    }

    /// The operation that was called.
    #[must_use]
    pub fn operation(&self) -> Option<&'static str> {
        self.0.operation
    }

    /// The name of the security scheme in the document.
    #[must_use]
    pub fn scheme(&self) -> &'static str {
        self.0.scheme
    }

    /// The status of the token endpoint's answer, if it has answered.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        match &self.0.cause {
            Cause::Refused { status, .. } | Cause::Unusable { status, .. } => Some(*status),
            Cause::Unanswered(_) | Cause::Provider(_) => None,
        }
    }

    /// What the token endpoint says is wrong: `error` of its answer, such as `invalid_client`
    /// (RFC 6749, section 5.2).
    #[must_use]
    pub fn error(&self) -> Option<&str> {
        match &self.0.cause {
            Cause::Refused { error, .. } => Some(error),
            _ => None,
        }
    }

    /// The token endpoint's explanation: `error_description` of its answer.
    #[must_use]
    pub fn error_description(&self) -> Option<&str> {
        match &self.0.cause {
            Cause::Refused { description, .. } => description.as_deref(),
            _ => None,
        }
    }

    /// Whether the token endpoint did not answer in time.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        matches!(&self.0.cause, Cause::Unanswered(failure) if failure.kind.is_timeout())
    }

    /// How often the request was sent before there was no token.
    pub(super) fn attempts(&self) -> u32 {
        self.0.attempts
    }
}

impl fmt::Display for TokenError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Failed {
            operation, scheme, ..
        } = *self.0;
        if let Some(operation) = operation {
            write!(formatter, "{operation}: ")?;
        }
        write!(formatter, "no token for `{scheme}`: ")?;
        match &self.0.cause {
            Cause::Refused {
                status,
                error,
                description,
            } => {
                let status = status.as_u16();
                write!(formatter, "the token endpoint answered {status}: {error}")?;
                match description {
                    Some(description) => write!(formatter, ": {description}"),
                    None => Ok(()),
                }
            }
            Cause::Unusable { status, why } => {
                let status = status.as_u16();
                write!(formatter, "the token endpoint answered {status}: {why}")
            }
            Cause::Unanswered(failure) => write!(formatter, "the token endpoint: {failure}"),
            Cause::Provider(error) => write!(formatter, "its provider failed: {error}"),
        }
    }
}

impl StdError for TokenError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        // Each shows as itself, so what comes next is its own source.
        match &self.0.cause {
            Cause::Refused { .. } | Cause::Unusable { .. } => None,
            Cause::Unanswered(failure) => failure.source(),
            Cause::Provider(error) => error.source(),
        }
    }
}
