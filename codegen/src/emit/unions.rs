//! One of several types.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value as Json;

use super::{Context, docs, sizes, types};
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
    let docs = docs::item(&definition.docs, &[]);
    let branches: Vec<(&Branch, &Name)> = union
        .branches
        .iter()
        .zip(names.members.iter().map(|member| &member.name))
        .collect();
    let variants = branches.iter().map(|(branch, variant)| {
        let docs = docs::item_or(&branch.docs, &format!("{}.", variant));
        let ty = types::path(context, &branch.ty);
        quote!(#docs #variant(#ty),)
    });
    let unknown = union.discriminator.as_ref().map(|_| {
        quote! {
            /// A branch that this version does not know.
            Unknown(crate::UnknownVariant),
        }
    });
    let known = union.branches.iter().map(|branch| Some(&branch.ty));
    let allow = sizes::allow_uneven(context, known.chain(unknown.is_some().then_some(None)));
    let serialize = serialize(union, &branches);
    let deserialize = match &union.discriminator {
        Some(how) => read_tagged(name, how, &branches),
        None => read_union(name, &branches),
    };
    let conversions = conversions(context, name, &branches);
    quote! {
        #docs
        #allow
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            #unknown
        }

        impl ::serde::Serialize for #name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                #serialize
            }
        }

        impl<'de> ::serde::Deserialize<'de> for #name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                #deserialize
            }
        }

        #(#conversions)*
    }
}

fn serialize(union: &Union, branches: &[(&Branch, &Name)]) -> TokenStream {
    let arms = branches.iter().map(|(branch, variant)| match &union.discriminator {
        Some(how) if !branch.tags.is_empty() => {
            let (property, tags) = (&how.property, &branch.tags);
            quote!(Self::#variant(value) => crate::runtime::write_tagged(serializer, #property, &[#(#tags),*], value),)
        }
        _ => quote!(Self::#variant(value) => ::serde::Serialize::serialize(value, serializer),),
    });
    let unknown = union
        .discriminator
        .as_ref()
        .map(|_| quote!(Self::Unknown(value) => ::serde::Serialize::serialize(value, serializer),));
    quote!(match self { #(#arms)* #unknown })
}

fn read_tagged(name: &Name, how: &Discriminator, branches: &[(&Branch, &Name)]) -> TokenStream {
    let shown = name.to_string();
    let property = &how.property;
    let tagged = branches
        .iter()
        .filter(|(branch, _)| !branch.tags.is_empty())
        .map(|(branch, variant)| {
            let tags = &branch.tags;
            quote! {
                crate::runtime::Tagged {
                    tags: &[#(#tags),*],
                    read: |value| crate::runtime::from_value(value).map(Self::#variant),
                },
            }
        });
    let default = how.default.and_then(|index| branches.get(index)).map_or_else(
        || quote!(None),
        |(_, variant)| quote!(Some(|value| crate::runtime::from_value(value).map(Self::#variant))),
    );
    quote! {
        crate::runtime::read_tagged(deserializer, #shown, #property, &[#(#tagged)*], #default, Self::Unknown)
    }
}

fn read_union(name: &Name, branches: &[(&Branch, &Name)]) -> TokenStream {
    let shown = name.to_string();
    let branches = branches.iter().map(|(branch, variant)| {
        let label = variant.to_string();
        let shape = shape(&branch.shape);
        quote! {
            crate::runtime::Branch {
                name: #label,
                shape: #shape,
                read: |value| crate::runtime::from_value(value).map(Self::#variant),
            },
        }
    });
    quote!(crate::runtime::read_union(deserializer, #shown, &[#(#branches)*]))
}

/// What is seen of a value; what says nothing is left out.
fn shape(shape: &Shape) -> TokenStream {
    let kinds = shape.kinds.iter().map(|kind| match kind {
        JsonKind::Null => quote!(crate::runtime::Kind::Null),
        JsonKind::Boolean => quote!(crate::runtime::Kind::Boolean),
        JsonKind::Integer => quote!(crate::runtime::Kind::Integer),
        JsonKind::Number => quote!(crate::runtime::Kind::Number),
        JsonKind::String => quote!(crate::runtime::Kind::String),
        JsonKind::Array => quote!(crate::runtime::Kind::Array),
        JsonKind::Object => quote!(crate::runtime::Kind::Object),
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
    let fields: Vec<TokenStream> = [
        (!shape.kinds.is_empty()).then(|| quote!(kinds: &[#(#kinds),*])),
        (!required.is_empty()).then(|| quote!(required: &[#(#required),*])),
        (!known.is_empty()).then(|| quote!(known: &[#(#known),*])),
        (!constants.is_empty()).then(|| quote!(constants: &[#(#constants),*])),
        (!values.is_empty()).then(|| quote!(values: &[#(#values),*])),
    ]
    .into_iter()
    .flatten()
    .collect();
    match fields.len() {
        0 => quote!(crate::runtime::Shape::ANY),
        5 => quote!(crate::runtime::Shape { #(#fields),* }),
        _ => quote!(crate::runtime::Shape { #(#fields,)* ..crate::runtime::Shape::ANY }),
    }
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
            Json::Bool(value) => quote!(crate::runtime::Scalar::Bool(#value)),
            Json::String(text) => quote!(crate::runtime::Scalar::Text(#text)),
            Json::Number(number) => match number.as_i64() {
                Some(integer) => quote!(crate::runtime::Scalar::Integer(#integer)),
                None => {
                    let float = number.as_f64().unwrap_or_default();
                    quote!(crate::runtime::Scalar::Float(#float))
                }
            },
            _ => quote!(crate::runtime::Scalar::Null),
        })
        .collect()
}

/// `From` for each branch whose type no other branch has.
fn conversions(
    context: Context<'_>,
    name: &Name,
    branches: &[(&Branch, &Name)],
) -> Vec<TokenStream> {
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
    let mut conversions = Vec::new();
    for ((branch, variant), ty) in branches.iter().zip(&expanded) {
        if !ty.as_deref().is_some_and(is_convertible) {
            continue;
        }
        let (inner, value) = match &branch.ty {
            Type::Boxed(inner) => (types::path(context, inner), quote!(Box::new(value))),
            other => (types::path(context, other), quote!(value)),
        };
        conversions.push(quote! {
            impl From<#inner> for #name {
                fn from(value: #inner) -> Self {
                    Self::#variant(#value)
                }
            }
        });
        if matches!(context.resolved(&branch.ty), Type::String) {
            conversions.push(quote! {
                impl From<&str> for #name {
                    fn from(value: &str) -> Self {
                        Self::#variant(value.into())
                    }
                }
            });
        }
    }
    conversions
}
