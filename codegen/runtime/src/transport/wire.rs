//! Requests and answers in the types of reqwest.

use http::Request;

use super::super::body::Body;
use super::TransportFailure;
use super::reqwest::failure;

#[cfg(not(target_arch = "wasm32"))]
pub(super) use native::{answer, body, note_that_the_server_acted, sending};
#[cfg(target_arch = "wasm32")]
pub(super) use web::{body, sending};

pub(super) fn request(request: Request<Body>) -> Result<::reqwest::Request, TransportFailure> {
    let (head, content) = request.into_parts();
    let request = Request::from_parts(head, body(content)?);
    ::reqwest::Request::try_from(request).map_err(failure)
}

#[cfg(not(target_arch = "wasm32"))]
mod native {
    use std::cell::Cell;
    use std::future::poll_fn;
    use std::pin::Pin;
    use std::sync::Mutex;
    use std::task::{Context, Poll};

    use bytes::Bytes;
    use http::Response;
    use http_body::{Frame, SizeHint};
    use url::Url;

    use super::super::super::body::Body;
    use super::super::super::task::BoxError;
    use super::super::reqwest::failure;
    use super::super::{Acted, Before, Sending, TransportFailure};

    pub(in super::super) fn body(body: Body) -> Result<::reqwest::Body, TransportFailure> {
        Ok(match body.as_bytes() {
            Some(bytes) => ::reqwest::Body::from(bytes.clone()),
            None => ::reqwest::Body::wrap(Shareable(Mutex::new(body))),
        })
    }

    /// The answer to a request, on which the server has acted if it has led elsewhere.
    pub(in super::super) fn answer(answer: ::reqwest::Response, has_acted: bool) -> Response<Body> {
        let mut answer = Response::<::reqwest::Body>::from(answer).map(Body::from_reqwest);
        if has_acted {
            answer.extensions_mut().insert(Acted);
        }
        answer
    }

    thread_local! {
        /// Whether a redirect was followed since [`sending`] last looked.
        static HAS_ACTED: Cell<bool> = const { Cell::new(false) };
    }

    /// The server has answered a request with where to find what came of it: 301, 302 or 303. Of that
    /// reqwest tells its policy for redirects alone, within the poll of the request.
    pub(in super::super) fn note_that_the_server_acted() {
        HAS_ACTED.set(true);
    }

    /// What is on its way with reqwest. Where redirects are followed unseen, by a client that was handed
    /// in, it is the URL that it was `sent_to` which tells of them.
    pub(in super::super) fn sending(
        mut pending: impl Future<Output = ::reqwest::Result<::reqwest::Response>>
        + Send
        + Unpin
        + 'static,
        sent_to: Option<Url>,
    ) -> Sending<'static> {
        let mut has_acted = false;
        Box::pin(poll_fn(move |context| {
            let others = HAS_ACTED.replace(false);
            let polled = Pin::new(&mut pending).poll(context);
            has_acted |= HAS_ACTED.replace(others);
            polled.map(|sent| match sent {
                Ok(sent) => {
                    let is_of_another = sent_to.as_ref().is_some_and(|url| sent.url() != url);
                    Ok(answer(sent, has_acted || is_of_another))
                }
                Err(error) => Err(failure(error).after(match (has_acted, &sent_to) {
                    (true, _) => Before::Acted,
                    (false, None) => Before::Nothing,
                    (false, Some(_)) => Before::Unknown,
                })),
            })
        }))
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
    use url::Url;

    use super::super::super::body::Body;
    use super::super::reqwest::failure;
    use super::super::{Acted, Sending, TransportErrorKind, TransportFailure};

    pub(in super::super) fn body(body: Body) -> Result<::reqwest::Body, TransportFailure> {
        let why = "a browser cannot send a body that is a stream";
        let bytes = body
            .as_bytes()
            .ok_or_else(|| TransportFailure::new(TransportErrorKind::Other, why))?;
        Ok(::reqwest::Body::from(bytes.clone()))
    }

    /// What is on its way with reqwest. The browser follows redirects unseen: it is the URL that it was
    /// `sent_to` which tells of them.
    pub(in super::super) fn sending(
        pending: impl Future<Output = ::reqwest::Result<::reqwest::Response>> + 'static,
        sent_to: Option<Url>,
    ) -> Sending<'static> {
        Box::pin(async move {
            let sent = pending.await.map_err(failure)?;
            let is_of_another = sent_to.is_some_and(|url| url != *sent.url());
            answer(sent, is_of_another).await
        })
    }

    async fn answer(
        answer: ::reqwest::Response,
        has_acted: bool,
    ) -> Result<Response<Body>, TransportFailure> {
        let mut whole = Response::new(Body::default());
        if has_acted {
            whole.extensions_mut().insert(Acted);
        }
        *whole.status_mut() = answer.status();
        *whole.headers_mut() = answer.headers().clone();
        let bytes = answer.bytes().await.map_err(failure)?;
        *whole.body_mut() = Body::from(bytes);
        Ok(whole)
    }
}
