//! Names that stand in one scope.
//!
//! Every claim brings its candidates, the best first. What decides between two claims is in them,
//! never how many others there are: a claim that clashes with nothing keeps its name whatever is
//! added beside it.

use std::collections::BTreeSet;

use super::words::{self, Case};

/// Somebody who needs a name.
pub(super) struct Claim {
    /// Names in the order of preference; the last is unique.
    candidates: Vec<String>,
    /// Who goes first where two want the same name: the smaller.
    rank: (u8, String),
}

impl Claim {
    /// A claim for the name of a text. `identity` tells it from all others of the scope, and
    /// `kind` is a word for what it is.
    pub(super) fn new(text: &str, case: Case, kind: &str, identity: &str, rank: u8) -> Self {
        let full = words::full(text, case, kind);
        let plain = words::plain(text, case).unwrap_or_else(|| full.clone());
        // Of `UserName` and `user_name` the one that is spelled like its identifier keeps it.
        let rank = (rank * 2 + u8::from(plain != text), identity.to_owned());
        let candidates = vec![
            plain.clone(),
            words::join(&plain, kind, case),
            full,
            words::join(&plain, &words::hash(identity), case),
            words::join(&plain, &words::hash(&format!("{identity} {text}")), case),
        ];
        Self { candidates, rank }
    }
}

/// Gives each claim a name that no other has and that is not reserved.
pub(super) fn settle(claims: &[Claim], reserved: &[&str]) -> Vec<String> {
    let mut order: Vec<usize> = (0..claims.len()).collect();
    order.sort_by_key(|index| claims.get(*index).map(|claim| &claim.rank));
    let mut taken: BTreeSet<String> = reserved.iter().map(|name| (*name).to_owned()).collect();
    let mut names: Vec<Option<String>> = vec![None; claims.len()];
    for round in 0..5 {
        for index in &order {
            let (Some(slot @ None), Some(claim)) = (names.get_mut(*index), claims.get(*index))
            else {
                continue;
            };
            if let Some(name) = claim.candidates.get(round)
                && taken.insert(name.clone())
            {
                *slot = Some(name.clone());
            }
        }
    }
    // Two hashes that are equal besides all else: what remains is numbered.
    let mut number = 0;
    names
        .into_iter()
        .zip(claims)
        .map(|(name, claim)| {
            name.unwrap_or_else(|| {
                loop {
                    number += 1;
                    let last = claim.candidates.last().map_or("", String::as_str);
                    let name = format!("{last}_{number}");
                    if taken.insert(name.clone()) {
                        break name;
                    }
                }
            })
        })
        .collect()
}
