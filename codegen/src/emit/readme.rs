//! `README.md` of the crate.

use super::{Context, client, crate_root, docs, incoming, manifest};

/// The whole file.
pub(super) fn readme(context: Context<'_>) -> String {
    let package = manifest::package_name(context);
    let mut text = format!(
        "# {package}\n\nA client for {}.\n",
        docs::single_line(&context.api.title)
    );
    if let Some(about) = docs::prose(&context.api.docs) {
        text.push_str(&format!("\n{about}\n"));
    }
    let quick_start = crate_root::quick_start(context);
    let shown = quick_start.lines().filter(|line| {
        !line.starts_with("# #[")
            && *line != "# }"
            && *line != "# Ok(())"
            && !line.starts_with("# async")
    });
    let shown: Vec<String> = shown
        .map(|line| {
            line.replace("```no_run", "```rust")
                .replace("# Quick start", "## Quick start")
        })
        .collect();
    text.push_str(&shown.join("\n"));
    text.push('\n');
    text.push_str(&crate_root::environment(context).replace("\n# ", "\n## "));
    if let Some(server) = context.api.servers.first() {
        text.push_str(&format!(
            "\nThe default server is {}.\n",
            docs::code(&client::url_text(server))
        ));
    }
    if crate_root::has_operations(context) {
        text.push_str(&operations(context));
    }
    if !context.api.incoming.is_empty() {
        text.push_str("\n#");
        text.push_str(&incoming::table(context, incoming::Function::Code));
    }
    text.push_str("\nErrors, pages and options of a call are described in the crate's documentation: `cargo doc --open`.\n");
    text
}

/// Every operation with its method and path.
fn operations(context: Context<'_>) -> String {
    let mut text = String::from("\n## Operations\n\n| call | request |\n|---|---|\n");
    for (operation, names) in context.api.operations.iter().zip(&context.names.operations) {
        let group = operation
            .group
            .and_then(|index| context.names.groups.get(index));
        let group = group.map_or_else(String::new, |group| format!("{}().", group.accessor));
        let request = docs::cell(&docs::code(&format!(
            "{} {}",
            operation.method, operation.path
        )));
        text.push_str(&format!(
            "| `client.{group}{}` | {request} |\n",
            names.method
        ));
    }
    text
}
