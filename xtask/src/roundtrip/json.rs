//! JSON whose numbers lose no digit: as text and as the tree of a source, never as `Value`.

use wiregen::source::{Node, ScalarType, Source, Value};

/// A text as a tree; `None` when it is no JSON.
pub(super) fn parse(text: &str) -> Option<Node> {
    // A document is an object or a list; a value may be any.
    let source = Source::from_text("line.json", format!("[{text}]"));
    let items = source.root().as_sequence()?;
    source
        .findings()
        .is_empty()
        .then(|| items.first().cloned())?
}

/// A tree as JSON in one line, with the numbers as they are written where JSON admits that.
pub(super) fn text(node: &Node) -> String {
    let mut text = String::new();
    write(node, &mut text);
    text
}

fn write(node: &Node, into: &mut String) {
    match &node.value {
        Value::Sequence(items) => {
            into.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    into.push(',');
                }
                write(item, into);
            }
            into.push(']');
        }
        Value::Mapping(entries) => {
            into.push('{');
            for (index, (key, entry)) in entries.iter().enumerate() {
                if index > 0 {
                    into.push(',');
                }
                into.push_str(&serde_json::Value::from(&**key).to_string());
                into.push(':');
                write(&entry.value, into);
            }
            into.push('}');
        }
        Value::Scalar(scalar) => match scalar.scalar_type() {
            ScalarType::Number(text) if is_json_number(text) => into.push_str(text),
            _ => into.push_str(&node.to_json().to_string()),
        },
    }
}

/// A number as RFC 8259 has it; YAML has more ways.
fn is_json_number(text: &str) -> bool {
    serde_json::from_str::<serde_json::Number>(text).is_ok()
}

/// How two values are compared.
pub(super) struct Comparison<'c> {
    /// Whether it matters that a property of the first one, at a pointer, is not in the second.
    pub(super) is_lost: &'c mut dyn FnMut(&str, &str) -> bool,
    /// Whether two different leaves are the same all the same.
    pub(super) is_same: &'c mut dyn FnMut(&Node, &Node) -> bool,
}

/// Where two values differ, as a JSON Pointer into them with what is there; `None` when they are
/// equal, numbers compared as numbers.
pub(super) fn difference(before: &Node, after: &Node, how: Comparison<'_>) -> Option<String> {
    let mut open = vec![(before, after, String::new())];
    while let Some((before, after, place)) = open.pop() {
        let differ = || {
            Some(format!(
                "`{place}`: {} became {}",
                text(before),
                text(after)
            ))
        };
        match (&before.value, &after.value) {
            (Value::Sequence(ones), Value::Sequence(others)) => {
                if ones.len() != others.len() {
                    return differ();
                }
                for (index, pair) in ones.iter().zip(others).enumerate().rev() {
                    open.push((pair.0, pair.1, format!("{place}/{index}")));
                }
            }
            (Value::Mapping(ones), Value::Mapping(others)) => {
                for name in others.keys() {
                    if !ones.contains_key(name) {
                        return Some(format!("`{place}`: `{name}` was not there before"));
                    }
                }
                for (name, entry) in ones.iter().rev() {
                    let inner = wiregen::source::pointer::push(&place, name);
                    match others.get(name) {
                        Some(other) => open.push((&entry.value, &other.value, inner)),
                        None if (how.is_lost)(&place, name) => {
                            return Some(format!("`{place}`: `{name}` is lost"));
                        }
                        None => {}
                    }
                }
            }
            (Value::Scalar(_), Value::Scalar(_))
                if same(before, after) || (how.is_same)(before, after) => {}
            _ => return differ(),
        }
    }
    None
}

fn same(one: &Node, other: &Node) -> bool {
    match (one.scalar_type(), other.scalar_type()) {
        (Some(ScalarType::Number(one)), Some(ScalarType::Number(other))) => {
            decimal(one) == decimal(other)
        }
        (one, other) => one == other,
    }
}

/// A number as its sign, its digits without zeros at the ends, and the exponent of the last digit.
fn decimal(text: &str) -> (bool, String, i64) {
    let (negative, text) = match text.strip_prefix('-') {
        Some(text) => (true, text),
        None => (false, text),
    };
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let digits = digits.trim_start_matches('0');
    let kept = digits.trim_end_matches('0');
    if kept.is_empty() {
        return (false, String::new(), 0);
    }
    let exponent = exponent.trim_start_matches('+').parse::<i64>().unwrap_or(0);
    let places = i64::try_from(fraction.len()).unwrap_or(0);
    let zeros = i64::try_from(digits.len() - kept.len()).unwrap_or(0);
    (negative, kept.to_owned(), exponent - places + zeros)
}

#[cfg(test)]
mod tests {
    use super::{difference, parse, text};

    fn compare(before: &str, after: &str) -> Option<String> {
        let (before, after) = (parse(before).unwrap(), parse(after).unwrap());
        let how = super::Comparison {
            is_lost: &mut |_, name| name != "free",
            is_same: &mut |_, _| false,
        };
        difference(&before, &after, how)
    }

    #[test]
    fn numbers_are_compared_as_numbers_digit_by_digit() {
        assert_eq!(compare("[1, 1.0, 100, 0.5]", "[1.0, 1, 1e2, 5E-1]"), None);
        assert_eq!(compare("[0, -0.0]", "[0.000, 0]"), None);
        let lost = compare("[9007199254740993]", "[9007199254740992]").unwrap();
        assert_eq!(lost, "`/0`: 9007199254740993 became 9007199254740992");
        assert!(compare("[1]", "[-1]").is_some());
        assert!(compare("[\"1\"]", "[1]").is_some());
    }

    #[test]
    fn what_is_lost_or_new_is_named_with_its_place() {
        assert_eq!(compare(r#"{"a":1,"free":2}"#, r#"{"a":1}"#), None);
        let lost = compare(r#"{"a":{"b":1,"c":2}}"#, r#"{"a":{"c":2}}"#).unwrap();
        assert_eq!(lost, "`/a`: `b` is lost");
        let new = compare("{}", r#"{"a":1}"#).unwrap();
        assert_eq!(new, "``: `a` was not there before");
        assert!(compare("[1,2]", "[1]").is_some());
    }

    #[test]
    fn a_tree_is_written_with_its_numbers_as_they_are() {
        let yaml = "{a: 1.50, b: 0x1F, c: 12345678901234567890123, d: '1', e: .5, f: ~, g: [yes]}";
        let source = wiregen::source::Source::from_text("a.yaml", yaml.to_owned());
        assert_eq!(
            text(source.root()),
            r#"{"a":1.50,"b":31,"c":12345678901234567890123,"d":"1","e":0.5,"f":null,"g":["yes"]}"#
        );
    }
}
