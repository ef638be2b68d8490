//! From a request to the function that answers it, and all that is checked on the way.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body as HttpBody, Bytes, to_bytes};
use axum::extract::{Request, State as FromState};
use axum::http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, USER_AGENT};
use axum::http::request::Parts;
use axum::response::Response;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use percent_encoding::percent_decode_str;
use serde_json::Value;
use url::form_urlencoded;

use super::errors::{Answer, Body, Fault, Faults};
use super::state::State;
use super::{
    Fake, Recorded, Shared, addresses, credentials, endpoints, gateways, lock, paging, profile,
    subscribers,
};
use crate::document::{self, Answer as Documented};

type Handler = fn(&mut State, &Call) -> Answer;

const ENDPOINTS: &str = "/api/relay/rest/endpoints/sip";
const ENDPOINT: &str = "/api/relay/rest/endpoints/sip/{id}";
const PROFILE: &str = "/api/relay/rest/sip_profile";
const CREDENTIALS: &str = "/api/fabric/resources/sip_endpoints";
const CREDENTIAL: &str = "/api/fabric/resources/sip_endpoints/{id}";
const CREDENTIAL_ADDRESSES: &str = "/api/fabric/resources/sip_endpoints/{id}/addresses";
const RESOURCE_CREDENTIALS: &str = "/api/fabric/resources/{id}/sip_endpoints";
const GATEWAYS: &str = "/api/fabric/resources/sip_gateways";
const GATEWAY: &str = "/api/fabric/resources/sip_gateways/{id}";
const GATEWAY_ADDRESSES: &str = "/api/fabric/resources/sip_gateways/{id}/addresses";
const SUBSCRIBER_CREDENTIALS: &str =
    "/api/fabric/resources/subscribers/{fabric_subscriber_id}/sip_endpoints";
const SUBSCRIBER_CREDENTIAL: &str =
    "/api/fabric/resources/subscribers/{fabric_subscriber_id}/sip_endpoints/{id}";
const ADDRESSES: &str = "/api/fabric/sip_addresses";
const ADDRESS: &str = "/api/fabric/sip_addresses/{id}";

/// Every operation. Where two templates fit a path, the first one counts, as concrete segments do.
const ROUTES: &[(&str, &str, Handler)] = &[
    ("GET", ENDPOINTS, endpoints::list),
    ("POST", ENDPOINTS, endpoints::create),
    ("GET", ENDPOINT, endpoints::retrieve),
    ("PUT", ENDPOINT, endpoints::update),
    ("DELETE", ENDPOINT, endpoints::delete),
    ("GET", PROFILE, profile::retrieve),
    ("PUT", PROFILE, profile::update),
    ("GET", CREDENTIALS, credentials::list),
    ("POST", CREDENTIALS, credentials::create),
    ("GET", CREDENTIAL, credentials::retrieve),
    ("PUT", CREDENTIAL, credentials::update),
    ("DELETE", CREDENTIAL, credentials::delete),
    ("GET", CREDENTIAL_ADDRESSES, credentials::list_addresses),
    ("GET", GATEWAYS, gateways::list),
    ("POST", GATEWAYS, gateways::create),
    ("GET", GATEWAY, gateways::retrieve),
    ("PATCH", GATEWAY, gateways::update),
    ("DELETE", GATEWAY, gateways::delete),
    ("GET", GATEWAY_ADDRESSES, gateways::list_addresses),
    ("GET", SUBSCRIBER_CREDENTIALS, subscribers::list),
    ("POST", SUBSCRIBER_CREDENTIALS, subscribers::create),
    ("GET", SUBSCRIBER_CREDENTIAL, subscribers::retrieve),
    ("PATCH", SUBSCRIBER_CREDENTIAL, subscribers::update),
    ("DELETE", SUBSCRIBER_CREDENTIAL, subscribers::delete),
    ("POST", RESOURCE_CREDENTIALS, credentials::assign),
    ("GET", ADDRESSES, addresses::list),
    ("POST", ADDRESSES, addresses::create),
    ("GET", ADDRESS, addresses::retrieve),
    ("PATCH", ADDRESS, addresses::update),
    ("DELETE", ADDRESS, addresses::delete),
];

/// A request to one operation.
pub(super) struct Call {
    /// The fake's own address.
    pub(super) url: String,
    pub(super) method: &'static str,
    pub(super) template: &'static str,
    /// The path as it was sent.
    pub(super) path: String,
    raw_query: String,
    /// The query, decoded.
    pub(super) query: Vec<(String, String)>,
    /// The path's parameters, decoded.
    parameters: Vec<(&'static str, String)>,
    /// The body; null when the operation has none.
    pub(super) body: Value,
    /// How this part of the API reports faults.
    pub(super) faults: Faults,
}

impl Call {
    /// The value of a parameter of the path.
    pub(super) fn parameter(&self, name: &str) -> &str {
        let found = self
            .parameters
            .iter()
            .find(|(parameter, _)| *parameter == name);
        found
            .map(|(_, value)| value.as_str())
            .unwrap_or_else(|| panic!("no {{{name}}} in {}", self.template))
    }

    /// The value of `{id}`.
    pub(super) fn id(&self) -> &str {
        self.parameter("id")
    }

    /// The value of a parameter of the query.
    pub(super) fn query_value(&self, name: &str) -> Option<&str> {
        self.query
            .iter()
            .find(|(parameter, _)| parameter == name)
            .map(|(_, value)| value.as_str())
    }

    /// The absolute URL of this request.
    pub(super) fn own_url(&self) -> String {
        let question_mark = if self.raw_query.is_empty() { "" } else { "?" };
        format!("{}{}{question_mark}{}", self.url, self.path, self.raw_query)
    }
}

pub(super) fn app(shared: Arc<Shared>) -> Router {
    // Own routing instead of axum's: the path is matched as it was sent, nothing normalised.
    Router::new().fallback(handle).with_state(shared)
}

async fn handle(FromState(shared): FromState<Arc<Shared>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, 1 << 20).await else {
        return response(Answer::refused("the body is too long or broken off"), 0);
    };
    let number = record(&shared, &parts, &body);
    let Some((mut call, handler)) = route(&shared, &parts) else {
        let reason = format!("the document has no {} {}", parts.method, parts.uri.path());
        return response(Answer::refused(reason), number);
    };
    let misbehaviour = lock(&shared.misbehaviours).pop_front();
    let instead = misbehaviour
        .as_ref()
        .and_then(|misbehaviour| misbehaviour.instead(call.faults));
    let answer = instead.unwrap_or_else(|| match check(&mut call, &parts, &body) {
        Ok(()) => handler(&mut lock(&shared.state), &call),
        Err(refusal) => refusal,
    });
    match misbehaviour {
        Some(misbehaviour) => misbehaviour.disturb(response(misbehaviour.distort(answer), number)),
        None => response(answer, number),
    }
}

/// Writes a request down and gives its number.
fn record(shared: &Shared, parts: &Parts, body: &Bytes) -> usize {
    let mut requests = lock(&shared.requests);
    requests.push(Recorded {
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        headers: parts.headers.clone(),
        body: serde_json::from_slice(body).ok(),
    });
    requests.len()
}

fn route(shared: &Shared, parts: &Parts) -> Option<(Call, Handler)> {
    let path = parts.uri.path();
    let raw_query = parts.uri.query().unwrap_or_default();
    ROUTES.iter().find_map(|&(method, template, handler)| {
        let parameters = parameters(template, path).filter(|_| parts.method == method)?;
        let call = Call {
            url: shared.url.clone(),
            method,
            template,
            path: path.to_owned(),
            raw_query: raw_query.to_owned(),
            query: form_urlencoded::parse(raw_query.as_bytes())
                .into_owned()
                .collect(),
            parameters,
            body: Value::Null,
            faults: if path.starts_with("/api/relay/rest/") {
                Faults::Space
            } else {
                Faults::Rest
            },
        };
        Some((call, handler))
    })
}

/// The parameters of a path that fits a template.
fn parameters(template: &'static str, path: &str) -> Option<Vec<(&'static str, String)>> {
    if template.split('/').count() != path.split('/').count() {
        return None;
    }
    let mut parameters = Vec::new();
    for (expected, segment) in template.split('/').zip(path.split('/')) {
        match expected
            .strip_prefix('{')
            .and_then(|name| name.strip_suffix('}'))
        {
            Some(name) if !segment.is_empty() => {
                let value = percent_decode_str(segment).decode_utf8_lossy().into_owned();
                parameters.push((name, value));
            }
            _ if expected != segment => return None,
            _ => {}
        }
    }
    Some(parameters)
}

/// Holds a request against the document, and reads its body.
fn check(call: &mut Call, parts: &Parts, body: &Bytes) -> Result<(), Answer> {
    check_credentials(parts)?;
    check_headers(parts)?;
    check_query(call)?;
    let Some(schema) = document::body_schema(call.method, call.template) else {
        let refusal = || Answer::refused("a body where the document has none");
        return if body.is_empty() {
            Ok(())
        } else {
            Err(refusal())
        };
    };
    if parts
        .headers
        .get(CONTENT_TYPE)
        .is_none_or(|value| value != "application/json")
    {
        return Err(Answer::refused("Content-Type is not application/json"));
    }
    call.body = serde_json::from_slice(body).map_err(|_| malformed(call))?;
    let findings = document::check(&schema, &call.body);
    let faults: Vec<Fault> = findings.iter().map(fault).collect();
    if faults.is_empty() {
        Ok(())
    } else {
        Err(call.faults.answer(&faults))
    }
}

fn check_credentials(parts: &Parts) -> Result<(), Answer> {
    let (project_id, api_token) = Fake::credentials();
    let expected = format!(
        "Basic {}",
        BASE64_STANDARD.encode(format!("{project_id}:{api_token}"))
    );
    match parts.headers.get(AUTHORIZATION) {
        Some(value) if *value == expected => Ok(()),
        _ => Err(Answer::unauthorized()),
    }
}

fn check_headers(parts: &Parts) -> Result<(), Answer> {
    if parts
        .headers
        .get(USER_AGENT)
        .is_none_or(|value| value.is_empty())
    {
        return Err(Answer::refused("no User-Agent"));
    }
    if parts
        .headers
        .get(ACCEPT)
        .is_none_or(|value| value != "application/json")
    {
        return Err(Answer::refused("Accept is not application/json"));
    }
    Ok(())
}

fn check_query(call: &Call) -> Result<(), Answer> {
    let filters: &[&str] = match call.template {
        ENDPOINTS => &["filter_username", "filter_caller_id"],
        _ => &[],
    };
    let known = |name: &str| filters.contains(&name) || paging::PARAMETERS.contains(&name);
    match call.query.iter().find(|(name, _)| !known(name)) {
        Some((name, _)) => Err(Answer::refused(format!(
            "the document has no query parameter {name}"
        ))),
        None => Ok(()),
    }
}

/// The answer to a body that is no JSON: `400` where the operation documents it.
fn malformed(call: &Call) -> Answer {
    match document::answer(call.method, call.template, 400) {
        Documented::Undocumented => call.faults.answer(&[Fault::new("body", "is not JSON")]),
        _ => Answer::documented(400, call.faults),
    }
}

fn fault(finding: &document::Finding) -> Fault {
    match &finding.missing {
        Some(missing) => Fault::missing(missing),
        None => {
            let attribute = finding.place.split('/').nth(1).unwrap_or("body");
            Fault::new(attribute, &format!("is invalid: {}", finding.message))
        }
    }
}

fn response(answer: Answer, number: usize) -> Response {
    let (content_type, body) = match answer.body {
        Body::Empty => (None, HttpBody::empty()),
        Body::Json(json) => (Some("application/json"), HttpBody::from(json.to_string())),
        Body::Text(content_type, text) => (Some(content_type), HttpBody::from(text)),
    };
    let mut response = Response::builder()
        .status(answer.status)
        .header("x-request-id", format!("request-{number}"));
    if let Some(content_type) = content_type {
        response = response.header(CONTENT_TYPE, content_type);
    }
    response.body(body).expect("an answer of the fake")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::ROUTES;
    use crate::document;

    #[test]
    fn the_fake_has_the_operations_of_the_document_and_no_others() {
        let routes: BTreeSet<(&str, &str)> = ROUTES
            .iter()
            .map(|(method, path, _)| (*method, *path))
            .collect();
        let operations = document::operations();
        let documented = operations
            .iter()
            .map(|(method, path, _)| (method.as_str(), path.as_str()))
            .collect();
        assert_eq!(routes, documented);
        assert_eq!(ROUTES.len(), 30);
    }
}
