//! How a client is set up.

mod credentials;

use std::error::Error as StdError;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::header::{HeaderMap, HeaderName, HeaderValue, USER_AGENT};

use super::client::{Client, SchemeNames, Shared};
use super::clock::Clock;
use super::credential::{self, Credential, Scheme};
use super::hook::Hook;
use super::outgoing::Timeouts;
use super::retry::{RetryBudget, RetryPolicy};
use super::server::{self, BaseUrl, UrlPart};
use super::transport::{Carrier, ReqwestTransport, Settings, Tls, Transport};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const TIMEOUT: Duration = Duration::from_secs(60);
const MAX_ANSWER: u64 = 256 * 1024 * 1024;
const MAX_ITEM: usize = 16 * 1024 * 1024;

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
    transport: Option<Carrier>,
    clock: Option<Arc<dyn Clock>>,
    hooks: Vec<Arc<dyn Hook>>,
    connect_timeout: Duration,
    timeouts: Timeouts,
    retry: RetryPolicy,
    retry_budget: u32,
    max_answer: u64,
    max_item: usize,
    headers: HeaderMap,
    tls: Tls,
    allows_http: bool,
    fault: Option<BuildError>,
}

impl ClientBuilder {
    pub(crate) fn new(api: &'static ApiInfo) -> Self {
        Self {
            api,
            base_url: None,
            variables: Vec::new(),
            credentials: Vec::new(),
            transport: None,
            clock: system_clock(),
            hooks: Vec::new(),
            connect_timeout: CONNECT_TIMEOUT,
            timeouts: Timeouts {
                total: Some(TIMEOUT),
                ..Timeouts::default()
            },
            retry: RetryPolicy::default(),
            retry_budget: RetryBudget::USUAL,
            max_answer: MAX_ANSWER,
            max_item: MAX_ITEM,
            headers: HeaderMap::new(),
            tls: Default::default(),
            allows_http: false,
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

    /// Sends requests through this HTTP client, for instance one with a proxy or other TLS settings.
    ///
    /// Its own settings hold: its certificates, its connection timeout, what it sends again by itself,
    /// and its redirect policy. The client that is built otherwise follows a redirect only to the same
    /// scheme, host and port, at most ten times; reqwest's own policy goes to other hosts too, and
    /// takes along what it does not know to be a credential, such as a key in a header of its own.
    /// With `redirect(reqwest::redirect::Policy::none())` a redirect is an answer. All else is still as
    /// this builder says.
    pub fn http_client(mut self, client: reqwest::Client) -> Self {
        let transport = ReqwestTransport::new(client);
        self.transport = Some(Carrier::Reqwest(Arc::new(transport)));
        self
    }

    /// Sends requests through this transport instead of reqwest: one of another HTTP library, with
    /// middleware around it, or a function that answers by itself
    /// ([`transport_fn`](super::transport_fn)).
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Carrier::Other(Arc::new(transport)));
        self
    }

    /// Sees, and may change, every request before it is sent, and sees what comes back. Hooks are
    /// called in the order in which they were added.
    pub fn hook(mut self, hook: impl Hook) -> Self {
        self.hooks.push(Arc::new(hook));
        self
    }

    /// When a request that failed is sent again: see [`RetryPolicy`], whose default holds unless
    /// another is set here or for a call.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry = policy;
        self
    }

    /// How many retries the calls of this client have between them, requests for tokens included: 50
    /// unless set. Each retry takes one and each call puts back a fifth, so that an outage of the
    /// server adds no more than a fifth to the load for long. What an HTTP/2 server refused unseen
    /// ([`TransportErrorKind::Refused`](super::TransportErrorKind::Refused)) does not count.
    pub fn retry_budget(mut self, retries: u32) -> Self {
        self.retry_budget = retries;
        self
    }

    /// Measures time and waits with this clock instead of the system's: in tests, for instance.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Some(Arc::new(clock));
        self
    }

    /// How long an answer may be, in bytes, unless it is read item by item or as a
    /// [`Download`](super::Download): 256 MiB unless set. A longer one is an error.
    pub fn max_answer(mut self, bytes: u64) -> Self {
        self.max_answer = bytes;
        self
    }

    /// How long an item may be of an answer that is read item by item, in bytes: 16 MiB unless set. A
    /// longer line or event is an error, and the end.
    pub fn max_item(mut self, bytes: usize) -> Self {
        self.max_item = bytes;
        self
    }

    /// How long connecting may take: 10 seconds unless set. It has no effect on an
    /// [`http_client`](Self::http_client) or [`transport`](Self::transport) that is handed in.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// How long to wait for an answer to begin, and then for each part of it: as long as the whole
    /// call may take, unless set. [`Call::read_timeout`](super::Call::read_timeout) sets it for one
    /// call.
    pub fn read_timeout(mut self, timeout: Duration) -> Self {
        self.timeouts.read = Some(timeout);
        self
    }

    /// How long a call may take, from connecting to the last byte of the answer, with everything that
    /// is sent again: 60 seconds unless set. [`Call::timeout`](super::Call::timeout) sets it for one
    /// call.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeouts.total = Some(timeout);
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

    /// Builds the client.
    ///
    /// # Errors
    ///
    /// The first faulty value that a method of this builder was given; a variable of the server
    /// that has neither a value nor a default, or a value that the document does not admit or
    /// that is no DNS label where it stands in the host (RFC 1123, section 2.1); a base URL that
    /// cannot be called; a token URL that cannot be; a TLS backend that cannot be set up; TLS settings
    /// beside a transport that is handed in.
    pub fn build(mut self) -> Result<Client, BuildError> {
        if let Some(fault) = self.fault {
            return Err(fault);
        }
        let base = match (&self.base_url, self.api.server) {
            (Some(url), _) => BaseUrl::parse(url)?,
            (None, Some(parts)) => BaseUrl::parse(&server::expand(parts, &self.variables)?)?,
            (None, None) => return Err(BuildError::new("a base URL is needed: call `base_url`")),
        };
        let has_own_tls = self.transport.is_some() || cfg!(target_arch = "wasm32");
        let has_certificate = has_own_tls || self.tls.has_certificate();
        let transport = match self.transport.take() {
            Some(transport) => {
                credentials::check_tls(&self.tls)?;
                transport
            }
            None => own_transport(Settings {
                connect_timeout: self.connect_timeout,
                tls: self.tls.clone(),
            })?,
        };
        let budget = Arc::new(RetryBudget::new(self.retry_budget));
        let credentials = self.bound_credentials(&base, &transport, &budget)?;
        credential::hide_usual(&mut self.headers);
        Ok(Client::new(Shared {
            transport,
            clock: self.clock,
            hooks: self.hooks,
            retry: self.retry,
            budget,
            timeouts: self.timeouts,
            max_answer: self.max_answer,
            max_item: self.max_item,
            base,
            headers: self.headers,
            credentials,
            has_certificate,
            allows_http: self.allows_http,
        }))
    }

    fn fail(self, message: String) -> Self {
        self.fail_because(BuildError::new(message))
    }

    fn fail_because(mut self, fault: BuildError) -> Self {
        self.fault.get_or_insert(fault);
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
            .field("timeouts", &self.timeouts)
            .field("retry", &self.retry)
            .field("tls", &self.tls)
            .finish_non_exhaustive()
    }
}

fn own_transport(settings: Settings) -> Result<Carrier, BuildError> {
    match ReqwestTransport::set_up(settings) {
        Ok(transport) => Ok(Carrier::Reqwest(Arc::new(transport))),
        Err(error) => Err(BuildError {
            message: "the HTTP client cannot be set up".to_owned(),
            source: Some(Box::new(error)),
        }),
    }
}

#[cfg(not(target_arch = "wasm32"))]
#[expect(clippy::unnecessary_wraps, reason = "a browser has none")]
fn system_clock() -> Option<Arc<dyn Clock>> {
    Some(Arc::new(super::clock::SystemClock))
}

/// The standard library has no clock there, and tokio no timers.
#[cfg(target_arch = "wasm32")]
fn system_clock() -> Option<Arc<dyn Clock>> {
    None
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
