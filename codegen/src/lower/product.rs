//! Several `anyOf` or `oneOf` that hold together: one union of the combinations of their branches.

use crate::diagnostic::{Diagnostic, codes};
use crate::document::SchemaId;
use crate::ir::JsonKind;

use super::context::{Extent, Key, Lowering, Part};
use super::form::{self, Form, whole};
use super::trace::Fallback;
use super::view::{View, are_numbers, is_structural, view};
use super::{hint, union};

/// More combinations than this are no union that anybody would match on.
const MOST: usize = 32;

/// A branch of each choice, and what their combination is called.
#[derive(Clone, Default)]
struct Combination {
    ids: Vec<SchemaId>,
    hint: Vec<String>,
}

/// A view with several choices.
pub(super) fn form(lowering: &mut Lowering<'_>, view: &View) -> Form {
    let count = view.unions.iter().try_fold(1_usize, |count, choice| {
        count.checked_mul(choice.branches.len())
    });
    let combinations = match count {
        Some(count) if count <= MOST => combinations(lowering, view),
        _ => Vec::new(),
    };
    if combinations.is_empty() {
        let message = "the branches of several `anyOf`/`oneOf` that hold together combine in too many ways, or in none; any value is taken";
        let finding = Diagnostic::limit(
            codes::SEVERAL_UNIONS,
            lowering.span(view.key.lead()),
            message,
        )
        .help("write one `oneOf` of the combinations");
        lowering.findings.push(finding);
        return Form::Plain(lowering.fall_back(view.key.lead(), Fallback::SeveralUnions));
    }
    let mut branches = Vec::with_capacity(combinations.len());
    let mut hints = Vec::with_capacity(combinations.len());
    for Combination { ids, hint } in combinations {
        let key = together(lowering, view, &ids);
        let mut name = hint::of_key(lowering, &view.key);
        name.extend(hint.iter().cloned());
        lowering.combinations.entry(key.clone()).or_insert(name);
        branches.push((key.lead(), key));
        hints.push(hint);
    }
    if let [(_, sole)] = branches.as_slice() {
        return form::of_sole(lowering, &view.key, sole);
    }
    // Where the choices do not tell their own branches apart, what is read wrongly is kept.
    union::finish(lowering, branches, hints, None, None, false)
}

/// The combinations of which there can be a value.
fn combinations(lowering: &mut Lowering<'_>, view: &View) -> Vec<Combination> {
    let mut combinations = vec![Combination::default()];
    for choice in &view.unions {
        let mut longer = Vec::with_capacity(combinations.len() * choice.branches.len());
        for combination in &combinations {
            for (index, &branch) in choice.branches.iter().enumerate() {
                let id = sole(lowering, branch);
                let mut next = combination.clone();
                if !next.ids.contains(&id) {
                    next.ids.push(id);
                    next.hint
                        .extend(hint::branch(lowering, &choice.branches, index));
                }
                longer.push(next);
            }
        }
        combinations = longer;
    }
    combinations.retain(|combination| can_hold(lowering, view, &combination.ids));
    combinations
}

/// The schema that a branch stands for, so that it is found again in another choice.
fn sole(lowering: &Lowering<'_>, id: SchemaId) -> SchemaId {
    match lowering.keywords(id) {
        Some(schema) if !is_structural(schema) && schema.all_of.is_empty() => {
            union::target(lowering, id)
        }
        _ => id,
    }
}

/// Whether some JSON type is one of each schema.
fn can_hold(lowering: &mut Lowering<'_>, base: &View, ids: &[SchemaId]) -> bool {
    let mut left = base.kinds.clone();
    for &id in ids {
        let own = kinds(lowering, id);
        left = match (left, own) {
            (Some(left), Some(own)) => {
                let both = left.into_iter().filter(|kind| meets(*kind, &own));
                Some(both.collect())
            }
            (left, own) => left.or(own),
        };
    }
    left.is_none_or(|kinds| !kinds.is_empty())
}

/// The JSON types of a schema's values; `None` when nothing is said.
pub(super) fn kinds(lowering: &mut Lowering<'_>, id: SchemaId) -> Option<Vec<JsonKind>> {
    let view = view(lowering, &Key::whole(id));
    if !view.unions.is_empty() {
        return view.kinds;
    }
    let kinds = form::kinds(&view);
    (!kinds.is_empty()).then_some(kinds)
}

/// Whether some value of a JSON type is of one of others.
pub(super) fn meets(kind: JsonKind, others: &[JsonKind]) -> bool {
    let meets = |other: &JsonKind| kind == *other || are_numbers(kind, *other);
    others.iter().any(meets)
}

/// The branches of a combination with what stands beside the choices.
fn together(lowering: &mut Lowering<'_>, base: &View, ids: &[SchemaId]) -> Key {
    let mut known = Vec::new();
    for &id in ids {
        known.extend(view(lowering, &Key::whole(id)).members);
    }
    let says_more = base.has_structure() || base.kinds.is_some();
    let own = base
        .members
        .iter()
        .filter(|member| says_more && !known.contains(member));
    let parts = own.map(|&id| Part {
        id,
        extent: Extent::Own,
    });
    Key {
        parts: parts.chain(ids.iter().copied().map(whole)).collect(),
        only: base.key.only,
    }
}
