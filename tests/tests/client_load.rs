//! The client under load, in a process whose memory is counted.

use futures_util::stream::{self, StreamExt as _};
use peak_alloc::PeakAlloc;
use signalwire_sip::Client;
use wiregen_tests::server::serve;

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
    let body = r#"{"data":[],"links":{"self":"/","first":"/"}}"#;
    let url = serve(axum::Router::new().fallback(move || std::future::ready(body))).await;
    let client = Client::builder()
        .base_url(url)
        .basic_auth("project", "token")
        .build()
        .unwrap();
    // In the first rounds come the connections, and their buffers find their size.
    let mut used = Vec::new();
    let has_settled = loop {
        call(&client, CALLS).await;
        used.push(MEMORY.current_usage());
        match used.as_slice() {
            [.., before, after] if *after < before + GROWTH * CALLS => break true,
            all if all.len() == 6 => break false,
            _ => {}
        }
    };
    assert!(has_settled, "bytes in use after each round: {used:?}");
}
