//! Requests that are built and shown, and not sent.

use crate::client::{COOKIE, HEADER, QUERY};
use crate::runtime::{Call, Client, Secret, input, operation};
use crate::types::Widget;
use crate::wait;
use crate::widgets::{Cookie, HeaderAndQuery};

input! {
    pub struct Login new(user: impl Into<String>, password: impl Into<Secret>) {
        required(into) user: String = "user",
        required(into) password: Secret = "password",
    }
}

operation! {
    pub enum SignIn("POST" "/sign-in" "sign_in") -> () {
        security [],
        204 => Output(),
    }
}

fn offline() -> Client {
    Client::builder()
        .base_url("https://api.example.com")
        .basic_auth("user", "hidden-0")
        .key(HEADER, "hidden-1")
        .key(QUERY, "hidden-2")
        .key(COOKIE, "hidden-3")
        .build()
        .expect("a client")
}

#[test]
fn a_request_is_built_and_not_sent() {
    let client = offline();
    let call = client.widgets().create_widget(Widget::new("a", None));
    let request = wait(call.into_request()).expect("a request");
    assert_eq!(request.method(), "POST");
    assert_eq!(request.uri(), "https://api.example.com/api/widgets");
    let authorization = &request.headers()["authorization"];
    assert!(authorization.is_sensitive());
    assert_eq!(authorization, "Basic dXNlcjpoaWRkZW4tMA==");
    let body = request.body().as_bytes().expect("bytes").as_ref();
    assert_eq!(body, br#"{"id":"a","caller_id":null}"#);
}

#[test]
fn a_request_is_shown_for_a_shell() {
    let client = offline();
    let call = client.widgets().create_widget(Widget::new("it's", None));
    assert_eq!(
        call.to_curl().expect("a line"),
        "curl -X POST https://api.example.com/api/widgets -H 'user-agent: wiregen-runtime/0.1.0' \
         -H 'accept: application/json' -H 'content-type: application/json' \
         -H 'authorization: ***' --data-raw '{\"id\":\"it'\\''s\",\"caller_id\":null}'"
    );
}

#[test]
fn credentials_are_masked_wherever_they_go() {
    let client = offline();
    let lines = [
        client.widgets().ping::<HeaderAndQuery>().to_curl(),
        client.widgets().ping::<Cookie>().to_curl(),
    ];
    for line in lines {
        let line = line.expect("a line");
        assert!(line.contains("***") && !line.contains("hidden"), "{line}");
    }
}

#[test]
fn passwords_in_the_body_are_masked() {
    let client = offline();
    let mut call = Call::<SignIn>::new(&client);
    let body = Login::new("me", "hid\"den");
    call.request.json("application/json", &body);
    let line = call.to_curl().expect("a line");
    assert!(line.contains(r#"{"user":"me","password":"***"}"#), "{line}");
    assert!(!line.contains("den"), "{line}");
    // And what is sent is what it is.
    let request = wait(call.into_request()).expect("a request");
    let sent = request.body().as_bytes().expect("bytes").as_ref();
    assert_eq!(sent, br#"{"user":"me","password":"hid\"den"}"#);
}
