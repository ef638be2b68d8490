//! Parameters and bodies, as arguments and as what is written into the request.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::{Context, types};
use crate::ir::{Body, Location, Parameter, Payload, Style, Type};
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
        Some(style) => quote!(#request.#styled(#wire, crate::runtime::Style::#style, &#name);),
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
        (Style::Simple { explode }, _) => Some(quote!(Simple { explode: #explode })),
        (Style::Label { explode }, _) => Some(quote!(Label { explode: #explode })),
        (Style::Matrix { explode }, _) => Some(quote!(Matrix { explode: #explode })),
        (Style::Form { explode }, _) => Some(quote!(Form { explode: #explode })),
        (Style::SpaceDelimited, _) => Some(quote!(SpaceDelimited)),
        (Style::PipeDelimited, _) => Some(quote!(PipeDelimited)),
        (Style::DeepObject, _) => Some(quote!(DeepObject)),
        (Style::Json, _) => Some(quote!(Json)),
    }
}

pub(super) fn body_argument(context: Context<'_>, body: &Body, name: &Name) -> TokenStream {
    match &body.payload {
        Payload::Json(ty) | Payload::Form(ty) => types::argument(context, ty, name).ty,
        Payload::Text => quote!(impl Into<String>),
        Payload::Bytes => quote!(impl Into<::bytes::Bytes>),
    }
}

pub(super) fn write_body(
    context: Context<'_>,
    body: &Body,
    name: &Name,
    request: &TokenStream,
) -> TokenStream {
    let media_type = &body.media_type;
    let (ty, writer) = match &body.payload {
        Payload::Json(ty) => (ty, quote!(json)),
        Payload::Form(ty) => (ty, quote!(form)),
        Payload::Text => return quote!(#request.text(#media_type, #name);),
        Payload::Bytes => return quote!(#request.bytes(#media_type, #name);),
    };
    let argument = types::argument(context, ty, name);
    let own = types::path(context, ty);
    let conversion = argument
        .conversion
        .map(|value| quote!(let #name: #own = #value;));
    quote! {
        #conversion
        #request.#writer(#media_type, &#name);
    }
}
