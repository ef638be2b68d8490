//! Parameters of operations.

use super::constraints::{self, Described};
use super::members::{is_same, shown};
use super::operations::Both;
use super::{Claim, Draft, Kind, Pair, Rust, Verdict, fits};
use crate::ir::{Location, Parameter, Style};
use crate::names::Name;

/// A parameter with its names: the argument or setter, and the mock's method.
#[derive(Clone, Copy)]
struct Named<'a> {
    parameter: &'a Parameter,
    name: &'a Name,
    matcher: &'a Name,
}

/// Compares the parameters of an operation.
pub(super) fn compare(pair: Pair<'_>, both: &Both<'_>, drafts: &mut Vec<Draft>) {
    let olds = named(
        &both.old.parameters,
        &both.old_names.parameters,
        &both.old_names.matchers,
    );
    let news = named(
        &both.new.parameters,
        &both.new_names.parameters,
        &both.new_names.matchers,
    );
    let mut kept: Vec<(usize, usize)> = Vec::new();
    let has_other_names = both.old.path != both.new.path;
    for (index, was) in olds.iter().enumerate() {
        let place = |named: &Named<'_>| {
            let name = named.parameter.name.clone();
            match named.parameter.location {
                // Names of headers ignore case (RFC 9110, section 5.1).
                Location::Header => (Location::Header, name.to_ascii_lowercase()),
                location => (location, name),
            }
        };
        let by_name = news.iter().position(|is| place(is) == place(was));
        // The path's parameters are told by their places where the path has other names for them.
        let by_place = || {
            let at = variable(&both.old.path, &was.parameter.name)?;
            let name = variables(&both.new.path).get(at)?.clone();
            // Another one has that name already.
            if variable(&both.old.path, &name).is_some() {
                return None;
            }
            let position = news.iter().position(|is| {
                is.parameter.location == Location::Path && is.parameter.name == name
            });
            position.filter(|_| has_other_names && was.parameter.location == Location::Path)
        };
        match by_name.or_else(by_place) {
            Some(found) => kept.push((index, found)),
            None => removed(pair, both, was, drafts),
        }
    }
    for (index, is) in news.iter().enumerate() {
        if !kept.iter().any(|(_, kept)| *kept == index) {
            added(pair, both, is, drafts);
        }
    }
    for (one, other) in &kept {
        if let (Some(was), Some(is)) = (olds.get(*one), news.get(*other)) {
            changed(pair, both, was, is, drafts);
        }
    }
    order(pair, both, &olds, &news, &kept, drafts);
}

fn named<'a>(
    parameters: &'a [Parameter],
    names: &'a [Name],
    matchers: &'a [Name],
) -> Vec<Named<'a>> {
    let all = parameters.iter().zip(names).zip(matchers);
    all.map(|((parameter, name), matcher)| Named {
        parameter,
        name,
        matcher,
    })
    .collect()
}

/// A style as the document writes it.
fn style(style: Style) -> String {
    let (name, explode) = match style {
        Style::Simple { explode } => ("simple", Some(explode)),
        Style::Label { explode } => ("label", Some(explode)),
        Style::Matrix { explode } => ("matrix", Some(explode)),
        Style::Form { explode } => ("form", Some(explode)),
        Style::SpaceDelimited => ("spaceDelimited", None),
        Style::PipeDelimited => ("pipeDelimited", None),
        Style::DeepObject => ("deepObject", None),
        Style::Json => return "content: application/json".to_owned(),
    };
    match explode {
        Some(explode) => format!("style: {name}, explode: {explode}"),
        None => format!("style: {name}"),
    }
}

/// The names of a path's variables.
fn variables(path: &str) -> Vec<String> {
    let parts = path.split('{').skip(1);
    parts
        .filter_map(|part| part.split_once('}'))
        .map(|(name, _)| name.to_owned())
        .collect()
}

fn variable(path: &str, name: &str) -> Option<usize> {
    variables(path).iter().position(|own| own == name)
}

fn subject(both: &Both<'_>, parameter: &Parameter) -> String {
    let place = match parameter.location {
        Location::Path => "path",
        Location::Query | Location::Querystring => "query",
        Location::Header => "header",
        Location::Cookie => "cookie",
    };
    format!("{} {place} {}", both.subject(), parameter.name)
}

/// The method where it is an argument, its setter where it is none, and the mock's method.
fn claims(both: &Both<'_>, named: &Named<'_>) -> Vec<Claim> {
    let mut claims = match named.parameter.required {
        true => both.method(),
        false => both.items(|paths| format!("{}::{}()", paths.call, named.name)),
    };
    claims.extend(both.items(|paths| format!("{}::{}()", paths.mocked, named.matcher)));
    claims
}

fn removed(pair: Pair<'_>, both: &Both<'_>, was: &Named<'_>, drafts: &mut Vec<Draft>) {
    let verdict = match was.parameter.location {
        Location::Path => Verdict::breaking("the path has no place for it"),
        _ => Verdict::risky("the server may pass over it or refuse it"),
    };
    let draft = Draft::new(
        Kind::ParameterRemoved,
        subject(both, was.parameter),
        verdict,
    );
    let draft = draft.was(shown(pair.old, &was.parameter.ty));
    drafts.push(draft.old(pair, &was.parameter.at).claim(claims(both, was)));
}

fn added(pair: Pair<'_>, both: &Both<'_>, is: &Named<'_>, drafts: &mut Vec<Draft>) {
    let (kind, verdict) = match is.parameter.required {
        true => (
            Kind::RequiredParameterAdded,
            Verdict::breaking("old clients do not send it"),
        ),
        false => (
            Kind::OptionalParameterAdded,
            Verdict::compatible("old clients need not send it"),
        ),
    };
    let draft = Draft::new(kind, subject(both, is.parameter), verdict);
    let draft = draft.is(shown(pair.new, &is.parameter.ty));
    drafts.push(draft.new_at(pair, &is.parameter.at).claim(claims(both, is)));
}

fn changed(
    pair: Pair<'_>,
    both: &Both<'_>,
    was: &Named<'_>,
    is: &Named<'_>,
    drafts: &mut Vec<Draft>,
) {
    let (old, new) = (was.parameter, is.parameter);
    let subject = subject(both, new);
    let claims = || claims(both, was).into_iter().chain(claims(both, is));
    let mut push = |draft: Draft| drafts.push(draft.new_at(pair, &new.at));
    let at = |path: &str, parameter: &Parameter| match parameter.location {
        Location::Path => variable(path, &parameter.name).map(|at| at + 1),
        _ => None,
    };
    let (from, to) = (at(&both.old.path, old), at(&both.new.path, new));
    if from != to && !both.has_moved() {
        let verdict = Verdict::breaking("old clients write its value in another place of the path");
        let draft = Draft::new(Kind::PathParameterMoved, &subject, verdict);
        let shown = |at: Option<usize>| at.map(|at| format!("variable {at} of the path"));
        push(Draft {
            was: shown(from),
            is: shown(to),
            ..draft
        });
    }
    if new.location == Location::Path && old.name != new.name {
        let verdict = Verdict::compatible("only its value is sent");
        let draft = Draft::new(Kind::PathParameterRenamed, &subject, verdict);
        push(draft.was(&old.name).is(&new.name).claim(claims()));
    }
    if old.required != new.required {
        let (kind, verdict) = match new.required {
            true => (
                Kind::ParameterBecameRequired,
                Verdict::breaking("old clients may leave it out"),
            ),
            false => (
                Kind::ParameterBecameOptional,
                Verdict::compatible("old clients may go on sending it"),
            ),
        };
        push(Draft::new(kind, &subject, verdict).claim(claims()));
    }
    if !is_same(pair, &old.ty, &new.ty) {
        let verdict = fits::parameter(pair, old, new)
            .unwrap_or_else(|| Verdict::compatible("what is sent is read as before"));
        let draft = Draft::new(Kind::ParameterTypeChanged, &subject, verdict);
        let draft = draft
            .was(shown(pair.old, &old.ty))
            .is(shown(pair.new, &new.ty));
        push(draft.claim(claims()));
    }
    if old.style != new.style {
        let verdict = Verdict::risky("the server may not read what old clients write");
        let draft = Draft::new(Kind::ParameterStyleChanged, &subject, verdict);
        push(draft.was(style(old.style)).is(style(new.style)));
    }
    let described = Described {
        subject,
        old: &old.docs,
        new: &new.docs,
        at: &new.at,
        sent: true,
        given: old.required,
    };
    constraints::compare(pair, &described, drafts);
}

/// The method takes what is required in the document's order.
fn order(
    pair: Pair<'_>,
    both: &Both<'_>,
    olds: &[Named<'_>],
    news: &[Named<'_>],
    kept: &[(usize, usize)],
    drafts: &mut Vec<Draft>,
) {
    let is_given = |(one, other): &&(usize, usize)| {
        let given = |list: &[Named<'_>], index: usize| {
            list.get(index)
                .is_some_and(|named| named.parameter.required)
        };
        given(olds, *one) && given(news, *other)
    };
    let given: Vec<&(usize, usize)> = kept.iter().filter(is_given).collect();
    if given.is_sorted_by_key(|(_, other)| other) {
        return;
    }
    let verdict = Verdict::compatible("each is sent under its own name");
    let draft = Draft::new(Kind::ArgumentOrderChanged, both.subject(), verdict);
    let draft = draft.at_least(Rust::Major, "arguments are taken in another order");
    drafts.push(draft.new_at(pair, &both.new.at).claim(both.method()));
}
