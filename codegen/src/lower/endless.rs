//! Unions that lead back to themselves with nothing in between: reading one would never end.

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostic;
use crate::ir::{Type, TypeDef, TypeId, TypeKind};

use super::context::Lowering;
use super::trace::Fallback;

/// Leaves out the branches that are their own union again, by aliases and unions alone.
pub(super) fn break_cycles(lowering: &mut Lowering<'_>) {
    for index in 0..lowering.types.len() {
        let kept = kept(&lowering.types, TypeId(index));
        if kept.iter().all(|kept| *kept) {
            continue;
        }
        let Some(def) = lowering.types.get_mut(index) else {
            continue;
        };
        let message = format!(
            "a branch of `{}` is that union again; it is left out",
            def.hint.join(".")
        );
        let finding = Diagnostic::warning("endless-union", def.at.span, message)
            .help("a branch of a union must be something else than the union");
        remove(&mut def.kind, &kept);
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
    match types.get(id.0).map(|def| &def.kind) {
        Some(TypeKind::Union(union)) => union
            .branches
            .iter()
            .map(|branch| !leads_to(types, &branch.ty, id))
            .collect(),
        _ => Vec::new(),
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

fn remove(kind: &mut TypeKind, kept: &[bool]) {
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
    if union.branches.is_empty() {
        *kind = TypeKind::Alias(Type::Json);
    }
}
