//! `cargo xtask codegen` as a maintainer and CI use it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const DOCUMENT: &str = "\
openapi: 3.1.0
info: {title: Pets, version: 1.0.0}
servers: [{url: 'https://pets.example.com'}]
tags: [{name: pets}]
paths:
  /pets/{id}:
    get:
      operationId: get_pet
      tags: [pets]
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        '200': {description: The pet., content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
components:
  schemas:
    Pet: {type: object, required: [kind], properties: {kind: {type: string, enum: [cat, dog]}}}
";

/// A document and a folder for its client.
struct Workshop {
    folder: tempfile::TempDir,
}

impl Workshop {
    fn new(document: &str) -> Self {
        let workshop = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        fs::write(workshop.spec(), document).unwrap();
        workshop
    }

    fn spec(&self) -> PathBuf {
        self.folder.path().join("pets.yaml")
    }

    fn out(&self) -> PathBuf {
        self.folder.path().join("client")
    }

    fn codegen(&self, more: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(["codegen", "--package", "pets", "--spec"])
            .arg(self.spec())
            .arg("--out")
            .arg(self.out())
            .args(more)
            .env("NO_COLOR", "1")
            .output()
            .unwrap()
    }

    fn write(&self, more: &[&str]) -> String {
        let output = self.codegen(more);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        stdout(&output)
    }

    fn check(&self) -> (Option<i32>, String) {
        let output = self.codegen(&["--check"]);
        (output.status.code(), stdout(&output))
    }
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn modified(path: &Path) -> std::time::SystemTime {
    fs::metadata(path).unwrap().modified().unwrap()
}

#[test]
fn the_repository_s_client_is_fresh() {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["codegen", "--check"])
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}{}",
        stdout(&output),
        stderr(&output)
    );
}

#[test]
fn a_second_run_writes_nothing_and_check_agrees() {
    let workshop = Workshop::new(DOCUMENT);
    assert!(workshop.write(&[]).contains("1 operation, "));
    let before = modified(&workshop.out().join("src/types.rs"));
    let report = workshop.write(&[]);
    assert!(report.contains("0 written, "), "{report}");
    assert_eq!(modified(&workshop.out().join("src/types.rs")), before);
    let (code, report) = workshop.check();
    assert_eq!(code, Some(0), "{report}");
    assert!(report.contains("is fresh"), "{report}");
}

#[test]
fn check_shows_the_change_and_writes_nothing() {
    let workshop = Workshop::new(DOCUMENT);
    workshop.write(&[]);
    fs::write(
        workshop.spec(),
        DOCUMENT.replace("[cat, dog]", "[cat, dog, axolotl]"),
    )
    .unwrap();
    let before = fs::read_to_string(workshop.out().join("src/types.rs")).unwrap();
    let (code, report) = workshop.check();
    assert_eq!(code, Some(1));
    let added: Vec<&str> = report
        .lines()
        .filter(|line| line.starts_with('+') && !line.starts_with("+++"))
        .collect();
    let removed: Vec<&str> = report
        .lines()
        .filter(|line| line.starts_with('-') && !line.starts_with("---"))
        .collect();
    assert!(
        added
            .iter()
            .any(|line| line.contains(r#"Axolotl = "axolotl","#)),
        "{report}"
    );
    // Values share a line: the one that was the last grows.
    let [removed] = removed[..] else {
        panic!("one line changes:\n{report}");
    };
    assert!(removed.ends_with(r#"Dog = "dog","#), "{report}");
    assert!(
        report.contains("run `cargo xtask codegen --spec "),
        "{report}"
    );
    assert_eq!(
        fs::read_to_string(workshop.out().join("src/types.rs")).unwrap(),
        before
    );
}

#[test]
fn check_finds_edited_missing_left_over_and_stray_files() {
    let workshop = Workshop::new(DOCUMENT);
    workshop.write(&[]);
    let source = workshop.out().join("src");
    let types = fs::read_to_string(source.join("types.rs")).unwrap();
    fs::write(source.join("types.rs"), format!("{types}// by hand\n")).unwrap();
    fs::remove_file(source.join("pets.rs")).unwrap();
    let head = types.lines().next().unwrap();
    fs::write(source.join("gone.rs"), format!("{head}\nstruct Gone;\n")).unwrap();
    fs::write(source.join("mine.rs"), "struct Mine;\n").unwrap();
    let (code, report) = workshop.check();
    assert_eq!(code, Some(1));
    for expected in [
        "-// by hand",
        "+++ b/",
        "pets.rs",
        "-struct Gone;",
        "stray: ",
    ] {
        assert!(
            report.contains(expected),
            "{expected} is missing:\n{report}"
        );
    }
    let report = workshop.write(&[]);
    assert!(report.contains("1 removed"), "{report}");
    assert_eq!(fs::read_to_string(source.join("types.rs")).unwrap(), types);
    assert!(source.join("pets.rs").exists() && !source.join("gone.rs").exists());
    assert_eq!(
        fs::read_to_string(source.join("mine.rs")).unwrap(),
        "struct Mine;\n"
    );
}

#[test]
fn an_error_writes_nothing_and_exits_with_two() {
    let workshop = Workshop::new(&DOCUMENT.replace("schemas/Pet'", "schemas/Pett'"));
    let output = workshop.codegen(&[]);
    assert_eq!(output.status.code(), Some(2));
    let report = stderr(&output);
    assert!(report.contains("pets.yaml:12:"), "{report}");
    assert!(report.contains("nothing was written"), "{report}");
    assert!(!workshop.out().exists());
    assert_eq!(workshop.codegen(&["--check"]).status.code(), Some(2));
}

#[test]
fn files_of_somebody_else_are_never_replaced() {
    let workshop = Workshop::new(DOCUMENT);
    fs::create_dir_all(workshop.out()).unwrap();
    fs::write(
        workshop.out().join("Cargo.toml"),
        "[package]\nname = \"mine\"\n",
    )
    .unwrap();
    let output = workshop.codegen(&[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        stderr(&output).contains("did not write"),
        "{}",
        stderr(&output)
    );
    assert_eq!(fs::read_dir(workshop.out()).unwrap().count(), 1);
}

#[test]
fn a_faulty_configuration_names_its_line() {
    let workshop = Workshop::new(DOCUMENT);
    fs::write(
        workshop.folder.path().join("wiregen.yaml"),
        "package:\n  name: pets\n  nmae: pets\n",
    )
    .unwrap();
    let output = workshop.codegen(&[]);
    assert_eq!(output.status.code(), Some(2));
    let report = stderr(&output);
    assert!(
        report.contains("wiregen.yaml:3:") && report.contains("nmae"),
        "{report}"
    );
}

#[test]
fn a_document_that_is_not_there_is_named() {
    let workshop = Workshop::new(DOCUMENT);
    fs::remove_file(workshop.spec()).unwrap();
    let output = workshop.codegen(&[]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("pets.yaml"), "{}", stderr(&output));
}

#[test]
fn help_teaches() {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["codegen", "--help"])
        .output()
        .unwrap();
    let help = stdout(&output);
    for expected in [
        "--check",
        "--spec <FILE>",
        "--out <DIR>",
        "--package <NAME>",
        "Examples:",
        "Exit status:",
    ] {
        assert!(help.contains(expected), "{expected} is missing:\n{help}");
    }
}

#[test]
fn files_of_a_document_are_read_and_others_only_when_the_configuration_allows_it() {
    let workshop = Workshop::new(&DOCUMENT.replace(
        "    Pet: {",
        "    Toy: {$ref: schemas/toy.yaml}\n    Pet: {",
    ));
    let folder = workshop.folder.path();
    fs::create_dir(folder.join("schemas")).unwrap();
    let toy = folder.join("schemas/toy.yaml");
    fs::write(&toy, "{type: string, enum: [ball, bone]}\n").unwrap();
    workshop.write(&[]);
    let types = fs::read_to_string(workshop.out().join("src/types.rs")).unwrap();
    assert!(types.contains("pub enum Toy"), "{types}");

    fs::write(&toy, "$ref: https://example.com/toy.yaml\n").unwrap();
    let output = workshop.codegen(&[]);
    assert_eq!(output.status.code(), Some(2));
    let report = stderr(&output);
    assert!(
        report.contains("toy.yaml:1:7")
            && report.contains("https://example.com/toy.yaml: saved.yaml"),
        "{report}"
    );

    fs::write(
        folder.join("saved.yaml"),
        "{type: string, enum: [ball, bone]}\n",
    )
    .unwrap();
    let configuration = "references: {files: {'https://example.com/toy.yaml': saved.yaml}}\n";
    fs::write(folder.join("wiregen.yaml"), configuration).unwrap();
    workshop.write(&[]);
    assert_eq!(workshop.check().0, Some(0));
}

#[test]
fn the_map_says_what_each_part_became() {
    let workshop = Workshop::new(DOCUMENT);
    let file = workshop.folder.path().join("map.json");
    fs::write(&file, "an older one").unwrap();
    workshop.write(&["--map", file.to_str().unwrap()]);
    let map: serde_json::Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
    assert_eq!(map["document"], "pets.yaml");
    let entries = map["entries"].as_array().unwrap();
    let kind = entries
        .iter()
        .find(|entry| entry["pointer"] == "#/components/schemas/Pet/properties/kind")
        .unwrap();
    let expected = serde_json::json!({
        "pointer": "#/components/schemas/Pet/properties/kind",
        "kind": "property",
        "file": "pets.yaml",
        "line": 15,
        "rust": ["types::Pet::kind"],
        "type": "types::PetKind",
    });
    assert_eq!(*kind, expected);
    assert!(!workshop.out().join("map.json").exists());
}

#[test]
fn strict_takes_faults_as_errors_and_limits_not() {
    let faulty = Workshop::new(&DOCUMENT.replace("[cat, dog]", "[cat, dog, cat]"));
    let output = faulty.codegen(&["--strict"]);
    assert_eq!(output.status.code(), Some(2));
    let report = stderr(&output);
    assert!(report.contains("error[duplicate-enum-value]"), "{report}");
    assert!(!faulty.out().exists(), "nothing is written");
    faulty.write(&[]);

    let limited = Workshop::new(&DOCUMENT.replace("https://pets.example.com", "/pets"));
    let output = limited.codegen(&["--strict"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(
        stderr(&output).contains("warning[placeholder-server]"),
        "{}",
        stderr(&output)
    );
}
