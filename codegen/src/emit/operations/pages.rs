//! Lists that come in pages.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::answers::Answers;
use crate::emit::{Context, types};
use crate::ir::{
    Cursor, Operation, PageForm, Pagination, Payload, Presence, Type, TypeId, TypeKind,
};
use crate::names::OperationNames;
use crate::source::pointer;

/// What a page holds, and how the list goes on: a line of the operation's definition.
pub(super) fn pages(
    context: Context<'_>,
    answers: &Answers<'_>,
    operation: &Operation,
    names: &OperationNames,
) -> Option<TokenStream> {
    let pagination = operation.pagination.as_ref()?;
    let item = types::path(context, &pagination.item);
    let mut answers = operation
        .answers
        .iter()
        .flat_map(|answer| answers.items(answer, names))
        .filter(|(owner, _, _)| *owner != &names.error);
    let items = answers.find_map(|(owner, variant, payload)| {
        let Some(Payload::Json(ty)) = payload else {
            return None;
        };
        let items = list(
            context,
            quote!(page),
            ty,
            &pagination.items,
            Limits::default(),
        )?;
        Some(match variant {
            Some(variant) => {
                quote!(match page { #owner::#variant(page) => #items, _ => return None })
            }
            None => items,
        })
    })?;
    let how = how(pagination);
    Some(quote!(pages(page): #item = #items => #how,))
}

/// How the list goes on, as functions of the runtime's `Paging`.
fn how(pagination: &Pagination) -> TokenStream {
    let items = pagination
        .items
        .iter()
        .fold(String::new(), |place, name| pointer::push(&place, name));
    let first = |number: u64| Literal::u64_unsuffixed(number);
    let form = match &pagination.form {
        PageForm::Link(link) => quote!(link(#link)),
        PageForm::LinkHeader => quote!(link_header()),
        PageForm::Cursor(parameter, Cursor::Body(place)) => quote!(cursor(#parameter, #place)),
        PageForm::Cursor(parameter, Cursor::Header(name)) => {
            quote!(cursor_header(#parameter, #name))
        }
        PageForm::Cursor(parameter, Cursor::LastItem(place)) => {
            quote!(last_item(#parameter, #items, #place))
        }
        PageForm::Page(parameter, number) => {
            let first = first(*number);
            quote!(page(#parameter, #first, #items))
        }
        PageForm::Offset(parameter, number) => {
            let first = first(*number);
            quote!(offset(#parameter, #first, #items))
        }
    };
    let more = pagination.more.iter().map(|place| quote!(more(#place)));
    let number = |number: Option<u64>| match number.map(Literal::u64_unsuffixed) {
        Some(number) => quote!(Some(#number)),
        None => quote!(None),
    };
    let size = pagination.size.iter().map(|size| {
        let (parameter, default, limit) =
            (&size.parameter, number(size.default), number(size.limit));
        quote!(size(#parameter, #default, #limit))
    });
    let total = pagination.total.iter().map(|place| quote!(total(#place)));
    let pages = pagination.total_pages.iter();
    let pages = pages.map(|place| quote!(total_pages(#place)));
    quote!(#form #(#more)* #(#size)* #(#total)* #(#pages)*)
}

/// What bounds the way to a list.
#[derive(Clone, Copy)]
struct Limits {
    /// How many types may follow.
    depth: usize,
    /// One of them may be a union, or what is written could multiply.
    may_be_union: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            depth: 256,
            may_be_union: true,
        }
    }
}

/// The list that names of properties lead to: an expression that ends early, by `?`, where it is
/// not there. `None` when they lead to none.
fn list(
    context: Context<'_>,
    value: TokenStream,
    ty: &Type,
    way: &[String],
    limits: Limits,
) -> Option<TokenStream> {
    let limits = Limits {
        depth: limits.depth.checked_sub(1)?,
        ..limits
    };
    let id = match ty {
        Type::Option(inner) => return list(context, quote!(#value?), inner, way, limits),
        Type::Boxed(inner) => {
            // A field is reached through a box, all else must be taken out.
            let value = match context.resolved(inner) {
                Type::Named(id) if is_struct(context, *id) => value,
                _ => quote!((*#value)),
            };
            return list(context, value, inner, way, limits);
        }
        Type::Array(_) => return way.is_empty().then_some(value),
        Type::Named(id) => *id,
        _ => return None,
    };
    let (definition, names) = (context.definition(id)?, context.names.types.get(id.0)?);
    match (&definition.kind, way) {
        (TypeKind::Alias(target), _) => list(context, value, target, way, limits),
        (TypeKind::Struct(body), [name, rest @ ..]) => {
            let index = body.fields.iter().position(|field| field.name == *name)?;
            let (field, name) = (body.fields.get(index)?, &names.members.get(index)?.name);
            let value = match field.presence {
                Presence::Required => quote!(#value.#name),
                Presence::Nullable | Presence::Optional => quote!(#value.#name?),
                Presence::OptionalNullable => quote!(#value.#name.into_option()?),
            };
            list(context, value, &field.ty, rest, limits)
        }
        (TypeKind::Union(union), _) if limits.may_be_union => {
            let limits = Limits {
                may_be_union: false,
                ..limits
            };
            let owner = types::path(context, ty);
            let branches = union.branches.iter().zip(&names.members);
            let arms: Vec<TokenStream> = branches
                .filter_map(|(branch, member)| {
                    let items = list(context, quote!(page), &branch.ty, way, limits)?;
                    let variant = &member.name;
                    Some(quote!(#owner::#variant(page) => #items))
                })
                .collect();
            let is_whole = arms.len() == union.branches.len() && union.discriminator.is_none();
            let other = (!is_whole).then(|| quote!(_ => return None));
            let arms = arms.into_iter().chain(other);
            Some(quote!(match #value { #(#arms),* }))
        }
        _ => None,
    }
}

fn is_struct(context: Context<'_>, id: TypeId) -> bool {
    let definition = context.definition(id);
    definition.is_some_and(|definition| matches!(definition.kind, TypeKind::Struct(_)))
}
