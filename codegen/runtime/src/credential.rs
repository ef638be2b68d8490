//! Credentials, and how each security scheme sends them.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};

use super::failure::InvalidRequest;
use super::secret::{MASK, Secret};
use super::send::Credentials;
use super::style::encode;

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
#[derive(Clone, Debug)]
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
}

/// What a credential adds to a request.
pub(super) enum Part {
    Header(HeaderName, HeaderValue),
    /// An encoded name and value.
    Query(&'static str, Secret),
    /// An encoded name and value.
    Cookie(Secret),
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
            Self::Nothing => Self::Nothing,
        }
    }
}

/// Makes what a scheme sends from its credential.
pub(super) fn part(scheme: &Scheme, credential: &Credential) -> Result<Part, &'static str> {
    match (scheme.kind, credential) {
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
            let pair = STANDARD.encode(format!("{username}:{password}"));
            header(AUTHORIZATION.as_str(), &format!("Basic {pair}"))
        }
        (SchemeKind::Basic, Credential::Token(_)) => Err("a user name and a password are needed"),
        (_, Credential::Basic { .. }) => Err("one value is needed"),
        (_, Credential::Token(token)) if token.expose().is_empty() => Err("they are empty"),
        (SchemeKind::Bearer, Credential::Token(token)) => header(
            AUTHORIZATION.as_str(),
            &format!("Bearer {}", token.expose()),
        ),
        (SchemeKind::Authorization(name), Credential::Token(token)) => {
            let value = format!("{name} {}", token.expose());
            header(AUTHORIZATION.as_str(), value.trim_start())
        }
        (SchemeKind::Header(name), Credential::Token(token)) => header(name, token.expose()),
        (SchemeKind::Query(name), Credential::Token(token)) => {
            let pair = format!("{}={}", encode(name), encode(token.expose()));
            Ok(Part::Query(name, pair.into()))
        }
        (SchemeKind::Cookie(name), Credential::Token(token)) => {
            Ok(Part::Cookie(cookie(name, token.expose()).into()))
        }
    }
}

fn header(name: &str, value: &str) -> Result<Part, &'static str> {
    let name =
        HeaderName::from_bytes(name.as_bytes()).map_err(|_| "their header's name is invalid")?;
    let mut value = HeaderValue::from_str(value)
        .map_err(|_| "they hold characters that a header cannot carry")?;
    value.set_sensitive(true);
    Ok(Part::Header(name, value))
}

/// A value that fits a cookie (RFC 6265, section 4.1.1) is sent as it is, since session cookies
/// are compared byte by byte; any other is encoded.
fn cookie(name: &str, value: &str) -> String {
    let fits = |byte: u8| byte.is_ascii_graphic() && !b"\",;\\".contains(&byte);
    if value.bytes().all(fits) {
        format!("{}={value}", encode(name))
    } else {
        format!("{}={}", encode(name), encode(value))
    }
}

/// The parts of the first alternative whose credentials are all there. An alternative without
/// schemes, which lets a request go without credentials, is the last resort wherever it stands.
///
/// A scheme whose header is among `headers`, which the user set, counts as satisfied.
///
/// # Errors
///
/// No alternative has all its credentials.
pub(super) fn choose(
    alternatives: &[&[Scheme]],
    credentials: &[(Scheme, Credential)],
    headers: &HeaderMap,
) -> Result<Vec<Part>, InvalidRequest> {
    for alternative in alternatives.iter().filter(|schemes| !schemes.is_empty()) {
        let parts: Option<Vec<Part>> = alternative
            .iter()
            .map(|scheme| find(scheme, credentials, headers))
            .collect();
        if let Some(parts) = parts {
            return Ok(parts);
        }
    }
    if alternatives.iter().any(|schemes| schemes.is_empty()) || alternatives.is_empty() {
        return Ok(Vec::new());
    }
    let names: Vec<String> = alternatives
        .iter()
        .map(|schemes| {
            let names: Vec<String> = schemes
                .iter()
                .map(|scheme| format!("`{}`", scheme.name))
                .collect();
            names.join(" and ")
        })
        .collect();
    Err(InvalidRequest::new(format!(
        "missing credentials: {} needed",
        names.join(" or ")
    )))
}

fn find(
    scheme: &Scheme,
    credentials: &[(Scheme, Credential)],
    headers: &HeaderMap,
) -> Option<Part> {
    let set_by_user = match scheme.kind {
        SchemeKind::Transport => true,
        SchemeKind::Basic | SchemeKind::Bearer | SchemeKind::Authorization(_) => {
            headers.contains_key(AUTHORIZATION)
        }
        SchemeKind::Header(name) => headers.contains_key(name),
        SchemeKind::Query(_) | SchemeKind::Cookie(_) => false,
    };
    if set_by_user {
        return Some(Part::Nothing);
    }
    let (_, credential) = credentials
        .iter()
        .find(|(known, _)| known.name == scheme.name)?;
    part(scheme, credential).ok()
}

impl fmt::Debug for Part {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Part")
    }
}
