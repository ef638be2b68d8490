//! `wiregen diff` as it is run: files, revisions of git, and what it exits with.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

const DOCUMENT: &str = "\
openapi: 3.1.0
info: {title: Pets, version: '1'}
paths:
  /pets:
    get:
      operationId: list_pets
      responses:
        '200': {description: ok, content: {application/json: {schema: {$ref: 'pet.yaml#/Pet'}}}}
";

const PET: &str = "Pet: {type: object, required: [name], properties: {name: {type: string}}}\n";

/// A repository with a document in two files, committed.
struct Repository {
    folder: TempDir,
}

impl Repository {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let repository = Self { folder };
        fs::create_dir(repository.path("spec")).unwrap();
        fs::write(repository.path("spec/api.yaml"), DOCUMENT).unwrap();
        repository.pet(PET);
        repository.git(&["init", "--quiet"]);
        repository.commit();
        repository
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn pet(&self, text: &str) {
        fs::write(self.path("spec/pet.yaml"), text).unwrap();
    }

    fn commit(&self) {
        self.git(&["add", "--all"]);
        let name = ["-c", "user.name=T", "-c", "user.email=t@example.com"];
        self.git(&[&name[..], &["commit", "--quiet", "-m", "A"]].concat());
    }

    fn git(&self, arguments: &[&str]) {
        let status = Command::new("git")
            .arg("-C")
            .arg(self.folder.path())
            .args(arguments)
            .status();
        assert!(status.unwrap().success(), "git {arguments:?}");
    }

    fn wiregen(&self, arguments: &[&str]) -> (Option<i32>, String) {
        wiregen(self.folder.path(), arguments)
    }
}

fn wiregen(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let output: Output = Command::new(env!("CARGO_BIN_EXE_wiregen"))
        .current_dir(folder)
        .args(arguments)
        .env("NO_COLOR", "1")
        .output()
        .unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(text).unwrap())
}

const OPTIONAL: &str = "Pet: {type: object, properties: {name: {type: string}}}\n";

#[test]
fn a_document_is_compared_with_a_revision_of_it() {
    let repository = Repository::new();
    let base = ["diff", "--base", "HEAD", "spec/api.yaml"];
    let (code, text) = repository.wiregen(&base);
    assert_eq!(
        (code, text.trim()),
        (Some(0), "no change of the API: 0.1.0 stays")
    );
    // The other file of the document is that of the revision as well.
    repository.pet(OPTIONAL);
    let (code, text) = repository.wiregen(&base);
    assert_eq!(code, Some(0), "{text}");
    assert!(
        text.contains("property-became-optional Pet.name: String -> Option<String>"),
        "{text}"
    );
    assert!(text.contains("at pet.yaml:1"), "{text}");
    assert!(text.ends_with("0.1.0 -> 0.2.0 (major)\n"), "{text}");
    let named = ["diff", "git:HEAD:spec/api.yaml", "spec/api.yaml"];
    assert_eq!(repository.wiregen(&named), (code, text));
    repository.commit();
    let named = [
        "diff",
        "git:HEAD~1:spec/api.yaml",
        "git:HEAD:spec/api.yaml",
        "--format",
        "json",
    ];
    let (code, text) = repository.wiregen(&named);
    assert_eq!(code, Some(0), "{text}");
    let report: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(report["format"], 1);
    assert_eq!(report["suggested"], "0.2.0");
    assert_eq!(report["changes"][0]["kind"], "property-became-optional");
}

#[test]
fn a_configuration_beside_one_of_the_files_is_told() {
    let repository = Repository::new();
    fs::create_dir(repository.path("old")).unwrap();
    for name in ["api.yaml", "pet.yaml"] {
        let from = repository.path("spec").join(name);
        fs::copy(from, repository.path("old").join(name)).unwrap();
    }
    let names = "names: {'#/paths/~1pets/get': all_pets}\n";
    fs::write(repository.path("spec/wiregen.yaml"), names).unwrap();
    let files = ["diff", "old/api.yaml", "spec/api.yaml"];
    let (_, text) = repository.wiregen(&files);
    let config = Path::new("spec").join("wiregen.yaml");
    let note = format!("`--config {}` holds for both", config.display());
    assert!(
        text.contains("operation-renamed") && text.contains(&note),
        "{text}"
    );
    let all = [&files[..], &["--config", "spec/wiregen.yaml"]].concat();
    let (_, text) = repository.wiregen(&all);
    assert!(
        !text.contains("operation-renamed") && !text.contains("note: "),
        "{text}"
    );
}

#[test]
fn the_exit_status_says_whether_a_step_is_as_large() {
    let repository = Repository::new();
    repository.pet("Pet: {type: object, required: [name], properties: {name: {type: string}, age: {type: integer}}}\n");
    let diff = |level| {
        let base = [
            "diff",
            "--base",
            "HEAD",
            "spec/api.yaml",
            "--fail-on",
            level,
        ];
        repository.wiregen(&base).0
    };
    assert_eq!(diff("major"), Some(0));
    assert_eq!(diff("minor"), Some(1));
    assert_eq!(diff("patch"), Some(1));
    assert_eq!(diff("breaking"), Some(0));
    assert_eq!(diff("breaking,minor"), Some(1));
    repository.pet("Pet: {type: object, properties: {name: {type: integer}}}\n");
    assert_eq!(diff("breaking"), Some(1));
}

#[test]
fn what_cannot_be_compared_is_an_error() {
    let repository = Repository::new();
    for (arguments, expected) in [
        (vec!["diff", "spec/api.yaml"], "which documents?"),
        (
            vec!["diff", "--base", "nothing", "spec/api.yaml"],
            "git knows no revision `nothing`",
        ),
        (
            vec!["diff", "--base=--all", "spec/api.yaml"],
            "git knows no revision `--all`",
        ),
        (
            vec!["diff", "git:HEAD:none.yaml", "spec/api.yaml"],
            "HEAD holds no file none.yaml",
        ),
        (
            vec!["diff", "git:HEAD", "spec/api.yaml"],
            "`git:HEAD` is not git:REVISION:PATH",
        ),
        (
            vec!["diff", "none.yaml", "spec/api.yaml"],
            "cannot read none.yaml",
        ),
        (
            vec!["diff", "--base", "HEAD", "spec/api.yaml", "spec/api.yaml"],
            "--base stands in",
        ),
    ] {
        let (code, text) = repository.wiregen(&arguments);
        assert_eq!(code, Some(2), "{arguments:?}: {text}");
        assert!(text.contains(expected), "{arguments:?}: {text}");
    }
    // A fault of the old document is shown in the revision.
    fs::write(repository.path("spec/api.yaml"), "openapi: [\n").unwrap();
    repository.commit();
    fs::write(repository.path("spec/api.yaml"), DOCUMENT).unwrap();
    let (code, text) = repository.wiregen(&["diff", "--base", "HEAD", "spec/api.yaml"]);
    assert_eq!(code, Some(2), "{text}");
    assert!(text.contains("HEAD:spec/api.yaml"), "{text}");
}

#[test]
fn generate_tells_what_changed_since_the_last_commit() {
    let repository = Repository::new();
    let generate = ["generate", "--spec", "spec/api.yaml", "--out", "client"];
    let (code, text) = repository.wiregen(&generate);
    assert_eq!(code, Some(0), "{text}");
    assert!(!text.contains("since the last commit"), "{text}");
    repository.pet(OPTIONAL);
    let (code, text) = repository.wiregen(&generate);
    assert_eq!(code, Some(0), "{text}");
    assert!(
        text.contains("since the last commit:\nmajor: 1 change\n"),
        "{text}"
    );
    // Outside of a repository there is nothing to say, and nothing fails.
    let elsewhere = tempfile::tempdir().unwrap();
    for name in ["api.yaml", "pet.yaml"] {
        let from = repository.path("spec").join(name);
        fs::copy(from, elsewhere.path().join(name)).unwrap();
    }
    let generate = ["generate", "--spec", "api.yaml", "--out", "client"];
    let (code, text) = wiregen(elsewhere.path(), &generate);
    assert_eq!(code, Some(0), "{text}");
    assert!(!text.contains("since the last commit"), "{text}");
}
