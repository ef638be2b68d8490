//! Every Rust identifier of a client, decided once over the whole API.
//!
//! Identifiers are ASCII: other scripts are transliterated, so that every name can be typed and no
//! two look alike. Where several things would have one name, one keeps it and the others get a word
//! for what they are or a hash of where they stand.

mod reserved;
mod scope;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use std::fmt;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, TokenStreamExt as _};

use crate::config::Config;
use crate::ir::{Api, Location, Operation, Status, TypeDef, TypeKind};
use crate::source::pointer;
use scope::{Claim, settle};
use words::Case;

/// The identifiers of an API, each list beside the list of the API that it names.
#[derive(Debug)]
pub struct Names {
    /// Of [`Api::types`].
    pub types: Vec<TypeNames>,
    /// Of [`Api::groups`].
    pub groups: Vec<GroupNames>,
    /// Of [`Api::operations`].
    pub operations: Vec<OperationNames>,
    /// Of [`Api::schemes`].
    pub schemes: Vec<SchemeNames>,
    /// Of the variables of the first server.
    pub variables: BTreeMap<String, Name>,
}

/// A named type.
#[derive(Debug)]
pub struct TypeNames {
    /// The type.
    pub name: Name,
    /// Its fields, or its variants.
    pub members: Vec<Member>,
    /// The field for all other properties.
    pub rest: Name,
}

/// A field with its setter, or a variant.
#[derive(Debug)]
pub struct Member {
    /// The field or variant.
    pub name: Name,
    /// The setter; for a variant the same as its name.
    pub setter: Name,
}

/// A group of operations.
#[derive(Debug)]
pub struct GroupNames {
    /// The module, also the name of its file.
    pub module: Name,
    /// The method of `Client`.
    pub accessor: Name,
    /// The struct with the operations.
    pub handle: Name,
}

/// An operation.
#[derive(Debug)]
pub struct OperationNames {
    /// The method.
    pub method: Name,
    /// The type that stands for the operation.
    pub marker: Name,
    /// The enum of its errors.
    pub error: Name,
    /// The enum of its successes, where there are several.
    pub output: Name,
    /// Its parameters: the argument, or the setter of an optional one.
    pub parameters: Vec<Name>,
    /// The argument, or the setter, of the body.
    pub body: Name,
    /// The variants of its answers, by answer and content; one per answer without content.
    pub answers: Vec<Vec<Name>>,
}

/// A security scheme.
#[derive(Debug)]
pub struct SchemeNames {
    /// The method of `ClientBuilder`.
    pub method: Name,
    /// The constant.
    pub constant: Name,
}

/// Names everything.
pub fn name(api: &Api, config: &Config) -> Names {
    let groups = groups(api, config);
    let operations = operations(api, config, &groups);
    Names {
        types: types(api, config),
        operations,
        schemes: schemes(api, config),
        variables: variables(api),
        groups,
    }
}

/// A Rust identifier. Tokens are made of it where it is emitted, since they cannot cross threads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name(String);

impl Name {
    fn new(text: &str) -> Self {
        if reserved::NEVER_RAW.contains(&text) {
            return Self(format!("{text}_"));
        }
        Self(text.to_owned())
    }

    /// The identifier without the `r#` of a raw one, as documentation and file names show it.
    pub fn bare(&self) -> &str {
        &self.0
    }

    fn is_raw(&self) -> bool {
        is_keyword(&self.0)
    }
}

impl fmt::Display for Name {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mark = if self.is_raw() { "r#" } else { "" };
        write!(formatter, "{mark}{}", self.0)
    }
}

/// The only place where identifiers are made.
impl ToTokens for Name {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the place that the rule leads to"
    )]
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append(if self.is_raw() {
            Ident::new_raw(&self.0, Span::call_site())
        } else {
            Ident::new(&self.0, Span::call_site())
        });
    }
}

/// Whether a text is a keyword of Rust.
pub(crate) fn is_keyword(text: &str) -> bool {
    reserved::KEYWORDS.contains(&text)
}

fn identifiers(claims: &[Claim<'_>], reserved: &[&str]) -> Vec<Name> {
    settle(claims, reserved)
        .iter()
        .map(|name| Name::new(name))
        .collect()
}

fn types(api: &Api, config: &Config) -> Vec<TypeNames> {
    let claims: Vec<Claim<'_>> = api
        .types
        .iter()
        .map(|definition| {
            let pointer = &definition.at.pointer;
            match config.names.get(pointer) {
                Some(name) => Claim::new(name, Case::Type, "Model", pointer, 0),
                None if definition.hint.len() == 1 => {
                    Claim::new(definition.hint.join(" "), Case::Type, "Model", pointer, 1)
                }
                None => Claim::new(
                    in_line(definition, config),
                    Case::Type,
                    "Inline",
                    pointer,
                    2,
                ),
            }
        })
        .collect();
    let names = identifiers(&claims, reserved::TYPES);
    names
        .into_iter()
        .zip(&api.types)
        .map(|(name, definition)| {
            let (members, rest) = members(definition, config);
            TypeNames {
                name,
                members,
                rest,
            }
        })
        .collect()
}

/// The text for an in-line type: the component that it stands in, as that is called, and the way.
fn in_line(definition: &TypeDef, config: &Config) -> String {
    let mut hint = definition.hint.clone();
    if let Some(first) = hint.first_mut() {
        let component = pointer::push("#/components/schemas", first);
        if let Some(name) = config.names.get(&component) {
            first.clone_from(name);
        }
    }
    hint.join(" ")
}

fn members(definition: &TypeDef, config: &Config) -> (Vec<Member>, Name) {
    match &definition.kind {
        TypeKind::Struct(structure) => {
            let texts = structure.fields.iter().map(|field| {
                config
                    .names
                    .get(&field.at.pointer)
                    .map_or(field.name.as_str(), String::as_str)
            });
            let claims = |kind: &'static str| -> Vec<Claim<'_>> {
                texts
                    .clone()
                    .zip(&structure.fields)
                    .map(|(text, field)| Claim::new(text, Case::Value, kind, &field.name, 1))
                    .chain([Claim::new(
                        "additional_properties",
                        Case::Value,
                        "map",
                        "",
                        2,
                    )])
                    .collect()
            };
            let mut fields = identifiers(&claims("field"), &[]);
            // A setter is called like its field, unless some field's name is taken there.
            let clash = |name: &Name| reserved::SETTERS.contains(&name.bare());
            let setters = if fields.iter().any(clash) {
                identifiers(&claims("value"), reserved::SETTERS)
            } else {
                fields.clone()
            };
            let rest = fields
                .pop()
                .unwrap_or_else(|| Name::new("additional_properties"));
            let members = fields.into_iter().zip(setters);
            (
                members
                    .map(|(name, setter)| Member { name, setter })
                    .collect(),
                rest,
            )
        }
        TypeKind::Enum(values) => {
            let texts = values.values.iter().enumerate().map(|(index, value)| {
                let text = match &value.value {
                    serde_json::Value::String(text) => text.clone(),
                    other => other.to_string(),
                };
                let pointer = format!("{}/enum/{index}", definition.at.pointer);
                (config.names.get(&pointer).unwrap_or(&text).clone(), text)
            });
            variants(texts.collect(), "Value")
        }
        TypeKind::Union(union) => {
            let texts = union.branches.iter().enumerate();
            variants(
                texts
                    .map(|(index, branch)| (branch.hint.join(" "), format!("{index:06}")))
                    .collect(),
                "Branch",
            )
        }
        _ => (Vec::new(), Name::new("additional_properties")),
    }
}

/// Variants by text and identity. `Unknown` is for what this version does not know.
fn variants(texts: Vec<(String, String)>, kind: &str) -> (Vec<Member>, Name) {
    let claims: Vec<Claim<'_>> = texts
        .iter()
        .map(|(text, identity)| Claim::new(text, Case::Type, kind, identity, 1))
        .collect();
    let names = identifiers(&claims, &["Unknown", "Self"]);
    let members = names
        .into_iter()
        .map(|name| Member {
            setter: name.clone(),
            name,
        })
        .collect();
    (members, Name::new("additional_properties"))
}

fn groups(api: &Api, config: &Config) -> Vec<GroupNames> {
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
    let modules = settle(
        &claims(Case::Value, "group"),
        &[reserved::MODULES, reserved::CLIENT].concat(),
    );
    // The handle lives in its own module, beside the operations, which give way to it.
    let handles = claims(Case::Type, "Group")
        .into_iter()
        .map(|claim| settle(&[claim], reserved::GROUP).concat());
    modules
        .iter()
        .zip(handles)
        .map(|(module, handle)| GroupNames {
            module: Name::new(module),
            accessor: Name::new(module),
            handle: Name::new(&handle),
        })
        .collect()
}

fn operations(api: &Api, config: &Config, groups: &[GroupNames]) -> Vec<OperationNames> {
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
        if home.is_none() {
            methods.extend(reserved::CLIENT);
            methods.extend(accessors.iter().map(String::as_str));
        }
        let methods = identifiers(&claims(Case::Value, "operation"), &methods);
        let mut types: Vec<&str> = reserved::GROUP.to_vec();
        types.extend(handle.as_deref());
        let markers = markers(&claims(Case::Type, "Operation"), &types);
        for (((index, operation), method), marker) in members.into_iter().zip(methods).zip(markers)
        {
            named.insert(index, operation_names(operation, config, method, &marker));
        }
    }
    named.into_values().collect()
}

/// The operations' types, chosen so that `<Type>Error` and `<Type>Output` are free as well. Where
/// they are not, the operation that is called like another's error gives way, and so does one whose
/// error would be called like what is reserved.
fn markers(claims: &[Claim<'_>], reserved: &[&str]) -> Vec<String> {
    const ENDS: [&str; 2] = ["Error", "Output"];
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
    method: Name,
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
    OperationNames {
        method,
        marker: Name::new(marker),
        error: Name::new(&format!("{marker}Error")),
        output: Name::new(&format!("{marker}Output")),
        parameters,
        body: Name::new("body"),
        answers: answers(operation),
    }
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
            let subtype = content.media_type.split(';').next().unwrap_or_default();
            let subtype = subtype.rsplit('/').next().unwrap_or_default();
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

fn schemes(api: &Api, config: &Config) -> Vec<SchemeNames> {
    let variables = variables(api);
    let mut taken = [reserved::BUILDER, reserved::SCHEMES].concat();
    taken.extend(variables.values().map(Name::bare));
    let claims: Vec<Claim<'_>> = api
        .schemes
        .iter()
        .map(|scheme| {
            let text = config.names.get(&scheme.at.pointer).unwrap_or(&scheme.name);
            Claim::new(text, Case::Value, "auth", &scheme.name, 1)
        })
        .collect();
    settle(&claims, &taken)
        .iter()
        .map(|method| SchemeNames {
            method: Name::new(method),
            constant: Name::new(&method.to_uppercase()),
        })
        .collect()
}

fn variables(api: &Api) -> BTreeMap<String, Name> {
    let mut names: Vec<&str> = Vec::new();
    for part in api.servers.iter().take(1).flat_map(|server| &server.url) {
        if let crate::ir::UrlPart::Variable(variable) = part
            && !names.contains(&variable.name.as_str())
        {
            names.push(&variable.name);
        }
    }
    let claims: Vec<Claim<'_>> = names
        .iter()
        .map(|name| Claim::new(*name, Case::Value, "variable", *name, 1))
        .collect();
    let identifiers = identifiers(&claims, reserved::BUILDER);
    names
        .into_iter()
        .map(str::to_owned)
        .zip(identifiers)
        .collect()
}

#[cfg(test)]
mod tests;
