//! Calls without an async runtime.

use std::time::Duration;

use crate::clock::TestClock;
use crate::reconnecting::Listen;
use crate::runtime::{Call, Client, Error};
use crate::server::{Server, answer, empty, json};
use crate::{client, wait};

#[test]
fn a_call_blocks_until_it_is_answered() {
    let server = Server::start([json(200, r#"{"id":"a","caller_id":null}"#)]);
    let client = client(&server);
    let found = client.widgets().retrieve_widget("a").send_blocking();
    assert_eq!(found.expect("a widget").id, "a");
}

#[test]
fn a_list_is_an_iterator() {
    let page = r#"{"data":[{"id":"a","caller_id":null}],"next":"/api/widgets?p=2"}"#;
    let last = r#"{"data":[{"id":"b","caller_id":null}]}"#;
    let server = Server::start([json(200, page), json(200, last)]);
    let client = client(&server);
    let items = client.widgets().list_widgets().items().into_blocking();
    let ids: Result<Vec<String>, _> = items.map(|item| item.map(|item| item.id)).collect();
    assert_eq!(ids.expect("two pages"), ["a", "b"]);
}

#[test]
fn an_async_runtime_is_not_blocked() {
    let server = Server::start([json(200, "{}")]);
    let client = client(&server);
    let found = wait(async { client.widgets().retrieve_widget("a").send_blocking() });
    let error = found.expect_err("refused");
    assert!(matches!(error, Error::InvalidRequest(_)));
    assert_eq!(
        error.to_string(),
        "retrieve_widget: invalid request: it would block an async runtime: await the call there \
         instead"
    );
    assert!(server.seen().is_empty());
}

#[test]
fn pages_streams_and_events_are_iterators() {
    let page = r#"{"data":[{"id":"a","caller_id":null}],"next":"/api/widgets?p=2"}"#;
    let last = r#"{"data":[{"id":"b","caller_id":null}]}"#;
    let server = Server::start([json(200, page), json(200, last)]);
    let client = client(&server);
    let pages = client.widgets().list_widgets().pages().into_blocking();
    let sizes = pages.map(|page| page.expect("a page").data.len());
    assert_eq!(sizes.collect::<Vec<_>>(), [1, 1]);

    let events = |body: &str| answer(200, "content-type: text/event-stream\r\n", body);
    let first = events("id: 1\ndata: a\n\n");
    let server = Server::start([first.clone(), first, events("data: b\n\n"), empty(204)]);
    let client = Client::builder()
        .base_url(server.url())
        .clock(TestClock::new(Duration::from_secs(60)))
        .build()
        .expect("a client");
    let stream = Call::<Listen>::new(&client)
        .send_blocking()
        .expect("events");
    let heard = stream.into_inner().into_blocking();
    let heard: Result<Vec<_>, _> = heard.map(|event| event.map(|event| event.data)).collect();
    assert_eq!(heard.expect("an event"), ["a"]);
    let heard = Call::<Listen>::new(&client).reconnecting().into_blocking();
    let heard: Vec<String> = heard.map(|event| event.expect("an event").data).collect();
    assert_eq!(heard, ["a", "b"]);
    assert_eq!(server.seen()[2].header("last-event-id"), Some("1"));
}
