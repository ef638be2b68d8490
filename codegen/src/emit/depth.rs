//! How deep types stand in each other: the compiler goes through them to the end, and gives up at
//! its recursion limit.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::ir::{Api, Type, TypeId, TypeKind};

/// Up to here the usual limit of 128 does.
const USUAL: usize = 32;

/// More is a document that nobody wrote.
const MOST: usize = 1 << 16;

/// What one type costs at most of the limit, for all that is between it and the next.
const STEPS: usize = 4;

/// The attribute that raises the limit, where the types need it.
pub(super) fn recursion_limit(api: &Api) -> Option<TokenStream> {
    let depth = deepest(api);
    (depth > USUAL).then(|| {
        let limit = depth.saturating_mul(STEPS).next_power_of_two().min(MOST);
        let limit = Literal::string(&limit.to_string());
        quote!(#![recursion_limit = #limit])
    })
}

/// How many types stand in each other at most; one that stands in itself ends there.
fn deepest(api: &Api) -> usize {
    let inner: Vec<Vec<TypeId>> = api.types.iter().map(|def| inner(&def.kind)).collect();
    let mut depths: Vec<Option<usize>> = vec![None; inner.len()];
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut deepest = 0;
    for start in 0..inner.len() {
        open.push((start, 0));
        while let Some((at, next)) = open.pop() {
            if next == 0 {
                match depths.get_mut(at) {
                    Some(depth @ None) => *depth = Some(0),
                    _ => continue,
                }
            }
            let below = inner.get(at).and_then(|inner| inner.get(next));
            if let Some(below) = below {
                open.push((at, next + 1));
                open.push((below.0, 0));
                continue;
            }
            let below = inner.get(at).into_iter().flatten();
            let below = below.filter_map(|id| depths.get(id.0).copied().flatten());
            let depth = below.max().unwrap_or(0) + 1;
            deepest = deepest.max(depth);
            if let Some(slot) = depths.get_mut(at) {
                *slot = Some(depth);
            }
        }
    }
    deepest
}

/// The named types in a definition.
fn inner(kind: &TypeKind) -> Vec<TypeId> {
    let types: Vec<&Type> = match kind {
        TypeKind::Alias(ty) => vec![ty],
        TypeKind::Struct(body) => {
            let fields = body.fields.iter().map(|field| &field.ty);
            fields.chain(&body.rest).collect()
        }
        TypeKind::Union(union) => union.branches.iter().map(|branch| &branch.ty).collect(),
        TypeKind::Tuple(tuple) => tuple.items.iter().chain(&tuple.rest).collect(),
        TypeKind::Enum(_) | TypeKind::Constant(_) => Vec::new(),
    };
    types.into_iter().filter_map(named).collect()
}

fn named(mut ty: &Type) -> Option<TypeId> {
    loop {
        ty = match ty {
            Type::Named(id) => return Some(*id),
            Type::Option(inner) | Type::Array(inner) | Type::Map(inner) | Type::Boxed(inner) => {
                inner
            }
            _ => return None,
        };
    }
}
