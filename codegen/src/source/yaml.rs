//! YAML through the events of granit-parser.

use granit_parser::{Event, Parser, ScalarStyle, Span as RawSpan, options};

use super::tree::Builder;
use super::{FileId, Node};
use crate::diagnostic::Diagnostic;

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
            let plain = style == ScalarStyle::Plain && tag.is_none();
            let span = builder.span(start, end);
            builder.scalar(span, value.into(), plain, anchor);
        }
        Event::SequenceStart(_, anchor, _) => builder.open_sequence(start, anchor),
        Event::MappingStart(_, anchor, _) => builder.open_mapping(start, anchor),
        Event::SequenceEnd | Event::MappingEnd => builder.close(end),
        Event::Alias(anchor) => {
            let span = builder.span(start, end);
            builder.alias(span, anchor);
        }
        _ => {}
    }
}

fn range(span: &RawSpan) -> (usize, usize) {
    let start = span.start.byte_offset().unwrap_or(0);
    (start, span.end.byte_offset().unwrap_or(start))
}

fn second_document(builder: &mut Builder, raw: &RawSpan) {
    let (start, end) = range(raw);
    let at = builder.span(start, end.max(start + 3));
    let finding = Diagnostic::error(
        "several-documents",
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
    let line = text
        .get(..start)
        .and_then(|before| before.lines().last())
        .unwrap_or("");
    let mut finding = Diagnostic::error(
        "yaml-syntax",
        at,
        format!("this is no YAML: {}", error.info()),
    );
    if line.contains('\t') || text.get(start..).is_some_and(|rest| rest.starts_with('\t')) {
        finding = finding.help("YAML is indented with spaces; replace the tab");
    }
    builder.fail(finding);
}
