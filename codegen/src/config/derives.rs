//! `derives` and `dependencies`: traits for the types, and the crates that bring them.

use std::fmt;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, MapAccess, Visitor};

use super::Config;

/// The entry of `derives` that is for all types.
pub(crate) const ALL: &str = "*";

/// What the crate depends on: a version alone, or a mapping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dependency {
    /// A requirement of its version, as in `Cargo.toml`: `1`, `^1.2`, `>=1, <3`.
    pub version: String,
    /// The features that are used of it.
    pub features: Vec<String>,
    /// Whether its default features are.
    pub default_features: bool,
}

/// A dependency with more than a version.
#[derive(Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[cfg_attr(test, schemars(rename = "DependencyKeys"))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Keys {
    /// A requirement of its version, as in `Cargo.toml`.
    version: String,
    /// The features that are used of it.
    #[serde(default)]
    features: Vec<String>,
    /// Whether its default features are used; they are when left out.
    #[serde(default = "yes")]
    default_features: bool,
}

fn yes() -> bool {
    true
}

impl<'de> Deserialize<'de> for Dependency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;

        impl<'de> Visitor<'de> for Reader {
            type Value = Dependency;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a version in quotes, or a mapping with `version`")
            }

            fn visit_str<E: Error>(self, version: &str) -> Result<Dependency, E> {
                Ok(Dependency {
                    version: version.to_owned(),
                    features: Vec::new(),
                    default_features: true,
                })
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Dependency, A::Error> {
                let keys = Keys::deserialize(MapAccessDeserializer::new(map))?;
                Ok(Dependency {
                    version: keys.version,
                    features: keys.features,
                    default_features: keys.default_features,
                })
            }
        }

        deserializer.deserialize_any(Reader)
    }
}

impl Config {
    /// What a type derives beside what all do: by its pointer, then what is for all.
    pub(crate) fn derives_of(&self, pointer: &str) -> impl Iterator<Item = &str> {
        let lists = [self.derives.get(pointer), self.derives.get(ALL)];
        lists.into_iter().flatten().flatten().map(String::as_str)
    }
}

/// A path of modules to a derive; `None` when the text is none.
pub(crate) fn path(text: &str) -> Option<syn::Path> {
    let path = syn::parse::Parser::parse_str(syn::Path::parse_mod_style, text).ok()?;
    let is_own = |segment: &syn::PathSegment| {
        ["crate", "self", "super", "Self"]
            .iter()
            .any(|word| segment.ident == word)
    };
    (!path.segments.iter().any(is_own)).then_some(path)
}

#[cfg(test)]
impl schemars::JsonSchema for Dependency {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Dependency".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let keys = generator.subschema_for::<Keys>();
        let description = "What the crate depends on: a version alone, or a mapping.";
        let version = schemars::json_schema!({"type": "string", "description": "A version."});
        schemars::json_schema!({"description": description, "anyOf": [version, keys]})
    }
}
