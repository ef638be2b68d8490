//! What only one side sends.

use crate::document::SchemaId;
use crate::ir::{Api, Constraint, Incoming, Operation, Payload, Presence, TypeId, TypeKind};

use super::context::{DEPTH, Lowering};
use super::{union, visit};

/// Whether a property is read-only, at its place or by the schema that it refers to.
pub(super) fn is_read_only(lowering: &Lowering<'_>, ids: &[SchemaId]) -> bool {
    ids.iter().any(|&id| {
        let target = union::target(lowering, id);
        [id, target].iter().take(DEPTH).any(|id| {
            lowering
                .keywords(*id)
                .is_some_and(|schema| schema.read_only)
        })
    })
}

/// Tells which types are sent, and makes required properties optional where a type is used by the
/// side that does not send them: one type serves both ways.
pub(super) fn settle(api: &mut Api) {
    let sent: Vec<TypeId> = api.operations.iter().flat_map(sent_by).collect();
    let sent = visit::reachable(&api.types, sent);
    let received = super::received(api);
    for (index, def) in api.types.iter_mut().enumerate() {
        def.sent = sent.contains(&TypeId(index));
        let TypeKind::Struct(body) = &mut def.kind else {
            continue;
        };
        let id = TypeId(index);
        for field in &mut body.fields {
            let write_only = field.docs.constraints.contains(&Constraint::WriteOnly);
            if (field.read_only && sent.contains(&id)) || (write_only && received.contains(&id)) {
                field.presence = match field.presence {
                    Presence::Required | Presence::Optional => Presence::Optional,
                    Presence::Nullable | Presence::OptionalNullable => Presence::OptionalNullable,
                };
            }
        }
    }
}

/// The types that an operation's requests carry.
pub(super) fn sent_by(operation: &Operation) -> Vec<TypeId> {
    let parameters = operation.parameters.iter();
    let body = operation.body.iter();
    let contents = body.flat_map(|body| &body.contents);
    parameters
        .filter_map(|parameter| visit::named(&parameter.ty))
        .chain(contents.filter_map(|content| of_payload(&content.payload)))
        .collect()
}

/// The types that an operation's answers carry.
pub(super) fn received_by(operation: &Operation) -> Vec<TypeId> {
    let contents = operation.answers.iter().flat_map(|answer| &answer.contents);
    let headers = operation.headers.iter();
    contents
        .filter_map(|content| of_payload(&content.payload))
        .chain(headers.filter_map(|header| visit::named(&header.ty)))
        .collect()
}

/// The types that requests of the API's server carry.
pub(super) fn brought_by(incoming: &[Incoming]) -> Vec<TypeId> {
    let bodies = incoming.iter().filter_map(|request| request.body.as_ref());
    bodies
        .filter_map(|body| of_payload(&body.payload))
        .collect()
}

fn of_payload(payload: &Payload) -> Option<TypeId> {
    match payload {
        Payload::Json(ty)
        | Payload::Form(ty, _)
        | Payload::Multipart(ty, _)
        | Payload::Items(_, ty) => visit::named(ty),
        Payload::Text | Payload::AnyText | Payload::Bytes => None,
    }
}
