//! Faulty documents, and the whole report that each of them gets.
//!
//! `UPDATE_EXPECT=1 cargo test --package wiregen-tests --test negative` renews the reports.

use std::path::Path;

use expect_test::expect_file;
use wiregen_tests::generator::{document, documents, generate_file};

const NEGATIVE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/negative");

#[test]
fn every_faulty_document_gets_its_report_and_no_client() {
    for name in documents(Path::new(NEGATIVE)) {
        let (report, output) = generate_file(&document(Path::new(NEGATIVE), &name), &name);
        assert!(output.is_none(), "{name} was generated");
        expect_file![Path::new(NEGATIVE).join(format!("{name}.txt"))].assert_eq(&report);
    }
}
