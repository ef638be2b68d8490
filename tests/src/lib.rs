//! What the tests and the example programs share: a fake of the API, and its document.

pub mod document;
pub mod fake;
