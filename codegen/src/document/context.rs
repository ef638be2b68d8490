//! What the readers share: the tree, what was found, and the schemas that were seen.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::rc::Rc;

use indexmap::IndexMap;

use crate::ir::At;
use crate::source::{Entry, Node, Source, pointer};

use super::anchors::Anchors;
use super::example::Shown;
use super::findings::Findings;
use super::incoming::OpenCallback;
use super::{ObjectKind, Schema, SchemaBody, SchemaId};

/// The state of one reading.
pub(super) struct Context<'s> {
    /// All files.
    pub source: &'s Source,
    /// The root of the tree of the root file.
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
    /// A `nullable` that the version does not admit was reported, which once is enough.
    pub nullable_reported: bool,
    /// The names in all files, once they were needed.
    pub anchors: Option<Rc<Anchors>>,
    /// How many more references may be followed on the way of one pointer.
    pub detours: usize,
    /// The operations that references to path items lead to, by pointer.
    pub operations: BTreeSet<String>,
    /// The callbacks that operations refer to, by pointer.
    pub callbacks: IndexMap<String, OpenCallback<'s>>,
    /// The examples that were seen.
    pub examples: Vec<Shown<'s>>,
    /// That 3.0 ignores what stands beside a `$ref` was reported, which once is enough.
    pub siblings_reported: bool,
    /// What stands at the places that references other than those of schemas lead to.
    pub kinds: BTreeMap<String, ObjectKind>,
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
    /// 3.3 and what comes after it.
    Later,
}

impl<'s> Context<'s> {
    /// A reading that has not begun.
    pub(super) fn new(source: &'s Source, version: Version) -> Self {
        Self {
            source,
            root: source.root(),
            version,
            findings: Findings::default(),
            schemas: Vec::new(),
            by_pointer: BTreeMap::new(),
            queue: VecDeque::new(),
            nullable_reported: false,
            anchors: None,
            detours: 0,
            operations: BTreeSet::new(),
            callbacks: IndexMap::new(),
            examples: Vec::new(),
            siblings_reported: false,
            kinds: BTreeMap::new(),
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
