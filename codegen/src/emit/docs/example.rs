//! Examples of values.

use serde_json::Value as Json;

use super::{IN_LINE, code, markdown, shown};

/// The longest example that is a text and is shown within a line, in bytes.
const TEXT_IN_LINE: usize = 300;

/// The columns that a line of an example has at most, where it can be broken.
const WIDTH: usize = 96;

/// The sentence that shows an example, with a block after it where the example is long.
pub(super) fn sentence(example: &Json) -> String {
    let line = shown(example);
    let longest = match example {
        Json::String(_) => TEXT_IN_LINE,
        _ => IN_LINE,
    };
    if line.len() <= longest && !line.contains('\n') {
        return format!("Example: {}.", code(&line));
    }
    let mut laid_out = String::new();
    lay_out(example, "", 0, &mut laid_out);
    let fence = markdown::fence_for(&laid_out);
    let shown: String = laid_out.chars().flat_map(markdown::visible).collect();
    format!("Example:\n{fence}json\n{shown}\n{fence}")
}

/// Writes a value as JSON: what fits on a line stands on it.
fn lay_out(value: &Json, indent: &str, before: usize, text: &mut String) {
    let line = spaced(value);
    let members: Vec<(String, &Json)> = match value {
        Json::Array(items) => items.iter().map(|item| (String::new(), item)).collect(),
        Json::Object(members) => members
            .iter()
            .map(|(name, value)| (format!("{}: ", Json::from(name.as_str())), value))
            .collect(),
        _ => Vec::new(),
    };
    if members.is_empty() || indent.len() + before + line.chars().count() <= WIDTH {
        text.push_str(&line);
        return;
    }
    let (open, close) = match value {
        Json::Array(_) => ('[', ']'),
        _ => ('{', '}'),
    };
    text.push(open);
    let inner = format!("{indent}  ");
    for (index, (name, value)) in members.iter().enumerate() {
        text.push_str(if index == 0 { "\n" } else { ",\n" });
        text.push_str(&inner);
        text.push_str(name);
        lay_out(value, &inner, name.chars().count() + 1, text);
    }
    text.push('\n');
    text.push_str(indent);
    text.push(close);
}

/// A value on one line, with spaces.
fn spaced(value: &Json) -> String {
    match value {
        Json::Array(items) => {
            let items: Vec<String> = items.iter().map(spaced).collect();
            format!("[{}]", items.join(", "))
        }
        Json::Object(members) if members.is_empty() => "{}".to_owned(),
        Json::Object(members) => {
            let members: Vec<String> = members
                .iter()
                .map(|(name, value)| format!("{}: {}", Json::from(name.as_str()), spaced(value)))
                .collect();
            format!("{{ {} }}", members.join(", "))
        }
        other => other.to_string(),
    }
}
