//! What is said of the changes: for a terminal, for a pull request, and for programs.

use std::fmt::Write as _;

use serde::Serialize;

use super::{Change, Changes, Document, Rust, Wire};

/// How many changes of a level a text names.
const SHOWN: usize = 25;

/// For a terminal: what matters most first, a line or two for each change.
pub fn text(changes: &Changes) -> String {
    let mut text = String::new();
    for rust in [Rust::Major, Rust::Minor, Rust::Patch] {
        let of: Vec<&Change> = of_level(changes, rust).collect();
        if of.is_empty() {
            continue;
        }
        let _ = writeln!(text, "{}: {}", level(rust), count(of.len()));
        for change in of.iter().take(SHOWN) {
            let _ = writeln!(
                text,
                "  {} {}{}",
                change.kind.id(),
                short(&change.subject),
                values(change)
            );
            let _ = writeln!(
                text,
                "    wire: {}, {}",
                wire(change.wire),
                short(&change.wire_reason)
            );
            let _ = writeln!(text, "    rust: {}", plain(&change.rust_reasons.join("; ")));
            if let Some(place) = place(change) {
                let _ = writeln!(text, "    at {place}");
            }
        }
        if of.len() > SHOWN {
            let _ = writeln!(text, "  and {} more", of.len() - SHOWN);
        }
        text.push('\n');
    }
    text.push_str(&summary(changes));
    text.push('\n');
    text
}

/// What all of it comes to, in a line.
pub(super) fn summary(changes: &Changes) -> String {
    if changes.is_empty() {
        return format!("no change of the API: {} stays", changes.version);
    }
    let breaking = changes
        .changes
        .iter()
        .filter(|change| change.wire == Wire::Breaking)
        .count();
    let wire = match breaking {
        0 => "none of them breaks old clients on the wire".to_owned(),
        1 => "1 of them breaks old clients on the wire".to_owned(),
        number => format!("{number} of them break old clients on the wire"),
    };
    format!(
        "{}, {wire}; {} -> {} ({})",
        count(changes.changes.len()),
        changes.version,
        changes.suggested,
        changes.rust.map_or("", level),
    )
}

fn of_level(changes: &Changes, rust: Rust) -> impl Iterator<Item = &Change> {
    let changes = changes.changes.iter();
    changes.filter(move |change| change.rust == rust)
}

fn level(rust: Rust) -> &'static str {
    match rust {
        Rust::Major => "major",
        Rust::Minor => "minor",
        Rust::Patch => "patch",
    }
}

fn wire(wire: Wire) -> &'static str {
    match wire {
        Wire::Compatible => "compatible",
        Wire::Risky => "risky",
        Wire::Breaking => "breaking",
    }
}

fn count(number: usize) -> String {
    match number {
        1 => "1 change".to_owned(),
        number => format!("{number} changes"),
    }
}

/// `: i64 -> String`.
fn values(change: &Change) -> String {
    match (
        change.was.as_deref().map(short),
        change.is.as_deref().map(short),
    ) {
        (Some(was), Some(is)) => format!(": {was} -> {is}"),
        (Some(one), None) | (None, Some(one)) => format!(": {one}"),
        (None, None) => String::new(),
    }
}

/// Text without control characters, ends of lines, and what is not seen but turns around what is.
fn plain(text: &str) -> String {
    let is_unseen = |character: char| {
        character.is_control()
            || matches!(character, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    text.replace(is_unseen, " ")
}

/// The most characters of a value that are shown.
const LONGEST: usize = 100;

/// A value on one line, without what a terminal would take for more than text.
fn short(text: &str) -> String {
    let text = plain(text);
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

fn place(change: &Change) -> Option<String> {
    let place = change.place.as_ref()?;
    let of = match place.document {
        Document::Old => " (old)",
        Document::New => "",
    };
    Some(format!("{}:{}{of}", short(&place.file), place.line))
}

/// The most characters of a comment: GitHub takes 65,536.
const COMMENT: usize = 60_000;

/// For a pull request: the version, what breaks, what may break, and the rest folded away.
pub fn markdown(changes: &Changes) -> String {
    let mut text = format!("## API: {} → {}\n\n", changes.version, changes.suggested);
    if changes.is_empty() {
        return format!("## API: {} stays\n\nNothing changed.\n", changes.version);
    }
    let _ = writeln!(text, "{}.\n", escaped(&summary(changes)));
    let breaks = |change: &&Change| change.rust == Rust::Major || change.wire == Wire::Breaking;
    let (first, rest): (Vec<&Change>, Vec<&Change>) = changes.changes.iter().partition(breaks);
    let is_risky = |change: &&Change| change.wire == Wire::Risky;
    let (risky, rest): (Vec<&Change>, Vec<&Change>) = rest.into_iter().partition(is_risky);
    if first.is_empty() && risky.is_empty() {
        text.push_str("Nothing breaks.\n");
    }
    let sections = [("What breaks", first), ("What may break", risky)];
    let sections = sections.iter().filter(|(_, changes)| !changes.is_empty());
    for (index, (heading, changes)) in sections.enumerate() {
        let space = if index > 0 { "\n" } else { "" };
        let _ = writeln!(text, "{space}### {heading}\n");
        table(&mut text, changes);
    }
    if !rest.is_empty() {
        let _ = writeln!(
            text,
            "\n<details><summary>{} nothing</summary>\n",
            match rest.len() {
                1 => "1 change that breaks".to_owned(),
                number => format!("{number} changes that break"),
            }
        );
        table(&mut text, &rest);
        text.push_str("\n</details>\n");
    }
    text
}

fn table(text: &mut String, changes: &[&Change]) {
    text.push_str("| change | of | wire | Rust |\n|---|---|---|---|\n");
    for (index, change) in changes.iter().enumerate() {
        let row = row(change);
        if text.len() + row.len() > COMMENT {
            let _ = writeln!(text, "\nAnd {} more.", changes.len() - index);
            return;
        }
        text.push_str(&row);
    }
}

fn row(change: &Change) -> String {
    let place = place(change).map_or_else(String::new, |place| format!("<br>{}", escaped(&place)));
    format!(
        "| `{}` | {}{}{place} | {}: {} | {}: {} |\n",
        change.kind.id(),
        code(&change.subject),
        escaped(&values(change)),
        wire(change.wire),
        escaped(&change.wire_reason),
        level(change.rust),
        escaped(&change.rust_reasons.join("; ")),
    )
}

fn code(text: &str) -> String {
    let text = short(text).replace('|', "\\|");
    // A fence that is longer than any within (CommonMark 0.31, section 6.1).
    let runs = text.split(|character| character != '`').map(str::len);
    match runs.max().unwrap_or(0) {
        0 => format!("`{text}`"),
        longest => {
            let fence = "`".repeat(longest + 1);
            format!("{fence} {text} {fence}")
        }
    }
}

/// Text of a document that can stand in a cell: nothing in it is markup, but for code.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    let mut is_code = false;
    // An odd mark would turn what follows inside out.
    let is_paired = text.matches('`').count().is_multiple_of(2);
    for character in plain(text).chars() {
        match character {
            '`' if is_paired => {
                is_code = !is_code;
                out.push('`');
            }
            '|' => out.push_str("\\|"),
            '<' if !is_code => out.push_str("&lt;"),
            '&' if !is_code => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '@' | '#' | '~' if !is_code => {
                out.push('\\');
                out.push(character);
            }
            other => out.push(other),
        }
    }
    out
}

/// For programs: all of it as JSON, with the version of this form.
pub fn json(changes: &Changes) -> String {
    #[derive(Serialize)]
    struct Report<'a> {
        /// The version of the form, which goes up when something in it means something else.
        format: u32,
        #[serde(flatten)]
        changes: &'a Changes,
    }
    let report = Report { format: 1, changes };
    let mut text = serde_json::to_string_pretty(&report).unwrap_or_default();
    text.push('\n');
    text
}
