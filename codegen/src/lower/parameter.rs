//! Parameters.

use crate::diagnostic::{Diagnostic, codes, did_you_mean};
use crate::document::{self, ParameterLocation, PathItem};
use crate::ir::{At, Docs, Location, Parameter, Style, Type};

use super::content::Kind;
use super::context::Lowering;
use super::{docs, form, querystring, template};

/// The parameters of an operation, its own before those of the same name of its path, and the path
/// with the templates that are declared.
pub(super) fn all(
    lowering: &mut Lowering<'_>,
    item: &PathItem,
    operation: &document::Operation,
) -> (Vec<Parameter>, String) {
    for list in [&item.parameters, &operation.parameters] {
        check_duplicates(lowering, list);
    }
    let mut chosen: Vec<&document::Parameter> = Vec::new();
    for parameter in item.parameters.iter().chain(&operation.parameters) {
        let same = |other: &&document::Parameter| is_same(other, parameter);
        if !chosen.iter().any(same) {
            chosen.push(operation.parameters.iter().find(same).unwrap_or(parameter));
        }
    }
    check_query(lowering, &chosen);
    let declared: Vec<&str> = chosen
        .iter()
        .filter(|parameter| parameter.location == ParameterLocation::Path)
        .map(|parameter| parameter.name.as_str())
        .collect();
    let template = template::read(lowering, operation, &item.path, &declared);
    let mut parameters = Vec::with_capacity(chosen.len());
    for parameter in chosen {
        if is_ignored(parameter) {
            continue;
        }
        if parameter.location == ParameterLocation::Path
            && !template.names.contains(&parameter.name)
        {
            unknown_template(lowering, parameter, &item.path, &template.names);
            continue;
        }
        let mut parameter = self::parameter(lowering, parameter);
        if let Some(style) = template.styles.get(&parameter.name)
            && matches!(parameter.style, Style::Simple { explode: false })
        {
            parameter.style = *style;
        }
        parameters.push(parameter);
    }
    parameters.extend(template.undeclared);
    (parameters, template.path)
}

/// Whether two parameters are one. Headers are, however their names are written (RFC 9110,
/// section 5.1).
pub(super) fn is_same(one: &document::Parameter, other: &document::Parameter) -> bool {
    let is_name = match one.location {
        ParameterLocation::Header => one.name.eq_ignore_ascii_case(&other.name),
        _ => one.name == other.name,
    };
    is_name && one.location == other.location
}

fn check_duplicates(lowering: &mut Lowering<'_>, list: &[document::Parameter]) {
    for (index, parameter) in list.iter().enumerate() {
        let mut before = list.iter().take(index);
        let Some(first) = before.find(|other| is_same(other, parameter)) else {
            continue;
        };
        let (name, at) = (&parameter.name, parameter.at.span);
        let message = format!("the parameter `{name}` is there already; this one is left out");
        let mut finding = Diagnostic::warning(codes::DUPLICATE_PARAMETER, at, message)
            .help("take one of the two out");
        if first.at.span != at {
            finding = finding.related(first.at.span, "first here");
        }
        lowering.findings.push(finding);
    }
}

/// A parameter that is the whole query leaves nothing for others.
fn check_query(lowering: &mut Lowering<'_>, parameters: &[&document::Parameter]) {
    use ParameterLocation::{Query, Querystring};
    let mut whole = parameters.iter().filter(|one| one.location == Querystring);
    let Some(first) = whole.next() else {
        return;
    };
    let parts = parameters.iter().filter(|one| one.location == Query);
    for other in whole.chain(parts) {
        let message = format!(
            "`{}` is the whole query (`in: querystring`), beside which `{}` has no place; both are sent",
            first.name, other.name
        );
        let finding = Diagnostic::warning(codes::QUERYSTRING, other.at.span, message)
            .related(first.at.span, "the whole query")
            .help("make it a property of the whole query's schema");
        lowering.findings.push(finding);
    }
}

/// The specification ignores header parameters of these names: the media types and the security
/// scheme say what they hold.
pub(super) fn is_ignored(parameter: &document::Parameter) -> bool {
    parameter.location == ParameterLocation::Header
        && ["accept", "content-type", "authorization"]
            .iter()
            .any(|name| parameter.name.eq_ignore_ascii_case(name))
}

fn unknown_template(
    lowering: &mut Lowering<'_>,
    parameter: &document::Parameter,
    path: &str,
    templates: &[String],
) {
    let name = &parameter.name;
    let message = format!("the path `{path}` holds no `{{{name}}}`; the parameter is left out");
    let finding = Diagnostic::warning(codes::UNUSED_PATH_PARAMETER, parameter.at.span, message);
    let help = format!("put `{{{name}}}` into the path, or take the parameter out");
    let help = did_you_mean(name, templates.iter().map(String::as_str), help);
    lowering.findings.push(finding.help(help));
}

/// A parameter, or a header of an answer.
pub(super) fn parameter(lowering: &mut Lowering<'_>, parameter: &document::Parameter) -> Parameter {
    if parameter.location == ParameterLocation::Querystring {
        return querystring::parameter(lowering, parameter);
    }
    let schema = parameter
        .schema
        .or_else(|| parameter.content.first().and_then(|content| content.schema));
    let ty = match schema.map(|id| form::use_of(lowering, id)) {
        Some(Type::Option(inner)) => *inner,
        Some(Type::Never) => Type::Json,
        Some(ty) => ty,
        None => Type::String,
    };
    let location = match parameter.location {
        ParameterLocation::Path => Location::Path,
        ParameterLocation::Query => Location::Query,
        ParameterLocation::Header => Location::Header,
        ParameterLocation::Cookie => Location::Cookie,
        ParameterLocation::Querystring => Location::Querystring,
    };
    let style = style(lowering, parameter, location);
    let schema: Vec<_> = schema.into_iter().collect();
    let mut docs = docs::of_use(lowering, &schema, &parameter.name);
    if parameter.description.is_some() {
        docs = Docs {
            summary: None,
            description: parameter.description.clone(),
            ..docs
        };
    }
    docs.deprecated |= parameter.deprecated;
    docs.example = parameter.example.clone().or(docs.example);
    Parameter {
        at: parameter.at.clone(),
        name: parameter.name.clone(),
        location,
        style,
        // A path has no place for what is not given.
        required: parameter.required || location == Location::Path,
        ty,
        docs,
    }
}

fn style(
    lowering: &mut Lowering<'_>,
    parameter: &document::Parameter,
    location: Location,
) -> Style {
    if parameter.schema.is_none()
        && let Some(content) = parameter.content.first()
    {
        if super::content::kind(&content.name) == Kind::Text {
            return by_name(lowering, &parameter.at, None, None, location);
        }
        if !super::content::is_json(&content.name) {
            let message = format!(
                "a parameter as `{}` is not supported yet; it is written as JSON",
                content.name
            );
            let finding = Diagnostic::limit(codes::MEDIA_TYPE, content.at.span, message);
            lowering.findings.push(finding);
        }
        return Style::Json;
    }
    let named = parameter.style.as_deref();
    by_name(lowering, &parameter.at, named, parameter.explode, location)
}

/// The style of a property in a form, which is that of a parameter in a query.
pub(super) fn of_encoding(lowering: &mut Lowering<'_>, encoding: &document::Encoding) -> Style {
    let named = encoding.style.as_deref();
    by_name(
        lowering,
        &encoding.at,
        named,
        encoding.explode,
        Location::Query,
    )
}

/// The style that is named, or the usual one of the place.
fn by_name(
    lowering: &mut Lowering<'_>,
    at: &At,
    named: Option<&str>,
    explode: Option<bool>,
    location: Location,
) -> Style {
    let (simple, form) = (
        Style::Simple {
            explode: explode.unwrap_or(false),
        },
        Style::Form {
            explode: explode.unwrap_or(true),
        },
    );
    let usual = match location {
        Location::Path | Location::Header => simple,
        Location::Query | Location::Cookie | Location::Querystring => form,
    };
    match (named, location) {
        (None, _) => usual,
        (Some("simple"), Location::Path | Location::Header) => simple,
        (Some("label"), Location::Path) => Style::Label {
            explode: explode.unwrap_or(false),
        },
        (Some("matrix"), Location::Path) => Style::Matrix {
            explode: explode.unwrap_or(false),
        },
        (Some("form" | "cookie"), Location::Query | Location::Cookie) => form,
        (Some("spaceDelimited"), Location::Query) if explode == Some(true) => form,
        (Some("pipeDelimited"), Location::Query) if explode == Some(true) => form,
        (Some("spaceDelimited"), Location::Query) => Style::SpaceDelimited,
        (Some("pipeDelimited"), Location::Query) => Style::PipeDelimited,
        (Some("deepObject"), Location::Query) => Style::DeepObject,
        (Some(other), _) => {
            let message =
                format!("the style `{other}` is none for this place; the usual one is taken");
            let fitting: &[&str] = match location {
                Location::Path => &["simple", "label", "matrix"],
                Location::Header => &["simple"],
                Location::Cookie => &["form", "cookie"],
                _ => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
            };
            let all = format!("the styles of this place are: {}", fitting.join(", "));
            let help = did_you_mean(other, fitting.iter().copied(), all);
            let finding = Diagnostic::warning(codes::STYLE, at.span, message);
            lowering.findings.push(finding.help(help));
            usual
        }
    }
}
