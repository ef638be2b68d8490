//! How values become text in a path, a query, a header or a cookie: the styles of the OpenAPI
//! Parameter Object (3.1.1, "Style Values" and "Style Examples"), which are those of RFC 6570.

use std::borrow::Cow;
use std::convert::identity;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

/// Everything but the unreserved characters of RFC 3986, section 2.3.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Percent-encodes everything but unreserved characters.
pub(super) fn encode(text: &str) -> Cow<'_, str> {
    Cow::from(utf8_percent_encode(text, RESERVED))
}

/// The same for a text that is at hand: mostly there is nothing to encode.
fn encoded(text: String) -> String {
    let changed = match encode(&text) {
        // A text of one letter that is encoded is borrowed as well, and longer.
        Cow::Borrowed(same) if same.len() == text.len() => None,
        changed => Some(changed.into_owned()),
    };
    changed.unwrap_or(text)
}

/// How a value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// `a,b` in a path or a header.
    Simple {
        /// Objects are written `k=v,k=v` instead of `k,v,k,v`.
        explode: bool,
    },
    /// `.a,b` in a path.
    Label {
        /// Parts are separated by dots instead of commas.
        explode: bool,
    },
    /// `;name=a,b` in a path.
    Matrix {
        /// Each part is written with its name.
        explode: bool,
    },
    /// `name=a,b` in a query or a cookie.
    Form {
        /// Each part is written with its name.
        explode: bool,
    },
    /// `name=a%20b` in a query.
    SpaceDelimited,
    /// `name=a%7Cb` in a query.
    PipeDelimited,
    /// `name%5Bkey%5D=value` in a query.
    DeepObject,
    /// JSON text: a parameter with `content` instead of a schema.
    Json,
}

/// Why a value cannot be written.
pub(super) type Reason = &'static str;

const NESTED: Reason = "holds a list or an object inside, which its style does not define";
const MISPLACED: Reason = "has a style that is not defined for its place";

/// What a style can write.
enum Flat {
    /// Nothing: `null`, an empty list, an empty object (RFC 6570, section 2.3: undefined).
    Undefined,
    Scalar(String),
    List(Vec<String>),
    Pairs(Vec<(String, String)>),
}

fn flat(value: Value, write: fn(String) -> String) -> Result<Flat, Reason> {
    let text = |value: Value| match scalar(value) {
        Ok(text) => Ok(write(text)),
        Err(Value::Null) => Err("holds a null inside, which its style does not define"),
        Err(_) => Err(NESTED),
    };
    Ok(match value {
        Value::Null => Flat::Undefined,
        Value::Array(values) if values.is_empty() => Flat::Undefined,
        Value::Array(values) => Flat::List(values.into_iter().map(text).collect::<Result<_, _>>()?),
        Value::Object(members) => {
            // A member that is null is undefined by itself (RFC 6570, section 2.3).
            let pairs: Vec<(String, String)> = members
                .into_iter()
                .filter(|(_, value)| !value.is_null())
                .map(|(key, value)| Ok((write(key), text(value)?)))
                .collect::<Result<_, Reason>>()?;
            if pairs.is_empty() {
                Flat::Undefined
            } else {
                Flat::Pairs(pairs)
            }
        }
        other => Flat::Scalar(text(other)?),
    })
}

/// The text of a value that has no parts; any other value as it is.
pub(super) fn scalar(value: Value) -> Result<String, Value> {
    match value {
        Value::String(text) => Ok(text),
        Value::Bool(value) => Ok(value.to_string()),
        Value::Number(number) => Ok(number.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => Err(value),
    }
}

/// Writes a value into a path, encoded.
///
/// # Errors
///
/// There is nothing to write, or the style does not define the value.
pub(super) fn path(style: Style, name: &str, value: Value) -> Result<String, Reason> {
    if style == Style::Json {
        return Ok(encoded(value.to_string()));
    }
    let name = encode(name);
    let flat = flat(value, encoded)?;
    match (style, flat) {
        (_, Flat::Undefined) => Err("is empty"),
        (Style::Simple { explode }, flat) => match simple(flat, explode) {
            text if text.is_empty() => Err("is empty"),
            text => Ok(text),
        },
        (Style::Label { .. }, Flat::Scalar(text)) => Ok(format!(".{text}")),
        (Style::Label { explode: true }, Flat::List(texts)) => Ok(format!(".{}", texts.join("."))),
        (Style::Label { explode: true }, Flat::Pairs(pairs)) => {
            Ok(format!(".{}", assigned(&pairs).join(".")))
        }
        (Style::Label { explode: false }, flat) => Ok(format!(".{}", simple(flat, false))),
        (Style::Matrix { .. }, Flat::Scalar(text)) if text.is_empty() => Ok(format!(";{name}")),
        (Style::Matrix { explode: true }, Flat::List(texts)) => {
            Ok(texts.iter().map(|text| format!(";{name}={text}")).collect())
        }
        (Style::Matrix { explode: true }, Flat::Pairs(pairs)) => {
            Ok(format!(";{}", assigned(&pairs).join(";")))
        }
        (Style::Matrix { .. }, flat) => Ok(format!(";{name}={}", simple(flat, false))),
        _ => Err(MISPLACED),
    }
}

/// Writes a value into a query or a cookie, as encoded pairs of name and value.
///
/// # Errors
///
/// The style does not define the value.
pub(super) fn pairs(
    style: Style,
    name: &str,
    value: Value,
    pairs: &mut Vec<String>,
) -> Result<(), Reason> {
    let name = encode(name);
    if style == Style::Json {
        pairs.push(assign(&name, &encoded(value.to_string())));
        return Ok(());
    }
    if style == Style::DeepObject {
        deep(name.into_owned(), value, pairs);
        return Ok(());
    }
    match (style, flat(value, encoded)?) {
        (_, Flat::Undefined) => {}
        (Style::Form { explode: true }, Flat::List(texts)) => {
            pairs.extend(texts.iter().map(|text| assign(&name, text)));
        }
        (Style::Form { explode: true }, Flat::Pairs(members)) => pairs.extend(assigned(&members)),
        // A single value needs no delimiter, so there is but one way to write it.
        (Style::Form { .. } | Style::SpaceDelimited | Style::PipeDelimited, Flat::Scalar(text)) => {
            pairs.push(assign(&name, &text));
        }
        (Style::Form { .. }, flat) => pairs.push(assign(&name, &simple(flat, false))),
        (Style::SpaceDelimited, flat) => pairs.push(assign(&name, &parts(flat).join("%20"))),
        (Style::PipeDelimited, flat) => pairs.push(assign(&name, &parts(flat).join("%7C"))),
        _ => return Err(MISPLACED),
    }
    Ok(())
}

/// `name[key]=value`. Deeper levels, which the specification leaves open, take further brackets, and
/// lists the index of each item, as servers that read such names understand them; a scalar is
/// `name=value`.
fn deep(name: String, value: Value, pairs: &mut Vec<String>) {
    let mut open = vec![(name, value)];
    while let Some((name, value)) = open.pop() {
        match scalar(value) {
            Ok(text) => pairs.push(assign(&name, &encoded(text))),
            Err(Value::Object(members)) => {
                let members = members.into_iter().rev();
                open.extend(
                    members.map(|(key, value)| (format!("{name}%5B{}%5D", encode(&key)), value)),
                );
            }
            Err(Value::Array(values)) => {
                let values = values.into_iter().enumerate().rev();
                open.extend(values.map(|(index, value)| (format!("{name}%5B{index}%5D"), value)));
            }
            Err(_) => {}
        }
    }
}

/// Writes a value into a header, as it is; `None` when there is nothing to write.
///
/// # Errors
///
/// The style does not define the value.
pub(super) fn header(style: Style, value: Value) -> Result<Option<String>, Reason> {
    match style {
        Style::Json => Ok(Some(value.to_string())),
        Style::Simple { explode } => match flat(value, identity)? {
            Flat::Undefined => Ok(None),
            flat => Ok(Some(simple(flat, explode))),
        },
        _ => Err(MISPLACED),
    }
}

fn simple(flat: Flat, explode: bool) -> String {
    match flat {
        Flat::Pairs(pairs) if explode => assigned(&pairs).join(","),
        flat => parts(flat).join(","),
    }
}

fn parts(flat: Flat) -> Vec<String> {
    match flat {
        Flat::Undefined => Vec::new(),
        Flat::Scalar(text) => vec![text],
        Flat::List(texts) => texts,
        Flat::Pairs(pairs) => pairs
            .into_iter()
            .flat_map(|(key, value)| [key, value])
            .collect(),
    }
}

fn assigned(pairs: &[(String, String)]) -> Vec<String> {
    pairs
        .iter()
        .map(|(key, value)| assign(key, value))
        .collect()
}

fn assign(name: &str, value: &str) -> String {
    [name, "=", value].concat()
}
