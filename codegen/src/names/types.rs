//! Types, and their fields and variants.

use super::scope::Claim;
use super::words::Case;
use super::{Member, Name, TypeNames, identifiers, reserved};
use crate::config::Config;
use crate::ir::{Api, TypeDef, TypeKind};
use crate::source::{location, pointer};

pub(super) fn types(api: &Api, config: &Config) -> Vec<TypeNames> {
    let origins: Vec<Option<String>> = api
        .types
        .iter()
        .map(|definition| location::origin(&definition.at.pointer))
        .collect();
    let claims: Vec<Claim<'_>> = api
        .types
        .iter()
        .zip(&origins)
        .map(|(definition, origin)| {
            let origin = |usual| origin.as_deref().unwrap_or(usual);
            let pointer = &definition.at.pointer;
            match config.names.get(pointer) {
                Some(name) => Claim::new(name, Case::Type, origin("Model"), pointer, 0),
                None if definition.hint.len() == 1 => {
                    let text = definition.hint.join(" ");
                    Claim::new(text, Case::Type, origin("Model"), pointer, 1)
                }
                None => Claim::new(
                    in_line(definition, config),
                    Case::Type,
                    origin("Inline"),
                    pointer,
                    2,
                ),
            }
        })
        .collect();
    let names = identifiers(&claims, reserved::TYPES);
    names
        .into_iter()
        .zip(&api.types)
        .map(|(name, definition)| {
            let (members, rest) = members(definition, config);
            TypeNames {
                name,
                members,
                rest,
            }
        })
        .collect()
}

/// The text for an in-line type: the component that it stands in, as that is called, and the way.
fn in_line(definition: &TypeDef, config: &Config) -> String {
    let mut hint = definition.hint.clone();
    if let Some(first) = hint.first_mut() {
        let component = pointer::push("#/components/schemas", first);
        if let Some(name) = config.names.get(&component) {
            first.clone_from(name);
        }
    }
    hint.join(" ")
}

fn members(definition: &TypeDef, config: &Config) -> (Vec<Member>, Name) {
    match &definition.kind {
        TypeKind::Struct(structure) => {
            let texts = structure.fields.iter().map(|field| {
                config
                    .names
                    .get(&field.at.pointer)
                    .map_or(field.name.as_str(), String::as_str)
            });
            let claims = |kind: &'static str| -> Vec<Claim<'_>> {
                texts
                    .clone()
                    .zip(&structure.fields)
                    .map(|(text, field)| Claim::new(text, Case::Value, kind, &field.name, 1))
                    .chain([Claim::new(
                        "additional_properties",
                        Case::Value,
                        "map",
                        "",
                        2,
                    )])
                    .collect()
            };
            let mut fields = identifiers(&claims("field"), &[]);
            // A setter is called like its field, unless some field's name is taken there.
            let clash = |name: &Name| reserved::SETTERS.contains(&name.bare());
            let setters = if fields.iter().any(clash) {
                identifiers(&claims("value"), reserved::SETTERS)
            } else {
                fields.clone()
            };
            let rest = fields
                .pop()
                .unwrap_or_else(|| Name::new("additional_properties"));
            let members = fields.into_iter().zip(setters);
            (
                members
                    .map(|(name, setter)| Member { name, setter })
                    .collect(),
                rest,
            )
        }
        TypeKind::Enum(values) => {
            let texts = values.values.iter().enumerate().map(|(index, value)| {
                let text = match &value.value {
                    serde_json::Value::String(text) => text.clone(),
                    other => other.to_string(),
                };
                let pointer = format!("{}/enum/{index}", definition.at.pointer);
                (config.names.get(&pointer).unwrap_or(&text).clone(), text)
            });
            variants(texts.collect(), "Value")
        }
        TypeKind::Union(union) => {
            let texts = union.branches.iter().enumerate();
            variants(
                texts
                    .map(|(index, branch)| (branch.hint.join(" "), format!("{index:06}")))
                    .collect(),
                "Branch",
            )
        }
        _ => (Vec::new(), Name::new("additional_properties")),
    }
}

/// Variants by text and identity. `Unknown` is for what this version does not know.
fn variants(texts: Vec<(String, String)>, kind: &str) -> (Vec<Member>, Name) {
    let claims: Vec<Claim<'_>> = texts
        .iter()
        .map(|(text, identity)| Claim::new(text, Case::Type, kind, identity, 1))
        .collect();
    let names = identifiers(&claims, &["Unknown", "Self"]);
    let members = names
        .into_iter()
        .map(|name| Member {
            setter: name.clone(),
            name,
        })
        .collect();
    (members, Name::new("additional_properties"))
}
