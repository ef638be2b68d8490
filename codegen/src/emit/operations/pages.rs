//! Lists that come in pages.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::emit::answers::Answers;
use crate::emit::{Context, types};
use crate::ir::{Cursor, Operation, PageForm, Pagination, Payload, Presence, Type, TypeKind};
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
        let items = list(context, quote!(page), ty, &pagination.items)?;
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

/// The list that names of properties lead to: an expression that ends early, by `?`, where it is
/// not there. `None` when they lead to none.
fn list(
    context: Context<'_>,
    value: TokenStream,
    ty: &Type,
    way: &[String],
) -> Option<TokenStream> {
    match ty {
        Type::Option(inner) => return list(context, quote!(#value?), inner, way),
        Type::Boxed(inner) => {
            // What a box holds is reached through it, unless it is taken out as a whole.
            let inside = match (context.resolved(inner), way) {
                (Type::Named(id), [_, ..]) => context
                    .definition(*id)
                    .is_some_and(|definition| matches!(definition.kind, TypeKind::Struct(_))),
                _ => false,
            };
            let value = if inside { value } else { quote!((*#value)) };
            return list(context, value, inner, way);
        }
        Type::Array(_) => return way.is_empty().then_some(value),
        _ => {}
    }
    let Type::Named(id) = ty else {
        return None;
    };
    let (definition, names) = (context.definition(*id)?, context.names.types.get(id.0)?);
    match (&definition.kind, way) {
        (TypeKind::Alias(target), _) => list(context, value, target, way),
        (TypeKind::Struct(body), [name, rest @ ..]) => {
            let index = body.fields.iter().position(|field| field.name == *name)?;
            let (field, name) = (body.fields.get(index)?, &names.members.get(index)?.name);
            let value = match field.presence {
                Presence::Required => quote!(#value.#name),
                Presence::Nullable | Presence::Optional => quote!(#value.#name?),
                Presence::OptionalNullable => quote!(#value.#name.into_option()?),
            };
            list(context, value, &field.ty, rest)
        }
        (TypeKind::Union(union), _) => {
            let owner = types::path(context, ty);
            let arms: Vec<TokenStream> = union
                .branches
                .iter()
                .zip(&names.members)
                .filter_map(|(branch, member)| {
                    let items = list(context, quote!(page), &branch.ty, way)?;
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
