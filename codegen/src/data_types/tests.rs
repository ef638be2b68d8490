//! The table, and what a choice changes about a client.

use proc_macro2::TokenStream;

use super::{CHOICES, NEEDS, OF_CHRONO, choice, choices, formats};
use crate::config::{Config, Format};
use crate::ir::JsonKind;
use crate::source::Source;

#[test]
fn every_row_can_be_chosen_and_has_what_it_needs() {
    for row in CHOICES {
        let tokens: Result<TokenStream, _> = row.rust.parse();
        assert!(!tokens.unwrap().is_empty(), "{}", row.rust);
        assert!(choices(row.format).contains(&row.choice), "{row:?}");
        assert!(formats(row.choice).contains(&row.format), "{row:?}");
        let needs = NEEDS.iter().find(|needs| needs.choice == row.choice);
        let public = needs.unwrap().public;
        let is_own = public.is_none_or(|module| row.rust.contains(&format!("crate::{module}::")));
        assert!(is_own, "{row:?}");
    }
    for format in OF_CHRONO {
        let ty = choice(Format::Chrono, JsonKind::String, Some(format));
        assert_eq!(ty, super::of_text(format));
    }
}

/// A client depends on what the runtime was tested with.
#[test]
fn clients_depend_on_the_versions_of_this_workspace() {
    let workspace = include_str!("../../../Cargo.toml");
    for (name, requirement) in NEEDS.iter().flat_map(|needs| needs.dependencies) {
        let version = requirement.split('"').nth(1).unwrap();
        let line = workspace
            .lines()
            .find(|line| line.split(" = ").next() == Some(name));
        let line = line.unwrap_or_else(|| panic!("{name} is no dependency of the workspace"));
        assert!(line.contains(&format!("\"{version}\"")), "{line}");
    }
}

/// The files of a client, and its manifest.
fn client(config: &str) -> (Vec<String>, String) {
    let document = "openapi: 3.1.0\ninfo: {title: Test, version: '1'}\ntags: [{name: Time}]\npaths: {/a: {get: {operationId: get_a, tags: [Time], responses: {'204': {description: None}}}}}\n";
    let mut source = Source::from_text("openapi.yaml", document.to_owned());
    let config = Config::read(&mut source, "wiregen.yaml", config.to_owned()).unwrap();
    let mut output = crate::generate(&source, &config).unwrap();
    let manifest = output.files.remove("Cargo.toml").unwrap();
    (output.files.into_keys().collect(), manifest)
}

#[test]
fn a_client_has_what_is_chosen_and_nothing_else() {
    let all = ["chrono", "time", "jiff", "rust_decimal"];
    for (config, expected) in [
        ("{}", &["chrono"][..]),
        ("formats: {uuid: text}", &["chrono"]),
        ("formats: {date-time: text}", &["chrono"]),
        ("formats: {date-time: jiff}", &["jiff"]),
        ("formats: {date-time: time, date: jiff}", &["time", "jiff"]),
        ("formats: {time: time}", &["chrono", "time"]),
        ("formats: {date-time: text, date: text, time: text}", &[]),
        (
            "formats: {date-time: time, '#/a': chrono}",
            &["chrono", "time"],
        ),
        (
            "formats: {decimal: rust_decimal, uri: url}",
            &["chrono", "rust_decimal"],
        ),
    ] {
        let (files, manifest) = client(config);
        let depends = |name: &&str| manifest.contains(&format!("\n{name} = "));
        let dependencies: Vec<&str> = all.into_iter().filter(depends).collect();
        assert_eq!(dependencies, expected, "{config}");
        for needs in NEEDS {
            let name = needs.dependencies.first().unwrap().0;
            let is_there = expected.contains(&name);
            let file = format!(
                "src/runtime/{}.rs",
                needs.modules.first().unwrap_or(&"none")
            );
            assert!(!is_there || files.contains(&file), "{config}: {file}");
        }
        let has_rfc3339 = files.contains(&"src/runtime/rfc3339.rs".to_owned());
        let wants = expected.contains(&"time") || expected.contains(&"jiff");
        assert_eq!(has_rfc3339, wants, "{config}");
        let raw = manifest.contains("raw_value");
        assert_eq!(raw, expected.contains(&"rust_decimal"), "{config}");
    }
}

/// The module of a tag gives way to that of a crate, and nothing changes where there is none.
#[test]
fn modules_of_tags_give_way() {
    assert!(client("{}").0.contains(&"src/time.rs".to_owned()));
    let (files, _) = client("formats: {date-time: time}");
    assert!(!files.contains(&"src/time.rs".to_owned()), "{files:?}");
}
