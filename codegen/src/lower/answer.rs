//! Request bodies and answers.

use crate::diagnostic::Diagnostic;
use crate::document::{self, MediaType};
use crate::ir::{Answer, Body, Content, Payload, Type};

use super::context::Lowering;
use super::form;

/// A media type without its parameters, in lower case.
pub(super) fn essence(media_type: &str) -> String {
    media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}

/// JSON, and what is built on it.
pub(super) fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    essence == "application/json" || essence == "text/json" || essence.ends_with("+json")
}

/// The best of the media types of a body: JSON, a form, text, any.
pub(super) fn body(lowering: &mut Lowering<'_>, operation: &document::Operation) -> Option<Body> {
    let body = operation.body.as_ref()?;
    let rank = |content: &&MediaType| match essence(&content.name).as_str() {
        "application/json" => 0,
        name if is_json(name) => 1,
        "application/x-www-form-urlencoded" => 2,
        name if name.starts_with("text/") => 4,
        "multipart/form-data" => 5,
        name if name.contains('*') => 6,
        _ => 3,
    };
    let Some(chosen) = body.content.iter().min_by_key(rank) else {
        let message = "the request body has no `content`; it is left out";
        lowering
            .findings
            .push(Diagnostic::warning("missing-key", body.at.span, message));
        return None;
    };
    for other in body
        .content
        .iter()
        .filter(|other| other.name != chosen.name)
    {
        let message = format!(
            "bodies are sent as `{}`; `{}` is not offered",
            chosen.name, other.name
        );
        lowering.findings.push(Diagnostic::limit(
            "media-type-not-offered",
            other.at.span,
            message,
        ));
    }
    let payload = sent(lowering, chosen);
    // A range is nothing that can be sent.
    let media_type = match (chosen.name.contains('*'), &payload) {
        (true, Payload::Text) => "text/plain".to_owned(),
        (true, Payload::Json(_)) => "application/json".to_owned(),
        (true, _) => "application/octet-stream".to_owned(),
        (false, _) => chosen.name.clone(),
    };
    Some(Body {
        at: body.at.clone(),
        required: body.required,
        description: body.description.clone(),
        media_type,
        payload,
    })
}

fn sent(lowering: &mut Lowering<'_>, content: &MediaType) -> Payload {
    match essence(&content.name).as_str() {
        name if is_json(name) => Payload::Json(typed(lowering, content)),
        "*/*"
            if content
                .schema
                .is_some_and(|id| lowering.keywords(id).is_some()) =>
        {
            Payload::Json(typed(lowering, content))
        }
        "application/x-www-form-urlencoded" => Payload::Form(typed(lowering, content)),
        name if name.starts_with("text/") => Payload::Text,
        name => {
            if name.starts_with("multipart/") {
                raw(lowering, content, "bytes that the caller has to lay out");
            }
            Payload::Bytes
        }
    }
}

pub(super) fn typed(lowering: &mut Lowering<'_>, content: &MediaType) -> Type {
    match content.schema.map(|id| form::use_of(lowering, id)) {
        Some(Type::Never) | None => Type::Json,
        Some(ty) => ty,
    }
}

fn raw(lowering: &mut Lowering<'_>, content: &MediaType, what: &str) {
    let message = format!(
        "`{}` is not supported yet; it is handed over as {what}",
        content.name
    );
    lowering
        .findings
        .push(Diagnostic::limit("media-type", content.at.span, message));
}

/// The answers by status: exact ones ascending, ranges ascending, `default`.
pub(super) fn answers(lowering: &mut Lowering<'_>, operation: &document::Operation) -> Vec<Answer> {
    let mut answers = Vec::with_capacity(operation.responses.len());
    for response in &operation.responses {
        let contents = response.content.iter().map(|content| Content {
            media_type: content.name.clone(),
            payload: received(lowering, content),
        });
        let contents = contents.collect();
        answers.push(Answer {
            at: response.at.clone(),
            status: response.status,
            description: response.description.clone(),
            contents,
        });
    }
    answers.sort_by_key(|answer| answer.status);
    answers
}

fn received(lowering: &mut Lowering<'_>, content: &MediaType) -> Payload {
    match essence(&content.name).as_str() {
        name if is_json(name) => Payload::Json(typed(lowering, content)),
        "*/*"
            if content
                .schema
                .is_some_and(|id| lowering.keywords(id).is_some()) =>
        {
            Payload::Json(typed(lowering, content))
        }
        "text/event-stream"
        | "application/x-ndjson"
        | "application/jsonl"
        | "application/json-seq"
        | "application/jsonlines" => {
            raw(lowering, content, "bytes");
            Payload::Bytes
        }
        name if name.ends_with("/xml") || name.ends_with("+xml") => {
            raw(lowering, content, "text");
            Payload::Text
        }
        name if name.starts_with("text/") => Payload::Text,
        _ => Payload::Bytes,
    }
}
