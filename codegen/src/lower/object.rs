//! Objects and arrays.

use crate::diagnostic::Diagnostic;
use indexmap::IndexMap;

use crate::document::SchemaId;
use crate::ir::{At, Constraint, Docs, Field, Presence, Struct, Type};

use super::context::{Key, Lowering};
use super::form::{Form, use_of, use_of_key, whole};
use super::trace::Fallback;
use super::view::View;
use super::{docs, presence};

/// An object: a struct when it names properties, else a map.
pub(super) fn form(lowering: &mut Lowering<'_>, view: View) -> Form {
    if view.properties.is_empty() {
        return Form::Plain(match rest(lowering, &view) {
            Some(Type::Json) | None => Type::JsonObject,
            Some(ty) => Type::Map(Box::new(ty)),
        });
    }
    Form::Struct(Box::new(view))
}

/// The fields of a struct.
pub(super) fn fields(lowering: &mut Lowering<'_>, view: &View) -> Struct {
    let mut fields = Vec::with_capacity(view.properties.len());
    for (name, ids) in &view.properties {
        fields.extend(field(lowering, view, name, ids));
    }
    let rest = rest(lowering, view);
    if rest.is_none() {
        for name in view
            .required
            .iter()
            .filter(|name| !view.properties.contains_key(*name))
        {
            fields.push(undeclared(lowering, view, name));
        }
    }
    let closed = view.members.iter().any(|&id| is_closed(lowering, id));
    Struct {
        fields,
        rest,
        closed,
    }
}

/// Whether a schema admits no other properties than those that it names.
fn is_closed(lowering: &Lowering<'_>, id: SchemaId) -> bool {
    lowering.keywords(id).is_some_and(|schema| {
        let closes = |id| lowering.boolean(id) == Some(false);
        schema.closed || schema.additional.is_some_and(closes)
    })
}

fn field(lowering: &mut Lowering<'_>, view: &View, name: &str, ids: &[SchemaId]) -> Option<Field> {
    let key = Key {
        parts: ids.iter().copied().map(whole).collect(),
        only: None,
    };
    let (ty, nullable) = match use_of_key(lowering, &key) {
        Type::Option(inner) => (*inner, true),
        // No value at all: there is no such property.
        Type::Never => return None,
        other => (other, false),
    };
    let presence = match (view.required.contains(name), nullable) {
        (true, false) => Presence::Required,
        (true, true) => Presence::Nullable,
        (false, false) => Presence::Optional,
        (false, true) => Presence::OptionalNullable,
    };
    let lead = *ids.last()?;
    let at = lowering.schema(lead)?.at.clone();
    let read_only = presence::is_read_only(lowering, ids);
    let docs = docs::of_use(lowering, ids, name);
    Some(Field {
        at,
        name: name.to_owned(),
        docs,
        ty,
        presence,
        read_only,
    })
}

/// A property that is required and described nowhere.
fn undeclared(lowering: &mut Lowering<'_>, view: &View, name: &str) -> Field {
    let lead = view.key.lead();
    let span = lowering.span(lead);
    let pointer = lowering
        .schema(lead)
        .map_or("#", |schema| &schema.at.pointer);
    let at = At {
        span,
        pointer: crate::source::pointer::push(&format!("{pointer}/properties"), name),
    };
    let message =
        format!("`{name}` is required, but no property has that name; any value is taken");
    let mut finding = Diagnostic::limit("undeclared-property", span, message);
    finding.help = Some(format!(
        "describe `{name}` under `properties`, or take it from `required`"
    ));
    lowering.findings.push(finding);
    Field {
        at,
        name: name.to_owned(),
        docs: Docs::default(),
        ty: Type::Json,
        presence: Presence::Required,
        read_only: false,
    }
}

/// The type of the properties that have no name.
fn rest(lowering: &mut Lowering<'_>, view: &View) -> Option<Type> {
    let mut types: IndexMap<String, Type> = IndexMap::new();
    for &id in &view.rest {
        let ty = use_of(lowering, id);
        if ty != Type::Never {
            types.insert(format!("{ty:?}"), ty);
        }
    }
    match types.len() {
        0 => None,
        1 => types.into_values().next(),
        _ => Some(lowering.fall_back(view.key.lead(), Fallback::SeveralRests)),
    }
}

/// An array.
pub(super) fn array(lowering: &mut Lowering<'_>, view: &View) -> Form {
    let never = |id: &SchemaId| lowering.boolean(*id) == Some(false);
    let closed = view.items.iter().any(never)
        || view.constraints.iter().any(|rule| {
            matches!(rule, Constraint::MaxItems(most) if usize::try_from(*most) == Ok(view.prefix.len()))
        });
    if view.prefix.is_empty() {
        let items: Vec<_> = view.items.iter().copied().map(whole).collect();
        let item = match items.is_empty() {
            true => Type::Json,
            false => use_of_key(
                lowering,
                &Key {
                    parts: items,
                    only: None,
                },
            ),
        };
        return Form::Plain(Type::Array(Box::new(item)));
    }
    let full = view.constraints.iter().any(|rule| {
        matches!(rule, Constraint::MinItems(least) if usize::try_from(*least).is_ok_and(|least| least >= view.prefix.len()))
    });
    if closed && full {
        let types = view.prefix.iter().map(|&id| use_of(lowering, id)).collect();
        return Form::Tuple(types);
    }
    let (message, help) = match closed {
        true => (
            "`prefixItems` of which the last may be absent is read as a list of any values",
            format!("write `minItems: {}` if all are there", view.prefix.len()),
        ),
        false => (
            "`prefixItems` without an end is read as a list of any values",
            "write `items: false` if nothing comes after".to_owned(),
        ),
    };
    let finding =
        Diagnostic::limit("open-tuple", lowering.span(view.key.lead()), message).help(help);
    lowering.findings.push(finding);
    let item = lowering.fall_back(view.key.lead(), Fallback::OpenTuple);
    Form::Plain(Type::Array(Box::new(item)))
}
