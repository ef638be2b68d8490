//! The functions that read what the API's server sends.

use super::scope::Claim;
use super::words::{self, Case};
use super::{Name, identifiers};
use crate::config::Config;
use crate::ir::{Api, Incoming, IncomingKind};

/// All in one module. What tells two callbacks of one name apart is the operation.
pub(super) fn incoming(api: &Api, config: &Config) -> Vec<Name> {
    let kinds: Vec<String> = api
        .incoming
        .iter()
        .map(|request| kind(api, request))
        .collect();
    let claims: Vec<Claim<'_>> = api
        .incoming
        .iter()
        .zip(&kinds)
        .map(|(request, kind)| {
            let pointer = &request.at.pointer;
            let text = config.names.get(pointer).unwrap_or(&request.name);
            Claim::new(text, Case::Value, kind, pointer, rank(request))
        })
        .collect();
    identifiers(&claims, &[])
}

fn kind(api: &Api, request: &Incoming) -> String {
    match &request.kind {
        IncomingKind::Webhook { .. } => "webhook".to_owned(),
        IncomingKind::Callback { operations, .. } => operations
            .first()
            .and_then(|index| words::plain(&api.operations.get(*index)?.name, Case::Value))
            .unwrap_or_else(|| "callback".to_owned()),
    }
}

/// Webhooks before callbacks.
fn rank(request: &Incoming) -> u8 {
    match request.kind {
        IncomingKind::Webhook { .. } => 1,
        IncomingKind::Callback { .. } => 2,
    }
}
