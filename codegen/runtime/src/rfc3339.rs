//! Dates and times as RFC 3339 writes them, for crates that read more than that, or write less.

use std::error::Error as StdError;
use std::fmt;

/// A day of the calendar, not yet known to exist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CivilDate {
    pub(super) year: i32,
    pub(super) month: u8,
    pub(super) day: u8,
}

/// A time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CivilTime {
    pub(super) hour: u8,
    pub(super) minute: u8,
    pub(super) second: u8,
    pub(super) nanosecond: u32,
}

/// Text that is no date or time of its format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError(pub(super) &'static str);

impl fmt::Display for ParseError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} (RFC 3339)", self.0)
    }
}

impl StdError for ParseError {}

pub(super) const NO_DATE_TIME: ParseError = ParseError(
    "a date and time must be of the form `YYYY-MM-DDThh:mm:ssZ`, with `±hh:mm` for `Z` elsewhere",
);
pub(super) const NO_DATE: ParseError = ParseError("a date must be of the form `YYYY-MM-DD`");
pub(super) const NO_TIME: ParseError =
    ParseError("a time must be of the form `hh:mm:ss`, with an offset or without");

/// Reads a `date-time`: the day, the time, and the offset from UTC in seconds. `t`, `z`, a space for
/// `T` and an offset without its colon are read as well, since many servers write them.
pub(super) fn date_time(text: &str) -> Option<(CivilDate, CivilTime, i32)> {
    let separator = text.find(['T', 't', ' '])?;
    let (day, rest) = text.split_at_checked(separator)?;
    let (time, offset) = zoned(rest.get(1..)?)?;
    let offset = match offset.strip_prefix(['+', '-']) {
        Some(digits) if digits.len() == 4 => seconds(&format!(
            "{}{}:{}",
            offset.get(..1)?,
            digits.get(..2)?,
            digits.get(2..)?
        ))?,
        _ => seconds(offset)?,
    };
    Some((date(day)?, time, offset))
}

/// Reads a `full-date`. A year beyond four digits has a sign, as ISO 8601 writes it.
pub(super) fn date(text: &str) -> Option<CivilDate> {
    let (sign, digits) = match text.as_bytes().first()? {
        b'+' => (1, text.get(1..)?),
        b'-' => (-1, text.get(1..)?),
        _ => (1, text),
    };
    let mut parts = digits.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let is_year = match digits.len() == text.len() {
        true => year.len() == 4,
        false => (4..=6).contains(&year.len()),
    };
    let is_whole = parts.next().is_none() && is_year;
    is_whole.then_some(CivilDate {
        year: sign * number::<i32>(year)?,
        month: pair(month)?,
        day: pair(day)?,
    })
}

/// Reads a `full-time`, and a `partial-time` where a server leaves the offset out; the offset is in
/// seconds.
pub(super) fn time(text: &str) -> Option<(CivilTime, Option<i32>)> {
    match zoned(text)? {
        (time, "") => Some((time, None)),
        (time, offset) => Some((time, Some(seconds(offset)?))),
    }
}

/// A time, and the text of its offset.
fn zoned(text: &str) -> Option<(CivilTime, &str)> {
    let end = text.find(['Z', 'z', '+', '-']).unwrap_or(text.len());
    let (time, offset) = text.split_at_checked(end)?;
    let (clock, fraction) = match time.split_once('.') {
        Some((clock, fraction)) => (clock, Some(fraction)),
        None => (time, None),
    };
    let mut parts = clock.split(':');
    let (hour, minute) = (pair(parts.next()?)?, pair(parts.next()?)?);
    let second = pair(parts.next()?)?;
    if parts.next().is_some() || hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let time = CivilTime {
        hour,
        minute,
        // These crates have no leap seconds: one is read as the second before it.
        second: second.min(59),
        nanosecond: fraction.map_or(Some(0), nanoseconds)?,
    };
    Some((time, offset))
}

/// The digits after the point; what is finer than a nanosecond is left out.
fn nanoseconds(digits: &str) -> Option<u32> {
    if digits.is_empty() || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    format!("{digits:0<9}").get(..9)?.parse().ok()
}

/// The seconds of `Z` or `±hh:mm`.
fn seconds(offset: &str) -> Option<i32> {
    let (sign, digits) = match offset.as_bytes().first()? {
        b'Z' | b'z' => return (offset.len() == 1).then_some(0),
        b'+' => (1, offset.get(1..)?),
        b'-' => (-1, offset.get(1..)?),
        _ => return None,
    };
    let (hours, minutes) = digits.split_once(':')?;
    let (hours, minutes) = (i32::from(pair(hours)?), i32::from(pair(minutes)?));
    (hours < 24 && minutes < 60).then_some(sign * (hours * 60 + minutes) * 60)
}

fn pair(text: &str) -> Option<u8> {
    if text.len() == 2 { number(text) } else { None }
}

fn number<N: std::str::FromStr>(text: &str) -> Option<N> {
    let is_number = text.bytes().all(|digit| digit.is_ascii_digit());
    text.parse().ok().filter(|_| is_number)
}

impl fmt::Display for CivilDate {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { year, month, day } = self;
        match year {
            0..=9999 => write!(formatter, "{year:04}-{month:02}-{day:02}"),
            _ => write!(formatter, "{year:+05}-{month:02}-{day:02}"),
        }
    }
}

impl fmt::Display for CivilTime {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            hour,
            minute,
            second,
            nanosecond,
        } = self;
        write!(formatter, "{hour:02}:{minute:02}:{second:02}")?;
        match nanosecond {
            0 => Ok(()),
            _ if nanosecond % 1_000_000 == 0 => write!(formatter, ".{:03}", nanosecond / 1_000_000),
            _ if nanosecond % 1_000 == 0 => write!(formatter, ".{:06}", nanosecond / 1_000),
            _ => write!(formatter, ".{nanosecond:09}"),
        }
    }
}

/// Whether RFC 3339 can write an offset of so many seconds: to the minute, and less than a day.
pub(super) fn is_offset(seconds: i32) -> bool {
    seconds % 60 == 0 && seconds.abs() < 24 * 60 * 60
}

/// Writes an offset of so many seconds, as near as RFC 3339 can.
pub(super) fn write_offset(formatter: &mut fmt::Formatter<'_>, seconds: i32) -> fmt::Result {
    if seconds == 0 {
        return formatter.write_str("Z");
    }
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = (seconds.abs() / 60).min(24 * 60 - 1);
    write!(formatter, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

/// Gives types their way into and out of JSON: by the text that `Display` writes and `FromStr` reads.
macro_rules! texts {
    ($($name:ident),*) => {$(
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                let text = <String as ::serde::Deserialize>::deserialize(deserializer)?;
                text.parse().map_err(::serde::de::Error::custom)
            }
        }
    )*};
}

/// Makes types as good as what they hold: they lend it, are made of it, and turn into it.
macro_rules! holds {
    ($($name:ident: $inner:ty),*) => {$(
        impl ::std::ops::Deref for $name {
            type Target = $inner;

            fn deref(&self) -> &$inner {
                &self.0
            }
        }

        impl From<$name> for $inner {
            fn from(value: $name) -> Self {
                value.0
            }
        }
    )*};
}

pub(super) use {holds, texts};
