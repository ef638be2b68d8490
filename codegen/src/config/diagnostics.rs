//! Which findings are errors, and which are not shown.

use serde::Deserialize;

use crate::diagnostic::{Allowance, Denial};

/// What becomes of findings. An allowance goes before a denial and before `strict`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Diagnostics {
    /// Warnings that are errors: by code, or all with `warnings`.
    #[cfg_attr(test, schemars(with = "Vec<String>"))]
    pub deny: Vec<Denial>,
    /// Warnings that are not shown.
    pub allow: Vec<Allowance>,
}
