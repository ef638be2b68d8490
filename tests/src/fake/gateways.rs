//! SIP gateways, `/api/fabric/resources/sip_gateways`.

use serde_json::{Value, json};

use super::Fake;
use super::crud::{self, Resource};
use super::errors::{Answer, Body};
use super::router::Call;
use super::state::State;

const RESOURCE: Resource = Resource {
    store: |state| &state.gateways,
    store_mut: |state| &mut state.gateways,
    template,
    fixed: &["id"],
    unique: "name",
    derive: |_| {},
    view: |gateway| {
        json!({
            "id": gateway["id"],
            "project_id": Fake::PROJECT_ID,
            "display_name": gateway["name"],
            "type": "sip_gateway",
            "created_at": "2025-03-04T09:30:00Z",
            "updated_at": "2025-03-04T09:30:00Z",
            "sip_gateway": gateway,
        })
    },
    created: 201,
};

fn template() -> Value {
    json!({ "id": null, "uri": "", "name": "", "ciphers": [], "codecs": [], "encryption": "default" })
}

pub(super) fn list(state: &mut State, call: &Call) -> Answer {
    crud::list(&RESOURCE, state, call).map_or_else(|refusal| refusal, |page| page.answer())
}

pub(super) fn create(state: &mut State, call: &Call) -> Answer {
    let answer = crud::create(&RESOURCE, state, call);
    if let (201, Body::Json(created)) = (answer.status, &answer.body) {
        let id = created["id"].as_str().unwrap_or_default();
        state.add_call_address(id, created["display_name"].as_str().unwrap_or_default());
    }
    answer
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

pub(super) fn list_addresses(state: &mut State, call: &Call) -> Answer {
    match state.gateways.get(call.id()) {
        Some(_) => super::addresses::list_call_addresses(state, call),
        None => Answer::not_found(),
    }
}
