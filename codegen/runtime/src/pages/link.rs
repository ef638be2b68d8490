//! The `Link` header (RFC 8288).

use http::header::{HeaderMap, LINK};

/// The target of the first link to the next page: one whose relation types have `next` among them
/// (section 3.3). A link with another context, an `anchor`, is not about this page (section 3.2).
pub(super) fn next(headers: &HeaderMap) -> Option<String> {
    headers.get_all(LINK).iter().find_map(|value| {
        let text = String::from_utf8_lossy(value.as_bytes());
        let mut rest = text.as_ref();
        while let Some((link, after)) = link(rest) {
            if link.is_next && !link.has_anchor {
                return Some(link.target.to_owned());
            }
            rest = after;
        }
        None
    })
}

struct Link<'h> {
    target: &'h str,
    is_next: bool,
    has_anchor: bool,
}

/// The first link of a text, and what comes after it (Appendix B.2, leniently).
fn link(text: &str) -> Option<(Link<'_>, &str)> {
    let (_, text) = text.split_once('<')?;
    let (target, mut rest) = text.split_once('>')?;
    let mut link = Link {
        target: target.trim(),
        is_next: false,
        has_anchor: false,
    };
    let mut has_relation = false;
    while let Some(text) = rest.trim_start().strip_prefix(';') {
        let (name, after) = until(text, &['=', ';', ',']);
        let (value, after) = match after.strip_prefix('=') {
            Some(after) => value(after),
            None => (String::new(), after),
        };
        // Of several relations the first one counts (section 3.3).
        if name.eq_ignore_ascii_case("rel") && !has_relation {
            has_relation = true;
            let mut relations = value.split_ascii_whitespace();
            link.is_next = relations.any(|relation| relation.eq_ignore_ascii_case("next"));
        }
        link.has_anchor |= name.eq_ignore_ascii_case("anchor");
        rest = after;
    }
    Some((link, until(rest, &[',']).1))
}

/// A token or a quoted text (RFC 9110, section 5.6), and what comes after it.
fn value(text: &str) -> (String, &str) {
    let text = text.trim_start();
    let Some(quoted) = text.strip_prefix('"') else {
        let (token, rest) = until(text, &[';', ',']);
        return (token.to_owned(), rest);
    };
    let mut value = String::new();
    let mut letters = quoted.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => break,
            '\\' => value.extend(letters.next()),
            letter => value.push(letter),
        }
    }
    (value, letters.as_str())
}

/// What stands before the first of these letters, without the spaces around it, and the rest.
fn until<'t>(text: &'t str, ends: &[char]) -> (&'t str, &'t str) {
    let end = text.find(ends).unwrap_or(text.len());
    let (before, rest) = text.split_at(end);
    (before.trim(), rest)
}
