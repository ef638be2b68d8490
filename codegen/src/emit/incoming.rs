//! `src/webhooks.rs`: functions that read what the API's server sends by itself.

use std::fmt::Write as _;

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, answers, docs, types};
use crate::ir::{Incoming, IncomingKind, Location, Payload, Type};
use crate::names::Name;

/// The whole file.
pub(super) fn module(context: Context<'_>) -> TokenStream {
    let text = documentation(context);
    let inner = docs::inner(&text.lines().collect::<Vec<_>>());
    let functions =
        requests(context).filter_map(|(request, name)| function(context, request, name));
    quote! {
        #inner
        #(#functions)*
    }
}

fn requests(context: Context<'_>) -> impl Iterator<Item = (&Incoming, &Name)> {
    context.api.incoming.iter().zip(&context.names.incoming)
}

/// What is read of a body: nothing of one that is not there, and nothing of bytes as they are.
enum Read<'a> {
    Json(&'a Type),
    Form(&'a Type),
    Text,
    Nothing,
}

fn read(request: &Incoming) -> Read<'_> {
    match request.body.as_ref().map(|body| &body.payload) {
        Some(Payload::Json(ty)) => Read::Json(ty),
        Some(Payload::Form(ty, _)) => Read::Form(ty),
        Some(Payload::Text | Payload::AnyText) => Read::Text,
        Some(_) | None => Read::Nothing,
    }
}

/// The function of a request as the map of the document shows it, with the type that it gives.
pub(super) fn item(
    context: Context<'_>,
    request: &Incoming,
    name: &Name,
) -> Option<(String, TokenStream)> {
    let ty = match read(request) {
        Read::Json(ty) | Read::Form(ty) => types::path(context, ty),
        Read::Text => quote!(String),
        Read::Nothing => return None,
    };
    Some((format!("webhooks::{name}"), ty))
}

fn function(context: Context<'_>, request: &Incoming, name: &Name) -> Option<TokenStream> {
    let mut more = facts(context, request);
    let read = read(request);
    Some(match read {
        Read::Json(ty) | Read::Form(ty) => {
            more.push("# Errors".to_owned());
            more.push(
                "The body is not what the document says; the error names the place.".to_owned(),
            );
            let docs = docs::operation(&request.docs, &more);
            let ty = types::path(context, ty);
            let reader = match read {
                Read::Form(_) => quote!(read_form),
                _ => quote!(read_json),
            };
            quote! {
                #docs
                pub fn #name(body: &[u8]) -> Result<#ty, crate::DecodeError> {
                    crate::runtime::#reader(body)
                }
            }
        }
        Read::Text => {
            let docs = docs::operation(&request.docs, &more);
            quote! {
                #docs
                #[must_use]
                pub fn #name(body: &[u8]) -> String {
                    String::from_utf8_lossy(body).into_owned()
                }
            }
        }
        Read::Nothing => return None,
    })
}

/// What is said of a request beyond the document's own words: who sends it, what comes with it and
/// what it may be answered.
fn facts(context: Context<'_>, request: &Incoming) -> Vec<String> {
    let mut facts = vec![origin(context, request)];
    if let Some(about) = request
        .body
        .as_ref()
        .and_then(|body| body.description.as_deref())
    {
        facts.push(format!("- body: {}", docs::single_line(about)));
    }
    for parameter in &request.parameters {
        let place = match parameter.location {
            Location::Path => "path",
            Location::Query | Location::Querystring => "query",
            Location::Header => "header",
            Location::Cookie => "cookie",
        };
        let mut line = format!("- {place} {}", docs::code(&parameter.name));
        if !parameter.required {
            line.push_str(", optional");
        }
        if let Some(about) = docs::in_line(&parameter.docs) {
            let _ = write!(line, ": {about}");
        }
        facts.push(line);
    }
    if !request.answers.is_empty() {
        facts.push("It is answered with one of these:".to_owned());
    }
    for (status, description) in &request.answers {
        let status = answers::status_text(*status);
        let about = docs::single_line(description);
        facts.push(match about.is_empty() {
            true => format!("- {status}"),
            false => format!("- {status}: {about}"),
        });
    }
    facts
}

/// The method, and what makes the server send it.
fn origin(context: Context<'_>, request: &Incoming) -> String {
    let mut text = match &request.kind {
        IncomingKind::Webhook { key } => {
            format!(
                "{} of the webhook {}",
                docs::code(&request.method),
                docs::code(key)
            )
        }
        IncomingKind::Callback {
            key,
            expression,
            operations,
        } => {
            let route = docs::code(&format!("{} {expression}", request.method));
            let from: Vec<String> = operations
                .iter()
                .filter_map(|index| caller(context, *index))
                .collect();
            let of = if from.is_empty() {
                String::new()
            } else {
                format!(" of {}", from.join(", "))
            };
            format!("{route}, the callback {}{of}", docs::code(key))
        }
    };
    if let Some(body) = &request.body {
        let _ = write!(text, ", with a body of {}", docs::code(&body.media_type));
    }
    text.push('.');
    text
}

/// The method of an operation that a callback belongs to.
fn caller(context: Context<'_>, index: usize) -> Option<String> {
    let operation = context.api.operations.get(index)?;
    let method = &context.names.operations.get(index)?.method;
    let group = operation
        .group
        .and_then(|group| context.names.groups.get(group));
    let accessor = group.map_or_else(String::new, |group| format!("{}().", group.accessor));
    Some(format!("`client.{accessor}{method}`"))
}

fn documentation(context: Context<'_>) -> String {
    let mut text = String::from(
        "What the API's server sends by itself: its webhooks, and the callbacks of operations.\n\n\
         They reach a server of yours. Give the body of such a request to the function for it, after\n\
         you have made sure who sent it.\n",
    );
    let silent = || requests(context).filter(|(request, _)| matches!(read(request), Read::Nothing));
    if silent().next().is_some() {
        text.push_str("\nThere is nothing to read in these:\n\n");
    }
    for (request, _) in silent() {
        let docs =
            docs::in_line(&request.docs).map_or_else(String::new, |about| format!(" {about}"));
        let _ = writeln!(text, "- {}{docs}", origin(context, request));
    }
    text
}

/// How the function of a request is written in a table.
#[derive(Clone, Copy)]
pub(super) enum Function {
    /// As a link, for rustdoc.
    Link,
    /// As code.
    Code,
}

/// Every request with the function that reads it.
pub(super) fn table(context: Context<'_>, function: Function) -> String {
    let mut text = String::from("# Webhooks and callbacks\n\n| function | request |\n|---|---|\n");
    for (request, name) in requests(context) {
        let is_read = !matches!(read(request), Read::Nothing);
        let shown = match function {
            _ if !is_read => "nothing to read".to_owned(),
            Function::Link if name.to_string() == name.bare() => format!("[`webhooks::{name}`]"),
            Function::Link => format!("[`webhooks::{name}`](webhooks::{})", name.bare()),
            Function::Code => format!("`webhooks::{name}`"),
        };
        let request = docs::code(&match &request.kind {
            IncomingKind::Webhook { key } => format!("{} {key}", request.method),
            IncomingKind::Callback { expression, .. } => format!("{} {expression}", request.method),
        });
        let _ = writeln!(text, "| {shown} | {} |", docs::cell(&request));
    }
    text
}

/// A program that reads the first request, for a client without operations.
pub(super) fn quick_start(context: Context<'_>, package: &str) -> Option<String> {
    let mut all = requests(context);
    let (_, name) = all.find(|(request, _)| {
        matches!(read(request), Read::Json(_) | Read::Form(_)) && !request.docs.deprecated
    })?;
    Some(format!(
        "\n# Quick start\n\n```no_run\n# fn main() -> Result<(), Box<dyn std::error::Error>> {{\n# let body: Vec<u8> = Vec::new();\n// `body` is what your server was sent.\nlet event = {package}::webhooks::{name}(&body)?;\nprintln!(\"{{event:?}}\");\n# Ok(())\n# }}\n```\n"
    ))
}
