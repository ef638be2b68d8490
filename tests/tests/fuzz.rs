//! A short run of both fuzz targets with bytes that are the same each time, and all inputs that they
//! have found to be of interest.

use std::fs;
use std::path::Path;

use wiregen_damage::check::{Outcome, check};
use wiregen_damage::{Tree, damage, numbers, text};
use wiregen_tests::generator::{GOLDEN, document, documents, files_below};

const SEEDS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../fuzz/seeds");
const NEGATIVE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/negative");

#[test]
fn damaged_texts_break_nothing() {
    let seeds: Vec<String> = [GOLDEN, NEGATIVE]
        .into_iter()
        .flat_map(|folder| texts(Path::new(folder)))
        .filter(|text| text.len() < 6000)
        .collect();
    let mut generated = 0;
    for seed in 0..300 {
        let text = text::damage(
            &seeds,
            &numbers(seed, 8 + usize::try_from(seed).unwrap() % 30),
        );
        if check("damaged.yaml", &text) == Outcome::Generated {
            generated += 1;
        }
    }
    assert!(generated > 10, "only {generated} of the texts were sound");
}

#[test]
fn damaged_documents_break_nothing() {
    let seeds: Vec<Tree> = texts(Path::new(GOLDEN))
        .iter()
        .filter(|text| text.len() < 6000)
        .map(|text| Tree::read(text))
        .collect();
    let mut generated = 0;
    for seed in 0..250 {
        let bytes = numbers(seed, 10 + usize::try_from(seed).unwrap() % 50);
        if let Some((name, text)) = damage(&seeds, &bytes)
            && check(name, &text) == Outcome::Generated
        {
            generated += 1;
        }
    }
    assert!(
        generated > 50,
        "only {generated} of the documents were sound"
    );
}

#[test]
fn what_fuzzing_has_found_breaks_nothing() {
    let folder = Path::new(SEEDS);
    for file in files_below(folder) {
        let bytes = fs::read(folder.join(&file)).unwrap();
        check("seed.yaml", &String::from_utf8_lossy(&bytes));
    }
}

fn texts(folder: &Path) -> Vec<String> {
    documents(folder)
        .iter()
        .filter_map(|name| fs::read_to_string(document(folder, name)).ok())
        .collect()
}
