//! Requests and answers in the types of reqwest.

use http::Request;

use super::super::body::Body;
use super::TransportFailure;
use super::reqwest::failure;

#[cfg(not(target_arch = "wasm32"))]
pub(super) use native::{answer, body, sending};
#[cfg(target_arch = "wasm32")]
pub(super) use web::{body, sending};

pub(super) fn request(request: Request<Body>) -> Result<::reqwest::Request, TransportFailure> {
    let (head, content) = request.into_parts();
    let request = Request::from_parts(head, body(content)?);
    ::reqwest::Request::try_from(request).map_err(failure)
}

#[cfg(not(target_arch = "wasm32"))]
mod native {
    use std::pin::Pin;
    use std::sync::Mutex;
    use std::task::{Context, Poll};

    use bytes::Bytes;
    use futures_util::future::FutureExt as _;
    use http::Response;
    use http_body::{Frame, SizeHint};

    use super::super::super::body::Body;
    use super::super::super::task::BoxError;
    use super::super::reqwest::failure;
    use super::super::{Sending, TransportFailure};

    pub(in super::super) fn body(body: Body) -> Result<::reqwest::Body, TransportFailure> {
        Ok(match body.as_bytes() {
            Some(bytes) => ::reqwest::Body::from(bytes.clone()),
            None => ::reqwest::Body::wrap(Shareable(Mutex::new(body))),
        })
    }

    pub(in super::super) fn answer(answer: ::reqwest::Response) -> Response<Body> {
        Response::<::reqwest::Body>::from(answer).map(Body::from_reqwest)
    }

    /// What is on its way with reqwest.
    pub(in super::super) fn sending(
        pending: impl Future<Output = ::reqwest::Result<::reqwest::Response>> + Send + 'static,
    ) -> Sending<'static> {
        Box::pin(pending.map(|sent| sent.map(answer).map_err(failure)))
    }

    /// A body that reqwest can take, which wants it to be `Sync`. It is never locked for long.
    struct Shareable(Mutex<Body>);

    impl http_body::Body for Shareable {
        type Data = Bytes;
        type Error = BoxError;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            context: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
            match self.0.get_mut() {
                Ok(body) => Pin::new(body).poll_frame(context),
                Err(_) => Poll::Ready(Some(Err("the body cannot be read".into()))),
            }
        }

        fn size_hint(&self) -> SizeHint {
            self.0
                .lock()
                .map_or_else(|_| SizeHint::default(), |body| body.size_hint())
        }
    }
}

/// A browser takes and gives bodies whole.
#[cfg(target_arch = "wasm32")]
mod web {
    use http::Response;

    use super::super::super::body::Body;
    use super::super::reqwest::failure;
    use super::super::{Sending, TransportErrorKind, TransportFailure};

    pub(in super::super) fn body(body: Body) -> Result<::reqwest::Body, TransportFailure> {
        let why = "a browser cannot send a body that is a stream";
        let bytes = body
            .as_bytes()
            .ok_or_else(|| TransportFailure::new(TransportErrorKind::Other, why))?;
        Ok(::reqwest::Body::from(bytes.clone()))
    }

    /// What is on its way with reqwest.
    pub(in super::super) fn sending(
        pending: impl Future<Output = ::reqwest::Result<::reqwest::Response>> + 'static,
    ) -> Sending<'static> {
        Box::pin(async move { answer(pending.await.map_err(failure)?).await })
    }

    async fn answer(answer: ::reqwest::Response) -> Result<Response<Body>, TransportFailure> {
        let mut whole = Response::new(Body::default());
        *whole.status_mut() = answer.status();
        *whole.headers_mut() = answer.headers().clone();
        let bytes = answer.bytes().await.map_err(failure)?;
        *whole.body_mut() = Body::from(bytes);
        Ok(whole)
    }
}
