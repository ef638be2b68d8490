//! The derives that the configuration adds to types.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, structs};
use crate::config::derive_path;
use crate::ir::{EnumBase, TypeDef, TypeKind};

/// What every type has.
const HAS: &[&str] = &["Clone", "Debug", "PartialEq", "Serialize", "Deserialize"];

/// The attributes of a type: what is derived beside what it has anyway.
pub(super) fn derives(context: Context<'_>, definition: &TypeDef) -> Option<TokenStream> {
    let mut names: Vec<&str> = Vec::new();
    for name in context.config.derives_of(&definition.at.pointer) {
        if !names.contains(&name) && !has(context, definition, name) {
            names.push(name);
        }
    }
    if names.is_empty() {
        return None;
    }
    let paths = names.iter().filter_map(|name| {
        let path = derive_path(name)?;
        let is_elsewhere = path.segments.len() > 1 && path.leading_colon.is_none();
        let colons = is_elsewhere.then(|| quote!(::));
        Some(quote!(#colons #path))
    });
    Some(quote!(#[derive(#(#paths),*)]))
}

/// What clippy is told of the file of types: objects compare themselves, field by field, as what is
/// derived does.
pub(super) fn allow(context: Context<'_>) -> Option<TokenStream> {
    let mut names = context.config.derives.values().flatten();
    names
        .any(|name| trait_of(name) == Some("Hash"))
        .then(|| quote!(#![allow(clippy::derived_hash_with_manual_eq)]))
}

/// Whether the type has a derive without being told.
fn has(context: Context<'_>, definition: &TypeDef, name: &str) -> bool {
    let more: &[&str] = match &definition.kind {
        TypeKind::Enum(values) => match values.base {
            EnumBase::String => &["Eq", "Hash"],
            EnumBase::Integer => &["Copy", "Eq", "Hash"],
        },
        TypeKind::Constant(_) => &["Copy", "Default", "Eq", "Hash"],
        TypeKind::Struct(structure) if structs::has_default(context, definition, structure) => {
            &["Default"]
        }
        _ => &[],
    };
    trait_of(name).is_some_and(|name| HAS.contains(&name) || more.contains(&name))
}

/// The trait of Rust or serde that a path names; `None` for those of other crates.
fn trait_of(path: &str) -> Option<&str> {
    let path = path.trim_start_matches("::");
    match path.rsplit_once("::") {
        None => Some(path),
        Some((way, name)) => {
            let way = way.split("::").next()?;
            ["std", "core", "serde"]
                .contains(&way.trim())
                .then_some(name)
        }
    }
}
