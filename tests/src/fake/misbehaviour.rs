//! What a server does that no document promises.

use std::io;

use axum::body::{Body as HttpBody, Bytes};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, LOCATION};
use axum::response::Response;
use futures_util::{StreamExt as _, stream};
use serde_json::{Value, json};

use super::errors::{Answer, Body, Faults};

/// One way to misbehave, once. See [`Fake::next`](super::Fake::next).
#[derive(Clone, Debug)]
pub enum Misbehaviour {
    /// Fails with this status and the body that the document gives for it, and does nothing else.
    Status(u16),
    /// Fails with this status and body, and does nothing else.
    StatusWith(u16, Value),
    /// Fails with this status and plain text of this many bytes.
    LongText(u16, usize),
    /// Does its work, and cuts the JSON of its answer in half.
    BrokenBody,
    /// Does its work, and answers with an HTML page, status 200.
    HtmlBody,
    /// Does its work, and closes the connection in the middle of the answer.
    CutConnection,
    /// Redirects to this URL with status 307.
    Redirect(String),
    /// Does its work, and puts a value at this JSON Pointer of its answer: a value of the wrong
    /// type, one that an enum does not list, or a new field.
    Set(&'static str, Value),
    /// Does its work, and links the page of a list to itself as the next one.
    EndlessPages,
    /// Does its work, and links a page to this URL as the next one.
    ForeignNext(String),
}

impl Misbehaviour {
    /// The answer that is given instead of any work, if this is one that does not work.
    pub(super) fn instead(&self, faults: Faults) -> Option<Answer> {
        match self {
            Self::Status(status) => Some(Answer::documented(*status, faults)),
            Self::StatusWith(status, body) => Some(Answer::json(*status, body.clone())),
            Self::LongText(status, length) => Some(Answer {
                status: *status,
                body: Body::Text("text/plain", "x".repeat(*length)),
            }),
            Self::Redirect(_) => Some(Answer {
                status: 307,
                body: Body::Empty,
            }),
            _ => None,
        }
    }

    /// Changes an answer before it is written.
    pub(super) fn distort(&self, mut answer: Answer) -> Answer {
        match (self, &mut answer.body) {
            (Self::BrokenBody, Body::Json(json)) => {
                let mut text = json.to_string();
                text.truncate(text.len() / 2);
                answer.body = Body::Text("application/json", text);
            }
            (Self::HtmlBody, _) => {
                let page = "<!DOCTYPE html><title>Sign in</title>".to_owned();
                answer = Answer {
                    status: 200,
                    body: Body::Text("text/html", page),
                };
            }
            (Self::Set(pointer, value), Body::Json(json)) => set(json, pointer, value.clone()),
            (Self::EndlessPages, Body::Json(json)) => {
                let this = json["links"]["self"].clone();
                set(json, "/links/next", this);
            }
            (Self::ForeignNext(url), Body::Json(json)) => set(json, "/links/next", json!(url)),
            _ => {}
        }
        answer
    }

    /// Changes an answer that is already HTTP.
    pub(super) fn disturb(&self, mut response: Response) -> Response {
        match self {
            Self::Redirect(url) => {
                response
                    .headers_mut()
                    .insert(LOCATION, url.parse().expect("a URL as a header"));
            }
            Self::CutConnection => {
                let cut = stream::once(async {
                    // Gives the server the moment in which it sends what it has.
                    tokio::task::yield_now().await;
                    Err(io::Error::other("cut"))
                });
                let start = stream::iter([Ok(Bytes::from_static(b"{\"type\":"))]);
                *response.body_mut() = HttpBody::from_stream(start.chain(cut));
                response.headers_mut().remove(CONTENT_LENGTH);
                response.headers_mut().insert(
                    CONTENT_TYPE,
                    "application/json".parse().expect("a media type"),
                );
            }
            _ => {}
        }
        response
    }
}

/// Puts a value at a JSON Pointer whose parent exists; a new name is added to an object.
fn set(json: &mut Value, pointer: &str, value: Value) {
    let (parent, name) = pointer
        .rsplit_once('/')
        .expect("a JSON Pointer with a slash");
    let parent = json
        .pointer_mut(parent)
        .unwrap_or_else(|| panic!("no {parent} in the answer"));
    match parent {
        Value::Array(items) => items[name.parse::<usize>().expect("an index")] = value,
        object => object[name] = value,
    }
}
