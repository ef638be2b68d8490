//! Lists that come in pages.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::{Context, types};
use crate::ir::{Field, FieldRef, Pagination, Presence, TypeKind};
use crate::names::{Name, OperationNames};

/// How the list goes on.
pub(super) fn pages(
    context: Context<'_>,
    names: &OperationNames,
    pagination: &Pagination,
) -> TokenStream {
    let marker = &names.marker;
    let item = types::path(context, &pagination.item);
    let next = borrowed_way(context, &pagination.next);
    let items = owned_way(context, &pagination.items);
    quote! {
        impl Paged for #marker {
            type Item = #item;

            fn next(page: &Self::Output) -> Option<&str> {
                #next
            }

            fn items(page: Self::Output) -> Vec<Self::Item> {
                #items
            }
        }
    }
}

fn field<'a>(context: Context<'a>, step: &FieldRef) -> Option<(&'a Field, &'a Name)> {
    let TypeKind::Struct(structure) = &context.definition(step.owner)?.kind else {
        return None;
    };
    let names = context
        .names
        .types
        .get(step.owner.0)?
        .members
        .get(step.field)?;
    Some((structure.fields.get(step.field)?, &names.name))
}

/// An expression of type `Option<&str>`.
fn borrowed_way(context: Context<'_>, way: &[FieldRef]) -> TokenStream {
    let mut expression = quote!(Some(page));
    let mut place = Some(quote!(page));
    for (index, step) in way.iter().enumerate() {
        let Some((field, name)) = field(context, step) else {
            return quote!(None);
        };
        let last = index + 1 == way.len();
        let base = place.take();
        expression = match (field.presence, base) {
            (Presence::Required, Some(base)) => {
                place = Some(quote!(#base.#name));
                quote!(Some(&#base.#name))
            }
            (Presence::Required, None) => quote!(#expression.map(|value| &value.#name)),
            (Presence::OptionalNullable, Some(base)) => quote!(#base.#name.as_option()),
            (Presence::OptionalNullable, None) => {
                quote!(#expression.and_then(|value| value.#name.as_option()))
            }
            (_, Some(base)) if last => return quote!(#base.#name.as_deref()),
            (_, Some(base)) => quote!(#base.#name.as_ref()),
            (_, None) => quote!(#expression.and_then(|value| value.#name.as_ref())),
        };
    }
    match place {
        Some(place) => quote!(Some(#place.as_str())),
        None => quote!(#expression.map(String::as_str)),
    }
}

/// An expression of the type of the items.
fn owned_way(context: Context<'_>, way: &[FieldRef]) -> TokenStream {
    let mut expression = quote!(page);
    let mut certain = true;
    for step in way {
        let Some((field, name)) = field(context, step) else {
            return quote!(Vec::new());
        };
        let optional = match field.presence {
            Presence::Required => None,
            Presence::OptionalNullable => Some(quote!(.into_option())),
            Presence::Nullable | Presence::Optional => Some(quote!()),
        };
        expression = match (certain, optional) {
            (true, None) => quote!(#expression.#name),
            (true, Some(end)) => {
                certain = false;
                quote!(#expression.#name #end)
            }
            (false, None) => quote!(#expression.map(|value| value.#name)),
            (false, Some(end)) => quote!(#expression.and_then(|value| value.#name #end)),
        };
    }
    if certain {
        expression
    } else {
        quote!(#expression.unwrap_or_default())
    }
}
