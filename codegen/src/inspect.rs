//! What a client offers, for people who look before they generate: its operations, its types, and the
//! places of the document that became any value.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::Stages;
use crate::config::Config;
use crate::emit::items::Items;
use crate::ir::{Operation, Status, TypeKind};
use crate::lower::Trace;
use crate::map::{self, Entry, Fallback, Kind};
use crate::names::OperationNames;
use crate::source::Source;

/// What a client offers.
#[derive(Clone, Debug, Serialize)]
pub struct Inspection {
    /// The operations in the order of the document.
    pub operations: Vec<OperationEntry>,
    /// The named types in the order of the document.
    pub types: Vec<TypeEntry>,
    /// The places that became any value although they say more.
    pub fallbacks: Vec<FallbackEntry>,
}

/// An operation.
#[derive(Clone, Debug, Serialize)]
pub struct OperationEntry {
    /// The method in capitals.
    pub method: String,
    /// The path as written.
    pub path: String,
    /// The call in Rust, with the names of the arguments that it needs.
    pub call: String,
    /// The module of its tag, which is `operations` without one.
    pub module: String,
    /// The types of its answers, in the order of their statuses.
    pub answers: Vec<AnswerEntry>,
    /// Its JSON Pointer as a fragment.
    pub pointer: String,
    /// The file, relative to the folder of the root file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
}

/// An answer of an operation.
#[derive(Clone, Debug, Serialize)]
pub struct AnswerEntry {
    /// `200`, `4XX`, or `default`.
    pub status: String,
    /// The Rust type; `()` where there is no content.
    #[serde(rename = "type")]
    pub ty: String,
}

/// A named type.
#[derive(Clone, Debug, Serialize)]
pub struct TypeEntry {
    /// Its name in the module `types`.
    pub name: String,
    /// What it is: `struct`, `enum`, `union`, `tuple`, `constant` or `alias`.
    pub kind: &'static str,
    /// How many schemas and properties of the document have it.
    pub uses: usize,
    /// Its JSON Pointer as a fragment.
    pub pointer: String,
    /// The file, relative to the folder of the root file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
}

/// A place that became any value although it says more.
#[derive(Clone, Debug, Serialize)]
pub struct FallbackEntry {
    /// Its JSON Pointer as a fragment.
    pub pointer: String,
    /// Why, as a name.
    pub reason: Fallback,
    /// Why, in words.
    pub why: &'static str,
    /// The file, relative to the folder of the root file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
}

/// Looks at a client.
pub(crate) fn inspect(source: &Source, stages: &Stages<'_, Trace>, config: &Config) -> Inspection {
    let items = Items::new(stages.api, stages.names, config);
    let entries = map::map(source, stages, config).entries;
    let operations = stages.api.operations.iter().zip(&stages.names.operations);
    Inspection {
        operations: operations
            .map(|(operation, names)| operation_entry(source, stages, items, (operation, names)))
            .collect(),
        types: types(source, stages, &entries),
        fallbacks: entries.into_iter().filter_map(fallback).collect(),
    }
}

fn operation_entry(
    source: &Source,
    stages: &Stages<'_, Trace>,
    items: Items<'_>,
    (operation, names): (&Operation, &OperationNames),
) -> OperationEntry {
    let given = operation.parameters.iter().zip(&names.parameters);
    let given = given.filter(|(parameter, _)| parameter.required);
    let mut arguments: Vec<String> = given.map(|(_, name)| name.to_string()).collect();
    if operation.body.as_ref().is_some_and(|body| body.required) {
        arguments.push(names.body.to_string());
    }
    let group = operation
        .group
        .and_then(|index| stages.names.groups.get(index));
    let owner = group.map_or_else(String::new, |group| format!(".{}()", group.accessor));
    let answers = items.answers(operation, names).into_iter();
    let answers = answers.filter_map(|(index, item)| {
        Some(AnswerEntry {
            status: status(operation.answers.get(index)?.status),
            ty: item.ty.unwrap_or_else(|| "()".to_owned()),
        })
    });
    OperationEntry {
        method: operation.method.clone(),
        path: operation.path.clone(),
        call: format!("client{owner}.{}({})", names.method, arguments.join(", ")),
        module: group.map_or_else(|| "operations".to_owned(), |group| group.module.to_string()),
        answers: answers.collect(),
        pointer: operation.at.pointer.clone(),
        file: map::file(source, operation.at.span),
        line: source.line_column(operation.at.span).0,
    }
}

/// As the document has it.
fn status(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Range(digit) => format!("{digit}XX"),
        Status::Default => "default".to_owned(),
    }
}

fn types(source: &Source, stages: &Stages<'_, Trace>, entries: &[Entry]) -> Vec<TypeEntry> {
    let uses = uses(entries);
    let all = stages.api.types.iter().zip(&stages.names.types);
    all.map(|(definition, names)| {
        let name = names.name.to_string();
        TypeEntry {
            kind: match definition.kind {
                TypeKind::Alias(_) => "alias",
                TypeKind::Struct(_) => "struct",
                TypeKind::Enum(_) => "enum",
                TypeKind::Union(_) => "union",
                TypeKind::Constant(_) => "constant",
                TypeKind::Tuple(_) => "tuple",
            },
            uses: uses.get(name.as_str()).copied().unwrap_or_default(),
            name,
            pointer: definition.at.pointer.clone(),
            file: map::file(source, definition.at.span),
            line: source.line_column(definition.at.span).0,
        }
    })
    .collect()
}

/// How many schemas and properties have a type, by its name: those that became it are no use of it.
fn uses(entries: &[Entry]) -> BTreeMap<&str, usize> {
    let mut uses = BTreeMap::new();
    for entry in entries {
        let Some(ty) = &entry.ty else { continue };
        if !matches!(entry.kind, Kind::Schema | Kind::Property) {
            continue;
        }
        // `Vec<types::Pet>`: what follows each `types::` up to the end of the name.
        for rest in ty.split("types::").skip(1) {
            let is_of_name =
                |letter: char| letter.is_alphanumeric() || letter == '_' || letter == '#';
            let end = rest
                .find(|letter| !is_of_name(letter))
                .unwrap_or(rest.len());
            let name = rest.get(..end).unwrap_or(rest);
            let is_own = |own: &String| own.strip_prefix("types::") == Some(name);
            if !entry.rust.iter().any(is_own) {
                *uses.entry(name).or_default() += 1;
            }
        }
    }
    uses
}

fn fallback(entry: Entry) -> Option<FallbackEntry> {
    let reason = entry.fallback?;
    Some(FallbackEntry {
        pointer: entry.pointer,
        reason,
        why: reason.why(),
        file: entry.file,
        line: entry.line,
    })
}
