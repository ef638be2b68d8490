//! An API and its names become Rust, as tokens. It cannot fail, and it knows nothing of OpenAPI.

mod answers;
mod client;
mod crate_root;
mod docs;
mod enums;
mod manifest;
mod operations;
mod readme;
mod structs;
mod type_definitions;
mod types;
mod unions;

use proc_macro2::TokenStream;

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

/// Writes every file of a client but the runtime's.
pub(crate) fn emit(api: &Api, names: &Names, config: &Config) -> Vec<(String, Content)> {
    let context = Context {
        api,
        names,
        config,
        home: Home::Elsewhere,
    };
    let mut files = vec![
        (
            "Cargo.toml".to_owned(),
            Content::Toml(manifest::manifest(context)),
        ),
        (
            "README.md".to_owned(),
            Content::Markdown(readme::readme(context)),
        ),
        (
            "src/lib.rs".to_owned(),
            Content::Rust(crate_root::crate_root(context)),
        ),
        (
            "src/client.rs".to_owned(),
            Content::Rust(client::client(context)),
        ),
        (
            "src/types.rs".to_owned(),
            Content::Rust(type_definitions::all(context)),
        ),
    ];
    for (index, group) in names.groups.iter().enumerate() {
        let file = format!(
            "src/{}.rs",
            group.module.to_string().trim_start_matches("r#")
        );
        files.push((file, Content::Rust(operations::group(context, index))));
    }
    if api
        .operations
        .iter()
        .any(|operation| operation.group.is_none())
    {
        files.push((
            "src/operations.rs".to_owned(),
            Content::Rust(operations::ungrouped(context)),
        ));
    }
    files
}
