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
        Self::start_with(folder, &[])
    }

    fn start_with(folder: &Folder, more: &[&str]) -> Self {
        let mut command = folder.command(&[&["generate", "--watch"], more].concat());
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

#[test]
fn files_that_are_missing_are_awaited() {
    let mend = |text: &str| {
        format!(
            "{{overlay: 1.1.0, info: {{title: Mend, version: '1'}}, actions: [{{target: $.info, update: {{description: {text}}}}}]}}"
        )
    };
    let folder = Folder::with(&[(
        "wiregen.yaml",
        "document: spec/pets.yaml\noutput: client\noverlays: [mend/first.yaml]\n",
    )]);
    let mut watching = Watching::start_with(&folder, &["--overlay", "second.yaml"]);
    watching.until("watching 1 file");
    folder.write("spec/pets.yaml", PETS);
    watching.until("failed in");
    folder.write("second.yaml", &mend("Second."));
    watching.until("failed in");
    folder.write("spec/mend/first.yaml", &mend("First."));
    watching.until("spec/pets.yaml -> client");
    assert!(folder.read("client/src/lib.rs").contains("Second."));
}

#[test]
fn nothing_that_is_named_is_an_error() {
    let folder = Folder::with(&[]);
    let (code, text) = folder.run(&["generate", "--watch", "https://example.com/pets.yaml"]);
    assert_eq!(
        (code, text.contains("nothing is fetched")),
        (2, true),
        "{text}"
    );
    let (code, text) = folder.run(&["generate", "--watch"]);
    assert_eq!(
        (code, text.contains("which document?")),
        (2, true),
        "{text}"
    );
}

#[test]
fn findings_for_programs_stand_alone() {
    let faulty = PETS.replace(
        "      type: object\n",
        "      type: object\n      colour: red\n",
    );
    let folder = Folder::with(&[("pets.yaml", &faulty)]);
    let more = ["pets.yaml", "--out", "client", "--format", "json"];
    let mut watching = Watching::start_with(&folder, &more);
    let first = watching.lines.next().unwrap().unwrap();
    assert!(first.contains("\"unknown-key\""), "{first}");
    folder.write("pets.yaml", &faulty.replace("colour", "color"));
    let second = watching.lines.next().unwrap().unwrap();
    assert!(
        second.contains("#/components/schemas/Pet/color\""),
        "{second}"
    );
}
