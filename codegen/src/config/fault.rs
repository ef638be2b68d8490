//! What serde says of a configuration that it cannot read, at its place.

use crate::diagnostic::{Diagnostic, closest, codes};
use crate::source::{Node, Span};

/// serde_yaml tells the way to the faulty value at the start of its message, and at the end a place
/// that for an unknown key is that of the mapping: the way leads to the better one.
pub(super) fn fault(root: &Node, error: &serde_yaml::Error) -> Diagnostic {
    let text = error.to_string();
    let message = text.rfind(" at line ").and_then(|end| text.get(..end));
    let message = message.unwrap_or(&text);
    let (node, message) = follow(root, message);
    let unknown = message
        .strip_prefix("unknown field `")
        .and_then(|rest| rest.split_once("`, expected "))
        .and_then(|(key, _)| node.as_mapping()?.get(key));
    let offset = error.location().map(|location| location.index());
    let nearest = || node_at(node, offset?);
    let at = match unknown {
        Some(entry) => entry.key,
        None => nearest().unwrap_or(node.span),
    };
    let help = match misspelled(message) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "`wiregen explain configuration` shows an example; the book lists the keys and what each takes".to_owned(),
    };
    Diagnostic::error(codes::CONFIGURATION, at, message).help(help)
}

/// What was meant in place of an unknown key or value: serde lists those that there are.
fn misspelled(message: &str) -> Option<&str> {
    let rest = ["unknown field `", "unknown variant `"]
        .into_iter()
        .find_map(|head| message.strip_prefix(head))?;
    let (word, known) = rest.split_once("`, expected ")?;
    closest(word, known.split('`').skip(1).step_by(2))
}

/// The value that a way such as `environment.credentials: ` or `pagination[0].form: ` leads to, and
/// what follows the way.
fn follow<'n, 'm>(root: &'n Node, message: &'m str) -> (&'n Node, &'m str) {
    let (mut node, mut rest) = (root, message);
    while let Some((value, after)) = step(node, rest) {
        let is_end = rest
            .strip_suffix(after)
            .is_some_and(|way| way.ends_with(": "));
        (node, rest) = (value, after);
        if is_end {
            break;
        }
    }
    (node, rest)
}

/// The first step of a way. Keys may hold dots and colons themselves, so the tree says where each
/// ends.
fn step<'n, 'm>(node: &'n Node, way: &'m str) -> Option<(&'n Node, &'m str)> {
    let end = |after: &'m str| {
        let separated = after.strip_prefix('.').or_else(|| after.strip_prefix(": "));
        separated.or_else(|| after.starts_with('[').then_some(after))
    };
    if let Some(items) = node.as_sequence() {
        let (index, after) = way.strip_prefix('[')?.split_once(']')?;
        return Some((items.get(index.parse::<usize>().ok()?)?, end(after)?));
    }
    let steps = node.as_mapping()?.iter().filter_map(|(key, entry)| {
        let after = way.strip_prefix(&**key)?;
        Some((&entry.value, end(after)?))
    });
    steps.min_by_key(|(_, after)| after.len())
}

/// The innermost value that an offset lies in.
fn node_at(node: &Node, offset: usize) -> Option<Span> {
    if !node.span.range().contains(&offset) {
        return None;
    }
    let inner = node
        .as_mapping()
        .into_iter()
        .flat_map(|mapping| mapping.values());
    inner
        .map(|entry| &entry.value)
        .find_map(|value| node_at(value, offset))
        .or(Some(node.span))
}
