//! Arrays whose places have their own types.

use std::collections::BTreeSet;

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{Context, derives, docs, types};
use crate::ir::{Tuple, Type, TypeDef, TypeId, TypeKind};
use crate::names::TypeNames;

/// The longest tuple that the standard library gives `Debug` and `PartialEq`.
const LONGEST: usize = 12;

/// A tuple under a name of its own; a struct where Rust has no such alias, because it would hold
/// itself or is too long.
pub(super) fn tuple(
    context: Context<'_>,
    id: TypeId,
    definition: &TypeDef,
    names: &TypeNames,
    tuple: &Tuple,
) -> TokenStream {
    if !tuple.is_fixed() {
        return list(context, definition, names, tuple);
    }
    let members = &tuple.items;
    let gate = context.gate(definition);
    let docs = docs::item(&definition.docs, &[]);
    let name = &names.name;
    let own = members.iter().map(|ty| types::path(context, ty));
    if is_alias(context, id, tuple) {
        return quote!(#docs #gate pub type #name = (#(#own,)*););
    }
    // Serde writes a struct of one place as what stands in it, so that one keeps its tuple.
    let places = match members.as_slice() {
        [_] => quote!(pub (#(#own,)*)),
        _ => quote!(#(pub #own,)*),
    };
    quote! {
        #docs
        #gate
        #[derive(Clone, Debug, PartialEq, ::serde::Deserialize, ::serde::Serialize)]
        pub struct #name(#places);
    }
}

/// Whether it is another name for a tuple of Rust.
pub(super) fn is_alias(context: Context<'_>, id: TypeId, tuple: &Tuple) -> bool {
    let members = &tuple.items;
    tuple.is_fixed() && members.len() <= LONGEST && !leads_to(context, members, id)
}

/// A list that may be shorter or longer than its places.
fn list(
    context: Context<'_>,
    definition: &TypeDef,
    names: &TypeNames,
    tuple: &Tuple,
) -> TokenStream {
    let gate = context.gate(definition);
    let docs = docs::type_of(definition);
    let derives = derives::derives(context, definition);
    let name = &names.name;
    let items = tuple.items.iter().enumerate().map(|(place, ty)| {
        let presence = match place < tuple.required {
            true => quote!(required),
            false => quote!(optional),
        };
        (presence, ty)
    });
    let rest = tuple.rest.iter().map(|ty| (quote!(rest), ty));
    let places = items
        .chain(rest)
        .enumerate()
        .map(|(place, (presence, ty))| {
            let (place, ty) = (Literal::usize_unsuffixed(place), types::path(context, ty));
            quote!(#presence #place: #ty,)
        });
    quote! {
        #gate
        crate::runtime::list! {
            #docs
            #derives
            pub struct #name {
                #(#places)*
            }
        }
    }
}

/// Whether aliases and tuples alone lead from these types to a tuple.
fn leads_to(context: Context<'_>, from: &[Type], goal: TypeId) -> bool {
    let mut seen = BTreeSet::new();
    let mut open: Vec<TypeId> = from.iter().filter_map(named).collect();
    while let Some(id) = open.pop() {
        if id == goal {
            return true;
        }
        if !seen.insert(id) {
            continue;
        }
        match context.definition(id).map(|definition| &definition.kind) {
            Some(TypeKind::Alias(ty)) => open.extend(named(ty)),
            Some(TypeKind::Tuple(tuple)) if tuple.is_fixed() => {
                open.extend(tuple.items.iter().filter_map(named));
            }
            _ => {}
        }
    }
    false
}

/// The type with a name that a type holds, in lists and maps as well.
fn named(ty: &Type) -> Option<TypeId> {
    let mut ty = ty;
    loop {
        match ty {
            Type::Named(id) => return Some(*id),
            Type::Option(inner) | Type::Array(inner) | Type::Map(inner) | Type::Boxed(inner) => {
                ty = inner;
            }
            _ => return None,
        }
    }
}
