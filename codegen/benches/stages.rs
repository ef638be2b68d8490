//! How long each stage takes, and all of them together.
//!
//! `cargo bench --package wiregen` measures the SIP document, and a 2 MB document where the corpus
//! is: `WIREGEN_CORPUS=DIR cargo bench --package wiregen`.
#![allow(
    clippy::disallowed_methods,
    missing_docs,
    reason = "a benchmark reads its documents"
)]

use std::path::{Path, PathBuf};

use criterion::{Criterion, criterion_group, criterion_main};
use wiregen::config::Config;
use wiregen::source::Source;
use wiregen::{document, generate, lower};

fn documents() -> Vec<(&'static str, PathBuf)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let corpus = std::env::var_os("WIREGEN_CORPUS").map(PathBuf::from);
    let large = corpus
        .unwrap_or_default()
        .join("real-3.1/signalwire-rest.yaml");
    let mut documents = vec![("sip", root.join("spec/signalwire-sip.yaml"))];
    if large.is_file() {
        documents.push(("signalwire-rest", large));
    } else {
        eprintln!("skipped: {} is not there", large.display());
    }
    documents
}

fn stages(criterion: &mut Criterion) {
    for (name, path) in documents() {
        let text = std::fs::read_to_string(&path).unwrap();
        let config = Config::default();
        let source = Source::from_text(name, text.clone());
        let (document, _) = document::read(&source);
        let mut group = criterion.benchmark_group(name);
        group.sample_size(20);
        group.bench_function("source", |bench| {
            bench.iter(|| Source::from_text(name, text.clone()));
        });
        group.bench_function("document", |bench| bench.iter(|| document::read(&source)));
        group.bench_function("lower", |bench| {
            bench.iter(|| lower::lower(&document, &config))
        });
        group.bench_function("all", |bench| {
            bench.iter(|| generate(&Source::from_text(name, text.clone()), &config).unwrap());
        });
        group.finish();
    }
}

criterion_group!(benches, stages);
criterion_main!(benches);
