//! The SIP credentials of a subscriber, `/api/fabric/resources/subscribers/{…}/sip_endpoints`.
//!
//! The fake knows one subscriber, [`Fake::SUBSCRIBER`].

use serde_json::{Value, json};

use super::Fake;
use super::crud::{self, Resource};
use super::errors::Answer;
use super::router::Call;
use super::state::State;

const RESOURCE: Resource = Resource {
    store: |state| &state.subscriber_credentials,
    store_mut: |state| &mut state.subscriber_credentials,
    template,
    fixed: &["id"],
    unique: "username",
    derive: |_| {},
    view: Value::clone,
    created: 201,
};

fn template() -> Value {
    json!({
        "id": null,
        "username": "",
        "caller_id": "",
        "send_as": "random",
        "ciphers": ["AEAD_AES_256_GCM_8", "AES_256_CM_HMAC_SHA1_80"],
        "codecs": ["OPUS", "PCMU"],
        "encryption": "default",
    })
}

pub(super) fn list(state: &mut State, call: &Call) -> Answer {
    of_subscriber(call, || {
        crud::list(&RESOURCE, state, call).map_or_else(|refusal| refusal, |page| page.answer())
    })
}

pub(super) fn create(state: &mut State, call: &Call) -> Answer {
    of_subscriber(call, || crud::create(&RESOURCE, state, call))
}

pub(super) fn retrieve(state: &mut State, call: &Call) -> Answer {
    of_subscriber(call, || crud::retrieve(&RESOURCE, state, call))
}

pub(super) fn update(state: &mut State, call: &Call) -> Answer {
    of_subscriber(call, || crud::update(&RESOURCE, state, call))
}

pub(super) fn delete(state: &mut State, call: &Call) -> Answer {
    of_subscriber(call, || crud::delete(&RESOURCE, state, call))
}

fn of_subscriber(call: &Call, answer: impl FnOnce() -> Answer) -> Answer {
    if call.parameter("fabric_subscriber_id") == Fake::SUBSCRIBER.to_string() {
        answer()
    } else {
        Answer::not_found()
    }
}
