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
