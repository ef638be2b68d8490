//! Events become a tree, without recursion, within budgets.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use indexmap::map::Entry as Slot;

use super::{Entry, FileId, Mapping, Node, Scalar, Span, Value};
use crate::diagnostic::{Diagnostic, codes};

/// How deep lists and mappings may stand in each other. Documents by people stay below 60; what
/// reads the tree later may recurse this deep.
pub(super) const MAX_DEPTH: usize = 512;

/// How many nodes aliases may repeat and anchors may keep, whatever the size of the text.
/// `&a [*b, *b]`, nested a few times, would fill any memory.
pub(super) const MAX_COPIED: usize = 1_000_000;

/// The same in a small text: so many, and so many more for each of its own nodes.
const COPIED_ANYHOW: usize = 100_000;
const COPIED_PER_NODE: usize = 10;

/// How large a node is, itself included.
#[derive(Clone, Copy)]
struct Extent {
    nodes: usize,
    height: usize,
}

impl Extent {
    const LEAF: Self = Self {
        nodes: 1,
        height: 1,
    };

    fn add(&mut self, inner: Self) {
        self.nodes = self.nodes.saturating_add(inner.nodes);
        self.height = self.height.max(inner.height + 1);
    }
}

/// A list or mapping that is not complete.
struct Open {
    start: u32,
    anchor: usize,
    extent: Extent,
    content: Content,
}

enum Content {
    Sequence(Vec<Node>),
    Mapping {
        entries: Mapping,
        key: Option<Key>,
        merged: Option<(Span, Node)>,
    },
}

/// A key whose value has not come yet.
enum Key {
    Text { name: Box<str>, span: Span },
    Merge(Span),
    Faulty,
}

/// What makes the tree from events.
pub(super) struct Builder {
    file: FileId,
    open: Vec<Open>,
    root: Option<Node>,
    anchors: BTreeMap<usize, (Node, Extent)>,
    /// How many nodes the text itself has, and how many were copied.
    read: usize,
    copied: usize,
    /// What was found on the way.
    pub(super) findings: Vec<Diagnostic>,
    /// The tree cannot be completed.
    pub(super) failed: bool,
}

impl Builder {
    pub(super) fn new(file: FileId) -> Self {
        Self {
            file,
            open: Vec::new(),
            root: None,
            anchors: BTreeMap::new(),
            read: 0,
            copied: 0,
            findings: Vec::new(),
            failed: false,
        }
    }

    /// The tree, when it is whole.
    pub(super) fn finish(self) -> (Option<Node>, Vec<Diagnostic>) {
        (if self.failed { None } else { self.root }, self.findings)
    }

    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        Span {
            file: self.file,
            start: narrow(start),
            end: narrow(end.max(start)),
        }
    }

    /// Something after which reading is pointless.
    pub(super) fn fail(&mut self, finding: Diagnostic) {
        self.findings.push(finding);
        self.failed = true;
    }

    pub(super) fn open_sequence(&mut self, start: usize, anchor: usize) {
        self.push(start, anchor, Content::Sequence(Vec::new()));
    }

    pub(super) fn open_mapping(&mut self, start: usize, anchor: usize) {
        let content = Content::Mapping {
            entries: IndexMap::new(),
            key: None,
            merged: None,
        };
        self.push(start, anchor, content);
    }

    fn push(&mut self, start: usize, anchor: usize, content: Content) {
        self.check_depth(self.span(start, start), 1);
        self.read += 1;
        self.open.push(Open {
            start: narrow(start),
            anchor,
            extent: Extent::LEAF,
            content,
        });
    }

    /// Nodes that an alias repeats can be deep too, where the text is not.
    fn check_depth(&mut self, at: Span, height: usize) {
        if self.open.len() + height > MAX_DEPTH && !self.failed {
            let message =
                format!("lists and mappings stand more than {MAX_DEPTH} deep in each other");
            self.fail(
                Diagnostic::error(codes::NESTING_TOO_DEEP, at, message)
                    .help("move the inner parts to `components` and refer to them with `$ref`"),
            );
        }
    }

    pub(super) fn close(&mut self, end: usize) {
        let Some(open) = self.open.pop() else {
            return;
        };
        let value = match open.content {
            Content::Sequence(items) => Value::Sequence(items),
            Content::Mapping {
                mut entries,
                merged,
                ..
            } => {
                if let Some((_, node)) = merged {
                    merge(&mut entries, node);
                }
                Value::Mapping(entries)
            }
        };
        let span = Span {
            file: self.file,
            start: open.start,
            end: narrow(end).max(open.start),
        };
        self.complete(Node { span, value }, open.extent, open.anchor);
    }

    pub(super) fn scalar(&mut self, span: Span, text: Box<str>, plain: bool, anchor: usize) {
        self.read += 1;
        let value = Value::Scalar(Scalar { text, plain });
        self.complete(Node { span, value }, Extent::LEAF, anchor);
    }

    pub(super) fn alias(&mut self, span: Span, anchor: usize) {
        let Some(extent) = self.anchors.get(&anchor).map(|(_, extent)| *extent) else {
            let finding = Diagnostic::error(
                codes::UNDEFINED_ALIAS,
                span,
                "this alias stands inside the node that it repeats",
            )
            .help("YAML cannot express recursion that OpenAPI could read; use `$ref`");
            return self.fail(finding);
        };
        self.check_depth(span, extent.height);
        self.spend(span, extent);
        let node = self.anchors.get(&anchor).map(|(node, _)| node.clone());
        if let Some(node) = node.filter(|_| !self.failed) {
            self.complete(node, extent, 0);
        }
    }

    fn spend(&mut self, at: Span, extent: Extent) {
        self.copied = self.copied.saturating_add(extent.nodes);
        let limit = COPIED_ANYHOW + self.read.saturating_mul(COPIED_PER_NODE);
        let limit = limit.min(MAX_COPIED);
        if self.copied > limit && !self.failed {
            let message = format!("anchors and aliases repeat more than {limit} nodes");
            let finding = Diagnostic::error(codes::TOO_MANY_ALIASES, at, message)
                .help("refer to shared parts with `$ref` instead of repeating them with aliases");
            self.fail(finding);
        }
    }

    fn complete(&mut self, node: Node, extent: Extent, anchor: usize) {
        if anchor != 0 {
            self.spend(node.span, extent);
            if !self.failed {
                self.anchors.insert(anchor, (node.clone(), extent));
            }
        }
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return;
        };
        open.extent.add(extent);
        match &mut open.content {
            Content::Sequence(items) => items.push(node),
            Content::Mapping {
                entries,
                key,
                merged,
            } => {
                let finding = match key.take() {
                    None => {
                        let (next, finding) = read_key(node);
                        *key = Some(next);
                        finding
                    }
                    Some(Key::Text { name, span }) => enter(entries, name, span, node),
                    Some(Key::Merge(span)) => keep_merge(merged, span, node),
                    Some(Key::Faulty) => None,
                };
                self.findings.extend(finding);
            }
        }
    }
}

fn read_key(node: Node) -> (Key, Option<Diagnostic>) {
    let span = node.span;
    match node.value {
        // Quoted, and so in JSON, it is a name like any other.
        Value::Scalar(scalar) if scalar.plain && &*scalar.text == "<<" => (Key::Merge(span), None),
        Value::Scalar(scalar) => (
            Key::Text {
                name: scalar.text,
                span,
            },
            None,
        ),
        _ => {
            let message = "a key must be text, not a list or mapping";
            let finding = Diagnostic::error(codes::KEY_IS_NO_TEXT, span, message).help(
                "write a name for the key; put a value that begins with `{` or `[` in quotes",
            );
            (Key::Faulty, Some(finding))
        }
    }
}

fn enter(entries: &mut Mapping, name: Box<str>, span: Span, value: Node) -> Option<Diagnostic> {
    match entries.entry(name) {
        Slot::Occupied(first) => Some(duplicate(first.key(), first.get().key, span)),
        Slot::Vacant(slot) => {
            slot.insert(Entry { key: span, value });
            None
        }
    }
}

fn keep_merge(merged: &mut Option<(Span, Node)>, span: Span, node: Node) -> Option<Diagnostic> {
    if let Some((first, _)) = merged {
        let finding = duplicate("<<", *first, span);
        return Some(finding.help("merge a list instead: `<<: [*one, *other]`"));
    }
    if !is_mergeable(&node) {
        let message = format!(
            "`<<` merges a mapping or a list of mappings, not {}",
            node.kind()
        );
        let finding = Diagnostic::error(codes::FAULTY_MERGE, node.span, message);
        return Some(finding.help("put the key in quotes if it is meant as a name"));
    }
    *merged = Some((span, node));
    None
}

fn duplicate(name: &str, first: Span, second: Span) -> Diagnostic {
    Diagnostic::error(
        codes::DUPLICATE_KEY,
        second,
        format!("the key `{name}` stands here a second time"),
    )
    .related(first, "it stands here first")
    .help("remove one of the two, or rename it")
}

fn is_mergeable(node: &Node) -> bool {
    match &node.value {
        Value::Mapping(_) => true,
        Value::Sequence(items) => items
            .iter()
            .all(|item| matches!(item.value, Value::Mapping(_))),
        Value::Scalar(_) => false,
    }
}

/// Adds the entries of merged mappings (YAML 1.1's `<<`); what is spelled out wins, then the earlier.
fn merge(entries: &mut Mapping, merged: Node) {
    let mappings = match merged.value {
        Value::Sequence(items) => items,
        _ => vec![merged],
    };
    for mapping in mappings {
        if let Value::Mapping(mapping) = mapping.value {
            for (name, entry) in mapping {
                entries.entry(name).or_insert(entry);
            }
        }
    }
}

/// Files above 4 GiB are refused before.
fn narrow(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}
