//! What readers see of findings.

use super::{Diagnostic, Style, closest, codes, github, json, render, summary};
use crate::source::Source;

fn source(text: &str) -> Source {
    Source::from_text("folder/text.yaml", text.to_owned())
}

fn at(source: &Source, keys: &[&str]) -> Diagnostic {
    let node = keys
        .iter()
        .fold(source.root(), |node, key| node.get(key).unwrap());
    Diagnostic::error(codes::WRONG_TYPE, node.span, "message")
}

#[test]
fn nothing_is_an_empty_report() {
    assert_eq!(render(&source("a: 1"), &[], Style::Plain), "");
}

#[test]
fn the_column_is_that_of_the_document_though_the_line_is_cut() {
    let source = source(&format!(
        "a: {{k: {}, b: wrong, c: {}}}\n",
        "x".repeat(5000),
        "y".repeat(5000)
    ));
    let report = render(&source, &[at(&source, &["a", "b"])], Style::Plain);
    assert!(report.contains("folder/text.yaml:1:5013\n"), "{report}");
    assert!(
        report.lines().all(|line| line.chars().count() < 250),
        "{report}"
    );
}

#[test]
fn escaped_characters_do_not_shift_the_column() {
    let source = source("a: {\"\u{202e}\u{200b}\": x, b: wrong}\n");
    let report = render(&source, &[at(&source, &["a", "b"])], Style::Plain);
    assert!(report.contains("folder/text.yaml:1:17\n"), "{report}");
    assert!(
        report.contains("\\u{202e}") && !report.contains('\u{202e}'),
        "{report}"
    );
}

#[test]
fn a_byte_order_mark_is_no_column() {
    let source = source("\u{FEFF}a: wrong\n");
    let report = render(&source, &[at(&source, &["a"])], Style::Plain);
    assert!(
        report.contains("folder/text.yaml:1:4\n") && !report.contains("feff"),
        "{report}"
    );
}

#[test]
fn control_characters_of_messages_and_names_are_escaped() {
    let source = Source::from_text("\u{1b}[2Jx.yaml", "a: 1".to_owned());
    let finding = Diagnostic::error(
        codes::WRONG_TYPE,
        source.root().span,
        "one\u{1b}[31m\ntwo\r\u{85}\u{2066}",
    )
    .label("\u{7}")
    .related(source.root().span, "\u{202e}")
    .help("\u{9b}");
    let report = render(&source, &[finding], Style::Plain);
    let raw = report
        .chars()
        .find(|c| (c.is_control() && *c != '\n') || ('\u{202a}'..='\u{2069}').contains(c));
    assert_eq!(raw, None, "{report}");
}

#[test]
fn wide_spans_show_their_first_line() {
    let source = source("a:\n  b: 1\n  c: 2\n  d: 3\n");
    let report = render(&source, &[at(&source, &["a"])], Style::Plain);
    assert!(
        report.contains("b: 1") && !report.contains("c: 2"),
        "{report}"
    );
}

#[test]
fn equal_findings_are_shown_once_in_the_order_of_the_text() {
    let source = source("a: 1\nb: 2\n");
    let (first, second) = (at(&source, &["a"]), at(&source, &["b"]));
    let between = Diagnostic::warning(codes::WRONG_TYPE, first.at, "other");
    let report = render(
        &source,
        &[second.clone(), first.clone(), between, second, first],
        Style::Plain,
    );
    let heads: Vec<_> = report
        .lines()
        .filter(|line| line.contains("[wrong-type]"))
        .collect();
    assert_eq!(
        heads,
        [
            "error[wrong-type]: message",
            "warning[wrong-type]: other",
            "error[wrong-type]: message"
        ]
    );
}

#[test]
fn the_nearest_candidate_is_meant_when_it_is_near() {
    assert_eq!(closest("shcema", ["schema", "scheme"]), Some("schema"));
    assert_eq!(closest("zebra", ["schema", "scheme"]), None);
    assert_eq!(closest("", []), None);
}

#[test]
fn related_places_have_the_columns_of_the_document() {
    let source = source(&format!(
        "a: {{k: {}, b: one}}\nc: {{k: {}, b: two}}\n",
        "x".repeat(500),
        "y".repeat(700)
    ));
    let other = source.root().get("a").unwrap().get("b").unwrap().span;
    let report = render(
        &source,
        &[at(&source, &["c", "b"]).related(other, "first")],
        Style::Plain,
    );
    assert!(report.contains("--> folder/text.yaml:2:713\n"), "{report}");
    assert!(report.contains("::: folder/text.yaml:1:513\n"), "{report}");
    let coloured = render(&source, &[at(&source, &["c", "b"])], Style::Colour);
    assert!(
        coloured.contains("folder/text.yaml:2:713") && coloured.contains("\u{1b}["),
        "{coloured}"
    );
}

#[test]
fn a_summary_is_one_line() {
    let source = Source::from_text("a\nb.yaml", "key: wrong".to_owned());
    let finding = Diagnostic::warning(
        codes::WRONG_TYPE,
        source.root().get("key").unwrap().span,
        "one\ntwo\u{1b}",
    );
    assert_eq!(
        summary(&source, &finding),
        "a\\nb.yaml:1:6: warning[wrong-type]: one two\\u{1b}"
    );
}

#[test]
fn a_program_gets_an_object_in_a_line_for_each_finding() {
    let source = source("a: {b: wr\u{f6}ng}\nc:\n  d: 1\n  e: 2\n\n");
    let other = source.root().get("c").unwrap().span;
    let finding = at(&source, &["a", "b"])
        .label("here")
        .related(other, "there")
        .help("mend\nit");
    let text = json(&source, &[finding.clone(), finding, at(&source, &["c"])]);
    let lines: Vec<serde_json::Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let [first, _] = lines.as_slice() else {
        panic!("{text}");
    };
    let expected = serde_json::json!({
        "code": "wrong-type",
        "severity": "error",
        "cause": "fault",
        "message": "message",
        "label": "here",
        "file": "folder/text.yaml",
        "pointer": "#/a/b",
        "line": 1,
        "column": 8,
        "end_line": 1,
        "end_column": 13,
        "start_byte": 7,
        "end_byte": 13,
        "related": [{
            "label": "there",
            "file": "folder/text.yaml",
            "pointer": "#/c",
            "line": 3,
            "column": 3,
            "end_line": 4,
            "end_column": 7,
            "start_byte": 20,
            "end_byte": 31,
        }],
        "help": "mend\nit",
    });
    assert_eq!(*first, expected);
}

#[test]
fn github_gets_a_command_for_each_finding() {
    let source = Source::from_text("a,b:c%.yaml", "a: wrong\nc:\n  d: 1\n  e: 2\n".to_owned());
    let mut first = at(&source, &["a"]).help("write 100%,\r\nor: nothing");
    first.message = "a: one, two".to_owned();
    let second = Diagnostic::warning(
        codes::UNKNOWN_KEY,
        source.root().get("c").unwrap().span,
        "odd",
    );
    let text = github(&source, &[second, first], |name| format!("spec/{name}"));
    let file = "spec/a%2Cb%3Ac%25.yaml";
    assert_eq!(
        text,
        format!(
            "::error file={file},line=1,endLine=1,col=4,endColumn=8,title=wrong-type::a: one, two%0Awrite 100%25,%0D%0Aor: nothing\n\
             ::warning file={file},line=3,endLine=4,title=unknown-key::odd\n"
        )
    );
}
