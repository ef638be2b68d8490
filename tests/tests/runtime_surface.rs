//! What the runtime shows to those who call a client: types of the `http` crate, and none of reqwest's
//! but where a user hands one in.

use std::fs;
use std::path::{Path, PathBuf};

use quote::ToTokens;
use syn::{Fields, ImplItem, Item, Signature, TraitItem, UseTree, Visibility};

/// All source files of the runtime.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// The names of what is public and mentions reqwest where a caller sees it.
#[derive(Default)]
struct Shown {
    names: Vec<String>,
    /// What the file at hand has imported of it.
    imported: Vec<String>,
}

/// The names that an import brings, of all that lies below its first segment.
fn leaves(tree: &UseTree, found: &mut Vec<String>) {
    match tree {
        UseTree::Path(path) => leaves(&path.tree, found),
        UseTree::Name(name) => found.push(name.ident.to_string()),
        UseTree::Rename(rename) => found.push(rename.rename.to_string()),
        UseTree::Group(group) => group.items.iter().for_each(|tree| leaves(tree, found)),
        UseTree::Glob(_) => panic!("an import of everything"),
    }
}

impl Shown {
    fn note(&mut self, name: impl ToString, tokens: impl ToTokens) {
        let tokens = tokens.to_token_stream().to_string();
        let mut words = tokens.split(|letter: char| !(letter.is_alphanumeric() || letter == '_'));
        if words.any(|word| word == "reqwest" || self.imported.iter().any(|name| name == word)) {
            self.names.push(name.to_string());
        }
    }

    fn signature(&mut self, visibility: &Visibility, signature: &Signature) {
        if matches!(visibility, Visibility::Public(_)) {
            self.note(&signature.ident, signature);
        }
    }

    fn fields(&mut self, name: &syn::Ident, fields: &Fields, all: bool) {
        for field in fields {
            if all || matches!(field.vis, Visibility::Public(_)) {
                self.note(name, &field.ty);
            }
        }
    }

    fn item(&mut self, item: &Item) {
        match item {
            // The runtime has a module `reqwest` too; `::reqwest` is the crate.
            Item::Use(item) => {
                if let UseTree::Path(path) = &item.tree
                    && (path.ident == "reqwest_middleware"
                        || item.leading_colon.is_some() && path.ident == "reqwest")
                {
                    leaves(&path.tree, &mut self.imported);
                }
            }
            Item::Fn(item) => self.signature(&item.vis, &item.sig),
            Item::Struct(item) => self.fields(&item.ident, &item.fields, false),
            Item::Enum(item) if matches!(item.vis, Visibility::Public(_)) => {
                for variant in &item.variants {
                    self.fields(&item.ident, &variant.fields, true);
                }
            }
            Item::Type(item) if matches!(item.vis, Visibility::Public(_)) => {
                self.note(&item.ident, &item.ty);
            }
            Item::Trait(item) if matches!(item.vis, Visibility::Public(_)) => {
                self.note(&item.ident, &item.supertraits);
                for member in &item.items {
                    if let TraitItem::Fn(function) = member {
                        self.note(&function.sig.ident, &function.sig);
                    }
                }
            }
            Item::Impl(item) => {
                if let Some((of, _)) = &item.trait_ {
                    self.note("a trait", of);
                }
                for member in &item.items {
                    if let ImplItem::Fn(function) = member {
                        self.signature(&function.vis, &function.sig);
                    }
                }
            }
            Item::Mod(item) => {
                let items = item.content.iter().flat_map(|(_, items)| items);
                items.for_each(|item| self.item(item));
            }
            _ => {}
        }
    }
}

#[test]
fn reqwest_shows_only_where_a_client_is_handed_in() {
    let mut files = Vec::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../codegen/runtime/src");
    sources(&folder, &mut files);
    files.sort();
    let mut shown = Shown::default();
    for path in &files {
        let file = syn::parse_file(&fs::read_to_string(path).unwrap()).unwrap();
        shown.imported.clear();
        file.items.iter().for_each(|item| shown.item(item));
    }
    // `ClientBuilder::http_client`, `MiddlewareTransport::new` and `ReqwestTransport::new`.
    assert_eq!(shown.names, ["http_client", "new", "new"]);
}
