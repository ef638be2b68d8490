//! Faulty documents, and the whole report that each of them gets.
//!
//! Where the meaning of a fault is clear there is a client all the same, and the report is of
//! warnings alone. `UPDATE_EXPECT=1 cargo test --package wiregen-tests --test negative` renews the
//! reports.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use expect_test::expect_file;
use wiregen_tests::generator::{document, documents, generate_configured, generate_file};

const NEGATIVE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/negative");

/// The document that the faulty configurations are tried on.
const CONFIGURED: &str = include_str!("../fixtures/configured.yaml");

#[test]
fn every_faulty_document_gets_its_report() {
    let folder = Path::new(NEGATIVE);
    expect(folder, |name| {
        let (report, output) = generate_file(&document(folder, name), name);
        (report, output.is_some())
    });
}

#[test]
fn every_faulty_configuration_gets_its_report() {
    let folder = &Path::new(NEGATIVE).join("configuration");
    expect(folder, |name| {
        let config = fs::read_to_string(document(folder, name)).unwrap();
        let (report, output) = generate_configured("openapi.yaml", CONFIGURED.to_owned(), &config);
        (report, output.is_some())
    });
}

fn expect(folder: &Path, generate: impl Fn(&str) -> (String, bool)) {
    let mut silent = Vec::new();
    for name in documents(folder) {
        let (report, is_generated) = generate(&name);
        let has_error = report.lines().any(|line| line.starts_with("error["));
        assert_ne!(has_error, is_generated, "{name}:\n{report}");
        if report.is_empty() {
            silent.push(name);
            continue;
        }
        for finding in findings(&report) {
            let has_help = finding.lines().any(|line| line.contains("= help: "));
            assert!(has_help, "what to write instead?\n{finding}");
        }
        expect_file![folder.join(format!("{name}.txt"))].assert_eq(&report);
    }
    assert!(silent.is_empty(), "nothing is said of {silent:?}");
}

/// The findings of a report, which begin with a code.
fn findings(report: &str) -> Vec<String> {
    let mut findings: Vec<String> = Vec::new();
    for line in report.lines() {
        match findings.last_mut() {
            Some(finding) if !is_head(line) => finding.extend(["\n", line]),
            _ => findings.push(line.to_owned()),
        }
    }
    findings
}

fn is_head(line: &str) -> bool {
    ["error[", "warning["]
        .iter()
        .any(|head| line.starts_with(head))
}

#[test]
fn every_report_belongs_to_a_document() {
    for folder in [
        Path::new(NEGATIVE),
        &Path::new(NEGATIVE).join("configuration"),
    ] {
        let names: BTreeSet<String> = documents(folder).into_iter().collect();
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|kind| kind == "txt") {
                let name = path.file_stem().unwrap().to_string_lossy().into_owned();
                assert!(names.contains(&name), "{name}.txt");
            }
        }
    }
}
