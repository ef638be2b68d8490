//! What must not leak, and what must not be led astray.

use std::error::Error as StdError;

use serde_json::json;
use signalwire_sip::types::{
    CreateSipEndpointRequest, SubscriberSipEndpointRequest, UpdateSipEndpointRequest,
};
use signalwire_sip::{Client, Error};
use uuid::Uuid;
use wiregen_tests::client::{builder_for, client_of};
use wiregen_tests::fake::{Fake, Misbehaviour};

const ENDPOINTS: &str = "/api/relay/rest/endpoints/sip";

#[tokio::test]
async fn credentials_go_out_with_every_request() {
    let fake = Fake::start().await;
    let client = builder_for(&fake)
        .basic_auth("Aladdin", "open sesame")
        .build()
        .unwrap();
    // The pair of RFC 7617, section 2; to the fake it is a stranger's.
    let _ = client.sip_endpoints().list_sip_endpoints().await;
    assert_eq!(
        fake.last_request().header("authorization"),
        Some("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==")
    );
    client_of(&fake)
        .sip_endpoints()
        .list_sip_endpoints()
        .await
        .unwrap();
    let request = fake.last_request();
    assert_eq!(request.header("accept"), Some("application/json"));
    assert!(
        request
            .header("user-agent")
            .unwrap()
            .starts_with("signalwire-sip/")
    );
}

#[tokio::test]
async fn missing_credentials_are_found_before_anything_is_sent() {
    let fake = Fake::start().await;
    let client = builder_for(&fake).build().unwrap();
    let error = client
        .sip_endpoints()
        .list_sip_endpoints()
        .await
        .unwrap_err();
    assert!(matches!(error, Error::InvalidRequest(_)), "{error:?}");
    assert!(error.to_string().contains("SignalWireBasicAuth"), "{error}");
    assert!(fake.requests().is_empty());
}

#[test]
fn a_user_name_with_a_colon_is_refused() {
    // RFC 7617, section 2: the rest of it would be taken for the password.
    let built = Client::builder()
        .space_name("example")
        .basic_auth("a:b", "c")
        .build();
    assert!(built.is_err());
}

#[tokio::test]
async fn secrets_do_not_show() {
    let fake = Fake::start().await;
    let (_, api_token) = Fake::credentials();
    let password = "correct-horse-battery";
    let builder = builder_for(&fake).basic_auth("project", api_token);
    let mut shown = vec![format!("{builder:?}")];
    let client = client_of(&fake);
    shown.push(format!("{client:?} {client:#?}"));
    let create = CreateSipEndpointRequest::new("c3p0", password);
    shown.push(format!("{create:?}"));
    shown.push(format!(
        "{:?}",
        UpdateSipEndpointRequest::new().password(password)
    ));
    shown.push(format!(
        "{:?}",
        SubscriberSipEndpointRequest::new("c3p0", password)
    ));
    let call = client.sip_endpoints().create_sip_endpoint(create.clone());
    shown.push(format!("{call:?}"));
    for misbehaviour in [
        Misbehaviour::Status(401),
        Misbehaviour::Status(500),
        Misbehaviour::StatusWith(418, json!({})),
        Misbehaviour::HtmlBody,
        Misbehaviour::CutConnection,
    ] {
        fake.next(misbehaviour);
        let error = client
            .sip_endpoints()
            .create_sip_endpoint(create.clone())
            .await
            .unwrap_err();
        shown.push(format!("{error:?} {}", chain(&error)));
    }
    assert_eq!(
        fake.last_request().body.unwrap()["password"],
        password,
        "it is sent all the same"
    );
    let basic = fake
        .last_request()
        .header("authorization")
        .unwrap()
        .trim_start_matches("Basic ")
        .to_owned();
    for text in shown {
        for secret in [password, api_token, &basic] {
            assert!(!text.contains(secret), "{secret} shows in {text}");
        }
    }
}

#[tokio::test]
async fn credentials_do_not_follow_a_redirect_to_another_host() {
    let (fake, other) = (Fake::start().await, Fake::start().await);
    for target in [
        other.url().to_owned(),
        other.url().replace("127.0.0.1", "localhost"),
    ] {
        fake.next(Misbehaviour::Redirect(format!("{target}{ENDPOINTS}")));
        let error = client_of(&fake)
            .sip_endpoints()
            .list_sip_endpoints()
            .await
            .unwrap_err();
        assert!(matches!(error, Error::UndocumentedStatus(_)), "{error:?}");
        assert_eq!(error.status().unwrap().as_u16(), 307);
    }
    assert!(
        other
            .requests()
            .iter()
            .all(|request| request.header("authorization").is_none())
    );
    assert!(other.requests().is_empty());
}

#[tokio::test]
async fn a_redirect_within_the_host_is_followed() {
    let fake = Fake::start().await;
    fake.next(Misbehaviour::Redirect(format!(
        "{}{ENDPOINTS}?page_size=7",
        fake.url()
    )));
    client_of(&fake)
        .sip_endpoints()
        .list_sip_endpoints()
        .await
        .unwrap();
    let requests = fake.requests();
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[1].query, "page_size=7");
    assert_eq!(
        requests[0].header("authorization"),
        requests[1].header("authorization")
    );
}

#[tokio::test]
async fn values_stay_within_their_parameter() {
    let fake = Fake::start().await;
    let client = client_of(&fake);
    let value = "a&page_size=9#x%20+ü/?\"<>\\..";
    // The fake refuses what it cannot tell apart from other parameters.
    client
        .sip_endpoints()
        .list_sip_endpoints()
        .filter_username(value)
        .await
        .unwrap();
    let query = fake.last_request().query;
    let pairs: Vec<(String, String)> = url::form_urlencoded::parse(query.as_bytes())
        .into_owned()
        .collect();
    assert_eq!(pairs, [("filter_username".to_owned(), value.to_owned())]);
    assert!(
        query.is_ascii() && !query.contains(['"', '<', '>', '\\', ' ']),
        "{query}"
    );
    // All parameters of paths are UUIDs in this API: nothing else can be handed in.
    let _ = client
        .sip_endpoints()
        .retrieve_sip_endpoint(Uuid::max())
        .await;
    assert_eq!(
        fake.last_request().path,
        format!("{ENDPOINTS}/ffffffff-ffff-ffff-ffff-ffffffffffff")
    );
}

#[test]
fn the_space_name_is_one_label_of_the_host() {
    for name in [
        "evil.com/",
        "@host",
        "a.b",
        "",
        "evil.com#",
        "a/../b",
        "a:80",
        "user@a",
        "-a",
        "a-",
        "a b",
        "ü",
        "a%2Fb",
        "a?",
        "a\\b",
    ] {
        let built = Client::builder()
            .space_name(name)
            .basic_auth("project", "token")
            .build();
        let error = built.expect_err(name);
        assert!(error.to_string().contains("space_name"), "{error}");
    }
    assert!(
        Client::builder()
            .space_name("a".repeat(64))
            .build()
            .is_err()
    );
    let client = Client::builder()
        .space_name("Example-1")
        .basic_auth("project", "token")
        .build()
        .unwrap();
    assert!(
        format!("{client:?}")
            .to_lowercase()
            .contains("https://example-1.signalwire.com"),
        "{client:?}"
    );
}

#[test]
fn a_client_without_a_space_is_refused() {
    let error = Client::builder()
        .basic_auth("project", "token")
        .build()
        .unwrap_err();
    assert!(error.to_string().contains("space_name"), "{error}");
}

#[test]
fn base_urls_that_cannot_be_called_are_refused() {
    for url in [
        "",
        "example.com",
        "ftp://example.com",
        "https://user:hunter2@example.com",
        "https://example.com/?a=b",
    ] {
        let built = Client::builder()
            .base_url(url)
            .basic_auth("project", "token")
            .build();
        let error = built.expect_err(url);
        assert!(!error.to_string().contains("hunter2"), "{error}");
    }
}

/// An error and its sources, as they would be logged.
fn chain(error: &dyn StdError) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(source) = next {
        text.push_str(&format!(": {source} {source:?}"));
        next = source.source();
    }
    text
}
