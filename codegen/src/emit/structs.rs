//! Objects with named properties.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, derives, docs, types};
use crate::ir::{Field, Presence, Struct, Type, TypeDef, TypeKind};
use crate::names::{Member, TypeNames};

/// A struct; with a constructor and setters where users of the client make values.
pub(super) fn structure(
    context: Context<'_>,
    definition: &TypeDef,
    names: &TypeNames,
    structure: &Struct,
) -> TokenStream {
    let name = &names.name;
    let gate = context.gate(definition);
    let docs = docs::type_of(definition);
    let derives = derives::derives(context, definition);
    let members: Vec<(&Field, &Member)> = structure.fields.iter().zip(&names.members).collect();
    let rest = structure.rest.as_ref().map(|ty| {
        let (name, ty) = (&names.rest, types::path(context, ty));
        quote!(rest(#name: #ty))
    });
    if !definition.sent {
        let fields = members
            .iter()
            .map(|(field, names)| field_definition(context, field, names, None));
        return quote! {
            #gate
            crate::runtime::object! {
                #docs
                #derives
                pub struct #name #rest {
                    #(#fields)*
                }
            }
        };
    }
    let given = members.iter().filter(|(field, _)| is_given(context, field));
    let arguments = given.map(|(field, names)| argument(context, field, names));
    // `new` without arguments and no `Default` would be missed by clippy and by users.
    let default = has_default(context, definition, structure).then(|| quote!(#[derive(Default)]));
    let fields = members.iter().map(|(field, names)| {
        let how = how(context, field, names);
        field_definition(context, field, names, Some(how))
    });
    quote! {
        #gate
        crate::runtime::input! {
            #docs
            #default
            #derives
            pub struct #name #rest new(#(#arguments),*) {
                #(#fields)*
            }
        }
    }
}

/// Whether values can be made of nothing.
pub(super) fn has_default(context: Context<'_>, definition: &TypeDef, structure: &Struct) -> bool {
    let mut fields = structure.fields.iter();
    definition.sent && !fields.any(|field| is_given(context, field))
}

/// Whether `new` takes it: what must be there and is not the same in every value.
pub(super) fn is_given(context: Context<'_>, field: &Field) -> bool {
    matches!(field.presence, Presence::Required | Presence::Nullable)
        && !is_constant(context, field)
}

pub(super) fn is_constant(context: Context<'_>, field: &Field) -> bool {
    let Type::Named(id) = context.resolved(&field.ty) else {
        return false;
    };
    field.presence == Presence::Required
        && matches!(
            context.definition(*id).map(|definition| &definition.kind),
            Some(TypeKind::Constant(_))
        )
}

fn field_definition(
    context: Context<'_>,
    field: &Field,
    names: &Member,
    how: Option<TokenStream>,
) -> TokenStream {
    let docs = docs::item(&field.docs, &[]);
    let (name, wire) = (&names.name, &field.name);
    let inner = types::path(context, &field.ty);
    let (presence, ty) = match field.presence {
        Presence::Required => (quote!(required), inner),
        Presence::Nullable => (quote!(nullable), quote!(Option<#inner>)),
        Presence::Optional if admits_null(context, field) => (quote!(any), quote!(Option<#inner>)),
        Presence::Optional => (quote!(optional), quote!(Option<#inner>)),
        Presence::OptionalNullable => (quote!(maybe), quote!(crate::Maybe<#inner>)),
    };
    quote!(#docs #presence #how #name: #ty = #wire,)
}

/// Whether null is a value of the type itself, so that it is no sign of absence.
fn admits_null(context: Context<'_>, field: &Field) -> bool {
    matches!(context.resolved(&field.ty), Type::Json | Type::Null)
}

/// How `new` or the setter takes a value.
fn how(context: Context<'_>, field: &Field, names: &Member) -> TokenStream {
    let (taking, ty) = types::taking(context, &field.ty);
    if is_constant(context, field) {
        return quote!((constant));
    }
    // The arguments of `new` say their types themselves.
    if is_given(context, field) {
        return quote!((#taking));
    }
    let setter = (names.setter != names.name).then(|| {
        let setter = &names.setter;
        quote!(as #setter)
    });
    // `Into<Maybe<T>>` takes a `T` as it is.
    if field.presence == Presence::OptionalNullable {
        let own = types::path(context, &field.ty);
        return quote!((plain #own #setter));
    }
    quote!((#taking #ty #setter))
}

/// An argument of `new`.
fn argument(context: Context<'_>, field: &Field, names: &Member) -> TokenStream {
    let name = &names.name;
    let ty = if field.presence == Presence::Nullable {
        let ty = types::path(context, &field.ty);
        quote!(Option<#ty>)
    } else {
        types::argument(context, &field.ty, name).ty
    };
    quote!(#name: #ty)
}
