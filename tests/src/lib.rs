//! What the tests and the example programs share: a fake of the API, its document, and clients.

pub mod client;
pub mod document;
pub mod edit;
pub mod example;
pub mod explanations;
pub mod fake;
pub mod generator;
pub mod oasdiff;
