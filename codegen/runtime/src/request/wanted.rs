//! A request as what a call of the mock must hold.

use http::header::{CONTENT_TYPE, COOKIE, HeaderMap, HeaderName};
use serde_json::Value;
use url::form_urlencoded;

use super::super::failure::InvalidRequest;
use super::Request;

/// What a pair is that a query, a form or a cookie is made of.
type Pair = (String, String);

impl Request {
    /// Why it cannot be sent.
    pub(in super::super) fn fault(&self) -> Option<&InvalidRequest> {
        self.fault.as_ref()
    }

    /// The parameters of the path, encoded.
    pub(in super::super) fn path_parameters(&self) -> Vec<(&str, &str)> {
        let parameters = self.path.iter();
        parameters
            .map(|(name, text)| (*name, text.as_str()))
            .collect()
    }

    /// Why another request does not hold what this one does, beside its path; nothing if it does.
    pub(in super::super) fn difference(&self, other: &wiremock::Request) -> Option<String> {
        let query = pairs(other.url.query().unwrap_or_default());
        let wanted = self.query.iter().flat_map(|text| pairs(text));
        if let Some((name, value)) = missing(wanted, query) {
            return Some(format!("the query has no `{name}={value}`"));
        }
        let wanted = self.cookies.iter().map(|text| cookie(text));
        if let Some((name, value)) = missing(wanted, cookies(&other.headers)) {
            return Some(format!("there is no cookie `{name}={value}`"));
        }
        for (name, value) in self.headers.iter().chain(&self.own_headers) {
            let is_body = name == CONTENT_TYPE && self.content.is_some();
            if !is_body
                && !other
                    .headers
                    .get_all(name)
                    .iter()
                    .any(|given| given == value)
            {
                let shown = String::from_utf8_lossy(value.as_bytes());
                return Some(format!("there is no header `{name}: {shown}`"));
            }
        }
        let body = self.content.as_ref()?.as_bytes()?;
        let same = same_body(&self.headers, body, &other.headers, &other.body);
        (!same).then(|| "the body differs".to_owned())
    }

    /// What it holds, for people.
    pub(in super::super) fn shown(&self) -> String {
        let path = self
            .path
            .iter()
            .map(|(name, text)| format!("`{name}={text}`"));
        let pairs = self
            .query
            .iter()
            .chain(&self.cookies)
            .map(|text| format!("`{text}`"));
        let headers = self.headers.keys().chain(self.own_headers.keys());
        let headers = headers.map(|name: &HeaderName| format!("`{name}`"));
        let all: Vec<String> = path.chain(pairs).chain(headers).collect();
        match all.as_slice() {
            [] => String::new(),
            all => format!(" with {}", all.join(", ")),
        }
    }
}

fn pairs(text: &str) -> Vec<Pair> {
    form_urlencoded::parse(text.as_bytes())
        .into_owned()
        .collect()
}

/// The first pair that is not among those that were given, each of which counts once.
fn missing(wanted: impl Iterator<Item = Pair>, mut given: Vec<Pair>) -> Option<Pair> {
    for pair in wanted {
        match given.iter().position(|given| *given == pair) {
            Some(index) => {
                given.swap_remove(index);
            }
            None => return Some(pair),
        }
    }
    None
}

fn cookies(headers: &HeaderMap) -> Vec<Pair> {
    let lines = headers.get_all(COOKIE).into_iter();
    let lines = lines.filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(';').map(cookie)).collect()
}

fn cookie(text: &str) -> Pair {
    let (name, value) = text.trim().split_once('=').unwrap_or((text, ""));
    (name.to_owned(), value.to_owned())
}

/// Whether two bodies say the same: JSON and forms in whatever order, parts of a multipart body
/// whatever separates them, all else byte for byte.
fn same_body(ones: &HeaderMap, one: &[u8], others: &HeaderMap, other: &[u8]) -> bool {
    let media_type = |headers: &HeaderMap| {
        let value = headers
            .get(CONTENT_TYPE)
            .and_then(|value| value.to_str().ok());
        value.unwrap_or_default().to_ascii_lowercase()
    };
    let essence = |media_type: &str| {
        media_type
            .split(';')
            .next()
            .unwrap_or_default()
            .trim()
            .to_owned()
    };
    let (one_type, other_type) = (media_type(ones), media_type(others));
    let kind = essence(&one_type);
    if kind != essence(&other_type) {
        return false;
    }
    if kind.starts_with("multipart/") {
        let part = |media_type: &str, body: &[u8]| {
            let boundary = media_type
                .split("boundary=")
                .nth(1)?
                .trim_matches('"')
                .to_owned();
            Some(String::from_utf8_lossy(body).replace(&boundary, ""))
        };
        return part(&one_type, one) == part(&other_type, other);
    }
    if kind == "application/x-www-form-urlencoded" {
        let sorted = |body: &[u8]| {
            let mut pairs: Vec<Pair> = form_urlencoded::parse(body).into_owned().collect();
            pairs.sort();
            pairs
        };
        return sorted(one) == sorted(other);
    }
    let json = |body: &[u8]| serde_json::from_slice::<Value>(body).ok();
    one == other || json(one).is_some_and(|one| json(other) == Some(one))
}
