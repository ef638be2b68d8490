//! Findings as text, drawn as rustc draws them.

use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use super::{Diagnostic, Severity};
use crate::source::{Source, Span};

/// How a report looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// For files and pipes.
    Plain,
    /// For a terminal with colours.
    Colour,
}

/// How much of a line is shown before and after the place, in characters.
const BEFORE: usize = 60;
const AFTER: usize = 100;

/// Draws findings in the order of their places, equal ones once.
pub fn render(source: &Source, findings: &[Diagnostic], style: Style) -> String {
    let mut sorted: Vec<&Diagnostic> = findings.iter().collect();
    sorted.sort_by_key(|finding| (finding.at, finding.severity, finding.code));
    sorted.dedup();
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Colour => Renderer::styled(),
    };
    let renderer = renderer.decor_style(DecorStyle::Ascii);
    let mut text = String::new();
    for finding in sorted {
        text.push_str(&draw(source, finding, &renderer));
        text.push_str("\n\n");
    }
    text
}

fn draw(source: &Source, finding: &Diagnostic, renderer: &Renderer) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let place = Excerpt::of(source, finding.at);
    let mut annotation = AnnotationKind::Primary.span(place.marked.clone());
    if let Some(label) = &finding.label {
        annotation = annotation.label(visible(label));
    }
    let mut group = level
        .primary_title(visible(&finding.message))
        .id(finding.code)
        .element(place.snippet(annotation));
    for (at, label) in &finding.related {
        let place = Excerpt::of(source, *at);
        let annotation = AnnotationKind::Context
            .span(place.marked.clone())
            .label(visible(label));
        group = group.element(place.snippet(annotation));
    }
    if let Some(help) = &finding.help {
        group = group.element(Level::HELP.message(visible(help)));
    }
    renderer.render(&[group])
}

/// A line of a file, short enough to be read, and the marked part of it.
#[derive(Default)]
struct Excerpt {
    file: String,
    line: usize,
    text: String,
    marked: Range<usize>,
}

impl Excerpt {
    fn of(source: &Source, at: Span) -> Self {
        let Some(file) = source.file(at) else {
            return Self::default();
        };
        let range = at.range();
        let (line, _) = file.line_column(range.start);
        let before = file.text.get(..range.start).unwrap_or("");
        let first = before.rfind('\n').map_or(0, |index| index + 1);
        let head = file.text.get(first..range.start).unwrap_or("");
        let rest = file
            .text
            .get(range.start..)
            .unwrap_or("")
            .lines()
            .next()
            .unwrap_or("");
        let length = range.end.saturating_sub(range.start).min(rest.len());
        let (marked, tail) = rest.split_at_checked(length).unwrap_or((rest, ""));
        let skipped = head.chars().count().saturating_sub(BEFORE);
        let mut text = if skipped > 0 {
            "...".to_owned()
        } else {
            String::new()
        };
        push_visible(&mut text, head.chars().skip(skipped));
        let start = text.len();
        push_visible(&mut text, marked.trim_end().chars().take(AFTER));
        let end = text.len();
        push_visible(&mut text, tail.chars().take(AFTER));
        if tail.chars().nth(AFTER).is_some() {
            text.push_str("...");
        }
        Self {
            file: visible(&file.name),
            line,
            text,
            marked: start..end,
        }
    }

    fn snippet<'t>(
        &self,
        annotation: annotate_snippets::Annotation<'t>,
    ) -> Snippet<'t, annotate_snippets::Annotation<'t>> {
        Snippet::source(self.text.clone())
            .line_start(self.line)
            .path(self.file.clone())
            .annotation(annotation)
    }
}

/// Text without characters that would move a terminal's cursor or turn the reading direction.
fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    push_visible(&mut shown, text.chars());
    shown
}

fn push_visible(shown: &mut String, characters: impl Iterator<Item = char>) {
    for character in characters {
        match character {
            '\n' => shown.push('\n'),
            '\t' => shown.push(' '),
            _ if character.is_control() || is_invisible(character) => {
                shown.extend(character.escape_unicode());
            }
            _ => shown.push(character),
        }
    }
}

/// Bidirectional controls and characters without width.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
}
