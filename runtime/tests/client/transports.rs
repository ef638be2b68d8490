//! Clients that send through something else than reqwest.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::{Request, Response, StatusCode};

use crate::runtime::{
    Body, Client, ConnectTimeout, Error, TransportErrorKind, TransportFailure, transport_fn,
};
use crate::server::{Server, chunked, json};
use crate::types::Widget;
use crate::wait;

fn client(transport: impl crate::runtime::Transport) -> Client {
    Client::builder()
        .base_url("https://api.example.com/v2")
        .basic_auth("user", "password")
        .transport(transport)
        .build()
        .expect("a client")
}

#[test]
fn a_function_answers_in_the_same_process() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let keep = Arc::clone(&seen);
    let client = client(transport_fn(move |request: Request<Body>| {
        let body = request.body().as_bytes().cloned().unwrap_or_default();
        let line = format!("{} {} {:?}", request.method(), request.uri(), body);
        keep.lock().expect("no panic").push(line);
        let mut answer = Response::new(Body::from(r#"{"id":"b","caller_id":"c"}"#));
        *answer.status_mut() = StatusCode::CREATED;
        std::future::ready(Ok(answer))
    }));
    let call = client.widgets().create_widget(Widget::new("a", None));
    let created = wait(call.send()).expect("created");
    assert_eq!(created.id, "b");
    assert_eq!(
        *seen.lock().expect("no panic"),
        [r#"POST https://api.example.com/v2/api/widgets b"{\"id\":\"a\",\"caller_id\":null}""#]
    );
}

#[test]
fn a_body_in_chunks_is_put_together() {
    let client = client(transport_fn(|_| {
        let chunks = [r#"{"id":"#, r#""b","caller"#, r#"_id":null}"#];
        let chunks = chunks.map(|chunk| Ok::<_, std::io::Error>(chunk.into()));
        let body = Body::from_stream(futures_util::stream::iter(chunks), None);
        std::future::ready(Ok(Response::new(body)))
    }));
    let found = wait(client.widgets().retrieve_widget("b").send()).expect("a widget");
    assert_eq!(found.id, "b");
    assert_eq!(found.raw_body().as_ref(), br#"{"id":"b","caller_id":null}"#);
}

#[test]
fn a_transport_says_what_went_wrong() {
    let cases = [
        (TransportErrorKind::Connect, "cannot connect"),
        (TransportErrorKind::ConnectTimeout, "connecting timed out"),
        (
            TransportErrorKind::Other,
            "the connection failed before the answer",
        ),
    ];
    for (kind, shown) in cases {
        let client = client(transport_fn(move |_| {
            std::future::ready(Err(TransportFailure::new(kind, "pulled the plug")))
        }));
        let error = wait(client.widgets().retrieve_widget("b").send()).expect_err("fails");
        assert_eq!(
            error.to_string(),
            format!("retrieve_widget: GET /api/widgets/{{id}}: {shown}")
        );
        let Error::Transport(error) = &error else {
            panic!("{error}");
        };
        assert_eq!(error.kind(), kind);
        let source = std::error::Error::source(error).expect("a source");
        assert_eq!(source.to_string(), "pulled the plug");
    }
}

#[test]
fn the_limit_for_connecting_is_the_transports() {
    let client = client(transport_fn(|request: Request<Body>| {
        let said = request.extensions().get::<ConnectTimeout>().copied();
        let kind = match said {
            Some(ConnectTimeout(limit)) if limit == Duration::from_secs(3) => {
                TransportErrorKind::ConnectTimeout
            }
            _ => TransportErrorKind::Other,
        };
        std::future::ready(Err(TransportFailure::new(kind, "no")))
    }));
    let call = client.widgets().retrieve_widget("b");
    let error = wait(call.connect_timeout(Duration::from_secs(3)).send()).expect_err("fails");
    assert!(error.is_connect() && error.is_timeout());
}

#[test]
fn connecting_is_limited_for_one_call() {
    let text = r#"{"id":"a", "caller_id":null}"#;
    let server = Server::start([json(200, text), json(200, text)]);
    let client = crate::client(&server);
    for _ in 0..2 {
        let call = client.widgets().retrieve_widget("a");
        let call = call.connect_timeout(Duration::from_secs(3));
        let found = wait(call.send()).expect("connected in time");
        assert_eq!(found.raw_body(), text);
    }
}

#[test]
fn an_answer_that_is_too_large_is_refused_over_the_wire() {
    let long = r#"{"id":"a","caller_id":null}"#;
    for (answer, length) in [(json(200, long), "27"), (chunked(&[long]), "more than 20")] {
        let server = Server::start([answer.clone(), answer]);
        let client = |most| {
            let builder = Client::builder().base_url(server.url());
            let builder = builder.basic_auth("user", "password").max_answer(most);
            builder.build().expect("a client")
        };
        let widget = |client: &Client| wait(client.widgets().retrieve_widget("a").send());
        let error = widget(&client(20)).expect_err("too large");
        let shown = format!("it has {length} bytes");
        assert!(error.to_string().contains(&shown), "{error}");
        widget(&client(27)).expect("it fits");
    }
}

#[test]
fn an_answer_that_is_too_large_is_not_read() {
    let long = r#"{"id":"a","caller_id":null}"#;
    for chunked in [false, true] {
        let client = Client::builder()
            .base_url("https://api.example.com")
            .basic_auth("user", "password")
            .max_answer(20)
            .transport(transport_fn(move |_| {
                let length = (!chunked).then_some(long.len() as u64);
                let chunks = long.as_bytes().chunks(9);
                let chunks = chunks.map(|chunk| Ok::<_, std::io::Error>(bytes::Bytes::from(chunk)));
                let body = Body::from_stream(futures_util::stream::iter(chunks), length);
                std::future::ready(Ok(Response::new(body)))
            }))
            .build()
            .expect("a client");
        let error = wait(client.widgets().retrieve_widget("a").send()).expect_err("too large");
        let length = if chunked { "more than 20" } else { "27" };
        assert_eq!(
            error.to_string(),
            format!(
                "retrieve_widget: GET /api/widgets/{{id}}: the answer is too large: it has {length} \
                 bytes, and `ClientBuilder::max_answer` admits 20"
            )
        );
        assert!(std::error::Error::source(&error).is_none());
    }
}

#[cfg(feature = "tower")]
mod tower {
    use std::future::{Ready, ready};
    use std::task::{Context, Poll};

    use http::{HeaderValue, Request, Response};
    use tower_service::Service;

    use super::client;
    use crate::runtime::{
        Body, Client, ReqwestTransport, TowerTransport, TransportErrorKind, TransportFailure,
        TransportService,
    };
    use crate::server::{Server, chunked, json};
    use crate::wait;

    /// A service that answers by itself, in the types of another crate.
    #[derive(Clone)]
    struct Answers;

    impl Service<Request<Body>> for Answers {
        type Response = Response<Body>;
        type Error = TransportFailure;
        type Future = Ready<Result<Response<Body>, TransportFailure>>;

        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), TransportFailure>> {
            Poll::Ready(Ok(()))
        }

        fn call(&mut self, request: Request<Body>) -> Self::Future {
            ready(match request.uri().path().ends_with("/a") {
                true => Ok(Response::new(Body::from(r#"{"id":"a","caller_id":null}"#))),
                false => Err(TransportFailure::new(TransportErrorKind::Connect, "only a")),
            })
        }
    }

    #[test]
    fn a_service_is_a_transport() {
        let client = client(TowerTransport::new(Answers));
        let found = wait(client.widgets().retrieve_widget("a").send());
        assert_eq!(found.expect("a widget").id, "a");
        let error = wait(client.widgets().retrieve_widget("b").send()).expect_err("fails");
        assert!(error.is_connect());
    }

    /// A layer around our own transport.
    #[derive(Clone)]
    struct Signs(TransportService);

    impl Service<Request<Body>> for Signs {
        type Response = Response<Body>;
        type Error = TransportFailure;
        type Future = <TransportService as Service<Request<Body>>>::Future;

        fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), TransportFailure>> {
            self.0.poll_ready(context)
        }

        fn call(&mut self, mut request: Request<Body>) -> Self::Future {
            let headers = request.headers_mut();
            headers.insert("x-signature", HeaderValue::from_static("signed"));
            self.0.call(request)
        }
    }

    #[test]
    fn layers_go_around_a_transport() {
        let server = Server::start([json(200, r#"{"id":"a","caller_id":null}"#)]);
        let inner = TransportService::new(ReqwestTransport::new(reqwest::Client::new()));
        let client = Client::builder()
            .base_url(server.url())
            .basic_auth("user", "password")
            .transport(TowerTransport::new(Signs(inner)))
            .build()
            .expect("a client");
        wait(client.widgets().retrieve_widget("a").send()).expect("a widget");
        assert_eq!(server.only().header("x-signature"), Some("signed"));
    }
}

#[cfg(feature = "reqwest-middleware")]
#[test]
fn reqwest_has_middleware() {
    use crate::runtime::MiddlewareTransport;
    use reqwest_middleware::{ClientBuilder, Middleware, Next, Result};

    struct Signs;

    #[async_trait::async_trait]
    impl Middleware for Signs {
        async fn handle(
            &self,
            mut request: reqwest::Request,
            extensions: &mut http::Extensions,
            next: Next<'_>,
        ) -> Result<reqwest::Response> {
            let value = http::HeaderValue::from_static("signed");
            request.headers_mut().insert("x-signature", value);
            next.run(request, extensions).await
        }
    }

    let server = Server::start([json(200, r#"{"id":"a","caller_id":null}"#)]);
    let middle = ClientBuilder::new(reqwest::Client::new())
        .with(Signs)
        .build();
    let client = Client::builder()
        .base_url(server.url())
        .basic_auth("user", "password")
        .transport(MiddlewareTransport::new(middle))
        .build()
        .expect("a client");
    wait(client.widgets().retrieve_widget("a").send()).expect("a widget");
    assert_eq!(server.only().header("x-signature"), Some("signed"));
}
