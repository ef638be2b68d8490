//! Methods of the client's builder.

use std::collections::BTreeMap;

use super::scope::{Claim, settle};
use super::words::Case;
use super::{Name, SchemeNames, identifiers, reserved};
use crate::config::Config;
use crate::ir::{Api, UrlPart};

pub(super) fn schemes(api: &Api, config: &Config) -> Vec<SchemeNames> {
    let variables = variables(api);
    let mut taken = [reserved::BUILDER, reserved::SCHEMES].concat();
    taken.extend(variables.values().map(Name::bare));
    let claims: Vec<Claim<'_>> = api
        .schemes
        .iter()
        .map(|scheme| {
            let text = config.names.get(&scheme.at.pointer).unwrap_or(&scheme.name);
            Claim::new(text, Case::Value, "auth", &scheme.name, 1)
        })
        .collect();
    let methods = distinct(api, &claims, &taken);
    let more = |method: &str, suffix: &str| Name::new(&format!("{method}{suffix}"));
    let names = methods.iter().map(|method| SchemeNames {
        method: Name::new(method),
        constant: Name::new(&method.to_uppercase()),
        provider: more(method, PROVIDER),
        client_credentials: more(method, CLIENT_CREDENTIALS),
        client_credentials_with: more(method, CLIENT_CREDENTIALS_WITH),
    });
    names.collect()
}

const PROVIDER: &str = "_provider";
const CLIENT_CREDENTIALS: &str = "_client_credentials";
const CLIENT_CREDENTIALS_WITH: &str = "_client_credentials_with";

/// The methods' names: such that what other methods are called after them is free as well.
fn distinct(api: &Api, claims: &[Claim<'_>], reserved: &[&str]) -> Vec<String> {
    let mut made_way: Vec<String> = Vec::new();
    loop {
        let mut taken = reserved.to_vec();
        taken.extend(made_way.iter().map(String::as_str));
        let methods = settle(claims, &taken);
        let mut clashing: Vec<String> = Vec::new();
        for (scheme, method) in api.schemes.iter().zip(&methods) {
            let suffixes: &[&str] = match scheme.client_credentials {
                Some(_) => &[PROVIDER, CLIENT_CREDENTIALS, CLIENT_CREDENTIALS_WITH],
                None if scheme.has_token() => &[PROVIDER],
                None => &[],
            };
            for suffix in suffixes {
                let name = format!("{method}{suffix}");
                if reserved.contains(&name.as_str()) {
                    clashing.push(method.clone());
                } else if methods.contains(&name) {
                    clashing.push(name);
                }
            }
        }
        if clashing.is_empty() {
            return methods;
        }
        made_way.append(&mut clashing);
    }
}

pub(super) fn variables(api: &Api) -> BTreeMap<String, Name> {
    let mut names: Vec<&str> = Vec::new();
    for part in api.servers.iter().take(1).flat_map(|server| &server.url) {
        if let UrlPart::Variable(variable) = part
            && !names.contains(&variable.name.as_str())
        {
            names.push(&variable.name);
        }
    }
    let claims: Vec<Claim<'_>> = names
        .iter()
        .map(|name| Claim::new(*name, Case::Value, "variable", *name, 1))
        .collect();
    let identifiers = identifiers(&claims, reserved::BUILDER);
    names
        .into_iter()
        .map(str::to_owned)
        .zip(identifiers)
        .collect()
}
