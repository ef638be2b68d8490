//! Generates typed Rust clients from OpenAPI 3.1 documents.
//!
//! [`generate`] is the way through: text becomes a tree ([`source`]), the tree a document
//! ([`document`]), the document what it means ([`lower`] to [`ir`]), that gets its Rust identifiers
//! ([`names`]) and becomes files. Nothing here touches the disk but [`source::Source::load`].
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

pub mod config;
pub mod diagnostic;
pub mod document;
mod emit;
pub mod ir;
pub mod lower;
pub mod names;
mod render;
pub mod source;

use std::collections::BTreeMap;

use config::Config;
use diagnostic::{Diagnostic, Severity};
use source::Source;

/// A generated client.
#[derive(Debug)]
pub struct Output {
    /// The text of every file by its path within the crate.
    pub files: BTreeMap<String, String>,
    /// How many operations there are.
    pub operations: usize,
    /// How many named types there are.
    pub types: usize,
    /// What could not be expressed, with the fallback that was taken.
    pub warnings: Vec<Diagnostic>,
}

/// Generates a client.
///
/// # Errors
/// Everything that is wrong with the document, warnings included, when one of the findings is an
/// error.
pub fn generate(source: &Source, config: &Config) -> Result<Output, Vec<Diagnostic>> {
    let mut findings = source.findings().to_vec();
    if is_faulty(&findings) {
        return Err(findings);
    }
    let (document, more) = document::read(source);
    findings.extend(more);
    let (api, more) = lower::lower(&document, config);
    findings.extend(more);
    // What several uses of a part have found in it is one finding.
    findings.sort_by_key(|finding| (finding.at, finding.severity, finding.code));
    findings.dedup();
    if is_faulty(&findings) {
        return Err(findings);
    }
    let names = names::name(&api, config);
    let files = render::render(&api, &names, config);
    let (operations, types) = (api.operations.len(), api.types.len());
    Ok(Output {
        files,
        operations,
        types,
        warnings: findings,
    })
}

fn is_faulty(findings: &[Diagnostic]) -> bool {
    findings
        .iter()
        .any(|finding| finding.severity == Severity::Error)
}
