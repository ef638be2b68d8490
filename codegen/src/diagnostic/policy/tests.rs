//! What is denied, what is allowed, and allowances without use.

use crate::config::Config;
use crate::diagnostic::{Style, render, summary};
use crate::generate;
use crate::source::Source;

const DOCUMENT: &str = "\
openapi: 3.1.0
info: {title: Pets, version: '1'}
servers: [{url: /v1}]
components:
  schemas:
    Cat: {type: object, colour: red}
    Dog: {type: object, properties: {name: {type: string, length: 3}}}
";

/// The findings with a configuration, each in a line, and how many are allowed.
fn findings(configuration: &str) -> (Vec<String>, Option<usize>) {
    let mut source = Source::from_text("pets.yaml", DOCUMENT.to_owned());
    let config = Config::read(&mut source, "wiregen.yaml", configuration.to_owned()).unwrap();
    let (findings, allowed) = match generate(&source, &config) {
        Ok(output) => (output.warnings, Some(output.allowed)),
        Err(findings) => (findings, None),
    };
    let heads = findings.iter().map(|finding| {
        let line = summary(&source, finding);
        let help = finding.help.as_deref().unwrap_or("");
        match finding.code.as_str() {
            "unused-allowance" => format!("{line} ({help})"),
            _ => line.split_once("]: ").unwrap().0.to_owned() + "]",
        }
    });
    (heads.collect(), allowed)
}

/// Why a configuration is none.
fn fault(configuration: &str) -> String {
    let mut source = Source::from_text("pets.yaml", DOCUMENT.to_owned());
    let read = Config::read(&mut source, "wiregen.yaml", configuration.to_owned());
    render(&source, &read.unwrap_err(), Style::Plain)
}

const CAT: &str = "pets.yaml:6:25: warning[unknown-key]";
const DOG: &str = "pets.yaml:7:59: warning[unknown-key]";
const SERVER: &str = "pets.yaml:3:11: warning[placeholder-server]";

#[test]
fn without_a_policy_all_is_shown() {
    let all = [SERVER, CAT, DOG].map(str::to_owned).to_vec();
    assert_eq!(findings(""), (all, Some(0)));
}

#[test]
fn warnings_are_allowed_everywhere_at_a_place_and_below_it() {
    for (allowance, left, allowed) in [
        ("{code: unknown-key}", &[SERVER][..], 2),
        (
            "{code: unknown-key, at: '#/components/schemas/Cat/colour', reason: Of ours.}",
            &[SERVER, DOG],
            1,
        ),
        (
            "{code: unknown-key, at: '#/components/schemas/Dog/*'}",
            &[SERVER, CAT],
            1,
        ),
        ("{code: unknown-key, at: '#/*'}", &[SERVER], 2),
    ] {
        let (found, count) = findings(&format!("diagnostics: {{allow: [{allowance}]}}"));
        assert_eq!(
            (found.as_slice(), count),
            (
                &left
                    .iter()
                    .map(|line| (*line).to_owned())
                    .collect::<Vec<_>>()[..],
                Some(allowed)
            ),
            "{allowance}"
        );
    }
}

#[test]
fn an_allowance_without_use_is_reported_at_its_place() {
    let (found, _) = findings(
        "diagnostics:
  allow:
    - {code: unknown-key, at: '#/components/schemas/Dog'}
    - {code: unknown-key, at: '#/components/schemas/Cat/color'}
    - {code: unknown-type}
",
    );
    assert_eq!(
        found[3..],
        [
            "wiregen.yaml:3:7: warning[unused-allowance]: nothing at `#/components/schemas/Dog` is reported as `unknown-key` any more (`#/components/schemas/Dog/*` means what is below)",
            "wiregen.yaml:4:7: warning[unused-allowance]: nothing at `#/components/schemas/Cat/color` is reported as `unknown-key` any more (did you mean `#/components/schemas/Cat/colour`?)",
            "wiregen.yaml:5:7: warning[unused-allowance]: nothing is reported as `unknown-type` any more (take the allowance out)",
        ]
    );
}

#[test]
fn allowances_without_use_can_be_allowed() {
    let all = [SERVER, CAT, DOG].map(str::to_owned).to_vec();
    let (found, allowed) =
        findings("diagnostics: {allow: [{code: unknown-type}, {code: unused-allowance}]}");
    assert_eq!((found, allowed), (all, Some(1)));
    let (found, _) = findings("diagnostics: {allow: [{code: unused-allowance}]}");
    assert_eq!(found.len(), 4, "{found:?}");
}

#[test]
fn what_is_denied_is_an_error() {
    let server = SERVER.replace("warning", "error");
    let (found, output) = findings("diagnostics: {deny: [placeholder-server]}");
    assert_eq!(output, None);
    assert!(
        found.contains(&server) && found.contains(&CAT.to_owned()),
        "{found:?}"
    );
    let (found, _) = findings("diagnostics: {deny: [warnings]}");
    assert!(
        found.iter().all(|line| line.contains(": error[")),
        "{found:?}"
    );
}

#[test]
fn an_allowance_goes_before_a_denial_and_before_strict() {
    for more in [
        "diagnostics: {deny: [warnings], ",
        "strict: true\ndiagnostics: {",
    ] {
        let (found, output) = findings(&format!(
            "{more}allow: [{{code: unknown-key}}, {{code: placeholder-server}}]}}"
        ));
        assert_eq!((found.as_slice(), output), (&[][..], Some(3)), "{more}");
    }
}

#[test]
fn an_error_cannot_be_allowed() {
    let report = fault("diagnostics: {allow: [{code: unresolved-reference}]}");
    assert!(
        report.contains("wiregen.yaml:1:23") && report.contains("errors cannot be allowed"),
        "{report}"
    );
}

#[test]
fn misspelled_codes_and_places_are_faults_of_the_configuration() {
    for (configuration, words) in [
        (
            "diagnostics: {deny: [unknown-keys]}",
            "did you mean `unknown-key`?",
        ),
        (
            "diagnostics: {allow: [{code: unkown-key}]}",
            "did you mean `unknown-key`?",
        ),
        ("diagnostics: {deny: [warning]}", "did you mean `warnings`?"),
        (
            "diagnostics: {allow: [{code: unknown-key, at: paths}]}",
            "`paths` is no place",
        ),
        (
            "diagnostics: {allow: [{code: unknown-key, place: '#/a'}]}",
            "unknown field `place`",
        ),
    ] {
        let report = fault(configuration);
        assert!(report.contains(words), "{report}");
    }
}

#[test]
fn what_an_alias_repeats_has_the_place_of_its_anchor() {
    let text = "a: &a {b: [0, {c: x}]}\nd: *a\n";
    let source = Source::from_text("pets.yaml", text.to_owned());
    let inner = |key| {
        let list = source.root().get(key)?.get("b")?.as_sequence()?;
        source.pointer_at(list.get(1)?.get("c")?.span)
    };
    assert_eq!(inner("a").as_deref(), Some("#/a/b/1/c"));
    assert_eq!(inner("d").as_deref(), Some("#/a/b/1/c"));
    assert_eq!(source.pointer_at(source.root().span).as_deref(), Some("#"));
}
