//! What overlays make of a document.

mod faults;
mod files;
mod hostile;
mod paths;
mod rules;

use serde_json::Value as Json;

use crate::diagnostic::{Style, render};
use crate::source::Source;

/// A document with an overlay applied.
fn overlaid(document: &str, overlay: &str) -> Source {
    let mut source = Source::from_text("openapi.yaml", document.to_owned());
    source.overlay_text("fix.overlay.yaml", overlay.to_owned());
    source
}

/// The actions in a whole overlay.
fn overlay(version: &str, actions: &str) -> String {
    format!("overlay: {version}\ninfo: {{title: T, version: 1.0.0}}\nactions:\n{actions}")
}

fn report(source: &Source) -> String {
    render(source, source.findings(), Style::Plain)
}

/// What the actions make of a document, as JSON, without anything to report.
fn applied(document: &str, actions: &str) -> Json {
    let source = overlaid(document, &overlay("1.1.0", actions));
    assert_eq!(report(&source), "", "{actions}");
    source.root().to_json()
}

/// YAML as JSON.
fn json(text: &str) -> Json {
    let source = Source::from_text("expected.yaml", text.to_owned());
    assert_eq!(report(&source), "");
    source.root().to_json()
}

/// What is said of actions on a document: the code and place of each finding.
fn places(document: &str, version: &str, actions: &str) -> Vec<String> {
    let source = overlaid(document, &overlay(version, actions));
    let places = source.findings().iter().map(|finding| {
        let (line, column) = source.line_column(finding.at);
        let file = source.file(finding.at).unwrap();
        assert_eq!(file.name, "fix.overlay.yaml");
        format!("{} {line}:{column}", finding.code)
    });
    places.collect()
}
