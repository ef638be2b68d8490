//! What can be seen of a value without reading it whole, for each branch of a union.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use crate::ir::{
    EnumBase, JsonKind, Presence, Shape, Struct, Type, TypeDef, TypeId, TypeKind, Union,
};

use super::context::DEPTH;
use super::enumeration;

/// Fills in the shapes of all branches.
pub(super) fn fill(types: &mut [TypeDef]) {
    let mut known = Known::new();
    for index in 0..types.len() {
        let Some(TypeKind::Union(union)) = types.get(index).map(|def| &def.kind) else {
            continue;
        };
        let mut shapes: Vec<Shape> = union
            .branches
            .iter()
            .map(|branch| of_type(types, &branch.ty, &mut known, DEPTH))
            .collect();
        telling_enums(&mut shapes);
        let property = union.discriminator.as_ref().map(|told| &told.property);
        let optional: Vec<bool> = union
            .branches
            .iter()
            .map(|branch| property.is_some_and(|name| may_lack(types, &branch.ty, name, DEPTH)))
            .collect();
        let Some(TypeKind::Union(union)) = types.get_mut(index).map(|def| &mut def.kind) else {
            continue;
        };
        for ((branch, shape), optional) in union.branches.iter_mut().zip(shapes).zip(optional) {
            branch.shape = shape;
            branch.optional_tag = optional;
        }
    }
}

/// Whether a type declares a property and does not require it.
fn may_lack(types: &[TypeDef], ty: &Type, property: &str, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else {
        return false;
    };
    let id = match ty {
        Type::Boxed(inner) => return may_lack(types, inner, property, depth),
        Type::Named(id) => id,
        _ => return false,
    };
    match types.get(id.0).map(|def| &def.kind) {
        Some(TypeKind::Alias(ty)) => may_lack(types, ty, property, depth),
        Some(TypeKind::Struct(body)) => body.fields.iter().any(|field| {
            let is_optional = matches!(
                field.presence,
                Presence::Optional | Presence::OptionalNullable
            );
            field.name == property && is_optional
        }),
        Some(TypeKind::Union(union)) => {
            let mut branches = union.branches.iter();
            branches.all(|branch| may_lack(types, &branch.ty, property, depth))
        }
        _ => false,
    }
}

/// The JSON types of a type's values; none when any.
pub(super) fn kinds(types: &[TypeDef], ty: &Type) -> Vec<JsonKind> {
    of_type(types, ty, &mut Known::new(), DEPTH).kinds
}

/// The shapes of named types that were seen.
type Known = BTreeMap<TypeId, Shape>;

fn of_kind(kind: JsonKind) -> Shape {
    Shape {
        kinds: vec![kind],
        ..Shape::default()
    }
}

fn of_type(types: &[TypeDef], ty: &Type, known: &mut Known, depth: usize) -> Shape {
    match ty {
        Type::Bool => of_kind(JsonKind::Boolean),
        Type::Int(_) | Type::Uint(_) => of_kind(JsonKind::Integer),
        Type::Float | Type::Double | Type::Number => of_kind(JsonKind::Number),
        Type::String
        | Type::Secret
        | Type::Uuid
        | Type::DateTime
        | Type::Date
        | Type::Time
        | Type::Ipv4
        | Type::Ipv6
        | Type::Base64
        | Type::File => of_kind(JsonKind::String),
        Type::Chosen(data) => of_kind(data.kind),
        Type::Json | Type::Never => Shape::default(),
        Type::JsonObject | Type::Map(_) => of_kind(JsonKind::Object),
        Type::Null => of_kind(JsonKind::Null),
        Type::Array(_) => of_kind(JsonKind::Array),
        Type::Boxed(inner) => of_type(types, inner, known, depth),
        Type::Option(inner) => {
            let mut shape = of_type(types, inner, known, depth);
            if !shape.kinds.is_empty() {
                shape.kinds.push(JsonKind::Null);
            }
            shape
        }
        Type::Named(id) => match depth.checked_sub(1) {
            Some(depth) => {
                if let Some(shape) = known.get(id) {
                    return shape.clone();
                }
                // Within itself, a type shows nothing.
                known.insert(*id, Shape::default());
                let shape = of_named(types, *id, known, depth);
                known.insert(*id, shape.clone());
                shape
            }
            None => Shape::default(),
        },
    }
}

fn of_named(types: &[TypeDef], id: TypeId, known: &mut Known, depth: usize) -> Shape {
    match types.get(id.0).map(|def| &def.kind) {
        Some(TypeKind::Alias(ty)) => of_type(types, ty, known, depth),
        Some(TypeKind::Struct(body)) => of_struct(types, body, depth),
        Some(TypeKind::Enum(body)) => {
            let kind = match body.base {
                EnumBase::String => JsonKind::String,
                EnumBase::Integer => JsonKind::Integer,
            };
            let values = body
                .values
                .iter()
                .map(|value| value.value.clone())
                .collect();
            Shape {
                values,
                ..of_kind(kind)
            }
        }
        Some(TypeKind::Union(union)) => of_union(types, union, known, depth),
        Some(TypeKind::Constant(value)) => Shape {
            values: vec![value.clone()],
            ..of_kind(enumeration::kind(value))
        },
        Some(TypeKind::Tuple(_)) => of_kind(JsonKind::Array),
        None => Shape::default(),
    }
}

fn of_struct(types: &[TypeDef], body: &Struct, depth: usize) -> Shape {
    let mut shape = of_kind(JsonKind::Object);
    shape.closed = body.closed && body.rest.is_none();
    for field in &body.fields {
        shape.known.push(field.name.clone());
        if matches!(field.presence, Presence::Required | Presence::Nullable) {
            shape.required.push(field.name.clone());
        }
        let values = values(types, &field.ty, depth);
        if !values.is_empty() && field.presence == Presence::Required {
            shape.constants.push((field.name.clone(), values));
        }
    }
    shape
}

/// The values that a scalar type spells out.
pub(super) fn values(types: &[TypeDef], ty: &Type, depth: usize) -> Vec<Json> {
    let Some(depth) = depth.checked_sub(1) else {
        return Vec::new();
    };
    let Type::Named(id) = ty else {
        return Vec::new();
    };
    match types.get(id.0).map(|def| &def.kind) {
        Some(TypeKind::Alias(ty)) => values(types, ty, depth),
        Some(TypeKind::Constant(value)) if !value.is_array() && !value.is_object() => {
            vec![value.clone()]
        }
        Some(TypeKind::Enum(body)) => body
            .values
            .iter()
            .map(|value| value.value.clone())
            .collect(),
        _ => Vec::new(),
    }
}

/// What all branches have in common.
fn of_union(types: &[TypeDef], union: &Union, known: &mut Known, depth: usize) -> Shape {
    let mut shapes = union
        .branches
        .iter()
        .map(|branch| of_type(types, &branch.ty, known, depth));
    let Some(mut shape) = shapes.next() else {
        return Shape::default();
    };
    shape.constants.clear();
    for other in shapes {
        if shape.kinds.is_empty() || other.kinds.is_empty() {
            shape.kinds.clear();
        } else {
            let more = other
                .kinds
                .iter()
                .filter(|kind| !shape.kinds.contains(kind))
                .copied();
            let more: Vec<_> = more.collect();
            shape.kinds.extend(more);
        }
        shape.closed &= other.closed;
        shape.required.retain(|name| other.required.contains(name));
        let more = other
            .known
            .into_iter()
            .filter(|name| !shape.known.contains(name));
        let more: Vec<_> = more.collect();
        shape.known.extend(more);
        if shape.values.is_empty() || other.values.is_empty() {
            shape.values.clear();
        } else {
            shape.values.extend(other.values);
        }
    }
    shape
}

/// An enum of several values counts only where each branch has its own: a value from a newer server
/// must not shut a branch that it does not tell apart.
fn telling_enums(shapes: &mut [Shape]) {
    let all = shapes.to_vec();
    for (index, shape) in shapes.iter_mut().enumerate() {
        shape.constants.retain(|(name, values)| {
            values.len() == 1
                || all
                    .iter()
                    .enumerate()
                    .filter(|(other, _)| *other != index)
                    .all(|(_, other)| {
                        let own = other.constants.iter().find(|(known, _)| known == name);
                        own.is_some_and(|(_, others)| {
                            others.iter().all(|value| !values.contains(value))
                        })
                    })
        });
    }
}
