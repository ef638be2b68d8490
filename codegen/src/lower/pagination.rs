//! Lists that come in pages.

use crate::diagnostic::Diagnostic;
use crate::ir::{Api, FieldRef, Operation, Pagination, Payload, Status, Type, TypeDef, TypeKind};

use super::context::{DEPTH, Lowering};

/// Finds the operations whose answer has the ways that the configuration names.
pub(super) fn find(lowering: &mut Lowering<'_>, api: &mut Api) {
    let Some(config) = &lowering.config.pagination else {
        return;
    };
    let mut found = false;
    for operation in &mut api.operations {
        operation.pagination = of(&api.types, operation, &config.next, &config.items);
        found |= operation.pagination.is_some();
    }
    if !found {
        let message = format!(
            "the configuration names `{}` and `{}` for pagination, but no answer has both",
            config.next, config.items
        );
        let place = lowering.config.place_in("pagination", "next");
        let at = place.unwrap_or(lowering.document.head);
        let finding = Diagnostic::warning("unused-configuration", at, message)
            .help("`next` leads to a string, `items` to an array, in the answer of a GET");
        lowering.findings.push(finding);
    }
}

fn of(types: &[TypeDef], operation: &Operation, next: &str, items: &str) -> Option<Pagination> {
    if operation.method != "GET" {
        return None;
    }
    let mut successes = operation
        .answers
        .iter()
        .filter(|answer| matches!(answer.status, Status::Code(200..=299) | Status::Range(2)));
    let (answer, None) = (successes.next()?, successes.next()) else {
        return None;
    };
    let [content] = answer.contents.as_slice() else {
        return None;
    };
    let Payload::Json(ty) = &content.payload else {
        return None;
    };
    let (next, url) = walk(types, ty, next)?;
    if !matches!(bare(types, url), Type::String) {
        return None;
    }
    let (items, list) = walk(types, ty, items)?;
    match bare(types, list) {
        Type::Array(item) => Some(Pagination {
            next,
            items,
            item: (**item).clone(),
        }),
        _ => None,
    }
}

/// Follows properties, joined by dots.
fn walk<'t>(types: &'t [TypeDef], from: &'t Type, way: &str) -> Option<(Vec<FieldRef>, &'t Type)> {
    let mut fields = Vec::new();
    let mut ty = from;
    for name in way.split('.') {
        let Type::Named(owner) = bare(types, ty) else {
            return None;
        };
        let TypeKind::Struct(body) = &types.get(owner.0)?.kind else {
            return None;
        };
        let field = body.fields.iter().position(|field| field.name == name)?;
        fields.push(FieldRef {
            owner: *owner,
            field,
        });
        ty = &body.fields.get(field)?.ty;
    }
    Some((fields, ty))
}

/// A type without what is around it: aliases, null, boxes.
fn bare<'t>(types: &'t [TypeDef], ty: &'t Type) -> &'t Type {
    let mut ty = ty;
    for _ in 0..DEPTH {
        ty = match ty {
            Type::Option(inner) | Type::Boxed(inner) => inner,
            Type::Named(id) => match types.get(id.0).map(|def| &def.kind) {
                Some(TypeKind::Alias(target)) => target,
                _ => return ty,
            },
            _ => return ty,
        };
    }
    ty
}
