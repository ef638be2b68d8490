//! The explanations of codes: their examples as documents, and the page of the book that shows them.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use wiregen::Output;
use wiregen::config::Config;
use wiregen::diagnostic::{Code, Diagnostic, codes};
use wiregen::source::Source;

/// The examples of an explanation.
#[derive(Debug, Default)]
pub struct Examples {
    /// The files of the document that has the finding, by name.
    pub reported: Vec<(String, String)>,
    /// Those of the one that has not.
    pub mended: Vec<(String, String)>,
}

/// Reads the examples of a code; both are empty where it has none.
pub fn examples(code: Code) -> Examples {
    let mut examples = Examples::default();
    let mut files = None;
    let mut lines = code.explanation().lines();
    while let Some(line) = lines.next() {
        match line {
            "Reported:" => files = Some(&mut examples.reported),
            "Mended:" => files = Some(&mut examples.mended),
            _ => {}
        }
        if let Some(info) = line.strip_prefix("```") {
            let (_, part) = info.split_once(' ').unwrap();
            let body = lines.by_ref().take_while(|line| *line != "```");
            let body: String = body.map(|line| format!("{line}\n")).collect();
            let files = files.as_mut().unwrap();
            files.push(file(part, &body));
        }
    }
    examples
}

/// A file of an example: named, or a part of a document that is completed here.
fn file(part: &str, body: &str) -> (String, String) {
    let head = "openapi: 3.1.0\ninfo: {title: Pets, version: 1.0.0}\n";
    let servers = "servers: [{url: 'https://api.example.com'}]\n";
    let inner = |depth: usize| -> String {
        let indent = " ".repeat(depth);
        body.lines()
            .map(|line| format!("{indent}{line}\n"))
            .collect()
    };
    let text = match part {
        "whole" => body.to_owned(),
        "root" if body.contains("servers:") => format!("{head}{body}"),
        "root" => format!("{head}{servers}{body}"),
        "paths" => format!("{head}{servers}paths:\n{}", inner(2)),
        "operation" => {
            let mut text = format!("{head}{servers}paths:\n  /pets:\n    post:\n{}", inner(6));
            if !body.contains("responses:") {
                text.push_str("      responses: {'204': {description: Done.}}\n");
            }
            text
        }
        "schemas" => format!("{head}{servers}components:\n  schemas:\n{}", inner(4)),
        name => return (name.to_owned(), body.to_owned()),
    };
    ("openapi.yaml".to_owned(), text)
}

/// Generates a client from the files of an example: the output, or an error among the findings.
pub fn generate(files: &[(String, String)]) -> (Vec<Diagnostic>, Option<Output>) {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let mut source = Source::load(&folder.path().join(&files[0].0)).unwrap();
    let mut config = Config::default();
    if let Some((name, text)) = files.iter().find(|(name, _)| name == "wiregen.yaml") {
        match Config::read(&mut source, name, text.clone()) {
            Ok(read) => config = read,
            Err(findings) => return (findings, None),
        }
    }
    source.configure(&config);
    match wiregen::generate(&source, &config) {
        Ok(output) => (output.warnings.clone(), Some(output)),
        Err(findings) => (findings, None),
    }
}

/// The page of the book that explains all codes, below a head that is written by hand.
pub fn page(head: &Path) -> String {
    let mut page = fs::read_to_string(head).unwrap();
    for code in codes::ALL {
        let _ = writeln!(
            page,
            "\n## {code}\n\n*{}.* {}",
            code.title(),
            code.kind().described()
        );
        for line in code.explanation().lines().skip(1) {
            // What an example is a part of is for the tests; a file has its name above it.
            let shown = match line
                .strip_prefix("```")
                .and_then(|info| info.split_once(' '))
            {
                Some((language, name)) if name.contains('.') => {
                    format!("`{name}`:\n\n```{language}")
                }
                Some((language, _)) => format!("```{language}"),
                None => line.to_owned(),
            };
            page.push_str(&shown);
            page.push('\n');
        }
    }
    page
}
