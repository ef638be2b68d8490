//! `src/lib.rs`: the modules, what is public, and where a stranger starts.

use std::fmt::Write as _;

use proc_macro2::TokenStream;
use quote::quote;

use super::client::{Setting, settings};
use super::{Context, depth, docs, incoming, manifest};
use crate::data_types;
use crate::ir::Operation;
use crate::names::OperationNames;

/// The whole file.
pub(super) fn crate_root(context: Context<'_>) -> TokenStream {
    let docs = documentation(context);
    let links = links(context);
    let ungrouped = context
        .api
        .operations
        .iter()
        .any(|operation| operation.group.is_none());
    let groups = context.names.groups.iter().map(|group| {
        let (module, feature) = (&group.module, &group.feature);
        let gate = context
            .has_features()
            .then(|| quote!(#[cfg(feature = #feature)]));
        quote!(#gate pub mod #module;)
    });
    let modules = groups.chain(ungrouped.then(|| {
        quote!(
            pub mod operations;
        )
    }));
    let has_incoming = !context.api.incoming.is_empty();
    let incoming = has_incoming.then(|| {
        quote!(
            pub mod webhooks;
        )
    });
    let incoming = incoming.into_iter();
    let limit = depth::recursion_limit(context.api);
    let has_chrono = data_types::has_module(context.config, "time_of_day");
    let (parse_time_error, time) = has_chrono
        .then(|| (quote!(ParseTimeError,), quote!(Time,)))
        .unzip();
    let data_types = data_types::needed(context.config).filter_map(|needs| {
        let module: TokenStream = needs.public?.parse().ok()?;
        Some(quote!(#[rustfmt::skip] pub use runtime::#module;))
    });
    quote! {
        #docs
        #links
        #limit

        #[rustfmt::skip]
        mod client;
        #[cfg(feature = "mock")]
        #[rustfmt::skip]
        mod examples;
        #[cfg(feature = "mock")]
        #[rustfmt::skip]
        pub mod mock;
        #(#[rustfmt::skip] #modules)*
        mod runtime;
        #[rustfmt::skip]
        pub mod types;
        #(#[rustfmt::skip] #incoming)*

        #[rustfmt::skip]
        pub use runtime::{
            Answer, ApiError, Attempt, Base64, Body, BoxError, BoxFuture, BuildError, Call, Client, ClientBuilder,
            ClientCredentials, Clock, ConnectTimeout, DecodeError, DecodeFailure, Download, Error, Event, File,
            Hook, InvalidRequest, ItemError, ItemSource, ItemStream, Items, Maybe, Never, Operation,
            OperationInfo, Outcome, PageToken, Paged, Pages, Paging, ParsePageTokenError, #parse_time_error
            Reconnecting, ReconnectingError, ReqwestTransport, Response, RetryPolicy, Scheme, SchemeKind, Secret,
            Sending, StreamError, Streamed, #time TokenError, TokenProvider, Transport, TransportError,
            TransportErrorKind, TransportFailure, UndocumentedStatus, UnknownInteger, UnknownValue,
            UnknownVariant, Upload, token_fn, transport_fn,
        };
        #[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
        pub use runtime::Blocking;
        #[cfg(all(feature = "reqwest-middleware", not(target_arch = "wasm32")))]
        pub use runtime::MiddlewareTransport;
        #[cfg(not(target_arch = "wasm32"))]
        pub use runtime::SaveError;
        #[cfg(feature = "tower")]
        pub use runtime::{TowerTransport, TransportService};
        #(#data_types)*
    }
}

/// What the first page says.
fn documentation(context: Context<'_>) -> TokenStream {
    let api = context.api;
    let mut text = format!("A client for {}.\n", docs::single_line(&api.title));
    if let Some(about) = docs::prose(&api.docs) {
        let _ = write!(text, "\n{about}\n");
    }
    let _ = write!(
        text,
        "\nThe document's version is {}.\n",
        docs::code(&api.version)
    );
    let about = docs::inner_where(None, &text);
    // The program calls an operation, which is there with its feature only.
    let first = callable(context).and_then(|(operation, _)| feature(context, operation));
    let quick_start = docs::inner_where(first, &quick_start(context));
    let mut text = environment(context);
    if has_operations(context) {
        text.push_str(&table(context));
    }
    if !context.api.incoming.is_empty() {
        text.push('\n');
        text.push_str(&incoming::table(context, incoming::Function::Link));
    }
    if context.has_features() {
        text.push_str(FEATURES);
    }
    if has_operations(context) {
        text.push_str(ERRORS);
    }
    let rest = docs::inner_where(None, &text);
    quote!(#about #quick_start #rest)
}

/// The feature that an operation belongs to.
fn feature<'a>(context: Context<'a>, operation: &Operation) -> Option<&'a str> {
    let group = context.names.groups.get(operation.group?)?;
    context.has_features().then_some(group.feature.as_str())
}

/// The table of operations links to those of all features; without some, they are no links.
fn links(context: Context<'_>) -> Option<TokenStream> {
    context.has_features().then(
        || quote!(#![cfg_attr(not(feature = "default"), allow(rustdoc::broken_intra_doc_links))]),
    )
}

/// Whether there is something to call, or nothing at all.
pub(super) fn has_operations(context: Context<'_>) -> bool {
    !context.api.operations.is_empty() || context.api.incoming.is_empty()
}

/// A program that calls the first operation that needs no arguments, or makes a client at least.
pub(super) fn quick_start(context: Context<'_>) -> String {
    let package = manifest::package_name(context).replace('-', "_");
    if !has_operations(context)
        && let Some(text) = incoming::quick_start(context, &package)
    {
        return text;
    }
    let mut text = format!(
        "\n# Quick start\n\n```no_run\n# #[tokio::main]\n# async fn main() -> Result<(), Box<dyn std::error::Error>> {{\nlet client = {package}::Client::from_env()?;\n"
    );
    match callable(context) {
        Some((operation, call)) => {
            let binding = if has_output(operation) {
                "let answer = "
            } else {
                ""
            };
            let _ = writeln!(text, "{binding}client{call}.await?;");
            if !binding.is_empty() {
                text.push_str("println!(\"{}: {answer:?}\", answer.status());\n");
            }
        }
        None => text.push_str("println!(\"{client:?}\");\n"),
    }
    text.push_str("# Ok(())\n# }\n```\n");
    text
}

fn has_output(operation: &Operation) -> bool {
    operation
        .answers
        .iter()
        .any(|answer| !answer.contents.is_empty())
}

/// The first operation that can be called without arguments, one that reads before one that writes.
fn callable(context: Context<'_>) -> Option<(&Operation, String)> {
    let all = || context.api.operations.iter().zip(&context.names.operations);
    let is_simple = |operation: &Operation| {
        !operation.docs.deprecated
            && operation
                .parameters
                .iter()
                .all(|parameter| !parameter.required)
            && operation.body.as_ref().is_none_or(|body| !body.required)
    };
    let (operation, names) = all()
        .find(|(operation, _)| operation.method == "GET" && is_simple(operation))
        .or_else(|| all().find(|(operation, _)| is_simple(operation)))?;
    Some((
        operation,
        format!("{}.{}()", access(context, operation), names.method),
    ))
}

fn access(context: Context<'_>, operation: &Operation) -> String {
    operation
        .group
        .and_then(|index| context.names.groups.get(index))
        .map_or_else(String::new, |group| format!(".{}()", group.accessor))
}

/// The variables that `Client::from_env` reads.
pub(super) fn environment(context: Context<'_>) -> String {
    let mut text = String::from(
        "\n# Environment\n\n`Client::from_env` reads these variables:\n\n| variable | meaning |\n|---|---|\n",
    );
    for setting in settings(context) {
        let (name, meaning) = match setting {
            Setting::BaseUrl(name) => (
                docs::code(&name),
                "the base URL, instead of the document's server".to_owned(),
            ),
            Setting::Variable(name, variable) => (
                docs::code(&name),
                format!(
                    "the server variable {}",
                    docs::cell(&docs::code(&variable.name))
                ),
            ),
            Setting::Token(name, names) => (
                docs::code(&name),
                format!("the token of `{}`", names.method),
            ),
            Setting::Basic(username, password, names) => (
                format!("{}, {}", docs::code(&username), docs::code(&password)),
                format!("the user and password of `{}`", names.method),
            ),
            Setting::ClientCredentials(id, secret, names) => (
                format!("{}, {}", docs::code(&id), docs::code(&secret)),
                format!("the id and secret of `{}`", names.client_credentials),
            ),
        };
        let _ = writeln!(text, "| {} | {meaning} |", docs::cell(&name));
    }
    text
}

/// Every operation with its method and path.
pub(super) fn table(context: Context<'_>) -> String {
    let mut text = String::from("\n# Operations\n\n| call | request |\n|---|---|\n");
    for (operation, names) in context.api.operations.iter().zip(&context.names.operations) {
        let call = format!("client{}.{}", access(context, operation), names.method);
        let request = docs::code(&format!("{} {}", operation.method, operation.path));
        let _ = writeln!(
            text,
            "| {} | {} |",
            reference(context, operation, names, &call),
            docs::cell(&request)
        );
    }
    text
}

fn reference(
    context: Context<'_>,
    operation: &Operation,
    names: &OperationNames,
    call: &str,
) -> String {
    let target = match operation
        .group
        .and_then(|index| context.names.groups.get(index))
    {
        Some(group) => format!(
            "{}::{}::{}",
            group.module.bare(),
            group.handle,
            names.method.bare()
        ),
        None => format!("Client::{}", names.method.bare()),
    };
    format!("[`{call}`]({target})")
}

const FEATURES: &str = "
# Features

Each tag of the document is a feature of its module's name, with `-` for `_`. All are on by default;
without default features, a program compiles those that it names.
";

const ERRORS: &str = "
# Errors

A call ends in an [`Error`] whose parameter is the operation's own enum, with a variant for each
status that the document describes:

- [`Error::Api`]: a documented error. `body` is the enum; status, headers and the raw body are beside it.
- [`Error::UndocumentedStatus`]: an answer of which the document says nothing.
- [`Error::Decode`]: an answer that does not hold what the document says; it names the place.
- [`Error::Transport`]: no answer, or none that could be read to its end.
- [`Error::InvalidRequest`]: nothing was sent, because a value or credential would not do.
- [`Error::Token`]: there is no token to authenticate with, because its provider or endpoint failed.
";
