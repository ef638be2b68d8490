//! Calls without an async runtime.

use crate::runtime::Error;
use crate::server::{Server, json};
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
