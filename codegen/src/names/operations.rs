//! Groups of operations, and what an operation takes and answers.

use std::collections::{BTreeMap, BTreeSet};

use super::scope::{Claim, settle};
use super::words::Case;
use super::{GroupNames, Name, OperationNames, identifiers, reserved};
use crate::config::Config;
use crate::data_types;
use crate::ir::{Api, Location, Operation, Status};
use crate::source::pointer;

pub(super) fn groups(api: &Api, config: &Config) -> Vec<GroupNames> {
    let text = |tag: &str| {
        let pointer = pointer::push("#/tags", tag);
        config
            .names
            .get(&pointer)
            .cloned()
            .unwrap_or_else(|| tag.to_owned())
    };
    let claims = |case, kind: &'static str| -> Vec<Claim<'_>> {
        api.groups
            .iter()
            .map(|group| Claim::new(text(&group.tag), case, kind, &group.tag, 1))
            .collect()
    };
    let mut taken = [reserved::MODULES, reserved::CLIENT].concat();
    taken.extend(data_types::needed(config).filter_map(|needs| needs.public));
    let accessors = settle(&claims(Case::Value, "group"), &taken);
    let mocking = [&taken, reserved::METHODS, reserved::MOCK].concat();
    let mocked = settle(&claims(Case::Value, "group"), &mocking);
    if !api.incoming.is_empty() {
        taken.push(reserved::INCOMING);
    }
    let modules = settle(&claims(Case::Value, "group"), &taken);
    // The handle lives in its own module, beside the operations, which give way to it.
    let handles = claims(Case::Type, "Group")
        .into_iter()
        .map(|claim| settle(&[claim], reserved::GROUP).concat());
    modules
        .iter()
        .zip(accessors)
        .zip(mocked)
        .zip(handles)
        .map(|(((module, accessor), mocked), handle)| GroupNames {
            module: Name::new(module),
            accessor: Name::new(&accessor),
            mocked: Name::new(&mocked),
            handle: Name::new(&handle),
            feature: feature(module),
        })
        .collect()
}

/// The cargo feature of a group: its module, unless the client has a feature of that name already.
fn feature(module: &str) -> String {
    let name = module.trim_end_matches('_').replace('_', "-");
    if reserved::FEATURES.contains(&name.as_str()) {
        format!("{name}-operations")
    } else {
        name
    }
}

pub(super) fn operations(api: &Api, config: &Config, groups: &[GroupNames]) -> Vec<OperationNames> {
    let mut named: BTreeMap<usize, OperationNames> = BTreeMap::new();
    let homes = std::iter::once(None).chain((0..groups.len()).map(Some));
    for home in homes {
        let handle = home
            .and_then(|index| groups.get(index))
            .map(|group| group.handle.bare().to_owned());
        let members: Vec<(usize, &Operation)> = api
            .operations
            .iter()
            .enumerate()
            .filter(|(_, operation)| operation.group == home)
            .collect();
        let claims = |case, kind: &'static str| -> Vec<Claim<'_>> {
            members
                .iter()
                .map(|(_, operation)| {
                    let pointer = &operation.at.pointer;
                    let text = config.names.get(pointer).unwrap_or(&operation.name);
                    Claim::new(text, case, kind, pointer, 1)
                })
                .collect()
        };
        let accessors: Vec<String> = groups
            .iter()
            .map(|group| group.accessor.bare().to_owned())
            .collect();
        let mut methods: Vec<&str> = reserved::METHODS.to_vec();
        let mut mocking = methods.clone();
        if home.is_none() {
            methods.extend(reserved::CLIENT);
            methods.extend(accessors.iter().map(String::as_str));
            mocking.extend(reserved::MOCK);
            mocking.extend(groups.iter().map(|group| group.mocked.bare()));
        }
        let methods = identifiers(&claims(Case::Value, "operation"), &methods);
        let mocked = identifiers(&claims(Case::Value, "operation"), &mocking);
        let mut types: Vec<&str> = reserved::GROUP.to_vec();
        types.extend(handle.as_deref());
        let markers = markers(&claims(Case::Type, "Operation"), &types);
        let methods = methods.into_iter().zip(mocked);
        for (((index, operation), methods), marker) in members.into_iter().zip(methods).zip(markers)
        {
            named.insert(index, operation_names(operation, config, methods, &marker));
        }
    }
    named.into_values().collect()
}

/// The operations' types, chosen so that `<Type>Content`, `<Type>Error` and `<Type>Output` are free as well. Where
/// they are not, the operation that is called like another's error gives way, and so does one whose
/// error would be called like what is reserved.
fn markers(claims: &[Claim<'_>], reserved: &[&str]) -> Vec<String> {
    const ENDS: [&str; 4] = ["Content", "Error", "Headers", "Output"];
    let stems = reserved
        .iter()
        .flat_map(|name| ENDS.iter().filter_map(|end| name.strip_suffix(end)));
    let mut taken: Vec<String> = reserved
        .iter()
        .copied()
        .chain(stems)
        .map(str::to_owned)
        .collect();
    loop {
        let all: Vec<&str> = taken.iter().map(String::as_str).collect();
        let names = settle(claims, &all);
        let known: BTreeSet<&str> = names.iter().map(String::as_str).collect();
        let clashes: Vec<String> = names
            .iter()
            .flat_map(|name| ENDS.iter().map(move |end| format!("{name}{end}")))
            .filter(|derived| known.contains(derived.as_str()))
            .collect();
        if clashes.is_empty() {
            return names;
        }
        // This ends: every round puts some candidate out of reach, and what is numbered in the end
        // does not end like an error.
        taken.extend(clashes);
    }
}

fn operation_names(
    operation: &Operation,
    config: &Config,
    (method, mocked): (Name, Name),
    marker: &str,
) -> OperationNames {
    let claims: Vec<Claim<'_>> = operation
        .parameters
        .iter()
        .map(|parameter| {
            let place = match parameter.location {
                Location::Path => "path",
                Location::Query => "query",
                Location::Header => "header",
                Location::Cookie => "cookie",
                Location::Querystring => "querystring",
            };
            let identity = format!("{place} {}", parameter.name);
            let text = config
                .names
                .get(&parameter.at.pointer)
                .unwrap_or(&parameter.name);
            Claim::new(text, Case::Value, place, identity, 1)
        })
        .collect();
    let mut taken: Vec<&str> = reserved::ARGUMENTS.to_vec();
    taken.extend(reserved::CALL);
    taken.push("client");
    let parameters = identifiers(&claims, &taken);
    let matcher = |name: &Name| Name::new(&format!("with_{}", name.bare()));
    OperationNames {
        method,
        mocked,
        marker: Name::new(marker),
        error: Name::new(&format!("{marker}Error")),
        output: Name::new(&format!("{marker}Output")),
        matchers: parameters.iter().map(matcher).collect(),
        parameters,
        body: Name::new("body"),
        body_matcher: Name::new("with_body"),
        content: Name::new(&format!("{marker}Content")),
        contents: contents(operation),
        headers_type: Name::new(&format!("{marker}Headers")),
        headers: headers(operation, config),
        answers: answers(operation),
    }
}

fn headers(operation: &Operation, config: &Config) -> Vec<Name> {
    let claims: Vec<Claim<'_>> = operation
        .headers
        .iter()
        .map(|header| {
            let text = config.names.get(&header.at.pointer).unwrap_or(&header.name);
            Claim::new(text, Case::Value, "header", &header.name, 1)
        })
        .collect();
    identifiers(&claims, &[])
}

/// The media types of a body.
fn contents(operation: &Operation) -> Vec<Name> {
    let offered = operation.body.iter().flat_map(|body| &body.contents);
    let claims: Vec<Claim<'_>> = offered
        .map(|content| {
            let media_type = content.media_type.as_str();
            let (subtype, whole) = (subtype(media_type), media_type.to_owned());
            Claim::new(subtype, Case::Type, "Content", whole, 1)
        })
        .collect();
    identifiers(&claims, &["Self"])
}

/// `problem+json` of `application/problem+json; charset=utf-8`.
fn subtype(media_type: &str) -> &str {
    let essence = media_type.split(';').next().unwrap_or_default();
    essence.rsplit('/').next().unwrap_or_default()
}

fn answers(operation: &Operation) -> Vec<Vec<Name>> {
    let mut claims = Vec::new();
    let mut sizes = Vec::new();
    for answer in &operation.answers {
        let name = status_name(answer.status);
        let several = answer.contents.len() > 1;
        sizes.push(answer.contents.len().max(1));
        if answer.contents.is_empty() {
            claims.push(Claim::new(
                name.clone(),
                Case::Type,
                "Empty",
                name.clone(),
                1,
            ));
        }
        for content in &answer.contents {
            let subtype = subtype(&content.media_type);
            let text = if several {
                format!("{name} {subtype}")
            } else {
                name.clone()
            };
            let identity = format!("{name} {}", content.media_type);
            claims.push(Claim::new(text, Case::Type, "Content", identity, 1));
        }
    }
    let mut names = identifiers(&claims, &["Self"]).into_iter();
    sizes
        .into_iter()
        .map(|size| names.by_ref().take(size).collect())
        .collect()
}

/// The name of a status in the IANA registry, or of its class.
pub(crate) fn status_name(status: Status) -> String {
    match status {
        Status::Code(code) => http::StatusCode::from_u16(code)
            .ok()
            .and_then(|status| status.canonical_reason())
            .map_or_else(
                || format!("Status{code}"),
                |reason| reason.replace('\'', ""),
            ),
        Status::Range(1) => "Informational".to_owned(),
        Status::Range(2) => "Success".to_owned(),
        Status::Range(3) => "Redirection".to_owned(),
        Status::Range(4) => "ClientError".to_owned(),
        Status::Range(_) => "ServerError".to_owned(),
        Status::Default => "Other".to_owned(),
    }
}
