//! What is said of changes of the SIP API's document.
//!
//! `UPDATE_EXPECT=1 cargo test --package wiregen-tests --test diff` renews the files; the difference
//! is then for a reviewer to read.

use std::fs;
use std::path::{Path, PathBuf};

use expect_test::expect_file;
use wiregen::config::Config;
use wiregen::diff::{self, Changes, Rust, Side, Wire};
use wiregen::source::Source;
use wiregen_tests::edit::apply;
use wiregen_tests::generator::{GOLDEN, document, goldens};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

fn fixtures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("diff");
    let entries = fs::read_dir(folder).unwrap();
    let mut fixtures: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    fixtures.sort();
    fixtures
}

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(ROOT).join(path)).unwrap()
}

/// A text with its configuration.
fn load(text: String, config: &str) -> (Source, Config) {
    let mut source = Source::from_text("signalwire-sip.yaml", text);
    let config = Config::read(&mut source, "wiregen.yaml", config.to_owned()).unwrap();
    (source, config)
}

fn compare(old: String, new: String, config: &str) -> Changes {
    compare_loaded(&load(old, config), &load(new, config))
}

#[test]
fn edits_of_the_document_are_told_as_their_files_say() {
    let (document, config) = (read("spec/signalwire-sip.yaml"), read("spec/wiregen.yaml"));
    let fixtures = fixtures();
    assert!(fixtures.len() >= 10);
    for fixture in fixtures {
        let edit = fs::read_to_string(fixture.join("edit.diff")).unwrap();
        let changes = compare(document.clone(), apply(&document, &edit), &config);
        expect_file![fixture.join("expected.txt")].assert_eq(&diff::text(&changes));
        expect_file![fixture.join("expected.md")].assert_eq(&diff::markdown(&changes));
        expect_file![fixture.join("expected.json")].assert_eq(&diff::json(&changes));
    }
}

/// A golden document with the configuration that may stand beside it.
fn golden(name: &str) -> (Source, Config) {
    let path = document(Path::new(GOLDEN), name);
    let mut source = Source::load(&path).unwrap();
    let beside = path.with_file_name("wiregen.yaml");
    let config = match fs::read_to_string(beside) {
        Ok(text) => Config::read(&mut source, "wiregen.yaml", text).unwrap(),
        Err(_) => Config::default(),
    };
    source.configure(&config);
    (source, config)
}

fn compare_loaded(old: &(Source, Config), new: &(Source, Config)) -> Changes {
    let [old, new] = [old, new].map(|(source, config)| Side::read(source, config).unwrap());
    diff::compare(&old, &new)
}

#[test]
fn every_construct_is_the_same_as_itself() {
    for name in goldens() {
        let changes = compare_loaded(&golden(&name), &golden(&name));
        assert!(changes.is_empty(), "{name}:\n{}", diff::text(&changes));
    }
}

#[test]
fn whatever_is_compared_is_told() {
    let names = goldens();
    for (one, other) in names.iter().zip(names.iter().skip(1)) {
        let changes = compare_loaded(&golden(one), &golden(other));
        assert_eq!(changes.rust, Some(Rust::Major), "{one} and {other}");
        assert!(!diff::text(&changes).is_empty() && !diff::markdown(&changes).is_empty());
    }
}

#[test]
fn a_document_is_the_same_as_itself() {
    let (document, config) = (read("spec/signalwire-sip.yaml"), read("spec/wiregen.yaml"));
    let changes = compare(document.clone(), document, &config);
    assert!(changes.is_empty());
    assert_eq!(changes.version, changes.suggested);
    assert_eq!(changes.rust, None::<Rust>);
    assert_eq!(changes.wire, None::<Wire>);
}
