//! What becomes of the Markdown that real and hostile documents hold.

use super::sanitize;

#[test]
fn harmless_text_stays_as_it_is() {
    for text in [
        "Plain *text* with `code` and **bold** and snake_case_word.",
        "* one\n* two",
        "[a link](https://example.com/a_b)",
        "<https://example.com>",
        "```json\n{\"a\": 1}\n```",
        "*/ fn main() {} /* \"# r##\" {0} $crate \\u{41}",
    ] {
        assert_eq!(sanitize(text), text);
    }
}

#[test]
fn no_code_block_is_a_doctest() {
    assert_eq!(sanitize("\n```\nrun();\n```\n"), "```text\nrun();\n```");
    assert_eq!(sanitize("~~~rust\nrun();\n~~~"), "```text\nrun();\n```");
    assert_eq!(sanitize("A\n\n    run();\n"), "A\n\n```text\nrun();\n```");
    assert_eq!(sanitize("```json,should_panic\n1\n```"), "```json\n1\n```");
    assert_eq!(
        sanitize("````\n```\nrun();\n```\n````"),
        "````text\n```\nrun();\n```\n````"
    );
}

#[test]
fn html_and_brackets_are_text() {
    assert_eq!(
        sanitize("<Warning>Use <b>that</b>.</Warning>"),
        "\\<Warning>Use \\<b>that\\</b>.\\</Warning>"
    );
    assert_eq!(
        sanitize("See [RFC 3339], [`x`] and [[y]] ]]"),
        "See \\[RFC 3339\\], \\[`x`\\] and \\[\\[y\\]\\] \\]\\]"
    );
    assert_eq!(
        sanitize("Vec<String> & a < b"),
        "Vec\\<String> &amp; a \\< b"
    );
}

#[test]
fn links_lead_to_the_web_or_nowhere() {
    assert_eq!(
        sanitize("[here](/docs/x) and [there](javascript:alert(1))"),
        "here and there"
    );
    assert_eq!(sanitize("[x]: javascript:a\n\n[x] ![i](p.png)"), "x i");
    assert_eq!(
        sanitize("at https://example.com/a_b."),
        "at <https://example.com/a_b>."
    );
    assert_eq!(
        sanitize("[http://a.example](http://b.example)"),
        "[http://a.example](http://b.example)"
    );
}

#[test]
fn headings_stand_below_rustdoc_s_own() {
    assert_eq!(
        sanitize("# Errors\n\ntext\n\n## Panics"),
        "#### Errors\n\ntext\n\n##### Panics"
    );
}

#[test]
fn characters_that_hide_or_turn_text_are_gone() {
    assert_eq!(
        sanitize("\u{202e}a\u{2066} \u{200b}b\u{7}\u{1b}[31m\0 \u{feff}c\r\nd"),
        "a b\\[31m c\nd"
    );
}
