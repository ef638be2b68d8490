//! Overlays of documents in files: where they are looked for, and what they change of several.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::overlay;
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Style, render};
use crate::source::Source;

const DOCUMENT: &str = "\
openapi: 3.1.0
info: {title: T, version: '1'}
paths: {}
components:
  schemas:
    Pet: {$ref: pet.yaml}
";

#[expect(clippy::disallowed_methods, reason = "the folder is the test's own")]
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// A document with a configuration, as the program reads them.
fn configured(folder: &Path, config: &str) -> Result<(Source, Config), Vec<Diagnostic>> {
    let mut source = Source::load(&folder.join("openapi.yaml")).unwrap();
    let config = Config::read(&mut source, "wiregen.yaml", config.to_owned())?;
    source.configure(&config);
    Ok((source, config))
}

#[test]
fn overlays_lie_beside_the_document_and_bring_files_with_them() {
    let actions = "- {target: $.components.schemas, update: {Owner: {$ref: more/owner.yaml}}}\n";
    let folder = folder(&[
        ("openapi.yaml", DOCUMENT),
        ("pet.yaml", "type: object\n"),
        (
            "more/owner.yaml",
            "{type: object, properties: {pet: {$ref: ../pet.yaml}}}\n",
        ),
        ("fixes/a.overlay.yaml", &overlay("1.1.0", actions)),
    ]);
    let (source, config) = configured(folder.path(), "overlays: [fixes/a.overlay.yaml]").unwrap();
    let (output, map) = crate::generate_with_map(&source, &config).unwrap();
    assert_eq!(render(&source, &output.warnings, Style::Plain), "");
    assert!(output.files["src/types.rs"].contains("pub struct Owner"));
    // The map says of what an overlay brings where it stands there.
    let owner = "#/components/schemas/Owner";
    let entry = map
        .entries
        .iter()
        .find(|entry| entry.pointer == owner)
        .unwrap();
    assert_eq!(
        (entry.file.as_str(), entry.line),
        ("fixes/a.overlay.yaml", 4)
    );
}

#[test]
fn the_root_file_is_what_they_change() {
    let actions = "\
- {target: $.components.schemas.Pet.properties, remove: true}
- {target: $.properties.name, remove: true}
";
    let folder = folder(&[
        ("openapi.yaml", DOCUMENT),
        (
            "pet.yaml",
            "{type: object, properties: {name: {type: string}}}\n",
        ),
        ("fix.yaml", &overlay("1.1.0", actions)),
    ]);
    let (source, _) = configured(folder.path(), "overlays: [fix.yaml]").unwrap();
    let helps: Vec<_> = source
        .findings()
        .iter()
        .filter_map(|finding| finding.help.as_deref())
        .collect();
    assert_eq!(
        helps,
        [
            "`pet.yaml` is referred to there; overlays do not follow references",
            "`pet.yaml` has it, but overlays change the root file of a document alone",
        ]
    );
}

#[test]
fn the_document_that_an_overlay_is_for_is_compared_by_path() {
    let text = |extends: &str| {
        format!(
            "{}extends: {extends}\n",
            overlay("1.1.0", "- {target: $.paths, update: {}}\n")
        )
    };
    let folder = folder(&[
        (
            "openapi.yaml",
            "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\n",
        ),
        ("other/openapi.yaml", "openapi: 3.1.0\n"),
        ("fixes/same.yaml", &text("../openapi.yaml")),
        (
            "fixes/url.yaml",
            &text("https://example.com/v1/openapi.yaml"),
        ),
        ("fixes/gone.yaml", &text("openapi.yaml")),
        ("fixes/other.yaml", &text("../other/openapi.yaml")),
        (
            "fixes/other_url.yaml",
            &text("https://example.com/v1/other.yaml"),
        ),
    ]);
    for (name, findings) in [
        ("same", 0),
        ("url", 0),
        ("gone", 0),
        ("other", 1),
        ("other_url", 1),
    ] {
        let config = format!("overlays: [fixes/{name}.yaml]");
        let (source, _) = configured(folder.path(), &config).unwrap();
        assert_eq!(source.findings().len(), findings, "{name}");
    }
}

#[test]
fn an_overlay_that_is_no_utf_8_is_shown_as_such() {
    let folder = folder(&[("openapi.yaml", DOCUMENT), ("pet.yaml", "type: object\n")]);
    let path = folder.path().join("fix.yaml");
    #[expect(clippy::disallowed_methods, reason = "the folder is the test's own")]
    fs::write(&path, b"overlay: 1.1.0\ninfo: \xFF\n").unwrap();
    let (source, config) = configured(folder.path(), "overlays: [fix.yaml]").unwrap();
    let findings = crate::generate(&source, &config).unwrap_err();
    assert_eq!(findings[0].code.as_str(), "no-utf-8");
    let mut source = Source::load(&folder.path().join("openapi.yaml")).unwrap();
    assert!(
        source
            .overlay_file(&folder.path().join("nothing.yaml"))
            .is_err()
    );
}
