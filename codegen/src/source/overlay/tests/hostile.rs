//! Overlays that would take all memory, all time, or the stack.

use super::{overlaid, overlay, report};
use crate::diagnostic::{Style, render};

fn code(document: &str, actions: &str) -> Vec<&'static str> {
    let source = overlaid(document, &overlay("1.1.0", actions));
    source
        .findings()
        .iter()
        .map(|finding| finding.code.as_str())
        .collect()
}

#[test]
fn copies_of_copies_end() {
    let actions = "- {target: $.a, copy: $}\n".repeat(40);
    let codes = code("a: {}\nb: [1, 2, 3]\n", &actions);
    assert!(
        codes
            .iter()
            .any(|code| ["too-many-updates", "nesting-too-deep"].contains(code))
    );
    let actions = "- {target: $.a, copy: $.a}\n".repeat(60);
    assert!(code("a: [1, 2]\n", &actions).contains(&"too-many-updates"));
}

#[test]
fn copies_into_themselves_do_not_get_deeper_than_a_document_may() {
    let document = format!("{}{{}}{}", "{\"a\": ".repeat(500), "}".repeat(500));
    let deeper = "- {target: $..a, update: {a: {a: {}}}}\n".repeat(20);
    assert_eq!(code(&document, &deeper)[0], "nesting-too-deep");
}

#[test]
fn updates_of_everything_end() {
    let document = format!("a: [{}]\n", "{},".repeat(20_000));
    let entries: String = (0..100).map(|index| format!("k{index}: 1, ")).collect();
    let codes = code(
        &document,
        &format!("- {{target: '$.a[*]', update: {{{entries}}}}}\n"),
    );
    assert_eq!(codes, ["too-many-updates"]);
}

#[test]
fn paths_that_go_down_again_and_again_end() {
    let document = format!("{}1{}", "{\"a\": [".repeat(200), "]}".repeat(200));
    for target in [
        "$..*..*..*..*..*",
        "$..[?@..[?@..*]]",
        "$..[*,*,*,*]..[*,*,*,*]..[*,*,*,*]",
    ] {
        let codes = code(
            &document,
            &format!("- {{target: '{target}', remove: true}}\n"),
        );
        assert_eq!(codes, ["costly-json-path"], "{target}");
    }
}

#[test]
fn paths_of_any_shape_are_refused_or_read() {
    for target in [
        format!("$[?{}@.a{}]", "(".repeat(400), ")".repeat(400)),
        format!("$[?{}@.a{}]", "(".repeat(100), ")".repeat(100)),
        format!("${}", "[?@".repeat(300)),
        format!("${}", ".a".repeat(100_000)),
        format!("$[{}]", "*,".repeat(100_000)),
        format!(
            "$[?length({}@{})==1]",
            "length(".repeat(100),
            ")".repeat(100)
        ),
        "$[99999999999999999999]".to_owned(),
        "$[9007199254740991:-9007199254740991:-9007199254740991]".to_owned(),
        "$[-9007199254740991]".to_owned(),
        "$[?match(@, '(((a*)*)*)*')]".to_owned(),
        "$[?match(@, '(')]".to_owned(),
        "$['\\ud800']".to_owned(),
        "$\u{0}".to_owned(),
        "ä$".to_owned(),
        "$.☺".to_owned(),
    ] {
        let target = serde_json::to_string(&target).unwrap();
        let source = overlaid(
            "a: [aaaaaaaaaaaaaaaaaaaaaaaaaaaaaab]\n",
            &overlay("1.1.0", &format!("- {{target: {target}, remove: true}}\n")),
        );
        assert!(!report(&source).is_empty(), "{target}");
    }
}

#[test]
fn an_alias_bomb_in_an_overlay_is_one() {
    let mut text = "overlay: 1.1.0\nx-a: &a0 [1, 2]\n".to_owned();
    for level in 1..40 {
        text += &format!("x-{level}: &a{level} [*a{0}, *a{0}]\n", level - 1);
    }
    let source = overlaid("a: 1\n", &text);
    assert_eq!(source.findings()[0].code.as_str(), "too-many-aliases");
    let deep = format!("{{\"overlay\": {}{}}}", "[".repeat(600), "]".repeat(600));
    assert_eq!(
        overlaid("a: 1\n", &deep).findings()[0].code.as_str(),
        "nesting-too-deep"
    );
}

#[test]
fn a_large_document_is_looked_through() {
    let paths: String = (0..8_000)
        .map(|index| {
            format!(
                "  /p{index}: {{get: {{operationId: get{index}, parameters: [{{name: a, in: query, \
                 schema: {{type: string, description: 'a text of some length for each of them, as people write'}}}}], \
                 responses: {{200: {{description: 'what comes when all is well, in as many words'}}}}}}}}\n"
            )
        })
        .collect();
    let document = format!("paths:\n{paths}");
    assert!(document.len() > 1_800_000);
    let actions = "\
- {target: \"$..parameters[?@.name == 'a']\", update: {x-a: 1}}
- {target: \"$.paths.*.get.responses['200'].description\", remove: true}
- {target: \"$..[?@.operationId == 'get7']\", update: {x-b: 1}}
";
    let source = overlaid(&document, &overlay("1.1.0", actions));
    assert_eq!(report(&source), "");
    let last = source
        .root()
        .get("paths")
        .unwrap()
        .get("/p7999")
        .unwrap()
        .get("get")
        .unwrap();
    assert!(
        last.get("parameters").unwrap().as_sequence().unwrap()[0]
            .get("x-a")
            .is_some()
    );
    assert!(
        last.get("responses")
            .unwrap()
            .get("200")
            .unwrap()
            .get("description")
            .is_none()
    );
}

#[test]
fn a_reference_to_itself_is_one_wherever_it_comes_from() {
    let document = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents: {schemas: {A: {type: string}}}\n";
    let actions = "- {target: $.components.schemas.A.type, remove: true}\n\
                   - {target: $.components.schemas.A, update: {$ref: '#/components/schemas/A'}}\n";
    let source = overlaid(document, &overlay("1.1.0", actions));
    let output = crate::generate(&source, &crate::config::Config::default()).unwrap();
    let report = render(&source, &output.warnings, Style::Plain);
    assert!(report.contains("leads back to itself"), "{report}");
}
