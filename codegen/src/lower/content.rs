//! Media types, and what bodies of them hold.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, codes, did_you_mean};
use crate::document::{MediaType, SchemaId};
use crate::ir::{Framing, JsonKind, Payload, Style, Type, TypeDef, TypeKind};

use super::context::Lowering;
use super::{form, parameter, union};

/// How deep aliases and unions are looked into.
const DEPTH: usize = 8;

/// What a client has to know of a media type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// JSON, and what is built on it.
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `multipart/form-data`.
    Multipart,
    /// Other kinds of `multipart`.
    Parts,
    /// Items, one after the other.
    Items(Framing),
    /// XML, and what is built on it.
    Xml,
    /// Other text.
    Text,
    /// `*/*`.
    Any,
    /// Everything else.
    Bytes,
}

/// A media type without its parameters, in lower case.
pub(super) fn essence(media_type: &str) -> String {
    media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}

/// What a media type or a range of them is.
pub(super) fn kind(media_type: &str) -> Kind {
    match essence(media_type).as_str() {
        "*/*" => Kind::Any,
        "text/event-stream" => Kind::Items(Framing::Events),
        "application/jsonl"
        | "application/jsonlines"
        | "application/json-lines"
        | "application/ndjson"
        | "application/stream+json"
        | "application/x-jsonl"
        | "application/x-jsonlines"
        | "application/x-json-stream"
        | "application/x-ndjson" => Kind::Items(Framing::Lines),
        name if name == "application/json-seq" || name.ends_with("+json-seq") => {
            Kind::Items(Framing::Sequence)
        }
        name if name == "application/json" || name == "text/json" || name.ends_with("+json") => {
            Kind::Json
        }
        "application/x-www-form-urlencoded" => Kind::Form,
        "multipart/form-data" => Kind::Multipart,
        name if name.starts_with("multipart/") => Kind::Parts,
        name if name.ends_with("/xml") || name.ends_with("+xml") => Kind::Xml,
        name if name.starts_with("text/") => Kind::Text,
        _ => Kind::Bytes,
    }
}

pub(super) fn is_json(media_type: &str) -> bool {
    kind(media_type) == Kind::Json
}

/// What a request holds.
pub(super) fn sent(lowering: &mut Lowering<'_>, content: &MediaType) -> Payload {
    match kind(&content.name) {
        Kind::Json => Payload::Json(typed(lowering, content)),
        Kind::Any if holds_json(lowering, content) => match typed(lowering, content) {
            Type::String => Payload::Text,
            ty => Payload::Json(ty),
        },
        Kind::Form => {
            let ty = typed(lowering, content);
            Payload::Form(ty, styles(lowering, content))
        }
        Kind::Multipart if content.schema.is_some() => {
            let ty = typed(lowering, content);
            Payload::Multipart(ty, media_types(lowering, content))
        }
        // Nobody sends events to a server.
        Kind::Items(framing) if framing != Framing::Events => items(lowering, content, framing),
        Kind::Items(_) | Kind::Text => Payload::Text,
        Kind::Multipart | Kind::Parts => {
            limit(lowering, content, "bytes that the caller has to lay out");
            Payload::Bytes
        }
        Kind::Xml => {
            limit(lowering, content, "text");
            Payload::Text
        }
        Kind::Any | Kind::Bytes => Payload::Bytes,
    }
}

/// What an answer holds. One that reports an error is read as a whole.
pub(super) fn received(
    lowering: &mut Lowering<'_>,
    content: &MediaType,
    succeeds: bool,
) -> Payload {
    match kind(&content.name) {
        Kind::Json => Payload::Json(typed(lowering, content)),
        Kind::Any if holds_json(lowering, content) => match typed(lowering, content) {
            Type::String => Payload::AnyText,
            ty => Payload::Json(ty),
        },
        Kind::Items(framing) if succeeds => items(lowering, content, framing),
        Kind::Items(_) | Kind::Text => Payload::Text,
        Kind::Xml => {
            limit(lowering, content, "text");
            Payload::Text
        }
        Kind::Form | Kind::Multipart | Kind::Parts => {
            limit(lowering, content, "bytes");
            Payload::Bytes
        }
        Kind::Any | Kind::Bytes => Payload::Bytes,
    }
}

/// The type of a body.
pub(super) fn typed(lowering: &mut Lowering<'_>, content: &MediaType) -> Type {
    match content.schema.map(|id| form::use_of(lowering, id)) {
        Some(Type::Never) | None => Type::Json,
        Some(ty) => ty,
    }
}

/// Whether `*/*` is meant for JSON: its schema says more than that there are bytes.
pub(super) fn holds_json(lowering: &Lowering<'_>, content: &MediaType) -> bool {
    let Some(id) = content.schema else {
        return false;
    };
    let target = union::target(lowering, id);
    lowering
        .keywords(target)
        .is_some_and(|schema| schema.format.as_deref() != Some("binary"))
}

/// The items of a body: `itemSchema`, else the schema's items, else the schema is taken for that of
/// an item, as documents before OpenAPI 3.2 have it.
fn items(lowering: &mut Lowering<'_>, content: &MediaType, framing: Framing) -> Payload {
    if let Some(id) = content.item_schema {
        let framing = match framing {
            Framing::Events => Framing::WholeEvents,
            other => other,
        };
        return Payload::Items(framing, item(lowering, id));
    }
    let Some(id) = content.schema else {
        let ty = match framing {
            Framing::Events | Framing::WholeEvents => Type::String,
            Framing::Lines | Framing::Sequence => Type::Json,
        };
        return Payload::Items(framing, ty);
    };
    let target = union::target(lowering, id);
    let inner = lowering.keywords(target).and_then(|schema| schema.items);
    let ty = match item(lowering, inner.unwrap_or(id)) {
        // The whole is a text, and that says nothing of its lines.
        Type::String if inner.is_none() && framing != Framing::Events => Type::Json,
        ty => ty,
    };
    Payload::Items(framing, ty)
}

fn item(lowering: &mut Lowering<'_>, id: SchemaId) -> Type {
    match form::use_of(lowering, id) {
        Type::Never => Type::Json,
        ty => ty,
    }
}

/// Events whose type has nothing but the parts of an event are read whole. It shows when the types
/// are complete.
pub(super) fn settle_events(payload: &mut Payload, types: &[TypeDef]) {
    if let Payload::Items(framing @ Framing::Events, ty) = payload
        && is_event(ty, types, 0)
    {
        *framing = Framing::WholeEvents;
    }
}

fn is_event(ty: &Type, types: &[TypeDef], depth: usize) -> bool {
    let Type::Named(id) = ty else {
        return false;
    };
    match types.get(id.0).map(|def| &def.kind) {
        _ if depth > DEPTH => false,
        Some(TypeKind::Alias(ty)) => is_event(ty, types, depth + 1),
        Some(TypeKind::Union(union)) => {
            let mut branches = union.branches.iter();
            branches.all(|branch| is_event(&branch.ty, types, depth + 1))
        }
        Some(TypeKind::Struct(structure)) => {
            let mut names = structure.fields.iter().map(|field| field.name.as_str());
            names.clone().any(|name| name == "data")
                && names.all(|name| ["data", "event", "id", "retry"].contains(&name))
        }
        _ => false,
    }
}

/// How the properties of a form are written, where its `encoding` says so.
fn styles(lowering: &mut Lowering<'_>, content: &MediaType) -> Vec<(String, Style)> {
    let mut styles = Vec::new();
    for encoding in &content.encodings {
        let style = match (&encoding.style, encoding.explode, &encoding.content_type) {
            (None, None, Some(media_type)) if is_json(media_type) => Style::Json,
            (None, None, _) => continue,
            _ => parameter::of_encoding(lowering, encoding),
        };
        styles.push((encoding.name.clone(), style));
    }
    styles
}

/// The media types of the parts of a multipart body, where its `encoding` names one. A range, or
/// several, leave it to who sends.
fn media_types(lowering: &mut Lowering<'_>, content: &MediaType) -> Vec<(String, String)> {
    let mut named = Vec::new();
    for encoding in &content.encodings {
        if encoding.style.is_some() || encoding.explode.is_some() {
            let message = "the style of a part is not supported yet; lists are a part for each item, objects JSON";
            let finding = Diagnostic::limit(codes::UNSUPPORTED, encoding.at.span, message);
            lowering.findings.push(finding);
        }
        let Some(media_type) = encoding.content_type.as_deref().map(str::trim) else {
            continue;
        };
        if media_type.contains([',', '*']) || media_type.is_empty() {
            continue;
        }
        if !is_json(media_type) && is_json_part(lowering, content, &encoding.name) {
            let message =
                format!("a part as `{media_type}` is not supported yet; it is sent as JSON");
            let finding = Diagnostic::limit(codes::MEDIA_TYPE, encoding.at.span, message);
            lowering.findings.push(finding);
            continue;
        }
        named.push((encoding.name.clone(), media_type.to_owned()));
    }
    named
}

/// Whether a part of a multipart body is written as JSON: it is an object.
fn is_json_part(lowering: &mut Lowering<'_>, content: &MediaType, name: &str) -> bool {
    let Some(id) = content.schema.map(|id| union::target(lowering, id)) else {
        return false;
    };
    let properties = lowering.keywords(id).into_iter();
    let property = properties
        .flat_map(|schema| &schema.properties)
        .find(|(property, _)| property == name);
    let Some(&(_, property)) = property else {
        return false;
    };
    let property = union::target(lowering, property);
    lowering.keywords(property).is_some_and(|schema| {
        schema.types.contains(&JsonKind::Object) || !schema.properties.is_empty()
    })
}

/// Reports what `encoding` says of properties that there are not. It shows when the types are
/// complete.
pub(super) fn check_encodings(lowering: &mut Lowering<'_>) {
    let document = lowering.document;
    let bodies = document
        .operations()
        .filter_map(|operation| operation.body.as_ref());
    for content in bodies.flat_map(|body| &body.content) {
        if content.encodings.is_empty() {
            continue;
        }
        let ty = typed(lowering, content);
        let mut names = BTreeSet::new();
        if !collect_properties(&ty, &lowering.types, &mut names, 0) {
            continue;
        }
        let mut findings = Vec::new();
        for encoding in &content.encodings {
            let name = encoding.name.as_str();
            if names.contains(name) {
                continue;
            }
            let message = format!("the body has no property `{name}`; its `encoding` is left out");
            let finding = Diagnostic::warning(codes::ENCODING, encoding.at.span, message);
            let help = "take it out, or add the property to the schema";
            findings.push(finding.help(did_you_mean(name, names.iter().copied(), help)));
        }
        for finding in findings {
            lowering.findings.push(finding);
        }
    }
}

/// Adds the names of the properties that values of a type may have; `false` when there may be any.
fn collect_properties<'t>(
    ty: &'t Type,
    types: &'t [TypeDef],
    names: &mut BTreeSet<&'t str>,
    depth: usize,
) -> bool {
    let id = match ty {
        _ if depth > DEPTH => return false,
        Type::Option(inner) | Type::Boxed(inner) => {
            return collect_properties(inner, types, names, depth + 1);
        }
        Type::Named(id) => id,
        _ => return false,
    };
    match types.get(id.0).map(|def| &def.kind) {
        Some(TypeKind::Alias(target)) => collect_properties(target, types, names, depth + 1),
        Some(TypeKind::Union(union)) => {
            let mut branches = union.branches.iter();
            branches.all(|branch| collect_properties(&branch.ty, types, names, depth + 1))
        }
        Some(TypeKind::Struct(structure)) => {
            names.extend(structure.fields.iter().map(|field| field.name.as_str()));
            structure.rest.is_none()
        }
        _ => false,
    }
}

fn limit(lowering: &mut Lowering<'_>, content: &MediaType, what: &str) {
    let message = format!(
        "`{}` is not supported yet; it is handed over as {what}",
        content.name
    );
    lowering.findings.push(Diagnostic::limit(
        codes::MEDIA_TYPE,
        content.at.span,
        message,
    ));
}
