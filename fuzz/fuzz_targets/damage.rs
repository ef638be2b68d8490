//! Real documents, damaged as the bytes say.
//!
//! Beside those of this repository, those below `WIREGEN_CORPUS` where it is set, up to a size that
//! leaves time for many runs.
#![no_main]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use wiregen_damage::check::check;
use wiregen_damage::{Tree, damage};

/// The largest foreign document that is damaged, in bytes.
const LARGEST: u64 = 60_000;

static SEEDS: LazyLock<Vec<Tree>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = documents(&root.join("tests/golden"));
    files.push(root.join("spec/signalwire-sip.yaml"));
    if let Some(corpus) = std::env::var_os("WIREGEN_CORPUS") {
        for folder in ["tricky", "real-3.0", "real-3.1", "real-3.2"] {
            files.extend(documents(&Path::new(&corpus).join(folder)));
        }
    }
    let texts = files.iter().filter_map(|file| fs::read_to_string(file).ok());
    texts.filter_map(|text| Tree::try_read(&text)).collect()
});

fn documents(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries
        .filter(|entry| entry.metadata().is_ok_and(|data| data.is_file() && data.len() < LARGEST))
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|kind| kind == "yaml" || kind == "json"))
        .collect();
    files.sort();
    files
}

fuzz_target!(|bytes: &[u8]| {
    if let Some((name, text)) = damage(&SEEDS, bytes) {
        if std::env::var_os("SHOW").is_some() {
            println!("{text}");
        }
        check(name, &text);
    }
});
