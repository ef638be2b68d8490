//! `src/mock.rs` and the files below it: the mock server of the API, with the feature `mock`.

use proc_macro2::TokenStream;
use quote::quote;

use super::operations::{body, members, parameters};
use super::{Context, answers, docs, lints};
use crate::ir::{Location, Operation};
use crate::names::OperationNames;

/// `src/mock.rs`.
pub(super) fn module(context: Context<'_>) -> TokenStream {
    let inner = docs::inner(&[
        "A mock server of the API, for tests: [`MockServer`] has a method for each operation, which",
        "says what its calls are answered and which ones came. HTTP is served by [`wiremock`], on the",
        "loopback.",
    ]);
    let groups = context.names.groups.iter().map(|group| {
        let (module, feature) = (&group.module, &group.feature);
        let gate = context
            .has_features()
            .then(|| quote!(#[cfg(feature = #feature)]));
        (gate, quote!(#module))
    });
    let has_ungrouped = members(context, None).next().is_some();
    let ungrouped = has_ungrouped.then(|| (None, quote!(operations)));
    let parts: Vec<_> = groups.chain(ungrouped).collect();
    let modules = parts
        .iter()
        .map(|(gate, module)| quote!(#[rustfmt::skip] #gate pub mod #module;));
    let operations = parts
        .iter()
        .map(|(gate, module)| quote!(#gate #module::OPERATIONS));
    let schemes = context.names.schemes.iter().map(|names| {
        let constant = &names.constant;
        quote!(crate::client::#constant)
    });
    quote! {
        #inner

        #(#modules)*

        pub use crate::runtime::{MockOperation, MockServer, Mocked, Times};
        pub use wiremock::{Request, Respond, ResponseTemplate};

        use crate::runtime::{Client, MockApi};

        const API: MockApi = MockApi {
            builder: Client::builder,
            schemes: &[#(#schemes),*],
            operations: &[#(#operations),*],
        };

        impl MockServer {
            /// Starts a server on a free port of the loopback.
            pub async fn start() -> Self {
                Self::of(&API, "").await
            }

            /// Starts a server whose paths begin with this one, such as `/api/v2`.
            pub async fn start_below(path: &str) -> Self {
                Self::of(&API, path).await
            }
        }
    }
}

/// `src/mock/<group>.rs`, or `src/mock/operations.rs` for the operations without a tag.
pub(super) fn group(context: Context<'_>, index: Option<usize>) -> TokenStream {
    let names = index.and_then(|index| context.names.groups.get(index));
    let tag = index.and_then(|index| context.api.groups.get(index));
    let (title, module) = match (tag, names) {
        (Some(group), Some(names)) => {
            let title = format!("Mocks the operations tagged {}.", docs::code(&group.tag));
            let module = &names.module;
            (title, quote!(#module))
        }
        _ => (
            "Mocks the operations that have no tag.".to_owned(),
            quote!(operations),
        ),
    };
    let inner = docs::inner(&[&title]);
    let all = || members(context, index);
    let methods = all().map(|(_, names)| {
        let (method, marker) = (&names.mocked, &names.marker);
        quote!(#method: #marker,)
    });
    let methods = match names {
        Some(names) => {
            let (handle, accessor) = (&names.handle, &names.mocked);
            let docs = docs::lines(&[&title]);
            quote! {
                #docs
                pub struct #handle by #accessor { #(#methods)* }
            }
        }
        None => quote!(#(#methods)*),
    };
    let definitions = all().map(|(operation, names)| definition(context, operation, names));
    quote! {
        #inner
        use crate::#module::*;

        crate::runtime::mock_group! { #methods }

        #(#definitions)*
    }
}

/// How the answers of an operation are written, and which of its calls can be told apart.
fn definition(context: Context<'_>, operation: &Operation, names: &OperationNames) -> TokenStream {
    let written = answers::sort(operation, names).written(context, names);
    let matchers = matchers(context, operation, names);
    let body = body_matcher(context, operation, names);
    quote!(#written #matchers #body)
}

fn matchers(
    context: Context<'_>,
    operation: &Operation,
    names: &OperationNames,
) -> Option<TokenStream> {
    let marker = &names.marker;
    let entries = operation.parameters.iter().zip(&names.matchers);
    let entries = entries.map(|(parameter, name)| {
        let place = match parameter.location {
            Location::Path => "path",
            Location::Query | Location::Querystring => "query",
            Location::Header => "header",
            Location::Cookie => "cookie",
        };
        let shown = docs::code(&parameter.name);
        let about = format!("Takes only calls with this parameter {shown} of the {place}.");
        let docs = docs::lines(&[&about]);
        let entry = parameters::entry(context, parameter, name);
        quote!(#docs #entry,)
    });
    let allow = lints::allow_placeholders(names.matchers.iter());
    (!operation.parameters.is_empty()).then(|| {
        quote! {
            crate::runtime::matchers! {
                #allow
                #marker { #(#entries)* }
            }
        }
    })
}

fn body_matcher(
    context: Context<'_>,
    operation: &Operation,
    names: &OperationNames,
) -> Option<TokenStream> {
    let body = operation.body.as_ref()?;
    let (marker, method, name) = (&names.marker, &names.body_matcher, &names.body);
    let ty = body::argument(context, names, body);
    let write = body::write(context, names, body, &quote!(self.request));
    Some(quote! {
        impl crate::runtime::MockOperation<'_, #marker> {
            /// Takes only calls with this body.
            pub fn #method(mut self, #name: #ty) -> Self {
                #write
                self
            }
        }
    })
}
