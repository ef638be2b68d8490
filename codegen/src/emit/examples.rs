//! `src/examples.rs`: the example of each type, with the feature `mock`.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{Context, docs, tuples};
use crate::examples::{self, NoExample};
use crate::ir::{TypeDef, TypeId, TypeKind};
use crate::names::Name;

/// The whole file.
pub(super) fn module(context: Context<'_>) -> TokenStream {
    let mut entries = Vec::new();
    let mut without = Vec::new();
    let types = context.api.types.iter().zip(&context.names.types);
    let examples = examples::examples(context.api);
    for (index, ((definition, names), example)) in types.zip(examples).enumerate() {
        if !is_own(context, TypeId(index), definition) {
            continue;
        }
        match example {
            Ok(text) => entries.push(entry(context, definition, &names.name, &text)),
            Err(why) => without.push(reason(&names.name, why)),
        }
    }
    let mut lines = vec!["The example of each type.".to_owned()];
    if !without.is_empty() {
        lines.push(String::new());
        lines.push("These have none:".to_owned());
        lines.push(String::new());
        lines.extend(without);
    }
    let inner = docs::inner(&lines.iter().map(String::as_str).collect::<Vec<_>>());
    quote! {
        #inner
        crate::runtime::examples! { #(#entries)* }
    }
}

fn entry(context: Context<'_>, definition: &TypeDef, name: &Name, text: &str) -> TokenStream {
    let gate = context.gate(definition);
    let text = Literal::string(text);
    quote!(#gate #name = #text,)
}

fn reason(name: &Name, why: NoExample) -> String {
    let why = match why {
        NoExample::NoValue => "it admits no value, or must hold itself without end",
        NoExample::TooLong => "it would be too long",
    };
    format!("- `{name}`: {why}")
}

/// Whether a type is the client's own, and not another name for one that anybody may have.
fn is_own(context: Context<'_>, id: TypeId, definition: &TypeDef) -> bool {
    match &definition.kind {
        TypeKind::Alias(_) => false,
        TypeKind::Tuple(tuple) => !tuples::is_alias(context, id, tuple),
        TypeKind::Struct(_) | TypeKind::Enum(_) | TypeKind::Union(_) | TypeKind::Constant(_) => {
            true
        }
    }
}
