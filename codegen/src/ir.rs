//! What a document means for a client: references resolved, `allOf` merged, nullability and unions
//! settled. It knows neither OpenAPI's spelling nor Rust's identifiers.

mod client;
mod incoming;
mod operation;
mod pagination;
mod types;

pub use client::{
    ClientCredentials, KeyLocation, Scheme, SchemeId, SchemeKind, Server, ServerVariable, UrlPart,
};
pub use incoming::{Incoming, IncomingBody, IncomingKind, IncomingParameter};
pub use operation::{
    Answer, Body, Content, Framing, Location, Operation, Parameter, Payload, Status, Style,
};
pub use pagination::{Cursor, PageForm, PageSize, Pagination};
pub use types::{
    Branch, Discriminator, Enum, EnumBase, EnumValue, Field, JsonKind, Presence, Shape, Struct,
    Tuple, Type, TypeDef, TypeId, TypeKind, Union,
};

use serde_json::Value as Json;

pub use crate::data_types::DataType;
use crate::source::Span;

/// A whole API.
#[derive(Debug)]
pub struct Api {
    /// `info.title`.
    pub title: String,
    /// `info.version`.
    pub version: String,
    /// `info.summary` and `info.description`.
    pub docs: Docs,
    /// The name of the root file, without folders.
    pub document: String,
    /// The servers of the document, in its order; the first is the default.
    pub servers: Vec<Server>,
    /// The security schemes that some operation uses, in the document's order.
    pub schemes: Vec<Scheme>,
    /// The tags that some operation carries first, in the document's order (`tags`, then first use).
    pub groups: Vec<Group>,
    /// Every operation, in the document's order.
    pub operations: Vec<Operation>,
    /// What the API's server sends by itself, in the document's order: webhooks, then callbacks.
    pub incoming: Vec<Incoming>,
    /// Every type; a [`TypeId`] is an index into this.
    pub types: Vec<TypeDef>,
}

/// Where in the document something comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct At {
    /// The place in the text.
    pub span: Span,
    /// The JSON Pointer (RFC 6901) as a fragment: `#/components/schemas/Pet`.
    pub pointer: String,
}

/// What the document says about something, as it says it: untrusted Markdown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Docs {
    /// One line (`summary`, `title`).
    pub summary: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `externalDocs`: URL and description.
    pub external: Option<(String, Option<String>)>,
    /// What values are admitted, beyond the type.
    pub constraints: Vec<Constraint>,
    /// What is said of its parts, where they have no type of their own to say it.
    pub parts: Vec<(Part, Docs)>,
    /// `default`.
    pub default: Option<Json>,
    /// The first of `examples`, or `example`.
    pub example: Option<Json>,
    /// `deprecated`.
    pub deprecated: bool,
}

/// A part of a value that has no name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Each item of a list.
    Item,
    /// The item at a place of a list, from 0.
    Place(usize),
    /// The value under each name that the document does not have.
    Value,
}

/// A rule that is documented and left to the server.
#[derive(Clone, Debug, PartialEq)]
pub enum Constraint {
    /// `minimum`, as written.
    Minimum(String),
    /// `exclusiveMinimum`, as written.
    ExclusiveMinimum(String),
    /// `maximum`, as written.
    Maximum(String),
    /// `exclusiveMaximum`, as written.
    ExclusiveMaximum(String),
    /// `multipleOf`, as written.
    MultipleOf(String),
    /// `minLength` in characters.
    MinLength(u64),
    /// `maxLength` in characters.
    MaxLength(u64),
    /// `pattern`, an ECMA-262 regular expression.
    Pattern(String),
    /// `minItems`.
    MinItems(u64),
    /// `maxItems`.
    MaxItems(u64),
    /// `uniqueItems`.
    UniqueItems,
    /// `minProperties`.
    MinProperties(u64),
    /// `maxProperties`.
    MaxProperties(u64),
    /// A `format` that has no Rust type.
    Format(String),
    /// `readOnly`.
    ReadOnly,
    /// `writeOnly`.
    WriteOnly,
    /// `enum`, where its values have no names: lists and mappings are among them.
    Values(Vec<Json>),
    /// Another keyword (`not`, `if`, `contains`, `dependentRequired` …) with its value as JSON.
    Other(&'static str, Json),
}

/// Operations that share their first tag.
#[derive(Debug)]
pub struct Group {
    /// The tag.
    pub tag: String,
    /// What it is.
    pub docs: Docs,
}
