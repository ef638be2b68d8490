//! What the readers share: the tree, what was found, and the schemas that were seen.

use super::findings::Findings;
use crate::diagnostic::{Diagnostic, closest};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::ir::At;
use crate::source::{Entry, Node, Span};

use super::{Schema, SchemaBody, SchemaId, tree};
use crate::source::pointer;

/// The state of one reading.
pub(super) struct Context<'s> {
    /// The root of the tree.
    pub root: &'s Node,
    /// The version of the specification that the document names.
    pub version: Version,
    /// What was found.
    pub findings: Findings,
    /// The schemas; those in the queue are still empty.
    pub schemas: Vec<Schema>,
    /// The schemas by pointer.
    pub by_pointer: BTreeMap<String, SchemaId>,
    /// The schemas that are yet to be read. A queue, so that no depth of nesting is a recursion.
    pub queue: VecDeque<(SchemaId, &'s Node)>,
    /// 3.0's `nullable` was reported, which once is enough.
    pub nullable_reported: bool,
    anchors: Option<Anchors>,
}

/// The versions that are understood.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Version {
    /// 3.0.x
    V30,
    /// 3.1.x
    V31,
    /// 3.2.x
    V32,
}

/// A node and the pointer to it.
pub(super) type Located<'s> = (&'s Node, String);

/// The pointers of the schemas that have a name of their own.
#[derive(Default)]
struct Anchors {
    anchors: BTreeMap<String, String>,
    ids: BTreeMap<String, String>,
}

impl<'s> Context<'s> {
    /// A reading that has not begun.
    pub(super) fn new(root: &'s Node, version: Version) -> Self {
        Self {
            root,
            version,
            findings: Findings::default(),
            schemas: Vec::new(),
            by_pointer: BTreeMap::new(),
            queue: VecDeque::new(),
            nullable_reported: false,
            anchors: None,
        }
    }
}

/// The schema at a place, which is read later unless it was before.
pub(super) fn schema_at<'s>(
    context: &mut Context<'s>,
    node: &'s Node,
    pointer: String,
) -> SchemaId {
    if let Some(&id) = context.by_pointer.get(&pointer) {
        return id;
    }
    let id = SchemaId(context.schemas.len());
    let at = At {
        span: node.span,
        pointer: pointer.clone(),
    };
    context.schemas.push(Schema {
        at,
        body: SchemaBody::Bool(true),
    });
    context.by_pointer.insert(pointer, id);
    context.queue.push_back((id, node));
    id
}

/// The schema under a key.
pub(super) fn schema_under<'s>(
    context: &mut Context<'s>,
    entry: &'s Entry,
    parent: &str,
    key: &str,
) -> SchemaId {
    schema_at(context, &entry.value, pointer::push(parent, key))
}

/// The node that a reference leads to, after an error `None`.
pub(super) fn resolve<'s>(
    context: &mut Context<'s>,
    reference: &str,
    from: &str,
    at: Span,
) -> Option<Located<'s>> {
    let found = match reference.split_once('#') {
        Some(("", fragment)) => resolve_fragment(context, fragment, from, at),
        None if reference.is_empty() => Ok((context.root, "#".to_owned())),
        _ => resolve_identifier(context, reference, at),
    };
    match found {
        Ok(found) => Some(found),
        Err(finding) => {
            context.findings.push(*finding);
            None
        }
    }
}

type Found<'s> = Result<Located<'s>, Box<Diagnostic>>;

fn resolve_fragment<'s>(
    context: &mut Context<'s>,
    fragment: &str,
    from: &str,
    at: Span,
) -> Found<'s> {
    let message = format!("the reference `#{fragment}` leads nowhere");
    let Some(steps) = pointer::steps(fragment) else {
        let root = context.root;
        let anchors = &context
            .anchors
            .get_or_insert_with(|| find_anchors(root))
            .anchors;
        if let Some(place) = anchors.get(fragment) {
            return walk(
                root,
                &pointer::steps(place.trim_start_matches('#')).unwrap_or_default(),
            )
            .map_err(|_| Box::new(Diagnostic::error("unresolved-reference", at, message)));
        }
        let help = closest(fragment, anchors.keys().map(String::as_str))
            .map(|name| format!("there is an anchor with a similar name: `#{name}`"));
        let mut finding = Diagnostic::error("unresolved-reference", at, message);
        finding.help =
            help.or_else(|| Some("local references look like `#/components/schemas/Pet`".into()));
        return Err(Box::new(finding));
    };
    match walk(context.root, &steps) {
        Ok(found) => Ok(found),
        Err(lost) => {
            if let Some(found) = resolve_in_resource(context, &steps, from) {
                return Ok(found);
            }
            let mut finding = Diagnostic::error("unresolved-reference", at, message);
            finding.help = Some(lost);
            Err(Box::new(finding))
        }
    }
}

/// A pointer below the nearest schema with an `$id`, which is a document of its own.
fn resolve_in_resource<'s>(
    context: &mut Context<'s>,
    steps: &[String],
    from: &str,
) -> Option<Located<'s>> {
    let root = context.root;
    let ids = &context
        .anchors
        .get_or_insert_with(|| find_anchors(root))
        .ids;
    let inside = |place: &&String| {
        from.strip_prefix(place.as_str())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let place = ids
        .values()
        .filter(inside)
        .max_by_key(|place| place.len())?;
    let mut all = pointer::steps(place.trim_start_matches('#'))?;
    all.extend_from_slice(steps);
    walk(root, &all).ok()
}

fn resolve_identifier<'s>(context: &mut Context<'s>, reference: &str, at: Span) -> Found<'s> {
    let root = context.root;
    let (base, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    let ids = &context
        .anchors
        .get_or_insert_with(|| find_anchors(root))
        .ids;
    let place = ids.get(base).or_else(|| {
        let end = format!("/{}", base.trim_start_matches("./"));
        ids.iter()
            .find(|(id, _)| id.ends_with(&end))
            .map(|(_, place)| place)
    });
    let external = || {
        let mut finding = Diagnostic::error(
            "external-reference",
            at,
            format!("the reference `{reference}` to another file is not supported yet"),
        );
        finding.help =
            Some("bundle the files into one document, for example with `redocly bundle`".into());
        Box::new(finding)
    };
    let Some(place) = place else {
        return Err(external());
    };
    let mut all = pointer::steps(place.trim_start_matches('#')).unwrap_or_default();
    all.extend(pointer::steps(fragment).unwrap_or_default());
    walk(root, &all).map_err(|_| external())
}

/// Goes from the root step by step. A reference on the way is followed, a bounded number of times.
/// When lost, it says what there is instead.
fn walk<'s>(root: &'s Node, steps: &[String]) -> Result<Located<'s>, String> {
    let mut node = root;
    let mut place = "#".to_owned();
    let mut left: VecDeque<String> = steps.iter().cloned().collect();
    let mut detours = 0;
    while let Some(step) = left.pop_front() {
        if let Some(next) = tree::step(node, &step) {
            node = next;
            place = pointer::push(&place, &step);
            continue;
        }
        let onward = tree::entry(node, "$ref")
            .and_then(|entry| tree::string(&entry.value))
            .and_then(|reference| pointer::steps(reference.strip_prefix('#')?));
        match onward {
            Some(onward) if detours < 32 => {
                detours += 1;
                left.push_front(step);
                for step in onward.into_iter().rev() {
                    left.push_front(step);
                }
                node = root;
                place = "#".to_owned();
            }
            _ => return Err(lost(node, &place, &step)),
        }
    }
    Ok((node, place))
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

/// Looks through the whole tree for schemas that have names, without recursion.
fn find_anchors(root: &Node) -> Anchors {
    let mut found = Anchors::default();
    let mut open = vec![(root, "#".to_owned())];
    while let Some((node, place)) = open.pop() {
        for (index, item) in node.as_sequence().unwrap_or_default().iter().enumerate() {
            open.push((item, pointer::push(&place, &index.to_string())));
        }
        for (key, entry) in node.as_mapping().into_iter().flatten() {
            if let Some(name) = tree::string(&entry.value) {
                let names = match &**key {
                    "$anchor" | "$dynamicAnchor" => &mut found.anchors,
                    "$id" => &mut found.ids,
                    _ => continue,
                };
                names
                    .entry(name.trim_end_matches('#').to_owned())
                    .or_insert_with(|| place.clone());
            } else {
                open.push((&entry.value, pointer::push(&place, key)));
            }
        }
    }
    found
}

/// The object at a place where a Reference Object may stand, references followed.
pub(super) fn follow<'s>(
    context: &mut Context<'s>,
    node: &'s Node,
    pointer: String,
) -> Option<Located<'s>> {
    let mut located = (node, pointer);
    let mut seen = BTreeSet::new();
    while let Some(entry) = tree::entry(located.0, "$ref") {
        let Some(reference) = tree::string(&entry.value) else {
            let finding =
                Diagnostic::error("wrong-type", entry.value.span, "`$ref` must be a string");
            context.findings.push(finding);
            return None;
        };
        if !seen.insert(located.1.clone()) {
            let message = format!("the reference `{reference}` leads back to itself");
            context.findings.push(Diagnostic::error(
                "reference-cycle",
                entry.value.span,
                message,
            ));
            return None;
        }
        located = resolve(context, reference, &located.1, entry.value.span)?;
    }
    Some(located)
}
