//! The public items of a client as programs see them, so that two clients can be compared.
//!
//! It says in one table what the emitter and the macros of the runtime make of an API: what has a
//! path, and the types in its signature. What is documentation alone is not in it.

mod operations;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::items::{Items, text};
use super::{Context, Home, incoming, structs, tuples, types, unions};
use crate::config::Config;
use crate::examples;
use crate::ir::{
    Api, EnumBase, Field, Operation, Presence, SchemeKind, Type, TypeDef, TypeId, TypeKind,
};
use crate::names::{Names, OperationNames, TypeNames};

/// The public items of a client, by their paths. `()` marks what is called, `: Trait` what is
/// implemented.
#[derive(Debug, Default)]
pub(crate) struct Surface {
    /// The items.
    pub(crate) items: BTreeMap<String, Item>,
    /// What the aliases stand for, by their paths.
    aliases: BTreeMap<String, String>,
    /// Whether tags are features.
    pub(crate) has_features: bool,
}

/// A public item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Item {
    /// The types of its signature.
    pub(crate) text: String,
    /// The features of which one must be on; none when it is always there.
    pub(crate) features: BTreeSet<String>,
}

/// What belongs to an operation.
#[derive(Clone, Debug)]
pub(crate) struct OperationPaths {
    /// The method that makes a call.
    pub(crate) method: String,
    /// The type that stands for the operation.
    pub(crate) marker: String,
    /// The call, whose methods are the optional parameters.
    pub(crate) call: String,
    /// The enum of its errors.
    pub(crate) error: String,
    /// The enum of its successes.
    pub(crate) output: String,
    /// The enum of its bodies.
    pub(crate) content: String,
    /// The struct of its answers' headers.
    pub(crate) headers: String,
    /// The mock's method for it.
    pub(crate) mock: String,
    /// The mocked operation, whose methods are what it can be told apart by.
    pub(crate) mocked: String,
}

impl OperationPaths {
    /// All of them.
    pub(crate) fn all(&self) -> Vec<String> {
        [
            &self.method,
            &self.marker,
            &self.call,
            &self.error,
            &self.output,
            &self.content,
            &self.headers,
            &self.mock,
            &self.mocked,
        ]
        .into_iter()
        .cloned()
        .collect()
    }
}

/// Where the items of an operation are.
pub(crate) fn operation_paths(
    api: &Api,
    all: &Names,
    config: &Config,
    operation: &Operation,
    names: &OperationNames,
) -> OperationPaths {
    let items = Items::new(api, all, config);
    let module = items.module(operation);
    let group = operation.group.and_then(|index| all.groups.get(index));
    let handle = group.map_or_else(String::new, |group| format!("::{}", group.handle));
    let mock = match group {
        Some(_) => format!("mock::{module}{handle}::{}", names.mocked),
        None => format!("mock::MockServer::{}", names.mocked),
    };
    let marker = format!("{module}::{}", names.marker);
    OperationPaths {
        method: items.method(operation, names),
        call: format!("Call<{marker}>"),
        mocked: format!("mock::MockOperation<{marker}>"),
        error: format!("{module}::{}", names.error),
        output: format!("{module}::{}", names.output),
        content: format!("{module}::{}", names.content),
        headers: format!("{module}::{}", names.headers_type),
        marker,
        mock,
    }
}

/// The public items of a client.
pub(crate) fn surface(api: &Api, names: &Names, config: &Config) -> Surface {
    let context = Context {
        api,
        names,
        config,
        home: Home::Elsewhere,
    };
    let mut writer = Writer {
        context,
        items: Items::new(api, names, config),
        surface: Surface {
            has_features: context.has_features(),
            ..Surface::default()
        },
    };
    writer.types();
    writer.groups();
    for (operation, own) in api.operations.iter().zip(&names.operations) {
        writer.operation(operation, own);
    }
    writer.client();
    writer.surface
}

/// Whether `new` takes a property. Constants it does not take: they are known.
pub(crate) fn is_argument(api: &Api, names: &Names, config: &Config, field: &Field) -> bool {
    let context = Context {
        api,
        names,
        config,
        home: Home::Elsewhere,
    };
    structs::is_given(context, field)
}

impl Surface {
    /// The text of an item without aliases: two of equal text are the same to the compiler.
    pub(crate) fn expanded(&self, text: &str) -> String {
        // An alias refers to what was read before it; the bound is for safety.
        let mut text = text.to_owned();
        for _ in 0..8 {
            let next = substitute(&text, |path| self.aliases.get(path).map(String::as_str));
            if next == text || next.len() > 4_000 {
                break;
            }
            text = next;
        }
        text
    }
}

/// Types as people write them.
fn signature(tokens: &TokenStream) -> String {
    let mut out = String::new();
    let all = text(tokens);
    let mut rest = all.as_str();
    // The only word before a type that the text has no space after.
    while let Some((before, after)) = rest.split_once("impl") {
        let is_word = after.starts_with(|next: char| next.is_ascii_uppercase());
        out.push_str(before);
        out.push_str(if is_word { "impl " } else { "impl" });
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Puts something else in the place of paths of types, `types::Pet`.
pub(crate) fn substitute<'t>(text: &str, mut by: impl FnMut(&str) -> Option<&'t str>) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find("types::") {
        let (before, from) = rest.split_at(start);
        out.push_str(before);
        let after = from.get("types::".len()..).unwrap_or_default();
        let length = after
            .find(|character: char| !character.is_alphanumeric() && character != '_')
            .unwrap_or(after.len());
        let end = "types::".len() + length;
        let (path, next) = from.split_at(end);
        out.push_str(by(path).unwrap_or(path));
        rest = next;
    }
    out.push_str(rest);
    out
}

struct Writer<'a> {
    context: Context<'a>,
    items: Items<'a>,
    surface: Surface,
}

impl Writer<'_> {
    fn add(&mut self, features: &BTreeSet<String>, path: String, text: impl Into<String>) {
        let item = Item {
            text: text.into(),
            features: features.clone(),
        };
        self.surface.items.insert(path, item);
    }

    fn types(&mut self) {
        let context = self.context;
        let examples = examples::examples(context.api);
        let types = context.api.types.iter().zip(&context.names.types);
        for (index, ((definition, names), example)) in types.zip(examples).enumerate() {
            let id = TypeId(index);
            let owner = format!("types::{}", names.name);
            let features = self.features_of(definition);
            self.definition(id, definition, names, &owner, &features);
            let is_own = !self.surface.aliases.contains_key(&owner);
            if is_own && example.is_ok() {
                self.add(&features, format!("{owner}::example()"), "");
            }
        }
    }

    fn features_of(&self, definition: &TypeDef) -> BTreeSet<String> {
        if !self.context.has_features() {
            return BTreeSet::new();
        }
        let users = definition.only_for.iter();
        users
            .filter_map(|group| self.context.names.groups.get(*group))
            .map(|group| group.feature.clone())
            .collect()
    }

    fn definition(
        &mut self,
        id: TypeId,
        definition: &TypeDef,
        names: &TypeNames,
        owner: &str,
        features: &BTreeSet<String>,
    ) {
        let context = self.context;
        let members = names.members.iter();
        match &definition.kind {
            TypeKind::Alias(ty) => {
                let text = self.items.use_of(ty);
                self.surface.aliases.insert(owner.to_owned(), text.clone());
                self.add(features, owner.to_owned(), format!("type = {text}"));
            }
            TypeKind::Struct(body) => {
                self.add(features, owner.to_owned(), "struct");
                let mut arguments = Vec::new();
                for (field, member) in body.fields.iter().zip(members) {
                    let text = self.items.field(field);
                    self.add(features, format!("{owner}::{}", member.name), text);
                    if !definition.sent {
                        continue;
                    }
                    let taken = self.taken(field);
                    if structs::is_given(context, field) {
                        arguments.push(taken);
                    } else if !structs::is_constant(context, field) {
                        self.add(features, format!("{owner}::{}()", member.setter), taken);
                    }
                }
                if let Some(rest) = &body.rest {
                    let text = format!("BTreeMap<String, {}>", self.items.use_of(rest));
                    self.add(features, format!("{owner}::{}", names.rest), text);
                }
                if definition.sent {
                    if arguments.is_empty() {
                        self.add(features, format!("{owner}: Default"), "");
                    }
                    self.add(features, format!("{owner}::new()"), arguments.join(", "));
                }
            }
            TypeKind::Enum(values) => {
                let text = match values.base {
                    EnumBase::String => "enum of strings",
                    EnumBase::Integer => "enum of integers",
                };
                self.add(features, owner.to_owned(), text);
                for member in members {
                    self.add(features, format!("{owner}::{}", member.name), "");
                }
            }
            TypeKind::Union(union) => {
                self.add(features, owner.to_owned(), "enum");
                let branches: Vec<_> = union
                    .branches
                    .iter()
                    .zip(members.map(|member| &member.name))
                    .collect();
                for (branch, variant) in &branches {
                    let text = self.items.use_of(&branch.ty);
                    self.add(features, format!("{owner}::{variant}"), text);
                }
                if union.discriminator.is_some() {
                    self.add(features, format!("{owner}::Unknown"), "");
                }
                let convertible = match definition.sent {
                    true => unions::convertible(context, &names.name, &branches),
                    false => Vec::new(),
                };
                for (branch, _) in convertible.iter().filter_map(|index| branches.get(*index)) {
                    let ty = self.items.use_of(context.resolved(&branch.ty));
                    self.add(features, format!("{owner}: From<{ty}>"), "");
                }
            }
            TypeKind::Constant(_) => self.add(features, owner.to_owned(), "constant"),
            TypeKind::Tuple(tuple) => {
                let items: Vec<String> =
                    tuple.items.iter().map(|ty| self.items.use_of(ty)).collect();
                let rest = tuple
                    .rest
                    .iter()
                    .map(|ty| format!(", rest {}", self.items.use_of(ty)));
                let text = format!("({}{})", items.join(", "), rest.collect::<String>());
                if tuples::is_alias(context, id, tuple) {
                    self.surface.aliases.insert(owner.to_owned(), text.clone());
                    self.add(features, owner.to_owned(), format!("type = {text}"));
                } else {
                    let text = format!("struct{text} of {}", tuple.required);
                    self.add(features, owner.to_owned(), text);
                }
            }
        }
    }

    /// What `new` or the setter of a field takes.
    fn taken(&self, field: &Field) -> String {
        let context = self.context;
        let own = types::path(context, &field.ty);
        signature(&match field.presence {
            Presence::Nullable => quote!(Option<#own>),
            Presence::OptionalNullable => quote!(impl Into<crate::Maybe<#own>>),
            Presence::Required | Presence::Optional => self.argument(&field.ty),
        })
    }

    fn argument(&self, ty: &Type) -> TokenStream {
        let (taking, ty) = types::taking(self.context, ty);
        types::taken(taking, &ty)
    }

    fn groups(&mut self) {
        let has_features = self.context.has_features();
        for group in &self.context.names.groups {
            let features: BTreeSet<String> = has_features
                .then(|| group.feature.clone())
                .into_iter()
                .collect();
            let always = BTreeSet::new();
            if has_features {
                self.add(&always, format!("feature {}", group.feature), "");
            }
            let module = &group.module;
            self.add(&features, format!("{module}"), "mod");
            self.add(&features, format!("{module}::{}", group.handle), "handle");
            let text = format!("{module}::{}", group.handle);
            self.add(
                &features,
                format!("Client::{}()", group.accessor),
                text.clone(),
            );
            let text = format!("mock::{text}");
            self.add(
                &features,
                format!("mock::MockServer::{}()", group.mocked),
                text,
            );
        }
    }

    fn client(&mut self) {
        let context = self.context;
        let always = BTreeSet::new();
        for variable in super::client::variables(context) {
            if let Some(method) = context.names.variables.get(&variable.name) {
                self.add(
                    &always,
                    format!("ClientBuilder::{method}()"),
                    "impl Into<String>",
                );
            }
        }
        for (scheme, names) in context.api.schemes.iter().zip(&context.names.schemes) {
            let mut add = |name, text| self.add(&always, format!("ClientBuilder::{name}()"), text);
            match scheme.kind {
                SchemeKind::Transport => {}
                SchemeKind::Basic => add(&names.method, "impl Into<String>, impl Into<Secret>"),
                _ => add(&names.method, "impl Into<Secret>"),
            }
            if scheme.has_token() {
                add(&names.provider, "impl TokenProvider");
            }
            if scheme.client_credentials.is_some() {
                add(
                    &names.client_credentials,
                    "impl Into<String>, impl Into<Secret>",
                );
                add(&names.client_credentials_with, "ClientCredentials");
            }
        }
        if !context.api.incoming.is_empty() {
            self.add(&always, "webhooks".to_owned(), "mod");
        }
        for (request, name) in context.api.incoming.iter().zip(&context.names.incoming) {
            if let Some((path, ty)) = incoming::item(context, request, name) {
                self.add(&always, format!("{path}()"), signature(&ty));
            }
        }
    }
}
