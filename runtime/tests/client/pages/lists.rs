//! Lists that go on in every form, and reading them.

use serde_json::Value;

use crate::runtime::{Call, Client, Items, Paged};
use crate::server::{Server, answer};
use crate::wait;

macro_rules! lists {
    ($($name:ident = $($paging:ident($($given:tt)*))+;)*) => {$(
        crate::runtime::operation! {
            pub enum $name("GET" "/api/list" "list") -> Value {
                pages(page): Value = data(page)? => $($paging($($given)*))+,
                security [[crate::client::BASIC], [crate::client::QUERY]],
                200 => Output(json),
            }
        }
    )*};
}

lists! {
    ByLink = link("/links/next~1page");
    ByHeader = link_header();
    ByCursor = cursor("after", "/meta/next") more("/meta/more");
    ByHeaderCursor = cursor_header("page[after]", "x-next");
    ByLastItem = last_item("starting_after", "/data", "/id") more("/more");
    ByShortLastItem = last_item("starting_after", "/data", "/id") size("limit", Some(2), Some(2));
    ByPage = page("page", 1, "/data") size("per_page", Some(2), Some(4));
    ByPageToTotal =
        page("page", 0, "/data") size("size", Some(2), Some(2)) total("/total") total_pages("/pages");
    ByPageOfArray = page("page", 1, "");
    ByOffset = offset("offset", 0, "/data") size("limit", Some(2), Some(9)) more("/more");
    ByOffsetToTotal = offset("offset", 0, "/data") total("/total");
}

/// The list of a page: the whole, or its `data`.
fn data(page: Value) -> Option<Vec<Value>> {
    match page {
        Value::Array(items) => Some(items),
        mut page => match page.get_mut("data")?.take() {
            Value::Array(items) => Some(items),
            _ => None,
        },
    }
}

/// A page: JSON, with headers that each end their line.
pub(super) fn page(headers: &str, body: &Value) -> String {
    let headers = format!("content-type: application/json\r\n{headers}");
    answer(200, &headers, &body.to_string())
}

/// What is left of a list, one text for all items, and the error that it ends with.
pub(super) fn rest<O: Paged<Item = Value>>(items: &mut Items<'_, O>) -> (String, Option<String>) {
    let mut text = String::new();
    loop {
        match wait(items.try_next()) {
            Ok(Some(item)) => text.push_str(item["id"].as_str().unwrap_or("?")),
            Ok(None) => return (text, None),
            Err(error) => {
                assert!(matches!(wait(items.try_next()), Ok(None)), "it has ended");
                return (text, Some(error.to_string()));
            }
        }
    }
}

/// Reads a list to its end: all items, and what was asked for.
pub(super) fn read<O: Paged<Item = Value>>(
    query: &[(&'static str, &str)],
    answers: Vec<String>,
) -> (String, Option<String>, Vec<String>) {
    let server = Server::start(answers);
    let client = crate::client(&server);
    let (text, error) = rest(&mut call::<O>(&client, query).items());
    (text, error, targets(&server))
}

pub(super) fn call<'c, O: Paged<Item = Value>>(
    client: &'c Client,
    query: &[(&'static str, &str)],
) -> Call<'c, O> {
    let mut call = Call::new(client);
    for (name, value) in query {
        call.request.query(name, *value);
    }
    call
}

/// The queries that a server was asked for.
pub(super) fn targets(server: &Server) -> Vec<String> {
    let seen = server.seen();
    let targets = seen.iter().map(|seen| seen.target().to_owned());
    targets.collect()
}
