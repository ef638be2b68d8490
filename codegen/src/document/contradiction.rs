//! Keywords of one schema that contradict each other. Each of them is read as it stands; which one
//! counts is said.

use serde_json::Value as Json;

use crate::diagnostic::{Diagnostic, codes, did_you_mean};
use crate::ir::JsonKind;

use super::context::Context;
use super::object::Object;
use super::{Keywords, advice, example};

/// Reports what the keywords of a schema leave no value for, or say in vain.
pub(super) fn check(context: &mut Context<'_>, object: &mut Object<'_>, schema: &Keywords) {
    value_types(context, object, schema);
    constant(context, object, schema);
    default(context, object, schema);
    if let (Some(_), Some(entry)) = (
        object.take("readOnly").filter(|_| schema.read_only),
        object.take("writeOnly").filter(|_| schema.write_only),
    ) {
        let message = "`readOnly` and `writeOnly` exclude each other; both are documented, and the property may be absent";
        let finding = Diagnostic::warning(codes::READ_AND_WRITE_ONLY, entry.key, message)
            .help("keep one of the two");
        context.findings.push(finding);
    }
    if let Some(entry) = object.take("items")
        && !schema.types.is_empty()
        && !schema.types.contains(&JsonKind::Array)
    {
        let message = "`items` says nothing of a type that is no `array`; it is left out";
        let finding = Diagnostic::warning(codes::MISPLACED_ITEMS, entry.key, message)
            .help("did you mean `type: array`?");
        context.findings.push(finding);
    }
}

/// Values that are not of the type beside them. Null is how many say that there may be none.
fn value_types(context: &mut Context<'_>, object: &mut Object<'_>, schema: &Keywords) {
    let is_wrong = |value: &&Json| {
        let fits = |kind: &JsonKind| example::admits(*kind, value);
        !schema.types.is_empty() && !value.is_null() && !schema.types.iter().any(fits)
    };
    let values = schema.values.iter().flatten();
    for (key, wrong) in [
        ("enum", values.filter(is_wrong).collect::<Vec<_>>()),
        ("const", schema.constant.iter().filter(is_wrong).collect()),
    ] {
        let (Some(first), Some(entry)) = (wrong.first(), object.take(key)) else {
            continue;
        };
        let items = entry.value.as_sequence().filter(|_| key == "enum");
        let mut items = items.unwrap_or(std::slice::from_ref(&entry.value)).iter();
        let at = items.find(|item| item.to_json() == **first);
        let more = match wrong.len() {
            1 => String::new(),
            2 => ", nor is another one".to_owned(),
            count => format!(", nor are {} others", count - 1),
        };
        let message = format!(
            "{first} is not of the type that the schema names{more}; `{key}` counts, not `type`"
        );
        let at = at.map_or(entry.value.span, |item| item.span);
        let help = advice::of_type(first, &schema.types).unwrap_or_else(|| {
            format!("name the type of every value under `type`, or mend `{key}`")
        });
        let finding = Diagnostic::warning(codes::ENUM_TYPE, at, message);
        context.findings.push(finding.help(help));
    }
}

fn constant(context: &mut Context<'_>, object: &mut Object<'_>, schema: &Keywords) {
    if let (Some(constant), Some(values)) = (&schema.constant, &schema.values)
        && !is_one_of(constant, values)
        && let (Some(entry), Some(list)) = (object.take("const"), object.take("enum"))
    {
        let message = "the `const` is none of the values of the `enum` beside it; `const` counts";
        let finding = Diagnostic::warning(codes::CONFLICTING_VALUES, entry.value.span, message)
            .related(list.value.span, "the values")
            .help("take out the one that is wrong; `const` alone says it all");
        context.findings.push(finding);
    }
}

fn default(context: &mut Context<'_>, object: &mut Object<'_>, schema: &Keywords) {
    let (Some(default), Some(entry)) = (&schema.default, object.take("default")) else {
        return;
    };
    let format = schema.format.as_deref().unwrap_or_default();
    let values = schema.values.as_deref().unwrap_or_default();
    let (message, help) = if is_beyond(default, format) {
        let message =
            format!("the default is beyond what `{format}` holds; it is documented as it is");
        let wider = match format.starts_with('u') {
            true => "uint64",
            false => "int64",
        };
        (
            message,
            format!("write a value in its range, or a wider format: `{wider}`"),
        )
    } else if !values.is_empty() && !default.is_null() && !is_one_of(default, values) {
        let message = "the default is none of the values of the `enum`; it is documented as it is";
        (message.to_owned(), listed("the default", default, values))
    } else {
        return;
    };
    let finding = Diagnostic::warning(codes::DEFAULT_VALUE, entry.value.span, message);
    context.findings.push(finding.help(help));
}

/// What to write where a value is not listed.
pub(super) fn listed(what: &str, value: &Json, values: &[Json]) -> String {
    let texts = values.iter().filter_map(Json::as_str);
    let otherwise = format!("add the value to the `enum`, or make {what} one of those");
    did_you_mean(value.as_str().unwrap_or_default(), texts, otherwise)
}

/// Whether a value is listed, be it written as a text or not.
pub(super) fn is_one_of(value: &Json, values: &[Json]) -> bool {
    let text = |value: &Json| match value {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    };
    let own = text(value);
    values.iter().any(|known| text(known) == own)
}

/// Whether an integer is out of the range of its format.
fn is_beyond(value: &Json, format: &str) -> bool {
    let bits = match format {
        "int32" | "uint32" => 32,
        "int16" | "uint16" => 16,
        "int8" | "uint8" => 8,
        "int64" | "uint64" => 64,
        _ => return false,
    };
    let whole = value
        .as_i64()
        .map(i128::from)
        .or_else(|| value.as_u64().map(i128::from));
    let range = match format.starts_with('u') {
        true => 0..1_i128 << bits,
        false => -(1_i128 << (bits - 1))..1_i128 << (bits - 1),
    };
    whole.is_some_and(|value| !range.contains(&value))
}
