//! Decimals, as numbers and as texts.

use ::rust_decimal::Decimal;
use serde_json::{from_str, from_value, json, to_string, to_value};

use crate::runtime::read_json;
use crate::runtime::rust_decimal::{Number, Text};

#[test]
fn numbers_keep_their_digits() {
    for text in [
        "0",
        "1.10",
        "-0.001",
        "100000000.00",
        "0.1234567890123456789012345678",
        "7922816251426433759354395033.5",
        "12345678901234567890.12345678",
    ] {
        let read: Number = read_json(text.as_bytes()).expect(text);
        assert_eq!(to_string(&read).expect("JSON"), text);
        assert_eq!(read.to_string(), text);
    }
}

#[test]
fn every_way_to_write_a_number_is_read() {
    for (text, expected) in [
        ("1e3", "1000"),
        ("1.5E+2", "150"),
        ("1.25e1", "12.5"),
        ("12.5e-3", "0.0125"),
        ("0e99", "0"),
        ("-1e0", "-1"),
        (" 7 ", "7"),
    ] {
        let read: Number = read_json(text.as_bytes()).expect(text);
        assert_eq!(read.to_string(), expected, "{text}");
    }
}

#[test]
fn what_would_lose_digits_is_refused() {
    for text in [
        "0.12345678901234567890123456789",
        "79228162514264337593543950336",
        "1e29",
        "1e-29",
        "1e99999999999",
        "1e-99999999999",
    ] {
        assert!(read_json::<Number>(text.as_bytes()).is_err(), "{text}");
        assert!(text.parse::<Text>().is_err(), "{text}");
    }
}

#[test]
fn only_numbers_are_numbers_and_only_texts_are_texts() {
    for text in ["\"1.5\"", "true", "null", "[1]", "{}", "{\"a\":1}"] {
        assert!(from_str::<Number>(text).is_err(), "{text}");
        assert!(from_value::<Number>(from_str(text).expect("JSON")).is_err());
    }
    for text in [
        "1.5",
        "\"\"",
        "\"1_000\"",
        "\"1,5\"",
        "\".5\"",
        "\"NaN\"",
        "\"5.\"",
        "\"--5\"",
    ] {
        assert!(from_str::<Text>(text).is_err(), "{text}");
    }
    let read: Text = from_str("\"-12.50\"").expect("a decimal");
    assert_eq!(to_value(read).expect("JSON"), json!("-12.50"));
    assert_eq!(Decimal::from(read), Decimal::new(-1250, 2));
}

/// Values that had to be looked at before they are read have gone through an `f64`.
#[test]
fn values_keep_fifteen_digits() {
    let read: Number = from_value(json!(1234567890.12345)).expect("a number");
    assert_eq!(read.to_string(), "1234567890.12345");
    let read: Number = from_value(json!(u64::MAX)).expect("a number");
    assert_eq!(read.to_string(), u64::MAX.to_string());
    let read: Number = from_value(json!(-5)).expect("a number");
    assert_eq!(to_value(read).expect("JSON"), json!(-5));
    let read: Option<Number> = from_str("null").expect("nothing");
    assert_eq!(read, None);
    let read: Vec<Number> = from_str("[1.10, 2]").expect("numbers");
    assert_eq!(to_string(&read).expect("JSON"), "[1.10,2]");
}

/// In headers and forms a number is text.
#[test]
fn headers_hold_decimals() {
    use crate::runtime::{HeaderText, read_header};

    let mut headers = http::HeaderMap::new();
    headers.insert("x-price", http::HeaderValue::from_static("1.10"));
    let number: Option<Number> = read_header(&headers, "x-price", HeaderText::Plain).expect("one");
    assert_eq!(
        number.map(|number| number.to_string()).as_deref(),
        Some("1.10")
    );
    let text: Option<Text> = read_header(&headers, "x-price", HeaderText::Plain).expect("one");
    assert_eq!(text.map(|text| text.to_string()).as_deref(), Some("1.10"));
}
