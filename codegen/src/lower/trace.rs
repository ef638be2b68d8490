//! What became of each schema, for the map of the document.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::document::SchemaId;
use crate::ir::Type;

use super::context::{Extent, Key, Lowering};
use super::{form, null};

/// What became of the schemas of a document.
#[derive(Debug)]
pub struct Trace {
    /// By schema: beside [`Document::schemas`](crate::document::Document::schemas).
    pub fates: Vec<Fate>,
    /// The schemas that could not be expressed, by pointer. What stands in them may be lost as well.
    pub fallbacks: BTreeMap<String, Fallback>,
}

/// What became of a schema.
#[derive(Clone, Debug, PartialEq)]
pub enum Fate {
    /// It has a type where it stands alone.
    Type(Type),
    /// It has a type only together with others that hold at the same place.
    Together(Type),
    /// It is a part of what this schema became.
    Merged(SchemaId),
    /// It admits null alone: what it stands in may be null.
    Null,
    /// It has no type.
    None,
}

/// Why a schema became any value although it says more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fallback {
    /// Several `anyOf` or `oneOf` hold together.
    SeveralUnions,
    /// Properties without names have several types.
    SeveralRests,
    /// Types without names are nested too deep, or combine in too many ways.
    TooDeep,
    /// Lists or maps that hold nothing but themselves.
    RecursiveAlias,
    /// A union of nothing but itself.
    EndlessUnion,
    /// Rules without a type: they are documented and left to the server.
    Untyped,
}

impl Fallback {
    /// The reason in words.
    pub fn why(self) -> &'static str {
        match self {
            Self::SeveralUnions => "several `anyOf` or `oneOf` hold together",
            Self::SeveralRests => "properties without names have several types",
            Self::TooDeep => "types without names are nested too deep, or combine in too many ways",
            Self::RecursiveAlias => "lists or maps that hold nothing but themselves",
            Self::EndlessUnion => "a union of nothing but itself",
            Self::Untyped => "rules without a type, which are left to the server",
        }
    }
}

/// Tells what became of the schemas, when everything is lowered.
pub(super) fn of(lowering: &mut Lowering<'_>) -> Trace {
    let together = together(lowering);
    let fates = (0..lowering.document.schemas.len())
        .map(|index| fate(lowering, &together, SchemaId(index)))
        .collect();
    Trace {
        fates,
        fallbacks: std::mem::take(&mut lowering.fallbacks),
    }
}

/// By schema the first of the keys in which it holds with others.
fn together(lowering: &Lowering<'_>) -> BTreeMap<SchemaId, Key> {
    let mut keys = BTreeMap::new();
    for key in lowering.memo.keys().filter(|key| key.parts.len() > 1) {
        for part in &key.parts {
            if part.extent == Extent::Whole {
                keys.entry(part.id).or_insert_with(|| key.clone());
            }
        }
    }
    keys
}

fn fate(lowering: &mut Lowering<'_>, together: &BTreeMap<SchemaId, Key>, id: SchemaId) -> Fate {
    let key = Key::whole(id);
    // What is known is looked up, so that this makes no types and finds nothing.
    if lowering.components.contains_key(&id) || lowering.memo.contains_key(&key) {
        return Fate::Type(form::use_of_key(lowering, &key));
    }
    match together.get(&id) {
        Some(key) if key.lead() == id => Fate::Together(form::use_of_key(lowering, key)),
        Some(key) => Fate::Merged(key.lead()),
        None if null::is_null(lowering, id) => Fate::Null,
        None => Fate::None,
    }
}
