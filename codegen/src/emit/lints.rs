//! Lints of clippy's default set that a document may call up by what it says.

use proc_macro2::TokenStream;
use quote::quote;

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
