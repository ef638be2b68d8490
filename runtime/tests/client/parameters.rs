//! The table of the OpenAPI Specification 3.1.1, "Style Examples", and its edges.

use serde_json::{Value, json};

use crate::runtime::{Client, Style};
use crate::server::{Seen, Server, empty};
use crate::wait;
use crate::widgets::{Fixed, Nothing, Ping, Styled};

fn client(server: &Server) -> Client {
    let builder = Client::builder().base_url(server.url());
    builder.build().expect("a client")
}

fn path(style: Style, value: Value) -> Result<String, String> {
    let server = Server::start([empty(204)]);
    let client = client(&server);
    let mut call: crate::runtime::Call<'_, Ping<Styled>> = client.widgets().ping();
    call.request.path_as("one", style, &value);
    call.request.path("two", "2");
    call.request.path("three", "3");
    wait(call.send()).map_err(|error| error.to_string())?;
    let target = server.only().target().to_owned();
    let text = target
        .strip_prefix("/a%20b/")
        .and_then(|rest| rest.strip_suffix("/x23"));
    Ok(text.expect("the rest of the path").to_owned())
}

fn sent(fill: impl FnOnce(&mut crate::runtime::Call<'_, Ping<Nothing>>)) -> Result<Seen, String> {
    let server = Server::start([empty(204)]);
    let client = client(&server);
    let mut call = client.widgets().ping();
    fill(&mut call);
    let result = wait(call.send()).map_err(|error| error.to_string());
    assert_eq!(server.seen().len(), usize::from(result.is_ok()));
    result.map(|_| server.only())
}

fn query(style: Style, value: Value) -> Result<String, String> {
    let seen = sent(|call| call.request.query_as("color", style, &value))?;
    Ok(seen
        .target()
        .strip_prefix("/ping")
        .expect("the path")
        .to_owned())
}

fn header(style: Style, value: Value) -> Result<Option<String>, String> {
    let seen = sent(|call| call.request.header_as("X-Color", style, &value))?;
    Ok(seen.header("x-color").map(str::to_owned))
}

fn array() -> Value {
    json!(["blue", "black", "brown"])
}

fn object() -> Value {
    json!({"B": 150, "G": 200, "R": 100})
}

#[test]
fn styles_of_paths() {
    use Style::{Label, Matrix, Simple};
    for (style, value, expected) in [
        (Matrix { explode: false }, json!(""), ";one"),
        (Matrix { explode: false }, json!("blue"), ";one=blue"),
        (Matrix { explode: false }, array(), ";one=blue,black,brown"),
        (
            Matrix { explode: false },
            object(),
            ";one=B,150,G,200,R,100",
        ),
        (Matrix { explode: true }, json!(""), ";one"),
        (Matrix { explode: true }, json!("blue"), ";one=blue"),
        (
            Matrix { explode: true },
            array(),
            ";one=blue;one=black;one=brown",
        ),
        (Matrix { explode: true }, object(), ";B=150;G=200;R=100"),
        (Label { explode: false }, json!("blue"), ".blue"),
        (Label { explode: false }, array(), ".blue,black,brown"),
        (Label { explode: false }, object(), ".B,150,G,200,R,100"),
        (Label { explode: true }, json!("blue"), ".blue"),
        (Label { explode: true }, array(), ".blue.black.brown"),
        (Label { explode: true }, object(), ".B=150.G=200.R=100"),
        (Simple { explode: false }, json!("blue"), "blue"),
        (Simple { explode: false }, json!(true), "true"),
        (Simple { explode: false }, json!(1.5), "1.5"),
        (Simple { explode: false }, array(), "blue,black,brown"),
        (Simple { explode: false }, object(), "B,150,G,200,R,100"),
        (Simple { explode: true }, array(), "blue,black,brown"),
        (Simple { explode: true }, object(), "B=150,G=200,R=100"),
        (Style::Json, json!({"a": 1}), "%7B%22a%22%3A1%7D"),
    ] {
        assert_eq!(
            path(style, value.clone()).as_deref(),
            Ok(expected),
            "{style:?} {value}"
        );
    }
}

#[test]
fn a_path_never_leaves_its_segment() {
    let simple = Style::Simple { explode: false };
    for (value, expected) in [
        ("a/b", "a%2Fb"),
        ("../x", "..%2Fx"),
        ("a?b#c", "a%3Fb%23c"),
        ("a\\..\\b", "a%5C..%5Cb"),
        ("%2e%2e", "%252e%252e"),
        ("a\tb\n", "a%09b%0A"),
        ("...", "..."),
        ("~-_.é", "~-_.%C3%A9"),
        (" ", "%20"),
    ] {
        assert_eq!(path(simple, json!(value)).as_deref(), Ok(expected));
    }
    for value in [
        json!(""),
        json!("."),
        json!(".."),
        json!(null),
        json!([]),
        json!([""]),
    ] {
        let error = path(simple, value).expect_err("not sent");
        assert!(
            error.starts_with("ping: invalid request: path parameter `one`"),
            "{error}"
        );
    }
    let error = path(Style::Label { explode: false }, json!("")).expect_err("not sent");
    assert!(
        error.contains("`one`"),
        "a label of nothing is a dot: {error}"
    );
}

#[test]
fn a_path_parameter_must_be_given() {
    let server = Server::start([empty(204)]);
    let client = client(&server);
    let mut call: crate::runtime::Call<'_, Ping<Styled>> = client.widgets().ping();
    call.request.path("one", "1");
    call.request.path("two", "2");
    let error = wait(call.send()).expect_err("not sent").to_string();
    assert_eq!(
        error,
        "ping: invalid request: path parameter `three` is missing"
    );
}

#[test]
fn a_query_in_the_path_is_sent_before_the_others() {
    let server = Server::start([empty(204)]);
    let client = client(&server);
    let mut call: crate::runtime::Call<'_, Ping<Fixed>> = client.widgets().ping();
    call.request.path("one?", "1?");
    call.request.path("two", "2&3");
    call.request
        .query_as("page", Style::Form { explode: true }, &4);
    wait(call.send()).expect("sent");
    assert_eq!(
        server.only().target(),
        "/a/1%3F/b?acl&key=2%263&of=a%20b%2Fc&page=4"
    );
}

#[test]
fn styles_of_queries() {
    use Style::{DeepObject, Form, PipeDelimited, SpaceDelimited};
    for (style, value, expected) in [
        (Form { explode: false }, json!(""), "?color="),
        (Form { explode: false }, json!("blue"), "?color=blue"),
        (Form { explode: false }, array(), "?color=blue,black,brown"),
        (
            Form { explode: false },
            object(),
            "?color=B,150,G,200,R,100",
        ),
        (Form { explode: true }, json!(""), "?color="),
        (Form { explode: true }, json!("blue"), "?color=blue"),
        (
            Form { explode: true },
            array(),
            "?color=blue&color=black&color=brown",
        ),
        (Form { explode: true }, object(), "?B=150&G=200&R=100"),
        (SpaceDelimited, array(), "?color=blue%20black%20brown"),
        (
            SpaceDelimited,
            object(),
            "?color=B%20150%20G%20200%20R%20100",
        ),
        (SpaceDelimited, json!("blue"), "?color=blue"),
        (PipeDelimited, array(), "?color=blue%7Cblack%7Cbrown"),
        (
            PipeDelimited,
            object(),
            "?color=B%7C150%7CG%7C200%7CR%7C100",
        ),
        (
            DeepObject,
            object(),
            "?color%5BB%5D=150&color%5BG%5D=200&color%5BR%5D=100",
        ),
        (Style::Json, json!([1]), "?color=%5B1%5D"),
        (Style::Json, json!(null), "?color=null"),
        (
            Form { explode: true },
            json!("a b&c=d+é'"),
            "?color=a%20b%26c%3Dd%2B%C3%A9%27",
        ),
        (
            Form { explode: false },
            json!(["a,b", "c"]),
            "?color=a%2Cb,c",
        ),
        (Form { explode: true }, json!(null), ""),
        (Form { explode: false }, json!([]), ""),
        (Form { explode: false }, json!({}), ""),
        (DeepObject, json!({"a": null}), ""),
        (DeepObject, json!("a b"), "?color=a%20b"),
        (DeepObject, json!({"a": null, "b": 1}), "?color%5Bb%5D=1"),
        (
            DeepObject,
            json!({"a": {"b": [1]}}),
            "?color%5Ba%5D%5Bb%5D%5B0%5D=1",
        ),
        (DeepObject, json!(["blue"]), "?color%5B0%5D=blue"),
    ] {
        assert_eq!(
            query(style, value.clone()).as_deref(),
            Ok(expected),
            "{style:?} {value}"
        );
    }
}

#[test]
fn one_parameter_can_be_the_whole_query() {
    let target = |fill: fn(&mut crate::runtime::Request)| {
        sent(|call| fill(&mut call.request)).map(|seen| seen.target().to_owned())
    };
    let form = target(|request| {
        request.query_form(&json!({"a": "x y&z", "b": [1, 2], "c": null, "d": {"e": true}}));
    });
    assert_eq!(
        form.as_deref(),
        Ok("/ping?a=x+y%26z&b=1&b=2&d=%7B%22e%22%3Atrue%7D")
    );
    let json = target(|request| request.query_json(&json!({"a": "&"})));
    assert_eq!(json.as_deref(), Ok("/ping?%7B%22a%22%3A%22%26%22%7D"));
    let text = target(|request| request.query_text("$.a[?(@.b==1)]&x=%20#é"));
    assert_eq!(
        text.as_deref(),
        Ok("/ping?$.a%5B?(@.b==1)%5D&x=%20%23%C3%A9")
    );
    assert_eq!(
        target(|request| request.query_text("")).as_deref(),
        Ok("/ping")
    );
    let fault = target(|request| request.query_form(&json!([1]))).expect_err("not sent");
    assert!(fault.contains("the query is no object"), "{fault}");
}

#[test]
fn numbers_show_the_digits_they_have() {
    let seen = sent(|call| {
        call.request.query("f", &0.1f32);
        call.request.query("d", &0.300_000_000_000_000_04_f64);
        call.request.query("u", &u64::MAX);
    });
    let target = seen.expect("sent").target().to_owned();
    assert_eq!(
        target,
        "/ping?f=0.1&d=0.30000000000000004&u=18446744073709551615"
    );
}

#[test]
fn what_a_style_does_not_define_is_an_invalid_request() {
    let form = Style::Form { explode: true };
    for (style, value) in [
        (form, json!([[1]])),
        (form, json!([{}])),
        (form, json!([null])),
        (form, json!({"a": [1]})),
        (Style::PipeDelimited, json!([[1]])),
        (Style::Simple { explode: false }, json!(1)),
    ] {
        let error = query(style, value.clone()).expect_err("not sent");
        assert!(
            error.starts_with("ping: invalid request: query parameter `color`"),
            "{error}"
        );
    }
    assert!(path(form, json!(1)).is_err());
    assert!(header(form, json!(1)).is_err());
}

#[test]
fn styles_of_headers() {
    let (plain, exploded) = (
        Style::Simple { explode: false },
        Style::Simple { explode: true },
    );
    for (style, value, expected) in [
        (plain, json!("a b, c"), Some("a b, c")),
        (plain, array(), Some("blue,black,brown")),
        (plain, object(), Some("B,150,G,200,R,100")),
        (exploded, object(), Some("B=150,G=200,R=100")),
        (Style::Json, json!({"a": 1}), Some(r#"{"a":1}"#)),
        (plain, json!(null), None),
        (plain, json!([]), None),
    ] {
        assert_eq!(header(style, value).expect("sent").as_deref(), expected);
    }
    for value in ["a\r\nX: y", "a\nb", "\0", "\u{7f}"] {
        let error = header(plain, json!(value)).expect_err("not sent");
        assert!(error.contains("header parameter `X-Color`"), "{error}");
    }
    let error = sent(|call| call.request.header("no name", "1")).expect_err("not sent");
    assert!(error.contains("header parameter `no name`"), "{error}");
}

#[test]
fn cookies_go_in_one_header() {
    let seen = sent(|call| {
        call.request.cookie("a", "1; b=2");
        call.request.cookie("c", &[1, 2]);
        call.request
            .cookie_as("d", Style::Form { explode: false }, &[1, 2]);
        call.request.cookie("none", &Value::Null);
    });
    let seen = seen.expect("sent");
    assert_eq!(
        seen.header("cookie"),
        Some("a=1%3B%20b%3D2; c=1; c=2; d=1,2")
    );
}
