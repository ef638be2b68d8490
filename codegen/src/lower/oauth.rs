//! What the client does for a token by itself, and what it leaves to the user.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, codes, did_you_mean};
use crate::document::{
    self, CLIENT_CREDENTIALS, Document, Flow, Requirement, SecurityKind, SecurityScheme,
};
use crate::ir::ClientCredentials;

use super::context::Lowering;
use super::security::Schemes;

fn flows(scheme: &SecurityScheme) -> &[Flow] {
    match &scheme.kind {
        Some(SecurityKind::OAuth2(flows)) => flows,
        _ => &[],
    }
}

/// How the client fetches tokens for itself.
pub(super) fn client_credentials(
    lowering: &mut Lowering<'_>,
    scheme: &SecurityScheme,
) -> Option<ClientCredentials> {
    let mut flows = flows(scheme).iter();
    let flow = flows.find(|flow| flow.name == CLIENT_CREDENTIALS)?;
    let token_url = flow.token_url.clone()?;
    if is_plain_http(&token_url) {
        let message = format!(
            "tokens for `{}` would be fetched over plain http, where anybody on the way can read the client's secret; a client refuses that unless it is allowed",
            scheme.name
        );
        let secure = token_url.replacen("http", "https", 1);
        let finding = Diagnostic::warning(codes::PLAIN_HTTP, flow.at.span, message)
            .help(format!("write `tokenUrl: {secure}`"));
        lowering.findings.push(finding);
    }
    Some(ClientCredentials {
        token_url,
        scopes: flow.scopes.clone(),
    })
}

/// RFC 6749, section 3.2, wants TLS; a server on the same machine is one for tests.
fn is_plain_http(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("http://") else {
        return false;
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let is_local = |local: &str| {
        let after = host.strip_prefix(local);
        after.is_some_and(|after| after.is_empty() || after.starts_with(':'))
    };
    !["localhost", "127.0.0.1", "[::1]"]
        .into_iter()
        .any(is_local)
}

/// The flows that the client does not go through, with a report.
pub(super) fn left_to_user(lowering: &mut Lowering<'_>, scheme: &SecurityScheme) -> Vec<String> {
    let left: Vec<String> = match &scheme.kind {
        Some(SecurityKind::OpenIdConnect) => vec!["OpenID Connect".to_owned()],
        Some(SecurityKind::OAuth2(flows)) => {
            let is_left =
                |flow: &&Flow| flow.name != CLIENT_CREDENTIALS || flow.token_url.is_none();
            let left = flows.iter().filter(is_left);
            left.map(|flow| flow.name.to_owned()).collect()
        }
        _ => return Vec::new(),
    };
    if left.is_empty() && !flows(scheme).is_empty() {
        return left;
    }
    let by = match left.as_slice() {
        [] => String::new(),
        left => format!(" ({})", left.join(", ")),
    };
    let message = format!(
        "how a token for `{}` is come by{by} is left to the user, who gives a token or a provider of tokens",
        scheme.name
    );
    let mut finding = Diagnostic::limit(codes::TOKEN_FLOW, scheme.at.span, message);
    let flows = flows(scheme);
    if left.is_empty() || flows.iter().any(|flow| flow.name == CLIENT_CREDENTIALS) {
        let help = "for a client that fetches tokens by itself, describe the flow:\nflows:\n  clientCredentials:\n    tokenUrl: https://example.com/token\n    scopes: {}";
        finding = finding.help(help);
    }
    lowering.findings.push(finding);
    left
}

/// Reports scopes that the flows of a scheme do not have.
pub(super) fn check_scopes(lowering: &mut Lowering<'_>, requirement: &Requirement) {
    let document = lowering.document;
    for (name, scopes) in &requirement.schemes {
        let mut schemes = document.schemes.iter();
        let flows = schemes.find(|scheme| scheme.name == *name).map(flows);
        let known: Vec<&str> = flows
            .unwrap_or_default()
            .iter()
            .flat_map(|flow| flow.scopes.iter().map(String::as_str))
            .collect();
        for scope in scopes {
            if known.is_empty() || known.contains(&scope.as_str()) {
                continue;
            }
            let message = format!(
                "no flow of `{name}` has the scope `{scope}`; the client does not ask for it"
            );
            let finding = Diagnostic::warning(codes::UNKNOWN_SCOPE, requirement.at.span, message);
            let help = format!("add `{scope}` to the `scopes` of the flow");
            lowering
                .findings
                .push(finding.help(did_you_mean(scope, known.iter().copied(), help)));
        }
    }
}

/// The scopes that an operation needs, by the names of the schemes.
pub(super) fn of(
    document: &Document,
    operation: &document::Operation,
) -> BTreeMap<String, BTreeSet<String>> {
    let mut scopes: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let requirements = operation.security.as_ref().or(document.security.as_ref());
    for requirement in requirements.into_iter().flatten() {
        for (name, needed) in &requirement.schemes {
            let known = scopes.entry(name.clone()).or_default();
            known.extend(needed.iter().cloned());
        }
    }
    scopes
}

/// Keeps what an operation needs.
pub(super) fn note_scopes(schemes: &mut Schemes, requirement: &Requirement) {
    for (name, scopes) in &requirement.schemes {
        let noted = schemes.scopes.entry(name.clone()).or_default();
        for scope in scopes {
            if !noted.contains(scope) {
                noted.push(scope.clone());
            }
        }
    }
}

/// Of the scopes of a flow, those that operations need are asked for.
pub(super) fn settle_scopes(schemes: &mut Schemes) {
    for scheme in &mut schemes.list {
        let Some(flow) = &mut scheme.client_credentials else {
            continue;
        };
        let needed = schemes.scopes.get(&scheme.name);
        let needed = needed.map(Vec::as_slice).unwrap_or_default();
        if flow.scopes.is_empty() {
            flow.scopes = needed.to_vec();
        } else if flow.scopes.iter().any(|scope| needed.contains(scope)) {
            flow.scopes.retain(|scope| needed.contains(scope));
        }
    }
}
