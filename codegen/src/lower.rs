//! From what a document says to what it means: references resolved, `allOf` merged, nullability and
//! unions settled, operations with their answers.
//!
//! A schema is lowered as a `Key`: one or several schemas that hold together, as
//! `allOf` and a property that is declared twice demand. Objects are put off into a queue, so that
//! the depth of a document is no recursion.

mod alias;
mod answer;
mod boxing;
mod container;
mod context;
mod discriminator;
mod docs;
mod endless;
mod enumeration;
mod form;
mod hint;
mod null;
mod object;
mod operation;
mod pagination;
mod parameter;
mod presence;
mod querystring;
mod scalar;
mod security;
mod server;
mod settings;
mod shape;
mod template;
#[cfg(test)]
mod tests;

mod union;
mod view;
mod visit;

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::ir::{Api, Docs};

use context::Lowering;

/// Lowers a document. The findings are beside the API, which is as complete as they allow.
pub fn lower(document: &Document, config: &Config) -> (Api, Vec<Diagnostic>) {
    let mut lowering = Lowering::new(document, config);
    operation::name_all(&mut lowering);
    form::components(&mut lowering);
    let servers = server::servers(&mut lowering);
    let mut schemes = security::Schemes::default();
    let (groups, operations) = operation::operations(&mut lowering, &mut schemes);
    form::drain(&mut lowering);
    alias::break_cycles(&mut lowering);
    endless::break_cycles(&mut lowering);
    boxing::insert(&mut lowering.types);
    shape::fill(&mut lowering.types);
    let mut api = Api {
        title: document.title.clone(),
        version: document.version.clone(),
        docs: api_docs(document),
        document: document.file.clone(),
        servers,
        schemes: schemes.list,
        groups,
        operations,
        types: std::mem::take(&mut lowering.types),
    };
    presence::settle(&mut api);
    pagination::find(&mut lowering, &mut api);
    settings::check(&mut lowering, &api);
    (api, lowering.findings.into_list())
}

fn api_docs(document: &Document) -> Docs {
    Docs {
        summary: document.summary.clone(),
        description: document.description.clone(),
        external: docs::external(document.external.as_ref()),
        ..Docs::default()
    }
}
