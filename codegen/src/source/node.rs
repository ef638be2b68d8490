use indexmap::IndexMap;
use serde_json::{Number, Value as Json};

use super::Span;

/// A value in a document and the place where it stands.
#[derive(Clone, Debug)]
pub struct Node {
    /// From the first byte of the value to its last.
    pub span: Span,
    /// What it holds.
    pub value: Value,
}

/// The three kinds of YAML node.
#[derive(Clone, Debug)]
pub enum Value {
    /// A leaf.
    Scalar(Scalar),
    /// A list.
    Sequence(Vec<Node>),
    /// Keys and values, in the order of the text.
    Mapping(Mapping),
}

/// The entries of a mapping by key, in the order of the text. Keys are text: `200:` is `"200"`.
pub type Mapping = IndexMap<Box<str>, Entry>;

/// A value under a key.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Where the key stands.
    pub key: Span,
    /// What stands under it.
    pub value: Node,
}

/// A leaf's text, and whether it was written plainly: only plain text can be anything but a string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scalar {
    /// The text without quotes, escapes resolved.
    pub text: Box<str>,
    /// Not quoted and no block scalar, so that the core schema decides its type.
    pub plain: bool,
}

/// The type of a scalar by the YAML 1.2 core schema (section 10.3.2), which agrees with JSON.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ScalarType<'a> {
    /// `null`, `~`, or nothing.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// An integer or floating-point number, as written.
    Number(&'a str),
    /// Anything else.
    String(&'a str),
}

impl Node {
    /// The entries of a mapping.
    pub fn as_mapping(&self) -> Option<&Mapping> {
        match &self.value {
            Value::Mapping(mapping) => Some(mapping),
            _ => None,
        }
    }

    /// The members of a sequence.
    pub fn as_sequence(&self) -> Option<&[Node]> {
        match &self.value {
            Value::Sequence(items) => Some(items),
            _ => None,
        }
    }

    /// The text of a leaf that is not null, whatever its type: `version: 1.0` is `"1.0"`.
    pub fn as_text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar(scalar) if !self.is_null() => Some(&scalar.text),
            _ => None,
        }
    }

    /// The type of a leaf.
    pub fn scalar_type(&self) -> Option<ScalarType<'_>> {
        match &self.value {
            Value::Scalar(scalar) => Some(scalar.scalar_type()),
            _ => None,
        }
    }

    /// Whether it is null.
    pub fn is_null(&self) -> bool {
        self.scalar_type() == Some(ScalarType::Null)
    }

    /// What stands under a key of a mapping.
    pub fn get(&self, key: &str) -> Option<&Node> {
        Some(&self.as_mapping()?.get(key)?.value)
    }

    /// What it is, for messages.
    pub fn kind(&self) -> &'static str {
        match &self.value {
            Value::Sequence(_) => "a list",
            Value::Mapping(_) => "a mapping",
            Value::Scalar(scalar) => match scalar.scalar_type() {
                ScalarType::Null => "null",
                ScalarType::Bool(_) => "a boolean",
                ScalarType::Number(_) => "a number",
                ScalarType::String(_) => "text",
            },
        }
    }

    /// The value as JSON. Integers beyond 64 bits become floating-point numbers.
    pub fn to_json(&self) -> Json {
        match &self.value {
            Value::Sequence(items) => Json::Array(items.iter().map(Node::to_json).collect()),
            Value::Mapping(entries) => Json::Object(
                entries
                    .iter()
                    .map(|(key, entry)| (key.to_string(), entry.value.to_json()))
                    .collect(),
            ),
            Value::Scalar(scalar) => match scalar.scalar_type() {
                ScalarType::Null => Json::Null,
                ScalarType::Bool(value) => Json::Bool(value),
                ScalarType::Number(text) => {
                    number(text).map_or_else(|| Json::from(text), Json::Number)
                }
                ScalarType::String(text) => Json::from(text),
            },
        }
    }
}

impl Scalar {
    /// The type by the YAML 1.2 core schema. `.inf` and `.nan` are text: JSON has no such numbers.
    pub fn scalar_type(&self) -> ScalarType<'_> {
        let text = &*self.text;
        if !self.plain {
            return ScalarType::String(text);
        }
        match text {
            "" | "~" | "null" | "Null" | "NULL" => ScalarType::Null,
            "true" | "True" | "TRUE" => ScalarType::Bool(true),
            "false" | "False" | "FALSE" => ScalarType::Bool(false),
            _ if is_number(text) => ScalarType::Number(text),
            _ => ScalarType::String(text),
        }
    }
}

/// `[-+]?[0-9]+`, `0o[0-7]+`, `0x[0-9a-fA-F]+`, `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`
fn is_number(text: &str) -> bool {
    if let Some(octal) = text.strip_prefix("0o") {
        return !octal.is_empty() && octal.bytes().all(|byte| matches!(byte, b'0'..=b'7'));
    }
    if let Some(hexadecimal) = text.strip_prefix("0x") {
        return !hexadecimal.is_empty() && hexadecimal.bytes().all(|byte| byte.is_ascii_hexdigit());
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (unsigned, None),
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let exponent = exponent.is_none_or(|text| {
        let text = text.strip_prefix(['-', '+']).unwrap_or(text);
        !text.is_empty() && digits(text)
    });
    digits(whole) && digits(fraction) && (!whole.is_empty() || !fraction.is_empty()) && exponent
}

/// The number that the text of a core schema number means.
fn number(text: &str) -> Option<Number> {
    let radix = |digits: &str, radix| u64::from_str_radix(digits, radix).ok().map(Number::from);
    if let Some(octal) = text.strip_prefix("0o") {
        return radix(octal, 8);
    }
    if let Some(hexadecimal) = text.strip_prefix("0x") {
        return radix(hexadecimal, 16);
    }
    let plain = text.strip_prefix('+').unwrap_or(text);
    plain
        .parse::<i64>()
        .map(Number::from)
        .or_else(|_| plain.parse::<u64>().map(Number::from))
        .ok()
        .or_else(|| plain.parse::<f64>().ok().and_then(Number::from_f64))
}
