//! Going on where reading stopped.

use serde_json::json;

use super::lists::{ByCursor, ByHeader, ByPage, call, page, rest, targets};
use crate::client::QUERY;
use crate::runtime::{Client, Error, PageToken};
use crate::server::{Server, json as answer};
use crate::{client, wait};

fn items(ids: &str, next: &str) -> String {
    let items: serde_json::Value = ids
        .chars()
        .map(|id| json!({"id": id.to_string()}))
        .collect();
    page(
        "",
        &json!({"data": items, "meta": {"next": next, "more": !next.is_empty()}}),
    )
}

fn linked(ids: &str, next: &str) -> String {
    let items: serde_json::Value = ids
        .chars()
        .map(|id| json!({"id": id.to_string()}))
        .collect();
    page(&format!("link: <{next}>; rel=next\r\n"), &items)
}

fn shown(token: Option<PageToken>) -> String {
    token.map_or_else(|| "none".to_owned(), |token| token.to_string())
}

#[test]
fn a_token_stands_for_the_page_that_comes_next() {
    let server = Server::start([items("a", "x"), items("b", "")]);
    let client = client(&server);
    let mut pages = call::<ByCursor>(&client, &[("q", "1")]).pages();
    assert_eq!(shown(pages.next_page()), "/api/list?q=1");
    wait(pages.try_next()).expect("a page");
    assert_eq!(shown(pages.next_page()), "/api/list?q=1&after=x");
    wait(pages.try_next()).expect("a page");
    assert_eq!(shown(pages.next_page()), "none");
    assert!(wait(pages.try_next()).expect("the end").is_none());
    assert_eq!(shown(pages.next_page()), "none");
}

#[test]
fn a_page_is_asked_for_when_it_is_needed() {
    let server = Server::start([items("ab", "x"), items("c", "")]);
    let client = client(&server);
    let mut items = call::<ByCursor>(&client, &[]).items();
    assert_eq!(server.seen().len(), 0);
    for (count, token) in [(1, "/api/list#1"), (1, "/api/list?after=x"), (2, "none")] {
        wait(items.try_next()).expect("an item");
        assert_eq!(server.seen().len(), count);
        assert_eq!(shown(items.next_page()), token);
    }
    assert!(wait(items.try_next()).expect("the end").is_none());
    assert_eq!(server.seen().len(), 2);
}

#[test]
fn reading_goes_on_within_a_page() {
    let server = Server::start([items("abc", "x"), items("abc", "x"), items("d", "")]);
    let client = client(&server);
    let mut first = call::<ByCursor>(&client, &[]).items();
    wait(first.try_next()).expect("an item");
    wait(first.try_next()).expect("an item");
    let text = serde_json::to_string(&first.next_page().expect("a token")).expect("text");
    assert_eq!(text, r#""/api/list#2""#);
    let token: PageToken = serde_json::from_str(&text).expect("a token");
    let mut second = call::<ByCursor>(&client, &[]).items_from(&token);
    assert_eq!(second.next_page().as_ref(), Some(&token));
    assert_eq!(rest(&mut second), ("cd".to_owned(), None));
    let expected = ["/api/list", "/api/list", "/api/list?after=x"];
    assert_eq!(targets(&server), expected);
    // The pages are whole.
    let server = Server::start([items("abc", "")]);
    let client = crate::client(&server);
    let mut pages = call::<ByCursor>(&client, &[]).pages_from(&token);
    let page = wait(pages.try_next()).expect("a page").expect("a page");
    assert_eq!(page["data"].as_array().map(Vec::len), Some(3));
}

#[test]
fn the_page_that_failed_is_asked_for_again() {
    let server = Server::start([
        items("a", "x"),
        answer(503, "{}"),
        answer(200, "no JSON"),
        items("b", ""),
    ]);
    let client = client(&server);
    let mut items = call::<ByCursor>(&client, &[]).items();
    let (text, error) = rest(&mut items);
    assert_eq!(text, "a");
    assert!(error.expect("an error").contains("503"));
    let token = items.next_page().expect("a token");
    assert_eq!(token.to_string(), "/api/list?after=x");
    let mut again = call::<ByCursor>(&client, &[]).items_from(&token);
    assert!(rest(&mut again).1.expect("an error").contains("decode"));
    assert_eq!(again.next_page(), Some(token.clone()));
    let mut again = call::<ByCursor>(&client, &[]).items_from(&token);
    assert_eq!(rest(&mut again), ("b".to_owned(), None));
    assert_eq!(targets(&server)[1..], ["/api/list?after=x"; 3]);
}

#[test]
fn a_server_that_cannot_be_reached_is_asked_again() {
    let server = Server::start([items("a", "x")]);
    let gone = client(&server);
    let mut items = call::<ByCursor>(&gone, &[]).items();
    assert!(rest(&mut items).1.is_some());
    let token = items.next_page().expect("a token");
    let server = Server::start([self::items("b", "")]);
    let client = client(&server);
    let mut again = call::<ByCursor>(&client, &[]).items_from(&token);
    assert_eq!(rest(&mut again), ("b".to_owned(), None));
    assert_eq!(targets(&server), ["/api/list?after=x"]);
}

#[test]
fn a_page_whose_link_is_bad_is_asked_for_again() {
    let server = Server::start([linked("a", "?p=2"), linked("b", "http://example.com/")]);
    let client = client(&server);
    let mut items = call::<ByHeader>(&client, &[]).items();
    let (text, error) = rest(&mut items);
    assert_eq!(text, "ab");
    assert!(error.expect("an error").contains("leads away"));
    assert_eq!(shown(items.next_page()), "/api/list?p=2");
}

#[test]
fn keys_are_no_part_of_a_token() {
    let server = Server::start([linked("a", "?key=theirs&p=2&k=1"), linked("b", "")]);
    let builder = Client::builder().base_url(server.url()).key(QUERY, "mine");
    let client = builder.build().expect("a client");
    let mut pages = call::<ByHeader>(&client, &[]).pages();
    wait(pages.try_next()).expect("a page");
    let token = pages.next_page().expect("a token");
    assert_eq!(token.to_string(), "/api/list?p=2&k=1");
    let mut items = call::<ByHeader>(&client, &[]).items_from(&token);
    assert_eq!(rest(&mut items).0, "b");
    assert_eq!(targets(&server)[1], "/api/list?p=2&k=1&key=mine");
}

#[test]
fn a_token_of_another_place_is_refused() {
    let refused = |text: &str| {
        let server = Server::start([linked("a", "")]);
        let client = client(&server);
        let token: PageToken = text.parse().expect(text);
        let mut pages = call::<ByPage>(&client, &[]).pages_from(&token);
        let error = wait(pages.try_next()).expect_err(text);
        assert!(matches!(error, Error::InvalidRequest(_)), "{error}");
        assert!(
            error
                .to_string()
                .starts_with("list: invalid request: the page token")
        );
        assert!(pages.next_page().is_none());
        assert!(wait(pages.try_next()).expect("ended").is_none());
        assert_eq!(server.seen().len(), 0, "{text}");
    };
    for text in [
        "/",
        "/api/list/",
        "/api/list/../other?page=2",
        "/other?page=2",
        "/api/list/x",
    ] {
        refused(text);
    }
    // Links lead where they like on the same server.
    let server = Server::start([linked("a", "")]);
    let client = client(&server);
    let token = "/other?p=2".parse().expect("a token");
    let mut items = call::<ByHeader>(&client, &[]).items_from(&token);
    assert_eq!(rest(&mut items), ("a".to_owned(), None));
    assert_eq!(targets(&server), ["/other?p=2"]);
}

#[test]
fn what_is_no_path_is_no_token() {
    for text in [
        "",
        "api/list",
        "//example.com/api/list",
        "/\\example.com/api/list",
        "/\t/example.com/",
        "http://example.com/api/list",
        "?page=2",
        "/api/list#x",
        "/api/list#1#2",
        "/api/list#-1",
        "/api list",
        "/api/ä",
        "/api/list\n",
    ] {
        let error = text.parse::<PageToken>().expect_err(text);
        assert_eq!(
            error.to_string(),
            "no page token: it is the path and query of a page"
        );
        let json = serde_json::to_string(text).expect("text");
        assert!(serde_json::from_str::<PageToken>(&json).is_err());
    }
}

#[test]
fn a_fault_of_the_call_comes_before_that_of_the_token() {
    let server = Server::start(Vec::<String>::new());
    let client = client(&server);
    let token = "/api/list?page=2".parse().expect("a token");
    let mut call = call::<ByPage>(&client, &[]);
    call = call.header("bad name", "x");
    let mut pages = call.pages_from(&token);
    let error = wait(pages.try_next()).expect_err("a bad header");
    assert!(error.to_string().contains("bad name"), "{error}");
}
