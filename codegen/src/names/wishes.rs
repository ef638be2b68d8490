//! Names that the configuration asks for and that the client cannot have as they are.

use crate::config::Config;
use crate::diagnostic::{Diagnostic, codes};
use crate::ir::{Api, TypeKind};
use crate::source::{Span, pointer};

use super::words::{self, Case};
use super::{Name, Names};

/// Compares the names with what the configuration asks for. `head` is the place of what has none.
pub(crate) fn check(api: &Api, names: &Names, config: &Config, head: Span) -> Vec<Diagnostic> {
    if config.names.is_empty() {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (pointer, name, case) in named(api, names) {
        let Some(wish) = config.names.get(&pointer) else {
            continue;
        };
        let plain = words::plain(wish, case);
        let fits = plain
            .as_deref()
            .is_some_and(|plain| letters(plain) == letters(wish));
        if fits && plain.as_deref() == Some(name.bare()) {
            continue;
        }
        let why = if fits {
            "has another meaning already"
        } else {
            "is no Rust identifier"
        };
        let message = format!("the name `{wish}` {why}; `{name}` stands in for it");
        let at = config.place_in("names", &pointer).unwrap_or(head);
        let finding = Diagnostic::warning(codes::NAME, at, message)
            .help("give a name of ASCII letters and digits that nothing else beside it has");
        findings.push(finding);
    }
    findings
}

/// What remains of a name when case and what stands between words is left aside.
fn letters(name: &str) -> String {
    let between = |letter: &char| !"_-. ".contains(*letter);
    name.chars()
        .filter(between)
        .flat_map(char::to_lowercase)
        .collect()
}

/// Everything that the configuration may name, by pointer.
fn named<'n>(api: &Api, names: &'n Names) -> Vec<(String, &'n Name, Case)> {
    let mut named = Vec::new();
    for (definition, given) in api.types.iter().zip(&names.types) {
        let own = &definition.at.pointer;
        named.push((own.clone(), &given.name, Case::Type));
        let members = given.members.iter().map(|member| &member.name);
        match &definition.kind {
            TypeKind::Struct(body) => named.extend(
                body.fields
                    .iter()
                    .zip(members)
                    .map(|(field, name)| (field.at.pointer.clone(), name, Case::Value)),
            ),
            TypeKind::Enum(_) => named.extend(
                members
                    .enumerate()
                    .map(|(index, name)| (format!("{own}/enum/{index}"), name, Case::Type)),
            ),
            _ => {}
        }
    }
    for (group, given) in api.groups.iter().zip(&names.groups) {
        let own = pointer::push("#/tags", &group.tag);
        named.push((own, &given.module, Case::Value));
    }
    for (operation, given) in api.operations.iter().zip(&names.operations) {
        named.push((operation.at.pointer.clone(), &given.method, Case::Value));
        let parameters = operation.parameters.iter().zip(&given.parameters);
        named.extend(
            parameters.map(|(parameter, name)| (parameter.at.pointer.clone(), name, Case::Value)),
        );
    }
    for (request, name) in api.incoming.iter().zip(&names.incoming) {
        named.push((request.at.pointer.clone(), name, Case::Value));
    }
    for (scheme, given) in api.schemes.iter().zip(&names.schemes) {
        named.push((scheme.at.pointer.clone(), &given.method, Case::Value));
    }
    named
}
