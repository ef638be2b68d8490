//! A parameter that is the whole query (OpenAPI 3.2, Parameter Object, `in: querystring`).

use crate::diagnostic::{Diagnostic, codes};
use crate::document;
use crate::ir::{Docs, Location, Parameter, Style, Type};

use super::content::Kind;
use super::context::Lowering;
use super::{content, docs, form};

/// A form and JSON are typed; of everything else the caller gives the text.
pub(super) fn parameter(lowering: &mut Lowering<'_>, parameter: &document::Parameter) -> Parameter {
    let content = parameter.content.first();
    let media_type = content.map_or("", |content| content.name.as_str());
    let style = match content::kind(media_type) {
        Kind::Form => Style::Form { explode: true },
        Kind::Json => Style::Json,
        _ => Style::Simple { explode: false },
    };
    let is_text = style == Style::Simple { explode: false };
    let schema = content
        .and_then(|content| content.schema)
        .filter(|_| !is_text);
    let ty = match schema.map(|id| form::use_of(lowering, id)) {
        _ if is_text => Type::String,
        Some(Type::Option(inner)) => *inner,
        Some(Type::Never) | None => Type::Json,
        Some(ty) => ty,
    };
    if is_text && content.is_some() {
        let message =
            format!("a query as `{media_type}` is asked for as text, and sent as it is given");
        let finding = Diagnostic::limit(codes::MEDIA_TYPE, parameter.at.span, message);
        lowering.findings.push(finding);
    }
    let schema: Vec<_> = schema.into_iter().collect();
    let docs = docs::of_use(lowering, &schema, &parameter.name);
    let description = parameter.description.clone().or(docs.description);
    Parameter {
        at: parameter.at.clone(),
        name: parameter.name.clone(),
        location: Location::Querystring,
        style,
        required: parameter.required,
        ty,
        docs: Docs {
            summary: None,
            description: description.or_else(|| {
                is_text.then(|| "The whole query, percent-encoded where that is needed.".to_owned())
            }),
            deprecated: docs.deprecated || parameter.deprecated,
            example: parameter.example.clone().or(docs.example),
            ..docs
        },
    }
}
