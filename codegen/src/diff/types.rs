//! Types with a name.

use std::collections::{BTreeMap, BTreeSet};

use super::constraints::{self, Described};
use super::{Claim, Draft, Kind, Pair, Side, Verdict, fits, members};
use crate::emit::items::Items;
use crate::emit::surface::substitute;
use crate::ir::{Api, Presence, Type, TypeDef, TypeId, TypeKind};
use crate::names::TypeNames;

/// Which types of the old document are which of the new one.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    /// Indices of those that are in both, by their Rust names.
    both: Vec<(usize, usize)>,
    /// Those that have another name and are the same otherwise.
    renamed: Vec<(usize, usize)>,
    /// Those that are in the old document alone.
    removed: Vec<usize>,
    /// Those that are in the new document alone.
    added: Vec<usize>,
    /// The new paths of the renamed ones by their old paths.
    paths: BTreeMap<String, String>,
    /// What answers carry in both documents.
    received: (BTreeSet<TypeId>, BTreeSet<TypeId>),
}

impl Pairs {
    /// The path of a type that has another name now.
    pub(super) fn new_path(&self, old: &str) -> Option<&str> {
        self.paths.get(old).map(String::as_str)
    }
}

/// Who uses a type in both documents.
#[derive(Clone, Copy, Debug)]
pub(super) struct Uses {
    /// Requests carry it.
    pub(super) sent: bool,
    /// Answers carry it.
    pub(super) received: bool,
}

impl Uses {
    /// The worse of what it means to requests and to answers, as far as there are any.
    pub(super) fn judge(
        self,
        request: impl FnOnce() -> Option<Verdict>,
        answer: impl FnOnce() -> Option<Verdict>,
        otherwise: &str,
    ) -> Verdict {
        let request = self.sent.then(request).flatten();
        let answer = self.received.then(answer).flatten();
        match (request, answer) {
            (Some(request), Some(answer)) => request.or(answer),
            (Some(verdict), None) | (None, Some(verdict)) => verdict,
            (None, None) if !self.sent && !self.received => {
                Verdict::compatible("neither requests nor answers carry it")
            }
            (None, None) => Verdict::compatible(otherwise),
        }
    }
}

/// Finds the types that are the same by their Rust names, and then by what they hold.
pub(super) fn pair(old: &Side<'_>, new: &Side<'_>) -> Pairs {
    let index = |side: &Side<'_>| -> BTreeMap<String, usize> {
        let names = side.names.types.iter().enumerate();
        names
            .map(|(index, names)| (names.name.to_string(), index))
            .collect()
    };
    let (of_old, of_new) = (index(old), index(new));
    let mut pairs = Pairs {
        received: (
            crate::lower::received(&old.api),
            crate::lower::received(&new.api),
        ),
        ..Pairs::default()
    };
    for (name, one) in &of_old {
        match of_new.get(name) {
            Some(other) => pairs.both.push((*one, *other)),
            None => pairs.removed.push(*one),
        }
    }
    let added = of_new
        .iter()
        .filter(|(name, _)| !of_old.contains_key(*name));
    pairs.added = added.map(|(_, index)| *index).collect();
    find_renamed(old, new, &mut pairs);
    pairs
}

/// How often what was found leads to more: a type is the same when those that it holds are.
const ROUNDS: usize = 4;

fn find_renamed(old: &Side<'_>, new: &Side<'_>, pairs: &mut Pairs) {
    for _ in 0..ROUNDS {
        let mut by_form: BTreeMap<String, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
        for index in &pairs.removed {
            if let Some(form) = form(old, *index) {
                let form = substitute(&form, |path| pairs.new_path(path));
                by_form.entry(form).or_default().0.push(*index);
            }
        }
        for index in &pairs.added {
            if let Some(form) = form(new, *index) {
                by_form.entry(form).or_default().1.push(*index);
            }
        }
        let before = pairs.renamed.len();
        for (was, is) in by_form.into_values() {
            // Where several are alike, there is no telling which became which.
            let ([one], [other]) = (was.as_slice(), is.as_slice()) else {
                continue;
            };
            pairs.renamed.push((*one, *other));
            pairs.paths.insert(path(old, *one), path(new, *other));
        }
        if pairs.renamed.len() == before {
            return;
        }
        let renamed = &pairs.renamed;
        pairs
            .removed
            .retain(|index| !renamed.iter().any(|(one, _)| one == index));
        pairs
            .added
            .retain(|index| !renamed.iter().any(|(_, other)| other == index));
    }
}

fn path(side: &Side<'_>, index: usize) -> String {
    let names = side.names.types.get(index);
    names.map_or_else(String::new, |names| format!("types::{}", names.name))
}

/// What a type holds, as text; `None` for what is too plain to be known again.
fn form(side: &Side<'_>, index: usize) -> Option<String> {
    let items = Items::new(&side.api, &side.names, side.config);
    let definition = side.api.types.get(index)?;
    let parts: Vec<String> = match &definition.kind {
        TypeKind::Struct(body) => body
            .fields
            .iter()
            .map(|field| format!("{}: {}", field.name, items.field(field)))
            .collect(),
        TypeKind::Enum(values) if values.values.len() > 1 => {
            let values = values.values.iter();
            values.map(|value| value.value.to_string()).collect()
        }
        TypeKind::Union(union) => {
            let branches = union.branches.iter();
            branches.map(|branch| items.use_of(&branch.ty)).collect()
        }
        _ => return None,
    };
    (!parts.is_empty()).then(|| format!("{}|{}", kind_name(&definition.kind), parts.join("|")))
}

pub(super) fn kind_name(kind: &TypeKind) -> &'static str {
    match kind {
        TypeKind::Alias(_) => "alias",
        TypeKind::Struct(_) => "object",
        TypeKind::Enum(_) => "enum",
        TypeKind::Union(_) => "union",
        TypeKind::Constant(_) => "constant",
        TypeKind::Tuple(_) => "list of fixed places",
    }
}

/// A type in both documents.
#[derive(Clone, Copy)]
pub(super) struct Both<'a> {
    pub(super) old: &'a TypeDef,
    pub(super) new: &'a TypeDef,
    pub(super) old_names: &'a TypeNames,
    pub(super) new_names: &'a TypeNames,
    pub(super) uses: Uses,
}

impl Both<'_> {
    /// What reports call it.
    pub(super) fn subject(&self) -> String {
        self.new_names.name.to_string()
    }

    /// The paths of an item below the type, old and new.
    pub(super) fn items(&self, end: &str) -> Vec<Claim> {
        let paths = [&self.old_names.name, &self.new_names.name];
        let paths = paths.map(|name| Claim::Item(format!("types::{name}{end}")));
        paths.into_iter().collect()
    }
}

/// Compares all types.
pub(super) fn compare(pair: Pair<'_>, drafts: &mut Vec<Draft>) {
    let types = pair.types;
    for index in &types.removed {
        if let Some(definition) = pair.old.api.types.get(*index) {
            let path = path(pair.old, *index);
            let verdict = Verdict::compatible("what used it says what that means");
            let draft = Draft::new(Kind::TypeRemoved, name(&path), verdict);
            drafts.push(draft.old(pair, &definition.at).claim([Claim::All(path)]));
        }
    }
    for index in &types.added {
        if let Some(definition) = pair.new.api.types.get(*index) {
            let path = path(pair.new, *index);
            let verdict = Verdict::compatible("what uses it says what that means");
            let draft = Draft::new(Kind::TypeAdded, name(&path), verdict);
            drafts.push(draft.new_at(pair, &definition.at).claim([Claim::All(path)]));
        }
    }
    for (one, other) in &types.renamed {
        if let Some(definition) = pair.new.api.types.get(*other) {
            let (was, is) = (path(pair.old, *one), path(pair.new, *other));
            let verdict = Verdict::compatible("names of types are not sent");
            let draft = Draft::new(Kind::TypeRenamed, name(&is), verdict);
            let draft = draft
                .was(name(&was))
                .is(name(&is))
                .new_at(pair, &definition.at);
            drafts.push(draft.claim([Claim::All(was), Claim::All(is)]));
        }
    }
    for (one, other) in types.both.iter().chain(&types.renamed) {
        if let Some(both) = both(pair, *one, *other) {
            compare_type(pair, both, (*one, *other), drafts);
        }
    }
}

fn name(path: &str) -> String {
    path.trim_start_matches("types::").to_owned()
}

fn both(pair: Pair<'_>, one: usize, other: usize) -> Option<Both<'_>> {
    let (old, new) = (pair.old.api.types.get(one)?, pair.new.api.types.get(other)?);
    let (old_received, new_received) = &pair.types.received;
    Some(Both {
        old,
        new,
        old_names: pair.old.names.types.get(one)?,
        new_names: pair.new.names.types.get(other)?,
        uses: Uses {
            sent: old.sent && new.sent,
            received: old_received.contains(&TypeId(one)) && new_received.contains(&TypeId(other)),
        },
    })
}

fn compare_type(
    pair: Pair<'_>,
    both: Both<'_>,
    (one, other): (usize, usize),
    drafts: &mut Vec<Draft>,
) {
    sent(pair, both, drafts);
    let described = Described {
        subject: both.subject(),
        old: &both.old.docs,
        new: &both.new.docs,
        at: &both.new.at,
        sent: both.uses.sent,
        given: true,
    };
    constraints::compare(pair, &described, drafts);
    match (&both.old.kind, &both.new.kind) {
        (TypeKind::Struct(was), TypeKind::Struct(is)) => {
            members::objects(pair, both, was, is, drafts);
        }
        (TypeKind::Enum(was), TypeKind::Enum(is)) if was.base == is.base => {
            members::enums(pair, both, was, is, drafts);
        }
        (TypeKind::Union(was), TypeKind::Union(is)) => {
            members::unions(pair, both, was, is, drafts);
        }
        (TypeKind::Constant(was), TypeKind::Constant(is)) => {
            if was != is {
                let verdict = both.uses.judge(
                    || Some(Verdict::breaking("the server wants another value")),
                    || Some(Verdict::breaking("old clients want the value that it was")),
                    "",
                );
                let draft = Draft::new(Kind::ConstantChanged, both.subject(), verdict);
                let draft = draft.was(was.to_string()).is(is.to_string());
                drafts.push(draft.new_at(pair, &both.new.at));
            }
        }
        (was, is) => {
            let (text, now) = (
                whole(&pair.old.api, pair.old, was),
                whole(&pair.new.api, pair.new, is),
            );
            let renamed = substitute(&text, |path| pair.types.new_path(path));
            if renamed == now {
                return;
            }
            let (from, to) = (Type::Named(TypeId(one)), Type::Named(TypeId(other)));
            let verdict = both.uses.judge(
                || fits::request(pair, &from, &to),
                || fits::answer(pair, &from, &to),
                "what is sent is read as before",
            );
            let draft = Draft::new(Kind::TypeChanged, both.subject(), verdict);
            let draft = draft.was(text).is(now).new_at(pair, &both.new.at);
            let paths = [&both.old_names.name, &both.new_names.name];
            drafts.push(draft.claim(paths.map(|name| Claim::All(format!("types::{name}")))));
        }
    }
}

fn whole(api: &Api, side: &Side<'_>, kind: &TypeKind) -> String {
    let items = Items::new(api, &side.names, side.config);
    match kind {
        TypeKind::Alias(ty) => items.use_of(ty),
        TypeKind::Tuple(tuple) => {
            let places = tuple.items.iter().map(|ty| items.use_of(ty));
            let rest = tuple.rest.iter().map(|ty| format!("{}…", items.use_of(ty)));
            let places: Vec<String> = places.chain(rest).collect();
            format!("({}), at least {}", places.join(", "), tuple.required)
        }
        TypeKind::Enum(values) => match values.base {
            crate::ir::EnumBase::String => "enum of strings".to_owned(),
            crate::ir::EnumBase::Integer => "enum of integers".to_owned(),
        },
        other => kind_name(other).to_owned(),
    }
}

/// What only makers of values use comes and goes with requests.
fn sent(pair: Pair<'_>, both: Both<'_>, drafts: &mut Vec<Draft>) {
    if both.old.sent == both.new.sent {
        return;
    }
    let (kind, surface) = match both.new.sent {
        true => (Kind::TypeBecameSent, &pair.surfaces.1),
        false => (Kind::TypeNoLongerSent, &pair.surfaces.0),
    };
    let path = format!("types::{}", both.new_names.name);
    let makers = surface.items.keys().filter(|item| {
        let rest = item.strip_prefix(&path);
        rest.is_some_and(|rest| {
            rest.starts_with("::") && rest.ends_with("()") || rest.starts_with(": ")
        }) && !item.ends_with("::example()")
    });
    let verdict = Verdict::compatible("the operations say what that means");
    let draft = Draft::new(kind, both.subject(), verdict).new_at(pair, &both.new.at);
    drafts.push(draft.claim(makers.cloned().map(Claim::Item)));
}

/// Whether `new` takes a property, as far as presence says it.
pub(super) fn is_given(presence: Presence) -> bool {
    matches!(presence, Presence::Required | Presence::Nullable)
}
