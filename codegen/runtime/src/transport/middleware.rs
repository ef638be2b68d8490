//! Clients of the crate reqwest-middleware as transports, with the feature `reqwest-middleware`.

use http::Request;
use reqwest_middleware::{ClientWithMiddleware, Error};

use super::super::body::Body;
use super::reqwest::failure;
use super::{Before, Sending, Transport, TransportErrorKind, TransportFailure, wire};

/// Sends through a reqwest client with middleware around it, whose own settings hold, as for
/// [`ClientBuilder::http_client`](super::super::ClientBuilder::http_client). A call's limit for
/// connecting has no effect on it.
#[derive(Clone, Debug)]
pub struct MiddlewareTransport(ClientWithMiddleware);

impl MiddlewareTransport {
    /// Sends through this client.
    #[must_use]
    pub fn new(client: ClientWithMiddleware) -> Self {
        Self(client)
    }
}

impl Transport for MiddlewareTransport {
    fn send(&self, request: Request<Body>) -> Sending<'_> {
        Box::pin(async move {
            let outgoing = wire::request(request)?;
            let url = outgoing.url().clone();
            match self.0.execute(outgoing).await {
                Ok(answer) => {
                    let is_of_another = *answer.url() != url;
                    Ok(wire::answer(answer, is_of_another))
                }
                Err(Error::Reqwest(error)) => Err(failure(error).after(Before::Unknown)),
                Err(Error::Middleware(error)) => {
                    Err(TransportFailure::new(TransportErrorKind::Other, error))
                }
            }
        })
    }
}
