//! What a rule of the configuration means for an operation.

use crate::config::{self, PageRule};
use crate::ir::{Cursor, PageForm, Pagination, Parameter};

use super::page::{Page, Scalar};

/// Applies a rule.
///
/// # Errors
/// Why it does not fit.
pub(super) fn apply(page: &Page<'_>, rule: &PageRule) -> Result<Pagination, String> {
    let items = match &rule.items {
        Some(way) => {
            let leaf = page.at(way).ok_or_else(|| nothing_at(way))?;
            leaf.way.into_iter().map(str::to_owned).collect()
        }
        None => {
            let only = page.only_list(false).or_else(|| page.only_list(true));
            only.ok_or("its answer does not hold one array; say which one with `items`")?
        }
    };
    let item = page.item(&items).ok_or_else(|| {
        let way = rule.items.as_deref().unwrap_or_default();
        format!("`{way}` is no array of one type")
    })?;
    let parameter = || match &rule.parameter {
        Some(name) => declared(page, name),
        None => Err("the rule has no `parameter`".to_owned()),
    };
    let form = match rule.form {
        config::PageForm::Link => {
            let way = rule.next.as_deref().unwrap_or_default();
            PageForm::Link(value(page, way, &[Scalar::Text])?)
        }
        config::PageForm::LinkHeader => PageForm::LinkHeader,
        config::PageForm::Cursor => {
            let cursor = match (&rule.next, &rule.header, &rule.last) {
                (Some(way), _, _) => {
                    Cursor::Body(value(page, way, &[Scalar::Text, Scalar::Integer])?)
                }
                (_, Some(header), _) => Cursor::Header(header.to_ascii_lowercase()),
                (_, _, way) => {
                    let way = way.as_deref().unwrap_or_default();
                    let leaf = page.in_item(&items, way);
                    let leaf = leaf.ok_or_else(|| format!("its items have no `{way}`"))?;
                    Cursor::LastItem(leaf.pointer())
                }
            };
            PageForm::Cursor(parameter()?.name.clone(), cursor)
        }
        config::PageForm::Page => {
            let parameter = parameter()?;
            let first = first(parameter).or(rule.first).unwrap_or(1);
            PageForm::Page(parameter.name.clone(), first)
        }
        config::PageForm::Offset => {
            let parameter = parameter()?;
            let first = first(parameter).or(rule.first).unwrap_or(0);
            PageForm::Offset(parameter.name.clone(), first)
        }
        config::PageForm::None => return Err("the list is not followed".to_owned()),
    };
    let optional = |way: &Option<String>, scalars: &[Scalar]| {
        let way = way.as_deref();
        way.map(|way| value(page, way, scalars)).transpose()
    };
    let size = rule.size.as_deref();
    let size = size.map(|name| declared(page, name).map(Page::size));
    Ok(Pagination {
        form,
        item: item.clone(),
        more: optional(&rule.more, &[Scalar::Bool])?,
        size: size.transpose()?,
        total: optional(&rule.total, &[Scalar::Integer])?,
        total_pages: optional(&rule.total_pages, &[Scalar::Integer])?,
        items,
    })
}

/// What a parameter is when it is not given.
pub(super) fn first(parameter: &Parameter) -> Option<u64> {
    parameter.docs.default.as_ref()?.as_u64()
}

fn declared<'p>(page: &Page<'p>, name: &str) -> Result<&'p Parameter, String> {
    let mut parameters = page.parameters();
    parameters
        .find(|parameter| parameter.name == name)
        .ok_or_else(|| format!("it has no query parameter `{name}`"))
}

/// The place of a value of some kind.
fn value(page: &Page<'_>, way: &str, scalars: &[Scalar]) -> Result<String, String> {
    let leaf = page.at(way).ok_or_else(|| nothing_at(way))?;
    match page.scalar(&leaf.field.ty) {
        Some(scalar) if scalars.contains(&scalar) => Ok(leaf.pointer()),
        _ => {
            let wanted = match scalars {
                [Scalar::Bool] => "boolean",
                [Scalar::Integer] => "integer",
                [Scalar::Text] => "string",
                _ => "string or integer",
            };
            Err(format!("`{way}` is no {wanted}"))
        }
    }
}

fn nothing_at(way: &str) -> String {
    format!("its answer has no `{way}`")
}
