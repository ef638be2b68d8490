//! The folder of a client, and what else stands in it.

use std::fs;

use crate::support::{Folder, PETS};

#[test]
fn a_client_below_another_is_left_alone() {
    let folder = Folder::with(&[("pets.yaml", PETS)]);
    let inner = ["generate", "pets.yaml", "--out", "all/b"];
    assert_eq!(folder.run(&inner).0, 0);
    let (code, text) = folder.run(&["generate", "pets.yaml", "--out", "all"]);
    assert_eq!((code, text.contains("b/")), (0, false), "{text}");
    assert!(folder.has("all/b/src/lib.rs") && folder.has("all/src/lib.rs"));
    assert_eq!(folder.run(&["check", "pets.yaml", "--out", "all"]).0, 0);
    // What else lies in a subfolder is looked at.
    folder.write("all/src/mine.rs", "// Mine.\n");
    let (code, text) = folder.run(&["check", "pets.yaml", "--out", "all"]);
    assert_eq!((code, text.contains("src/mine.rs")), (1, true), "{text}");
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_a_stray_and_never_read() {
    let folder = Folder::with(&[("pets.yaml", PETS)]);
    let generate = ["generate", "pets.yaml", "--out", "client"];
    assert_eq!(folder.run(&generate).0, 0);
    let pipe = |name: &str| {
        let made = std::process::Command::new("mkfifo")
            .arg(folder.path().join(name))
            .status();
        assert!(made.unwrap().success());
    };
    pipe("client/src/pipe");
    let (code, text) = folder.run(&["check", "pets.yaml", "--out", "client"]);
    assert_eq!((code, text.contains("src/pipe")), (1, true), "{text}");
    // In the place of a file.
    fs::remove_file(folder.path().join("client/src/lib.rs")).unwrap();
    pipe("client/src/lib.rs");
    let (code, text) = folder.run(&generate);
    assert_eq!(
        (code, text.contains("lib.rs is no file")),
        (2, true),
        "{text}"
    );
}

#[test]
fn a_map_takes_the_place_of_nothing() {
    let folder = Folder::with(&[
        ("pets.yaml", PETS),
        ("wiregen.yaml", "document: pets.yaml\noutput: client\n"),
    ]);
    for (file, message) in [
        ("pets.yaml", "of which the client is made"),
        ("./wiregen.yaml", "of which the client is made"),
        ("client/map.json", "lies in client"),
        ("client/../client/maps/map.json", "lies in client"),
    ] {
        let (code, text) = folder.run(&["generate", "--map", file]);
        assert_eq!((code, text.contains(message)), (2, true), "{file}: {text}");
        assert!(!folder.has("client"), "{file}");
    }
    assert_eq!(folder.read("pets.yaml"), PETS);
    let (code, text) = folder.run(&["generate", "--map", "maps/map.json"]);
    assert_eq!(code, 0, "{text}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let kind = fs::metadata(folder.path().join("maps/map.json")).unwrap();
        assert_eq!(kind.permissions().mode() & 0o777, 0o644);
    }
}

#[test]
fn a_check_says_what_helps() {
    let folder = Folder::with(&[("my pets.yaml", PETS)]);
    let given = ["my pets.yaml", "--out", "client", "--package", "zoo"];
    let check = [&["check"], given.as_slice()].concat();
    let (code, text) = folder.run(&check);
    let advice = "\nrun `wiregen generate 'my pets.yaml' --package zoo --out client` and commit";
    assert_eq!((code, text.contains(advice)), (1, true), "{text}");
    assert_eq!(folder.run(&[&["generate"], given.as_slice()].concat()).0, 0);
    folder.write("client/src/mine.rs", "// Mine.\n");
    let (code, text) = folder.run(&check);
    assert_eq!((code, text.contains("run `")), (1, false), "{text}");
    assert!(
        text.ends_with("\nmove or delete what was not generated\n"),
        "{text}"
    );
}
