//! Credentials, and how each security scheme sends them.

use std::fmt;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::{
    AUTHORIZATION, COOKIE, HeaderMap, HeaderName, HeaderValue, PROXY_AUTHORIZATION,
};
use secrecy::zeroize::Zeroizing;

use super::access_tokens::AccessTokens;
use super::client_credentials::ClientCredentials;
use super::outgoing::Credentials;
use super::secret::{MASK, Secret};
use super::style::encode;
use super::token::{Cause, TokenError, TokenProvider};

/// A security scheme of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scheme {
    /// Its name in the document.
    pub name: &'static str,
    /// How its credentials are sent.
    pub kind: SchemeKind,
}

/// How the credentials of a security scheme are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SchemeKind {
    /// User name and password in the `Authorization` header (RFC 7617).
    Basic,
    /// A token in the `Authorization` header (RFC 6750).
    Bearer,
    /// Another scheme of the `Authorization` header (RFC 9110, section 11), by its name.
    Authorization(&'static str),
    /// A key in the header of this name.
    Header(&'static str),
    /// A key in the query, under this name.
    Query(&'static str),
    /// A key in the cookie of this name.
    Cookie(&'static str),
    /// Nothing is sent: mutual TLS is a matter of the connection.
    Transport,
}

/// What a user authenticates with.
pub(crate) enum Credential {
    /// For [`SchemeKind::Basic`].
    Basic {
        /// The user name, which cannot hold a colon.
        username: String,
        /// The password.
        password: Secret,
    },
    /// For every other scheme.
    Token(Secret),
    /// What is sent of either: made once for all calls.
    Ready(Part),
    /// A token that is asked for when it is needed.
    Provider(Arc<dyn TokenProvider>),
    /// How access tokens are fetched.
    ClientCredentials(Box<ClientCredentials>),
    /// What becomes of that in a client.
    AccessTokens(Arc<AccessTokens>),
}

impl Credential {
    /// A token of whoever provides one.
    pub(crate) fn provider(provider: impl TokenProvider) -> Self {
        Self::Provider(Arc::new(provider))
    }

    /// Whether its token has to be obtained before it is sent.
    pub(super) fn is_obtained(&self) -> bool {
        !matches!(self, Self::Basic { .. } | Self::Token(_) | Self::Ready(_))
    }

    /// Obtains the token; nothing where there is none to be obtained.
    pub(super) async fn token(
        &self,
        scheme: &Scheme,
        refused: Option<&Secret>,
    ) -> Result<Option<Secret>, TokenError> {
        match self {
            Self::Basic { .. } | Self::Token(_) | Self::Ready(_) | Self::ClientCredentials(_) => {
                Ok(None)
            }
            Self::AccessTokens(tokens) => tokens.token(refused).await.map(Some),
            Self::Provider(provider) => match provider.token(refused).await {
                Ok(token) => Ok(Some(token)),
                Err(error) => Err(TokenError::new(
                    scheme.name,
                    Cause::Provider(Arc::from(error)),
                )),
            },
        }
    }

    /// The API has taken a token.
    pub(super) fn accepted(&self, token: &Secret) {
        if let Self::AccessTokens(tokens) = self {
            tokens.accepted(token);
        }
    }
}

/// What a credential adds to a request.
#[derive(Clone)]
pub(crate) enum Part {
    Header(HeaderName, HeaderValue),
    /// An encoded name and value.
    Query(&'static str, Secret),
    /// An encoded name and value.
    Cookie(Secret),
    /// The user has set this header.
    Given(HeaderName),
    Nothing,
}

impl Part {
    /// The part itself, or one that only shows where it would be.
    pub(super) fn shown(self, credentials: Credentials) -> Self {
        if credentials == Credentials::Real {
            return self;
        }
        let masked = |pair: &Secret| {
            let name = pair.expose().split('=').next().unwrap_or_default();
            Secret::from(format!("{name}={MASK}"))
        };
        match self {
            Self::Header(name, _) => Self::Header(name, HeaderValue::from_static(MASK)),
            Self::Query(name, pair) => Self::Query(name, masked(&pair)),
            Self::Cookie(pair) => Self::Cookie(masked(&pair)),
            other @ (Self::Given(_) | Self::Nothing) => other,
        }
    }
}

/// Makes what a scheme sends from its credential; nothing as long as the token is to be obtained.
pub(super) fn part(scheme: &Scheme, credential: &Credential) -> Result<Part, &'static str> {
    match (scheme.kind, credential) {
        (_, Credential::Ready(part)) => Ok(part.clone()),
        (SchemeKind::Transport, _) => Ok(Part::Nothing),
        (SchemeKind::Basic, Credential::Basic { username, password }) => {
            let password = password.expose();
            if username.contains(':') {
                return Err("a user name cannot hold a colon (RFC 7617)");
            }
            if username
                .chars()
                .chain(password.chars())
                .any(char::is_control)
            {
                return Err("they cannot hold control characters (RFC 7617)");
            }
            header(&AUTHORIZATION, basic(username, password))
        }
        (SchemeKind::Basic, _) => Err("a user name and a password are needed"),
        (_, Credential::Basic { .. }) => Err("one value is needed"),
        (_, Credential::Token(token)) if token.expose().is_empty() => Err("they are empty"),
        (SchemeKind::Bearer, Credential::Token(token)) => {
            header(&AUTHORIZATION, joined(&["Bearer ", token.expose()]))
        }
        (SchemeKind::Authorization(name), Credential::Token(token)) => {
            let name = name.trim_start();
            let gap = if name.is_empty() { "" } else { " " };
            header(&AUTHORIZATION, joined(&[name, gap, token.expose()]))
        }
        (SchemeKind::Header(name), Credential::Token(token)) => {
            let name = HeaderName::from_bytes(name.as_bytes())
                .map_err(|_| "their header's name is invalid")?;
            header(&name, joined(&[token.expose()]))
        }
        (SchemeKind::Query(name), Credential::Token(token)) => Ok(Part::Query(
            name,
            encoded(name, token.expose()).as_str().into(),
        )),
        (SchemeKind::Cookie(name), Credential::Token(token)) => {
            let pair = cookie(name, token.expose());
            Ok(Part::Cookie(pair.as_str().into()))
        }
        (
            _,
            Credential::Provider(_)
            | Credential::ClientCredentials(_)
            | Credential::AccessTokens(_),
        ) => Ok(Part::Nothing),
    }
}

/// What `Authorization` says for a user and a password (RFC 7617, section 2).
pub(super) fn basic(username: &str, password: &str) -> Zeroizing<String> {
    let pair = joined(&[username, ":", password]);
    let start = "Basic ";
    let mut value = Zeroizing::new(String::with_capacity(start.len() + pair.len() / 3 * 4 + 4));
    value.push_str(start);
    STANDARD.encode_string(pair.as_bytes(), &mut value);
    value
}

/// The texts in a row. There is room for them from the start, so that no part of a secret is left
/// behind in memory.
fn joined(texts: &[&str]) -> Zeroizing<String> {
    let length = texts.iter().map(|text| text.len()).sum();
    let mut all = Zeroizing::new(String::with_capacity(length));
    texts.iter().for_each(|text| all.push_str(text));
    all
}

fn header(name: &HeaderName, value: Zeroizing<String>) -> Result<Part, &'static str> {
    Ok(Part::Header(name.clone(), sensitive(value)?))
}

/// A header's value that never shows, and that is overwritten when the last request with it is gone.
pub(super) fn sensitive(value: Zeroizing<String>) -> Result<HeaderValue, &'static str> {
    let mut value = HeaderValue::from_maybe_shared(bytes(value))
        .map_err(|_| "they hold characters that a header cannot carry")?;
    value.set_sensitive(true);
    Ok(value)
}

/// Sees to it that headers which always hold credentials do not show.
pub(super) fn hide_usual(headers: &mut HeaderMap) {
    if !headers.is_empty() {
        hide(headers, [AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION]);
    }
}

/// Sees to it that headers of these names do not show.
pub(super) fn hide(headers: &mut HeaderMap, names: impl IntoIterator<Item = HeaderName>) {
    for name in names {
        if let Some(value) = headers.get_mut(name) {
            value.set_sensitive(true);
        }
    }
}

/// A secret text as bytes, which are overwritten when the last of them is gone.
pub(super) fn bytes(text: Zeroizing<String>) -> Bytes {
    struct Owned(Zeroizing<String>);
    impl AsRef<[u8]> for Owned {
        fn as_ref(&self) -> &[u8] {
            self.0.as_bytes()
        }
    }
    Bytes::from_owner(Owned(text))
}

/// A value that fits a cookie (RFC 6265, section 4.1.1) is sent as it is, since session cookies
/// are compared byte by byte; any other is encoded.
fn cookie(name: &str, value: &str) -> Zeroizing<String> {
    let fits = |byte: u8| byte.is_ascii_graphic() && !b"\",;\\".contains(&byte);
    if value.bytes().all(fits) {
        joined(&[&encode(name), "=", value])
    } else {
        encoded(name, value)
    }
}

/// A pair of a name and a secret value, encoded.
fn encoded(name: &str, value: &str) -> Zeroizing<String> {
    let value = Zeroizing::new(encode(value).into_owned());
    joined(&[&encode(name), "=", &value])
}

impl fmt::Debug for Part {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Part")
    }
}
