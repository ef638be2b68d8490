//! Every operation, called through the client, as it goes over the wire.

use serde_json::json;
use signalwire_sip::Client;
use signalwire_sip::types::{
    CallHandlerType, CreateSipEndpointRequest, Encryption, ResourceSipEndpointAssignRequest,
    SipAddressCreateRequest, SipAddressUpdateRequest, SipEndpointCreateRequest,
    SipEndpointUpdateRequest, SipGatewayRequest, SipGatewayRequestUpdate,
    SubscriberSipEndpointRequest, SubscriberSipEndpointRequestUpdate, UpdateSipEndpointRequest,
    UpdateSipProfileRequest,
};
use uuid::Uuid;
use wiregen_tests::client::client_of;
use wiregen_tests::fake::Fake;

async fn start() -> (Fake, Client) {
    let fake = Fake::start().await;
    let client = client_of(&fake);
    (fake, client)
}

/// The newest requests as method and path, each without the part that all paths share.
fn wire(fake: &Fake) -> Vec<String> {
    let requests = fake.requests();
    requests
        .iter()
        .map(|request| {
            format!(
                "{} {}",
                request.method,
                request.path.trim_start_matches("/api/")
            )
        })
        .collect()
}

#[tokio::test]
async fn sip_endpoints() {
    let (fake, client) = start().await;
    let api = client.sip_endpoints();
    let request = CreateSipEndpointRequest::new("c3p0", "yavin")
        .caller_id("C-3P0")
        .codecs(["OPUS", "PCMU"])
        .encryption(Encryption::Required);
    let created = api.create_sip_endpoint(request).await.unwrap();
    assert_eq!(
        fake.last_request().body,
        Some(json!({
            "username": "c3p0", "password": "yavin", "caller_id": "C-3P0", "codecs": ["OPUS", "PCMU"],
            "encryption": "required",
        })),
    );
    assert_eq!(created.encryption, Encryption::Required);
    assert_eq!(created.call_handler, None);
    assert_eq!(created.request_id(), Some("request-1"));

    let id = created.id;
    let retrieved = api.retrieve_sip_endpoint(id).await.unwrap();
    assert_eq!(*retrieved, *created);
    let listed = api.list_sip_endpoints().await.unwrap();
    assert_eq!((listed.data.len(), listed.data[0].id), (1, id));
    let updated = api
        .update_sip_endpoint(id, UpdateSipEndpointRequest::new().caller_id("Goldenrod"))
        .await
        .unwrap();
    assert_eq!(
        fake.last_request().body,
        Some(json!({ "caller_id": "Goldenrod" }))
    );
    assert_eq!(updated.caller_id.as_deref(), Some("Goldenrod"));
    let deleted = api.delete_sip_endpoint(id).await.unwrap();
    assert_eq!(deleted.status().as_u16(), 204);

    assert_eq!(
        wire(&fake),
        [
            "POST relay/rest/endpoints/sip".to_owned(),
            format!("GET relay/rest/endpoints/sip/{id}"),
            "GET relay/rest/endpoints/sip".to_owned(),
            format!("PUT relay/rest/endpoints/sip/{id}"),
            format!("DELETE relay/rest/endpoints/sip/{id}"),
        ],
    );
    assert!(
        fake.requests()
            .iter()
            .all(|request| request.query.is_empty())
    );
}

#[tokio::test]
async fn filters_and_page_parameters() {
    let (fake, client) = start().await;
    fake.add_sip_endpoints(12);
    let list = client.sip_endpoints().list_sip_endpoints();
    let page = list
        .filter_username("user-1")
        .filter_caller_id("")
        .page_size(5)
        .await;
    assert_eq!(
        fake.last_request().query,
        "filter_username=user-1&filter_caller_id=&page_size=5"
    );
    // The endpoints have no caller id, so none of them has an empty text in it.
    assert!(page.unwrap().data.is_empty());
    let page = client
        .sip_endpoints()
        .list_sip_endpoints()
        .filter_username("user-1")
        .await
        .unwrap();
    let names: Vec<&str> = page
        .data
        .iter()
        .map(|endpoint| endpoint.username.as_str())
        .collect();
    assert_eq!(names, ["user-1", "user-10", "user-11"]);
}

#[tokio::test]
async fn sip_credentials() {
    let (fake, client) = start().await;
    let api = client.sip_credentials();
    let id = Uuid::from_u128(7);
    let request = SipEndpointCreateRequest::new(
        id,
        "r2d2",
        "R2-D2",
        "random",
        ["AEAD_AES_256_GCM_8"],
        ["OPUS@48000H@20I"],
        Encryption::Default,
        CallHandlerType::BlockPstn,
        None::<Uuid>,
    );
    let created = api.create_sip_credential(request).await.unwrap();
    let sent = fake.last_request().body.unwrap();
    // What is required goes out even when it is null.
    assert_eq!(sent["calling_handler_resource_id"], json!(null));
    assert!(
        sent.as_object()
            .unwrap()
            .contains_key("calling_handler_resource_id")
    );
    assert_eq!(sent["call_handler"], "block-pstn");

    assert_eq!(api.list_sip_credentials().await.unwrap()[0].data[0].id, id);
    assert_eq!(*api.get_sip_credential(id).await.unwrap(), *created);
    let change = SipEndpointUpdateRequest::new(Some(Fake::RESOURCE)).caller_id("Beep");
    let updated = api.update_sip_credential(id, change).await.unwrap();
    assert_eq!(updated.calling_handler_resource_id, Some(Fake::RESOURCE));
    let addresses = api.list_sip_credential_addresses(id).await.unwrap();
    assert_eq!(addresses.data[0].name, "r2d2");
    let assign = ResourceSipEndpointAssignRequest::new(id);
    let assigned = api
        .assign_resource_to_sip_credential(Fake::RESOURCE, assign)
        .await
        .unwrap();
    assert_eq!(assigned.cover_url, None);
    api.delete_sip_credential(id).await.unwrap();

    let one = format!("fabric/resources/sip_endpoints/{id}");
    assert_eq!(
        wire(&fake),
        [
            "POST fabric/resources/sip_endpoints".to_owned(),
            "GET fabric/resources/sip_endpoints".to_owned(),
            format!("GET {one}"),
            format!("PUT {one}"),
            format!("GET {one}/addresses"),
            format!("POST fabric/resources/{}/sip_endpoints", Fake::RESOURCE),
            format!("DELETE {one}"),
        ],
    );
}

#[tokio::test]
async fn subscriber_sip_credentials() {
    let (fake, client) = start().await;
    let api = client.subscriber_sip_credentials();
    let subscriber = Fake::SUBSCRIBER;
    let request = SubscriberSipEndpointRequest::new("desk", "secret").codecs(["G722"]);
    let created = api
        .create_subscriber_sip_credential(subscriber, request)
        .await
        .unwrap();
    let id = created.id;
    assert_eq!(
        api.list_subscriber_sip_credentials(subscriber)
            .await
            .unwrap()
            .data
            .len(),
        1
    );
    // The document names the credential's id first, whatever the order in the path is.
    assert_eq!(
        *api.get_subscriber_sip_credential(id, subscriber)
            .await
            .unwrap(),
        *created
    );
    let change = SubscriberSipEndpointRequestUpdate::new().send_as("+15550100200");
    let updated = api
        .update_subscriber_sip_credential(id, subscriber, change)
        .await
        .unwrap();
    assert_eq!(updated.send_as, "+15550100200");
    api.delete_subscriber_sip_credential(id, subscriber)
        .await
        .unwrap();

    let all = format!("fabric/resources/subscribers/{subscriber}/sip_endpoints");
    assert_eq!(
        wire(&fake),
        [
            format!("POST {all}"),
            format!("GET {all}"),
            format!("GET {all}/{id}"),
            format!("PATCH {all}/{id}"),
            format!("DELETE {all}/{id}"),
        ],
    );
}

#[tokio::test]
async fn sip_addresses() {
    let (fake, client) = start().await;
    let api = client.sip_addresses();
    let request = SipAddressCreateRequest::new("sales", Fake::RESOURCE)
        .ip_auth_enabled(true)
        .ip_auth(["192.0.2.0/24"]);
    let created = api.create_sip_address(request).await.unwrap();
    let id = created.id;
    assert_eq!(created.status().as_u16(), 201);
    // A time keeps its offset.
    assert_eq!(
        created.updated_at.to_rfc3339(),
        "2025-03-05T16:45:00.125+02:00"
    );
    assert_eq!(
        api.list_sip_addresses()
            .page_size(1)
            .page_number(0)
            .await
            .unwrap()
            .items_count,
        1
    );
    assert_eq!(*api.get_sip_address(id).await.unwrap(), *created);
    let updated = api
        .update_sip_address(id, SipAddressUpdateRequest::new().name("support"))
        .await
        .unwrap();
    assert_eq!(updated.uri, "sip:example-support@sip.signalwire.com");
    api.delete_sip_address(id).await.unwrap();

    assert_eq!(
        wire(&fake),
        [
            "POST fabric/sip_addresses".to_owned(),
            "GET fabric/sip_addresses".to_owned(),
            format!("GET fabric/sip_addresses/{id}"),
            format!("PATCH fabric/sip_addresses/{id}"),
            format!("DELETE fabric/sip_addresses/{id}"),
        ],
    );
}

#[tokio::test]
async fn sip_gateways() {
    let (fake, client) = start().await;
    let api = client.sip_gateways();
    let ciphers = ["AEAD_AES_256_GCM_8"];
    let request = SipGatewayRequest::new(
        "PBX",
        "pbx@example.com",
        Encryption::Optional,
        ciphers,
        ["PCMU"],
    );
    let created = api.create_sip_gateway(request).await.unwrap();
    let id = created.id;
    assert_eq!(created.sip_gateway.uri, "pbx@example.com");
    assert_eq!(api.list_sip_gateways().await.unwrap().data[0].id, id);
    assert_eq!(*api.get_sip_gateway(id).await.unwrap(), *created);
    let change = SipGatewayRequestUpdate::new().name("Old PBX");
    assert_eq!(
        api.update_sip_gateway(id, change)
            .await
            .unwrap()
            .display_name,
        "Old PBX"
    );
    assert_eq!(
        api.list_sip_gateway_addresses(id).await.unwrap().data.len(),
        1
    );
    api.delete_sip_gateway(id).await.unwrap();

    assert_eq!(
        wire(&fake),
        [
            "POST fabric/resources/sip_gateways".to_owned(),
            "GET fabric/resources/sip_gateways".to_owned(),
            format!("GET fabric/resources/sip_gateways/{id}"),
            format!("PATCH fabric/resources/sip_gateways/{id}"),
            format!("GET fabric/resources/sip_gateways/{id}/addresses"),
            format!("DELETE fabric/resources/sip_gateways/{id}"),
        ],
    );
}

#[tokio::test]
async fn sip_profile() {
    let (fake, client) = start().await;
    let api = client.sip_profile();
    assert_eq!(
        api.retrieve_sip_profile()
            .await
            .unwrap()
            .domain_identifier
            .as_deref(),
        Some("example")
    );
    let change = UpdateSipProfileRequest::new().domain_identifier("acme");
    let updated = api.update_sip_profile(change).await.unwrap();
    assert_eq!(updated.status().as_u16(), 201);
    assert_eq!(updated.domain.as_deref(), Some("acme.sip.signalwire.com"));
    assert_eq!(
        wire(&fake),
        ["GET relay/rest/sip_profile", "PUT relay/rest/sip_profile"]
    );
}
