//! Findings for people, programs and GitHub; which are errors, which are not shown, what they mean.

use std::fs;
use std::process::Output;

use crate::support::{Folder, PETS};

fn folder() -> Folder {
    let document = PETS.replace(
        "      type: object\n",
        "      type: object\n      colour: red\n",
    );
    Folder::with(&[("spec/pets.yaml", &document)])
}

fn generate(folder: &Folder, more: &[&str]) -> (Option<i32>, String, String) {
    let arguments = [&["generate", "spec/pets.yaml", "--out", "client"], more].concat();
    let mut command = folder.command(&arguments);
    outputs(&command.env_remove("GITHUB_WORKSPACE").output().unwrap())
}

fn outputs(output: &Output) -> (Option<i32>, String, String) {
    let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
    (
        output.status.code(),
        text(&output.stdout),
        text(&output.stderr),
    )
}

#[test]
fn findings_for_programs_stand_alone_on_standard_output() {
    let folder = folder();
    let (code, out, rest) = generate(&folder, &["--format", "json"]);
    assert_eq!(code, Some(0), "{rest}");
    let finding: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(finding["code"], "unknown-key");
    assert_eq!(finding["pointer"], "#/components/schemas/Pet/colour");
    assert_eq!(finding["file"], "spec/pets.yaml");
    assert!(
        rest.contains("1 operation, ") && rest.contains("1 warning"),
        "{rest}"
    );

    let (code, out, _) = generate(&folder, &["--format", "json", "--deny", "warnings"]);
    assert_eq!(code, Some(2));
    let finding: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(finding["severity"], "error");
}

#[test]
fn files_for_github_have_their_path_in_the_repository() {
    let folder = folder();
    let (_, out, _) = generate(&folder, &["--format", "github"]);
    assert!(
        out.starts_with("::warning file=spec/pets.yaml,line="),
        "{out}"
    );
    let root = fs::canonicalize(folder.path()).unwrap();
    let output = folder
        .command(&[
            "generate",
            "../spec/pets.yaml",
            "--out",
            "../client",
            "--format",
            "github",
        ])
        .current_dir(root.join("client"))
        .env("GITHUB_WORKSPACE", &root)
        .output()
        .unwrap();
    let (_, out, _) = outputs(&output);
    assert!(
        out.starts_with("::warning file=spec/pets.yaml,line="),
        "{out}"
    );
}

#[test]
fn a_denied_warning_is_an_error_and_an_allowed_one_is_counted() {
    let folder = folder();
    let (code, _, rest) = generate(&folder, &["--deny", "unknown-key"]);
    assert_eq!(code, Some(2));
    assert!(
        rest.contains("error[unknown-key]") && !folder.has("client"),
        "{rest}"
    );

    let place = "unknown-key@#/components/schemas/Pet/*";
    let (code, out, rest) = generate(&folder, &["--deny", "warnings", "--allow", place]);
    assert_eq!((code, rest.as_str()), (Some(0), ""));
    assert!(out.contains("0 warnings (1 more allowed)"), "{out}");

    let (code, _, rest) = generate(&folder, &["--allow", "unknown-key", "--allow", "status"]);
    assert_eq!(code, Some(0));
    assert!(
        rest.contains("warning[unused-allowance]") && !rest.contains("[unknown-key]"),
        "{rest}"
    );
}

#[test]
fn a_code_that_there_is_none_of_is_named_with_the_one_that_is_meant() {
    let folder = folder();
    for arguments in [
        &["generate", "--deny", "unknown-kye"][..],
        &["generate", "--allow", "unknown-kye"],
        &["explain", "unknown-kye"],
    ] {
        let (code, text) = folder.run(arguments);
        assert_eq!(code, 2, "{text}");
        assert!(text.contains("did you mean `unknown-key`?"), "{text}");
    }
    let (code, text) = folder.run(&["generate", "--allow", "yaml-syntax"]);
    assert_eq!(code, 2, "{text}");
    assert!(text.contains("errors cannot be allowed"), "{text}");
}

#[test]
fn codes_are_listed_and_explained() {
    let folder = Folder::with(&[]);
    let (code, text) = folder.run(&["explain", "unknown-key"]);
    assert_eq!(code, 0);
    assert!(
        text.starts_with("unknown-key: A key is unknown\n\nA warning"),
        "{text}"
    );
    assert!(
        text.contains("\n    Pet: {type: object, propertys") && !text.contains("```"),
        "{text}"
    );
    let (code, text) = folder.run(&["explain"]);
    assert_eq!(code, 0);
    assert!(
        text.lines().any(|line| {
            line.split_once("  ").is_some_and(|(code, title)| {
                code == "unknown-key" && title.trim() == "A key is unknown"
            })
        }),
        "{text}"
    );
}

#[test]
fn what_an_overlay_brings_in_has_its_place_in_the_document() {
    let overlay = "\
overlay: 1.0.0
info: {title: More, version: '1'}
actions:
  - target: $.components.schemas.Pet
    update: {properties: {age: {type: integer, colour: red}}}
";
    let folder = Folder::with(&[
        ("spec/pets.yaml", PETS),
        ("spec/more.yaml", overlay),
        ("spec/wiregen.yaml", "overlays: [more.yaml]\n"),
    ]);
    let (code, out, rest) = generate(&folder, &["--format", "json"]);
    assert_eq!(code, Some(0), "{rest}");
    let finding: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!(
        finding["pointer"],
        "#/components/schemas/Pet/properties/age/colour"
    );
    assert_eq!(finding["file"], "spec/more.yaml");
    let place = "unknown-key@#/components/schemas/Pet/*";
    let (_, out, rest) = generate(&folder, &["--allow", place]);
    assert_eq!(rest, "");
    assert!(out.contains("(1 more allowed)"), "{out}");
}
