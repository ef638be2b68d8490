//! Server-sent events over several connections.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use crate::clock::TestClock;
use crate::runtime::{
    Call, Client, Error, Event, ItemStream, Operation, Reconnecting, ReconnectingError,
    RetryPolicy, operation,
};
use crate::server::{Seen, Server, answer, empty};
use crate::wait;

const SECOND: Duration = Duration::from_secs(1);
const HOUR: Duration = Duration::from_secs(3_600);

operation! {
    pub enum Listen("GET" "/events" "listen") -> ItemStream<Event<String>> {
        accept "text/event-stream",
        streams ["text/event-stream; charset=utf-8"],
        security [],
        200 => Output(text_events),
    }
    pub enum ListenError {
        410 => Gone(json Value) = "410 Gone",
    }
}

operation! {
    pub enum Complete("POST" "/complete" "complete") -> ItemStream<Event<Value>> {
        accept "text/event-stream",
        streams ["text/event-stream"],
        security [],
        200 => Output(events),
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

/// An answer of events.
fn events(body: &str) -> String {
    answer(200, "content-type: text/event-stream\r\n", body)
}

/// One that breaks off.
fn cut(body: &str) -> String {
    let length = body.len();
    events(body).replace(
        &format!("length: {length}"),
        &format!("length: {}", length + 9),
    )
}

/// What came of a stream: the data of its events, the errors as they show, and what was asked for and
/// waited.
struct Heard {
    events: Vec<Result<String, String>>,
    seen: Vec<Seen>,
    waited: Vec<Duration>,
}

impl Heard {
    fn last_ids(&self) -> Vec<Option<&str>> {
        let ids = self.seen.iter().map(|seen| seen.header("last-event-id"));
        ids.collect()
    }
}

fn hear<O, T>(
    answers: &[String],
    change: impl FnOnce(Reconnecting<'_, O, Event<T>>) -> Reconnecting<'_, O, Event<T>>,
) -> Heard
where
    O: Operation<Output = ItemStream<Event<T>>>,
    T: ToString,
{
    let server = Server::start(answers.iter().cloned());
    let clock = TestClock::new(HOUR);
    let client = Client::builder()
        .base_url(server.url())
        .clock(Arc::clone(&clock))
        .build()
        .expect("a client");
    let heard = wait(async {
        let mut stream = change(Call::<O>::new(&client).reconnecting());
        let mut heard = Vec::new();
        while let Some(event) = stream.try_next().await.transpose() {
            let event = event.map(|event| event.data.to_string());
            heard.push(event.map_err(|error| error.to_string()));
        }
        heard
    });
    Heard {
        events: heard,
        seen: server.seen(),
        waited: clock.waited(),
    }
}

fn listen(answers: &[String]) -> Heard {
    hear::<Listen, _>(answers, |stream| stream)
}

fn all(data: &[&str]) -> Vec<Result<String, String>> {
    data.iter().map(|data| Ok((*data).to_owned())).collect()
}

#[test]
fn it_goes_on_after_the_last_whole_event() {
    let heard = listen(&[
        // The second event is not whole: neither it nor its id counts.
        cut("id: 1\ndata: a\n\nid: 2\ndata: ha"),
        events("id: 2\ndata: half\n\ndata: c\n\n"),
        // An event without data has an id all the same, and an id of an event may hold anything.
        events("id: grüße 3\n\n"),
        empty(204),
    ]);
    assert_eq!(heard.events, all(&["a", "half", "c"]));
    let id = "grüße 3";
    assert_eq!(heard.seen.len(), 4);
    assert_eq!(heard.last_ids()[..3], [None, Some("1"), Some("2")]);
    assert_eq!(heard.last_ids()[3], Some(id));
    assert_eq!(heard.waited, [3 * SECOND, 3 * SECOND, 6 * SECOND]);
}

#[test]
fn an_empty_id_is_none_and_one_with_a_null_is_ignored() {
    let heard = listen(&[
        events("id: 1\ndata: a\n\n"),
        events("id: 9\u{0}9\ndata: b\n\n"),
        events("id\ndata: c\n\n"),
        events("data: d\n\n"),
        empty(204),
    ]);
    assert_eq!(heard.events, all(&["a", "b", "c", "d"]));
    let ids = [None, Some("1"), Some("1"), None, None];
    assert_eq!(heard.last_ids(), ids);
}

#[test]
fn the_server_says_how_long_to_wait() {
    let heard = listen(&[
        // What counts is the line, even of an event that is cut off.
        cut("data: a\n\nretry: 50\ndata:"),
        events("data: b\n\n"),
        events("retry: 90000\nretry: soon\n\n"),
        empty(204),
    ]);
    assert_eq!(heard.events, all(&["a", "b"]));
    let wait = Duration::from_millis(50);
    assert_eq!(heard.waited, [wait, wait, 90 * SECOND]);
}

#[test]
fn waits_grow_and_tries_are_counted_until_an_event_comes() {
    let nothing = || events(": still here\n\n");
    let mut answers = vec![
        events("data: a\n\n"),
        nothing(),
        String::new(),
        events("data: b\n\n"),
    ];
    answers.extend([nothing(), String::new(), nothing()]);
    let heard = hear::<Listen, _>(&answers, |stream| {
        stream.wait(SECOND, 3 * SECOND).max_tries(3)
    });
    assert_eq!(heard.events, all(&["a", "b"]));
    assert_eq!(
        heard.waited,
        [1, 2, 3, 1, 2, 3].map(|seconds| seconds * SECOND)
    );
    assert_eq!(heard.seen.len(), 7);

    let answers = [events("data: a\n\n"), nothing(), String::new()];
    let heard = hear::<Listen, _>(&answers, |stream| stream.max_tries(2));
    assert_eq!(heard.events[0], Ok("a".to_owned()));
    let error = heard.events[1].as_ref().expect_err("the last one failed");
    assert_eq!(
        error,
        "listen: GET /events: the connection failed before the answer"
    );
    assert_eq!(heard.events.len(), 2);
}

#[test]
fn another_answer_than_events_is_the_error_of_the_operation() {
    let server = Server::start([
        events("data: a\n\n"),
        answer(410, "content-type: application/json\r\n", "[1]"),
    ]);
    let client = Client::builder()
        .base_url(server.url())
        .clock(TestClock::new(HOUR))
        .build()
        .expect("a client");
    wait(async {
        let mut stream = Call::<Listen>::new(&client).reconnecting();
        assert!(stream.try_next().await.expect("an event").is_some());
        let Err(ReconnectingError::Call(Error::Api(error))) = stream.try_next().await else {
            panic!("410 is documented");
        };
        assert_eq!(error.body, ListenError::Gone(json!([1])));
        assert!(stream.try_next().await.expect("the end").is_none());
    });
    let page = answer(200, "content-type: text/html\r\n", "data: no event\n\n");
    let heard = listen(&[events("data: a\n\n"), page]);
    assert_eq!(heard.events[0], Ok("a".to_owned()));
    assert_eq!(
        heard.events[1],
        Err("listen: undocumented answer: 200 OK: data: no event".to_owned())
    );
    assert_eq!(heard.events.len(), 2);
}

#[test]
fn a_first_connection_that_fails_is_an_error() {
    let heard = listen(&[String::new()]);
    assert_eq!(heard.events.len(), 1);
    assert!(heard.events[0].is_err());
    assert!(heard.waited.is_empty());
    assert_eq!(listen(&[empty(204)]).events, []);
}

#[test]
fn the_word_that_there_is_no_more_is_the_end() {
    let heard = hear::<Complete, _>(&[events("data: 1\n\ndata: [DONE]\n\n")], |stream| {
        stream.without_id()
    });
    assert_eq!(heard.events, all(&["1"]));
    assert_eq!(heard.seen.len(), 1);
}

#[test]
fn an_event_that_cannot_be_read_does_not_end_it() {
    let answers = [
        events("id: 1\ndata: {\n\n"),
        events("data: 2\n\n"),
        empty(204),
    ];
    let heard = hear::<Complete, _>(&answers, |stream| stream.any_method());
    assert!(
        heard.events[0]
            .as_ref()
            .is_err_and(|error| error.contains("EOF"))
    );
    assert_eq!(heard.events[1], Ok("2".to_owned()));
    assert_eq!(heard.last_ids(), [None, Some("1"), Some("1")]);
}

#[test]
fn a_method_with_effects_is_sent_again_only_if_it_may_be() {
    let answers = [events("data: 1\n\n"), events("data: 2\n\n"), empty(204)];
    let heard = hear::<Complete, _>(&answers, |stream| stream);
    let refused = "complete: invalid request: a method that has effects is not sent again, unless \
                   `any_method` is called";
    assert_eq!(heard.events, [Err(refused.to_owned())]);
    assert_eq!(heard.seen.len(), 0);
    // Without an id the server would begin anew.
    let heard = hear::<Complete, _>(&answers, |stream| stream.any_method());
    assert_eq!(heard.events, all(&["1"]));
    let heard = hear::<Complete, _>(&answers, |stream| stream.without_id());
    assert_eq!(heard.events, all(&["1", "2"]));
}

#[test]
fn lines_are_not_had_over_several_connections() {
    let server = Server::start([empty(204)]);
    let builder = Client::builder().base_url(server.url());
    let client = builder.build().expect("a client");
    let error = wait(async {
        let mut stream = Call::<ListLines>::new(&client).reconnecting();
        stream.try_next().await.expect_err("no events")
    });
    assert_eq!(
        error.to_string(),
        "list_lines: invalid request: only server-sent events can be had over several connections"
    );
}

#[test]
fn a_stream_may_be_resumed_later() {
    let heard = hear::<Listen, _>(&[events("data: a\n\n"), empty(204)], |stream| {
        let stream = stream.resume_after("41");
        assert_eq!(stream.last_id(), Some("41"));
        stream
    });
    assert_eq!(heard.last_ids(), [Some("41"), Some("41")]);
    // A line break would be a header of its own.
    let heard = hear::<Listen, _>(&[], |stream| stream.resume_after("a\r\nb: c"));
    assert_eq!(
        heard.events,
        [Err(
            "listen: invalid request: the `id` of the last event cannot be sent".to_owned()
        )]
    );
}
