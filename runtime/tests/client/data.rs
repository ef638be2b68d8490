use std::str::FromStr as _;

use serde_json::{Value, from_value, json, to_value};

use crate::runtime::{Base64, Maybe, Never, Secret, Time};
use crate::types::{Encryption, KindCat, Level, One, Widget};

/// What JSON a value comes back as.
fn back<T: serde::de::DeserializeOwned + serde::Serialize>(value: Value) -> Result<Value, String> {
    let read: T = from_value(value).map_err(|error| error.to_string())?;
    to_value(read).map_err(|error| error.to_string())
}

#[test]
fn a_field_may_be_absent_null_or_a_value() {
    for (json, expected) in [
        (json!({"id": "a", "caller_id": null}), Maybe::Absent),
        (
            json!({"id": "a", "caller_id": null, "note": null}),
            Maybe::Null,
        ),
        (
            json!({"id": "a", "caller_id": null, "note": "n"}),
            Maybe::from("n"),
        ),
    ] {
        let widget: Widget = from_value(json.clone()).expect("a widget");
        assert_eq!(widget.note, expected);
        assert_eq!(to_value(widget).expect("JSON"), json);
    }
    assert!(Maybe::<i32>::default().is_absent());
    assert!(Maybe::<i32>::from(None).is_null());
    assert_eq!(Maybe::from(Some(1)), Maybe::from(1));
    assert_eq!(Maybe::from(1).as_option(), Some(&1));
    assert_eq!(Maybe::<i32>::Null.into_option(), None);
    assert_eq!(Maybe::<String>::from("n").as_deref(), Some("n"));
    assert_eq!(Maybe::<Secret>::from("n"), Maybe::Value(Secret::from("n")));
    assert_eq!(
        Maybe::<Encryption>::from("required"),
        Maybe::Value(Encryption::Required)
    );
}

#[test]
fn a_secret_does_not_show_and_is_written() {
    let secret: Secret = from_value(json!("hidden")).expect("a secret");
    assert_eq!(format!("{secret:?}"), "Secret([redacted])");
    assert_eq!(secret, Secret::from("hidden".to_owned()).clone());
    assert_ne!(secret, Secret::from("other"));
    assert_eq!(secret.expose(), "hidden");
    assert_eq!(to_value(&secret).expect("JSON"), "hidden");
}

#[test]
fn an_enum_of_texts_keeps_what_it_does_not_know() {
    for text in ["required", "optional", "from the future", ""] {
        assert_eq!(back::<Encryption>(json!(text)), Ok(json!(text)));
        assert_eq!(Encryption::from(text).as_str(), text);
        assert_eq!(Encryption::from(text.to_owned()).to_string(), text);
        assert_eq!(Encryption::from_str(text), Ok(Encryption::from(text)));
    }
    assert_eq!(Encryption::from("required"), Encryption::Required);
    assert_eq!(
        format!("{:?}", Encryption::from("new")),
        r#"Unknown("new")"#
    );
    assert!(back::<Encryption>(json!(1)).is_err());
}

#[test]
fn an_enum_of_integers_keeps_what_it_does_not_know() {
    for (json, level) in [(json!(1), Level::Low), (json!(2.0), Level::High)] {
        assert_eq!(from_value::<Level>(json).expect("a level"), level);
    }
    assert_eq!(back::<Level>(json!(-7)), Ok(json!(-7)));
    assert_eq!(Level::from(7).as_i64(), 7);
    assert_eq!(Level::from(1).to_string(), "1");
    assert_eq!(format!("{:?}", Level::from(9)), "Unknown(9)");
    for json in [
        json!(1.5),
        json!("1"),
        json!(1e300),
        json!(null),
        json!(u64::MAX),
    ] {
        assert!(from_value::<Level>(json).is_err());
    }
}

#[test]
fn a_constant_reads_only_itself() {
    assert_eq!(back::<KindCat>(json!("cat")), Ok(json!("cat")));
    let error = back::<KindCat>(json!("dog")).expect_err("another");
    assert!(error.contains(r#"expected "cat", got "dog""#), "{error}");
    assert_eq!(back::<One>(json!(1.0)), Ok(json!(1)));
    assert!(back::<One>(json!(2)).is_err());
    assert!(back::<One>(json!("1")).is_err());
    assert!(back::<One>(json!(null)).is_err());
}

#[test]
fn base64_is_bytes() {
    assert_eq!(back::<Base64>(json!("AP8=")), Ok(json!("AP8=")));
    assert_eq!(back::<Base64>(json!("AP8")), Ok(json!("AP8=")));
    assert_eq!(back::<Base64>(json!("A\r\nP8=")), Ok(json!("AP8=")));
    assert_eq!(back::<Base64>(json!("")), Ok(json!("")));
    assert_eq!(Base64::from(b"\x00\xff").as_bytes(), [0, 255]);
    assert_eq!(Base64::new([0, 255]).to_string(), "AP8=");
    assert_eq!(format!("{:?}", Base64::new([0, 255])), "Base64(2 bytes)");
    for text in ["A", "AP8*", "é"] {
        assert!(back::<Base64>(json!(text)).is_err(), "{text}");
    }
}

#[test]
fn a_time_is_written_as_it_was_read() {
    for text in [
        "10:20:30",
        "10:20:30Z",
        "10:20:30z",
        "10:20:30.250+01:30",
        "23:59:60Z",
        "00:00:00-00:00",
        "10:20:30.123456789-11:00",
    ] {
        assert_eq!(back::<Time>(json!(text)), Ok(json!(text)));
    }
    for text in [
        "",
        "Z",
        "24:00:00",
        "10:20",
        "10:20:30+1",
        "10:20:30+0100",
        "10:20:30 Z",
        "10:20:30+24:00",
        "2020-01-01",
        "10:20:30ZZ",
        "10:20:30+é1:0",
    ] {
        assert!(Time::from_str(text).is_err(), "{text}");
    }
    let time = Time::from_str("10:20:30.5+01:00").expect("a time");
    let offset = time.offset().expect("an offset");
    assert_eq!(offset.local_minus_utc(), 3600);
    assert_eq!(time.time().to_string(), "10:20:30.500");
    assert_eq!(
        Time::new(time.time(), Some(offset)).as_str(),
        "10:20:30.500+01:00"
    );
    assert_eq!(Time::from(time.time()).to_string(), "10:20:30.500");
}

#[test]
fn never_is_never_read() {
    for json in [json!(null), json!({}), json!(1)] {
        assert!(from_value::<Never>(json).is_err());
    }
    assert_eq!(from_value::<Vec<Never>>(json!([])).expect("none"), []);
}
