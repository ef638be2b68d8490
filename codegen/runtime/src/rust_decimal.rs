//! Decimals of the crate `rust_decimal`: up to 28 digits, exact, with their trailing zeros.
//!
//! Each type lends the decimal that it holds, is made of one by `from`, and turns into one by `into`.
//! What has more digits than a decimal holds is an error; nothing is rounded.

use std::fmt;
use std::str::FromStr;

use ::rust_decimal::Decimal;
use serde::de::{Deserializer, Error as _, MapAccess, Visitor};
use serde::ser::{Error as _, Serializer};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// A decimal that is a number in JSON.
///
/// Its digits are read from the text of the body as they stand there. Where a value had to be looked at
/// before it could be read (in unions), and in parameters, it goes through an `f64`, which keeps 15
/// digits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Number(Decimal);

/// A decimal that is a string in JSON.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Text(Decimal);

/// Text that is no decimal, or one of more digits than can be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError(());

impl fmt::Display for ParseError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a decimal must be of the form `-12.50`, with at most 28 digits")
    }
}

impl std::error::Error for ParseError {}

/// Reads a decimal as JSON writes numbers (RFC 8259, section 6).
fn decimal(text: &str) -> Result<Decimal, ParseError> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()),
        None => (text, Some(0)),
    };
    let (integer, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    let digits = integer.strip_prefix(['-', '+']).unwrap_or(integer);
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let read = || {
        let exponent = exponent.filter(|_| is_digits(digits) && is_digits(fraction))?;
        let value = Decimal::from_str_exact(mantissa).ok()?;
        scaled(value, exponent)
    };
    read().ok_or(ParseError(()))
}

/// The value times a power of ten.
fn scaled(mut value: Decimal, exponent: i32) -> Option<Decimal> {
    let scale = i32::try_from(value.scale()).ok()?.checked_sub(exponent)?;
    if value.is_zero() {
        return Some(value);
    }
    if let Ok(scale) = u32::try_from(scale) {
        return value.set_scale(scale).ok().map(|()| value);
    }
    value.set_scale(0).ok()?;
    let power = 10_i128.checked_pow(scale.unsigned_abs())?;
    value.checked_mul(Decimal::try_from_i128_with_scale(power, 0).ok()?)
}

/// What [`RawValue`] is called by serde_json, which then gives the digits of a number as they stand in
/// the text. Others take it for the name of any type.
const RAW: &str = "$serde_json::private::RawValue";

/// Reads a number by its digits where they are to be had.
struct Digits;

impl<'de> Visitor<'de> for Digits {
    type Value = Decimal;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a number")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Decimal, A::Error> {
        match map.next_key::<String>()? {
            Some(key) if key == RAW => self.visit_str(&map.next_value::<String>()?),
            _ => Err(A::Error::custom("expected a number, got an object")),
        }
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, other: D) -> Result<Decimal, D::Error> {
        other.deserialize_any(self)
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Decimal, E> {
        decimal(text).map_err(E::custom)
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Decimal, E> {
        Ok(value.into())
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Decimal, E> {
        Ok(value.into())
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Decimal, E> {
        self.visit_str(&value.to_string())
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer
            .deserialize_newtype_struct(RAW, Digits)
            .map(Self)
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let raw = RawValue::from_string(self.0.to_string()).map_err(S::Error::custom)?;
        raw.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

macro_rules! decimals {
    ($($name:ident),*) => {$(
        impl std::ops::Deref for $name {
            type Target = Decimal;

            fn deref(&self) -> &Decimal {
                &self.0
            }
        }

        impl From<Decimal> for $name {
            fn from(value: Decimal) -> Self {
                Self(value)
            }
        }

        impl From<$name> for Decimal {
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl FromStr for $name {
            type Err = ParseError;

            fn from_str(text: &str) -> Result<Self, ParseError> {
                decimal(text).map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(formatter)
            }
        }
    )*};
}
decimals!(Number, Text);
