//! What a change means in Rust: the public items that are gone, changed or new because of it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::{Change, Draft, Kind, Pair, Rust, Verdict};
use crate::emit::surface::{Item, Surface, substitute};

/// A public item that may change because of something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Claim {
    /// The item of this path.
    Item(String),
    /// That, and all below it.
    All(String),
}

impl Claim {
    /// What happened to the items that it names.
    fn of<'e>(
        &self,
        effects: &'e BTreeMap<String, Effect>,
    ) -> impl Iterator<Item = (&'e String, &'e Effect)> {
        let (own, whole) = match self {
            Self::Item(own) => (own.clone(), false),
            Self::All(own) => (own.clone(), true),
        };
        let from = effects.range(own.clone()..);
        from.take_while({
            let own = own.clone();
            move |(path, _)| path.starts_with(&own)
        })
        .filter(move |(path, _)| **path == own || whole && is_below(path, &own))
    }
}

/// Whether an item belongs to another: a field, a method, an implementation.
fn is_below(path: &str, owner: &str) -> bool {
    path.strip_prefix(owner)
        .is_some_and(|rest| ["::", ": ", "("].iter().any(|mark| rest.starts_with(mark)))
}

/// What happened to an item.
#[derive(Clone, Debug)]
struct Effect {
    rust: Rust,
    text: String,
}

/// The longest signature that is shown, in bytes.
const LONGEST: usize = 60;

/// How many items a change names before it only counts them.
const SHOWN: usize = 3;

/// Gives each change what it means in Rust; what no change accounts for becomes one of its own.
pub(super) fn settle(pair: Pair<'_>, drafts: Vec<Draft>) -> Vec<Change> {
    let effects = effects(pair);
    let mut unexplained: BTreeSet<&String> = effects.keys().collect();
    let mut changes = Vec::new();
    for draft in drafts {
        let of_draft = draft.claims.iter().flat_map(|claim| claim.of(&effects));
        let of_draft: BTreeMap<&String, &Effect> = of_draft.collect();
        let of_draft: Vec<(&String, &Effect)> = of_draft.into_iter().collect();
        for (path, _) in &of_draft {
            unexplained.remove(path);
        }
        changes.push(change(draft, of_draft));
    }
    let mut owners: BTreeMap<String, Vec<(&String, &Effect)>> = BTreeMap::new();
    for (path, effect) in effects
        .iter()
        .filter(|(path, _)| unexplained.contains(path))
    {
        owners.entry(owner(path)).or_default().push((path, effect));
    }
    for (owner, effects) in owners {
        let verdict = Verdict::compatible("what is sent and read stays as it is");
        changes.push(change(
            Draft::new(Kind::RustItemChanged, owner, verdict),
            effects,
        ));
    }
    changes
}

/// The type or module that an item belongs to.
fn owner(path: &str) -> String {
    let path = path.split(": ").next().unwrap_or(path);
    let mut parts = path.splitn(3, "::");
    match (parts.next(), parts.next()) {
        (Some("types"), Some(name)) => name.to_owned(),
        _ => path.to_owned(),
    }
}

fn change(draft: Draft, mut effects: Vec<(&String, &Effect)>) -> Change {
    // What programs name first, and what only their tests name last.
    effects.sort_by_key(|(path, effect)| {
        let is_mock = path.starts_with("mock::");
        let is_called = path.ends_with("()");
        (Reverse(effect.rust), is_mock, !is_called, path.as_str())
    });
    let mut rust = effects.iter().map(|(_, effect)| effect.rust).max();
    let mut reasons: Vec<String> = Vec::new();
    if let Some((at_least, reason)) = draft.at_least {
        rust = rust.max(Some(at_least));
        reasons.push(reason);
    }
    let shown = effects.iter().take(SHOWN);
    reasons.extend(shown.map(|(_, effect)| effect.text.clone()));
    if effects.len() > SHOWN {
        reasons.push(format!("and {} more", effects.len() - SHOWN));
    }
    if reasons.is_empty() {
        reasons.push("no public item changes".to_owned());
    }
    Change {
        kind: draft.kind,
        subject: draft.subject,
        was: draft.was,
        is: draft.is,
        wire: draft.verdict.wire,
        wire_reason: draft.verdict.reason,
        rust: rust.unwrap_or(Rust::Patch),
        rust_reasons: reasons,
        place: draft.place,
        items: effects.into_iter().map(|(path, _)| path.clone()).collect(),
    }
}

/// What happened to each public item, by its path.
fn effects(pair: Pair<'_>) -> BTreeMap<String, Effect> {
    let (old, new) = pair.surfaces;
    let mut effects = BTreeMap::new();
    for (path, item) in &old.items {
        let effect = match new.items.get(path) {
            None => Some(Effect {
                rust: Rust::Major,
                text: format!("`{path}` is gone"),
            }),
            Some(now) => changed(pair, path, item, now),
        };
        effects.extend(effect.map(|effect| (path.clone(), effect)));
    }
    for path in new
        .items
        .keys()
        .filter(|path| !old.items.contains_key(*path))
    {
        let effect = Effect {
            rust: Rust::Minor,
            text: format!("`{path}` is new"),
        };
        effects.insert(path.clone(), effect);
    }
    without_parts(&mut effects, old, new);
    effects
}

/// A type that is gone or new takes with it what belongs to it.
fn without_parts(effects: &mut BTreeMap<String, Effect>, old: &Surface, new: &Surface) {
    let is_whole = |path: &String| {
        let item = old.items.get(path).or_else(|| new.items.get(path));
        let both = old.items.contains_key(path) && new.items.contains_key(path);
        !both && item.is_some_and(|item| ["enum", "struct"].contains(&kind(item)))
    };
    let wholes: BTreeSet<String> = effects
        .keys()
        .filter(|path| is_whole(path))
        .cloned()
        .collect();
    // Owners sort before what belongs to them, though not right before it.
    effects.retain(|path, _| {
        let ends = ["::", ": "]
            .iter()
            .flat_map(|mark| path.match_indices(mark));
        let mut owners = ends.filter_map(|(end, _)| path.get(..end));
        !owners.any(|owner| wholes.contains(owner))
    });
}

fn kind(item: &Item) -> &str {
    item.text.split([' ', '(']).next().unwrap_or_default()
}

fn changed(pair: Pair<'_>, path: &str, was: &Item, is: &Item) -> Option<Effect> {
    let (old, new) = pair.surfaces;
    // A type that only has another name is the same, which is said once and for all.
    let renamed = substitute(&was.text, |path| pair.types.new_path(path));
    if renamed != is.text && old.expanded(&renamed) != new.expanded(&is.text) {
        let shown = |text: &str| match text.is_empty() {
            true => "nothing".to_owned(),
            false => format!("`{text}`"),
        };
        let is_long = was.text.len().max(is.text.len()) > LONGEST;
        let text = match (path.ends_with("()"), is_long) {
            (true, true) => format!("`{path}` takes other arguments"),
            (false, true) => format!("`{path}` is of another type"),
            (true, false) => {
                format!(
                    "`{path}` took {}, takes {}",
                    shown(&was.text),
                    shown(&is.text)
                )
            }
            (false, false) => {
                format!("`{path}` was {}, is {}", shown(&was.text), shown(&is.text))
            }
        };
        let rust = Rust::Major;
        return Some(Effect { rust, text });
    }
    // That tags became features is a change of its own.
    if !old.has_features || is.features.is_empty() {
        return None;
    }
    let lost = match was.features.is_empty() {
        true => "others".to_owned(),
        false => {
            let lost = was.features.difference(&is.features);
            // A feature that is gone takes nothing from anybody who can still build.
            let lost = lost.filter(|name| new.items.contains_key(&format!("feature {name}")));
            let lost: Vec<String> = lost.map(|name| format!("`{name}`")).collect();
            lost.join(" and ")
        }
    };
    (!lost.is_empty()).then(|| Effect {
        rust: Rust::Major,
        text: format!(
            "`{path}` is there with the feature {} only, not with {lost}",
            is.features
                .iter()
                .map(|name| format!("`{name}`"))
                .collect::<Vec<_>>()
                .join(" or ")
        ),
    })
}
