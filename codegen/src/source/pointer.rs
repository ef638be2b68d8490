//! JSON Pointers (RFC 6901) in the form of URI fragments: `#/paths/~1pets/get`.
//!
//! Our own are written without percent-encoding, so that a person can read them; those of a
//! document are decoded first.

use std::borrow::Cow;

use super::{Node, Value};

/// A pointer one step longer.
pub fn push(pointer: &str, step: &str) -> String {
    let step = step.replace('~', "~0").replace('/', "~1");
    format!("{pointer}/{step}")
}

/// The steps of a fragment without its `#`; `None` when it is no pointer (an anchor, or faulty).
pub fn steps(fragment: &str) -> Option<Vec<String>> {
    if fragment.is_empty() {
        return Some(Vec::new());
    }
    let decoded = percent_decoded(fragment);
    decoded.starts_with('/').then(|| unescaped(&decoded))
}

/// The steps of a pointer of our own, without its `#`.
pub fn unescaped(pointer: &str) -> Vec<String> {
    pointer
        .split('/')
        .skip(1)
        .map(|step| step.replace("~1", "/").replace("~0", "~"))
        .collect()
}

/// A text with its percent-encoding resolved.
pub(crate) fn percent_decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [byte, tail @ ..] = rest {
        rest = tail;
        match (byte, tail) {
            (b'%', [high, low, after @ ..]) => match hexadecimal(*high, *low) {
                Some(value) => {
                    bytes.push(value);
                    rest = after;
                }
                None => bytes.push(b'%'),
            },
            _ => bytes.push(*byte),
        }
    }
    Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())
}

fn hexadecimal(high: u8, low: u8) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    u8::try_from(digit(high)? * 16 + digit(low)?).ok()
}

/// The node that the steps lead to.
pub fn resolve<'n>(root: &'n Node, steps: &[String]) -> Option<&'n Node> {
    let mut node = root;
    for step in steps {
        node = match &node.value {
            Value::Mapping(mapping) => &mapping.get(step.as_str())?.value,
            Value::Sequence(items) => items.get(step.parse::<usize>().ok()?)?,
            Value::Scalar(_) => return None,
        };
    }
    Some(node)
}
