//! What operations answer: statuses, what they hold, and headers.

use super::constraints::{self, Described};
use super::members::{is_same, shown};
use super::operations::{Both, Way, find_content, payload, payloads};
use super::{Claim, Draft, Kind, Pair, Verdict, Wire, fits};
use crate::ir::{Answer, Content, Operation, Status};
use crate::names::{Name, OperationNames};

/// Compares the answers of an operation.
pub(super) fn compare(pair: Pair<'_>, both: &Both<'_>, drafts: &mut Vec<Draft>) {
    answers(pair, both, drafts);
    headers(pair, both, drafts);
}

fn status(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Range(digit) => format!("{digit}XX"),
        Status::Default => "default".to_owned(),
    }
}

fn is_success(status: Status) -> bool {
    matches!(status, Status::Code(200..=299) | Status::Range(2))
}

/// The variants that an answer becomes, and what depends on how many there are.
fn answer_claims(both: &Both<'_>, names: &[String]) -> Vec<Claim> {
    let mut claims = both.items(|paths| format!("{}: Output", paths.marker));
    claims.extend(both.items(|paths| format!("{}: Error", paths.marker)));
    claims.extend(both.items(|paths| paths.output.clone()));
    claims.extend(both.items(|paths| format!("{}: Clone", paths.output)));
    claims.extend(both.items(|paths| paths.error.clone()));
    for name in names {
        claims.extend(both.items(|paths| format!("{}::{name}", paths.output)));
        claims.extend(both.items(|paths| format!("{}::{name}", paths.error)));
    }
    claims
}

fn variants(operation: &Operation, names: &OperationNames, of: Status) -> Vec<String> {
    let answers = operation.answers.iter().zip(&names.answers);
    let mut answers = answers.filter(|(answer, _)| answer.status == of);
    let own = answers.next().into_iter().flat_map(|(_, names)| names);
    own.map(ToString::to_string).collect()
}

fn answers(pair: Pair<'_>, both: &Both<'_>, drafts: &mut Vec<Draft>) {
    let subject = |of: Status| format!("{} {}", both.subject(), status(of));
    let names = |of: Status| {
        let mut names = variants(both.old, both.old_names, of);
        names.extend(variants(both.new, both.new_names, of));
        names
    };
    let has = |operation: &Operation, of: Status| {
        operation.answers.iter().any(|answer| answer.status == of)
    };
    for was in &both.old.answers {
        let Some(is) = both.new.answers.iter().find(|is| is.status == was.status) else {
            let verdict = removed(pair, both, was);
            let draft = Draft::new(Kind::ResponseStatusRemoved, subject(was.status), verdict);
            let draft = draft.was(&was.description).old(pair, &was.at);
            drafts.push(draft.claim(answer_claims(both, &names(was.status))));
            continue;
        };
        contents(pair, both, (was, is), &names(was.status), drafts);
        if was.description != is.description {
            let draft = constraints::documentation(&subject(is.status));
            drafts.push(draft.new_at(pair, &is.at));
        }
    }
    for is in &both.new.answers {
        if has(both.old, is.status) {
            continue;
        }
        let verdict = added(pair, both, is);
        let draft = Draft::new(Kind::ResponseStatusAdded, subject(is.status), verdict);
        let draft = draft.is(&is.description).new_at(pair, &is.at);
        drafts.push(draft.claim(answer_claims(both, &names(is.status))));
    }
}

fn removed(pair: Pair<'_>, both: &Both<'_>, was: &Answer) -> Verdict {
    let class = |code: u16| Status::Range(code / 100);
    let covers = |is: &&Answer| match (was.status, is.status) {
        (Status::Range(_), Status::Code(code)) => class(code) == was.status,
        (Status::Code(code), Status::Range(_)) => class(code) == is.status,
        _ => false,
    };
    match both.new.answers.iter().find(covers) {
        // What the codes hold is told with each of them.
        Some(Answer {
            status: Status::Code(_),
            ..
        }) => return Verdict::compatible("old clients read the codes of the range as before"),
        Some(is) if is_success(was.status) => {
            let other = Verdict::risky("old clients do not know the other codes of the range");
            return read_as(pair, was, is).into_iter().fold(other, Verdict::or);
        }
        _ => {}
    }
    if !is_success(was.status) {
        return Verdict::compatible("old clients wait for no error");
    }
    let remains = both.new.answers.iter().any(|is| {
        is_success(is.status) && both.old.answers.iter().any(|old| old.status == is.status)
    });
    match remains {
        true => Verdict::compatible("old clients know the other successes"),
        false => Verdict::breaking("old clients know no other success"),
    }
}

/// A status that was not documented is an error of its own to old clients, unless a range or
/// `default` took it.
fn added(pair: Pair<'_>, both: &Both<'_>, is: &Answer) -> Verdict {
    let before = |of: Status| both.old.answers.iter().find(|was| was.status == of);
    let class = match is.status {
        Status::Code(code) => before(Status::Range(code / 100)),
        Status::Range(_) | Status::Default => None,
    };
    let default = before(Status::Default).filter(|_| !is_success(is.status));
    let Some(was) = class.or(default) else {
        let successes = both.old.answers.iter().any(|was| is_success(was.status));
        return match (is_success(is.status), successes) {
            (false, _) => {
                Verdict::compatible("to old clients it is an error that is not documented")
            }
            (true, true) => {
                Verdict::risky("old clients take it for an answer that is not documented")
            }
            (true, false) => Verdict::compatible("old clients read no body of a success"),
        };
    };
    let name = status(was.status);
    match read_as(pair, was, is) {
        Some(verdict) if verdict.wire > Wire::Compatible => Verdict {
            wire: verdict.wire,
            reason: format!("old clients read it as `{name}`: {}", verdict.reason),
        },
        _ => Verdict::compatible(format!("old clients read it as `{name}`")),
    }
}

/// What it means that old clients read an answer as another one.
fn read_as(pair: Pair<'_>, was: &Answer, is: &Answer) -> Option<Verdict> {
    let verdicts = is.contents.iter().map(|content| {
        let read = find_content(&was.contents, content, &is.contents);
        let read = read.or(was.contents.last())?;
        payloads(pair, read, content, Way::Answer)
    });
    let missing = (is.contents.is_empty() && !was.contents.is_empty())
        .then(|| Verdict::breaking("it has no body"));
    verdicts.flatten().chain(missing).reduce(Verdict::or)
}

fn contents(
    pair: Pair<'_>,
    both: &Both<'_>,
    (old, new): (&Answer, &Answer),
    names: &[String],
    drafts: &mut Vec<Draft>,
) {
    let subject = format!("{} {}", both.subject(), status(new.status));
    let claims = || answer_claims(both, names);
    let before = drafts.len();
    for was in &old.contents {
        match find_content(&new.contents, was, &old.contents) {
            None => {
                // An error of one content is read as that, whatever media type it says.
                let only = match (old.contents.as_slice(), new.contents.as_slice()) {
                    ([_], [is]) if !is_success(new.status) => Some(is),
                    _ => None,
                };
                let verdict = match new.contents.is_empty() {
                    true => Verdict::breaking("old clients cannot read an answer without a body"),
                    false if only.is_some() => {
                        let read = Verdict::risky("old clients read it under its old media type");
                        let body = only.and_then(|is| payloads(pair, was, is, Way::Answer));
                        body.into_iter().fold(read, Verdict::or)
                    }
                    false if old.contents.len() == 1 => {
                        Verdict::breaking("old clients ask for no other")
                    }
                    false => Verdict::compatible("old clients can read the others"),
                };
                let draft = Draft::new(Kind::ResponseMediaTypeRemoved, &subject, verdict);
                let draft = draft.was(&was.media_type).new_at(pair, &new.at);
                drafts.push(draft.claim(claims()));
            }
            Some(is) => {
                if let Some(verdict) = payloads(pair, was, is, Way::Answer) {
                    let draft = Draft::new(Kind::ResponseBodyTypeChanged, &subject, verdict);
                    let (was, is) = (
                        payload(pair.old, &was.payload),
                        payload(pair.new, &is.payload),
                    );
                    drafts.push(draft.was(was).is(is).new_at(pair, &new.at).claim(claims()));
                }
            }
        }
    }
    let is_lonely =
        |content: &&Content| find_content(&old.contents, content, &new.contents).is_none();
    for is in new.contents.iter().filter(is_lonely) {
        let verdict = match old.contents.is_empty() {
            true => Verdict::compatible("old clients pass over the body"),
            false => Verdict::compatible("old clients ask for what they know"),
        };
        let draft = Draft::new(Kind::ResponseMediaTypeAdded, &subject, verdict);
        let draft = draft.is(&is.media_type).new_at(pair, &new.at);
        drafts.push(draft.claim(claims()));
    }
    // One content has the name of its status, several have their own: then all get another name.
    if drafts.len() > before && old.contents.len() != new.contents.len() {
        let all = [&both.old_paths, &both.new_paths];
        let owners = all.iter().flat_map(|paths| [&paths.output, &paths.error]);
        let claims: Vec<Claim> = owners
            .flat_map(|owner| {
                names
                    .iter()
                    .map(move |name| Claim::Item(format!("{owner}::{name}")))
            })
            .collect();
        if let Some(last) = drafts.last_mut() {
            last.claims.extend(claims);
        }
    }
}

fn headers(pair: Pair<'_>, both: &Both<'_>, drafts: &mut Vec<Draft>) {
    let subject = |name: &str| format!("{} {name}", both.subject());
    let olds = both.old.headers.iter().zip(&both.old_names.headers);
    let news = || both.new.headers.iter().zip(&both.new_names.headers);
    let claims = |name: &Name| {
        let mut claims = both.items(|paths| format!("{}::{name}", paths.headers));
        claims.extend(both.items(|paths| paths.headers.clone()));
        claims
    };
    let same = |one: &str, other: &str| one.eq_ignore_ascii_case(other);
    for (was, name) in olds.clone() {
        let Some((is, _)) = news().find(|(is, _)| same(&is.name, &was.name)) else {
            let verdict = Verdict::compatible("no header is sure to be there");
            let draft = Draft::new(Kind::ResponseHeaderRemoved, subject(&was.name), verdict);
            drafts.push(draft.old(pair, &was.at).claim(claims(name)));
            continue;
        };
        if !is_same(pair, &was.ty, &is.ty) || was.style != is.style {
            let verdict = fits::answer(pair, &was.ty, &is.ty)
                .unwrap_or_else(|| Verdict::compatible("what is sent is read as before"));
            let draft = Draft::new(Kind::ResponseHeaderTypeChanged, subject(&is.name), verdict);
            let draft = draft
                .was(shown(pair.old, &was.ty))
                .is(shown(pair.new, &is.ty));
            drafts.push(draft.new_at(pair, &is.at).claim(claims(name)));
        }
        let described = Described {
            subject: subject(&is.name),
            old: &was.docs,
            new: &is.docs,
            at: &is.at,
            sent: false,
            given: true,
        };
        constraints::compare(pair, &described, drafts);
    }
    for (is, name) in news() {
        if olds.clone().any(|(was, _)| same(&was.name, &is.name)) {
            continue;
        }
        let verdict = Verdict::compatible("old clients pass over it");
        let draft = Draft::new(Kind::ResponseHeaderAdded, subject(&is.name), verdict);
        drafts.push(draft.new_at(pair, &is.at).claim(claims(name)));
    }
}
