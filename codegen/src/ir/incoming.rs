//! What the API's server sends by itself, and the client's user receives: webhooks and callbacks.

use super::{At, Docs, Location, Payload, Status};

/// A request of the API's server.
#[derive(Debug)]
pub struct Incoming {
    /// Where it stands.
    pub at: At,
    /// Its name: the `operationId`, or that of the webhook or callback, with the method where there
    /// are several.
    pub name: String,
    /// Whether it is a webhook or a callback.
    pub kind: IncomingKind,
    /// The method in capitals.
    pub method: String,
    /// What it tells.
    pub docs: Docs,
    /// What comes with it, for documentation.
    pub parameters: Vec<IncomingParameter>,
    /// The body.
    pub body: Option<IncomingBody>,
    /// What the user's server may answer, for documentation: statuses and what they mean.
    pub answers: Vec<(Status, String)>,
}

/// What makes the API's server send a request.
#[derive(Debug)]
pub enum IncomingKind {
    /// An event.
    Webhook {
        /// The key of the webhook.
        key: String,
    },
    /// An operation that gave it the URL.
    Callback {
        /// The key of the callback.
        key: String,
        /// The runtime expression that says which URL.
        expression: String,
        /// Indices into [`Api::operations`](super::Api::operations).
        operations: Vec<usize>,
    },
}

/// The body of a request of the API's server.
#[derive(Debug)]
pub struct IncomingBody {
    /// Where it stands.
    pub at: At,
    /// What it is.
    pub description: Option<String>,
    /// The media type that is read, as written.
    pub media_type: String,
    /// What it holds.
    pub payload: Payload,
}

/// A parameter of a request of the API's server.
#[derive(Debug)]
pub struct IncomingParameter {
    /// Its name on the wire.
    pub name: String,
    /// Where it goes.
    pub location: Location,
    /// It is always there.
    pub required: bool,
    /// What it is.
    pub docs: Docs,
}
