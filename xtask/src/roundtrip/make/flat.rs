//! A schema with everything that holds at its place, choices left open.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::roundtrip::schemas::Schemas;

/// How many references and `allOf` are followed.
const DEPTH: usize = 32;

/// What holds at one place.
#[derive(Clone, Debug, Default)]
pub(super) struct Flat {
    /// Nothing is valid.
    pub(super) never: bool,
    /// `type`, when it is said.
    pub(super) types: Option<Vec<String>>,
    /// `enum` and `const`.
    pub(super) values: Option<Vec<Value>>,
    /// The properties, each with all that is said of it.
    pub(super) properties: Vec<(String, Vec<Value>)>,
    pub(super) required: BTreeSet<String>,
    pub(super) additional: Option<Value>,
    pub(super) patterns: Vec<(String, Value)>,
    pub(super) items: Vec<Value>,
    pub(super) prefix: Vec<Value>,
    pub(super) unions: Vec<Choice>,
    /// The references that were followed: what holds once need not be said again.
    pub(super) followed: BTreeSet<String>,
    /// Everything else, the last word on each keyword.
    pub(super) rules: Map<String, Value>,
}

/// An `anyOf` or `oneOf`.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    pub(super) branches: Vec<Value>,
    discriminator: Option<Value>,
    keyword: &'static str,
}

impl Choice {
    /// Whether a value may be one of several branches.
    pub(super) fn may_hold_together(&self) -> bool {
        self.keyword == "anyOf" && self.branches.len() > 1
    }

    /// The discriminator's property and value for a branch, when a mapping or its name says it.
    pub(super) fn tag(&self, branch: &Value) -> Option<(String, String)> {
        let told = self.discriminator.as_ref()?;
        let property = told.get("propertyName")?.as_str()?.to_owned();
        let reference = branch.get("$ref")?.as_str()?;
        let name = reference.rsplit('/').next()?;
        let mapping = told.get("mapping").and_then(Value::as_object);
        let mapped = mapping.into_iter().flatten().find(|(_, target)| {
            target.as_str() == Some(reference) || target.as_str() == Some(name)
        });
        let tag = mapped.map_or(name, |(tag, _)| tag.as_str());
        Some((property, tag.to_owned()))
    }
}

impl Flat {
    /// The JSON types, by the keywords when they are not named; none when any will do.
    pub(super) fn kinds(&self) -> Vec<String> {
        if let Some(types) = &self.types {
            return types.clone();
        }
        let said = |names: &[&str]| names.iter().any(|name| self.rules.contains_key(*name));
        let kind = if !self.properties.is_empty()
            || !self.required.is_empty()
            || !self.patterns.is_empty()
            || self.additional.is_some()
            || said(&["minProperties", "propertyNames", "dependentRequired"])
        {
            "object"
        } else if !self.items.is_empty()
            || !self.prefix.is_empty()
            || said(&["minItems", "contains", "uniqueItems"])
        {
            "array"
        } else if said(&["pattern", "minLength", "maxLength", "contentEncoding"]) {
            "string"
        } else if said(&[
            "minimum",
            "maximum",
            "multipleOf",
            "exclusiveMinimum",
            "exclusiveMaximum",
        ]) {
            "number"
        } else {
            return Vec::new();
        };
        vec![kind.to_owned()]
    }

    /// A count among the rules.
    pub(super) fn count(&self, name: &str) -> Option<usize> {
        let count = self.rules.get(name)?.as_u64()?;
        usize::try_from(count).ok()
    }

    /// A number among the rules.
    pub(super) fn number(&self, name: &str) -> Option<f64> {
        self.rules.get(name)?.as_f64()
    }

    /// A text among the rules.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.rules.get(name)?.as_str()
    }
}

/// Adds what a schema says, references and `allOf` included.
pub(super) fn flatten(schemas: &Schemas, schema: &Value, flat: &mut Flat, depth: usize) {
    let members = match schema {
        Value::Bool(false) => {
            flat.never = true;
            return;
        }
        Value::Object(members) if depth < DEPTH => members,
        _ => return,
    };
    for key in ["$ref", "$dynamicRef"] {
        let target = members.get(key).and_then(Value::as_str);
        let target = target.filter(|target| flat.followed.insert((*target).to_owned()));
        if let Some(target) = target.and_then(|target| schemas.at(&decoded(target))) {
            flatten(schemas, target, flat, depth + 1);
        }
    }
    for branch in list(members, "allOf") {
        flatten(schemas, branch, flat, depth + 1);
    }
    for key in ["anyOf", "oneOf"] {
        let branches = list(members, key);
        if !branches.is_empty() {
            flat.unions.push(Choice {
                branches: branches.to_vec(),
                discriminator: members.get("discriminator").cloned(),
                keyword: key,
            });
        }
    }
    types(members, flat);
    values(members, flat);
    objects(members, flat);
    flat.prefix
        .extend(list(members, "prefixItems").iter().cloned());
    flat.items.extend(members.get("items").cloned());
    for (key, value) in members {
        flat.rules.insert(key.clone(), value.clone());
    }
}

fn decoded(reference: &str) -> String {
    percent_encoding::percent_decode_str(reference)
        .decode_utf8_lossy()
        .into_owned()
}

fn list<'v>(members: &'v Map<String, Value>, key: &str) -> &'v [Value] {
    let list = members.get(key).and_then(Value::as_array);
    list.map_or(&[], Vec::as_slice)
}

fn types(members: &Map<String, Value>, flat: &mut Flat) {
    let own: Vec<String> = match members.get("type") {
        Some(Value::String(kind)) => vec![kind.clone()],
        Some(Value::Array(kinds)) => {
            let kinds = kinds.iter().filter_map(Value::as_str);
            kinds.map(str::to_owned).collect()
        }
        _ => return,
    };
    let both = match flat.types.take() {
        None => own,
        Some(before) => {
            let narrow = |kind: &String| {
                let integer = kind == "integer" && before.iter().any(|other| other == "number");
                before.contains(kind) || integer
            };
            let mut both: Vec<String> = own.iter().filter(|kind| narrow(kind)).cloned().collect();
            if both.is_empty() && before.iter().any(|kind| kind == "integer") {
                both.push("integer".to_owned());
            }
            both
        }
    };
    flat.never |= both.is_empty();
    flat.types = Some(both);
}

fn values(members: &Map<String, Value>, flat: &mut Flat) {
    let constant = members.get("const").map(std::slice::from_ref);
    let listed = members.get("enum").and_then(Value::as_array);
    for own in constant.into_iter().chain(listed.map(Vec::as_slice)) {
        flat.values = Some(match flat.values.take() {
            None => own.to_vec(),
            Some(before) => {
                let both = before.into_iter().filter(|value| own.contains(value));
                both.collect()
            }
        });
    }
    flat.never |= flat.values.as_ref().is_some_and(Vec::is_empty);
}

fn objects(members: &Map<String, Value>, flat: &mut Flat) {
    let map = |key: &str| {
        members
            .get(key)
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
    };
    for (name, schema) in map("properties") {
        match flat.properties.iter_mut().find(|(known, _)| known == name) {
            Some((_, schemas)) => schemas.push(schema.clone()),
            None => flat.properties.push((name.clone(), vec![schema.clone()])),
        }
    }
    for name in list(members, "required") {
        flat.required.extend(name.as_str().map(str::to_owned));
    }
    for (pattern, schema) in map("patternProperties") {
        flat.patterns.push((pattern.clone(), schema.clone()));
    }
    for key in ["additionalProperties", "unevaluatedProperties"] {
        match members.get(key) {
            Some(Value::Bool(false)) | None => {}
            Some(schema) => flat.additional = Some(schema.clone()),
        }
    }
}
