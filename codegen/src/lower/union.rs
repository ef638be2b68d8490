//! `anyOf`, `oneOf`, and several JSON types.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use crate::document::{Keywords, SchemaId};
use crate::ir::{Branch, Constraint, Docs, Enum, JsonKind, Shape, Type, Union};

use super::context::{DEPTH, Extent, Key, Lowering, Part};
use super::form::{Form, core, implied, of_sole, whole};
use super::view::{Choice, View, is_structural, view};
use super::{conflict, discriminator, docs, enumeration, hint, null, product};

/// Takes from a view the choices that are none: lists of subtypes in a base, and branches that only
/// say which properties must be there.
pub(super) fn settle(lowering: &mut Lowering<'_>, view: &mut View) {
    for choice in std::mem::take(&mut view.unions) {
        let targets = choice.branches.iter().map(|&id| target(lowering, id));
        let lists_subtypes = targets
            .filter(|id| *id != choice.owner)
            .any(|id| view.members.contains(&id));
        if lists_subtypes {
            continue;
        }
        let branches: Vec<SchemaId> = choice
            .branches
            .iter()
            .copied()
            .filter(|id| !null::is_null(lowering, *id))
            .collect();
        if branches.is_empty() {
            view.kinds.get_or_insert_with(Vec::new);
            continue;
        }
        let is_object = view
            .kinds
            .as_deref()
            .is_some_and(|kinds| kinds.contains(&JsonKind::Object));
        if (is_object || !view.properties.is_empty())
            && branches.iter().all(|id| is_rule(lowering, *id))
        {
            let rules = branches
                .iter()
                .map(|id| required_names(lowering, *id))
                .collect();
            view.constraints
                .push(Constraint::Other("anyOf", Json::Array(rules)));
            continue;
        }
        view.unions.push(Choice { branches, ..choice });
    }
}

/// Whether a branch has no type, only rules.
fn is_rule(lowering: &Lowering<'_>, id: SchemaId) -> bool {
    let Some(schema) = lowering.keywords(id) else {
        return false;
    };
    let typeless = Keywords {
        required: Vec::new(),
        not: None,
        ..schema.clone()
    };
    (!schema.required.is_empty()
        || schema
            .constraints
            .iter()
            .any(|rule| matches!(rule, Constraint::Other(..))))
        && !is_structural(&typeless)
        && schema.reference.is_none()
        && schema.all_of.is_empty()
}

/// Choices of a schema between rules, to be documented.
pub(super) fn rules(lowering: &Lowering<'_>, schema: &Keywords) -> Vec<Constraint> {
    let mut rules = Vec::new();
    for (name, branches) in [("anyOf", &schema.any_of), ("oneOf", &schema.one_of)] {
        if !branches.is_empty() && branches.iter().all(|id| is_rule(lowering, *id)) {
            let names = branches
                .iter()
                .map(|id| required_names(lowering, *id))
                .collect();
            rules.push(Constraint::Other(name, Json::Array(names)));
        }
    }
    rules
}

fn required_names(lowering: &Lowering<'_>, id: SchemaId) -> Json {
    let required = lowering.keywords(id).map(|schema| schema.required.clone());
    json!({ "required": required.unwrap_or_default() })
}

/// The schema that a chain of references ends at.
pub(super) fn target(lowering: &Lowering<'_>, id: SchemaId) -> SchemaId {
    let mut id = id;
    for _ in 0..DEPTH {
        match lowering.keywords(id).and_then(|schema| schema.reference) {
            Some(next) => id = next,
            None => break,
        }
    }
    id
}

/// A view with a choice.
pub(super) fn form(lowering: &mut Lowering<'_>, view: &View) -> Form {
    let [choice] = view.unions.as_slice() else {
        return product::form(lowering, view);
    };
    let mut branches = Vec::new();
    let with_base = view.has_structure()
        || (view.kinds.is_some() && choice.branches.iter().any(|id| is_typeless(lowering, *id)));
    let mut seen = BTreeSet::new();
    let mut exclusive = choice.exclusive;
    if with_base {
        for &id in &choice.branches {
            branches.push((id, with_base_of(lowering, view, choice, id)));
        }
    } else {
        conflict::of_branches(lowering, view, choice);
        for &id in &choice.branches {
            exclusive &= expand(lowering, id, &mut branches, &mut seen);
        }
    }
    if let [(_, sole)] = branches.as_slice() {
        return of_sole(lowering, &view.key, sole);
    }
    let owner = lowering.keywords(choice.owner);
    let tags = match owner.and_then(|schema| schema.discriminator.as_ref()) {
        Some(told) => discriminator::tags(lowering, told, &branches),
        None => None,
    };
    if tags.is_none()
        && let Some(form) = literals(lowering, &branches)
    {
        return form;
    }
    let (tags, told) = tags.unzip();
    let hints = hints(lowering, &branches);
    finish(lowering, branches, hints, tags, told, exclusive)
}

/// What the branches of one choice are called.
pub(super) fn hints(lowering: &Lowering<'_>, branches: &[(SchemaId, Key)]) -> Vec<Vec<String>> {
    let siblings: Vec<SchemaId> = branches.iter().map(|(id, _)| *id).collect();
    let hint = |(index, (_, key)): (usize, &(SchemaId, Key))| match key.is_base() {
        true => vec!["Base".to_owned()],
        false => hint::branch(lowering, &siblings, index),
    };
    branches.iter().enumerate().map(hint).collect()
}

/// Whether a branch alone would not say which JSON type it is.
fn is_typeless(lowering: &mut Lowering<'_>, id: SchemaId) -> bool {
    let view = view(lowering, &Key::whole(id));
    view.unions.is_empty()
        && view.kinds.is_none()
        && view.values.is_none()
        && view.constant.is_none()
        && implied(&view).is_none_or(|kind| kind == JsonKind::Number)
}

/// A branch together with what stands beside the choice, unless the branch builds on that itself.
fn with_base_of(lowering: &mut Lowering<'_>, base: &View, choice: &Choice, id: SchemaId) -> Key {
    let members = view(lowering, &Key::whole(id)).members;
    if members.contains(&choice.owner) {
        return Key::whole(id);
    }
    let own = base
        .members
        .iter()
        .filter(|member| !members.contains(member));
    let mut parts: Vec<Part> = own
        .map(|&id| Part {
            id,
            extent: Extent::Own,
        })
        .collect();
    parts.push(whole(id));
    Key {
        parts,
        only: base.key.only,
    }
}

/// The branches of a choice; those of a choice in-line in it stand for it. Returns whether all
/// choices within are exclusive.
fn expand(
    lowering: &Lowering<'_>,
    id: SchemaId,
    into: &mut Vec<(SchemaId, Key)>,
    seen: &mut BTreeSet<SchemaId>,
) -> bool {
    let mut exclusive = true;
    let mut open = vec![id];
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        let inner = lowering.keywords(id).filter(|schema| {
            !lowering.components.contains_key(&id)
                && schema.reference.is_none()
                && schema.all_of.is_empty()
                && schema.types.is_empty()
                && schema.properties.is_empty()
                && schema.discriminator.is_none()
                && schema.any_of.is_empty() != schema.one_of.is_empty()
        });
        let Some(schema) = inner else {
            into.push((id, Key::whole(id)));
            continue;
        };
        exclusive &= schema.any_of.is_empty();
        let branches = schema.any_of.iter().chain(&schema.one_of).rev();
        open.extend(branches.filter(|id| !null::is_null(lowering, **id)));
    }
    exclusive
}

/// A choice between values that are spelled out, perhaps beside any string: an enum.
fn literals(lowering: &mut Lowering<'_>, branches: &[(SchemaId, Key)]) -> Option<Form> {
    let mut values: Vec<(Json, Option<String>)> = Vec::new();
    let mut spelled = Vec::new();
    let mut any_string = false;
    for (id, key) in branches {
        let view = view(lowering, key);
        if view.never {
            continue;
        }
        if !view.unions.is_empty() {
            return None;
        }
        let own = match (&view.constant, &view.values) {
            (Some(constant), _) => vec![(constant.clone(), None)],
            (None, Some(values)) => values.clone(),
            (None, None)
                if view.kinds.as_deref() == Some(&[JsonKind::String])
                    && view.format.is_none()
                    && view.encoding.is_none() =>
            {
                any_string = true;
                continue;
            }
            (None, None) => return None,
        };
        let said = lowering
            .keywords(*id)
            .and_then(|schema| schema.description.clone().or_else(|| schema.title.clone()));
        match <[_; 1]>::try_from(own) {
            Ok([(value, description)]) => values.push((value, description.or(said))),
            Err(own) => values.extend(own),
        }
        spelled.push(key.clone());
    }
    let spelled_out: Enum = enumeration::uniform(&values)?;
    if any_string && !matches!(spelled_out.base, crate::ir::EnumBase::String) {
        return None;
    }
    let [only] = spelled.as_slice() else {
        return Some(Form::Enum(spelled_out));
    };
    if !any_string {
        return None;
    }
    // An enum is open anyhow; a constant is not.
    let component = only
        .single()
        .map(|id| target(lowering, id))
        .filter(|id| lowering.components.contains_key(id));
    let is_enum = view(lowering, only).constant.is_none();
    match component.filter(|_| is_enum) {
        Some(id) => Some(Form::Plain(core(lowering, &Key::whole(id)))),
        None => Some(Form::Enum(spelled_out)),
    }
}

/// The union of branches, with the tags of each where a discriminator tells them apart.
pub(super) fn finish(
    lowering: &mut Lowering<'_>,
    branches: Vec<(SchemaId, Key)>,
    hints: Vec<Vec<String>>,
    tags: Option<Vec<Vec<String>>>,
    mut told: Option<crate::ir::Discriminator>,
    exclusive: bool,
) -> Form {
    let mut kept: Vec<Branch> = Vec::new();
    let mut is_wide = false;
    let default = told.as_mut().and_then(|told| told.default.take());
    for (index, ((id, key), hint)) in branches.into_iter().zip(hints).enumerate() {
        let ty = core(lowering, &key);
        if matches!(ty, Type::Never | Type::Null) {
            continue;
        }
        is_wide |= ty == Type::Int(64) && view(lowering, &key).format.as_deref() == Some("int64");
        if let Some(told) = &mut told
            && default == Some(index)
        {
            let twin = kept.iter().position(|branch| branch.ty == ty);
            told.default = Some(twin.unwrap_or(kept.len()));
        }
        let own_tags = tags
            .as_ref()
            .and_then(|tags| tags.get(index))
            .cloned()
            .unwrap_or_default();
        if let Some(twin) = kept.iter_mut().find(|branch| branch.ty == ty) {
            twin.tags.extend(own_tags);
            continue;
        }
        let name = hint.concat();
        let docs = docs::of_use(lowering, &[id], &name);
        kept.push(Branch {
            hint,
            docs,
            ty,
            tags: own_tags,
            optional_tag: false,
            shape: Shape::default(),
        });
    }
    match &told {
        None => absorb(&mut kept, is_wide),
        // What is read whatever its tag is written with the tag that it came with.
        Some(told) => {
            if let Some(branch) = told.default.and_then(|index| kept.get_mut(index)) {
                branch.tags.clear();
            }
        }
    }
    match kept.len() {
        0 => Form::Plain(Type::Never),
        1 => kept
            .pop()
            .map_or(Form::Plain(Type::Never), |only| Form::Plain(only.ty)),
        _ => Form::Union(Union {
            branches: kept,
            discriminator: told,
            exclusive,
        }),
    }
}

/// Takes out the branches whose values another one has as well. Integers of 64 bits are among the
/// floats unless the document says that they are so wide.
fn absorb(branches: &mut Vec<Branch>, is_wide: bool) {
    let has = |branches: &[Branch], ty: &Type| branches.iter().any(|branch| branch.ty == *ty);
    if has(branches, &Type::String) {
        branches.retain(|branch| match &branch.ty {
            Type::Uuid
            | Type::DateTime
            | Type::Date
            | Type::Time
            | Type::Ipv4
            | Type::Ipv6
            | Type::Base64 => false,
            Type::Chosen(data) => data.kind != JsonKind::String,
            _ => true,
        });
    }
    // Floats have 53 and 24 bits for an integer: beyond, it would lose digits.
    let (double, float) = (has(branches, &Type::Double), has(branches, &Type::Float));
    let bits = match (double, float) {
        (true, _) => 53,
        (_, true) => 24,
        _ => 0,
    };
    branches.retain(|branch| match branch.ty {
        Type::Float => !double,
        Type::Int(64) if double || float => is_wide,
        Type::Int(own) | Type::Uint(own) => own > bits,
        _ => true,
    });
    if has(branches, &Type::Int(64)) {
        branches.retain(|branch| {
            !matches!(branch.ty, Type::Int(8 | 16 | 32) | Type::Uint(8 | 16 | 32))
        });
    }
}

/// Several JSON types at one place: a union of them.
pub(super) fn of_kinds(lowering: &mut Lowering<'_>, view: &View, kinds: &[JsonKind]) -> Form {
    let has = |kind| kinds.contains(&kind);
    let (number, object) = (
        has(JsonKind::Number) || has(JsonKind::Integer),
        has(JsonKind::Object),
    );
    if has(JsonKind::String)
        && number
        && has(JsonKind::Boolean)
        && object
        && view.properties.is_empty()
    {
        return Form::Plain(Type::Json);
    }
    let mut branches = Vec::with_capacity(kinds.len());
    for &kind in kinds {
        let key = Key {
            parts: view.key.parts.clone(),
            only: Some(kind),
        };
        let ty = core(lowering, &key);
        if branches.iter().any(|branch: &Branch| branch.ty == ty) {
            continue;
        }
        let hint = vec![hint::kind(kind).to_owned()];
        branches.push(Branch {
            hint,
            docs: Docs::default(),
            ty,
            tags: Vec::new(),
            optional_tag: false,
            shape: Shape::default(),
        });
    }
    match branches.len() {
        1 => branches
            .pop()
            .map_or(Form::Plain(Type::Json), |only| Form::Plain(only.ty)),
        _ => Form::Union(Union {
            branches,
            discriminator: None,
            exclusive: true,
        }),
    }
}
