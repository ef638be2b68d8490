//! Values that are spelled out, and single values.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value as Json;

use super::{Context, docs};
use crate::ir::{Enum, EnumBase, TypeDef};
use crate::names::{Name, TypeNames};

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
    let copy = if values.base == EnumBase::Integer {
        quote!(, Copy)
    } else {
        quote!()
    };
    let unknown = match values.base {
        EnumBase::String => quote!(crate::UnknownValue),
        EnumBase::Integer => quote!(crate::UnknownInteger),
    };
    let pairs: Vec<(TokenStream, TokenStream)> = members()
        .map(|(value, names)| {
            let variant = &names.name;
            (quote!(#variant), literal(&value.value))
        })
        .collect();
    let implementation = match values.base {
        EnumBase::String => string_enum(name, &pairs),
        EnumBase::Integer => integer_enum(name, &pairs),
    };
    quote! {
        #docs
        #[derive(Clone #copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            /// A value that this version does not know.
            Unknown(#unknown),
        }

        #implementation
    }
}

fn string_enum(name: &Name, pairs: &[(TokenStream, TokenStream)]) -> TokenStream {
    let (variants, texts): (Vec<_>, Vec<_>) = pairs.iter().cloned().unzip();
    quote! {
        impl crate::runtime::StringEnum for #name {
            fn as_text(&self) -> &str {
                match self {
                    #(Self::#variants => #texts,)*
                    Self::Unknown(value) => value.as_str(),
                }
            }

            fn from_text(text: &str) -> Self {
                match text {
                    #(#texts => Self::#variants,)*
                    _ => Self::Unknown(crate::UnknownValue::new(text)),
                }
            }
        }

        crate::runtime::string_enum!(#name);
    }
}

fn integer_enum(name: &Name, pairs: &[(TokenStream, TokenStream)]) -> TokenStream {
    let (variants, values): (Vec<_>, Vec<_>) = pairs.iter().cloned().unzip();
    quote! {
        impl crate::runtime::IntegerEnum for #name {
            fn as_integer(&self) -> i64 {
                match self {
                    #(Self::#variants => #values,)*
                    Self::Unknown(value) => value.as_i64(),
                }
            }

            fn from_integer(integer: i64) -> Self {
                match integer {
                    #(#values => Self::#variants,)*
                    _ => Self::Unknown(crate::UnknownInteger::new(integer)),
                }
            }
        }

        crate::runtime::integer_enum!(#name);
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
            if number < 0 {
                // The smallest integer has no positive counterpart to negate.
                return match number.checked_neg() {
                    Some(positive) => {
                        let positive = Literal::i64_unsuffixed(positive);
                        quote!(-#positive)
                    }
                    None => quote!(i64::MIN),
                };
            }
            let number = Literal::i64_unsuffixed(number);
            quote!(#number)
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
