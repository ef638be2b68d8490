//! Documents in several files: what is read, and what is not.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::config::{Config, References};
use crate::diagnostic::{Style, render};
use crate::source::Source;

/// A folder with files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        write(folder.path(), name, text);
    }
    folder
}

#[expect(clippy::disallowed_methods, reason = "the folder is the test's own")]
fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

const HEAD: &str = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\n";

/// A root document whose only schema refers to something.
fn root(reference: &str) -> String {
    format!(
        "{HEAD}components: {{schemas: {{A: {{type: object, properties: {{a: {{$ref: '{reference}'}}}}}}}}}}\n"
    )
}

/// What is reported of a document, without the folder's name.
fn report(folder: &Path, root: &str, references: &References) -> String {
    let mut source = Source::load(&folder.join(root)).unwrap();
    source.allow(references);
    let findings = match crate::generate(&source, &Config::default()) {
        Ok(output) => output.warnings,
        Err(findings) => findings,
    };
    let report = render(&source, &findings, Style::Plain);
    report.replace(&format!("{}/", folder.display()), "")
}

fn within(way: &str) -> References {
    References {
        within: Some(way.to_owned()),
        ..References::default()
    }
}

fn check(files: &[(&str, &str)], reference: &str) -> String {
    let folder = folder(files);
    write(folder.path(), "root.yaml", &root(reference));
    report(folder.path(), "root.yaml", &References::default())
}

#[test]
fn references_lead_to_files_in_every_way_of_writing() {
    let pet = "{type: string, $defs: {x: {$anchor: inner, type: integer}}}\n";
    let pets = format!("Pet: {pet}'a/b%': {pet}list:\n  - {pet}");
    let files = [
        ("pet.yaml", pet),
        ("pets.yaml", pets.as_str()),
        ("sub folder/pet.json", "{\"type\": \"string\"}"),
        ("sub folder/up.yaml", "{$ref: ../pet.yaml}"),
        ("self.yaml", "{$ref: 'root.yaml#/components/schemas/A'}"),
        ("no-extension", pet),
    ];
    for reference in [
        "pet.yaml",
        "./pet.yaml",
        "pet.yaml#",
        "pet.yaml#/$defs/x",
        "pet.yaml#/%24defs/x",
        "pet.yaml#inner",
        "p%65t.yaml",
        "pets.yaml#/Pet",
        "pets.yaml#/a~1b%25",
        "pets.yaml#/list/0",
        "sub%20folder/pet.json",
        "sub folder/up.yaml",
        "sub folder/../pet.yaml",
        "self.yaml",
        "root.yaml#/components/schemas/A",
        "no-extension",
    ] {
        assert_eq!(check(&files, reference), "", "{reference}");
    }
}

#[test]
fn what_is_not_there_is_named_at_the_reference() {
    let files = [
        ("pet.yaml", "Pet: {type: string}\n"),
        ("broken.yaml", "a: [1\n"),
        ("latin.yaml", "a: 1\n"),
        ("sub/inner.yaml", "X: {$ref: 'gone.yaml'}\n"),
        ("loop.yaml", "{$ref: 'loop.yaml#/x'}\n"),
    ];
    for (reference, message, place) in [
        (
            "gone.yaml",
            "`gone.yaml` cannot be read: no such file",
            "root.yaml:3:",
        ),
        (
            "sub",
            "`sub` cannot be read: it is a folder",
            "root.yaml:3:",
        ),
        (
            "pet.yaml#/Pat",
            "did you mean `pet.yaml#/Pet`?",
            "root.yaml:3:",
        ),
        (
            "sub/inner.yaml#/X",
            "`sub/gone.yaml` cannot be read",
            "sub/inner.yaml:1:",
        ),
        ("broken.yaml", "error[yaml-syntax]", "broken.yaml:1:4"),
        ("loop.yaml", "leads nowhere", "loop.yaml:1:"),
    ] {
        let report = check(&files, reference);
        assert!(
            report.contains(message) && report.contains(place),
            "{reference}:\n{report}"
        );
    }
}

#[test]
fn what_is_wrong_in_a_file_is_found_at_its_own_place() {
    let report = check(
        &[(
            "pet.yaml",
            "type: object\nproperties:\n  a: {typ: string}\n",
        )],
        "pet.yaml",
    );
    assert!(report.contains("--> pet.yaml:3:7"), "{report}");
}

#[test]
fn nothing_outside_of_the_folder_is_read_unasked() {
    let folder = folder(&[
        ("api/root.yaml", &root("../shared/pet.yaml")),
        ("api/inside.yaml", "{type: string}"),
        ("shared/pet.yaml", "{$ref: ../api/inside.yaml}"),
        ("api/absolute.yaml", &root("/etc/hostname")),
        ("api/decoded.yaml", &root("%2e%2e/shared/pet.yaml")),
        ("api/url.yaml", &root("https://example.com/x/pet.yaml#/a")),
        ("api/file-url.yaml", &root("file:///etc/hostname")),
    ]);
    for (name, message) in [
        ("root", "within: .."),
        ("decoded", "within: .."),
        ("absolute", "leaves the folder of the document"),
        ("url", "    https://example.com/x/pet.yaml: saved.yaml"),
        ("file-url", "is a URL, and nothing is fetched"),
    ] {
        let report = report(
            folder.path(),
            &format!("api/{name}.yaml"),
            &References::default(),
        );
        assert!(
            report.contains("error[external-reference]") && report.contains(message),
            "{name}:\n{report}"
        );
    }
    assert_eq!(report(folder.path(), "api/root.yaml", &within("..")), "");
    let report = report(folder.path(), "api/absolute.yaml", &within(".."));
    assert!(report.contains("error[external-reference]"), "{report}");
}

#[test]
fn urls_are_laid_to_files_by_the_configuration() {
    let folder = folder(&[
        (
            "api/root.yaml",
            &root("https://example.com/x/pet.yaml#/Pet"),
        ),
        ("api/other.yaml", &root("https://example.com/x/tag.yaml")),
        // What it refers to beside its URL stands beside the file, and its own URL is the file.
        (
            "vendored/pet.yaml",
            "Pet: {properties: {a: {$ref: tag.yaml}, b: {$ref: 'https://example.com/x/pet.yaml#/Pet'}}}",
        ),
        ("vendored/tag.yaml", "{type: string}"),
    ]);
    let mut references = within("..");
    let url = "https://example.com/x/pet.yaml".to_owned();
    references
        .files
        .insert(url.clone(), "../vendored/pet.yaml".to_owned());
    assert_eq!(report(folder.path(), "api/root.yaml", &references), "");
    let refused = report(folder.path(), "api/other.yaml", &references);
    assert!(
        refused.contains("https://example.com/x/tag.yaml: saved.yaml"),
        "{refused}"
    );
    references
        .files
        .insert(url, "../vendored/gone.yaml".to_owned());
    let gone = report(folder.path(), "api/root.yaml", &references);
    assert!(gone.contains("cannot be read: no such file"), "{gone}");
}

#[cfg(unix)]
#[test]
fn links_do_not_lead_out_of_the_folder() {
    let folder = folder(&[
        ("api/root.yaml", &root("link.yaml")),
        ("api/real.yaml", "{type: string}"),
        ("secret.yaml", "{type: string}"),
    ]);
    let link = folder.path().join("api/link.yaml");
    std::os::unix::fs::symlink("../secret.yaml", &link).unwrap();
    let outside = report(folder.path(), "api/root.yaml", &References::default());
    assert!(outside.contains("error[external-reference]"), "{outside}");
    fs::remove_file(&link).unwrap();
    std::os::unix::fs::symlink("real.yaml", &link).unwrap();
    assert_eq!(
        report(folder.path(), "api/root.yaml", &References::default()),
        ""
    );
}

#[test]
fn names_of_a_document_decide_where_its_references_lead() {
    let own = "openapi: 3.2.0\n$self: https://example.com/apis/v1/root.yaml\ninfo: {title: T, version: '1'}\n";
    let schema = "components: {schemas: {A: {type: object, properties: {a: {$ref: 'REF'}}}}}\n";
    let files = [
        (
            "pet.yaml",
            "$id: https://example.com/pets/pet.json\ntype: string\n$defs: {x: {$anchor: x}}",
        ),
        ("sub/root.yaml", "openapi: 3.2.0\n"),
        ("schemas/pet.yaml", "{type: string}"),
    ];
    for (reference, is_found) in [
        (
            "https://example.com/apis/v1/root.yaml#/components/schemas/A",
            true,
        ),
        ("https://example.com/apis/v1/schemas/pet.yaml", true),
        ("schemas/pet.yaml", true),
        ("https://example.com/apis/v2/schemas/pet.yaml", false),
    ] {
        let folder = folder(&files);
        let text = format!("{own}{}", schema.replace("REF", reference));
        write(folder.path(), "root.yaml", &text);
        let report = report(folder.path(), "root.yaml", &References::default());
        assert_eq!(report.is_empty(), is_found, "{reference}:\n{report}");
    }
    // A file is found by its `$id` once something leads to it.
    let text = format!(
        "{HEAD}components: {{schemas: {{A: {{$ref: pet.yaml}}, B: {{$ref: 'https://example.com/pets/pet.json#x'}}}}}}"
    );
    let folder = folder(&files);
    write(folder.path(), "root.yaml", &text);
    assert_eq!(
        report(folder.path(), "root.yaml", &References::default()),
        ""
    );
}

#[test]
fn the_schema_of_schemas_is_known() {
    for url in [
        "https://json-schema.org/draft/2020-12/schema",
        "http://json-schema.org/draft-07/schema#",
    ] {
        assert_eq!(check(&[], url), "", "{url}");
    }
    let other = check(&[], "https://json-schema.org/draft/2020-12/meta/core");
    assert!(other.contains("error[external-reference]"), "{other}");
}

#[test]
fn a_text_without_a_folder_refers_to_no_file() {
    let source = Source::from_text("root.yaml", root("pet.yaml"));
    let findings = crate::generate(&source, &Config::default()).unwrap_err();
    let report = render(&source, &findings, Style::Plain);
    assert!(report.contains("error[external-reference]"), "{report}");
}
