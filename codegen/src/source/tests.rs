//! Texts as people and attackers write them.

use std::fmt::Write as _;

use serde_json::json;

use super::{ScalarType, Source};
use crate::diagnostic::{Style, render};

mod files;
mod names;
mod people;
mod trees;

fn read(text: &str) -> Source {
    Source::from_text("text.yaml", text.to_owned())
}

fn report(text: impl Into<Vec<u8>>) -> String {
    let source = Source::from_bytes("text.yaml", text.into());
    render(&source, source.findings(), Style::Plain)
}

#[test]
fn scalars_have_the_types_of_the_core_schema() {
    let source = read(
        "[1.0, on, yes, 0123, 0o17, 0x1F, 1_000, 2024-01-01, 12:30:45, ~, NULL, .5, 1e3, .inf, '1', True, -7]",
    );
    let types: Vec<_> = source
        .root()
        .as_sequence()
        .unwrap()
        .iter()
        .map(|node| node.scalar_type().unwrap())
        .collect();
    use ScalarType::{Bool, Null, Number, String};
    let expected = [
        Number("1.0"),
        String("on"),
        String("yes"),
        Number("0123"),
        Number("0o17"),
        Number("0x1F"),
        String("1_000"),
        String("2024-01-01"),
        String("12:30:45"),
        Null,
        Null,
        Number(".5"),
        Number("1e3"),
        String(".inf"),
        String("1"),
        Bool(true),
        Number("-7"),
    ];
    assert_eq!(types, expected);
}

#[test]
fn numbers_lose_no_digit_and_text_no_zero() {
    let source = read("{big: 18446744073709551616123, version: 1.10, code: 0o17}");
    let big = source.root().get("big").unwrap();
    assert_eq!(
        big.scalar_type(),
        Some(ScalarType::Number("18446744073709551616123"))
    );
    assert_eq!(
        source.root().get("version").unwrap().as_text(),
        Some("1.10")
    );
    assert_eq!(source.root().get("code").unwrap().to_json(), json!(15));
}

#[test]
fn keys_are_text_and_merges_are_expanded() {
    let source = read("base: &b {a: 1, b: 2}\n200: {<<: *b, b: 3}\nlist: {<<: [*b, {c: 4}]}\n");
    assert_eq!(source.findings(), []);
    let expected = json!({"base": {"a": 1, "b": 2}, "200": {"b": 3, "a": 1}, "list": {"a": 1, "b": 2, "c": 4}});
    assert_eq!(source.root().to_json(), expected);
}

#[test]
fn places_are_lines_and_columns_in_characters() {
    let source = read("\u{FEFF}a: ä\r\nbö: {c: x}\r\n");
    let place = |path: &[&str]| {
        let node = path
            .iter()
            .fold(source.root(), |node, key| node.get(key).unwrap());
        source
            .file(node.span)
            .unwrap()
            .line_column(node.span.range().start)
    };
    assert_eq!(place(&["bö", "c"]), (2, 9));
    assert_eq!(source.root().get("a").unwrap().as_text(), Some("ä"));
}

/// What begins somewhere is told at a place that may have letters of several bytes.
#[test]
fn places_do_not_cut_letters_in_two() {
    for (text, code) in [
        ("a: !b\n  ä: 1\n", "unknown-tag"),
        ("a: 1\n...\nää: 2\n", "several-documents"),
    ] {
        let source = read(text);
        assert!(report(text).contains(code), "{text}");
        for finding in source.findings() {
            let file = source.file(finding.at).unwrap();
            assert!(file.text.get(finding.at.range()).is_some(), "{finding:?}");
        }
    }
}

#[test]
fn json_is_read_as_json() {
    let key = "k".repeat(3000);
    let text = format!(
        r#"{{"{key}": "\uD83D\uDE00\/", "list": [1, -2.5e3, true, null, {{}}], "empty": []}}"#
    );
    let source = Source::from_text("text.json", text);
    assert_eq!(source.findings(), []);
    let mut expected = json!({"list": [1, -2500.0, true, null, {}], "empty": []});
    expected[&key] = json!("😀/");
    assert_eq!(source.root().to_json(), expected);
}

#[test]
fn faulty_json_is_named_at_its_place() {
    for (text, message, place) in [
        ("{\"a\": }", "a value belongs here", "1:7"),
        ("{\"a\": 1,}", "a key in double quotes belongs here", "1:9"),
        (
            "[1 2]",
            "a comma or the closing bracket belongs here",
            "1:4",
        ),
        ("[01]", "this is no number", "1:2"),
        ("{\"a\": \"b", "this string has no end", "1:7"),
        ("{} x", "nothing may follow the value", "1:4"),
        ("[\"\\x\"]", "faulty escape", "1:2"),
    ] {
        let source = Source::from_text("text.json", text.to_owned());
        let report = render(&source, source.findings(), Style::Plain);
        assert!(
            report.contains(message) && report.contains(&format!("text.json:{place}")),
            "{text}:\n{report}"
        );
    }
}

#[test]
fn yaml_in_flow_style_may_start_with_a_brace() {
    assert_eq!(
        read("{a: b, c: [d]}").root().to_json(),
        json!({"a": "b", "c": ["d"]})
    );
}

#[test]
fn every_duplicate_key_is_reported_with_both_places() {
    let report = report("a: 1\nb: 2\na: 3\nb: 4\n'a': 5\n");
    assert_eq!(
        report.matches("error[duplicate-key]").count(),
        3,
        "{report}"
    );
    assert!(
        report.contains("text.yaml:5:1") && report.contains("text.yaml:1:1"),
        "{report}"
    );
}

#[test]
fn what_is_no_utf_8_is_named_at_its_byte() {
    assert!(report(*b"a: 1\nb: \xFF\n").contains("text.yaml:2:4"));
    assert!(report(*b"\xFF\xFEa\0").contains("UTF-16"));
}

#[test]
fn an_alias_bomb_is_refused() {
    let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..10 {
        let inner = vec![format!("*a{}", level - 1); 10].join(", ");
        writeln!(text, "a{level}: &a{level} [{inner}]").unwrap();
    }
    let report = report(text);
    assert!(report.contains("error[too-many-aliases]"), "{report}");
}

#[test]
fn an_alias_within_its_own_node_is_refused() {
    assert!(report("a: &a [*a]\n").contains("error"));
}

#[test]
fn deep_nesting_is_refused_without_a_stack_overflow() {
    let block: String = (0..2000)
        .map(|level| format!("{}a:\n", " ".repeat(level)))
        .collect();
    for text in [
        "[".repeat(100_000),
        "{\"a\":".repeat(100_000),
        "- ".repeat(100_000),
        block,
    ] {
        for name in ["text.yaml", "text.json"] {
            let source = Source::from_text(name, text.clone());
            assert!(!source.findings().is_empty());
        }
    }
}

#[test]
fn reports_show_no_control_characters() {
    let report = report("a: 1\n\"\u{202e}a\u{1b}[31m\": 2\n\"\u{202e}a\u{1b}[31m\": 3\n");
    assert!(
        !report.contains('\u{1b}') && !report.contains('\u{202e}'),
        "{report}"
    );
}

/// Damages a document in many ways; nothing may panic, and every place must be one.
#[test]
fn damaged_documents_never_panic() {
    let document = "openapi: 3.1.0\ninfo: {title: \"Ä\\u00e4\", version: '1'}\npaths:\n  /a: &a\n    get: [x, *a]\n# c\nb: |\n  text\n";
    let mut state = 0x2545_F491_u32;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state as usize % below
    };
    for _ in 0..3000 {
        let mut bytes = document.as_bytes().to_vec();
        for _ in 0..=random(4) {
            let at = random(bytes.len());
            match random(3) {
                0 => bytes.truncate(at.max(1)),
                1 => bytes[at] = b"{}[]:,&*!|>'\"%@`#-? \n\t\xC3"[random(23)],
                _ => bytes.insert(at, b"\n:{[\"'"[random(6)]),
            }
        }
        for name in ["text.yaml", "text.json"] {
            let source = Source::from_bytes(name, bytes.clone());
            let _ = render(&source, source.findings(), Style::Plain);
            let _ = source.root().to_json();
        }
    }
}
