//! The rules of the specification, one by one.

use super::{applied, json, overlaid, overlay, places, report};

const ITEMS: &str = "\
paths:
  /items:
    get: {responses: {200: {description: OK}}}
  /some-items:
    delete: {responses: {200: {description: OK}}}
";

#[test]
fn mappings_are_merged_at_every_level() {
    let document = "info: {title: A, contact: {name: N}}\npaths: {}\n";
    let actions =
        "- {target: $, update: {info: {title: B, contact: {email: E}}, tags: [{name: a}]}}\n";
    let expected = "{info: {title: B, contact: {name: N, email: E}}, paths: {}, tags: [{name: a}]}";
    assert_eq!(applied(document, actions), json(expected));
}

#[test]
fn keys_keep_their_order_and_new_ones_come_last() {
    let source = overlaid(
        "a: 1\nb: 2\n",
        &overlay("1.1.0", "- {target: $, update: {c: 3, a: 4}}\n"),
    );
    let keys: Vec<&str> = source
        .root()
        .as_mapping()
        .unwrap()
        .keys()
        .map(AsRef::as_ref)
        .collect();
    assert_eq!(keys, ["a", "b", "c"]);
}

#[test]
fn lists_in_mappings_are_appended_to() {
    let document = "get: {tags: [a], parameters: [{name: x}]}\n";
    let actions = "- {target: $.get, update: {tags: [b], parameters: [{name: y}]}}\n";
    let expected = "get: {tags: [a, b], parameters: [{name: x}, {name: y}]}\n";
    assert_eq!(applied(document, actions), json(expected));
}

#[test]
fn a_list_takes_one_value_or_those_of_a_list() {
    let document = "tags: [a]\n";
    for (update, expected) in [
        ("b", "tags: [a, b]"),
        ("[b, c]", "tags: [a, b, c]"),
        ("{name: b}", "tags: [a, {name: b}]"),
        ("null", "tags: [a, null]"),
        ("[]", "tags: [a]"),
    ] {
        let actions = format!("- {{target: $.tags, update: {update}}}\n");
        assert_eq!(applied(document, &actions), json(expected), "{update}");
    }
}

#[test]
fn single_values_are_replaced() {
    let document = "info: {title: A, version: 1, x: true}\ntags: [a, b]\n";
    let actions = "\
- {target: $.info.title, update: B}
- {target: $.info.version, update: '2'}
- {target: $.info.x, update: null}
- {target: '$.tags[1]', update: c}
";
    let expected = "info: {title: B, version: '2', x: null}\ntags: [a, c]\n";
    assert_eq!(applied(document, actions), json(expected));
}

#[test]
fn actions_build_on_each_other() {
    let actions = "\
- {target: $.paths, update: {/new-items: {}}}
- {target: \"$.paths['/new-items']\", copy: \"$.paths['/items']\"}
- {target: \"$.paths['/items']\", remove: true}
";
    let expected = "\
paths:
  /some-items:
    delete: {responses: {200: {description: OK}}}
  /new-items:
    get: {responses: {200: {description: OK}}}
";
    assert_eq!(applied(ITEMS, actions), json(expected));
}

#[test]
fn a_copy_is_merged_like_an_update() {
    let actions = "- {target: '$.paths[\"/some-items\"]', copy: '$.paths[\"/items\"]'}\n";
    let expected = "\
paths:
  /items:
    get: {responses: {200: {description: OK}}}
  /some-items:
    delete: {responses: {200: {description: OK}}}
    get: {responses: {200: {description: OK}}}
";
    assert_eq!(applied(ITEMS, actions), json(expected));
    let document = "a: [1]\nb: [2, 3]\nc: x\nd: y\n";
    let actions =
        "- {target: $.a, copy: $.b}\n- {target: $.a, copy: $.d}\n- {target: $.c, copy: $.d}\n";
    assert_eq!(
        applied(document, actions),
        json("a: [1, 2, 3, y]\nb: [2, 3]\nc: y\nd: y\n")
    );
}

#[test]
fn what_is_removed_at_once_does_not_shift() {
    let document = "list: [a, b, c, d, e]\nmap: {a: [1, 2], b: {c: 3}}\n";
    let removed = |target: &str| {
        applied(
            document,
            &format!("- {{target: \"{target}\", remove: true}}\n"),
        )
    };
    let rest = |list: &str| json(&format!("list: {list}\nmap: {{a: [1, 2], b: {{c: 3}}}}\n"));
    assert_eq!(removed("$.list[0,2,4]"), rest("[b, d]"));
    assert_eq!(removed("$.list[-1,-1,4]"), rest("[a, b, c, d]"));
    assert_eq!(removed("$.list[1:]"), rest("[a]"));
    assert_eq!(removed("$.list[*]"), rest("[]"));
    assert_eq!(
        removed("$.map..*"),
        json("list: [a, b, c, d, e]\nmap: {}\n")
    );
    assert_eq!(removed("$.*"), json("{}"));
}

#[test]
fn a_node_that_is_selected_twice_is_updated_once() {
    let actions = "- {target: \"$.paths['/items','/items']\", update: {parameters: [{name: a}]}}\n";
    let once = applied(ITEMS, actions);
    assert_eq!(
        once["paths"]["/items"]["parameters"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[test]
fn many_nodes_are_updated_and_the_same_value_stands_in_each() {
    let actions = "- {target: $.paths.*.*, update: {x-safe: true, tags: [a]}}\n";
    let updated = applied(ITEMS, actions);
    for (path, method) in [("/items", "get"), ("/some-items", "delete")] {
        assert_eq!(updated["paths"][path][method]["x-safe"], true);
        assert_eq!(updated["paths"][path][method]["tags"][0], "a");
    }
}

#[test]
fn keys_are_steps_whatever_stands_in_them() {
    for key in [
        "it's", "a\\b", "a\"b", "ä☺", "a/b~c", "", "a\nb", "\u{1}", "$", "0",
    ] {
        let document = serde_json::json!({"o": {key: {"hit": true}, "other": {}}}).to_string();
        let target = "{target: '$.o[?@.hit]', remove: true}";
        let rest = applied(&document, &format!("- {target}\n"));
        assert_eq!(rest, serde_json::json!({"o": {"other": {}}}), "{key:?}");
    }
}

#[test]
fn every_node_keeps_the_place_where_it_was_written() {
    let document = "info:\n  title: A\n  version: '1'\n";
    let source = overlaid(
        document,
        &overlay(
            "1.1.0",
            "- target: $.info\n  update:\n    title: B\n    summary: S\n",
        ),
    );
    let info = source.root().get("info").unwrap();
    let place = |span| {
        (
            source.file(span).unwrap().name.as_str(),
            source.line_column(span),
        )
    };
    let entry = |key: &str| &info.as_mapping().unwrap()[key];
    assert_eq!(place(info.span), ("openapi.yaml", (2, 3)));
    assert_eq!(place(entry("version").key), ("openapi.yaml", (3, 3)));
    assert_eq!(place(entry("title").key), ("fix.overlay.yaml", (6, 5)));
    assert_eq!(
        place(entry("title").value.span),
        ("fix.overlay.yaml", (6, 12))
    );
    assert_eq!(place(entry("summary").key), ("fix.overlay.yaml", (7, 5)));
    assert_eq!(source.text(entry("summary").value.span), "S");
}

#[test]
fn a_copy_keeps_the_place_of_what_was_copied() {
    let document = "a: {x: 1}\nb: {}\n";
    let source = overlaid(document, &overlay("1.1.0", "- {target: $.b, copy: $.a}\n"));
    let copied = source.root().get("b").unwrap().get("x").unwrap();
    assert_eq!(source.file(copied.span).unwrap().name, "openapi.yaml");
    assert_eq!(source.line_column(copied.span), (1, 8));
}

#[test]
fn overlays_are_applied_one_after_the_other() {
    let mut source = overlaid(
        "a: 1\n",
        &overlay("1.1.0", "- {target: $, update: {b: {c: 1}}}\n"),
    );
    source.overlay_text(
        "more.yaml",
        overlay("1.1.0", "- {target: $.b.c, update: 2}\n"),
    );
    assert_eq!(report(&source), "");
    assert_eq!(source.root().to_json(), json("a: 1\nb: {c: 2}\n"));
}

#[test]
fn json_and_yaml_can_be_mixed() {
    let overlay = r#"{"overlay": "1.1.0", "info": {"title": "T", "version": "1"},
        "actions": [{"target": "$.a", "update": 2}]}"#;
    assert_eq!(overlaid("a: 1\n", overlay).root().to_json(), json("a: 2\n"));
    let source = overlaid(
        "{\"a\": 1}",
        &super::overlay("1.0.0", "- {target: $, update: {a: 2}}\n"),
    );
    assert_eq!(source.root().to_json(), json("a: 2\n"));
}

#[test]
fn extensions_and_descriptions_are_no_faults() {
    let overlay = "\
overlay: 1.1.3
x-owner: us
info: {title: T, version: '1', description: D, x-i: 1}
extends: openapi.yaml
actions:
  - {target: $, description: D, update: {b: 2}, x-a: 1}
  - {target: $.b, remove: false, update: 3}
";
    let source = overlaid("a: 1\n", overlay);
    assert_eq!(report(&source), "");
    assert_eq!(source.root().to_json(), json("a: 1\nb: 3\n"));
}

#[test]
fn what_version_1_0_did_not_have_is_done_with_a_warning() {
    let document = "info: {title: A}\ntags: [a]\nservers: [{url: /}]\n";
    for (actions, place) in [
        (
            "- {target: $.info.title, update: B}\n",
            "overlay-version 4:12",
        ),
        (
            "- {target: '$.tags[0]', remove: true}\n",
            "overlay-version 4:12",
        ),
        ("- {target: $.tags, update: [b]}\n", "overlay-version 4:28"),
        (
            "- {target: $.info, copy: '$.servers[0]'}\n",
            "overlay-version 4:20",
        ),
    ] {
        assert_eq!(places(document, "1.0.0", actions), [place], "{actions}");
        assert!(places(document, "1.1.0", actions).is_empty(), "{actions}");
        let old = overlaid(document, &overlay("1.0.0", actions))
            .root()
            .to_json();
        assert_eq!(old, applied(document, actions), "{actions}");
    }
}

#[test]
fn empty_keys_of_an_outline_change_nothing_and_are_named() {
    let document = "components: {schemas: {}}\ntags: [a]\n";
    let actions = "- target: $\n  update:\n    components:\n    tags:\n    info:\n";
    assert_eq!(
        places(document, "1.1.0", actions),
        ["incompatible-update 6:15", "incompatible-update 7:9"]
    );
    let source = overlaid(document, &overlay("1.1.0", actions));
    assert_eq!(
        source.root().to_json(),
        json(&format!("{document}info: null\n"))
    );
    // The other way round, there is nothing that could be lost.
    let source = overlaid(
        "components:\n",
        &overlay(
            "1.1.0",
            "- {target: $, update: {components: {schemas: {}}}}\n",
        ),
    );
    assert_eq!(source.root().to_json(), json("components: {schemas: {}}\n"));
    assert_eq!(source.findings().len(), 1);
}
