//! Values that are spelled out, and single values.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value as Json;

use super::{Context, docs};
use crate::ir::{Enum, EnumBase, TypeDef};
use crate::names::TypeNames;

/// An enum that keeps the values it does not know.
pub(super) fn enumeration(definition: &TypeDef, names: &TypeNames, values: &Enum) -> TokenStream {
    let name = &names.name;
    let docs = docs::item(&definition.docs, &[]);
    let members = || values.values.iter().zip(&names.members);
    let variants = members().map(|(value, names)| {
        let variant = &names.name;
        let shown = docs::code(&value.value.to_string());
        let docs = match &value.description {
            Some(description) => docs::text(&format!("{shown}: {description}")),
            None => docs::lines(&[&format!("{shown}.")]),
        };
        quote!(#docs #variant,)
    });
    let (derived, unknown, table) = match values.base {
        EnumBase::String => (
            quote!(Clone, Debug),
            quote!(crate::UnknownValue),
            quote!(crate::runtime::string_enum!),
        ),
        EnumBase::Integer => (
            quote!(Clone, Copy, Debug, PartialEq, Eq, Hash),
            quote!(crate::UnknownInteger),
            quote!(crate::runtime::integer_enum!),
        ),
    };
    let pairs = members().map(|(value, names)| {
        let (variant, value) = (&names.name, literal(&value.value));
        quote!(#variant #value)
    });
    quote! {
        #docs
        #[derive(#derived)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// A value that this version does not know.
            Unknown(#unknown),
        }

        #table(#name { #(#pairs),* });
    }
}

/// The literal of a string or an integer.
fn literal(value: &Json) -> TokenStream {
    match value {
        Json::String(text) => {
            let text = Literal::string(text);
            quote!(#text)
        }
        other => {
            let number = other.as_i64().unwrap_or_default();
            let digits = Literal::u64_unsuffixed(number.unsigned_abs());
            if number < 0 {
                quote!(-#digits)
            } else {
                quote!(#digits)
            }
        }
    }
}

/// A type that holds one value.
pub(super) fn constant(
    _: Context<'_>,
    definition: &TypeDef,
    names: &TypeNames,
    value: &Json,
) -> TokenStream {
    let name = &names.name;
    let shown = docs::code(&value.to_string());
    let docs = docs::item(&definition.docs, &[&format!("Always {shown}.")]);
    let value = json(value);
    quote! {
        #docs
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        pub struct #name;

        impl crate::runtime::Constant for #name {
            fn value() -> ::serde_json::Value {
                #value
            }
        }

        crate::runtime::constant!(#name);
    }
}

/// An expression for a JSON value.
fn json(value: &Json) -> TokenStream {
    match value {
        Json::Null => quote!(::serde_json::Value::Null),
        Json::Bool(value) => quote!(::serde_json::Value::from(#value)),
        Json::String(text) => quote!(::serde_json::Value::from(#text)),
        Json::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
            (Some(number), ..) => quote!(::serde_json::Value::from(#number)),
            (None, Some(number), _) => quote!(::serde_json::Value::from(#number)),
            (None, None, float) => {
                let float = float.unwrap_or_default();
                quote!(::serde_json::Value::from(#float))
            }
        },
        other => {
            // Lists and objects are rare as constants: their text is read when one is needed.
            let text = other.to_string();
            quote!(::serde_json::from_str(#text).unwrap_or_default())
        }
    }
}
