//! Properties that an object has under a condition: those that `then`, `else` and `dependentSchemas`
//! name. Whether the condition holds is left to the server; the properties have a place.

use std::collections::{BTreeSet, VecDeque};

use indexmap::IndexMap;

use crate::document::SchemaId;
use crate::ir::{Field, Presence, Type};

use super::context::{DEPTH, Key, Lowering};
use super::form::{self, use_of_key, whole};
use super::view::{View, view};
use super::{docs, object, presence, union};

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
    let mut possible = Vec::with_capacity(said.len());
    let mut agree = true;
    for ids in said {
        let key = key(ids);
        if !self::view(lowering, &key).never {
            agree &= is_nameless(lowering, &key, DEPTH);
            possible.push(ids);
        }
    }
    if let &[only] = possible.as_slice() {
        return object::field(lowering, view, name, only);
    }
    let mut nullable = false;
    let mut types = Vec::with_capacity(possible.len());
    // Types that nothing would use are not made.
    for ids in possible.iter().filter(|_| agree) {
        types.push(match use_of_key(lowering, &key(ids)) {
            Type::Option(inner) => {
                nullable = true;
                *inner
            }
            ty => ty,
        });
    }
    let first = types.first().cloned().unwrap_or(Type::Json);
    let ty = match types.iter().all(|ty| *ty == first) {
        true => first,
        false => Type::Json,
    };
    let ids = possible.first()?;
    Some(Field {
        at: lowering.schema(*ids.last()?)?.at.clone(),
        name: name.to_owned(),
        docs: docs::of_use(lowering, ids, name),
        presence: match (view.required.contains(name), nullable && ty != Type::Json) {
            (true, false) => Presence::Required,
            (true, true) => Presence::Nullable,
            (false, false) => Presence::Optional,
            (false, true) => Presence::OptionalNullable,
        },
        ty,
        read_only: possible
            .iter()
            .all(|ids| presence::is_read_only(lowering, ids)),
    })
}

fn key(ids: &[SchemaId]) -> Key {
    Key {
        parts: ids.iter().copied().map(whole).collect(),
        only: None,
    }
}

/// Whether a type needs no name, or has one of its own: two such types can be the same.
fn is_nameless(lowering: &mut Lowering<'_>, key: &Key, depth: usize) -> bool {
    let is_component = |id| {
        let target = union::target(lowering, id);
        lowering.components.contains_key(&target)
    };
    if key.single().is_some_and(is_component) {
        return true;
    }
    let Some(depth) = depth.checked_sub(1) else {
        return false;
    };
    let view = view(lowering, key);
    let is_plain = view.unions.is_empty()
        && view.values.is_none()
        && view.constant.is_none()
        && view.properties.is_empty()
        && view.rest.is_empty()
        && view.patterns.is_empty()
        && view.prefix.is_empty()
        && form::kinds(&view).len() <= 1;
    is_plain && (view.items.is_empty() || is_nameless(lowering, &self::key(&view.items), depth))
}
