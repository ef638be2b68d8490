//! What every generated client shares: the client and its builder, requests and answers, errors,
//! pages, and the data types that JSON Schema asks for and Rust does not have.
//!
//! # Where this code lives
//!
//! These files are laid verbatim into each client as `src/runtime/`; `lib.rs` becomes
//! `src/runtime/mod.rs`. So they refer to each other by `super::` and `self::` alone. The macros
//! (`object!`, `string_enum!`, `union!` and their like) are the one exception: they expand in
//! another module of the client and name this one `$crate::runtime`, which is where it stands
//! there. A macro's body is resolved where it is used, so the package compiles by itself as well;
//! its tests mount it at that very place, as a client does:
//!
//! ```text
//! #[path = "../../src/lib.rs"]
//! mod runtime;
//! ```
//!
//! What is `pub` here is meant for the client's users and is re-exported by the client's
//! `lib.rs`. What is `pub(crate)` is called by generated code alone; standing by itself, the
//! package calls none of it, hence the `allow` below.
#![allow(
    unused,
    reason = "a client uses the part of the runtime that its document needs"
)]
#![warn(
    unused_must_use,
    unused_mut,
    unused_variables,
    reason = "these are never a matter of what a document needs"
)]

mod access_tokens;
mod answer;
mod authorization;
#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
mod blocking;
mod body;
mod builder;
mod call;
mod client;
mod client_credentials;
mod clock;
mod content;
mod credential;
mod curl;
mod display;
mod download;
mod error;
#[cfg(feature = "mock")]
mod examples;
mod failure;
mod file;
mod form;
mod formats;
#[cfg(not(target_arch = "wasm32"))]
mod fs;
mod headers;
mod hook;
pub mod jiff;
mod json;
mod list;
mod maybe;
#[cfg(feature = "mock")]
mod mock;
mod object;
mod open_enum;
mod outgoing;
mod pages;
mod progress;
mod query;
mod random;
mod reading;
mod request;
mod retry;
mod rfc3339;
pub mod rust_decimal;
mod scalar;
mod secret;
mod send;
mod server;
mod stream;
mod style;
mod tagged;
mod task;
pub mod time;
mod time_of_day;
mod token;
mod trace;
mod transport;
mod union;
mod upload;

pub use answer::{Answer, DecodeError, Outcome, Response};
#[cfg(all(feature = "blocking", not(target_arch = "wasm32")))]
pub use blocking::Blocking;
pub use body::Body;
pub use builder::{BuildError, ClientBuilder};
pub use call::{Call, Operation, OperationInfo};
pub use client::Client;
pub use client_credentials::ClientCredentials;
pub use clock::Clock;
pub use credential::{Scheme, SchemeKind};
pub use download::Download;
#[cfg(not(target_arch = "wasm32"))]
pub use download::SaveError;
pub use error::{ApiError, DecodeFailure, Error, UndocumentedStatus};
pub use failure::{InvalidRequest, TransportError};
pub use file::File;
pub use formats::{Base64, Never};
pub use hook::{Attempt, Hook};
pub use maybe::Maybe;
#[cfg(feature = "mock")]
pub use mock::{MockOperation, MockServer, Mocked, Times};
pub use open_enum::{UnknownInteger, UnknownValue};
pub use pages::{Items, PageToken, Paged, Pages, Paging, ParsePageTokenError};
pub use request::{ItemSource, Streamed};
pub use retry::RetryPolicy;
pub use secret::Secret;
pub use stream::{Event, ItemError, ItemStream, Reconnecting, ReconnectingError, StreamError};
pub use tagged::UnknownVariant;
pub use task::{BoxError, BoxFuture};
pub use time_of_day::{ParseTimeError, Time};
pub use token::{TokenError, TokenProvider, token_fn};
#[cfg(all(feature = "reqwest-middleware", not(target_arch = "wasm32")))]
pub use transport::MiddlewareTransport;
pub use transport::{
    ConnectTimeout, ReqwestTransport, Sending, Transport, TransportErrorKind, TransportFailure,
    transport_fn,
};
#[cfg(feature = "tower")]
pub use transport::{TowerTransport, TransportService};
pub use upload::Upload;

pub(crate) use builder::{ApiInfo, env, env_pair};
pub(crate) use call::{accept, first, given, operation, outcome, parameter, parameters};
pub(crate) use client::group;
pub(crate) use credential::Credential;
#[cfg(feature = "mock")]
pub(crate) use examples::{example, examples};
pub(crate) use form::read_form;
pub(crate) use headers::{HeaderText, headers, read_header};
pub(crate) use json::read_json;
pub(crate) use list::{List, ListItems, ListWriter, list, read_list};
#[cfg(feature = "mock")]
pub(crate) use mock::{MockApi, Statuses, Written, matchers, mock_group, mocked, write_header};
pub(crate) use object::{
    Object, Skipped, Writer, input, object, read_members, read_object, rest, setter, slots, start,
    taken,
};
pub(crate) use open_enum::{
    IntegerEnum, StringEnum, integer_enum, read_integer, read_text, string_enum,
};
pub(crate) use pages::paged;
pub(crate) use request::Request;
pub(crate) use scalar::{Constant, Scalar, constant, read_constant};
pub(crate) use server::{UrlPart, Variable};
pub(crate) use style::Style;
pub(crate) use tagged::{Tagged, default, optional, read_tagged, tagged, untagged, write_tagged};
pub(crate) use union::{Branch, Kind, Shape, from_value, read_union, union};
