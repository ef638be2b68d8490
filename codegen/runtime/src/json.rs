//! Reading JSON as JSON Schema means it.

mod path;

use std::borrow::Cow;

use serde::de::{self, DeserializeOwned};
use serde_json::Value;
use serde_json::error::Category;

use super::answer::DecodeError;

/// Reads a whole text. Whole numbers may be written with a fraction of zero or an exponent: to JSON
/// Schema `1.0` and `1e2` are integers (Core 2020-12, section 4.2.3), to serde they are not.
///
/// # Errors
///
/// The text is empty, is no JSON in UTF-8 (RFC 8259, section 8.1), or is not of this type; the
/// error says where.
pub(crate) fn read_json<T: DeserializeOwned>(text: &[u8]) -> Result<T, DecodeError> {
    // RFC 8259, section 8.1: a byte order mark may be ignored.
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    if text.iter().all(u8::is_ascii_whitespace) {
        return Err(DecodeError::empty());
    }
    // Checked once and not string by string, as `from_slice` does it, which takes a tenth of all
    // reading.
    let Ok(text) = std::str::from_utf8(text) else {
        let error = serde_json::from_slice::<Value>(text).err();
        let error = error.unwrap_or_else(|| de::Error::custom("the body is not UTF-8"));
        return Err(found(text, error));
    };
    let error = match serde_json::from_str(text) {
        Ok(value) => return Ok(value),
        Err(error) => error,
    };
    match with_whole_numbers(text) {
        Cow::Borrowed(text) => Err(found(text.as_bytes(), error)),
        Cow::Owned(text) => {
            serde_json::from_str(&text).map_err(|error| found(text.as_bytes(), error))
        }
    }
}

/// The error with the way to where it is.
fn found(text: &[u8], error: serde_json::Error) -> DecodeError {
    let path = match error.classify() {
        Category::Data | Category::Syntax => path::path_at(text, error.line(), error.column()),
        Category::Io | Category::Eof => String::new(),
    };
    DecodeError::new(path, error)
}

/// The text with every whole number written as an integer. Done to the text, because a reader
/// around the reader would be compiled again for every type.
fn with_whole_numbers(text: &str) -> Cow<'_, str> {
    let is_hint = |pair: &[u8]| matches!(pair, [b'.', b'0'] | [b'0'..=b'9', b'e' | b'E']);
    if !text.as_bytes().windows(2).any(is_hint) {
        return Cow::Borrowed(text);
    }
    let mut written: Vec<u8> = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let length = match first {
            b'"' => 1 + string_length(tail),
            b'-' | b'0'..=b'9' => 1 + tail.iter().take_while(|byte| is_of_number(**byte)).count(),
            _ => 1,
        };
        let (token, after) = rest.split_at(length);
        rest = after;
        match whole(token).filter(|_| first != b'"') {
            Some(digits) => {
                written.extend_from_slice(digits.as_bytes());
                // As long as before, so that errors name the right column.
                let missing = token.len().saturating_sub(digits.len());
                written.extend(std::iter::repeat_n(b' ', missing));
            }
            None => written.extend_from_slice(token),
        }
    }
    // Only digits, points and exponents were replaced, and by digits: it is UTF-8 as before.
    String::from_utf8(written).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// How many bytes a string has after its first quotation mark.
fn string_length(text: &[u8]) -> usize {
    let mut escaped = false;
    let mut open = true;
    let inside = text.iter().take_while(|byte| {
        let before = open;
        match (escaped, byte) {
            (false, b'\\') => escaped = true,
            (false, b'"') => open = false,
            _ => escaped = false,
        }
        before
    });
    inside.count()
}

fn is_of_number(byte: u8) -> bool {
    byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'E' | b'+' | b'-')
}

/// The digits that an integer has at most for this: all of that length fit into 64 bits.
const DIGITS: usize = 18;

/// A whole number that is written with a fraction or an exponent, as an integer.
fn whole(token: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(token).ok()?;
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (integer, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if integer.len() == text.len() {
        return None;
    }
    let (sign, integer) = match integer.strip_prefix('-') {
        Some(integer) => ("-", integer),
        None => ("", integer),
    };
    let zeros = fraction.bytes().rev().take_while(|byte| *byte == b'0');
    let fraction = fraction.get(..fraction.len() - zeros.count())?;
    let places = i32::try_from(fraction.len()).ok()?;
    let zeros = usize::try_from(exponent.checked_sub(places)?).ok()?;
    let digits = format!("{integer}{fraction}");
    let digits = match digits.trim_start_matches('0') {
        // With a sign it would be no integer to serde.
        "" => "0",
        digits => digits,
    };
    if digits == "0" {
        return Some(digits.to_owned());
    }
    (digits.len().checked_add(zeros)? <= DIGITS)
        .then(|| format!("{sign}{digits}{}", "0".repeat(zeros)))
}

#[cfg(test)]
mod tests {
    use super::with_whole_numbers;

    fn written(text: &str) -> String {
        with_whole_numbers(text).into_owned()
    }

    #[test]
    fn whole_numbers_become_integers_of_the_same_length() {
        assert_eq!(written("[1.0, -20.00,1.5]"), "[1  , -20   ,1.5]");
        assert_eq!(
            written("[1e2,1E+2,1.50e1,15e-1,0.0,0e5]"),
            "[100,100 ,15    ,15e-1,0  ,0  ]"
        );
        assert_eq!(
            written("[1e300,1e18,1e17]").len(),
            "[1e300,1e18,100000000000000000]".len()
        );
        assert_eq!(
            written("[-0.0,1e300,1e99999999999]"),
            "[0   ,1e300,1e99999999999]"
        );
        assert_eq!(written("10.05"), "10.05");
    }

    #[test]
    fn texts_and_what_is_no_json_stay() {
        let text = r#"{"1.0":"2.0","a\"1.0":"\\","b":[1.0],"3e2"#;
        assert_eq!(written(text), text.replace("[1.0]", "[1  ]"));
        for text in ["\"1.0", "1.0.0", "1e", "--1.0", "1.e0", "-", "\"\\"] {
            assert_eq!(written(text).len(), text.len(), "{text}");
        }
    }
}
