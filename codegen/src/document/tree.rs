//! What the readers ask of a tree beyond what every reader does.

use crate::source::{Entry, Node, ScalarType};

/// The entry under a key of a mapping.
pub(super) fn entry<'n>(node: &'n Node, key: &str) -> Option<&'n Entry> {
    node.as_mapping()?.get(key)
}

/// One step from a node: a key, or an index.
pub(super) fn step<'n>(node: &'n Node, step: &str) -> Option<&'n Node> {
    // RFC 6901, section 4: an index has no sign and no zeros in front.
    let is_index = step == "0" || step.starts_with(|first: char| matches!(first, '1'..='9'));
    node.get(step).or_else(|| {
        let items = node.as_sequence().filter(|_| is_index)?;
        items.get(step.parse::<usize>().ok()?)
    })
}

/// The string of a leaf that is a string.
pub(super) fn string(node: &Node) -> Option<&str> {
    match node.scalar_type()? {
        ScalarType::String(text) => Some(text),
        _ => None,
    }
}

/// `true` or `false`.
pub(super) fn boolean(node: &Node) -> Option<bool> {
    match node.scalar_type()? {
        ScalarType::Bool(value) => Some(value),
        _ => None,
    }
}

/// A number, as written.
pub(super) fn number(node: &Node) -> Option<&str> {
    match node.scalar_type()? {
        ScalarType::Number(text) => Some(text),
        _ => None,
    }
}

/// A count: a number without sign and fraction, `3.0` included.
pub(super) fn count(node: &Node) -> Option<u64> {
    let text = number(node)?;
    let whole = text.split_once('.').map_or(text, |(whole, fraction)| {
        if fraction.chars().all(|digit| digit == '0') {
            whole
        } else {
            text
        }
    });
    whole.parse().ok()
}
