//! Objects and arrays.

use crate::diagnostic::{Diagnostic, codes, did_you_mean};
use indexmap::IndexMap;

use crate::document::SchemaId;
use crate::ir::{At, Constraint, Docs, Field, Presence, Struct, Tuple, Type};

use super::context::{Key, Lowering};
use super::form::{Form, use_of, use_of_key, whole};
use super::trace::Fallback;
use super::view::View;
use super::{conditional, docs, presence};

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
    let conditional = conditional::properties(lowering, view);
    for (name, said) in &conditional {
        fields.extend(conditional::field(lowering, view, name, said));
    }
    let mut rest = rest(lowering, view);
    if view.key.is_base() {
        // What subtypes of a newer server have beside it is kept.
        rest = rest.or(Some(Type::Json));
    }
    if rest.is_none() {
        for name in view
            .required
            .iter()
            .filter(|name| !view.properties.contains_key(*name))
            .filter(|name| !conditional.contains_key(*name))
        {
            fields.push(undeclared(lowering, view, name));
        }
    }
    Struct {
        fields,
        rest,
        closed: view.closed,
    }
}

/// The field for a property, by all that is said of it; `None` where it can have no value.
pub(super) fn field(
    lowering: &mut Lowering<'_>,
    view: &View,
    name: &str,
    ids: &[SchemaId],
) -> Option<Field> {
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
    let finding = Diagnostic::limit(codes::UNDECLARED_PROPERTY, span, message);
    let declared = view.properties.keys().map(String::as_str);
    let help = format!("describe `{name}` under `properties`, or take it from `required`");
    lowering
        .findings
        .push(finding.help(did_you_mean(name, declared, help)));
    Field {
        at,
        name: name.to_owned(),
        docs: Docs::default(),
        ty: Type::Json,
        presence: Presence::Required,
        read_only: false,
    }
}

/// The type of the properties that have no name. What a pattern says of some of them is the type of
/// all only where there are no others.
fn rest(lowering: &mut Lowering<'_>, view: &View) -> Option<Type> {
    let mut types: IndexMap<String, Type> = IndexMap::new();
    let mut take = |id| {
        let ty = use_of(lowering, id);
        if ty != Type::Never {
            types.insert(format!("{ty:?}"), ty);
        }
    };
    view.rest.iter().copied().for_each(&mut take);
    if view.rest.is_empty() && !view.closed && !view.patterns.is_empty() {
        return Some(Type::Json);
    }
    view.patterns.iter().copied().for_each(&mut take);
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
        let item = items_of(lowering, view);
        return Form::Plain(Type::Array(Box::new(item)));
    }
    tuple(lowering, view, closed)
}

/// The type of the items that have no place of their own.
fn items_of(lowering: &mut Lowering<'_>, view: &View) -> Type {
    if view.items.is_empty() {
        return Type::Json;
    }
    let parts = view.items.iter().copied().map(whole).collect();
    use_of_key(lowering, &Key { parts, only: None })
}

/// An array with `prefixItems`.
fn tuple(lowering: &mut Lowering<'_>, view: &View, closed: bool) -> Form {
    let least = view.constraints.iter().filter_map(|rule| match rule {
        Constraint::MinItems(least) => usize::try_from(*least).ok(),
        _ => None,
    });
    let required = least.max().unwrap_or(0).min(view.prefix.len());
    let mut items: Vec<Type> = view.prefix.iter().map(|&id| use_of(lowering, id)).collect();
    let rest = (!closed).then(|| items_of(lowering, view));
    let mut all = items.iter().chain(&rest);
    let is_fixed = closed && required == items.len();
    if let Some(first) = all.next()
        && !is_fixed
        && all.all(|ty| ty == first)
    {
        return Form::Plain(Type::Array(Box::new(first.clone())));
    }
    for ty in items.iter_mut().skip(required) {
        let inner = std::mem::replace(ty, Type::Null);
        *ty = Type::Option(Box::new(inner));
    }
    Form::Tuple(Tuple {
        items,
        required,
        rest: rest.map(|ty| Type::Array(Box::new(ty))),
    })
}
