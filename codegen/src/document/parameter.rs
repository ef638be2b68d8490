//! Reading parameters.

use crate::diagnostic::{Diagnostic, codes, did_you_mean};
use crate::source::Node;

use super::context::{Context, schema_under};
use super::example::Place;
use super::object::{self, Object, finish, open};
use super::resolve::follow;
use super::{ObjectKind, Parameter, ParameterLocation, content, example, keywords, token};

/// `parameters` of a path or an operation.
pub(super) fn list<'s>(context: &mut Context<'s>, object: &mut Object<'s>) -> Vec<Parameter> {
    let items = object::items(context, object, "parameters");
    let mut parameters = Vec::with_capacity(items.len());
    for (node, pointer) in items {
        if let Some((target, place)) = follow(context, node, pointer, ObjectKind::Parameter) {
            let parameter = parameter(context, target, &place);
            parameters.extend(parameter.map(|parameter| described_at(node, parameter)));
        }
    }
    parameters
}

/// `headers` of a response, but `Content-Type`, which its media types say (Response Object).
pub(super) fn headers<'s>(context: &mut Context<'s>, object: &mut Object<'s>) -> Vec<Parameter> {
    let entries = object::entries(context, object, "headers");
    let mut headers = Vec::with_capacity(entries.len());
    for (name, entry, pointer) in entries {
        if name.eq_ignore_ascii_case("content-type") {
            continue;
        }
        if !token::check_header(context, name, entry.key, "it") {
            continue;
        }
        if let Some((target, place)) = follow(context, &entry.value, pointer, ObjectKind::Header) {
            let object = open(context, target, &place, "Header Object");
            let identity = Some((name.to_owned(), ParameterLocation::Header));
            let header = described(context, object, identity);
            headers.extend(header.map(|header| described_at(&entry.value, header)));
        }
    }
    headers
}

/// A parameter with the description that a reference to it gives.
fn described_at(node: &Node, parameter: Parameter) -> Parameter {
    let description = keywords::description_beside(node);
    Parameter {
        description: description.or(parameter.description),
        ..parameter
    }
}

fn parameter<'s>(context: &mut Context<'s>, node: &'s Node, pointer: &str) -> Option<Parameter> {
    let mut object = open(context, node, pointer, "Parameter Object");
    let name = object::text(context, &mut object, "name");
    let location = location(context, &mut object);
    // The whole query needs no name.
    let name = name.or_else(|| match location {
        Some(ParameterLocation::Querystring) => Some("query".to_owned()),
        _ => None,
    });
    let at = object
        .take("name")
        .map_or(node.span, |entry| entry.value.span);
    let is_sendable = match (&name, location) {
        (Some(name), Some(ParameterLocation::Header)) => {
            token::check_header(context, name, at, "the parameter")
        }
        (Some(name), Some(ParameterLocation::Cookie)) => {
            token::check_cookie(context, name, at);
            true
        }
        _ => true,
    };
    described(context, object, name.zip(location)).filter(|_| is_sendable)
}

/// What a parameter and a header have in common: all but the name and the place.
fn described<'s>(
    context: &mut Context<'s>,
    mut object: Object<'s>,
    identity: Option<(String, ParameterLocation)>,
) -> Option<Parameter> {
    let pointer = object.at.pointer.clone();
    let span = object.at.span;
    let description = keywords::description(context, &mut object);
    let required = object::flag(context, &mut object, "required").unwrap_or(false);
    let deprecated = object::flag(context, &mut object, "deprecated").unwrap_or(false);
    let style = object::text(context, &mut object, "style");
    let explode = object::flag(context, &mut object, "explode");
    let schema = object
        .take("schema")
        .map(|entry| schema_under(context, entry, &pointer, "schema"));
    let content = content::media_types(context, &mut object);
    let example = example::of_content(context, &mut object, schema, Place::Parameter);
    finish(context, &object);
    let Some((name, location)) = identity else {
        // What is no mapping was reported as such.
        if object.is_mapping() {
            let message = "a parameter needs `name` and `in`; it is left out";
            let help = "write its name and where it is sent: `name: limit`, `in: query`";
            let finding = Diagnostic::warning(codes::PARAMETER, span, message);
            context.findings.push(finding.help(help));
        }
        return None;
    };
    check_shape(
        context,
        &object,
        location,
        (schema.is_some(), content.len()),
    );
    if location == ParameterLocation::Path && !required {
        let at = object
            .take("required")
            .map_or(span, |entry| entry.value.span);
        let message = format!("the path parameter `{name}` must be required; it is taken so");
        let finding = Diagnostic::warning(codes::OPTIONAL_PATH_PARAMETER, at, message)
            .help("write `required: true`: a path has no place for what is not given");
        context.findings.push(finding);
    }
    Some(Parameter {
        at: object.at,
        name,
        location,
        description,
        required,
        deprecated,
        style,
        explode,
        schema,
        content,
        example,
    })
}

/// A parameter is described by a schema, or by the one media type that it is sent in.
fn check_shape(
    context: &mut Context<'_>,
    object: &Object<'_>,
    location: ParameterLocation,
    (has_schema, contents): (bool, usize),
) {
    let at = object.at.span;
    let is_whole = location == ParameterLocation::Querystring;
    let what = match object.kind {
        "Header Object" => "a header",
        _ => "a parameter",
    };
    match (has_schema, contents) {
        (_, 0) if is_whole => {
            let message =
                "a parameter of `in: querystring` needs `content`, not `schema`; a text is taken";
            let help = "say how the query is written:\ncontent:\n  application/x-www-form-urlencoded:\n    schema: {type: object}";
            object::missing(context, at, message, help);
        }
        (false, 0) => {
            let message = format!("{what} needs `schema` or `content`; a text is taken");
            object::missing(context, at, &message, "write `schema: {type: string}`");
        }
        (true, 1..) => {
            let taken = if is_whole { "content" } else { "schema" };
            let message = format!("{what} has `schema` or `content`, not both; `{taken}` is taken");
            let finding = Diagnostic::warning(codes::PARAMETER, at, message);
            context
                .findings
                .push(finding.help("take one of the two out"));
        }
        (false, 2..) => {
            let message = format!("{what} is sent in one media type; the first is taken");
            let finding = Diagnostic::warning(codes::PARAMETER, at, message);
            context.findings.push(finding.help("take the others out"));
        }
        _ => {}
    }
}

const LOCATIONS: [(&str, ParameterLocation); 5] = [
    ("path", ParameterLocation::Path),
    ("query", ParameterLocation::Query),
    ("header", ParameterLocation::Header),
    ("cookie", ParameterLocation::Cookie),
    ("querystring", ParameterLocation::Querystring),
];

fn location(context: &mut Context<'_>, object: &mut Object<'_>) -> Option<ParameterLocation> {
    let text = object::text(context, object, "in")?;
    if let Some((_, location)) = LOCATIONS.iter().find(|(name, _)| *name == text) {
        return Some(*location);
    }
    let span = object.take("in")?.value.span;
    let message = format!("`{text}` is no place for a parameter");
    let names = || LOCATIONS.iter().map(|(name, _)| *name);
    let help = match text.as_str() {
        "body" | "formData" => "OpenAPI 3 has `requestBody` for this".to_owned(),
        _ => {
            let all = names().collect::<Vec<_>>().join(", ");
            did_you_mean(&text, names(), format!("the places are {all}"))
        }
    };
    let finding = Diagnostic::warning(codes::PARAMETER, span, message);
    context.findings.push(finding.help(help));
    None
}
