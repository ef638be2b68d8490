//! Subtypes that refer to their base in `allOf`, where the base has the discriminator (OpenAPI
//! 3.1.1, section 4.8.25.3): a place that refers to the base may hold any of them.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::{Discriminator, SchemaId};
use crate::ir;

use super::context::{DEPTH, Key, Lowering};
use super::form::Form;
use super::{container, discriminator, union};

/// Which schemas are bases, and which build on them.
#[derive(Debug, Default)]
pub(super) struct Hierarchy {
    /// By base the schemas that may come in its stead, in the document's order.
    bases: BTreeMap<SchemaId, Vec<SchemaId>>,
    subtypes: BTreeSet<SchemaId>,
}

impl Hierarchy {
    /// Finds them. A base has a discriminator, or a base that has one.
    pub(super) fn of(lowering: &Lowering<'_>) -> Self {
        let mut children: BTreeMap<SchemaId, Vec<SchemaId>> = BTreeMap::new();
        let all = (0..lowering.document.schemas.len()).map(SchemaId);
        let named = all.filter(|id| container::of_schema(lowering, *id).is_some());
        for id in named.clone() {
            for parent in parents(lowering, id) {
                children.entry(parent).or_default().push(id);
            }
        }
        let mut open: Vec<SchemaId> = named.filter(|id| begins(lowering, *id)).collect();
        let mut hierarchy = Self::default();
        while let Some(base) = open.pop() {
            if hierarchy.bases.contains_key(&base) {
                continue;
            }
            let mut own = children.get(&base).cloned().unwrap_or_default();
            hierarchy.subtypes.extend(&own);
            open.extend(&own);
            let mapping = own_discriminator(lowering, base).map(|told| told.mapping.as_slice());
            for (_, target) in mapping.into_iter().flatten() {
                let target = union::target(lowering, *target);
                let known = own
                    .iter()
                    .any(|id| *id == target || is_below(&children, *id, target));
                if target != base && !known {
                    own.push(target);
                }
            }
            if !own.is_empty() {
                hierarchy.bases.insert(base, own);
            }
        }
        hierarchy
    }

    /// Whether others may come where a schema is referred to.
    pub(super) fn is_base(&self, id: SchemaId) -> bool {
        self.bases.contains_key(&id)
    }

    /// Whether a schema builds on a base.
    pub(super) fn is_subtype(&self, id: SchemaId) -> bool {
        self.subtypes.contains(&id)
    }

    /// A schema and all that build on it.
    fn family(&self, id: SchemaId) -> Vec<SchemaId> {
        let mut family = vec![id];
        let mut next = 0;
        while let Some(id) = family.get(next) {
            let below = self.bases.get(id).cloned().unwrap_or_default();
            for id in below {
                if !family.contains(&id) {
                    family.push(id);
                }
            }
            next += 1;
        }
        family
    }
}

/// Whether a schema says by which property those that build on it are told apart, and does not
/// list them.
fn begins(lowering: &Lowering<'_>, id: SchemaId) -> bool {
    let lists = |id: &SchemaId| {
        lowering
            .keywords(*id)
            .is_some_and(|schema| !schema.any_of.is_empty() || !schema.one_of.is_empty())
    };
    own_discriminator(lowering, id).is_some() && !parts(lowering, id).0.iter().any(lists)
}

/// The discriminator of a schema, perhaps in an `allOf` within.
fn own_discriminator<'d>(lowering: &Lowering<'d>, id: SchemaId) -> Option<&'d Discriminator> {
    let own = parts(lowering, id).0.into_iter();
    own.filter_map(|id| lowering.keywords(id))
        .find_map(|schema| schema.discriminator.as_ref())
}

/// The named schemas that a schema refers to in `allOf`.
fn parents(lowering: &Lowering<'_>, id: SchemaId) -> Vec<SchemaId> {
    parts(lowering, id).1
}

/// A schema with those in-line in its `allOf`, and the named ones that these refer to there.
fn parts(lowering: &Lowering<'_>, id: SchemaId) -> (Vec<SchemaId>, Vec<SchemaId>) {
    let (mut own, mut parents) = (Vec::new(), Vec::new());
    let mut open = vec![(id, DEPTH)];
    while let Some((id, depth)) = open.pop() {
        let (Some(schema), Some(depth)) = (lowering.keywords(id), depth.checked_sub(1)) else {
            continue;
        };
        if own.contains(&id) {
            continue;
        }
        own.push(id);
        for &part in &schema.all_of {
            let target = union::target(lowering, part);
            if container::of_schema(lowering, target).is_none() {
                open.push((target, depth));
            } else if !parents.contains(&target) {
                parents.push(target);
            }
        }
    }
    (own, parents)
}

fn is_below(children: &BTreeMap<SchemaId, Vec<SchemaId>>, base: SchemaId, goal: SchemaId) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = vec![base];
    while let Some(id) = open.pop() {
        let below = children.get(&id).into_iter().flatten();
        for &id in below.filter(|id| seen.insert(**id)) {
            if id == goal {
                return true;
            }
            open.push(id);
        }
    }
    false
}

/// A base: one of its subtypes, or it itself, as which subtypes of a newer server are read too.
pub(super) fn form(lowering: &mut Lowering<'_>, base: SchemaId) -> Form {
    let Some(told) = discriminator_of(lowering, base) else {
        return Form::Plain(ir::Type::Json);
    };
    let subtypes = lowering
        .hierarchy
        .bases
        .get(&base)
        .cloned()
        .unwrap_or_default();
    let default = told.default.map(|id| union::target(lowering, id));
    let mut taken = BTreeSet::new();
    let mut branches: Vec<(SchemaId, Key)> = Vec::with_capacity(subtypes.len() + 1);
    let mut tags = Vec::with_capacity(subtypes.len() + 1);
    for &id in &subtypes {
        let mut own = Vec::new();
        for member in lowering.hierarchy.family(id) {
            // A sibling answers for itself.
            if member == id || !subtypes.contains(&member) {
                own.extend(discriminator::of_subtype(lowering, told, base, member));
            }
        }
        own.retain(|tag| taken.insert(tag.clone()));
        branches.push((id, Key::whole(id)));
        tags.push(own);
    }
    let default = subtypes.iter().position(|id| Some(*id) == default);
    let mut own = discriminator::of_subtype(lowering, told, base, base);
    own.retain(|tag| taken.insert(tag.clone()));
    branches.push((base, Key::base(base)));
    tags.push(own);
    let told = ir::Discriminator {
        property: told.property.clone(),
        default: default.or(Some(subtypes.len())),
    };
    let hints = union::hints(lowering, &branches);
    union::finish(lowering, branches, hints, Some(tags), Some(told), true)
}

/// The discriminator of a schema or, from near to far, of what it builds on.
fn discriminator_of<'d>(lowering: &Lowering<'d>, id: SchemaId) -> Option<&'d Discriminator> {
    let mut seen = BTreeSet::new();
    let mut level = vec![id];
    while !level.is_empty() {
        let told = level.iter().find_map(|id| own_discriminator(lowering, *id));
        if told.is_some() {
            return told;
        }
        level = level
            .iter()
            .flat_map(|id| parents(lowering, *id))
            .filter(|id| seen.insert(*id))
            .collect();
    }
    None
}
