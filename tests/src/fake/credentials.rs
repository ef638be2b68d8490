//! SIP credentials, `/api/fabric/resources/sip_endpoints`, and what is assigned to them.

use serde_json::{Value, json};

use super::Fake;
use super::crud::{self, Resource};
use super::endpoints;
use super::errors::{Answer, Fault};
use super::router::Call;
use super::state::State;

pub(super) const RESOURCE: Resource = Resource {
    store: |state| &state.credentials,
    store_mut: |state| &mut state.credentials,
    template: endpoints::template,
    // Requests and answers have different values for `call_handler`.
    fixed: &["type", "id", "call_handler"],
    unique: "username",
    derive: |fields| {
        let handled = fields["calling_handler_resource_id"].is_string();
        let handler = if handled {
            Value::from("ai_agent")
        } else {
            Value::Null
        };
        fields.insert("call_handler".to_owned(), handler);
    },
    view: Value::clone,
    created: 200,
};

/// An array of pages: the document has it so.
pub(super) fn list(state: &mut State, call: &Call) -> Answer {
    match crud::list(&RESOURCE, state, call) {
        Ok(page) => Answer::json(200, json!([page.json()])),
        Err(refusal) => refusal,
    }
}

pub(super) fn create(state: &mut State, call: &Call) -> Answer {
    let answer = crud::create(&RESOURCE, state, call);
    if let (200, Some(id), Some(username)) = (
        answer.status,
        call.body["id"].as_str(),
        call.body["username"].as_str(),
    ) {
        state.add_call_address(id, username);
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
    match state.credentials.get(call.id()) {
        Some(_) => super::addresses::list_call_addresses(state, call),
        None => Answer::not_found(),
    }
}

/// Has a resource handle the calls of a credential.
pub(super) fn assign(state: &mut State, call: &Call) -> Answer {
    if call.id() != Fake::RESOURCE.to_string() {
        return Answer::not_found();
    }
    let credential = call.body["sip_endpoint_id"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    let Some(fields) = state.credentials.get_mut(&credential) else {
        return call
            .faults
            .answer(&[Fault::new("sip_endpoint_id", "is no SIP credential")]);
    };
    fields.insert("calling_handler_resource_id".to_owned(), call.id().into());
    (RESOURCE.derive)(fields);
    let name = fields["username"].as_str().unwrap_or_default().to_owned();
    Answer::json(
        200,
        json!({
            "id": state.new_id(),
            "name": name,
            "type": "call",
            "cover_url": null,
            "preview_url": null,
            "channels": { "audio": format!("/private/{name}?channel=audio") },
        }),
    )
}
