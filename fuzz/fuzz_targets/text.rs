//! Any bytes as the text of a document, or of a configuration when they start with `%`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use wiregen_damage::check::{check, check_with};

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    match text.strip_prefix('%') {
        Some(config) if !config.starts_with("YAML") => drop(check_with("d.yaml", DOCUMENT, config)),
        _ => drop(check("d.yaml", &text)),
    }
});

/// What a configuration is tried on.
const DOCUMENT: &str = include_str!("../../tests/fixtures/configured.yaml");
