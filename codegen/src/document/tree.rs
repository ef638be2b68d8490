//! What the readers ask of a tree beyond what every reader does.

use crate::source::{Entry, Node, ScalarType};

/// The entry under a key of a mapping.
pub(super) fn entry<'n>(node: &'n Node, key: &str) -> Option<&'n Entry> {
    node.as_mapping()?.get(key)
}

/// One step from a node: a key, or an index.
pub(super) fn step<'n>(node: &'n Node, step: &str) -> Option<&'n Node> {
    node.get(step)
        .or_else(|| node.as_sequence()?.get(step.parse::<usize>().ok()?))
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
