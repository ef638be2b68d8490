//! Whether a schema admits null, in all spellings.

use serde_json::Value as Json;

use crate::document::SchemaId;
use crate::ir::JsonKind;

use super::context::{DEPTH, Key, Lowering};

/// Whether null is a value of all the schemas.
pub(super) fn admits_null(lowering: &mut Lowering<'_>, key: &Key) -> bool {
    if key.only.is_some() {
        return false;
    }
    let mut said = false;
    for part in &key.parts {
        match says(lowering, part.id, DEPTH) {
            Some(false) => return false,
            Some(true) => said = true,
            None => {}
        }
    }
    said
}

/// What a schema says about null; `None` when it leaves it open. Kept, because schemas that refer to
/// each other in many ways would be asked without end.
fn says(lowering: &mut Lowering<'_>, id: SchemaId, depth: usize) -> Option<bool> {
    if let Some(answer) = lowering.nulls.get(&id) {
        return *answer;
    }
    lowering.nulls.insert(id, None);
    let answer = ask(lowering, id, depth);
    lowering.nulls.insert(id, answer);
    answer
}

/// What stands at the place itself counts before what it refers to: `type: [object, 'null']` beside
/// `allOf` means what it says.
fn ask(lowering: &mut Lowering<'_>, id: SchemaId, depth: usize) -> Option<bool> {
    let depth = depth.checked_sub(1)?;
    if lowering.boolean(id) == Some(false) {
        return Some(false);
    }
    let schema = lowering.keywords(id)?;
    let listed = schema.values.iter().flatten().any(Json::is_null);
    if schema.nullable || schema.types.contains(&JsonKind::Null) || listed {
        return Some(true);
    }
    if let Some(constant) = &schema.constant {
        return Some(constant.is_null());
    }
    if !schema.types.is_empty() || schema.values.is_some() {
        return Some(false);
    }
    let mut said = None;
    for &branch in schema.reference.iter().chain(&schema.all_of) {
        match says(lowering, branch, depth) {
            Some(false) => return Some(false),
            Some(true) => said = Some(true),
            None => {}
        }
    }
    for branches in [&schema.any_of, &schema.one_of] {
        if branches.is_empty() {
            continue;
        }
        let answers = branches.iter().map(|&branch| says(lowering, branch, depth));
        let answers: Vec<Option<bool>> = answers.collect();
        if answers.contains(&Some(true)) {
            said = Some(true);
        } else if !answers.contains(&None) {
            return Some(false);
        }
    }
    said
}

/// Whether null is all that a schema admits.
pub(super) fn is_null(lowering: &Lowering<'_>, id: SchemaId) -> bool {
    let mut id = id;
    for _ in 0..DEPTH {
        let Some(schema) = lowering.keywords(id) else {
            return false;
        };
        if schema.types == [JsonKind::Null] || schema.constant == Some(Json::Null) {
            return true;
        }
        if schema
            .values
            .as_ref()
            .is_some_and(|values| values.iter().all(Json::is_null))
        {
            return true;
        }
        match schema.reference {
            Some(target) => id = target,
            None => return false,
        }
    }
    false
}
