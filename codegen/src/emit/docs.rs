//! Documentation: the document's Markdown, which nobody vouches for, as text that rustdoc renders
//! without warnings and that runs nothing.

mod example;
mod markdown;

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value as Json;

use crate::ir::{Constraint, Docs, Part, TypeDef};

/// The longest value that is shown within a line, in bytes.
const IN_LINE: usize = 120;

/// Lines of our own, as outer documentation.
pub(super) fn lines(lines: &[&str]) -> TokenStream {
    let lines = lines.iter().map(|line| {
        if line.is_empty() {
            String::new()
        } else {
            format!(" {line}")
        }
    });
    quote!(#(#[doc = #lines])*)
}

/// Lines of our own, as the documentation of the file.
pub(super) fn inner(lines: &[&str]) -> TokenStream {
    let lines = lines.iter().map(|line| {
        if line.is_empty() {
            String::new()
        } else {
            format!(" {line}")
        }
    });
    quote!(#(#![doc = #lines])*)
}

/// Text of our own as the documentation of the file, there with a feature only.
pub(super) fn inner_where(feature: Option<&str>, text: &str) -> TokenStream {
    match feature {
        None => inner(&text.lines().collect::<Vec<_>>()),
        Some(feature) => {
            let text = text.trim_end();
            quote!(#![cfg_attr(feature = #feature, doc = #text)])
        }
    }
}

/// Markdown of our own, of several lines.
pub(super) fn trusted(text: &str) -> TokenStream {
    lines(&text.trim_end().lines().collect::<Vec<_>>())
}

/// Markdown of the document.
pub(super) fn text(text: &str) -> TokenStream {
    trusted(&markdown::sanitize(text))
}

/// Markdown of the document, as text.
pub(super) fn sanitized(text: &str) -> String {
    markdown::sanitize(text).trim_end().to_owned()
}

/// Markdown of the document as one line.
pub(super) fn single_line(text: &str) -> String {
    let line = markdown::sanitize(text)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    // What stood within a line may stand at its start now.
    if markdown::is_safe(&line) {
        line
    } else {
        code(&line)
    }
}

/// Text in backticks that shows as it is.
pub(super) fn code(text: &str) -> String {
    let shown: String = text
        .chars()
        .flat_map(markdown::visible)
        .collect::<String>()
        .replace('\n', " ");
    if shown.trim().is_empty() {
        return "an empty text".to_owned();
    }
    let longest = shown
        .split(|character| character != '`')
        .map(str::len)
        .max()
        .unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let space = if shown.starts_with('`') || shown.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{fence}{space}{shown}{space}{fence}")
}

/// The documentation of a type or field, with lines of our own at its end.
pub(super) fn item(docs: &Docs, more: &[&str]) -> TokenStream {
    trusted(&join(
        docs,
        None,
        more.iter().map(|line| (*line).to_owned()),
    ))
}

/// The documentation of a type. Of one that stands in-line its property says the rest.
pub(super) fn type_of(definition: &TypeDef) -> TokenStream {
    if definition.hint.len() == 1 {
        return item(&definition.docs, &[]);
    }
    let docs = Docs {
        summary: definition.docs.summary.clone(),
        description: definition.docs.description.clone(),
        deprecated: definition.docs.deprecated,
        ..Docs::default()
    };
    item(&docs, &[])
}

/// The same, with a summary for an item about which the document says nothing.
pub(super) fn item_or(docs: &Docs, summary: &str) -> TokenStream {
    trusted(&join(docs, Some(summary), []))
}

/// The documentation of a method, deprecated where the operation or parameter is.
pub(super) fn operation(docs: &Docs, more: &[String]) -> TokenStream {
    deprecated(docs, trusted(&join(docs, None, more.iter().cloned())))
}

/// The same for a parameter, with a summary where the document has none.
pub(super) fn operation_or(docs: &Docs, summary: &str) -> TokenStream {
    deprecated(docs, trusted(&join(docs, Some(summary), [])))
}

fn deprecated(docs: &Docs, text: TokenStream) -> TokenStream {
    let mark = docs
        .deprecated
        .then(|| quote!(#[deprecated = "the API's document marks it as deprecated"]));
    quote!(#text #mark)
}

/// What is said of an argument, in one line.
pub(super) fn in_line(docs: &Docs) -> Option<String> {
    let words = [docs.summary.as_deref(), docs.description.as_deref()];
    let words = words.into_iter().flatten().map(single_line);
    let mut said: Vec<String> = words.filter(|text| !text.is_empty()).collect();
    let facts = facts(docs);
    if let (Some(last), false) = (said.last_mut(), facts.is_empty()) {
        end_sentence(last);
    }
    said.extend(facts);
    (!said.is_empty()).then(|| said.join(" "))
}

fn join(docs: &Docs, otherwise: Option<&str>, more: impl IntoIterator<Item = String>) -> String {
    let mut parts: Vec<String> = Vec::new();
    if let Some(summary) = &docs.summary {
        let mut line = single_line(summary);
        end_sentence(&mut line);
        parts.push(line);
    }
    parts.extend(docs.description.as_deref().map(markdown::sanitize));
    parts.retain(|part| !part.trim().is_empty() && part != ".");
    if parts.is_empty() {
        parts.extend(otherwise.map(str::to_owned));
    }
    if docs.deprecated {
        parts.push("Deprecated.".to_owned());
    }
    let mut facts = facts(docs);
    facts.extend(docs.example.as_ref().map(example::sentence));
    add_sentences(&mut parts, &facts.join(" "));
    parts.extend(docs.external.as_ref().map(|(url, about)| {
        let about = about
            .as_deref()
            .map_or_else(|| "More".to_owned(), single_line);
        match markdown::web_address(url) {
            Some(url) => format!("See also: {about}, <{url}>."),
            None => format!("See also: {about}, {}.", code(url)),
        }
    }));
    let mut text = parts.join("\n\n");
    let (mut ours, mut heading) = (false, false);
    for part in more {
        // What is written here needs no empty line before a list or after a heading.
        let item = part.starts_with("- ");
        let separator = match (text.is_empty(), (ours && item) || heading) {
            (true, _) => "",
            (false, true) => "\n",
            (false, false) => "\n\n",
        };
        (ours, heading) = (true, part.starts_with('#'));
        text.push_str(separator);
        text.push_str(&part);
    }
    text
}

fn end_sentence(text: &mut String) {
    if !text.ends_with(['.', '!', '?', ':']) {
        text.push('.');
    }
}

/// Adds sentences to the last paragraph where that is a line of words, else as one of their own.
fn add_sentences(parts: &mut Vec<String>, sentences: &str) {
    if sentences.is_empty() {
        return;
    }
    let line = parts.last_mut().filter(|part| {
        let paragraph = part.rsplit("\n\n").next().unwrap_or_default();
        paragraph.starts_with(char::is_alphabetic)
            && !paragraph.contains('\n')
            && !paragraph.ends_with([':', ',', ';'])
    });
    match line {
        Some(line) => {
            if !line.ends_with(['.', '!', '?']) {
                line.push('.');
            }
            line.push(' ');
            line.push_str(sentences);
        }
        None => parts.push(sentences.to_owned()),
    }
}

/// Sentences on what values are admitted.
fn facts(docs: &Docs) -> Vec<String> {
    let mut facts: Vec<String> = range(&docs.constraints).into_iter().collect();
    facts.extend(docs.constraints.iter().filter_map(fact));
    for (part, said) in &docs.parts {
        let part = match part {
            Part::Item => "Each item".to_owned(),
            Part::Place(index) => format!("Item {}", index + 1),
            Part::Value => "Each value".to_owned(),
        };
        facts.extend(in_line(said).map(|said| format!("{part}: {said}")));
    }
    if let Some(default) = &docs.default {
        let shown = shown(default);
        facts.extend((shown.len() <= IN_LINE).then(|| format!("Default: {}.", code(&shown))));
    }
    facts
}

/// `1 to 1000`, `at least 1`.
fn range(constraints: &[Constraint]) -> Option<String> {
    let mut low = None;
    let mut high = None;
    for constraint in constraints {
        match constraint {
            Constraint::Minimum(value) => low = Some((value, "")),
            Constraint::ExclusiveMinimum(value) => low = Some((value, "more than ")),
            Constraint::Maximum(value) => high = Some((value, "")),
            Constraint::ExclusiveMaximum(value) => high = Some((value, "less than ")),
            _ => {}
        }
    }
    Some(match (low, high) {
        (Some((low, "")), Some((high, ""))) => format!("{} to {}.", code(low), code(high)),
        (Some((low, low_word)), Some((high, high_word))) => {
            let low_word = if low_word.is_empty() {
                "at least "
            } else {
                low_word
            };
            let high_word = if high_word.is_empty() {
                "at most "
            } else {
                high_word
            };
            capital(&format!(
                "{low_word}{} and {high_word}{}.",
                code(low),
                code(high)
            ))
        }
        (Some((low, word)), None) => capital(&format!(
            "{}{}.",
            if word.is_empty() { "at least " } else { word },
            code(low)
        )),
        (None, Some((high, word))) => capital(&format!(
            "{}{}.",
            if word.is_empty() { "at most " } else { word },
            code(high)
        )),
        (None, None) => return None,
    })
}

fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(characters).collect()
    })
}

fn fact(constraint: &Constraint) -> Option<String> {
    let plural = |count: &u64, noun: &str| {
        if *count == 1 {
            format!("1 {noun}")
        } else {
            format!("{count} {noun}s")
        }
    };
    Some(match constraint {
        Constraint::Minimum(_)
        | Constraint::ExclusiveMinimum(_)
        | Constraint::Maximum(_)
        | Constraint::ExclusiveMaximum(_) => return None,
        Constraint::MultipleOf(value) => format!("A multiple of {}.", code(value)),
        Constraint::MinLength(count) => format!("At least {}.", plural(count, "character")),
        Constraint::MaxLength(count) => format!("At most {}.", plural(count, "character")),
        Constraint::Pattern(pattern) => format!("Matches {}.", code(pattern)),
        Constraint::MinItems(count) => format!("At least {}.", plural(count, "item")),
        Constraint::MaxItems(count) => format!("At most {}.", plural(count, "item")),
        Constraint::UniqueItems => "Each item once.".to_owned(),
        Constraint::MinProperties(1) => "At least 1 property.".to_owned(),
        Constraint::MinProperties(count) => format!("At least {count} properties."),
        Constraint::MaxProperties(1) => "At most 1 property.".to_owned(),
        Constraint::MaxProperties(count) => format!("At most {count} properties."),
        Constraint::Format(format) => format!("Format: {}.", code(format)),
        Constraint::Values(values) => {
            let values: Vec<String> = values.iter().map(|value| code(&shown(value))).collect();
            match values.as_slice() {
                [only] => format!("Always {only}."),
                several => format!("One of {}.", several.join(", ")),
            }
        }
        Constraint::ReadOnly => "Set by the server.".to_owned(),
        Constraint::WriteOnly => "Never part of an answer.".to_owned(),
        Constraint::Other(keyword, value) => {
            let shown = shown(value);
            if shown.len() > IN_LINE {
                format!("The document restricts it further with `{keyword}`.")
            } else {
                format!("`{keyword}`: {}.", code(&shown))
            }
        }
    })
}

fn shown(value: &Json) -> String {
    match value {
        Json::String(text) => format!("\"{text}\""),
        other => other.to_string(),
    }
}

/// Summary and description of the document.
pub(super) fn prose(docs: &Docs) -> Option<String> {
    let bare = Docs {
        summary: docs.summary.clone(),
        description: docs.description.clone(),
        external: docs.external.clone(),
        ..Docs::default()
    };
    Some(join(&bare, None, [])).filter(|text| !text.is_empty())
}

/// Markdown that may stand in a cell of a table.
pub(super) fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

/// Whether documentation shows the character as it is.
pub(super) fn is_visible(character: char) -> bool {
    markdown::visible(character).next() == Some(character)
}
