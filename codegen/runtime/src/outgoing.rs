//! What a call sends: made once, and turned into a request for each attempt.

use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, COOKIE, HeaderMap, HeaderValue};
use http::{Method, Uri};
use secrecy::zeroize::Zeroizing;
use url::Url;

use super::authorization::Authorization;
use super::body::Body;
use super::call::OperationInfo;
use super::client::Shared;
use super::credential::{self, Part};
use super::failure::InvalidRequest;
use super::query;
use super::random;
use super::request::{Request, Want};
use super::retry::{self, RetryPolicy};
use super::secret::Secret;
use super::transport::ConnectTimeout;

/// How long a call may take, where the user has said so.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Timeouts {
    /// Until there is a connection.
    pub(super) connect: Option<Duration>,
    /// From one part of the answer to the next.
    pub(super) read: Option<Duration>,
    /// In all, with everything that is sent again.
    pub(super) total: Option<Duration>,
}

/// Whether credentials are those of the client, or only stand where those would be.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Credentials {
    Real,
    Masked,
}

/// A request with all that its attempts share.
pub(super) struct Outgoing<'c> {
    pub(super) shared: &'c Shared,
    pub(super) info: &'static OperationInfo,
    pub(super) request: Box<Request>,
    pub(super) method: Method,
    pub(super) url: Url,
    /// The time limit ends with the head of a successful answer.
    pub(super) is_open_ended: bool,
    pub(super) is_idempotent: bool,
}

impl<'c> Outgoing<'c> {
    pub(super) fn new(
        shared: &'c Shared,
        info: &'static OperationInfo,
        mut request: Box<Request>,
        url: Url,
    ) -> Result<Self, InvalidRequest> {
        let method = Method::from_bytes(info.method.as_bytes())
            .map_err(|error| InvalidRequest::caused_by("the method cannot be sent", error))?;
        credential::hide_usual(&mut request.headers);
        credential::hide_usual(&mut request.own_headers);
        if let Some(name) = info.idempotency_key {
            let given = [&shared.headers, &request.headers, &request.own_headers];
            if !given.iter().any(|headers| headers.contains_key(name)) {
                let (name, value) =
                    super::request::header(name, &random::key()).map_err(|reason| {
                        InvalidRequest::new(format!("the header {name:?} {reason}"))
                    })?;
                request.headers.insert(name, value);
            }
        }
        let is_open_ended = request.want == Want::Body && request.timeouts.total.is_none();
        // An answer that comes item by item may take as long as it likes.
        let usual = shared.timeouts.total.filter(|_| info.streams.is_empty());
        request.timeouts.total = request.timeouts.total.or(usual);
        request.timeouts.read = request.timeouts.read.or(shared.timeouts.read);
        Ok(Self {
            is_idempotent: info.idempotency_key.is_some() || retry::is_idempotent(&method),
            shared,
            info,
            request,
            method,
            url,
            is_open_ended,
        })
    }

    /// When the call is sent again.
    pub(super) fn retry(&self) -> &RetryPolicy {
        self.request.retry.as_ref().unwrap_or(&self.shared.retry)
    }

    /// What the call authenticates with.
    pub(super) fn authorization(&self) -> Result<Authorization<'c>, InvalidRequest> {
        Authorization::choose(
            self.info.security,
            self.shared,
            &self.request.own_headers,
            &self.url,
        )
    }

    /// The request of one attempt.
    pub(super) fn request(
        &self,
        authorization: &Authorization<'_>,
        credentials: Credentials,
        body: Body,
    ) -> Result<http::Request<Body>, InvalidRequest> {
        let (url, headers) = self.url_and_headers(authorization, credentials)?;
        let mut request = http::Request::new(body);
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = Uri::try_from(url.as_str())
            .map_err(|error| InvalidRequest::caused_by("the URL cannot be called", error))?;
        *request.headers_mut() = headers;
        if let Some(timeout) = self.request.timeouts.connect {
            request.extensions_mut().insert(ConnectTimeout(timeout));
        }
        Ok(request)
    }

    /// The URL and the headers of one attempt.
    pub(super) fn url_and_headers(
        &self,
        authorization: &Authorization<'_>,
        credentials: Credentials,
    ) -> Result<(Url, HeaderMap), InvalidRequest> {
        let mut url = self.url.clone();
        let mut headers = self.shared.headers.clone();
        if !self.info.accept.is_empty() {
            let accept = Bytes::from_static(self.info.accept.as_bytes());
            let accept = HeaderValue::from_maybe_shared(accept)
                .map_err(|error| InvalidRequest::caused_by("`accept` cannot be sent", error))?;
            headers.insert(ACCEPT, accept);
        }
        replace(&mut headers, &self.request.headers);
        let mut secret_cookies = Vec::new();
        let mut given = Vec::new();
        for part in authorization.parts(credentials) {
            match part? {
                Part::Given(name) => given.push(name),
                Part::Header(name, value) => {
                    headers.insert(name, value);
                }
                Part::Query(name, pair) => set_key(&mut url, name, pair.expose()),
                Part::Cookie(pair) => secret_cookies.push(pair),
                Part::Nothing => {}
            }
        }
        let cookies = self.request.cookies().iter().map(String::as_str);
        let cookies: Vec<&str> = cookies
            .chain(secret_cookies.iter().map(Secret::expose))
            .collect();
        if !cookies.is_empty() {
            let cookies = Zeroizing::new(cookies.join("; "));
            let value = credential::sensitive(cookies).map_err(|fault| {
                InvalidRequest::new(format!("the cookies cannot be sent: {fault}"))
            })?;
            headers.insert(COOKIE, value);
        }
        replace(&mut headers, &self.request.own_headers);
        credential::hide(&mut headers, given);
        let length = url.as_str().len();
        if length > MAX_URL {
            return Err(InvalidRequest::new(format!(
                "the URL has {length} bytes, and cannot have more than {MAX_URL}"
            )));
        }
        Ok((url, headers))
    }
}

/// How many bytes a URL has at most: a `Uri` takes no more.
const MAX_URL: usize = 65_534;

/// Puts headers in the place of those of the same name.
fn replace(headers: &mut HeaderMap, others: &HeaderMap) {
    for (name, value) in others {
        headers.insert(name, value.clone());
    }
}

/// Puts a key into the query, in the place of one that a link brought along.
fn set_key(url: &mut Url, name: &str, pair: &str) {
    let others = query::pairs(url).filter(|(other, _)| other != name);
    let pairs: Vec<&str> = others.map(|(_, other)| other).chain([pair]).collect();
    let query = pairs.join("&");
    url.set_query(Some(&query));
}
