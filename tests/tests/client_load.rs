//! The client under load, in a process whose memory is counted.

use futures_util::stream::{self, StreamExt as _};
use peak_alloc::PeakAlloc;
use signalwire_sip::Client;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const CALLS: usize = 10_000;
const AT_ONCE: usize = 200;
/// How much more may be in use after a call, in bytes: less than its answer has, or its request.
const GROWTH: usize = 32;

/// Calls so many times, and waits for all answers.
async fn call(client: &Client, calls: usize) {
    let calls = stream::iter(0..calls).map(|_| client.sip_endpoints().list_sip_endpoints());
    let mut answers = calls.map(IntoFuture::into_future).buffer_unordered(AT_ONCE);
    while let Some(answer) = answers.next().await {
        assert_eq!(answer.unwrap().attempts(), 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_thousand_calls_at_a_time_of_two_hundred() {
    // A server that keeps nothing of what it is asked, in this very process.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let body = format!(r#"{{"data":[],"links":{{"self":"{url}","first":"{url}"}}}}"#);
    let app = axum::Router::new().fallback(move || std::future::ready(body.clone()));
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    let client = Client::builder()
        .base_url(url)
        .basic_auth("project", "token")
        .build()
        .unwrap();
    // By then the connections are there, and their buffers have found their size.
    call(&client, CALLS).await;
    let before = MEMORY.current_usage();
    call(&client, CALLS).await;
    let after = MEMORY.current_usage();
    assert!(
        after < before + GROWTH * CALLS,
        "{before} bytes, then {after}"
    );
}
