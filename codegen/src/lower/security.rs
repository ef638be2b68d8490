//! Security schemes and requirements.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, closest, codes, did_you_mean};
use crate::document::{self, ParameterLocation, PathItem, SecurityKind, SecurityScheme};
use crate::ir::{KeyLocation, Scheme, SchemeId, SchemeKind};

use super::context::Lowering;
use super::oauth;

/// The schemes of the document, and those that were inferred.
#[derive(Debug, Default)]
pub(super) struct Schemes {
    /// In the document's order.
    pub list: Vec<Scheme>,
    /// The scopes that operations need, by scheme.
    pub scopes: BTreeMap<String, Vec<String>>,
}

impl Schemes {
    fn find(&self, name: &str) -> Option<SchemeId> {
        self.list
            .iter()
            .position(|scheme| scheme.name == name)
            .map(SchemeId)
    }
}

/// Reads the schemes of the document.
pub(super) fn read(lowering: &mut Lowering<'_>, schemes: &mut Schemes) {
    let document = lowering.document;
    for scheme in &document.schemes {
        let Some(kind) = kind(lowering, scheme) else {
            continue;
        };
        schemes.list.push(Scheme {
            at: scheme.at.clone(),
            name: scheme.name.clone(),
            description: scheme.description.clone(),
            kind,
            client_credentials: oauth::client_credentials(lowering, scheme),
            left_to_user: oauth::left_to_user(lowering, scheme),
        });
    }
    // What stands at the root is checked though every operation may have its own.
    for requirement in document.security.iter().flatten() {
        known(lowering, schemes, requirement);
    }
}

fn kind(lowering: &mut Lowering<'_>, scheme: &SecurityScheme) -> Option<SchemeKind> {
    let kind = match scheme.kind.as_ref()? {
        SecurityKind::Http(name) if name.eq_ignore_ascii_case("basic") => SchemeKind::Basic,
        SecurityKind::Http(name) if name.eq_ignore_ascii_case("bearer") => SchemeKind::Bearer,
        SecurityKind::Http(name) => {
            check_registered(lowering, scheme, name);
            SchemeKind::Other(name.clone())
        }
        SecurityKind::ApiKey { name, location } => {
            let location = match location.as_str() {
                "query" => KeyLocation::Query,
                "cookie" => KeyLocation::Cookie,
                "header" => KeyLocation::Header,
                other => {
                    let message =
                        format!("`{other}` is no place for an API key; it is sent in a header");
                    let places = ["header", "query", "cookie"];
                    let finding =
                        Diagnostic::warning(codes::SECURITY_SCHEME, scheme.at.span, message);
                    let help = did_you_mean(
                        other,
                        places,
                        "the places are `header`, `query` and `cookie`",
                    );
                    lowering.findings.push(finding.help(help));
                    KeyLocation::Header
                }
            };
            SchemeKind::ApiKey {
                location,
                name: name.clone(),
            }
        }
        SecurityKind::OAuth2(_) | SecurityKind::OpenIdConnect => SchemeKind::Bearer,
        SecurityKind::MutualTls => SchemeKind::Transport,
    };
    Some(kind)
}

/// The alternatives of an operation.
pub(super) fn of(
    lowering: &mut Lowering<'_>,
    schemes: &mut Schemes,
    item: &PathItem,
    operation: &document::Operation,
) -> Vec<Vec<SchemeId>> {
    let document = lowering.document;
    let Some(requirements) = operation.security.as_ref().or(document.security.as_ref()) else {
        return by_parameter(lowering, schemes, item, operation);
    };
    let mut alternatives = Vec::new();
    for requirement in requirements {
        let set = known(lowering, schemes, requirement);
        oauth::note_scopes(schemes, requirement);
        // What is left of a set of unknown schemes does not suffice.
        if set.len() == requirement.schemes.len() && !alternatives.contains(&set) {
            alternatives.push(set);
        }
    }
    alternatives
}

/// The schemes of a requirement that the document has, and those that are clear from their names.
fn known(
    lowering: &mut Lowering<'_>,
    schemes: &mut Schemes,
    requirement: &document::Requirement,
) -> Vec<SchemeId> {
    let mut set = Vec::new();
    oauth::check_scopes(lowering, requirement);
    for name in requirement.schemes.keys() {
        match schemes.find(name) {
            Some(id) => set.push(id),
            None => set.extend(guessed(lowering, schemes, requirement, name)),
        }
    }
    set
}

/// What is meant by the name of a scheme that is not there, or faulty: one that is spelled like it, or that
/// the name itself describes.
fn guessed(
    lowering: &mut Lowering<'_>,
    schemes: &mut Schemes,
    requirement: &document::Requirement,
    name: &str,
) -> Option<SchemeId> {
    let plain = |text: &str| text.replace(['-', '_', ' '], "").to_lowercase();
    let (sends, kind) = match plain(name) {
        text if text.contains("bearer") => ("a bearer token is sent", Some(SchemeKind::Bearer)),
        text if text.contains("basic") => ("user and password are sent", Some(SchemeKind::Basic)),
        _ => ("the requirement is left out", None),
    };
    let meant = |scheme: &Scheme| {
        plain(&scheme.name) == plain(name) || kind.is_some() && Some(&scheme.kind) == kind.as_ref()
    };
    let twin = schemes.list.iter().position(meant).map(SchemeId);
    let twin_name = twin.and_then(|id| schemes.list.get(id.0));
    let twin_name = twin_name.map(|scheme| scheme.name.as_str());
    let fallback = twin_name.map_or_else(|| sends.to_owned(), |name| format!("`{name}` is taken"));
    let mut written = lowering.document.schemes.iter();
    let is_faulty = written.any(|scheme| scheme.name == name);
    let message = match is_faulty {
        true => format!("the security scheme `{name}` is faulty; {fallback}"),
        false => format!("there is no security scheme `{name}`; {fallback}"),
    };
    let mut finding =
        Diagnostic::warning(codes::UNKNOWN_SECURITY_SCHEME, requirement.at.span, message);
    let names = schemes.list.iter().map(|scheme| scheme.name.as_str());
    finding.help = Some(match twin_name.or_else(|| closest(name, names)) {
        _ if is_faulty => format!("mend `{name}` in `components.securitySchemes`"),
        Some(known) => format!("did you mean `{known}`?"),
        None => format!("add `{name}` to `components.securitySchemes`"),
    });
    lowering.findings.push(finding);
    twin.or_else(|| {
        schemes.list.push(Scheme {
            at: requirement.at.clone(),
            name: name.to_owned(),
            description: None,
            kind: kind?,
            client_credentials: None,
            left_to_user: Vec::new(),
        });
        Some(SchemeId(schemes.list.len() - 1))
    })
}

/// The schemes of the header `Authorization` that IANA registers (RFC 9110, section 16.4.1).
const REGISTERED: [&str; 14] = [
    "basic",
    "bearer",
    "concealed",
    "digest",
    "dpop",
    "gnap",
    "hoba",
    "mutual",
    "negotiate",
    "oauth",
    "privatetoken",
    "scram-sha-1",
    "scram-sha-256",
    "vapid",
];

/// Reports a scheme that is spelled almost like one that is registered. Others may be made up.
fn check_registered(lowering: &mut Lowering<'_>, scheme: &SecurityScheme, name: &str) {
    let lower = name.to_ascii_lowercase();
    if REGISTERED.contains(&lower.as_str()) {
        return;
    }
    let Some(meant) = closest(&lower, REGISTERED) else {
        return;
    };
    let message = format!(
        "`{name}` is no HTTP authentication scheme that is registered; it is sent as it is, with what the user gives"
    );
    let finding = Diagnostic::warning(codes::SECURITY_SCHEME, scheme.at.span, message);
    let finding = finding.help(format!("did you mean `{meant}`?"));
    lowering.findings.push(finding);
}

/// A header parameter Authorization tells that a scheme of that header is needed, though the
/// document has no `security`.
fn by_parameter(
    lowering: &mut Lowering<'_>,
    schemes: &mut Schemes,
    item: &PathItem,
    operation: &document::Operation,
) -> Vec<Vec<SchemeId>> {
    let mut parameters = operation.parameters.iter().chain(&item.parameters);
    let Some(parameter) = parameters.find(|parameter| {
        parameter.location == ParameterLocation::Header
            && parameter.name.eq_ignore_ascii_case("authorization")
    }) else {
        return Vec::new();
    };
    let of_header = |scheme: &Scheme| match &scheme.kind {
        SchemeKind::Basic | SchemeKind::Bearer | SchemeKind::Other(_) => true,
        SchemeKind::ApiKey {
            location: KeyLocation::Header,
            name,
        } => name.eq_ignore_ascii_case("authorization"),
        _ => false,
    };
    let known = schemes
        .list
        .iter()
        .enumerate()
        .filter(|(_, scheme)| of_header(scheme));
    let mut alternatives: Vec<Vec<SchemeId>> =
        known.map(|(index, _)| vec![SchemeId(index)]).collect();
    if alternatives.is_empty() {
        let message = "the header `Authorization` is a matter of security schemes, and there is none; its whole value is asked for";
        let finding = Diagnostic::limit(codes::AUTHORIZATION_PARAMETER, parameter.at.span, message)
            .help("add a scheme to `components.securitySchemes`, and `security`");
        lowering.findings.push(finding);
        alternatives.push(vec![SchemeId(schemes.list.len())]);
        schemes.list.push(Scheme {
            at: parameter.at.clone(),
            name: parameter.name.clone(),
            description: parameter.description.clone(),
            kind: SchemeKind::ApiKey {
                location: KeyLocation::Header,
                name: "Authorization".to_owned(),
            },
            client_credentials: None,
            left_to_user: Vec::new(),
        });
    }
    if !parameter.required {
        alternatives.push(Vec::new());
    }
    alternatives
}

/// Reports the schemes that nothing needs: without operations, and where some are left out, that
/// says nothing.
pub(super) fn check_used(lowering: &mut Lowering<'_>, used: &Schemes) {
    let document = lowering.document;
    if document.paths.is_empty() || !document.left_out.is_empty() {
        return;
    }
    let incoming = document.incoming.iter().map(|incoming| &incoming.item);
    let named: BTreeSet<&str> = document
        .paths
        .iter()
        .chain(incoming)
        .flat_map(|item| &item.operations)
        .map(|operation| &operation.security)
        .chain([&document.security])
        .flat_map(|requirements| requirements.iter().flatten())
        .flat_map(|requirement| requirement.schemes.keys().map(String::as_str))
        .collect();
    for scheme in &document.schemes {
        let name = &scheme.name;
        // A certificate has a method of its own, and a fault was reported.
        if matches!(scheme.kind, None | Some(SecurityKind::MutualTls)) {
            continue;
        }
        if named.contains(name.as_str()) || used.find(name).is_some() {
            continue;
        }
        let message = format!(
            "no `security` names the scheme `{name}`; the client has no method for its credential"
        );
        let finding = Diagnostic::warning(codes::UNUSED_SECURITY_SCHEME, scheme.at.span, message)
            .help(format!(
                "name it where it is needed, at the root or at an operation:\nsecurity:\n  - {name}: []"
            ));
        lowering.findings.push(finding);
    }
}
