//! What becomes of the Markdown that real and hostile documents hold.

use pulldown_cmark::{BrokenLink, CodeBlockKind, Event, HeadingLevel, Parser, Tag};

use super::{RUSTDOC, sanitize};

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
        "a b\\[31m c d"
    );
}

/// What is wrong with a text when rustdoc reads it.
fn faults(text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let mut broken = |link: BrokenLink<'_>| {
        faults.push(format!("a link that leads nowhere: {link:?}"));
        None
    };
    let events: Vec<Event<'_>> =
        Parser::new_with_broken_link_callback(text, RUSTDOC, Some(&mut broken)).collect();
    for event in events {
        match event {
            Event::Html(_) | Event::InlineHtml(_) => faults.push(format!("HTML: {event:?}")),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language)))
                if ["text", "json", "yaml", "xml", "http", "sh"].contains(&&*language) => {}
            Event::Start(Tag::CodeBlock(kind)) => faults.push(format!("code: {kind:?}")),
            Event::Start(Tag::Heading { level, .. }) if level < HeadingLevel::H4 => {
                faults.push(format!("a heading: {level}"));
            }
            Event::Start(Tag::Link { ref dest_url, .. } | Tag::Image { ref dest_url, .. })
                if super::web_address(dest_url).is_none() =>
            {
                faults.push(format!("a link: {dest_url}"));
            }
            _ => {}
        }
    }
    faults
}

#[test]
fn no_mixture_of_marks_gets_through() {
    const PIECES: &[&str] = &[
        "a",
        "b c",
        " ",
        " ",
        "  ",
        "    ",
        "\n",
        "\n",
        "\n\n",
        "\t",
        "\\",
        "`",
        "``",
        "```",
        "```rust",
        "~~~",
        "~~~~",
        "*",
        "**",
        "_",
        "~",
        "~~",
        "#",
        "# ",
        "## ",
        "- ",
        "* ",
        "+ ",
        "1. ",
        "2) ",
        "> ",
        ">",
        "<",
        "<b>",
        "</b>",
        "<!--",
        "-->",
        "<?",
        "<script>",
        "</script>",
        "<pre>",
        "<a href='x'>",
        "&",
        "&lt;",
        "&#96;",
        "&nbsp;",
        "[",
        "]",
        "(",
        ")",
        "[x]",
        "[x]: y",
        "[x](y)",
        "[x][y]",
        "![i](j)",
        "[^1]",
        "[^1]: f",
        "- [ ] ",
        "|",
        "|a|b|",
        "|-|-|",
        "---",
        "===",
        "https://a.example/b",
        "<https://a.example>",
        "<mailto:a@b.c>",
        "javascript:",
        "\"",
        "'",
        "{",
        "}",
        "$",
        "$$",
        ":::",
        "é",
        "\u{200b}",
        "\u{a0}",
    ];
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).unwrap()
    };
    for _ in 0..20_000 {
        let text: String = (0..1 + random(12))
            .map(|_| PIECES[random(PIECES.len())])
            .collect();
        let safe = sanitize(&text);
        let faults = faults(&safe);
        assert!(faults.is_empty(), "{text:?} became {safe:?}: {faults:?}");
    }
}

#[test]
fn a_space_that_does_not_count_hides_no_code() {
    assert_eq!(
        sanitize("&nbsp;1.     run();"),
        "1. ```text\n   run();\n   ```"
    );
    assert_eq!(sanitize("\u{a0}# Errors"), "#### Errors");
}

#[test]
fn long_runs_of_marks_stay_in_bounds() {
    const MARKS: &[&str] = &[
        ">",
        "- ",
        "1. ",
        "> - ",
        "[",
        "![",
        "*",
        "_",
        "`",
        "`a ",
        "<",
        "<!--",
        "(",
        "&",
        "|",
        "|a\n|-\n",
        "#",
        "~",
        "**a ",
        "[a](",
        "[a]: b\n",
        "a\n",
        "https://a.example ",
        "\u{a0}",
    ];
    for mark in MARKS {
        let text = mark.repeat(5_000);
        let safe = sanitize(&text);
        assert!(safe.len() < 10 * text.len(), "{mark:?}: {}", safe.len());
    }
}
