//! Request bodies and answers.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, codes};
use crate::document::{self, MediaType};
use crate::ir::{Answer, Body, Content, Parameter, Payload, Status, Type};

use super::content::{self, Kind};
use super::context::Lowering;
use super::{docs, parameter};

/// A body, as each of the media types that it may be sent as: the typed ones first.
pub(super) fn body(lowering: &mut Lowering<'_>, operation: &document::Operation) -> Option<Body> {
    let body = operation.body.as_ref()?;
    let mut offered: Vec<&MediaType> = body.content.iter().collect();
    offered.sort_by_key(|content| rank(&content.name));
    let mut contents: Vec<Content> = Vec::with_capacity(offered.len());
    let mut left_out = BTreeSet::new();
    for media_type in offered {
        if !contents.is_empty() && content::kind(&media_type.name) == Kind::Xml {
            not_offered(lowering, media_type, None);
            continue;
        }
        let payload = content::sent(lowering, media_type);
        // What is sent without a type is within the other ranges.
        if media_type.name.contains('*')
            && !["*/*", "application/*"].contains(&media_type.name.as_str())
            && payload == Payload::Bytes
        {
            let message = format!(
                "a body as `{}` is sent as `application/octet-stream`, unless the call says otherwise",
                media_type.name
            );
            let finding = Diagnostic::limit(codes::MEDIA_RANGE, media_type.at.span, message);
            lowering.findings.push(
                finding.help("name the media types, or set the header `content-type` on the call"),
            );
        }
        let mut known = contents.iter();
        if let Some(known) = known.find(|known| says_the_same(&known.payload, &payload)) {
            // `*/*` is whatever is sent, and of parameters of a media type one is example enough.
            if content::kind(&media_type.name) != Kind::Any
                && left_out.insert(content::essence(&media_type.name))
            {
                not_offered(lowering, media_type, Some(&known.media_type));
            }
            continue;
        }
        let media_type = concrete(&media_type.name, &payload);
        contents.push(Content {
            media_type,
            payload,
        });
    }
    if contents.is_empty() {
        let message = "the request body has no `content`; it is left out";
        let finding = Diagnostic::warning(codes::MISSING_KEY, body.at.span, message);
        lowering.findings.push(finding.help(document::BODY));
        return None;
    }
    Some(Body {
        at: body.at.clone(),
        required: body.required,
        docs: docs::of_body(lowering, body),
        contents,
    })
}

fn rank(media_type: &str) -> (u8, Reverse<bool>) {
    let is_plain = content::essence(media_type) == "application/json";
    let rank = match content::kind(media_type) {
        Kind::Json => 0,
        Kind::Form => 1,
        Kind::Multipart => 2,
        Kind::Items(_) => 3,
        _ if media_type.contains('*') => 7,
        Kind::Bytes | Kind::Any => 4,
        Kind::Text => 5,
        Kind::Parts | Kind::Xml => 6,
    };
    (rank, Reverse(is_plain))
}

/// Whether one carries every value that the other does, so that offering both helps nobody.
fn says_the_same(known: &Payload, other: &Payload) -> bool {
    use Payload::{Form, Json, Multipart};
    match (known, other) {
        (
            Json(known) | Form(known, _) | Multipart(known, _),
            Json(other) | Form(other, _) | Multipart(other, _),
        ) => known == other,
        _ => false,
    }
}

/// A range is nothing that can be sent.
fn concrete(media_type: &str, payload: &Payload) -> String {
    let text = match payload {
        _ if !media_type.contains('*') => media_type,
        Payload::Text => "text/plain",
        Payload::Json(_) => "application/json",
        _ => "application/octet-stream",
    };
    text.to_owned()
}

/// Reports a media type that is left out, for the sake of one that holds the same if it is known.
fn not_offered(lowering: &mut Lowering<'_>, other: &MediaType, taken: Option<&str>) {
    let why = match taken {
        Some(taken) => format!("since `{taken}` holds the same type"),
        None => "since it has a media type that is typed".to_owned(),
    };
    let message = format!("`{}` is not offered for this body, {why}", other.name);
    let mut finding = Diagnostic::limit(codes::MEDIA_TYPE_NOT_OFFERED, other.at.span, message);
    if let Some(taken) = taken {
        finding = finding.help(format!(
            "take `{taken}` out of the document where the server prefers this one"
        ));
    }
    lowering.findings.push(finding);
}

/// The answers by status: exact ones ascending, ranges ascending, `default`.
pub(super) fn answers(lowering: &mut Lowering<'_>, operation: &document::Operation) -> Vec<Answer> {
    let mut answers = Vec::with_capacity(operation.responses.len());
    for response in &operation.responses {
        let succeeds = matches!(response.status, Status::Code(200..=299) | Status::Range(2));
        let contents = described(lowering, operation, response);
        let contents = contents.iter().map(|content| Content {
            media_type: content.name.clone(),
            payload: content::received(lowering, content, succeeds),
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

/// What an answer may hold: an answer to HEAD, and one of some statuses, never holds anything (RFC
/// 9110, sections 6.4.1 and 15.3.6).
fn described<'r>(
    lowering: &mut Lowering<'_>,
    operation: &document::Operation,
    response: &'r document::Response,
) -> &'r [MediaType] {
    if operation.method == "HEAD" {
        return &[];
    }
    let Status::Code(code @ (100..=199 | 204 | 205 | 304)) = response.status else {
        return &response.content;
    };
    if let Some(content) = response.content.first() {
        let message = format!("an answer of status {code} has no content; this is left out");
        let finding = Diagnostic::warning(codes::CONTENT_OF_NONE, content.at.span, message);
        lowering.findings.push(
            finding.help("take `content` away, or document the status that comes with content"),
        );
    }
    &[]
}

/// Whether a header stands on a line for each of its values, which must not be put together (RFC
/// 9110, section 5.3).
pub(crate) fn is_by_line(name: &str) -> bool {
    name.eq_ignore_ascii_case("set-cookie")
}

/// The headers of all answers. One that several answers have is described by the first; where they
/// do not agree on its type, it is a text.
pub(super) fn headers(
    lowering: &mut Lowering<'_>,
    operation: &document::Operation,
) -> Vec<Parameter> {
    let mut headers: Vec<Parameter> = Vec::new();
    for header in operation
        .responses
        .iter()
        .flat_map(|response| &response.headers)
    {
        let mut header = parameter::parameter(lowering, header);
        if is_by_line(&header.name) && !matches!(header.ty, Type::Array(_)) {
            header.ty = Type::Array(Box::new(header.ty));
        }
        let known = headers
            .iter_mut()
            .find(|known| known.name.eq_ignore_ascii_case(&header.name));
        match known {
            None => headers.push(header),
            Some(known) if known.ty != header.ty => known.ty = Type::String,
            Some(_) => {}
        }
    }
    headers
}
