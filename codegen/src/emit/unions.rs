//! One of several types.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value as Json;

use super::{Context, derives, docs, sizes, types};
use crate::ir::{Branch, Discriminator, JsonKind, Shape, Type, TypeDef, Union};
use crate::names::{Name, TypeNames};

/// An enum of the branches.
pub(super) fn union(
    context: Context<'_>,
    definition: &TypeDef,
    names: &TypeNames,
    union: &Union,
) -> TokenStream {
    let name = &names.name;
    let gate = context.gate(definition);
    let docs = docs::type_of(definition);
    let derives = derives::derives(context, definition);
    let branches: Vec<(&Branch, &Name)> = union
        .branches
        .iter()
        .zip(names.members.iter().map(|member| &member.name))
        .collect();
    let unknown = union.discriminator.as_ref().map(|_| None);
    let known = union.branches.iter().map(|branch| Some(&branch.ty));
    let allow = sizes::allow_uneven(context, known.chain(unknown));
    let convertible = match definition.sent {
        true => convertible(context, name, &branches),
        false => Vec::new(),
    };
    let variants = branches
        .iter()
        .enumerate()
        .map(|(index, (branch, variant))| {
            let docs = docs::item(&branch.docs, &[]);
            let ty = types::path(context, &branch.ty);
            let how = match &union.discriminator {
                Some(how) => {
                    let tags = &branch.tags;
                    let untagged = untagged(how, branch);
                    quote!(= [#(#tags),*] #untagged)
                }
                None => {
                    let shape = shape(&branch.shape);
                    quote!({ #shape })
                }
            };
            let from = (convertible.contains(&index) && !matches!(branch.ty, Type::Boxed(_)))
                .then(|| quote!(from));
            quote!(#docs #variant(#ty) #from #how,)
        });
    let (table, by) = match &union.discriminator {
        Some(how) => (quote!(crate::runtime::tagged!), Some(by(how, &branches))),
        None => (quote!(crate::runtime::union!), None),
    };
    let conversions = conversions(context, name, &branches, &convertible, gate.as_ref());
    quote! {
        #gate
        #table {
            #docs
            #allow
            #derives
            pub enum #name #by {
                #(#variants)*
            }
        }
        #conversions
    }
}

/// The discriminator, and the variant for a tag that is absent or unknown.
fn by(how: &Discriminator, branches: &[(&Branch, &Name)]) -> TokenStream {
    let property = &how.property;
    let default = how
        .default
        .and_then(|index| branches.get(index))
        .map(|(_, variant)| quote!(or #variant));
    quote!(by #property #default)
}

/// What is seen of a value without the discriminator, for a branch that does not require it.
fn untagged(how: &Discriminator, branch: &Branch) -> Option<TokenStream> {
    if how.default.is_some() || branch.shape.required.contains(&how.property) {
        return None;
    }
    let optional = branch.optional_tag.then(|| quote!(optional));
    let shape = shape(&branch.shape);
    Some(quote!(#optional { #shape }))
}

/// What is seen of a value; what says nothing is left out.
fn shape(shape: &Shape) -> TokenStream {
    let kinds = shape.kinds.iter().map(|kind| match kind {
        JsonKind::Null => quote!(Kind::Null),
        JsonKind::Boolean => quote!(Kind::Boolean),
        JsonKind::Integer => quote!(Kind::Integer),
        JsonKind::Number => quote!(Kind::Number),
        JsonKind::String => quote!(Kind::String),
        JsonKind::Array => quote!(Kind::Array),
        JsonKind::Object => quote!(Kind::Object),
    });
    let (required, known) = (&shape.required, &shape.known);
    let constants: Vec<TokenStream> = shape
        .constants
        .iter()
        .filter_map(|(name, values)| {
            let values = scalars(values);
            (!values.is_empty()).then(|| quote!((#name, &[#(#values),*])))
        })
        .collect();
    let values = scalars(&shape.values);
    let fields = [
        (!shape.kinds.is_empty()).then(|| quote!(kinds: [#(#kinds),*])),
        (!required.is_empty()).then(|| quote!(required: [#(#required),*])),
        (!known.is_empty()).then(|| quote!(known: [#(#known),*])),
        (!constants.is_empty()).then(|| quote!(constants: [#(#constants),*])),
        (!values.is_empty()).then(|| quote!(values: [#(#values),*])),
        shape.closed.then(|| quote!(closed: true)),
    ];
    let fields = fields.into_iter().flatten();
    quote!(#(#fields),*)
}

/// Scalars alone can tell branches apart; lists and objects are left to the reading.
fn scalars(values: &[Json]) -> Vec<TokenStream> {
    if values
        .iter()
        .any(|value| value.is_array() || value.is_object())
    {
        return Vec::new();
    }
    values
        .iter()
        .map(|value| match value {
            Json::Bool(value) => quote!(Scalar::Bool(#value)),
            Json::String(text) => quote!(Scalar::Text(#text)),
            Json::Number(number) => match number.as_i64() {
                Some(integer) => quote!(Scalar::Integer(#integer)),
                None => {
                    let float = number.as_f64().unwrap_or_default();
                    quote!(Scalar::Float(#float))
                }
            },
            _ => quote!(Scalar::Null),
        })
        .collect()
}

/// The branches whose type no other branch has, by their indices.
pub(super) fn convertible(
    context: Context<'_>,
    name: &Name,
    branches: &[(&Branch, &Name)],
) -> Vec<usize> {
    let expanded: Vec<Option<String>> = branches
        .iter()
        .map(|(branch, _)| types::expanded(context, context.resolved(&branch.ty)))
        .collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for ty in expanded.iter().flatten() {
        *counts.entry(ty).or_default() += 1;
    }
    let is_convertible = |ty: &str| {
        // Every type is made of itself already.
        counts.get(ty) == Some(&1) && ty != name.to_string()
    };
    let all = expanded.iter().enumerate();
    all.filter(|(_, ty)| ty.as_deref().is_some_and(is_convertible))
        .map(|(index, _)| index)
        .collect()
}

/// The conversions that take more than the value of a branch.
fn conversions(
    context: Context<'_>,
    name: &Name,
    branches: &[(&Branch, &Name)],
    convertible: &[usize],
    gate: Option<&TokenStream>,
) -> TokenStream {
    let mut conversions = Vec::new();
    let branches = convertible.iter().filter_map(|index| branches.get(*index));
    for (branch, variant) in branches {
        if let Type::Boxed(inner) = &branch.ty {
            let inner = types::path(context, inner);
            conversions.push(quote! {
                #gate
                impl From<#inner> for #name {
                    fn from(value: #inner) -> Self {
                        Self::#variant(Box::new(value))
                    }
                }
            });
        }
        if matches!(context.resolved(&branch.ty), Type::String) {
            conversions.push(quote! {
                #gate
                impl From<&str> for #name {
                    fn from(value: &str) -> Self {
                        Self::#variant(value.into())
                    }
                }
            });
        }
    }
    quote!(#(#conversions)*)
}
