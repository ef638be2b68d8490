//! Bodies of several parts.

use http::header::HeaderValue;
use serde::Serialize;
use serde_json::Value;

use super::super::failure::InvalidRequest;
use super::super::file::{self, File};
use super::super::random;
use super::super::upload::Upload;
use super::body::{Properties, given};
use super::{Request, plain};

impl Request {
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
                self.content(&media_type, lay_out(&boundary, parts));
            }
            Err(fault) => self.fail(fault),
        }
    }
}

/// A part of a multipart body.
struct Part {
    name: String,
    file_name: Option<String>,
    media_type: Option<String>,
    content: Upload,
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
        for value in values.into_iter().filter(|value| !value.is_null()) {
            let part = match file(&value) {
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

/// The pieces of the body: what is in memory in one, and each file that is not.
fn lay_out(boundary: &str, parts: Vec<Part>) -> Vec<Upload> {
    let mut pieces = Vec::new();
    let mut text = Vec::new();
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
        text.extend_from_slice(head.as_bytes());
        match part.content.as_bytes() {
            Some(bytes) => text.extend_from_slice(bytes),
            None => {
                pieces.push(std::mem::take(&mut text).into());
                pieces.push(part.content);
            }
        }
        text.extend_from_slice(b"\r\n");
    }
    text.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    pieces.push(text.into());
    pieces
}

/// A name as browsers write it (HTML, section 4.10.21.8, "multipart/form-data encoding").
fn quoted(name: &str) -> String {
    name.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}
