//! Where references lead: within a file, by name, and to other files.

use std::collections::{BTreeSet, VecDeque};
use std::rc::Rc;

use crate::diagnostic::{Diagnostic, Severity, closest, codes};
use crate::source::{Missing, Node, Span, location, pointer};

use super::anchors::{self, Anchors};
use super::context::Context;
use super::{ObjectKind, advice, kind, tree};

/// A node and the pointer to it.
pub(super) type Located<'s> = (&'s Node, String);

type Found<'s> = Result<Located<'s>, Box<Diagnostic>>;

/// How many references may be followed on the way of a pointer.
const DETOURS: usize = 32;

/// A reference where it stands.
#[derive(Clone, Copy)]
struct Reference<'r> {
    text: &'r str,
    /// The pointer to the object that holds it.
    from: &'r str,
    at: Span,
}

/// The node that a reference leads to, after an error `None`.
pub(super) fn resolve<'s>(
    context: &mut Context<'s>,
    reference: &str,
    from: &str,
    at: Span,
) -> Option<Located<'s>> {
    match try_resolve(context, reference, from, at) {
        Ok(found) => Some(found),
        Err(finding) => {
            context.findings.push(*finding);
            None
        }
    }
}

/// The node that a reference leads to, or why there is none.
pub(super) fn try_resolve<'s>(
    context: &mut Context<'s>,
    reference: &str,
    from: &str,
    at: Span,
) -> Found<'s> {
    let reference = Reference {
        text: reference.trim(),
        from,
        at,
    };
    context.detours = DETOURS;
    locate(context, reference)
}

/// The names in all files, looked for when they are first needed.
pub(super) fn names(context: &mut Context<'_>) -> Rc<Anchors> {
    let source = context.source;
    let names = context
        .anchors
        .get_or_insert_with(|| Rc::new(anchors::find(source)));
    Rc::clone(names)
}

fn locate<'s>(context: &mut Context<'s>, reference: Reference<'_>) -> Found<'s> {
    let (target, fragment) = reference
        .text
        .split_once('#')
        .unwrap_or((reference.text, ""));
    if target.is_empty() {
        return below_own_resource(context, reference, fragment);
    }
    let names = names(context);
    let (_, base) = names.resource_of(reference.from);
    if let Some(resource) = names.resource(&location::join(base, target)) {
        return below(context, reference, resource, fragment);
    }
    let file = location::file_of(reference.from);
    match context.source.find(&file, target) {
        Ok(part) if part.is_empty() => Err(Box::new(empty(reference, &part.name))),
        Ok(part) => {
            for finding in &part.findings {
                context.findings.push(finding.clone());
            }
            // What is missing in a faulty file says nothing.
            let mut faults = part.findings.iter();
            if let Some(fault) = faults.find(|finding| finding.severity == Severity::Error) {
                return Err(Box::new(fault.clone()));
            }
            let root = location::root_pointer(&part.name);
            below(context, reference, &root, fragment)
        }
        Err(missing) => match names.similar(target) {
            Some(resource) => below(context, reference, resource, fragment),
            None => Err(Box::new(refused(context, reference, missing))),
        },
    }
}

/// A fragment alone: it means the resource that it stands in, else, where that has no such place,
/// the whole file, which is how most people write it.
fn below_own_resource<'s>(
    context: &mut Context<'s>,
    reference: Reference<'_>,
    fragment: &str,
) -> Found<'s> {
    let names = names(context);
    let (resource, _) = names.resource_of(reference.from);
    let first = below(context, reference, resource, fragment);
    if first.is_ok() {
        return first;
    }
    let file = location::root_pointer(&location::file_of(reference.from));
    let second = below(context, reference, &file, fragment);
    if second.is_ok() {
        return second;
    }
    below_definitions(context, reference, fragment)
        .ok_or(())
        .or(second)
}

/// `#/$defs/…` where the schema that has the definitions was put into a document as a part of it.
fn below_definitions<'s>(
    context: &mut Context<'s>,
    reference: Reference<'_>,
    fragment: &str,
) -> Option<Located<'s>> {
    let steps = pointer::steps(fragment)?;
    let key = steps
        .first()
        .filter(|key| *key == "$defs" || *key == "definitions")?;
    let place = around(context, reference.from, key)?;
    let found = below(context, reference, &place, fragment).ok()?;
    let message = format!(
        "the reference `{}` leads nowhere from the root of the document; the `{key}` of the schema around it are taken",
        reference.text
    );
    let finding = Diagnostic::warning(codes::RELATIVE_REFERENCE, reference.at, message)
        .help(format!("write `{}`", found.1));
    context.findings.push(finding);
    Some(found)
}

/// The innermost place on the way to a pointer that holds a key.
fn around(context: &Context<'_>, pointer: &str, key: &str) -> Option<String> {
    let (file, inner) = pointer.split_once('#')?;
    let mut node = &context.source.part(&location::file_of(pointer))?.root;
    let mut place = format!("{file}#");
    let mut found = None;
    for step in pointer::unescaped(inner) {
        node = tree::step(node, &step)?;
        place = pointer::push(&place, &step);
        if tree::entry(node, key).is_some() {
            found = Some(place.len());
        }
    }
    place.get(..found?).map(str::to_owned)
}

/// A place below the root of a resource.
fn below<'s>(
    context: &mut Context<'s>,
    reference: Reference<'_>,
    resource: &str,
    fragment: &str,
) -> Found<'s> {
    let (file, inner) = resource.split_once('#').unwrap_or((resource, ""));
    let mut steps = pointer::unescaped(inner);
    match pointer::steps(fragment) {
        Some(more) => steps.extend(more),
        None => {
            let names = names(context);
            let name = pointer::percent_decoded(fragment);
            let Some(place) = names.anchor(resource, &name, reference.from) else {
                return Err(Box::new(no_anchor(reference, fragment, &names)));
            };
            steps = pointer::unescaped(place.split_once('#').map_or("", |(_, inner)| inner));
        }
    }
    walk(context, reference, &format!("{file}#"), steps)
}

/// Goes from the root of a file step by step. A reference on the way is followed, a bounded number
/// of times. When lost, it says what there is instead.
fn walk<'s>(
    context: &mut Context<'s>,
    reference: Reference<'_>,
    root: &str,
    steps: Vec<String>,
) -> Found<'s> {
    let source = context.source;
    let Some(part) = source.part(&location::file_of(root)) else {
        return Err(Box::new(leads_nowhere(reference)));
    };
    let (mut node, mut place) = (&part.root, root.to_owned());
    let mut left = VecDeque::from(steps);
    while let Some(step) = left.pop_front() {
        if let Some(next) = tree::step(node, &step) {
            node = next;
            place = pointer::push(&place, &step);
            continue;
        }
        let onward = tree::entry(node, "$ref").and_then(|entry| tree::string(&entry.value));
        let onward = onward.filter(|_| context.detours > 0);
        let Some(text) = onward else {
            let mut finding = leads_nowhere(reference);
            finding.help = Some(lost(node, &place, &step));
            return Err(Box::new(finding));
        };
        context.detours -= 1;
        let inner = Reference {
            text,
            from: &place,
            at: reference.at,
        };
        (node, place) = locate(context, inner)?;
        left.push_front(step);
    }
    Ok((node, place))
}

fn leads_nowhere(reference: Reference<'_>) -> Diagnostic {
    let message = format!("the reference `{}` leads nowhere", reference.text);
    Diagnostic::error(codes::UNRESOLVED_REFERENCE, reference.at, message)
}

fn lost(node: &Node, place: &str, step: &str) -> String {
    let keys = node
        .as_mapping()
        .into_iter()
        .flat_map(|mapping| mapping.keys());
    match closest(step, keys.map(AsRef::as_ref)) {
        Some(key) => format!("did you mean `{}`?", pointer::push(place, key)),
        None => format!("`{place}` exists, but it holds no `{step}`"),
    }
}

fn no_anchor(reference: Reference<'_>, fragment: &str, names: &Anchors) -> Diagnostic {
    let mut finding = leads_nowhere(reference);
    let help = closest(fragment, names.names())
        .map(|name| format!("there is an anchor with a similar name: `#{name}`"));
    finding.help =
        help.or_else(|| Some("local references look like `#/components/schemas/Pet`".into()));
    finding
}

/// A file that was read and is called almost so in the same folder, or so in another.
fn similar_file<'s>(context: &Context<'s>, name: &str) -> Option<&'s str> {
    let parts = |name: &str| -> (String, String) {
        let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
        (folder.to_owned(), file.to_owned())
    };
    // All may end alike, which says nothing.
    let stem = |name: &str| {
        name.rsplit_once('.')
            .map_or(name, |(stem, _)| stem)
            .to_owned()
    };
    let (folder, file) = parts(name);
    let known = || {
        let names = context.source.trees().map(|(known, _)| known);
        names.filter(|known| !known.is_empty())
    };
    let beside = known().filter(|known| parts(known).0 == folder);
    let stems: Vec<String> = beside.map(stem).collect();
    let meant = closest(&stem(name), stems.iter().map(String::as_str));
    let almost = meant.and_then(|meant| known().find(|known| stem(known) == meant));
    almost.or_else(|| known().find(|known| parts(known).1 == file))
}

/// A file without a text means nothing.
fn empty(reference: Reference<'_>, file: &str) -> Diagnostic {
    let message = format!(
        "the reference `{}` leads nowhere: `{file}` is empty",
        reference.text
    );
    Diagnostic::error(codes::UNRESOLVED_REFERENCE, reference.at, message)
        .help("write into the file what the reference stands for, or take the reference out")
}

/// Why a file is not there, and what to do.
fn refused(context: &Context<'_>, reference: Reference<'_>, missing: Missing) -> Diagnostic {
    let text = reference.text;
    let error = |code, message: String| Diagnostic::error(code, reference.at, message);
    match missing {
        Missing::Url(url) => error(
            codes::EXTERNAL_REFERENCE,
            format!("the reference `{text}` is a URL, and nothing is fetched"),
        )
        .help(format!(
            "save the file beside the document and name it in wiregen.yaml:\nreferences:\n  files:\n    {url}: saved.yaml"
        )),
        Missing::Outside(name) => {
            let up = name.split('/').take_while(|part| *part == "..").count();
            let way = vec![".."; up].join("/");
            let help = if name.starts_with('/') || up == 0 {
                "move the file below the document's folder".to_owned()
            } else {
                format!("allow it in wiregen.yaml:\nreferences:\n  within: {way}")
            };
            error(
                codes::EXTERNAL_REFERENCE,
                format!("the reference `{text}` leaves the folder of the document, where nothing is read unasked"),
            )
            .help(help)
        }
        Missing::NoFolder => error(
            codes::EXTERNAL_REFERENCE,
            format!("the reference `{text}` leads to another file, and this document is a text without a folder"),
        )
        .help("read the document from its file"),
        Missing::Unreadable(name, reason) => {
            let help = match similar_file(context, &name) {
                Some(meant) => format!("did you mean the file `{meant}`?"),
                None => "paths are relative to the file that the reference stands in".to_owned(),
            };
            error(
                codes::UNRESOLVED_REFERENCE,
                format!("the reference `{text}` leads nowhere: `{name}` cannot be read: {reason}"),
            )
            .help(help)
        }
    }
}

/// The object at a place where a Reference Object may stand, references followed.
pub(super) fn follow<'s>(
    context: &mut Context<'s>,
    node: &'s Node,
    pointer: String,
    kind: ObjectKind,
) -> Option<Located<'s>> {
    let mut located = (node, pointer);
    let mut seen = BTreeSet::new();
    while let Some(entry) = tree::entry(located.0, "$ref") {
        let Some(reference) = tree::string(&entry.value) else {
            let message = "`$ref` must be a string";
            let finding = Diagnostic::error(codes::WRONG_TYPE, entry.value.span, message);
            context.findings.push(finding.help(advice::REFERENCE));
            return None;
        };
        if !seen.insert(located.1.clone()) {
            let message = format!("the reference `{reference}` leads back to itself");
            let finding = Diagnostic::error(codes::REFERENCE_CYCLE, entry.value.span, message);
            let help = "write at one of these places what they all stand for";
            context.findings.push(finding.help(help));
            return None;
        }
        siblings(context, located.0, kind);
        located = resolve(context, reference, &located.1, entry.value.span)?;
        let expected = (kind.name(), "it is left out");
        if !kind::check(context, &located, expected, (reference, entry.value.span)) {
            return None;
        }
    }
    if !seen.is_empty() {
        context.kinds.insert(located.1.clone(), kind);
    }
    Some(located)
}

/// A Reference Object has nothing of the object that it stands for; a Path Item Object may.
fn siblings(context: &mut Context<'_>, node: &Node, kind: ObjectKind) {
    if kind == ObjectKind::PathItem {
        return;
    }
    for (key, entry) in node.as_mapping().into_iter().flatten() {
        if key.starts_with("x-") || ["$ref", "summary", "description"].contains(&&**key) {
            continue;
        }
        let message = format!("`{key}` says nothing beside a `$ref`; it is left out");
        let finding = Diagnostic::warning(codes::REFERENCE_SIBLINGS, entry.key, message)
            .help("put it where the reference leads, or write all of it here without `$ref`");
        context.findings.push(finding);
    }
}
