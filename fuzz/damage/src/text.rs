//! Texts damaged at random, without regard to what they mean.

use crate::choices::Choices;
use crate::fragments::{KEYS, PIECES, TEXTS};

/// Signs that YAML and JSON give a meaning.
const SIGNS: &[&str] = &[
    "\n",
    "\r\n",
    "\r",
    "\t",
    " ",
    "  ",
    ":",
    ": ",
    "- ",
    "? ",
    "[",
    "]",
    "{",
    "}",
    ",",
    "\"",
    "'",
    "|",
    ">",
    "|2\n",
    ">-\n",
    "&a ",
    "*a",
    "*a ",
    "<<: ",
    "!!str ",
    "!<x> ",
    "---\n",
    "...\n",
    "%YAML 1.2\n",
    "#",
    " # ",
    "\\",
    "\u{feff}",
    "\0",
    "\u{85}",
    "\u{2028}",
    "é",
    "🦀",
    "~",
    "0x",
    "1e9",
    "\\u0000",
    "\\ud800",
    "@",
    "`",
];

/// Damages one of some texts as the bytes say.
///
/// # Panics
/// There is none.
pub fn damage(seeds: &[String], bytes: &[u8]) -> String {
    let mut choices = Choices::new(bytes);
    let mut text: Vec<char> = choices.of(seeds).chars().collect();
    for _ in 0..16 {
        if choices.is_empty() {
            break;
        }
        let place = choices.below(text.len() + 1);
        let end = (place + choices.below(40)).min(text.len());
        let insert: Vec<char> = match choices.below(8) {
            0 => Vec::new(),
            1 => {
                let other = choices.below(text.len() + 1);
                let until = (other + choices.below(200)).min(text.len());
                text[other..until].to_vec()
            }
            2 => choices.word(TEXTS).chars().collect(),
            3 => choices.word(KEYS).chars().collect(),
            4 => choices.word(PIECES).chars().collect(),
            5 => choices
                .word(SIGNS)
                .repeat(1 + choices.below(300))
                .chars()
                .collect(),
            _ => choices.word(SIGNS).chars().collect(),
        };
        let end = if choices.below(2) == 0 { place } else { end };
        text.splice(place..end, insert);
    }
    text.into_iter().collect()
}
