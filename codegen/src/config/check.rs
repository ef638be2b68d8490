//! What is wrong with the values of a configuration, whatever the document says.

use crate::data_types;
use crate::diagnostic::{Diagnostic, closest, codes};
use crate::emit;
use crate::source::{Node, Source, Span};

use super::{Config, derives};

/// Checks the values of a configuration; `root` is its tree.
pub(super) fn check(source: &Source, root: &Node, config: &Config) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    package(root, config, &mut findings);
    environment(root, config, &mut findings);
    references(source, root, config, &mut findings);
    overlays(source, root, config, &mut findings);
    derived(root, config, &mut findings);
    dependencies(root, config, &mut findings);
    idempotency(root, config, &mut findings);
    formats(root, config, &mut findings);
    pagination(root, config, &mut findings);
    findings
}

fn idempotency(root: &Node, config: &Config, findings: &mut Vec<Diagnostic>) {
    let Some(idempotency) = &config.idempotency else {
        return;
    };
    // RFC 9110, section 5.6.2.
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    let name = &idempotency.header;
    if name.is_empty() || !name.bytes().all(is_token) {
        let at = place(root, &["idempotency", "header"]);
        let message = format!("`{name}` is no name of a header");
        findings.push(fault(at, message, "most APIs call it `Idempotency-Key`"));
    }
}

/// The place of the value that a way leads to, as far as it goes.
fn place(root: &Node, way: &[&str]) -> Span {
    let mut node = root;
    for key in way {
        match node.get(key) {
            Some(next) => node = next,
            None => break,
        }
    }
    node.span
}

fn fault(at: Span, message: String, help: impl Into<String>) -> Diagnostic {
    Diagnostic::error(codes::CONFIGURATION, at, message).help(help)
}

fn package(root: &Node, config: &Config, findings: &mut Vec<Diagnostic>) {
    if let Some(name) = &config.package.name {
        let possible = emit::crate_name(name, config);
        if possible != *name {
            let at = place(root, &["package", "name"]);
            let message = format!("`{name}` cannot be the name of this package");
            findings.push(fault(at, message, format!("write `{possible}`")));
        }
    }
    if let Some(version) = &config.package.version
        && let Err(reason) = semver::Version::parse(version)
    {
        let at = place(root, &["package", "version"]);
        let message = format!("`{version}` is no version: {reason}");
        let help = "a version has three numbers: `1.2.0`, or `1.2.0-beta.1`";
        findings.push(fault(at, message, help));
    }
}

fn environment(root: &Node, config: &Config, findings: &mut Vec<Diagnostic>) {
    let environment = &config.environment;
    let mut check = |way: &[&str], name: &str| {
        let is_odd =
            |letter: char| letter.is_whitespace() || letter.is_control() || "=$".contains(letter);
        if name.is_empty() || name.contains(is_odd) {
            let at = place(root, way);
            let message = format!("`{name}` is no name of an environment variable");
            let plain: String = name
                .chars()
                .filter(|letter| letter.is_alphanumeric() || *letter == '_')
                .collect();
            let help = match plain.as_str() {
                "" => "take it out, and a name is made from that of the package".to_owned(),
                plain => format!("write `{plain}`"),
            };
            findings.push(fault(at, message, help));
        }
    };
    for (key, name) in &environment.server_variables {
        check(&["environment", "server_variables", key], name);
    }
    for (scheme, credential) in &environment.credentials {
        for (key, name) in credential.entries() {
            check(&["environment", "credentials", scheme, key], name);
        }
    }
    if let Some(name) = &environment.base_url {
        check(&["environment", "base_url"], name);
    }
}

/// Formats that have no type of the crate that is chosen.
fn formats(root: &Node, config: &Config, findings: &mut Vec<Diagnostic>) {
    for (format, choice) in &config.formats {
        let choices = data_types::choices(format);
        if choices.contains(choice) {
            continue;
        }
        let of_choice = data_types::formats(*choice);
        let help = match closest(format, of_choice.iter().copied()) {
            Some(meant) => format!("did you mean the format `{meant}`?"),
            None => {
                let choices: Vec<_> = choices.iter().map(|choice| choice.key()).collect();
                format!("it can be `{}`", choices.join("`, `"))
            }
        };
        let choice = choice.key();
        let message = format!("`{choice}` has no type for the format `{format}`");
        findings.push(fault(place(root, &["formats", format]), message, help));
    }
}

/// Files and folders that are named and not there.
fn references(source: &Source, root: &Node, config: &Config, findings: &mut Vec<Diagnostic>) {
    let help = "paths are relative to the document's folder";
    if let Some(within) = &config.references.within
        && source.lacks_folder(within)
    {
        let at = place(root, &["references", "within"]);
        findings.push(fault(at, format!("there is no folder `{within}`"), help));
    }
    for (url, file) in &config.references.files {
        if source.lacks_file(file) {
            let at = place(root, &["references", "files", url]);
            findings.push(fault(at, format!("there is no file `{file}`"), help));
        }
    }
}

/// Derives that no path of Rust can be.
fn derived(root: &Node, config: &Config, findings: &mut Vec<Diagnostic>) {
    for (entry, paths) in &config.derives {
        let nodes = root.get("derives").and_then(|node| node.get(entry));
        let nodes = nodes.and_then(Node::as_sequence).unwrap_or_default();
        for (path, node) in paths.iter().zip(nodes) {
            if derives::path(path).is_none() {
                let message = format!("`{path}` is no path to a derive");
                let help = "write the crate and the trait: `schemars::JsonSchema`; or one of Rust's own: `Hash`";
                findings.push(fault(node.span, message, help));
            }
        }
    }
}

/// Dependencies that Cargo would refuse, and those that every client has.
fn dependencies(root: &Node, config: &Config, findings: &mut Vec<Diagnostic>) {
    let entries = root.get("dependencies").and_then(Node::as_mapping);
    for (name, dependency) in &config.dependencies {
        let Some(entry) = entries.and_then(|entries| entries.get(name.as_str())) else {
            continue;
        };
        let is_plain =
            |letter: char| letter.is_ascii_alphanumeric() || letter == '_' || letter == '-';
        if !name.starts_with(|letter: char| letter.is_ascii_alphabetic())
            || !name.chars().all(is_plain)
        {
            let message = format!("`{name}` is no name of a crate");
            findings.push(fault(
                entry.key,
                message,
                "write it as it stands in `Cargo.toml`",
            ));
        } else if emit::is_own_dependency(name, config) {
            let message = format!("every client depends on `{name}`, so that it cannot be added");
            findings.push(fault(entry.key, message, "take the entry out"));
        }
        if let Err(reason) = semver::VersionReq::parse(&dependency.version) {
            let version = &dependency.version;
            let at = entry.value.get("version").unwrap_or(&entry.value).span;
            let message = format!("`{version}` is no requirement of a version: {reason}");
            findings.push(fault(
                at,
                message,
                "write it as in `Cargo.toml`: `1`, `1.2.3`, `>=1, <3`",
            ));
        }
    }
}

/// Overlays that are not there.
fn overlays(source: &Source, root: &Node, config: &Config, findings: &mut Vec<Diagnostic>) {
    let nodes = root.get("overlays").and_then(Node::as_sequence);
    for (overlay, node) in config.overlays.iter().zip(nodes.unwrap_or_default()) {
        if source.lacks_file(overlay) {
            let help = "paths are relative to the document's folder";
            findings.push(fault(
                node.span,
                format!("there is no file `{overlay}`"),
                help,
            ));
        }
    }
}

/// Keys that a rule lacks, and keys that its form has no use for.
fn pagination(root: &Node, config: &Config, findings: &mut Vec<Diagnostic>) {
    let nodes = root.get("pagination").and_then(Node::as_sequence);
    for (rule, node) in config
        .pagination
        .rules
        .iter()
        .zip(nodes.unwrap_or_default())
    {
        let (form, needed, optional) = rule.form.keys();
        let entry = |key: &str| Some(node.as_mapping()?.get(key)?.key);
        let listed = |keys: &[&str]| {
            let keys: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
            keys.join(", ")
        };
        let help = match (needed.concat().as_slice(), optional) {
            ([], []) => format!("a rule of the form `{form}` has `operations` beside `form`"),
            (needed, optional) => format!(
                "a rule of the form `{form}` has {}",
                listed(&[needed, optional, &["operations"]].concat())
            ),
        };
        for choice in needed {
            let given: Vec<&str> = rule.keys().filter(|key| choice.contains(key)).collect();
            let message = match given.as_slice() {
                [] => format!(
                    "a rule of the form `{form}` needs one of {}",
                    listed(choice)
                ),
                [_] => continue,
                several => format!("{} cannot stand in one rule", listed(several)),
            };
            let message = match choice {
                [only] if given.is_empty() => {
                    format!("a rule of the form `{form}` needs `{only}`")
                }
                _ => message,
            };
            findings.push(fault(entry("form").unwrap_or(node.span), message, &help));
        }
        for key in rule.keys() {
            if !optional.contains(&key) && !needed.concat().contains(&key) {
                let message = format!("a rule of the form `{form}` has no use for `{key}`");
                findings.push(fault(entry(key).unwrap_or(node.span), message, &help));
            }
        }
    }
}
