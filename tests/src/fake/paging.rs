//! Pages of lists, and the links between them.

use serde_json::{Map, Value, json};
use url::form_urlencoded;

use super::errors::{Answer, Fault};
use super::router::Call;

/// The parameters that every list understands, at least in the links that it gives out itself.
pub(super) const PARAMETERS: &[&str] = &["page_size", "page_number", "page_token"];

/// One page of a list.
pub(super) struct Page {
    pub(super) data: Vec<Value>,
    pub(super) links: Value,
}

impl Page {
    /// The usual answer with a page.
    pub(super) fn answer(self) -> Answer {
        Answer::json(200, self.json())
    }

    /// The page as JSON.
    pub(super) fn json(self) -> Value {
        json!({ "links": self.links, "data": self.data })
    }
}

/// Cuts out of a list the page that a request asks for.
pub(super) fn page(call: &Call, items: Vec<Value>) -> Result<Page, Fault> {
    let size = number(call, "page_size", 50)?;
    if !(1..=1000).contains(&size) {
        return Err(Fault::new("page_size", "must be from 1 to 1000"));
    }
    let page_number = number(call, "page_number", 0)?;
    let start = match call.query_value("page_token") {
        None if page_number > 0 => return Err(Fault::missing("page_token")),
        None => 0,
        Some(token) => start_of(token, items.len())?,
    };
    let mut links = Map::new();
    links.insert("self".to_owned(), call.own_url().into());
    links.insert("first".to_owned(), link(call, size, None));
    if start + size < items.len() {
        let token = format!("PA{:08x}", start + size);
        links.insert(
            "next".to_owned(),
            link(call, size, Some((page_number + 1, token))),
        );
    }
    if start > 0 {
        let token = format!("PB{:08x}", start.saturating_sub(size));
        links.insert(
            "prev".to_owned(),
            link(call, size, Some((page_number.saturating_sub(1), token))),
        );
    }
    let data = items.into_iter().skip(start).take(size).collect();
    Ok(Page {
        data,
        links: Value::Object(links),
    })
}

fn number(call: &Call, name: &str, default: usize) -> Result<usize, Fault> {
    let Some(text) = call.query_value(name) else {
        return Ok(default);
    };
    text.parse()
        .map_err(|_| Fault::new(name, "must be a whole number, 0 or more"))
}

/// Tokens are opaque to clients; here they say where their page starts.
fn start_of(token: &str, length: usize) -> Result<usize, Fault> {
    let start = token
        .strip_prefix("PA")
        .or_else(|| token.strip_prefix("PB"));
    start
        .and_then(|start| usize::from_str_radix(start, 16).ok())
        .filter(|start| *start <= length)
        .ok_or_else(|| Fault::new("page_token", "is not valid"))
}

/// An absolute URL of the same list with the same filters.
fn link(call: &Call, size: usize, page: Option<(usize, String)>) -> Value {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(
        call.query
            .iter()
            .filter(|(name, _)| !PARAMETERS.contains(&name.as_str())),
    );
    query.append_pair("page_size", &size.to_string());
    if let Some((number, token)) = page {
        query.append_pair("page_number", &number.to_string());
        query.append_pair("page_token", &token);
    }
    Value::from(format!("{}{}?{}", call.url, call.path, query.finish()))
}
