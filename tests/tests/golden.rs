//! One small document per construct, and the client that it becomes.
//!
//! `UPDATE_EXPECT=1 cargo test --package wiregen-tests --test golden` renews the files; the
//! difference is then for a reviewer to read.

use std::collections::{BTreeMap, BTreeSet};
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
/// denied, without optional features and with all: what a stranger's CI would do first.
#[test]
fn every_golden_client_compiles_without_a_warning() {
    let workspace = write_crates("goldens", clients(goldens()));
    let deny = ["--", "-D", "warnings"];
    run(
        &workspace,
        &[&["clippy", "--workspace"], &deny[..]].concat(),
    );
    let all = ["clippy", "--workspace", "--all-features"];
    run(&workspace, &[&all[..], &deny].concat());
    let docs = ["doc", "--workspace", "--no-deps", "--all-features"];
    run(&workspace, &docs);
}

/// A client's name, and its files.
type Client = (String, BTreeMap<String, String>);

/// Every generated example is read by its type: the types of all golden clients, in one crate for those
/// that depend on the same.
#[test]
fn every_example_of_the_golden_clients_can_be_read() {
    let mut alike: BTreeMap<String, Vec<Client>> = BTreeMap::new();
    for (name, client) in clients(goldens()) {
        let dependencies = client["Cargo.toml"].split_once("[dependencies]").unwrap().1;
        let dependencies = dependencies.to_owned();
        alike.entry(dependencies).or_default().push((name, client));
    }
    let crates = alike.into_values().enumerate();
    let crates = crates.map(|(index, clients)| {
        let package = format!("examples-{index}");
        let files = types_and_examples(&package, clients);
        (package, files)
    });
    let workspace = write_crates("golden-examples", crates);
    run(&workspace, &["test", "--lib", "--all-features"]);
}

/// A crate with the types and examples of clients that depend on the same.
fn types_and_examples(package: &str, clients: Vec<Client>) -> BTreeMap<String, String> {
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    let mut root = "#![allow(dead_code, unexpected_cfgs)]\nmod runtime;\n".to_owned();
    let mut features: BTreeSet<String> = BTreeSet::new();
    for (name, client) in clients {
        let is_tag = |line: &&str| line.ends_with(" = []");
        features.extend(
            client["Cargo.toml"]
                .lines()
                .filter(is_tag)
                .map(str::to_owned),
        );
        for file in ["types", "examples"] {
            let text = client[&format!("src/{file}.rs")].clone();
            files.insert(format!("src/{name}/{file}.rs"), text);
        }
        root.push_str(&format!(
            "mod {name} {{ pub mod types; pub mod examples; }}\n"
        ));
        // What types refer to stands at the root, and is the same for all.
        if !files.contains_key("src/lib.rs") {
            let exports = client["src/lib.rs"]
                .split_once("pub use runtime")
                .unwrap()
                .1;
            root.push_str(&format!("pub use runtime{exports}"));
            let name = format!("golden-{}", name.replace('_', "-"));
            let manifest = client["Cargo.toml"].replace(&name, package);
            files.insert("Cargo.toml".to_owned(), manifest);
            let runtime = client
                .into_iter()
                .filter(|(file, _)| file.starts_with("src/runtime/"));
            files.extend(runtime);
            files.insert("src/lib.rs".to_owned(), String::new());
        }
    }
    let manifest = &files["Cargo.toml"];
    let features: Vec<String> = features.into_iter().collect();
    let all = format!("[features]\n{}\n", features.join("\n"));
    let manifest = manifest.replacen("[features]\n", &all, 1);
    files.insert("Cargo.toml".to_owned(), manifest);
    files.insert("src/lib.rs".to_owned(), root);
    files
}

/// Runs the tests in `tests/mocks`, which use the mock servers of golden clients as a user would.
#[test]
fn the_mock_servers_of_golden_clients_answer() {
    let used = [
        "answers",
        "bodies",
        "formats_jiff",
        "formats_time",
        "groups",
        "multipart",
        "parameters",
        "response_headers",
        "security",
        "streams",
    ];
    let mut members: Vec<(String, BTreeMap<String, String>)> =
        clients(used.map(str::to_owned)).collect();
    let folder = Path::new(GOLDEN).with_file_name("mocks");
    let files = files_below(&folder).into_iter();
    let files = files.map(|file| {
        let text = fs::read_to_string(folder.join(&file)).unwrap();
        (file.replace(".in", ""), text)
    });
    members.push(("mocks".to_owned(), files.collect()));
    let workspace = write_crates("golden-mocks", members);
    run(&workspace, &["test", "--package", "mocks"]);
}

/// The files of some golden clients.
fn clients(
    names: impl IntoIterator<Item = String>,
) -> impl Iterator<Item = (String, BTreeMap<String, String>)> {
    names.into_iter().map(|name| {
        let root = document(Path::new(GOLDEN), &name);
        let output = generate_file(&root, &name).1.unwrap();
        (name, output.files)
    })
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
    let said = [output.stdout, output.stderr].concat();
    let report = String::from_utf8_lossy(&said);
    assert!(
        output.status.success(),
        "cargo {}:\n{report}",
        arguments.join(" ")
    );
}
