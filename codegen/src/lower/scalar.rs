//! Strings, numbers and booleans.

use crate::config::{Config, Format};
use crate::data_types;
use crate::ir::{Constraint, JsonKind, Type};

use super::context::Lowering;
use super::view::View;

/// The formats of integers.
const INTEGERS: &[(&str, Type)] = &[
    ("int8", Type::Int(8)),
    ("int16", Type::Int(16)),
    ("int32", Type::Int(32)),
    ("int64", Type::Int(64)),
    ("uint8", Type::Uint(8)),
    ("uint16", Type::Uint(16)),
    ("uint32", Type::Uint(32)),
    ("uint64", Type::Uint(64)),
];

/// The JSON type that a format speaks of when `type` is missing.
pub(super) fn kind_of_format(format: &str) -> Option<JsonKind> {
    if find(INTEGERS, format).is_some() {
        return Some(JsonKind::Integer);
    }
    match format {
        "float" | "double" => Some(JsonKind::Number),
        "binary" | "uri" | "email" | "hostname" | "uri-reference" | "regex" | "duration" => {
            Some(JsonKind::String)
        }
        other => data_types::of_text(other).map(|_| JsonKind::String),
    }
}

/// Whether a format has a type for values of this kind, so that it need not be documented.
pub(super) fn is_typed(config: &Config, format: &str, kind: JsonKind) -> bool {
    if let Some((_, choice)) = data_types::chosen(config, format)
        && data_types::choice(choice, kind, Some(format)).is_some()
    {
        return true;
    }
    match kind {
        JsonKind::String => data_types::of_text(format).is_some() || format == "binary",
        JsonKind::Integer => find(INTEGERS, format).is_some(),
        JsonKind::Number => {
            find(INTEGERS, format).is_some() || matches!(format, "float" | "double")
        }
        _ => false,
    }
}

/// The type of a scalar.
pub(super) fn of(lowering: &mut Lowering<'_>, view: &View, kind: JsonKind) -> Type {
    let mut format = view.format.as_deref();
    if let Some((entry, choice)) =
        format.and_then(|format| data_types::chosen(lowering.config, format))
    {
        if choice == Format::Text {
            lowering.formats_used.insert(entry);
            format = None;
        } else if let Some(ty) = of_choice(choice, view, kind) {
            lowering.formats_used.insert(entry);
            return ty;
        }
    }
    match kind {
        JsonKind::Boolean => Type::Bool,
        JsonKind::Null => Type::Null,
        JsonKind::Integer => integer(view, format),
        JsonKind::Number => match format {
            Some("float") => Type::Float,
            Some(format) if find(INTEGERS, format).is_some() => integer(view, Some(format)),
            _ => Type::Double,
        },
        JsonKind::String => string(view, format),
        JsonKind::Array | JsonKind::Object => Type::Json,
    }
}

/// The type that a choice of the configuration has for a scalar.
pub(super) fn of_choice(choice: Format, view: &View, kind: JsonKind) -> Option<Type> {
    let is_encoded = kind == JsonKind::String && view.encoding.is_some();
    let ty = data_types::choice(choice, kind, view.format.as_deref());
    ty.filter(|_| !is_encoded)
}

fn string(view: &View, format: Option<&str>) -> Type {
    if let Some(encoding) = &view.encoding {
        return match encoding.to_ascii_lowercase().as_str() {
            "base64" => Type::Base64,
            _ => Type::String,
        };
    }
    // In JSON, `binary` can only be text; the files of multipart bodies are settled before.
    format.and_then(data_types::of_text).unwrap_or(Type::String)
}

/// The type that the format names, unless the bounds say that it is too small.
fn integer(view: &View, format: Option<&str>) -> Type {
    let named = format
        .and_then(|format| find(INTEGERS, format))
        .unwrap_or(Type::Int(64));
    let (low, high) = range(&named);
    let (mut least, mut most) = (low, high);
    for rule in &view.constraints {
        // Every bound within the format's range leaves it as it is.
        let Some(bound) = bound(rule) else { continue };
        (least, most) = (least.min(bound), most.max(bound));
    }
    if (least, most) == (low, high) {
        return named;
    }
    let fits = |ty: &Type| range(ty).0 <= least && most <= range(ty).1;
    if fits(&Type::Int(64)) {
        return Type::Int(64);
    }
    // A bound below zero is only a bound: what is above `i64` has to be unsigned.
    let is_low = |rule: &&Constraint| {
        matches!(
            rule,
            Constraint::Minimum(_) | Constraint::ExclusiveMinimum(_)
        )
    };
    let mut lows = view.constraints.iter().filter(is_low).filter_map(bound);
    let unsigned = lows.any(|bound| bound >= 0);
    if unsigned && most <= range(&Type::Uint(64)).1 {
        Type::Uint(64)
    } else {
        Type::Number
    }
}

fn range(ty: &Type) -> (i128, i128) {
    match ty {
        Type::Int(bits) => {
            let half = 1_i128 << bits.saturating_sub(1).min(63);
            (-half, half - 1)
        }
        Type::Uint(bits) => (0, (1_i128 << (*bits).min(64)) - 1),
        _ => (i128::from(i64::MIN), i128::from(i64::MAX)),
    }
}

/// The least or the greatest integer that a bound admits. `-9223372036854776000` is how JavaScript
/// writes the least `i64`, and is taken for it; the same at the other end.
fn bound(rule: &Constraint) -> Option<i128> {
    let rounded = |bound, names: &[(i128, i128)]| {
        let mut names = names.iter();
        let known = names.find(|(rounded, _)| *rounded == bound);
        known.map_or(bound, |(_, meant)| *meant)
    };
    let least = i128::from(i64::MIN);
    let (most, unsigned) = (i128::from(i64::MAX), i128::from(u64::MAX));
    let low = [(-9_223_372_036_854_776_000, least)];
    let high = [
        (9_223_372_036_854_776_000, most),
        (9_223_372_036_854_775_808, most),
        (18_446_744_073_709_552_000, unsigned),
        (18_446_744_073_709_551_616, unsigned),
    ];
    Some(match rule {
        Constraint::Minimum(text) => rounded(whole(text)?, &low),
        Constraint::ExclusiveMinimum(text) => rounded(whole(text)?, &low).saturating_add(1),
        Constraint::Maximum(text) => rounded(whole(text)?, &high),
        Constraint::ExclusiveMaximum(text) => rounded(whole(text)?.saturating_sub(1), &high),
        _ => return None,
    })
}

/// A number without its fraction; what is beyond all integers here is the outermost of them.
fn whole(text: &str) -> Option<i128> {
    if let Ok(value) = text.parse::<i128>() {
        return Some(value);
    }
    let value = text.parse::<f64>().ok().filter(|value| !value.is_nan())?;
    #[expect(clippy::cast_possible_truncation, reason = "it saturates")]
    let value = value as i128;
    Some(value)
}

fn find(table: &[(&str, Type)], format: &str) -> Option<Type> {
    table
        .iter()
        .find(|(name, _)| *name == format)
        .map(|(_, ty)| ty.clone())
}
