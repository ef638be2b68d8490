//! What the API's server sends by itself: webhooks and callbacks.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, codes};
use crate::document::{self, MediaType, Parameter, ParameterLocation};
use crate::ir::{
    Docs, Incoming, IncomingBody, IncomingKind, IncomingParameter, Location, Operation, Payload,
    Status,
};

use super::content::{self, Kind};
use super::context::Lowering;
use super::docs;
use super::parameter::is_same;

/// Gives every request its name, by which types that stand in it are called as well.
pub(super) fn name_all(lowering: &mut Lowering<'_>) {
    let document = lowering.document;
    let mut used: BTreeSet<&str> = BTreeSet::new();
    for item in &document.paths {
        used.extend(
            item.operations
                .iter()
                .filter_map(|operation| operation.id.as_deref()),
        );
    }
    let mut counts: BTreeMap<_, usize> = BTreeMap::new();
    for incoming in &document.incoming {
        *counts.entry(of(incoming)).or_default() += incoming.item.operations.len();
    }
    for incoming in &document.incoming {
        let several = counts.get(&of(incoming)).is_some_and(|count| *count > 1);
        for operation in &incoming.item.operations {
            let described = if several {
                format!(
                    "{} {}",
                    incoming.name,
                    operation.method.to_ascii_lowercase()
                )
            } else {
                incoming.name.clone()
            };
            let name = match &operation.id {
                Some(id) if used.insert(id) => id.clone(),
                Some(id) => {
                    let message = format!(
                        "the `operationId` `{id}` was used before; this request is called `{described}`"
                    );
                    lowering.findings.push(
                        Diagnostic::warning(
                            codes::DUPLICATE_OPERATION_ID,
                            operation.id_at,
                            message,
                        )
                        .help("give each operation an `operationId` of its own"),
                    );
                    described
                }
                None => described,
            };
            lowering.operations.insert(&operation.at.pointer, name);
        }
    }
}

/// The webhook or callback that requests belong to: its key, and the operations.
fn of(incoming: &document::Incoming) -> (&str, Option<&[String]>) {
    let operations = match &incoming.kind {
        document::IncomingKind::Webhook => None,
        document::IncomingKind::Callback { operations } => Some(operations.as_slice()),
    };
    (&incoming.name, operations)
}

/// All requests, in the document's order.
pub(super) fn incoming(lowering: &mut Lowering<'_>, operations: &[Operation]) -> Vec<Incoming> {
    let document = lowering.document;
    let mut requests = Vec::new();
    let places = operations
        .iter()
        .enumerate()
        .map(|(index, operation)| (operation.at.pointer.as_str(), index));
    let places: BTreeMap<&str, usize> = places.collect();
    for incoming in &document.incoming {
        for operation in &incoming.item.operations {
            let kind = kind(incoming, &places);
            requests.push(request(lowering, incoming, operation, kind));
        }
    }
    requests
}

fn kind(incoming: &document::Incoming, places: &BTreeMap<&str, usize>) -> IncomingKind {
    let key = incoming.name.clone();
    match &incoming.kind {
        document::IncomingKind::Webhook => IncomingKind::Webhook { key },
        document::IncomingKind::Callback { operations: from } => {
            let from = from.iter().filter_map(|from| places.get(from.as_str()));
            let from: BTreeSet<usize> = from.copied().collect();
            IncomingKind::Callback {
                key,
                expression: incoming.item.path.clone(),
                operations: from.into_iter().collect(),
            }
        }
    }
}

fn request(
    lowering: &mut Lowering<'_>,
    incoming: &document::Incoming,
    operation: &document::Operation,
    kind: IncomingKind,
) -> Incoming {
    let name = lowering.operations.get(operation.at.pointer.as_str());
    let name = name.cloned().unwrap_or_default();
    let docs = Docs {
        summary: operation
            .summary
            .clone()
            .filter(|text| !text.trim().is_empty()),
        description: operation
            .description
            .clone()
            .filter(|text| operation.summary.as_ref() != Some(text)),
        external: docs::external(operation.external.as_ref()),
        deprecated: operation.deprecated,
        ..Docs::default()
    };
    let body = operation.body.as_ref();
    let mut answers: Vec<(Status, String)> = operation
        .responses
        .iter()
        .map(|response| (response.status, response.description.clone()))
        .collect();
    answers.sort_by_key(|(status, _)| *status);
    Incoming {
        at: operation.at.clone(),
        name,
        kind,
        method: operation.method.clone(),
        docs,
        parameters: parameters(&incoming.item.parameters, &operation.parameters),
        body: body.and_then(|body| self::body(lowering, body)),
        answers,
    }
}

/// The parameters of an operation, before those of the same name of its path.
fn parameters(of_path: &[Parameter], own: &[Parameter]) -> Vec<IncomingParameter> {
    let is_own = |parameter: &&Parameter| own.iter().any(|other| is_same(other, parameter));
    let inherited = of_path.iter().filter(|parameter| !is_own(parameter));
    let all = inherited.chain(own).map(|parameter| IncomingParameter {
        name: parameter.name.clone(),
        location: match parameter.location {
            ParameterLocation::Path => Location::Path,
            ParameterLocation::Query => Location::Query,
            ParameterLocation::Header => Location::Header,
            ParameterLocation::Cookie => Location::Cookie,
            ParameterLocation::Querystring => Location::Querystring,
        },
        required: parameter.required,
        docs: Docs {
            description: parameter.description.clone(),
            deprecated: parameter.deprecated,
            ..Docs::default()
        },
    });
    all.collect()
}

/// The best of the media types of a body: JSON, a form, text, any.
fn body(lowering: &mut Lowering<'_>, body: &document::RequestBody) -> Option<IncomingBody> {
    let rank = |content: &&MediaType| match content::kind(&content.name) {
        Kind::Json if content::essence(&content.name) == "application/json" => 0,
        Kind::Json => 1,
        Kind::Any => 2,
        Kind::Form => 3,
        Kind::Text | Kind::Items(_) => 4,
        Kind::Multipart | Kind::Parts | Kind::Xml | Kind::Bytes => 5,
    };
    let Some(chosen) = body.content.iter().min_by_key(rank) else {
        let message = "the request body has no `content`; it is left out";
        let finding = Diagnostic::warning(codes::MISSING_KEY, body.at.span, message);
        lowering.findings.push(finding.help(document::BODY));
        return None;
    };
    for other in body
        .content
        .iter()
        .filter(|other| other.name != chosen.name)
    {
        let message = format!(
            "bodies are read as `{}`; `{}` is not offered",
            chosen.name, other.name
        );
        let finding = Diagnostic::limit(codes::MEDIA_TYPE_NOT_OFFERED, other.at.span, message);
        lowering.findings.push(finding);
    }
    let payload = payload(lowering, chosen);
    Some(IncomingBody {
        at: body.at.clone(),
        description: body.description.clone(),
        media_type: chosen.name.clone(),
        payload,
    })
}

fn payload(lowering: &mut Lowering<'_>, content: &MediaType) -> Payload {
    match content::kind(&content.name) {
        Kind::Json => Payload::Json(content::typed(lowering, content)),
        Kind::Any if content::holds_json(lowering, content) => {
            Payload::Json(content::typed(lowering, content))
        }
        Kind::Form => Payload::Form(content::typed(lowering, content), Vec::new()),
        Kind::Xml => {
            raw(lowering, content);
            Payload::Text
        }
        Kind::Text | Kind::Items(_) => Payload::Text,
        Kind::Multipart | Kind::Parts | Kind::Any | Kind::Bytes => Payload::Bytes,
    }
}

fn raw(lowering: &mut Lowering<'_>, content: &MediaType) {
    let message = format!(
        "`{}` is not supported in requests of the server yet; it is handed over as text",
        content.name
    );
    let finding = Diagnostic::limit(codes::MEDIA_TYPE, content.at.span, message);
    lowering.findings.push(finding);
}
