//! Documents that nobody here wrote, where `WIREGEN_CORPUS` names a folder of them: each one either
//! becomes a client with all of its operations or gets errors with their places. Nothing panics.

use std::path::{Path, PathBuf};
use std::{env, fs};

use wiregen::config::{Config, References};
use wiregen::diagnostic::Severity;
use wiregen::source::Source;

/// A line of `MANIFEST.tsv`.
struct Entry {
    path: PathBuf,
    operations: usize,
    /// Documents in several files may refer to each other anywhere in the folder.
    references: References,
}

fn entries(folder: &Path) -> Vec<Entry> {
    let manifest = fs::read_to_string(folder.join("MANIFEST.tsv")).unwrap();
    let lines = manifest
        .lines()
        .skip(1)
        .map(|line| line.split('\t').collect::<Vec<_>>());
    lines
        .map(|columns| Entry {
            path: folder.join(columns[0]),
            operations: columns[3].parse().unwrap(),
            references: References {
                within: Some(vec![".."; columns[0].matches('/').count()].join("/")),
                ..References::default()
            },
        })
        .collect()
}

#[test]
fn every_document_generates_whole_or_says_why_not() {
    let Some(folder) = env::var_os("WIREGEN_CORPUS") else {
        eprintln!("SKIPPED: WIREGEN_CORPUS names no folder of documents");
        return;
    };
    let mut faulty = 0;
    let mut wrong = Vec::new();
    let entries = entries(Path::new(&folder));
    for entry in &entries {
        let name = entry.path.display();
        let mut source =
            Source::load(&entry.path).unwrap_or_else(|error| panic!("{name}: {error}"));
        source.allow(&entry.references);
        match wiregen::generate(&source, &Config::default()) {
            // The manifest does not count operations behind a reference to a path item.
            Ok(output) if output.operations >= entry.operations => {}
            Ok(output) => wrong.push(format!(
                "{name}: {} of {} operations",
                output.operations, entry.operations
            )),
            Err(findings) => {
                assert!(
                    findings
                        .iter()
                        .any(|finding| finding.severity == Severity::Error),
                    "{name}"
                );
                faulty += 1;
            }
        }
    }
    eprintln!("{} documents, {faulty} of them with errors", entries.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
