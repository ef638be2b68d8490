//! Servers and the variables in their URLs.

use crate::diagnostic::{Diagnostic, codes, did_you_mean};
use crate::document;
use crate::ir::{Server, ServerVariable, UrlPart};

use super::context::Lowering;

/// The servers of the document.
pub(super) fn servers(lowering: &mut Lowering<'_>) -> Vec<Server> {
    let document = lowering.document;
    document
        .servers
        .iter()
        .map(|server| self::server(lowering, server))
        .collect()
}

fn server(lowering: &mut Lowering<'_>, server: &document::Server) -> Server {
    let url = parts(lowering, server);
    let placeholder = why_no_url(&url);
    if let Some(reason) = placeholder {
        let message = format!(
            "the server `{}` cannot be called: {reason}; the base URL has to be given",
            server.object.url
        );
        let finding = Diagnostic::limit(codes::PLACEHOLDER_SERVER, server.at.span, message)
            .help("write an absolute URL, with a variable for what differs from user to user");
        lowering.findings.push(finding);
    }
    Server {
        at: server.at.clone(),
        url,
        description: server.object.description.clone(),
        placeholder: placeholder.is_some(),
    }
}

fn parts(lowering: &mut Lowering<'_>, server: &document::Server) -> Vec<UrlPart> {
    let mut parts = Vec::new();
    let mut before = String::new();
    let mut rest = server.object.url.trim();
    while let Some((literal, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else {
            break;
        };
        push_literal(&mut parts, literal);
        before.push_str(literal);
        let in_host = is_in_host(&before);
        match variable(lowering, server, name, in_host) {
            Some(variable) => parts.push(UrlPart::Variable(variable)),
            None => push_literal(&mut parts, &format!("{{{name}}}")),
        }
        before.push('x');
        rest = after;
    }
    push_literal(&mut parts, rest);
    parts
}

fn push_literal(parts: &mut Vec<UrlPart>, text: &str) {
    match parts.last_mut() {
        Some(UrlPart::Literal(before)) => before.push_str(text),
        _ if text.is_empty() => {}
        _ => parts.push(UrlPart::Literal(text.to_owned())),
    }
}

/// Whether what comes after this text stands in the host: after `//`, before `/` and `:`.
fn is_in_host(before: &str) -> bool {
    before
        .split_once("//")
        .is_some_and(|(_, host)| !host.contains(['/', ':', '?', '#']))
}

fn variable(
    lowering: &mut Lowering<'_>,
    server: &document::Server,
    name: &str,
    in_host: bool,
) -> Option<ServerVariable> {
    let variables = server.object.variables.as_ref();
    let Some(variable) = variables.and_then(|variables| variables.get(name)) else {
        let message = format!("the server's URL holds `{{{name}}}`, but no variable has that name");
        let finding = Diagnostic::error(codes::UNDECLARED_SERVER_VARIABLE, server.at.span, message);
        let known = variables
            .into_iter()
            .flatten()
            .map(|(name, _)| name.as_str());
        let help = format!("declare it:\nvariables:\n  {name}:\n    default: …");
        lowering
            .findings
            .push(finding.help(did_you_mean(name, known, help)));
        return None;
    };
    let default = &variable.default;
    let listed = variable.enumeration.is_empty() || variable.enumeration.contains(default);
    if !listed {
        let message =
            format!("the default of `{name}` is not among its values; it has to be given");
        let finding = Diagnostic::warning(codes::SERVER_VARIABLE_DEFAULT, server.at.span, message);
        let values = variable.enumeration.iter().map(String::as_str);
        let help = "make the default one of the values of `enum`, or add it to them";
        lowering
            .findings
            .push(finding.help(did_you_mean(default, values, help)));
    }
    let callable = if in_host {
        is_host(default)
    } else {
        !default.contains(['{', '}', '<', '>', ' '])
    };
    Some(ServerVariable {
        name: name.to_owned(),
        default: (listed && callable).then(|| default.clone()),
        values: variable.enumeration.clone(),
        description: variable.description.clone(),
        in_host,
    })
}

/// Whether a text is made of DNS labels; an IPv6 address in brackets will do as well.
fn is_host(text: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .chars()
                .all(|letter| letter.is_ascii_alphanumeric() || letter == '-')
    };
    let address = text
        .strip_prefix('[')
        .and_then(|text| text.strip_suffix(']'));
    address.is_some_and(|text| text.parse::<std::net::Ipv6Addr>().is_ok())
        || text.split('.').all(label)
}

/// Why a URL cannot be called, whatever the variables hold.
fn why_no_url(parts: &[UrlPart]) -> Option<&'static str> {
    let text: String = parts
        .iter()
        .map(|part| match part {
            UrlPart::Literal(text) => text.as_str(),
            // Any label, which also passes for a scheme, a port and a path.
            UrlPart::Variable(variable) if variable.in_host => {
                variable.default.as_deref().unwrap_or("a")
            }
            UrlPart::Variable(variable) => variable.default.as_deref().unwrap_or("1"),
        })
        .collect();
    let lower = text.to_ascii_lowercase();
    let Some(rest) = lower
        .strip_prefix("https://")
        .or_else(|| lower.strip_prefix("http://"))
    else {
        return Some(if lower.contains("://") {
            "its scheme is not HTTP"
        } else {
            "it is relative"
        });
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => match port.parse::<u16>() {
            Ok(_) => host,
            Err(_) => return Some("its port is no number"),
        },
        _ => authority,
    };
    if !is_host(host) {
        return Some("its host is no name");
    }
    text.contains(['{', '}', '<', '>', ' '])
        .then_some("it holds a placeholder")
}
