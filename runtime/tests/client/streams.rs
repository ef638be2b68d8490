//! Answers that come item by item.

use std::error::Error as _;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use bytes::Bytes;
use futures_util::stream;
use http::{Request, Response};
use serde_json::{Value, json};

use crate::clock::TestClock;
use crate::runtime::{
    Body, BoxError, Call, Client, Error, Event, ItemStream, Operation, StreamError, operation,
    transport_fn,
};
use crate::server::{Server, answer};
use crate::{client, wait};

operation! {
    pub enum ListenEvents("GET" "/events" "listen_events") -> ItemStream<Event<Value>> {
        accept "text/event-stream",
        streams ["text/event-stream"],
        security [],
        200 => Output(events),
    }
}

operation! {
    pub enum ListenTexts("GET" "/texts" "listen_texts") -> ItemStream<Event<String>> {
        accept "text/event-stream",
        streams ["text/event-stream"],
        security [],
        200 => Output(text_events),
    }
}

operation! {
    pub enum ListenObjects("GET" "/objects" "listen_objects") -> ItemStream<Value> {
        accept "text/event-stream",
        streams ["text/event-stream"],
        security [],
        200 => Output(whole_events),
    }
}

operation! {
    pub enum ListLines("GET" "/lines" "list_lines") -> ItemStream<Value> {
        accept "application/x-ndjson",
        streams ["application/x-ndjson"],
        security [],
        200 => Output(lines),
    }
}

operation! {
    pub enum ListSequence("GET" "/sequence" "list_sequence") -> ItemStream<Value> {
        accept "application/json-seq",
        streams ["application/json-seq"],
        security [],
        200 => Output(sequence),
    }
}

/// The items of an answer; an error as its words.
fn items<O, T>(media_type: &str, body: &str) -> Vec<Result<T, String>>
where
    O: Operation<Output = ItemStream<T>>,
{
    let headers = format!("content-type: {media_type}\r\n");
    let server = Server::start([answer(200, &headers, body)]);
    let client = client(&server);
    wait(async {
        let answer = Call::<O>::new(&client).send().await;
        let mut stream = answer.expect("an answer").into_inner();
        let mut items = Vec::new();
        while let Some(item) = stream.try_next().await.transpose() {
            items.push(item.map_err(|error| error.to_string()));
        }
        items
    })
}

fn events(body: &str) -> Vec<Event<String>> {
    let items = items::<ListenTexts, _>("text/event-stream; charset=utf-8", body);
    items
        .into_iter()
        .map(|item| item.expect("an event"))
        .collect()
}

#[test]
fn events_are_read_as_html_says() {
    let body = "\u{feff}: a comment\nevent: add\nid: 7\nretry: 1500\ndata: one\ndata:two\n\n\
                data\n\nid\nevent:\ndata:  spaced\n\nevent: lost, for it holds nothing\n\n\
                data: not ended";
    let events = events(body);
    assert_eq!(events.len(), 3, "{events:?}");
    assert_eq!(events[0].event, "add");
    assert_eq!(events[0].data, "one\ntwo");
    assert_eq!(events[0].id.as_deref(), Some("7"));
    assert_eq!(events[0].retry, Some(Duration::from_millis(1500)));
    assert_eq!(events[1].event, "message");
    assert_eq!(events[1].data, "");
    assert_eq!(events[1].id.as_deref(), Some("7"));
    assert_eq!(events[2].data, " spaced");
    assert_eq!(events[2].id.as_deref(), Some(""));
}

#[test]
fn a_line_may_end_in_three_ways() {
    for end in ["\n", "\r", "\r\n"] {
        let body = ["data: a", "data: b", "", "data: c", "", ""].join(end);
        let events = events(&body);
        let data: Vec<&str> = events.iter().map(|event| event.data.as_str()).collect();
        assert_eq!(data, ["a\nb", "c"], "{end:?}");
    }
}

#[test]
fn the_data_of_events_is_json_and_done_ends_them() {
    let body =
        "event: delta\ndata: {\"a\": 1}\n\ndata: {\"a\":\n\ndata: 2\n\ndata: [DONE]\n\ndata: 3\n\n";
    let items = items::<ListenEvents, Event<Value>>("text/event-stream", body);
    assert_eq!(items.len(), 3, "{items:?}");
    let first = items[0].as_ref().expect("an event");
    assert_eq!(
        (first.event.as_str(), &first.data),
        ("delta", &json!({"a": 1}))
    );
    let fault = items[1].as_ref().expect_err("broken JSON");
    assert!(fault.contains("EOF while parsing"), "{fault}");
    assert_eq!(items[2].as_ref().expect("an event").data, json!(2));
}

#[test]
fn whole_events_are_objects() {
    let body = "event: add\nid: 7\nretry: 20\ndata: {\"a\": 1}\n\ndata: plain\n\n";
    let items = items::<ListenObjects, Value>("text/event-stream", body);
    let expected = [
        json!({"event": "add", "id": "7", "retry": 20, "data": {"a": 1}}),
        json!({"event": "message", "id": "7", "retry": 20, "data": "plain"}),
    ];
    assert_eq!(items, expected.map(Ok));
}

#[test]
fn lines_and_sequences_are_split_where_they_should() {
    let expected = [
        Ok(json!({"a": "\u{2028}\r"})),
        Ok(json!([1, 2])),
        Ok(json!(3)),
    ];
    let lines = "{\"a\":\"\u{2028}\\r\"}\r\n\n[1, 2]\n3";
    assert_eq!(
        items::<ListLines, Value>("application/x-ndjson", lines),
        expected
    );
    let sequence = "\u{1e}{\"a\":\"\u{2028}\\r\"}\n\u{1e}[1,\n 2]\n\u{1e}3\n";
    assert_eq!(
        items::<ListSequence, Value>("application/json-seq", sequence),
        expected
    );
    assert_eq!(items::<ListLines, Value>("application/x-ndjson", ""), []);
}

#[test]
fn an_answer_that_is_something_else_is_read_whole_and_then_split() {
    let items = items::<ListLines, Value>("application/json", "1\n2\n");
    assert_eq!(items, [Ok(json!(1)), Ok(json!(2))]);
}

/// Sends the head of an answer and then each part that it is told to; it ends with the connection.
fn drip(media_type: &'static str) -> (String, std::sync::mpsc::Sender<&'static str>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let (sender, parts): (_, Receiver<&'static str>) = channel();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("a connection");
        read_head(&stream);
        let head = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: {media_type}\r\ntransfer-encoding: chunked\r\n\r\n"
        );
        stream
            .write_all(head.as_bytes())
            .expect("an open connection");
        for part in parts {
            let chunk = match part {
                "cut" => return,
                part => format!("{:x}\r\n{part}\r\n", part.len()),
            };
            stream
                .write_all(chunk.as_bytes())
                .expect("an open connection");
        }
        stream.write_all(b"0\r\n\r\n").expect("an open connection");
    });
    (url, sender)
}

fn read_head(stream: &TcpStream) {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    while reader.read_line(&mut line).expect("a line") > 2 {
        line.clear();
    }
}

fn plain_client(url: &str) -> Client {
    let builder = Client::builder().base_url(url);
    builder.build().expect("a client")
}

#[test]
fn an_item_is_there_before_the_answer_ends() {
    let (url, parts) = drip("text/event-stream");
    let client = plain_client(&url);
    wait(async {
        let answer = Call::<ListenTexts>::new(&client).send().await;
        let mut stream = answer.expect("an answer").into_inner();
        for (part, expected) in [
            ("data: one\n\n", "one"),
            // What is cut anywhere is put together again.
            ("data: tw", ""),
            ("o\r", ""),
            ("\n\r\n", "two"),
            ("data: three\r\r", "three"),
        ] {
            parts.send(part).expect("a server");
            if !expected.is_empty() {
                let event = stream
                    .try_next()
                    .await
                    .expect("no error")
                    .expect("an event");
                assert_eq!(event.data, expected);
            }
        }
        drop(parts);
        assert!(stream.try_next().await.expect("no error").is_none());
        assert!(stream.try_next().await.expect("no error").is_none());
    });
}

#[test]
fn an_answer_that_breaks_off_is_an_error_and_the_end() {
    let (url, parts) = drip("application/x-ndjson");
    let client = plain_client(&url);
    wait(async {
        let answer = Call::<ListLines>::new(&client).send().await;
        let mut stream = answer.expect("an answer").into_inner();
        parts.send("1\n{\"half\":").expect("a server");
        assert_eq!(stream.try_next().await.expect("no error"), Some(json!(1)));
        parts.send("cut").expect("a server");
        let error = stream.try_next().await.expect_err("an error");
        assert_eq!(
            error.to_string(),
            "list_lines: GET /lines: the connection failed within the answer"
        );
        assert!(error.source().is_some());
        assert!(matches!(&error, StreamError::Transport(error) if error.is_body()));
        assert!(stream.try_next().await.expect("no error").is_none());
    });
}

#[test]
fn the_time_of_a_call_covers_its_stream() {
    const MINUTE: Duration = Duration::from_secs(60);
    let (url, _parts) = drip("application/x-ndjson");
    let clock = TestClock::new(MINUTE);
    let builder = Client::builder().base_url(url).clock(Arc::clone(&clock));
    let client = builder.build().expect("a client");
    wait(async {
        let call = Call::<ListLines>::new(&client).timeout(2 * MINUTE);
        let mut stream = call.send().await.expect("an answer").into_inner();
        clock.advance(2 * MINUTE);
        let error = stream.try_next().await.expect_err("an error");
        assert!(matches!(error, StreamError::Transport(error) if error.is_timeout()));
    });
}

#[test]
fn a_stream_that_is_refused_is_an_answer_as_any() {
    let server = Server::start([answer(
        503,
        "content-type: text/event-stream\r\n",
        "data: busy\n\n",
    )]);
    let client = client(&server);
    let error = wait(Call::<ListenEvents>::new(&client).send()).expect_err("an error");
    let Error::UndocumentedStatus(status) = error else {
        panic!("{error}")
    };
    assert_eq!(status.raw_body(), b"data: busy\n\n");
}

#[test]
fn an_item_that_is_too_long_is_refused_over_the_wire() {
    let (url, parts) = drip("application/x-ndjson");
    let builder = Client::builder().base_url(url).max_item(9);
    let client = builder.build().expect("a client");
    wait(async {
        let lines = Call::<ListLines>::new(&client).send().await;
        let mut lines = lines.expect("an answer").into_inner();
        parts.send("\"1234567\"\n\"12").expect("a server");
        assert_eq!(
            lines.try_next().await.expect("it fits"),
            Some(json!("1234567"))
        );
        parts.send("34567890").expect("a server");
        let error = lines.try_next().await.expect_err("too long");
        assert!(matches!(error, StreamError::TooLong(9)), "{error}");
    });
}

#[test]
fn an_item_without_end_is_not_read() {
    let cases: [(&str, &'static str, &'static [u8]); 3] = [
        (
            "application/x-ndjson",
            "",
            b"\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ),
        (
            "text/event-stream",
            "data: ",
            b"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        ),
        (
            "text/event-stream",
            "data: x\n\n",
            b"data: xxxxxxxxxxxxxxxxxxxxxxx\n",
        ),
    ];
    for (media_type, first, then) in cases {
        let read = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&read);
        let kind = media_type;
        let client = Client::builder()
            .base_url("https://api.example.com")
            .max_item(1_000)
            .transport(transport_fn(move |_: Request<Body>| {
                let read = Arc::clone(&counted);
                let rest = std::iter::repeat(then).map(move |chunk| {
                    read.fetch_add(chunk.len() as u64, Ordering::Relaxed);
                    Bytes::from_static(chunk)
                });
                let chunks = std::iter::once(Bytes::from_static(first.as_bytes())).chain(rest);
                let chunks = stream::iter(chunks.map(Ok::<_, BoxError>));
                let mut answer = Response::new(Body::from_stream(chunks, None));
                let kind = http::HeaderValue::from_static(kind);
                answer.headers_mut().insert("content-type", kind);
                std::future::ready(Ok(answer))
            }))
            .build()
            .expect("a client");
        let error = wait(async {
            if media_type == "application/x-ndjson" {
                let lines = Call::<ListLines>::new(&client).send().await;
                let mut lines = lines.expect("an answer").into_inner();
                let error = lines.try_next().await.expect_err("too long");
                assert!(lines.try_next().await.expect("the end").is_none());
                return error;
            }
            let events = Call::<ListenTexts>::new(&client).send().await;
            let mut events = events.expect("an answer").into_inner();
            if first.ends_with('\n') {
                let event = events.try_next().await.expect("an event");
                assert_eq!(event.expect("an event").data, "x");
            }
            let error = events.try_next().await.expect_err("too long");
            assert!(events.try_next().await.expect("the end").is_none());
            error
        });
        assert!(matches!(error, StreamError::TooLong(1_000)));
        assert_eq!(
            error.to_string(),
            "an item has more than the 1000 bytes that `ClientBuilder::max_item` admits"
        );
        let read = read.load(Ordering::Relaxed);
        assert!((900..1_500).contains(&read), "{read}");
    }
}
