//! Every form in which lists go on.

use serde_json::json;

use super::lists::{
    ByCursor, ByHeader, ByHeaderCursor, ByLastItem, ByLink, ByOffset, ByOffsetToTotal, ByPage,
    ByPageOfArray, ByPageToTotal, ByShortLastItem, page, read,
};

/// Items, one for each letter.
fn items(ids: &str) -> serde_json::Value {
    ids.chars()
        .map(|id| json!({"id": id.to_string()}))
        .collect()
}

fn data(ids: &str) -> String {
    page("", &json!({"data": items(ids)}))
}

#[test]
fn a_link_may_have_any_name() {
    let (text, error, targets) = read::<ByLink>(
        &[],
        vec![
            page(
                "",
                &json!({"data": items("a"), "links": {"next/page": "?p=2"}, "next/page": "?p=9"}),
            ),
            page(
                "",
                &json!({"data": null, "links": {"next/page": "/elsewhere#part"}}),
            ),
            page(
                "",
                &json!({"data": items("b"), "links": {"next/page": null}}),
            ),
        ],
    );
    assert_eq!((text.as_str(), error), ("ab", None));
    assert_eq!(targets, ["/api/list", "/api/list?p=2", "/elsewhere"]);
}

#[test]
fn the_link_header_is_read_as_rfc_8288_says() {
    let next = |link: &str| page(&format!("link: {link}\r\n"), &items("x"));
    let (text, error, targets) = read::<ByHeader>(
        &[],
        vec![
            // Several links in a header, parameters in quotes, which hold what separates others.
            next(r#"</a?p=1>; title="<x>, rel=next; \"q\""; rel=prev, <{url}/b?p=2>; rel="next""#),
            // Several headers, several relations of one link, in any case.
            next("</c>; rel=first\r\nLink: <?p=3,4>;foo;rel=\"last NEXT\" ; type=\"x\""),
            // The first relation counts, and a link of another page is none of this one.
            next(r#"</d>; rel=last; rel=next, </e>; anchor="/f"; rel=next, </g>;REL = next"#),
            // A relation that only looks alike.
            next("</h>; rel=\"nextish http://example.com/next\", </i>; rev=next, </j"),
        ],
    );
    assert_eq!((text.as_str(), error), ("xxxx", None));
    assert_eq!(targets, ["/api/list", "/b?p=2", "/b?p=3,4", "/g"]);
}

#[test]
fn a_cursor_goes_into_the_query_until_there_is_none() {
    let next = |ids: &str, meta| page("", &json!({"data": items(ids), "meta": meta}));
    let (text, error, targets) = read::<ByCursor>(
        &[("q", "a b"), ("after", "0")],
        vec![
            next("a", json!({"next": "x y&z=1/+"})),
            next("", json!({"next": 7, "more": true})),
            next("b", json!({"next": ""})),
        ],
    );
    assert_eq!((text.as_str(), error), ("ab", None));
    let expected = [
        "/api/list?q=a%20b&after=0",
        "/api/list?q=a%20b&after=x%20y%26z%3D1%2F%2B",
        "/api/list?q=a%20b&after=7",
    ];
    assert_eq!(targets, expected);
    for last in [
        json!({"next": null}),
        json!({}),
        json!({"next": "x", "more": false}),
        json!([]),
        json!({"next": {"x": "y"}}),
    ] {
        let (text, error, targets) = read::<ByCursor>(&[], vec![next("a", last)]);
        assert_eq!((text.as_str(), error, targets.len()), ("a", None, 1));
    }
}

#[test]
fn a_cursor_may_come_in_a_header() {
    let (text, error, targets) = read::<ByHeaderCursor>(
        &[],
        vec![
            page("x-next: c2\r\n", &items("a")),
            page("x-next:\r\n", &items("b")),
        ],
    );
    assert_eq!((text.as_str(), error), ("ab", None));
    assert_eq!(targets, ["/api/list", "/api/list?page%5Bafter%5D=c2"]);
}

#[test]
fn the_last_item_may_be_the_cursor() {
    let next = |ids: &str, more| page("", &json!({"more": more, "data": items(ids)}));
    let (text, error, targets) = read::<ByLastItem>(&[], vec![next("ab", true), next("cd", false)]);
    assert_eq!((text.as_str(), error), ("abcd", None));
    assert_eq!(targets, ["/api/list", "/api/list?starting_after=b"]);
    // It ends at an empty page as well, and at one that is not full.
    let (text, error, targets) = read::<ByShortLastItem>(&[], vec![data("ab"), data("")]);
    assert_eq!((text.as_str(), error, targets.len()), ("ab", None, 2));
    let (text, error, targets) = read::<ByShortLastItem>(&[], vec![data("ab"), data("c")]);
    assert_eq!((text.as_str(), error, targets.len()), ("abc", None, 2));
}

#[test]
fn a_page_number_counts_to_a_page_that_is_not_full() {
    let (text, error, targets) = read::<ByPage>(&[], vec![data("ab"), data("cd"), data("e")]);
    assert_eq!((text.as_str(), error), ("abcde", None));
    assert_eq!(
        targets,
        ["/api/list", "/api/list?page=2", "/api/list?page=3"]
    );
    // It goes on from the number that the call has.
    let query = [("page", "4"), ("per_page", "3")];
    let (text, error, targets) = read::<ByPage>(&query, vec![data("abc"), data("d")]);
    assert_eq!((text.as_str(), error), ("abcd", None));
    assert_eq!(targets[1], "/api/list?page=5&per_page=3");
}

#[test]
fn a_size_beyond_what_the_server_gives_for_sure_says_nothing() {
    let answers = vec![data("abcd"), data("ef"), data("")];
    let (text, error, targets) = read::<ByPage>(&[("per_page", "5")], answers);
    assert_eq!((text.as_str(), error, targets.len()), ("abcdef", None, 3));
}

#[test]
fn a_page_number_counts_to_the_total() {
    for (key, value) in [("total", 4), ("pages", 2)] {
        let next = |ids: &str| page("", &json!({"data": items(ids), key: value}));
        let (text, error, targets) = read::<ByPageToTotal>(&[], vec![next("a"), next("bc")]);
        assert_eq!((text.as_str(), error), ("abc", None), "{key}");
        assert_eq!(targets, ["/api/list", "/api/list?page=1"]);
    }
    // A total that cannot be true is none.
    let next = |ids: &str| page("", &json!({"data": items(ids), "total": 0, "pages": 0}));
    let (text, error, _) = read::<ByPageToTotal>(&[], vec![next("ab"), next("c")]);
    assert_eq!((text.as_str(), error), ("abc", None));
}

#[test]
fn an_array_ends_with_an_empty_page() {
    let answers = ["ab", "c", ""].map(|ids| page("", &items(ids)));
    let (text, error, targets) = read::<ByPageOfArray>(&[], answers.to_vec());
    assert_eq!((text.as_str(), error, targets.len()), ("abc", None, 3));
}

#[test]
fn a_page_that_is_no_number_cannot_be_counted_on() {
    let (text, error, targets) = read::<ByPage>(&[("page", "last")], vec![data("ab")]);
    assert_eq!((text.as_str(), targets.len()), ("ab", 1));
    let expected = "list: invalid request: query parameter `page` is no number to go on from";
    assert_eq!(error.as_deref(), Some(expected));
}

#[test]
fn an_offset_grows_by_what_came() {
    let (text, error, targets) = read::<ByOffset>(&[], vec![data("ab"), data("cd"), data("e")]);
    assert_eq!((text.as_str(), error), ("abcde", None));
    assert_eq!(
        targets,
        ["/api/list", "/api/list?offset=2", "/api/list?offset=4"]
    );
    // Where the server says that there is more, a page need not be full.
    let next = |ids: &str, more| page("", &json!({"data": items(ids), "more": more}));
    let answers = vec![next("a", true), next("bc", false)];
    let (text, error, targets) = read::<ByOffset>(&[("offset", "10")], answers);
    assert_eq!((text.as_str(), error), ("abc", None));
    assert_eq!(targets, ["/api/list?offset=10", "/api/list?offset=11"]);
}

#[test]
fn an_offset_grows_to_the_total() {
    let next = |ids: &str| page("", &json!({"total": 3, "data": items(ids)}));
    let (text, error, targets) = read::<ByOffsetToTotal>(&[], vec![next("ab"), next("c")]);
    assert_eq!((text.as_str(), error, targets.len()), ("abc", None, 2));
}

#[test]
fn a_list_that_leads_back_is_an_error() {
    let link = |ids: &str, next: &str| page(&format!("link: <{next}>; rel=next\r\n"), &items(ids));
    let cycle = vec![link("a", "?p=2"), link("b", "?p=3"), link("c", "/api/list")];
    let (text, error, targets) = read::<ByHeader>(&[], cycle);
    assert_eq!((text.as_str(), targets.len()), ("abc", 3));
    assert!(error.expect("an error").contains("leads back"));
    let cursor =
        |ids: &str, next: &str| page("", &json!({"data": items(ids), "meta": {"next": next}}));
    let (text, error, targets) = read::<ByCursor>(&[], vec![cursor("a", "x"), cursor("b", "x")]);
    assert_eq!((text.as_str(), targets.len()), ("ab", 2));
    assert!(error.expect("an error").contains("leads back"));
    let (text, error, _) = read::<ByHeader>(&[], vec![link("a", "https://example.com/")]);
    assert_eq!(text, "a");
    assert!(error.expect("an error").contains("leads away"));
}

#[test]
fn a_byte_order_mark_and_fractions_do_not_matter() {
    let body = "\u{feff}{\"data\":[{\"id\":\"a\"}],\"meta\":{\"next\":2.0}}";
    let first = crate::server::json(200, body);
    let (text, error, targets) = read::<ByCursor>(&[], vec![first, data("b")]);
    assert_eq!((text.as_str(), error), ("ab", None));
    assert_eq!(targets[1], "/api/list?after=2");
}
