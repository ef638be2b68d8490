//! Uses of types, and how values of them are taken as arguments.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::{Context, Home};
use crate::ir::{Type, TypeKind};
use crate::names::Name;

/// The type as it is written.
pub(super) fn path(context: Context<'_>, ty: &Type) -> TokenStream {
    match ty {
        Type::Bool => quote!(bool),
        Type::Int(8) => quote!(i8),
        Type::Int(16) => quote!(i16),
        Type::Int(32) => quote!(i32),
        Type::Int(_) => quote!(i64),
        Type::Uint(8) => quote!(u8),
        Type::Uint(16) => quote!(u16),
        Type::Uint(32) => quote!(u32),
        Type::Uint(_) => quote!(u64),
        Type::Float => quote!(f32),
        Type::Double => quote!(f64),
        Type::Number => quote!(::serde_json::Number),
        Type::String => quote!(String),
        Type::Secret => quote!(crate::Secret),
        Type::Uuid => quote!(::uuid::Uuid),
        Type::DateTime => quote!(::chrono::DateTime<::chrono::FixedOffset>),
        Type::Date => quote!(::chrono::NaiveDate),
        Type::Time => quote!(crate::Time),
        Type::Chosen(data) => data.rust.parse().unwrap_or_default(),
        Type::Ipv4 => quote!(::std::net::Ipv4Addr),
        Type::Ipv6 => quote!(::std::net::Ipv6Addr),
        Type::Base64 => quote!(crate::Base64),
        Type::File => quote!(crate::File),
        Type::Json => quote!(::serde_json::Value),
        Type::JsonObject => quote!(::serde_json::Map<String, ::serde_json::Value>),
        Type::Null => quote!(()),
        Type::Never => quote!(crate::Never),
        Type::Option(inner) => wrap(quote!(Option), path(context, inner)),
        Type::Array(inner) => wrap(quote!(Vec), path(context, inner)),
        Type::Boxed(inner) => wrap(quote!(Box), path(context, inner)),
        Type::Map(inner) => {
            let inner = path(context, inner);
            quote!(::std::collections::BTreeMap<String, #inner>)
        }
        Type::Named(id) => match context.names.types.get(id.0) {
            Some(names) => {
                let name = &names.name;
                match context.home {
                    Home::Types => quote!(#name),
                    Home::Elsewhere => quote!(crate::types::#name),
                }
            }
            None => quote!(::serde_json::Value),
        },
    }
}

fn wrap(outer: TokenStream, inner: TokenStream) -> TokenStream {
    quote!(#outer<#inner>)
}

/// How many parts of a type are looked at before it counts as too large to compare.
const BUDGET: usize = 1_000;

/// The type as the compiler sees it, with what the aliases stand for: two of equal text are the
/// same type. `None` when that cannot be told at a reasonable cost.
pub(super) fn expanded(context: Context<'_>, ty: &Type) -> Option<String> {
    expand(context, ty, &mut { BUDGET })
}

fn expand(context: Context<'_>, ty: &Type, budget: &mut usize) -> Option<String> {
    *budget = budget.checked_sub(1)?;
    let (outer, inner) = match ty {
        Type::Option(inner) => ("Option", inner),
        Type::Array(inner) => ("Vec", inner),
        Type::Boxed(inner) => ("Box", inner),
        Type::Map(inner) => ("Map", inner),
        Type::Named(id) => {
            return match context.definition(*id).map(|definition| &definition.kind) {
                Some(TypeKind::Alias(ty)) => expand(context, ty, budget),
                Some(TypeKind::Tuple(tuple)) if tuple.is_fixed() => {
                    let members = tuple.items.iter().map(|ty| expand(context, ty, budget));
                    let members: Option<Vec<String>> = members.collect();
                    members.map(|members| format!("({},)", members.join(",")))
                }
                _ => Some(path(context, ty).to_string()),
            };
        }
        _ => return Some(path(context, ty).to_string()),
    };
    expand(context, inner, budget).map(|inner| format!("{outer}<{inner}>"))
}

/// How an argument becomes a value of the wanted type.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Taking {
    /// By `Into`.
    Into,
    /// By `Into` and a box.
    Boxed,
    /// Item by item, each by `Into`.
    List,
    /// It is that value.
    Plain,
}

/// As the runtime's macros say it.
impl ToTokens for Taking {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(match self {
            Self::Into => quote!(into),
            Self::Boxed => quote!(boxed),
            Self::List => quote!(list),
            Self::Plain => quote!(plain),
        });
    }
}

/// How an argument of a type is taken, and the type that `Into` leads to, that of an item for
/// lists.
pub(super) fn taking(context: Context<'_>, ty: &Type) -> (Taking, TokenStream) {
    if let Type::Boxed(inner) = ty {
        return (Taking::Boxed, path(context, inner));
    }
    let own = path(context, ty);
    match context.resolved(ty) {
        Type::Array(item) => (Taking::List, path(context, item)),
        Type::String | Type::Secret | Type::Base64 | Type::File => (Taking::Into, own),
        Type::Chosen(data) if data.wraps => (Taking::Into, own),
        Type::Named(id) => match context.definition(*id).map(|definition| &definition.kind) {
            Some(TypeKind::Enum(_) | TypeKind::Union(_)) => (Taking::Into, own),
            _ => (Taking::Plain, own),
        },
        _ => (Taking::Plain, own),
    }
}

/// The type of an argument that is taken so.
pub(super) fn taken(taking: Taking, ty: &TokenStream) -> TokenStream {
    match taking {
        Taking::Into | Taking::Boxed => quote!(impl Into<#ty>),
        Taking::List => quote!(impl IntoIterator<Item = impl Into<#ty>>),
        Taking::Plain => ty.clone(),
    }
}

/// How an argument is taken: its type, and the value of the wanted type that is made of it.
pub(super) struct Argument {
    pub(super) ty: TokenStream,
    /// How the wanted value is made of it; `None` when it is that.
    pub(super) conversion: Option<TokenStream>,
}

/// An argument of a type, by the name that it has.
pub(super) fn argument(context: Context<'_>, ty: &Type, name: &Name) -> Argument {
    let (taking, ty) = taking(context, ty);
    Argument {
        ty: taken(taking, &ty),
        conversion: match taking {
            Taking::Into => Some(quote!(#name.into())),
            Taking::Boxed => Some(quote!(Box::new(#name.into()))),
            Taking::List => Some(quote!(#name.into_iter().map(Into::into).collect())),
            Taking::Plain => None,
        },
    }
}
