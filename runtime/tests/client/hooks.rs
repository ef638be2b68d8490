//! What a user does around each attempt.

use std::sync::{Arc, Mutex};

use http::{HeaderValue, Request, Response};

use crate::runtime::{Attempt, Body, BoxError, Client, Error, Hook, RetryPolicy, TransportFailure};
use crate::server::{Server, empty, json};
use crate::wait;

#[derive(Default)]
struct Notes(Mutex<Vec<String>>);

impl Notes {
    fn add(&self, note: String) {
        self.0.lock().expect("no panic").push(note);
    }

    fn all(&self) -> Vec<String> {
        self.0.lock().expect("no panic").clone()
    }
}

impl Hook for Notes {
    fn before(&self, attempt: &Attempt, request: &mut Request<Body>) -> Result<(), BoxError> {
        let number = attempt.number;
        self.add(format!(
            "{number} {} {}",
            request.method(),
            request.uri().path()
        ));
        let value = HeaderValue::from_str(&format!("attempt-{number}"))?;
        request.headers_mut().insert("x-signature", value);
        Ok(())
    }

    fn after(&self, attempt: &Attempt, outcome: Result<&Response<Body>, &TransportFailure>) {
        let number = attempt.number;
        let id = attempt.operation.id;
        self.add(match outcome {
            Ok(response) => format!("{number} {id} {}", response.status().as_u16()),
            Err(failure) => format!("{number} {id} {failure}"),
        });
    }
}

#[test]
fn a_hook_sees_and_changes_each_attempt() {
    let server = Server::start([
        String::new(),
        empty(503),
        json(200, r#"{"id":"a","caller_id":null}"#),
    ]);
    let notes = Arc::new(Notes::default());
    let client = Client::builder()
        .base_url(server.url())
        .basic_auth("user", "password")
        .hook(Arc::clone(&notes))
        .retry(RetryPolicy::default().backoff(Default::default(), Default::default()))
        .build()
        .expect("a client");
    wait(client.widgets().retrieve_widget("a").send()).expect("a widget");
    assert_eq!(
        notes.all(),
        [
            "1 GET /api/widgets/a",
            "1 retrieve_widget the connection failed",
            "2 GET /api/widgets/a",
            "2 retrieve_widget 503",
            "3 GET /api/widgets/a",
            "3 retrieve_widget 200",
        ]
    );
    let seen = server.seen();
    assert_eq!(seen[0].header("x-signature"), Some("attempt-1"));
    assert_eq!(seen[2].header("x-signature"), Some("attempt-3"));
}

struct Refuses;

impl Hook for Refuses {
    fn before(&self, _: &Attempt, _: &mut Request<Body>) -> Result<(), BoxError> {
        Err("not today".into())
    }
}

#[test]
fn a_hook_can_refuse() {
    let server = Server::start([empty(204)]);
    let client = Client::builder()
        .base_url(server.url())
        .basic_auth("user", "password")
        .hook(Refuses)
        .build()
        .expect("a client");
    let error = wait(client.widgets().retrieve_widget("a").send()).expect_err("refused");
    assert!(matches!(error, Error::InvalidRequest(_)));
    assert_eq!(
        error.to_string(),
        "retrieve_widget: invalid request: a hook refused it: not today"
    );
    assert!(server.seen().is_empty());
}

struct Moves;

impl Hook for Moves {
    fn before(&self, _: &Attempt, request: &mut Request<Body>) -> Result<(), BoxError> {
        let moved = request
            .uri()
            .to_string()
            .replace("/widgets/a", "/widgets/b");
        *request.uri_mut() = moved.parse()?;
        Ok(())
    }
}

#[test]
fn a_request_goes_where_a_hook_sends_it() {
    let server = Server::start([json(200, r#"{"id":"b","caller_id":null}"#)]);
    let client = Client::builder()
        .base_url(server.url())
        .basic_auth("user", "password")
        .hook(Moves)
        .build()
        .expect("a client");
    wait(client.widgets().retrieve_widget("a").send()).expect("a widget");
    assert_eq!(server.only().target(), "/api/widgets/b");
}

struct Looks;

impl Hook for Looks {}

#[test]
fn a_url_that_is_too_long_is_not_sent_with_or_without_hooks() {
    let server = Server::start([""; 0]);
    let builder = || {
        Client::builder()
            .base_url(server.url())
            .basic_auth("user", "password")
    };
    for builder in [builder(), builder().hook(Looks)] {
        let client = builder.build().expect("a client");
        let widgets = client.widgets();
        let error = wait(widgets.retrieve_widget(&"a".repeat(65_535)).send());
        let error = error.expect_err("it is too long").to_string();
        assert!(error.contains("invalid request: the URL has 65"), "{error}");
        assert!(error.ends_with("cannot have more than 65534"), "{error}");
    }
}
