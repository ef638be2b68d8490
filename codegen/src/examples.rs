//! Examples: for each type a value that its Rust type is sure to read. It is the document's own where
//! that will do, else made of what the document says. The same document always gives the same ones,
//! and what stands beside a type changes nothing about its example.

mod admits;
mod formats;
mod make;
mod texts;

pub use texts::matching;

use serde::Serialize;
use serde_json::Value as Json;

use crate::ir::{Api, TypeId};
use admits::Admission;
use make::Maker;

/// The longest example that holds more than it must, in bytes of JSON.
const ENOUGH: usize = 2_000;

/// The longest example, in bytes of JSON.
const MOST: usize = 20_000;

/// Why a type has no example.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoExample {
    /// No value was found: it admits none, or it must hold itself without end.
    NoValue,
    /// It would take more than 20,000 bytes.
    TooLong,
}

/// The example of each type, by the index of the type, as JSON.
pub(crate) fn examples(api: &Api) -> Vec<Result<String, NoExample>> {
    let maker = Maker::new(api);
    let ids = (0..api.types.len()).map(TypeId);
    ids.map(|id| {
        let wanted = maker.most(id).map(|value| (value, ENOUGH));
        let least = maker.least(id).cloned().map(|value| (value, MOST));
        let mut found = false;
        for (value, longest) in wanted.into_iter().chain(least) {
            found = true;
            let text = value.to_string();
            if text.len() <= longest {
                return Ok(text);
            }
        }
        Err(match found {
            true => NoExample::TooLong,
            false => NoExample::NoValue,
        })
    })
    .collect()
}

/// Whether a type is sure to read a value.
fn is_read(api: &Api, id: TypeId, value: &Json) -> bool {
    Admission::new(api).named(id, value)
}

#[cfg(test)]
mod tests;
