//! Types, and the values that they admit.

use serde_json::Value as Json;

use super::{At, Docs};
use crate::data_types::DataType;

/// An index into [`Api::types`](super::Api::types).
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
    /// Requests carry it, so that the client's users make values of it.
    pub sent: bool,
    /// The groups whose operations alone use it, by their indices; empty when it is for everybody.
    pub only_for: Vec<usize>,
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
    /// An array whose places have their own types (`prefixItems`).
    Tuple(Tuple),
}

/// An array whose places have their own types.
#[derive(Debug)]
pub struct Tuple {
    /// The types of the places; [`Type::Option`] where there may be none.
    pub items: Vec<Type>,
    /// How many places there are at least.
    pub required: usize,
    /// The list of what comes after them, where the document does not exclude that.
    pub rest: Option<Type>,
}

impl Tuple {
    /// Whether there are neither more nor fewer items than places.
    pub(crate) fn is_fixed(&self) -> bool {
        self.required >= self.items.len() && self.rest.is_none()
    }
}

/// An object with named properties.
#[derive(Debug)]
pub struct Struct {
    /// In the document's order.
    pub fields: Vec<Field>,
    /// The type of all other properties, where the document speaks of them.
    pub rest: Option<Type>,
    /// The document says that there are no others.
    pub closed: bool,
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
    /// No value is of several branches: the document says `oneOf`.
    pub exclusive: bool,
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
#[derive(Clone, Debug)]
pub struct Branch {
    /// The last part of the name: the referenced component's key, or what tells it apart.
    pub hint: Vec<String>,
    /// What it is.
    pub docs: Docs,
    /// Its type, never [`Type::Option`].
    pub ty: Type,
    /// The values of the discriminator that select it; empty without one.
    pub tags: Vec<String>,
    /// It declares the discriminator and does not require it.
    pub optional_tag: bool,
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
    /// A value with other properties is rather of another branch.
    pub closed: bool,
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
    /// What the configuration chooses for a format.
    Chosen(&'static DataType),
    /// RFC 791.
    Ipv4,
    /// RFC 4291.
    Ipv6,
    /// Bytes that travel as base64 text (RFC 4648).
    Base64,
    /// Bytes with a name and a media type, which travel in a multipart body.
    File,
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
