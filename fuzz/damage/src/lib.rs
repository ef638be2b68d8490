//! Documents damaged at random, and what the generator must hold to with each.
//!
//! The fuzz targets and the short test in `cargo test` share this: bytes, be they a fuzzer's or a
//! generator's of numbers, decide what is done to a document ([`damage`], [`text`]), and [`check`]
//! says what must be so afterwards.

pub mod check;
mod choices;
mod fragments;
mod ops;
pub mod text;
mod tree;

pub use choices::{Choices, numbers};
pub use tree::Tree;

/// The most changes that one run makes to a document.
const CHANGES: usize = 24;

/// The most bytes of a damaged document: what is larger only takes time.
const LARGEST: usize = 400_000;

/// Damages one of some documents as the bytes say, and writes it as JSON or YAML; none when it has
/// become too large to be of interest.
pub fn damage(seeds: &[Tree], bytes: &[u8]) -> Option<(&'static str, String)> {
    let mut choices = Choices::new(bytes);
    let mut tree = seeds.get(choices.below(seeds.len()))?.clone();
    let is_json = choices.below(2) == 0;
    for _ in 0..CHANGES {
        if choices.is_empty() {
            break;
        }
        ops::change(&mut tree, seeds, &mut choices);
        if tree.size() > LARGEST / 8 {
            return None;
        }
    }
    let text = if is_json {
        tree.to_json()
    } else {
        tree.to_yaml()
    };
    let name = if is_json {
        "damaged.json"
    } else {
        "damaged.yaml"
    };
    (text.len() <= LARGEST).then_some((name, text))
}
