//! Names that HTTP sends as they are.

use crate::diagnostic::{Code, Diagnostic, codes};
use crate::source::Span;

use super::context::Context;

/// Whether a text is a token (RFC 9110, section 5.6.2).
pub(super) fn is_token(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_letter)
}

fn is_letter(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(letter)
}

/// Whether a header can have a name; the warning says that `what` is left out.
pub(super) fn check_header(context: &mut Context<'_>, name: &str, at: Span, what: &str) -> bool {
    check(context, codes::HEADER_NAME, name, at, || {
        format!("`{name}` is no name of a header (RFC 9110, section 5.1); {what} is left out")
    })
}

/// Whether a cookie can have a name as it is.
pub(super) fn check_cookie(context: &mut Context<'_>, name: &str, at: Span) -> bool {
    check(context, codes::COOKIE_NAME, name, at, || {
        format!(
            "`{name}` is no name of a cookie (RFC 6265, section 4.1.1); it is sent percent-encoded"
        )
    })
}

/// Whether a request can have a method.
pub(super) fn check_method(context: &mut Context<'_>, method: &str, at: Span) -> bool {
    check(context, codes::METHOD, method, at, || {
        format!("`{method}` is no method (RFC 9110, section 9.1); the operation is left out")
    })
}

fn check(
    context: &mut Context<'_>,
    code: Code,
    name: &str,
    at: Span,
    message: impl FnOnce() -> String,
) -> bool {
    if is_token(name) {
        return true;
    }
    let plain: String = name
        .chars()
        .map(|letter| if is_letter(letter) { letter } else { '-' })
        .collect();
    let mut help = "it is made of ASCII letters, digits and signs such as `-`".to_owned();
    if !plain.trim_matches('-').is_empty() {
        help.push_str(&format!(": `{}`", plain.trim_matches('-')));
    }
    let finding = Diagnostic::warning(code, at, message()).help(help);
    context.findings.push(finding);
    false
}
