//! What production asks of a client, on the one of the made-up API: limits of time, transports, hooks,
//! credentials that change, calls without an async runtime, requests that are shown and not sent.

use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::http::{HeaderMap, HeaderValue, Request, Response, StatusCode, header};
use depot::types::{Part, PartKind};
use depot::{
    Attempt, Body, BoxError, Client, ClientBuilder, Error, Hook, ReqwestTransport, RetryPolicy,
    Secret, Transport, TransportFailure, token_fn, transport_fn,
};
use futures_util::future::{Either, select};
use serde_json::json;
use slow::{MINUTE, clock, dripping, stalling};
use tokio::sync::Notify;
use wiregen_tests::depot::{Depot, start};
use wiregen_tests::server::serve;

/// Whose clock [`slow`] has.
use depot as runtime;
mod slow;

/// Longer than any test lets pass.
const FOREVER: Duration = Duration::from_secs(365 * 24 * 60 * 60);

#[tokio::test]
async fn a_call_ends_at_its_deadline() {
    let clock = clock();
    let url = stalling(1, "", &clock, MINUTE);
    let builder = Client::builder().base_url(url).clock(clock);
    let client = builder.timeout(MINUTE).build().unwrap();
    let error = client.orders().list_archive().await.unwrap_err();
    assert!(error.is_timeout() && !error.is_connect() && !error.is_body());
    assert_eq!(
        error.to_string(),
        "list_archive: GET /archive: timed out waiting for the answer"
    );
    assert_eq!(error.attempts(), 1, "there is no time for another");
}

#[tokio::test]
async fn a_server_that_stalls_is_given_up_and_asked_again() {
    let clock = clock();
    let url = stalling(3, "", &clock, MINUTE);
    let builder = Client::builder().base_url(url).clock(clock);
    let builder = builder.read_timeout(MINUTE).timeout(FOREVER);
    let client = builder.build().unwrap();
    let error = client.orders().list_archive().await.unwrap_err();
    assert!(error.is_timeout() && !error.is_body());
    assert_eq!(error.attempts(), 3);
}

#[tokio::test]
async fn an_answer_that_comes_byte_by_byte_is_read_whole() {
    let clock = clock();
    let body = json!([{"number": 7, "placed_at": "2026-11-21T10:00:00Z"}]).to_string();
    let length = body.len() as u64;
    // Each byte comes in time, and all of them take much longer than one may.
    let (url, came) = dripping(body, &clock, MINUTE / 2);
    let builder = Client::builder().base_url(url).clock(clock);
    let builder = builder.read_timeout(MINUTE).timeout(FOREVER);
    let client = builder.build().unwrap();
    let parts = Arc::new(Mutex::new(Vec::new()));
    let keep = Arc::clone(&parts);
    let call = client.orders().list_archive();
    let call = call.on_download_progress(move |received, total| {
        keep.lock().unwrap().push((received, total));
        let _ = came.send(());
    });
    let orders = call.await.unwrap();
    assert_eq!((orders.len(), orders[0].number), (1, 7));
    assert_eq!(orders.attempts(), 1);
    let expected: Vec<_> = (1..=length).map(|byte| (byte, Some(length))).collect();
    assert_eq!(*parts.lock().unwrap(), expected);
}

/// Half an answer, and nothing after it.
const HALF: &str =
    "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n[";

#[tokio::test]
async fn an_answer_that_stalls_in_its_middle_is_given_up() {
    let limits: [fn(ClientBuilder) -> ClientBuilder; 2] = [
        |builder| builder.read_timeout(MINUTE).timeout(FOREVER),
        |builder| builder.timeout(MINUTE),
    ];
    for limit in limits {
        let clock = clock();
        let url = stalling(1, HALF, &clock, Duration::ZERO);
        let builder = Client::builder().base_url(url).clock(Arc::clone(&clock));
        let builder = limit(builder.retry(RetryPolicy::none()));
        let client = builder.build().unwrap();
        let half = Arc::new(Notify::new());
        let has_come = Arc::clone(&half);
        let call = client
            .orders()
            .list_archive()
            .on_download_progress(move |_, _| has_come.notify_one());
        let time = pin!(async {
            half.notified().await;
            clock.advance(MINUTE);
            tokio::task::yield_now().await;
        });
        // The call is polled first: it waits for the rest when the time passes, and sees that it has.
        let Either::Left((answered, _)) = select(call.into_future(), time).await else {
            panic!("it still waits");
        };
        let error = answered.unwrap_err();
        assert!(error.is_timeout(), "{error:?}");
        let shown = "list_archive: GET /archive: timed out reading the answer";
        assert_eq!(error.to_string(), shown);
        assert_eq!((error.status(), error.attempts()), (None, 1));
    }
}

/// What was seen of attempts, as a line each.
#[derive(Default)]
struct Notes(Mutex<Vec<String>>);

impl Notes {
    fn add(&self, note: String) {
        self.0.lock().unwrap().push(note);
    }
}

impl Hook for Notes {
    fn before(&self, attempt: &Attempt, request: &mut Request<Body>) -> Result<(), BoxError> {
        let number = attempt.number;
        self.add(format!("before {number} {}", attempt.operation.id));
        let headers = request.headers_mut();
        headers.insert("x-attempt", HeaderValue::from(number));
        Ok(())
    }

    fn after(&self, attempt: &Attempt, outcome: Result<&Response<Body>, &TransportFailure>) {
        let status = outcome.map(|response| response.status().as_u16());
        self.add(format!("after {} {status:?}", attempt.number));
    }
}

#[tokio::test]
async fn a_transport_and_a_hook_see_each_attempt() {
    let (depot, builder) = start().await;
    let notes = Arc::new(Notes::default());
    let inner = Arc::new(ReqwestTransport::new(reqwest::Client::new()));
    let seen = Arc::clone(&notes);
    let transport = transport_fn(move |request: Request<Body>| {
        let path = request.uri().path();
        let number = request.headers().get("x-attempt");
        seen.add(format!("transport {path} {number:?}"));
        let inner = Arc::clone(&inner);
        async move { inner.send(request).await }
    });
    let builder = builder.transport(transport).hook(Arc::clone(&notes));
    let client = builder.build().unwrap();
    depot.fail(1);
    let page = client.parts().list_parts().await.unwrap();
    assert_eq!((page.parts.len(), page.attempts()), (2, 2));
    assert_eq!(
        *notes.0.lock().unwrap(),
        [
            // The token goes through the transport as well, and is no attempt of the call.
            "transport /v1/token None",
            "before 1 list_parts",
            "transport /v1/parts Some(\"1\")",
            "after 1 Ok(429)",
            "before 2 list_parts",
            "transport /v1/parts Some(\"2\")",
            "after 2 Ok(200)",
        ]
    );
    let numbers: Vec<_> = depot
        .seen_of("parts")
        .iter()
        .map(|headers| headers["x-attempt"].clone())
        .collect();
    assert_eq!(numbers, ["1", "2"]);
}

#[tokio::test]
async fn a_request_is_shown_without_its_secrets() {
    let (depot, builder) = start().await;
    let client = builder.build().unwrap();
    let drawing = client.parts().download_drawing("bolt/7");
    let line = drawing.to_curl().unwrap();
    assert!(line.starts_with("curl -X GET 'http://127.0.0.1:"), "{line}");
    assert!(
        line.contains("/v1/parts/bolt%2F7/drawing?key=***"),
        "{line}"
    );
    let upload = client.parts().upload_drawing("bolt", "lines");
    let create = client
        .parts()
        .create_part(Part::new("bolt-8", PartKind::Bolt));
    let (upload, create) = (upload.to_curl().unwrap(), create.to_curl().unwrap());
    assert!(upload.contains("x-key: ***"), "{upload}");
    assert!(upload.ends_with("--data-raw lines"), "{upload}");
    assert!(create.contains("authorization: ***"), "{create}");
    assert!(
        create.contains(r#"'{"id":"bolt-8","kind":"bolt"}'"#),
        "{create}"
    );
    let all = format!("{line} {upload} {create}");
    assert!(!all.contains("hidden"), "{all}");
    assert!(depot.seen().is_empty(), "not even a token is fetched");
}

#[tokio::test]
async fn a_request_can_be_taken_and_not_sent() {
    let (depot, builder) = start().await;
    let client = builder.build().unwrap();
    let drawing = client.parts().download_drawing("bolt");
    let request = drawing.into_request().await.unwrap();
    let (path, query) = (request.uri().path(), request.uri().query());
    assert_eq!(
        (path, query),
        ("/v1/parts/bolt/drawing", Some("key=hidden-2"))
    );
    assert!(depot.seen().is_empty());

    let create = client
        .parts()
        .create_part(Part::new("bolt-8", PartKind::Bolt));
    let request = create.into_request().await.unwrap();
    assert_eq!(request.method(), "POST");
    assert_eq!(request.headers()[header::AUTHORIZATION], "Bearer t-1");
    assert!(request.headers().contains_key("idempotency-key"));
    let body = request.body().as_bytes().unwrap();
    assert_eq!(body.as_ref(), br#"{"id":"bolt-8","kind":"bolt"}"#);
    // A token that is missing is fetched for it; the request itself stays here.
    assert_eq!((depot.tokens(), depot.seen().len()), (1, 1));
}

#[test]
fn calls_work_without_an_async_runtime() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (depot, builder) = runtime.block_on(start());
    let client = builder.build().unwrap();
    let page = client.orders().list_orders().page(2).send_blocking();
    assert_eq!(page.unwrap().orders[0].number, 20);
    let items = client.parts().list_parts().items().into_blocking();
    let ids: Result<Vec<String>, _> = items.map(|item| item.map(|part| part.id)).collect();
    let expected: Vec<String> = (0..10).map(|number| format!("bolt-{number}")).collect();
    assert_eq!(ids.unwrap(), expected);
    depot.fail(u32::MAX);
    let error = client.parts().list_parts().send_blocking().unwrap_err();
    assert_eq!(
        (error.status().unwrap().as_u16(), error.attempts()),
        (429, 3)
    );
}

/// A server that takes one token alone.
async fn taking(token: &'static str) -> (Arc<Depot>, String) {
    let depot = Arc::new(Depot::default());
    let seen = Arc::clone(&depot);
    let app = Router::new().fallback(async move |headers: HeaderMap| {
        seen.note("asked", &headers);
        match headers[header::AUTHORIZATION] == format!("Bearer {token}") {
            true => (StatusCode::OK, axum::Json(json!({"parts": []}))),
            false => (StatusCode::UNAUTHORIZED, axum::Json(json!({}))),
        }
    });
    (depot, serve(app).await)
}

#[tokio::test]
async fn a_provider_is_told_which_token_was_refused() {
    for (accepted, is_taken) in [("two", true), ("three", false)] {
        let (depot, url) = taking(accepted).await;
        let asked = Arc::new(Mutex::new(Vec::new()));
        let keep = Arc::clone(&asked);
        let provider = token_fn(move |refused: Option<Secret>| {
            let refused = refused.map(|token| token.expose().to_owned());
            let token = match refused.as_deref() {
                None => "one",
                Some("one") => "two",
                Some(_) => "three",
            };
            keep.lock().unwrap().push(refused);
            async move { Ok::<_, BoxError>(Secret::from(token)) }
        });
        let builder = Client::builder().base_url(url).oauth_provider(provider);
        let client = builder.build().unwrap();
        let answered = client.parts().list_parts().await;
        match answered {
            Ok(page) => assert!(is_taken && page.attempts() == 2),
            Err(error) => {
                assert!(!is_taken, "{error}");
                assert!(matches!(error, Error::UndocumentedStatus(_)), "{error:?}");
                assert_eq!(error.status(), Some(StatusCode::UNAUTHORIZED));
                assert_eq!(error.attempts(), 2, "it is sent again once");
            }
        }
        assert_eq!(*asked.lock().unwrap(), [None, Some("one".to_owned())]);
        let sent: Vec<_> = depot
            .seen_of("asked")
            .iter()
            .map(|headers| headers[header::AUTHORIZATION].clone())
            .collect();
        assert_eq!(sent, ["Bearer one", "Bearer two"]);
    }
}

#[tokio::test]
async fn a_token_is_renewed_before_it_expires() {
    const HOUR: Duration = Duration::from_secs(60 * 60);

    let (depot, builder) = start().await;
    let clock = clock();
    let client = builder.clock(Arc::clone(&clock)).build().unwrap();
    let call = || client.parts().list_parts();
    call().await.unwrap();
    // More than a minute before its end it is still good, a minute before it is not.
    clock.advance(HOUR - MINUTE - Duration::from_secs(1));
    call().await.unwrap();
    assert_eq!(depot.tokens(), 1);
    clock.advance(Duration::from_secs(1));
    call().await.unwrap();
    call().await.unwrap();
    assert_eq!(depot.tokens(), 2);
    let sent: Vec<_> = depot
        .seen_of("parts")
        .iter()
        .map(|headers| headers[header::AUTHORIZATION].clone())
        .collect();
    assert_eq!(
        sent,
        ["Bearer t-1", "Bearer t-1", "Bearer t-2", "Bearer t-2"]
    );
}
