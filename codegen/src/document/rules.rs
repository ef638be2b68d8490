//! The keywords of a schema that are rules: they are documented and left to the server.

use crate::diagnostic::{Diagnostic, codes};
use crate::ir::Constraint;
use crate::source::{Entry, Span};

use super::context::{Context, Version};
use super::object::{self, Object};
use super::{Keywords, tree};

/// The rules that are documented and left to the server.
pub(super) fn read(context: &mut Context<'_>, object: &mut Object<'_>, schema: &mut Keywords) {
    bounds(context, object, schema);
    multiple(context, object, schema);
    type Make = fn(u64) -> Constraint;
    let counts: [(&'static str, Make); 6] = [
        ("minLength", Constraint::MinLength),
        ("maxLength", Constraint::MaxLength),
        ("minItems", Constraint::MinItems),
        ("maxItems", Constraint::MaxItems),
        ("minProperties", Constraint::MinProperties),
        ("maxProperties", Constraint::MaxProperties),
    ];
    for (key, make) in counts {
        let Some(entry) = object.take(key) else {
            continue;
        };
        match tree::count(&entry.value) {
            Some(count) => schema.constraints.push(make(count)),
            None => object::wrong_type(context, &entry.value, key, "a number without a fraction"),
        }
    }
    if let Some(pattern) = object::text(context, object, "pattern") {
        if let Some(entry) = object.take("pattern") {
            check_pattern(context, &pattern, entry.value.span);
        }
        schema.constraints.push(Constraint::Pattern(pattern));
    }
    for (least, most) in [
        ("minLength", "maxLength"),
        ("minItems", "maxItems"),
        ("minProperties", "maxProperties"),
    ] {
        check_order(context, object, least, most);
    }
    if object::flag(context, object, "uniqueItems") == Some(true) {
        schema.constraints.push(Constraint::UniqueItems);
    }
    let others = [
        "if",
        "then",
        "else",
        "contains",
        "minContains",
        "maxContains",
        "dependentRequired",
        "dependentSchemas",
        "dependencies",
    ];
    for key in others {
        if let Some(entry) = object.take(key) {
            schema
                .constraints
                .push(Constraint::Other(key, entry.value.to_json()));
        }
    }
}

/// Reports a pattern that is no regular expression of ECMA-262 (JSON Schema Core 2020-12, section
/// 6.4).
pub(super) fn check_pattern(context: &mut Context<'_>, pattern: &str, at: Span) {
    let compile = |unicode| {
        let flags = regress::Flags {
            unicode,
            no_opt: true,
            ..regress::Flags::default()
        };
        regress::Regex::with_flags(pattern, flags)
    };
    let Err(error) = compile(true).or_else(|_| compile(false)) else {
        return;
    };
    let message = format!("the pattern is no regular expression of ECMA-262: {error}");
    let finding = Diagnostic::warning(codes::PATTERN, at, message);
    context.findings.push(finding.help(
        "it is documented as it stands; servers and validators may refuse it or read it otherwise",
    ));
}

/// A bound as it is written.
struct Bound<'s> {
    key: &'static str,
    text: &'s str,
    is_exclusive: bool,
    at: Span,
}

/// `minimum`, `maximum` and their exclusive forms, in 3.0's spelling too.
fn bounds(context: &mut Context<'_>, object: &mut Object<'_>, schema: &mut Keywords) {
    let lower = side(context, object, "minimum", "exclusiveMinimum");
    let upper = side(context, object, "maximum", "exclusiveMaximum");
    for low in &lower {
        for high in &upper {
            if excludes(low, high) {
                let at = (low.key, low.at);
                contradiction(context, at, (high.key, high.at));
            }
        }
    }
    type Make = fn(String) -> Constraint;
    let kinds: [(_, Make, Make); 2] = [
        (lower, Constraint::Minimum, Constraint::ExclusiveMinimum),
        (upper, Constraint::Maximum, Constraint::ExclusiveMaximum),
    ];
    for (side, plain, exclusive) in kinds {
        for bound in side {
            let make = if bound.is_exclusive { exclusive } else { plain };
            schema.constraints.push(make(bound.text.to_owned()));
        }
    }
}

/// The bounds of one side.
fn side<'s>(
    context: &mut Context<'_>,
    object: &mut Object<'s>,
    plain: &'static str,
    exclusive: &'static str,
) -> Vec<Bound<'s>> {
    let bound = number(context, object, plain);
    let entry = object.take(exclusive);
    let modifier = entry.and_then(|entry| tree::boolean(&entry.value));
    if let Some(entry) = entry {
        check_spelling(
            context,
            entry,
            (plain, exclusive),
            bound.map(|(text, _)| text),
        );
    }
    let mut bounds = Vec::new();
    if modifier.is_none()
        && let Some((text, at)) = number(context, object, exclusive)
    {
        bounds.push(Bound {
            key: exclusive,
            text,
            is_exclusive: true,
            at,
        });
    }
    bounds.extend(bound.map(|(text, at)| Bound {
        key: plain,
        text,
        is_exclusive: modifier == Some(true),
        at,
    }));
    bounds
}

/// An exclusive bound is a number since 3.1; before, it was said of the other bound that it is one.
fn check_spelling(
    context: &mut Context<'_>,
    entry: &Entry,
    (plain, exclusive): (&str, &str),
    bound: Option<&str>,
) {
    let modifier = tree::boolean(&entry.value);
    let is_old = context.version == Version::V30;
    let (message, help) = match (modifier, bound) {
        (Some(true), None) => (
            format!("`{exclusive}: true` needs a `{plain}`; it is left out"),
            format!("add `{plain}`, or take it out"),
        ),
        (Some(true), Some(bound)) if !is_old => (
            format!("`{exclusive}: true` is OpenAPI 3.0; it is honoured"),
            format!("since OpenAPI 3.1 it is `{exclusive}: {bound}`, without `{plain}`"),
        ),
        (Some(false), _) if !is_old => (
            format!("`{exclusive}: false` is OpenAPI 3.0, and says nothing"),
            "take it out".to_owned(),
        ),
        (None, _) if is_old && let Some(number) = tree::number(&entry.value) => (
            format!("a number under `{exclusive}` is OpenAPI 3.1; it is honoured"),
            format!("in OpenAPI 3.0 it is `{plain}: {number}` and `{exclusive}: true`"),
        ),
        _ => return,
    };
    let finding = Diagnostic::warning(codes::EXCLUSIVE_BOUND, entry.value.span, message).help(help);
    context.findings.push(finding);
}

/// Whether no number is within both. Numbers that only differ in what a float cannot hold are not
/// compared.
fn excludes(low: &Bound<'_>, high: &Bound<'_>) -> bool {
    let (Ok(least), Ok(most)) = (low.text.parse::<f64>(), high.text.parse::<f64>()) else {
        return false;
    };
    least > most || low.text == high.text && (low.is_exclusive || high.is_exclusive)
}

/// A least count that is greater than the most.
fn check_order(
    context: &mut Context<'_>,
    object: &mut Object<'_>,
    least: &'static str,
    most: &'static str,
) {
    let (Some(low), Some(high)) = (object.take(least), object.take(most)) else {
        return;
    };
    if let (Some(lower), Some(higher)) = (tree::count(&low.value), tree::count(&high.value))
        && lower > higher
    {
        contradiction(context, (least, low.value.span), (most, high.value.span));
    }
}

fn contradiction(context: &mut Context<'_>, low: (&str, Span), high: (&str, Span)) {
    let message = format!(
        "`{}` and `{}` leave no value; they are documented as they are",
        low.0, high.0
    );
    let finding = Diagnostic::warning(codes::CONTRADICTORY_BOUNDS, low.1, message)
        .related(high.1, "the other bound")
        .help("were they mixed up?");
    context.findings.push(finding);
}

fn multiple(context: &mut Context<'_>, object: &mut Object<'_>, schema: &mut Keywords) {
    let Some((text, at)) = number(context, object, "multipleOf") else {
        return;
    };
    if text.parse::<f64>().is_ok_and(|number| number <= 0.0) {
        let message = "`multipleOf` must be greater than zero; it is left out";
        let finding = Diagnostic::warning(codes::MULTIPLE_OF, at, message).help("take it out");
        context.findings.push(finding);
        return;
    }
    schema
        .constraints
        .push(Constraint::MultipleOf(text.to_owned()));
}

fn number<'s>(
    context: &mut Context<'_>,
    object: &mut Object<'s>,
    key: &'static str,
) -> Option<(&'s str, Span)> {
    let node = &object.take(key)?.value;
    let text = tree::number(node);
    if text.is_none() {
        object::wrong_type(context, node, key, "a number");
    }
    Some((text?, node.span))
}
