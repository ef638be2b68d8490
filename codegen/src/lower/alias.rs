//! Names for types that lead back to themselves.

use crate::diagnostic::{Diagnostic, codes};
use crate::document::{Keywords, SchemaId};
use crate::ir::{Type, TypeId, TypeKind};

use super::context::Lowering;
use super::trace::Fallback;
use super::view::is_structural;
use super::visit;

/// Reports the schemas that refer to themselves. What stands beside such a reference counts.
pub(super) fn check_references(lowering: &mut Lowering<'_>) {
    for id in (0..lowering.document.schemas.len()).map(SchemaId) {
        let refers = |schema: &&Keywords| schema.reference == Some(id);
        let Some(schema) = lowering.keywords(id).filter(refers) else {
            continue;
        };
        let is_all = schema.types.is_empty()
            && schema.all_of.is_empty()
            && schema.constraints.is_empty()
            && !is_structural(schema);
        let fallback = match is_all {
            true => {
                lowering.fall_back(id, Fallback::RecursiveAlias);
                "any value is taken"
            }
            false => "what stands beside it counts",
        };
        let message = format!("the reference leads back to itself; {fallback}");
        let finding = Diagnostic::warning(codes::REFERENCE_CYCLE, lowering.span(id), message)
            .help("let the schema say what it holds");
        lowering.findings.push(finding);
    }
}

/// Breaks cycles of aliases, which Rust cannot have: those of references alone say nothing, those
/// through lists and maps become lists and maps of any value.
pub(super) fn break_cycles(lowering: &mut Lowering<'_>) {
    let count = lowering.types.len();
    let next: Vec<Option<TypeId>> = lowering
        .types
        .iter()
        .map(|def| match &def.kind {
            TypeKind::Alias(ty) => visit::named(ty),
            _ => None,
        })
        .collect();
    // 0: not seen; else the walk that has seen it.
    let mut seen = vec![0_usize; count];
    for start in 0..count {
        let mut at = TypeId(start);
        loop {
            match seen.get_mut(at.0) {
                Some(mark) if *mark == 0 => *mark = start + 1,
                Some(mark) if *mark == start + 1 => {
                    break_at(lowering, at);
                    break;
                }
                _ => break,
            }
            match next.get(at.0).copied().flatten() {
                Some(id) => at = id,
                None => break,
            }
        }
    }
}

fn break_at(lowering: &mut Lowering<'_>, at: TypeId) {
    let through_list = in_cycle(lowering, at);
    let Some(def) = lowering.types.get_mut(at.0) else {
        return;
    };
    let name = def.hint.join(".");
    let (span, pointer) = (def.at.span, def.at.pointer.clone());
    let TypeKind::Alias(ty) = &mut def.kind else {
        return;
    };
    let finding = if through_list {
        replace(ty);
        let message = format!(
            "`{name}` holds nothing but itself in lists or maps; any value is taken inside"
        );
        Diagnostic::limit(codes::RECURSIVE_ALIAS, span, message)
    } else {
        *ty = Type::Json;
        let message = format!("the references of `{name}` lead back to itself; any value is taken");
        Diagnostic::warning(codes::REFERENCE_CYCLE, span, message)
            .help("let one of the schemas say what it holds")
    };
    lowering
        .fallbacks
        .entry(pointer)
        .or_insert(Fallback::RecursiveAlias);
    lowering.findings.push(finding);
}

/// Whether some alias of the cycle is a list or map.
fn in_cycle(lowering: &Lowering<'_>, at: TypeId) -> bool {
    let mut id = at;
    for _ in 0..=lowering.types.len() {
        let Some(TypeKind::Alias(ty)) = lowering.types.get(id.0).map(|def| &def.kind) else {
            return false;
        };
        if visit::by_value(ty).is_none() {
            return true;
        }
        match visit::named(ty) {
            Some(next) if next != at => id = next,
            _ => return false,
        }
    }
    false
}

fn replace(ty: &mut Type) {
    let mut ty = ty;
    while let Type::Option(inner) | Type::Array(inner) | Type::Map(inner) = ty {
        ty = inner;
    }
    *ty = Type::Json;
}
