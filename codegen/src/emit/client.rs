//! `src/client.rs`: servers, security schemes, and what the environment says.

mod credentials;

use proc_macro2::TokenStream;
use quote::quote;

use super::{Context, docs};
use crate::ir::{KeyLocation, Scheme, SchemeKind, Server, ServerVariable, UrlPart};
use crate::names::{Name, SchemeNames};

/// The whole file.
pub(super) fn client(context: Context<'_>) -> TokenStream {
    let inner = docs::inner(&["Servers, credentials, and the environment."]);
    let server = server(context);
    let schemes = context.api.schemes.iter().zip(&context.names.schemes);
    let constants = schemes
        .clone()
        .map(|(scheme, names)| constant(context, scheme, names));
    let variables = variables(context).map(|variable| variable_method(context, variable));
    let credentials = schemes.map(|(scheme, names)| credentials::methods(scheme, names));
    let methods: Vec<TokenStream> = variables.chain(credentials).collect();
    let builder = (!methods.is_empty()).then(|| quote!(impl ClientBuilder { #(#methods)* }));
    let from_env = from_env(context);
    let imports = imports(context);
    let docs = builder_docs(context);
    quote! {
        #inner
        #imports

        const API: ApiInfo = ApiInfo {
            server: #server,
            user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
        };

        #(#constants)*

        impl Client {
            #docs
            pub fn builder() -> ClientBuilder {
                ClientBuilder::new(&API)
            }

            #from_env
        }

        #builder
    }
}

fn imports(context: Context<'_>) -> TokenStream {
    let urls = first_server(context).map(|_| quote!(UrlPart,));
    let variable = variables(context).next().map(|_| quote!(Variable,));
    let schemes = (!context.api.schemes.is_empty()).then(|| quote!(Scheme, SchemeKind,));
    let all = || context.api.schemes.iter();
    let secret = all().any(|scheme| scheme.kind != SchemeKind::Transport);
    let secret = secret.then(|| quote!(Credential, Secret,));
    let provider = all().any(Scheme::has_token);
    let provider = provider.then(|| quote!(TokenProvider,));
    let fetched = all().any(|scheme| scheme.client_credentials.is_some());
    let fetched = fetched.then(|| quote!(ClientCredentials,));
    quote!(use crate::runtime::{
        self, ApiInfo, BuildError, Client, ClientBuilder, #fetched #schemes #secret #provider #urls #variable
    };)
}

/// The server that is called unless the user names another.
fn first_server(context: Context<'_>) -> Option<&Server> {
    context
        .api
        .servers
        .first()
        .filter(|server| !server.placeholder)
}

pub(super) fn variables(context: Context<'_>) -> impl Iterator<Item = &ServerVariable> {
    let mut seen: Vec<&str> = Vec::new();
    first_server(context)
        .into_iter()
        .flat_map(|server| &server.url)
        .filter_map(move |part| match part {
            UrlPart::Variable(variable) if !seen.contains(&variable.name.as_str()) => {
                seen.push(&variable.name);
                Some(variable)
            }
            _ => None,
        })
}

fn server(context: Context<'_>) -> TokenStream {
    let Some(server) = first_server(context) else {
        return quote!(None);
    };
    let parts = server.url.iter().map(|part| match part {
        UrlPart::Literal(text) => quote!(UrlPart::Literal(#text)),
        UrlPart::Variable(variable) => {
            let (name, values, in_host) = (&variable.name, &variable.values, variable.in_host);
            let default = match &variable.default {
                Some(default) => quote!(Some(#default)),
                None => quote!(None),
            };
            quote! {
                UrlPart::Variable(Variable {
                    name: #name,
                    default: #default,
                    values: &[#(#values),*],
                    in_host: #in_host,
                })
            }
        }
    });
    quote!(Some(&[#(#parts),*]))
}

fn constant(context: Context<'_>, scheme: &Scheme, names: &SchemeNames) -> TokenStream {
    let (constant, name) = (&names.constant, &scheme.name);
    let kind = match &scheme.kind {
        SchemeKind::Basic => quote!(Basic),
        SchemeKind::Bearer => quote!(Bearer),
        SchemeKind::Other(name) => quote!(Authorization(#name)),
        SchemeKind::Transport => quote!(Transport),
        SchemeKind::ApiKey { location, name } => match location {
            KeyLocation::Header => quote!(Header(#name)),
            KeyLocation::Query => quote!(Query(#name)),
            KeyLocation::Cookie => quote!(Cookie(#name)),
        },
    };
    // All others have methods of the builder, which are always there.
    let is_operations_alone = scheme.kind == SchemeKind::Transport && context.has_features();
    let allow = is_operations_alone
        .then(|| quote!(#[allow(dead_code, reason = "features may leave out what it is for")]));
    quote! {
        #allow
        pub(crate) const #constant: Scheme = Scheme { name: #name, kind: SchemeKind::#kind };
    }
}

fn variable_method(context: Context<'_>, variable: &ServerVariable) -> TokenStream {
    let Some(method) = context.names.variables.get(&variable.name) else {
        return TokenStream::new();
    };
    let name = &variable.name;
    let mut text = match &variable.description {
        Some(description) => docs::sanitized(description),
        None => format!("The variable {} of the server's URL.", docs::code(name)),
    };
    match &variable.default {
        Some(default) => text.push_str(&format!("\n\nDefault: {}.", docs::code(default))),
        None => text.push_str("\n\nIt has no default: it must be given, unless the base URL is."),
    }
    if !variable.values.is_empty() {
        let values: Vec<String> = variable
            .values
            .iter()
            .map(|value| docs::code(value))
            .collect();
        text.push_str(&format!("\n\nOne of {}.", values.join(", ")));
    } else if variable.in_host {
        text.push_str("\n\nIt must be a DNS label (RFC 1123, section 2.1).");
    }
    let docs = docs::trusted(&text);
    quote! {
        #docs
        pub fn #method(self, #method: impl Into<String>) -> Self {
            self.server_variable(#name, #method)
        }
    }
}

fn builder_docs(context: Context<'_>) -> TokenStream {
    let mut text = "What a client is made of: servers, credentials, timeouts.".to_owned();
    let servers: Vec<String> = context
        .api
        .servers
        .iter()
        .map(|server| {
            let url = docs::code(&url_text(server));
            match &server.description {
                Some(description) => format!("- {url}: {}", docs::single_line(description)),
                None => format!("- {url}"),
            }
        })
        .collect();
    if servers.is_empty() || first_server(context).is_none() {
        text.push_str("\n\nThe document names no server that could be called: give [`base_url`](ClientBuilder::base_url).");
    }
    let schemes = context.api.schemes.iter();
    for scheme in schemes.filter(|scheme| scheme.kind == SchemeKind::Transport) {
        text.push_str(&format!(
            "\n\nThe security scheme {} is mutual TLS: `ClientBuilder::client_certificate` takes the certificate.",
            docs::code(&scheme.name)
        ));
    }
    if !servers.is_empty() {
        text.push_str("\n\nThe servers of the document, of which the first is the default:\n\n");
        text.push_str(&servers.join("\n"));
    }
    docs::text(&text)
}

/// The URL with its variables in braces.
pub(super) fn url_text(server: &Server) -> String {
    server
        .url
        .iter()
        .map(|part| match part {
            UrlPart::Literal(text) => text.clone(),
            UrlPart::Variable(variable) => format!("{{{}}}", variable.name),
        })
        .collect()
}

/// A variable of the environment, and the methods of the builder that take its value.
pub(super) enum Setting<'a> {
    /// `base_url`.
    BaseUrl(String),
    /// A server variable.
    Variable(String, &'a ServerVariable),
    /// A token.
    Token(String, &'a SchemeNames),
    /// A user and a password.
    Basic(String, String, &'a SchemeNames),
    /// The id and the secret of an OAuth 2 client.
    ClientCredentials(String, String, &'a SchemeNames),
}

/// What the environment may say, by the configuration or by the package's name.
pub(super) fn settings(context: Context<'_>) -> Vec<Setting<'_>> {
    let environment = &context.config.environment;
    let prefix = super::manifest::package_name(context)
        .to_uppercase()
        .replace('-', "_");
    let default = |end: &str| format!("{prefix}_{end}");
    let mut settings = vec![Setting::BaseUrl(
        environment
            .base_url
            .clone()
            .unwrap_or_else(|| default("BASE_URL")),
    )];
    for variable in variables(context) {
        let Some(method) = context.names.variables.get(&variable.name) else {
            continue;
        };
        let shouted = method.bare().to_uppercase();
        let name = environment.server_variables.get(&variable.name).cloned();
        settings.push(Setting::Variable(
            name.unwrap_or_else(|| default(&shouted)),
            variable,
        ));
    }
    let several = context
        .api
        .schemes
        .iter()
        .filter(|scheme| scheme.kind != SchemeKind::Transport)
        .count()
        > 1;
    for (scheme, names) in context.api.schemes.iter().zip(&context.names.schemes) {
        let given = environment.credentials.get(&scheme.name);
        let own = if several {
            format!("{}_", names.constant)
        } else {
            String::new()
        };
        let name = |given: Option<&String>, end: &str| {
            given
                .cloned()
                .unwrap_or_else(|| default(&format!("{own}{end}")))
        };
        match scheme.kind {
            SchemeKind::Basic => settings.push(Setting::Basic(
                name(given.and_then(|given| given.username.as_ref()), "USERNAME"),
                name(given.and_then(|given| given.password.as_ref()), "PASSWORD"),
                names,
            )),
            SchemeKind::Transport => {}
            _ if scheme.client_credentials.is_some() => {
                // A token, where one is given, takes their place.
                let id = given.and_then(|given| given.client_id.as_ref());
                let secret = given.and_then(|given| given.client_secret.as_ref());
                let token = given.and_then(|given| given.token.as_ref());
                settings.push(Setting::ClientCredentials(
                    name(id, "CLIENT_ID"),
                    name(secret, "CLIENT_SECRET"),
                    names,
                ));
                settings.push(Setting::Token(name(token, "TOKEN"), names));
            }
            _ => settings.push(Setting::Token(
                name(given.and_then(|given| given.token.as_ref()), "TOKEN"),
                names,
            )),
        }
    }
    settings
}

/// What is said and done for two variables that belong together.
fn pair([first, second]: [&str; 2], method: &Name, values: &TokenStream) -> (String, TokenStream) {
    let shown = method.bare();
    let line = format!(
        "- {} and {}: [`{shown}`](ClientBuilder::{shown})\n",
        docs::code(first),
        docs::code(second)
    );
    let step = quote! {
        if let Some((#values)) = runtime::env_pair(#first, #second)? {
            builder = builder.#method(#values);
        }
    };
    (line, step)
}

fn from_env(context: Context<'_>) -> TokenStream {
    let mut text = "A client made of what the environment says:\n\n".to_owned();
    let mut steps = Vec::new();
    for setting in settings(context) {
        match setting {
            Setting::BaseUrl(name) => {
                text.push_str(&format!(
                    "- {}: the base URL, instead of the document's server\n",
                    docs::code(&name)
                ));
                steps.push(quote!(if let Some(value) = runtime::env(#name)? { builder = builder.base_url(value); }));
            }
            Setting::Variable(name, variable) => {
                let Some(method) = context.names.variables.get(&variable.name) else {
                    continue;
                };
                let shown = method.bare();
                text.push_str(&format!(
                    "- {}: [`{shown}`](ClientBuilder::{shown})\n",
                    docs::code(&name)
                ));
                steps.push(quote!(if let Some(value) = runtime::env(#name)? { builder = builder.#method(value); }));
            }
            Setting::Token(name, names) => {
                let method = &names.method;
                let shown = method.bare();
                text.push_str(&format!(
                    "- {}: [`{shown}`](ClientBuilder::{shown})\n",
                    docs::code(&name)
                ));
                steps.push(quote!(if let Some(value) = runtime::env(#name)? { builder = builder.#method(value); }));
            }
            Setting::Basic(first, second, names) => {
                let values = quote!(username, password);
                let (line, step) = pair([&first, &second], &names.method, &values);
                text.push_str(&line);
                steps.push(step);
            }
            Setting::ClientCredentials(first, second, names) => {
                let values = quote!(client_id, client_secret);
                let (line, step) = pair([&first, &second], &names.client_credentials, &values);
                text.push_str(&line);
                steps.push(step);
            }
        }
    }
    text.push_str("\nAn empty variable counts as none.");
    let docs = docs::trusted(&text);
    let errors = docs::lines(&[
        "",
        "# Errors",
        "A value is not Unicode or not admitted, or one is missing without which no server is known.",
    ]);
    quote! {
        #docs
        #errors
        pub fn from_env() -> Result<Self, BuildError> {
            let mut builder = Self::builder();
            #(#steps)*
            builder.build()
        }
    }
}
