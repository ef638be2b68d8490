//! What is said of values beyond their type. It is left to the server, so it matters to requests alone.

use std::collections::BTreeSet;

use super::{Draft, Kind, Pair, Rust, Verdict};
use crate::ir::{At, Constraint, Docs, Part};

/// Which way a rule went.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Tighter,
    Looser,
    Other,
}

/// Something that is described in both documents.
pub(super) struct Described<'a> {
    /// What it is called in reports.
    pub(super) subject: String,
    pub(super) old: &'a Docs,
    pub(super) new: &'a Docs,
    /// Where it stands in the new document.
    pub(super) at: &'a At,
    /// Old clients send it.
    pub(super) sent: bool,
    /// It must be given, so that no default takes its place.
    pub(super) given: bool,
}

/// Compares what is said of something.
pub(super) fn compare(pair: Pair<'_>, described: &Described<'_>, drafts: &mut Vec<Draft>) {
    let Described {
        subject,
        old,
        new,
        at,
        ..
    } = described;
    let before = drafts.len();
    rules(pair, described, drafts);
    if old.default != new.default {
        let verdict = match described.sent && !described.given {
            true => Verdict::risky("requests that leave it out mean something else"),
            false => Verdict::compatible("defaults are documentation to the client"),
        };
        let shown = |docs: &Docs| {
            let value = docs.default.as_ref();
            value.map_or_else(|| "none".to_owned(), ToString::to_string)
        };
        let draft = Draft::new(Kind::DefaultChanged, subject, verdict);
        drafts.push(draft.was(shown(old)).is(shown(new)).new_at(pair, at));
    }
    deprecation(pair, (subject, at), old.deprecated, new.deprecated, drafts);
    let text = |docs: &Docs| {
        let Docs {
            summary,
            description,
            external,
            example,
            parts,
            ..
        } = docs.clone();
        (summary, description, external, example, parts)
    };
    if drafts.len() == before && text(old) != text(new) {
        drafts.push(documentation(subject).new_at(pair, at));
    }
}

/// Something became deprecated, or not any more.
pub(super) fn deprecation(
    pair: Pair<'_>,
    (subject, at): (&str, &At),
    old: bool,
    new: bool,
    drafts: &mut Vec<Draft>,
) {
    if new && !old {
        let verdict = Verdict::compatible("it still works");
        let draft = Draft::new(Kind::Deprecated, subject, verdict);
        let draft = draft.at_least(Rust::Minor, "programs that use it get a warning");
        drafts.push(draft.new_at(pair, at));
    } else if old && !new {
        let verdict = Verdict::compatible("it still works");
        drafts.push(Draft::new(Kind::Undeprecated, subject, verdict).new_at(pair, at));
    }
}

/// Only the words changed.
pub(super) fn documentation(subject: &str) -> Draft {
    let verdict = Verdict::compatible("only words changed");
    Draft::new(Kind::DocumentationChanged, subject, verdict)
}

/// The rules, and those of the parts that have no type of their own.
fn rules(pair: Pair<'_>, described: &Described<'_>, drafts: &mut Vec<Draft>) {
    own_rules(pair, described, drafts);
    let nothing = Docs::default();
    let parts = described.old.parts.iter().chain(&described.new.parts);
    let parts: BTreeSet<Part> = parts.map(|(part, _)| *part).collect();
    for part in parts {
        let [old, new] = [described.old, described.new].map(|docs| {
            let mut said = docs.parts.iter().filter(|(own, _)| *own == part);
            said.next().map_or(&nothing, |(_, said)| said)
        });
        let subject = match part {
            Part::Item => format!("{}, each item", described.subject),
            Part::Place(index) => format!("{}, item {}", described.subject, index + 1),
            Part::Value => format!("{}, each value", described.subject),
        };
        let described = Described {
            subject,
            old,
            new,
            ..*described
        };
        rules(pair, &described, drafts);
    }
}

fn own_rules(pair: Pair<'_>, described: &Described<'_>, drafts: &mut Vec<Draft>) {
    let ways = ways(&described.old.constraints, &described.new.constraints);
    for (kind, way) in [
        (Kind::ConstraintTightened, Way::Tighter),
        (Kind::ConstraintChanged, Way::Other),
        (Kind::ConstraintLoosened, Way::Looser),
    ] {
        let of_way = ways.iter().filter(|(_, _, own)| *own == way);
        let (was, is): (Vec<String>, Vec<String>) = of_way
            .map(|(was, is, _)| (shown(was.as_deref()), shown(is.as_deref())))
            .unzip();
        if was.is_empty() {
            continue;
        }
        let verdict = match (described.sent, way) {
            (false, _) => Verdict::compatible("the client checks no answers"),
            (true, Way::Looser) => Verdict::compatible("the server admits more"),
            (true, Way::Tighter) => {
                Verdict::breaking("the server refuses what old clients may send")
            }
            (true, Way::Other) => Verdict::risky("the server may refuse what old clients send"),
        };
        let draft = Draft::new(kind, &described.subject, verdict);
        let draft = draft.was(was.join(", ")).is(is.join(", "));
        drafts.push(draft.new_at(pair, described.at));
    }
}

fn shown(text: Option<&str>) -> String {
    text.unwrap_or("no rule").to_owned()
}

type Step = (Option<String>, Option<String>, Way);

fn ways(old: &[Constraint], new: &[Constraint]) -> Vec<Step> {
    let mut ways = Vec::new();
    for was in old {
        match new.iter().find(|is| key(is) == key(was)) {
            Some(is) if is == was || is_equal(was, is) => {}
            Some(is) => ways.push((Some(text(was)), Some(text(is)), way(was, is))),
            None => {
                let wider = new.iter().find(|is| is_wider(was, is));
                ways.push((Some(text(was)), wider.map(text), Way::Looser));
            }
        }
    }
    for is in new {
        if !old
            .iter()
            .any(|was| key(was) == key(is) || is_wider(was, is))
        {
            ways.push((None, Some(text(is)), Way::Tighter));
        }
    }
    // What one side alone sends is a matter of properties.
    ways.retain(|(was, is, _)| {
        let is_side =
            |text: &Option<String>| matches!(text.as_deref(), Some("readOnly" | "writeOnly"));
        !is_side(was) && !is_side(is)
    });
    ways
}

/// The keyword.
fn key(constraint: &Constraint) -> &str {
    match constraint {
        Constraint::Minimum(_) => "minimum",
        Constraint::ExclusiveMinimum(_) => "exclusiveMinimum",
        Constraint::Maximum(_) => "maximum",
        Constraint::ExclusiveMaximum(_) => "exclusiveMaximum",
        Constraint::MultipleOf(_) => "multipleOf",
        Constraint::MinLength(_) => "minLength",
        Constraint::MaxLength(_) => "maxLength",
        Constraint::Pattern(_) => "pattern",
        Constraint::MinItems(_) => "minItems",
        Constraint::MaxItems(_) => "maxItems",
        Constraint::UniqueItems => "uniqueItems",
        Constraint::MinProperties(_) => "minProperties",
        Constraint::MaxProperties(_) => "maxProperties",
        Constraint::Format(_) => "format",
        Constraint::ReadOnly => "readOnly",
        Constraint::WriteOnly => "writeOnly",
        Constraint::Values(_) => "enum",
        Constraint::Other(keyword, _) => keyword,
    }
}

fn text(constraint: &Constraint) -> String {
    let keyword = key(constraint);
    match constraint {
        Constraint::Minimum(value)
        | Constraint::ExclusiveMinimum(value)
        | Constraint::Maximum(value)
        | Constraint::ExclusiveMaximum(value)
        | Constraint::MultipleOf(value)
        | Constraint::Pattern(value)
        | Constraint::Format(value) => format!("{keyword} {value}"),
        Constraint::MinLength(value)
        | Constraint::MaxLength(value)
        | Constraint::MinItems(value)
        | Constraint::MaxItems(value)
        | Constraint::MinProperties(value)
        | Constraint::MaxProperties(value) => format!("{keyword} {value}"),
        Constraint::Values(values) => {
            let values: Vec<String> = values.iter().map(ToString::to_string).collect();
            format!("{keyword} {}", values.join(", "))
        }
        Constraint::Other(_, value) => format!("{keyword} {value}"),
        Constraint::UniqueItems | Constraint::ReadOnly | Constraint::WriteOnly => {
            keyword.to_owned()
        }
    }
}

/// Whether a bound of the other keyword admits all that the old one did: `exclusiveMinimum: -1` what
/// `minimum: 0` did.
fn is_wider(was: &Constraint, is: &Constraint) -> bool {
    use Constraint::{ExclusiveMaximum, ExclusiveMinimum, Maximum, Minimum};
    let number = |text: &str| text.parse::<f64>().unwrap_or(f64::NAN);
    match (was, is) {
        (Minimum(was), ExclusiveMinimum(is)) => number(is) < number(was),
        (Maximum(was), ExclusiveMaximum(is)) => number(is) > number(was),
        (ExclusiveMinimum(was), Minimum(is)) => number(is) <= number(was),
        (ExclusiveMaximum(was), Maximum(is)) => number(is) >= number(was),
        _ => false,
    }
}

/// Whether two rules say the same number in other digits.
fn is_equal(was: &Constraint, is: &Constraint) -> bool {
    use Constraint::{ExclusiveMaximum, ExclusiveMinimum, Maximum, Minimum, MultipleOf};
    let ((Minimum(was), Minimum(is))
    | (ExclusiveMinimum(was), ExclusiveMinimum(is))
    | (Maximum(was), Maximum(is))
    | (ExclusiveMaximum(was), ExclusiveMaximum(is))
    | (MultipleOf(was), MultipleOf(is))) = (was, is)
    else {
        return false;
    };
    match (was.parse::<i128>(), is.parse::<i128>()) {
        (Ok(was), Ok(is)) => was == is,
        _ => {
            matches!((was.parse::<f64>(), is.parse::<f64>()), (Ok(was), Ok(is)) if was.total_cmp(&is).is_eq())
        }
    }
}

/// Whether a number is a multiple of another; what is no integer is taken as often by ten as both need.
fn is_multiple(of: &str, number: &str) -> Option<bool> {
    let places = |text: &str| text.split_once('.').map_or(0, |(_, after)| after.len());
    let scale = places(of).max(places(number));
    let scaled = |text: &str| -> Option<i128> {
        let (whole, after) = text.split_once('.').unwrap_or((text, ""));
        format!("{whole}{after:0<scale$}").parse().ok()
    };
    scaled(number)?
        .checked_rem(scaled(of)?)
        .map(|rest| rest == 0)
}

fn way(was: &Constraint, is: &Constraint) -> Way {
    use Constraint::{
        ExclusiveMaximum, ExclusiveMinimum, MaxItems, MaxLength, MaxProperties, Maximum, MinItems,
        MinLength, MinProperties, Minimum, MultipleOf, Values,
    };
    let number = |text: &str| text.parse::<f64>().ok();
    let rise = match (was, is) {
        (Minimum(was), Minimum(is))
        | (ExclusiveMinimum(was), ExclusiveMinimum(is))
        | (Maximum(was), Maximum(is))
        | (ExclusiveMaximum(was), ExclusiveMaximum(is)) => match (number(was), number(is)) {
            (Some(was), Some(is)) => is.partial_cmp(&was),
            _ => None,
        },
        (MinLength(was), MinLength(is))
        | (MaxLength(was), MaxLength(is))
        | (MinItems(was), MinItems(is))
        | (MaxItems(was), MaxItems(is))
        | (MinProperties(was), MinProperties(is))
        | (MaxProperties(was), MaxProperties(is)) => Some(is.cmp(was)),
        // All multiples of 10 are multiples of 5.
        (MultipleOf(was), MultipleOf(is)) => {
            return match (is_multiple(is, was), is_multiple(was, is)) {
                (Some(true), _) => Way::Looser,
                (_, Some(true)) => Way::Tighter,
                _ => Way::Other,
            };
        }
        (Values(was), Values(is)) => {
            let gone = was.iter().any(|value| !is.contains(value));
            return if gone { Way::Tighter } else { Way::Looser };
        }
        _ => None,
    };
    let is_least = matches!(
        is,
        Minimum(_) | ExclusiveMinimum(_) | MinLength(_) | MinItems(_) | MinProperties(_)
    );
    match rise {
        None => Way::Other,
        Some(std::cmp::Ordering::Equal) => Way::Looser,
        Some(order) if order.is_gt() == is_least => Way::Tighter,
        Some(_) => Way::Looser,
    }
}
