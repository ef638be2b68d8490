//! Reading request bodies, responses and media types.

use crate::diagnostic::Diagnostic;
use crate::ir::Status;
use crate::source::Span;

use super::context::{Context, schema_under};
use super::object::{self, Object, finish, open};
use super::resolve::follow;
use super::{Encoding, MediaType, ObjectKind, RequestBody, Response, keywords};

/// `requestBody`.
pub(super) fn request_body<'s>(
    context: &mut Context<'s>,
    object: &mut Object<'s>,
) -> Option<RequestBody> {
    let entry = object.take("requestBody")?;
    let (node, place) = follow(
        context,
        &entry.value,
        object.pointer("requestBody"),
        ObjectKind::RequestBody,
    )?;
    let mut body = open(context, node, &place, "Request Body Object");
    let description = keywords::description(context, &mut body);
    let required = object::flag(context, &mut body, "required").unwrap_or(false);
    let content = media_types(context, &mut body);
    finish(context, &body);
    Some(RequestBody {
        at: body.at,
        description,
        required,
        content,
    })
}

/// `responses`.
pub(super) fn responses<'s>(
    context: &mut Context<'s>,
    object: &mut Object<'s>,
    operation: Span,
) -> Vec<Response> {
    if object.take("responses").is_none() {
        let message = "the operation documents no `responses`; every answer is undocumented";
        context
            .findings
            .push(Diagnostic::warning("missing-key", operation, message));
        return Vec::new();
    }
    let mut responses: Vec<Response> = Vec::new();
    for (key, entry, pointer) in object::entries(context, object, "responses") {
        if key.starts_with("x-") {
            continue;
        }
        let Some(status) = status(key) else {
            let message = format!("`{key}` is no status; this response is left out");
            let mut finding = Diagnostic::warning("status", entry.key, message);
            finding.help = Some("a status is `200`, `2XX` or `default`".to_owned());
            context.findings.push(finding);
            continue;
        };
        if responses.iter().any(|response| response.status == status) {
            let message = format!("the status `{key}` is there already; this response is left out");
            context
                .findings
                .push(Diagnostic::warning("status", entry.key, message));
            continue;
        }
        let Some((node, place)) = follow(context, &entry.value, pointer, ObjectKind::Response)
        else {
            continue;
        };
        let mut response = open(context, node, &place, "Response Object");
        let description = keywords::description(context, &mut response).unwrap_or_default();
        let content = media_types(context, &mut response);
        finish(context, &response);
        responses.push(Response {
            at: response.at,
            status,
            description,
            content,
        });
    }
    responses
}

/// A key of `responses`.
fn status(key: &str) -> Option<Status> {
    if key.eq_ignore_ascii_case("default") {
        return Some(Status::Default);
    }
    match serde_json::from_value(key.into()).ok()? {
        openapiv3::StatusCode::Code(code @ 100..=599) => Some(Status::Code(code)),
        openapiv3::StatusCode::Range(digit @ 1..=5) => Some(Status::Range(digit)),
        _ => None,
    }
}

/// `content`.
pub(super) fn media_types<'s>(
    context: &mut Context<'s>,
    object: &mut Object<'s>,
) -> Vec<MediaType> {
    let entries = object::entries(context, object, "content");
    let mut types = Vec::with_capacity(entries.len());
    for (name, entry, pointer) in entries {
        let Some((node, place)) = follow(context, &entry.value, pointer, ObjectKind::Other) else {
            continue;
        };
        let mut media_type = open(context, node, &place, "Media Type Object");
        let schema = media_type
            .take("schema")
            .map(|entry| schema_under(context, entry, &place, "schema"));
        let item_schema = media_type
            .take("itemSchema")
            .map(|entry| schema_under(context, entry, &place, "itemSchema"));
        let encodings = encodings(context, &mut media_type);
        finish(context, &media_type);
        types.push(MediaType {
            at: media_type.at,
            name: name.to_owned(),
            schema,
            item_schema,
            encodings,
        });
    }
    types
}

/// `encoding`.
fn encodings<'s>(context: &mut Context<'s>, object: &mut Object<'s>) -> Vec<Encoding> {
    let entries = object::entries(context, object, "encoding");
    let mut encodings = Vec::with_capacity(entries.len());
    for (name, entry, pointer) in entries {
        let mut encoding = open(context, &entry.value, &pointer, "Encoding Object");
        let content_type = object::text(context, &mut encoding, "contentType");
        let style = object::text(context, &mut encoding, "style");
        let explode = object::flag(context, &mut encoding, "explode");
        finish(context, &encoding);
        encodings.push(Encoding {
            at: encoding.at,
            name: name.to_owned(),
            content_type,
            style,
            explode,
        });
    }
    encodings
}
