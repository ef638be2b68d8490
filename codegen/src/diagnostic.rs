//! What is wrong with a document, where, and how to mend it.

pub mod codes;
mod explain;
mod github;
mod json;
mod policy;
mod report;

pub use codes::Code;
pub use explain::explain;
pub use github::github;
pub use json::json;
pub use policy::{Allowance, Denial, Faulty, Place};
pub(crate) use policy::{Allowed, deny};
pub use report::{Style, render, summary};

use crate::source::Span;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is generated.
    Error,
    /// The client is generated, with the fallback that the message names.
    Warning,
}

impl Severity {
    /// As reports write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// Whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cause {
    /// The document says what the specification does not admit, or contradicts itself.
    Fault,
    /// The document is sound; the client does not express all that it says.
    Limit,
}

/// One finding. Its place is never optional.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// Whose it is.
    pub cause: Cause,
    /// What kind of finding it is.
    pub code: Code,
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

impl Diagnostic {
    /// A finding after which nothing is generated.
    pub fn error(code: Code, at: Span, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, Cause::Fault, code, at, message.into())
    }

    /// A fault of the document for which there is a fallback.
    pub fn warning(code: Code, at: Span, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, Cause::Fault, code, at, message.into())
    }

    /// Something sound that the client does not express, with the fallback.
    pub fn limit(code: Code, at: Span, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, Cause::Limit, code, at, message.into()).help(format!(
            "nothing is wrong here; where the client can do without, allow `{}` under `diagnostics` in wiregen.yaml",
            code.as_str(),
        ))
    }

    fn new(severity: Severity, cause: Cause, code: Code, at: Span, message: String) -> Self {
        Self {
            severity,
            cause,
            code,
            message,
            at,
            label: None,
            related: Vec::new(),
            help: None,
        }
    }

    /// Adds what to see at the place.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Adds another place that belongs to it.
    #[must_use]
    pub fn related(mut self, at: Span, label: impl Into<String>) -> Self {
        self.related.push((at, label.into()));
        self
    }

    /// Adds how to mend it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// What to write instead of a word that nobody knows: the candidate that was probably meant, or else
/// what is said.
pub(crate) fn did_you_mean<'c>(
    word: &str,
    candidates: impl IntoIterator<Item = &'c str>,
    otherwise: impl Into<String>,
) -> String {
    let candidates: Vec<&str> = candidates.into_iter().collect();
    let shortened = || {
        let mut longer = candidates.iter().copied();
        longer.find(|candidate| word.len() > 2 && candidate.starts_with(word))
    };
    match closest(word, candidates.iter().copied()).or_else(shortened) {
        Some(candidate) => format!("did you mean `{candidate}`?"),
        None => otherwise.into(),
    }
}

/// Findings in the order of their places, equal ones once.
fn in_order(findings: &[Diagnostic]) -> Vec<&Diagnostic> {
    let mut sorted: Vec<&Diagnostic> = findings.iter().collect();
    sorted.sort_by_key(|finding| (finding.at, finding.severity, finding.code));
    sorted.dedup();
    sorted
}

/// The candidate that was probably meant: the nearest by edit distance, when it is near enough for
/// the length of what differs.
pub fn closest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let same = word
                .chars()
                .zip(candidate.chars())
                .take_while(|(one, other)| one == other);
            // Of pointers and of names with a common head only the last step counts.
            let head = same
                .map(|(character, _)| character.len_utf8())
                .sum::<usize>();
            let head = word
                .get(..head)
                .and_then(|head| head.rfind('/'))
                .map_or(0, |end| end + 1);
            let (tail, other) = (word.get(head..)?, candidate.get(head..)?);
            let distance = match tail.eq_ignore_ascii_case(other) {
                true => 0,
                false => strsim::damerau_levenshtein(tail, other),
            };
            let length = tail.chars().count();
            let is_near = distance <= length / 3 + 1 && (distance < length || length == 0);
            is_near.then_some((distance, candidate))
        })
        .min()
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests;
