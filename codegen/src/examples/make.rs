//! Values made of what the document says of a type.

use serde_json::{Map, Value as Json, json};

use super::admits::Admission;
use super::{ENOUGH, MOST, is_read, texts};
use crate::ir::{
    Api, Constraint, Docs, Field, Presence, Struct, Tuple, Type, TypeId, TypeKind, Union,
};

/// The most items that a list is given because the document wants so many.
const ITEMS: u64 = 32;

/// What is known of the values of all types.
pub(super) struct Maker<'a> {
    api: &'a Api,
    /// The least value of each type, or the document's example of it; none where there is none.
    least: Vec<Option<Json>>,
}

impl<'a> Maker<'a> {
    /// Makes the least value of each type.
    pub(super) fn new(api: &'a Api) -> Self {
        let documented = |(index, definition): (usize, &crate::ir::TypeDef)| {
            let example = definition.docs.example.as_ref()?;
            let fits = is_read(api, TypeId(index), example) && is_short(example, ENOUGH);
            fits.then(|| example.clone())
        };
        let mut maker = Self {
            api,
            least: api.types.iter().enumerate().map(documented).collect(),
        };
        // Each round makes what is made of what the rounds before have made: a type that must hold
        // itself is never reached. Within a round nothing depends on the order.
        loop {
            let missing =
                (0..api.types.len()).filter(|index| maker.least(TypeId(*index)).is_none());
            let made: Vec<(usize, Json)> = missing
                .filter_map(|index| {
                    let value = maker.made(TypeId(index))?;
                    let fits = is_read(api, TypeId(index), &value) && is_short(&value, MOST);
                    fits.then_some((index, value))
                })
                .collect();
            if made.is_empty() {
                return maker;
            }
            for (index, value) in made {
                if let Some(slot) = maker.least.get_mut(index) {
                    *slot = Some(value);
                }
            }
        }
    }

    /// The document's example of a type, or a value with nothing but what it must have.
    pub(super) fn least(&self, id: TypeId) -> Option<&Json> {
        self.least.get(id.0)?.as_ref()
    }

    /// The document's example of a type, or a value that also has the properties of which the document
    /// gives examples, and an item in each list.
    pub(super) fn most(&self, id: TypeId) -> Option<Json> {
        let definition = self.api.types.get(id.0)?;
        let example = definition.docs.example.as_ref();
        if let Some(example) = example.filter(|example| is_read(self.api, id, example)) {
            return Some(example.clone());
        }
        let TypeKind::Struct(structure) = &definition.kind else {
            return None;
        };
        let value = self.structure(structure, Extent::Most)?;
        is_read(self.api, id, &value).then_some(value)
    }

    fn made(&self, id: TypeId) -> Option<Json> {
        let definition = self.api.types.get(id.0)?;
        match &definition.kind {
            TypeKind::Alias(ty) => self.value(ty, &definition.docs, Extent::Least),
            TypeKind::Struct(structure) => self.structure(structure, Extent::Least),
            TypeKind::Enum(values) => Some(values.values.first()?.value.clone()),
            TypeKind::Union(union) => self.union(id, union),
            TypeKind::Constant(value) => Some(value.clone()),
            TypeKind::Tuple(tuple) => self.tuple(tuple),
        }
    }

    fn structure(&self, structure: &Struct, extent: Extent) -> Option<Json> {
        let mut members = Map::new();
        for field in &structure.fields {
            let is_required = matches!(field.presence, Presence::Required | Presence::Nullable);
            let has_example = field.docs.example.is_some();
            if !is_required && (extent == Extent::Least || !has_example) {
                continue;
            }
            match self.field(field, extent) {
                Some(value) => members.insert(field.name.clone(), value),
                None if field.presence == Presence::Nullable => {
                    members.insert(field.name.clone(), Json::Null)
                }
                None if is_required => return None,
                None => continue,
            };
        }
        Some(members.into())
    }

    fn field(&self, field: &Field, extent: Extent) -> Option<Json> {
        let said = [&field.docs.example, &field.docs.default];
        let longest = match extent {
            Extent::Least => ENOUGH / 8,
            Extent::Most => ENOUGH,
        };
        let mut said = said.into_iter().flatten().filter(|value| !value.is_null());
        let said = said.find(|value| {
            Admission::new(self.api).of(&field.ty, value) && is_short(value, longest)
        });
        match said {
            Some(value) => Some(value.clone()),
            None => self.value(&field.ty, &field.docs, extent),
        }
    }

    fn union(&self, id: TypeId, union: &Union) -> Option<Json> {
        union.branches.iter().find_map(|branch| {
            let mut value = self.value(&branch.ty, &branch.docs, Extent::Least)?;
            if let (Some(discriminator), Some(tag)) = (&union.discriminator, branch.tags.first())
                && let Some(members) = value.as_object_mut()
            {
                let tag = Json::from(tag.as_str());
                members.insert(discriminator.property.clone(), tag);
            }
            is_read(self.api, id, &value).then_some(value)
        })
    }

    fn tuple(&self, tuple: &Tuple) -> Option<Json> {
        let docs = Docs::default();
        let places = tuple.items.iter().take(tuple.required);
        let values = places.map(|ty| self.value(ty, &docs, Extent::Least));
        values.collect::<Option<Vec<Json>>>().map(Json::from)
    }

    /// A value of a type of which this is said.
    fn value(&self, ty: &Type, docs: &Docs, extent: Extent) -> Option<Json> {
        Some(match ty {
            Type::Bool => json!(true),
            Type::Int(bits) => texts::integer(&docs.constraints, i32::from(*bits), true),
            Type::Uint(bits) => texts::integer(&docs.constraints, i32::from(*bits), false),
            Type::Float | Type::Double | Type::Number => texts::number(&docs.constraints),
            Type::String | Type::Secret | Type::File => texts::text(&docs.constraints).into(),
            Type::Uuid => json!("3fa85f64-5717-4562-b3fc-2c963f66afa6"),
            Type::DateTime => json!("2024-02-29T09:30:00Z"),
            Type::Date => json!("2024-02-29"),
            Type::Time => json!("09:30:00Z"),
            Type::Chosen(data) => match data.sample {
                Some(text) => json!(text),
                None => return self.value(data.like, docs, extent),
            },
            Type::Ipv4 => json!("192.0.2.1"),
            Type::Ipv6 => json!("2001:db8::1"),
            Type::Base64 => json!("dGV4dA=="),
            Type::Json | Type::JsonObject => json!({}),
            Type::Map(_) => json!({}),
            Type::Null => Json::Null,
            Type::Never => return None,
            Type::Option(inner) => self.value(inner, docs, extent).unwrap_or(Json::Null),
            Type::Boxed(inner) => return self.value(inner, docs, extent),
            Type::Named(id) => return self.least(*id).cloned(),
            Type::Array(item) => return self.array(item, docs, extent),
        })
    }

    fn array(&self, item: &Type, docs: &Docs, extent: Extent) -> Option<Json> {
        let count =
            |wanted: fn(&Constraint) -> Option<u64>| docs.constraints.iter().find_map(wanted);
        let least = count(|constraint| match constraint {
            Constraint::MinItems(least) => Some(*least),
            _ => None,
        });
        let most = count(|constraint| match constraint {
            Constraint::MaxItems(most) => Some(*most),
            _ => None,
        });
        let least = least.unwrap_or(0);
        let wanted = match extent {
            Extent::Least => least,
            Extent::Most => least.max(1).min(most.unwrap_or(1).max(least)),
        };
        let none = Docs::default();
        let value = match wanted {
            0 => None,
            _ => self.value(item, &none, Extent::Least),
        };
        match value {
            Some(value) => {
                let times = usize::try_from(wanted.min(ITEMS)).unwrap_or(0);
                Some(vec![value; times].into())
            }
            // A list may be shorter than the document wants: that is left to the server.
            None => Some(json!([])),
        }
    }
}

/// How much of what is optional a value has.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    Least,
    Most,
}

fn is_short(value: &Json, longest: usize) -> bool {
    value.to_string().len() <= longest
}
