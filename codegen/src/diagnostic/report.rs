//! Findings as text, drawn as rustc draws them.

use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use super::{Diagnostic, Severity, in_order};
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
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Colour => Renderer::styled(),
    };
    let renderer = renderer.decor_style(DecorStyle::Ascii);
    let mut text = String::new();
    for finding in in_order(findings) {
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
        .id(finding.code.as_str())
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
    let text = renderer.render(&[group]);
    with_columns(source, finding, text)
}

/// annotate-snippets counts columns in the excerpt, which is cut and has escapes. In their place go
/// those of the document.
fn with_columns(source: &Source, finding: &Diagnostic, text: String) -> String {
    let related = finding.related.iter().map(|(at, _)| *at);
    let mut done = String::with_capacity(text.len());
    let mut rest = text.as_str();
    for at in std::iter::once(finding.at).chain(related) {
        let place = Excerpt::of(source, at);
        let shown = format!("{}:{}:{}", place.file, place.line, place.shown_column());
        let Some((before, after)) = rest.split_once(&shown) else {
            continue;
        };
        let (line, column) = source.line_column(at);
        done.push_str(before);
        done.push_str(&format!("{}:{line}:{column}", place.file));
        rest = after;
    }
    done + rest
}

/// A finding in one line: `file:line:column: error[code]: message`.
pub fn summary(source: &Source, finding: &Diagnostic) -> String {
    let file = source.file(finding.at).map_or("", |file| &file.name);
    let (line, column) = source.line_column(finding.at);
    let severity = finding.severity.as_str();
    let message = visible(&finding.message).replace('\n', " ");
    let file = visible_name(file);
    format!(
        "{file}:{line}:{column}: {severity}[{}]: {message}",
        finding.code
    )
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
        // A byte order mark belongs to the file, not to its first line.
        let head = head.trim_start_matches('\u{FEFF}');
        let rest = file.text.get(range.start..).unwrap_or("");
        let rest = rest
            .trim_start_matches('\u{FEFF}')
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
            file: visible_name(&file.name),
            line,
            text,
            marked: start..end,
        }
    }

    fn shown_column(&self) -> usize {
        let before = self.text.get(..self.marked.start).unwrap_or("");
        before.chars().count() + 1
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

/// A file's name in one line.
fn visible_name(name: &str) -> String {
    visible(name).replace('\n', "\\n")
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
