//! What a path may not hold, and which paths are one.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, codes};
use crate::source::Span;

use super::context::Context;

/// Checks the paths of a document, each with the place of its key.
pub(super) fn check(context: &mut Context<'_>, paths: &[(&str, Span)]) {
    let mut shapes: BTreeMap<String, (&str, Span)> = BTreeMap::new();
    for &(path, at) in paths {
        let (shape, names) = split(path);
        check_end(context, path, at);
        check_braces(context, path, (&shape, &names), at);
        check_twice(context, path, &names, at);
        match shapes.get(&shape) {
            None => {
                shapes.insert(shape, (path, at));
            }
            Some(&(first, place)) => {
                let message = format!(
                    "`{path}` is the same path as `{first}`, whatever its parameters are called; both are read"
                );
                let finding = Diagnostic::warning(codes::SAME_PATH, at, message)
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

/// What has no place in a path, and what is done with it.
fn check_end(context: &mut Context<'_>, path: &str, at: Span) {
    let (path, query, fragment) = parts(path);
    let mut report = |message: String, help: &str| {
        let finding = Diagnostic::warning(codes::PATH, at, message).help(help);
        context.findings.push(finding);
    };
    if let Some(fragment) = fragment {
        report(
            format!("a path has no fragment; `#{fragment}` is not sent"),
            "several operations of one path and method are one operation, whose body is a `oneOf`",
        );
    }
    if let Some(query) = query {
        report(
            format!("a path has no query; `?{query}` is sent with each request"),
            "declare it as a parameter of `in: query`, with an `enum` of its one value",
        );
    }
    if let Some((sign, code)) = SIGNS.iter().find(|(sign, _)| find(path, *sign).is_some()) {
        report(
            format!("a path has no `{sign}`; it is sent as `{code}`"),
            "encode it in the document",
        );
    }
}

/// What ends a path in a URL, and how it is written within one.
pub(crate) const SIGNS: [(char, &str); 2] = [('?', "%3F"), ('#', "%23")];

/// A path, and the query and the fragment that some documents write behind it to tell operations
/// apart. What holds a slash is neither, nor is a fragment with a template.
pub(crate) fn parts(path: &str) -> (&str, Option<&str>, Option<&str>) {
    let (path, fragment) = split_end(path, '#', &['/', '{']);
    let (path, query) = split_end(path, '?', &['/']);
    (path, query, fragment)
}

fn split_end<'p>(path: &'p str, sign: char, without: &[char]) -> (&'p str, Option<&'p str>) {
    let end = find(path, sign).and_then(|at| path.split_at_checked(at));
    match end.and_then(|(path, end)| Some((path, end.strip_prefix(sign)?))) {
        Some((path, end)) if !end.contains(without) => (path, Some(end)),
        _ => (path, None),
    }
}

/// Where a sign stands first that is not between braces.
fn find(path: &str, sign: char) -> Option<usize> {
    let mut is_name = false;
    path.find(|letter| {
        match letter {
            '{' => is_name = true,
            '}' => is_name = false,
            _ => {}
        }
        letter == sign && !is_name
    })
}

/// A brace without its other half.
fn check_braces(context: &mut Context<'_>, path: &str, (shape, names): (&str, &[&str]), at: Span) {
    let literal = shape.replace("{}", "");
    let message = if names.iter().any(|name| name.contains('{')) {
        format!("`{path}` has a brace between braces; it is taken as part of a parameter's name")
    } else if literal.contains(['{', '}']) {
        format!("`{path}` has a brace without its other half; it is sent percent-encoded")
    } else {
        return;
    };
    let finding = Diagnostic::warning(codes::PATH, at, message).help(
        "a parameter stands between two braces, `{id}`; a brace that is meant is `%7B` or `%7D`",
    );
    context.findings.push(finding);
}

/// A parameter has one place in a path.
fn check_twice(context: &mut Context<'_>, path: &str, names: &[&str], at: Span) {
    for (index, name) in names.iter().enumerate() {
        if names.iter().take(index).any(|before| before == name) {
            let message =
                format!("`{path}` holds `{{{name}}}` more than once; each gets the same value");
            let finding = Diagnostic::warning(codes::PATH, at, message)
                .help("give each of them a name of its own");
            context.findings.push(finding);
        }
    }
}
