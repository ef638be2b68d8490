//! What goes wrong, and how it comes out of the client.

use std::error::Error as _;

use serde_json::json;
use signalwire_sip::sip_endpoints::{
    CreateSipEndpointError, DeleteSipEndpointError, ListSipEndpointsError,
    RetrieveSipEndpointError, UpdateSipEndpointError,
};
use signalwire_sip::types::{CreateSipEndpointRequest, UpdateSipEndpointRequest};
use signalwire_sip::{Client, Error, RetryPolicy};
use uuid::Uuid;
use wiregen_tests::client::{builder_for, client_of};
use wiregen_tests::fake::{Fake, Misbehaviour};

async fn start() -> (Fake, Client) {
    let fake = Fake::start().await;
    let client = client_of(&fake);
    (fake, client)
}

/// Has the fake fail with a status, and looks for the variant that the document promises for it.
macro_rules! assert_documented {
    ($fake:expr, $call:expr, $($status:literal => $variant:path),+ $(,)?) => {$(
        $fake.next(Misbehaviour::Status($status));
        match $call.await {
            Err(Error::Api(answer)) => {
                assert_eq!(answer.status.as_u16(), $status);
                assert!(matches!(answer.body, $variant(_)), "{answer:?}");
                assert!(answer.request_id().is_some());
            }
            other => panic!("{}: {other:?}", stringify!($variant)),
        }
    )+};
}

#[tokio::test]
async fn every_documented_status_is_a_variant_of_its_own() {
    let (fake, client) = start().await;
    let api = client.sip_endpoints();
    let id = Uuid::nil();
    assert_documented!(fake, api.list_sip_endpoints(),
        401 => ListSipEndpointsError::Unauthorized,
        422 => ListSipEndpointsError::UnprocessableEntity,
        500 => ListSipEndpointsError::InternalServerError,
    );
    assert_documented!(fake, api.create_sip_endpoint(CreateSipEndpointRequest::new("c3p0", "yavin")),
        401 => CreateSipEndpointError::Unauthorized,
        422 => CreateSipEndpointError::UnprocessableEntity,
        500 => CreateSipEndpointError::InternalServerError,
    );
    assert_documented!(fake, api.retrieve_sip_endpoint(id),
        401 => RetrieveSipEndpointError::Unauthorized,
        404 => RetrieveSipEndpointError::NotFound,
        422 => RetrieveSipEndpointError::UnprocessableEntity,
        500 => RetrieveSipEndpointError::InternalServerError,
    );
    assert_documented!(fake, api.update_sip_endpoint(id, UpdateSipEndpointRequest::new()),
        401 => UpdateSipEndpointError::Unauthorized,
        404 => UpdateSipEndpointError::NotFound,
        422 => UpdateSipEndpointError::UnprocessableEntity,
        500 => UpdateSipEndpointError::InternalServerError,
    );
    assert_documented!(fake, api.delete_sip_endpoint(id),
        400 => DeleteSipEndpointError::BadRequest,
        401 => DeleteSipEndpointError::Unauthorized,
        404 => DeleteSipEndpointError::NotFound,
        500 => DeleteSipEndpointError::InternalServerError,
    );
}

#[tokio::test]
async fn faults_in_a_request_are_listed() {
    let (fake, client) = start().await;
    let create = |username: &str| {
        client
            .sip_endpoints()
            .create_sip_endpoint(CreateSipEndpointRequest::new(username, "yavin"))
    };
    let error = create("see threepio@").await.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 422);
    assert!(
        error
            .to_string()
            .starts_with("create_sip_endpoint: 422 Unprocessable Entity: "),
        "{error}"
    );
    assert!(
        error.to_string().contains("must not contain white space"),
        "{error}"
    );
    let Error::Api(answer) = error else {
        panic!("{error}")
    };
    let CreateSipEndpointError::UnprocessableEntity(body) = answer.body else {
        panic!("{answer:?}")
    };
    assert_eq!(body.errors.len(), 1);
    assert_eq!(body.errors[0].title, "Invalid Attribute");

    create("c3p0").await.unwrap();
    let error = create("c3p0").await.unwrap_err();
    assert!(error.to_string().contains("already been taken"), "{error}");
    assert_eq!(fake.requests().len(), 3);
}

#[tokio::test]
async fn wrong_credentials() {
    let fake = Fake::start().await;
    let client = builder_for(&fake)
        .basic_auth("somebody", "else")
        .build()
        .unwrap();
    let error = client
        .sip_endpoints()
        .list_sip_endpoints()
        .await
        .unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("list_sip_endpoints: 401 Unauthorized"),
        "{error}"
    );
    let Error::Api(answer) = error else {
        panic!("{error}")
    };
    let ListSipEndpointsError::Unauthorized(body) = answer.body else {
        panic!("{answer:?}")
    };
    assert_eq!(body.error.as_str(), "Unauthorized");
}

#[tokio::test]
async fn an_undocumented_status_keeps_what_came() {
    let (fake, client) = start().await;
    for status in [204, 302, 403, 429, 503] {
        fake.next(Misbehaviour::StatusWith(
            status,
            json!({ "message": "come back later" }),
        ));
        let error = client
            .sip_endpoints()
            .list_sip_endpoints()
            .await
            .unwrap_err();
        assert!(matches!(error, Error::UndocumentedStatus(_)), "{error:?}");
        assert_eq!(error.status().unwrap().as_u16(), status);
        assert!(error.request_id().is_some());
        assert!(
            error.to_string().starts_with("list_sip_endpoints: "),
            "{error}"
        );
        // A 204 has no body, whatever the server would like to say.
        if status != 204 {
            assert_eq!(
                error.raw_body().unwrap(),
                br#"{"message":"come back later"}"#
            );
            assert!(error.to_string().contains("come back later"), "{error}");
        }
    }
}

#[tokio::test]
async fn a_value_of_the_wrong_type_is_named_by_its_path() {
    let (fake, client) = start().await;
    let id = fake.add_sip_endpoints(2)[0];
    for (pointer, path) in [
        ("/username", "username"),
        ("/encryption", "encryption"),
        ("/codecs/1", "codecs[1]"),
    ] {
        fake.next(Misbehaviour::Set(pointer, json!({})));
        let error = client
            .sip_endpoints()
            .retrieve_sip_endpoint(id)
            .await
            .unwrap_err();
        assert!(error.to_string().contains(path), "{error}");
        let Error::Decode(failure) = error else {
            panic!("{error:?}")
        };
        assert_eq!(failure.error.path(), path);
    }
    fake.next(Misbehaviour::Set("/data/1/username", json!(42)));
    let error = client
        .sip_endpoints()
        .list_sip_endpoints()
        .await
        .unwrap_err();
    assert!(error.to_string().contains("data[1].username"), "{error}");
    assert!(error.to_string().contains("42"), "{error}");
}

#[tokio::test]
async fn a_broken_body_is_an_error_that_keeps_it() {
    let (fake, client) = start().await;
    let id = fake.add_sip_endpoints(1)[0];
    fake.next(Misbehaviour::BrokenBody);
    let error = client
        .sip_endpoints()
        .retrieve_sip_endpoint(id)
        .await
        .unwrap_err();
    assert!(matches!(error, Error::Decode(_)), "{error:?}");
    assert!(
        error
            .to_string()
            .starts_with("retrieve_sip_endpoint: 200 OK: "),
        "{error}"
    );
    assert!(error.raw_body().unwrap().starts_with(b"{"));

    fake.next(Misbehaviour::HtmlBody);
    let error = client
        .sip_endpoints()
        .retrieve_sip_endpoint(id)
        .await
        .unwrap_err();
    assert!(
        matches!(error, Error::Decode(_) | Error::UndocumentedStatus(_)),
        "{error:?}"
    );
    assert!(String::from_utf8_lossy(error.raw_body().unwrap()).contains("Sign in"));
}

#[tokio::test]
async fn a_documented_status_with_another_body_does_not_hide_the_status() {
    let (fake, client) = start().await;
    fake.next(Misbehaviour::LongText(500, 20));
    let error = client
        .sip_endpoints()
        .list_sip_endpoints()
        .await
        .unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 500);
    assert_eq!(error.raw_body().unwrap(), "x".repeat(20).as_bytes());
}

#[tokio::test]
async fn long_bodies_are_kept_and_shown_in_part() {
    let (fake, client) = start().await;
    fake.next(Misbehaviour::LongText(502, 1_000_000));
    let error = client
        .sip_endpoints()
        .list_sip_endpoints()
        .await
        .unwrap_err();
    assert_eq!(error.raw_body().unwrap().len(), 64 * 1024);
    assert!(
        error.to_string().len() < 1_000,
        "{}",
        error.to_string().len()
    );
    assert!(
        format!("{error:?}").len() < 10_000,
        "{}",
        format!("{error:?}").len()
    );
}

#[tokio::test]
async fn a_cut_connection() {
    let (fake, client) = start().await;
    fake.next(Misbehaviour::CutConnection);
    let error = client
        .sip_endpoints()
        .list_sip_endpoints()
        .await
        .unwrap_err();
    assert!(
        matches!(error, Error::Transport(_)) && error.is_body(),
        "{error:?}"
    );
    assert!(!error.is_timeout() && !error.is_connect());
    assert!(error.source().is_some());
    assert!(
        error
            .to_string()
            .starts_with("list_sip_endpoints: GET /api/relay/rest/endpoints/sip: "),
        "{error}"
    );
}

#[tokio::test]
async fn nobody_listens() {
    // Port 1 is tcpmux's, which nobody runs; a port that was just given back could be taken again.
    let client = Client::builder()
        .base_url("http://127.0.0.1:1")
        .basic_auth("project", "token")
        .retry(RetryPolicy::none())
        .build()
        .unwrap();
    let error = client
        .sip_endpoints()
        .list_sip_endpoints()
        .await
        .unwrap_err();
    assert!(error.is_connect() && !error.is_timeout(), "{error:?}");
    assert_eq!((error.status(), error.raw_body()), (None, None));
}
