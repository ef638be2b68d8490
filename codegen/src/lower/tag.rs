//! Tags of operations that are spelled almost like those of the document.

use std::collections::BTreeSet;

use crate::diagnostic::{Diagnostic, closest, codes};

use super::context::Lowering;

/// Reports each tag of an operation that the document does not list, though it lists one that is
/// spelled almost so. Tags need not be listed, so that others say nothing.
pub(super) fn check(lowering: &mut Lowering<'_>) {
    let document = lowering.document;
    let declared: Vec<&str> = document.tags.iter().map(|tag| tag.name.as_str()).collect();
    let mut seen = BTreeSet::new();
    for operation in document.operations() {
        for tag in &operation.tags {
            if declared.contains(&tag.as_str()) || !seen.insert(tag) {
                continue;
            }
            let candidates = declared.iter().copied().filter(|other| is_slip(tag, other));
            let Some(meant) = closest(tag, candidates) else {
                continue;
            };
            let message =
                format!("the document lists no tag `{tag}`, but `{meant}`; it is one of its own");
            let finding = Diagnostic::limit(codes::UNDECLARED_TAG, operation.id_at, message)
                .help(format!("did you mean `{meant}`?"));
            lowering.findings.push(finding);
        }
    }
}

/// Whether one tag can be a slip of the pen for another: `v1` and `v2` are two.
fn is_slip(tag: &str, other: &str) -> bool {
    let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
    let (tag, other) = (tag.to_lowercase(), other.to_lowercase());
    let most = if tag.chars().count() > 8 { 2 } else { 1 };
    digits(&tag) == digits(&other) && strsim::damerau_levenshtein(&tag, &other) <= most
}
