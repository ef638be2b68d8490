//! What is wrong with an overlay, and where.

use super::{overlaid, overlay, places, report};

const DOCUMENT: &str = "info: {title: A}\npaths:\n  /pets: {get: {tags: [a]}}\n";

#[test]
fn what_is_wrong_is_shown_in_the_overlay() {
    for (actions, expected) in [
        ("- {update: {a: 1}}\n", "missing-key 4:4"),
        ("- {target: [a], update: 1}\n", "wrong-type 4:12"),
        ("- {target: $}\n", "overlay-without-effect 4:4"),
        (
            "- {target: $, remove: false}\n",
            "overlay-without-effect 4:4",
        ),
        ("- {target: $, remove: yes}\n", "wrong-type 4:23"),
        ("- {target: $, remove: true}\n", "removed-root 4:12"),
        (
            "- {target: $.info, remove: true, update: {}}\n",
            "overlay-without-effect 4:34",
        ),
        (
            "- {target: $.info, copy: $.paths, update: {}}\n",
            "conflicting-keys 4:20",
        ),
        (
            "- {target: $.info, updat: {}, remove: true}\n",
            "unknown-key 4:20",
        ),
        ("- text\n", "wrong-type 4:3"),
        (
            "- {target: $.info, update: [a]}\n",
            "incompatible-update 4:28",
        ),
        (
            "- {target: $.info, update: {title: {a: 1}}}\n",
            "incompatible-update 4:36",
        ),
        (
            "- {target: $.paths, update: {/pets: {get: {tags: b}}}}\n",
            "incompatible-update 4:50",
        ),
        (
            "- {target: $.info.title, update: [a]}\n",
            "incompatible-update 4:34",
        ),
        (
            "- {target: $.info, copy: $.info.title}\n",
            "incompatible-update 4:26",
        ),
        ("- {target: $.info, copy: $.*}\n", "copy-of-several 4:26"),
        (
            "- {target: $.info, copy: $.nothing}\n",
            "unmatched-target 4:26",
        ),
        ("- {target: '$..*', update: {}}\n", "mixed-target 4:12"),
        ("- {target: $.inf, update: {}}\n", "unmatched-target 4:12"),
        // What is no path, to the character.
        ("- {target: info, update: {}}\n", "faulty-json-path 4:12"),
        ("- {target: '', update: {}}\n", "faulty-json-path 4:12"),
        ("- {target: $.a-b, update: {}}\n", "faulty-json-path 4:15"),
        ("- {target: '$.a-b', update: {}}\n", "faulty-json-path 4:16"),
        (
            "- {target: '$.paths./pets', update: {}}\n",
            "faulty-json-path 4:21",
        ),
        (
            "- {target: '$[?nin(@.a, $.b)]', update: {}}\n",
            "faulty-json-path 4:16",
        ),
        (
            "- {target: '$[?foo(@.a)]', update: {}}\n",
            "faulty-json-path 4:16",
        ),
        ("- {target: '$.', update: {}}\n", "faulty-json-path 4:15"),
        ("- {target: $.info, copy: info}\n", "faulty-json-path 4:26"),
    ] {
        assert_eq!(places(DOCUMENT, "1.1.0", actions), [expected], "{actions}");
    }
}

#[test]
fn all_faults_are_found_in_one_run() {
    let actions = "- {target: $.inf, update: {}}\n- {target: x, update: 1}\n- {update: 1}\n";
    assert_eq!(
        places(DOCUMENT, "1.1.0", actions),
        [
            "faulty-json-path 5:12",
            "missing-key 6:4",
            "unmatched-target 4:12"
        ]
    );
}

#[test]
fn what_no_target_matches_is_named_with_what_was_meant() {
    for (target, message, help) in [
        ("$.inof.title", ": there is no `inof` in `$`", Some("info")),
        (
            "$.paths['/pet'].get",
            ": there is no `/pet` in `$.paths`",
            Some("/pets"),
        ),
        (
            "$.paths['/pets'].gte",
            ": there is no `gte` in `$.paths['/pets']`",
            Some("get"),
        ),
        (
            "$.paths[*].gte",
            ": there is no `gte` in `$.paths[*]`",
            Some("get"),
        ),
        (
            "$.paths[?@.get].gte.tags[0]",
            ": there is no `gte` in what the path selects before it",
            Some("get"),
        ),
        (
            "$.paths.elsewhere",
            ": there is no `elsewhere` in `$.paths`",
            None,
        ),
        (
            "$.info.title.x",
            ": there is no `x` in `$.info.title`",
            None,
        ),
        ("$.paths['/pets'].get.tags[3]", "", None),
        ("$..nothing", "", None),
    ] {
        let source = overlaid(
            DOCUMENT,
            &overlay(
                "1.1.0",
                &format!("- {{target: \"{target}\", remove: true}}\n"),
            ),
        );
        let [finding] = source.findings() else {
            panic!("{target}: {}", report(&source));
        };
        assert_eq!(
            finding.message,
            format!("the target matches nothing{message}")
        );
        let meant = match help {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "name what the document holds, from the root on, ".to_owned(),
        };
        let help = finding.help.as_deref().unwrap_or_default();
        assert!(help.starts_with(&meant), "{target}: {help}");
    }
}

#[test]
fn what_is_no_overlay_changes_nothing() {
    let head = "info: {title: T, version: '1'}\nactions: [{target: $, update: {a: 1}}]\n";
    for (text, code) in [
        ("", "empty-document"),
        ("[]", "not-an-overlay"),
        ("text", "not-an-overlay"),
        (head, "not-an-overlay"),
        (&format!("overlay: 1.2.0\n{head}"), "unsupported-version"),
        (&format!("overlay: 2.0.0\n{head}"), "unsupported-version"),
        (&format!("overlay: [1]\n{head}"), "unsupported-version"),
        (&format!("overlay: 1.1.0\n{head}{head}"), "duplicate-key"),
        (
            "overlay: 1.1.0\ninfo: {title: T, version: '1'}\n",
            "missing-key",
        ),
        (
            "overlay: 1.1.0\ninfo: {title: T, version: '1'}\nactions: {}\n",
            "wrong-type",
        ),
        (
            "overlay: 1.1.0\ninfo: {title: T, version: '1'}\nactions: []\n",
            "overlay-without-effect",
        ),
    ] {
        let source = overlaid(DOCUMENT, text);
        assert_eq!(source.findings()[0].code.as_str(), code, "{text}");
        assert_eq!(source.root().to_json(), super::json(DOCUMENT), "{text}");
    }
    let mut source = overlaid(DOCUMENT, "overlay: 1.1.0\n");
    source.overlay_text(
        "more.yaml",
        overlay("1.1.0", "- {target: $, update: {a: 1}}\n"),
    );
    assert_eq!(
        source
            .findings()
            .iter()
            .filter(|finding| finding.code.as_str() == "missing-key")
            .count(),
        2
    );
}

#[test]
fn what_is_incomplete_is_applied_all_the_same() {
    for (head, code) in [
        (
            "overlay: 1.1\ninfo: {title: T, version: '1'}\n",
            "incomplete-version",
        ),
        (
            "overlay: '1.0.x'\ninfo: {title: T, version: '1'}\n",
            "incomplete-version",
        ),
        ("overlay: 1.1.0\n", "missing-key"),
        ("overlay: 1.1.0\ninfo: {version: '1'}\n", "missing-key"),
        ("overlay: 1.1.0\ninfo: []\n", "wrong-type"),
        (
            "overlay: 1.1.0\ninfo: {title: [], version: '1'}\n",
            "wrong-type",
        ),
        (
            "overlay: 1.1.0\ninfo: {title: T, version: '1', titel: T}\n",
            "unknown-key",
        ),
        (
            "overlay: 1.1.0\ninfo: {title: T, version: '1'}\nextend: a\n",
            "unknown-key",
        ),
        (
            "overlay: 1.1.0\ninfo: {title: T, version: '1'}\nextends: []\n",
            "wrong-type",
        ),
        (
            "overlay: 1.1.0\ninfo: {title: T, version: '1'}\nextends: other.yaml\n",
            "other-document",
        ),
    ] {
        let text = format!("{head}actions: [{{target: $, update: {{a: 1}}}}]\n");
        let source = overlaid(DOCUMENT, &text);
        let codes: Vec<&str> = source
            .findings()
            .iter()
            .map(|finding| finding.code.as_str())
            .collect();
        assert_eq!(codes, [code], "{head}");
        assert!(source.root().get("a").is_some(), "{head}");
    }
}

#[test]
fn a_document_without_a_tree_is_not_overlaid() {
    let source = overlaid(
        "paths: [\n",
        &overlay("1.1.0", "- {target: $.paths, remove: true}\n"),
    );
    assert!(!report(&source).contains("unmatched-target"));
}

#[test]
fn an_overlay_may_say_what_it_is_for() {
    for extends in [
        "openapi.yaml",
        "./openapi.yaml",
        "https://example.com/api/openapi.yaml",
        "urn:api",
    ] {
        let text = overlay("1.1.0", "- {target: $, update: {b: 1}}\n");
        let source = overlaid("$self: urn:api\n", &format!("{text}extends: {extends}\n"));
        assert_eq!(report(&source), "", "{extends}");
    }
}
