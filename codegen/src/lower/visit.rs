//! Going through types.

use crate::ir::{Struct, Type, TypeDef, TypeId, TypeKind, Union};

/// Calls for each type that a definition uses at first hand.
pub(super) fn uses<'t>(kind: &'t TypeKind, mut call: impl FnMut(&'t Type)) {
    match kind {
        TypeKind::Alias(ty) => call(ty),
        TypeKind::Struct(Struct { fields, rest, .. }) => {
            fields.iter().for_each(|field| call(&field.ty));
            rest.iter().for_each(call);
        }
        TypeKind::Union(Union { branches, .. }) => {
            branches.iter().for_each(|branch| call(&branch.ty))
        }
        TypeKind::Tuple(tuple) => tuple.items.iter().chain(&tuple.rest).for_each(call),
        TypeKind::Enum(_) | TypeKind::Constant(_) => {}
    }
}

/// All named types in a type, those in lists and maps included.
pub(super) fn named(ty: &Type) -> Option<TypeId> {
    let mut ty = ty;
    loop {
        match ty {
            Type::Named(id) => return Some(*id),
            Type::Option(inner) | Type::Array(inner) | Type::Map(inner) | Type::Boxed(inner) => {
                ty = inner
            }
            _ => return None,
        }
    }
}

/// The named type that a type holds by value.
pub(super) fn by_value(ty: &Type) -> Option<TypeId> {
    match ty {
        Type::Named(id) => Some(*id),
        Type::Option(inner) => by_value(inner),
        _ => None,
    }
}

/// All types that can be reached from some.
pub(super) fn reachable(
    types: &[TypeDef],
    from: Vec<TypeId>,
) -> std::collections::BTreeSet<TypeId> {
    let mut seen = std::collections::BTreeSet::new();
    let mut open = from;
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        if let Some(def) = types.get(id.0) {
            uses(&def.kind, |ty| open.extend(named(ty)));
        }
    }
    seen
}
