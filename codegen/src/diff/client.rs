//! Servers, credentials, tags, webhooks, and what the document says of itself.

use super::constraints::{self, Described};
use super::operations::{Way, payload, payload_change};
use super::{Claim, Draft, Kind, Pair, Side, Verdict};
use crate::ir::{
    At, Incoming, IncomingKind, KeyLocation, Payload, Scheme, SchemeKind, Server, ServerVariable,
    UrlPart,
};
use crate::names::SchemeNames;
use crate::source::pointer;

/// Compares all of it.
pub(super) fn compare(pair: Pair<'_>, drafts: &mut Vec<Draft>) {
    servers(pair, drafts);
    schemes(pair, drafts);
    tags(pair, drafts);
    webhooks(pair, drafts);
    let (old, new) = (&pair.old.api, &pair.new.api);
    if (&old.title, &old.version, &old.docs) != (&new.title, &new.version, &new.docs) {
        let draft = constraints::documentation("the API");
        let about = |title: &str, version: &str| format!("{title} {version}");
        let (was, is) = (
            about(&old.title, &old.version),
            about(&new.title, &new.version),
        );
        drafts.push(if was == is {
            draft
        } else {
            draft.was(was).is(is)
        });
    }
}

fn url(server: &Server) -> String {
    let parts = server.url.iter().map(|part| match part {
        UrlPart::Literal(text) => text.clone(),
        UrlPart::Variable(variable) => format!("{{{}}}", variable.name),
    });
    parts.collect()
}

/// The URL that is called when no variable is given a value.
fn called(server: &Server) -> Option<String> {
    let parts = server.url.iter().map(|part| match part {
        UrlPart::Literal(text) => Some(text.clone()),
        UrlPart::Variable(variable) => variable.default.clone(),
    });
    parts.collect()
}

fn variables(server: Option<&Server>) -> Vec<&ServerVariable> {
    let parts = server.into_iter().flat_map(|server| &server.url);
    parts
        .filter_map(|part| match part {
            UrlPart::Variable(variable) => Some(variable),
            UrlPart::Literal(_) => None,
        })
        .collect()
}

fn servers(pair: Pair<'_>, drafts: &mut Vec<Draft>) {
    let old = pair.old.api.servers.first();
    let new = pair.new.api.servers.first();
    let (was, is) = (old.map(url), new.map(url));
    let at = |draft: Draft| match new {
        Some(server) => draft.new_at(pair, &server.at),
        None => draft,
    };
    let calls_the_same = match (old.and_then(called), new.and_then(called)) {
        (Some(old), Some(new)) => old == new,
        _ => false,
    };
    let elsewhere = || match calls_the_same {
        true => Verdict::compatible("with the defaults of its variables, the URL is the same"),
        false => Verdict::risky("old clients call the old URL"),
    };
    let has_url = |server: Option<&Server>| server.is_some_and(|server| !server.placeholder);
    if was != is {
        let verdict = match has_url(old) && !has_url(new) {
            true => Verdict::risky(
                "old clients call the old URL; `build()` of new ones needs `base_url()`",
            ),
            false => elsewhere(),
        };
        let mut draft = Draft::new(Kind::ServerChanged, "the server", verdict);
        (draft.was, draft.is) = (was, is);
        drafts.push(at(draft));
    }
    let method = |side: &Side<'_>, variable: &ServerVariable| {
        let name = side.names.variables.get(&variable.name);
        name.map(|name| Claim::Item(format!("ClientBuilder::{name}()")))
    };
    let (olds, news) = (variables(old), variables(new));
    for was in &olds {
        let subject = format!("the server's {}", was.name);
        let Some(is) = news.iter().find(|is| is.name == was.name) else {
            let verdict = elsewhere();
            let draft = Draft::new(Kind::ServerVariableRemoved, subject, verdict);
            drafts.push(at(draft).claim(method(pair.old, was)));
            continue;
        };
        if was.default != is.default || was.values != is.values {
            let verdict = Verdict::risky("old clients go by the old values");
            let mut draft = Draft::new(Kind::DefaultChanged, subject, verdict);
            (draft.was, draft.is) = (was.default.clone(), is.default.clone());
            drafts.push(at(draft));
        } else if was.description != is.description {
            drafts.push(at(constraints::documentation(&subject)));
        }
    }
    for is in news {
        if !olds.iter().any(|was| was.name == is.name) {
            let verdict = elsewhere();
            let subject = format!("the server's {}", is.name);
            let draft = Draft::new(Kind::ServerVariableAdded, subject, verdict);
            drafts.push(at(draft).claim(method(pair.new, is)));
        }
    }
    let rest = |side: &Side<'_>| -> Vec<(String, Option<String>)> {
        let servers = side.api.servers.iter();
        let all = servers.map(|server| (url(server), server.description.clone()));
        all.collect()
    };
    let (was, is) = (rest(pair.old), rest(pair.new));
    if was.first().map(|(url, _)| url) == is.first().map(|(url, _)| url) && was != is {
        drafts.push(at(constraints::documentation("the servers")));
    }
}

fn schemes(pair: Pair<'_>, drafts: &mut Vec<Draft>) {
    let all = |side: &'_ Side<'_>| -> Vec<(String, Vec<Claim>)> {
        let schemes = side.api.schemes.iter().zip(&side.names.schemes);
        schemes
            .map(|(scheme, names)| (scheme.name.clone(), methods(names)))
            .collect()
    };
    let (olds, news) = (all(pair.old), all(pair.new));
    let find = |side: &'_ [Scheme], name: &str| side.iter().position(|own| own.name == name);
    for (was, (name, claims)) in pair.old.api.schemes.iter().zip(&olds) {
        let found = find(&pair.new.api.schemes, name);
        let found =
            found.and_then(|index| Some((pair.new.api.schemes.get(index)?, &news.get(index)?.1)));
        let Some((is, now)) = found else {
            let verdict = Verdict::compatible("the operations say what they need instead");
            let draft = Draft::new(Kind::SecuritySchemeRemoved, name, verdict);
            drafts.push(draft.old(pair, &was.at).claim(claims.clone()));
            continue;
        };
        if was.kind != is.kind || was.client_credentials != is.client_credentials {
            let verdict = match was.kind == is.kind {
                true => Verdict::risky("tokens are come by in another way"),
                false => Verdict::breaking("the server looks for credentials elsewhere"),
            };
            let draft = Draft::new(Kind::SecuritySchemeChanged, name, verdict);
            let draft = draft.was(how(was)).is(how(is)).new_at(pair, &is.at);
            drafts.push(draft.claim(claims.clone()).claim(now.clone()));
        } else if was.description != is.description || was.left_to_user != is.left_to_user {
            drafts.push(constraints::documentation(name).new_at(pair, &is.at));
        }
    }
    for (is, (name, claims)) in pair.new.api.schemes.iter().zip(&news) {
        if find(&pair.old.api.schemes, name).is_none() {
            let verdict = Verdict::compatible("the operations say whether they need it");
            let draft = Draft::new(Kind::SecuritySchemeAdded, name, verdict);
            drafts.push(draft.new_at(pair, &is.at).claim(claims.clone()));
        }
    }
}

fn methods(names: &SchemeNames) -> Vec<Claim> {
    [
        &names.method,
        &names.provider,
        &names.client_credentials,
        &names.client_credentials_with,
    ]
    .into_iter()
    .map(|name| Claim::Item(format!("ClientBuilder::{name}()")))
    .collect()
}

fn how(scheme: &Scheme) -> String {
    let kind = match &scheme.kind {
        SchemeKind::Basic => "a user and a password".to_owned(),
        SchemeKind::Bearer => "a bearer token".to_owned(),
        SchemeKind::Other(name) => format!("`Authorization: {name}`"),
        SchemeKind::ApiKey { location, name } => {
            let place = match location {
                KeyLocation::Header => "the header",
                KeyLocation::Query => "the query",
                KeyLocation::Cookie => "the cookie",
            };
            format!("a key in {place} `{name}`")
        }
        SchemeKind::Transport => "the connection".to_owned(),
    };
    match &scheme.client_credentials {
        Some(flow) => format!(
            "{kind} from {} for {}",
            flow.token_url,
            flow.scopes.join(", ")
        ),
        None => kind,
    }
}

fn tags(pair: Pair<'_>, drafts: &mut Vec<Draft>) {
    let (old, new) = (pair.old, pair.new);
    let (was, is) = pair.surfaces;
    let features = |side: &Side<'_>| -> Vec<Claim> {
        let groups = side.names.groups.iter();
        groups
            .map(|group| Claim::Item(format!("feature {}", group.feature)))
            .collect()
    };
    if was.has_features != is.has_features {
        let verdict = Verdict::compatible("features are not sent");
        let kind = match is.has_features {
            true => Kind::TagsBecameFeatures,
            false => Kind::TagsNoLongerFeatures,
        };
        let draft = Draft::new(kind, "the tags", verdict);
        let shown = |has: bool| if has { "features" } else { "no features" };
        let reason = match is.has_features {
            true => "programs without default features have to name the tags that they use",
            false => "programs that name the tags that they use have to stop that",
        };
        let draft = draft
            .was(shown(was.has_features))
            .is(shown(is.has_features));
        let draft = draft.claim(features(old)).claim(features(new));
        // Who had nothing to use has nothing to name.
        let had_any = !(old.api.groups.is_empty() && old.api.types.is_empty());
        drafts.push(match had_any {
            true => draft.at_least(super::Rust::Major, reason),
            false => draft,
        });
    }
    let claims = |side: &Side<'_>, index: usize| -> Vec<Claim> {
        let Some(group) = side.names.groups.get(index) else {
            return Vec::new();
        };
        let (module, handle) = (&group.module, &group.handle);
        [
            format!("feature {}", group.feature),
            module.to_string(),
            format!("{module}::{handle}"),
            format!("Client::{}()", group.accessor),
            format!("mock::MockServer::{}()", group.mocked),
        ]
        .into_iter()
        .map(Claim::Item)
        .collect()
    };
    for (index, group) in old.api.groups.iter().enumerate() {
        match new.api.groups.iter().find(|other| other.tag == group.tag) {
            None => {
                let verdict = Verdict::compatible("tags are not sent");
                let draft = Draft::new(Kind::TagRemoved, &group.tag, verdict);
                drafts.push(draft.claim(claims(old, index)));
            }
            Some(other) if other.docs != group.docs => {
                drafts.push(constraints::documentation(&group.tag));
            }
            Some(_) => {}
        }
    }
    for (index, group) in new.api.groups.iter().enumerate() {
        if !old.api.groups.iter().any(|other| other.tag == group.tag) {
            let verdict = Verdict::compatible("tags are not sent");
            let draft = Draft::new(Kind::TagAdded, &group.tag, verdict);
            drafts.push(draft.claim(claims(new, index)));
        }
    }
}

/// What a webhook or callback is known by.
fn key(side: &Side<'_>, request: &Incoming) -> String {
    let of = match &request.kind {
        IncomingKind::Webhook { key } => pointer::push("webhook", key),
        IncomingKind::Callback {
            key, operations, ..
        } => {
            let operation = operations.first();
            let operation = operation.and_then(|index| side.api.operations.get(*index));
            let path = operation.map_or("", |operation| operation.path.as_str());
            pointer::push(&pointer::push("callback", path), key)
        }
    };
    format!("{} {of}", request.method)
}

fn webhooks(pair: Pair<'_>, drafts: &mut Vec<Draft>) {
    let subject = |request: &Incoming| format!("webhook {}", request.name);
    let all = |side: &'_ Side<'_>| -> Vec<(String, Claim)> {
        let requests = side.api.incoming.iter().zip(&side.names.incoming);
        requests
            .map(|(request, name)| {
                let claim = Claim::Item(format!("webhooks::{name}()"));
                (key(side, request), claim)
            })
            .collect()
    };
    let module = || Claim::Item("webhooks".to_owned());
    let (olds, news) = (all(pair.old), all(pair.new));
    for (was, (name, claim)) in pair.old.api.incoming.iter().zip(&olds) {
        let found = news.iter().position(|(other, _)| other == name);
        let found =
            found.and_then(|index| Some((pair.new.api.incoming.get(index)?, &news.get(index)?.1)));
        let Some((is, now)) = found else {
            let verdict = Verdict::risky("the server may not send it any more");
            let draft = Draft::new(Kind::WebhookRemoved, subject(was), verdict);
            drafts.push(draft.old(pair, &was.at).claim([claim.clone(), module()]));
            continue;
        };
        webhook(pair, was, is, &[claim.clone(), now.clone()], drafts);
    }
    for (is, (name, claim)) in pair.new.api.incoming.iter().zip(&news) {
        if !olds.iter().any(|(other, _)| other == name) {
            let verdict = Verdict::compatible("old programs do not wait for it");
            let draft = Draft::new(Kind::WebhookAdded, subject(is), verdict);
            drafts.push(draft.new_at(pair, &is.at).claim([claim.clone(), module()]));
        }
    }
}

fn webhook(
    pair: Pair<'_>,
    was: &Incoming,
    is: &Incoming,
    claims: &[Claim],
    drafts: &mut Vec<Draft>,
) {
    let subject = format!("webhook {}", is.name);
    let body = |request: &Incoming| -> Option<(Payload, At)> {
        let body = request.body.as_ref()?;
        Some((body.payload.clone(), body.at.clone()))
    };
    let (old, new) = (body(was), body(is));
    let changed = match (&old, &new) {
        (Some((old, _)), Some((new, _))) => payload_change(pair, old, new, Way::Answer),
        (None, None) => None,
        (None, Some(_)) => Some(Verdict::compatible("old programs pass over the body")),
        (Some(_), None) => Some(Verdict::breaking(
            "old programs cannot read it without a body",
        )),
    };
    if let Some(verdict) = changed {
        let mut draft = Draft::new(Kind::WebhookBodyTypeChanged, &subject, verdict);
        draft.was = old.map(|(body, _)| payload(pair.old, &body));
        draft.is = new.map(|(body, _)| payload(pair.new, &body));
        drafts.push(draft.new_at(pair, &is.at).claim(claims.iter().cloned()));
    }
    let described = Described {
        subject,
        old: &was.docs,
        new: &is.docs,
        at: &is.at,
        sent: false,
        given: true,
    };
    constraints::compare(pair, &described, drafts);
}
