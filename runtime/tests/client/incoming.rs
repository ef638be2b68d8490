use std::error::Error as _;

use serde_json::{Value, json};

use crate::runtime::{DecodeError, read_form, read_json};
use crate::types::Widget;

crate::runtime::object! {
    pub struct Message rest(additional_properties: Value) {
        required id: String = "MessageSid",
        required media: i64 = "NumMedia",
        optional last: Option<bool> = "Final",
        optional price: Option<f64> = "Price",
        optional urls: Option<Vec<String>> = "Url",
        optional widget: Option<Widget> = "Widget",
    }
}

const WIDGET: &str = r#"{"id":"w1","caller_id":null,"size":3}"#;

#[test]
fn a_body_is_read_into_its_type() {
    let widget: Widget = read_json(WIDGET.as_bytes()).expect("a widget");
    assert_eq!(widget, Widget::new("w1", None).size(3));
}

#[test]
fn a_byte_order_mark_and_space_around_the_body_do_not_matter() {
    let text = format!("\u{feff}\r\n {WIDGET}\n");
    read_json::<Widget>(text.as_bytes()).expect("a widget");
}

#[test]
fn an_empty_body_is_an_error_that_says_so() {
    for body in [&b""[..], b" \n", b"\xef\xbb\xbf"] {
        let error = read_json::<Widget>(body).expect_err("an error");
        assert_eq!(error.to_string(), "the body is empty");
        assert!(error.source().is_none());
    }
}

#[test]
fn the_error_names_the_place() {
    let error = read_json::<Vec<Vec<u8>>>(b"[[1], [2, true]]").expect_err("an error");
    assert_eq!(error.path(), "[1][1]");
    assert!(error.source().is_some());
}

#[test]
fn what_follows_the_value_is_an_error() {
    let text = format!("{WIDGET} 1");
    let error = read_json::<Widget>(text.as_bytes()).expect_err("an error");
    assert!(error.to_string().contains("trailing characters"), "{error}");
}

fn message(body: &str) -> Result<Message, DecodeError> {
    read_form(body.as_bytes())
}

#[test]
fn a_form_is_read_into_its_type() {
    let body = "MessageSid=a+b%26c&NumMedia=2&Final=true&Price=-0.5&Url=1&Url=%C3%A4&Other=7";
    let message = message(body).expect("a message");
    assert_eq!(message.id, "a b&c");
    assert_eq!(message.media, 2);
    assert_eq!(message.last, Some(true));
    assert_eq!(message.price, Some(-0.5));
    assert_eq!(
        message.urls.as_deref(),
        Some(&["1".to_owned(), "\u{e4}".to_owned()][..])
    );
    assert_eq!(message.additional_properties["Other"], json!("7"));
}

#[test]
fn text_that_looks_like_a_number_stays_text_and_one_item_is_a_list() {
    let message = message("MessageSid=007&NumMedia=0&Url=1").expect("a message");
    assert_eq!(message.id, "007");
    assert_eq!(message.urls.map(|urls| urls.len()), Some(1));
}

#[test]
fn an_object_in_a_form_is_json() {
    let body = format!("MessageSid=1&NumMedia=0&Widget={WIDGET}");
    let message = message(&body).expect("a message");
    assert_eq!(message.widget, Some(Widget::new("w1", None).size(3)));
}

#[test]
fn a_form_that_does_not_fit_says_where() {
    for (body, path, says) in [
        ("MessageSid=1&NumMedia=many", "NumMedia", "expected i64"),
        ("MessageSid=1&NumMedia=", "NumMedia", "expected i64"),
        (
            "MessageSid=1&MessageSid=2&NumMedia=1",
            "MessageSid",
            "expected a string",
        ),
        (
            "MessageSid=1&NumMedia=0&Widget=%7B",
            "Widget",
            "invalid type",
        ),
        ("NumMedia=0", "", "missing field `MessageSid`"),
        ("", "", "missing field"),
    ] {
        let error = message(body).expect_err(body);
        assert_eq!(error.path(), path, "{body}");
        assert!(error.to_string().contains(says), "{body}: {error}");
    }
}
