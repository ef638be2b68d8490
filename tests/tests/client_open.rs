//! What a newer server may add does not break an older client.

use serde_json::{Value, json};
use signalwire_sip::types::{Encryption, SipEndpointListResponse, SipEndpointResponse};
use wiregen_tests::client::client_of;
use wiregen_tests::fake::{Fake, Misbehaviour};

const RECORDED: &str = include_str!("../fixtures/sip-endpoint.response.json");

#[test]
fn the_recorded_answer_is_read_and_written_back_equal() {
    let recorded: Value = serde_json::from_str(RECORDED).unwrap();
    let endpoint: SipEndpointResponse = serde_json::from_str(RECORDED).unwrap();
    assert_eq!(endpoint.username, "c3p0");
    assert_eq!(endpoint.encryption, Encryption::Required);
    assert_eq!(serde_json::to_value(&endpoint).unwrap(), recorded);
}

#[test]
fn examples_of_answers_are_read_and_written_back_equal() {
    let examples = &wiregen_tests::document::json()["components"]["examples"];
    for name in ["SipEndpoint", "SipCredential"] {
        let example = &examples[name]["value"];
        let endpoint: SipEndpointResponse = serde_json::from_value(example.clone()).unwrap();
        assert_eq!(&serde_json::to_value(&endpoint).unwrap(), example, "{name}");
        let page = json!({ "links": { "self": "a", "first": "b" }, "data": [example] });
        let list: SipEndpointListResponse = serde_json::from_value(page.clone()).unwrap();
        assert_eq!(serde_json::to_value(&list).unwrap(), page, "{name}");
    }
}

#[tokio::test]
async fn a_value_that_an_enum_does_not_list_is_kept() {
    let fake = Fake::start().await;
    let id = fake.add_sip_endpoints(1)[0];
    let client = client_of(&fake);
    fake.next(Misbehaviour::Set("/encryption", json!("quantum")));
    let endpoint = client
        .sip_endpoints()
        .retrieve_sip_endpoint(id)
        .await
        .unwrap()
        .into_inner();
    assert!(matches!(endpoint.encryption, Encryption::Unknown(_)));
    assert_eq!(endpoint.encryption.as_str(), "quantum");
    assert_eq!(endpoint.encryption, Encryption::from("quantum"));
    assert_eq!(
        serde_json::to_value(&endpoint).unwrap()["encryption"],
        "quantum"
    );
    let again: SipEndpointResponse =
        serde_json::from_value(serde_json::to_value(&endpoint).unwrap()).unwrap();
    assert_eq!(again, endpoint);

    fake.next(Misbehaviour::Set("/call_handler", json!("hologram")));
    let endpoint = client
        .sip_endpoints()
        .retrieve_sip_endpoint(id)
        .await
        .unwrap();
    assert_eq!(
        endpoint
            .call_handler
            .as_ref()
            .map(|handler| handler.as_str()),
        Some("hologram")
    );
}

#[tokio::test]
async fn a_field_that_the_document_does_not_have_is_ignored() {
    let fake = Fake::start().await;
    let id = fake.add_sip_endpoints(1)[0];
    let client = client_of(&fake);
    let plain = client
        .sip_endpoints()
        .retrieve_sip_endpoint(id)
        .await
        .unwrap();
    fake.next(Misbehaviour::Set("/shoe_size", json!({ "left": 44 })));
    let extended = client
        .sip_endpoints()
        .retrieve_sip_endpoint(id)
        .await
        .unwrap();
    assert_eq!(*extended, *plain);
    fake.next(Misbehaviour::Set(
        "/links/last",
        json!("https://example.com"),
    ));
    assert_eq!(
        client
            .sip_endpoints()
            .list_sip_endpoints()
            .await
            .unwrap()
            .data
            .len(),
        1
    );
}

#[tokio::test]
async fn a_required_field_that_is_missing_is_no_default() {
    let mut recorded: Value = serde_json::from_str(RECORDED).unwrap();
    for field in ["username", "caller_id", "codecs", "encryption"] {
        let kept = recorded.as_object_mut().unwrap().remove(field).unwrap();
        let error = serde_json::from_value::<SipEndpointResponse>(recorded.clone()).unwrap_err();
        assert!(error.to_string().contains(field), "{error}");
        recorded[field] = kept;
    }
    // What is nullable may be null, and only that.
    recorded["caller_id"] = Value::Null;
    serde_json::from_value::<SipEndpointResponse>(recorded.clone()).unwrap();
    recorded["username"] = Value::Null;
    serde_json::from_value::<SipEndpointResponse>(recorded).unwrap_err();
}
