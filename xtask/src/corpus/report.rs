//! What a run of the corpus shows: a table, the same as Markdown and as JSON, and the verdict.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use serde_json::{Value, json};
use wiregen::map::Fallback;

use super::Outcome;
use super::generate::Client;
use super::known::Verdict;

/// What the columns are called; the first is text, the others are numbers.
const COLUMNS: [&str; 12] = [
    "document",
    "operations",
    "client",
    "types",
    "notes",
    "items %",
    "any",
    "lines",
    "ms",
    "errors",
    "warnings",
    "check s",
];

/// The table for a terminal.
pub(super) fn table(outcomes: &[Outcome]) -> String {
    let rows = rows(outcomes);
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
    text.push('\n');
    for (kind, (uses, documents)) in kinds(outcomes) {
        let _ = writeln!(text, "{uses:>6} {kind} in {documents} documents");
    }
    for (reason, uses) in reasons(outcomes) {
        let _ = writeln!(text, "{uses:>6} of any value: {}", kebab(reason));
    }
    text
}

/// The table as a page of the documentation.
pub(super) fn markdown(outcomes: &[Outcome]) -> String {
    let mut text = String::from(PREAMBLE);
    let line = |cells: &[String; COLUMNS.len()]| format!("| {} |\n", cells.join(" | "));
    text.push_str(&line(&COLUMNS.map(str::to_owned)));
    text.push_str("|---|");
    text.push_str(&"---:|".repeat(COLUMNS.len() - 1));
    text.push('\n');
    for row in rows(outcomes) {
        text.push_str(&line(&row));
    }
    text.push_str(
        "\n## Notes of the generator by kind\n\n| kind | notes | documents |\n|---|---:|---:|\n",
    );
    for (kind, (uses, documents)) in kinds(outcomes) {
        let _ = writeln!(text, "| `{kind}` | {uses} | {documents} |");
    }
    text.push_str("\n## Why places became any value\n\n| reason | places |\n|---|---:|\n");
    for (reason, uses) in reasons(outcomes) {
        let _ = writeln!(text, "| {} | {uses} |", kebab(reason));
    }
    let failures: Vec<_> = outcomes
        .iter()
        .filter_map(|outcome| Some((&outcome.document.name, outcome.failure()?)))
        .collect();
    if !failures.is_empty() {
        text.push_str("\n## Documents that fail\n\n");
    }
    for (name, failure) in failures {
        let _ = writeln!(text, "- {name}: `{}`", failure.replace('`', "'"));
    }
    text
}

const PREAMBLE: &str = "\
# What real documents become

Written by `cargo xtask corpus DIR --markdown docs/coverage.md`; not edited by hand. For each
document: its operations, those of its client, the named types, what the generator has to note
about the document or its own limits, the share of its places (schemas, properties, operations,
parameters, bodies and answers) that became a Rust item of their own, the places that became any
value although they say more, the lines of Rust (documentation included; the runtime and the mock
server left out), the time that generating takes, the errors and warnings of the compiler, and the processor
time that `cargo check` spends on the crate.

";

fn rows(outcomes: &[Outcome]) -> Vec<[String; COLUMNS.len()]> {
    let mut rows: Vec<_> = outcomes.iter().map(row).collect();
    rows.push(total(outcomes));
    rows
}

fn row(outcome: &Outcome) -> [String; COLUMNS.len()] {
    let dash = || "-".to_owned();
    let mut row = COLUMNS.map(|_| dash());
    row[0].clone_from(&outcome.document.name);
    row[1] = outcome.document.operations.to_string();
    if let Ok(client) = &outcome.client {
        row[2] = client.operations.to_string();
        row[3] = client.types.to_string();
        row[4] = client.warnings.values().sum::<usize>().to_string();
        row[5] = share(client.coverage.own, client.coverage.pointers);
        row[6] = fallbacks(client).to_string();
        row[7] = client.lines.to_string();
        row[8] = format!("{:.1}", client.time.as_secs_f64() * 1000.0);
    }
    if let Some(compiled) = &outcome.compiled {
        row[9] = compiled.errors.to_string();
        row[10] = compiled.warnings.to_string();
        if let Some(cost) = compiled.cost {
            row[11] = format!("{:.1}", cost.seconds);
        }
    }
    row
}

fn total(outcomes: &[Outcome]) -> [String; COLUMNS.len()] {
    let clients = || {
        outcomes
            .iter()
            .filter_map(|outcome| outcome.client.as_ref().ok())
    };
    let compiled = || {
        outcomes
            .iter()
            .filter_map(|outcome| outcome.compiled.as_ref())
    };
    let sum = |numbers: &mut dyn Iterator<Item = usize>| numbers.sum::<usize>().to_string();
    let costs = compiled().filter_map(|compiled| compiled.cost);
    [
        format!(
            "{} documents, {} clients",
            outcomes.len(),
            clients().count()
        ),
        sum(&mut outcomes.iter().map(|outcome| outcome.document.operations)),
        sum(&mut clients().map(|client| client.operations)),
        sum(&mut clients().map(|client| client.types)),
        sum(&mut clients().flat_map(|client| client.warnings.values().copied())),
        share(
            clients().map(|client| client.coverage.own).sum(),
            clients().map(|client| client.coverage.pointers).sum(),
        ),
        sum(&mut clients().map(fallbacks)),
        sum(&mut clients().map(|client| client.lines)),
        format!(
            "{:.0}",
            clients()
                .map(|client| client.time.as_secs_f64())
                .sum::<f64>()
                * 1000.0
        ),
        sum(&mut compiled().map(|compiled| compiled.errors)),
        sum(&mut compiled().map(|compiled| compiled.warnings)),
        format!("{:.0}", costs.fold(0.0, |sum, cost| sum + cost.seconds)),
    ]
}

/// The name of a reason, as the map has it.
fn kebab(reason: Fallback) -> String {
    serde_json::to_value(reason)
        .ok()
        .and_then(|name| name.as_str().map(str::to_owned))
        .unwrap_or_default()
}

/// A share in percent.
fn share(part: usize, whole: usize) -> String {
    if whole == 0 {
        return "-".to_owned();
    }
    format!("{:.1}", part as f64 / whole as f64 * 100.0)
}

/// How many places became any value although they say more.
fn fallbacks(client: &Client) -> usize {
    client.coverage.fallbacks.values().sum()
}

/// Why places became any value although they say more, and how often.
fn reasons(outcomes: &[Outcome]) -> BTreeMap<Fallback, usize> {
    let mut reasons = BTreeMap::new();
    let clients = outcomes
        .iter()
        .filter_map(|outcome| outcome.client.as_ref().ok());
    for (reason, uses) in clients.flat_map(|client| &client.coverage.fallbacks) {
        *reasons.entry(*reason).or_default() += uses;
    }
    reasons
}

/// How often each kind of warning was given, and in how many documents; the most frequent first.
fn kinds(outcomes: &[Outcome]) -> Vec<(&'static str, (usize, usize))> {
    let mut kinds: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for client in outcomes
        .iter()
        .filter_map(|outcome| outcome.client.as_ref().ok())
    {
        for (kind, uses) in &client.warnings {
            let entry = kinds.entry(kind).or_default();
            *entry = (entry.0 + uses, entry.1 + 1);
        }
    }
    let mut kinds: Vec<_> = kinds.into_iter().collect();
    kinds.sort_by_key(|(_, (uses, _))| std::cmp::Reverse(*uses));
    kinds
}

/// Everything that is known of each document.
pub(super) fn json(outcomes: &[Outcome]) -> String {
    let documents: Vec<Value> = outcomes.iter().map(entry).collect();
    let mut text =
        serde_json::to_string_pretty(&json!({ "documents": documents })).unwrap_or_default();
    text.push('\n');
    text
}

fn entry(outcome: &Outcome) -> Value {
    let client = outcome.client.as_ref().ok().map(|client| {
        json!({
            "operations": client.operations,
            "types": client.types,
            "warnings": client.warnings,
            "lines": client.lines,
            "coverage": client.coverage,
            "milliseconds": client.time.as_secs_f64() * 1000.0,
        })
    });
    let compiled = outcome.compiled.as_ref().map(|compiled| {
        json!({
            "errors": compiled.errors,
            "warnings": compiled.warnings,
            "messages": compiled.messages,
            "cost": compiled.cost,
        })
    });
    json!({
        "document": outcome.document.name,
        "operations": outcome.document.operations,
        "client": client,
        "compiled": compiled,
        "failure": outcome.failure(),
    })
}

/// The last lines: what is not as it should be.
pub(super) fn verdict(verdict: &Verdict, known: &Path) -> String {
    let mut text = String::from("\n");
    for (name, failure) in &verdict.unexpected {
        let _ = writeln!(text, "FAILED {name}: {failure}");
    }
    for (name, reason) in &verdict.expected {
        let _ = writeln!(text, "known  {name}: {reason}");
    }
    for name in &verdict.mended {
        let _ = writeln!(text, "PASSES {name}: take it out of {}", known.display());
    }
    let _ = writeln!(
        text,
        "{} passed, {} failed, {} known to fail",
        verdict.passed + verdict.mended.len(),
        verdict.unexpected.len(),
        verdict.expected.len()
    );
    text
}
