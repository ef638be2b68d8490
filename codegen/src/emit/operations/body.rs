//! The body of a request: the argument, the enum of what it may be, and how it is written.

use proc_macro2::TokenStream;
use quote::quote;

use super::parameters::style_path;
use crate::emit::answers::payload_type;
use crate::emit::{Context, docs, sizes, types};
use crate::ir::{Body, Content, Framing, Payload, Type};
use crate::names::{Name, OperationNames};

/// The type of the argument.
pub(in crate::emit) fn argument(
    context: Context<'_>,
    names: &OperationNames,
    body: &Body,
) -> TokenStream {
    let [content] = body.contents.as_slice() else {
        let name = &names.content;
        return quote!(impl Into<#name>);
    };
    match &content.payload {
        Payload::Json(ty) | Payload::Form(ty, _) | Payload::Multipart(ty, _) => {
            types::argument(context, ty, &names.body).ty
        }
        Payload::Items(_, ty) => {
            let ty = types::path(context, ty);
            quote!(impl crate::ItemSource<Item = #ty>)
        }
        Payload::Text | Payload::AnyText => quote!(impl Into<String>),
        Payload::Bytes => quote!(impl Into<crate::Upload>),
    }
}

/// Lines that put the body into the request.
pub(in crate::emit) fn write(
    context: Context<'_>,
    names: &OperationNames,
    body: &Body,
    request: &TokenStream,
) -> TokenStream {
    let name = &names.body;
    let [content] = body.contents.as_slice() else {
        return quote!(#name.into().write(&mut #request););
    };
    let conversion = typed(&content.payload).and_then(|ty| {
        let value = types::argument(context, ty, name).conversion?;
        let own = types::path(context, ty);
        Some(quote!(let #name: #own = #value;))
    });
    let call = call(content, &quote!(#name));
    quote!(#conversion #request.#call;)
}

/// The type of a body that is one value.
fn typed(payload: &Payload) -> Option<&Type> {
    match payload {
        Payload::Json(ty) | Payload::Form(ty, _) | Payload::Multipart(ty, _) => Some(ty),
        Payload::Items(..) | Payload::Text | Payload::AnyText | Payload::Bytes => None,
    }
}

/// The method of the request that writes the body, with its arguments.
fn call(content: &Content, value: &TokenStream) -> TokenStream {
    let media_type = &content.media_type;
    match &content.payload {
        Payload::Json(_) => quote!(json(#media_type, &#value)),
        Payload::Form(_, styles) => {
            let styles = styles.iter().map(|(property, style)| {
                let style = style_path(*style);
                quote!((#property, #style))
            });
            quote!(form(#media_type, &#value, &[#(#styles),*]))
        }
        Payload::Multipart(_, media_types) => {
            let media_types = media_types
                .iter()
                .map(|(property, media_type)| quote!((#property, #media_type)));
            quote!(multipart(#media_type, &#value, &[#(#media_types),*]))
        }
        Payload::Items(Framing::Sequence, _) => quote!(sequence(#media_type, #value)),
        Payload::Items(..) => quote!(lines(#media_type, #value)),
        Payload::Text | Payload::AnyText => quote!(text(#media_type, #value)),
        Payload::Bytes => quote!(bytes(#media_type, #value)),
    }
}

/// The type that a variant, or the map of the document, shows.
pub(in crate::emit) fn held(context: Context<'_>, payload: &Payload) -> TokenStream {
    match payload {
        Payload::Items(_, ty) => {
            let ty = types::path(context, ty);
            quote!(Vec<#ty>)
        }
        Payload::Bytes => quote!(crate::Upload),
        other => payload_type(context, Some(other)),
    }
}

/// The enum of what a body may be, where the document offers several media types that differ.
pub(super) fn definition(
    context: Context<'_>,
    names: &OperationNames,
    body: &Body,
) -> Option<TokenStream> {
    if body.contents.len() < 2 {
        return None;
    }
    let name = &names.content;
    let docs = docs::lines(&[&format!(
        "What [`{0}`](enum@{0}) may be sent, by media type.",
        names.marker
    )]);
    let all = || body.contents.iter().zip(&names.contents);
    let variants = all().map(|(content, variant)| {
        let docs = docs::lines(&[&docs::code(&content.media_type)]);
        let ty = held(context, &content.payload);
        quote!(#docs #variant(#ty))
    });
    let arms = all().map(|(content, variant)| {
        let call = call(content, &quote!(body));
        quote!(Self::#variant(body) => request.#call)
    });
    let conversions = all()
        .zip(are_sole(context, body))
        .map(|((content, variant), is_sole)| {
            let ty = held(context, &content.payload);
            let whole = from(name, variant, &ty, &quote!(body));
            // Most bytes are in memory.
            let bytes = (content.payload == Payload::Bytes)
                .then(|| from(name, variant, &quote!(::bytes::Bytes), &quote!(body.into())));
            is_sole.then(|| quote!(#whole #bytes))
        });
    let allow = sizes::allow_uneven(context, all().map(|(content, _)| typed(&content.payload)));
    Some(quote! {
        #docs
        #allow
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name { #(#variants),* }

        impl #name {
            pub(crate) fn write(self, request: &mut crate::runtime::Request) {
                match self { #(#arms),* }
            }
        }

        #(#conversions)*
    })
}

/// Whether each variant alone holds its type, so that it can be made of a value: where two hold the
/// same, there is no telling which one is meant.
fn are_sole(context: Context<'_>, body: &Body) -> Vec<bool> {
    let types: Vec<Option<String>> = body
        .contents
        .iter()
        .map(|content| match &content.payload {
            Payload::Json(ty) | Payload::Form(ty, _) | Payload::Multipart(ty, _) => {
                types::expanded(context, ty)
            }
            other => Some(held(context, other).to_string()),
        })
        .collect();
    let are_known = types.iter().all(Option::is_some);
    let is_sole = |ty| types.iter().filter(|other| *other == ty).count() == 1;
    types.iter().map(|ty| are_known && is_sole(ty)).collect()
}

/// The types that the enum of a body is made of by `From`.
pub(in crate::emit) fn convertible(context: Context<'_>, body: &Body) -> Vec<TokenStream> {
    let contents = body.contents.iter().zip(are_sole(context, body));
    contents
        .filter(|(_, is_sole)| *is_sole)
        .map(|(content, _)| held(context, &content.payload))
        .collect()
}

/// The conversion of what a variant is made of.
fn from(owner: &Name, variant: &Name, ty: &TokenStream, held: &TokenStream) -> TokenStream {
    quote! {
        impl From<#ty> for #owner {
            fn from(body: #ty) -> Self {
                Self::#variant(#held)
            }
        }
    }
}
