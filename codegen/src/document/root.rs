//! Reading the OpenAPI Object and what stands right below it.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, codes};
use crate::ir::At;
use crate::source::{Node, Source, Span};

use super::context::{Context, Version, schema_at};
use super::object::{self, Object, finish, open};
use super::resolve::{Located, try_resolve};
use super::{
    Document, Server, example, incoming, keywords, kind, operation, schema, security, tree,
};

/// Reads the root file.
pub(super) fn read(source: &Source) -> (Document, Vec<Diagnostic>) {
    let root = source.root();
    let mut document = empty(root, source.name());
    let version = match version(root) {
        Ok(version) => version,
        Err(finding) => return (document, vec![*finding]),
    };
    let mut context = Context::new(source, version);
    if version == Version::Later {
        let message = "this version is not known; it is read as 3.2";
        let finding = Diagnostic::limit(codes::UNKNOWN_VERSION, document.head, message)
            .help("versions 3.0, 3.1 and 3.2 are known");
        context.findings.push(finding);
    }
    check_version(&mut context, root);
    openapi(&mut context, root, &mut document);
    schema::drain(&mut context);
    example::check(&mut context);
    document.schemas = context.schemas;
    document.by_pointer = context.by_pointer;
    document.kinds = context.kinds;
    (document, context.findings.into_list())
}

fn empty(root: &Node, file: &str) -> Document {
    Document {
        at: At {
            span: root.span,
            pointer: "#".to_owned(),
        },
        head: tree::entry(root, "openapi").map_or(root.span, |entry| entry.value.span),
        file: file.to_owned(),
        title: String::new(),
        version: String::new(),
        summary: None,
        description: None,
        external: None,
        servers: Vec::new(),
        security: None,
        tags: Vec::new(),
        schemes: Vec::new(),
        components: Vec::new(),
        paths: Vec::new(),
        incoming: Vec::new(),
        left_out: BTreeSet::new(),
        schemas: Vec::new(),
        by_pointer: std::collections::BTreeMap::new(),
        kinds: std::collections::BTreeMap::new(),
    }
}

/// The version, or why it is none that is understood.
fn version(root: &Node) -> Result<Version, Box<Diagnostic>> {
    let refuse = |mut finding: Diagnostic, help: &str| {
        finding.help = Some(help.to_owned());
        Err(Box::new(finding))
    };
    if root.as_mapping().is_none() {
        let finding = Diagnostic::error(
            codes::NOT_OPENAPI,
            root.span,
            "an OpenAPI document is a mapping; this is none",
        );
        return refuse(finding, "begin it with `openapi: 3.1.0`");
    }
    if let Some(entry) = tree::entry(root, "swagger") {
        let finding = Diagnostic::error(
            codes::UNSUPPORTED_VERSION,
            entry.value.span,
            "this is Swagger 2.0",
        );
        let help =
            "convert it to OpenAPI 3, for example with `npx swagger2openapi` or editor.swagger.io";
        return refuse(finding, help);
    }
    let Some(entry) = tree::entry(root, "openapi") else {
        let finding = Diagnostic::error(
            codes::NOT_OPENAPI,
            root.span,
            "there is no key `openapi`: this is no OpenAPI document",
        );
        return refuse(finding, "begin it with `openapi: 3.1.0`");
    };
    let text = entry.value.as_text().unwrap_or_default();
    let mut parts = text.split('.');
    match (parts.next(), parts.next()) {
        (Some("3"), Some("0")) => Ok(Version::V30),
        (Some("3"), Some("1")) => Ok(Version::V31),
        (Some("3"), Some("2")) => Ok(Version::V32),
        (Some("3"), Some(minor)) if minor.parse::<u16>().is_ok() => Ok(Version::Later),
        _ => {
            let message = format!("OpenAPI `{text}` is not understood");
            let finding = Diagnostic::error(codes::UNSUPPORTED_VERSION, entry.value.span, message);
            refuse(finding, "versions 3.0, 3.1 and 3.2 are")
        }
    }
}

/// A version is written whole, as a string: what `3.1` leaves out is clear all the same.
fn check_version(context: &mut Context<'_>, root: &Node) {
    let Some(entry) = tree::entry(root, "openapi") else {
        return;
    };
    let text = entry.value.as_text().unwrap_or_default();
    let (numbers, _) = text.split_once('-').unwrap_or((text, ""));
    let is_number = |part: &str| part.parse::<u32>().is_ok();
    if tree::string(&entry.value).is_some()
        && numbers.split('.').count() == 3
        && numbers.split('.').all(is_number)
    {
        return;
    }
    let minor = text.split('.').nth(1).unwrap_or_default();
    let message = format!("`{text}` is no whole version; it is read as 3.{minor}");
    let finding = Diagnostic::warning(codes::INCOMPLETE_VERSION, entry.value.span, message)
        .help(format!("write `openapi: 3.{minor}.0`"));
    context.findings.push(finding);
}

/// What a document is about must be in it.
fn check_content(context: &mut Context<'_>, object: &Object<'_>, head: Span) {
    let has = |key| object.has(key);
    let message = if context.version == Version::V30 {
        if has("paths") {
            return;
        }
        "there are no `paths`, which OpenAPI 3.0 demands; the client has no operations"
    } else if ["paths", "components", "webhooks", "x-webhooks"]
        .into_iter()
        .any(has)
    {
        return;
    } else {
        "there are neither `paths` nor `components` nor `webhooks`; the client is empty"
    };
    object::missing(
        context,
        head,
        message,
        "add `paths`, or `paths: {}` where there are none",
    );
}

fn openapi<'s>(context: &mut Context<'s>, root: &'s Node, document: &mut Document) {
    let mut object = open(context, root, "#", "OpenAPI Object");
    object.take("openapi");
    info(context, &mut object, document);
    document.external = keywords::external(context, &mut object);
    document.servers = servers(context, &mut object);
    document.tags = tags(context, &mut object);
    document.security = security::requirements(context, &mut object);
    components(context, &mut object, document);
    document.paths = operation::paths(context, &mut object);
    document.incoming = incoming::webhooks(context, &mut object);
    document.incoming.extend(incoming::callbacks(context));
    check_content(context, &object, document.head);
    finish(context, &object);
}

fn info<'s>(context: &mut Context<'s>, object: &mut Object<'s>, document: &mut Document) {
    let Some(entry) = object.take("info") else {
        let message = "there is no `info`; the client goes without title and version";
        let help = "add it:\ninfo:\n  title: Pets\n  version: 1.0.0";
        object::missing(context, context.root.span, message, help);
        return;
    };
    let mut info = open(context, &entry.value, "#/info", "Info Object");
    for (key, message, help) in [
        (
            "title",
            "`info` has no `title`; the client goes without",
            "add the name of the API: `title: Pets`",
        ),
        (
            "version",
            "`info` has no `version`; the client goes without",
            "add the version of the document: `version: 1.0.0`",
        ),
    ] {
        if entry.value.as_mapping().is_some() && !info.has(key) {
            object::missing(context, entry.key, message, help);
        }
    }
    document.title = object::text(context, &mut info, "title").unwrap_or_default();
    document.version = object::text(context, &mut info, "version").unwrap_or_default();
    document.summary = object::text(context, &mut info, "summary");
    document.description = keywords::description(context, &mut info);
    finish(context, &info);
}

fn servers<'s>(context: &mut Context<'s>, object: &mut Object<'s>) -> Vec<Server> {
    let mut servers = Vec::new();
    for (node, pointer) in object::items(context, object, "servers") {
        let mut server = open(context, node, &pointer, "Server Object");
        for key in ["url", "description", "variables", "name"] {
            server.take(key);
        }
        finish(context, &server);
        let json = with_text_values(node);
        let object = object::shared_json(context, node, json, "Server Object");
        if let Some(mut object) = object {
            without_query(context, node, &mut object);
            servers.push(Server {
                at: server.at,
                object,
            });
        }
    }
    servers
}

/// The URL of a server is what paths are appended to: it has neither query nor fragment.
fn without_query(context: &mut Context<'_>, node: &Node, server: &mut openapiv3::Server) {
    let Some((url, _)) = server.url.split_once(['?', '#']) else {
        return;
    };
    let url = url.to_owned();
    let rest = server.url.strip_prefix(url.as_str()).unwrap_or_default();
    let message =
        format!("the URL of a server has neither query nor fragment; `{rest}` is left out");
    let at = node.get("url").map_or(node.span, |url| url.span);
    let finding = Diagnostic::warning(codes::SERVER_URL, at, message)
        .help("what each request carries is a parameter, or a security scheme of `in: query`");
    context.findings.push(finding);
    server.url = url;
}

/// A server as JSON, where a port such as `443` without quotes is text as well.
fn with_text_values(node: &Node) -> serde_json::Value {
    let mut json = node.to_json();
    let variables = json
        .get_mut("variables")
        .and_then(|value| value.as_object_mut());
    for (name, variable) in variables.into_iter().flatten() {
        let written = node.get("variables").and_then(|node| node.get(name));
        let text = |node: &Node| node.as_text().map(serde_json::Value::from);
        if let (Some(default), Some(text)) = (
            variable.get_mut("default"),
            written.and_then(|node| text(node.get("default")?)),
        ) {
            *default = text;
        }
        let values = written.and_then(|node| node.get("enum")?.as_sequence());
        if let (Some(list), Some(values)) = (variable.get_mut("enum"), values) {
            *list = values.iter().filter_map(text).collect();
        }
    }
    json
}

fn tags<'s>(context: &mut Context<'s>, object: &mut Object<'s>) -> Vec<openapiv3::Tag> {
    let mut tags: Vec<openapiv3::Tag> = Vec::new();
    let mut names: BTreeMap<String, Span> = BTreeMap::new();
    for (node, pointer) in object::items(context, object, "tags") {
        let mut tag = open(context, node, &pointer, "Tag Object");
        for key in [
            "name",
            "description",
            "externalDocs",
            "summary",
            "parent",
            "kind",
        ] {
            tag.take(key);
        }
        finish(context, &tag);
        if let Some(mut tag) = object::shared::<openapiv3::Tag>(context, node, "Tag Object") {
            // 3.2's `summary` says something at least.
            let summary = || Some(node.get("summary")?.as_text()?.to_owned());
            tag.description = tag.description.or_else(summary);
            if let Some(&first) = names.get(&tag.name) {
                let message = format!("there is a tag `{}` already; the first is taken", tag.name);
                let finding = Diagnostic::warning(codes::DUPLICATE_TAG, node.span, message)
                    .related(first, "first here")
                    .help("take one of the two out");
                context.findings.push(finding);
                continue;
            }
            names.insert(tag.name.clone(), node.span);
            tags.push(tag);
        }
    }
    tags
}

fn components<'s>(context: &mut Context<'s>, object: &mut Object<'s>, document: &mut Document) {
    let Some(entry) = object.take("components") else {
        return;
    };
    let mut components = open(context, &entry.value, "#/components", "Components Object");
    check_names(context, &entry.value);
    for (name, entry, pointer) in object::entries(context, &mut components, "schemas") {
        let id = match elsewhere(context, &entry.value, &pointer) {
            Some((node, place)) => {
                let id = schema_at(context, node, place);
                let is_new = document.components.iter().all(|(_, known)| *known != id);
                is_new.then(|| context.by_pointer.insert(pointer.clone(), id));
                is_new.then_some(id)
            }
            None => None,
        };
        let id = id.unwrap_or_else(|| schema_at(context, &entry.value, pointer));
        document.components.push((name.to_owned(), id));
    }
    document.schemes = security::schemes(context, &mut components);
    finish(context, &components);
}

/// The names of components stand in references, where some characters would mean something else. The
/// names of a document are made alike, so that the first says enough.
fn check_names(context: &mut Context<'_>, components: &Node) {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "._-".contains(letter);
    let kinds = kind::SECTIONS.iter();
    let kinds = kinds.filter_map(|(key, _)| components.get(key));
    let mut names = kinds
        .filter_map(Node::as_mapping)
        .flatten()
        .filter(|(name, _)| name.is_empty() || !name.chars().all(is_plain));
    let Some((name, entry)) = names.next() else {
        return;
    };
    let others = match names.count() {
        0 => String::new(),
        1 => ", like another one here".to_owned(),
        count => format!(", like {count} others here"),
    };
    let message = format!(
        "`{name}` is no name of a component, which is made of ASCII letters, digits, `.`, `_` and `-`; it is taken as it is{others}"
    );
    let plain: String = name
        .chars()
        .map(|letter| if is_plain(letter) { letter } else { '_' })
        .collect();
    let help = match plain.trim_matches('_') {
        "" => "give it a name".to_owned(),
        plain => format!("call it `{plain}`, also where something refers to it"),
    };
    let finding = Diagnostic::warning(codes::COMPONENT_NAME, entry.key, message).help(help);
    context.findings.push(finding);
}

/// The schema in another file that a component stands for, with nothing said beside the reference:
/// it goes by the component's name. What is wrong with the reference is found where it is read.
fn elsewhere<'s>(context: &mut Context<'s>, node: &'s Node, pointer: &str) -> Option<Located<'s>> {
    let mut seen = BTreeSet::new();
    let mut located = (node, pointer.to_owned());
    while let Some(mapping) = located.0.as_mapping()
        && mapping.len() == 1
        && let Some(entry) = mapping.get("$ref")
    {
        if !seen.insert(located.1.clone()) {
            return None;
        }
        let reference = tree::string(&entry.value)?;
        located = try_resolve(context, reference, &located.1, entry.value.span).ok()?;
    }
    (!located.1.starts_with('#')).then_some(located)
}
