//! Operations, what they take and what they answer.

use std::collections::{BTreeMap, BTreeSet};

use super::{At, Docs, Pagination, SchemeId, Type};

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
    /// An index into [`Api::groups`](super::Api::groups); `None` when it has no tag.
    pub group: Option<usize>,
    /// What it does.
    pub docs: Docs,
    /// The parameters in the document's order, the path's before the operation's.
    pub parameters: Vec<Parameter>,
    /// The body.
    pub body: Option<Body>,
    /// The answers: exact statuses ascending, ranges ascending, `default`.
    pub answers: Vec<Answer>,
    /// The headers of all answers, each once; none is sure to be there.
    pub headers: Vec<Parameter>,
    /// Alternatives of which one suffices, each a set that is needed as a whole. No alternative:
    /// nothing is sent. An empty alternative: it may go without.
    pub security: Vec<Vec<SchemeId>>,
    /// The scopes that a token needs, by the names of the schemes, of all alternatives.
    pub scopes: BTreeMap<String, BTreeSet<String>>,
    /// How it pages through results, if it does.
    pub pagination: Option<Pagination>,
    /// The header whose key tells a request that is sent again from a new one.
    pub idempotency_key: Option<String>,
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
    /// The whole query: a form, JSON, or, with another style, text.
    Querystring,
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
    /// What it is, and what is said of its values where they have no type of their own to say it.
    pub docs: Docs,
    /// What may be sent: one of these; the first is what the server would rather have.
    pub contents: Vec<Content>,
}

/// What a body holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Payload {
    /// JSON of this type.
    Json(Type),
    /// `application/x-www-form-urlencoded` of this type; never an answer.
    Form(Type, Vec<(String, Style)>),
    /// `multipart/form-data` of this type; never an answer.
    Multipart(Type, Vec<(String, String)>),
    /// Items of this type, one after the other.
    Items(Framing, Type),
    /// Text.
    Text,
    /// Text, or a string of JSON: the media type that comes with it says which.
    AnyText,
    /// Bytes as they are.
    Bytes,
}

/// How items follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framing {
    /// Server-sent events (HTML, section 9.2) whose data is the item.
    Events,
    /// Server-sent events which are the items: objects of `event`, `data`, `id` and `retry`.
    WholeEvents,
    /// A line for each.
    Lines,
    /// A JSON text sequence (RFC 7464).
    Sequence,
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

/// A Media Type Object.
#[derive(Debug)]
pub struct Content {
    /// The media type or range, as written.
    pub media_type: String,
    /// What it holds.
    pub payload: Payload,
}
