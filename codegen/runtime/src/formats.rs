//! Data types for formats that have none elsewhere.

use std::error::Error as StdError;
use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::alphabet::STANDARD as ALPHABET;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};
use chrono::{FixedOffset, NaiveTime};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Reads base64 whether it is padded or not.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &ALPHABET,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Bytes that JSON holds as base64 (RFC 4648, section 4). It is written with padding, and read
/// with or without, line breaks left out.
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Base64(Vec<u8>);

impl Base64 {
    /// Takes the bytes, not their base64.
    #[must_use]
    pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
        Self(bytes.into())
    }

    /// The bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The bytes.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

impl From<Vec<u8>> for Base64 {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl From<&[u8]> for Base64 {
    fn from(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }
}

impl<const N: usize> From<&[u8; N]> for Base64 {
    fn from(bytes: &[u8; N]) -> Self {
        Self(bytes.to_vec())
    }
}

impl AsRef<[u8]> for Base64 {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Base64 {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Base64({} bytes)", self.0.len())
    }
}

impl fmt::Display for Base64 {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&STANDARD.encode(&self.0))
    }
}

impl Serialize for Base64 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Base64 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut text = String::deserialize(deserializer)?;
        text.retain(|letter| !letter.is_ascii_whitespace());
        let bytes = LENIENT.decode(text).map_err(D::Error::custom)?;
        Ok(Self(bytes))
    }
}

/// A time of day with an optional offset: RFC 3339's `full-time`, and `partial-time` where a
/// server leaves the offset out. It is written as it was read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Time {
    text: String,
    time: NaiveTime,
    offset: Option<FixedOffset>,
}

impl Time {
    /// Takes a time of day and its offset from UTC.
    #[must_use]
    pub fn new(time: NaiveTime, offset: Option<FixedOffset>) -> Self {
        let text = match offset {
            Some(offset) if offset.local_minus_utc() == 0 => format!("{time}Z"),
            Some(offset) => format!("{time}{offset}"),
            None => time.to_string(),
        };
        Self { text, time, offset }
    }

    /// The time of day, as a clock at the place shows it.
    #[must_use]
    pub fn time(&self) -> NaiveTime {
        self.time
    }

    /// The offset from UTC, if it was given.
    #[must_use]
    pub fn offset(&self) -> Option<FixedOffset> {
        self.offset
    }

    /// The time as it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl FromStr for Time {
    type Err = ParseTimeError;

    fn from_str(text: &str) -> Result<Self, ParseTimeError> {
        let fault = || ParseTimeError(());
        let (time, offset) = match text.find(['Z', 'z', '+', '-']) {
            Some(place) => text.split_at_checked(place).ok_or_else(fault)?,
            None => (text, ""),
        };
        let offset = match offset {
            "" => None,
            "Z" | "z" => FixedOffset::east_opt(0),
            // RFC 3339 writes the offset as ±hh:mm and in no other way.
            offset if offset.len() == 6 && offset.as_bytes().get(3) == Some(&b':') => {
                Some(offset.parse().map_err(|_| fault())?)
            }
            _ => return Err(fault()),
        };
        let time = NaiveTime::parse_from_str(time, "%H:%M:%S%.f").map_err(|_| fault())?;
        Ok(Self {
            text: text.to_owned(),
            time,
            offset,
        })
    }
}

impl From<NaiveTime> for Time {
    fn from(time: NaiveTime) -> Self {
        Self::new(time, None)
    }
}

impl fmt::Display for Time {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

/// Text that is no time of day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseTimeError(());

impl fmt::Display for ParseTimeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a time must be of the form `hh:mm:ss`, with an offset or without")
    }
}

impl StdError for ParseTimeError {}

/// A value that cannot be: the type of the schema `false`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Never {}

impl fmt::Display for Never {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {}
    }
}

impl Serialize for Never {
    fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        match *self {}
    }
}

impl<'de> Deserialize<'de> for Never {
    fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        Err(D::Error::custom("no value is admitted here"))
    }
}
