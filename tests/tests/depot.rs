//! A client for a made-up API that uses what the SIP API does not, against a server that fails in the
//! ways in which servers and networks do.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, Multipart, Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use depot::types::{ImportPartsBody, Measurement, Part, PartKind};
use depot::{Client, ClientBuilder, Error, File, RetryPolicy, Upload};
use futures_util::future::join_all;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// What the server was asked, and how often it is to fail yet.
#[derive(Default)]
struct Depot {
    seen: Mutex<Vec<(String, HeaderMap)>>,
    tokens: Mutex<u32>,
    failures: Mutex<u32>,
    drawing: Mutex<Bytes>,
    measurements: Mutex<String>,
    /// Where redirects lead.
    elsewhere: Mutex<String>,
}

type Shared = State<Arc<Depot>>;
type Pairs = Query<BTreeMap<String, String>>;

impl Depot {
    fn note(&self, what: &str, headers: &HeaderMap) {
        self.seen
            .lock()
            .unwrap()
            .push((what.to_owned(), headers.clone()));
    }

    fn seen(&self) -> Vec<(String, HeaderMap)> {
        self.seen.lock().unwrap().clone()
    }

    fn fail(&self, times: u32) {
        *self.failures.lock().unwrap() = times;
    }

    fn must_fail(&self) -> bool {
        let mut failures = self.failures.lock().unwrap();
        let must = *failures > 0;
        *failures = failures.saturating_sub(1);
        must
    }
}

fn busy() -> Response {
    let body = axum::Json(json!({"message": "busy"}));
    (
        StatusCode::TOO_MANY_REQUESTS,
        [(header::RETRY_AFTER, "0")],
        body,
    )
        .into_response()
}

fn part(number: usize) -> Value {
    json!({"id": format!("bolt-{number}"), "kind": "bolt", "weight": 1.5})
}

/// A body that is cut after its first part, which has been sent by then.
fn cut(first: String) -> Body {
    let end = stream::once(async {
        for _ in 0..64 {
            tokio::task::yield_now().await;
        }
        Err(std::io::Error::other("cut"))
    });
    Body::from_stream(stream::iter([Ok(first)]).chain(end))
}

async fn token(State(depot): Shared, headers: HeaderMap, body: String) -> Response {
    depot.note(&format!("token {body}"), &headers);
    *depot.tokens.lock().unwrap() += 1;
    axum::Json(json!({"access_token": "t-1", "token_type": "Bearer", "expires_in": 3600}))
        .into_response()
}

async fn list_parts(State(depot): Shared, Query(query): Pairs, headers: HeaderMap) -> Response {
    let cursor: usize = query
        .get("cursor")
        .map_or(0, |cursor| cursor.parse().unwrap());
    depot.note(&format!("parts {cursor}"), &headers);
    if depot.must_fail() {
        return busy();
    }
    let parts: Vec<Value> = (cursor..cursor + 2).map(part).collect();
    let next = (cursor < 8).then(|| (cursor + 2).to_string());
    axum::Json(json!({"parts": parts, "next_cursor": next})).into_response()
}

async fn create_part(State(depot): Shared, headers: HeaderMap, body: Bytes) -> Response {
    depot.note("create", &headers);
    if depot.must_fail() {
        return StatusCode::BAD_GATEWAY.into_response();
    }
    (
        StatusCode::CREATED,
        [(header::CONTENT_TYPE, "application/json")],
        body,
    )
        .into_response()
}

async fn download(State(depot): Shared, Path(id): Path<String>, headers: HeaderMap) -> Response {
    depot.note(&format!("download {id}"), &headers);
    if id == "away" {
        let away = depot.elsewhere.lock().unwrap().clone();
        return (StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, away)]).into_response();
    }
    if depot.must_fail() {
        return Response::builder()
            .header(header::CONTENT_LENGTH, 1000)
            .body(cut("half".to_owned()))
            .unwrap();
    }
    depot.drawing.lock().unwrap().clone().into_response()
}

async fn upload(State(depot): Shared, headers: HeaderMap, body: Bytes) -> StatusCode {
    depot.note("upload", &headers);
    if depot.must_fail() {
        return StatusCode::SERVICE_UNAVAILABLE;
    }
    *depot.drawing.lock().unwrap() = body;
    StatusCode::NO_CONTENT
}

async fn import(State(depot): Shared, headers: HeaderMap, mut form: Multipart) -> Response {
    let mut parts = Vec::new();
    while let Some(field) = form.next_field().await.unwrap() {
        let name = field.name().unwrap().to_owned();
        let file = field.file_name().map(str::to_owned);
        parts.push(format!(
            "{name} {file:?} {}",
            field.bytes().await.unwrap().len()
        ));
    }
    depot.note(&parts.join(", "), &headers);
    axum::Json(json!({"imported": parts.len()})).into_response()
}

async fn orders(State(depot): Shared, Query(query): Pairs, headers: HeaderMap) -> Response {
    let page: usize = query.get("page").map_or(1, |page| page.parse().unwrap());
    depot.note(&format!("orders {page}"), &headers);
    let orders: Vec<Value> = (0..2)
        .map(|order| json!({"number": page * 10 + order}))
        .collect();
    axum::Json(json!({"orders": orders, "total_pages": 3})).into_response()
}

async fn shelves(State(depot): Shared, Query(query): Pairs, headers: HeaderMap) -> Response {
    let number = |name: &str, usual| query.get(name).map_or(usual, |text| text.parse().unwrap());
    let (offset, limit): (usize, usize) = (number("offset", 0), number("limit", 100));
    depot.note(&format!("shelves {offset}"), &headers);
    let shelves: Vec<Value> = (offset..(offset + limit).min(7))
        .map(|shelf| json!({"name": format!("s{shelf}")}))
        .collect();
    axum::Json(json!({"shelves": shelves, "total": 7})).into_response()
}

/// Three pages that lead to each other for ever.
async fn archive(Query(query): Pairs) -> Response {
    let page: usize = query.get("page").map_or(0, |page| page.parse().unwrap());
    let next = format!("</v1/archive?page={}>; rel=\"next\"", (page + 1) % 3);
    (
        [(header::LINK, next)],
        axum::Json(json!([{"number": page}])),
    )
        .into_response()
}

async fn events(State(depot): Shared, headers: HeaderMap) -> Response {
    let last = headers
        .get("last-event-id")
        .map(|id| id.to_str().unwrap().to_owned());
    depot.note(&format!("events {last:?}"), &headers);
    let event = |id: u32| {
        let data = json!({"part": format!("bolt-{id}"), "at": "2026-11-21T10:00:00+01:00"});
        format!("retry: 0\nid: {id}\ndata: {data}\n\n")
    };
    let body = match last.as_deref() {
        // Cut within the third event.
        None => {
            let begun = format!("{}{}id: 3\ndata: {{", event(1), event(2));
            cut(begun)
        }
        Some("2") => Body::from(event(3)),
        Some(_) => return StatusCode::NO_CONTENT.into_response(),
    };
    ([(header::CONTENT_TYPE, "text/event-stream")], body).into_response()
}

async fn measure(State(depot): Shared, body: String) -> StatusCode {
    depot.measurements.lock().unwrap().push_str(&body);
    StatusCode::NO_CONTENT
}

async fn measurements(State(depot): Shared) -> Response {
    let body = depot.measurements.lock().unwrap().clone();
    ([(header::CONTENT_TYPE, "application/x-ndjson")], body).into_response()
}

async fn serve(app: Router) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    url
}

async fn start() -> (Arc<Depot>, ClientBuilder) {
    let depot = Arc::new(Depot::default());
    let app = Router::new()
        .route("/v1/token", post(token))
        .route("/v1/parts", get(list_parts).post(create_part))
        .route("/v1/parts/{id}/drawing", get(download).put(upload))
        .route("/v1/parts/import", post(import))
        .route("/v1/orders", get(orders))
        .route("/v1/shelves", get(shelves))
        .route("/v1/archive", get(archive))
        .route("/v1/events", get(events))
        .route("/v1/measurements", get(measurements).post(measure))
        .layer(DefaultBodyLimit::disable())
        .with_state(Arc::clone(&depot));
    let url = serve(app).await;
    let builder = Client::builder()
        .base_url(format!("{url}/v1"))
        .oauth_client_credentials_with(
            depot::ClientCredentials::new("me", "hidden-0").token_url(format!("{url}/v1/token")),
        )
        .key_in_header("hidden-1")
        .key_in_query("hidden-2")
        .key_in_cookie("hidden-3")
        .retry(RetryPolicy::default().backoff(Duration::ZERO, Duration::ZERO));
    (depot, builder)
}

#[tokio::test]
async fn a_storm_of_429_is_ridden_out_and_each_item_comes_once() {
    let (depot, builder) = start().await;
    let client = builder.build().unwrap();
    depot.fail(2);
    let mut items = client.parts().list_parts().limit(2).items();
    let mut ids = Vec::new();
    while let Some(part) = items.try_next().await.unwrap() {
        ids.push(part.id);
        depot.fail(1);
    }
    let expected: Vec<String> = (0..10).map(|number| format!("bolt-{number}")).collect();
    assert_eq!(ids, expected);
}

#[tokio::test]
async fn a_storm_that_does_not_end_is_the_users_to_see() {
    let (depot, builder) = start().await;
    let client = builder.build().unwrap();
    depot.fail(u32::MAX);
    let error = client.parts().list_parts().await.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::TOO_MANY_REQUESTS));
    assert_eq!(error.attempts(), 3);
    assert!(matches!(error, Error::Api(_)), "{error:?}");
    // Many calls at once have a budget between them.
    let before = depot.seen().len();
    let calls = (0..100).map(|_| client.parts().list_parts().into_future());
    assert!(join_all(calls).await.iter().all(Result::is_err));
    let sent = depot.seen().len() - before;
    assert!(sent <= 100 + 50 + 20, "{sent} requests for 100 calls");
}

#[tokio::test]
async fn one_token_serves_all_calls() {
    let (depot, builder) = start().await;
    let client = builder.build().unwrap();
    let calls = (0..20).map(|_| client.parts().list_parts().into_future());
    assert!(join_all(calls).await.iter().all(Result::is_ok));
    assert_eq!(*depot.tokens.lock().unwrap(), 1);
    let seen = depot.seen();
    let (asked, _) = seen
        .iter()
        .find(|(what, _)| what.starts_with("token"))
        .unwrap();
    assert!(asked.contains("grant_type=client_credentials"), "{asked}");
    let listed = seen.iter().filter(|(what, _)| what.starts_with("parts"));
    for (_, headers) in listed {
        assert_eq!(headers[header::AUTHORIZATION], "Bearer t-1");
    }
}

#[tokio::test]
async fn a_part_is_created_once_though_it_is_asked_for_thrice() {
    let (depot, builder) = start().await;
    let client = builder.build().unwrap();
    depot.fail(2);
    let created = client
        .parts()
        .create_part(Part::new("nut-1", PartKind::Nut))
        .await
        .unwrap();
    assert_eq!((created.id.as_str(), created.attempts()), ("nut-1", 3));
    let seen = depot.seen();
    let keys: Vec<_> = seen
        .iter()
        .filter(|(what, _)| what == "create")
        .map(|(_, headers)| headers["idempotency-key"].clone())
        .collect();
    assert_eq!(keys.len(), 3);
    assert!(keys.iter().all(|key| *key == keys[0]));
}

#[tokio::test]
async fn files_go_up_and_come_down_without_being_held() {
    let (depot, builder) = start().await;
    let client = builder.build().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (up, down) = (folder.path().join("up"), folder.path().join("down"));
    let drawing: Vec<u8> = (0..3_000_000_u32)
        .map(|byte| byte.to_le_bytes()[0])
        .collect();
    std::fs::write(&up, &drawing).unwrap();

    // It is read again for the second attempt.
    depot.fail(1);
    let call = client
        .parts()
        .upload_drawing("bolt/7", Upload::from_path(&up));
    let last = Arc::new(Mutex::new((0, None)));
    let keep = Arc::clone(&last);
    let call = call.on_upload_progress(move |sent, total| *keep.lock().unwrap() = (sent, total));
    assert_eq!(call.await.unwrap().attempts(), 2);
    assert_eq!(*last.lock().unwrap(), (3_000_000, Some(3_000_000)));
    let (_, headers) = depot.seen().pop().unwrap();
    assert_eq!(headers[header::CONTENT_LENGTH], "3000000");
    assert_eq!(headers["x-key"], "hidden-1");

    let download = client
        .parts()
        .download_drawing("bolt/7")
        .download()
        .await
        .unwrap();
    assert_eq!(download.save_to(&down).await.unwrap(), 3_000_000);
    assert!(std::fs::read(&down).unwrap() == drawing);
    assert_eq!(depot.seen().pop().unwrap().0, "download bolt/7");
}

#[tokio::test]
async fn half_a_file_is_no_file() {
    let (depot, builder) = start().await;
    let client = builder.retry(RetryPolicy::none()).build().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("drawing");
    depot.fail(1);
    let download = client
        .parts()
        .download_drawing("half")
        .download()
        .await
        .unwrap();
    assert_eq!(download.content_length(), Some(1000));
    let error = download.save_to(&path).await.unwrap_err();
    assert!(!error.to_string().contains("hidden"), "{error}");
    assert_eq!(
        std::fs::read_dir(folder.path()).unwrap().count(),
        0,
        "nothing is left behind"
    );
}

#[tokio::test]
async fn a_redirect_to_another_host_gets_no_credentials() {
    let (depot, builder) = start().await;
    let client = builder.build().unwrap();
    let other = Arc::new(Depot::default());
    let app = Router::new()
        .fallback(|State(other): Shared, headers: HeaderMap| async move {
            other.note("asked", &headers)
        })
        .with_state(Arc::clone(&other));
    *depot.elsewhere.lock().unwrap() = serve(app).await;
    let error = client.parts().download_drawing("away").await.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::TEMPORARY_REDIRECT));
    assert!(matches!(error, Error::UndocumentedStatus(_)));
    assert!(other.seen().is_empty());
}

#[tokio::test]
async fn a_multipart_body_is_streamed_with_a_cookie() {
    let (depot, builder) = start().await;
    let client = builder.build().unwrap();
    let chunks =
        stream::iter((0..4).map(|_| Ok::<_, std::io::Error>(Bytes::from_static(b"12345"))));
    let file = File::from_stream(chunks, Some(20))
        .named("parts.csv")
        .of_type("text/csv");
    let body = ImportPartsBody::new(file).note("all of them");
    let answer = client.parts().import_parts(body).await.unwrap();
    assert_eq!(answer.imported, 2);
    let (what, headers) = depot.seen().pop().unwrap();
    assert_eq!(what, "file Some(\"parts.csv\") 20, note None 11");
    assert_eq!(headers[header::COOKIE], "session=hidden-3");
}

#[tokio::test]
async fn lists_go_on_by_number_and_by_offset() {
    let (depot, builder) = start().await;
    let client = builder.build().unwrap();
    let orders: Vec<i64> = client
        .orders()
        .list_orders()
        .items()
        .map_ok(|order| order.number)
        .try_collect()
        .await
        .unwrap();
    assert_eq!(orders, [10, 11, 20, 21, 30, 31]);
    // Basic authentication would do as well; the two keys are what this client has.
    let (_, headers) = depot.seen().pop().unwrap();
    assert_eq!(headers["x-key"], "hidden-1");
    let shelves: Vec<String> = client
        .parts()
        .list_shelves()
        .limit(3)
        .items()
        .map_ok(|shelf| shelf.name)
        .try_collect()
        .await
        .unwrap();
    assert_eq!(shelves, ["s0", "s1", "s2", "s3", "s4", "s5", "s6"]);
}

#[tokio::test]
async fn pages_without_an_end_come_to_one() {
    let (_depot, builder) = start().await;
    let client = builder.build().unwrap();
    let mut items = client.orders().list_archive().items();
    let mut numbers = Vec::new();
    let error = loop {
        match items.try_next().await {
            Ok(Some(order)) => numbers.push(order.number),
            Ok(None) => panic!("it leads back"),
            Err(error) => break error,
        }
    };
    // The first page has no number in its URL, so it is read under both.
    assert_eq!(numbers, [0, 1, 2, 0]);
    assert!(error.to_string().contains("leads back"), "{error}");
}

#[tokio::test]
async fn events_go_on_after_a_cut() {
    let (depot, builder) = start().await;
    let client = builder.build().unwrap();
    let mut events = client
        .events()
        .listen()
        .reconnecting()
        .wait(Duration::ZERO, Duration::ZERO);
    let mut parts = Vec::new();
    while let Some(event) = events.try_next().await.unwrap() {
        parts.push(event.data.part);
    }
    assert_eq!(parts, ["bolt-1", "bolt-2", "bolt-3"]);
    let asked: Vec<String> = depot.seen().into_iter().map(|(what, _)| what).collect();
    assert_eq!(
        asked,
        ["events None", "events Some(\"2\")", "events Some(\"3\")"]
    );
}

#[tokio::test]
async fn lines_go_up_and_come_down_one_by_one() {
    let (_depot, builder) = start().await;
    let client = builder.build().unwrap();
    let measured = (0..1000_u32).map(|value| Measurement::new("s1", f64::from(value)));
    client.events().write_measurements(measured).await.unwrap();
    let lines = client
        .events()
        .read_measurements()
        .await
        .unwrap()
        .into_inner();
    let values: Vec<f64> = lines.map(|line| line.unwrap().value).collect().await;
    assert_eq!(values.len(), 1000);
    assert!((values[999] - 999.0).abs() < f64::EPSILON);
}
