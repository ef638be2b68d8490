//! What becomes of a command when nobody reads what it prints, or nothing can be printed.

use std::fs::File;
use std::process::{Command, Stdio};

use crate::support::{Folder, PETS};

/// Both outputs lead to a pipe whose reader is gone.
fn status_without_reader(mut command: Command) -> Option<i32> {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    command.stdout(writer.try_clone().unwrap()).stderr(writer);
    command.status().unwrap().code()
}

#[test]
fn a_reader_who_left_is_no_fault() {
    let faulty = PETS.replace(
        "      type: object\n",
        "      type: object\n      colour: red\n",
    );
    let folder = Folder::with(&[
        ("pets.yaml", &faulty),
        ("wiregen.yaml", "document: pets.yaml\noutput: client\n"),
    ]);
    let commands: [(&[&str], i32); 12] = [
        (&["explain"], 0),
        (&["explain", "unknown-key"], 0),
        (&["completions", "bash"], 0),
        (&["man"], 0),
        (&["check"], 1),
        (&["generate"], 0),
        (&["generate", "--format", "json"], 0),
        (&["check", "--format", "github"], 0),
        (&["inspect"], 0),
        (&["diff", "pets.yaml", "pets.yaml"], 0),
        (&["new", "zoo", "--spec", "pets.yaml"], 0),
        (&["generate", "none.yaml"], 2),
    ];
    for (arguments, status) in commands {
        let found = status_without_reader(folder.command(arguments));
        assert_eq!(found, Some(status), "{arguments:?}");
    }
    // What was to be done was done.
    assert!(folder.has("client/src/lib.rs") && folder.has("zoo/client/src/lib.rs"));
}

#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_printed_is_an_error() {
    let folder = Folder::with(&[]);
    let full = File::options().write(true).open("/dev/full").unwrap();
    let mut command = folder.command(&["explain"]);
    let output = command
        .stdout(full)
        .stderr(Stdio::piped())
        .output()
        .unwrap();
    let message = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2));
    assert!(message.contains("cannot print"), "{message}");
}
