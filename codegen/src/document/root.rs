//! Reading the OpenAPI Object and what stands right below it.

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostic;
use crate::ir::At;
use crate::source::{Node, Source};

use super::context::{Context, Version, schema_at};
use super::object::{self, Object, finish, open};
use super::resolve::{Located, try_resolve};
use super::{Document, Server, incoming, keywords, operation, schema, security, tree};

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
        let finding = Diagnostic::limit("unknown-version", document.head, message)
            .help("versions 3.0, 3.1 and 3.2 are known");
        context.findings.push(finding);
    }
    openapi(&mut context, root, &mut document);
    schema::drain(&mut context);
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
            "not-openapi",
            root.span,
            "an OpenAPI document is a mapping; this is none",
        );
        return refuse(finding, "begin it with `openapi: 3.1.0`");
    }
    if let Some(entry) = tree::entry(root, "swagger") {
        let finding = Diagnostic::error(
            "unsupported-version",
            entry.value.span,
            "this is Swagger 2.0",
        );
        let help =
            "convert it to OpenAPI 3, for example with `npx swagger2openapi` or editor.swagger.io";
        return refuse(finding, help);
    }
    let Some(entry) = tree::entry(root, "openapi") else {
        let finding = Diagnostic::error(
            "not-openapi",
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
            let finding = Diagnostic::error("unsupported-version", entry.value.span, message);
            refuse(finding, "versions 3.0, 3.1 and 3.2 are")
        }
    }
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
    finish(context, &object);
}

fn info<'s>(context: &mut Context<'s>, object: &mut Object<'s>, document: &mut Document) {
    let Some(entry) = object.take("info") else {
        let message = "there is no `info`; the client goes without title and version";
        context.findings.push(Diagnostic::warning(
            "missing-key",
            context.root.span,
            message,
        ));
        return;
    };
    let mut info = open(context, &entry.value, "#/info", "Info Object");
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
        if let Some(object) = object::shared_json(context, node, json, "Server Object") {
            servers.push(Server {
                at: server.at,
                object,
            });
        }
    }
    servers
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
    let mut tags = Vec::new();
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
