//! How a client is set up.

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use http::header::{HeaderMap, HeaderName, HeaderValue, USER_AGENT};

use super::client::{Client, SchemeNames, Shared};
use super::credential::{self, Credential, Scheme};
use super::server::{self, BaseUrl, UrlPart};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const TIMEOUT: Duration = Duration::from_secs(60);
const MAX_REDIRECTS: usize = 10;

/// What the document and the package say about the API.
#[derive(Debug)]
pub(crate) struct ApiInfo {
    /// The server's URL; `None` when the document names none.
    pub(crate) server: Option<&'static [UrlPart]>,
    /// The `User-Agent` that is sent unless the user sets another.
    pub(crate) user_agent: &'static str,
}

/// Sets up a [`Client`].
///
/// A method that is given a faulty value keeps the fault; the first one comes out of
/// [`build`](Self::build).
#[must_use = "a builder does nothing until `build` is called"]
pub struct ClientBuilder {
    api: &'static ApiInfo,
    base_url: Option<String>,
    variables: Vec<(&'static str, String)>,
    credentials: Vec<(Scheme, Credential)>,
    http: Option<reqwest::Client>,
    connect_timeout: Duration,
    timeout: Duration,
    headers: HeaderMap,
    fault: Option<BuildError>,
}

impl ClientBuilder {
    pub(crate) fn new(api: &'static ApiInfo) -> Self {
        Self {
            api,
            base_url: None,
            variables: Vec::new(),
            credentials: Vec::new(),
            http: None,
            connect_timeout: CONNECT_TIMEOUT,
            timeout: TIMEOUT,
            headers: HeaderMap::new(),
            fault: None,
        }
        .user_agent(api.user_agent)
    }

    /// Sends requests to this URL instead of the document's server: an absolute `http` or `https`
    /// URL without user information, query and fragment. Its path is kept before each
    /// operation's path.
    pub fn base_url(mut self, base_url: impl Into<String>) -> Self {
        self.base_url = Some(base_url.into());
        self
    }

    /// Sends requests through this HTTP client, for instance one with a proxy, a client
    /// certificate or other TLS settings.
    ///
    /// Its own settings hold: its redirect policy (the client that is built otherwise follows a
    /// redirect only to the same scheme, host and port, at most ten times) and its connection
    /// timeout. The timeout of a call, the `User-Agent` and the default headers are still those
    /// of this builder.
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        self.http = Some(client);
        self
    }

    /// How long connecting may take: 10 seconds unless set. It has no effect on an
    /// [`http_client`](Self::http_client) that is handed in.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// How long a call may take, from connecting to the last byte of the answer: 60 seconds
    /// unless set. [`Call::timeout`](super::Call::timeout) sets it for one call.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// The `User-Agent` of every request (RFC 9110, section 10.1.5).
    pub fn user_agent(self, user_agent: impl AsRef<str>) -> Self {
        self.default_header(USER_AGENT.as_str(), user_agent)
    }

    /// A header of every request. A header that an operation sets itself takes its place.
    pub fn default_header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        let (name, value) = (name.as_ref(), value.as_ref());
        match (
            HeaderName::from_bytes(name.as_bytes()),
            HeaderValue::from_str(value),
        ) {
            (Ok(name), Ok(value)) => {
                self.headers.insert(name, value);
                self
            }
            (Err(_), _) => self.fail(format!("{name:?} is not a header name")),
            (_, Err(_)) => self.fail(format!("the value of header `{name}` cannot be sent")),
        }
    }

    pub(crate) fn server_variable(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.variables.retain(|(known, _)| *known != name);
        self.variables.push((name, value.into()));
        self
    }

    pub(crate) fn credential(mut self, scheme: Scheme, credential: Credential) -> Self {
        if let Err(fault) = credential::part(&scheme, &credential) {
            return self.fail(format!("the credentials of `{}`: {fault}", scheme.name));
        }
        self.credentials
            .retain(|(known, _)| known.name != scheme.name);
        self.credentials.push((scheme, credential));
        self
    }

    /// Builds the client.
    ///
    /// # Errors
    ///
    /// The first faulty value that a method of this builder was given; a variable of the server
    /// that has neither a value nor a default, or a value that the document does not admit or
    /// that is no DNS label where it stands in the host (RFC 1123, section 2.1); a base URL that
    /// cannot be called; a TLS backend that cannot be set up.
    pub fn build(self) -> Result<Client, BuildError> {
        if let Some(fault) = self.fault {
            return Err(fault);
        }
        let base = match (self.base_url, self.api.server) {
            (Some(url), _) => BaseUrl::parse(&url)?,
            (None, Some(parts)) => BaseUrl::parse(&server::expand(parts, &self.variables)?)?,
            (None, None) => return Err(BuildError::new("a base URL is needed: call `base_url`")),
        };
        let http = match self.http {
            Some(http) => http,
            None => http_client(self.connect_timeout)?,
        };
        Ok(Client::new(Shared {
            http,
            base,
            timeout: self.timeout,
            headers: self.headers,
            credentials: self.credentials,
        }))
    }

    fn fail(mut self, message: String) -> Self {
        self.fault.get_or_insert(BuildError::new(message));
        self
    }
}

impl fmt::Debug for ClientBuilder {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ClientBuilder")
            .field("base_url", &self.base_url)
            .field("server_variables", &self.variables)
            .field("credentials", &SchemeNames(&self.credentials))
            .field("timeout", &self.timeout)
            .finish_non_exhaustive()
    }
}

/// A client that follows redirects only within one origin: elsewhere nobody has promised to keep
/// the credentials, or to speak this API.
fn http_client(connect_timeout: Duration) -> Result<reqwest::Client, BuildError> {
    let redirects = reqwest::redirect::Policy::custom(|attempt| {
        let same_origin = attempt
            .previous()
            .last()
            .is_some_and(|previous| previous.origin() == attempt.url().origin());
        if !same_origin {
            attempt.stop()
        } else if attempt.previous().len() > MAX_REDIRECTS {
            attempt.error("more than ten redirects")
        } else {
            attempt.follow()
        }
    });
    reqwest::Client::builder()
        .connect_timeout(connect_timeout)
        .redirect(redirects)
        .referer(false)
        .build()
        .map_err(|error| BuildError {
            message: "the HTTP client cannot be set up".to_owned(),
            source: Some(Box::new(error)),
        })
}

/// Reads an environment variable; an empty one counts as not set.
///
/// # Errors
///
/// The value is not Unicode.
pub(crate) fn env(name: &str) -> Result<Option<String>, BuildError> {
    match std::env::var(name) {
        Ok(value) => Ok(Some(value).filter(|value| !value.is_empty())),
        Err(std::env::VarError::NotPresent) => Ok(None),
        Err(std::env::VarError::NotUnicode(_)) => Err(BuildError::new(format!(
            "the environment variable `{name}` is not Unicode"
        ))),
    }
}

/// Reads two environment variables that belong together.
///
/// # Errors
///
/// One is set and the other is not, or a value is not Unicode.
pub(crate) fn env_pair(first: &str, second: &str) -> Result<Option<(String, String)>, BuildError> {
    let alone = |set: &str, missing: &str| {
        BuildError::new(format!(
            "the environment variable `{set}` is set, but `{missing}` is not"
        ))
    };
    match (env(first)?, env(second)?) {
        (Some(one), Some(other)) => Ok(Some((one, other))),
        (None, None) => Ok(None),
        (Some(_), None) => Err(alone(first, second)),
        (None, Some(_)) => Err(alone(second, first)),
    }
}

/// Why a client could not be built.
#[derive(Debug)]
pub struct BuildError {
    message: String,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

impl BuildError {
    pub(super) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            source: None,
        }
    }
}

impl fmt::Display for BuildError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl StdError for BuildError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.source {
            Some(source) => Some(source.as_ref()),
            None => None,
        }
    }
}
