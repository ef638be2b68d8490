//! YAML as people write it, through to the client.

use std::fmt::Write as _;

use serde_json::json;

use super::{read, report};
use crate::config::Config;
use crate::diagnostic::{Style, render};
use crate::source::Source;
use crate::{Output, generate};

fn client(text: &str) -> (Option<Output>, String) {
    let source = Source::from_text("text.yaml", text.to_owned());
    match generate(&source, &Config::default()) {
        Ok(output) => {
            let report = render(&source, &output.warnings, Style::Plain);
            (Some(output), report)
        }
        Err(findings) => (None, render(&source, &findings, Style::Plain)),
    }
}

const DOCUMENT: &str = "\
# A comment, and anchors.
openapi: 3.1 # as many write it
info:
  title: People
  version: 1.0
x-shared:
  errors: &errors
    404: {description: None.}
    5XX: {description: Broken.}
  name: &name {type: string}
paths:
  /things/{on}:
    get:
      operationId: getThing
      tags: [yes, 1.10, 0x1F]
      parameters:
      - {name: on, in: path, required: true, schema: *name}
      - {name: since, in: query, schema: {type: string, default: 2024-01-01}}
      responses:
        <<: *errors
        200:
          description: \"A\\ttab,	and another.\"
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Thing'}
        404: {description: Another one.}
components:
  schemas:
    Thing:
      type: object
      properties:
        yes: {type: string, enum: [on, off, no, ~]}
        no: *name
        on: {type: string, enum: ['1', 0123, 1e3, 2024-01-01, 12:30:45]}
        null: {type: string}
        1: {type: string}
        ~: {type: string}
";

#[test]
fn what_people_write_without_quotes_is_text_where_text_stands() {
    let (output, report) = client(DOCUMENT);
    let output = output.unwrap_or_else(|| panic!("{report}"));
    let types = &output.files["src/types.rs"];
    for name in ["yes", "no", "on", "null", "1", "~"] {
        assert!(
            types.contains(&format!("= \"{name}\"")),
            "{name} in {types}"
        );
    }
    for value in ["off", "0123", "1e3", "2024-01-01", "12:30:45"] {
        assert!(
            types.contains(&format!("\"{value}\"")),
            "{value} in {types}"
        );
    }
    assert!(output.files["src/lib.rs"].contains("The document's version is `1.0`"));
    assert_eq!(output.operations, 1);
    // The version, numbers in an enumeration of text and the further tags are all to remark on.
    let remarks = |start: &str| report.matches(&format!("warning[{start}")).count();
    let expected = ["incomplete-version]", "enum-type]", "several-tags]"];
    let expected: usize = expected.into_iter().map(remarks).sum();
    assert_eq!(remarks(""), expected, "{report}");
}

#[test]
fn line_ends_and_byte_order_marks_make_no_difference() {
    let plain = client(DOCUMENT).0.unwrap();
    for text in [
        DOCUMENT.replace('\n', "\r\n"),
        format!("\u{FEFF}{DOCUMENT}"),
        format!("\u{FEFF}{}", DOCUMENT.replace('\n', "\r\n")),
        format!("%YAML 1.2\n---\n{DOCUMENT}...\n"),
        DOCUMENT.trim_end().to_owned(),
    ] {
        let (output, report) = client(&text);
        let output = output.unwrap_or_else(|| panic!("{report}"));
        assert_eq!(output.files, plain.files);
    }
}

#[test]
fn json_is_the_same_document() {
    let source = read(DOCUMENT);
    // JSON cannot say `version: 1.0` as text.
    let text = source
        .root()
        .to_json()
        .to_string()
        .replace("\"version\":1.0", "\"version\":\"1.0\"");
    let json = Source::from_text("text.yaml", text);
    assert_eq!(json.findings(), []);
    let paths = |source: &Source| source.root().get("paths").unwrap().to_json();
    assert_eq!(paths(&json), paths(&source));
}

#[test]
fn a_key_written_in_two_ways_is_there_twice() {
    let report = report("responses:\n  200: a\n  default: b\n  '200': c\n");
    assert!(
        report.contains("error[duplicate-key]: the key `200`"),
        "{report}"
    );
    assert!(
        report.contains("text.yaml:4:3") && report.contains("text.yaml:2:3"),
        "{report}"
    );
}

#[test]
fn strings_of_several_lines_keep_theirs() {
    let source = read("a: |\n  one\n  \ttwo\n\nb: >-\n  one\n  two\nc: 'it''s\n  here'\n");
    assert_eq!(source.findings(), []);
    let expected = json!({"a": "one\n\ttwo\n", "b": "one two", "c": "it's here"});
    assert_eq!(source.root().to_json(), expected);
}

#[test]
fn schemas_may_be_nested_200_deep() {
    let mut json = json!({"type": "string"});
    for _ in 0..200 {
        json = json!({"type": "object", "properties": {"inner": json}});
    }
    let document = json!({
        "openapi": "3.1.0",
        "info": {"title": "Deep", "version": "1"},
        "components": {"schemas": {"Deep": json}},
    });
    let (output, report) = client(&document.to_string());
    let output = output.unwrap_or_else(|| panic!("{report}"));
    assert_eq!((output.types, report.as_str()), (200, ""));
    // Rust goes through types to the end, and gives up early unless it is told.
    assert!(output.files["src/lib.rs"].contains("recursion_limit = \"1024\""));
}

#[test]
fn nesting_without_end_ends_in_an_error_on_a_small_stack() {
    let texts = || {
        let block: String = (0..3000).fold(String::new(), |mut text, level| {
            let _ = writeln!(text, "{}a:", " ".repeat(level));
            text
        });
        [
            "{\"a\":".repeat(100_000),
            format!("{}{}", "[".repeat(100_000), "]".repeat(100_000)),
            format!("a: {}{}", "{a: ".repeat(100_000), "}".repeat(100_000)),
            "? ".repeat(100_000),
            block,
        ]
    };
    let thread = std::thread::Builder::new()
        .stack_size(512 * 1024)
        .spawn(move || {
            for text in texts() {
                for name in ["text.yaml", "text.json"] {
                    let source = Source::from_text(name, text.clone());
                    assert!(generate(&source, &Config::default()).is_err());
                }
            }
        });
    thread.unwrap().join().unwrap();
}

/// Work that grows with the square of the text would not end here.
#[test]
fn ten_megabytes_in_one_file_are_read() {
    const COUNT: usize = 60_000;
    let mut text = DOCUMENT.to_owned();
    for index in 0..COUNT {
        let next = (index * 7 + 1) % COUNT;
        let _ = write!(
            text,
            "    S{index}:\n      type: object\n      description: Number {index} of many.\n      properties:\n        id: {{type: string, format: uuid}}\n        next: {{$ref: '#/components/schemas/S{next}'}}\n"
        );
    }
    assert!(text.len() > 10_000_000, "{}", text.len());
    let source = Source::from_text("text.yaml", text);
    assert_eq!(source.findings(), []);
    let (document, findings) = crate::document::read(&source);
    assert!(document.schemas.len() > COUNT, "{findings:?}");
}
