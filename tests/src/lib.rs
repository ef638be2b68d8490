//! What the tests and the example programs share: fakes of the APIs, the document of one, and clients.

pub mod client;
pub mod depot;
pub mod document;
pub mod edit;
pub mod example;
pub mod explanations;
pub mod fake;
pub mod generator;
pub mod oasdiff;
pub mod server;
