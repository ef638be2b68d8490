//! Which tag stands for which branch.

use crate::diagnostic::{Diagnostic, codes};
use crate::document::{Discriminator, SchemaId};
use crate::ir::{self, JsonKind};

use super::container;
use super::context::{DEPTH, Key, Lowering};
use super::form;
use super::tag_property;
use super::view::view;

/// The tags of each branch; `None` when the discriminator does not tell all branches apart, so that
/// they are told apart by their shape.
pub(super) fn tags(
    lowering: &mut Lowering<'_>,
    told: &Discriminator,
    branches: &[(SchemaId, Key)],
) -> Option<(Vec<Vec<String>>, ir::Discriminator)> {
    let chains: Vec<Vec<SchemaId>> = branches
        .iter()
        .map(|(id, _)| chain(lowering, *id))
        .collect();
    for (tag, target) in &told.mapping {
        let target = *chain(lowering, *target).last()?;
        if !chains.iter().any(|chain| chain.contains(&target)) {
            let message =
                format!("the tag `{tag}` maps to a schema that is no branch of this union");
            let finding = Diagnostic::warning(codes::DISCRIMINATOR, told.at.span, message)
                .help("add the schema to the union, or take the entry from `mapping`");
            lowering.findings.push(finding);
        }
    }
    let mut tags: Vec<Vec<String>> = Vec::with_capacity(branches.len());
    for ((id, key), chain) in branches.iter().zip(&chains) {
        let kinds = form::kinds(&view(lowering, key));
        if !kinds.is_empty() && !kinds.contains(&JsonKind::Object) {
            let message = format!(
                "this branch is no object, so that it has no `{}`; the branches are told apart by their shape",
                told.property
            );
            let finding = Diagnostic::warning(codes::DISCRIMINATOR, lowering.span(*id), message)
                .related(told.at.span, "the discriminator")
                .help("take the branch or the discriminator from the union");
            lowering.findings.push(finding);
            return None;
        }
        let mapped = mapped(lowering, told, chain);
        let own = if mapped.is_empty() {
            said(lowering, told, key)
        } else {
            Some(mapped)
        };
        let Some(own) = own else {
            let branch = view(lowering, key);
            let ids = branch.properties.get(&told.property);
            if let Some(&property) = ids.and_then(|ids| ids.last()) {
                let fallback = "they are told apart by their shape";
                tag_property::no_string(lowering, told, property, Some(fallback));
            }
            return None;
        };
        let own = if own.is_empty() {
            implicit(lowering, chain)
        } else {
            own
        };
        if own.is_empty() {
            let message = format!(
                "no value of `{}` is known for this branch; the branches are told apart by their shape",
                told.property
            );
            let finding = Diagnostic::warning(codes::DISCRIMINATOR, lowering.span(*id), message)
                .related(told.at.span, "the discriminator")
                .help("add the branch to `mapping`, or make it a component");
            lowering.findings.push(finding);
            return None;
        }
        tags.push(own);
    }
    if !distinct(lowering, told, &tags) {
        return None;
    }
    tag_property::check(lowering, told, branches);
    let default = told.default.and_then(|id| {
        let target = *chain(lowering, id).last()?;
        chains.iter().position(|chain| chain.contains(&target))
    });
    Some((
        tags,
        ir::Discriminator {
            property: told.property.clone(),
            default,
        },
    ))
}

/// A tag stands for one branch.
fn distinct(lowering: &mut Lowering<'_>, told: &Discriminator, tags: &[Vec<String>]) -> bool {
    let mut seen = std::collections::BTreeSet::new();
    for tag in tags.iter().flatten() {
        if !seen.insert(tag) {
            let message = format!(
                "the tag `{tag}` stands for several branches; they are told apart by their shape"
            );
            let finding = Diagnostic::warning(codes::DISCRIMINATOR, told.at.span, message);
            let help = format!(
                "let the `mapping` name one schema for `{tag}`, and give each of the others a tag of its own"
            );
            lowering.findings.push(finding.help(help));
            return false;
        }
    }
    true
}

/// A schema and what its references and lone `allOf` lead to.
fn chain(lowering: &Lowering<'_>, id: SchemaId) -> Vec<SchemaId> {
    let mut chain = vec![id];
    let mut id = id;
    for _ in 0..DEPTH {
        if lowering.components.contains_key(&id) && chain.len() > 1 {
            break;
        }
        let Some(schema) = lowering.keywords(id) else {
            break;
        };
        let next = match (schema.reference, schema.all_of.as_slice()) {
            (Some(next), _) => next,
            (None, [only])
                if !super::view::is_structural(schema) && !lowering.hierarchy.is_subtype(id) =>
            {
                *only
            }
            _ => break,
        };
        chain.push(next);
        id = next;
    }
    chain
}

fn mapped(lowering: &Lowering<'_>, told: &Discriminator, own: &[SchemaId]) -> Vec<String> {
    let targets = told.mapping.iter().filter(|(_, target)| {
        chain(lowering, *target)
            .last()
            .is_some_and(|target| own.contains(target))
    });
    let mut tags: Vec<String> = targets.map(|(tag, _)| tag.clone()).collect();
    tags.sort();
    tags.dedup();
    tags
}

/// The values that the branch itself admits for the property; none when it leaves that open, and
/// `None` when they are no strings.
fn said(lowering: &mut Lowering<'_>, told: &Discriminator, key: &Key) -> Option<Vec<String>> {
    let branch = view(lowering, key);
    let Some(ids) = branch.properties.get(&told.property) else {
        return Some(Vec::new());
    };
    // The last is what the branch says, those before it what its bases do.
    let parts = ids
        .last()
        .map(|&id| vec![form::whole(id)])
        .unwrap_or_default();
    let tags = strings(lowering, &Key { parts, only: None })?;
    // A base that lists the tags of all its subtypes says nothing of this one.
    let inherited = ids.len() == 1
        && branch.key.single().is_some_and(|id| {
            lowering
                .keywords(super::union::target(lowering, id))
                .is_some_and(|own| {
                    !own.properties
                        .iter()
                        .any(|(name, _)| *name == told.property)
                })
        });
    if tags.len() > 1 && inherited {
        Some(Vec::new())
    } else {
        Some(tags)
    }
}

/// The values that a schema spells out; `None` when they are no strings.
fn strings(lowering: &mut Lowering<'_>, key: &Key) -> Option<Vec<String>> {
    let property = view(lowering, key);
    let values = property
        .constant
        .iter()
        .chain(property.values.iter().flatten().map(|(value, _)| value));
    values
        .map(|value| value.as_str().map(str::to_owned))
        .collect()
}

/// The tags of a schema that builds on a base, or of the base itself.
pub(super) fn of_subtype(
    lowering: &mut Lowering<'_>,
    told: &Discriminator,
    base: SchemaId,
    id: SchemaId,
) -> Vec<String> {
    let mapped: Vec<String> = told
        .mapping
        .iter()
        .filter(|(_, target)| super::union::target(lowering, *target) == id)
        .map(|(tag, _)| tag.clone())
        .collect();
    if !mapped.is_empty() {
        return mapped;
    }
    let property = |lowering: &mut Lowering<'_>, id| {
        let view = view(lowering, &Key::whole(id));
        let ids = view.properties.get(&told.property);
        ids.and_then(|ids| ids.last().copied())
    };
    // What the base says of the property says nothing of this one.
    let own = property(lowering, id).filter(|own| property(lowering, base) != Some(*own));
    let said = own.map(|own| {
        let key = Key::whole(own);
        strings(lowering, &key)
    });
    match said.flatten() {
        Some(tags) if !tags.is_empty() => tags,
        _ => implicit(lowering, &[id]),
    }
}

/// The name of the component, or of the schema in another file, which has one as well.
fn implicit(lowering: &Lowering<'_>, chain: &[SchemaId]) -> Vec<String> {
    let mut names = chain
        .iter()
        .filter_map(|id| container::of_schema(lowering, *id));
    names.next().into_iter().collect()
}

/// A discriminator that tells nothing apart.
pub(super) fn check_base(lowering: &mut Lowering<'_>, id: SchemaId) {
    let Some(schema) = lowering.keywords(id) else {
        return;
    };
    let Some(told) = &schema.discriminator else {
        return;
    };
    let is_told = lowering.hierarchy.is_base(id);
    if schema.any_of.is_empty() && schema.one_of.is_empty() && !is_told {
        let message = "this discriminator is left out: there is no `oneOf` or `anyOf`, and no schema refers to this one in `allOf`";
        let finding = Diagnostic::limit(codes::DISCRIMINATOR_WITHOUT_UNION, told.at.span, message)
            .help("list the subtypes under `oneOf` where they may come");
        lowering.findings.push(finding);
    }
}
