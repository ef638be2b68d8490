//! Properties that an object has under a condition: those that `then`, `else` and `dependentSchemas`
//! name. Whether the condition holds is left to the server; the properties have a place.

use std::collections::{BTreeSet, VecDeque};

use indexmap::IndexMap;

use crate::document::SchemaId;
use crate::ir::{Field, Presence, Type};

use super::context::{Key, Lowering};
use super::object;
use super::view::{View, view};

/// Properties by name: what each condition says of them.
pub(super) type Properties = IndexMap<String, Vec<Vec<SchemaId>>>;

/// The properties that the object itself does not name.
pub(super) fn properties(lowering: &mut Lowering<'_>, object: &View) -> Properties {
    let mut found = Properties::new();
    let mut seen = BTreeSet::new();
    let mut open = VecDeque::from(object.conditional.clone());
    while let Some(id) = open.pop_front() {
        if !seen.insert(id) {
            continue;
        }
        let under = view(lowering, &Key::whole(id));
        open.extend(under.conditional);
        open.extend(under.unions.into_iter().flat_map(|choice| choice.branches));
        for (name, ids) in under.properties {
            if !object.properties.contains_key(&name) {
                found.entry(name).or_default().push(ids);
            }
        }
    }
    found
}

/// Whether several schemas name properties under a condition that the one which says all else does
/// not.
pub(super) fn adds(lowering: &mut Lowering<'_>, key: &Key, sole: SchemaId) -> bool {
    let has_some = |id: SchemaId| {
        let schema = lowering.keywords(id).filter(|_| id != sole);
        schema.is_some_and(|schema| !schema.conditional.is_empty())
    };
    let mut parts = key.parts.iter().map(|part| part.id);
    if !parts.any(|id| {
        let below = lowering.keywords(id).map(|schema| &schema.all_of);
        has_some(id) || below.into_iter().flatten().any(|id| has_some(*id))
    }) {
        return false;
    }
    let whole = view(lowering, key);
    let alone = view(lowering, &Key::whole(sole));
    let known = properties(lowering, &alone);
    let all = properties(lowering, &whole);
    !whole.properties.is_empty() && all.keys().any(|name| !known.contains_key(name))
}

/// The field for a property; any value where the conditions do not agree.
pub(super) fn field(
    lowering: &mut Lowering<'_>,
    view: &View,
    name: &str,
    said: &[Vec<SchemaId>],
) -> Option<Field> {
    let mut fields = said
        .iter()
        .filter_map(|ids| object::field(lowering, view, name, ids));
    let mut field = fields.next()?;
    for other in fields {
        if other.ty != field.ty {
            field.ty = Type::Json;
        }
        field.read_only &= other.read_only;
        field.presence = match (field.presence, other.presence) {
            (Presence::Optional | Presence::Required, nullable) => nullable,
            (nullable, _) => nullable,
        };
    }
    if field.ty == Type::Json {
        field.presence = match field.presence {
            Presence::Required | Presence::Nullable => Presence::Required,
            Presence::Optional | Presence::OptionalNullable => Presence::Optional,
        };
    }
    Some(field)
}
