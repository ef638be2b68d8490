//! How lists are found to go on.

use super::*;
use crate::diagnostic::codes;
use crate::ir::{Cursor, PageForm};

/// What is found for a list with these parameters (`name: schema`), properties and headers.
fn form(path: &str, parameters: &[&str], body: &str, headers: &str) -> Option<PageForm> {
    let parameters: Vec<String> = parameters
        .iter()
        .filter_map(|parameter| parameter.split_once(": "))
        .map(|(name, schema)| format!("{{name: '{name}', in: query, schema: {{type: {schema}}}}}"))
        .collect();
    let parameters = parameters.join(", ");
    let text = format!(
        "openapi: 3.1.0
info: {{title: Test, version: '1'}}
paths:
  {path}:
    get:
      parameters: [{parameters}]
      responses:
        '200':
          description: A page.
          headers: {{{headers}}}
          content: {{application/json: {{schema: {body}}}}}
"
    );
    let (mut api, findings) = api_with(&text, &Config::default());
    let is_odd = |finding: &&Diagnostic| finding.code != codes::UNDECLARED_PATH_PARAMETER;
    assert_eq!(findings.iter().find(is_odd), None, "{text}");
    api.operations.remove(0).pagination.map(|found| found.form)
}

fn object(properties: &str) -> String {
    format!(
        "{{type: object, properties: {{data: {{type: array, items: {{type: object}}}}, {properties}}}}}"
    )
}

const LIST: &str = "{type: array, items: {type: object}}";

#[test]
fn links_in_the_body() {
    for (properties, expected) in [
        ("next_url: {type: string}", "/next_url"),
        ("nextLink: {type: [string, 'null']}", "/nextLink"),
        ("next: {type: string, format: uri}", "/next"),
        (
            "next: {type: string, description: The URL of more.}",
            "/next",
        ),
        (
            "next: {type: string, examples: ['https://example.com/?p=2']}",
            "/next",
        ),
        (
            "paging: {type: object, properties: {next: {type: string, format: uri}}}",
            "/paging/next",
        ),
        (
            "'a/b': {type: string}, meta: {type: object, properties: {next_page_url: {type: string}}}",
            "/meta/next_page_url",
        ),
        (
            "links: {type: object, properties: {next: {type: object, properties: {href: {type: string}}}}}",
            "/links/next/href",
        ),
    ] {
        let found = form(
            "/list",
            &["page: integer, default: 1", "limit: integer"],
            &object(properties),
            "",
        );
        assert_eq!(
            found,
            Some(PageForm::Link(expected.to_owned())),
            "{properties}"
        );
    }
    for properties in [
        "next: {type: string}",
        "next: {type: string, description: What comes next.}",
        "next_url: {type: object}",
        "previous_url: {type: string}",
        "other: {type: object, properties: {next_url: {type: string}}}",
        "next_url: {type: string}, more: {type: array, items: {type: object}}",
    ] {
        assert_eq!(
            form("/list", &[], &object(properties), ""),
            None,
            "{properties}"
        );
    }
}

#[test]
fn declared_link_headers() {
    let link = "Link: {schema: {type: string}}";
    let found = Some(PageForm::LinkHeader);
    assert_eq!(
        form(
            "/list",
            &["cursor: string"],
            &object("next_cursor: {type: string}"),
            link
        ),
        found
    );
    assert_eq!(form("/list/{id}", &[], LIST, link), found);
    assert_eq!(form("/list/{id}", &[], &object(""), link), None);
    assert_eq!(form("/list", &[], "{type: string}", link), None);
}

#[test]
fn cursors() {
    for (parameter, properties, expected) in [
        ("cursor", "next_cursor: {type: string}", "/next_cursor"),
        (
            "cursor",
            "meta: {type: object, properties: {nextCursor: {type: integer}}}",
            "/meta/nextCursor",
        ),
        (
            "pageToken",
            "nextPageToken: {type: string}",
            "/nextPageToken",
        ),
        (
            "page_token",
            "next_page: {type: [string, 'null']}",
            "/next_page",
        ),
        ("nextToken", "nextToken: {type: string}", "/nextToken"),
        (
            "continuation_token",
            "continuation_token: {type: string}",
            "/continuation_token",
        ),
        ("marker", "next_marker: {type: string}", "/next_marker"),
        (
            "after",
            "paging: {type: object, properties: {cursors: {type: object, properties: {after: {type: string}}}}}",
            "/paging/cursors/after",
        ),
        (
            "starting_after",
            "pages: {type: object, properties: {next: {type: object, properties: {starting_after: {type: string}}}}}",
            "/pages/next/starting_after",
        ),
        (
            "after",
            "last_id: {type: string}, has_more: {type: boolean}",
            "/last_id",
        ),
        (
            "page",
            "meta: {type: object, properties: {next_page: {type: [integer, 'null']}}}",
            "/meta/next_page",
        ),
    ] {
        let parameters = [format!("{parameter}: string")];
        let found = form("/list/{id}", &[&parameters[0]], &object(properties), "");
        let cursor = Cursor::Body(expected.to_owned());
        assert_eq!(
            found,
            Some(PageForm::Cursor(parameter.to_owned(), cursor)),
            "{properties}"
        );
    }
    for (parameter, properties) in [
        ("cursor", "cursor: {type: string}"),
        ("cursor", "next_cursor: {type: object}"),
        ("cursor", "next_page: {type: string}"),
        ("after", "last_id: {type: string}"),
        ("after", "after: {type: string}"),
        ("date", "next_date: {type: string}"),
        ("filter", "next_cursor: {type: string}"),
    ] {
        let parameters = [format!("{parameter}: string")];
        let found = form("/list", &[&parameters[0]], &object(properties), "");
        assert_eq!(found, None, "{parameter}, {properties}");
    }
    let certain = "{type: object, required: [data, next_page], properties: {data: {type: array, items: {type: object}}, next_page: {type: integer}}}";
    assert_eq!(
        form("/list", &["page: integer"], certain, ""),
        None,
        "it never ends"
    );
}

#[test]
fn pages_and_offsets() {
    let page = |name: &str, first| Some(PageForm::Page(name.to_owned(), first));
    let offset = |name: &str, first| Some(PageForm::Offset(name.to_owned(), first));
    let total = object("total: {type: integer}");
    for (parameters, body, expected) in [
        (
            &["page: integer, default: 0", "per_page: integer"][..],
            LIST,
            page("page", 0),
        ),
        (
            &["pageNumber: integer, minimum: 1"],
            total.as_str(),
            page("pageNumber", 1),
        ),
        (
            &["page[number]: integer, default: 1", "page[size]: integer"],
            LIST,
            page("page[number]", 1),
        ),
        (&["page: integer, default: 1"], LIST, None),
        (&["page: integer", "limit: integer"], LIST, None),
        (&["page: integer, minimum: 0", "limit: integer"], LIST, None),
        (
            &["page: string, default: '1'", "limit: integer"],
            LIST,
            None,
        ),
        (
            &["offset: integer", "limit: integer"],
            LIST,
            offset("offset", 0),
        ),
        (
            &["skip: integer, default: 0", "take: integer"],
            LIST,
            offset("skip", 0),
        ),
        (&["offset: integer"], total.as_str(), None),
        (&["offset: string", "limit: integer"], LIST, None),
        (
            &["offset: integer", "limit: integer"],
            "{type: array, items: {type: string}}",
            None,
        ),
    ] {
        assert_eq!(
            form("/list", parameters, body, ""),
            expected,
            "{parameters:?}"
        );
    }
    let of_one = form(
        "/list/{id}",
        &["offset: integer", "limit: integer"],
        LIST,
        "",
    );
    assert_eq!(of_one, None, "what is counted may be within the resource");
}

#[test]
fn nothing_is_found_where_the_configuration_says_none() {
    let text = "openapi: 3.1.0
info: {title: Test, version: '1'}
paths:
  /list:
    get:
      responses:
        '200':
          description: A page.
          content:
            application/json:
              schema:
                type: object
                properties: {next_url: {type: string}, data: {type: array, items: {type: object}}}
";
    for (pagination, is_found) in [("[]", true), ("none", false), ("[{form: none}]", false)] {
        let mut source = crate::source::Source::from_text("spec.yaml", text.to_owned());
        let config = format!("pagination: {pagination}\n");
        let config = Config::read(&mut source, "wiregen.yaml", config).unwrap();
        let (api, findings) = api_with(text, &config);
        assert_eq!(findings, []);
        let found = &api.operations[0].pagination;
        assert_eq!(found.is_some(), is_found, "{pagination}");
    }
}

#[test]
fn unions_that_double_end() {
    let mut text = "openapi: 3.1.0
info: {title: Test, version: '1'}
paths:
  /list:
    get:
      parameters: [{name: cursor, in: query, schema: {type: string}}]
      responses:
        '200':
          description: A page.
          content: {application/json: {schema: {$ref: '#/components/schemas/A0'}}}
components:
  schemas:
    A40: {type: object, properties: {next_cursor: {type: string}, data: {type: array, items: {type: object}}}}
"
    .to_owned();
    for index in 0..40 {
        let next = format!("{{$ref: '#/components/schemas/A{}'}}", index + 1);
        text.push_str(&format!(
            "    A{index}: {{anyOf: [{next}, {{title: b, anyOf: [{next}, {{type: string}}]}}]}}\n"
        ));
    }
    let config = "pagination: [{form: cursor, parameter: cursor, next: next_cursor, items: data}]";
    for config in ["", config] {
        let mut source = crate::source::Source::from_text("spec.yaml", text.clone());
        let config = Config::read(&mut source, "wiregen.yaml", config.to_owned()).unwrap();
        let (api, _) = api_with(&text, &config);
        assert!(api.operations[0].pagination.is_none());
    }
}
