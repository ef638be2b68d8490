//! What a check shows: a table, the same as Markdown, and every failure.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::check::{Checked, Failure, Problem};
use super::known::{Exceptions, Known};
use super::{Origin, Outcome};

/// What the columns are called; the first is text, the others are numbers.
const COLUMNS: [&str; 10] = [
    "document",
    "examples",
    "made",
    "generated",
    "suite",
    "read %",
    "equal %",
    "by rule",
    "known",
    "failures",
];

/// The failures of a document that are not listed, and how many are.
pub(super) fn split<'a>(
    name: &str,
    checked: &'a Checked,
    known: &Exceptions,
) -> (Vec<&'a Failure>, usize) {
    let is_known = |failure: &&Failure| known.known.iter().any(|known| known.is(name, failure));
    let (listed, unlisted): (Vec<_>, Vec<_>) = checked.failures.iter().partition(is_known);
    (unlisted, listed.len())
}

fn row(outcome: &Outcome, known: &Exceptions) -> [String; COLUMNS.len()] {
    let name = outcome.name.clone();
    let checked = match &outcome.result {
        Ok(checked) => checked,
        Err(why) => {
            let why = why.to_string();
            let why = why.strip_prefix(&format!("{name}:")).unwrap_or(&why);
            let shown: String = why.chars().take(60).collect();
            let mut row = std::array::from_fn(|_| "-".to_owned());
            row[0] = format!("{name} ({})", shown.replace(['|', '\n'], " "));
            return row;
        }
    };
    cells(name, checked, split(&outcome.name, checked, known))
}

fn cells(
    name: String,
    checked: &Checked,
    (unlisted, listed): (Vec<&Failure>, usize),
) -> [String; COLUMNS.len()] {
    let of = |origin| {
        checked
            .instances
            .get(&origin)
            .copied()
            .unwrap_or(0)
            .to_string()
    };
    let all: usize = checked.instances.values().sum();
    [
        name,
        of(Origin::Example),
        of(Origin::Made),
        of(Origin::Generated),
        of(Origin::Suite),
        share(checked.read, all),
        share(checked.equal, all),
        checked.by_rule.values().sum::<usize>().to_string(),
        listed.to_string(),
        unlisted.len().to_string(),
    ]
}

/// A share in percent, rounded down so that 100 means all.
fn share(part: usize, all: usize) -> String {
    match (part * 10_000).checked_div(all) {
        None => "-".to_owned(),
        Some(10_000) => "100".to_owned(),
        Some(share) => format!("{}.{:02}", share / 100, share % 100),
    }
}

fn rows(outcomes: &[Outcome], known: &Exceptions) -> Vec<[String; COLUMNS.len()]> {
    let mut total = Checked::default();
    let mut listed = 0;
    for outcome in outcomes {
        let Ok(checked) = &outcome.result else {
            continue;
        };
        for (origin, count) in &checked.instances {
            *total.instances.entry(*origin).or_default() += count;
        }
        total.read += checked.read;
        total.equal += checked.equal;
        for (rule, count) in &checked.by_rule {
            *total.by_rule.entry(*rule).or_default() += count;
        }
        let (unlisted, known) = split(&outcome.name, checked, known);
        listed += known;
        total.failures.extend(unlisted.into_iter().cloned());
    }
    let unlisted = total.failures.iter().collect();
    let mut rows: Vec<_> = outcomes.iter().map(|outcome| row(outcome, known)).collect();
    rows.push(cells("total".to_owned(), &total, (unlisted, listed)));
    rows
}

/// The table for a terminal.
pub(super) fn table(outcomes: &[Outcome], known: &Exceptions) -> String {
    let rows = rows(outcomes, known);
    let mut widths = COLUMNS.map(str::len);
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.len());
        }
    }
    let mut text = String::new();
    for row in std::iter::once(&COLUMNS.map(str::to_owned)).chain(&rows) {
        for (position, (cell, width)) in row.iter().zip(widths).enumerate() {
            let _ = if position == 0 {
                write!(text, "{cell:width$}")
            } else {
                write!(text, "  {cell:>width$}")
            };
        }
        text.push('\n');
    }
    text
}

const PREAMBLE: &str = "\
# What comes back

Written by `cargo xtask roundtrip --check`. For every document: how many instances there are (valid
examples in the document, instances made from its schemas, what `example()` of the client's types gives,
valid instances of the JSON Schema Test Suite), what share of them is read into the type at their place,
and what share is written back equal: numbers as numbers, and what the schema does not know left aside.

";

/// The table as a page of the documentation, with the exceptions.
pub(super) fn markdown(outcomes: &[Outcome], known: &Exceptions) -> String {
    let mut text = String::from(PREAMBLE);
    let line = |cells: &[String; COLUMNS.len()]| format!("| {} |\n", cells.join(" | "));
    text.push_str(&line(&COLUMNS.map(str::to_owned)));
    text.push_str("|---|");
    text.push_str(&"---:|".repeat(COLUMNS.len() - 1));
    text.push('\n');
    for row in rows(outcomes, known) {
        text.push_str(&line(&row));
    }
    text.push_str("\n## What counts as the same\n\n");
    for (rule, reason) in known.reasons() {
        let name = format!("{rule:?}").to_lowercase();
        let _ = writeln!(text, "- {name}: {reason}");
    }
    text.push_str("\n## What does not come back\n\n");
    let mut by_reason: BTreeMap<&str, Vec<&Known>> = BTreeMap::new();
    for known in &known.known {
        by_reason.entry(&known.reason).or_default().push(known);
    }
    for (reason, places) in by_reason {
        let _ = writeln!(text, "- {reason}");
        for known in places {
            let _ = writeln!(text, "  - `{}` `{}`", known.document, known.pointer);
        }
    }
    text
}

/// Every failure that is not listed, as JSON.
pub(super) fn failures(outcomes: &[Outcome], known: &Exceptions) -> Value {
    let mut all = Vec::new();
    for outcome in outcomes {
        let Ok(checked) = &outcome.result else {
            continue;
        };
        for failure in split(&outcome.name, checked, known).0 {
            let (problem, message) = match &failure.problem {
                Problem::Unread(message) => ("unread", message),
                Problem::Changed(message) => ("changed", message),
            };
            all.push(json!({
                "document": outcome.name,
                "pointer": failure.pointer,
                "type": failure.ty,
                "origin": failure.origin.to_string(),
                "instance": failure.instance,
                "problem": problem,
                "message": message,
            }));
        }
    }
    Value::Array(all)
}
