//! Schemas without a name of their own that say the same under the same key become one type, such as
//! the `status` of several objects: what a server answers can be sent back, and the compiler has less
//! to do. Each keeps its name, as another one for that type.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::config::Config;
use crate::ir::{Constraint, Field, Struct, Type, TypeDef, TypeId, TypeKind, Union};

/// Finds the types that are equal to another one. A component is never one of them: who gave two
/// schemas names of their own wants two types.
pub(super) fn join(types: &mut [TypeDef], config: &Config) {
    let free = types.iter().enumerate();
    let free = free.filter(|(_, definition)| is_free(definition, config));
    let mut order: Vec<usize> = free.map(|(index, _)| index).collect();
    // The first is what has a name of its own, else what stands in that, so that the name tells most.
    order.sort_by_key(|index| {
        (
            !is_component(types, *index),
            !is_in_component(types, *index),
        )
    });
    // Types may be the same once their parts are.
    loop {
        let same: Vec<TypeId> = (0..types.len()).map(|index| first(types, index)).collect();
        let mut seen: BTreeMap<String, TypeId> = BTreeMap::new();
        let mut found: Vec<(usize, TypeId)> = Vec::new();
        for &index in &order {
            let definition = types.get(index);
            let definition = definition.filter(|definition| definition.same_as.is_none());
            let content = definition.and_then(|definition| {
                let name = definition.hint.last()?.to_lowercase();
                Some(format!("{name} {}", content(&definition.kind, &same)?))
            });
            match content.map(|content| seen.entry(content)) {
                Some(Entry::Occupied(first)) if !is_component(types, index) => {
                    found.push((index, *first.get()));
                }
                Some(Entry::Vacant(slot)) => {
                    slot.insert(TypeId(index));
                }
                Some(Entry::Occupied(_)) | None => {}
            }
        }
        if found.is_empty() {
            return;
        }
        for (index, first) in found {
            if let Some(definition) = types.get_mut(index) {
                definition.same_as = Some(Type::Named(first));
            }
        }
    }
}

/// The type that one is the same as; itself, where it is the first.
fn first(types: &[TypeDef], index: usize) -> TypeId {
    let same_as = types
        .get(index)
        .and_then(|definition| definition.same_as.as_ref());
    match same_as {
        Some(Type::Named(first)) => *first,
        _ => TypeId(index),
    }
}

/// A component is called by its key alone.
fn is_component(types: &[TypeDef], index: usize) -> bool {
    types
        .get(index)
        .is_some_and(|definition| definition.hint.len() == 1)
}

fn is_in_component(types: &[TypeDef], index: usize) -> bool {
    let definition = types.get(index);
    definition.is_some_and(|definition| definition.at.pointer.contains("/components/schemas/"))
}

/// Whether the configuration says nothing of a type but its name.
fn is_free(definition: &TypeDef, config: &Config) -> bool {
    let pointer = definition.at.pointer.as_str();
    let is_below = |entry: &String| {
        let rest = entry.strip_prefix(pointer);
        rest.is_some_and(|rest| rest.starts_with('/'))
    };
    !config.derives.contains_key(pointer) && !config.names.keys().any(is_below)
}

/// What a type holds, as text; `None` for what is no type of its own. What is said of its parts
/// belongs to it, since it stands in their documentation.
fn content(kind: &TypeKind, same: &[TypeId]) -> Option<String> {
    let ty = |ty: &Type| canonical(ty, same);
    let text = match kind {
        // A property that one side alone sends is required in its direction, and would be in none.
        TypeKind::Struct(Struct { fields, .. }) if fields.iter().any(is_one_sided) => return None,
        TypeKind::Struct(Struct {
            fields,
            rest,
            closed,
        }) => {
            let fields: Vec<_> = fields
                .iter()
                .map(|field| {
                    let said = (&field.docs, field.presence, field.read_only);
                    (&field.name, ty(&field.ty), said)
                })
                .collect();
            format!("{fields:?} {:?} {closed}", rest.as_ref().map(ty))
        }
        TypeKind::Enum(values) => format!("{values:?}"),
        TypeKind::Union(Union {
            branches,
            discriminator,
            exclusive,
        }) => {
            let branches: Vec<_> = branches
                .iter()
                .map(|branch| {
                    (
                        (&branch.hint, &branch.docs, ty(&branch.ty)),
                        (&branch.tags, branch.optional_tag, &branch.shape),
                    )
                })
                .collect();
            format!("{branches:?} {discriminator:?} {exclusive}")
        }
        TypeKind::Alias(_) | TypeKind::Constant(_) | TypeKind::Tuple(_) => return None,
    };
    Some(text)
}

fn is_one_sided(field: &Field) -> bool {
    field.read_only || field.docs.constraints.contains(&Constraint::WriteOnly)
}

/// A type with the first of those that are the same in place of each.
fn canonical(ty: &Type, same: &[TypeId]) -> Type {
    let inner = |ty: &Type| Box::new(canonical(ty, same));
    match ty {
        Type::Named(id) => Type::Named(same.get(id.0).copied().unwrap_or(*id)),
        Type::Option(ty) => Type::Option(inner(ty)),
        Type::Array(ty) => Type::Array(inner(ty)),
        Type::Map(ty) => Type::Map(inner(ty)),
        Type::Boxed(ty) => Type::Boxed(inner(ty)),
        plain => plain.clone(),
    }
}
