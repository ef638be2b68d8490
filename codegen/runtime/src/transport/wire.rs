//! Requests and answers in the types of reqwest.

#[cfg(not(target_arch = "wasm32"))]
pub(super) use native::{answer, request};
#[cfg(target_arch = "wasm32")]
pub(super) use web::{answer, request};

#[cfg(not(target_arch = "wasm32"))]
mod native {
    use std::pin::Pin;
    use std::sync::Mutex;
    use std::task::{Context, Poll};

    use bytes::Bytes;
    use http::{Request, Response};
    use http_body::{Frame, SizeHint};
    use url::Url;

    use super::super::super::body::Body;
    use super::super::super::task::BoxError;
    use super::super::TransportFailure;
    use super::super::reqwest::failure;

    pub(in super::super) fn request(
        request: Request<Body>,
        url: Option<Url>,
    ) -> Result<::reqwest::Request, TransportFailure> {
        let (head, body) = request.into_parts();
        let body = match body.as_bytes() {
            Some(bytes) => ::reqwest::Body::from(bytes.clone()),
            None => ::reqwest::Body::wrap(Shareable(Mutex::new(body))),
        };
        let Some(url) = url else {
            return ::reqwest::Request::try_from(Request::from_parts(head, body)).map_err(failure);
        };
        let mut request = ::reqwest::Request::new(head.method, url);
        *request.version_mut() = head.version;
        *request.headers_mut() = head.headers;
        *request.body_mut() = Some(body);
        Ok(request)
    }

    pub(in super::super) async fn answer(
        answer: ::reqwest::Response,
    ) -> Result<Response<Body>, TransportFailure> {
        Ok(Response::<::reqwest::Body>::from(answer).map(Body::from_reqwest))
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
    use http::{Request, Response};
    use url::Url;

    use super::super::super::body::Body;
    use super::super::reqwest::failure;
    use super::super::{TransportErrorKind, TransportFailure};

    pub(in super::super) fn request(
        request: Request<Body>,
        _: Option<Url>,
    ) -> Result<::reqwest::Request, TransportFailure> {
        let (parts, body) = request.into_parts();
        let Some(bytes) = body.as_bytes() else {
            let why = "a browser cannot send a body that is a stream";
            return Err(TransportFailure::new(TransportErrorKind::Other, why));
        };
        let request = Request::from_parts(parts, bytes.clone());
        ::reqwest::Request::try_from(request).map_err(failure)
    }

    pub(in super::super) async fn answer(
        answer: ::reqwest::Response,
    ) -> Result<Response<Body>, TransportFailure> {
        let mut whole = Response::new(Body::default());
        *whole.status_mut() = answer.status();
        *whole.headers_mut() = answer.headers().clone();
        let bytes = answer.bytes().await.map_err(failure)?;
        *whole.body_mut() = Body::from(bytes);
        Ok(whole)
    }
}
