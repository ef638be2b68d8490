//! The headers that come with an operation's answers.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::{Context, docs, types};
use crate::ir::{Operation, Style, Type, TypeKind};
use crate::lower::is_by_line;
use crate::names::OperationNames;

/// The struct of the headers, where the document describes any.
pub(super) fn definition(
    context: Context<'_>,
    operation: &Operation,
    names: &OperationNames,
) -> Option<TokenStream> {
    if operation.headers.is_empty() {
        return None;
    }
    let name = &names.headers_type;
    let docs = docs::lines(&[
        &format!(
            "The headers that the document describes for the answers to [`{0}`](enum@{0}).",
            names.marker
        ),
        "",
        &format!("`{name}::try_from(answer.headers())` reads them."),
    ]);
    let fields = operation.headers.iter().zip(&names.headers);
    let fields = fields.map(|(header, field)| {
        let wire = &header.name;
        let shown = format!("{}.", docs::code(wire));
        let docs = docs::operation_or(&header.docs, &shown);
        let ty = types::path(context, &header.ty);
        let how = match is_by_line(&header.name) {
            true => quote!(Lines),
            false => how(context, header.style, &header.ty),
        };
        quote!(#docs #field: #ty = #how #wire,)
    });
    Some(quote! {
        crate::runtime::headers! {
            #docs
            pub struct #name { #(#fields)* }
        }
    })
}

/// How the text of a header becomes its type.
fn how(context: Context<'_>, style: Style, ty: &Type) -> TokenStream {
    let is_object = match context.resolved(ty) {
        Type::Map(_) | Type::JsonObject => true,
        Type::Named(id) => context
            .definition(*id)
            .is_some_and(|definition| matches!(definition.kind, TypeKind::Struct(_))),
        _ => false,
    };
    match (style, context.resolved(ty)) {
        (Style::Json, _) => quote!(Json),
        (Style::Simple { explode: true }, _) if is_object => quote!(Assigned),
        _ if is_object => quote!(Members),
        (_, Type::Array(_)) => quote!(List),
        _ => quote!(Plain),
    }
}
