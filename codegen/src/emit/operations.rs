//! A module of operations: those of one tag, or those without.

pub(super) mod body;
mod headers;
mod pages;
pub(super) mod parameters;

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, answers, docs, lints, types};
use crate::ir::{Operation, Payload};
use crate::names::OperationNames;
pub(super) use body::held;

/// `src/<group>.rs`.
pub(super) fn group(context: Context<'_>, index: usize) -> TokenStream {
    let (Some(group), Some(names)) = (
        context.api.groups.get(index),
        context.names.groups.get(index),
    ) else {
        return TokenStream::new();
    };
    let (handle, accessor) = (&names.handle, &names.accessor);
    let title = format!("The operations tagged {}.", docs::code(&group.tag));
    let inner = docs::inner(&[&title]);
    let docs = docs::item_or(&group.docs, &title);
    let Parts {
        head,
        methods,
        definitions,
    } = parts(context, Some(index));
    quote! {
        #inner
        #head

        crate::runtime::group! {
            #docs
            pub struct #handle by #accessor
        }

        impl<'c> #handle<'c> {
            #(#methods)*
        }

        #(#definitions)*
    }
}

/// What the files of operations have in common.
struct Parts {
    /// What stands before the operations.
    head: TokenStream,
    methods: Vec<TokenStream>,
    definitions: Vec<TokenStream>,
}

fn parts(context: Context<'_>, group: Option<usize>) -> Parts {
    let imports = imports(group);
    let members: Vec<_> = members(context, group).collect();
    let allow = lints::allow_overlapping(members.iter().map(|(operation, _)| *operation));
    let each = |write: fn(Context<'_>, &Operation, &OperationNames) -> TokenStream| {
        let members = members.iter();
        members
            .map(|(operation, names)| write(context, operation, names))
            .collect()
    };
    Parts {
        head: quote!(#allow #imports),
        methods: each(method),
        definitions: each(definition),
    }
}

/// `src/operations.rs`.
pub(super) fn ungrouped(context: Context<'_>) -> TokenStream {
    let inner = docs::inner(&["The operations that have no tag: methods of [`Client`]."]);
    let Parts {
        head,
        methods,
        definitions,
    } = parts(context, None);
    quote! {
        #inner
        #head

        impl Client {
            #(#methods)*
        }

        #(#definitions)*
    }
}

fn imports(group: Option<usize>) -> TokenStream {
    let client = group.is_none().then(|| quote!(, Client));
    quote! {
        use crate::runtime::{Call #client};
    }
}

pub(super) fn members<'a>(
    context: Context<'a>,
    group: Option<usize>,
) -> impl Iterator<Item = (&'a Operation, &'a OperationNames)> {
    let all = context.api.operations.iter().zip(&context.names.operations);
    all.filter(move |(operation, _)| operation.group == group)
}

/// The method that makes a call.
fn method(context: Context<'_>, operation: &Operation, names: &OperationNames) -> TokenStream {
    let sorted = answers::sort(operation, names);
    let (method, marker) = (&names.method, &names.marker);
    let docs = method_docs(operation, names, sorted.has_errors());
    let mut arguments = Vec::new();
    let mut steps = Vec::new();
    for (parameter, name) in operation.parameters.iter().zip(&names.parameters) {
        if parameter.required {
            let argument = types::argument(context, &parameter.ty, name);
            let ty = argument.ty;
            arguments.push(quote!(#name: #ty));
            steps.push(parameters::write(context, parameter, name));
        }
    }
    if let Some(body) = operation.body.as_ref().filter(|body| body.required) {
        let name = &names.body;
        let ty = body::argument(context, names, body);
        arguments.push(quote!(#name: #ty));
        steps.push(body::write(context, names, body, &quote!(call.request)));
    }
    let (life, client) = if operation.group.is_some() {
        (quote!('c), quote!(self.client))
    } else {
        (quote!('_), quote!(self))
    };
    let body = if steps.is_empty() {
        quote!(Call::new(#client))
    } else {
        quote! {
            let mut call = Call::new(#client);
            #(#steps)*
            call
        }
    };
    let allow = (arguments.len() > 6).then(|| {
        quote!(#[allow(clippy::too_many_arguments, reason = "the document requires that many parameters")])
    });
    let given = operation.parameters.iter().zip(&names.parameters);
    let given = given.filter(|(parameter, _)| parameter.required);
    let placeholders = lints::allow_placeholders(given.map(|(_, name)| name));
    quote! {
        #docs
        #allow
        #placeholders
        pub fn #method(&self, #(#arguments),*) -> Call<#life, #marker> {
            #body
        }
    }
}

fn method_docs(operation: &Operation, names: &OperationNames, has_errors: bool) -> TokenStream {
    let route = docs::code(&format!("{} {}", operation.method, operation.path));
    let mut more = vec![match operation.pagination {
        Some(_) => format!("{route}, a list in [pages](crate::Paged)"),
        None => route,
    }];
    let required = operation
        .parameters
        .iter()
        .zip(&names.parameters)
        .filter(|(parameter, _)| parameter.required);
    for (parameter, name) in required {
        if let Some(about) = docs::in_line(&parameter.docs) {
            more.push(format!("- `{}`: {about}", name.bare()));
        }
    }
    let body = operation.body.as_ref();
    if let Some(about) = body.and_then(|body| docs::in_line(&body.docs)) {
        more.push(format!("- `{}`: {about}", names.body.bare()));
    }
    if !operation.headers.is_empty() {
        more.push(format!(
            "[`{}`] are the headers of its answers.",
            names.headers_type
        ));
    }
    more.push("# Errors".to_owned());
    more.push(if has_errors {
        format!("[`{}`] holds what the API documents; see [`Error`](crate::Error) for what else may fail.", names.error)
    } else {
        "See [`Error`](crate::Error).".to_owned()
    });
    docs::operation(&operation.docs, &more)
}

/// Everything else of an operation: its type, its answers, its pages, its optional parameters.
fn definition(context: Context<'_>, operation: &Operation, names: &OperationNames) -> TokenStream {
    let sorted = answers::sort(operation, names);
    let marker = &names.marker;
    let output = sorted.output(context, names);
    let outcomes = sorted.outcomes(context, operation, names);
    let errors = sorted.errors(context, names);
    let answer = sorted.definition(context, names);
    let body = operation.body.as_ref();
    let body = body.and_then(|body| body::definition(context, names, body));
    let headers = headers::definition(context, operation, names);
    let parameters = parameters(context, operation, names);
    let setter = body_setter(context, operation, names);
    let pages = pages::pages(context, &sorted, operation, names);
    let (id, method, path) = (&operation.name, &operation.method, &operation.path);
    let accept = accept(operation);
    let streams = streams(operation);
    let key = operation.idempotency_key.iter();
    let security = security(context, operation);
    quote! {
        crate::runtime::operation! {
            pub enum #marker(#method #path #id) -> #output {
                #accept
                #streams
                #(idempotency_key #key,)*
                #pages
                security [#(#security),*],
                #outcomes
            }
            #errors
        }

        #answer
        #headers
        #body
        #parameters
        #setter
    }
}

/// The media types that are asked for, unless that is JSON alone.
fn accept(operation: &Operation) -> Option<TokenStream> {
    let mut accepted: Vec<&str> = Vec::new();
    for content in operation.answers.iter().flat_map(|answer| &answer.contents) {
        if !accepted.contains(&content.media_type.as_str()) {
            accepted.push(&content.media_type);
        }
    }
    let accepted = accepted.join(", ");
    (accepted != "application/json").then(|| quote!(accept #accepted,))
}

/// The media types whose answers are read item by item.
fn streams(operation: &Operation) -> Option<TokenStream> {
    let contents = operation.answers.iter().flat_map(|answer| &answer.contents);
    let streamed: BTreeSet<&str> = contents
        .filter(|content| matches!(content.payload, Payload::Items(..)))
        .map(|content| content.media_type.as_str())
        .collect();
    let streamed = streamed.into_iter();
    (streamed.len() > 0).then(|| quote!(streams [#(#streamed),*],))
}

/// The alternative sets of security schemes.
fn security(context: Context<'_>, operation: &Operation) -> impl Iterator<Item = TokenStream> {
    operation.security.iter().map(move |schemes| {
        let schemes = schemes
            .iter()
            .filter_map(|id| context.names.schemes.get(id.0))
            .map(|names| {
                let constant = &names.constant;
                quote!(crate::client::#constant)
            });
        quote!([#(#schemes),*])
    })
}

/// The optional parameters, as methods of the call.
fn parameters(
    context: Context<'_>,
    operation: &Operation,
    names: &OperationNames,
) -> Option<TokenStream> {
    let marker = &names.marker;
    let all = operation.parameters.iter().zip(&names.parameters);
    let optional = || all.clone().filter(|(parameter, _)| !parameter.required);
    let entries = optional().map(|(parameter, name)| {
        let shown = format!("Sets the parameter {}.", docs::code(&parameter.name));
        let docs = docs::operation_or(&parameter.docs, &shown);
        let entry = parameters::entry(context, parameter, name);
        quote!(#docs #entry,)
    });
    let allow = lints::allow_placeholders(optional().map(|(_, name)| name));
    optional().next().is_some().then(|| {
        quote! {
            crate::runtime::parameters! {
                #allow
                #marker { #(#entries)* }
            }
        }
    })
}

/// An optional body, as a method of the call.
fn body_setter(
    context: Context<'_>,
    operation: &Operation,
    names: &OperationNames,
) -> Option<TokenStream> {
    let body = operation.body.as_ref().filter(|body| !body.required)?;
    let (marker, name) = (&names.marker, &names.body);
    let docs = docs::item_or(&body.docs, "Sends a body.");
    let ty = body::argument(context, names, body);
    let write = body::write(context, names, body, &quote!(self.request));
    Some(quote! {
        impl Call<'_, #marker> {
            #docs
            pub fn #name(mut self, #name: #ty) -> Self {
                #write
                self
            }
        }
    })
}
