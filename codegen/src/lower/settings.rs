//! Entries of the configuration that were of no use.

use std::collections::BTreeSet;

use crate::config::ALL_TYPES;
use crate::diagnostic::{Diagnostic, closest, codes};
use crate::ir::{Api, SchemeKind, TypeKind, UrlPart};
use crate::source::pointer;

use super::context::Lowering;

/// Reports the entries of `names` and `formats` that match nothing.
pub(super) fn check(lowering: &mut Lowering<'_>, api: &Api) {
    let config = lowering.config;
    for entry in config.formats.keys() {
        if !lowering.formats_used.contains(entry.as_str()) {
            let schemas = lowering.document.by_pointer.keys().map(String::as_str);
            let known = if entry.starts_with('#') {
                closest(entry, schemas)
            } else {
                None
            };
            report(lowering, "formats", entry, known.map(str::to_owned));
        }
    }
    check_derives(lowering, api);
    check_dependencies(lowering);
    check_environment(lowering, api);
    check_credentials(lowering, api);
    if config.names.is_empty() {
        return;
    }
    let places = places(lowering, api);
    for entry in config.names.keys().filter(|entry| !places.contains(*entry)) {
        let known = meant(entry, places.iter().map(String::as_str));
        report(lowering, "names", entry, known);
    }
}

/// Reports derives for what is no type of its own: another name for a type, or a tuple.
fn check_derives(lowering: &mut Lowering<'_>, api: &Api) {
    let types = api
        .types
        .iter()
        .filter(|definition| match &definition.kind {
            TypeKind::Alias(_) => false,
            TypeKind::Tuple(tuple) => !tuple.is_fixed(),
            _ => true,
        });
    let types: BTreeSet<&str> = types
        .map(|definition| definition.at.pointer.as_str())
        .collect();
    for (entry, paths) in &lowering.config.derives {
        let is_used = match entry.as_str() {
            ALL_TYPES => !types.is_empty(),
            pointer => types.contains(pointer),
        };
        let reported = if paths.is_empty() {
            let message = format!("nothing is listed under `{entry}` to derive");
            Some((message, "list traits by their paths: `[garde::Validate]`"))
        } else if is_used {
            continue;
        } else if lowering.document.by_pointer.contains_key(entry) {
            let message =
                format!("`{entry}` becomes no type of its own; nothing is derived for it");
            Some((message, "name a schema of `type: object`, or of an `enum`"))
        } else {
            None
        };
        if let Some((message, help)) = reported {
            let at = lowering.config.place_in("derives", entry);
            let at = at.unwrap_or(lowering.document.head);
            let finding = Diagnostic::warning(codes::UNUSED_CONFIGURATION, at, message);
            lowering.findings.push(finding.help(help));
            continue;
        }
        let known = meant(entry, types.iter().copied());
        report(lowering, "derives", entry, known);
    }
}

/// Reports dependencies of which no derive makes use.
fn check_dependencies(lowering: &mut Lowering<'_>) {
    let config = lowering.config;
    let crates = config.derives.values().flatten().filter_map(|path| {
        let (name, _) = path.trim_start_matches("::").split_once("::")?;
        Some(name.trim())
    });
    let crates: BTreeSet<&str> = crates.collect();
    for name in config.dependencies.keys() {
        if !crates.contains(name.replace('-', "_").as_str()) {
            let message = format!(
                "no entry of `derives` uses `{name}`; the client depends on it all the same"
            );
            let at = config
                .place_in("dependencies", name)
                .unwrap_or(lowering.document.head);
            let finding = Diagnostic::warning(codes::UNUSED_CONFIGURATION, at, message);
            lowering
                .findings
                .push(finding.help("take the dependency out, or derive one of its traits"));
        }
    }
}

fn check_environment(lowering: &mut Lowering<'_>, api: &Api) {
    let environment = &lowering.config.environment;
    let variables = api
        .servers
        .iter()
        .flat_map(|server| &server.url)
        .filter_map(|part| match part {
            UrlPart::Variable(variable) => Some(variable.name.as_str()),
            UrlPart::Literal(_) => None,
        });
    let variables: BTreeSet<&str> = variables.collect();
    let schemes: BTreeSet<&str> = api
        .schemes
        .iter()
        .map(|scheme| scheme.name.as_str())
        .collect();
    for (key, entries, known) in [
        (
            "environment.server_variables",
            environment.server_variables.keys().collect::<Vec<_>>(),
            variables,
        ),
        (
            "environment.credentials",
            environment.credentials.keys().collect(),
            schemes,
        ),
    ] {
        for entry in entries
            .into_iter()
            .filter(|entry| !known.contains(entry.as_str()))
        {
            let meant = closest(entry, known.iter().copied()).map(str::to_owned);
            report(lowering, key, entry, meant);
        }
    }
}

/// Reports variables that a scheme has no use for.
fn check_credentials(lowering: &mut Lowering<'_>, api: &Api) {
    let config = lowering.config;
    for scheme in &api.schemes {
        let Some(given) = config.environment.credentials.get(&scheme.name) else {
            continue;
        };
        let (wanted, what): (&[&str], _) = match scheme.kind {
            SchemeKind::Basic => (&["username", "password"], "a user and a password"),
            SchemeKind::Transport => (&[], "a certificate, which no variable holds"),
            _ if scheme.client_credentials.is_some() => (
                &["token", "client_id", "client_secret"],
                "a token, or the id and secret of a client",
            ),
            _ => (&["token"], "a token"),
        };
        for (key, _) in given.entries().filter(|(key, _)| !wanted.contains(key)) {
            let message = format!(
                "the scheme `{}` is {what}; `{key}` is of no use to it",
                scheme.name
            );
            let at = config
                .place_in("environment.credentials", &scheme.name)
                .unwrap_or(lowering.document.head);
            let mut finding = Diagnostic::warning(codes::UNUSED_CONFIGURATION, at, message);
            finding.help = Some(match wanted {
                [] => "take the whole entry out".to_owned(),
                [others @ .., first, last] if !others.is_empty() => {
                    let others = others.join("`, `");
                    format!("write `{others}`, `{first}` and `{last}`")
                }
                _ => format!("write `{}`", wanted.join("` and `")),
            });
            lowering.findings.push(finding);
        }
    }
}

/// The place that was probably meant; its last step alone may have been written.
fn meant<'p>(entry: &str, places: impl Iterator<Item = &'p str> + Clone) -> Option<String> {
    let ends = |place: &&str| place.rsplit('/').next() == Some(entry);
    let found = closest(entry, places.clone()).or_else(|| places.clone().find(ends));
    found.map(str::to_owned)
}

fn report(lowering: &mut Lowering<'_>, key: &str, entry: &str, known: Option<String>) {
    let head = lowering.document.head;
    let finding = lowering.config.unused((key, entry), known.as_deref(), head);
    lowering.findings.push(finding);
}

/// The pointers of all that has a name in the client.
fn places(lowering: &Lowering<'_>, api: &Api) -> BTreeSet<String> {
    let mut places: BTreeSet<String> = lowering.document.by_pointer.keys().cloned().collect();
    for def in &api.types {
        if let TypeKind::Enum(body) = &def.kind {
            places.extend(
                (0..body.values.len()).map(|index| format!("{}/enum/{index}", def.at.pointer)),
            );
        }
        if let TypeKind::Struct(body) = &def.kind {
            places.extend(body.fields.iter().map(|field| field.at.pointer.clone()));
        }
    }
    places.extend(
        lowering
            .document
            .schemes
            .iter()
            .map(|scheme| scheme.at.pointer.clone()),
    );
    places.extend(api.schemes.iter().map(|scheme| scheme.at.pointer.clone()));
    for operation in &api.operations {
        places.insert(operation.at.pointer.clone());
        places.extend(
            operation
                .parameters
                .iter()
                .map(|parameter| parameter.at.pointer.clone()),
        );
    }
    places.extend(
        api.incoming
            .iter()
            .map(|request| request.at.pointer.clone()),
    );
    for group in &api.groups {
        places.insert(pointer::push("#/tags", &group.tag));
    }
    places
}
