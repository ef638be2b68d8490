//! Every Rust identifier of a client, decided once over the whole API.
//!
//! Identifiers are ASCII: other scripts are transliterated, so that every name can be typed and no
//! two look alike. Where several things would have one name, one keeps it and the others get a word
//! for what they are or a hash of where they stand.

mod client;
mod incoming;
mod operations;
mod reserved;
mod scope;
mod types;
mod wishes;
mod words;

pub(crate) use operations::status_name;
pub(crate) use wishes::check;

use std::collections::BTreeMap;

use std::fmt;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, TokenStreamExt as _};

use crate::config::Config;
use crate::ir::Api;
use scope::{Claim, settle};

/// The identifiers of an API, each list beside the list of the API that it names.
#[derive(Debug)]
pub struct Names {
    /// Of [`Api::types`].
    pub types: Vec<TypeNames>,
    /// Of [`Api::groups`].
    pub groups: Vec<GroupNames>,
    /// Of [`Api::operations`].
    pub operations: Vec<OperationNames>,
    /// Of the functions that read [`Api::incoming`].
    pub incoming: Vec<Name>,
    /// Of [`Api::schemes`].
    pub schemes: Vec<SchemeNames>,
    /// Of the variables of the first server.
    pub variables: BTreeMap<String, Name>,
}

/// A named type.
#[derive(Debug)]
pub struct TypeNames {
    /// The type.
    pub name: Name,
    /// Its fields, or its variants.
    pub members: Vec<Member>,
    /// The field for all other properties.
    pub rest: Name,
}

/// A field with its setter, or a variant.
#[derive(Debug)]
pub struct Member {
    /// The field or variant.
    pub name: Name,
    /// The setter; for a variant the same as its name.
    pub setter: Name,
}

/// A group of operations.
#[derive(Debug)]
pub struct GroupNames {
    /// The module, also the name of its file.
    pub module: Name,
    /// The method of `Client`.
    pub accessor: Name,
    /// The method of the mock server.
    pub mocked: Name,
    /// The struct with the operations.
    pub handle: Name,
    /// The cargo feature.
    pub feature: String,
}

/// An operation.
#[derive(Debug)]
pub struct OperationNames {
    /// The method.
    pub method: Name,
    /// The method of the mock server.
    pub mocked: Name,
    /// The type that stands for the operation.
    pub marker: Name,
    /// The enum of its errors.
    pub error: Name,
    /// The enum of its successes, where there are several.
    pub output: Name,
    /// Its parameters: the argument, or the setter of an optional one.
    pub parameters: Vec<Name>,
    /// The methods by which the mock takes only calls with a parameter.
    pub matchers: Vec<Name>,
    /// The argument, or the setter, of the body.
    pub body: Name,
    /// The method by which the mock takes only calls with a body.
    pub body_matcher: Name,
    /// The type of a body that may be of several media types.
    pub content: Name,
    /// The variants of that type.
    pub contents: Vec<Name>,
    /// The type of its answers' headers.
    pub headers_type: Name,
    /// The fields of that type.
    pub headers: Vec<Name>,
    /// The variants of its answers, by answer and content; one per answer without content.
    pub answers: Vec<Vec<Name>>,
}

/// A security scheme.
#[derive(Debug)]
pub struct SchemeNames {
    /// The method of `ClientBuilder`.
    pub method: Name,
    /// The constant.
    pub constant: Name,
    /// The method that takes a provider of tokens.
    pub provider: Name,
    /// The method that takes the id and the secret of an OAuth 2 client.
    pub client_credentials: Name,
    /// The method that takes them with what else there is to say.
    pub client_credentials_with: Name,
}

/// Names everything.
pub fn name(api: &Api, config: &Config) -> Names {
    let groups = operations::groups(api, config);
    let operations = operations::operations(api, config, &groups);
    Names {
        types: types::types(api, config),
        operations,
        incoming: incoming::incoming(api, config),
        schemes: client::schemes(api, config),
        variables: client::variables(api),
        groups,
    }
}

/// A Rust identifier. Tokens are made of it where it is emitted, since they cannot cross threads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name(String);

impl Name {
    fn new(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The identifier without the `r#` of a raw one, as documentation and file names show it.
    pub fn bare(&self) -> &str {
        &self.0
    }

    fn is_raw(&self) -> bool {
        is_keyword(&self.0)
    }
}

impl fmt::Display for Name {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mark = if self.is_raw() { "r#" } else { "" };
        write!(formatter, "{mark}{}", self.0)
    }
}

/// The only place where identifiers are made.
impl ToTokens for Name {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the place that the rule leads to"
    )]
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append(if self.is_raw() {
            Ident::new_raw(&self.0, Span::call_site())
        } else {
            Ident::new(&self.0, Span::call_site())
        });
    }
}

/// Whether a text is a keyword of Rust.
pub(crate) fn is_keyword(text: &str) -> bool {
    reserved::KEYWORDS.contains(&text)
}

fn identifiers(claims: &[Claim<'_>], reserved: &[&str]) -> Vec<Name> {
    settle(claims, reserved)
        .iter()
        .map(|name| Name::new(name))
        .collect()
}

#[cfg(test)]
mod tests;
