//! Lists that come in pages: what the configuration says of them, else what the document says
//! plainly.

mod detect;
mod page;
mod rule;

use crate::config::PageForm;
use crate::diagnostic::{Diagnostic, codes};
use crate::ir::Api;
use crate::select::{self, Known};

use super::context::Lowering;
use page::Page;

/// Finds out how lists go on. The first rule that is for an operation and fits it holds, and where
/// there is none, the document is asked.
pub(super) fn find(lowering: &mut Lowering<'_>, api: &mut Api) {
    let (document, config) = (lowering.document, lowering.config);
    let rules = &config.pagination.rules;
    // Whether a rule was of use, and why not.
    let mut uses: Vec<Result<(), Option<String>>> = vec![Err(None); rules.len()];
    let written = document.paths.iter().flat_map(|item| {
        let operations = item.operations.iter();
        operations.map(|operation| (item.path.as_str(), operation))
    });
    let mut found = Vec::with_capacity(api.operations.len());
    for (operation, (path, written)) in api.operations.iter().zip(written) {
        let page = Page::of(&api.types, operation);
        let mut pagination = None;
        let mut is_settled = false;
        for ((rule, used), index) in rules.iter().zip(&mut uses).zip(0..) {
            let is_for_all = rule.operations.is_empty();
            if !is_for_all && !select::matches(&rule.operations, path, written) {
                continue;
            }
            let name = &operation.name;
            let fits = match &page {
                _ if is_settled => Err("a rule before this one holds for it".to_owned()),
                _ if rule.form == PageForm::None => Ok(None),
                Some(page) => rule::apply(page, rule).map(Some),
                None => Err("it is no GET whose success is one type of JSON".to_owned()),
            };
            match fits {
                Ok(fit) => {
                    pagination = fit;
                    is_settled = true;
                    *used = Ok(());
                }
                // An operation that is named is one that the rule should fit.
                Err(reason) if rule.operations.ids.contains(name) => {
                    let message = format!(
                        "`{name}` does not go on as this rule of `pagination` says: {reason}"
                    );
                    let at = config.place_of_rule(index).unwrap_or(document.head);
                    let finding = Diagnostic::warning(codes::UNUSED_CONFIGURATION, at, message);
                    let help = format!("mend the rule, or take `{name}` out of its `operations`");
                    lowering.findings.push(finding.help(help));
                    *used = Ok(());
                }
                Err(reason) => {
                    if let Err(why @ None) = used
                        && (page.is_some() || !is_for_all)
                    {
                        *why = Some(format!("of `{name}`: {reason}"));
                    }
                }
            }
        }
        if !is_settled {
            pagination = page.and_then(|page| detect::detect(&page));
        }
        found.push(pagination);
    }
    for (operation, pagination) in api.operations.iter_mut().zip(found) {
        operation.pagination = pagination;
    }
    for ((used, rule), index) in uses.into_iter().zip(rules).zip(0..) {
        match used {
            Ok(()) => {}
            // It is for no operation at all: those that it names are reported.
            Err(None) if !rule.operations.is_empty() => {}
            Err(reason) => unused(lowering, index, reason),
        }
    }
    check_operations(lowering);
}

fn unused(lowering: &mut Lowering<'_>, index: usize, reason: Option<String>) {
    let at = lowering.config.place_of_rule(index);
    let message = "no operation goes on as this rule of `pagination` says";
    let at = at.unwrap_or(lowering.document.head);
    let finding = Diagnostic::warning(codes::UNUSED_CONFIGURATION, at, message);
    let help = reason.unwrap_or_else(|| "take the rule out".to_owned());
    lowering.findings.push(finding.help(help));
}

/// Reports the operations of rules that are not there.
fn check_operations(lowering: &mut Lowering<'_>) {
    let (document, config) = (lowering.document, lowering.config);
    let known = Known::of(document);
    for (rule, index) in config.pagination.rules.iter().zip(0..) {
        for (section, entries) in rule.operations.lists() {
            for entry in entries {
                if let Err(meant) = known.find(&format!(".{section}"), entry) {
                    let entry = (section, entry.as_str());
                    let finding = config.unused_in_rule(index, entry, meant, document.head);
                    lowering.findings.push(finding);
                }
            }
        }
    }
}
