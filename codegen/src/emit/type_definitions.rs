//! `src/types.rs`: every named type, in the document's order.

use std::ops::Range;

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, Home, derives, docs, enums, lints, structs, tuples, types, unions};
use crate::ir::{TypeId, TypeKind};

/// A part of the file; the first one brings what is said of it as a whole.
pub(super) fn definitions(context: Context<'_>, range: &Range<usize>) -> TokenStream {
    let context = context.at(Home::Types);
    let head = (range.start == 0).then(|| {
        let docs = docs::inner(&["What requests and answers hold."]);
        let allow = lints::allow_in_types();
        let hashes = derives::allow(context);
        quote!(#docs #allow #hashes)
    });
    let definitions = context
        .api
        .types
        .iter()
        .zip(&context.names.types)
        .enumerate()
        .take(range.end)
        .skip(range.start)
        .map(|(index, (definition, names))| match &definition.kind {
            TypeKind::Struct(structure) => {
                structs::structure(context, definition, names, structure)
            }
            TypeKind::Enum(values) => enums::enumeration(context, definition, names, values),
            TypeKind::Union(union) => unions::union(context, definition, names, union),
            TypeKind::Constant(value) => enums::constant(context, definition, names, value),
            TypeKind::Alias(ty) => {
                let docs = docs::item(&definition.docs, &[]);
                let (name, ty) = (&names.name, types::path(context, ty));
                let gate = context.gate(definition);
                quote!(#docs #gate pub type #name = #ty;)
            }
            TypeKind::Tuple(tuple) => {
                tuples::tuple(context, TypeId(index), definition, names, tuple)
            }
        });
    quote!(#head #(#definitions)*)
}
