//! Texts and numbers within what the document admits, as far as that goes.

use regex_syntax::hir::{Class, Hir, HirKind};
use serde_json::{Number, Value as Json};

use crate::ir::Constraint;

/// The longest text that is made because the document wants one so long.
const LONGEST: u64 = 1_000;

/// The texts of formats that have no Rust type (JSON Schema Validation 2020-12, section 7.3, and
/// OpenAPI's registry).
const FORMATS: &[(&str, &str)] = &[
    ("duration", "P3DT4H"),
    ("email", "ada@example.com"),
    ("hostname", "example.com"),
    ("idn-email", "ada@example.com"),
    ("idn-hostname", "example.com"),
    ("iri", "https://example.com/"),
    ("iri-reference", "/path"),
    ("json-pointer", "/a/0"),
    ("phone", "+12025550123"),
    ("regex", "^a+$"),
    ("relative-json-pointer", "1/a"),
    ("uri", "https://example.com/"),
    ("uri-reference", "/path"),
    ("uri-template", "/path/{id}"),
    ("url", "https://example.com/"),
];

/// A text.
pub(super) fn text(constraints: &[Constraint]) -> String {
    let find = |wanted: &dyn Fn(&Constraint) -> Option<String>| constraints.iter().find_map(wanted);
    let values = constraints.iter().find_map(|constraint| match constraint {
        Constraint::Values(values) => values.iter().find_map(Json::as_str),
        _ => None,
    });
    if let Some(text) = values {
        return text.to_owned();
    }
    let of_format = find(&|constraint| match constraint {
        Constraint::Format(format) => {
            let known = FORMATS.iter().find(|(name, _)| name == format);
            known.map(|(_, text)| (*text).to_owned())
        }
        _ => None,
    });
    let of_pattern = || {
        find(&|constraint| match constraint {
            Constraint::Pattern(pattern) => matching(pattern).filter(|text| matches(pattern, text)),
            _ => None,
        })
    };
    if let Some(text) = of_format.or_else(of_pattern) {
        return text;
    }
    let (mut least, mut most) = (0, u64::MAX);
    for constraint in constraints {
        match constraint {
            Constraint::MinLength(length) => least = least.max(*length),
            Constraint::MaxLength(length) => most = most.min(*length),
            _ => {}
        }
    }
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let mut text: String = "text".chars().take(most).collect();
    let missing = usize::try_from(least.min(LONGEST)).unwrap_or(0);
    text.extend(std::iter::repeat_n('x', missing.saturating_sub(text.len())));
    text
}

/// Whether a pattern (ECMA-262) matches a text.
fn matches(pattern: &str, text: &str) -> bool {
    let known = regress::Regex::with_flags(pattern, "u").or_else(|_| regress::Regex::new(pattern));
    known.is_ok_and(|known| known.find(text).is_some())
}

/// The bounds of a number: the least and the greatest that are admitted.
fn bounds(constraints: &[Constraint], step: f64) -> (f64, f64) {
    let (mut low, mut high) = (f64::NEG_INFINITY, f64::INFINITY);
    let number = |text: &str| text.parse::<f64>().ok();
    for constraint in constraints {
        match constraint {
            Constraint::Minimum(bound) => low = low.max(number(bound).unwrap_or(low)),
            Constraint::ExclusiveMinimum(bound) => {
                low = low.max(number(bound).map_or(low, |bound| bound + step));
            }
            Constraint::Maximum(bound) => high = high.min(number(bound).unwrap_or(high)),
            Constraint::ExclusiveMaximum(bound) => {
                high = high.min(number(bound).map_or(high, |bound| bound - step));
            }
            _ => {}
        }
    }
    (low, high)
}

/// What the number must be a multiple of.
fn multiple(constraints: &[Constraint]) -> Option<f64> {
    let mut multiples = constraints
        .iter()
        .filter_map(|constraint| match constraint {
            Constraint::MultipleOf(step) => step.parse::<f64>().ok(),
            _ => None,
        });
    multiples.find(|step| *step > 0.0)
}

/// 1, or what is next to it within the bounds.
fn near_one(constraints: &[Constraint], step: f64) -> f64 {
    let (low, high) = bounds(constraints, step);
    let value = 1.0_f64.max(low).min(high);
    match multiple(constraints) {
        Some(step) if (value / step).ceil() * step <= high => (value / step).ceil() * step,
        Some(step) => (value / step).floor() * step,
        None => value,
    }
}

/// A whole number of so many bits.
pub(super) fn integer(constraints: &[Constraint], bits: i32, signed: bool) -> Json {
    // What a float tells of whole numbers is exact up to 2^53.
    let high = 2_f64.powi((bits - i32::from(signed)).min(53)) - 1.0;
    let low = if signed { -high } else { 0.0 };
    let wanted = near_one(constraints, 1.0).ceil().clamp(low, high);
    #[expect(
        clippy::cast_possible_truncation,
        reason = "it has no fraction and is within 53 bits"
    )]
    let wanted = wanted as i64;
    wanted.into()
}

/// A number.
pub(super) fn number(constraints: &[Constraint]) -> Json {
    let wanted = near_one(constraints, 0.5);
    #[expect(
        clippy::cast_possible_truncation,
        reason = "it has no fraction and is small"
    )]
    if wanted.fract() == 0.0 && wanted.abs() < 1e15 {
        return (wanted as i64).into();
    }
    Number::from_f64(wanted).map_or_else(|| 1.into(), Json::from)
}

/// The plainest text that a pattern (ECMA-262) matches, as far as its syntax is Rust's too.
pub fn matching(pattern: &str) -> Option<String> {
    let mut parser = regex_syntax::ParserBuilder::new().unicode(true).build();
    let hir = parser.parse(pattern).ok()?;
    let mut text = String::new();
    write(&hir, &mut text, &mut { STEPS })?;
    Some(text)
}

/// How many parts of a pattern are written.
const STEPS: usize = 2_000;

fn write(hir: &Hir, into: &mut String, steps: &mut usize) -> Option<()> {
    *steps = steps.checked_sub(1)?;
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => into.push_str(std::str::from_utf8(&literal.0).ok()?),
        HirKind::Class(Class::Unicode(class)) => {
            let wanted = ['a', 'A', '1', '-', '_', ' ', '/'];
            let contains = |letter: &char| {
                let mut ranges = class.iter();
                ranges.any(|range| (range.start()..=range.end()).contains(letter))
            };
            let first = class.iter().next().map(|range| range.start());
            into.push(wanted.into_iter().find(contains).or(first)?);
        }
        HirKind::Class(Class::Bytes(class)) => {
            into.push(char::from(class.iter().next()?.start()));
        }
        HirKind::Repetition(repetition) => {
            let times = repetition.min.max(u32::from(repetition.max != Some(0)));
            for _ in 0..times {
                write(&repetition.sub, into, steps)?;
            }
        }
        HirKind::Capture(capture) => write(&capture.sub, into, steps)?,
        HirKind::Concat(parts) => {
            for part in parts {
                write(part, into, steps)?;
            }
        }
        HirKind::Alternation(parts) => write(parts.first()?, into, steps)?,
    }
    Some(())
}
