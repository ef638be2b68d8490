//! A server that is too busy, or too slow, on the SIP API.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use futures_util::future::join_all;
use signalwire_sip::types::CreateSipEndpointRequest;
use signalwire_sip::{Client, Error};
use slow::{MINUTE, clock, dripping, stalling};
use wiregen_tests::client::client_of;
use wiregen_tests::fake::Fake;
use wiregen_tests::server::serve;

/// Whose clock [`slow`] has.
use signalwire_sip as runtime;
mod slow;

const NO_ENDPOINTS: &str = r#"{"data":[],"links":{"self":"/","first":"/"}}"#;

/// A server that has too many requests until it is told that they are over.
#[derive(Default)]
struct Busy {
    requests: AtomicUsize,
    is_over: AtomicBool,
}

impl Busy {
    async fn start(retry_after: Option<&'static str>) -> (Arc<Self>, String) {
        let busy = Arc::new(Self::default());
        let answering = Arc::clone(&busy);
        let app = Router::new().fallback(async move || answering.answer(retry_after));
        (busy, serve(app).await)
    }

    fn answer(&self, retry_after: Option<&'static str>) -> Response {
        self.requests.fetch_add(1, Ordering::Relaxed);
        if self.is_over.load(Ordering::Relaxed) {
            let json = [(header::CONTENT_TYPE, "application/json")];
            return (json, NO_ENDPOINTS).into_response();
        }
        let mut headers = HeaderMap::new();
        if let Some(retry_after) = retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static(retry_after));
        }
        (StatusCode::TOO_MANY_REQUESTS, headers, "too many").into_response()
    }

    fn requests(&self) -> usize {
        self.requests.load(Ordering::Relaxed)
    }
}

#[tokio::test]
async fn a_storm_of_429_is_not_made_worse() {
    const CALLS: usize = 200;

    for retry_after in [Some("0"), None] {
        let (busy, url) = Busy::start(retry_after).await;
        let clock = clock();
        let builder = Client::builder().base_url(url).clock(Arc::clone(&clock));
        let client = builder.basic_auth("project", "token").build().unwrap();
        let list = || client.sip_endpoints().list_sip_endpoints();

        let error = list().await.unwrap_err();
        assert!(matches!(error, Error::UndocumentedStatus(_)), "{error:?}");
        assert_eq!(error.status(), Some(StatusCode::TOO_MANY_REQUESTS));
        assert_eq!(error.raw_body(), Some(&b"too many"[..]));
        assert_eq!((error.attempts(), busy.requests()), (3, 3));

        let answers = join_all((0..CALLS).map(|_| list().into_future())).await;
        let attempts: Vec<u32> = answers
            .iter()
            .map(|answer| {
                let error = answer.as_ref().unwrap_err();
                assert_eq!(error.status(), Some(StatusCode::TOO_MANY_REQUESTS));
                error.attempts()
            })
            .collect();
        // All calls have 50 retries between them, and another one for each five calls. Some are left
        // without any, and no call takes more than two.
        let sent = busy.requests();
        let retries = sent - 1 - CALLS;
        assert!((50..=50 + (CALLS + 1) / 5).contains(&retries), "{retries}");
        assert_eq!(attempts.iter().sum::<u32>() as usize + 3, sent);
        assert!(attempts.contains(&1) && attempts.iter().all(|attempts| *attempts <= 3));
        // Each retry waited as long as the server said, or as the policy says.
        let waited = clock.waited();
        assert_eq!(waited.len(), retries);
        let usual = Duration::from_millis(250)..=Duration::from_secs(1);
        assert!(waited.iter().all(|wait| match retry_after {
            Some(_) => wait.is_zero(),
            None => usual.contains(wait),
        }));

        // When it is over, the calls that come are answered.
        busy.is_over.store(true, Ordering::Relaxed);
        assert_eq!(list().await.unwrap().attempts(), 1);
    }
}

#[tokio::test]
async fn what_is_not_idempotent_is_sent_again_when_the_server_says_when() {
    for (retry_after, attempts) in [(Some("0"), 3), (None, 1)] {
        let (busy, url) = Busy::start(retry_after).await;
        let builder = Client::builder().base_url(url).clock(clock());
        let client = builder.basic_auth("project", "token").build().unwrap();
        let request = CreateSipEndpointRequest::new("c3p0", "yavin");
        let create = client.sip_endpoints().create_sip_endpoint(request);
        let error = create.await.unwrap_err();
        assert_eq!(error.attempts(), attempts);
        assert_eq!(busy.requests(), attempts as usize);
    }
}

/// A page of real endpoints, as text.
async fn page() -> String {
    let fake = Fake::start().await;
    fake.add_sip_endpoints(3);
    let client = client_of(&fake);
    let page = client.sip_endpoints().list_sip_endpoints().await.unwrap();
    String::from_utf8(page.raw_body().to_vec()).unwrap()
}

#[tokio::test]
async fn an_answer_that_comes_byte_by_byte_is_read_whole() {
    let clock = clock();
    // Each byte comes in time, and all of them take much longer than one may.
    let (url, came) = dripping(page().await, &clock, MINUTE / 2);
    let builder = Client::builder().base_url(url).clock(clock);
    let client = builder.basic_auth("project", "token").build().unwrap();
    let call = client
        .sip_endpoints()
        .list_sip_endpoints()
        .read_timeout(MINUTE)
        .timeout(10_000 * MINUTE)
        .on_download_progress(move |_, _| {
            let _ = came.send(());
        });
    let page = call.await.unwrap();
    let names: Vec<&str> = page.data.iter().map(|item| &*item.username).collect();
    assert_eq!(names, ["user-0", "user-1", "user-2"]);
    assert_eq!(page.attempts(), 1);
}

#[tokio::test]
async fn an_answer_that_comes_byte_by_byte_ends_at_the_deadline() {
    let clock = clock();
    let (url, came) = dripping(page().await, &clock, MINUTE / 2);
    let builder = Client::builder().base_url(url).clock(clock);
    let client = builder.basic_auth("project", "token").build().unwrap();
    let call = client
        .sip_endpoints()
        .list_sip_endpoints()
        .timeout(10 * MINUTE)
        .on_download_progress(move |_, _| {
            let _ = came.send(());
        });
    let error = call.await.unwrap_err();
    assert!(error.is_timeout() && !error.is_connect(), "{error:?}");
}

#[tokio::test]
async fn an_answer_that_does_not_begin_ends_at_the_deadline() {
    let clock = clock();
    let url = stalling(1, "", &clock, MINUTE);
    let builder = Client::builder().base_url(url).clock(clock);
    let client = builder.basic_auth("project", "token").build().unwrap();
    let call = client.sip_endpoints().list_sip_endpoints().timeout(MINUTE);
    let error = call.await.unwrap_err();
    assert!(error.is_timeout() && !error.is_connect(), "{error:?}");
    assert_eq!(
        error.to_string(),
        "list_sip_endpoints: GET /api/relay/rest/endpoints/sip: timed out waiting for the answer"
    );
}

#[tokio::test]
async fn a_server_that_stalls_is_given_up_and_asked_again() {
    let clock = clock();
    let url = stalling(3, "", &clock, MINUTE);
    let builder = Client::builder().base_url(url).clock(clock);
    let client = builder.basic_auth("project", "token").build().unwrap();
    let call = client.sip_endpoints().list_sip_endpoints();
    let call = call.read_timeout(MINUTE).timeout(10_000 * MINUTE);
    let error = call.await.unwrap_err();
    assert!(error.is_timeout() && !error.is_body(), "{error:?}");
    assert_eq!(error.attempts(), 3);
}
