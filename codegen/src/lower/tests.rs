//! Small documents as text, and what they mean.

mod damage;
mod incoming;
mod operations;
mod pagination;
mod schemas;

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::document;
use crate::ir::{Api, Field, Struct, Type, TypeDef, TypeKind};
use crate::source::Source;

use super::lower;

/// Lowers a text.
fn api_with(text: &str, config: &Config) -> (Api, Vec<Diagnostic>) {
    let source = Source::from_text("test.yaml", text.to_owned());
    assert_eq!(source.findings(), [], "the test's own YAML");
    let (document, mut findings) = document::read(&source);
    let (api, more) = lower(&document, config);
    findings.extend(more);
    (api, findings)
}

/// Lowers the components of a text that holds nothing else, and expects no finding.
fn components(schemas: &str) -> Api {
    let (api, findings) = components_with_findings(schemas);
    assert_eq!(findings, []);
    api
}

fn components_with_findings(schemas: &str) -> (Api, Vec<Diagnostic>) {
    let lines: String = schemas
        .lines()
        .map(|line| format!("    {}\n", line.trim_start_matches("        ")))
        .collect();
    let text = format!(
        "openapi: 3.1.0\ninfo: {{title: Test, version: '1'}}\ncomponents:\n  schemas:\n{lines}"
    );
    api_with(&text, &Config::default())
}

fn codes(findings: &[Diagnostic]) -> Vec<&'static str> {
    findings
        .iter()
        .map(|finding| finding.code.as_str())
        .collect()
}

/// The type with a name, the parts of which are joined by dots.
fn find<'a>(api: &'a Api, name: &str) -> &'a TypeDef {
    let found = api.types.iter().find(|def| def.hint.join(".") == name);
    found.unwrap_or_else(|| {
        let names: Vec<String> = api.types.iter().map(|def| def.hint.join(".")).collect();
        panic!("no type `{name}` among {names:?}")
    })
}

fn structure<'a>(api: &'a Api, name: &str) -> &'a Struct {
    match &find(api, name).kind {
        TypeKind::Struct(body) => body,
        other => panic!("`{name}` is {other:?}"),
    }
}

fn field<'a>(api: &'a Api, owner: &str, name: &str) -> &'a Field {
    let found = structure(api, owner)
        .fields
        .iter()
        .find(|field| field.name == name);
    found.unwrap_or_else(|| panic!("no field `{name}` in `{owner}`"))
}

fn alias<'a>(api: &'a Api, name: &str) -> &'a Type {
    match &find(api, name).kind {
        TypeKind::Alias(ty) => ty,
        other => panic!("`{name}` is {other:?}"),
    }
}

/// The names of the types that a type uses, as text that is easily compared.
fn show(api: &Api, ty: &Type) -> String {
    match ty {
        Type::Named(id) => api.types[id.0].hint.join("."),
        Type::Option(inner) => format!("Option({})", show(api, inner)),
        Type::Array(inner) => format!("Array({})", show(api, inner)),
        Type::Map(inner) => format!("Map({})", show(api, inner)),
        Type::Boxed(inner) => format!("Box({})", show(api, inner)),
        other => format!("{other:?}"),
    }
}

/// A definition in one line.
fn shown(api: &Api, name: &str) -> String {
    match &find(api, name).kind {
        TypeKind::Alias(ty) => show(api, ty),
        TypeKind::Struct(body) => {
            let fields = body.fields.iter().map(|field| {
                format!(
                    "{}: {} {:?}",
                    field.name,
                    show(api, &field.ty),
                    field.presence
                )
            });
            let mut parts: Vec<String> = fields.collect();
            parts.extend(
                body.rest
                    .iter()
                    .map(|rest| format!("..{}", show(api, rest))),
            );
            parts.join(", ")
        }
        TypeKind::Enum(body) => {
            let values: Vec<String> = body
                .values
                .iter()
                .map(|value| value.value.to_string())
                .collect();
            values.join(" | ")
        }
        TypeKind::Union(union) => {
            let branches = union.branches.iter().map(|branch| {
                format!(
                    "{} {}{:?}",
                    branch.hint.join("."),
                    show(api, &branch.ty),
                    branch.tags
                )
            });
            branches.collect::<Vec<_>>().join(" | ")
        }
        TypeKind::Constant(value) => format!("= {value}"),
        TypeKind::Tuple(tuple) => tuple
            .items
            .iter()
            .chain(&tuple.rest)
            .map(|ty| show(api, ty))
            .collect::<Vec<_>>()
            .join(" & "),
    }
}
