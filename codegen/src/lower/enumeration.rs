//! Values that are spelled out.

use serde_json::Value as Json;

use crate::ir::{Enum, EnumBase, EnumValue, JsonKind, Type};

use super::context::Lowering;
use super::form::{self, Form};
use super::union;
use super::view::View;

/// The JSON type of a value.
pub(super) fn kind(value: &Json) -> JsonKind {
    match value {
        Json::Null => JsonKind::Null,
        Json::Bool(_) => JsonKind::Boolean,
        Json::Number(number) if number.is_i64() || number.is_u64() => JsonKind::Integer,
        Json::Number(_) => JsonKind::Number,
        Json::String(_) => JsonKind::String,
        Json::Array(_) => JsonKind::Array,
        Json::Object(_) => JsonKind::Object,
    }
}

/// The base of an enum that holds a value.
pub(super) fn base(value: &Json) -> Option<EnumBase> {
    match value {
        Json::String(_) => Some(EnumBase::String),
        Json::Number(number) if number.is_i64() => Some(EnumBase::Integer),
        _ => None,
    }
}

/// An enum of values that are all of one base.
pub(super) fn uniform(values: &[(Json, Option<String>)]) -> Option<Enum> {
    let base = base(&values.first()?.0)?;
    let mut distinct: Vec<EnumValue> = Vec::with_capacity(values.len());
    for (value, description) in values {
        if self::base(value) != Some(base) {
            return None;
        }
        match distinct.iter_mut().find(|known| known.value == *value) {
            Some(known) => {
                known.description = known.description.take().or_else(|| description.clone())
            }
            None => distinct.push(EnumValue {
                value: value.clone(),
                description: description.clone(),
            }),
        }
    }
    Some(Enum {
        base,
        values: distinct,
    })
}

/// An `enum`.
pub(super) fn form(lowering: &mut Lowering<'_>, view: &View) -> Form {
    let values = view.values.clone().unwrap_or_default();
    if values.is_empty() {
        return Form::Plain(Type::Null);
    }
    if let Some(values) = uniform(&values) {
        return Form::Enum(values);
    }
    let mut kinds: Vec<JsonKind> = Vec::new();
    for (value, _) in &values {
        let kind = kind(value);
        if !kinds.contains(&kind) {
            kinds.push(kind);
        }
    }
    if kinds.contains(&JsonKind::Number) {
        kinds.retain(|kind| *kind != JsonKind::Integer);
    }
    match kinds.as_slice() {
        [JsonKind::Boolean] => Form::Plain(Type::Bool),
        [JsonKind::Integer] => Form::Plain(Type::Number),
        [JsonKind::Number] => Form::Plain(Type::Double),
        [kind @ (JsonKind::Array | JsonKind::Object)] => {
            compounds(lowering, view.clone(), &values, *kind)
        }
        several => union::of_kinds(lowering, view, several),
    }
}

/// Lists, or mappings: what all of them are; the values are documented.
fn compounds(
    lowering: &mut Lowering<'_>,
    mut view: View,
    values: &[(Json, Option<String>)],
    kind: JsonKind,
) -> Form {
    if view.items.is_empty()
        && view.prefix.is_empty()
        && let Some(item) = item(values)
    {
        return Form::Plain(Type::Array(Box::new(item)));
    }
    let is_named = |name: &String| view.properties.contains_key(name);
    let mut objects = values.iter().filter_map(|(value, _)| value.as_object());
    if !objects.all(|object| object.keys().all(is_named)) && view.rest.is_empty() {
        return Form::Plain(Type::JsonObject);
    }
    view.values = None;
    view.kinds = Some(vec![kind]);
    form::of_kinds(lowering, view)
}

/// The type of the items of lists of scalars.
fn item(values: &[(Json, Option<String>)]) -> Option<Type> {
    let mut items = values
        .iter()
        .filter_map(|(value, _)| value.as_array())
        .flatten()
        .map(|item| match item {
            Json::Bool(_) => Some(Type::Bool),
            Json::String(_) => Some(Type::String),
            Json::Number(number) if number.is_i64() => Some(Type::Int(64)),
            Json::Number(number) if number.is_f64() => Some(Type::Double),
            _ => None,
        });
    let first = items.next()??;
    items
        .all(|item| item.as_ref() == Some(&first))
        .then_some(first)
}
