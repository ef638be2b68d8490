//! Branches of a union that can hold at the same time: a value is read as one of them, and what only
//! another one knows must come back all the same.

use std::collections::BTreeSet;

use crate::ir::{Field, JsonKind, Presence, Struct, Type, TypeDef, TypeId, TypeKind};

use super::context::DEPTH;
use super::shape;

/// Gives the structs that may be read where another branch holds as well a map for the properties
/// that they do not name.
pub(super) fn keep_rests(types: &mut [TypeDef]) {
    let mut search = Search {
        types,
        seen: BTreeSet::new(),
        keeping: BTreeSet::new(),
    };
    for def in search.types {
        let TypeKind::Union(union) = &def.kind else {
            continue;
        };
        if union.discriminator.is_some() || union.exclusive {
            continue;
        }
        for (index, branch) in union.branches.iter().enumerate() {
            for other in union.branches.iter().skip(index + 1) {
                search.both(&branch.ty, &other.ty, DEPTH);
            }
        }
    }
    for id in search.keeping {
        if let Some(TypeKind::Struct(body)) = types.get_mut(id.0).map(|def| &mut def.kind) {
            body.rest = Some(Type::Json);
        }
    }
}

struct Search<'t> {
    types: &'t [TypeDef],
    /// The pairs of named types that were looked at.
    seen: BTreeSet<(TypeId, TypeId)>,
    keeping: BTreeSet<TypeId>,
}

impl<'t> Search<'t> {
    /// Two types of which a value may be at the same time.
    fn both(&mut self, one: &Type, other: &Type, depth: usize) {
        let Some(depth) = depth.checked_sub(1) else {
            return;
        };
        let (one, other) = (self.inner(one), self.inner(other));
        if one == other {
            return;
        }
        if let (Type::Named(one), Type::Named(other)) = (one, other)
            && !self.seen.insert((*one.min(other), *one.max(other)))
        {
            return;
        }
        match (one, other) {
            (Type::Array(one), Type::Array(other)) | (Type::Map(one), Type::Map(other)) => {
                self.both(one, other, depth);
            }
            (Type::Named(id), other) | (other, Type::Named(id)) => {
                self.named(*id, other, depth);
            }
            _ => {}
        }
    }

    fn named(&mut self, id: TypeId, other: &Type, depth: usize) {
        match (self.kind(id), self.of(other)) {
            (Some(TypeKind::Union(union)), _) => {
                for branch in &union.branches {
                    self.both(&branch.ty, other, depth);
                }
            }
            (_, Some(TypeKind::Union(union))) => {
                for branch in &union.branches {
                    self.both(&Type::Named(id), &branch.ty, depth);
                }
            }
            (Some(TypeKind::Struct(one)), Some(TypeKind::Struct(body))) => {
                if let Type::Named(other) = other {
                    self.structs((id, one), (*other, body), depth);
                }
            }
            // A map has a place for every property.
            (Some(TypeKind::Struct(body)), None)
                if matches!(other, Type::Map(_) | Type::JsonObject | Type::Json) =>
            {
                self.keep(id, body);
            }
            _ => {}
        }
    }

    fn structs(&mut self, one: (TypeId, &'t Struct), other: (TypeId, &'t Struct), depth: usize) {
        let shared: Vec<(&Field, &Field)> = one
            .1
            .fields
            .iter()
            .filter_map(|field| Some((field, named(other.1, &field.name)?)))
            .collect();
        if shared.iter().any(|(one, other)| self.exclude(one, other)) {
            return;
        }
        for (own, (id, body)) in [(other.1, one), (one.1, other)] {
            let knows_more = own
                .fields
                .iter()
                .any(|field| named(body, &field.name).is_none());
            if knows_more && !is_better(self.types, own, body) {
                self.keep(id, body);
            }
        }
        for (one, other) in shared {
            self.both(&one.ty, &other.ty, depth);
        }
    }

    fn keep(&mut self, id: TypeId, body: &Struct) {
        if !body.closed && body.rest.is_none() {
            self.keeping.insert(id);
        }
    }

    /// Whether no value has both properties: one is there in each, and they differ.
    fn exclude(&self, one: &Field, other: &Field) -> bool {
        let is_required = |field: &Field| field.presence == Presence::Required;
        if !is_required(one) && !is_required(other) {
            return false;
        }
        let (values, others) = (
            shape::values(self.types, &one.ty, DEPTH),
            shape::values(self.types, &other.ty, DEPTH),
        );
        if !values.is_empty() && !others.is_empty() {
            return values.iter().all(|value| !others.contains(value));
        }
        let kinds = shape::kinds(self.types, &one.ty);
        let others = shape::kinds(self.types, &other.ty);
        !kinds.is_empty() && !others.is_empty() && !kinds.iter().any(|kind| meets(*kind, &others))
    }

    /// A type without what does not change which properties it has.
    fn inner<'a>(&self, mut ty: &'a Type) -> &'a Type
    where
        't: 'a,
    {
        for _ in 0..DEPTH {
            ty = match ty {
                Type::Option(inner) | Type::Boxed(inner) => inner,
                Type::Named(id) => match self.kind(*id) {
                    Some(TypeKind::Alias(ty)) => ty,
                    _ => return ty,
                },
                _ => return ty,
            };
        }
        ty
    }

    fn kind(&self, id: TypeId) -> Option<&'t TypeKind> {
        self.types.get(id.0).map(|def| &def.kind)
    }

    fn of(&self, ty: &Type) -> Option<&'t TypeKind> {
        match ty {
            Type::Named(id) => self.kind(*id),
            _ => None,
        }
    }
}

fn named<'t>(body: &'t Struct, name: &str) -> Option<&'t Field> {
    body.fields.iter().find(|field| field.name == name)
}

/// Whether a value of both is always read as the first: it must have all that the second must have,
/// and knows all that the second knows.
fn is_better(types: &[TypeDef], one: &Struct, other: &Struct) -> bool {
    let is_there =
        |field: &Field| matches!(field.presence, Presence::Required | Presence::Nullable);
    other.fields.iter().all(|field| {
        let tells = field.presence == Presence::Required
            && !shape::values(types, &field.ty, DEPTH).is_empty();
        !tells && named(one, &field.name).is_some_and(|own| is_there(own) || !is_there(field))
    })
}

/// Whether some value of a JSON type is of one of others.
fn meets(kind: JsonKind, others: &[JsonKind]) -> bool {
    others.iter().any(|other| {
        let pair = [kind, *other];
        kind == *other || (pair.contains(&JsonKind::Integer) && pair.contains(&JsonKind::Number))
    })
}
