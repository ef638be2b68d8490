//! What objects, enums and unions hold.

use super::constraints::{self, Described};
use super::fits::{self, Reader};
use super::types::{Both, is_given};
use super::{Claim, Draft, Kind, Pair, Rust, Side, Verdict};
use crate::emit::items::Items;
use crate::emit::surface::{is_argument, substitute};
use crate::ir::{Branch, Constraint, Enum, Field, Presence, Struct, Type, Union};
use crate::names::Member;

/// The type as a program sees it.
pub(super) fn shown(side: &Side<'_>, ty: &Type) -> String {
    Items::new(&side.api, &side.names, side.config).use_of(ty)
}

/// Whether two uses of types are the same: their names, as far as they did not only get another one.
pub(super) fn is_same(pair: Pair<'_>, old: &Type, new: &Type) -> bool {
    let (was, is) = (shown(pair.old, old), shown(pair.new, new));
    let was = substitute(&was, |path| pair.types.new_path(path));
    was == is || pair.surfaces.0.expanded(&was) == pair.surfaces.1.expanded(&is)
}

/// Compares objects.
pub(super) fn objects(
    pair: Pair<'_>,
    both: Both<'_>,
    old: &Struct,
    new: &Struct,
    drafts: &mut Vec<Draft>,
) {
    let olds: Vec<(&Field, &Member)> = old.fields.iter().zip(&both.old_names.members).collect();
    let news: Vec<(&Field, &Member)> = new.fields.iter().zip(&both.new_names.members).collect();
    for (was, member) in &olds {
        match news.iter().find(|(is, _)| is.name == was.name) {
            Some((is, now)) => property(pair, both, (was, member), (is, now), drafts),
            None => {
                let verdict = both.uses.judge(
                    || Some(removed(new.closed)),
                    || fits::presence(Reader::Client, Presence::Optional, was.presence),
                    "an answer may lack it",
                );
                let draft = Draft::new(Kind::PropertyRemoved, subject(both, was), verdict);
                let draft = draft.was(items(pair.old).field(was)).old(pair, &was.at);
                drafts.push(draft.claim(claims(both, &[member], is_given(was.presence))));
            }
        }
    }
    for (is, member) in &news {
        if olds.iter().any(|(was, _)| was.name == is.name) {
            continue;
        }
        let (kind, needed) = match is_given(is.presence) {
            true => (Kind::RequiredPropertyAdded, true),
            false => (Kind::OptionalPropertyAdded, false),
        };
        let verdict = both.uses.judge(
            || needed.then(|| Verdict::breaking("old clients do not send it")),
            || None,
            match both.uses.sent {
                true => "old clients need not send it",
                false => "old clients pass over what they do not know",
            },
        );
        let draft = Draft::new(kind, subject(both, is), verdict);
        let draft = draft.is(items(pair.new).field(is)).new_at(pair, &is.at);
        drafts.push(draft.claim(claims(both, &[member], needed)));
    }
    order(pair, both, &olds, &news, drafts);
    rest(pair, both, old, new, drafts);
}

fn removed(closed: bool) -> Verdict {
    match closed {
        true => Verdict::breaking("the server admits no such property"),
        false => Verdict::risky("the server may pass over it or refuse it"),
    }
}

fn items<'a>(side: &'a Side<'a>) -> Items<'a> {
    Items::new(&side.api, &side.names, side.config)
}

fn subject(both: Both<'_>, field: &Field) -> String {
    format!("{}.{}", both.subject(), field.name)
}

/// The items of a property: its field, its setter, and what all given ones make up.
fn claims(both: Both<'_>, members: &[&Member], is_given: bool) -> Vec<Claim> {
    let mut claims = Vec::new();
    for member in members {
        claims.extend(both.items(&format!("::{}", member.name)));
        claims.extend(both.items(&format!("::{}()", member.setter)));
    }
    if is_given {
        claims.extend(both.items("::new()"));
        claims.extend(both.items(": Default"));
    }
    claims
}

fn property(
    pair: Pair<'_>,
    both: Both<'_>,
    (old, old_member): (&Field, &Member),
    (new, new_member): (&Field, &Member),
    drafts: &mut Vec<Draft>,
) {
    let subject = subject(both, new);
    let (was, is) = (items(pair.old).field(old), items(pair.new).field(new));
    let given = is_given(old.presence) || is_given(new.presence);
    let claims = || claims(both, &[old_member, new_member], given);
    let draft = |kind, verdict| {
        let draft = Draft::new(kind, &subject, verdict);
        draft
            .was(&was)
            .is(&is)
            .new_at(pair, &new.at)
            .claim(claims())
    };
    let before = drafts.len();
    if old.presence != new.presence {
        let verdict = both.uses.judge(
            || fits::presence(Reader::Server, old.presence, new.presence),
            || fits::presence(Reader::Client, new.presence, old.presence),
            "what is sent is read as before",
        );
        let absent = |presence| matches!(presence, Presence::Optional | Presence::OptionalNullable);
        let null = |presence| matches!(presence, Presence::Nullable | Presence::OptionalNullable);
        let kind = match (absent(old.presence), absent(new.presence)) {
            (true, false) => Kind::PropertyBecameRequired,
            (false, true) => Kind::PropertyBecameOptional,
            _ if null(new.presence) => Kind::PropertyBecameNullable,
            _ => Kind::PropertyBecameNotNullable,
        };
        drafts.push(draft(kind, verdict));
    }
    if !is_same(pair, &old.ty, &new.ty) {
        let verdict = both.uses.judge(
            || fits::field(pair, Reader::Server, old, new),
            || fits::field(pair, Reader::Client, old, new),
            "what is sent is read as before",
        );
        drafts.push(draft(Kind::PropertyTypeChanged, verdict));
    }
    side(pair, both, (&subject, old, new), drafts);
    let has_changed = drafts.len() > before;
    let described = Described {
        subject,
        old: &old.docs,
        new: &new.docs,
        at: &new.at,
        sent: both.uses.sent && !(old.read_only && new.read_only),
        given: is_given(old.presence),
    };
    let mut said = Vec::new();
    constraints::compare(pair, &described, &mut said);
    // New words about what changed anyway are no news.
    said.retain(|draft| !(has_changed && draft.kind == Kind::DocumentationChanged));
    drafts.append(&mut said);
}

/// What one side alone sends.
fn side(
    pair: Pair<'_>,
    both: Both<'_>,
    (subject, old, new): (&str, &Field, &Field),
    drafts: &mut Vec<Draft>,
) {
    let mut push = |kind, verdict| {
        drafts.push(Draft::new(kind, subject, verdict).new_at(pair, &new.at));
    };
    match (old.read_only, new.read_only) {
        (false, true) => push(
            Kind::PropertyBecameReadOnly,
            both.uses.judge(
                || {
                    Some(Verdict::risky(
                        "the server may pass over what old clients send",
                    ))
                },
                || None,
                "answers hold it as before",
            ),
        ),
        (true, false) => push(
            Kind::PropertyBecameNotReadOnly,
            Verdict::compatible("old clients may go without sending it"),
        ),
        _ => {}
    }
    let write_only = |field: &Field| field.docs.constraints.contains(&Constraint::WriteOnly);
    match (write_only(old), write_only(new)) {
        (false, true) => push(
            Kind::PropertyBecameWriteOnly,
            both.uses.judge(
                || None,
                || fits::presence(Reader::Client, Presence::Optional, old.presence),
                "an answer may lack it",
            ),
        ),
        (true, false) => push(
            Kind::PropertyBecameNotWriteOnly,
            Verdict::compatible("old clients can read it"),
        ),
        _ => {}
    }
}

/// `new` takes the required properties in the document's order.
fn order(
    pair: Pair<'_>,
    both: Both<'_>,
    olds: &[(&Field, &Member)],
    news: &[(&Field, &Member)],
    drafts: &mut Vec<Draft>,
) {
    if !(both.old.sent && both.new.sent) {
        return;
    }
    let given = |side: &Side<'_>, fields: &[(&Field, &Member)]| -> Vec<String> {
        let fields = fields.iter().map(|(field, _)| *field);
        fields
            .filter(|field| is_argument(&side.api, &side.names, side.config, field))
            .map(|field| field.name.clone())
            .collect()
    };
    let (mut was, mut is) = (given(pair.old, olds), given(pair.new, news));
    was.retain(|name| is.contains(name));
    is.retain(|name| was.contains(name));
    if was == is {
        return;
    }
    let verdict = Verdict::compatible("properties may come in any order");
    let draft = Draft::new(Kind::PropertyOrderChanged, both.subject(), verdict);
    let draft = draft
        .was(was.join(", "))
        .is(is.join(", "))
        .new_at(pair, &both.new.at);
    let reason = format!(
        "`types::{}::new()` takes its arguments in another order",
        both.new_names.name
    );
    drafts.push(
        draft
            .at_least(Rust::Major, reason)
            .claim(both.items("::new()")),
    );
}

/// Other properties.
fn rest(pair: Pair<'_>, both: Both<'_>, old: &Struct, new: &Struct, drafts: &mut Vec<Draft>) {
    let same = match (&old.rest, &new.rest) {
        (Some(was), Some(is)) => is_same(pair, was, is),
        (None, None) => old.closed == new.closed,
        _ => false,
    };
    if same {
        return;
    }
    let text = |side: &Side<'_>, body: &Struct| match &body.rest {
        Some(ty) => shown(side, ty),
        None if body.closed => "none".to_owned(),
        None => "any".to_owned(),
    };
    let verdict = both.uses.judge(
        || match (&old.rest, &new.rest) {
            (Some(was), Some(is)) => fits::request(pair, was, is),
            (Some(_), None) if new.closed => {
                Some(Verdict::breaking("the server admits no other properties"))
            }
            _ => None,
        },
        || match (&old.rest, &new.rest) {
            (Some(was), Some(is)) => fits::answer(pair, was, is),
            (Some(_), None) => Some(Verdict::risky("other properties may have any type")),
            _ => None,
        },
        "what is sent is read as before",
    );
    let draft = Draft::new(Kind::AdditionalPropertiesChanged, both.subject(), verdict);
    let draft = draft.was(text(pair.old, old)).is(text(pair.new, new));
    let mut claims = both.items(&format!("::{}", both.old_names.rest));
    claims.extend(both.items(&format!("::{}", both.new_names.rest)));
    drafts.push(draft.new_at(pair, &both.new.at).claim(claims));
}

/// Compares enums.
pub(super) fn enums(
    pair: Pair<'_>,
    both: Both<'_>,
    old: &Enum,
    new: &Enum,
    drafts: &mut Vec<Draft>,
) {
    for (was, member) in old.values.iter().zip(&both.old_names.members) {
        if new.values.iter().any(|is| is.value == was.value) {
            continue;
        }
        let verdict = both.uses.judge(
            || Some(Verdict::breaking("the server refuses it")),
            || None,
            "answers without it are read as before",
        );
        let draft = Draft::new(Kind::EnumValueRemoved, both.subject(), verdict);
        let draft = draft.was(was.value.to_string()).new_at(pair, &both.new.at);
        drafts.push(draft.claim(both.items(&format!("::{}", member.name))));
    }
    for (is, member) in new.values.iter().zip(&both.new_names.members) {
        let mut olds = old.values.iter().zip(&both.old_names.members);
        let found = olds.find(|(was, _)| was.value == is.value);
        if let Some((_, was)) = found.filter(|(_, was)| was.name != member.name) {
            let verdict = Verdict::compatible("the value is sent and read as before");
            let draft = Draft::new(Kind::EnumValueRenamed, both.subject(), verdict);
            let draft = draft.was(was.name.to_string()).is(member.name.to_string());
            // The old name may be another value's now, which no signature shows.
            let reason = format!(
                "`types::{}::{}` does not stand for {} any more",
                both.new_names.name, was.name, is.value
            );
            let draft = draft.at_least(Rust::Major, reason);
            let claims = [was, member].map(|member| both.items(&format!("::{}", member.name)));
            let draft = draft.claim(claims.into_iter().flatten());
            drafts.push(draft.new_at(pair, &both.new.at));
        }
        match found.map(|(was, _)| was) {
            None => {
                let verdict = Verdict::compatible(match both.uses.received {
                    true => "old clients keep values that they do not know, as `Unknown`",
                    false => "old clients do not send it",
                });
                let draft = Draft::new(Kind::EnumValueAdded, both.subject(), verdict);
                let draft = draft.is(is.value.to_string()).new_at(pair, &both.new.at);
                drafts.push(draft.claim(both.items(&format!("::{}", member.name))));
            }
            Some(was) if was.description != is.description => {
                let subject = format!("{}.{}", both.subject(), member.name);
                drafts.push(constraints::documentation(&subject).new_at(pair, &both.new.at));
            }
            Some(_) => {}
        }
    }
}

/// Compares unions.
pub(super) fn unions(
    pair: Pair<'_>,
    both: Both<'_>,
    old: &Union,
    new: &Union,
    drafts: &mut Vec<Draft>,
) {
    // Several branches may be of one type: then what tells them apart says which is which.
    let find = |branch: &Branch, kept: &[bool]| {
        let is_free = |index: usize| kept.get(index) == Some(&false);
        let fitting = |by_tags: bool| {
            let mut branches = new.branches.iter().enumerate();
            branches.position(|(index, is)| {
                is_free(index)
                    && is_same(pair, &branch.ty, &is.ty)
                    && (!by_tags || is.tags == branch.tags)
            })
        };
        fitting(true).or_else(|| fitting(false))
    };
    let property = |union: &Union| union.discriminator.as_ref().map(|by| by.property.clone());
    let told =
        |property: Option<String>| property.unwrap_or_else(|| "what they look like".to_owned());
    let is_told = (property(old), property(new));
    let mut kept = vec![false; new.branches.len()];
    for (was, member) in old.branches.iter().zip(&both.old_names.members) {
        let found = find(was, &kept);
        let claims = both.items(&format!("::{}", member.name));
        let ty = shown(pair.old, &was.ty);
        let Some(index) = found else {
            let verdict = both.uses.judge(
                || Some(Verdict::breaking("the server takes it no more")),
                || None,
                "answers without it are read as before",
            );
            let draft = Draft::new(Kind::UnionBranchRemoved, both.subject(), verdict);
            let draft = draft.was(&ty).new_at(pair, &both.new.at).claim(claims);
            drafts.push(draft.claim(both.items(&format!(": From<{ty}>"))));
            continue;
        };
        if let Some(is) = kept.get_mut(index) {
            *is = true;
        }
        // Where only one of the unions has a discriminator, that is the change.
        let both_have_tags = old.discriminator.is_some() == new.discriminator.is_some();
        let other_tags = |is: &&Branch| both_have_tags && is.tags != was.tags;
        let Some(is) = new.branches.get(index).filter(other_tags) else {
            continue;
        };
        let is_more = was.tags.iter().all(|tag| is.tags.contains(tag));
        let verdict = both.uses.judge(
            || (!is_more).then(|| Verdict::breaking("the server knows it by another value")),
            || {
                Some(Verdict::risky(
                    "old clients keep it as `Unknown`, or read it by its looks",
                ))
            },
            "old clients write a value that is still known",
        );
        let draft = Draft::new(Kind::DiscriminatorChanged, both.subject(), verdict);
        let draft = draft.was(was.tags.join(", ")).is(is.tags.join(", "));
        drafts.push(draft.new_at(pair, &both.new.at).claim(claims));
    }
    let added = new.branches.iter().zip(&both.new_names.members).zip(kept);
    for ((is, member), _) in added.filter(|(_, kept)| !kept) {
        let verdict = both.uses.judge(
            || None,
            || match (&old.discriminator, is.tags.is_empty()) {
                (Some(_), false) => None,
                _ => Some(Verdict::breaking("old clients cannot read it")),
            },
            match both.uses.received {
                true => "old clients keep it as `Unknown`",
                false => "old clients do not send it",
            },
        );
        let ty = shown(pair.new, &is.ty);
        let draft = Draft::new(Kind::UnionBranchAdded, both.subject(), verdict);
        let draft = draft.is(&ty).new_at(pair, &both.new.at);
        let draft = draft.claim(both.items(&format!("::{}", member.name)));
        drafts.push(draft.claim(both.items(&format!(": From<{ty}>"))));
    }
    if is_told.0 != is_told.1 {
        let reason = "the types are told apart in another way";
        let verdict = match (&is_told.0, &is_told.1) {
            (Some(_), Some(_)) => Verdict::breaking(reason),
            _ => Verdict::risky(reason),
        };
        let draft = Draft::new(Kind::DiscriminatorChanged, both.subject(), verdict);
        let draft = draft.was(told(is_told.0)).is(told(is_told.1));
        drafts.push(
            draft
                .new_at(pair, &both.new.at)
                .claim(both.items("::Unknown")),
        );
    }
}
