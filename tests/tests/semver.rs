//! What the comparison of documents says of Rust, against what cargo-semver-checks finds in the
//! clients: it must not find a larger step than was told.
//!
//! It takes minutes, so it is run by name:
//! `cargo test --package wiregen-tests --test semver -- --ignored --nocapture`, after
//! `cargo install cargo-semver-checks --locked`; without the tool, nothing is checked.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use wiregen::config::Config;
use wiregen::diff::{self, Rust, Side};
use wiregen::source::Source;
use wiregen_tests::edit::apply;
use wiregen_tests::generator::target_folder;
use wiregen_tests::oasdiff::together;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

#[test]
#[ignore = "it takes minutes, and needs cargo-semver-checks"]
fn cargo_semver_checks_finds_no_larger_step() {
    let found = Command::new("cargo")
        .args(["semver-checks", "--version"])
        .output();
    if !found.is_ok_and(|output| output.status.success()) {
        eprintln!("SKIPPED: cargo-semver-checks is not installed; nothing was compared with it");
        return;
    }
    let document = fs::read_to_string(Path::new(ROOT).join("spec/signalwire-sip.yaml")).unwrap();
    let config = fs::read_to_string(Path::new(ROOT).join("spec/wiregen.yaml")).unwrap();
    let work = Work::new();
    let old = load(document.clone(), &config);
    let baseline = work.rustdoc("old", &old);
    let mut fixtures: Vec<PathBuf> = fs::read_dir(Path::new(ROOT).join("tests/diff"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    fixtures.sort();
    let mut wrong = Vec::new();
    let mut check = |name: &str, told: Rust, baseline: &Path, current: &Path| {
        let (required, report) = semver_checks(baseline, current);
        eprintln!("{name}: told {told:?}, cargo-semver-checks {required:?}");
        if required > told {
            wrong.push(format!("{name}: told {told:?}\n{report}"));
        }
    };
    // All changes of the table of rules that break no program, in one client.
    for rust in [Rust::Patch, Rust::Minor] {
        let [old, new] = together(|row| row.rust <= rust).map(|text| load(text, NAMED));
        let baseline = work.rustdoc("old-rules", &old);
        let current = work.rustdoc("new", &new);
        let told = told(&old, &new);
        assert_eq!(told, rust, "together they are what each of them is");
        check(&format!("the rules, {rust:?}"), told, &baseline, &current);
    }
    for fixture in fixtures {
        let name = fixture.file_name().unwrap().to_string_lossy().into_owned();
        let edit = fs::read_to_string(fixture.join("edit.diff")).unwrap();
        let new = load(apply(&document, &edit), &config);
        let told = told(&old, &new);
        let current = work.rustdoc("new", &new);
        check(&name, told, &baseline, &current);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The configuration of a client that is called like the other.
const NAMED: &str = "package: {name: signalwire-sip}";

/// What the comparison says.
fn told(old: &(Source, Config), new: &(Source, Config)) -> Rust {
    let old = Side::read(&old.0, &old.1).unwrap();
    let new = Side::read(&new.0, &new.1).unwrap();
    diff::compare(&old, &new).rust.unwrap_or(Rust::Patch)
}

fn load(text: String, config: &str) -> (Source, Config) {
    let mut source = Source::from_text("signalwire-sip.yaml", text);
    let config = Config::read(&mut source, "wiregen.yaml", config.to_owned()).unwrap();
    (source, config)
}

/// The folder that clients are written to and documented in.
struct Work {
    folder: PathBuf,
}

impl Work {
    fn new() -> Self {
        let folder = target_folder().join("wiregen/semver");
        fs::create_dir_all(&folder).unwrap();
        Self { folder }
    }

    /// Generates a client and its documentation as JSON: with all features, each client in the same
    /// target folder, so that dependencies are compiled once.
    fn rustdoc(&self, name: &str, (source, config): &(Source, Config)) -> PathBuf {
        let client = self.folder.join(name);
        let _ = fs::remove_dir_all(&client);
        let output = wiregen::generate(source, config).unwrap();
        for (file, text) in &output.files {
            let path = client.join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let manifest = client.join("Cargo.toml");
        // It is no member of the workspace that it lies in.
        let text = fs::read_to_string(&manifest).unwrap();
        fs::write(&manifest, format!("{text}\n[workspace]\n")).unwrap();
        fs::copy(
            Path::new(ROOT).join("Cargo.lock"),
            client.join("Cargo.lock"),
        )
        .unwrap();
        let target = self.folder.join("target");
        let output = Command::new("cargo")
            .args(["rustdoc", "--lib", "--all-features", "--offline", "--quiet"])
            .arg("--manifest-path")
            .arg(&manifest)
            .arg("--target-dir")
            .arg(&target)
            .args(["--", "-Zunstable-options", "--output-format", "json"])
            .args(["--document-hidden-items", "--cap-lints", "allow"])
            // The form of the JSON is unstable, which cargo-semver-checks is made for.
            .env("RUSTC_BOOTSTRAP", "1")
            .output()
            .unwrap();
        let report = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{name}:\n{report}");
        let json = self.folder.join(format!("{name}.json"));
        fs::copy(target.join("doc/signalwire_sip.json"), &json).unwrap();
        json
    }
}

/// The step that the tool asks for, and its report.
fn semver_checks(baseline: &Path, current: &Path) -> (Rust, String) {
    let output = Command::new("cargo")
        .args([
            "semver-checks",
            "--color",
            "never",
            "--release-type",
            "patch",
        ])
        .arg("--baseline-rustdoc")
        .arg(baseline)
        .arg("--current-rustdoc")
        .arg(current)
        .output()
        .unwrap();
    let report = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    let required = if report.contains("semver requires new major version") {
        Rust::Major
    } else if report.contains("semver requires new minor version") {
        Rust::Minor
    } else {
        assert!(report.contains("no semver update required"), "{report}");
        Rust::Patch
    };
    (required, report)
}
