//! The headers of answers, with types.

use std::collections::BTreeMap;

use http::header::HeaderMap;
use serde::de::value::MapDeserializer;
use serde::de::{DeserializeOwned, Error as _};
use serde_json::Error;

use super::answer::DecodeError;
use super::form::Field;
use super::json::read_json;

/// How the text of a header is made (OpenAPI 3.1.1, Header Object: always the style `simple`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HeaderText {
    /// A scalar.
    Plain,
    /// `a,b`
    List,
    /// Each on a line of its own.
    Lines,
    /// `k,v,k,v`
    Members,
    /// `k=v,k=v`
    Assigned,
    /// JSON.
    Json,
}

/// Reads a header, if it is there. Of several of the same name the values are put together (RFC
/// 9110, section 5.3), unless each is one of its own.
///
/// # Errors
///
/// It is no text, or not of this type.
pub(crate) fn read_header<T: DeserializeOwned>(
    headers: &HeaderMap,
    name: &str,
    how: HeaderText,
) -> Result<Option<T>, DecodeError> {
    let fault = |error| DecodeError::new(name.to_owned(), error);
    let mut values = Vec::new();
    for value in headers.get_all(name) {
        let text = value.to_str();
        values.push(text.map_err(|error| fault(Error::custom(error)))?);
    }
    if values.is_empty() {
        return Ok(None);
    }
    let text = values.join(", ");
    let parts = || text.split(',').map(|part| part.trim().to_owned());
    let read = match how {
        HeaderText::Json => return read_json(text.as_bytes()).map(Some),
        HeaderText::Plain => T::deserialize(Field::new(vec![text])),
        HeaderText::Lines => {
            T::deserialize(Field::new(values.into_iter().map(str::to_owned).collect()))
        }
        HeaderText::List => {
            let parts = parts().filter(|part| !part.is_empty());
            T::deserialize(Field::new(parts.collect()))
        }
        HeaderText::Members | HeaderText::Assigned => {
            let mut members = BTreeMap::new();
            let mut parts = parts();
            while let Some(part) = parts.next() {
                let (key, value) = match how {
                    HeaderText::Assigned => {
                        let (key, value) = part.split_once('=').unwrap_or((&part, ""));
                        (key.to_owned(), value.to_owned())
                    }
                    _ => (part, parts.next().unwrap_or_default()),
                };
                members.insert(key, Field::new(vec![value]));
            }
            T::deserialize(MapDeserializer::<_, Error>::new(members.into_iter()))
        }
    };
    read.map(Some).map_err(fault)
}

/// Defines the headers that the document describes for an operation: each with its type, how it is
/// read, and its name.
macro_rules! headers {
    (
        $(#[$docs:meta])*
        pub struct $name:ident {
            $($(#[$about:meta])* $field:ident: $ty:ty = $how:ident $wire:literal,)*
        }
    ) => {
        $(#[$docs])*
        #[derive(Clone, Debug, PartialEq)]
        #[cfg_attr(feature = "mock", derive(Default))]
        #[non_exhaustive]
        pub struct $name {
            $($(#[$about])* pub $field: ::std::option::Option<$ty>,)*
        }

        // For answers of the mock.
        #[cfg(feature = "mock")]
        impl ::std::convert::From<$name> for ::http::HeaderMap {
            #[allow(deprecated, reason = "what is deprecated is written as well")]
            fn from(headers: $name) -> Self {
                let mut map = Self::new();
                $($crate::runtime::write_header(
                    &mut map,
                    $wire,
                    $crate::runtime::HeaderText::$how,
                    headers.$field.as_ref(),
                );)*
                map
            }
        }

        impl ::std::convert::TryFrom<&::http::HeaderMap> for $name {
            type Error = $crate::runtime::DecodeError;

            #[allow(deprecated, reason = "what is deprecated is read as well")]
            fn try_from(
                headers: &::http::HeaderMap,
            ) -> ::std::result::Result<Self, $crate::runtime::DecodeError> {
                ::std::result::Result::Ok(Self {
                    $($field: $crate::runtime::read_header(
                        headers,
                        $wire,
                        $crate::runtime::HeaderText::$how,
                    )?,)*
                })
            }
        }
    };
}
pub(crate) use headers;
