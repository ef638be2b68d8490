//! Events become a tree, without recursion, within budgets.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use indexmap::map::Entry as Slot;

use super::{Entry, FileId, Mapping, Node, Scalar, Span, Value};
use crate::diagnostic::Diagnostic;

/// How deep lists and mappings may stand in each other. Documents by people stay below 60; what
/// reads the tree later may recurse this deep.
const MAX_DEPTH: usize = 256;

/// How many nodes aliases may add. `&a [*b, *b]`, nested a few times, would fill any memory.
const MAX_ALIASED: usize = 1_000_000;

/// A node that is not complete.
enum Open {
    Sequence {
        start: u32,
        anchor: usize,
        items: Vec<Node>,
    },
    Mapping {
        start: u32,
        anchor: usize,
        entries: Mapping,
        key: Option<(Box<str>, Span)>,
        merged: Vec<Node>,
    },
}

/// What makes the tree from events.
pub(super) struct Builder {
    file: FileId,
    open: Vec<Open>,
    root: Option<Node>,
    anchors: BTreeMap<usize, (Node, usize)>,
    aliased: usize,
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
            aliased: 0,
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
        self.check_depth(start);
        self.open.push(Open::Sequence {
            start: narrow(start),
            anchor,
            items: Vec::new(),
        });
    }

    pub(super) fn open_mapping(&mut self, start: usize, anchor: usize) {
        self.check_depth(start);
        self.open.push(Open::Mapping {
            start: narrow(start),
            anchor,
            entries: IndexMap::new(),
            key: None,
            merged: Vec::new(),
        });
    }

    fn check_depth(&mut self, start: usize) {
        if self.open.len() >= MAX_DEPTH {
            let at = self.span(start, start + 1);
            let message =
                format!("lists and mappings stand more than {MAX_DEPTH} deep in each other");
            self.fail(
                Diagnostic::error("nesting-too-deep", at, message)
                    .help("move the inner parts to `components` and refer to them with `$ref`"),
            );
        }
    }

    pub(super) fn close(&mut self, end: usize) {
        let (start, anchor, value) = match self.open.pop() {
            Some(Open::Sequence {
                start,
                anchor,
                items,
            }) => (start, anchor, Value::Sequence(items)),
            Some(Open::Mapping {
                start,
                anchor,
                mut entries,
                merged,
                ..
            }) => {
                merge(&mut entries, merged);
                (start, anchor, Value::Mapping(entries))
            }
            None => return,
        };
        let span = Span {
            file: self.file,
            start,
            end: narrow(end).max(start),
        };
        self.complete(Node { span, value }, anchor);
    }

    pub(super) fn scalar(&mut self, span: Span, text: Box<str>, plain: bool, anchor: usize) {
        self.complete(
            Node {
                span,
                value: Value::Scalar(Scalar { text, plain }),
            },
            anchor,
        );
    }

    pub(super) fn alias(&mut self, span: Span, anchor: usize) {
        let Some((node, size)) = self.anchors.get(&anchor) else {
            let finding = Diagnostic::error(
                "undefined-alias",
                span,
                "this alias stands inside the node that it repeats",
            )
            .help("YAML cannot express recursion that OpenAPI could read; use `$ref`");
            return self.fail(finding);
        };
        self.aliased = self.aliased.saturating_add(*size);
        if self.aliased > MAX_ALIASED {
            let message = format!("aliases repeat more than {MAX_ALIASED} nodes");
            let finding = Diagnostic::error("too-many-aliases", span, message)
                .help("refer to shared parts with `$ref` instead of repeating them with aliases");
            return self.fail(finding);
        }
        let node = node.clone();
        self.complete(node, 0);
    }

    fn complete(&mut self, node: Node, anchor: usize) {
        if anchor != 0 && !self.failed {
            let size = size(&node);
            self.anchors.insert(anchor, (node.clone(), size));
        }
        match self.open.last_mut() {
            None => self.root = Some(node),
            Some(Open::Sequence { items, .. }) => items.push(node),
            Some(Open::Mapping {
                entries,
                key,
                merged,
                ..
            }) => match key.take() {
                None => match node.value {
                    Value::Scalar(scalar) => *key = Some((scalar.text, node.span)),
                    _ => {
                        let finding = Diagnostic::error(
                            "key-is-no-text",
                            node.span,
                            "a key must be text, not a list or mapping",
                        );
                        self.findings.push(finding);
                        *key = Some((Box::from("?"), node.span));
                    }
                },
                Some((name, _)) if &*name == "<<" && is_mergeable(&node) => merged.push(node),
                Some((name, span)) => match entries.entry(name) {
                    Slot::Occupied(first) => {
                        let finding = duplicate(first.key(), first.get().key, span);
                        self.findings.push(finding);
                    }
                    Slot::Vacant(slot) => {
                        slot.insert(Entry {
                            key: span,
                            value: node,
                        });
                    }
                },
            },
        }
    }
}

fn duplicate(name: &str, first: Span, second: Span) -> Diagnostic {
    Diagnostic::error(
        "duplicate-key",
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
fn merge(entries: &mut Mapping, merged: Vec<Node>) {
    for node in merged {
        let mappings = match node.value {
            Value::Mapping(mapping) => vec![mapping],
            Value::Sequence(items) => items
                .into_iter()
                .filter_map(|item| match item.value {
                    Value::Mapping(mapping) => Some(mapping),
                    _ => None,
                })
                .collect(),
            Value::Scalar(_) => Vec::new(),
        };
        for (name, entry) in mappings.into_iter().flatten() {
            entries.entry(name).or_insert(entry);
        }
    }
}

fn size(node: &Node) -> usize {
    match &node.value {
        Value::Scalar(_) => 1,
        Value::Sequence(items) => 1 + items.iter().map(size).sum::<usize>(),
        Value::Mapping(entries) => {
            1 + entries
                .values()
                .map(|entry| size(&entry.value))
                .sum::<usize>()
        }
    }
}

/// Files above 4 GiB are refused before.
fn narrow(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}
