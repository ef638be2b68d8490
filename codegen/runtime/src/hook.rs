//! What a user does around each attempt of a call.

use std::sync::Arc;

use http::{Request, Response};

use super::body::Body;
use super::call::OperationInfo;
use super::task::BoxError;
use super::transport::TransportFailure;

/// Sees, and may change, what is sent, and sees what comes back: for each attempt of each call.
///
/// It is given to [`ClientBuilder::hook`](super::ClientBuilder::hook).
pub trait Hook: Send + Sync + 'static {
    /// Before an attempt is sent, with its credentials: what is changed here is sent.
    ///
    /// # Errors
    ///
    /// Nothing is sent, and the call ends in [`Error::InvalidRequest`](super::Error::InvalidRequest).
    fn before(&self, attempt: &Attempt, request: &mut Request<Body>) -> Result<(), BoxError> {
        let _ = (attempt, request);
        Ok(())
    }

    /// After the head of an answer has come, or a failure.
    fn after(&self, attempt: &Attempt, outcome: Result<&Response<Body>, &TransportFailure>) {
        let _ = (attempt, outcome);
    }
}

impl<H: Hook + ?Sized> Hook for Arc<H> {
    fn before(&self, attempt: &Attempt, request: &mut Request<Body>) -> Result<(), BoxError> {
        (**self).before(attempt, request)
    }

    fn after(&self, attempt: &Attempt, outcome: Result<&Response<Body>, &TransportFailure>) {
        (**self).after(attempt, outcome);
    }
}

/// Which attempt of which call.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Attempt {
    /// What is called.
    pub operation: &'static OperationInfo,
    /// Which one it is: 1 is the first.
    pub number: u32,
}
