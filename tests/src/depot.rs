//! A server for the client of the made-up API, which fails in the ways in which servers and networks do.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use ::depot::{Client, ClientBuilder, ClientCredentials, RetryPolicy};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, Multipart, Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use futures_util::{StreamExt as _, stream};
use serde_json::{Value, json};

use crate::server::serve;

/// What the server was asked, and how often it is to fail yet.
#[derive(Debug, Default)]
pub struct Depot {
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
    /// Keeps what was asked, and the headers of the request.
    pub fn note(&self, what: &str, headers: &HeaderMap) {
        self.seen
            .lock()
            .unwrap()
            .push((what.to_owned(), headers.clone()));
    }

    /// What was asked so far, in its order, with the headers of each request.
    pub fn seen(&self) -> Vec<(String, HeaderMap)> {
        self.seen.lock().unwrap().clone()
    }

    /// What was asked so far, by what it begins with.
    pub fn seen_of(&self, what: &str) -> Vec<HeaderMap> {
        let seen = self.seen().into_iter();
        seen.filter(|(asked, _)| asked.starts_with(what))
            .map(|(_, headers)| headers)
            .collect()
    }

    /// How many tokens were fetched.
    pub fn tokens(&self) -> u32 {
        *self.tokens.lock().unwrap()
    }

    /// Fails that often from now on.
    pub fn fail(&self, times: u32) {
        *self.failures.lock().unwrap() = times;
    }

    /// Has the drawing `away` redirect to this URL.
    pub fn send_away(&self, url: String) {
        *self.elsewhere.lock().unwrap() = url;
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
    let number = {
        let mut tokens = depot.tokens.lock().unwrap();
        *tokens += 1;
        *tokens
    };
    let token = format!("t-{number}");
    axum::Json(json!({"access_token": token, "token_type": "Bearer", "expires_in": 3600}))
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

/// Five returns, two on a page; the number of the last one leads on.
async fn returns(State(depot): Shared, Query(query): Pairs, headers: HeaderMap) -> Response {
    let beyond: i64 = query
        .get("beyond")
        .map_or(0, |beyond| beyond.parse().unwrap());
    depot.note(&format!("returns {beyond}"), &headers);
    let numbers: Vec<i64> = (1..=5).map(|number| number * 11).collect();
    let mut left = numbers.into_iter().filter(|number| *number > beyond);
    let page: Vec<Value> = left
        .by_ref()
        .take(2)
        .map(|number| json!({"number": number}))
        .collect();
    axum::Json(json!({"returned": page, "open": left.next().is_some()})).into_response()
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

/// Starts a server, with the builder of a client that has credentials for it and waits for nothing.
pub async fn start() -> (Arc<Depot>, ClientBuilder) {
    let depot = Arc::new(Depot::default());
    let app = Router::new()
        .route("/v1/token", post(token))
        .route("/v1/parts", get(list_parts).post(create_part))
        .route("/v1/parts/{id}/drawing", get(download).put(upload))
        .route("/v1/parts/import", post(import))
        .route("/v1/orders", get(orders))
        .route("/v1/shelves", get(shelves))
        .route("/v1/archive", get(archive))
        .route("/v1/returns", get(returns))
        .route("/v1/events", get(events))
        .route("/v1/measurements", get(measurements).post(measure))
        .layer(DefaultBodyLimit::disable())
        .with_state(Arc::clone(&depot));
    let url = serve(app).await;
    let builder = Client::builder()
        .base_url(format!("{url}/v1"))
        .oauth_client_credentials_with(
            ClientCredentials::new("me", "hidden-0").token_url(format!("{url}/v1/token")),
        )
        .key_in_header("hidden-1")
        .key_in_query("hidden-2")
        .key_in_cookie("hidden-3")
        .retry(RetryPolicy::default().backoff(Duration::ZERO, Duration::ZERO));
    (depot, builder)
}
