//! `wiregen new`, and the project that it lays out, with cargo.

use std::path::Path;
use std::process::Command;

use crate::support::{Folder, PETS, printed};

#[test]
fn a_project_is_laid_out_with_all_files_of_the_document() {
    let split = PETS.replace("#/components/schemas/Pet", "parts/pet.yaml");
    let folder = Folder::with(&[
        ("given/pets.yaml", &split),
        (
            "given/parts/pet.yaml",
            "{type: object, properties: {name: {$ref: ../name.yaml}}}",
        ),
        ("given/name.yaml", "type: string\n"),
        ("given/unrelated.yaml", "a: b\n"),
        (
            "given/mend.yaml",
            "{overlay: 1.1.0, info: {title: Mend, version: '1'}, actions: [{target: $.info, update: {description: Mended.}}]}",
        ),
        (
            "given/wiregen.yaml",
            "output: elsewhere\nformats: {uuid: text}\noverlays: [./mend.yaml]\nreferences: {files: {'https://example.com/errors.yaml': vendored/errors.yaml}}\npackage: {version: 1.2.3}\n",
        ),
        ("given/vendored/errors.yaml", "{}\n"),
    ]);
    let (code, text) = folder.run(&[
        "new",
        "zoo",
        "--spec",
        "given/pets.yaml",
        "--dir",
        "all/zoo",
    ]);
    assert_eq!(code, 0, "{text}");
    for name in [
        "spec/pets.yaml",
        "spec/parts/pet.yaml",
        "spec/name.yaml",
        "spec/mend.yaml",
        "spec/vendored/errors.yaml",
        "client/src/types.rs",
    ] {
        assert!(folder.has(&format!("all/zoo/{name}")), "{name}");
    }
    assert!(!folder.has("all/zoo/spec/unrelated.yaml"));
    let configuration = folder.read("all/zoo/spec/wiregen.yaml");
    assert!(
        configuration.contains("formats: {uuid: text}"),
        "{configuration}"
    );
    assert!(!configuration.contains("elsewhere"), "{configuration}");
    // Left to itself, the project depends on a version that anybody can get.
    let manifest = folder.read("all/zoo/xtask/Cargo.toml");
    assert!(
        manifest.contains(env!("CARGO_PKG_REPOSITORY")),
        "{manifest}"
    );

    let tag = concat!("tag = \"v", env!("CARGO_PKG_VERSION"), "\"");
    assert!(manifest.contains(tag), "{manifest}");
    let manifest = folder.read("all/zoo/client/Cargo.toml");
    assert!(
        manifest.contains("name = \"zoo\"\nversion = \"1.2.3\""),
        "{manifest}"
    );

    let check = ["check", "--config", "all/zoo/spec/wiregen.yaml"];
    assert_eq!(folder.run(&check).0, 0);
}

#[test]
fn nothing_is_overwritten() {
    let folder = Folder::with(&[("pets.yaml", PETS), ("zoo/notes.txt", "mine")]);
    let (code, text) = folder.run(&["new", "zoo", "--spec", "pets.yaml"]);
    assert_eq!(
        (code, text.contains("zoo is not empty")),
        (2, true),
        "{text}"
    );
    assert!(!folder.has("zoo/Cargo.toml"));
    for (name, help) in [
        ("a/b", "write `a-b`"),
        ("serde", "write `serde-client`"),
        ("xtask", "another name"),
    ] {
        let (code, text) = folder.run(&["new", name, "--spec", "pets.yaml", "--dir", "new"]);
        assert_eq!((code, text.contains(help)), (2, true), "{text}");
    }
    let faulty = PETS.replace("schemas/Pet'", "schemas/Pett'");
    folder.write("pets.yaml", &faulty);
    let (code, text) = folder.run(&["new", "faulty", "--spec", "pets.yaml"]);
    assert_eq!((code, text.contains("did you mean")), (2, true), "{text}");
    assert!(!folder.has("faulty") && !folder.has("new"));
}

#[test]
fn an_empty_repository_takes_a_project() {
    let folder = Folder::with(&[
        ("pets.yaml", PETS),
        ("zoo/.git/HEAD", "ref: refs/heads/main\n"),
    ]);
    let mut command = folder.command(&["new", "zoo", "--spec", "../pets.yaml", "--dir", "."]);
    command.current_dir(folder.path().join("zoo"));
    let (code, text) = printed(&command.output().unwrap());
    assert_eq!((code, folder.has("zoo/client/src")), (0, true), "{text}");
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_no_document() {
    let folder = Folder::with(&[]);
    let pipe = folder.path().join("pets.yaml");
    let made = Command::new("mkfifo").arg(&pipe).status().unwrap();
    assert!(made.success());
    let (code, text) = folder.run(&["new", "zoo", "--spec", "pets.yaml"]);
    assert_eq!(
        (code, text.contains("pets.yaml is no file")),
        (2, true),
        "{text}"
    );
    assert!(!folder.has("zoo"));
}

/// Cargo builds with the lock file of this workspace and takes what it has compiled, so that little
/// is left to do. What is made stays in the project: it too has a program that is called `xtask`.
#[test]
fn the_project_compiles_and_its_check_finds_what_is_stale() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = Folder::with(&[("pets.yaml", PETS)]);
    let path = here.to_string_lossy();
    let (code, text) = folder.run(&["new", "zoo", "--spec", "pets.yaml", "--wiregen-path", &path]);
    assert_eq!(code, 0, "{text}");
    let zoo = folder.path().join("zoo");
    std::fs::copy(here.join("../Cargo.lock"), zoo.join("Cargo.lock")).unwrap();
    let cargo = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO"))
            .args(arguments)
            .current_dir(&zoo)
            .env("CARGO_NET_OFFLINE", "true")
            .env("CARGO_TARGET_DIR", zoo.join("target"))
            .env(
                "CARGO_BUILD_BUILD_DIR",
                Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap(),
            )
            .output()
            .unwrap();
        printed(&output)
    };
    let (code, text) = cargo(&["check", "--package", "zoo", "--package", "example"]);
    assert_eq!((code, text.contains("warning")), (0, false), "{text}");
    let (code, text) = cargo(&["xtask", "codegen", "--check"]);
    assert_eq!(
        (code, text.contains("client is fresh")),
        (0, true),
        "{text}"
    );

    let changed = PETS.replace("  name:", "  age: {type: integer}\n        name:");
    folder.write("zoo/spec/pets.yaml", &changed);
    let (code, text) = cargo(&["xtask", "codegen", "--check"]);
    assert_eq!(
        (code, text.contains("+++ b/client/src/types.rs")),
        (1, true),
        "{text}"
    );
    assert!(text.contains("run `cargo xtask codegen`"), "{text}");
}
