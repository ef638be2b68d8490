//! Operations and their bodies.

use std::collections::{BTreeMap, BTreeSet};

use super::constraints::{self, Described};
use super::members::{is_same, shown};
use super::{Claim, Draft, Kind, Pair, Rust, Side, Verdict, answers, fits, parameters};
use crate::emit::surface::{OperationPaths, operation_paths};
use crate::ir::{Body, Content, Cursor, Operation, PageForm, Payload, Scheme, Type};
use crate::names::OperationNames;

/// An operation in both documents.
#[derive(Clone)]
pub(super) struct Both<'a> {
    pub(super) old: &'a Operation,
    pub(super) new: &'a Operation,
    pub(super) old_names: &'a OperationNames,
    pub(super) new_names: &'a OperationNames,
    pub(super) old_paths: OperationPaths,
    pub(super) new_paths: OperationPaths,
}

impl Both<'_> {
    /// What reports call it.
    pub(super) fn subject(&self) -> String {
        subject(self.new)
    }

    /// The items that a function makes of where the operation's are, old and new.
    pub(super) fn items(&self, of: impl Fn(&OperationPaths) -> String) -> Vec<Claim> {
        let paths = [&self.old_paths, &self.new_paths];
        paths
            .map(|paths| Claim::Item(of(paths)))
            .into_iter()
            .collect()
    }

    /// Whether it has another method or path, whatever the path's parameters are called.
    pub(super) fn has_moved(&self) -> bool {
        self.old.method != self.new.method || template(&self.old.path) != template(&self.new.path)
    }

    /// The method with its arguments, old and new.
    pub(super) fn method(&self) -> Vec<Claim> {
        self.items(|paths| format!("{}()", paths.method))
    }
}

fn subject(operation: &Operation) -> String {
    format!("{} {}", operation.method, operation.path)
}

/// Compares all operations.
pub(super) fn compare(pair: Pair<'_>, drafts: &mut Vec<Draft>) {
    let (pairs, removed, added) = find(pair);
    let now = methods(pair.new);
    for index in removed {
        let Some((operation, paths)) = of(pair.old, index) else {
            continue;
        };
        let verdict = Verdict::breaking("the server does not know it any more");
        let draft = Draft::new(Kind::OperationRemoved, subject(operation), verdict);
        let draft = draft.was(paths.method.clone()).old(pair, &operation.at);
        let draft = taken(draft, &now, &paths.method, None);
        drafts.push(draft.claim(paths.all().into_iter().map(Claim::All)));
    }
    for index in added {
        let Some((operation, paths)) = of(pair.new, index) else {
            continue;
        };
        let verdict = Verdict::compatible("old clients do not call it");
        let draft = Draft::new(Kind::OperationAdded, subject(operation), verdict);
        let draft = draft.is(paths.method.clone()).new_at(pair, &operation.at);
        drafts.push(draft.claim(paths.all().into_iter().map(Claim::All)));
    }
    for (one, other) in pairs {
        if let Some(both) = both(pair, one, other) {
            compare_operation(pair, &both, (&now, other), drafts);
        }
    }
}

/// The operations by the paths of their methods.
type Methods = BTreeMap<String, usize>;

fn methods(side: &Side<'_>) -> Methods {
    let operations = 0..side.api.operations.len();
    let methods = operations.filter_map(|index| Some((of(side, index)?.1.method, index)));
    methods.collect()
}

/// A method that calls another operation now: programs compile as before, and no signature shows it.
fn taken(draft: Draft, now: &Methods, method: &str, own: Option<usize>) -> Draft {
    match now.get(method) {
        Some(index) if Some(*index) != own => draft.at_least(
            Rust::Major,
            format!("`{method}()` calls another operation now"),
        ),
        _ => draft,
    }
}

fn of<'a>(side: &'a Side<'_>, index: usize) -> Option<(&'a Operation, OperationPaths)> {
    let operation = side.api.operations.get(index)?;
    let names = side.names.operations.get(index)?;
    let paths = operation_paths(&side.api, &side.names, side.config, operation, names);
    Some((operation, paths))
}

fn both(pair: Pair<'_>, one: usize, other: usize) -> Option<Both<'_>> {
    let (old, old_paths) = of(pair.old, one)?;
    let (new, new_paths) = of(pair.new, other)?;
    Some(Both {
        old,
        new,
        old_names: pair.old.names.operations.get(one)?,
        new_names: pair.new.names.operations.get(other)?,
        old_paths,
        new_paths,
    })
}

type Found = (Vec<(usize, usize)>, Vec<usize>, Vec<usize>);

/// The same method and path is the same operation, whatever the path's parameters are called; of
/// the others, the same name.
fn find(pair: Pair<'_>) -> Found {
    let (olds, news) = (&pair.old.api.operations, &pair.new.api.operations);
    let way = |operation: &Operation| (operation.method.clone(), template(&operation.path));
    let name = |operation: &Operation| (operation.name.clone(), String::new());
    let mut pairs = Vec::new();
    let mut removed: Vec<usize> = (0..olds.len()).collect();
    let mut added: BTreeSet<usize> = (0..news.len()).collect();
    for key in [&way as &dyn Fn(&Operation) -> (String, String), &name] {
        let mut free: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
        for index in added.iter().rev() {
            if let Some(new) = news.get(*index) {
                free.entry(key(new)).or_default().push(*index);
            }
        }
        removed.retain(|index| {
            let key = olds.get(*index).map(key);
            let found = key.and_then(|key| free.get_mut(&key)?.pop());
            if let Some(found) = found {
                added.remove(&found);
                pairs.push((*index, found));
            }
            found.is_none()
        });
    }
    pairs.sort_unstable();
    (pairs, removed, added.into_iter().collect())
}

/// A path whose parameters have no names.
fn template(path: &str) -> String {
    let mut out = String::new();
    let mut within = false;
    for character in path.chars() {
        match character {
            '{' => within = true,
            '}' => {
                within = false;
                out.push_str("{}");
            }
            _ if within => {}
            other => out.push(other),
        }
    }
    out
}

fn compare_operation(
    pair: Pair<'_>,
    both: &Both<'_>,
    (now, index): (&Methods, usize),
    drafts: &mut Vec<Draft>,
) {
    let (old, new) = (both.old, both.new);
    let subject = both.subject();
    let push = |drafts: &mut Vec<Draft>, draft: Draft| drafts.push(draft.new_at(pair, &new.at));
    if both.old_paths.all() != both.new_paths.all() {
        let verdict = Verdict::compatible("names and tags are not sent");
        let draft = Draft::new(Kind::OperationRenamed, &subject, verdict);
        let draft = draft.was(&both.old_paths.method).is(&both.new_paths.method);
        let draft = taken(draft, now, &both.old_paths.method, Some(index));
        let paths = both.old_paths.all().into_iter().chain(both.new_paths.all());
        push(drafts, draft.claim(paths.map(Claim::All)));
    }
    if both.has_moved() {
        let verdict =
            Verdict::breaking("the server does not know the old method and path any more");
        let draft = Draft::new(Kind::OperationMoved, &subject, verdict);
        let (was, is) = (self::subject(old), self::subject(new));
        push(drafts, draft.was(was).is(is));
    }
    parameters::compare(pair, both, drafts);
    body(pair, both, drafts);
    answers::compare(pair, both, drafts);
    security(pair, both, drafts);
    scopes(pair, both, drafts);
    pagination(pair, both, drafts);
    if old.idempotency_key != new.idempotency_key {
        let verdict =
            Verdict::risky("the server may take a request that is sent again as a new one");
        let mut draft = Draft::new(Kind::IdempotencyKeyChanged, &subject, verdict);
        (draft.was, draft.is) = (old.idempotency_key.clone(), new.idempotency_key.clone());
        push(drafts, draft);
    }
    let described = Described {
        subject,
        old: &old.docs,
        new: &new.docs,
        at: &new.at,
        sent: false,
        given: true,
    };
    constraints::compare(pair, &described, drafts);
}

fn body(pair: Pair<'_>, both: &Both<'_>, drafts: &mut Vec<Draft>) {
    let subject = both.subject();
    let claims = || {
        let mut claims = both.method();
        claims.extend(both.items(|paths| format!("{}::{}()", paths.call, both.new_names.body)));
        let matcher = &both.new_names.body_matcher;
        claims.extend(both.items(|paths| format!("{}::{matcher}()", paths.mocked)));
        claims
    };
    let whole = || {
        let contents = [&both.old_paths.content, &both.new_paths.content];
        contents.map(|path| Claim::All(path.clone()))
    };
    let (old, new) = match (&both.old.body, &both.new.body) {
        (None, None) => return,
        (None, Some(new)) => {
            let (kind, verdict) = match new.required {
                true => (
                    Kind::RequiredRequestBodyAdded,
                    Verdict::breaking("old clients send none"),
                ),
                false => (
                    Kind::OptionalRequestBodyAdded,
                    Verdict::compatible("old clients need not send it"),
                ),
            };
            let draft = Draft::new(kind, subject, verdict).is(media_types(new));
            let draft = draft.new_at(pair, &new.at);
            drafts.push(draft.claim(claims()).claim(whole()));
            return;
        }
        (Some(old), None) => {
            let verdict = Verdict::risky("the server may pass over it or refuse it");
            let draft = Draft::new(Kind::RequestBodyRemoved, subject, verdict);
            let draft = draft.was(media_types(old)).old(pair, &old.at);
            drafts.push(draft.claim(claims()).claim(whole()));
            return;
        }
        (Some(old), Some(new)) => (old, new),
    };
    if old.required != new.required {
        let (kind, verdict) = match new.required {
            true => (
                Kind::RequestBodyBecameRequired,
                Verdict::breaking("old clients may leave it out"),
            ),
            false => (
                Kind::RequestBodyBecameOptional,
                Verdict::compatible("old clients may go on sending it"),
            ),
        };
        let draft = Draft::new(kind, &subject, verdict).new_at(pair, &new.at);
        drafts.push(draft.claim(claims()));
    }
    for was in &old.contents {
        let Some(is) = find_content(&new.contents, was, &old.contents) else {
            let verdict = Verdict::breaking("the server does not take it any more");
            let draft = Draft::new(Kind::RequestMediaTypeRemoved, &subject, verdict);
            let draft = draft.was(&was.media_type).new_at(pair, &new.at);
            drafts.push(draft.claim(claims()).claim(whole()));
            continue;
        };
        if let Some(verdict) = payloads(pair, was, is, Way::Request) {
            let draft = Draft::new(Kind::RequestBodyTypeChanged, &subject, verdict);
            let draft = draft
                .was(payload(pair.old, &was.payload))
                .is(payload(pair.new, &is.payload));
            drafts.push(draft.new_at(pair, &new.at).claim(claims()).claim(whole()));
        }
    }
    for is in &new.contents {
        if find_content(&old.contents, is, &new.contents).is_none() {
            let verdict = Verdict::compatible("old clients do not send it");
            let draft = Draft::new(Kind::RequestMediaTypeAdded, &subject, verdict);
            let draft = draft.is(&is.media_type).new_at(pair, &new.at);
            drafts.push(draft.claim(claims()).claim(whole()));
        }
    }
    let described = Described {
        subject: format!("{subject} body"),
        old: &old.docs,
        new: &new.docs,
        at: &new.at,
        sent: true,
        given: true,
    };
    constraints::compare(pair, &described, drafts);
}

fn media_types(body: &Body) -> String {
    let media_types = body
        .contents
        .iter()
        .map(|content| content.media_type.as_str());
    media_types.collect::<Vec<_>>().join(", ")
}

/// The content of the same media type, with the same parameters or else without them; where several
/// have it, the one at the same place among them.
pub(super) fn find_content<'a>(
    contents: &'a [Content],
    content: &Content,
    own: &[Content],
) -> Option<&'a Content> {
    let full = |content: &Content| content.media_type.to_ascii_lowercase();
    let essence = |content: &Content| {
        let media_type = full(content);
        let essence = media_type.split(';').next().unwrap_or_default();
        essence.trim().to_owned()
    };
    let at_its_place = |name: &dyn Fn(&Content) -> String, others: Vec<&'a Content>| {
        let is_same = |other: &&Content| name(other) == name(content);
        let before = own
            .iter()
            .take_while(|other| !std::ptr::eq(*other, content));
        let place = before.filter(is_same).count();
        others.into_iter().filter(is_same).nth(place)
    };
    let is_own = |other: &&Content| own.iter().any(|own| full(own) == full(other));
    let free = || contents.iter().filter(|other| !is_own(other)).collect();
    at_its_place(&full, contents.iter().collect()).or_else(|| at_its_place(&essence, free()))
}

/// Who sends something.
#[derive(Clone, Copy)]
pub(super) enum Way {
    Request,
    Answer,
}

/// What it means that a body is another one; `None` when it is the same.
pub(super) fn payloads(pair: Pair<'_>, old: &Content, new: &Content, way: Way) -> Option<Verdict> {
    payload_change(pair, &old.payload, &new.payload, way)
}

pub(super) fn payload_change(
    pair: Pair<'_>,
    old: &Payload,
    new: &Payload,
    way: Way,
) -> Option<Verdict> {
    use Payload::{AnyText, Bytes, Form, Items, Json, Multipart, Text};
    let types = |was: &Type, is: &Type| {
        if is_same(pair, was, is) {
            return None;
        }
        let found = match way {
            Way::Request => fits::request(pair, was, is),
            Way::Answer => fits::answer(pair, was, is),
        };
        Some(found.unwrap_or_else(|| Verdict::compatible("what is sent is read as before")))
    };
    match (old, new) {
        (Json(was), Json(is)) => types(was, is),
        (Form(was, spelled), Form(is, now)) => types(was, is).or_else(|| {
            (spelled != now).then(|| Verdict::breaking("the form is written in another way"))
        }),
        (Multipart(was, parts), Multipart(is, now)) => types(was, is)
            .or_else(|| (parts != now).then(|| Verdict::risky("parts have other media types"))),
        (Items(how, was), Items(now, is)) => match how == now {
            true => types(was, is),
            false => Some(Verdict::breaking("items follow each other in another way")),
        },
        (Text | AnyText, Text | AnyText) | (Bytes, Bytes) => None,
        (Text | AnyText, Bytes) | (Bytes, Text | AnyText) => {
            Some(Verdict::compatible("it is handed over as it is"))
        }
        // Whatever it is, it can be read as bytes or text.
        (Bytes | Text | AnyText, _) if matches!(way, Way::Answer) => {
            Some(Verdict::compatible("old clients hand it over as it is"))
        }
        _ => Some(Verdict::breaking("the body is of another form")),
    }
}

/// What a body holds, as reports show it.
pub(super) fn payload(side: &Side<'_>, payload: &Payload) -> String {
    match payload {
        Payload::Json(ty) | Payload::Form(ty, _) | Payload::Multipart(ty, _) => shown(side, ty),
        Payload::Items(_, ty) => format!("items of {}", shown(side, ty)),
        Payload::Text | Payload::AnyText => "text".to_owned(),
        Payload::Bytes => "bytes".to_owned(),
    }
}

/// The names of schemes that only have another one now, by their old names: what is sent is the same.
fn renamed_schemes(pair: Pair<'_>) -> BTreeMap<String, String> {
    let (olds, news) = (&pair.old.api.schemes, &pair.new.api.schemes);
    let is_alone =
        |scheme: &Scheme, others: &[Scheme]| others.iter().all(|other| other.name != scheme.name);
    let mut free: Vec<&Scheme> = news.iter().filter(|is| is_alone(is, olds)).collect();
    let mut renamed = BTreeMap::new();
    for was in olds.iter().filter(|was| is_alone(was, news)) {
        if let Some(at) = free.iter().position(|is| is.kind == was.kind) {
            renamed.insert(was.name.clone(), free.remove(at).name.clone());
        }
    }
    renamed
}

/// The alternatives of an operation by the names of their schemes.
fn alternatives(
    side: &Side<'_>,
    operation: &Operation,
    renamed: &BTreeMap<String, String>,
) -> BTreeSet<BTreeSet<String>> {
    let name = |id: &crate::ir::SchemeId| {
        let name = &side.api.schemes.get(id.0)?.name;
        Some(renamed.get(name).unwrap_or(name).clone())
    };
    let alternatives = operation.security.iter();
    alternatives
        .map(|schemes| schemes.iter().filter_map(name).collect())
        .collect()
}

fn security(pair: Pair<'_>, both: &Both<'_>, drafts: &mut Vec<Draft>) {
    let (was, is) = (
        alternatives(pair.old, both.old, &renamed_schemes(pair)),
        alternatives(pair.new, both.new, &BTreeMap::new()),
    );
    if was == is {
        return;
    }
    let nothing = BTreeSet::new();
    // Without alternatives nothing is sent.
    let of_old: Vec<&BTreeSet<String>> = match was.is_empty() {
        true => vec![&nothing],
        false => was.iter().collect(),
    };
    let suffices =
        |old: &BTreeSet<String>| is.is_empty() || is.iter().any(|new| new.is_subset(old));
    let verdict = match (
        of_old.iter().all(|old| suffices(old)),
        of_old.iter().any(|old| suffices(old)),
    ) {
        (true, _) => Verdict::compatible("the credentials of old clients suffice"),
        (false, true) => Verdict::risky("not all credentials that sufficed still do"),
        (false, false) => Verdict::breaking("the credentials of old clients do not suffice"),
    };
    let shown = |alternatives: &BTreeSet<BTreeSet<String>>| {
        let texts = alternatives.iter().map(|schemes| match schemes.is_empty() {
            true => "none".to_owned(),
            false => schemes.iter().cloned().collect::<Vec<_>>().join(" and "),
        });
        let text = texts.collect::<Vec<_>>().join(", or ");
        if text.is_empty() {
            "none".to_owned()
        } else {
            text
        }
    };
    let draft = Draft::new(Kind::SecurityChanged, both.subject(), verdict);
    drafts.push(
        draft
            .was(shown(&was))
            .is(shown(&is))
            .new_at(pair, &both.new.at),
    );
}

/// The scopes of a scheme that both documents ask for; another scheme is a change of its own.
fn scopes(pair: Pair<'_>, both: &Both<'_>, drafts: &mut Vec<Draft>) {
    let renamed = renamed_schemes(pair);
    let nothing = BTreeSet::new();
    for (name, was) in &both.old.scopes {
        let name = renamed.get(name).unwrap_or(name);
        let is = both.new.scopes.get(name).unwrap_or(&nothing);
        let without = |some: &BTreeSet<String>, others: &BTreeSet<String>| {
            let more: Vec<&str> = some.difference(others).map(String::as_str).collect();
            (!more.is_empty()).then(|| format!("{name}: {}", more.join(", ")))
        };
        if let Some(added) = without(is, was) {
            let verdict = Verdict::risky("tokens that were granted fewer scopes are refused");
            let draft = Draft::new(Kind::ScopesAdded, both.subject(), verdict);
            drafts.push(draft.is(added).new_at(pair, &both.new.at));
        }
        if let Some(removed) = without(was, is) {
            let verdict = Verdict::compatible("the tokens of old clients suffice");
            let draft = Draft::new(Kind::ScopesRemoved, both.subject(), verdict);
            drafts.push(draft.was(removed).new_at(pair, &both.new.at));
        }
    }
}

/// How a list goes on, in words.
fn page_form(form: &PageForm) -> String {
    match form {
        PageForm::Link(place) => format!("the next URL at `{place}`"),
        PageForm::LinkHeader => "the next URL in the header `Link`".to_owned(),
        PageForm::Cursor(parameter, cursor) => {
            let from = match cursor {
                Cursor::Body(place) => format!("`{place}`"),
                Cursor::Header(name) => format!("the header `{name}`"),
                Cursor::LastItem(place) => format!("`{place}` of the last item"),
            };
            format!("`{parameter}` from {from}")
        }
        PageForm::Page(parameter, first) => format!("`{parameter}` counts pages from {first}"),
        PageForm::Offset(parameter, first) => format!("`{parameter}` counts items from {first}"),
    }
}

fn pagination(pair: Pair<'_>, both: &Both<'_>, drafts: &mut Vec<Draft>) {
    let claims = both.items(|paths| format!("{}: Paged", paths.marker));
    let subject = both.subject();
    let draft = match (&both.old.pagination, &both.new.pagination) {
        (None, None) => return,
        (None, Some(_)) => {
            let verdict = Verdict::compatible("old clients go on as before");
            Draft::new(Kind::PaginationAdded, subject, verdict)
        }
        (Some(_), None) => {
            let verdict = Verdict::risky("old clients may look for a next page in vain");
            Draft::new(Kind::PaginationRemoved, subject, verdict)
        }
        (Some(was), Some(is)) => {
            let same_item = is_same(pair, &was.item, &is.item);
            let form = |pagination: &crate::ir::Pagination| {
                (pagination.form.clone(), pagination.items.clone())
            };
            if form(was) == form(is) && same_item {
                return;
            }
            let verdict = match form(was) == form(is) {
                true => Verdict::compatible("the answer says what another type of items means"),
                false => Verdict::breaking("old clients do not find the next page"),
            };
            let draft = Draft::new(Kind::PaginationChanged, subject, verdict);
            let shown = |pagination: &crate::ir::Pagination, side| {
                let items = pagination.items.join(".");
                let items = if items.is_empty() {
                    "the answer"
                } else {
                    &items
                };
                format!(
                    "{}, {} in {items}",
                    page_form(&pagination.form),
                    shown(side, &pagination.item)
                )
            };
            draft.was(shown(was, pair.old)).is(shown(is, pair.new))
        }
    };
    drafts.push(draft.new_at(pair, &both.new.at).claim(claims));
}
