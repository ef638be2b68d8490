//! YAML through the events of granit-parser.

use granit_parser::{Event, Parser, ScalarStyle, Span as RawSpan, Tag, options};

use super::syntax;
use super::tree::Builder;
use super::{FileId, Node, Span};
use crate::diagnostic::{Diagnostic, codes};

/// Reads one document.
pub(super) fn read(file: FileId, text: &str) -> (Option<Node>, Vec<Diagnostic>) {
    let mut builder = Builder::new(file);
    let mut documents = 0;
    // Comments are no part of the data, and collecting them takes time.
    let options = options! { emit_comments: false };
    for event in Parser::new_from_str_with_options(text, options) {
        let (event, span) = match event {
            Ok(event) => event,
            Err(error) => {
                syntax_error(&mut builder, text, &error);
                break;
            }
        };
        if let Event::DocumentStart(..) = event {
            documents += 1;
            if documents > 1 {
                second_document(&mut builder, &span);
                break;
            }
        }
        put(&mut builder, event, &span);
        if builder.failed {
            break;
        }
    }
    builder.finish()
}

fn put(builder: &mut Builder, event: Event<'_>, raw: &RawSpan) {
    let (start, end) = range(raw);
    match event {
        Event::Scalar(value, style, anchor, tag) => {
            let span = builder.span(start, end);
            let plain = match tag.as_deref() {
                None => style == ScalarStyle::Plain,
                Some(tag) => is_typed(builder, tag, span),
            };
            builder.scalar(span, value.into(), plain, anchor);
        }
        Event::SequenceStart(_, anchor, tag) => {
            check_tag(builder, tag.as_deref(), "seq", start);
            builder.open_sequence(start, anchor);
        }
        Event::MappingStart(_, anchor, tag) => {
            check_tag(builder, tag.as_deref(), "map", start);
            builder.open_mapping(start, anchor);
        }
        Event::SequenceEnd | Event::MappingEnd => builder.close(end),
        Event::Alias(anchor) => {
            let span = builder.span(start, end);
            builder.alias(span, anchor);
        }
        _ => {}
    }
}

/// Whether a scalar with a tag is read like a plain one. `!!str` and `!` make it text.
fn is_typed(builder: &mut Builder, tag: &Tag, at: Span) -> bool {
    match tag.core_suffix() {
        Some("null" | "bool" | "int" | "float") => true,
        Some("str") => false,
        _ if tag.original() == "!" => false,
        _ => {
            builder.findings.push(unknown_tag(tag, at));
            false
        }
    }
}

fn check_tag(builder: &mut Builder, tag: Option<&Tag>, expected: &str, start: usize) {
    if let Some(tag) = tag
        && tag.core_suffix() != Some(expected)
        && tag.original() != "!"
    {
        let at = builder.span(start, start);
        builder.findings.push(unknown_tag(tag, at));
    }
}

fn unknown_tag(tag: &Tag, at: Span) -> Diagnostic {
    let message = format!("the tag `{}` means nothing here", tag.original());
    Diagnostic::warning(codes::UNKNOWN_TAG, at, message)
        .label("read as if there were no tag; a scalar as text")
        .help("remove the tag")
}

fn range(span: &RawSpan) -> (usize, usize) {
    let start = span.start.byte_offset().unwrap_or(0);
    (start, span.end.byte_offset().unwrap_or(start))
}

fn second_document(builder: &mut Builder, raw: &RawSpan) {
    let (start, end) = range(raw);
    let at = builder.span(start, end);
    let finding = Diagnostic::error(
        codes::SEVERAL_DOCUMENTS,
        at,
        "a second YAML document starts here",
    )
    .help("an OpenAPI document is one YAML document; remove the `---` line or split the file");
    builder.fail(finding);
}

fn syntax_error(builder: &mut Builder, text: &str, error: &granit_parser::ScanError) {
    let start = error
        .marker()
        .byte_offset()
        .unwrap_or(text.len())
        .min(text.len());
    let length = text
        .get(start..)
        .and_then(|rest| rest.chars().next())
        .map_or(0, char::len_utf8);
    let at = builder.span(start, start + length);
    let finding = Diagnostic::error(
        codes::YAML_SYNTAX,
        at,
        format!("this is no YAML: {}", error.info()),
    );
    builder.fail(finding.help(syntax::yaml(text, start, &error.info())));
}
