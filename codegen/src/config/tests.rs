//! What is said of a faulty configuration.

pub(super) mod reference;

use super::Config;
use crate::diagnostic::{Style, render};
use crate::source::Source;

fn read(text: &str) -> (Source, Result<Config, String>) {
    let mut source = Source::from_text("spec.yaml", "openapi: 3.1.0".to_owned());
    let config = Config::read(&mut source, "wiregen.yaml", text.to_owned());
    let config = config.map_err(|findings| render(&source, &findings, Style::Plain));
    (source, config)
}

fn report(text: &str) -> String {
    read(text).1.expect_err(text)
}

#[test]
fn an_empty_configuration_is_the_default() {
    for text in ["", "# nothing yet\n", "{}"] {
        assert!(read(text).1.is_ok(), "{text:?}");
    }
}

#[test]
fn faults_are_named_at_their_place() {
    for (text, place, words) in [
        (
            "package:\n  nmae: x\n",
            "2:3",
            &["`nmae`", "`name`", "`repository`"][..],
        ),
        (
            "names: {}\nunknown: 1\n",
            "2:1",
            &["`unknown`", "`formats`"],
        ),
        (
            "pagination:\n  next: a\n  items: b\npackage:\n  items: c\n",
            "5:3",
            &["`items`", "`license`"],
        ),
        (
            "names:\n  packages: A\npackages: {}\n",
            "3:1",
            &["`packages`"],
        ),
        (
            "# ä ö ü\nformats:\n  uuid: bytes\n",
            "3:9",
            &["`bytes`", "`text`"],
        ),
        ("# ä ö ü\npackage:\n  name: [a]\n", "3:9", &["sequence"]),
        ("pagination:\n  next: links.next\n", "2:3", &["`items`"]),
        ("pagination: off\n", "1:13", &["`none`"]),
        (
            "pagination:\n  - form: link\n    nxt: a\n",
            "3:5",
            &["`nxt`", "`next`", "`total_pages`"],
        ),
        (
            "pagination:\n  - {form: none}\n  - {form: page, parameter: a, first: -1}\n",
            "3:39",
            &["-1"],
        ),
        ("pagination:\n  - {next: a}\n", "2:5", &["`form`"]),
        (
            "environment:\n  credentials:\n    basic: TOKEN\n",
            "3:12",
            &["TOKEN"],
        ),
        (
            "environment:\n  credentials:\n    basic:\n      user: U\n",
            "4:7",
            &["`user`", "`username`", "`token`"],
        ),
        ("names:\n  a: b\n  a: c\n", "3:3", &["`a`", "second"]),
        ("[]", "1:1", &["sequence"]),
    ] {
        let report = report(text);
        assert!(
            report.contains(&format!("wiregen.yaml:{place}\n")),
            "{text}\n{report}"
        );
        for word in words {
            assert!(report.contains(word), "{word} of {text}\n{report}");
        }
    }
}

#[test]
fn ways_through_keys_with_dots_and_colons_are_followed() {
    let report = report("names:\n  a: b\n  '#/x/Types.Error: y': [c]\n");
    assert!(report.contains("wiregen.yaml:3:25\n"), "{report}");
}

#[test]
fn entries_of_the_same_name_keep_their_own_places() {
    let (source, config) = read("names:\n  '#/a': A\nformats:\n  '#/a': text\n");
    let config = config.unwrap();
    let line = |section| {
        config
            .place_in(section, "#/a")
            .map(|span| source.line_column(span).0)
    };
    assert_eq!(
        (
            line("names"),
            line("formats"),
            line("environment.credentials")
        ),
        (Some(2), Some(4), None)
    );
    assert_eq!(
        source.text(config.place_in("names", "#/a").unwrap()),
        "'#/a'"
    );
}

#[test]
fn a_tag_is_an_error_in_a_configuration() {
    assert!(report("package: {name: !env NAME}\n").contains("error[unknown-tag]"));
}
