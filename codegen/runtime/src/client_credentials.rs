//! What a client asks a token endpoint with: OAuth 2's client credentials (RFC 6749, section 4.4).

use std::fmt;

use http::header::HeaderValue;
use secrecy::zeroize::Zeroizing;
use url::form_urlencoded::byte_serialize;

use super::credential::{basic, sensitive};
use super::secret::{MASK, Secret};

/// The credentials of an OAuth 2 client, with which it fetches access tokens for itself
/// (RFC 6749, section 4.4), and how it asks for them.
///
/// A token is fetched when the first call needs one, through the client's own transport, and kept
/// until shortly before it expires, or until the API refuses it. Calls that need one at the same time
/// wait for the same, except in a browser. The request is repeated as the client's [`RetryPolicy`](super::RetryPolicy) says;
/// hooks do not see it.
#[derive(Clone)]
#[must_use = "it is given to the builder's method for a security scheme"]
pub struct ClientCredentials {
    client_id: String,
    client_secret: Secret,
    is_in_body: bool,
    scopes: Option<Vec<String>>,
    token_url: Option<String>,
    parameters: Vec<(String, Secret)>,
}

impl ClientCredentials {
    /// The id and the secret that the authorization server has given to the client.
    pub fn new(client_id: impl Into<String>, client_secret: impl Into<Secret>) -> Self {
        Self {
            client_id: client_id.into(),
            client_secret: client_secret.into(),
            is_in_body: false,
            scopes: None,
            token_url: None,
            parameters: Vec::new(),
        }
    }

    /// Asks for these scopes (RFC 6749, section 3.3) instead of those that the document's operations
    /// need; for none, if there are none.
    pub fn scopes<S: Into<String>>(mut self, scopes: impl IntoIterator<Item = S>) -> Self {
        self.scopes = Some(scopes.into_iter().map(Into::into).collect());
        self
    }

    /// Fetches tokens from this URL instead of the document's: an absolute one, or one that is
    /// relative to the server's.
    pub fn token_url(mut self, url: impl Into<String>) -> Self {
        self.token_url = Some(url.into());
        self
    }

    /// Sends id and secret in the body of the request (`client_secret_post`) instead of in the header
    /// `Authorization` (`client_secret_basic`), for servers that ask for it (RFC 6749, section 2.3.1).
    pub fn in_body(mut self) -> Self {
        self.is_in_body = true;
        self
    }

    /// Another parameter of the request, such as `audience` or `resource` (RFC 8707).
    pub fn parameter(mut self, name: impl Into<String>, value: impl Into<Secret>) -> Self {
        self.parameters.push((name.into(), value.into()));
        self
    }

    /// What the document says holds where the user has not said something else.
    pub(super) fn or(mut self, token_url: &str, scopes: &[&str]) -> Self {
        self.token_url.get_or_insert_with(|| token_url.to_owned());
        let scopes = scopes.iter().map(|scope| (*scope).to_owned());
        self.scopes.get_or_insert_with(|| scopes.collect());
        self
    }

    /// Where tokens are fetched: it may be relative.
    pub(super) fn url(&self) -> &str {
        self.token_url.as_deref().unwrap_or_default()
    }

    /// How the client says who it is: both parts encoded as in a form (RFC 6749, section 2.3.1).
    pub(super) fn authorization(&self) -> Option<HeaderValue> {
        if self.is_in_body {
            return None;
        }
        let secret = encoded(self.client_secret.expose());
        sensitive(basic(&encoded(&self.client_id), &secret)).ok()
    }

    /// The form that is sent.
    pub(super) fn form(&self) -> Zeroizing<String> {
        let scope = self.scopes.as_deref().unwrap_or_default().join(" ");
        let mut pairs = vec![("grant_type", "client_credentials")];
        if !scope.is_empty() {
            pairs.push(("scope", &scope));
        }
        if self.is_in_body {
            pairs.push(("client_id", &self.client_id));
            pairs.push(("client_secret", self.client_secret.expose()));
        }
        let more = self.parameters.iter();
        pairs.extend(more.map(|(name, value)| (name.as_str(), value.expose())));
        // With room from the start, no part of a secret is left behind in memory.
        let longest = |(name, value): &(&str, &str)| 3 * (name.len() + value.len()) + 2;
        let mut form = Zeroizing::new(String::with_capacity(pairs.iter().map(longest).sum()));
        for (name, value) in pairs {
            if !form.is_empty() {
                form.push('&');
            }
            form.extend(byte_serialize(name.as_bytes()));
            form.push('=');
            form.extend(byte_serialize(value.as_bytes()));
        }
        form
    }

    /// A text without the secrets, for errors: an endpoint may repeat what it was sent.
    pub(super) fn masked(&self, text: &str) -> String {
        let parameters = self.parameters.iter().map(|(_, value)| value);
        let mut text = text.to_owned();
        for secret in parameters.chain([&self.client_secret]) {
            let secret = secret.expose();
            let written = encoded(secret);
            for written in [secret, &written] {
                if !written.is_empty() {
                    text = text.replace(written, MASK);
                }
            }
        }
        text
    }
}

fn encoded(text: &str) -> Zeroizing<String> {
    let mut encoded = Zeroizing::new(String::with_capacity(3 * text.len()));
    encoded.extend(byte_serialize(text.as_bytes()));
    encoded
}

impl fmt::Debug for ClientCredentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.parameters.iter().map(|(name, _)| name);
        formatter
            .debug_struct("ClientCredentials")
            .field("client_id", &self.client_id)
            .field("scopes", &self.scopes)
            .field("token_url", &self.token_url)
            .field("parameters", &names.collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}
