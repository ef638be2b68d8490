//! Lints of clippy's default set that a document may call up by what it says.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Operation, Status};
use crate::names::Name;

/// Names that clippy takes for placeholders where they are arguments (`disallowed_names`).
const PLACEHOLDERS: [&str; 3] = ["foo", "baz", "quux"];

/// The `allow` for functions whose arguments have these names, where one of them needs it.
pub(super) fn allow_placeholders<'n>(
    mut names: impl Iterator<Item = &'n Name>,
) -> Option<TokenStream> {
    names
        .any(|name| PLACEHOLDERS.contains(&name.bare()))
        .then(|| quote!(#[allow(clippy::disallowed_names, reason = "the document has that name")]))
}

/// The `allow` for all types: once for the file, since on each definition it costs the compiler more.
pub(super) fn allow_in_types() -> TokenStream {
    quote! {
        #![allow(
            unused_imports, unused_mut, unused_variables, clippy::disallowed_names,
            clippy::needless_update, clippy::too_many_arguments,
            reason = "the document names the properties, and some types have none"
        )]
    }
}

/// The `allow` for operations that answer with a range of statuses, or the rest of them, beside others.
pub(super) fn allow_overlapping<'o>(
    mut operations: impl Iterator<Item = &'o Operation>,
) -> Option<TokenStream> {
    let is_code = |status| matches!(status, Status::Code(_));
    operations
        .any(|operation| !operation.answers.iter().all(|answer| is_code(answer.status)))
        .then(|| {
            quote! {
                #![allow(
                    unreachable_patterns, clippy::match_overlapping_arm,
                    reason = "the document may say the same of a range of statuses, and of all others"
                )]
            }
        })
}
