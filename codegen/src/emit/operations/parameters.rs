//! Parameters, as arguments and as what is written into the request.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::{Context, types};
use crate::ir::{Location, Parameter, Style, Type};
use crate::names::Name;

/// A line that puts a parameter into the request.
pub(super) fn write_parameter(
    context: Context<'_>,
    parameter: &Parameter,
    name: &Name,
    request: &TokenStream,
) -> TokenStream {
    let wire = &parameter.name;
    let argument = types::argument(context, &parameter.ty, name);
    let own = types::path(context, &parameter.ty);
    let conversion = argument
        .conversion
        .map(|value| quote!(let #name: #own = #value;));
    if parameter.location == Location::Querystring {
        let write = match parameter.style {
            Style::Form { .. } => quote!(query_form),
            Style::Json => quote!(query_json),
            _ => quote!(query_text),
        };
        return quote!(#conversion #request.#write(&#name););
    }
    let (plain, styled) = match parameter.location {
        Location::Path => (quote!(path), quote!(path_as)),
        Location::Query | Location::Querystring => (quote!(query), quote!(query_as)),
        Location::Header => (quote!(header), quote!(header_as)),
        Location::Cookie => (quote!(cookie), quote!(cookie_as)),
    };
    let write = match style(context, parameter) {
        None => quote!(#request.#plain(#wire, &#name);),
        Some(style) => quote!(#request.#styled(#wire, #style, &#name);),
    };
    quote!(#conversion #write)
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
