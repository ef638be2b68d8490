//! JSONPath as overlays use it: what each path selects, seen by what is left when it is removed.

use super::{applied, json};

/// An API with something for every selector.
const API: &str = "\
paths:
  /foo:
    get: {x-oai-traits: [paged], parameters: [{name: filter, in: query}, {name: dummy, in: query}], tags: [a, dummy]}
    post: {x-size: 10}
  /bar:
    get: {parameters: [{name: filter, in: header}], x-size: 2}
  /foo/{id}:
    delete: {deprecated: true, x-size: 2.5}
";

/// The pointers that a path selects: each node is marked, and looked up then.
fn selected(path: &str) -> Vec<String> {
    let actions = format!("- {{target: \"{path}\", update: {{marked: 1}}}}\n");
    let marked = applied(API, &actions);
    let mut found = Vec::new();
    collect(&marked, "", &mut found);
    found
}

fn collect(value: &serde_json::Value, pointer: &str, found: &mut Vec<String>) {
    if let Some(entries) = value.as_object() {
        if entries.contains_key("marked") {
            found.push(pointer.to_owned());
        }
        for (key, value) in entries {
            collect(value, &format!("{pointer} {key}"), found);
        }
    }
    for (index, value) in value.as_array().into_iter().flatten().enumerate() {
        collect(value, &format!("{pointer} {index}"), found);
    }
}

#[test]
fn paths_select_what_the_specification_shows() {
    for (path, expected) in [
        ("$", &[""][..]),
        ("$.paths", &[" paths"]),
        ("$.paths['/foo'].get", &[" paths /foo get"]),
        ("$['paths']['/bar']", &[" paths /bar"]),
        ("$.paths.*.get", &[" paths /bar get", " paths /foo get"]),
        (
            "$.paths.*.get.parameters[?@.name=='filter' && @.in=='query']",
            &[" paths /foo get parameters 0"],
        ),
        (
            "$.paths[?(@.get['x-oai-traits'][?(@ == 'paged')])].get",
            &[" paths /foo get"],
        ),
    ] {
        assert_eq!(selected(path), expected, "{path}");
    }
}

#[test]
fn selectors_and_functions_mean_what_rfc_9535_says() {
    for (path, expected) in [
        (
            "$..parameters[0]",
            &[
                " paths /bar get parameters 0",
                " paths /foo get parameters 0",
            ][..],
        ),
        (
            "$..parameters[-1]",
            &[
                " paths /bar get parameters 0",
                " paths /foo get parameters 1",
            ],
        ),
        (
            "$..parameters[::-2]",
            &[
                " paths /bar get parameters 0",
                " paths /foo get parameters 1",
            ],
        ),
        (
            "$.paths['/foo','/bar'].get",
            &[" paths /bar get", " paths /foo get"],
        ),
        (
            "$.paths.*[?@['x-size'] > 2]",
            &[" paths /foo post", " paths /foo/{id} delete"],
        ),
        ("$.paths.*[?@['x-size'] == 2.0]", &[" paths /bar get"]),
        (
            "$.paths.*[?@.deprecated == true]",
            &[" paths /foo/{id} delete"],
        ),
        (
            "$.paths.*[?!@.parameters]",
            &[" paths /foo post", " paths /foo/{id} delete"],
        ),
        (
            "$.paths.*[?count(@.parameters[*]) > 1]",
            &[" paths /foo get"],
        ),
        ("$.paths.*[?length(@.tags) == 2]", &[" paths /foo get"]),
        (
            "$..[?match(@.name, 'd.*')]",
            &[" paths /foo get parameters 1"],
        ),
        (
            "$..[?search(@.name, 'um')]",
            &[" paths /foo get parameters 1"],
        ),
        (
            "$.paths.*[?value(@.tags[1]) == 'dummy']",
            &[" paths /foo get"],
        ),
        (
            "$.paths.*[?@.x == $.nothing || @.deprecated]",
            &[
                " paths /bar get",
                " paths /foo get",
                " paths /foo post",
                " paths /foo/{id} delete",
            ],
        ),
    ] {
        assert_eq!(selected(path), expected, "{path}");
    }
}

#[test]
fn elements_are_removed_by_what_they_are() {
    let rest = applied(
        API,
        "- {target: \"$.paths.*.get.tags[?@ == 'dummy']\", remove: true}\n",
    );
    assert_eq!(rest["paths"]["/foo"]["get"]["tags"], json("[a]"));
    let rest = applied(
        API,
        "- {target: \"$.paths.*.get.parameters[?@.name == 'dummy']\", remove: true}\n",
    );
    assert_eq!(
        rest["paths"]["/foo"]["get"]["parameters"],
        json("[{name: filter, in: query}]")
    );
}
