mod forms;
mod lists;
mod tokens;

use std::pin::pin;

use futures_util::StreamExt as _;

use crate::client::QUERY;
use crate::runtime::{Client, Error};
use crate::server::{Server, empty, json};
use crate::{client, wait};

fn page(ids: &[&str], next: &str) -> String {
    let data: Vec<_> = ids
        .iter()
        .map(|id| serde_json::json!({"id": id, "caller_id": null}))
        .collect();
    json(
        200,
        &serde_json::json!({"data": data, "next": next}).to_string(),
    )
    .replacen("content-length", "x-length", 1)
}

/// What is read of a list, and the error that it ends with.
fn read(answers: Vec<String>) -> (Vec<String>, Option<String>, Server) {
    let server = Server::start(answers);
    let client = client(&server);
    let call = client.widgets().list_widgets().page_size(2);
    let (ids, error) = wait(async {
        let mut items = call.items();
        let mut ids = Vec::new();
        loop {
            match items.try_next().await {
                Ok(Some(item)) => ids.push(item.id.clone()),
                Ok(None) => return (ids, None),
                Err(error) => {
                    assert!(matches!(items.try_next().await, Ok(None)), "it has ended");
                    return (ids, Some(error.to_string()));
                }
            }
        }
    });
    (ids, error, server)
}

#[test]
fn links_are_followed_to_the_end() {
    let (ids, error, server) = read(vec![
        page(&["a", "b"], "{url}/api/widgets?page=2&x=%20"),
        page(&[], "/other/3"),
        page(&["c"], "?page=4"),
        page(&["d"], ""),
    ]);
    assert_eq!((ids.join(""), error), ("abcd".to_owned(), None));
    let seen = server.seen();
    let targets: Vec<&str> = seen.iter().map(crate::server::Seen::target).collect();
    let expected = [
        "/api/widgets?page_size=2",
        "/api/widgets?page=2&x=%20",
        "/other/3",
        "/other/3?page=4",
    ];
    assert_eq!(targets, expected);
    assert!(
        seen.iter()
            .all(|seen| seen.header("authorization").is_some())
    );
}

#[test]
fn a_link_that_leads_away_is_not_followed() {
    for link in [
        "http://example.com/api",
        "//example.com/api",
        "https://127.0.0.1/api",
        "http://127.0.0.1:1/api",
        "\\\\example.com",
        "http://user@{host}/api",
        "javascript:1",
    ] {
        let server = Server::start(Vec::<String>::new());
        let host = server.url().replace("http://", "");
        let link = link.replace("{host}", &host);
        let (ids, error, server) = read(vec![page(&["a"], &link), empty(200)]);
        assert_eq!(ids, ["a"], "the page itself is good");
        let error = error.expect("an error");
        assert!(
            error.starts_with("list_widgets: invalid request: the link to the next page leads"),
            "{link}: {error}"
        );
        assert_eq!(server.seen().len(), 1, "nothing was sent");
    }
}

#[test]
fn a_link_is_followed_once() {
    for link in ["/api/widgets?page_size=2", "/api/widgets?page_size=2#again"] {
        let (ids, error, server) = read(vec![page(&["a"], link), empty(200)]);
        assert_eq!(ids, ["a"]);
        assert!(error.expect("an error").contains("leads back"));
        assert_eq!(server.seen().len(), 1);
    }
}

#[test]
fn an_error_on_a_later_page_ends_the_list() {
    let (ids, error, _) = read(vec![
        page(&["a"], "?page=2"),
        json(500, r#"{"message":"broken"}"#),
        page(&["b"], ""),
    ]);
    assert_eq!(ids, ["a"]);
    let shown = "list_widgets: 500 Internal Server Error: broken";
    assert_eq!(error.as_deref(), Some(shown));
}

#[test]
fn a_key_in_the_query_goes_along_once() {
    let server = Server::start([page(&["a"], "?key=theirs&page=2"), page(&[], "")]);
    let builder = Client::builder().base_url(server.url()).key(QUERY, "mine");
    let client = builder.build().expect("a client");
    let items = client.widgets().list_widgets().items();
    assert_eq!(wait(items.count()), 1);
    let seen = server.seen();
    assert_eq!(seen[0].target(), "/api/widgets?key=mine");
    assert_eq!(seen[1].target(), "/api/widgets?page=2&key=mine");
}

#[test]
fn pages_are_a_stream_of_answers() {
    let server = Server::start([page(&["a"], "?page=2"), page(&["b"], "")]);
    let client = client(&server);
    let statuses: Vec<u16> = wait(async {
        let pages = pin!(client.widgets().list_widgets().pages());
        pages
            .map(|page| page.expect("a page").status().as_u16())
            .collect()
            .await
    });
    assert_eq!(statuses, [200, 200]);
}

#[test]
fn a_fault_of_the_first_request_comes_out() {
    let server = Server::start([empty(200)]);
    let builder = Client::builder().base_url(server.url());
    let client = builder.build().expect("a client");
    let mut pages = client.widgets().list_widgets().pages();
    let error = wait(pages.try_next()).expect_err("no credentials");
    assert!(matches!(error, Error::InvalidRequest(_)), "{error}");
    assert!(wait(pages.try_next()).expect("ended").is_none());
    assert_eq!(server.seen().len(), 0);
}
