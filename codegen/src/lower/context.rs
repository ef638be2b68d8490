//! What the parts of the lowering share.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::config::Config;
use crate::document::{Document, Findings, Keywords, Schema, SchemaBody, SchemaId};
use crate::ir::{JsonKind, Type, TypeDef, TypeId};
use crate::source::Span;

use super::hierarchy::Hierarchy;
use super::trace::Fallback;
use super::view::View;

/// How many more types than schemas there may be: combinations of choices can multiply.
pub(super) const COMBINATIONS: usize = 10_000;

/// How deep types without a name may be nested.
pub(super) const DEPTH: usize = 64;

/// The state of one lowering.
pub(super) struct Lowering<'d> {
    /// What is lowered.
    pub document: &'d Document,
    /// What the document cannot say.
    pub config: &'d Config,
    /// What was found.
    pub findings: Findings,
    /// The types with names.
    pub types: Vec<TypeDef>,
    /// Components by schema: their types have places in `types` from the start.
    pub components: BTreeMap<SchemaId, TypeId>,
    /// The names of components by schema.
    pub component_names: BTreeMap<SchemaId, &'d str>,
    /// What is lowered already, null left aside.
    pub memo: BTreeMap<Key, Type>,
    /// What is being lowered; with a type as soon as it is met again inside of itself.
    pub open: BTreeMap<Key, Option<TypeId>>,
    /// Objects whose fields are yet to be lowered.
    pub queue: VecDeque<(TypeId, View)>,
    /// The names of the operations by pointer.
    pub operations: BTreeMap<&'d str, String>,
    /// The names of the parameters by pointer.
    pub parameters: BTreeMap<&'d str, &'d str>,
    /// What combinations of branches are called.
    pub combinations: BTreeMap<Key, Vec<String>>,
    /// Which schemas are bases that others build on.
    pub hierarchy: Hierarchy,
    /// What schemas say about null.
    pub nulls: BTreeMap<SchemaId, Option<bool>>,
    /// How many types stand at one place under one name.
    pub twins: BTreeMap<(String, Vec<String>), usize>,
    /// The schemas that became any value because they could not be expressed, by pointer.
    pub fallbacks: BTreeMap<String, Fallback>,
    /// The schemas whose values travel as files.
    pub files: BTreeSet<SchemaId>,
    /// The entries of `formats` in the configuration that were of use.
    pub formats_used: BTreeSet<&'d str>,
}

/// One or several schemas that hold together, perhaps for one JSON type only.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    /// The schemas; never empty.
    pub parts: Vec<Part>,
    /// Only the values of this type.
    pub only: Option<JsonKind>,
}

/// A schema, whole or without what it takes from others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Part {
    /// The schema.
    pub id: SchemaId,
    /// How much of it.
    pub extent: Extent,
}

/// How much of a schema is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Extent {
    /// All of it.
    Whole,
    /// All but `$ref`, `allOf`, `anyOf` and `oneOf`.
    Own,
    /// All of it, without those that build on it and may come in its stead.
    Base,
}

impl Key {
    /// One schema as a whole.
    pub(super) fn whole(id: SchemaId) -> Self {
        Self {
            parts: vec![Part {
                id,
                extent: Extent::Whole,
            }],
            only: None,
        }
    }

    /// A schema without those that build on it.
    pub(super) fn base(id: SchemaId) -> Self {
        Self {
            parts: vec![Part {
                id,
                extent: Extent::Base,
            }],
            only: None,
        }
    }

    /// Whether it is a schema without those that build on it.
    pub(super) fn is_base(&self) -> bool {
        matches!(self.parts.as_slice(), [part] if part.extent == Extent::Base)
    }

    /// The schema that is meant as a whole and alone.
    pub(super) fn single(&self) -> Option<SchemaId> {
        match (self.parts.as_slice(), self.only) {
            (
                [
                    Part {
                        id,
                        extent: Extent::Whole,
                    },
                ],
                None,
            ) => Some(*id),
            _ => None,
        }
    }

    /// The schema that says what this is called: the last, which refines the others.
    pub(super) fn lead(&self) -> SchemaId {
        self.parts
            .last()
            .map_or(SchemaId(usize::MAX), |part| part.id)
    }
}

impl<'d> Lowering<'d> {
    /// A lowering that has not begun.
    pub(super) fn new(document: &'d Document, config: &'d Config) -> Self {
        Self {
            document,
            config,
            findings: Findings::default(),
            types: Vec::new(),
            components: BTreeMap::new(),
            component_names: BTreeMap::new(),
            memo: BTreeMap::new(),
            open: BTreeMap::new(),
            queue: VecDeque::new(),
            operations: BTreeMap::new(),
            parameters: BTreeMap::new(),
            combinations: BTreeMap::new(),
            hierarchy: Hierarchy::default(),
            nulls: BTreeMap::new(),
            twins: BTreeMap::new(),
            fallbacks: BTreeMap::new(),
            files: BTreeSet::new(),
            formats_used: BTreeSet::new(),
        }
    }

    /// A schema.
    pub(super) fn schema(&self, id: SchemaId) -> Option<&'d Schema> {
        self.document.schema(id)
    }

    /// The keywords of a schema that is not `true` or `false`.
    pub(super) fn keywords(&self, id: SchemaId) -> Option<&'d Keywords> {
        self.document.keywords(id)
    }

    /// `Some` for `true` and `false`.
    pub(super) fn boolean(&self, id: SchemaId) -> Option<bool> {
        match self.schema(id)?.body {
            SchemaBody::Bool(value) => Some(value),
            SchemaBody::Object(_) => None,
        }
    }

    /// Any value, because a schema could not be expressed; the map says why.
    pub(super) fn fall_back(&mut self, id: SchemaId, why: Fallback) -> Type {
        if let Some(schema) = self.schema(id) {
            let pointer = schema.at.pointer.clone();
            self.fallbacks.entry(pointer).or_insert(why);
        }
        Type::Json
    }

    /// Where a schema stands.
    pub(super) fn span(&self, id: SchemaId) -> Span {
        self.schema(id)
            .map_or(self.document.at.span, |schema| schema.at.span)
    }
}
