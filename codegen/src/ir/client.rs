//! Servers and security schemes: what a client is made of.

use super::At;

/// A Server Object.
#[derive(Debug)]
pub struct Server {
    /// Where it stands.
    pub at: At,
    /// The URL, split at its variables.
    pub url: Vec<UrlPart>,
    /// What it is for.
    pub description: Option<String>,
    /// It cannot be called as it stands: relative, or its host is no host name.
    pub placeholder: bool,
}

/// A piece of a server's URL.
#[derive(Debug)]
pub enum UrlPart {
    /// Text that is taken as it is.
    Literal(String),
    /// A variable.
    Variable(ServerVariable),
}

/// A Server Variable Object.
#[derive(Debug)]
pub struct ServerVariable {
    /// Its name in the template.
    pub name: String,
    /// The value that is used when none is given; `None` when the document's default is a
    /// placeholder that cannot be called.
    pub default: Option<String>,
    /// The values that are admitted; empty when any is.
    pub values: Vec<String>,
    /// What it is.
    pub description: Option<String>,
    /// It stands in the host, so that its value must be made of DNS labels.
    pub in_host: bool,
}

/// A Security Scheme Object. The index into [`Api::schemes`](super::Api::schemes) is its [`SchemeId`].
#[derive(Debug)]
pub struct Scheme {
    /// Where it stands.
    pub at: At,
    /// Its key in `components.securitySchemes`, or the header's name for one that was inferred.
    pub name: String,
    /// What it is.
    pub description: Option<String>,
    /// How it is sent.
    pub kind: SchemeKind,
    /// How the client fetches tokens for itself, where it can.
    pub client_credentials: Option<ClientCredentials>,
    /// By what else tokens are come by, which is left to the user: names of OAuth 2's flows.
    pub left_to_user: Vec<String>,
}

impl Scheme {
    /// Whether its credential is a token, which a provider may give.
    pub fn has_token(&self) -> bool {
        !matches!(self.kind, SchemeKind::Basic | SchemeKind::Transport)
    }
}

/// OAuth 2's client credentials flow (RFC 6749, section 4.4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientCredentials {
    /// `tokenUrl`, which may be relative to the server's URL.
    pub token_url: String,
    /// The scopes that operations need; all of the flow where none of them says which.
    pub scopes: Vec<String>,
}

/// An index into [`Api::schemes`](super::Api::schemes).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchemeId(pub usize);

/// How a credential is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SchemeKind {
    /// RFC 7617.
    Basic,
    /// RFC 6750; also OAuth 2 and OpenID Connect.
    Bearer,
    /// Another scheme of the `Authorization` header (RFC 9110, section 11), by its name as the
    /// document spells it; the user gives all that follows it.
    Other(String),
    /// A key under a name of its own.
    ApiKey {
        /// Where.
        location: KeyLocation,
        /// The name of the header, query parameter or cookie.
        name: String,
    },
    /// Nothing is sent: mutual TLS is a matter of the connection.
    Transport,
}

/// Where an API key goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyLocation {
    /// A header.
    Header,
    /// The query.
    Query,
    /// A cookie.
    Cookie,
}
