//! What must be so of every text, sound or not.

use wiregen::config::Config;
use wiregen::diagnostic::{self, Diagnostic, Style};
use wiregen::source::Source;
use wiregen::{Output, generate, generate_with_map};

/// What became of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It has an error.
    Refused,
    /// It is a client.
    Generated,
}

/// The most bytes of generated code for a document of none, and for each byte of one.
const OUTPUT: (usize, usize) = (100_000, 1000);

/// Generates a client from a text, and compares what came of it with what must be so.
///
/// # Panics
/// It is not so.
pub fn check(name: &str, text: &str) -> Outcome {
    check_with(name, text, "")
}

/// As [`check`], with a configuration.
///
/// # Panics
/// It is not so.
pub fn check_with(name: &str, text: &str, config: &str) -> Outcome {
    let mut source = Source::from_text(name, text.to_owned());
    let mut config = match Config::read(&mut source, "wiregen.yaml", config.to_owned()) {
        Ok(config) => config,
        Err(findings) => {
            reported(&source, &findings);
            return Outcome::Refused;
        }
    };
    match generate_with_map(&source, &config) {
        Err(findings) => {
            assert!(!findings.is_empty(), "refused without a reason");
            reported(&source, &findings);
            Outcome::Refused
        }
        Ok((output, map)) => {
            reported(&source, &output.warnings);
            drop(map);
            generated(&output, text.len());
            let again = generate(&source, &config).expect("generates without a map too");
            assert!(output.files == again.files, "generated twice, it differs");
            config.strict = true;
            if let Err(findings) = generate(&source, &config) {
                reported(&source, &findings);
            }
            Outcome::Generated
        }
    }
}

fn reported(source: &Source, findings: &[Diagnostic]) {
    for finding in findings {
        for at in std::iter::once(&finding.at).chain(finding.related.iter().map(|(at, _)| at)) {
            let file = source.file(*at).expect("a place is in a file");
            let (start, end) = (at.range().start, at.range().end);
            assert!(start <= end, "{finding:?}");
            assert!(file.text.get(at.range()).is_some(), "{finding:?}");
        }
        let line = diagnostic::summary(source, finding);
        assert!(!line.contains('\n'), "{line:?}");
    }
    let report = diagnostic::render(source, findings, Style::Plain);
    assert_eq!(report.is_empty(), findings.is_empty());
    let strange = |character: char| character.is_control() && character != '\n';
    assert!(!report.contains(strange), "{report:?}");
    diagnostic::render(source, findings, Style::Colour);
}

fn generated(output: &Output, input: usize) {
    let mut size = 0;
    for (name, text) in &output.files {
        if name.contains("/runtime/") {
            continue;
        }
        if name.ends_with(".toml") {
            let manifest = text.parse::<toml::Table>();
            assert!(manifest.is_ok(), "{name}: {manifest:?}");
        }
        if name.ends_with(".rs") {
            size += text.len();
            if let Err(error) = syn::parse_file(text) {
                panic!("{name}: {error}\n{text}");
            }
        }
    }
    assert!(
        size <= OUTPUT.0 + OUTPUT.1 * input,
        "{size} bytes of code from {input}"
    );
}
