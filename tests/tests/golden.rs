//! One small document per construct, and the client that it becomes.
//!
//! `UPDATE_EXPECT=1 cargo test --package wiregen-tests --test golden` renews the files; the
//! difference is then for a reviewer to read.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use expect_test::expect_file;
use wiregen_tests::generator::{
    GOLDEN, document, files_below, generate_file, goldens, write_crates,
};

#[test]
fn every_construct_comes_out_as_its_golden_files_say() {
    for name in goldens() {
        let root = document(Path::new(GOLDEN), &name);
        let (report, output) = generate_file(&root, &name);
        let output = output.unwrap_or_else(|| panic!("{name} does not generate:\n{report}"));
        let folder = Path::new(GOLDEN).join(&name);
        let mut expected: BTreeSet<String> = BTreeSet::new();
        for (file, text) in &output.files {
            if !file.starts_with("src/") || file.starts_with("src/runtime/") {
                continue;
            }
            let file = file.trim_start_matches("src/").to_owned();
            let path = folder.join(&file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            expect_file![path].assert_eq(text);
            expected.insert(file);
        }
        if !report.is_empty() {
            expect_file![folder.join("report.txt")].assert_eq(&report);
            expected.insert("report.txt".to_owned());
        }
        let there: BTreeSet<String> = files_below(&folder).into_iter().collect();
        assert_eq!(there, expected, "files of golden/{name}");
    }
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    for name in goldens() {
        let root = document(Path::new(GOLDEN), &name);
        let elsewhere = tempfile::tempdir().unwrap();
        let copy = copy(&root, elsewhere.path());
        let first = generate_file(&root, &name).1.unwrap();
        let second = generate_file(&copy, &name).1.unwrap();
        assert_eq!(first.files, second.files, "{name} in two folders");
    }
}

/// A document elsewhere, with all files that stand beside its root.
fn copy(root: &Path, elsewhere: &Path) -> PathBuf {
    let folder = root.parent().unwrap();
    if folder == Path::new(GOLDEN) {
        let copy = elsewhere.join(root.file_name().unwrap());
        fs::copy(root, &copy).unwrap();
        return copy;
    }
    let target = elsewhere.join(folder.file_name().unwrap());
    for file in files_below(folder) {
        let copy = target.join(&file);
        fs::create_dir_all(copy.parent().unwrap()).unwrap();
        fs::copy(folder.join(&file), copy).unwrap();
    }
    target.join(root.file_name().unwrap())
}

/// Compiles every golden client with clippy's default set and builds its documentation, warnings
/// denied: what a stranger's CI would do first.
#[test]
fn every_golden_client_compiles_without_a_warning() {
    let clients = goldens().into_iter().map(|name| {
        let root = document(Path::new(GOLDEN), &name);
        let output = generate_file(&root, &name).1.unwrap();
        (name, output.files)
    });
    let workspace = write_crates("goldens", clients);
    run(
        &workspace,
        &[
            "clippy",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ],
    );
    run(&workspace, &["doc", "--workspace", "--no-deps"]);
}

fn run(workspace: &Path, arguments: &[&str]) {
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .args(if arguments[0] == "doc" {
            &["--quiet"][..]
        } else {
            &[]
        })
        .current_dir(workspace)
        .env("RUSTDOCFLAGS", "-D warnings")
        .env(
            "CARGO_TARGET_DIR",
            wiregen_tests::generator::target_folder(),
        )
        .output()
        .unwrap();
    let report = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "cargo {}:\n{report}",
        arguments.join(" ")
    );
}
