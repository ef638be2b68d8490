//! What a path may not hold, and which paths are one.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::source::Span;

use super::context::Context;

/// Checks the paths of a document, each with the place of its key.
pub(super) fn check(context: &mut Context<'_>, paths: &[(&str, Span)]) {
    let mut shapes: BTreeMap<String, (&str, Span)> = BTreeMap::new();
    for &(path, at) in paths {
        let (shape, names) = split(path);
        check_end(context, &shape, at);
        check_twice(context, path, &names, at);
        match shapes.get(&shape) {
            None => {
                shapes.insert(shape, (path, at));
            }
            Some(&(first, place)) => {
                let message = format!(
                    "`{path}` is the same path as `{first}`, whatever its parameters are called; both are read"
                );
                let finding = Diagnostic::warning("same-path", at, message)
                    .related(place, "first here")
                    .help("put all operations under one of the two");
                context.findings.push(finding);
            }
        }
    }
}

/// A path with nothing between its braces, and what stood there.
fn split(path: &str) -> (String, Vec<&str>) {
    let (mut shape, mut names) = (String::with_capacity(path.len()), Vec::new());
    let mut rest = path;
    while let Some((before, (name, after))) = rest
        .split_once('{')
        .and_then(|(before, inner)| Some((before, inner.split_once('}')?)))
    {
        shape.push_str(before);
        shape.push_str("{}");
        names.push(name);
        rest = after;
    }
    shape.push_str(rest);
    (shape, names)
}

/// The path ends where a query or a fragment begins.
fn check_end(context: &mut Context<'_>, shape: &str, at: Span) {
    let (path, fragment) = shape.split_once('#').unwrap_or((shape, ""));
    if path != shape {
        let message = format!("a path has no fragment; `#{fragment}` is not sent");
        let finding = Diagnostic::warning("path", at, message).help(
            "several operations of one path and method are one operation, whose body is a `oneOf`",
        );
        context.findings.push(finding);
    }
    if let Some((_, query)) = path.split_once('?') {
        let message = format!("a path has no query; `?{query}` is sent with each request");
        let finding = Diagnostic::warning("path", at, message)
            .help("declare it as a parameter of `in: query`, with an `enum` of its one value");
        context.findings.push(finding);
    }
}

/// A parameter has one place in a path.
fn check_twice(context: &mut Context<'_>, path: &str, names: &[&str], at: Span) {
    for (index, name) in names.iter().enumerate() {
        if names.iter().take(index).any(|before| before == name) {
            let message =
                format!("`{path}` holds `{{{name}}}` more than once; each gets the same value");
            let finding = Diagnostic::warning("path", at, message)
                .help("give each of them a name of its own");
            context.findings.push(finding);
        }
    }
}
