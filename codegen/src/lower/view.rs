//! Several schemas that hold together, seen as one.

use crate::diagnostic::{Diagnostic, codes};
use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde_json::Value as Json;

use crate::document::{Keywords, SchemaId};
use crate::ir::{Constraint, JsonKind};

use super::conflict;
use super::context::{DEPTH, Extent, Key, Lowering, Part};

/// The keywords of all schemas of a [`Key`], references and `allOf` included.
#[derive(Clone, Debug)]
pub(super) struct View {
    /// What it is a view of.
    pub key: Key,
    /// The schemas that take part.
    pub members: Vec<SchemaId>,
    /// The JSON types but null; `None` when nothing is said.
    pub kinds: Option<Vec<JsonKind>>,
    /// `enum`, null left aside: value and description.
    pub values: Option<Vec<(Json, Option<String>)>>,
    /// `const`.
    pub constant: Option<Json>,
    /// `format`.
    pub format: Option<String>,
    /// `contentEncoding`.
    pub encoding: Option<String>,
    /// The properties, each with all that is said of it.
    pub properties: IndexMap<String, Vec<SchemaId>>,
    /// `required`.
    pub required: BTreeSet<String>,
    /// `additionalProperties`.
    pub rest: Vec<SchemaId>,
    /// `patternProperties`.
    pub patterns: Vec<SchemaId>,
    /// There are no other properties than those that are named or match a pattern.
    pub closed: bool,
    /// `then` and `else`, and the schemas of `dependentSchemas`.
    pub conditional: Vec<SchemaId>,
    /// `items`.
    pub items: Vec<SchemaId>,
    /// `prefixItems`.
    pub prefix: Vec<SchemaId>,
    /// `anyOf` and `oneOf`, each with the schema that holds it.
    pub unions: Vec<Choice>,
    /// `false` or `not: {}` takes part.
    pub never: bool,
    /// The rules.
    pub constraints: Vec<Constraint>,
}

/// An `anyOf` or `oneOf`.
#[derive(Clone, Debug)]
pub(super) struct Choice {
    /// The schema that holds it.
    pub owner: SchemaId,
    /// Its branches.
    pub branches: Vec<SchemaId>,
    /// It is a `oneOf`.
    pub exclusive: bool,
}

/// Gathers what the schemas of a key say.
pub(super) fn view(lowering: &mut Lowering<'_>, key: &Key) -> View {
    let mut view = View {
        key: key.clone(),
        members: Vec::new(),
        kinds: None,
        values: None,
        constant: None,
        format: None,
        encoding: None,
        properties: IndexMap::new(),
        required: BTreeSet::new(),
        rest: Vec::new(),
        patterns: Vec::new(),
        closed: false,
        conditional: Vec::new(),
        items: Vec::new(),
        prefix: Vec::new(),
        unions: Vec::new(),
        never: false,
        constraints: Vec::new(),
    };
    let mut seen = BTreeSet::new();
    for part in &key.parts {
        gather(lowering, *part, &mut view, &mut seen, DEPTH);
    }
    if let Some(only) = key.only {
        restrict(&mut view, only);
    }
    view
}

fn gather(
    lowering: &mut Lowering<'_>,
    part: Part,
    view: &mut View,
    seen: &mut BTreeSet<SchemaId>,
    depth: usize,
) {
    if !seen.insert(part.id) {
        return;
    }
    let Some(depth) = depth.checked_sub(1) else {
        let message = "`allOf` is nested too deep; what is below is left out";
        let finding = Diagnostic::limit(codes::TOO_DEEP, lowering.span(part.id), message);
        let help = "put the parts beside each other in one `allOf`";
        lowering.findings.push(finding.help(help));
        return;
    };
    if lowering.boolean(part.id) == Some(false) {
        view.never = true;
    }
    let Some(schema) = lowering.keywords(part.id) else {
        return;
    };
    if part.extent != Extent::Own {
        for &id in schema.reference.iter().chain(&schema.all_of) {
            gather(
                lowering,
                Part {
                    id,
                    extent: Extent::Whole,
                },
                view,
                seen,
                depth,
            );
        }
        for (branches, exclusive) in [(&schema.any_of, false), (&schema.one_of, true)] {
            if !branches.is_empty() {
                view.unions.push(Choice {
                    owner: part.id,
                    branches: branches.clone(),
                    exclusive,
                });
            }
        }
    }
    view.members.push(part.id);
    kinds(lowering, view, schema, part.id);
    scalars(lowering, view, schema, part.id);
    objects(lowering, view, schema);
    view.items.extend(schema.items);
    // A rule about the first places takes none from the end.
    if schema.prefix.len() >= view.prefix.len() {
        view.prefix.clone_from(&schema.prefix);
    }
    view.constraints.extend(schema.constraints.iter().cloned());
}

fn kinds(lowering: &mut Lowering<'_>, view: &mut View, schema: &Keywords, id: SchemaId) {
    if schema.types.is_empty() {
        return;
    }
    let own: Vec<JsonKind> = schema
        .types
        .iter()
        .copied()
        .filter(|kind| *kind != JsonKind::Null)
        .collect();
    let Some(before) = &view.kinds else {
        view.kinds = Some(own);
        return;
    };
    let mut both: Vec<JsonKind> = Vec::new();
    for &kind in &own {
        if before.contains(&kind) {
            both.push(kind);
        } else if before.iter().any(|other| are_numbers(kind, *other)) {
            both.push(JsonKind::Integer);
        }
    }
    if both.is_empty() && !own.is_empty() && !before.is_empty() {
        let message =
            "the parts of this schema name types that exclude each other; the later is taken";
        let finding = Diagnostic::warning(codes::CONFLICTING_TYPES, lowering.span(id), message);
        let help =
            "give all parts of the `allOf` the same `type`; for alternatives there is `oneOf`";
        lowering.findings.push(finding.help(help));
        both = own;
    }
    view.kinds = Some(both);
}

fn scalars(lowering: &mut Lowering<'_>, view: &mut View, schema: &Keywords, id: SchemaId) {
    if conflict::excludes(view, schema) {
        let message =
            "the parts of this schema list values that exclude each other; the later count";
        let finding = Diagnostic::warning(codes::CONFLICTING_VALUES, lowering.span(id), message);
        let help = "leave the values to one part; for alternatives there is `oneOf`";
        lowering.findings.push(finding.help(help));
        view.constant = None;
    }
    if let Some(values) = &schema.values {
        let described = values.iter().enumerate().map(|(index, value)| {
            (
                value.clone(),
                schema.value_descriptions.get(index).cloned().flatten(),
            )
        });
        let own: Vec<_> = described.filter(|(value, _)| !value.is_null()).collect();
        let both = view.values.take().map(|before| {
            let shared = own
                .iter()
                .filter(|(value, _)| before.iter().any(|(known, _)| known == value));
            shared.cloned().collect::<Vec<_>>()
        });
        view.values = Some(both.filter(|both| !both.is_empty()).unwrap_or(own));
    }
    view.constant = schema.constant.clone().or(view.constant.take());
    view.format = schema.format.clone().or(view.format.take());
    view.encoding = schema.content_encoding.clone().or(view.encoding.take());
}

fn objects(lowering: &Lowering<'_>, view: &mut View, schema: &Keywords) {
    for (name, id) in &schema.properties {
        let said = view.properties.entry(name.clone()).or_default();
        if !said.contains(id) {
            said.push(*id);
        }
    }
    view.required.extend(schema.required.iter().cloned());
    let admits = |id: &SchemaId| lowering.boolean(*id) != Some(false);
    match schema.additional {
        Some(id) if !admits(&id) => view.closed = true,
        Some(id) if !view.rest.contains(&id) => view.rest.push(id),
        _ => {}
    }
    view.closed |= schema.closed;
    view.conditional.extend(&schema.conditional);
    view.patterns
        .extend(schema.patterns.iter().copied().filter(admits));
    if let Some(not) = schema.not
        && is_anything(lowering, not)
    {
        view.never = true;
    }
}

/// `true` or `{}`.
fn is_anything(lowering: &Lowering<'_>, id: SchemaId) -> bool {
    match lowering.keywords(id) {
        Some(schema) => {
            !is_structural(schema)
                && schema.reference.is_none()
                && schema.all_of.is_empty()
                && schema.types.is_empty()
                && schema.constraints.is_empty()
        }
        None => lowering.boolean(id) == Some(true),
    }
}

/// Whether a schema says more of its own than which JSON type it is and what the rules are.
pub(super) fn is_structural(schema: &Keywords) -> bool {
    !schema.properties.is_empty()
        || !schema.required.is_empty()
        || schema.additional.is_some()
        || !schema.patterns.is_empty()
        || schema.items.is_some()
        || !schema.prefix.is_empty()
        || !schema.any_of.is_empty()
        || !schema.one_of.is_empty()
        || schema.not.is_some()
        || schema.values.is_some()
        || schema.constant.is_some()
        || schema.format.is_some()
        || schema.content_encoding.is_some()
}

impl View {
    /// Whether there is more to it than a choice and the JSON types.
    pub(super) fn has_structure(&self) -> bool {
        !self.properties.is_empty()
            || !self.required.is_empty()
            || !self.rest.is_empty()
            || !self.patterns.is_empty()
            || !self.items.is_empty()
            || !self.prefix.is_empty()
            || self.values.is_some()
            || self.constant.is_some()
            || self.format.is_some()
            || self.encoding.is_some()
    }
}

fn restrict(view: &mut View, only: JsonKind) {
    view.kinds = Some(vec![only]);
    if let Some(values) = &mut view.values {
        values.retain(|(value, _)| super::enumeration::kind(value) == only);
    }
}

/// Whether one is any number and the other one without a fraction.
pub(super) fn are_numbers(one: JsonKind, other: JsonKind) -> bool {
    let pair = [one, other];
    pair.contains(&JsonKind::Integer) && pair.contains(&JsonKind::Number)
}
