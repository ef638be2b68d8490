//! `Cargo.toml`.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use heck::ToKebabCase as _;

use super::Context;
use crate::config::Config;
use crate::data_types;

/// What every client depends on, beside what its data types need (`data_types`): name, version, features. The first line of the
/// list of each is also in this workspace's manifest; a test compares them.
pub(crate) const DEPENDENCIES: &[(&str, &str)] = &[
    ("base64", "\"0.23.1\""),
    ("bytes", "\"1.12.1\""),
    (
        "futures-util",
        "{ version = \"0.3.34\", default-features = false, features = [\"alloc\", \"std\"] }",
    ),
    ("http", "\"1.5.0\""),
    ("http-body", "\"1.1.0\""),
    ("httpdate", "\"1.0.3\""),
    ("percent-encoding", "\"2.3.2\""),
    (
        "reqwest",
        "{ version = \"0.13.5\", default-features = false, features = [\"charset\", \"http2\", \"system-proxy\"] }",
    ),
    ("secrecy", "\"0.10.3\""),
    (
        "serde",
        "{ version = \"1.0.228\", features = [\"derive\"] }",
    ),
    (
        "serde_json",
        "{ version = \"1.0.154\", features = [\"float_roundtrip\"] }",
    ),
    ("serde_path_to_error", "\"0.1.20\""),
    ("url", "\"2.5.8\""),
    (
        "uuid",
        "{ version = \"1.29.1\", features = [\"serde\", \"v4\"] }",
    ),
];

/// What depends on where the client runs.
const TARGETS: &str = "
[target.'cfg(not(target_arch = \"wasm32\"))'.dependencies]
h2 = \"0.4.20\"
tokio = { version = \"1.54.1\", default-features = false, features = [\"rt\", \"time\"] }

# In a browser, random numbers are JavaScript's.
[target.'cfg(target_arch = \"wasm32\")'.dependencies]
uuid = { version = \"1.29.1\", features = [\"js\"] }
";

/// What a client depends on with a feature alone.
pub(crate) const OPTIONAL: &[(&str, &str)] = &[
    (
        "reqwest-middleware",
        "{ version = \"0.5.2\", optional = true }",
    ),
    ("tower-service", "{ version = \"0.3.3\", optional = true }"),
    (
        "tracing",
        "{ version = \"0.1.44\", default-features = false, features = [\"std\"], optional = true }",
    ),
    ("wiremock", "{ version = \"0.6.5\", optional = true }"),
];

/// The name of the crate.
pub(super) fn package_name(context: Context<'_>) -> String {
    match &context.config.package.name {
        Some(name) => crate_name(name, context.config),
        None => crate_name(&plain(&context.api.title).to_kebab_case(), context.config),
    }
}

/// The text in what Cargo admits in names.
fn plain(text: &str) -> String {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    deunicode::deunicode(text)
        .chars()
        .map(|letter| if is_plain(letter) { letter } else { '-' })
        .collect()
}

/// The name of a crate that is nearest to a text: the text itself if it can be one.
pub(crate) fn crate_name(text: &str, config: &Config) -> String {
    let name = plain(text).trim_matches(['-', '_']).to_owned();
    match name.chars().next() {
        None => "client".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("client-{name}"),
        Some(_) if is_taken(&name, config) => format!("{name}-client"),
        Some(_) => name,
    }
}

/// Whether a crate of this name could not be named in its own documentation, or not depend on what
/// every client depends on.
fn is_taken(name: &str, config: &Config) -> bool {
    let name = name.replace('-', "_");
    crate::names::is_keyword(&name)
        || is_own_dependency(&name, config)
        || ["alloc", "chrono", "core", "proc_macro", "std", "test"].contains(&name.as_str())
}

/// Whether a client of this configuration depends on a crate without being told to.
pub(crate) fn is_own_dependency(name: &str, config: &Config) -> bool {
    let name = name.replace('-', "_");
    let is_same = |(own, _): (&str, &str)| own.replace('-', "_") == name;
    let optional = OPTIONAL.iter().copied();
    dependencies(config)
        .into_iter()
        .chain(optional)
        .any(is_same)
        || name == "tokio"
}

/// What the configuration adds to the dependencies.
fn added(context: Context<'_>) -> String {
    let mut text = String::new();
    for (name, dependency) in &context.config.dependencies {
        let version = string(&dependency.version);
        let mut keys = vec![format!("version = {version}")];
        if !dependency.default_features {
            keys.push("default-features = false".to_owned());
        }
        if !dependency.features.is_empty() {
            let features: Vec<String> = dependency
                .features
                .iter()
                .map(|feature| string(feature))
                .collect();
            keys.push(format!("features = [{}]", features.join(", ")));
        }
        let _ = match keys.as_slice() {
            [_] => writeln!(text, "{name} = {version}"),
            keys => writeln!(text, "{name} = {{ {} }}", keys.join(", ")),
        };
    }
    text
}

/// The whole file.
pub(super) fn manifest(context: Context<'_>) -> String {
    let package = &context.config.package;
    let title: String = context
        .api
        .title
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let description = package
        .description
        .clone()
        .unwrap_or_else(|| format!("A client for {title}."));
    let mut text = String::from("[package]\n");
    let mut line = |key: &str, value: &str| {
        let _ = writeln!(text, "{key} = {}", string(value));
    };
    line("name", &package_name(context));
    line("version", package.version.as_deref().unwrap_or("0.1.0"));
    line("description", &description);
    line("edition", "2024");
    line("rust-version", "1.89");
    if let Some(license) = &package.license {
        line("license", license);
    }
    if let Some(repository) = &package.repository {
        line("repository", repository);
    }
    line("readme", "README.md");
    text.push_str(&features(context));
    let optional = OPTIONAL.iter().copied();
    for (name, requirement) in dependencies(context.config).into_iter().chain(optional) {
        let _ = writeln!(text, "{name} = {requirement}");
    }
    text.push_str(&added(context));
    text.push_str(TARGETS);
    text.push_str(DEV_DEPENDENCIES);
    text
}

/// What a client of this configuration depends on without any feature.
fn dependencies(config: &Config) -> BTreeMap<&'static str, &'static str> {
    let types = data_types::needed(config).flat_map(|needs| needs.dependencies);
    DEPENDENCIES.iter().chain(types).copied().collect()
}

/// How requests are sent, and which operations there are.
fn features(context: Context<'_>) -> String {
    let groups: Vec<&str> = context
        .names
        .groups
        .iter()
        .filter(|_| context.has_features())
        .map(|group| group.feature.as_str())
        .collect();
    let mut text = String::from("\n[features]\n");
    if groups.is_empty() {
        text.push_str("default = [\"rustls\"]\n");
    } else {
        text.push_str("default = [\n    \"rustls\",\n");
        for group in &groups {
            let _ = writeln!(text, "    \"{group}\",");
        }
        text.push_str("]\n");
    }
    text.push_str(OWN_FEATURES);
    if !groups.is_empty() {
        text.push_str("# The operations of a tag, and the types that they alone use.\n");
    }
    for group in &groups {
        let _ = writeln!(text, "{group} = []");
    }
    text.push_str("\n[dependencies]\n");
    text
}

const OWN_FEATURES: &str = "\
# TLS: rustls, or what the platform has. Without either, plain HTTP only.
rustls = [\"reqwest/rustls\"]
native-tls = [\"reqwest/native-tls\"]
# Calls for programs without an async runtime.
blocking = [\"tokio/rt-multi-thread\"]
# A span for each call and attempt.
tracing = [\"dep:tracing\"]
# Sending through tower services, and through reqwest clients with middleware.
tower = [\"dep:tower-service\"]
reqwest-middleware = [\"dep:reqwest-middleware\"]
# For tests: a mock server of the API, and examples of all types.
mock = [\"dep:wiremock\"]
";

const DEV_DEPENDENCIES: &str = "
[dev-dependencies]
# The examples in the documentation are compiled.
tokio = { version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }
";

/// A TOML basic string (TOML 1.0, "String"). Cargo hands it to the compiler through the environment,
/// which takes no control characters.
fn string(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text
        .chars()
        .filter(|character| super::docs::is_visible(*character))
    {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push(' '),
            _ => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}
