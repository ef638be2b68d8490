//! Dates and times of every crate that a client can have: they read and write the same texts.

use std::cmp::Ordering;
use std::fmt::Display;
use std::str::FromStr;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, from_str, json, to_value};

use crate::runtime::{jiff, time};

type ChronoDateTime = chrono::DateTime<chrono::FixedOffset>;

/// What a text comes back as; nothing when it cannot be read.
fn back<T: DeserializeOwned + Serialize>(text: &str) -> Option<String> {
    let read: T = from_str(&json!(text).to_string()).ok()?;
    to_value(read).ok()?.as_str().map(str::to_owned)
}

#[test]
fn date_times_come_back_as_with_chrono() {
    for (text, expected) in [
        ("2024-02-29T09:30:00Z", Some("2024-02-29T09:30:00Z")),
        ("2024-02-29T09:30:00+00:00", Some("2024-02-29T09:30:00Z")),
        ("2024-02-29T09:30:00-00:00", Some("2024-02-29T09:30:00Z")),
        (
            "2024-02-29T09:30:00+02:00",
            Some("2024-02-29T09:30:00+02:00"),
        ),
        (
            "2024-02-29T09:30:00-09:30",
            Some("2024-02-29T09:30:00-09:30"),
        ),
        (
            "2024-02-29T09:30:00+23:59",
            Some("2024-02-29T09:30:00+23:59"),
        ),
        (
            "2024-02-29T09:30:00+0200",
            Some("2024-02-29T09:30:00+02:00"),
        ),
        ("2024-02-29t09:30:00z", Some("2024-02-29T09:30:00Z")),
        ("2024-02-29 09:30:00Z", Some("2024-02-29T09:30:00Z")),
        ("2024-02-29T09:30:00.5Z", Some("2024-02-29T09:30:00.500Z")),
        ("2024-02-29T09:30:00.000Z", Some("2024-02-29T09:30:00Z")),
        (
            "2024-02-29T09:30:00.123456Z",
            Some("2024-02-29T09:30:00.123456Z"),
        ),
        (
            "2024-02-29T09:30:00.123456789Z",
            Some("2024-02-29T09:30:00.123456789Z"),
        ),
        (
            "2024-02-29T09:30:00.1234567899Z",
            Some("2024-02-29T09:30:00.123456789Z"),
        ),
        ("0000-01-01T00:00:00Z", Some("0000-01-01T00:00:00Z")),
        ("0001-01-01T00:00:00Z", Some("0001-01-01T00:00:00Z")),
        (
            "9999-12-31T23:59:59.999999999Z",
            Some("9999-12-31T23:59:59.999999999Z"),
        ),
        ("1969-12-31T23:59:59.5Z", Some("1969-12-31T23:59:59.500Z")),
        ("2023-02-29T09:30:00Z", None),
        ("2024-02-29T24:00:00Z", None),
        ("2024-02-29T09:60:00Z", None),
        ("2024-02-29T09:30:61Z", None),
        ("2024-13-01T09:30:00Z", None),
        ("2024-00-01T09:30:00Z", None),
        ("2024-02-29T09:30:00", None),
        ("2024-02-29T09:30Z", None),
        ("2024-02-29", None),
        ("2024-02-29T09:30:00.Z", None),
        ("2024-02-29T09:30:00+24:00", None),
        ("2024-02-29T09:30:00+02:60", None),
        ("2024-02-29T09:30:00+2:00", None),
        ("2024-02-29T09:30:00Z[UTC]", None),
        ("2024-02-29T09:30:00+01:00[Europe/Berlin]", None),
        ("2024-02-29T09:30:00ZZ", None),
        ("2024-02-29T09:30:00+-1:00", None),
        ("20240229T093000Z", None),
        ("now", None),
        ("ä", None),
        ("2024-02-29Tä", None),
        ("", None),
    ] {
        let expected = expected.map(str::to_owned);
        assert_eq!(back::<ChronoDateTime>(text), expected, "chrono: {text}");
        assert_eq!(back::<time::DateTime>(text), expected, "time: {text}");
        assert_eq!(back::<jiff::DateTime>(text), expected, "jiff: {text}");
    }
}

/// What is beyond RFC 3339 or beyond the crates.
#[test]
fn what_the_crates_lack_is_read_as_documented() {
    for (text, chrono, others) in [
        (
            "2016-12-31T23:59:60Z",
            Some("2016-12-31T23:59:60Z"),
            Some("2016-12-31T23:59:59Z"),
        ),
        (
            "2016-12-31T23:59:60.25+01:00",
            Some("2016-12-31T23:59:60.250+01:00"),
            Some("2016-12-31T23:59:59.250+01:00"),
        ),
        (
            "+12345-01-01T00:00:00Z",
            Some("+12345-01-01T00:00:00Z"),
            None,
        ),
        (
            "-0001-01-01T00:00:00Z",
            Some("-0001-01-01T00:00:00Z"),
            Some("-0001-01-01T00:00:00Z"),
        ),
        ("12345-01-01T00:00:00Z", None, None),
    ] {
        let others = others.map(str::to_owned);
        assert_eq!(back::<ChronoDateTime>(text).as_deref(), chrono, "{text}");
        assert_eq!(back::<time::DateTime>(text), others, "time: {text}");
        assert_eq!(back::<jiff::DateTime>(text), others, "jiff: {text}");
    }
}

#[test]
fn days_come_back_as_with_chrono() {
    for (text, is_day) in [
        ("2024-02-29", true),
        ("0000-01-01", true),
        ("9999-12-31", true),
        ("2023-02-29", false),
        ("2024-04-31", false),
        ("2024-02-29T00:00:00", false),
        ("2024-02-29T00:00:00Z", false),
        ("2024-02-29T00:00:00+02:00", false),
        ("20240229", false),
        ("2024-02", false),
        ("2024-060", false),
        ("", false),
    ] {
        let expected = is_day.then(|| text.to_owned());
        assert_eq!(back::<chrono::NaiveDate>(text), expected, "chrono: {text}");
        assert_eq!(back::<time::Date>(text), expected, "time: {text}");
        assert_eq!(back::<jiff::Date>(text), expected, "jiff: {text}");
    }
}

#[test]
fn times_come_back_as_with_chrono() {
    for (text, is_time) in [
        ("10:20:30", true),
        ("10:20:30Z", true),
        ("10:20:30+02:00", true),
        ("10:20:30-09:30", true),
        ("23:59:59.123456789Z", true),
        ("10:20:30.500+01:00", true),
        ("24:00:00Z", false),
        ("10:20", false),
        ("10:20:30+0200", false),
        ("10:20:30+2", false),
        ("10:20:30 Z", false),
        ("10:20:30Zx", false),
        ("", false),
    ] {
        let expected = is_time.then(|| text.to_owned());
        assert_eq!(
            back::<crate::runtime::Time>(text),
            expected,
            "chrono: {text}"
        );
        assert_eq!(back::<time::Time>(text), expected, "time: {text}");
        assert_eq!(back::<jiff::Time>(text), expected, "jiff: {text}");
    }
}

/// A type of each crate is made of the crate's own and gives it back.
#[test]
fn they_hold_the_types_of_their_crates() {
    let text = "2024-02-29T09:30:00+02:00";
    let read: time::DateTime = text.parse().expect("a date-time");
    assert_eq!((read.hour(), read.offset().whole_hours()), (9, 2));
    let own: ::time::OffsetDateTime = read.into();
    assert_eq!(time::DateTime::from(own).to_string(), text);

    let read: jiff::DateTime = text.parse().expect("a date-time");
    let (hour, offset) = (read.datetime().hour(), read.offset().seconds());
    assert_eq!((hour, offset), (9, 7200));
    let instant = jiff::DateTime::from(::jiff::Timestamp::try_from(read).expect("an instant"));
    assert_eq!(instant.to_string(), "2024-02-29T07:30:00Z");
    assert_eq!((instant, instant.cmp(&read)), (read, Ordering::Equal));
    let own = ::jiff::Zoned::try_from(read).expect("a zoned time");
    assert_eq!(jiff::DateTime::from(own).to_string(), text);
    let late: jiff::DateTime = "9999-12-31T00:00:00Z".parse().expect("a date-time");
    assert!(late.timestamp().is_err() && late.zoned().is_err() && late > read);

    let time: time::Time = "10:20:30.5+01:00".parse().expect("a time");
    let offset = time.offset().expect("an offset");
    assert_eq!((time.time().millisecond(), offset.whole_hours()), (500, 1));
    let time: jiff::Time = "10:20:30.5+01:00".parse().expect("a time");
    let offset = time.offset().expect("an offset");
    assert_eq!((time.time().millisecond(), offset.seconds()), (500, 3600));
    let noon = jiff::Time::from(::jiff::civil::time(12, 0, 0, 0));
    assert_eq!(
        (noon.to_string().as_str(), noon.offset()),
        ("12:00:00", None)
    );
}

/// What RFC 3339 cannot write becomes what it can, at the same instant.
#[test]
fn offsets_that_cannot_be_written_become_utc() {
    let own = ::time::OffsetDateTime::UNIX_EPOCH;
    for seconds in [1, -3601, 25 * 60 * 60] {
        let offset = ::time::UtcOffset::from_whole_seconds(seconds).expect("an offset");
        let value = time::DateTime::from(own.to_offset(offset));
        assert_eq!(value.to_string(), "1970-01-01T00:00:00Z");
        let offset = ::jiff::tz::Offset::from_seconds(seconds).expect("an offset");
        let zone = ::jiff::tz::TimeZone::fixed(offset);
        let value = jiff::DateTime::from(::jiff::Timestamp::UNIX_EPOCH.to_zoned(zone));
        assert_eq!(value.to_string(), "1970-01-01T00:00:00Z");
    }
    let latest = ::time::PrimitiveDateTime::MAX
        .assume_offset(::time::UtcOffset::from_whole_seconds(-25 * 60 * 60).expect("an offset"));
    let text = time::DateTime::from(latest).to_string();
    assert_eq!(text, "9999-12-31T23:59:59.999999999-23:59");
}

#[test]
fn errors_say_what_was_expected() {
    fn said<T: FromStr>(text: &str) -> String
    where
        T::Err: Display,
    {
        text.parse::<T>().err().expect("an error").to_string()
    }
    for message in [
        said::<time::DateTime>("x"),
        said::<jiff::DateTime>("x"),
        said::<time::Date>("x"),
        said::<jiff::Date>("x"),
        said::<time::Time>("x"),
        said::<jiff::Time>("x"),
    ] {
        assert!(message.ends_with("(RFC 3339)"), "{message}");
    }
    let error = serde_json::from_value::<time::Date>(Value::from(1));
    assert!(error.is_err());
}
