//! Every example of a body in the document is read into its type and written back equal.

use serde::de::DeserializeOwned;
use serde_json::Value;
use signalwire_sip::types;
use wiregen_tests::document;

fn round_trip<T: DeserializeOwned + serde::Serialize>(
    value: &Value,
) -> Result<Value, serde_json::Error> {
    serde_json::to_value(serde_json::from_value::<T>(value.clone())?)
}

/// Reads and writes a value by the component that its schema refers to; `None` for a component
/// that this list lacks.
fn by_component(name: &str, value: &Value) -> Option<Result<Value, serde_json::Error>> {
    macro_rules! components {
        ($($component:literal => $name:ident),* $(,)?) => {
            match name {
                $($component => Some(round_trip::<types::$name>(value)),)*
                _ => None,
            }
        };
    }
    components! {
        "CreateSipEndpointRequest" => CreateSipEndpointRequest,
        "ResourceSipEndpointAssignRequest" => ResourceSipEndpointAssignRequest,
        "ResourceSipEndpointCreateStatusCode422" => ResourceSipEndpointCreateStatusCode422,
        "ResourceSipEndpointResponse" => ResourceSipEndpointResponse,
        "ResourceSipEndpointUpdateStatusCode422" => ResourceSipEndpointUpdateStatusCode422,
        "ResourceSubSipEndpointCreateStatusCode422" => ResourceSubSipEndpointCreateStatusCode422,
        "SipAddress" => SipAddress,
        "SipAddressCreateRequest" => SipAddressCreateRequest,
        "SipAddressCreateStatusCode422" => SipAddressCreateStatusCode422,
        "SipAddressListResponse" => SipAddressListResponse,
        "SipAddressListStatusCode422" => SipAddressListStatusCode422,
        "SipAddressUpdateRequest" => SipAddressUpdateRequest,
        "SipAddressUpdateStatusCode422" => SipAddressUpdateStatusCode422,
        "SipEndpointAddressListResponse" => SipEndpointAddressListResponse,
        "SipEndpointCreateRequest" => SipEndpointCreateRequest,
        "SipEndpointCreateStatusCode422" => SipEndpointCreateStatusCode422,
        "SipEndpointListResponse" => SipEndpointListResponse,
        "SipEndpointResponse" => SipEndpointResponse,
        "SipEndpointUpdateRequest" => SipEndpointUpdateRequest,
        "SipGatewayAddressListResponse" => SipGatewayAddressListResponse,
        "SipGatewayCreateStatusCode422" => SipGatewayCreateStatusCode422,
        "SipGatewayListResponse" => SipGatewayListResponse,
        "SipEndpointUpdateStatusCode422" => SipEndpointUpdateStatusCode422,
        "SipGatewayRequest" => SipGatewayRequest,
        "SipGatewayRequestUpdate" => SipGatewayRequestUpdate,
        "SipGatewayResponse" => SipGatewayResponse,
        "SipProfileResponse" => SipProfileResponse,
        "SubscriberSIPEndpoint" => SubscriberSipEndpoint,
        "SubscriberSipEndpointListResponse" => SubscriberSipEndpointListResponse,
        "SubscriberSipEndpointRequest" => SubscriberSipEndpointRequest,
        "SubscriberSipEndpointRequestUpdate" => SubscriberSipEndpointRequestUpdate,
        "Types.StatusCodes.StatusCode400" => StatusCode400,
        "Types.StatusCodes.StatusCode401" => StatusCode401,
        "Types.StatusCodes.StatusCode404" => StatusCode404,
        "Types.StatusCodes.StatusCode500" => StatusCode500,
        "Types.StatusCodes.ValidationError" => ValidationError,
        "UpdateSipEndpointRequest" => UpdateSipEndpointRequest,
        "UpdateSipProfileRequest" => UpdateSipProfileRequest,
    }
}

/// Bodies are components, or lists of them.
fn check(schema: &Value, place: &str, value: &Value) {
    if let Some(items) = schema.get("items") {
        for (index, item) in value.as_array().unwrap().iter().enumerate() {
            check(items, &format!("{place}/{index}"), item);
        }
        return;
    }
    let name = schema["$ref"]
        .as_str()
        .and_then(|target| target.strip_prefix("#/components/schemas/"));
    let name = name.unwrap_or_else(|| panic!("{place}: the schema refers to no component"));
    let written = by_component(name, value)
        .unwrap_or_else(|| panic!("{place}: `{name}` is missing in this test"));
    let written = written.unwrap_or_else(|error| panic!("{place}: {error}"));
    assert_eq!(&written, value, "{place}");
}

#[test]
fn every_example_of_a_body_is_read_and_written_back_equal() {
    let mut bodies = 0;
    for (schema, place, value) in document::examples() {
        if schema.contains("/content/") {
            check(document::json().pointer(&schema).unwrap(), &place, value);
            bodies += 1;
        } else if let Some(name) = schema
            .strip_prefix("/components/schemas/")
            .filter(|name| !name.contains('/'))
        {
            check(
                &serde_json::json!({"$ref": format!("#/components/schemas/{name}")}),
                &place,
                value,
            );
        }
    }
    assert!(bodies >= 30, "{bodies} examples of bodies");
}
