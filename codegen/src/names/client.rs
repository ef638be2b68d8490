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
    settle(&claims, &taken)
        .iter()
        .map(|method| SchemeNames {
            method: Name::new(method),
            constant: Name::new(&method.to_uppercase()),
        })
        .collect()
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
