//! One document through the generator.

use std::collections::BTreeMap;
use std::fmt;
use std::panic::{self, AssertUnwindSafe};
use std::time::{Duration, Instant};

use wiregen::config::Config;
use wiregen::map::Coverage;

use super::documents::Document;

/// What the generator made.
#[derive(Debug)]
pub(super) struct Client {
    pub(super) operations: usize,
    pub(super) types: usize,
    /// How many warnings there are of each kind.
    pub(super) warnings: BTreeMap<&'static str, usize>,
    /// Lines of Rust, without the runtime that every client has.
    pub(super) lines: usize,
    pub(super) time: Duration,
    /// How much of the document has become Rust.
    pub(super) coverage: Coverage,
}

/// Why there is no client.
#[derive(Debug)]
pub(super) enum Failure {
    /// The file cannot be read.
    Unreadable(String),
    /// The document has errors: how many, and the first.
    Faulty(usize, String),
    /// The generator panicked, which it must never do.
    Panicked,
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(reason) => write!(formatter, "cannot be read: {reason}"),
            Self::Faulty(1, first) => write!(formatter, "1 error: {first}"),
            Self::Faulty(count, first) => write!(formatter, "{count} errors, the first: {first}"),
            Self::Panicked => formatter.write_str("the generator panicked"),
        }
    }
}

/// Generates the client: what is to be said of it, and its files.
pub(super) fn generate(document: &Document) -> (Result<Client, Failure>, BTreeMap<String, String>) {
    let result = panic::catch_unwind(AssertUnwindSafe(|| try_generate(document)));
    match result.unwrap_or(Err(Failure::Panicked)) {
        Ok((client, files)) => (Ok(client), files),
        Err(failure) => (Err(failure), BTreeMap::new()),
    }
}

fn try_generate(document: &Document) -> Result<(Client, BTreeMap<String, String>), Failure> {
    let started = Instant::now();
    let source = document
        .load()
        .map_err(|error| Failure::Unreadable(error.to_string()))?;
    let mut config = Config::default();
    config.package.name = Some(document.package());
    let output = wiregen::generate(&source, &config).map_err(|findings| {
        let (count, first) = document.errors(&source, &findings);
        Failure::Faulty(count, first)
    })?;
    let time = started.elapsed();
    let coverage = wiregen::generate_with_map(&source, &config)
        .map(|(_, map)| map.coverage())
        .unwrap_or_default();
    let mut warnings = BTreeMap::new();
    for warning in &output.warnings {
        *warnings.entry(warning.code.as_str()).or_default() += 1;
    }
    // What the compiler sees unless the feature `mock` is named.
    let apart = ["src/runtime/", "src/mock", "src/examples.rs"];
    let lines = output
        .files
        .iter()
        .filter(|(name, _)| {
            name.ends_with(".rs") && !apart.iter().any(|beginning| name.starts_with(beginning))
        })
        .map(|(_, text)| text.lines().count())
        .sum();
    let client = Client {
        operations: output.operations,
        types: output.types,
        warnings,
        lines,
        time,
        coverage,
    };
    Ok((client, output.files))
}
