//! What is wrong with a document, where, and how to mend it.

use crate::source::Span;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is generated.
    Error,
    /// The client is generated, with the fallback that the message names.
    Warning,
}

/// One finding. Its place is never optional.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// A stable name in kebab-case, such as `unresolved-reference`.
    pub code: &'static str,
    /// What is wrong, as one sentence without a full stop.
    pub message: String,
    /// The place.
    pub at: Span,
    /// What to see at the place, shown beside the carets.
    pub label: Option<String>,
    /// Other places that belong to it, such as the first of two equal keys.
    pub related: Vec<(Span, String)>,
    /// How to mend it.
    pub help: Option<String>,
}
