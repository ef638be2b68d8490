//! Text of a document becomes words, and words become identifiers.

use std::borrow::Cow;

use deunicode::deunicode;
use heck::{ToSnakeCase as _, ToUpperCamelCase as _};

/// The longest identifier; what is longer ends in a hash of the whole.
const MAX_LENGTH: usize = 100;

/// How an identifier is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    /// `UpperCamel`: types and variants.
    Type,
    /// `snake`: fields, methods, arguments, modules.
    Value,
}

fn ascii(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(deunicode(text))
    }
}

/// The text in ASCII, with everything that cannot stand in an identifier as a space.
fn clean(text: &str) -> String {
    ascii(text)
        .chars()
        .map(|character| {
            if character.is_ascii_alphanumeric() {
                character
            } else {
                ' '
            }
        })
        .collect()
}

/// Whether what mostly stands between words is a word itself.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Separators {
    Silent,
    Spelled,
}

/// The text with its symbols as words, for what would be nothing or equal to something else.
fn spelled(text: &str, separators: Separators) -> String {
    let mut words = String::new();
    for character in ascii(text).chars() {
        let is_left_out = separators == Separators::Silent && "_-. ".contains(character);
        match symbol(character).filter(|_| !is_left_out) {
            Some(word) => {
                words.push(' ');
                words.push_str(word);
                words.push(' ');
            }
            None => words.push(character),
        }
    }
    clean(&words)
}

fn symbol(character: char) -> Option<&'static str> {
    Some(match character {
        '+' => "plus",
        '-' => "minus",
        '*' => "star",
        '/' => "slash",
        '\\' => "backslash",
        '<' => "less",
        '>' => "greater",
        '=' => "equal",
        '!' => "not",
        '.' => "dot",
        ',' => "comma",
        ':' => "colon",
        ';' => "semicolon",
        '@' => "at",
        '#' => "hash",
        '$' => "dollar",
        '%' => "percent",
        '&' => "and",
        '|' => "or",
        '^' => "caret",
        '~' => "tilde",
        '?' => "question",
        '_' => "underscore",
        ' ' => "space",
        '(' => "open",
        ')' => "close",
        '[' => "open bracket",
        ']' => "close bracket",
        '{' => "open brace",
        '}' => "close brace",
        '"' => "quote",
        '\'' => "apostrophe",
        '`' => "backtick",
        _ => return None,
    })
}

/// The identifier for a text; `None` when nothing is left of it.
pub(super) fn plain(text: &str, case: Case) -> Option<String> {
    if case == Case::Value && is_snake(text) {
        return Some(text.to_owned());
    }
    // A sign before a digit is most of what a number says.
    let signed = text
        .strip_prefix('-')
        .filter(|rest| rest.starts_with(|first: char| first.is_ascii_digit()));
    match signed {
        Some(rest) => cased(&format!("minus {}", clean(rest)), case),
        None => cased(&clean(text), case),
    }
}

/// Whether the text is what it would become, as most names of properties are.
fn is_snake(text: &str) -> bool {
    let mut before = b'_';
    for byte in text.bytes() {
        let fits = match byte {
            b'a'..=b'z' => true,
            b'0'..=b'9' | b'_' => before != b'_',
            _ => false,
        };
        if !fits {
            return false;
        }
        before = byte;
    }
    before != b'_' && text.len() <= MAX_LENGTH
}

/// The identifier for a text with its symbols spelled out; `fallback` when nothing is left.
pub(super) fn full(text: &str, case: Case, fallback: &str) -> String {
    cased(&spelled(text, Separators::Silent), case)
        .or_else(|| cased(&spelled(text, Separators::Spelled), case))
        .or_else(|| cased(if text.is_empty() { "empty" } else { fallback }, case))
        .unwrap_or_else(|| "unnamed".to_owned())
}

fn cased(words: &str, case: Case) -> Option<String> {
    let mut name = match case {
        Case::Type => words.to_upper_camel_case(),
        Case::Value => words.to_snake_case(),
    };
    if name.starts_with(|first: char| first.is_ascii_digit()) {
        name.insert(0, if case == Case::Value { 'n' } else { 'N' });
    }
    if name.len() > MAX_LENGTH {
        let tail = hash(&name);
        name.truncate(MAX_LENGTH);
        name.truncate(name.trim_end_matches('_').len());
        name = join(&name, &tail, case);
    }
    (!name.is_empty()).then_some(name)
}

/// Two words as one identifier.
pub(super) fn join(name: &str, word: &str, case: Case) -> String {
    match case {
        Case::Type => format!("{name}{}", word.to_upper_camel_case()),
        Case::Value => format!("{name}_{}", word.to_snake_case()),
    }
}

/// A few characters that stand for a text: FNV-1a, since the standard library's hashes may change.
pub(super) fn hash(text: &str) -> String {
    let mut value: u32 = 0x811c_9dc5;
    for byte in text.bytes() {
        value = (value ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    }
    format!("x{:06x}", value & 0x00ff_ffff)
}
