use crate::config::Config;
use crate::document;
use crate::source::Source;

const DOCUMENT: &str = include_str!("../../../../spec/signalwire-sip.yaml");

/// Numbers that look random and are the same each time (Steele, Lea, Flood: SplitMix64).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % bound as u64).unwrap()
    }
}

/// Exchanges, drops and repeats lines, and puts words where others stood.
fn damaged(lines: &[&str], numbers: &mut Numbers) -> String {
    let words = [
        "null",
        "[]",
        "{}",
        "true",
        "-1",
        "'#/components/schemas'",
        "{$ref: '#/paths'}",
        "object",
    ];
    let mut lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
    for _ in 0..=numbers.below(4) {
        let (one, other) = (numbers.below(lines.len()), numbers.below(lines.len()));
        match numbers.below(4) {
            0 => drop(lines.remove(one)),
            1 => lines[one] = lines[other].clone(),
            2 => lines.swap(one, other),
            _ => {
                if let Some((key, _)) = lines[one].clone().split_once(": ") {
                    lines[one] = format!("{key}: {}", words[numbers.below(words.len())]);
                }
            }
        }
    }
    lines.join("\n")
}

#[test]
fn random_damage_never_panics() {
    let mut numbers = Numbers(1);
    let lines: Vec<&str> = DOCUMENT.lines().collect();
    let mut read = 0;
    for _ in 0..200 {
        let source = Source::from_text("damaged.yaml", damaged(&lines, &mut numbers));
        if !source.findings().is_empty() {
            continue;
        }
        read += 1;
        let (document, _) = document::read(&source);
        let _ = super::lower(&document, &Config::default());
    }
    assert!(
        read > 50,
        "only {read} of the damaged texts were YAML at all"
    );
}
