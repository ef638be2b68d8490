//! What a client authenticates with.

use std::sync::Arc;

use http::header::USER_AGENT;

use super::super::access_tokens::{AccessTokens, Through};
use super::super::client_credentials::ClientCredentials;
use super::super::credential::{self, Credential, Scheme};
use super::super::retry::RetryBudget;
use super::super::server::BaseUrl;
use super::super::task::BoxError;
use super::super::transport::{Carrier, Tls};
use super::{BuildError, ClientBuilder};

impl ClientBuilder {
    /// Shows this certificate to servers that ask for one (mutual TLS; RFC 8446, section 4.4.2): PEM
    /// text of the certificate, those that lead from it to its authority, and its private key.
    ///
    /// With the feature `rustls`, keys of PKCS #8, PKCS #1 and SEC 1 are read; with `native-tls`
    /// alone, those of PKCS #8 (`BEGIN PRIVATE KEY`).
    ///
    /// [`build`](Self::build) fails where the text cannot be read, where the client has no TLS (it
    /// has neither feature, or runs in a browser), and where an [`http_client`](Self::http_client) or
    /// a [`transport`](Self::transport) is handed in, whose own settings hold.
    pub fn client_certificate(mut self, pem: impl AsRef<[u8]>) -> Self {
        let read = self.tls.set_certificate(pem.as_ref());
        self.checked("the client certificate", read)
    }

    /// Trusts the certificates of this PEM text as well, for servers of a private certification
    /// authority. It can be called several times.
    ///
    /// [`build`](Self::build) fails as for [`client_certificate`](Self::client_certificate).
    pub fn root_certificate(mut self, pem: impl AsRef<[u8]>) -> Self {
        let read = self.tls.add_roots(pem.as_ref());
        self.checked("the root certificate", read)
    }

    /// Sends credentials over plain HTTP to other hosts than this machine (`localhost`,
    /// `127.0.0.0/8`, `::1`) too, where anybody on the way can read them: for networks that encrypt by
    /// themselves. Otherwise such a call is an [`Error::InvalidRequest`](super::super::Error::InvalidRequest),
    /// also where it is the token endpoint that would be called so.
    pub fn allow_http_credentials(mut self, allow: bool) -> Self {
        self.allows_http = allow;
        self
    }

    pub(crate) fn credential(mut self, scheme: Scheme, credential: Credential) -> Self {
        let credential = match credential::part(&scheme, &credential) {
            Err(fault) => {
                return self.fail(format!("the credentials of `{}`: {fault}", scheme.name));
            }
            Ok(_) if credential.is_obtained() => credential,
            Ok(part) => Credential::Ready(part),
        };
        self.credentials
            .retain(|(known, _)| known.name != scheme.name);
        self.credentials.push((scheme, credential));
        self
    }

    /// Fetches the tokens of a scheme; where, and for which scopes, is what the document says.
    pub(crate) fn client_credentials(
        self,
        scheme: Scheme,
        credentials: ClientCredentials,
        token_url: &str,
        scopes: &[&str],
    ) -> Self {
        let credentials = Box::new(credentials.or(token_url, scopes));
        self.credential(scheme, Credential::ClientCredentials(credentials))
    }

    fn checked(self, what: &str, read: Result<(), BoxError>) -> Self {
        match read {
            Ok(()) => self,
            Err(error) => self.fail_because(BuildError {
                message: format!("{what} cannot be used: {error}"),
                source: Some(error),
            }),
        }
    }

    /// The credentials as the client has them: with what fetches tokens.
    pub(super) fn bound_credentials(
        &mut self,
        base: &BaseUrl,
        transport: &Carrier,
        budget: &Arc<RetryBudget>,
    ) -> Result<Vec<(Scheme, Credential)>, BuildError> {
        let mut bound = Vec::with_capacity(self.credentials.len());
        for (scheme, credential) in std::mem::take(&mut self.credentials) {
            let credential = match credential {
                Credential::ClientCredentials(credentials) => {
                    let through = Through {
                        transport: transport.clone(),
                        clock: self.clock.clone(),
                        retry: self.retry.clone(),
                        budget: Arc::clone(budget),
                        timeout: self.timeouts.total,
                        user_agent: self.headers.get(USER_AGENT).cloned(),
                    };
                    let tokens = AccessTokens::new(scheme.name, *credentials, base, through)?;
                    Credential::AccessTokens(Arc::new(tokens))
                }
                other => other,
            };
            bound.push((scheme, credential));
        }
        Ok(bound)
    }
}

/// The TLS settings have an effect on the client's own transport alone.
pub(super) fn check_tls(tls: &Tls) -> Result<(), BuildError> {
    if !tls.is_empty() {
        return Err(BuildError::new(
            "certificates have no effect on an `http_client` or `transport` that is handed in: set \
             them there",
        ));
    }
    Ok(())
}
