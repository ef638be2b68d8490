//! tower services as transports and the other way round, with the feature `tower`.

use std::fmt;
use std::future::poll_fn;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{Request, Response};
use tower_service::Service;

use super::super::body::Body;
use super::super::task::{BoxError, BoxFuture, lock};
use super::{Sending, Transport, TransportErrorKind, TransportFailure};

/// Sends through a tower service. An error of the service that is a [`TransportFailure`] is taken as
/// that, any other as [`TransportErrorKind::Other`].
pub struct TowerTransport<S>(Mutex<S>);

impl<S> TowerTransport<S> {
    /// Sends through this service, a clone of which takes each request.
    pub fn new(service: S) -> Self {
        Self(Mutex::new(service))
    }
}

impl<S, B> Transport for TowerTransport<S>
where
    S: Service<Request<Body>, Response = Response<B>> + Clone + Send + 'static,
    S::Future: Send,
    S::Error: Into<BoxError>,
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<BoxError>,
{
    fn send(&self, request: Request<Body>) -> Sending<'_> {
        let service = lock(&self.0).clone();
        Box::pin(async move {
            let mut service = service;
            let failure = |error: S::Error| match error.into().downcast::<TransportFailure>() {
                Ok(failure) => *failure,
                Err(error) => TransportFailure::new(TransportErrorKind::Other, error),
            };
            poll_fn(|context| service.poll_ready(context))
                .await
                .map_err(failure)?;
            let response = service.call(request).await.map_err(failure)?;
            Ok(response.map(Body::from_http))
        })
    }
}

impl<S> fmt::Debug for TowerTransport<S> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("TowerTransport")
            .finish_non_exhaustive()
    }
}

/// A transport as a tower service, to put layers around it.
#[derive(Clone)]
pub struct TransportService(Arc<dyn Transport>);

impl TransportService {
    /// A service that sends through this transport.
    pub fn new(transport: impl Transport) -> Self {
        Self(Arc::new(transport))
    }
}

impl Service<Request<Body>> for TransportService {
    type Response = Response<Body>;
    type Error = TransportFailure;
    type Future = BoxFuture<'static, Result<Response<Body>, TransportFailure>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), TransportFailure>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let transport = Arc::clone(&self.0);
        Box::pin(async move { transport.send(request).await })
    }
}

impl fmt::Debug for TransportService {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("TransportService")
            .finish_non_exhaustive()
    }
}
