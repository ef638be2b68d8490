use std::error::Error as _;
use std::future::ready;

use serde_json::json;

use crate::runtime::{Answer, Body, Call, Client, Error, Response, operation, transport_fn};
use crate::server::{Server, answer, empty, json};
use crate::types::Widget;
use crate::widgets::WidgetError;
use crate::{client, wait};

fn retrieve(answer: String) -> Result<Response<Widget>, Error<WidgetError>> {
    let server = Server::start([answer]);
    let client = client(&server);
    wait(client.widgets().retrieve_widget("w1").send())
}

fn failed(answer: String) -> Error<WidgetError> {
    retrieve(answer).expect_err("an error")
}

#[test]
fn a_documented_error_has_its_type_and_the_servers_words() {
    let body = r#"{"code":"E1","message":"no\tsuch widget","extra":1}"#;
    let headers = "content-type: application/json\r\nx-amzn-RequestId: r-9\r\n";
    let error = failed(answer(401, headers, body));
    assert_eq!(
        error.to_string(),
        "retrieve_widget: 401 Unauthorized: E1: no such widget"
    );
    assert_eq!(error.status().map(|status| status.as_u16()), Some(401));
    assert_eq!(error.request_id(), Some("r-9"));
    assert_eq!(error.raw_body(), Some(body.as_bytes()));
    assert_eq!(
        error.source().map(ToString::to_string).as_deref(),
        Some("401 Unauthorized")
    );
    assert!(!error.is_timeout() && !error.is_connect() && !error.is_body());
    let Error::Api(error) = error else {
        panic!("{error}")
    };
    assert_eq!(error.operation, "retrieve_widget");
    assert_eq!(error.request_id(), Some("r-9"));
    assert_eq!(error.raw_body(), body.as_bytes());
    match error.body {
        WidgetError::Unauthorized(problem) => assert_eq!(problem.message, "no\tsuch widget"),
        other => panic!("{other}"),
    }
}

#[test]
fn media_types_tell_answers_apart() {
    let problem = r#"{"message":"m"}"#;
    for (media_type, body, expected) in [
        ("application/problem+json", problem, "Json"),
        ("Application/Problem+JSON; charset=utf-8", problem, "Json"),
        ("text/plain", "gone", "Text(\"gone\")"),
        ("TEXT/html;a=b", "gone", "Text(\"gone\")"),
    ] {
        let error = failed(answer(
            404,
            &format!("content-type: {media_type}\r\n"),
            body,
        ));
        let Error::Api(error) = error else {
            panic!("{error}")
        };
        assert!(
            format!("{:?}", error.body).contains(expected),
            "{media_type}: {error:?}"
        );
    }
    for headers in [
        "",
        "content-type: image/png\r\n",
        "content-type: application/json\r\n",
    ] {
        let error = failed(answer(404, headers, "gone"));
        assert!(
            matches!(error, Error::UndocumentedStatus(_)),
            "{headers}: {error}"
        );
    }
}

#[test]
fn text_is_read_as_the_answer_says() {
    for (media_type, expected) in [
        ("text/plain", "é"),
        ("text/plain; charset=utf-8", "é"),
        ("text/plain; charset=\"ISO-8859-1\"", "\u{c3}\u{a9}"),
    ] {
        let error = failed(answer(404, &format!("content-type: {media_type}\r\n"), "é"));
        let Error::Api(error) = error else {
            panic!("{error}")
        };
        match error.body {
            WidgetError::NotFoundText(text) => assert_eq!(text, expected, "{media_type}"),
            other => panic!("{other}"),
        }
    }
}

#[test]
fn media_ranges_admit_what_they_cover() {
    let answer = |media_type: Option<&str>| {
        let mut headers = http::HeaderMap::new();
        if let Some(media_type) = media_type {
            headers.insert("content-type", media_type.parse().expect("a header"));
        }
        Answer::new(http::StatusCode::OK, headers, bytes::Bytes::new(), 1)
    };
    for (media_type, range, expected) in [
        (Some("application/json"), "application/json", true),
        (
            Some("application/json"),
            "APPLICATION/JSON; charset=utf-8",
            true,
        ),
        (Some("application/json"), "application/*", true),
        (Some("application/json"), "*/*", true),
        (Some("application/json"), "application/*+json", false),
        (Some("application/json"), "text/*", false),
        (Some("application/jsonx"), "application/json", false),
        (Some("application/vnd.x+json"), "application/*+json", true),
        (Some("nonsense"), "text/*", false),
        (None, "text/*", false),
        (None, "*/*", true),
    ] {
        assert_eq!(
            answer(media_type).is(range),
            expected,
            "{media_type:?} {range}"
        );
    }
}

#[test]
fn the_servers_words_are_found_where_apis_put_them() {
    for (body, expected) in [
        (json!({"message": "m"}), "m"),
        (json!({"message": "m", "error": "e"}), "e: m"),
        (
            json!({"message": "", "error": {"message": "m", "code": 7}}),
            "7: m",
        ),
        (json!({"message": "same", "error": "same"}), "same"),
        (
            json!({"message": "", "error": "invalid_grant", "error_description": "expired"}),
            "invalid_grant: expired",
        ),
        (json!({"message": "", "title": "t", "detail": "d"}), "t: d"),
        (
            json!({"message": "", "errors": [
                {"code": "a", "message": "1"}, {"detail": "2"}, "3", {"message": "4"},
            ]}),
            "a: 1; 2; 3",
        ),
    ] {
        let error = failed(json(500, &body.to_string()));
        let expected = format!("retrieve_widget: 500 Internal Server Error: {expected}");
        assert_eq!(error.to_string(), expected);
    }
    let error = failed(json(500, r#"{"message":""}"#));
    assert_eq!(
        error.to_string(),
        "retrieve_widget: 500 Internal Server Error"
    );
}

#[test]
fn what_a_server_says_cannot_upset_a_terminal() {
    let long = format!("\u{1b}[2J\r\n\u{202e}{}", "é ".repeat(1000));
    let error = failed(json(500, &json!({ "message": long }).to_string())).to_string();
    assert!(error.chars().count() < 400, "{error}");
    assert!(error.contains("Error: [2J é é"), "{error}");
    assert!(error.ends_with('…'));
    assert!(!error.contains(|letter: char| letter.is_control() || letter == '\u{202e}'));
    let deep = format!("{}{}", r#"{"error":"#.repeat(120), "1").to_owned() + &"}".repeat(120);
    let error = failed(answer(418, "", &deep)).to_string();
    assert!(error.chars().count() < 400, "{error}");
}

#[test]
fn an_undocumented_answer_shows_its_status_and_how_it_begins() {
    let error = failed(answer(418, "", "I'm a\nteapot"));
    let shown = "retrieve_widget: undocumented answer: 418 I'm a teapot: I'm a teapot";
    assert_eq!(error.to_string(), shown);
    assert!(matches!(error, Error::UndocumentedStatus(_)));
    let error = failed(json(202, "{}"));
    assert!(
        matches!(error, Error::UndocumentedStatus(_)),
        "a success is one as well"
    );
    let error = failed(empty(599).replace("599", "799"));
    assert_eq!(
        error.to_string(),
        "retrieve_widget: undocumented answer: 799"
    );
}

#[test]
fn an_error_keeps_a_bounded_body() {
    let body = "x".repeat(100 * 1024);
    let error = failed(answer(418, "", &body));
    assert_eq!(error.raw_body().map(<[u8]>::len), Some(64 * 1024));
    assert!(format!("{error:?}").len() < 1500);
}

#[test]
fn a_failure_to_decode_says_where() {
    let error = failed(json(200, r#"{"id":"w","caller_id":7}"#));
    let shown = error.to_string();
    assert!(
        shown.starts_with("retrieve_widget: 200 OK: cannot decode the answer: at `caller_id`: "),
        "{shown}"
    );
    assert!(error.source().is_some());
    assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
    let Error::Decode(error) = error else {
        panic!("{error}")
    };
    assert_eq!(error.error.path(), "caller_id");
    assert_eq!(error.raw_body(), br#"{"id":"w","caller_id":7}"#);
}

#[test]
fn json_is_utf_8_even_where_nobody_reads_it() {
    for (body, path) in [
        (&b"{\"id\":\"\xe9\",\"caller_id\":null}"[..], "id"),
        (b"{\"id\":\"w\",\"more\":[1,\"\xc3\"]}", "more[1]"),
        (b"{\"id\":\xff}", "id"),
    ] {
        let transport = transport_fn(move |_| ready(Ok(http::Response::new(Body::from(body)))));
        let client = Client::builder()
            .base_url("https://api.example.com")
            .basic_auth("user", "password")
            .transport(transport)
            .build()
            .expect("a client");
        let error = wait(client.widgets().retrieve_widget("w").send()).expect_err("no JSON");
        let Error::Decode(error) = error else {
            panic!("{error}")
        };
        assert_eq!(error.error.path(), path);
        assert_eq!(error.raw_body(), body);
    }
}

#[test]
fn a_path_into_a_list_is_written_as_json_has_it() {
    let server = Server::start([json(
        200,
        r#"{"data":[{"id":"a","caller_id":null},{"id":1}]}"#,
    )]);
    let client = client(&server);
    let error = wait(client.widgets().list_widgets().send()).expect_err("an error");
    assert!(error.to_string().contains("`data[1]"), "{error}");
}

#[test]
fn a_body_must_be_there_and_end() {
    for body in ["", " \r\n"] {
        let error = failed(answer(200, "", body)).to_string();
        let shown = "retrieve_widget: 200 OK: cannot decode the answer: the body is empty";
        assert_eq!(error, shown);
    }
    let error = failed(json(200, r#"{"id":"w","caller_id":null} x"#)).to_string();
    assert!(error.contains("trailing"), "{error}");
    let widget = retrieve(json(200, "\u{feff}{\"id\":\"w\",\"caller_id\":null}"));
    assert_eq!(widget.expect("a mark may stand before it").id, "w");
}

#[test]
fn a_required_field_may_be_null_and_must_be_there() {
    let error = failed(json(200, r#"{"id":"w"}"#)).to_string();
    assert!(error.contains("missing field `caller_id`"), "{error}");
}

operation! {
    pub enum ReadWord("GET" "/word" "read_word") -> String {
        accept "*/*",
        security [],
        200 => Output(any_text),
    }
}

#[test]
fn a_text_of_any_media_type_is_what_the_answer_says() {
    for (media_type, body, expected) in [
        ("text/plain", "\"hello\"", "\"hello\""),
        ("application/json", "\"hello\"", "hello"),
        (
            "application/problem+json; charset=utf-8",
            "\"a\\nb\"",
            "a\nb",
        ),
        ("application/json", "{}", "{}"),
    ] {
        let headers = format!("content-type: {media_type}\r\n");
        let server = Server::start([answer(200, &headers, body)]);
        let word = wait(Call::<ReadWord>::new(&client(&server)).send()).expect("a word");
        assert_eq!(*word, *expected, "{media_type}: {body}");
    }
}
