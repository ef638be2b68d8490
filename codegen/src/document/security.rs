//! Reading security schemes and requirements.

use crate::diagnostic::{Diagnostic, codes, did_you_mean};
use crate::ir::At;
use crate::source::Node;

use super::context::Context;
use super::flow;
use super::object::{self, Object, finish, open};
use super::resolve::follow;
use super::{ObjectKind, Requirement, SecurityKind, SecurityScheme, keywords, token};

/// `components.securitySchemes`.
pub(super) fn schemes<'s>(
    context: &mut Context<'s>,
    components: &mut Object<'s>,
) -> Vec<SecurityScheme> {
    let entries = object::entries(context, components, "securitySchemes");
    let mut schemes = Vec::with_capacity(entries.len());
    for (name, entry, pointer) in entries {
        let mut scheme = SecurityScheme {
            at: At {
                span: entry.value.span,
                pointer: pointer.clone(),
            },
            name: name.to_owned(),
            description: None,
            kind: None,
        };
        let kind = ObjectKind::SecurityScheme;
        if let Some((node, place)) = follow(context, &entry.value, pointer, kind) {
            let mut object = open(context, node, &place, "Security Scheme Object");
            scheme.at.span = node.span;
            scheme.description = keywords::description(context, &mut object);
            scheme.kind = self::kind(context, &mut object, node);
            finish(context, &object);
        }
        schemes.push(scheme);
    }
    schemes
}

const KINDS: [&str; 5] = ["http", "apiKey", "oauth2", "openIdConnect", "mutualTLS"];

fn kind<'s>(
    context: &mut Context<'s>,
    object: &mut Object<'s>,
    node: &Node,
) -> Option<SecurityKind> {
    let kind = object::text(context, object, "type").unwrap_or_default();
    let scheme = object::text(context, object, "scheme");
    let name = object::text(context, object, "name");
    let location = object::text(context, object, "in");
    let flows = object.take("flows");
    let url = object.take("openIdConnectUrl");
    match (kind.as_str(), scheme, name, location) {
        ("http", Some(scheme), _, _) => Some(SecurityKind::Http(scheme)),
        ("apiKey", _, Some(name), Some(location)) => {
            let at = object
                .take("name")
                .map_or(node.span, |entry| entry.value.span);
            let is_sendable = match location.as_str() {
                "query" => true,
                "cookie" => {
                    token::check_cookie(context, &name, at);
                    true
                }
                _ => token::check_header(context, &name, at, "the scheme"),
            };
            is_sendable.then_some(SecurityKind::ApiKey { name, location })
        }
        ("oauth2", ..) => {
            if flows.is_none() {
                let message = "an OAuth 2.0 scheme needs `flows`; a bearer token is sent";
                let help = "say how a token is come by:\nflows:\n  clientCredentials:\n    tokenUrl: https://…\n    scopes: {}";
                object::missing(context, node.span, message, help);
            }
            let flows = flows.map(|entry| {
                let pointer = object.pointer("flows");
                flow::flows(context, &entry.value, &pointer)
            });
            Some(SecurityKind::OAuth2(flows.unwrap_or_default()))
        }
        ("openIdConnect", ..) => {
            if url.is_none() {
                let message =
                    "an OpenID Connect scheme needs `openIdConnectUrl`; a bearer token is sent";
                let help = "write `openIdConnectUrl: https://…/.well-known/openid-configuration`";
                object::missing(context, node.span, message, help);
            }
            Some(SecurityKind::OpenIdConnect)
        }
        ("mutualTLS", ..) => Some(SecurityKind::MutualTls),
        ("http", ..) => {
            missing(
                context,
                node,
                "an HTTP security scheme needs `scheme`",
                "write `scheme: bearer`",
            );
            None
        }
        ("apiKey", ..) => {
            missing(
                context,
                node,
                "an API key needs `name` and `in`",
                "write `in: header`",
            );
            None
        }
        (other, ..) => {
            let types = format!("the types are {}", KINDS.join(", "));
            let help = did_you_mean(other, KINDS, types);
            missing(
                context,
                node,
                &format!("`{other}` is no type of security scheme"),
                &help,
            );
            None
        }
    }
}

fn missing(context: &mut Context<'_>, node: &Node, message: &str, help: &str) {
    let message = format!("{message}; the scheme is left out");
    let mut finding = Diagnostic::warning(codes::SECURITY_SCHEME, node.span, message);
    finding.help = Some(help.to_owned());
    context.findings.push(finding);
}

/// `security`; `None` when it is not there, which is not the same as an empty list.
pub(super) fn requirements<'s>(
    context: &mut Context<'s>,
    object: &mut Object<'s>,
) -> Option<Vec<Requirement>> {
    object.take("security")?;
    let mut requirements = Vec::new();
    for (node, pointer) in object::items(context, object, "security") {
        let kind = "Security Requirement Object";
        if let Some(schemes) = object::shared(context, node, kind) {
            let at = At {
                span: node.span,
                pointer,
            };
            requirements.push(Requirement { at, schemes });
        }
    }
    Some(requirements)
}
