use std::future::IntoFuture;
use std::time::Duration;

use crate::runtime::{Call, Client, Error, Maybe, Secret};
use crate::server::{Server, empty, json};
use crate::types::Widget;
use crate::widgets::{Nothing, Ping, Widgets};
use crate::{client, wait};

const WIDGET: &str = r#"{"id":"w1","caller_id":null,"colour":"red"}"#;

#[test]
fn a_call_is_awaited_and_gives_the_answer() {
    let server =
        Server::start([json(200, WIDGET).replacen("\r\n", "\r\nX-Request-Id: r-7\r\n", 1)]);
    let client = client(&server);
    let widget = wait(async { client.widgets().retrieve_widget("w1").await }).expect("a widget");
    assert_eq!(widget.id, "w1");
    assert_eq!(widget.caller_id, None);
    assert_eq!(widget.additional_properties["colour"], "red");
    assert_eq!(widget.status(), 200);
    assert_eq!(widget.request_id(), Some("r-7"));
    assert_eq!(widget.headers()["content-type"], "application/json");
    assert_eq!(widget.into_inner().id, "w1");

    let seen = server.only();
    assert_eq!(seen.line, "GET /api/widgets/w1 HTTP/1.1");
    assert_eq!(seen.header("accept"), Some("application/json"));
    assert_eq!(
        seen.header("authorization"),
        Some("Basic dXNlcjpwYXNzd29yZA==")
    );
    assert_eq!(
        seen.header("user-agent"),
        Some(concat!("wiregen-runtime/", env!("CARGO_PKG_VERSION")))
    );
    assert_eq!(seen.header("content-type"), None);
}

#[test]
fn a_body_of_json_says_so() {
    let server = Server::start([json(201, WIDGET)]);
    let client = client(&server);
    let mut body = Widget::new("w1", None).note(None);
    body.password = Some(Secret::from("hidden"));
    wait(client.widgets().create_widget(body).send()).expect("a widget");
    let seen = server.only();
    assert_eq!(seen.line, "POST /api/widgets HTTP/1.1");
    assert_eq!(seen.header("content-type"), Some("application/json"));
    assert_eq!(
        String::from_utf8(seen.body).expect("text"),
        r#"{"id":"w1","caller_id":null,"note":null,"password":"hidden"}"#
    );
}

#[test]
fn the_path_of_the_base_url_stays() {
    for suffix in ["/proxy/v2", "/proxy/v2/", "/proxy/v2//"] {
        let server = Server::start([json(200, WIDGET)]);
        let client = Client::builder()
            .base_url(server.url() + suffix)
            .basic_auth("user", "password")
            .build()
            .expect("a client");
        wait(client.widgets().retrieve_widget("a/b").send()).expect("a widget");
        assert_eq!(server.only().target(), "/proxy/v2/api/widgets/a%2Fb");
    }
}

#[test]
fn a_header_of_the_call_takes_the_place_of_all_others() {
    let server = Server::start([json(200, WIDGET)]);
    let client = Client::builder()
        .base_url(server.url())
        .basic_auth("user", "password")
        .user_agent("mine")
        .default_header("X-Team", "one")
        .default_header("X-Other", "kept")
        .default_header("Accept", "text/html")
        .build()
        .expect("a client");
    let call = client
        .widgets()
        .retrieve_widget("w1")
        .header("x-team", "two")
        .header("Authorization", "Bearer other");
    wait(call.send()).expect("a widget");
    let seen = server.only();
    assert_eq!(seen.header("x-team"), Some("two"));
    assert_eq!(seen.header("x-other"), Some("kept"));
    assert_eq!(seen.header("authorization"), Some("Bearer other"));
    assert_eq!(seen.header("user-agent"), Some("mine"));
    assert_eq!(seen.header("accept"), Some("application/json"));
}

#[test]
fn a_header_that_cannot_be_sent_is_an_invalid_request() {
    let server = Server::start([empty(204)]);
    let client = client(&server);
    for (name, value) in [
        ("X-A", "1\r\nX-B: 2"),
        ("X A", "1"),
        ("", "1"),
        ("X-A", "\0"),
    ] {
        let call = client.widgets().retrieve_widget("w1").header(name, value);
        let error = wait(call.send()).expect_err("not sent");
        assert!(matches!(error, Error::InvalidRequest(_)), "{error}");
        assert!(
            error
                .to_string()
                .starts_with("retrieve_widget: invalid request: header")
        );
    }
    assert_eq!(server.seen().len(), 0);
}

fn ping(server: &Server, fill: impl FnOnce(&mut Call<'_, Ping<Nothing>>)) -> Result<(), String> {
    let client = client(server);
    let mut call = client.widgets().ping::<Nothing>();
    fill(&mut call);
    wait(call.send())
        .map(|_| ())
        .map_err(|error| error.to_string())
}

#[test]
fn a_form_repeats_lists_and_writes_objects_as_json() {
    let server = Server::start([empty(204)]);
    let body = serde_json::json!({
        "a": "x y&z", "b": [1, true], "c": {"d": 1}, "e": null, "f": [],
    });
    ping(&server, |call| {
        call.request
            .form("application/x-www-form-urlencoded", &body, &[]);
    })
    .expect("sent");
    let seen = server.only();
    let body = String::from_utf8(seen.body.clone()).expect("text");
    assert_eq!(body, "a=x+y%26z&b=1&b=true&c=%7B%22d%22%3A1%7D");
    assert_eq!(
        seen.header("content-type"),
        Some("application/x-www-form-urlencoded")
    );
    assert_eq!(
        seen.header("accept"),
        Some("*/*"),
        "what reqwest sends when nothing is asked for"
    );
}

#[test]
fn a_form_must_be_an_object() {
    let server = Server::start([empty(204)]);
    let error = ping(&server, |call| call.request.form("a/b", &1, &[])).expect_err("not sent");
    assert!(error.contains("the body is no object"), "{error}");
}

#[test]
fn text_and_bytes_are_sent_as_they_are() {
    let server = Server::start([empty(204), empty(204)]);
    ping(&server, |call| call.request.text("text/plain", "a\nb")).expect("sent");
    ping(&server, |call| {
        call.request.bytes("image/png", vec![0, 255])
    })
    .expect("sent");
    let seen = server.seen();
    assert_eq!(
        (seen[0].header("content-type"), &*seen[0].body),
        (Some("text/plain"), &b"a\nb"[..])
    );
    assert_eq!(
        (seen[1].header("content-type"), &*seen[1].body),
        (Some("image/png"), &[0, 255][..])
    );
}

#[test]
fn a_body_that_cannot_be_written_is_an_invalid_request_with_its_cause() {
    let server = Server::start([empty(204)]);
    let client = client(&server);
    let mut call = client.widgets().ping::<Nothing>();
    call.request.json(
        "application/json",
        &std::collections::BTreeMap::from([((1, 2), 3)]),
    );
    let error = wait(call.send()).expect_err("not sent");
    assert!(matches!(error, Error::InvalidRequest(_)));
    assert!(std::error::Error::source(&error).is_some());
    assert_eq!(server.seen().len(), 0);
}

#[test]
fn the_first_fault_is_the_one_that_comes_out() {
    let server = Server::start([empty(204)]);
    let error = ping(&server, |call| {
        call.request.query("first", &[[1]]);
        call.request.query("second", &[[1]]);
    });
    assert!(error.expect_err("not sent").contains("`first`"));
}

#[test]
fn what_is_handed_to_threads_can_be() {
    fn sent<T: Send>(value: T) {
        drop(value);
    }
    fn shared<T: Send + Sync + Clone + 'static>(_: &T) {}
    let server = Server::start([empty(204)]);
    let client = client(&server);
    shared(&client);
    sent(client.widgets().retrieve_widget("w").send());
    sent(client.widgets().retrieve_widget("w").into_future());
    sent(client.widgets().list_widgets().pages());
    sent(client.widgets().list_widgets().items());
    sent(async {
        client
            .widgets()
            .list_widgets()
            .items()
            .try_next()
            .await
            .map(drop)
    });
    fn error<T: std::error::Error + Send + Sync + 'static>() {}
    error::<Error<crate::widgets::WidgetError>>();
    error::<Error<std::convert::Infallible>>();
    error::<crate::runtime::BuildError>();
    let _: fn(&Client) -> Widgets<'_> = Client::widgets;
    let _: Maybe<String> = "x".into();
    let _ = client
        .widgets()
        .retrieve_widget("w")
        .timeout(Duration::from_secs(1));
}
