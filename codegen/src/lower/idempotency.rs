//! Keys that tell a request that is sent again from a new one.

use crate::ir::Api;

use super::context::Lowering;

/// Gives the operations that are not idempotent by themselves (RFC 9110, section 9.2.2) the header that
/// the configuration names.
pub(super) fn find(lowering: &mut Lowering<'_>, api: &mut Api) {
    let Some(config) = &lowering.config.idempotency else {
        return;
    };
    let mut found = false;
    for operation in &mut api.operations {
        if matches!(operation.method.as_str(), "POST" | "PATCH") {
            operation.idempotency_key = Some(config.header.clone());
            found = true;
        }
    }
    if !found {
        let entry = ("idempotency", "header");
        let head = lowering.document.head;
        let finding = lowering.config.unused(entry, None, head);
        lowering
            .findings
            .push(finding.help("it is for operations of `POST` and `PATCH`"));
    }
}
