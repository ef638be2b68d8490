//! What `generate` says it did, or would do.

use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

use super::folder::{Comparison, State};
use crate::Output;
use crate::diagnostic::{Diagnostic, Severity};
use similar::TextDiff;

/// What was written.
pub(super) fn written(
    spec: &Path,
    out: &Path,
    output: &Output,
    comparison: &Comparison,
    elapsed: Duration,
) -> String {
    let mut text = format!("{} -> {}\n", spec.display(), out.display());
    for (name, state) in &comparison.files {
        match state {
            State::Fresh => {}
            State::Missing => line(&mut text, "new", name),
            State::Stale(_) => line(&mut text, "changed", name),
        }
    }
    for name in comparison.left_over.keys() {
        line(&mut text, "removed", name);
    }
    for name in &comparison.strays {
        line(
            &mut text,
            "stray",
            &format!("{name} (not generated; left alone)"),
        );
    }
    let changes = changes(output, comparison);
    let _ = writeln!(text, "{changes} in {elapsed:.0?}");
    text
}

/// How much was written, in one line.
pub(super) fn changes(output: &Output, comparison: &Comparison) -> String {
    let states = comparison.files.values();
    let unchanged = states.filter(|state| **state == State::Fresh).count();
    format!(
        "{}; {} written, {unchanged} unchanged, {} removed; {}{}",
        contents(output),
        comparison.files.len() - unchanged,
        comparison.left_over.len(),
        count(output.warnings.len(), "warning"),
        allowed(output),
    )
}

/// What is not as it should be, as a unified diff from the folder to the output.
pub(super) fn check(out: &Path, output: &Output, comparison: &Comparison, command: &str) -> String {
    if comparison.is_fresh() {
        let files = count(comparison.files.len(), "file");
        return format!(
            "{} is fresh: {files}, {}; {}{}\n",
            out.display(),
            contents(output),
            count(output.warnings.len(), "warning"),
            allowed(output)
        );
    }
    let mut text = String::new();
    for (name, state) in &comparison.files {
        let new = output.files.get(name).map_or("", String::as_str);
        match state {
            State::Fresh => {}
            State::Missing => diff(&mut text, out, name, None, Some(new)),
            State::Stale(old) => diff(&mut text, out, name, Some(old), Some(new)),
        }
    }
    for (name, old) in &comparison.left_over {
        diff(&mut text, out, name, Some(old), None);
    }
    for name in &comparison.strays {
        let path = out.join(name);
        let _ = writeln!(
            text,
            "stray: {} was not generated; move or delete it",
            path.display()
        );
    }
    let stale = comparison
        .files
        .values()
        .filter(|state| **state != State::Fresh)
        .count();
    let advice = match (stale + comparison.left_over.len(), comparison.strays.len()) {
        (0, _) => "move or delete what was not generated".to_owned(),
        (_, 0) => format!("run `{command}` and commit the result"),
        _ => {
            format!("run `{command}`, move or delete what was not generated, and commit the result")
        }
    };
    let _ = writeln!(
        text,
        "\n{} is not fresh: {} stale or missing, {} to be removed, {}\n{advice}",
        out.display(),
        count(stale, "file"),
        comparison.left_over.len(),
        count(comparison.strays.len(), "stray"),
    );
    text
}

/// Why nothing was written: files would be lost that no generator wrote.
pub(super) fn foreign(out: &Path, names: &[String]) -> String {
    let mut text = format!(
        "{} holds files that wiregen did not write and would replace:\n",
        out.display()
    );
    for name in names {
        let _ = writeln!(text, "  {name}");
    }
    text.push_str("nothing was written; give an empty folder with --out, or delete these files");
    text
}

/// The last line under a list of errors.
pub(super) fn errors(findings: &[Diagnostic]) -> String {
    let errors = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .count();
    let warnings = findings.len() - errors;
    format!(
        "{}, {}; nothing was written",
        count(errors, "error"),
        count(warnings, "warning")
    )
}

/// The warnings that are not shown.
fn allowed(output: &Output) -> String {
    match output.allowed {
        0 => String::new(),
        number => format!(" ({number} more allowed)"),
    }
}

pub(super) fn contents(output: &Output) -> String {
    let incoming = match output.incoming {
        0 => String::new(),
        number => format!(", {}", count(number, "incoming request")),
    };
    format!(
        "{}{incoming}, {}",
        count(output.operations, "operation"),
        count(output.types, "type")
    )
}

pub(super) fn count(number: usize, noun: &str) -> String {
    if number == 1 {
        format!("1 {noun}")
    } else {
        format!("{number} {noun}s")
    }
}

fn line(text: &mut String, what: &str, name: &str) {
    let _ = writeln!(text, "  {what:>8}  {name}");
}

fn diff(text: &mut String, out: &Path, name: &str, old: Option<&str>, new: Option<&str>) {
    let path = out.join(name);
    let side = |there: Option<&str>, mark| match there {
        Some(_) => format!("{mark}/{}", path.display()),
        None => "/dev/null".to_owned(),
    };
    let changes = TextDiff::from_lines(old.unwrap_or(""), new.unwrap_or(""));
    let _ = write!(
        text,
        "{}",
        changes
            .unified_diff()
            .header(&side(old, "a"), &side(new, "b"))
    );
}
