//! What the items of a client are called, as text from the root of its crate: for the map of the
//! document.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, Home, answers, incoming, operations, types};
use crate::config::Config;
use crate::ir::{Api, Body, Field, Incoming, Operation, Presence, Type};
use crate::names::{Name, Names, OperationNames};

/// An item, and the type that it has where it has one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Item {
    /// Its path.
    pub(crate) rust: String,
    /// Its type.
    pub(crate) ty: Option<String>,
}

/// An API with its names, to ask what its parts are called.
#[derive(Clone, Copy)]
pub(crate) struct Items<'a> {
    context: Context<'a>,
}

impl<'a> Items<'a> {
    /// Of an API.
    pub(crate) fn new(api: &'a Api, names: &'a Names, config: &'a Config) -> Self {
        let home = Home::Elsewhere;
        let context = Context {
            api,
            names,
            config,
            home,
        };
        Self { context }
    }

    /// A use of a type.
    pub(crate) fn use_of(self, ty: &Type) -> String {
        text(&types::path(self.context, ty))
    }

    /// The type of a field, absence included.
    pub(crate) fn field(self, field: &Field) -> String {
        let inner = types::path(self.context, &field.ty);
        text(&match field.presence {
            Presence::Required => inner,
            Presence::Nullable | Presence::Optional => quote!(Option<#inner>),
            Presence::OptionalNullable => quote!(crate::Maybe<#inner>),
        })
    }

    /// The method of an operation.
    pub(crate) fn method(self, operation: &Operation, names: &OperationNames) -> String {
        let group = operation.group.and_then(|index| {
            let group = self.context.names.groups.get(index)?;
            Some(format!("{}::{}", group.module, group.handle))
        });
        let owner = group.unwrap_or_else(|| "Client".to_owned());
        format!("{owner}::{}", names.method)
    }

    /// The argument or the setter of each parameter, beside the parameters of the operation.
    pub(crate) fn parameters(self, operation: &Operation, names: &OperationNames) -> Vec<Item> {
        let all = operation.parameters.iter().zip(&names.parameters);
        all.map(|(parameter, name)| Item {
            rust: self.taken(operation, names, name, Given::of(parameter.required)),
            ty: Some(self.use_of(&parameter.ty)),
        })
        .collect()
    }

    /// The argument or the setter of the body.
    pub(crate) fn body(self, operation: &Operation, names: &OperationNames, body: &Body) -> Item {
        Item {
            rust: self.taken(operation, names, &names.body, Given::of(body.required)),
            ty: Some(match body.contents.as_slice() {
                [content] => text(&operations::held(self.context, &content.payload)),
                _ => format!("{}::{}", self.module(operation), names.content),
            }),
        }
    }

    /// What each answer becomes, by the index of the answer: variants, or the output as a whole.
    pub(crate) fn answers(
        self,
        operation: &Operation,
        names: &OperationNames,
    ) -> Vec<(usize, Item)> {
        let module = self.module(operation);
        let sorted = answers::sort(operation, names);
        let mut items = Vec::new();
        for (at, answer) in operation.answers.iter().enumerate() {
            for (owner, variant, payload) in sorted.items(answer, names) {
                let rust = match variant {
                    Some(variant) => format!("{module}::{owner}::{variant}"),
                    None => format!("{module}::{owner}::Output"),
                };
                let ty = Some(text(&answers::payload_type(self.context, payload)));
                items.push((at, Item { rust, ty }));
            }
        }
        items
    }

    /// The function that reads a request of the API's server, where there is something to read.
    pub(crate) fn incoming(self, request: &Incoming, name: &Name) -> Option<Item> {
        let (rust, ty) = incoming::item(self.context, request, name)?;
        let ty = Some(text(&ty));
        Some(Item { rust, ty })
    }

    /// What is given: an argument of the method, or a method of the call.
    fn taken(
        self,
        operation: &Operation,
        names: &OperationNames,
        name: &Name,
        given: Given,
    ) -> String {
        match given {
            Given::Always => format!("{}({name})", self.method(operation, names)),
            Given::Sometimes => {
                let module = self.module(operation);
                format!("Call<{module}::{}>::{name}", names.marker)
            }
        }
    }

    /// The module of an operation.
    pub(crate) fn module(self, operation: &Operation) -> String {
        let group = operation.group;
        let group = group.and_then(|index| self.context.names.groups.get(index));
        group.map_or_else(|| "operations".to_owned(), |group| group.module.to_string())
    }
}

/// Whether something must be given.
#[derive(Clone, Copy)]
enum Given {
    Always,
    Sometimes,
}

impl Given {
    fn of(required: bool) -> Self {
        if required {
            Self::Always
        } else {
            Self::Sometimes
        }
    }
}

/// A type as people write it, from the root of the crate.
pub(super) fn text(tokens: &TokenStream) -> String {
    let text = tokens.to_string().replace(' ', "").replace(',', ", ");
    let text = text.replace("crate::", "");
    let text = text.replace("<::", "<").replace(", ::", ", ");
    text.strip_prefix("::").unwrap_or(&text).to_owned()
}
