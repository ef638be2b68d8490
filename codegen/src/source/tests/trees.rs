//! What the tree may hold, and what is refused.

use std::fmt::Write as _;

use serde_json::json;

use super::{read, report};
use crate::diagnostic::codes;
use crate::source::{Node, ScalarType, Source, Value};

fn depth(root: &Node) -> usize {
    let mut open = vec![(root, 1)];
    let mut deepest = 0;
    while let Some((node, depth)) = open.pop() {
        deepest = deepest.max(depth);
        match &node.value {
            Value::Scalar(_) => {}
            Value::Sequence(items) => open.extend(items.iter().map(|item| (item, depth + 1))),
            Value::Mapping(entries) => {
                open.extend(entries.values().map(|entry| (&entry.value, depth + 1)));
            }
        }
    }
    deepest
}

/// Each alias stands deeper than the one before, though the text is never deep.
#[test]
fn aliases_do_not_get_around_the_limit_of_depth() {
    let mut text = String::from("a0: &a0 [x]\n");
    for level in 1..20 {
        let (open, close) = ("[".repeat(50), "]".repeat(50));
        writeln!(text, "a{level}: &a{level} {open}*a{}{close}", level - 1).unwrap();
    }
    let source = read(&text);
    assert!(
        source
            .findings()
            .iter()
            .any(|finding| finding.code == codes::NESTING_TOO_DEEP),
        "depth {}, {:?}",
        depth(source.root()),
        source.findings()
    );
}

/// Without an alias too: anchored nodes that stand in each other would each be kept as a whole.
#[test]
fn anchors_in_anchors_are_bounded() {
    let open: String = (0..200).map(|level| format!("&a{level} [")).collect();
    let text = format!("{open}{}{}", "1,".repeat(20_000), "]".repeat(200));
    let report = report(text);
    assert!(report.contains("error[too-many-aliases]"), "{report}");
}

#[test]
fn aliases_by_people_are_within_the_budget() {
    let mut text = String::from("shared: &shared {a: 1, b: [1, 2, 3]}\n");
    for index in 0..5000 {
        writeln!(text, "k{index}: *shared").unwrap();
    }
    assert_eq!(read(&text).findings(), []);
}

#[test]
fn a_merge_key_is_one_only_when_it_is_plain() {
    assert_eq!(
        read("a: {'<<': {b: 1}}").root().to_json(),
        json!({"a": {"<<": {"b": 1}}})
    );
    let source = Source::from_text("text.json", r#"{"<<": {"b": 1}}"#.to_owned());
    assert_eq!(source.root().to_json(), json!({"<<": {"b": 1}}));
}

#[test]
fn merges_that_mean_nothing_are_errors() {
    for text in [
        "a: {<<: text}",
        "a: {<<: [1]}",
        "a: {<<: {b: 1}, <<: {c: 1}}",
    ] {
        assert!(report(text).contains("error["), "{text}: {}", report(text));
    }
}

#[test]
fn tags_of_the_core_schema_decide_the_type_of_a_scalar() {
    let source = read("[!!str 1, !!int 1, !!bool true, !!null '', !!float 1, ! 1]");
    assert_eq!(source.findings(), []);
    let types: Vec<_> = source
        .root()
        .as_sequence()
        .unwrap()
        .iter()
        .map(|node| node.scalar_type().unwrap())
        .collect();
    use ScalarType::{Bool, Null, Number, String};
    assert_eq!(
        types,
        [
            String("1"),
            Number("1"),
            Bool(true),
            Null,
            Number("1"),
            String("1")
        ]
    );
}

#[test]
fn unknown_tags_are_warnings() {
    for text in [
        "a: !include other.yaml",
        "a: !!set {b: null}",
        "a: !list [b]",
        "a: !!binary aGk=",
    ] {
        let source = read(text);
        let findings: Vec<_> = source
            .findings()
            .iter()
            .map(|finding| finding.code)
            .collect();
        assert_eq!(findings, [codes::UNKNOWN_TAG], "{text}");
        assert!(source.root().get("a").is_some(), "{text}");
    }
}

#[test]
fn keys_that_are_no_text_are_each_reported_once() {
    let report = report("? [a]\n: 1\n? {b: c}\n: 2\n");
    assert_eq!(report.matches("error[").count(), 2, "{report}");
}

#[test]
fn json_may_be_a_list_and_have_a_byte_order_mark() {
    let key = "k".repeat(3000);
    let text = format!("[{{\"{key}\": \"\\uD83D\\uDE00\"}}]");
    for (name, text) in [
        ("text.yaml", text.clone()),
        ("text.json", format!("\u{FEFF}{text}")),
        ("text.yml", format!("\u{FEFF}\n {text}")),
    ] {
        let source = Source::from_text(name, text);
        assert_eq!(source.findings(), [], "{name}");
        assert_eq!(source.root().to_json()[0][&key], json!("😀"));
    }
}

#[test]
fn a_lone_surrogate_is_refused_and_null_as_a_key_is_text() {
    let source = Source::from_text("text.json", r#"{"a": "\uD83D"}"#.to_owned());
    assert_eq!(source.findings().len(), 1);
    assert_eq!(
        read("null: 1\n~: 2\n").root().to_json(),
        json!({"null": 1, "~": 2})
    );
}

#[test]
fn one_document_may_have_markers_but_not_a_neighbour() {
    assert_eq!(read("---\na: 1\n...\n").findings(), []);
    for text in ["a: 1\n---\nb: 2\n", "a: 1\n...\n---\n"] {
        assert!(
            report(text).contains("error[several-documents]"),
            "{}",
            report(text)
        );
    }
    for text in ["", "\n\n", "# only a comment\n", "\u{FEFF}"] {
        assert!(
            report(text).contains("error[empty-document]"),
            "{text:?}: {}",
            report(text)
        );
    }
}

#[test]
fn tabs_get_help() {
    for text in ["a:\n\tb: 1\n", "a:\n  b: 1\n\tc: 2\n"] {
        let report = report(text);
        assert!(
            report.contains("help: YAML is indented with spaces"),
            "{report}"
        );
    }
}
