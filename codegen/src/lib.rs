//! Generates typed Rust clients from OpenAPI 3.1 documents.
//!
//! [`generate`] is the way through: text becomes a tree ([`source`]), the tree a document
//! ([`document`]), the document what it means ([`lower`] to [`ir`]), that gets its Rust identifiers
//! ([`names`]) and becomes files. Nothing here touches the disk but [`source::Source::load`],
//! [`BuildScript`], and the module `cli`, which is the program `wiregen` (cargo feature `cli`, on by
//! default).
#![cfg_attr(
    not(test),
    warn(
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::string_slice,
        clippy::todo,
        clippy::unimplemented,
        clippy::unreachable,
        clippy::unwrap_used
    )
)]

pub mod build_script;
#[cfg(feature = "cli")]
#[expect(
    clippy::disallowed_methods,
    reason = "the program reads and writes files"
)]
pub mod cli;
pub mod config;
mod data_types;
pub mod diagnostic;
pub mod diff;
pub mod document;
mod emit;
pub mod examples;
pub mod inspect;
pub mod ir;
pub mod lower;
pub mod map;
pub mod names;
mod render;
mod select;
pub mod source;

use std::collections::BTreeMap;

pub use build_script::BuildScript;

use config::Config;
use diagnostic::{Allowed, Cause, Diagnostic, Severity};
use document::Document;
use inspect::Inspection;
use ir::Api;
use lower::Trace;
use map::Map;
use names::Names;
use source::Source;

/// A generated client.
#[derive(Debug)]
pub struct Output {
    /// The text of every file by its path within the crate.
    pub files: BTreeMap<String, String>,
    /// How many operations there are.
    pub operations: usize,
    /// How many requests of the API's server are read: webhooks and callbacks.
    pub incoming: usize,
    /// How many named types there are.
    pub types: usize,
    /// What could not be expressed, with the fallback that was taken.
    pub warnings: Vec<Diagnostic>,
    /// How many warnings the configuration allows; they are not among the others.
    pub allowed: usize,
}

/// Generates a client.
///
/// # Errors
/// Everything that is wrong with the document, warnings included, when one of the findings is an
/// error.
pub fn generate(source: &Source, config: &Config) -> Result<Output, Vec<Diagnostic>> {
    let lower = |document: &Document| untraced(document, config);
    through(source, config, lower, |_| ()).map(|(output, ())| output)
}

/// Generates a client, and a map that says what each part of the document became.
///
/// # Errors
/// As [`generate`].
pub fn generate_with_map(
    source: &Source,
    config: &Config,
) -> Result<(Output, Map), Vec<Diagnostic>> {
    let lower = |document: &Document| lower::lower_traced(document, config);
    through(source, config, lower, |stages: &Stages<'_, Trace>| {
        map::map(source, stages, config)
    })
}

/// Tells what the client of a document offers.
///
/// # Errors
/// As [`generate`].
pub fn inspect(source: &Source, config: &Config) -> Result<Inspection, Vec<Diagnostic>> {
    let lower = |document: &Document| lower::lower_traced(document, config);
    let understood = stages(source, config, lower)?;
    Ok(inspect::inspect(source, &understood.stages(), config))
}

/// What the stages have made of a document, with a trace of the lowering where it was asked for.
struct Stages<'a, T> {
    document: &'a Document,
    api: &'a Api,
    trace: &'a T,
    names: &'a Names,
}

fn through<T, M>(
    source: &Source,
    config: &Config,
    lower: impl FnOnce(&Document) -> (Api, T, Vec<Diagnostic>),
    map: impl FnOnce(&Stages<'_, T>) -> M,
) -> Result<(Output, M), Vec<Diagnostic>> {
    let understood = stages(source, config, lower)?;
    let api = &understood.api;
    let files = render::render(api, &understood.names, config);
    let (operations, incoming, types) = (api.operations.len(), api.incoming.len(), api.types.len());
    let map = map(&understood.stages());
    let output = Output {
        files,
        operations,
        incoming,
        types,
        warnings: understood.findings,
        allowed: understood.allowed,
    };
    Ok((output, map))
}

/// The lowering without a trace of it.
fn untraced(document: &Document, config: &Config) -> (Api, (), Vec<Diagnostic>) {
    let (api, findings) = lower::lower(document, config);
    (api, (), findings)
}

/// What a document means, and the findings on the way, none of which is an error.
struct Understood<T> {
    document: Document,
    api: Api,
    trace: T,
    names: Names,
    findings: Vec<Diagnostic>,
    allowed: usize,
}

impl<T> Understood<T> {
    fn stages(&self) -> Stages<'_, T> {
        Stages {
            document: &self.document,
            api: &self.api,
            trace: &self.trace,
            names: &self.names,
        }
    }
}

/// The way from a text to what it means and what that is called.
fn stages<T>(
    source: &Source,
    config: &Config,
    lower: impl FnOnce(&Document) -> (Api, T, Vec<Diagnostic>),
) -> Result<Understood<T>, Vec<Diagnostic>> {
    let mut findings = source.findings().to_vec();
    let mut allowed = Allowed::new(source, &config.diagnostics.allow);
    if is_faulty(&findings) {
        allowed.take_out(&mut findings);
        return Err(findings);
    }
    let (mut document, more) = document::read(source);
    findings.extend(more);
    findings.extend(config.unused_files(source, document.head));
    findings.extend(select::select(&mut document, config));
    let (api, trace, more) = lower(&document);
    findings.extend(more);
    let names = names::name(&api, config);
    findings.extend(names::check(&api, &names, config, document.head));
    // What several uses of a part have found in it is one finding.
    findings.sort_by_key(|finding| (finding.at, finding.severity, finding.code));
    findings.dedup();
    allowed.take_out(&mut findings);
    allowed.report_unused(&mut findings, |index| {
        let place = config.place_in("diagnostics.allow", &index.to_string());
        place.unwrap_or(document.head)
    });
    if config.strict {
        for finding in &mut findings {
            if finding.cause == Cause::Fault {
                finding.severity = Severity::Error;
            }
        }
    }
    diagnostic::deny(&config.diagnostics.deny, &mut findings);
    if is_faulty(&findings) {
        return Err(findings);
    }
    Ok(Understood {
        document,
        api,
        trace,
        names,
        findings,
        allowed: allowed.count,
    })
}

/// What a document means and what that is called, without a client.
fn understand(source: &Source, config: &Config) -> Result<(Api, Names), Vec<Diagnostic>> {
    let lower = |document: &Document| untraced(document, config);
    let understood = stages(source, config, lower)?;
    Ok((understood.api, understood.names))
}

fn is_faulty(findings: &[Diagnostic]) -> bool {
    findings
        .iter()
        .any(|finding| finding.severity == Severity::Error)
}
