//! The headers of answers, with types.

use std::collections::BTreeMap;

use http::header::{HeaderMap, HeaderName, HeaderValue};
use serde_json::{Value, json};

use crate::runtime::headers;

headers! {
    /// The headers of an answer.
    pub struct AllHeaders {
        /// A number.
        limit: i64 = Plain "X-Limit",
        text: String = Plain "X-Text",
        tags: Vec<String> = List "X-Tags",
        members: BTreeMap<String, i64> = Members "X-Members",
        assigned: BTreeMap<String, String> = Assigned "X-Assigned",
        meta: Value = Json "X-Meta",
        cookies: Vec<String> = Lines "Set-Cookie",
    }
}

fn read(headers: &[(&'static str, &'static str)]) -> Result<AllHeaders, String> {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        let name = HeaderName::from_static(name);
        map.append(
            name,
            HeaderValue::from_bytes(value.as_bytes()).expect("a value"),
        );
    }
    AllHeaders::try_from(&map).map_err(|error| error.to_string())
}

#[test]
fn headers_are_read_into_their_types() {
    let read = read(&[
        ("x-limit", "7"),
        ("x-text", "a, b"),
        ("x-tags", "a,b"),
        ("x-tags", "c"),
        ("x-members", "from,1,to,2"),
        ("x-assigned", "a=1,b=,c"),
        ("x-meta", "{\"a\": [1]}"),
        ("set-cookie", "a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT"),
        ("set-cookie", "b=2"),
    ]);
    let read = read.expect("headers");
    assert_eq!(read.limit, Some(7));
    assert_eq!(read.text.as_deref(), Some("a, b"));
    assert_eq!(
        read.tags.as_deref(),
        Some(&["a".to_owned(), "b".to_owned(), "c".to_owned()][..])
    );
    assert_eq!(
        read.members,
        Some([("from".to_owned(), 1), ("to".to_owned(), 2)].into())
    );
    let assigned =
        [("a", "1"), ("b", ""), ("c", "")].map(|(key, value)| (key.to_owned(), value.to_owned()));
    assert_eq!(read.assigned, Some(assigned.into()));
    assert_eq!(read.meta, Some(json!({"a": [1]})));
    let cookies = ["a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT", "b=2"].map(str::to_owned);
    assert_eq!(read.cookies, Some(cookies.into()));
}

#[test]
fn what_is_not_there_is_none_and_what_is_wrong_is_named() {
    let none = read(&[("x-tags", "")]).expect("headers");
    assert_eq!(none.limit, None);
    assert_eq!(none.tags, Some(Vec::new()));
    let fault = read(&[("x-limit", "many")]).expect_err("no number");
    assert!(
        fault.starts_with("at `X-Limit`: invalid type: string \"many\""),
        "{fault}"
    );
    let fault = read(&[("x-text", "\u{e9}")]).expect_err("no text");
    assert!(fault.starts_with("at `X-Text`: "), "{fault}");
}
