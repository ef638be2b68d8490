use std::error::Error as _;

use crate::runtime::read_body;
use crate::types::Widget;

const WIDGET: &str = r#"{"id":"w1","caller_id":null,"size":3}"#;

#[test]
fn a_body_is_read_into_its_type() {
    let widget: Widget = read_body(WIDGET.as_bytes()).expect("a widget");
    assert_eq!(widget, Widget::new("w1", None).size(3));
}

#[test]
fn a_byte_order_mark_and_space_around_the_body_do_not_matter() {
    let text = format!("\u{feff}\r\n {WIDGET}\n");
    read_body::<Widget>(text.as_bytes()).expect("a widget");
}

#[test]
fn an_empty_body_is_an_error_that_says_so() {
    for body in [&b""[..], b" \n", b"\xef\xbb\xbf"] {
        let error = read_body::<Widget>(body).expect_err("an error");
        assert_eq!(error.to_string(), "the body is empty");
        assert!(error.source().is_none());
    }
}

#[test]
fn the_error_names_the_place() {
    let error = read_body::<Vec<Vec<u8>>>(b"[[1], [2, true]]").expect_err("an error");
    assert_eq!(error.path(), "[1][1]");
    assert!(error.source().is_some());
}

#[test]
fn what_follows_the_value_is_an_error() {
    let text = format!("{WIDGET} 1");
    let error = read_body::<Widget>(text.as_bytes()).expect_err("an error");
    assert!(error.to_string().contains("trailing characters"), "{error}");
}
