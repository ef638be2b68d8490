//! SIP addresses, `/api/fabric/sip_addresses`, and the addresses for calls that credentials and
//! gateways have.

use serde_json::{Value, json};

use super::crud::{self, Resource};
use super::errors::Answer;
use super::paging;
use super::router::Call;
use super::state::State;

pub(super) const RESOURCE: Resource = Resource {
    store: |state| &state.addresses,
    store_mut: |state| &mut state.addresses,
    template,
    fixed: &["id", "type", "resource_id"],
    unique: "name",
    derive: |fields| {
        let name = fields["name"].as_str().unwrap_or_default().to_owned();
        let uri = format!("sip:example-{name}@sip.signalwire.com");
        fields.insert("uri".to_owned(), uri.into());
        fields.insert("display_name".to_owned(), name.into());
    },
    view: Value::clone,
    created: 201,
};

fn template() -> Value {
    json!({
        "id": null,
        "type": "sip_address",
        "resource_id": super::Fake::RESOURCE,
        "name": "",
        "display_name": "",
        "context": "public",
        "uri": "",
        "user": "*",
        "encryption": "optional",
        "codecs": ["PCMU", "PCMA"],
        "ciphers": ["AEAD_AES_256_GCM_8", "AES_256_CM_HMAC_SHA1_80"],
        "ip_auth_enabled": false,
        "ip_auth": [],
        "calling_handler_resource_id": null,
        "created_at": "2025-03-04T09:30:00Z",
        "updated_at": "2025-03-05T16:45:00.125+02:00",
    })
}

pub(super) fn list(state: &mut State, call: &Call) -> Answer {
    let page = match crud::list(&RESOURCE, state, call) {
        Ok(page) => page,
        Err(refusal) => return refusal,
    };
    let items_count = page.data.len();
    Answer::json(
        200,
        json!({ "links": page.links, "items_count": items_count, "data": page.data }),
    )
}

pub(super) fn create(state: &mut State, call: &Call) -> Answer {
    crud::create(&RESOURCE, state, call)
}

pub(super) fn retrieve(state: &mut State, call: &Call) -> Answer {
    crud::retrieve(&RESOURCE, state, call)
}

pub(super) fn update(state: &mut State, call: &Call) -> Answer {
    crud::update(&RESOURCE, state, call)
}

pub(super) fn delete(state: &mut State, call: &Call) -> Answer {
    crud::delete(&RESOURCE, state, call)
}

/// The addresses for calls of the resource in the path, which exists.
pub(super) fn list_call_addresses(state: &State, call: &Call) -> Answer {
    match paging::page(call, state.call_addresses_of(call.id())) {
        Ok(page) => page.answer(),
        Err(fault) => call.faults.answer(&[fault]),
    }
}
