//! Reading the flows of OAuth 2 (OpenAPI 3.1.1, "OAuth Flows Object"; `deviceAuthorization` is of 3.2).

use std::collections::BTreeMap;

use crate::ir::At;
use crate::source::Node;

use super::Flow;
use super::context::Context;
use super::object::{self, Object, finish, open};

/// The flow that a client goes through by itself.
pub(crate) const CLIENT_CREDENTIALS: &str = "clientCredentials";

/// The flows, and the keys that each must have beside `scopes`.
const FLOWS: [(&str, &[&str]); 5] = [
    ("implicit", &["authorizationUrl"]),
    ("password", &["tokenUrl"]),
    (CLIENT_CREDENTIALS, &["tokenUrl"]),
    ("authorizationCode", &["authorizationUrl", "tokenUrl"]),
    (
        "deviceAuthorization",
        &["deviceAuthorizationUrl", "tokenUrl"],
    ),
];

const KEYS: [&str; 4] = [
    "authorizationUrl",
    "deviceAuthorizationUrl",
    "refreshUrl",
    "tokenUrl",
];

/// `flows`.
pub(super) fn flows<'s>(context: &mut Context<'s>, node: &'s Node, pointer: &str) -> Vec<Flow> {
    let mut object = open(context, node, pointer, "OAuth Flows Object");
    let mut flows = Vec::new();
    for (name, needed) in FLOWS {
        if let Some(entry) = object.take(name) {
            let pointer = object.pointer(name);
            flows.push(flow(context, &entry.value, &pointer, name, needed));
        }
    }
    finish(context, &object);
    flows
}

fn flow<'s>(
    context: &mut Context<'s>,
    node: &'s Node,
    pointer: &str,
    name: &'static str,
    needed: &[&str],
) -> Flow {
    let mut object = open(context, node, pointer, "OAuth Flow Object");
    let mut urls = BTreeMap::new();
    for key in KEYS {
        let url = object::text(context, &mut object, key);
        if let Some(url) = url.filter(|url| !url.trim().is_empty()) {
            urls.insert(key, url);
        }
    }
    for key in needed.iter().filter(|key| !urls.contains_key(*key)) {
        missing(context, &object, name, key, &format!("{key}: https://…"));
    }
    if !object.has("scopes") {
        missing(context, &object, name, "scopes", "scopes: {}");
    }
    let scopes = object::entries(context, &mut object, "scopes");
    let scopes = scopes.into_iter().map(|(scope, ..)| scope.to_owned());
    let scopes = scopes.collect();
    finish(context, &object);
    Flow {
        at: At {
            span: node.span,
            pointer: pointer.to_owned(),
        },
        name,
        token_url: urls.remove("tokenUrl"),
        scopes,
    }
}

fn missing(context: &mut Context<'_>, object: &Object<'_>, name: &str, key: &str, help: &str) {
    let message = match (name, key) {
        (_, "scopes") => format!("the flow `{name}` needs `scopes`; it is taken to have none"),
        (CLIENT_CREDENTIALS, _) => {
            format!("the flow `{name}` needs `{key}`; the access token is left to the user")
        }
        _ => format!("the flow `{name}` needs `{key}`; the client does not ask for it"),
    };
    object::missing(
        context,
        object.at.span,
        &message,
        &format!("write `{help}`"),
    );
}
