//! Whether a type is sure to read a value. It follows how the runtime reads, and says no in doubt.

use serde_json::{Number, Value as Json};

use super::formats;
use crate::config::Format;
use crate::ir::{
    Api, Branch, Enum, JsonKind, Presence, Shape, Struct, Tuple, Type, TypeId, TypeKind, Union,
};

/// How many parts of values are looked at, and how deep: unions within unions could be tried for
/// ever.
const BUDGET: usize = 20_000;
const DEPTH: usize = 48;

/// The question, while it is being answered.
pub(super) struct Admission<'a> {
    api: &'a Api,
    budget: usize,
    depth: usize,
}

impl<'a> Admission<'a> {
    pub(super) fn new(api: &'a Api) -> Self {
        Self {
            api,
            budget: BUDGET,
            depth: 0,
        }
    }

    /// For a use of a type.
    pub(super) fn of(&mut self, ty: &Type, value: &Json) -> bool {
        if self.budget == 0 || self.depth > DEPTH {
            return false;
        }
        self.budget -= 1;
        self.depth += 1;
        let admitted = self.of_type(ty, value);
        self.depth -= 1;
        admitted
    }

    fn of_type(&mut self, ty: &Type, value: &Json) -> bool {
        let text = value.as_str();
        match ty {
            Type::Bool => value.is_boolean(),
            Type::Int(bits) => value.as_i64().is_some_and(|number| {
                let beyond = 64 - u32::from(*bits).min(64);
                number << beyond >> beyond == number
            }),
            Type::Uint(bits) => value.as_u64().is_some_and(|number| {
                let beyond = 64 - u32::from(*bits).min(64);
                number << beyond >> beyond == number
            }),
            Type::Float | Type::Double | Type::Number => value.is_number(),
            Type::String | Type::Secret | Type::File => text.is_some(),
            Type::Uuid => text.is_some_and(formats::is_uuid),
            Type::DateTime => text.is_some_and(formats::is_date_time),
            Type::Date => text.is_some_and(formats::is_date),
            Type::Time => text.is_some_and(formats::is_time),
            Type::Chosen(data) => {
                let is_read = match (data.choice, value) {
                    (Format::RustDecimal, Json::Number(number)) => {
                        formats::is_decimal(&number.to_string())
                    }
                    (Format::RustDecimal, _) => text.is_some_and(formats::is_decimal),
                    (Format::Url, _) => text.is_some_and(formats::is_url),
                    _ => true,
                };
                is_read && self.of(data.like, value)
            }
            Type::Ipv4 => text.is_some_and(|text| text.parse::<std::net::Ipv4Addr>().is_ok()),
            Type::Ipv6 => text.is_some_and(|text| text.parse::<std::net::Ipv6Addr>().is_ok()),
            Type::Base64 => text.is_some_and(formats::is_base64),
            Type::Json => true,
            Type::JsonObject => value.is_object(),
            Type::Null => value.is_null(),
            Type::Never => false,
            Type::Option(inner) => value.is_null() || self.of(inner, value),
            Type::Boxed(inner) => self.of(inner, value),
            Type::Array(item) => value
                .as_array()
                .is_some_and(|items| items.iter().all(|value| self.of(item, value))),
            Type::Map(inner) => value
                .as_object()
                .is_some_and(|members| members.values().all(|value| self.of(inner, value))),
            Type::Named(id) => self.named(*id, value),
        }
    }

    /// For a type with a name.
    pub(super) fn named(&mut self, id: TypeId, value: &Json) -> bool {
        let Some(definition) = self.api.types.get(id.0) else {
            return false;
        };
        match &definition.kind {
            TypeKind::Alias(ty) => self.of(ty, value),
            TypeKind::Struct(structure) => self.structure(structure, value),
            TypeKind::Enum(values) => is_of_enum(values, value),
            TypeKind::Union(union) => self.union(union, value),
            TypeKind::Constant(constant) => constant == value,
            TypeKind::Tuple(tuple) => self.tuple(tuple, value),
        }
    }

    fn structure(&mut self, structure: &Struct, value: &Json) -> bool {
        let Json::Object(members) = value else {
            return false;
        };
        let fields = structure.fields.iter().all(|field| {
            let may_be_null = field.presence != Presence::Required;
            match (members.get(&field.name), field.presence) {
                (None, Presence::Required | Presence::Nullable) => false,
                (None, _) => true,
                (Some(Json::Null), _) if may_be_null => true,
                (Some(value), _) => self.of(&field.ty, value),
            }
        });
        let Some(rest) = &structure.rest else {
            return fields;
        };
        let is_known = |name: &String| structure.fields.iter().any(|field| field.name == *name);
        fields
            && members
                .iter()
                .filter(|(name, _)| !is_known(name))
                .all(|(_, value)| self.of(rest, value))
    }

    fn tuple(&mut self, tuple: &Tuple, value: &Json) -> bool {
        let Json::Array(values) = value else {
            return false;
        };
        let places = tuple.items.len();
        values.len() >= tuple.required
            && (values.len() <= places || tuple.rest.is_some())
            && (!tuple.is_fixed() || values.len() == places)
            && values.iter().enumerate().all(|(place, value)| {
                let ty = tuple.items.get(place).or(tuple.rest.as_ref());
                ty.is_some_and(|ty| self.of(ty, value))
            })
    }

    fn union(&mut self, union: &Union, value: &Json) -> bool {
        if let Some(discriminator) = &union.discriminator {
            let tag = value.get(&discriminator.property).and_then(Json::as_str);
            let chosen = tag.and_then(|tag| {
                let mut branches = union.branches.iter();
                branches.find(|branch| branch.tags.iter().any(|known| known == tag))
            });
            return chosen.is_some_and(|branch| self.of(&branch.ty, value));
        }
        let branches = union.branches.iter();
        let mut fitting = branches.filter(|branch| fits(&branch.shape, value));
        fitting.any(|branch: &Branch| self.of(&branch.ty, value))
    }
}

fn is_of_enum(values: &Enum, value: &Json) -> bool {
    values.values.iter().any(|known| known.value == *value)
}

/// Whether a branch is tried for a value.
fn fits(shape: &Shape, value: &Json) -> bool {
    let is_among = |values: &[Json], value: &Json| {
        // Lists and objects do not tell branches apart.
        let tells = values
            .iter()
            .all(|known| !known.is_array() && !known.is_object());
        !tells || values.is_empty() || values.contains(value)
    };
    let kind = |kind: &JsonKind| match (kind, value) {
        (JsonKind::Null, Json::Null)
        | (JsonKind::Boolean, Json::Bool(_))
        | (JsonKind::Number, Json::Number(_))
        | (JsonKind::String, Json::String(_))
        | (JsonKind::Array, Json::Array(_))
        | (JsonKind::Object, Json::Object(_)) => true,
        (JsonKind::Integer, Json::Number(number)) => is_integer(number),
        _ => false,
    };
    let kinds = shape.kinds.is_empty() || shape.kinds.iter().any(kind);
    if !kinds || !is_among(&shape.values, value) {
        return false;
    }
    let Json::Object(members) = value else {
        return true;
    };
    shape.required.iter().all(|name| members.contains_key(name))
        && shape.constants.iter().all(|(name, values)| {
            let value = members.get(name);
            value.is_none_or(|value| is_among(values, value))
        })
}

fn is_integer(number: &Number) -> bool {
    number.is_i64() || number.is_u64()
}
