//! Values that are spelled out, and single values.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Value as Json;

use super::{Context, derives, docs};
use crate::ir::{Enum, EnumBase, TypeDef};
use crate::names::{Member, TypeNames};

/// An enum that keeps the values it does not know.
pub(super) fn enumeration(
    context: Context<'_>,
    definition: &TypeDef,
    names: &TypeNames,
    values: &Enum,
) -> TokenStream {
    let gate = context.gate(definition);
    let name = &names.name;
    let docs = docs::type_of(definition);
    let derives = derives::derives(context, definition);
    let variants = values
        .values
        .iter()
        .zip(&names.members)
        .map(|(value, names)| variant(&value.value, value.description.as_deref(), names));
    let table = match values.base {
        EnumBase::String => quote!(crate::runtime::string_enum!),
        EnumBase::Integer => quote!(crate::runtime::integer_enum!),
    };
    quote! {
        #gate
        #table {
            #docs
            #derives
            pub enum #name {
                #(#variants)*
            }
        }
    }
}

/// A variant with its value, which is its documentation too where nothing else is said.
fn variant(value: &Json, description: Option<&str>, names: &Member) -> TokenStream {
    let (variant, literal) = (&names.name, literal(value));
    let shown = docs::code(&value.to_string());
    let is_plain = |text: &str| {
        let plain =
            |character: char| character.is_ascii_alphanumeric() || "_-. ".contains(character);
        !text.trim().is_empty() && text.chars().all(plain)
    };
    let docs = match (description, value) {
        (Some(description), _) => docs::text(&format!("{shown}: {description}")),
        (None, Json::String(text)) if is_plain(text) => return quote!(#variant = #literal,),
        (None, _) => docs::lines(&[&format!("{shown}.")]),
    };
    match value {
        Json::String(_) => quote!(#docs #variant: #literal,),
        _ => quote!(#docs #variant = #literal,),
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
    context: Context<'_>,
    definition: &TypeDef,
    names: &TypeNames,
    value: &Json,
) -> TokenStream {
    let name = &names.name;
    let shown = docs::code(&value.to_string());
    let docs = docs::item(&definition.docs, &[&format!("Always {shown}.")]);
    let value = json(value);
    let derives = derives::derives(context, definition);
    let gate = context.gate(definition);
    quote! {
        #docs
        #gate
        #derives
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        pub struct #name;

        #gate
        impl crate::runtime::Constant for #name {
            fn value() -> ::serde_json::Value {
                #value
            }
        }

        #gate
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
