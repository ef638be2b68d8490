//! The document and the folder of the client, named on the command line or in the configuration.

use crate::support::{Folder, PETS};

const NAMED: &str = "document: pets.yaml\noutput: ../client\n";

#[test]
fn a_configuration_names_the_document_and_the_folder() {
    let folder = Folder::with(&[("spec/pets.yaml", PETS), ("spec/wiregen.yaml", NAMED)]);
    let (code, text) = folder.run(&["generate"]);
    assert_eq!(code, 0, "{text}");
    assert!(text.starts_with("spec/pets.yaml -> client\n"), "{text}");
    assert!(folder.has("client/src/lib.rs"));

    let (code, text) = folder.run(&["check"]);
    assert_eq!(
        (code, text.contains("client is fresh")),
        (0, true),
        "{text}"
    );
    folder.write(
        "spec/pets.yaml",
        &PETS.replace("  name:", "  age: {type: integer}\n        name:"),
    );
    let (code, text) = folder.run(&["check"]);
    assert_eq!(
        (code, text.contains("\n+") && text.contains("age")),
        (1, true),
        "{text}"
    );
    assert_eq!(folder.run(&["generate", "--check"]).0, 1);
}

#[test]
fn a_configuration_in_the_folder_itself_comes_first() {
    let folder = Folder::with(&[
        ("pets.yaml", PETS),
        ("wiregen.yaml", "document: pets.yaml\noutput: here\n"),
        ("spec/wiregen.yaml", NAMED),
    ]);
    let (code, text) = folder.run(&["generate"]);
    assert_eq!(code, 0, "{text}");
    assert!(folder.has("here/Cargo.toml"));
}

#[test]
fn the_command_line_comes_before_the_configuration() {
    let folder = Folder::with(&[
        ("spec/pets.yaml", PETS),
        ("spec/wiregen.yaml", NAMED),
        ("spec/other.yaml", PETS),
    ]);
    let (code, text) = folder.run(&["generate", "--out", "elsewhere"]);
    assert_eq!((code, folder.has("elsewhere/src")), (0, true), "{text}");
    // The folder of one document is not for another.
    let (code, text) = folder.run(&["generate", "spec/other.yaml"]);
    assert_eq!(code, 2, "{text}");
    assert!(
        text.contains("where to?") && text.contains("--out DIR"),
        "{text}"
    );
    let (code, text) = folder.run(&["generate", "spec/pets.yaml"]);
    assert_eq!((code, folder.has("client/src")), (0, true), "{text}");
    let (code, text) = folder.run(&["generate", "--spec", "spec/other.yaml", "--out", "other"]);
    assert_eq!((code, folder.has("other/src")), (0, true), "{text}");
}

#[test]
fn what_is_not_named_is_asked_for() {
    let empty = Folder::with(&[]);
    let (code, text) = empty.run(&["generate"]);
    assert_eq!(code, 2, "{text}");
    for part in [
        "neither wiregen.yaml nor spec/wiregen.yaml",
        "--spec FILE",
        "wiregen new",
    ] {
        assert!(text.contains(part), "{text}");
    }
    let faults = [
        (
            "package:\n  name: pets\n",
            "no document is named",
            "wiregen.yaml:1:1",
        ),
        ("# nothing\n", "no document is named", "wiregen.yaml:1:1"),
        (
            "document: cats.yaml\n",
            "there is no file `cats.yaml`",
            "wiregen.yaml:1:11",
        ),
        (
            "document: [cats.yaml]\n",
            "expected a string",
            "wiregen.yaml:1:11",
        ),
        (
            "documents: cats.yaml\n",
            "unknown field `documents`",
            "wiregen.yaml:1:1",
        ),
    ];
    for (configuration, message, place) in faults {
        let folder = Folder::with(&[("wiregen.yaml", configuration)]);
        let (code, text) = folder.run(&["generate"]);
        assert_eq!(code, 2, "{text}");
        assert!(text.contains(message) && text.contains(place), "{text}");
    }
}

#[test]
fn a_package_is_checked_and_nothing_is_fetched() {
    let folder = Folder::with(&[("pets.yaml", PETS)]);
    let (code, text) = folder.run(&["generate", "pets.yaml", "--out", "a", "--package", "my api"]);
    assert_eq!((code, text.contains("write `my-api`")), (2, true), "{text}");
    assert!(!folder.has("a"));
    let (code, text) = folder.run(&[
        "generate",
        "https://example.com/v1/pets.json?a=b",
        "--out",
        "a",
    ]);
    assert_eq!(code, 2, "{text}");
    let help = "--output pets.json 'https://example.com/v1/pets.json?a=b'";
    assert!(
        text.contains("nothing is fetched") && text.contains(help),
        "{text}"
    );
}
