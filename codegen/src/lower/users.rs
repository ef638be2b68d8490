//! Which operations use a type, so that who leaves out a tag need not compile its types.

use std::collections::BTreeSet;

use crate::ir::{Api, Operation, TypeId};

use super::{presence, visit};

/// A type that more groups use than this is there for everybody.
const FEW: usize = 3;

/// Tells for each type which groups of operations it is for.
pub(super) fn settle(api: &mut Api) {
    let groups: Vec<BTreeSet<TypeId>> = (0..api.groups.len())
        .map(|group| used_by(api, |operation| operation.group == Some(group)))
        .collect();
    // What no group uses is for everybody, and so is all that it leads to.
    let mut common = used_by(api, |operation| operation.group.is_none());
    common.extend(visit::reachable(
        &api.types,
        presence::brought_by(&api.incoming),
    ));
    let all = (0..api.types.len()).map(TypeId);
    let unused = all.filter(|id| !groups.iter().any(|types| types.contains(id)));
    common.extend(visit::reachable(&api.types, unused.collect()));
    for (index, def) in api.types.iter_mut().enumerate() {
        let id = TypeId(index);
        let users = groups
            .iter()
            .enumerate()
            .filter(|(_, types)| types.contains(&id));
        let users: Vec<usize> = users.map(|(group, _)| group).collect();
        if !common.contains(&id) && users.len() <= FEW {
            def.only_for = users;
        }
    }
}

fn used_by(api: &Api, is_meant: impl Fn(&Operation) -> bool) -> BTreeSet<TypeId> {
    let operations = api
        .operations
        .iter()
        .filter(|operation| is_meant(operation));
    let types = operations.flat_map(|operation| {
        presence::sent_by(operation)
            .into_iter()
            .chain(presence::received_by(operation))
    });
    visit::reachable(&api.types, types.collect())
}
