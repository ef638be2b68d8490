//! The headers of answers, written.

use http::header::{HeaderMap, HeaderName, HeaderValue};
use serde::Serialize;
use serde_json::Value;

use super::super::headers::HeaderText;
use super::super::style::{self, Style};

/// Adds a header, if it has a value that can be sent.
pub(crate) fn write_header<T: Serialize>(
    headers: &mut HeaderMap,
    name: &'static str,
    how: HeaderText,
    value: Option<&T>,
) {
    let value = value.and_then(|value| serde_json::to_value(value).ok());
    let values = match (value, how) {
        (None, _) => return,
        (Some(Value::Array(values)), HeaderText::Lines) => values,
        (Some(value), _) => vec![value],
    };
    let style = match how {
        HeaderText::Json => Style::Json,
        HeaderText::Assigned => Style::Simple { explode: true },
        HeaderText::Plain | HeaderText::List | HeaderText::Lines | HeaderText::Members => {
            Style::Simple { explode: false }
        }
    };
    for value in values {
        let Ok(Some(text)) = style::header(style, value) else {
            continue;
        };
        let name = HeaderName::from_bytes(name.as_bytes());
        if let (Ok(name), Ok(value)) = (name, HeaderValue::from_str(&text)) {
            headers.append(name, value);
        }
    }
}
