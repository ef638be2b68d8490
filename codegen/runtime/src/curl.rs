//! Requests as lines for a shell.

use http::Request;

use super::body::Body;
use super::secret::{MASK, Secret};
use super::style::encode;

/// A request as a line that runs curl, with these secrets masked.
pub(super) fn line(request: &Request<Body>, secrets: &[Secret]) -> String {
    let mut line = format!("curl -X {}", quoted(request.method().as_str()));
    let mut argument = |option: &str, text: &str| {
        line.push_str(option);
        line.push_str(&quoted(&masked(text, secrets)));
    };
    argument(" ", &request.uri().to_string());
    for (name, value) in request.headers() {
        let value = match value.to_str() {
            Ok(text) if !value.is_sensitive() => text,
            _ => MASK,
        };
        argument(" -H ", &format!("{name}: {value}"));
    }
    match request.body().as_bytes() {
        Some(bytes) if bytes.is_empty() => {}
        Some(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) if !text.contains('\0') => argument(" --data-raw ", text),
            _ => argument(" --data-binary ", "@body"),
        },
        None => argument(" --data-binary ", "@body"),
    }
    line
}

/// A text without secrets, however they are written there.
fn masked(text: &str, secrets: &[Secret]) -> String {
    let mut text = text.to_owned();
    for secret in secrets {
        let secret = secret.expose();
        if secret.is_empty() {
            continue;
        }
        let in_json = serde_json::to_string(secret).unwrap_or_default();
        let in_form: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
        for written in [in_json.trim_matches('"'), &encode(secret), &in_form, secret] {
            text = text.replace(written, MASK);
        }
    }
    text
}

/// A word of a POSIX shell (section 2.2.2, single quotes), without quotes where it needs none.
fn quoted(text: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./:@%+=,".contains(&byte);
    if !text.is_empty() && text.bytes().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}
