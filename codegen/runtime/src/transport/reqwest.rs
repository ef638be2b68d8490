//! The transport that every client has: reqwest.

#[cfg(not(target_arch = "wasm32"))]
use std::error::Error as _;
use std::future::ready;
#[cfg(not(target_arch = "wasm32"))]
use std::iter::successors;
use std::sync::Mutex;
use std::time::Duration;

use http::{HeaderMap, Method, Request};
use url::Url;

use super::super::body::Body;
use super::super::task::lock;
use super::tls::Tls;
use super::wire;
use super::{ConnectTimeout, Sending, Transport, TransportErrorKind, TransportFailure};

const MAX_REDIRECTS: usize = 10;

/// Sends through reqwest.
#[derive(Debug)]
pub struct ReqwestTransport {
    client: ::reqwest::Client,
    /// How to set up another one; nothing when the user has handed one in.
    settings: Option<Settings>,
    /// Clients whose connections have another time limit: reqwest sets that for a whole client.
    others: Mutex<Vec<(Duration, ::reqwest::Client)>>,
}

/// How reqwest is set up.
#[derive(Clone, Debug)]
pub(in super::super) struct Settings {
    pub(in super::super) connect_timeout: Duration,
    pub(in super::super) tls: Tls,
}

/// How many clients with another time limit for connecting are kept.
const MAX_OTHERS: usize = 8;

impl ReqwestTransport {
    /// Sends through this client, whose own settings hold: its redirect policy, its timeouts. A call's
    /// limit for connecting has no effect on it.
    #[must_use]
    pub fn new(client: ::reqwest::Client) -> Self {
        Self {
            client,
            settings: None,
            others: Mutex::default(),
        }
    }

    /// Sets up reqwest.
    ///
    /// # Errors
    ///
    /// There is no TLS backend that works.
    pub(in super::super) fn set_up(settings: Settings) -> Result<Self, ::reqwest::Error> {
        Ok(Self {
            client: settings.client(settings.connect_timeout)?,
            settings: Some(settings),
            others: Mutex::default(),
        })
    }

    /// The client whose connections have this time limit, where that is another one.
    fn other(
        &self,
        timeout: Option<ConnectTimeout>,
    ) -> Result<Option<::reqwest::Client>, ::reqwest::Error> {
        let (Some(ConnectTimeout(timeout)), Some(settings)) = (timeout, &self.settings) else {
            return Ok(None);
        };
        if timeout == settings.connect_timeout {
            return Ok(None);
        }
        let mut others = lock(&self.others);
        if let Some((_, client)) = others.iter().find(|(known, _)| *known == timeout) {
            return Ok(Some(client.clone()));
        }
        let client = settings.client(timeout)?;
        if others.len() >= MAX_OTHERS {
            others.remove(0);
        }
        others.push((timeout, client.clone()));
        Ok(Some(client))
    }

    /// Sends a request whose URL is at hand.
    pub(in super::super) fn send_to(
        &self,
        method: Method,
        url: Url,
        headers: HeaderMap,
        body: Body,
        timeout: Option<ConnectTimeout>,
    ) -> Sending<'_> {
        let mut request = ::reqwest::Request::new(method, url);
        *request.headers_mut() = headers;
        let request = wire::body(body).map(|body| {
            *request.body_mut() = Some(body);
            request
        });
        self.execute(request, timeout)
    }

    fn execute(
        &self,
        request: Result<::reqwest::Request, TransportFailure>,
        timeout: Option<ConnectTimeout>,
    ) -> Sending<'_> {
        // All that need not wait is done before, so that the future stays small.
        let pending = request.and_then(|request| {
            let other = self.other(timeout).map_err(failure)?;
            // The policy of `Settings::client` sees redirects, that of others and of browsers does not.
            let is_seen = self.settings.is_some() && !cfg!(target_arch = "wasm32");
            let sent_to = (!is_seen).then(|| request.url().clone());
            let pending = other.as_ref().unwrap_or(&self.client).execute(request);
            Ok((pending, sent_to))
        });
        match pending {
            Ok((pending, sent_to)) => wire::sending(pending, sent_to),
            Err(failure) => Box::pin(ready(Err(failure))),
        }
    }
}

impl Settings {
    /// A client that follows redirects only within one origin: elsewhere nobody has promised to keep
    /// the credentials, or to speak this API.
    #[cfg(not(target_arch = "wasm32"))]
    fn client(&self, connect_timeout: Duration) -> Result<::reqwest::Client, ::reqwest::Error> {
        let redirects = ::reqwest::redirect::Policy::custom(|attempt| {
            let same_origin = attempt
                .previous()
                .last()
                .is_some_and(|previous| previous.origin() == attempt.url().origin());
            if !same_origin {
                attempt.stop()
            } else if attempt.previous().len() > MAX_REDIRECTS {
                attempt.error("more than ten redirects")
            } else {
                // With 307 and 308 the request itself goes elsewhere, and nothing was done with it. So
                // does a PATCH with 301 and 302, but its method is not told here.
                if !matches!(attempt.status().as_u16(), 307 | 308) {
                    wire::note_that_the_server_acted();
                }
                attempt.follow()
            }
        });
        let builder = ::reqwest::Client::builder()
            .connect_timeout(connect_timeout)
            .redirect(redirects)
            .referer(false)
            // It would send again what no hook and no span sees, and keep a copy of each request for
            // that.
            .retry(::reqwest::retry::never().max_retries_per_request(0));
        self.tls.apply(builder).build()
    }

    /// The browser connects, and follows redirects.
    #[cfg(target_arch = "wasm32")]
    fn client(&self, _: Duration) -> Result<::reqwest::Client, ::reqwest::Error> {
        ::reqwest::Client::builder().build()
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, mut request: Request<Body>) -> Sending<'_> {
        // reqwest sets timers, for which a runtime must be there.
        Box::pin(async move {
            let timeout = request.extensions_mut().remove::<ConnectTimeout>();
            self.execute(wire::request(request), timeout).await
        })
    }
}

/// Says what went wrong, without the URL: its query may hold a key.
pub(super) fn failure(error: ::reqwest::Error) -> TransportFailure {
    let kind = match (is_connect(&error), error.is_timeout()) {
        (true, true) => TransportErrorKind::ConnectTimeout,
        (true, false) => TransportErrorKind::Connect,
        (false, true) => TransportErrorKind::Timeout,
        (false, false) if error.is_redirect() => TransportErrorKind::Redirect,
        (false, false) if is_refused(&error) => TransportErrorKind::Refused,
        (false, false) => TransportErrorKind::Other,
    };
    TransportFailure::new(kind, error.without_url())
}

/// Whether the server has said, over HTTP/2, that it has not looked at the request (RFC 9113, section
/// 8.7): it refused the stream, or was closing the connection.
#[cfg(not(target_arch = "wasm32"))]
fn is_refused(error: &::reqwest::Error) -> bool {
    let causes = successors(error.source(), |cause| (*cause).source());
    let said = causes.filter_map(|cause| cause.downcast_ref::<h2::Error>());
    said.filter(|error| error.is_remote())
        .any(|error| match error.reason() {
            Some(h2::Reason::REFUSED_STREAM) => error.is_reset(),
            Some(h2::Reason::NO_ERROR) => error.is_go_away(),
            _ => false,
        })
}

/// The browser sends again by itself.
#[cfg(target_arch = "wasm32")]
fn is_refused(_: &::reqwest::Error) -> bool {
    false
}

#[cfg(not(target_arch = "wasm32"))]
fn is_connect(error: &::reqwest::Error) -> bool {
    error.is_connect()
}

/// The browser does not tell.
#[cfg(target_arch = "wasm32")]
fn is_connect(_: &::reqwest::Error) -> bool {
    false
}
