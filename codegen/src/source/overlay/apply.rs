//! What actions do to a tree. Nodes that an overlay brings keep their places in its file.

use std::collections::BTreeMap;

use super::action::{Action, Change, Overlay, Version};
use super::index::Index;
use super::query::{Query, Step, Way, node};
use crate::diagnostic::{Code, Diagnostic, codes};
use crate::source::tree::{MAX_COPIED, MAX_DEPTH};
use crate::source::{Entry, Mapping, Node, Part, Span, Value};

/// A tree that overlays change.
pub(super) struct Target<'s> {
    pub(super) root: Node,
    /// The document's other files by name, which no overlay changes.
    pub(super) others: &'s BTreeMap<String, Part>,
    /// How many nodes overlays have added.
    pub(super) added: usize,
    pub(super) findings: Vec<Diagnostic>,
}

impl Target<'_> {
    /// Applies the actions in their order, each to what the one before it has made.
    pub(super) fn apply(&mut self, overlay: &Overlay<'_>) {
        let mut index = None;
        for action in &overlay.actions {
            // Nothing comes of a document that has grown too large.
            if self.added <= MAX_COPIED {
                self.act(action, overlay.version, &mut index);
            }
        }
    }

    fn act(&mut self, action: &Action<'_>, version: Version, index: &mut Option<Index>) {
        let Some(ways) = self.find(&action.target, action.at, index) else {
            return;
        };
        if ways.is_empty() {
            let (reason, help) = self.explain(&action.target, index);
            let message = format!("the target matches nothing{reason}");
            return self.warn(codes::UNMATCHED_TARGET, action.at, message, help);
        }
        let scalars = |way: &Way| {
            matches!(
                node(&self.root, way),
                Some(Node {
                    value: Value::Scalar(_),
                    ..
                })
            )
        };
        if version == Version::V1_0 && ways.iter().any(scalars) {
            let message = "before version 1.1, targets are mappings and lists alone; \
                           the single value is changed all the same";
            let help = "write `overlay: 1.1.0`";
            self.warn(codes::OVERLAY_VERSION, action.at, message, help);
        }
        let (value, at) = match &action.change {
            Change::Remove => {
                self.remove(&ways, action.at);
                *index = None;
                return;
            }
            Change::Update(value) => ((*value).clone(), value.span),
            Change::Copy(query, at) => match self.single(query, *at, index) {
                Some(value) => (value, *at),
                None => return,
            },
        };
        if self.is_allowed(&value, at, &ways) && self.is_of_one_kind(&ways, action.at, version) {
            *index = None;
            let mut merge = Merge {
                version,
                at,
                is_copy: at != value.span,
                findings: Vec::new(),
            };
            for way in &ways {
                if let Some(target) = node_mut(&mut self.root, way) {
                    merge.put(target, &value);
                }
            }
            self.findings.append(&mut merge.findings);
        }
    }

    fn find(&mut self, query: &Query, at: Span, index: &mut Option<Index>) -> Option<Vec<Way>> {
        let found = query.find(&self.root, index).ok();
        if found.is_none() {
            let message = "the JSONPath looks at more of the document than is sensible";
            let finding = Diagnostic::error(codes::COSTLY_JSON_PATH, at, message);
            self.findings
                .push(finding.help("go down with `..` once, or name the way"));
        }
        found
    }

    /// Why a query finds nothing, and what to do.
    fn explain(&self, query: &Query, index: &mut Option<Index>) -> (String, String) {
        let (reason, help) = query.explain(&self.root, index);
        let elsewhere = self.others.iter().find(|(_, part)| {
            let found = query.find(&part.root, &mut None);
            found.is_ok_and(|found| !found.is_empty())
        });
        let elsewhere = elsewhere.map(|(name, _)| {
            format!("`{name}` has it, but overlays change the root file of a document alone")
        });
        (reason, elsewhere.unwrap_or(help))
    }

    /// The node that is copied.
    fn single(&mut self, query: &Query, at: Span, index: &mut Option<Index>) -> Option<Node> {
        match self.find(query, at, index)?.as_slice() {
            [way] => node(&self.root, way).cloned(),
            [] => {
                let (reason, help) = self.explain(query, index);
                let message = format!("there is nothing to copy{reason}");
                self.warn(codes::UNMATCHED_TARGET, at, message, help);
                None
            }
            several => {
                let message = format!("one node can be copied; this selects {}", several.len());
                let finding = Diagnostic::error(codes::COPY_OF_SEVERAL, at, message);
                self.findings
                    .push(finding.help("name one: an index in place of `*`, or a longer way"));
                None
            }
        }
    }

    /// Whether the tree stays within what is allowed of a document.
    fn is_allowed(&mut self, value: &Node, at: Span, ways: &[Way]) -> bool {
        let (size, height) = extent(value);
        self.added = self.added.saturating_add(size.saturating_mul(ways.len()));
        let depth = ways.iter().map(Vec::len).max().unwrap_or(0) + 1;
        let finding = if self.added > MAX_COPIED {
            let message = format!("overlays add more than {MAX_COPIED} nodes");
            let help = "add shared parts once, and refer to them with `$ref`";
            Diagnostic::error(codes::TOO_MANY_UPDATES, at, message).help(help)
        } else if depth + height > MAX_DEPTH {
            let message = format!(
                "lists and mappings come to stand more than {MAX_DEPTH} deep in each other"
            );
            let help = "give an inner part a name below `components`, and refer to it with `$ref`";
            Diagnostic::error(codes::NESTING_TOO_DEEP, at, message).help(help)
        } else {
            return true;
        };
        self.findings.push(finding);
        false
    }

    /// In version 1.1 the nodes must be all mappings, all lists, or all single values.
    fn is_of_one_kind(&mut self, ways: &[Way], at: Span, version: Version) -> bool {
        let kind = |node: &Node| match node.value {
            Value::Mapping(_) => "mappings",
            Value::Sequence(_) => "lists",
            Value::Scalar(_) => "single values",
        };
        let nodes = || ways.iter().filter_map(|way| node(&self.root, way));
        let Some(first) = nodes().next() else {
            return true;
        };
        let Some(other) = nodes().find(|node| kind(node) != kind(first)) else {
            return true;
        };
        if version == Version::V1_0 {
            return true;
        }
        let message = format!("the target selects {} and {}", kind(first), kind(other));
        let finding = Diagnostic::error(codes::MIXED_TARGET, at, message);
        self.findings
            .push(finding.help("make an action for each kind"));
        false
    }

    fn remove(&mut self, ways: &[Way], at: Span) {
        if ways.iter().any(Vec::is_empty) {
            let message = "the document as a whole cannot be removed";
            let help = "name what is to be removed: `target: $.paths['/pets']`";
            let finding = Diagnostic::error(codes::REMOVED_ROOT, at, message);
            self.findings.push(finding.help(help));
            return;
        }
        let ways: Vec<&[Step]> = ways.iter().map(Vec::as_slice).collect();
        remove(&mut self.root, &ways);
    }

    fn warn(&mut self, code: Code, at: Span, message: impl Into<String>, help: impl Into<String>) {
        self.findings
            .push(Diagnostic::warning(code, at, message).help(help));
    }
}

/// Takes out what the ways lead to, all at once, so that no index shifts meanwhile. The ways are in
/// the order of the document, so that those through one node stand together.
fn remove(root: &mut Node, ways: &[&[Step]]) {
    let mut groups = ways
        .chunk_by(|one, other| one.first() == other.first())
        .peekable();
    let mut keep = |step: &Step, inner: &mut Node| {
        let Some(group) =
            groups.next_if(|group| group.first().and_then(|way| way.first()) == Some(step))
        else {
            return true;
        };
        let rests: Vec<&[Step]> = group.iter().filter_map(|way| way.get(1..)).collect();
        if rests.iter().any(|rest| rest.is_empty()) {
            return false;
        }
        remove(inner, &rests);
        true
    };
    match &mut root.value {
        Value::Mapping(entries) => {
            entries.retain(|key, entry| keep(&Step::Key(key.clone()), &mut entry.value));
        }
        Value::Sequence(items) => {
            let mut index = 0;
            items.retain_mut(|item| {
                index += 1;
                keep(&Step::Item(index - 1), item)
            });
        }
        Value::Scalar(_) => {}
    }
}

/// Merges the value of one action into nodes.
struct Merge {
    version: Version,
    /// Where the value stands that an `update` has, or the path of a `copy`.
    at: Span,
    is_copy: bool,
    findings: Vec<Diagnostic>,
}

impl Merge {
    /// Merges into a node that the target selects: here a single value may go into a list.
    fn put(&mut self, target: &mut Node, value: &Node) {
        match (&mut target.value, &value.value) {
            (Value::Sequence(_), Value::Sequence(_)) => {
                if self.version == Version::V1_0 {
                    let message = "in version 1.0 a list is updated with one entry; \
                                   the entries of this one are appended, as in version 1.1";
                    let finding =
                        Diagnostic::warning(codes::OVERLAY_VERSION, self.place(value), message);
                    self.note(finding.help("write `overlay: 1.1.0`"));
                }
                self.merge(target, value);
            }
            (Value::Sequence(items), _) => items.push(value.clone()),
            _ => self.merge(target, value),
        }
    }

    fn merge(&mut self, target: &mut Node, value: &Node) {
        let (kind, is_null) = (target.kind(), target.is_null());
        match (&mut target.value, &value.value) {
            (Value::Mapping(entries), Value::Mapping(new)) => self.merge_entries(entries, new),
            (Value::Sequence(items), Value::Sequence(new)) => items.extend_from_slice(new),
            (Value::Scalar(_), Value::Scalar(_)) => target.clone_from(value),
            (Value::Scalar(_), _) if is_null => {
                let message = format!(
                    "nothing stands here yet, not {}; it is put here",
                    value.kind()
                );
                let finding =
                    Diagnostic::warning(codes::INCOMPATIBLE_UPDATE, self.place(value), message);
                let finding = finding.related(target.span, "here");
                self.note(finding.help("remove the key first, with an action of its own"));
                target.clone_from(value);
            }
            (_, Value::Scalar(_)) if value.is_null() => {
                let message = format!("this is nothing, which changes nothing in {}", kind);
                let finding =
                    Diagnostic::warning(codes::INCOMPATIBLE_UPDATE, self.place(value), message);
                self.note(
                    finding.help("take the key out, or remove what it names with `remove: true`"),
                );
            }
            _ => {
                let message = format!("{} cannot be merged into {}", value.kind(), kind);
                let finding =
                    Diagnostic::error(codes::INCOMPATIBLE_UPDATE, self.place(value), message);
                let finding = finding.related(target.span, "into this");
                self.note(
                    finding.help("remove what stands there first, with an action of its own"),
                );
            }
        }
    }

    fn merge_entries(&mut self, entries: &mut Mapping, new: &Mapping) {
        for (key, new) in new {
            match entries.get_mut(key) {
                None => {
                    entries.insert(key.clone(), new.clone());
                }
                Some(entry) => {
                    self.merge(&mut entry.value, &new.value);
                    // What replaces a single value stands where the overlay has it, key and all.
                    if entry.value.span == new.value.span {
                        entry.clone_from(&Entry {
                            key: new.key,
                            value: entry.value.clone(),
                        });
                    }
                }
            }
        }
    }

    /// Where a part of the value stands in the overlay.
    fn place(&self, value: &Node) -> Span {
        if self.is_copy { self.at } else { value.span }
    }

    /// Notes a finding once, however many targets there are.
    fn note(&mut self, finding: Diagnostic) {
        let is_same = |noted: &Diagnostic| noted.at == finding.at && noted.code == finding.code;
        if !self.findings.iter().any(is_same) {
            self.findings.push(finding);
        }
    }
}

fn node_mut<'n>(root: &'n mut Node, way: &[Step]) -> Option<&'n mut Node> {
    way.iter()
        .try_fold(root, |node, step| match (step, &mut node.value) {
            (Step::Key(key), Value::Mapping(entries)) => Some(&mut entries.get_mut(key)?.value),
            (Step::Item(index), Value::Sequence(items)) => items.get_mut(*index),
            _ => None,
        })
}

/// How many nodes there are in a node, itself included, and how deep they stand in each other.
fn extent(node: &Node) -> (usize, usize) {
    let add = |(size, height): (usize, usize), inner: &Node| {
        let (more, inner) = extent(inner);
        (size + more, height.max(inner + 1))
    };
    match &node.value {
        Value::Scalar(_) => (1, 1),
        Value::Sequence(items) => items.iter().fold((1, 1), add),
        Value::Mapping(entries) => {
            let values = entries.values().map(|entry| &entry.value);
            values.fold((1, 1), add)
        }
    }
}
