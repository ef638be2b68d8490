//! `--watch`, with real files: each step waits for the line that the program prints.

use std::fs;
use std::io::{BufRead as _, BufReader, Lines};
use std::process::{Child, ChildStdout, Stdio};

use crate::support::{Folder, PETS};

/// The program, which ends with the test.
struct Watching {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Watching {
    fn start(folder: &Folder) -> Self {
        let mut command = folder.command(&["generate", "--watch"]);
        command.stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, lines }
    }

    /// Waits for a line with these words.
    fn until(&mut self, words: &str) -> String {
        let mut lines = self.lines.by_ref().map(Result::unwrap);
        let line = lines.find(|line| line.contains(words));
        line.unwrap_or_else(|| panic!("the program ended before it said `{words}`"))
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn each_save_generates_again() {
    let split = PETS.replace("#/components/schemas/Pet", "parts/pet.yaml");
    let folder = Folder::with(&[
        ("spec/pets.yaml", &split),
        (
            "spec/wiregen.yaml",
            "document: pets.yaml\noutput: ../client\n",
        ),
        (
            "spec/parts/pet.yaml",
            "type: object\nproperties: {name: {type: string}}\n",
        ),
    ]);
    let mut watching = Watching::start(&folder);
    watching.until("watching 3 files");
    let types = || folder.read("client/src/types.rs");

    // A file that the document refers to.
    folder.write(
        "spec/parts/pet.yaml",
        "type: object\nproperties: {age: {type: integer}}\n",
    );
    watching.until("pet.yaml changed");
    watching.until("1 written");
    assert!(types().contains("age"));

    // The document is faulty: nothing is written, and watching goes on.
    folder.write("spec/pets.yaml", "openapi: [3.1.0\n");
    watching.until("failed in");
    assert!(types().contains("age"));

    // An editor writes beside the file and renames.
    folder.write("spec/pets.yaml.new", PETS);
    let path = |name| folder.path().join(name);
    fs::rename(path("spec/pets.yaml.new"), path("spec/pets.yaml")).unwrap();
    watching.until("spec/pets.yaml -> client");
    assert!(!types().contains("age"));

    // The configuration names another folder.
    folder.write(
        "spec/wiregen.yaml",
        "document: pets.yaml\noutput: ../other\n",
    );
    watching.until("spec/pets.yaml -> other");
    assert!(folder.has("other/src/types.rs"));
}
