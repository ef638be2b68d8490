//! SIP endpoints, `/api/relay/rest/endpoints/sip`.

use serde_json::{Value, json};

use super::crud::{self, Resource};
use super::errors::Answer;
use super::router::Call;
use super::state::State;

pub(super) const RESOURCE: Resource = Resource {
    store: |state| &state.endpoints,
    store_mut: |state| &mut state.endpoints,
    template,
    fixed: &["type", "id", "calling_handler_resource_id"],
    unique: "username",
    derive: |_| {},
    view: Value::clone,
    created: 200,
};

/// An endpoint with nothing set; credentials are answered in the same form.
pub(super) fn template() -> Value {
    json!({
        "type": "sip_endpoint",
        "id": null,
        "username": "",
        "caller_id": null,
        "send_as": "random",
        "ciphers": ["AEAD_AES_256_GCM_8", "AES_256_CM_HMAC_SHA1_80", "AES_CM_128_HMAC_SHA1_80"],
        "codecs": ["OPUS", "G722", "PCMU", "PCMA"],
        "encryption": "default",
        "call_handler": null,
        "calling_handler_resource_id": null,
        "call_request_url": null,
        "call_request_method": null,
        "call_fallback_url": null,
        "call_fallback_method": null,
        "call_status_callback_url": null,
        "call_status_callback_method": null,
        "call_laml_application_id": null,
        "call_dialogflow_agent_id": null,
        "call_relay_topic": null,
        "call_relay_topic_status_callback_url": null,
        "call_relay_context": null,
        "call_relay_context_status_callback_url": null,
        "call_relay_application": null,
        "call_video_room_id": null,
        "call_relay_script_url": null,
    })
}

pub(super) fn list(state: &mut State, call: &Call) -> Answer {
    crud::list(&RESOURCE, state, call).map_or_else(|refusal| refusal, |page| page.answer())
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
