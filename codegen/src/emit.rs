//! An API and its names become Rust, as tokens. It cannot fail, and it knows nothing of OpenAPI.

mod answers;
mod client;
mod crate_root;
mod depth;
mod derives;
mod docs;
mod enums;
mod examples;
mod incoming;
pub(crate) mod items;
mod lints;
mod manifest;
mod mock;
mod operations;
mod readme;
mod sizes;
mod structs;
pub(crate) mod surface;
mod tuples;
mod type_definitions;
mod types;
mod unions;

pub(crate) use manifest::{crate_name, is_own_dependency};

use std::ops::Range;

use proc_macro2::TokenStream;
use quote::quote;

use crate::config::Config;
use crate::ir::{Api, Type, TypeDef, TypeId, TypeKind};
use crate::names::Names;

/// A file of the client.
#[derive(Debug)]
pub(crate) enum Content {
    /// Rust.
    Rust(TokenStream),
    /// TOML.
    Toml(String),
    /// Markdown.
    Markdown(String),
}

/// What every part of the emitter reads.
#[derive(Clone, Copy)]
struct Context<'a> {
    api: &'a Api,
    names: &'a Names,
    config: &'a Config,
    home: Home,
}

/// Where the text stands that names a type.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Home {
    /// In `src/types.rs`, beside all named types.
    Types,
    /// In another file.
    Elsewhere,
}

impl<'a> Context<'a> {
    fn at(self, home: Home) -> Self {
        Self { home, ..self }
    }

    fn definition(self, id: TypeId) -> Option<&'a TypeDef> {
        self.api.types.get(id.0)
    }

    /// The condition under which a type is there: a feature of those tags that use it.
    fn gate(self, definition: &TypeDef) -> Option<TokenStream> {
        let users = &definition.only_for;
        if users.is_empty() || !self.has_features() {
            return None;
        }
        let features: Vec<&str> = users
            .iter()
            .filter_map(|group| self.names.groups.get(*group))
            .map(|group| group.feature.as_str())
            .collect();
        Some(match features.as_slice() {
            [only] => quote!(#[cfg(feature = #only)]),
            _ => quote!(#[cfg(any(#(feature = #features),*))]),
        })
    }

    /// Whether tags are features: where there is but one, nobody would leave it out.
    fn has_features(self) -> bool {
        self.names.groups.len() > 1
    }

    /// The type without the names and pointers that it stands behind.
    fn resolved(self, ty: &'a Type) -> &'a Type {
        let mut ty = ty;
        // An alias refers to what was read before it, never to itself; the bound is for safety.
        for _ in 0..self.api.types.len() + 2 {
            match ty {
                Type::Boxed(inner) => ty = inner,
                Type::Named(id) => match self.definition(*id).map(|definition| &definition.kind) {
                    Some(TypeKind::Alias(inner)) => ty = inner,
                    _ => return ty,
                },
                _ => return ty,
            }
        }
        ty
    }
}

/// A file of the client, or a part of one. Parts are independent, so that they can be made at the
/// same time.
#[derive(Clone, Debug)]
pub(crate) enum Part {
    /// `Cargo.toml`.
    Manifest,
    /// `README.md`.
    Readme,
    /// `src/lib.rs`.
    CrateRoot,
    /// `src/client.rs`.
    Client,
    /// Some types of `src/types.rs`.
    Types(Range<usize>),
    /// The file of a group.
    Group(usize),
    /// `src/operations.rs`.
    Ungrouped,
    /// `src/webhooks.rs`.
    Incoming,
    /// `src/examples.rs`.
    Examples,
    /// `src/mock.rs`.
    Mock,
    /// The file of the mock for a group, or for the operations without one.
    MockGroup(Option<usize>),
}

/// How many types a part holds.
const TYPES: usize = 32;

/// Every part of a client but the runtime, by file; parts of one file follow each other.
pub(crate) fn parts(api: &Api, names: &Names) -> Vec<(String, Part)> {
    let mut parts = vec![
        ("Cargo.toml".to_owned(), Part::Manifest),
        ("README.md".to_owned(), Part::Readme),
        ("src/lib.rs".to_owned(), Part::CrateRoot),
        ("src/client.rs".to_owned(), Part::Client),
    ];
    for (index, group) in names.groups.iter().enumerate() {
        parts.push((
            format!("src/{}.rs", group.module.bare()),
            Part::Group(index),
        ));
        let mock = Part::MockGroup(Some(index));
        parts.push((format!("src/mock/{}.rs", group.module.bare()), mock));
    }
    if api
        .operations
        .iter()
        .any(|operation| operation.group.is_none())
    {
        parts.push(("src/operations.rs".to_owned(), Part::Ungrouped));
        let mock = Part::MockGroup(None);
        parts.push(("src/mock/operations.rs".to_owned(), mock));
    }
    parts.push(("src/mock.rs".to_owned(), Part::Mock));
    parts.push(("src/examples.rs".to_owned(), Part::Examples));
    if !api.incoming.is_empty() {
        parts.push(("src/webhooks.rs".to_owned(), Part::Incoming));
    }
    let starts = (0..api.types.len().max(1)).step_by(TYPES);
    parts.extend(starts.map(|start| {
        let end = (start + TYPES).min(api.types.len());
        ("src/types.rs".to_owned(), Part::Types(start..end))
    }));
    parts
}

/// Writes a part.
pub(crate) fn emit(api: &Api, names: &Names, config: &Config, part: &Part) -> Content {
    let context = Context {
        api,
        names,
        config,
        home: Home::Elsewhere,
    };
    match part {
        Part::Manifest => Content::Toml(manifest::manifest(context)),
        Part::Readme => Content::Markdown(readme::readme(context)),
        Part::CrateRoot => Content::Rust(crate_root::crate_root(context)),
        Part::Client => Content::Rust(client::client(context)),
        Part::Types(range) => Content::Rust(type_definitions::definitions(context, range)),
        Part::Group(index) => Content::Rust(operations::group(context, *index)),
        Part::Ungrouped => Content::Rust(operations::ungrouped(context)),
        Part::Incoming => Content::Rust(incoming::module(context)),
        Part::Examples => Content::Rust(examples::module(context)),
        Part::Mock => Content::Rust(mock::module(context)),
        Part::MockGroup(index) => Content::Rust(mock::group(context, *index)),
    }
}
