//! `BuildScript` without cargo; `tests/build-script/` is a package that uses it.
#![expect(clippy::disallowed_methods, reason = "tests lay out folders")]

use std::fs;

use tempfile::TempDir;
use wiregen::BuildScript;

const PETS: &str = "\
openapi: 3.1.0
info: {title: Pets, version: '1'}
servers: [{url: https://pets.example.com}]
odd: true
paths:
  /pets:
    get:
      operationId: listPets
      responses:
        '200':
          description: Pets.
          content: {application/json: {schema: {$ref: pet.yaml}}}
";

fn folder() -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("pets.yaml"), PETS).unwrap();
    fs::write(folder.path().join("pet.yaml"), "type: object\n").unwrap();
    fs::write(folder.path().join("wiregen.yaml"), "package: {name: zoo}\n").unwrap();
    folder
}

#[test]
fn the_client_is_written_and_what_it_is_made_of_is_named() {
    let folder = folder();
    let path = |name: &str| folder.path().join(name);
    let written = BuildScript::new(path("pets.yaml"))
        .write_to(&path("out"))
        .unwrap();
    let read = ["pet.yaml", "pets.yaml", "wiregen.yaml"].map(path);
    assert_eq!(written.read, read);
    let [warning] = written.warnings.as_slice() else {
        panic!("{:?}", written.warnings);
    };
    assert!(
        warning.contains("pets.yaml:4:1: warning[unknown-key]"),
        "{warning}"
    );
    let manifest = fs::read_to_string(path("out/Cargo.toml")).unwrap();
    assert!(manifest.contains("name = \"zoo\""), "{manifest}");
    let root = fs::read_to_string(path("out/src/lib.rs")).unwrap();
    assert!(!root.contains("//!") && !root.contains("#!["), "{root}");
}

#[test]
fn errors_come_with_their_report() {
    let folder = folder();
    let path = |name: &str| folder.path().join(name);
    let script = BuildScript::new(path("pets.yaml")).config(path("other.yaml"));
    let error = script.write_to(&path("out")).unwrap_err().to_string();
    assert!(error.contains("other.yaml"), "{error}");
    fs::write(path("other.yaml"), "packages: {}\n").unwrap();
    let error = script.write_to(&path("out")).unwrap_err().to_string();
    assert!(error.contains("other.yaml:1:1"), "{error}");
    assert!(!path("out").exists());
}
