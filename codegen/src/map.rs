//! A map of the document: what each of its parts became in Rust, or why it became nothing.
//!
//! The places come from the text itself and not from the stages, so that a part which a stage
//! overlooks shows in the map as one that became nothing.

mod absence;
mod index;
mod places;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::Stages;
use crate::config::Config;
use crate::examples::NoExample;
pub use crate::lower::Fallback;
use crate::lower::Trace;
use crate::source::{Source, Span};

use index::Index;
use places::Place;

/// A map of a document.
#[derive(Debug, Serialize)]
pub struct Map {
    /// The name of the root file, without folders.
    pub document: String,
    /// The places in the order of the text.
    pub entries: Vec<Entry>,
}

/// A place and what became of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Entry {
    /// Its JSON Pointer (RFC 6901) as a fragment.
    pub pointer: String,
    /// What stands there.
    pub kind: Kind,
    /// The file, relative to the folder of the root file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The items that it became, as paths from the root of the crate; none when it has only a type.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rust: Vec<String>,
    /// The Rust type of its values.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub ty: Option<String>,
    /// Why it became any value although it says more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fallback: Option<Fallback>,
    /// Why it became nothing of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub none: Option<Absence>,
    /// The place that it is a part of, or holds together with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub into: Option<String>,
    /// Why the type that it became has no `example()`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_example: Option<NoExample>,
    /// The JSON of the example of the type that it became, which stands in `src/examples.rs`.
    #[serde(skip)]
    pub example: Option<String>,
}

/// What stands at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A Schema Object.
    Schema,
    /// A Schema Object under `properties`.
    Property,
    /// An Operation Object.
    Operation,
    /// A Parameter Object, or a reference to one.
    Parameter,
    /// A Request Body Object, or a reference to one.
    RequestBody,
    /// A Response Object under its status, or a reference to one.
    Answer,
}

/// Why a place became nothing of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Absence {
    /// It is a part of what another place became (`allOf`, a branch that adds nothing of its own).
    Merged,
    /// It stands for null.
    Null,
    /// It admits no value.
    Never,
    /// It is a rule that is documented and left to the server (`not`, `if`, `contains` …).
    Rule,
    /// It stands in what became any value.
    InFallback,
    /// The body that it describes is handed over as text or bytes.
    Raw,
    /// Nothing that the client reads or writes refers to it.
    Unreachable,
    /// The configuration leaves its operation out.
    NotSelected,
    /// It is left aside, as a warning or the specification says.
    Ignored,
}

/// How much of a document has become Rust.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// All places.
    pub pointers: usize,
    /// The places that became an item of their own.
    pub own: usize,
    /// The places that have a type and no item of their own, such as the items of a list.
    pub typed: usize,
    /// The places that became any value although they say more, by reason. They count above too.
    pub fallbacks: BTreeMap<Fallback, usize>,
    /// The places that became nothing of their own, by reason.
    pub none: BTreeMap<Absence, usize>,
}

impl Map {
    /// Counts.
    pub fn coverage(&self) -> Coverage {
        let mut coverage = Coverage {
            pointers: self.entries.len(),
            ..Coverage::default()
        };
        for entry in &self.entries {
            match (entry.none, entry.rust.is_empty()) {
                (Some(absence), _) => *coverage.none.entry(absence).or_default() += 1,
                (None, false) => coverage.own += 1,
                (None, true) => coverage.typed += 1,
            }
            if let Some(fallback) = entry.fallback {
                *coverage.fallbacks.entry(fallback).or_default() += 1;
            }
        }
        coverage
    }
}

/// Makes the map.
pub(crate) fn map(source: &Source, stages: &Stages<'_, Trace>, config: &Config) -> Map {
    let index = Index::new(stages, config);
    let mut entries: Vec<Entry> = places::places(source, stages.document)
        .iter()
        .map(|place| entry(source, stages, &index, place))
        .collect();
    // A path item that several paths refer to: its operations stand there once and are several.
    let seen: BTreeSet<&str> = entries.iter().map(|entry| entry.pointer.as_str()).collect();
    let operations = stages.api.operations.iter();
    let more: Vec<Entry> = operations
        .filter(|operation| !seen.contains(operation.at.pointer.as_str()))
        .map(|operation| Entry {
            rust: index.operation(&operation.at.pointer),
            ..blank(
                source,
                &operation.at.pointer,
                Kind::Operation,
                operation.at.span,
            )
        })
        .collect();
    entries.extend(more);
    Map {
        document: source.name().to_owned(),
        entries,
    }
}

fn entry(
    source: &Source,
    stages: &Stages<'_, Trace>,
    index: &Index<'_>,
    place: &Place<'_>,
) -> Entry {
    let mut entry = blank(source, &place.pointer, place.kind, place.at);
    match place.kind {
        Kind::Schema | Kind::Property => index.schema(stages, &mut entry),
        Kind::Operation | Kind::Parameter | Kind::RequestBody | Kind::Answer => {
            index.part((source, stages.document), place, &mut entry);
        }
    }
    entry
}

/// A place of which nothing is said yet.
fn blank(source: &Source, pointer: &str, kind: Kind, at: Span) -> Entry {
    Entry {
        pointer: pointer.to_owned(),
        kind,
        file: file(source, at),
        line: source.line_column(at).0,
        rust: Vec::new(),
        ty: None,
        fallback: None,
        none: None,
        into: None,
        no_example: None,
        example: None,
    }
}

/// The file of a place as it is found from the root file, so that no folder of this machine shows.
pub(crate) fn file(source: &Source, at: Span) -> String {
    let name = |span| source.file(span).map_or("", |file| file.name.as_str());
    let (root, own) = (name(source.root().span), name(at));
    let folder = root.rfind(['/', '\\']).map_or(0, |end| end + 1);
    let shown = root
        .get(..folder)
        .and_then(|folder| own.strip_prefix(folder));
    shown.unwrap_or(own).replace('\\', "/")
}

#[cfg(test)]
mod tests;
