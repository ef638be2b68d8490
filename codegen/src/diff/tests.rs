//! See `tests/diff.rs` of the workspace for the whole way.
