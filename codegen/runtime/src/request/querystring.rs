//! A query that one parameter is the whole of (OpenAPI 3.2, `in: querystring`).

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use super::body::form;
use super::{Fault, Request};

/// Everything that cannot stand in a query (RFC 3986, section 3.4). What is encoded already stays.
const NOT_IN_QUERY: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

impl Request {
    /// A query as `application/x-www-form-urlencoded`: lists repeat their name, objects inside are
    /// JSON.
    pub(crate) fn query_form<T: Serialize + ?Sized>(&mut self, value: &T) {
        match form("the query", value, &[]) {
            Ok(form) => self.whole_query(form),
            Err(fault) => self.fail(fault),
        }
    }

    /// A query of JSON.
    pub(crate) fn query_json<T: Serialize + ?Sized>(&mut self, value: &T) {
        match serde_json::to_string(value) {
            Ok(text) => {
                let query = utf8_percent_encode(&text, NON_ALPHANUMERIC);
                self.whole_query(query.to_string());
            }
            Err(error) => self.fail(Fault::Json(error).named("the query")),
        }
    }

    /// A query of text, which has the form of a query already.
    pub(crate) fn query_text(&mut self, text: &str) {
        self.whole_query(utf8_percent_encode(text, NOT_IN_QUERY).to_string());
    }

    fn whole_query(&mut self, query: String) {
        if !query.is_empty() {
            self.query.push(query);
        }
    }
}
