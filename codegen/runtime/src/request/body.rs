//! Bodies of requests.

use std::fmt;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue};
use serde::Serialize;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;

use super::super::failure::InvalidRequest;
use super::super::file::{self, File};
use super::super::random;
use super::super::style::{self, Style};
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

    /// A body of `multipart/form-data` (RFC 7578): a part for each property, and for each item of
    /// a list. Scalars are text, objects JSON. The media types are those of parts that are not what
    /// they usually are; a list whose part is of JSON is one part.
    pub(crate) fn multipart<T: Serialize + ?Sized>(
        &mut self,
        media_type: &'static str,
        body: &T,
        media_types: &[(&str, &str)],
    ) {
        // Nobody can guess it, so no part holds it.
        let boundary = random::text();
        match self.noting(|| parts(&boundary, body, media_types)) {
            Ok(parts) => {
                let media_type = format!("{media_type}; boundary={boundary}");
                self.content(&media_type, lay_out(&boundary, &parts));
            }
            Err(fault) => self.fail(fault),
        }
    }

    /// A body of JSON values, a line for each.
    pub(crate) fn lines<T: Serialize>(
        &mut self,
        media_type: &'static str,
        items: impl IntoIterator<Item = T>,
    ) {
        self.values(media_type, "", items);
    }

    /// A JSON text sequence (RFC 7464).
    pub(crate) fn sequence<T: Serialize>(
        &mut self,
        media_type: &'static str,
        items: impl IntoIterator<Item = T>,
    ) {
        self.values(media_type, "\u{1e}", items);
    }

    fn values<T: Serialize>(
        &mut self,
        media_type: &'static str,
        before: &str,
        items: impl IntoIterator<Item = T>,
    ) {
        let mut body = Vec::new();
        for item in items {
            body.extend_from_slice(before.as_bytes());
            if let Err(error) = self.noting(|| serde_json::to_writer(&mut body, &item)) {
                return self.fail(InvalidRequest::caused_by(
                    "an item of the body cannot be written as JSON",
                    error,
                ));
            }
            body.push(b'\n');
        }
        self.bytes(media_type, body);
    }

    /// A body of text.
    pub(crate) fn text(&mut self, media_type: &'static str, body: impl Into<String>) {
        self.bytes(media_type, body.into());
    }

    /// A body of bytes.
    pub(crate) fn bytes(&mut self, media_type: &'static str, body: impl Into<Bytes>) {
        self.content(media_type, body.into());
    }

    fn content(&mut self, media_type: &str, body: Bytes) {
        match HeaderValue::from_str(media_type) {
            Ok(media_type) => {
                self.headers.insert(CONTENT_TYPE, media_type);
                self.content = Some(body.into());
            }
            Err(error) => self.fail(InvalidRequest::caused_by(
                format!("the media type {media_type:?} cannot be sent"),
                error,
            )),
        }
    }
}

/// The properties of a body in their order, which a map of JSON does not keep.
struct Properties(Vec<(String, Value)>);

impl Properties {
    fn of<T: Serialize + ?Sized>(what: &str, body: &T) -> Result<Self, InvalidRequest> {
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
fn given<T: Copy>(list: &[(&str, T)], property: &str) -> Option<T> {
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
            let styled = style::pairs(style, &name, &value);
            let fault = |reason| Fault::Reason(reason).named(&format!("property `{name}`"));
            pairs.extend(styled.map_err(fault)?);
            continue;
        }
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        match value {
            Value::Null => continue,
            Value::Array(values) if values.is_empty() => continue,
            Value::Array(values) => {
                form.extend_pairs(values.iter().map(|value| (&name, plain(value))));
            }
            value => {
                form.append_pair(&name, &plain(&value));
            }
        }
        pairs.push(form.finish());
    }
    Ok(pairs.join("&"))
}

/// A part of a multipart body.
struct Part {
    name: String,
    file_name: Option<String>,
    media_type: Option<String>,
    content: Bytes,
}

fn parts<T: Serialize + ?Sized>(
    boundary: &str,
    body: &T,
    media_types: &[(&str, &str)],
) -> Result<Vec<Part>, InvalidRequest> {
    // Nobody can know the boundary before, so no text of the body is taken for a file.
    let (properties, files) = file::collect(boundary, || Properties::of("the body", body));
    let file = |value: &Value| {
        let index = value.as_str()?.strip_prefix(boundary)?;
        files.get(index.parse::<usize>().ok()?)
    };
    let mut parts = Vec::new();
    for (name, value) in properties?.0 {
        let named = given(media_types, &name);
        let of_json = named.is_some_and(|media_type| media_type.contains("json"));
        let values = match value {
            Value::Array(values) if !of_json => values,
            value => vec![value],
        };
        for value in values.iter().filter(|value| !value.is_null()) {
            let part = match file(value) {
                Some(file) => of_file(&name, file, named),
                None => Part {
                    name: name.clone(),
                    file_name: None,
                    media_type: named.map(str::to_owned).or_else(|| {
                        let is_compound = value.is_array() || value.is_object();
                        is_compound.then(|| "application/json".to_owned())
                    }),
                    content: match of_json {
                        true => value.to_string().into(),
                        false => plain(value).into(),
                    },
                },
            };
            if part
                .media_type
                .as_deref()
                .is_some_and(|media_type| HeaderValue::from_str(media_type).is_err())
            {
                return Err(InvalidRequest::new(format!(
                    "the media type of the file `{name}` cannot be sent"
                )));
            }
            parts.push(part);
        }
    }
    Ok(parts)
}

/// Servers tell a file from a text by its name, so it always has one.
fn of_file(property: &str, file: &File, media_type: Option<&str>) -> Part {
    let media_type = file.media_type.as_deref().or(media_type);
    Part {
        name: property.to_owned(),
        file_name: Some(file.name.clone().unwrap_or_else(|| property.to_owned())),
        media_type: Some(media_type.unwrap_or("application/octet-stream").to_owned()),
        content: file.content.clone(),
    }
}

fn lay_out(boundary: &str, parts: &[Part]) -> Bytes {
    let mut body = Vec::new();
    for part in parts {
        let mut head = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"",
            quoted(&part.name)
        );
        if let Some(name) = &part.file_name {
            head.push_str(&format!("; filename=\"{}\"", quoted(name)));
        }
        if let Some(media_type) = &part.media_type {
            head.push_str(&format!("\r\nContent-Type: {media_type}"));
        }
        head.push_str("\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(&part.content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    body.into()
}

/// A name as browsers write it (HTML, section 4.10.21.8, "multipart/form-data encoding").
fn quoted(name: &str) -> String {
    name.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}
