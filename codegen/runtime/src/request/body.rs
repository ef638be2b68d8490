//! Bodies of requests.

use std::fmt;

use http::header::{CONTENT_TYPE, HeaderValue};
use serde::Serialize;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;

use super::super::content::Content;
use super::super::failure::InvalidRequest;
use super::super::style::{self, Style};
use super::super::upload::Upload;
use super::{Fault, Request, plain};

impl Request {
    /// A body of JSON.
    pub(crate) fn json<T: Serialize + ?Sized>(&mut self, media_type: &'static str, body: &T) {
        match self.noting(|| serde_json::to_vec(body)) {
            Ok(bytes) => self.bytes(media_type, bytes),
            Err(error) => self.fail(InvalidRequest::caused_by(
                "the body cannot be written as JSON",
                error,
            )),
        }
    }

    /// A body of `application/x-www-form-urlencoded`. A property is written in the style that is
    /// given for it; without one, lists repeat their name and objects inside are JSON (OpenAPI
    /// 3.1.1, Encoding Object).
    pub(crate) fn form<T: Serialize + ?Sized>(
        &mut self,
        media_type: &'static str,
        body: &T,
        styles: &[(&str, Style)],
    ) {
        match self.noting(|| form("the body", body, styles)) {
            Ok(form) => self.bytes(media_type, form),
            Err(fault) => self.fail(fault),
        }
    }

    /// A body of text.
    pub(crate) fn text(&mut self, media_type: &'static str, body: impl Into<String>) {
        self.bytes(media_type, body.into());
    }

    /// A body of bytes, wherever they come from.
    pub(crate) fn bytes(&mut self, media_type: &'static str, body: impl Into<Upload>) {
        self.content(media_type, vec![body.into()]);
    }

    /// A body of several pieces, one after the other.
    pub(super) fn content(&mut self, media_type: &str, pieces: Vec<Upload>) {
        match HeaderValue::from_str(media_type) {
            Ok(media_type) => {
                self.headers.insert(CONTENT_TYPE, media_type);
                self.content = Some(Content::new(pieces));
            }
            Err(error) => self.fail(InvalidRequest::caused_by(
                format!("the media type {media_type:?} cannot be sent"),
                error,
            )),
        }
    }
}

/// The properties of a body in their order, which a map of JSON does not keep.
pub(super) struct Properties(pub(super) Vec<(String, Value)>);

impl Properties {
    pub(super) fn of<T: Serialize + ?Sized>(what: &str, body: &T) -> Result<Self, InvalidRequest> {
        let read = serde_json::to_vec(body).and_then(|text| {
            let is_object = text.first() == Some(&b'{');
            is_object.then(|| serde_json::from_slice(&text)).transpose()
        });
        match read {
            Ok(Some(properties)) => Ok(properties),
            Ok(None) => Err(InvalidRequest::new(format!(
                "{what} is no object, as a form must be"
            ))),
            Err(error) => Err(Fault::Json(error).named(what)),
        }
    }
}

impl<'de> Deserialize<'de> for Properties {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Properties;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Properties, A::Error> {
                let mut properties = Vec::new();
                while let Some(property) = map.next_entry()? {
                    properties.push(property);
                }
                Ok(Properties(properties))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

/// What is given for a property.
pub(super) fn given<T: Copy>(list: &[(&str, T)], property: &str) -> Option<T> {
    let found = list.iter().find(|(name, _)| *name == property);
    found.map(|(_, value)| *value)
}

/// A form as text; the fault names what it is.
pub(super) fn form<T: Serialize + ?Sized>(
    what: &str,
    body: &T,
    styles: &[(&str, Style)],
) -> Result<String, InvalidRequest> {
    let mut pairs: Vec<String> = Vec::new();
    for (name, value) in Properties::of(what, body)?.0 {
        if let Some(style) = given(styles, &name) {
            let fault = |reason| Fault::Reason(reason).named(&format!("property `{name}`"));
            style::pairs(style, &name, value, &mut pairs).map_err(fault)?;
            continue;
        }
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        match value {
            Value::Null => continue,
            Value::Array(values) if values.is_empty() => continue,
            Value::Array(values) => {
                form.extend_pairs(values.into_iter().map(|value| (&name, plain(value))));
            }
            value => {
                form.append_pair(&name, &plain(value));
            }
        }
        pairs.push(form.finish());
    }
    Ok(pairs.join("&"))
}
