//! The templates of a path, and the parameters that nobody declared for them.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, codes};
use crate::document::{Operation, path};
use crate::ir::{At, Docs, Location, Parameter, Style, Type};
use crate::source::pointer;

use super::context::Lowering;

/// A path as it is called.
pub(super) struct Template {
    /// The path, with the names of parameters alone between braces.
    pub path: String,
    /// These names.
    pub names: Vec<String>,
    /// The styles that stand between the braces, by name.
    pub styles: BTreeMap<String, Style>,
    /// Parameters for the names that no parameter has.
    pub undeclared: Vec<Parameter>,
}

/// Reads a path. `declared` are the names of the parameters that it may hold.
pub(super) fn read(
    lowering: &mut Lowering<'_>,
    operation: &Operation,
    path: &str,
    declared: &[&str],
) -> Template {
    let mut template = Template {
        path: String::with_capacity(path.len()),
        names: Vec::new(),
        styles: BTreeMap::new(),
        undeclared: Vec::new(),
    };
    // A fragment tells operations apart in documents; it is never sent (RFC 9110, section 7.1).
    let (path, query, _) = path::parts(path);
    push(lowering, operation, path, declared, &mut template);
    if let Some(query) = query {
        template.path.push('?');
        push(lowering, operation, query, declared, &mut template);
    }
    template
}

/// Adds a part of a path. The signs that would end it are encoded.
fn push(
    lowering: &mut Lowering<'_>,
    operation: &Operation,
    part: &str,
    declared: &[&str],
    template: &mut Template,
) {
    let literal = |text: &str| {
        let signs = path::SIGNS.iter();
        signs.fold(text.to_owned(), |text, (sign, code)| {
            text.replace(*sign, code)
        })
    };
    let mut rest = part;
    while let Some((before, (raw, after))) = rest
        .split_once('{')
        .and_then(|(before, inner)| Some((before, inner.split_once('}')?)))
    {
        template.path.push_str(&literal(before));
        let name = name(lowering, operation, raw, declared, &mut template.styles);
        template.path.push_str(&format!("{{{name}}}"));
        if !declared.contains(&name) && !template.names.iter().any(|known| known == name) {
            template
                .undeclared
                .push(undeclared(lowering, operation, name));
        }
        template.names.push(name.to_owned());
        rest = after;
    }
    template.path.push_str(&literal(rest));
}

/// The name between braces. URI templates (RFC 6570) and the routes of some frameworks say more
/// there, `{.name*}` or `{name:[0-9]+}`, where the parameter is declared by its name alone.
fn name<'p>(
    lowering: &mut Lowering<'_>,
    operation: &Operation,
    raw: &'p str,
    declared: &[&str],
    styles: &mut BTreeMap<String, Style>,
) -> &'p str {
    if declared.contains(&raw) {
        return raw;
    }
    let name = raw.trim_start_matches(['.', ';', '+', '#', '/']);
    let name = name.split_once(':').map_or(name, |(name, _)| name);
    let name = name.trim_end_matches(['*', '?']);
    if !declared.contains(&name) {
        return raw;
    }
    let explode = raw.ends_with('*');
    let style = match raw.chars().next() {
        Some('.') => Style::Label { explode },
        Some(';') => Style::Matrix { explode },
        _ => Style::Simple { explode },
    };
    styles.insert(name.to_owned(), style);
    let message = format!("`{{{raw}}}` is taken as `{{{name}}}`, which is declared");
    let finding = Diagnostic::warning(codes::PATH_TEMPLATE, operation.id_at, message)
        .help("OpenAPI has the name of a parameter between braces, and its `style` beside it");
    lowering.findings.push(finding);
    name
}

/// A parameter that is needed because the path has a place for it.
fn undeclared(lowering: &mut Lowering<'_>, operation: &Operation, name: &str) -> Parameter {
    let message = format!(
        "the path holds `{{{name}}}`, but no path parameter has that name; a text is taken"
    );
    let help = format!(
        "declare it:\nparameters:\n  - name: {name}\n    in: path\n    required: true\n    schema:\n      type: string"
    );
    let finding = Diagnostic::warning(codes::UNDECLARED_PATH_PARAMETER, operation.id_at, message);
    lowering.findings.push(finding.help(help));
    let parameters = pointer::push(&operation.at.pointer, "parameters");
    Parameter {
        at: At {
            span: operation.id_at,
            pointer: pointer::push(&parameters, &format!("{{{name}}}")),
        },
        name: name.to_owned(),
        location: Location::Path,
        style: Style::Simple { explode: false },
        required: true,
        ty: Type::String,
        docs: Docs::default(),
    }
}
