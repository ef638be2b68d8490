use crate::config::Config;
use crate::diagnostic::codes;
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

/// A chain of schemas, each of which uses the next one in two ways.
fn doubling(levels: usize, level: impl Fn(usize) -> String) -> String {
    let mut text =
        "openapi: 3.1.0\ninfo: {title: T, version: '1'}\ncomponents:\n  schemas:\n".to_owned();
    for index in 0..levels {
        text.push_str(&format!("    A{index}: {}\n", level(index + 1)));
    }
    text.push_str(&format!(
        "    A{levels}: {{type: object, properties: {{x: {{type: string}}}}}}\n"
    ));
    text
}

#[test]
fn chains_that_double_end() {
    let next = |index: usize| format!("{{$ref: '#/components/schemas/A{index}'}}");
    let texts = [
        doubling(60, |index| {
            format!(
                "{{anyOf: [{0}, {{title: b, anyOf: [{0}, {{type: string}}]}}]}}",
                next(index)
            )
        }),
        doubling(60, |index| {
            format!("{{allOf: [{0}, {{allOf: [{0}]}}]}}", next(index))
        }),
        doubling(40, |index| {
            format!(
                "{{properties: {{p{index}: {{type: string}}}}, oneOf: [{0}, {{required: [y], properties: {{y: {{type: string}}}}, allOf: [{0}]}}]}}",
                next(index)
            )
        }),
        doubling(2000, next),
        doubling(2000, |index| {
            format!(
                "{{type: array, items: {{type: array, items: {}}}}}",
                next(index)
            )
        }),
    ];
    for text in texts {
        let source = Source::from_text("chain.yaml", text);
        assert_eq!(source.findings(), []);
        let (document, _) = document::read(&source);
        let (api, _) = super::lower(&document, &Config::default());
        assert!(api.types.len() >= document.components.len());
    }
}

#[test]
fn lists_and_maps_without_a_name_may_be_nested_deep() {
    for (open, close) in [
        ("{type: array, items: ", "}"),
        ("{type: object, additionalProperties: ", "}"),
        ("{type: [array, 'null'], items: ", "}"),
        (
            "{type: array, items: {type: object, additionalProperties: ",
            "}}",
        ),
    ] {
        let schema = format!("{}{{type: string}}{}", open.repeat(100), close.repeat(100));
        let text = format!(
            "openapi: 3.1.0\ninfo: {{title: Deep, version: '1'}}\npaths: {{}}\ncomponents: {{schemas: {{Deep: {schema}}}}}\n"
        );
        let source = Source::from_text("deep.yaml", text);
        let generated = crate::generate(&source, &Config::default());
        let output = generated.unwrap_or_else(|findings| panic!("{open}: {findings:?}"));
        assert!(
            output
                .warnings
                .iter()
                .any(|finding| finding.code == codes::TOO_DEEP)
        );
    }
}
