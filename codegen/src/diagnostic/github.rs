//! Findings as commands to GitHub Actions, which shows them beside the lines that they mean.

use std::fmt::Write as _;

use super::{Diagnostic, in_order};
use crate::source::Source;

/// Findings in the order of their places, equal ones once, as [workflow commands]: `::error` and
/// `::warning`. `path` says how the repository names a file.
///
/// [workflow commands]: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
pub fn github(source: &Source, findings: &[Diagnostic], path: impl Fn(&str) -> String) -> String {
    let mut text = String::new();
    for finding in in_order(findings) {
        let command = finding.severity.as_str();
        let file = source.file(finding.at).map_or("", |file| &file.name);
        let (line, column) = source.line_column(finding.at);
        let (end_line, end_column) = source.end_line_column(finding.at);
        let file = property(&path(file));
        let _ = write!(
            text,
            "::{command} file={file},line={line},endLine={end_line}"
        );
        // Columns are for places within one line, and GitHub's include the last.
        if line == end_line {
            let end_column = end_column.saturating_sub(1).max(column);
            let _ = write!(text, ",col={column},endColumn={end_column}");
        }
        let mut message = finding.message.clone();
        for more in [&finding.label, &finding.help].into_iter().flatten() {
            let _ = write!(message, "\n{more}");
        }
        let _ = writeln!(
            text,
            ",title={}::{}",
            property(finding.code.as_str()),
            data(&message)
        );
    }
    text
}

/// A message, in which only `%` and the ends of lines mean something.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// The value of a property, which `:` and `,` end as well.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
