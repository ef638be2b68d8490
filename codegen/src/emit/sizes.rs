//! How much room values take: clippy warns of enums whose variants differ much, and only those that
//! may get the warning carry the `allow` for it.

use proc_macro2::TokenStream;
use quote::quote;

use super::Context;
use crate::ir::{Presence, Type, TypeKind};

/// The difference from which clippy warns (`enum-variant-size-threshold`).
const THRESHOLD: usize = 200;

/// How many types are looked at before the size counts as unbounded.
const BUDGET: usize = 2_000;

/// The `allow` for an enum whose variants hold these types, where clippy may find them too uneven.
/// Boxing the large ones would trouble every user of the enum.
pub(super) fn allow_uneven<'t>(
    context: Context<'_>,
    variants: impl IntoIterator<Item = Option<&'t Type>>,
) -> Option<TokenStream> {
    let sizes: Vec<Size> = variants
        .into_iter()
        .map(|ty| match ty {
            Some(ty) => of(context, ty, &mut { BUDGET }),
            None => Size::exactly(0),
        })
        .collect();
    let uneven = |(index, large): (usize, &Size)| {
        let others = sizes
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != index);
        let second = others.map(|(_, size)| size.least).max();
        second.is_some_and(|second| large.most.saturating_sub(second) >= THRESHOLD)
    };
    sizes.iter().enumerate().any(uneven).then(|| {
        quote!(#[allow(clippy::large_enum_variant, reason = "a variant holds what the document says, in no box")])
    })
}

/// Between which numbers of bytes the size of a type is.
#[derive(Clone, Copy)]
struct Size {
    least: usize,
    most: usize,
}

impl Size {
    const fn exactly(bytes: usize) -> Self {
        Self::between(bytes, bytes)
    }

    const fn between(least: usize, most: usize) -> Self {
        Self { least, most }
    }

    fn plus(self, other: Self) -> Self {
        Self {
            least: self.least.saturating_add(other.least),
            most: self.most.saturating_add(other.most),
        }
    }

    fn or(self, other: Self) -> Self {
        Self {
            least: self.least.max(other.least),
            most: self.most.max(other.most),
        }
    }
}

/// Padding, or the mark of a variant or of absence: at most the widest alignment.
const WORD: Size = Size::between(0, 8);

fn of(context: Context<'_>, ty: &Type, budget: &mut usize) -> Size {
    // By value no type holds itself, but one may be met again and again.
    let Some(rest) = budget.checked_sub(1) else {
        return Size::between(0, usize::MAX);
    };
    *budget = rest;
    match ty {
        Type::Null | Type::Never => Size::exactly(0),
        Type::Bool => Size::exactly(1),
        Type::Int(bits) | Type::Uint(bits) => Size::exactly(usize::from(*bits) / 8),
        Type::Float | Type::Ipv4 | Type::Date => Size::exactly(4),
        Type::Double | Type::Boxed(_) => Size::exactly(8),
        Type::Uuid | Type::DateTime | Type::Ipv6 | Type::Secret => Size::exactly(16),
        Type::String | Type::Base64 | Type::Array(_) | Type::Map(_) => Size::exactly(24),
        Type::Time => Size::between(32, 48),
        Type::Chosen(data) => Size::between(data.size.0, data.size.1),
        Type::File => Size::exactly(80),
        // With other features of its crate, which somebody else may turn on, JSON is larger.
        Type::Number => Size::between(16, 24),
        Type::Json | Type::JsonObject => Size::between(24, 80),
        Type::Option(inner) => of(context, inner, budget).plus(WORD),
        Type::Named(id) => match context.definition(*id) {
            Some(definition) => of_named(context, &definition.kind, budget),
            None => Size::between(24, 80),
        },
    }
}

fn of_named(context: Context<'_>, kind: &TypeKind, budget: &mut usize) -> Size {
    let nothing = Size::exactly(0);
    match kind {
        TypeKind::Alias(ty) => of(context, ty, budget),
        TypeKind::Struct(structure) => {
            let rest = Size::exactly(if structure.rest.is_some() { 24 } else { 0 });
            structure.fields.iter().fold(rest.plus(WORD), |sum, field| {
                let mark = match field.presence {
                    Presence::Required => nothing,
                    Presence::Nullable | Presence::Optional | Presence::OptionalNullable => WORD,
                };
                sum.plus(of(context, &field.ty, budget)).plus(mark)
            })
        }
        TypeKind::Tuple(tuple) => tuple
            .items
            .iter()
            .chain(&tuple.rest)
            .fold(WORD, |sum, ty| sum.plus(of(context, ty, budget))),
        TypeKind::Union(union) => {
            let unknown = match union.discriminator {
                Some(_) => Size::between(48, 104),
                None => nothing,
            };
            let largest = union.branches.iter().fold(unknown, |largest, branch| {
                largest.or(of(context, &branch.ty, budget))
            });
            largest.plus(WORD)
        }
        TypeKind::Enum(_) => Size::between(16, 24),
        TypeKind::Constant(_) => nothing,
    }
}
