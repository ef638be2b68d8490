//! Sending: the part of a call that is the same for every operation, and compiled once.

use http::Method;
use http::header::{ACCEPT, COOKIE, HeaderMap, HeaderValue};
use url::Url;

use super::answer::{Answer, is_of};
use super::call::OperationInfo;
use super::client::Client;
use super::credential::{self, Part};
use super::failure::{InvalidRequest, Phase, TransportError, Unanswered};
use super::request::Request;
use super::stream::Source;

/// Sends a request and reads the answer: the whole, unless it comes item by item.
///
/// # Errors
///
/// The request is invalid, or there is no whole answer.
pub(super) async fn send(
    client: &Client,
    info: OperationInfo,
    request: Request,
) -> Result<Answer, Unanswered> {
    let url = request
        .url(&client.shared().base, info.path)
        .map_err(|fault| Unanswered::Invalid(fault.of(&info)))?;
    send_to(client, info, request, url).await
}

/// Sends a request to a URL of the API, instead of the one that its operation has.
///
/// # Errors
///
/// The request is invalid, or there is no whole answer.
pub(super) async fn send_to(
    client: &Client,
    info: OperationInfo,
    request: Request,
    url: Url,
) -> Result<Answer, Unanswered> {
    let outgoing = outgoing(client, &info, request, url)
        .map_err(|fault| Unanswered::Invalid(fault.of(&info)))?;
    let failed =
        |phase| move |error| Unanswered::Transport(TransportError::new(info, phase, error));
    let sent = client.shared().http.execute(outgoing).await;
    let response = sent.map_err(failed(Phase::Sending))?;
    let status = response.status();
    let headers = response.headers().clone();
    let streams = |media: &&str| is_of(&headers, media);
    if status.is_success() && info.streams.iter().any(streams) {
        return Ok(Answer::of_items(
            status,
            headers,
            Source::live(info, response),
        ));
    }
    let body = response.bytes().await.map_err(failed(Phase::Reading))?;
    Ok(Answer::new(status, headers, body))
}

fn outgoing(
    client: &Client,
    info: &OperationInfo,
    request: Request,
    mut url: Url,
) -> Result<reqwest::Request, InvalidRequest> {
    let shared = client.shared();
    let method = Method::from_bytes(info.method.as_bytes())
        .map_err(|error| InvalidRequest::caused_by("the method cannot be sent", error))?;
    let mut cookies = request.cookies().join("; ");
    let mut headers = shared.headers.clone();
    if !info.accept.is_empty() {
        let accept = HeaderValue::from_str(info.accept)
            .map_err(|error| InvalidRequest::caused_by("`accept` cannot be sent", error))?;
        headers.insert(ACCEPT, accept);
    }
    replace(&mut headers, request.headers);

    let mut given = shared.headers.clone();
    replace(&mut given, request.own_headers.clone());
    for part in credential::choose(info.security, &shared.credentials, &given)? {
        match part {
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
        let mut value = HeaderValue::from_str(&cookies)
            .map_err(|error| InvalidRequest::caused_by("the cookies cannot be sent", error))?;
        value.set_sensitive(true);
        headers.insert(COOKIE, value);
    }
    replace(&mut headers, request.own_headers);

    let mut outgoing = reqwest::Request::new(method, url);
    *outgoing.headers_mut() = headers;
    *outgoing.body_mut() = request.body.map(reqwest::Body::from);
    // An answer that comes item by item may take as long as it likes.
    let usual = info.streams.is_empty().then_some(shared.timeout);
    *outgoing.timeout_mut() = request.timeout.or(usual);
    Ok(outgoing)
}

/// Puts headers in the place of those of the same name.
fn replace(headers: &mut HeaderMap, others: HeaderMap) {
    for (name, value) in others {
        if let Some(name) = name {
            headers.insert(name, value);
        }
    }
}

/// Puts a key into the query, in the place of one that a link brought along.
fn set_key(url: &mut Url, name: &str, pair: &str) {
    let mut query = String::new();
    for old in url.query().unwrap_or_default().split('&') {
        let old_name = url::form_urlencoded::parse(old.as_bytes()).next();
        if old_name.is_some_and(|(old_name, _)| old_name != name) {
            query.push_str(old);
            query.push('&');
        }
    }
    query.push_str(pair);
    url.set_query(Some(&query));
}
