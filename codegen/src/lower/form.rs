//! From schemas to types: which form a schema has, and where it gets a name.

use crate::config::Format;
use crate::data_types;
use crate::diagnostic::{Diagnostic, codes};
use crate::document::SchemaId;
use crate::ir::{
    At, Constraint, Docs, Enum, JsonKind, Tuple, Type, TypeDef, TypeId, TypeKind, Union,
};
use crate::source::pointer;

use super::context::{COMBINATIONS, DEPTH, Extent, Key, Lowering, Part};
use super::hierarchy::{self, Hierarchy};
use super::trace::Fallback;
use super::view::{View, is_structural, view};
use super::{
    conditional, conflict, discriminator, docs, enumeration, hint, null, object, scalar, union,
};

/// What a schema comes to.
pub(super) enum Form {
    /// A type that needs no name.
    Plain(Type),
    /// An object with named properties, which are lowered later.
    Struct(Box<View>),
    /// Values that are spelled out.
    Enum(Enum),
    /// One of several types.
    Union(Union),
    /// One value.
    Constant(serde_json::Value),
    /// An array whose places have their own types.
    Tuple(Tuple),
}

/// Gives every component its place, then lowers them.
pub(super) fn components(lowering: &mut Lowering<'_>) {
    let document = lowering.document;
    for (name, id) in &document.components {
        let ty = reserve(lowering, &Key::whole(*id), vec![name.clone()]);
        // One that stands in another file goes by its place among the components.
        if let Some(def) = lowering.types.get_mut(ty.0) {
            def.at.pointer = pointer::push("#/components/schemas", name);
        }
        lowering.components.insert(*id, ty);
        lowering.component_names.insert(*id, name);
    }
    lowering.hierarchy = Hierarchy::of(lowering);
    for (_, id) in &document.components {
        discriminator::check_base(lowering, *id);
        let key = Key::whole(*id);
        let Some(&ty) = lowering.components.get(id) else {
            continue;
        };
        lowering.open.insert(key.clone(), Some(ty));
        let form = form(lowering, &key);
        lowering.open.remove(&key);
        define(lowering, ty, form);
    }
}

/// Lowers the objects that were put off, and those that they lead to.
pub(super) fn drain(lowering: &mut Lowering<'_>) {
    while let Some((ty, view)) = lowering.queue.pop_front() {
        let kind = TypeKind::Struct(object::fields(lowering, &view));
        if let Some(def) = lowering.types.get_mut(ty.0) {
            def.kind = kind;
        }
    }
}

/// The type of a schema where it is used, null included.
pub(super) fn use_of(lowering: &mut Lowering<'_>, id: SchemaId) -> Type {
    use_of_key(lowering, &Key::whole(id))
}

/// The type of several schemas that hold together, null included.
pub(super) fn use_of_key(lowering: &mut Lowering<'_>, key: &Key) -> Type {
    let ty = core(lowering, key);
    let holds_null = matches!(ty, Type::Json | Type::Null | Type::Option(_));
    match null::admits_null(lowering, key) && !holds_null {
        true if ty == Type::Never => Type::Null,
        true => Type::Option(Box::new(ty)),
        false => ty,
    }
}

/// How many lists and maps stand in each other without a name: a type that goes further is one that
/// nobody can read, and that takes the compiler and its tools deep.
const NESTING: usize = 8;

/// How many lists and maps stand in each other.
fn nesting(ty: &Type) -> usize {
    match ty {
        Type::Array(inner) | Type::Map(inner) => 1 + nesting(inner),
        Type::Option(inner) | Type::Boxed(inner) => nesting(inner),
        _ => 0,
    }
}

/// The type of a schema, null left aside.
pub(super) fn core(lowering: &mut Lowering<'_>, key: &Key) -> Type {
    if let Some(id) = key.single()
        && let Some(&ty) = lowering.components.get(&id)
    {
        return Type::Named(ty);
    }
    if let Some(ty) = lowering.memo.get(key) {
        return ty.clone();
    }
    if let Some(reserved) = lowering.open.get(key) {
        // Met inside of itself: it gets a name, whatever it comes to.
        let ty = match *reserved {
            Some(ty) => ty,
            None => {
                let hint = hint::of_key(lowering, key);
                let ty = reserve(lowering, key, hint);
                lowering.open.insert(key.clone(), Some(ty));
                ty
            }
        };
        return Type::Named(ty);
    }
    let too_many = lowering.memo.len() > lowering.document.schemas.len() + COMBINATIONS;
    if lowering.open.len() >= DEPTH || too_many {
        let message = "types without a name are nested too deep here, or combine in too many ways; any value is taken";
        let finding = Diagnostic::limit(codes::TOO_DEEP, lowering.span(key.lead()), message);
        let help =
            "give an inner schema a name below `components/schemas`, and refer to it with `$ref`";
        lowering.findings.push(finding.help(help));
        return lowering.fall_back(key.lead(), Fallback::TooDeep);
    }
    lowering.open.insert(key.clone(), None);
    let form = form(lowering, key);
    let reserved = lowering.open.remove(key).flatten();
    let ty = match (form, reserved) {
        (Form::Plain(ty), None) if nesting(&ty) < NESTING => ty,
        (form, reserved) => {
            let ty = reserved.unwrap_or_else(|| {
                let hint = hint::of_key(lowering, key);
                reserve(lowering, key, hint)
            });
            define(lowering, ty, form);
            Type::Named(ty)
        }
    };
    lowering.memo.insert(key.clone(), ty.clone());
    ty
}

fn reserve(lowering: &mut Lowering<'_>, key: &Key, mut hint: Vec<String>) -> TypeId {
    let id = TypeId(lowering.types.len());
    let lead = key.lead();
    let mut at = match lowering.schema(lead) {
        Some(schema) => schema.at.clone(),
        None => At {
            span: lowering.document.at.span,
            pointer: "#".to_owned(),
        },
    };
    if key.is_base() {
        // The schema's own name is that of the union.
        at.pointer = pointer::push(&at.pointer, "discriminator");
    }
    // A schema can come to several types: alone, and together with others at the same place.
    let twins = lowering
        .twins
        .entry((at.pointer.clone(), hint.clone()))
        .or_default();
    *twins += 1;
    if *twins > 1 {
        hint.push(twins.to_string());
    }
    let name = hint.concat();
    let docs = if key.only.is_some() {
        Docs::default()
    } else {
        docs::of_use(lowering, &[lead], &name)
    };
    lowering.types.push(TypeDef {
        at,
        hint,
        docs,
        kind: TypeKind::Alias(Type::Json),
        sent: false,
        only_for: Vec::new(),
    });
    id
}

fn define(lowering: &mut Lowering<'_>, id: TypeId, form: Form) {
    let kind = match form {
        Form::Plain(ty) => TypeKind::Alias(ty),
        Form::Struct(view) => {
            lowering.queue.push_back((id, *view));
            return;
        }
        Form::Enum(values) => TypeKind::Enum(values),
        Form::Union(union) => TypeKind::Union(union),
        Form::Constant(value) => TypeKind::Constant(value),
        Form::Tuple(tuple) => TypeKind::Tuple(tuple),
    };
    if let Some(def) = lowering.types.get_mut(id.0) {
        def.kind = kind;
    }
}

/// What a schema comes to, null left aside.
fn form(lowering: &mut Lowering<'_>, key: &Key) -> Form {
    if let Some(id) = key.single() {
        if let Some(value) = lowering.boolean(id) {
            return Form::Plain(if value { Type::Json } else { Type::Never });
        }
        if let Some(ty) = chosen(lowering, id, key) {
            return Form::Plain(ty);
        }
        if lowering.hierarchy.is_base(id) {
            return hierarchy::form(lowering, id);
        }
    }
    if let Some(sole) = sole_part(lowering, key) {
        return of_sole(lowering, key, &Key::whole(sole));
    }
    let view = view(lowering, key);
    of_view(lowering, view)
}

/// A schema that stands for another one. In-line in a component, that one is what the component is.
pub(super) fn of_sole(lowering: &mut Lowering<'_>, key: &Key, sole: &Key) -> Form {
    if let (Some(outer), Some(inner)) = (key.single(), sole.single())
        && let Some(&ty) = lowering.components.get(&outer)
        && lowering
            .schema(outer)
            .zip(lowering.schema(inner))
            .is_some_and(|(outer, inner)| {
                let below = inner.at.pointer.strip_prefix(&outer.at.pointer);
                below.is_some_and(|below| below.starts_with('/'))
            })
        && !lowering.memo.contains_key(sole)
        && !lowering.open.contains_key(sole)
    {
        lowering.memo.insert(sole.clone(), Type::Named(ty));
        return form(lowering, sole);
    }
    Form::Plain(core(lowering, sole))
}

/// The type that the configuration chooses for this place.
fn chosen(lowering: &mut Lowering<'_>, id: SchemaId, key: &Key) -> Option<Type> {
    let pointer = &lowering.schema(id)?.at.pointer;
    let (entry, &choice) = lowering.config.formats.get_key_value(pointer)?;
    let is_new = lowering.formats_used.insert(entry);
    if choice == Format::Text {
        return Some(Type::String);
    }
    let view = view(lowering, key);
    let kinds = kinds(&view);
    let ty = match kinds.as_slice() {
        [kind] if view.unions.is_empty() && view.values.is_none() => {
            scalar::of_choice(choice, &view, *kind)
        }
        _ => None,
    };
    if ty.is_none() && is_new {
        let head = lowering.document.head;
        let at = lowering.config.place_in("formats", entry).unwrap_or(head);
        let message = format!(
            "`{}` has no type for what `{entry}` is; it is read as if nothing were said",
            choice.key()
        );
        let formats = data_types::formats(choice).join("`, `");
        let finding = Diagnostic::warning(codes::UNUSED_CONFIGURATION, at, message)
            .help(format!("it has types for the formats `{formats}`"));
        lowering.findings.push(finding);
    }
    ty
}

/// The one schema that says all: the target of a `$ref`, or of an `allOf` that is written around
/// one for the sake of a description.
fn sole_part(lowering: &mut Lowering<'_>, key: &Key) -> Option<SchemaId> {
    let is_subtype = |id| lowering.hierarchy.is_subtype(id);
    if key.only.is_some() || key.single().is_some_and(is_subtype) {
        return None;
    }
    let mut parts: Vec<SchemaId> = Vec::new();
    for part in &key.parts {
        let schema = lowering.keywords(part.id);
        let referred = schema
            .into_iter()
            .flat_map(|schema| schema.reference.iter().chain(&schema.all_of));
        let substantial = |id: &SchemaId| match lowering.keywords(*id) {
            Some(schema) => {
                is_structural(schema) || schema.reference.is_some() || !schema.all_of.is_empty()
            }
            // `true` says nothing, `false` all.
            None => lowering.boolean(*id) != Some(true),
        };
        let whole = part.extent == Extent::Whole;
        let from: Vec<SchemaId> = match key.parts.len() {
            // Alone, it stands for what it refers to; else it stands for itself.
            1 if whole => {
                let all: Vec<SchemaId> = referred.copied().collect();
                if schema.is_none_or(is_structural) {
                    return None;
                }
                match all.as_slice() {
                    [only] => vec![*only],
                    several => several.iter().copied().filter(substantial).collect(),
                }
            }
            _ if whole && !substantial(&part.id) => Vec::new(),
            _ if whole => vec![part.id],
            _ => return None,
        };
        for id in from {
            if !parts.contains(&id) {
                parts.push(id);
            }
        }
    }
    match parts.as_slice() {
        [sole] if key.single() != Some(*sole) => {
            conflict::of_sole(lowering, key, *sole);
            (!conditional::adds(lowering, key, *sole)).then_some(*sole)
        }
        _ => None,
    }
}

fn of_view(lowering: &mut Lowering<'_>, mut view: View) -> Form {
    if view.never {
        return Form::Plain(Type::Never);
    }
    union::settle(lowering, &mut view);
    if !view.unions.is_empty() {
        return union::form(lowering, &view);
    }
    if let Some(constant) = &view.constant {
        return match constant {
            serde_json::Value::Null => Form::Plain(Type::Null),
            value => Form::Constant(value.clone()),
        };
    }
    if view.values.is_some() {
        return enumeration::form(lowering, &view);
    }
    of_kinds(lowering, view)
}

/// The type of the values of a JSON type, or of several.
pub(super) fn of_kinds(lowering: &mut Lowering<'_>, view: View) -> Form {
    if view
        .key
        .parts
        .iter()
        .any(|part| lowering.files.contains(&part.id))
    {
        return Form::Plain(Type::File);
    }
    let kinds = kinds(&view);
    match kinds.as_slice() {
        [] if view.kinds.is_some() => Form::Plain(Type::Null),
        // What is left to the server does not make a type.
        [] if view.constraints.iter().any(is_rule) => {
            Form::Plain(lowering.fall_back(view.key.lead(), Fallback::Untyped))
        }
        [] => Form::Plain(Type::Json),
        [JsonKind::Object] => object::form(lowering, view),
        [JsonKind::Array] => object::array(lowering, &view),
        [kind] => Form::Plain(scalar::of(lowering, &view, *kind)),
        several => union::of_kinds(lowering, &view, several),
    }
}

/// Whether it says which values there are, and not only who writes them.
fn is_rule(constraint: &Constraint) -> bool {
    !matches!(constraint, Constraint::ReadOnly | Constraint::WriteOnly)
}

/// The JSON types of a view, by its keywords when it does not name them.
pub(super) fn kinds(view: &View) -> Vec<JsonKind> {
    let mut kinds = match &view.kinds {
        Some(kinds) => kinds.clone(),
        None => implied(view).into_iter().collect(),
    };
    if kinds.contains(&JsonKind::Number) {
        kinds.retain(|kind| *kind != JsonKind::Integer);
    }
    kinds
}

/// The JSON type that the keywords of a view speak of.
pub(super) fn implied(view: &View) -> Option<JsonKind> {
    use crate::ir::Constraint as C;
    let any = |test: fn(&C) -> bool| view.constraints.iter().any(test);
    if !view.properties.is_empty()
        || !view.required.is_empty()
        || !view.rest.is_empty()
        || !view.patterns.is_empty()
        || any(|rule| {
            matches!(
                rule,
                C::MinProperties(_) | C::MaxProperties(_) | C::Other("propertyNames", _)
            )
        })
    {
        return Some(JsonKind::Object);
    }
    if !view.items.is_empty()
        || !view.prefix.is_empty()
        || any(|rule| {
            matches!(
                rule,
                C::MinItems(_) | C::MaxItems(_) | C::UniqueItems | C::Other("contains", _)
            )
        })
    {
        return Some(JsonKind::Array);
    }
    if view.encoding.is_some()
        || any(|rule| matches!(rule, C::MinLength(_) | C::MaxLength(_) | C::Pattern(_)))
    {
        return Some(JsonKind::String);
    }
    if let Some(format) = &view.format {
        return scalar::kind_of_format(format);
    }
    any(|rule| {
        matches!(
            rule,
            C::Minimum(_)
                | C::Maximum(_)
                | C::ExclusiveMinimum(_)
                | C::ExclusiveMaximum(_)
                | C::MultipleOf(_)
        )
    })
    .then_some(JsonKind::Number)
}

/// A part of a key that is a whole schema.
pub(super) fn whole(id: SchemaId) -> Part {
    Part {
        id,
        extent: Extent::Whole,
    }
}
