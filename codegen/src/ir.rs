//! What a document means for a client: references resolved, `allOf` merged, nullability and unions
//! settled. It knows neither OpenAPI's spelling nor Rust's identifiers.

use serde_json::Value as Json;

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
    /// `default`.
    pub default: Option<Json>,
    /// The first of `examples`, or `example`.
    pub example: Option<Json>,
    /// `deprecated`.
    pub deprecated: bool,
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
    /// Another keyword (`not`, `if`, `contains`, `dependentRequired` …) with its value as JSON.
    Other(&'static str, Json),
}

/// A Server Object.
#[derive(Debug)]
pub struct Server {
    /// Where it stands.
    pub at: At,
    /// The URL, split at its variables.
    pub url: Vec<UrlPart>,
    /// What it is for.
    pub description: Option<String>,
    /// It cannot be called as it stands: relative, or its host is no host name.
    pub placeholder: bool,
}

/// A piece of a server's URL.
#[derive(Debug)]
pub enum UrlPart {
    /// Text that is taken as it is.
    Literal(String),
    /// A variable.
    Variable(ServerVariable),
}

/// A Server Variable Object.
#[derive(Debug)]
pub struct ServerVariable {
    /// Its name in the template.
    pub name: String,
    /// The value that is used when none is given; `None` when the document's default is a
    /// placeholder that cannot be called.
    pub default: Option<String>,
    /// The values that are admitted; empty when any is.
    pub values: Vec<String>,
    /// What it is.
    pub description: Option<String>,
    /// It stands in the host, so that its value must be made of DNS labels.
    pub in_host: bool,
}

/// A Security Scheme Object. The index into [`Api::schemes`] is its [`SchemeId`].
#[derive(Debug)]
pub struct Scheme {
    /// Where it stands.
    pub at: At,
    /// Its key in `components.securitySchemes`, or the header's name for one that was inferred.
    pub name: String,
    /// What it is.
    pub description: Option<String>,
    /// How it is sent.
    pub kind: SchemeKind,
}

/// An index into [`Api::schemes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchemeId(pub usize);

/// How a credential is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SchemeKind {
    /// RFC 7617.
    Basic,
    /// RFC 6750; also OAuth 2 and OpenID Connect, whose access token the user provides.
    Bearer,
    /// Another scheme of the `Authorization` header (RFC 9110, section 11), by its name as the
    /// document spells it; the user gives all that follows it.
    Other(String),
    /// A key under a name of its own.
    ApiKey {
        /// Where.
        location: KeyLocation,
        /// The name of the header, query parameter or cookie.
        name: String,
    },
    /// Nothing is sent: mutual TLS is a matter of the connection.
    Transport,
}

/// Where an API key goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyLocation {
    /// A header.
    Header,
    /// The query.
    Query,
    /// A cookie.
    Cookie,
}

/// Operations that share their first tag.
#[derive(Debug)]
pub struct Group {
    /// The tag.
    pub tag: String,
    /// What it is.
    pub docs: Docs,
}

/// An Operation Object.
#[derive(Debug)]
pub struct Operation {
    /// Where it stands.
    pub at: At,
    /// Its name: the `operationId`, or words made of method and path when it has none or one that
    /// was used before.
    pub name: String,
    /// The method in capitals.
    pub method: String,
    /// The path as written, with its templates.
    pub path: String,
    /// An index into [`Api::groups`]; `None` when it has no tag.
    pub group: Option<usize>,
    /// What it does.
    pub docs: Docs,
    /// The parameters in the document's order, the path's before the operation's.
    pub parameters: Vec<Parameter>,
    /// The body.
    pub body: Option<Body>,
    /// The answers: exact statuses ascending, ranges ascending, `default`.
    pub answers: Vec<Answer>,
    /// Alternatives of which one suffices, each a set that is needed as a whole. No alternative:
    /// nothing is sent. An empty alternative: it may go without.
    pub security: Vec<Vec<SchemeId>>,
    /// How it pages through results, if it does.
    pub pagination: Option<Pagination>,
}

/// A Parameter Object.
#[derive(Debug)]
pub struct Parameter {
    /// Where it stands.
    pub at: At,
    /// Its name on the wire.
    pub name: String,
    /// Where it goes.
    pub location: Location,
    /// How its value is written.
    pub style: Style,
    /// It must be given.
    pub required: bool,
    /// Its type, never [`Type::Option`].
    pub ty: Type,
    /// What it is.
    pub docs: Docs,
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Location {
    /// A segment of the path.
    Path,
    /// The query.
    Query,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
}

/// How a parameter's value is written (Parameter Object, "Style Values").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `simple`: path and header.
    Simple {
        /// `explode`.
        explode: bool,
    },
    /// `label`: path.
    Label {
        /// `explode`.
        explode: bool,
    },
    /// `matrix`: path.
    Matrix {
        /// `explode`.
        explode: bool,
    },
    /// `form`: query and cookie.
    Form {
        /// `explode`.
        explode: bool,
    },
    /// `spaceDelimited`: query.
    SpaceDelimited,
    /// `pipeDelimited`: query.
    PipeDelimited,
    /// `deepObject`: query.
    DeepObject,
    /// `content`: the value is written as JSON.
    Json,
}

/// A Request Body Object.
#[derive(Debug)]
pub struct Body {
    /// Where it stands.
    pub at: At,
    /// It must be given.
    pub required: bool,
    /// What it is.
    pub description: Option<String>,
    /// The media type that is sent, as written.
    pub media_type: String,
    /// What is sent.
    pub payload: Payload,
}

/// What a body holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Payload {
    /// JSON of this type.
    Json(Type),
    /// `application/x-www-form-urlencoded` of this type; requests only.
    Form(Type),
    /// Text.
    Text,
    /// Bytes as they are.
    Bytes,
}

/// A Response Object under its status.
#[derive(Debug)]
pub struct Answer {
    /// Where it stands.
    pub at: At,
    /// The status.
    pub status: Status,
    /// What it means.
    pub description: String,
    /// By media type, in the document's order; empty when there is no content.
    pub contents: Vec<Content>,
}

/// The statuses of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// One status, 100 to 599.
    Code(u16),
    /// `1XX` to `5XX`, by its first digit.
    Range(u16),
    /// `default`.
    Default,
}

/// A Media Type Object of an answer.
#[derive(Debug)]
pub struct Content {
    /// The media type or range, as written.
    pub media_type: String,
    /// What it holds.
    pub payload: Payload,
}

/// A list that comes in pages that are linked from the body.
#[derive(Debug)]
pub struct Pagination {
    /// The way to the URL of the next page in the answer, as properties.
    pub next: Vec<FieldRef>,
    /// The way to the array of items in the answer, as properties.
    pub items: Vec<FieldRef>,
    /// The type of an item.
    pub item: Type,
}

/// A field of a struct.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FieldRef {
    /// The struct.
    pub owner: TypeId,
    /// The index of the field.
    pub field: usize,
}

/// An index into [`Api::types`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub usize);

/// A type with a name.
#[derive(Debug)]
pub struct TypeDef {
    /// Where it stands.
    pub at: At,
    /// What it is called in the document: for a component its key, for an in-line schema the key
    /// of what it stands in followed by the steps that lead to it (`["Pet", "owner", "item"]`).
    pub hint: Vec<String>,
    /// What it is.
    pub docs: Docs,
    /// What it holds.
    pub kind: TypeKind,
}

/// What a named type holds.
#[derive(Debug)]
pub enum TypeKind {
    /// Another name for a type.
    Alias(Type),
    /// An object with named properties.
    Struct(Struct),
    /// Values that are spelled out; open to more.
    Enum(Enum),
    /// One of several types.
    Union(Union),
    /// One value.
    Constant(Json),
    /// An array of fixed length, each place with its own type (`prefixItems`).
    Tuple(Vec<Type>),
}

/// An object with named properties.
#[derive(Debug)]
pub struct Struct {
    /// In the document's order.
    pub fields: Vec<Field>,
    /// The type of all other properties, where the document speaks of them.
    pub rest: Option<Type>,
}

/// A property.
#[derive(Debug)]
pub struct Field {
    /// Where it stands.
    pub at: At,
    /// Its name on the wire.
    pub name: String,
    /// What it is.
    pub docs: Docs,
    /// Its type when it has a value, never [`Type::Option`].
    pub ty: Type,
    /// Whether it may be absent or null.
    pub presence: Presence,
    /// It is sent by the server alone, so that a request need not give it.
    pub read_only: bool,
}

/// Whether a property may be absent or null.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// There, and not null.
    Required,
    /// There, perhaps null.
    Nullable,
    /// Perhaps absent, not null.
    Optional,
    /// Absent, null, or a value.
    OptionalNullable,
}

/// Values that are spelled out.
#[derive(Debug)]
pub struct Enum {
    /// What all of them are.
    pub base: EnumBase,
    /// In the document's order, each once.
    pub values: Vec<EnumValue>,
}

/// The type of an enum's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnumBase {
    /// Strings.
    String,
    /// Integers within 64 bits, signed.
    Integer,
}

/// A value of an enum.
#[derive(Debug)]
pub struct EnumValue {
    /// The value: a string or an integer.
    pub value: Json,
    /// What it means, where the document says so.
    pub description: Option<String>,
}

/// One of several types.
#[derive(Debug)]
pub struct Union {
    /// The branches in the document's order; null is not among them.
    pub branches: Vec<Branch>,
    /// How they are told apart where the document says so.
    pub discriminator: Option<Discriminator>,
}

/// A `discriminator`.
#[derive(Debug)]
pub struct Discriminator {
    /// The property that tells.
    pub property: String,
    /// The branch for a tag that is absent or unknown (3.2's `defaultMapping`).
    pub default: Option<usize>,
}

/// A type in a union.
#[derive(Debug)]
pub struct Branch {
    /// The last part of the name: the referenced component's key, or what tells it apart.
    pub hint: Vec<String>,
    /// What it is.
    pub docs: Docs,
    /// Its type, never [`Type::Option`].
    pub ty: Type,
    /// The values of the discriminator that select it; empty without one.
    pub tags: Vec<String>,
    /// What a value must look like to be tried.
    pub shape: Shape,
}

/// What can be seen of a value without reading it whole.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shape {
    /// The JSON types that it may have; empty when any.
    pub kinds: Vec<JsonKind>,
    /// The properties that it must have.
    pub required: Vec<String>,
    /// The properties that it knows, required ones included.
    pub known: Vec<String>,
    /// The properties that hold one of a few values.
    pub constants: Vec<(String, Vec<Json>)>,
    /// The values that a scalar may have; empty when any.
    pub values: Vec<Json>,
}

/// A type of JSON value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum JsonKind {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean,
    /// A number without a fraction.
    Integer,
    /// Any number.
    Number,
    /// Text.
    String,
    /// A list.
    Array,
    /// Names and values.
    Object,
}

/// A use of a type.
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    /// `true` or `false`.
    Bool,
    /// A signed integer of 8, 16, 32 or 64 bits.
    Int(u8),
    /// An unsigned integer of 8, 16, 32 or 64 bits.
    Uint(u8),
    /// `f32`.
    Float,
    /// `f64`.
    Double,
    /// A number that may exceed 64 bits, digit by digit.
    Number,
    /// Text.
    String,
    /// Text that never shows in `Debug`.
    Secret,
    /// RFC 9562.
    Uuid,
    /// RFC 3339 `date-time`, with its offset.
    DateTime,
    /// RFC 3339 `full-date`.
    Date,
    /// RFC 3339 `full-time`, the offset optional.
    Time,
    /// RFC 791.
    Ipv4,
    /// RFC 4291.
    Ipv6,
    /// Bytes that travel as base64 text (RFC 4648).
    Base64,
    /// Any JSON value.
    Json,
    /// Any JSON object.
    JsonObject,
    /// `null` alone.
    Null,
    /// No value at all (`false`, `not: {}`).
    Never,
    /// A value or null.
    Option(Box<Type>),
    /// A list.
    Array(Box<Type>),
    /// Names and values of one type.
    Map(Box<Type>),
    /// A type with a name.
    Named(TypeId),
    /// The same type behind a pointer, where a cycle would have no size otherwise.
    Boxed(Box<Type>),
}
