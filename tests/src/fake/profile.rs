//! The SIP profile, `/api/relay/rest/sip_profile`: there is exactly one.

use serde_json::{Value, json};

use super::errors::{Answer, Fault};
use super::router::Call;
use super::state::State;

pub(super) fn initial() -> Value {
    json!({
        "domain": "example.sip.signalwire.com",
        "domain_identifier": "example",
        "default_codecs": ["OPUS", "PCMU"],
        "default_ciphers": ["AEAD_AES_256_GCM_8"],
        "default_encryption": "optional",
        "default_send_as": "+15550100200",
    })
}

pub(super) fn retrieve(state: &mut State, _: &Call) -> Answer {
    Answer::json(200, state.profile.clone())
}

pub(super) fn update(state: &mut State, call: &Call) -> Answer {
    if call.body["domain_identifier"] == "" {
        return call
            .faults
            .answer(&[Fault::new("domain_identifier", "must not be empty")]);
    }
    for (name, value) in call.body.as_object().into_iter().flatten() {
        state.profile[name] = value.clone();
    }
    let identifier = state.profile["domain_identifier"]
        .as_str()
        .unwrap_or_default();
    state.profile["domain"] = format!("{identifier}.sip.signalwire.com").into();
    Answer::json(201, state.profile.clone())
}
