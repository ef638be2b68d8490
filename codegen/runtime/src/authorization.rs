//! What a call authenticates with, over all its attempts.

use http::header::{AUTHORIZATION, HeaderMap};
use http::{HeaderName, StatusCode};
use url::{Host, Url};

use super::client::Shared;
use super::credential::{self, Credential, Part, Scheme, SchemeKind};
use super::failure::InvalidRequest;
use super::outgoing::Credentials;
use super::secret::{MASK, Secret};
use super::token::TokenError;

/// The schemes that a call satisfies, and how.
pub(super) struct Authorization<'c> {
    chosen: Vec<Chosen<'c>>,
    was_renewed: bool,
    /// The tokens are those that came for refused ones, and were not sent yet.
    is_fresh: bool,
}

struct Chosen<'c> {
    scheme: Scheme,
    by: By<'c>,
}

/// What satisfies a scheme.
enum By<'c> {
    /// The connection, by its certificate.
    Connection,
    /// A header of the user's.
    Header(HeaderName),
    /// A credential, and its token when that was obtained.
    Credential(&'c Credential, Option<Secret>),
}

impl<'c> Authorization<'c> {
    /// Takes the first alternative whose credentials are all there. An alternative without schemes,
    /// which lets a request go without credentials, is the last resort wherever it stands.
    ///
    /// A scheme whose header the user has set, for all calls or among `own` for this one, counts as
    /// satisfied.
    ///
    /// # Errors
    ///
    /// No alternative has all its credentials, or they would go over plain HTTP.
    pub(super) fn choose(
        alternatives: &[&[Scheme]],
        shared: &'c Shared,
        own: &HeaderMap,
        url: &Url,
    ) -> Result<Self, InvalidRequest> {
        let mut wanted = alternatives.iter().filter(|schemes| !schemes.is_empty());
        let chosen = wanted.find_map(|schemes| {
            let satisfied = schemes.iter().map(|scheme| {
                let by = find(scheme, shared, own)?;
                Some(Chosen {
                    scheme: *scheme,
                    by,
                })
            });
            satisfied.collect::<Option<Vec<_>>>()
        });
        let may_go_without =
            alternatives.is_empty() || alternatives.iter().any(|schemes| schemes.is_empty());
        let chosen = match chosen {
            Some(chosen) => chosen,
            None if may_go_without => Vec::new(),
            None => return Err(missing(alternatives)),
        };
        if !shared.allows_http {
            chosen
                .iter()
                .try_for_each(|chosen| chosen.check_is_encrypted(url))?;
        }
        Ok(Self {
            chosen,
            was_renewed: false,
            is_fresh: false,
        })
    }

    /// Sees to it that the tokens are there: what came for a refused one is sent, and nobody is asked
    /// for another.
    ///
    /// # Errors
    ///
    /// A token cannot be had.
    pub(super) async fn obtain(&mut self) -> Result<(), TokenError> {
        if std::mem::take(&mut self.is_fresh) {
            return Ok(());
        }
        for chosen in &mut self.chosen {
            if let By::Credential(credential, token) = &mut chosen.by {
                *token = credential.token(&chosen.scheme, None).await?;
            }
        }
        Ok(())
    }

    /// Takes note of how the API has answered. Where it refuses tokens, they are renewed, once for a
    /// call: then this says whether there are others now.
    ///
    /// # Errors
    ///
    /// A token cannot be had.
    pub(super) async fn renew(&mut self, status: StatusCode) -> Result<bool, TokenError> {
        let is_refused = status == StatusCode::UNAUTHORIZED;
        if is_refused && std::mem::replace(&mut self.was_renewed, true) {
            return Ok(false);
        }
        let mut is_new = false;
        for chosen in &mut self.chosen {
            let By::Credential(credential, Some(token)) = &mut chosen.by else {
                continue;
            };
            if is_refused {
                let other = credential.token(&chosen.scheme, Some(token)).await?;
                if let Some(other) = other.filter(|other| other != token) {
                    *token = other;
                    is_new = true;
                }
            } else if !status.is_server_error() {
                credential.accepted(token);
            }
        }
        self.is_fresh = is_new;
        Ok(is_new)
    }

    /// What goes into the request: an error for a token that was obtained and cannot be sent.
    pub(super) fn parts(
        &self,
        credentials: Credentials,
    ) -> impl Iterator<Item = Result<Part, InvalidRequest>> {
        self.chosen.iter().map(move |chosen| {
            let scheme = &chosen.scheme;
            let part = match &chosen.by {
                By::Connection => Ok(Part::Nothing),
                By::Header(name) => Ok(Part::Given(name.clone())),
                By::Credential(_, Some(token)) => {
                    credential::part(scheme, &Credential::Token(token.clone()))
                }
                By::Credential(credential, None) if credential.is_obtained() => {
                    credential::part(scheme, &Credential::Token(MASK.into()))
                }
                By::Credential(credential, None) => credential::part(scheme, credential),
            };
            part.map(|part| part.shown(credentials)).map_err(|fault| {
                InvalidRequest::new(format!("the credentials of `{}`: {fault}", scheme.name))
            })
        })
    }
}

impl Chosen<'_> {
    /// Whether nobody on the way can read what is sent.
    fn check_is_encrypted(&self, url: &Url) -> Result<(), InvalidRequest> {
        let refuse = |what: &str, url: &Url| {
            let host = url.host_str().unwrap_or_default();
            InvalidRequest::new(format!(
                "the {what} of `{}` would go to `{host}` over plain http, where anybody on the way \
                 can read it; use https, or allow it with `ClientBuilder::allow_http_credentials`",
                self.scheme.name
            ))
        };
        if matches!(self.by, By::Connection) {
            return Ok(());
        }
        if !is_encrypted(url) {
            return Err(refuse("credential", url));
        }
        if let By::Credential(Credential::AccessTokens(tokens), _) = &self.by
            && !is_encrypted(tokens.url())
        {
            return Err(refuse("client secret", tokens.url()));
        }
        Ok(())
    }
}

/// HTTPS, or a connection that does not leave the machine.
fn is_encrypted(url: &Url) -> bool {
    url.scheme() == "https"
        || match url.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(address)) => address.is_loopback(),
            Some(Host::Ipv6(address)) => address.is_loopback(),
            None => false,
        }
}

fn find<'c>(scheme: &Scheme, shared: &'c Shared, own: &HeaderMap) -> Option<By<'c>> {
    let own_header = match scheme.kind {
        SchemeKind::Transport => return shared.has_certificate.then_some(By::Connection),
        SchemeKind::Basic | SchemeKind::Bearer | SchemeKind::Authorization(_) => {
            Some(AUTHORIZATION)
        }
        SchemeKind::Header(name) => HeaderName::from_bytes(name.as_bytes()).ok(),
        SchemeKind::Query(_) | SchemeKind::Cookie(_) => None,
    };
    let is_set = |name: &HeaderName| own.contains_key(name) || shared.headers.contains_key(name);
    if let Some(name) = own_header.filter(is_set) {
        return Some(By::Header(name));
    }
    let mut credentials = shared.credentials.iter();
    let (_, credential) = credentials.find(|(known, _)| known.name == scheme.name)?;
    Some(By::Credential(credential, None))
}

fn missing(alternatives: &[&[Scheme]]) -> InvalidRequest {
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
    InvalidRequest::new(format!(
        "missing credentials: {} needed",
        names.join(" or ")
    ))
}
