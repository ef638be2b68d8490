//! How an answer's body shows in an error: bounded, and without what would upset a terminal.

use std::fmt;

use bytes::Bytes;
use serde_json::{Map, Value};

/// The longest body that an error keeps.
const MAX_KEPT: usize = 64 * 1024;
/// The longest text that an error shows, in characters.
const MAX_SHOWN: usize = 300;
/// The most errors of a list that are shown.
const MAX_LISTED: usize = 3;
/// How deep a message is looked for.
const MAX_DEPTH: usize = 4;

/// A body whose `Debug` shows its length and how it begins.
#[derive(Clone)]
pub(super) struct Raw(pub(super) Bytes);

impl Raw {
    /// The beginning of a body, without holding on to the rest.
    pub(super) fn kept(body: Bytes) -> Self {
        match body.get(..MAX_KEPT) {
            Some(beginning) => Self(Bytes::copy_from_slice(beginning)),
            None => Self(body),
        }
    }

    /// How the body begins, if it is text.
    pub(super) fn excerpt(&self) -> Option<String> {
        let text = match std::str::from_utf8(&self.0) {
            Ok(text) => text,
            // A character may have been cut at the end of what is kept.
            Err(error) if error.error_len().is_none() => {
                let valid = self.0.get(..error.valid_up_to())?;
                std::str::from_utf8(valid).ok()?
            }
            Err(_) => return None,
        };
        Some(bounded(text)).filter(|text| !text.is_empty())
    }

    /// What the server says itself, if the body is JSON of a usual form.
    pub(super) fn message(&self) -> Option<String> {
        let value: Value = serde_json::from_slice(&self.0).ok()?;
        let text = bounded(&describe(&value, 0)?);
        Some(text).filter(|text| !text.is_empty())
    }
}

impl fmt::Debug for Raw {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let length = self.0.len();
        match self.excerpt() {
            Some(text) => write!(formatter, "{length} bytes: {text:?}"),
            None => write!(formatter, "{length} bytes"),
        }
    }
}

/// Finds the server's own words, under the names that APIs give them (among them RFC 9457 and
/// RFC 6749, section 5.2).
fn describe(value: &Value, depth: usize) -> Option<String> {
    if depth > MAX_DEPTH {
        return None;
    }
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Array(values) => {
            let found: Vec<String> = values
                .iter()
                .filter_map(|value| describe(value, depth + 1))
                .take(MAX_LISTED)
                .collect();
            Some(found.join("; ")).filter(|text| !text.is_empty())
        }
        Value::Object(members) => describe_object(members, depth),
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

fn describe_object(members: &Map<String, Value>, depth: usize) -> Option<String> {
    let mut found: Vec<String> = Vec::new();
    let mut add = |text: String| {
        if !text.is_empty() && !found.contains(&text) {
            found.push(text);
        }
    };
    match members.get("code") {
        Some(Value::String(code)) => add(code.clone()),
        Some(Value::Number(code)) => add(code.to_string()),
        _ => {}
    }
    for name in ["error", "title", "message", "detail", "error_description"] {
        let text = members
            .get(name)
            .and_then(|value| describe(value, depth + 1));
        if let Some(text) = text {
            add(text);
        }
    }
    let errors = members.get("errors").filter(|errors| errors.is_array());
    if let Some(text) = errors.and_then(|errors| describe(errors, depth + 1)) {
        add(text);
    }
    Some(found.join(": ")).filter(|text| !text.is_empty())
}

/// Makes text fit to be shown: one line, no control or direction characters, no more than is
/// read.
pub(super) fn bounded(text: &str) -> String {
    let mut shown = String::new();
    let mut length = 0;
    for word in text.split(|letter: char| letter.is_whitespace() || letter.is_control()) {
        let letters = word.chars().filter(|letter| !is_invisible(*letter));
        for (place, letter) in letters.enumerate() {
            if length >= MAX_SHOWN {
                shown.push('…');
                return shown;
            }
            if place == 0 && !shown.is_empty() {
                shown.push(' ');
                length += 1;
            }
            shown.push(letter);
            length += 1;
        }
    }
    shown
}

/// Characters that turn or hide text (Unicode, bidirectional controls and zero-width characters).
fn is_invisible(letter: char) -> bool {
    matches!(
        letter,
        '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2069}'
            | '\u{061C}'
            | '\u{FEFF}'
    )
}
