use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// What was found so far; each finding once, however often its place is read.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    list: Vec<Diagnostic>,
    seen: BTreeSet<(Span, Code, String)>,
}

impl Findings {
    /// Keeps a finding unless the same one is there.
    pub(crate) fn push(&mut self, finding: Diagnostic) {
        if self
            .seen
            .insert((finding.at, finding.code, finding.message.clone()))
        {
            self.list.push(finding);
        }
    }

    /// All of them, in the order of finding.
    pub(crate) fn into_list(self) -> Vec<Diagnostic> {
        self.list
    }
}
