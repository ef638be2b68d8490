//! Generates typed Rust clients from OpenAPI 3.1 documents.

pub mod config;
pub mod diagnostic;
pub mod document;
pub mod ir;
pub mod lower;
pub mod source;
