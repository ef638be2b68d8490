//! Objects with named properties.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, docs, lints, types};
use crate::ir::{Field, Presence, Struct, Type, TypeDef, TypeKind};
use crate::names::{Member, Name, TypeNames};

/// A struct, its constructor and its setters.
pub(super) fn structure(
    context: Context<'_>,
    definition: &TypeDef,
    names: &TypeNames,
    structure: &Struct,
) -> TokenStream {
    let name = &names.name;
    let docs = docs::item(&definition.docs, &[]);
    let members: Vec<(&Field, &Member)> = structure.fields.iter().zip(&names.members).collect();
    let fields = members
        .iter()
        .map(|(field, names)| field_definition(context, field, names));
    let rest = structure.rest.as_ref().map(|ty| {
        let (name, ty) = (&names.rest, types::path(context, ty));
        quote! {
            /// All other properties.
            pub #name: ::std::collections::BTreeMap<String, #ty>,
        }
    });
    let builder = builder(context, definition, names, structure, &members);
    // `new` without arguments and without `Default` would be missed by clippy and by users.
    let default = (definition.sent && !members.iter().any(|(field, _)| is_given(context, field)))
        .then(|| quote!(, Default));
    let table = table(names, structure, &members);
    quote! {
        #docs
        #[derive(Clone, Debug #default)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields)*
            #rest
        }

        #table
        #builder
    }
}

/// How it is read and written: each field with its presence and its name in JSON.
fn table(names: &TypeNames, structure: &Struct, members: &[(&Field, &Member)]) -> TokenStream {
    let name = &names.name;
    let fields = members.iter().map(|(field, names)| {
        let presence = match field.presence {
            Presence::Required => quote!(required),
            Presence::Nullable => quote!(nullable),
            Presence::Optional => quote!(optional),
            Presence::OptionalNullable => quote!(maybe),
        };
        let (name, wire) = (&names.name, &field.name);
        quote!(#presence #name #wire)
    });
    let rest = structure.rest.as_ref().map(|_| {
        let name = &names.rest;
        quote!(; rest #name)
    });
    quote!(crate::runtime::object!(#name { #(#fields),* #rest });)
}

/// `new` and setters, where users of the client make values.
fn builder(
    context: Context<'_>,
    definition: &TypeDef,
    names: &TypeNames,
    structure: &Struct,
    members: &[(&Field, &Member)],
) -> Option<TokenStream> {
    if !definition.sent {
        return None;
    }
    let name = &names.name;
    let (given, set): (Vec<_>, Vec<_>) = members
        .iter()
        .partition(|(field, _)| is_given(context, field));
    let constructor = constructor(
        context,
        members,
        &given,
        structure.rest.is_some().then_some(names),
    );
    let setters = set
        .iter()
        .map(|(field, names)| setter(context, field, names));
    let allow = lints::allow_placeholders(names.members.iter().map(|member| &member.name));
    Some(quote! {
        #allow
        impl #name {
            #constructor
            #(#setters)*
        }
    })
}

/// Whether `new` takes it: what must be there and is not the same in every value.
fn is_given(context: Context<'_>, field: &Field) -> bool {
    matches!(field.presence, Presence::Required | Presence::Nullable)
        && !is_constant(context, field)
}

fn is_constant(context: Context<'_>, field: &Field) -> bool {
    let Type::Named(id) = context.resolved(&field.ty) else {
        return false;
    };
    field.presence == Presence::Required
        && matches!(
            context.definition(*id).map(|definition| &definition.kind),
            Some(TypeKind::Constant(_))
        )
}

fn field_definition(context: Context<'_>, field: &Field, names: &Member) -> TokenStream {
    let docs = docs::item(&field.docs, &[]);
    let name = &names.name;
    let inner = types::path(context, &field.ty);
    let ty = match field.presence {
        Presence::Required => inner,
        Presence::Nullable | Presence::Optional => quote!(Option<#inner>),
        Presence::OptionalNullable => quote!(crate::Maybe<#inner>),
    };
    quote! {
        #docs
        pub #name: #ty,
    }
}

fn constructor(
    context: Context<'_>,
    all: &[(&Field, &Member)],
    given: &[(&Field, &Member)],
    rest: Option<&TypeNames>,
) -> TokenStream {
    let arguments = given.iter().map(|(field, names)| {
        let name = &names.name;
        let ty = given_argument(context, field, name).ty;
        quote!(#name: #ty)
    });
    let values = all.iter().map(|(field, names)| {
        let name = &names.name;
        if !is_given(context, field) {
            let start = match field.presence {
                Presence::OptionalNullable => quote!(crate::Maybe::Absent),
                Presence::Required => types::path(context, context.resolved(&field.ty)),
                Presence::Nullable | Presence::Optional => quote!(None),
            };
            return quote!(#name: #start);
        }
        match given_argument(context, field, name).conversion {
            Some(value) => quote!(#name: #value),
            None => quote!(#name),
        }
    });
    let rest = rest.map(|names| {
        let name = &names.rest;
        quote!(#name: ::std::collections::BTreeMap::new())
    });
    let values = values.chain(rest);
    let allow = (given.len() > 7).then(|| {
        quote!(#[allow(clippy::too_many_arguments, reason = "the document requires that many properties")])
    });
    let docs = docs::lines(&[if given.is_empty() {
        "A value in which nothing is set."
    } else {
        "A value of the required properties alone."
    }]);
    quote! {
        #docs
        #allow
        #[must_use]
        pub fn new(#(#arguments),*) -> Self {
            Self { #(#values),* }
        }
    }
}

fn given_argument(context: Context<'_>, field: &Field, name: &Name) -> types::Argument {
    if field.presence == Presence::Nullable {
        let ty = types::path(context, &field.ty);
        return types::Argument {
            ty: quote!(Option<#ty>),
            conversion: None,
        };
    }
    types::argument(context, &field.ty, name)
}

fn setter(context: Context<'_>, field: &Field, names: &Member) -> TokenStream {
    let (name, setter) = (&names.name, &names.setter);
    let docs = docs::lines(&[&format!("Sets [`{0}`](field@Self::{0}).", name.bare())]);
    let (ty, value) = match field.presence {
        Presence::OptionalNullable => {
            let ty = types::path(context, &field.ty);
            (quote!(impl Into<crate::Maybe<#ty>>), quote!(#name.into()))
        }
        Presence::Required => {
            let argument = types::argument(context, &field.ty, name);
            {
                let value = argument.value(name);
                (argument.ty, value)
            }
        }
        Presence::Optional | Presence::Nullable => {
            let argument = types::argument(context, &field.ty, name);
            let value = argument.value(name);
            (argument.ty, quote!(Some(#value)))
        }
    };
    quote! {
        #docs
        pub fn #setter(mut self, #name: #ty) -> Self {
            self.#name = #value;
            self
        }
    }
}
