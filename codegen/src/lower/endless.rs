//! Unions that lead back to themselves with nothing in between: reading one would never end.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, codes};
use crate::ir::{Branch, Type, TypeDef, TypeId, TypeKind, Union};

use super::context::Lowering;
use super::trace::Fallback;

/// Leaves out the branches that are their own union again, by aliases and unions alone. What they
/// admit besides becomes branches of it.
pub(super) fn break_cycles(lowering: &mut Lowering<'_>) {
    for index in 0..lowering.types.len() {
        let kept = kept(&lowering.types, TypeId(index));
        if kept.iter().all(|kept| *kept) {
            continue;
        }
        let others = others(&lowering.types, TypeId(index), &kept);
        let Some(def) = lowering.types.get_mut(index) else {
            continue;
        };
        let what = if others.is_empty() {
            "it is left out"
        } else {
            "its other branches are taken instead"
        };
        let message = format!(
            "a branch of `{}` is that union again; {what}",
            def.hint.join(".")
        );
        let finding = Diagnostic::warning(codes::ENDLESS_UNION, def.at.span, message)
            .help("a branch of a union must be something else than the union");
        replace(&mut def.kind, &kept, others);
        if matches!(def.kind, TypeKind::Alias(_)) {
            let pointer = def.at.pointer.clone();
            lowering
                .fallbacks
                .entry(pointer)
                .or_insert(Fallback::EndlessUnion);
        }
        lowering.findings.push(finding);
    }
}

/// For each branch of a union whether it stays; nothing for other types.
fn kept(types: &[TypeDef], id: TypeId) -> Vec<bool> {
    let branches = union_of(types, id)
        .into_iter()
        .flat_map(|own| &own.branches);
    branches
        .map(|branch| !leads_to(types, &branch.ty, id))
        .collect()
}

/// What the branches that are left out admit besides the union itself. The branches of a
/// discriminator go by its values and have nothing to add.
fn others(types: &[TypeDef], id: TypeId, kept: &[bool]) -> Vec<Branch> {
    let Some(own) = union_of(types, id).filter(|own| own.discriminator.is_none()) else {
        return Vec::new();
    };
    let left_out = own.branches.iter().zip(kept).filter(|(_, kept)| !**kept);
    let mut open: Vec<&Type> = left_out.map(|(branch, _)| &branch.ty).collect();
    let mut seen = BTreeSet::from([id]);
    let mut found: Vec<Branch> = Vec::new();
    while let Some(ty) = open.pop() {
        let named = match ty {
            Type::Boxed(inner) | Type::Option(inner) => {
                open.push(inner);
                continue;
            }
            Type::Named(named) if seen.insert(*named) => *named,
            _ => continue,
        };
        if let Some(TypeKind::Alias(inner)) = types.get(named.0).map(|def| &def.kind) {
            open.push(inner);
        }
        let inner = union_of(types, named).filter(|inner| inner.discriminator.is_none());
        for branch in inner.into_iter().flat_map(|inner| &inner.branches) {
            let is_known = |known: &Branch| known.ty == branch.ty;
            if leads_to(types, &branch.ty, id) {
                open.push(&branch.ty);
            } else if !own.branches.iter().any(is_known) && !found.iter().any(is_known) {
                found.push(branch.clone());
            }
        }
    }
    found
}

fn union_of(types: &[TypeDef], id: TypeId) -> Option<&Union> {
    match &types.get(id.0)?.kind {
        TypeKind::Union(union) => Some(union),
        _ => None,
    }
}

fn leads_to(types: &[TypeDef], from: &Type, goal: TypeId) -> bool {
    let mut seen = BTreeSet::new();
    let mut open: Vec<&Type> = vec![from];
    while let Some(ty) = open.pop() {
        match ty {
            Type::Boxed(inner) | Type::Option(inner) => open.push(inner),
            Type::Named(id) if *id == goal => return true,
            Type::Named(id) if seen.insert(*id) => match types.get(id.0).map(|def| &def.kind) {
                Some(TypeKind::Alias(inner)) => open.push(inner),
                Some(TypeKind::Union(union)) => {
                    open.extend(union.branches.iter().map(|branch| &branch.ty));
                }
                _ => {}
            },
            _ => {}
        }
    }
    false
}

fn replace(kind: &mut TypeKind, kept: &[bool], others: Vec<Branch>) {
    let TypeKind::Union(union) = kind else { return };
    if let Some(how) = &mut union.discriminator {
        let stays = |index: &usize| kept.get(*index) == Some(&true);
        how.default = how
            .default
            .filter(stays)
            .map(|index| kept.iter().take(index).filter(|kept| **kept).count());
    }
    let mut kept = kept.iter();
    union.branches.retain(|_| kept.next() == Some(&true));
    union.branches.extend(others);
    if union.branches.is_empty() {
        *kind = TypeKind::Alias(Type::Json);
    }
}
