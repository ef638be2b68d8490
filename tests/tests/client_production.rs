//! What production asks of the client, on the SIP API: retries, calls without an async runtime,
//! requests that are shown and not sent.

use std::time::Duration;

use signalwire_sip::types::CreateSipEndpointRequest;
use signalwire_sip::{Client, RetryPolicy};
use uuid::Uuid;
use wiregen_tests::client::{builder_for, client_of};
use wiregen_tests::fake::{Fake, Misbehaviour};

fn at_once() -> RetryPolicy {
    RetryPolicy::default().backoff(Duration::ZERO, Duration::ZERO)
}

fn patient_client_of(fake: &Fake) -> Client {
    let (project_id, api_token) = Fake::credentials();
    builder_for(fake)
        .basic_auth(project_id, api_token)
        .retry(at_once())
        .build()
        .unwrap()
}

#[tokio::test]
async fn a_failure_that_passes_is_not_noticed() {
    let fake = Fake::start().await;
    let client = patient_client_of(&fake);
    for misbehaviour in [Misbehaviour::Status(500), Misbehaviour::CutConnection] {
        fake.next(misbehaviour);
        let page = client.sip_endpoints().list_sip_endpoints().await.unwrap();
        assert_eq!(page.attempts(), 2);
    }
}

#[tokio::test]
async fn nothing_is_created_twice() {
    let fake = Fake::start().await;
    let client = patient_client_of(&fake);
    fake.next(Misbehaviour::Status(500));
    let request = CreateSipEndpointRequest::new("c3p0", "yavin");
    let error = client
        .sip_endpoints()
        .create_sip_endpoint(request)
        .await
        .unwrap_err();
    assert_eq!(error.attempts(), 1);
    assert_eq!(fake.requests().len(), 1);
}

#[tokio::test]
async fn a_list_survives_failures_between_its_pages() {
    let fake = Fake::start().await;
    fake.add_sip_endpoints(30);
    let client = patient_client_of(&fake);
    let mut pages = client
        .sip_endpoints()
        .list_sip_endpoints()
        .page_size(10)
        .pages();
    let mut items = 0;
    while let Some(page) = pages.try_next().await.unwrap() {
        items += page.data.len();
        fake.next(Misbehaviour::Status(500));
    }
    assert_eq!(items, 30);
}

#[test]
fn calls_work_without_an_async_runtime() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let fake = runtime.block_on(Fake::start());
    fake.add_sip_endpoints(30);
    let client = client_of(&fake);
    let page = client.sip_endpoints().list_sip_endpoints().page_size(7);
    assert_eq!(page.send_blocking().unwrap().data.len(), 7);
    let items = client.sip_endpoints().list_sip_endpoints().page_size(10);
    let names: Result<Vec<String>, _> = items
        .items()
        .into_blocking()
        .map(|item| item.map(|item| item.username))
        .collect();
    assert_eq!(names.unwrap().len(), 30);
    let missing = client.sip_endpoints().retrieve_sip_endpoint(Uuid::nil());
    let error = missing.send_blocking().unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 404);
}

#[tokio::test]
async fn a_request_is_shown_without_its_secrets() {
    let fake = Fake::start().await;
    let client = client_of(&fake);
    let request = CreateSipEndpointRequest::new("c3p0", "yavin").caller_id("C-3P0");
    let call = client.sip_endpoints().create_sip_endpoint(request);
    let line = call.to_curl().unwrap();
    let (_, token) = Fake::credentials();
    assert!(!line.contains("yavin") && !line.contains(token), "{line}");
    assert!(line.starts_with("curl -X POST http://127.0.0.1:"), "{line}");
    assert!(
        line.contains(r#""username":"c3p0","password":"***","caller_id":"C-3P0""#),
        "{line}"
    );
    assert!(fake.requests().is_empty());
}

/// Futures are moved, and lie in those that await them.
#[test]
fn the_future_of_a_call_is_small() {
    let client = Client::builder().space_name("example").build().unwrap();
    let call = client.sip_endpoints().list_sip_endpoints();
    let size = size_of_val(&call.send());
    // The spans of a call and of an attempt lie in it too.
    let most = if cfg!(feature = "spans") { 1280 } else { 1024 };
    assert!(size <= most, "{size} bytes");
}
