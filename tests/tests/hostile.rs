//! The strings of a document never become code.
//!
//! One document is generated twice: with hostile strings in every position, and with harmless ones.
//! Apart from names, literals and documentation both clients must be the same tokens.

use std::collections::BTreeMap;
use std::process::Command;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use wiregen_tests::generator::{generate_text, target_folder, write_crates};

const TEMPLATE: &str = include_str!("hostile/template.yaml");

/// Text that breaks out of comments, literals, attributes, Markdown and terminals.
const HOSTILE: [&str; 8] = [
    "\"; std::process::abort(); //",
    "*/ fn main() {} /* \"# r##\"",
    "\n```\nstd::fs::write(\"pwned\", \"\").unwrap();\n```\n",
    "\n    std::process::exit(1);\n\ttabbed\n~~~rust\nloop {}\n",
    "]] #![feature(x)] <script>alert(1)</script> [broken] [`also`] http://bare.example.com/?a=b",
    "\u{202e}bidi\u{2066} \u{200b}zero \u{7}bell \u{1b}[31mred \0 end\r\nnext `unclosed",
    "{0} {name} %s ${x} $crate ${{ github }} \\u{41} \\\" \\",
    "]] <!-- --> [x]: javascript:alert(1) ![i](x) [^1] # Panics\n# Errors\n===\n| a | b |\n|--|\n",
];

/// The position of a placeholder decides which hostile text stands there, so that with all shifts
/// every text stands in every position.
fn fill(text: impl Fn(usize) -> String) -> String {
    let mut filled = String::new();
    for (index, part) in TEMPLATE.split("%TEXT%").enumerate() {
        if index > 0 {
            filled.push_str(&serde_json::to_string(&text(index)).unwrap());
        }
        filled.push_str(part);
    }
    filled
}

fn hostile(shift: usize) -> BTreeMap<String, String> {
    generate(
        "hostile",
        fill(|index| format!("{} n{index}", HOSTILE[(index + shift) % HOSTILE.len()])),
    )
}

/// With a comma, because a value of plain words is its own documentation.
fn harmless() -> BTreeMap<String, String> {
    generate("harmless", fill(|index| format!("word, n{index}")))
}

fn generate(name: &str, text: String) -> BTreeMap<String, String> {
    let (report, output) = generate_text(&format!("{name}.yaml"), text, name);
    output.unwrap_or_else(|| panic!("{report}")).files
}

#[test]
fn hostile_strings_change_names_and_literals_only() {
    let harmless = shapes(&harmless());
    for shift in 0..HOSTILE.len() {
        let hostile = shapes(&hostile(shift));
        assert_eq!(
            hostile.len(),
            harmless.len(),
            "number of files with shift {shift}"
        );
        for (hostile, harmless) in hostile.iter().zip(&harmless) {
            assert_eq!(hostile, harmless, "shift {shift}");
        }
    }
}

#[test]
fn hostile_strings_compile_document_and_run_nothing() {
    let clients =
        (0..HOSTILE.len()).map(|shift| (format!("hostile-{shift}"), rename(hostile(shift), shift)));
    let workspace = write_crates("hostile", clients);
    for arguments in [
        &["clippy", "--workspace", "--", "-D", "warnings"][..],
        &["doc", "--workspace", "--no-deps", "--quiet"],
        &["test", "--workspace", "--doc", "--quiet"],
    ] {
        let output = Command::new(env!("CARGO"))
            .args(arguments)
            .current_dir(&workspace)
            .env("RUSTDOCFLAGS", "-D warnings")
            .env("CARGO_TARGET_DIR", target_folder())
            .output()
            .unwrap();
        let report = String::from_utf8_lossy(&output.stderr);
        assert!(
            output.status.success(),
            "cargo {}:\n{report}",
            arguments.join(" ")
        );
        let results = String::from_utf8_lossy(&output.stdout);
        for line in results.lines().filter(|line| line.starts_with("running ")) {
            assert!(
                matches!(line, "running 0 tests" | "running 1 test"),
                "{line}: more than the quick start"
            );
        }
    }
    assert!(!workspace.join("pwned").exists());
}

/// The package's name is the caller's, so eight clients in one workspace need eight.
fn rename(mut files: BTreeMap<String, String>, shift: usize) -> BTreeMap<String, String> {
    for text in files.values_mut() {
        *text = text.replace("golden-hostile", &format!("golden-hostile-{shift}"));
        *text = text.replace("golden_hostile", &format!("golden_hostile_{shift}"));
    }
    files
}

/// The Rust files, each as the kinds of its tokens, without names, literals and documentation. Names
/// decide the order and the names of files, so the files come sorted by what they hold.
fn shapes(files: &BTreeMap<String, String>) -> Vec<String> {
    let mut shapes: Vec<String> = files
        .iter()
        .filter(|(name, _)| name.ends_with(".rs") && !name.contains("/runtime/"))
        .map(|(name, text)| {
            let tokens: TokenStream = text
                .parse()
                .unwrap_or_else(|error| panic!("{name}: {error}"));
            let mut shape = String::new();
            write_shape(tokens, &mut shape);
            shape
        })
        .collect();
    shapes.sort();
    shapes
}

fn write_shape(tokens: TokenStream, shape: &mut String) {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == '#' => {
                if matches!(tokens.peek(), Some(TokenTree::Punct(next)) if next.as_char() == '!') {
                    tokens.next();
                }
                let attribute = tokens
                    .next()
                    .map(|group| group.to_string())
                    .unwrap_or_default();
                if !attribute.contains("doc") && !attribute.contains("rename") {
                    shape.push_str("#[]");
                }
            }
            // Long arms of a `match` are printed in braces, short ones with a comma.
            TokenTree::Punct(punct) if punct.as_char() == ',' => {}
            // What is said of an error in a line is a literal, else documentation.
            TokenTree::Punct(punct)
                if punct.as_char() == ':'
                    && shape.ends_with("=l")
                    && matches!(tokens.peek(), Some(TokenTree::Literal(_))) =>
            {
                tokens.next();
            }
            TokenTree::Punct(punct) => shape.push(punct.as_char()),
            TokenTree::Ident(name) => {
                let name = name.to_string();
                let clean = name
                    .trim_start_matches("r#")
                    .chars()
                    .all(|c| c.is_alphanumeric() || c == '_');
                assert!(clean, "{name} is no clean name");
                shape.push('i');
            }
            TokenTree::Literal(_) => shape.push('l'),
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::Brace | Delimiter::None => ("", ""),
                };
                shape.push_str(open);
                write_shape(group.stream(), shape);
                shape.push_str(close);
            }
        }
    }
}
