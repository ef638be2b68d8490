//! From what a document says to what it means: references resolved, `allOf` merged, nullability and
//! unions settled, operations with their answers.
//!
//! A schema is lowered as a `Key`: one or several schemas that hold together, as
//! `allOf` and a property that is declared twice demand. Objects are put off into a queue, so that
//! the depth of a document is no recursion.

mod alias;
mod answer;
mod boxing;
mod conditional;
mod conflict;
mod container;
mod content;
mod context;
mod discriminator;
mod docs;
mod endless;
mod enumeration;
mod files;
mod form;
mod hierarchy;
mod hint;
mod idempotency;
mod incoming;
mod null;
mod oauth;
mod object;
mod operation;
mod overlap;
mod pagination;
mod parameter;
mod presence;
mod product;
mod querystring;
mod scalar;
mod security;
mod server;
mod settings;
mod shape;
mod tag;
mod tag_property;
mod template;
#[cfg(test)]
mod tests;
mod trace;

mod union;
mod users;
mod view;
mod visit;

use std::collections::BTreeSet;

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::ir::{Api, Docs, TypeId};

pub(crate) use answer::is_by_line;
use context::Lowering;
pub use trace::{Fallback, Fate, Trace};

/// Lowers a document. The findings are beside the API, which is as complete as they allow.
pub fn lower(document: &Document, config: &Config) -> (Api, Vec<Diagnostic>) {
    let mut lowering = Lowering::new(document, config);
    let api = whole(&mut lowering);
    (api, lowering.findings.into_list())
}

/// Lowers a document, and tells what became of each schema.
pub fn lower_traced(document: &Document, config: &Config) -> (Api, Trace, Vec<Diagnostic>) {
    let mut lowering = Lowering::new(document, config);
    let api = whole(&mut lowering);
    let trace = trace::of(&mut lowering);
    (api, trace, lowering.findings.into_list())
}

/// The types that answers and requests of the API's server carry.
pub(crate) fn received(api: &Api) -> BTreeSet<TypeId> {
    let received = api.operations.iter().flat_map(presence::received_by);
    let received = received.chain(presence::brought_by(&api.incoming));
    visit::reachable(&api.types, received.collect())
}

fn whole(lowering: &mut Lowering<'_>) -> Api {
    let document = lowering.document;
    operation::name_all(lowering);
    incoming::name_all(lowering);
    files::find(lowering);
    alias::check_references(lowering);
    form::components(lowering);
    let servers = server::servers(lowering);
    let mut schemes = security::Schemes::default();
    let (groups, operations) = operation::operations(lowering, &mut schemes);
    let incoming = incoming::incoming(lowering, &operations);
    form::drain(lowering);
    alias::break_cycles(lowering);
    endless::break_cycles(lowering);
    boxing::insert(&mut lowering.types);
    overlap::keep_rests(&mut lowering.types);
    shape::fill(&mut lowering.types);
    content::check_encodings(lowering);
    let mut api = Api {
        title: document.title.clone(),
        version: document.version.clone(),
        docs: api_docs(document),
        document: document.file.clone(),
        servers,
        schemes: schemes.list,
        groups,
        operations,
        incoming,
        types: std::mem::take(&mut lowering.types),
    };
    let types = &api.types;
    let operations = api.operations.iter_mut();
    let contents = operations
        .flat_map(|operation| &mut operation.answers)
        .flat_map(|answer| &mut answer.contents);
    contents.for_each(|content| content::settle_events(&mut content.payload, types));
    presence::settle(&mut api);
    users::settle(&mut api);
    pagination::find(lowering, &mut api);
    idempotency::find(lowering, &mut api);
    settings::check(lowering, &api);
    api
}

fn api_docs(document: &Document) -> Docs {
    Docs {
        summary: document.summary.clone(),
        description: document.description.clone(),
        external: docs::external(document.external.as_ref()),
        ..Docs::default()
    }
}
