//! Names that stand in one scope.
//!
//! Every claim brings its candidates, the best first. What decides between two claims is in them,
//! never how many others there are: a claim that clashes with nothing keeps its name whatever is
//! added beside it.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::reserved;
use super::words::{self, Case};

/// Somebody who needs a name.
pub(super) struct Claim<'t> {
    text: Cow<'t, str>,
    case: Case,
    /// A word for what it is.
    kind: &'t str,
    /// What tells it from all others of the scope.
    identity: Cow<'t, str>,
    /// The best name.
    plain: String,
    /// Who goes first where two want the same name: the smaller.
    rank: u8,
}

impl<'t> Claim<'t> {
    /// A claim for the name of a text. `identity` tells it from all others of the scope, and
    /// `kind` is a word for what it is.
    pub(super) fn new(
        text: impl Into<Cow<'t, str>>,
        case: Case,
        kind: &'t str,
        identity: impl Into<Cow<'t, str>>,
        rank: u8,
    ) -> Self {
        let text = text.into();
        let plain = words::plain(&text, case).unwrap_or_else(|| words::full(&text, case, kind));
        // Of `UserName` and `user_name` the one that is spelled like its identifier keeps it.
        let rank = rank * 2 + u8::from(plain != text);
        Self {
            text,
            case,
            kind,
            identity: identity.into(),
            plain,
            rank,
        }
    }

    /// The names in the order of preference; the last is unique.
    fn candidate(&self, round: usize) -> String {
        let with_hash = |text: &str| words::join(&self.plain, &words::hash(text), self.case);
        match round {
            0 => self.plain.clone(),
            1 => words::full(&self.text, self.case, self.kind),
            2 => words::join(&self.plain, self.kind, self.case),
            3 => with_hash(&self.identity),
            _ => with_hash(&format!("{} {}", self.identity, self.text)),
        }
    }
}

/// A name as it is written: some keywords cannot be identifiers at all.
fn spelled(name: String) -> String {
    match reserved::NEVER_RAW.contains(&name.as_str()) {
        true => format!("{name}_"),
        false => name,
    }
}

/// Gives each claim a name that no other has and that is not reserved.
pub(super) fn settle(claims: &[Claim<'_>], reserved: &[&str]) -> Vec<String> {
    let mut order: Vec<usize> = (0..claims.len()).collect();
    order.sort_by_key(|index| {
        claims
            .get(*index)
            .map(|claim| (claim.rank, &claim.identity))
    });
    let mut taken: BTreeSet<String> = reserved.iter().map(|name| (*name).to_owned()).collect();
    let mut names: Vec<Option<String>> = vec![None; claims.len()];
    for round in 0..5 {
        for index in &order {
            let (Some(slot @ None), Some(claim)) = (names.get_mut(*index), claims.get(*index))
            else {
                continue;
            };
            let name = spelled(claim.candidate(round));
            if taken.insert(name.clone()) {
                *slot = Some(name);
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
                    let last = claim.candidate(4);
                    let name = format!("{last}_{number}");
                    if taken.insert(name.clone()) {
                        break name;
                    }
                }
            })
        })
        .collect()
}
