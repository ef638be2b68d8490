//! Reading request bodies, responses and media types.

use crate::diagnostic::{Diagnostic, closest, codes};
use crate::ir::Status;
use crate::source::{Mapping, Span};

use super::context::{Context, Version, schema_under};
use super::example::Place;
use super::object::{self, Object, finish, open};
use super::resolve::follow;
use super::token::is_token;
use super::{Encoding, MediaType, ObjectKind, RequestBody, Response, example, keywords, parameter};

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
    let own = keywords::description(context, &mut body);
    let description = keywords::description_beside(&entry.value).or(own);
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
    let help = "document the answer of success at least, or `default`";
    let Some(entry) = object.take("responses") else {
        // OpenAPI 3.1 leaves it to the author.
        if context.version == Version::V30 {
            let message = "the operation documents no `responses`; every answer is undocumented";
            object::missing(context, operation, message, help);
        }
        return Vec::new();
    };
    let mut keys = entry.value.as_mapping().into_iter().flat_map(Mapping::keys);
    if entry.value.as_mapping().is_some() && keys.all(|key| key.starts_with("x-")) {
        let message = "`responses` holds no response; every answer is undocumented";
        object::missing(context, entry.key, message, help);
    }
    let mut responses: Vec<Response> = Vec::new();
    for (key, entry, pointer) in object::entries(context, object, "responses") {
        if key.starts_with("x-") {
            continue;
        }
        let Some(status) = status(key) else {
            let message = format!("`{key}` is no status; this response is left out");
            let finding = Diagnostic::warning(codes::STATUS, entry.key, message);
            let help = "a status is `200`, `2XX` or `default`";
            context.findings.push(finding.help(help));
            continue;
        };
        if responses.iter().any(|response| response.status == status) {
            let message = format!("the status `{key}` is there already; this response is left out");
            let finding = Diagnostic::warning(codes::STATUS, entry.key, message);
            let help = "make one response of the two, with a media type or a `oneOf` for each";
            context.findings.push(finding.help(help));
            continue;
        }
        let Some((node, place)) = follow(context, &entry.value, pointer, ObjectKind::Response)
        else {
            continue;
        };
        let mut response = open(context, node, &place, "Response Object");
        // OpenAPI 3.2 leaves it to the author.
        let is_needed = matches!(context.version, Version::V30 | Version::V31);
        if is_needed && node.as_mapping().is_some() && !response.has("description") {
            let is_here = std::ptr::eq(node, &raw const entry.value);
            let at = if is_here { entry.key } else { node.span };
            let message = "a response needs a `description`; its status alone is documented";
            object::missing(context, at, message, "say in a few words when it comes");
        }
        let own = keywords::description(context, &mut response);
        let description = keywords::description_beside(&entry.value).or(own);
        let content = media_types(context, &mut response);
        let headers = parameter::headers(context, &mut response);
        finish(context, &response);
        responses.push(Response {
            at: response.at,
            status,
            description: description.unwrap_or_default(),
            content,
            headers,
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

/// Whether a text is a media type or a range of them: two tokens (RFC 9110, section 8.3.1), and
/// parameters.
fn is_media_type(text: &str) -> bool {
    let (essence, _) = text.split_once(';').unwrap_or((text, ""));
    essence
        .trim()
        .split_once('/')
        .is_some_and(|(kind, subtype)| is_token(kind) && is_token(subtype))
}

/// A media type without its parameters, in lower case.
fn essence(text: &str) -> String {
    let (essence, _) = text.split_once(';').unwrap_or((text, ""));
    essence.trim().to_ascii_lowercase()
}

/// Whether bodies of a media type are JSON texts.
fn is_json(text: &str) -> bool {
    let essence = essence(text);
    essence == "application/json" || essence.ends_with("+json")
}

/// What was probably meant by what is no media type.
fn meant(text: &str) -> String {
    let known = [
        "application/json",
        "application/xml",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "text/plain",
    ];
    let lower = text.to_ascii_lowercase();
    let subtype = |name: &&str| {
        name.split_once('/')
            .is_some_and(|(_, subtype)| lower == subtype)
    };
    match known
        .into_iter()
        .find(subtype)
        .or_else(|| closest(&lower, known))
    {
        Some(known) => format!("did you mean `{known}`?"),
        None if text.contains(',') => "give each media type a key of its own".to_owned(),
        None => "a media type is a type and a subtype: `application/json`".to_owned(),
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
        if !is_media_type(name) {
            let message = format!("`{name}` is no media type; it is taken as it is");
            let finding = Diagnostic::warning(codes::NO_MEDIA_TYPE, entry.key, message);
            context.findings.push(finding.help(meant(name)));
        }
        let Some((node, place)) = follow(context, &entry.value, pointer, ObjectKind::MediaType)
        else {
            continue;
        };
        let mut media_type = open(context, node, &place, "Media Type Object");
        let schema = media_type
            .take("schema")
            .map(|entry| schema_under(context, entry, &place, "schema"));
        let item_schema = media_type
            .take("itemSchema")
            .map(|entry| schema_under(context, entry, &place, "itemSchema"));
        let encodings = encodings(context, &mut media_type, name);
        // Examples of whole bodies would be pasted JSON; those of schemas are documented.
        let shown = schema.filter(|_| is_json(name));
        example::of_content(context, &mut media_type, shown, Place::Value);
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

/// `encoding`, which only forms and multipart bodies have.
fn encodings<'s>(
    context: &mut Context<'s>,
    object: &mut Object<'s>,
    media_type: &str,
) -> Vec<Encoding> {
    let essence = essence(media_type);
    if essence != "application/x-www-form-urlencoded"
        && !essence.starts_with("multipart/")
        && let Some(entry) = object.take("encoding")
    {
        let message = format!("`encoding` says nothing of `{media_type}`; it is left out");
        let finding = Diagnostic::warning(codes::ENCODING, entry.key, message)
            .help("it describes the properties of forms and `multipart` bodies; take it out");
        context.findings.push(finding);
        return Vec::new();
    }
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
