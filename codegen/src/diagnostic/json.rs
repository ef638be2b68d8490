//! Findings for programs.

use serde::Serialize;

use super::{Cause, Code, Diagnostic, in_order};
use crate::source::{Source, Span};

/// Findings in the order of their places, equal ones once: each an object of JSON in a line of its
/// own. `docs/book/src/diagnostics.md` describes its properties.
pub fn json(source: &Source, findings: &[Diagnostic]) -> String {
    let mut text = String::new();
    for finding in in_order(findings) {
        // It is made of text and numbers alone.
        text.push_str(&serde_json::to_string(&Finding::of(source, finding)).unwrap_or_default());
        text.push('\n');
    }
    text
}

#[derive(Serialize)]
struct Finding<'f> {
    code: &'static str,
    severity: &'static str,
    cause: &'static str,
    message: &'f str,
    #[serde(flatten)]
    place: Place<'f>,
    related: Vec<Place<'f>>,
    help: Option<&'f str>,
}

/// Lines and columns count from 1, columns in characters; ends are after the last character.
#[derive(Serialize)]
struct Place<'f> {
    label: Option<&'f str>,
    file: &'f str,
    /// In the form that `diagnostics.allow` takes.
    pointer: Option<String>,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    /// In the UTF-8 of the file, from 0.
    start_byte: usize,
    end_byte: usize,
}

impl<'f> Finding<'f> {
    fn of(source: &'f Source, finding: &'f Diagnostic) -> Self {
        let related = finding.related.iter();
        Self {
            code: Code::as_str(finding.code),
            severity: finding.severity.as_str(),
            cause: match finding.cause {
                Cause::Fault => "fault",
                Cause::Limit => "limit",
            },
            message: &finding.message,
            place: Place::of(source, finding.at, finding.label.as_deref()),
            related: related
                .map(|(at, label)| Place::of(source, *at, Some(label)))
                .collect(),
            help: finding.help.as_deref(),
        }
    }
}

impl<'f> Place<'f> {
    fn of(source: &'f Source, at: Span, label: Option<&'f str>) -> Self {
        let (line, column) = source.line_column(at);
        let (end_line, end_column) = source.end_line_column(at);
        Self {
            label,
            file: source.file(at).map_or("", |file| &file.name),
            pointer: source.pointer_at(at),
            line,
            column,
            end_line,
            end_column,
            start_byte: at.range().start,
            end_byte: source.end(at),
        }
    }
}
