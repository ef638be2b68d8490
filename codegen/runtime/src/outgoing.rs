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
use super::content::Content;
use super::credential::{self, Part};
use super::failure::InvalidRequest;
use super::progress::Progress;
use super::query;
use super::random;
use super::request::{Request, Want};
use super::retry::{self, RetryPolicy};
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
    pub(super) method: Method,
    pub(super) url: Url,
    accept: Option<HeaderValue>,
    /// The headers that the operation sets.
    headers: HeaderMap,
    cookies: String,
    /// The headers that the user set on the call, which take the place of all others.
    pub(super) own_headers: HeaderMap,
    pub(super) content: Option<Content>,
    pub(super) timeouts: Timeouts,
    /// The time limit ends with the head of a successful answer.
    pub(super) is_open_ended: bool,
    pub(super) want: Want,
    pub(super) upload_progress: Option<Progress>,
    pub(super) download_progress: Option<Progress>,
    pub(super) retry: RetryPolicy,
    pub(super) is_idempotent: bool,
}

impl<'c> Outgoing<'c> {
    pub(super) fn new(
        shared: &'c Shared,
        info: &'static OperationInfo,
        request: Request,
        url: Url,
    ) -> Result<Self, InvalidRequest> {
        let method = Method::from_bytes(info.method.as_bytes())
            .map_err(|error| InvalidRequest::caused_by("the method cannot be sent", error))?;
        let cookies = request.cookies().join("; ");
        let accept = match info.accept {
            "" => None,
            accept => Some(
                HeaderValue::from_maybe_shared(Bytes::from_static(accept.as_bytes()))
                    .map_err(|error| InvalidRequest::caused_by("`accept` cannot be sent", error))?,
            ),
        };
        let (mut headers, mut own_headers) = (request.headers, request.own_headers);
        credential::hide_usual(&mut headers);
        credential::hide_usual(&mut own_headers);
        let mut has_key = false;
        if let Some(name) = info.idempotency_key {
            has_key = true;
            let given = [&shared.headers, &headers, &own_headers];
            if !given.iter().any(|headers| headers.contains_key(name)) {
                let (name, value) =
                    super::request::header(name, &random::key()).map_err(|reason| {
                        InvalidRequest::new(format!("the header {name:?} {reason}"))
                    })?;
                headers.insert(name, value);
            }
        }
        // An answer that comes item by item may take as long as it likes.
        let usual = shared.timeouts.total.filter(|_| info.streams.is_empty());
        Ok(Self {
            is_idempotent: has_key || retry::is_idempotent(&method),
            shared,
            info,
            method,
            url,
            accept,
            headers,
            cookies,
            own_headers,
            content: request.content,
            is_open_ended: request.want == Want::Body && request.timeouts.total.is_none(),
            want: request.want,
            upload_progress: request.upload_progress,
            download_progress: request.download_progress,
            timeouts: Timeouts {
                connect: request.timeouts.connect,
                read: request.timeouts.read.or(shared.timeouts.read),
                total: request.timeouts.total.or(usual),
            },
            retry: request.retry.unwrap_or_else(|| shared.retry.clone()),
        })
    }

    /// What the call authenticates with.
    pub(super) fn authorization(&self) -> Result<Authorization<'c>, InvalidRequest> {
        Authorization::choose(
            self.info.security,
            self.shared,
            &self.own_headers,
            &self.url,
        )
    }

    /// The request of one attempt, and its URL.
    pub(super) fn request(
        &self,
        authorization: &Authorization<'_>,
        credentials: Credentials,
        body: Body,
    ) -> Result<(http::Request<Body>, Url), InvalidRequest> {
        let mut url = self.url.clone();
        let mut headers = self.shared.headers.clone();
        if let Some(accept) = &self.accept {
            headers.insert(ACCEPT, accept.clone());
        }
        replace(&mut headers, &self.headers);
        let mut cookies = Zeroizing::new(self.cookies.clone());
        let mut given = Vec::new();
        for part in authorization.parts(credentials) {
            match part? {
                Part::Given(name) => given.push(name),
                Part::Header(name, value) => {
                    headers.insert(name, value);
                }
                Part::Query(name, pair) => set_key(&mut url, name, pair.expose()),
                Part::Cookie(pair) => {
                    if !cookies.is_empty() {
                        cookies.push_str("; ");
                    }
                    cookies.push_str(pair.expose());
                }
                Part::Nothing => {}
            }
        }
        if !cookies.is_empty() {
            let value = credential::sensitive(cookies).map_err(|fault| {
                InvalidRequest::new(format!("the cookies cannot be sent: {fault}"))
            })?;
            headers.insert(COOKIE, value);
        }
        replace(&mut headers, &self.own_headers);
        credential::hide(&mut headers, given);

        let mut request = http::Request::new(body);
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = Uri::try_from(url.as_str())
            .map_err(|error| InvalidRequest::caused_by("the URL cannot be called", error))?;
        *request.headers_mut() = headers;
        if let Some(timeout) = self.timeouts.connect {
            request.extensions_mut().insert(ConnectTimeout(timeout));
        }
        Ok((request, url))
    }
}

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
