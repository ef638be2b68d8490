//! Answers, and the two shapes in which the API reports faults in a request.

use serde_json::{Value, json};

/// An answer before it is turned into HTTP, so that a misbehaviour can still change it.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: Body,
}

/// The body of an answer.
#[derive(Clone, Debug)]
pub(super) enum Body {
    Empty,
    Json(Value),
    /// Anything else, after its content type.
    Text(&'static str, String),
}

/// One fault in a request.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) attribute: Option<String>,
    pub(super) code: &'static str,
    pub(super) message: String,
}

/// How a part of the API writes its faults down.
#[derive(Clone, Copy, Debug)]
pub(super) enum Faults {
    /// `Types.StatusCodes.SpaceApiErrorItem`, in the older part below `/api/relay/rest`.
    Space,
    /// `Types.StatusCodes.RestApiErrorItem`, below `/api/fabric`.
    Rest,
}

impl Answer {
    pub(super) fn json(status: u16, body: Value) -> Self {
        Self {
            status,
            body: Body::Json(body),
        }
    }

    pub(super) fn no_content() -> Self {
        Self {
            status: 204,
            body: Body::Empty,
        }
    }

    pub(super) fn unauthorized() -> Self {
        Self::json(401, json!({ "error": "Unauthorized" }))
    }

    pub(super) fn not_found() -> Self {
        Self::json(404, json!({ "error": "Not Found" }))
    }

    /// A request that no client generated from the document may send. No operation documents 418,
    /// so that a test which meets it fails and shows the reason.
    pub(super) fn refused(reason: impl Into<String>) -> Self {
        Self {
            status: 418,
            body: Body::Text("text/plain", reason.into()),
        }
    }

    /// The body that the document gives for a status, whatever the request was.
    pub(super) fn documented(status: u16, faults: Faults) -> Self {
        let error = match status {
            400 => "Bad Request",
            401 => "Unauthorized",
            404 => "Not Found",
            422 => return faults.answer(&[Fault::new("username", "has already been taken")]),
            _ => "Internal Server Error",
        };
        Self::json(status, json!({ "error": error }))
    }
}

impl Fault {
    pub(super) fn new(attribute: &str, message: &str) -> Self {
        let message = format!("{attribute} {message}");
        Self {
            attribute: Some(attribute.to_owned()),
            code: "invalid_parameter",
            message,
        }
    }

    pub(super) fn missing(attribute: &str) -> Self {
        let message = format!("{attribute} is required");
        Self {
            attribute: Some(attribute.to_owned()),
            code: "missing_required_parameter",
            message,
        }
    }
}

impl Faults {
    /// The `422` that reports these faults.
    pub(super) fn answer(self, faults: &[Fault]) -> Answer {
        let errors: Vec<Value> = faults.iter().map(|fault| self.item(fault)).collect();
        Answer::json(422, json!({ "errors": errors }))
    }

    fn item(self, fault: &Fault) -> Value {
        match self {
            Self::Space => json!({
                "detail": fault.message,
                "status": "422",
                "title": "Invalid Attribute",
                "code": "422",
            }),
            Self::Rest => json!({
                "type": "validation_error",
                "code": fault.code,
                "message": fault.message,
                "attribute": fault.attribute,
                "url": "https://signalwire.com/docs/apis/error-codes",
            }),
        }
    }
}
