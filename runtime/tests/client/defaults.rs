//! What holds for a client whose user has said nothing.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use crate::client::API;
use crate::clock::TestClock;
use crate::hand::{Incoming, serve};
use crate::runtime::{Call, Client, ClientBuilder, ItemStream, StreamError, operation};
use crate::server::{Server, empty, mute};
use crate::{wait, wait_paused};

const MIB: usize = 1024 * 1024;

operation! {
    pub enum Get("GET" "/thing" "get") -> Value {
        security [],
        200 => Output(json),
    }
}

operation! {
    pub enum List("GET" "/lines" "list") -> ItemStream<Value> {
        accept "application/x-ndjson",
        streams ["application/x-ndjson"],
        security [],
        200 => Output(lines),
    }
}

fn builder(url: impl Into<String>) -> ClientBuilder {
    ClientBuilder::new(&API).base_url(url)
}

fn client(url: impl Into<String>) -> Client {
    builder(url).build().expect("a client")
}

#[test]
fn a_call_takes_a_minute_at_most() {
    let (_listener, address) = mute();
    let client = client(format!("http://{address}"));
    let (outcome, took) = wait_paused(Call::<Get>::new(&client).send());
    assert!(outcome.expect_err("no answer").is_timeout());
    assert_eq!(took.as_secs(), 60);
}

#[cfg(any(feature = "rustls", feature = "native-tls"))]
#[test]
fn connecting_takes_ten_seconds_at_most_unless_the_client_or_the_call_says_otherwise() {
    // The connection is there, and TLS never is.
    let (_listener, address) = mute();
    let url = format!("https://{address}");
    let limited = |limit: Option<u64>, of_call: Option<u64>| {
        let builder = builder(&url).retry(crate::runtime::RetryPolicy::none());
        let builder = match limit {
            Some(limit) => builder.connect_timeout(Duration::from_secs(limit)),
            None => builder,
        };
        let client = builder.build().expect("a client");
        let call = Call::<Get>::new(&client);
        let call = match of_call {
            Some(limit) => call.connect_timeout(Duration::from_secs(limit)),
            None => call,
        };
        let (outcome, took) = wait_paused(call.send());
        let error = outcome.expect_err("no connection");
        assert!(error.is_connect() && error.is_timeout(), "{error}");
        took.as_secs()
    };
    assert_eq!(limited(None, None), 10);
    assert_eq!(limited(Some(3), None), 3);
    assert_eq!(limited(None, Some(2)), 2);
    assert_eq!(limited(Some(3), Some(4)), 4);
}

#[test]
fn what_failed_is_asked_for_twice_more() {
    let server = Server::start([empty(503), empty(503), empty(503)]);
    let clock = TestClock::new(Duration::from_secs(60));
    let builder = builder(server.url()).clock(Arc::clone(&clock));
    let client = builder.build().expect("a client");
    let error = wait(Call::<Get>::new(&client).send()).expect_err("503");
    assert_eq!(error.attempts(), 3);
    let waited = clock.waited();
    assert_eq!(waited.len(), 2);
    assert!(waited[0] <= Duration::from_millis(500) && waited[1] <= Duration::from_secs(1));
}

#[test]
fn there_are_fifty_retries_and_one_more_for_each_five_calls() {
    let server = Server::start((0..200).map(|_| empty(503)));
    let builder = builder(server.url()).clock(TestClock::new(Duration::from_secs(60)));
    let client = builder.build().expect("a client");
    // The first of them finds all fifty there, and has nothing to put back.
    for _ in 0..=100 {
        wait(Call::<Get>::new(&client).send()).expect_err("503");
    }
    assert_eq!(server.seen().len(), 101 + 50 + 20);
}

#[test]
fn an_answer_has_256_mebibytes_at_most() {
    let length = 256 * MIB + 1;
    let (url, server) = serve(move |listener| {
        let mut request = Incoming::take(listener);
        request.write(&format!(
            "HTTP/1.1 200 X\r\ncontent-length: {length}\r\n\r\n"
        ));
        request
    });
    let error = wait(Call::<Get>::new(&client(url)).send()).expect_err("too large");
    assert_eq!(
        error.to_string(),
        "get: GET /thing: the answer is too large: it has 268435457 bytes, and \
         `ClientBuilder::max_answer` admits 268435456"
    );
    drop(server.join().expect("no panic"));
}

#[test]
fn an_item_has_16_mebibytes_at_most() {
    let (url, server) = serve(|listener| {
        let mut request = Incoming::take(listener);
        let head = "HTTP/1.1 200 X\r\ncontent-type: application/x-ndjson\r\n";
        request.write(&format!("{head}content-length: {}\r\n\r\n", 18 * MIB));
        for _ in 0..16 {
            request.write(&"1".repeat(MIB));
        }
        request.write("1");
        request
    });
    let client = client(url);
    let error = wait(async {
        let lines = Call::<List>::new(&client).send().await;
        let mut lines = lines.expect("an answer").into_inner();
        lines.try_next().await.expect_err("too long")
    });
    assert!(
        matches!(error, StreamError::TooLong(limit) if limit == 16 * MIB),
        "{error}"
    );
    drop(server.join().expect("no panic"));
}
