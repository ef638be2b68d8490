//! Bodies of forms, of parts and of items.

use bytes::Bytes;
use serde_json::{Value, json};

use crate::runtime::{File, Request, Style};
use crate::server::{Seen, Server, empty};
use crate::widgets::Nothing;
use crate::{client, wait};

/// What the server sees of a request.
fn seen(fill: impl FnOnce(&mut Request)) -> Result<Seen, String> {
    let server = Server::start([empty(204)]);
    let client = client(&server);
    let mut call = client.widgets().ping::<Nothing>();
    fill(&mut call.request);
    match wait(call.send()) {
        Ok(_) => Ok(server.only()),
        Err(error) => Err(error.to_string()),
    }
}

crate::runtime::object! {
    /// A form with files.
    pub struct Upload {
        required title: String = "title",
        required logo: File = "logo",
        required pages: Vec<File> = "pages",
        required size: i64 = "a \"b\"\r\nc",
        required about: Value = "about",
        required tags: Vec<String> = "tags",
        required points: Vec<Value> = "points",
        optional nothing: Option<String> = "nothing",
    }
}

fn upload() -> Upload {
    Upload {
        title: "Grüße\r\n--".to_owned(),
        logo: File::from(vec![0, 255, b'\r', b'\n']),
        pages: vec![
            File::from("one")
                .named("a \"b\"\r\n.txt")
                .of_type("text/plain"),
            File::new(Bytes::from_static(b"")),
        ],
        size: 7,
        about: json!({"a": [1]}),
        tags: vec!["x".to_owned(), "y".to_owned()],
        points: vec![json!([1, 2]), json!(3)],
        nothing: None,
    }
}

#[test]
fn a_multipart_body_has_a_part_for_each_value() {
    let media_types = [
        ("title", "text/markdown"),
        ("logo", "image/png"),
        ("points", "application/json"),
    ];
    let seen = seen(|request| request.multipart("multipart/form-data", &upload(), &media_types));
    let seen = seen.expect("sent");
    let content_type = seen.header("content-type").expect("a media type");
    let boundary = content_type
        .strip_prefix("multipart/form-data; boundary=")
        .expect("a boundary");
    assert_eq!(boundary.len(), 32);
    let expected: &[(&str, &[u8])] = &[
        (
            "name=\"title\"\r\nContent-Type: text/markdown",
            "Grüße\r\n--".as_bytes(),
        ),
        (
            "name=\"logo\"; filename=\"logo\"\r\nContent-Type: image/png",
            &[0, 255, b'\r', b'\n'],
        ),
        (
            "name=\"pages\"; filename=\"a %22b%22%0D%0A.txt\"\r\nContent-Type: text/plain",
            b"one",
        ),
        (
            "name=\"pages\"; filename=\"pages\"\r\nContent-Type: application/octet-stream",
            b"",
        ),
        ("name=\"a %22b%22%0D%0Ac\"", b"7"),
        (
            "name=\"about\"\r\nContent-Type: application/json",
            b"{\"a\":[1]}",
        ),
        ("name=\"tags\"", b"x"),
        ("name=\"tags\"", b"y"),
        (
            "name=\"points\"\r\nContent-Type: application/json",
            b"[[1,2],3]",
        ),
    ];
    let mut body = Vec::new();
    for (head, content) in expected {
        body.extend(
            format!("--{boundary}\r\nContent-Disposition: form-data; {head}\r\n\r\n").into_bytes(),
        );
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend(format!("--{boundary}--\r\n").into_bytes());
    assert_eq!(
        String::from_utf8_lossy(&seen.body),
        String::from_utf8_lossy(&body)
    );
    assert_eq!(seen.body, body);
}

#[test]
fn boundaries_differ() {
    let content_type = || {
        let seen = seen(|request| request.multipart("multipart/form-data", &json!({}), &[]));
        seen.expect("sent")
            .header("content-type")
            .map(str::to_owned)
    };
    assert_ne!(content_type(), content_type());
}

#[test]
fn a_media_type_cannot_smuggle_headers() {
    let body = json!({"a": 1});
    let file = |media_type: &str| {
        let mut upload = upload();
        upload.logo = File::from("x").of_type(media_type);
        upload
    };
    let fault = seen(|request| request.multipart("multipart/form-data", &file("a/b\r\nX: y"), &[]));
    let fault = fault.expect_err("not sent");
    assert!(
        fault.contains("the media type of the file `logo` cannot be sent"),
        "{fault}"
    );
    let fault = seen(|request| request.multipart("multipart/form-data", &[body], &[]));
    assert!(
        fault
            .expect_err("not sent")
            .contains("the body is no object")
    );
}

#[test]
fn a_file_in_json_is_its_text() {
    let file: File = serde_json::from_value(json!("text")).expect("a file");
    assert_eq!(file, File::from("text"));
    assert_eq!(serde_json::to_value(&file).expect("JSON"), json!("text"));
    let error = serde_json::to_value(File::from(vec![255])).expect_err("no text");
    assert!(
        error.to_string().starts_with("a file that is no text"),
        "{error}"
    );
    let secret = File::from("hidden").named("a.txt");
    assert_eq!(
        format!("{secret:?}"),
        "File { name: Some(\"a.txt\"), media_type: None, length: 6 }"
    );
}

#[test]
fn the_properties_of_a_form_have_styles() {
    let body = json!({
        "deep": {"a": {"b c": 1, "d": [true, {"e": "&"}], "f": null}, "g": ""},
        "list": [1, 2],
        "joined": [1, 2],
        "text": {"a": 1},
        "plain": "x y",
    });
    let styles = [
        ("deep", Style::DeepObject),
        ("joined", Style::Form { explode: false }),
        ("text", Style::Json),
    ];
    let seen = seen(|request| {
        request.form("application/x-www-form-urlencoded", &body, &styles);
    });
    let body = String::from_utf8(seen.expect("sent").body).expect("text");
    assert_eq!(
        body,
        "deep%5Ba%5D%5Bb%20c%5D=1&deep%5Ba%5D%5Bd%5D%5B0%5D=true\
         &deep%5Ba%5D%5Bd%5D%5B1%5D%5Be%5D=%26&deep%5Bg%5D=\
         &joined=1,2&list=1&list=2&plain=x+y&text=%7B%22a%22%3A1%7D"
    );
}

#[test]
fn items_are_lines_or_a_sequence() {
    let items = [json!({"a": "\n"}), json!(1)];
    let lines = seen(|request| request.lines("application/x-ndjson", &items)).expect("sent");
    assert_eq!(lines.header("content-type"), Some("application/x-ndjson"));
    assert_eq!(lines.body, b"{\"a\":\"\\n\"}\n1\n");
    let sequence = seen(|request| request.sequence("application/json-seq", items)).expect("sent");
    assert_eq!(sequence.body, b"\x1e{\"a\":\"\\n\"}\n\x1e1\n");
}
