//! Every code of a report is explained, and its examples are true.
//!
//! `UPDATE_EXPECT=1 cargo test --package wiregen-tests --test explanations` renews the page of the
//! book that shows the explanations.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use expect_test::expect_file;
use wiregen::diagnostic::codes::{self, Kind};
use wiregen::diagnostic::{Cause, Code, Diagnostic, Severity};
use wiregen_tests::explanations::{examples, generate, page};

/// Codes without an example, and why.
const WITHOUT: [(Code, &str); 7] = [
    (codes::COSTLY_JSON_PATH, "its document would be large"),
    (codes::NESTING_TOO_DEEP, "it would be more than 512 deep"),
    (codes::OVERLAY, "its file would not be readable"),
    (codes::NO_UTF_8, "an explanation is UTF-8"),
    (codes::TOO_DEEP, "it would be hundreds of schemas"),
    (codes::TOO_LARGE, "it would be 4 GiB"),
    (codes::TOO_MANY_UPDATES, "its document would be large"),
];

fn is_as_registered(finding: &Diagnostic) -> bool {
    let fault = finding.cause == Cause::Fault;
    match finding.code.kind() {
        Kind::Error => finding.severity == Severity::Error,
        Kind::Fault => finding.severity == Severity::Warning && fault,
        Kind::ErrorOrFault => fault,
        Kind::Limit => finding.severity == Severity::Warning && !fault,
    }
}

#[test]
fn every_example_has_its_finding_and_the_mended_one_has_none() {
    let mut wrong = Vec::new();
    for code in codes::ALL {
        let examples = examples(*code);
        let is_without = WITHOUT.iter().any(|(without, _)| without == code);
        if is_without {
            assert!(examples.reported.is_empty() && examples.mended.is_empty());
            continue;
        }
        let (reported, _) = generate(&examples.reported);
        let mut of_code = reported.iter().filter(|finding| finding.code == *code);
        if !of_code.any(is_as_registered) {
            wrong.push(format!("{code} is not reported: {reported:#?}"));
        }
        let without_help = reported.iter().filter(|finding| finding.help.is_none());
        wrong.extend(without_help.map(|finding| format!("what to write instead? {finding:#?}")));
        let (mended, output) = generate(&examples.mended);
        if !mended.is_empty() || output.is_none() {
            wrong.push(format!("{code} is not mended: {mended:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_explanation_has_a_title_and_says_what_is_generated() {
    for code in codes::ALL {
        let text = code.explanation();
        assert!(
            text.starts_with("# ") && !code.title().ends_with('.'),
            "{code}"
        );
        assert_eq!(
            text.contains("\n**Instead:** "),
            code.kind() != Kind::Error,
            "{code}"
        );
        assert!(text.lines().all(|line| line.len() <= 120), "{code}");
    }
}

#[test]
fn every_explanation_is_of_a_code() {
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../codegen/src/diagnostic/codes"
    );
    let files = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let files: BTreeSet<String> = files
        .filter(|path| path.extension().is_some_and(|kind| kind == "md"))
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    let codes: BTreeSet<String> = codes::ALL.iter().map(ToString::to_string).collect();
    assert_eq!(files, codes);
}

#[test]
fn every_code_in_the_reports_of_the_tests_is_registered() {
    for folder in ["negative", "negative/configuration"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|kind| kind != "txt") {
                continue;
            }
            for line in fs::read_to_string(&path).unwrap().lines() {
                let head = ["error[", "warning["];
                let rest = head.iter().find_map(|head| line.strip_prefix(head));
                let Some((code, _)) = rest.and_then(|rest| rest.split_once("]: ")) else {
                    continue;
                };
                code.parse::<Code>().unwrap();
            }
        }
    }
}

#[test]
fn the_page_of_the_book_is_fresh() {
    let book = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../docs/book/src/diagnostics.md"
    );
    let head = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../codegen/src/diagnostic/reference.md"
    );
    expect_file![book].assert_eq(&page(Path::new(head)));
}
