//! An OpenAPI document as it is written: typed, faithful, references not yet followed.
//!
//! Every schema is read once, whatever place it stands in, and found by its JSON Pointer; a
//! reference between schemas is a [`SchemaId`], so cycles cost nothing. References to parameters,
//! responses and the like are followed while reading, because only schemas may recur.
//! OpenAPI 3.0 and 3.2 are brought to 3.1 here, so that no later stage knows of them.

mod advice;
mod anchors;
mod content;
mod context;
mod contradiction;
mod discriminator;
mod example;
mod findings;
mod flow;
mod ignored;
mod incoming;
mod keywords;
mod kind;
mod object;
mod operation;
mod parameter;
pub(crate) mod path;
mod resolve;
mod root;
mod rules;
mod schema;
mod security;
mod token;
mod tree;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use crate::diagnostic::Diagnostic;
pub use crate::ir::{At, Constraint, Status};
use crate::source::{Source, Span};
pub(crate) use advice::BODY;
pub(crate) use findings::Findings;
pub(crate) use flow::CLIENT_CREDENTIALS;

/// A whole document.
#[derive(Debug)]
pub struct Document {
    /// The root.
    pub at: At,
    /// The version of the specification, for what concerns the document as a whole.
    pub head: Span,
    /// The name of the root file, without folders.
    pub file: String,
    /// `info.title`.
    pub title: String,
    /// `info.version`.
    pub version: String,
    /// `info.summary`.
    pub summary: Option<String>,
    /// `info.description`.
    pub description: Option<String>,
    /// `externalDocs`.
    pub external: Option<openapiv3::ExternalDocumentation>,
    /// `servers`.
    pub servers: Vec<Server>,
    /// `security` of the root.
    pub security: Option<Vec<Requirement>>,
    /// `tags`.
    pub tags: Vec<openapiv3::Tag>,
    /// `components.securitySchemes`.
    pub schemes: Vec<SecurityScheme>,
    /// `components.schemas`.
    pub components: Vec<(String, SchemaId)>,
    /// `paths`.
    pub paths: Vec<PathItem>,
    /// `webhooks`, and the `callbacks` of all operations.
    pub incoming: Vec<Incoming>,
    /// The operations that the configuration leaves out, by JSON Pointer.
    pub left_out: BTreeSet<String>,
    /// Every schema; a [`SchemaId`] is an index into this.
    pub schemas: Vec<Schema>,
    /// The schemas by JSON Pointer. One in another file than the root has the file's name, relative
    /// to the root's folder, in front: `schemas/pet.yaml#/Pet`.
    pub by_pointer: BTreeMap<String, SchemaId>,
    /// What else references lead to, by JSON Pointer.
    pub kinds: BTreeMap<String, ObjectKind>,
}

/// An object that is no schema and that a reference leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ObjectKind {
    /// A Path Item Object.
    PathItem,
    /// A Parameter Object.
    Parameter,
    /// A Request Body Object.
    RequestBody,
    /// A Response Object.
    Response,
    /// A Media Type Object.
    MediaType,
    /// A Header Object.
    Header,
    /// A Callback Object.
    Callback,
    /// A Security Scheme Object.
    SecurityScheme,
}

/// An index into [`Document::schemas`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchemaId(pub usize);

/// A Server Object.
#[derive(Debug)]
pub struct Server {
    /// Where it stands.
    pub at: At,
    /// What it says.
    pub object: openapiv3::Server,
}

/// A Security Requirement Object.
#[derive(Debug)]
pub struct Requirement {
    /// Where it stands.
    pub at: At,
    /// The schemes that are needed together, with their scopes.
    pub schemes: openapiv3::SecurityRequirement,
}

/// A Security Scheme Object.
#[derive(Debug)]
pub struct SecurityScheme {
    /// Where it stands.
    pub at: At,
    /// Its key.
    pub name: String,
    /// `description`.
    pub description: Option<String>,
    /// How it is sent; `None` when that is faulty.
    pub kind: Option<SecurityKind>,
}

/// The `type` of a security scheme.
#[derive(Debug)]
pub enum SecurityKind {
    /// `http`, with the name of the scheme.
    Http(String),
    /// `apiKey`.
    ApiKey {
        /// `name`.
        name: String,
        /// `in`.
        location: String,
    },
    /// `oauth2`.
    OAuth2(Vec<Flow>),
    /// `openIdConnect`.
    OpenIdConnect,
    /// `mutualTLS`.
    MutualTls,
}

/// An OAuth Flow Object.
#[derive(Debug)]
pub struct Flow {
    /// Where it stands.
    pub at: At,
    /// Its key: `clientCredentials`.
    pub name: &'static str,
    /// `tokenUrl`.
    pub token_url: Option<String>,
    /// The names of `scopes`.
    pub scopes: Vec<String>,
}

/// Requests that the API's server sends by itself.
#[derive(Debug)]
pub struct Incoming {
    /// The key of the webhook or callback.
    pub name: String,
    /// Who asks for them.
    pub kind: IncomingKind,
    /// The requests; the path is the name of the webhook, or the expression of the callback.
    pub item: PathItem,
}

/// Who asks for the requests of the API's server.
#[derive(Debug)]
pub enum IncomingKind {
    /// The document does not say.
    Webhook,
    /// Requests of these operations, by pointer.
    Callback {
        /// The pointers of the operations.
        operations: Vec<String>,
    },
}

/// A Path Item Object.
#[derive(Debug)]
pub struct PathItem {
    /// Where it stands.
    pub at: At,
    /// The path, with its templates.
    pub path: String,
    /// What all operations take.
    pub parameters: Vec<Parameter>,
    /// Its operations, in the document's order.
    pub operations: Vec<Operation>,
}

/// An Operation Object.
#[derive(Debug)]
pub struct Operation {
    /// Where it stands.
    pub at: At,
    /// The method in capitals.
    pub method: String,
    /// `operationId`.
    pub id: Option<String>,
    /// Where the `operationId` stands, or the operation when it has none.
    pub id_at: Span,
    /// `tags`.
    pub tags: Vec<String>,
    /// `summary`.
    pub summary: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `externalDocs`.
    pub external: Option<openapiv3::ExternalDocumentation>,
    /// `deprecated`.
    pub deprecated: bool,
    /// `parameters`.
    pub parameters: Vec<Parameter>,
    /// `requestBody`.
    pub body: Option<RequestBody>,
    /// `responses`.
    pub responses: Vec<Response>,
    /// `security`.
    pub security: Option<Vec<Requirement>>,
}

/// A Parameter Object.
#[derive(Debug)]
pub struct Parameter {
    /// Where it stands.
    pub at: At,
    /// `name`.
    pub name: String,
    /// `in`.
    pub location: ParameterLocation,
    /// `description`.
    pub description: Option<String>,
    /// `required`.
    pub required: bool,
    /// `deprecated`.
    pub deprecated: bool,
    /// `style`.
    pub style: Option<String>,
    /// `explode`.
    pub explode: Option<bool>,
    /// `schema`.
    pub schema: Option<SchemaId>,
    /// `content`.
    pub content: Vec<MediaType>,
    /// `example`, or the first of `examples`.
    pub example: Option<Json>,
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ParameterLocation {
    /// A segment of the path.
    Path,
    /// The query.
    Query,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
    /// The whole query (OpenAPI 3.2).
    Querystring,
}

/// A Request Body Object.
#[derive(Debug)]
pub struct RequestBody {
    /// Where it stands.
    pub at: At,
    /// `description`.
    pub description: Option<String>,
    /// `required`.
    pub required: bool,
    /// `content`.
    pub content: Vec<MediaType>,
}

/// A Media Type Object.
#[derive(Debug)]
pub struct MediaType {
    /// Where it stands.
    pub at: At,
    /// Its key.
    pub name: String,
    /// `schema`.
    pub schema: Option<SchemaId>,
    /// `itemSchema` (OpenAPI 3.2).
    pub item_schema: Option<SchemaId>,
    /// `encoding`, in its order.
    pub encodings: Vec<Encoding>,
}

/// An Encoding Object: how a property of a form or of a multipart body is written.
#[derive(Debug)]
pub struct Encoding {
    /// Where it stands.
    pub at: At,
    /// Its key: the property's name.
    pub name: String,
    /// `contentType`: a media type, or several with commas between them.
    pub content_type: Option<String>,
    /// `style`.
    pub style: Option<String>,
    /// `explode`.
    pub explode: Option<bool>,
}

/// A Response Object.
#[derive(Debug)]
pub struct Response {
    /// Where it stands.
    pub at: At,
    /// Its key.
    pub status: Status,
    /// `description`.
    pub description: String,
    /// `content`.
    pub content: Vec<MediaType>,
    /// `headers`, which are like parameters.
    pub headers: Vec<Parameter>,
}

/// A schema.
#[derive(Debug)]
pub struct Schema {
    /// Where it stands.
    pub at: At,
    /// What it says.
    pub body: SchemaBody,
}

/// The two forms of a schema.
#[derive(Debug)]
pub enum SchemaBody {
    /// `true` or `{}` admit anything, `false` nothing.
    Bool(bool),
    /// Keywords.
    Object(Box<Keywords>),
}

/// The JSON types by their names in `type`.
pub use crate::ir::JsonKind;

/// The keywords of a schema.
#[derive(Clone, Debug, Default)]
pub struct Keywords {
    /// `$ref` or `$dynamicRef`.
    pub reference: Option<SchemaId>,
    /// `type`; empty when it says nothing.
    pub types: Vec<JsonKind>,
    /// `format`.
    pub format: Option<String>,
    /// `contentEncoding`.
    pub content_encoding: Option<String>,
    /// `contentMediaType`.
    pub content_media_type: Option<String>,
    /// `enum`.
    pub values: Option<Vec<Json>>,
    /// What the values of `enum` mean, where an extension says so.
    pub value_descriptions: Vec<Option<String>>,
    /// `const`.
    pub constant: Option<Json>,
    /// `properties`.
    pub properties: Vec<(String, SchemaId)>,
    /// `required`.
    pub required: Vec<String>,
    /// `additionalProperties`.
    pub additional: Option<SchemaId>,
    /// `unevaluatedProperties` is `false` or `not: {}`.
    pub closed: bool,
    /// `patternProperties`.
    pub patterns: Vec<SchemaId>,
    /// `items`.
    pub items: Option<SchemaId>,
    /// `prefixItems`.
    pub prefix: Vec<SchemaId>,
    /// `allOf`.
    pub all_of: Vec<SchemaId>,
    /// `anyOf`.
    pub any_of: Vec<SchemaId>,
    /// `oneOf`.
    pub one_of: Vec<SchemaId>,
    /// `not`.
    pub not: Option<SchemaId>,
    /// `then` and `else`, and the schemas of `dependentSchemas`.
    pub conditional: Vec<SchemaId>,
    /// `discriminator`.
    pub discriminator: Option<Discriminator>,
    /// 3.0's `nullable`.
    pub nullable: bool,
    /// `readOnly`.
    pub read_only: bool,
    /// `writeOnly`.
    pub write_only: bool,
    /// `title`.
    pub title: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `externalDocs`.
    pub external: Option<openapiv3::ExternalDocumentation>,
    /// `default`.
    pub default: Option<Json>,
    /// `example`, or the first of `examples`.
    pub example: Option<Json>,
    /// `deprecated`.
    pub deprecated: bool,
    /// The rules that are documented.
    pub constraints: Vec<Constraint>,
}

/// A Discriminator Object.
#[derive(Clone, Debug)]
pub struct Discriminator {
    /// Where it stands.
    pub at: At,
    /// `propertyName`.
    pub property: String,
    /// `mapping`: tag and schema.
    pub mapping: Vec<(String, SchemaId)>,
    /// 3.2's `defaultMapping`.
    pub default: Option<SchemaId>,
}

impl Document {
    /// The schema with this id, which `read` has made.
    pub(crate) fn schema(&self, id: SchemaId) -> Option<&Schema> {
        self.schemas.get(id.0)
    }

    /// The keywords of a schema that is not `true` or `false`.
    pub(crate) fn keywords(&self, id: SchemaId) -> Option<&Keywords> {
        match &self.schema(id)?.body {
            SchemaBody::Object(keywords) => Some(keywords),
            SchemaBody::Bool(_) => None,
        }
    }

    /// The operations of all paths.
    pub(crate) fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.paths.iter().flat_map(|item| &item.operations)
    }
}

/// Reads the root file of a source. The findings are beside the document, which is as complete as
/// they allow.
pub fn read(source: &Source) -> (Document, Vec<Diagnostic>) {
    root::read(source)
}
