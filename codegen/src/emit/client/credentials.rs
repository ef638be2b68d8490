//! The methods of the builder that take the credentials of a security scheme.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::docs;
use crate::ir::{ClientCredentials, Scheme, SchemeKind};
use crate::names::SchemeNames;

/// All methods of a scheme.
pub(super) fn methods(scheme: &Scheme, names: &SchemeNames) -> TokenStream {
    let given = match scheme.kind {
        SchemeKind::Transport => return TokenStream::new(),
        SchemeKind::Basic => basic(scheme, names),
        _ => token(scheme, names),
    };
    let provider = scheme.has_token().then(|| provider(scheme, names));
    let fetched = scheme.client_credentials.as_ref();
    let fetched = fetched.map(|flow| client_credentials(scheme, names, flow));
    quote!(#given #provider #fetched)
}

fn basic(scheme: &Scheme, names: &SchemeNames) -> TokenStream {
    let (method, constant) = (&names.method, &names.constant);
    let docs = about(scheme, "a user and a password (RFC 7617)", None);
    quote! {
        #docs
        pub fn #method(self, username: impl Into<String>, password: impl Into<Secret>) -> Self {
            let credential = Credential::Basic { username: username.into(), password: password.into() };
            self.credential(#constant, credential)
        }
    }
}

fn token(scheme: &Scheme, names: &SchemeNames) -> TokenStream {
    let (method, constant) = (&names.method, &names.constant);
    let what = match &scheme.kind {
        SchemeKind::Other(_) => "what follows the scheme in the header `Authorization`",
        SchemeKind::ApiKey { .. } => "a key",
        _ => "a bearer token (RFC 6750)",
    };
    let left = (!scheme.left_to_user.is_empty()).then(|| {
        format!(
            "How one is come by ({}) is left to you.",
            scheme.left_to_user.join(", ")
        )
    });
    let docs = about(scheme, what, left);
    quote! {
        #docs
        pub fn #method(self, token: impl Into<Secret>) -> Self {
            self.credential(#constant, Credential::Token(token.into()))
        }
    }
}

fn about(scheme: &Scheme, what: &str, more: Option<String>) -> TokenStream {
    let shown = docs::code(&scheme.name);
    let mut text = format!("Credentials for the security scheme {shown}: {what}.");
    for paragraph in scheme.description.iter().chain(&more) {
        text.push_str("\n\n");
        text.push_str(paragraph);
    }
    docs::text(&text)
}

fn provider(scheme: &Scheme, names: &SchemeNames) -> TokenStream {
    let (method, constant) = (&names.provider, &names.constant);
    let shown = docs::code(&scheme.name);
    let docs = docs::trusted(&format!(
        "Credentials for {shown} from a provider, which is asked when a call needs them."
    ));
    quote! {
        #docs
        pub fn #method(self, provider: impl TokenProvider) -> Self {
            self.credential(#constant, Credential::provider(provider))
        }
    }
}

fn client_credentials(
    scheme: &Scheme,
    names: &SchemeNames,
    flow: &ClientCredentials,
) -> TokenStream {
    let constant = &names.constant;
    let (method, with) = (&names.client_credentials, &names.client_credentials_with);
    let ClientCredentials { token_url, scopes } = flow;
    let shown = docs::code(&scheme.name);
    let asked: Vec<String> = scopes.iter().map(|scope| docs::code(scope)).collect();
    let asked = match asked.as_slice() {
        [] => String::new(),
        [asked] => format!(", for the scope {asked}"),
        asked => format!(", for the scopes {}", asked.join(", ")),
    };
    let short = docs::trusted(&format!(
        "Fetches tokens for {shown} from {} with an id and a secret of your own{asked}: see [`ClientCredentials`].",
        docs::code(token_url)
    ));
    let long = docs::trusted(&format!(
        "The same for {shown} with other scopes, another token URL, or more parameters."
    ));
    quote! {
        #short
        pub fn #method(self, client_id: impl Into<String>, client_secret: impl Into<Secret>) -> Self {
            self.#with(ClientCredentials::new(client_id, client_secret))
        }

        #long
        pub fn #with(self, credentials: ClientCredentials) -> Self {
            self.client_credentials(#constant, credentials, #token_url, &[#(#scopes),*])
        }
    }
}
