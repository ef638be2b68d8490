//! Parameters, as arguments and as what is written into the request.

use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};

use crate::emit::{Context, types};
use crate::ir::{Location, Parameter, Style, Type};
use crate::names::Name;

/// A line that puts a parameter into the request of a call.
pub(super) fn write(context: Context<'_>, parameter: &Parameter, name: &Name) -> TokenStream {
    let argument = types::argument(context, &parameter.ty, name);
    let own = types::path(context, &parameter.ty);
    let conversion = argument
        .conversion
        .map(|value| quote!(let #name: #own = #value;));
    let (method, more) = place(context, parameter);
    let more = more.iter().map(|argument| quote!(#argument,));
    quote!(#conversion call.request.#method(#(#more)* &#name);)
}

/// A parameter in the table of those that are set one by one: how a value is taken and of what
/// type, and where it goes.
pub(in crate::emit) fn entry(
    context: Context<'_>,
    parameter: &Parameter,
    name: &Name,
) -> TokenStream {
    let (taking, ty) = types::taking(context, &parameter.ty);
    let (method, more) = place(context, parameter);
    quote!(#name: #taking #ty = #method(#(#more),*))
}

/// The method of a request that takes a parameter, and its arguments before the value: the
/// parameter's name, and its style where it is not the usual one.
fn place(context: Context<'_>, parameter: &Parameter) -> (TokenStream, Vec<TokenStream>) {
    let (plain, styled) = match (parameter.location, parameter.style) {
        (Location::Querystring, Style::Form { .. }) => return (quote!(query_form), Vec::new()),
        (Location::Querystring, Style::Json) => return (quote!(query_json), Vec::new()),
        (Location::Querystring, _) => return (quote!(query_text), Vec::new()),
        (Location::Path, _) => (quote!(path), quote!(path_as)),
        (Location::Query, _) => (quote!(query), quote!(query_as)),
        (Location::Header, _) => (quote!(header), quote!(header_as)),
        (Location::Cookie, _) => (quote!(cookie), quote!(cookie_as)),
    };
    let wire = parameter.name.to_token_stream();
    match style(context, parameter) {
        None => (plain, vec![wire]),
        Some(style) => (styled, vec![wire, style]),
    }
}

/// The style, unless it is the default of its place or makes no difference.
fn style(context: Context<'_>, parameter: &Parameter) -> Option<TokenStream> {
    let is_scalar = !matches!(
        context.resolved(&parameter.ty),
        Type::Array(_)
            | Type::Map(_)
            | Type::JsonObject
            | Type::Json
            | Type::Named(_)
            | Type::Option(_)
    );
    match (parameter.style, parameter.location) {
        (Style::Simple { explode: false }, Location::Path | Location::Header)
        | (Style::Form { explode: true }, Location::Query | Location::Cookie) => None,
        (Style::Simple { .. }, Location::Path | Location::Header) if is_scalar => None,
        (Style::Form { .. }, Location::Query | Location::Cookie) if is_scalar => None,
        (style, _) => Some(style_path(style)),
    }
}

/// A style as an expression.
pub(super) fn style_path(style: Style) -> TokenStream {
    let style = match style {
        Style::Simple { explode } => quote!(Simple { explode: #explode }),
        Style::Label { explode } => quote!(Label { explode: #explode }),
        Style::Matrix { explode } => quote!(Matrix { explode: #explode }),
        Style::Form { explode } => quote!(Form { explode: #explode }),
        Style::SpaceDelimited => quote!(SpaceDelimited),
        Style::PipeDelimited => quote!(PipeDelimited),
        Style::DeepObject => quote!(DeepObject),
        Style::Json => quote!(Json),
    };
    quote!(crate::runtime::Style::#style)
}
