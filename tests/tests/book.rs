//! The book: its links lead somewhere, and its snippets are what they say they are parts of.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};

use std::process::Command;

use wiregen_tests::generator::{generate_text, target_folder, write_crates};

#[path = "book/client.rs"]
mod client;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The pages by their path in `src/`, but for the summary.
fn pages() -> BTreeMap<PathBuf, String> {
    let source = root().join("docs/book/src");
    let mut folders = vec![source.clone()];
    let mut pages = BTreeMap::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                let text = fs::read_to_string(&path).unwrap();
                pages.insert(path.strip_prefix(&source).unwrap().to_owned(), text);
            }
        }
    }
    pages.remove(Path::new("SUMMARY.md")).unwrap();
    pages
}

/// A fenced block: the line that it begins on, its language and its text.
struct Block<'a> {
    line: usize,
    language: &'a str,
    lines: Vec<&'a str>,
    /// The file that the comment above it names.
    from: Option<&'a str>,
}

fn blocks(page: &str) -> Vec<Block<'_>> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut is_open = false;
    let mut from = None;
    for (index, line) in page.lines().enumerate() {
        match line.strip_prefix("```") {
            Some(_) if is_open => is_open = false,
            Some(language) => {
                is_open = true;
                blocks.push(Block {
                    line: index + 1,
                    language,
                    lines: Vec::new(),
                    from: from.take(),
                });
            }
            None if is_open => {
                if let Some(block) = blocks.last_mut() {
                    block.lines.push(line);
                }
            }
            None => {
                from = line
                    .strip_prefix("<!-- from: ")
                    .and_then(|rest| rest.strip_suffix(" -->"));
            }
        }
    }
    blocks
}

/// The text without fenced blocks and code, where a bracket is no link.
fn prose(page: &str) -> String {
    let mut prose = String::new();
    let mut is_open = false;
    for line in page.lines() {
        if line.starts_with("```") {
            is_open = !is_open;
        } else if !is_open {
            prose.extend(line.split('`').step_by(2));
            prose.push('\n');
        }
    }
    prose
}

/// Where the links of a page lead.
fn links(page: &str) -> Vec<String> {
    prose(page)
        .split("](")
        .skip(1)
        .filter_map(|rest| rest.split_once(')'))
        .map(|(target, _)| target.to_owned())
        .collect()
}

/// What mdBook makes of the headings.
fn anchors(page: &str) -> BTreeSet<String> {
    let mut anchors = BTreeSet::new();
    let mut is_open = false;
    for line in page.lines() {
        if line.starts_with("```") {
            is_open = !is_open;
        }
        let heading = line.trim_start_matches('#');
        if is_open || heading.len() == line.len() || !heading.starts_with(' ') {
            continue;
        }
        let id: String = heading
            .trim()
            .chars()
            .filter_map(|c| match c {
                c if c.is_alphanumeric() || c == '_' || c == '-' => Some(c.to_ascii_lowercase()),
                c if c.is_whitespace() => Some('-'),
                _ => None,
            })
            .collect();
        let mut unique = id.clone();
        let mut count = 0;
        while !anchors.insert(unique.clone()) {
            count += 1;
            unique = format!("{id}-{count}");
        }
    }
    anchors
}

/// A path without `..`.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::ParentDir => assert!(plain.pop(), "{}", path.display()),
            component => plain.push(component),
        }
    }
    plain
}

#[test]
fn every_page_is_in_the_summary_once() {
    let summary = read("docs/book/src/SUMMARY.md");
    let mut listed: Vec<PathBuf> = links(&summary).iter().map(PathBuf::from).collect();
    listed.sort();
    let pages: Vec<PathBuf> = pages().into_keys().collect();
    assert_eq!(listed, pages);
}

#[test]
fn every_link_leads_somewhere() {
    let pages = pages();
    let mut wrong = Vec::new();
    for (path, text) in &pages {
        for link in links(text) {
            if link.starts_with("https://") {
                continue;
            }
            let (file, anchor) = link.split_once('#').unwrap_or((&link, ""));
            let target = match file {
                "" => path.clone(),
                file => plain(&path.parent().unwrap().join(file)),
            };
            let found = pages
                .get(&target)
                .is_some_and(|page| anchor.is_empty() || anchors(page).contains(anchor));
            if !found {
                wrong.push(format!("{}: {link}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Links to files of the repository, as the pages write them.
const REPOSITORY: &str = "https://github.com/wiregen/wiregen/blob/main/";

#[test]
fn links_to_the_repository_name_files_that_are_there() {
    let mut wrong = Vec::new();
    for (path, text) in pages() {
        for link in links(&text) {
            let Some(file) = link.strip_prefix(REPOSITORY) else {
                continue;
            };
            let (file, anchor) = file.split_once('#').unwrap_or((file, ""));
            let is_there = root().join(file).exists()
                && (anchor.is_empty() || anchors(&read(file)).contains(anchor));
            if !is_there {
                wrong.push(format!("{}: {link}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_readme_leads_into_the_book() {
    let mut wrong = Vec::new();
    for link in links(&read("README.md")) {
        if link.starts_with("https://") {
            continue;
        }
        let (file, anchor) = link.split_once('#').unwrap_or((&link, ""));
        let is_there = root().join(file).exists()
            && (anchor.is_empty() || anchors(&read(file)).contains(anchor));
        if !is_there {
            wrong.push(link);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whether these lines stand in the text one after the other, all moved to the right as far.
fn holds(text: &[&str], lines: &[&str]) -> bool {
    text.windows(lines.len()).any(|window| {
        let Some(margin) = window[0].strip_suffix(lines[0]) else {
            return false;
        };
        margin.trim().is_empty()
            && window
                .iter()
                .zip(lines)
                .all(|(line, part)| line.strip_prefix(margin) == Some(part))
    })
}

/// A snippet is cut out of the file that it names; lines may be left out where it has an empty one.
#[test]
fn snippets_are_parts_of_the_files_that_they_name() {
    let mut wrong = Vec::new();
    for (path, text) in pages() {
        for block in blocks(&text) {
            let Some(from) = block.from else { continue };
            let file = read(from);
            let file: Vec<&str> = file.lines().collect();
            for part in block.lines.split(|line| line.is_empty()) {
                if !part.is_empty() && !holds(&file, part) {
                    let (path, line) = (path.display(), block.line);
                    wrong.push(format!(
                        "{path}:{line}: not in {from}:\n{}\n",
                        part.join("\n")
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Code of other generators is `rust,ignore`; what is left is compiled somewhere.
#[test]
fn every_snippet_in_rust_names_its_file() {
    let generated = ["configuration.md", "diagnostics.md"].map(PathBuf::from);
    let mut wrong = Vec::new();
    for (path, text) in pages() {
        for block in blocks(&text) {
            if block.language == "rust" && block.from.is_none() && !generated.contains(&path) {
                wrong.push(format!("{}:{}", path.display(), block.line));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The table of `wiregen diff` is the one that the generator's tests hold it to.
#[test]
fn the_verdicts_are_those_that_are_tested() {
    let kinds = read("codegen/src/diff/kind.rs");
    let identifiers: BTreeMap<&str, &str> = kinds
        .lines()
        .filter_map(|line| line.trim().strip_suffix("\",")?.split_once(" = \""))
        .collect();
    let page = read("docs/book/src/diff.md");
    let cases = read("codegen/src/diff/tests.rs");
    let mut missing = Vec::new();
    for case in cases.lines() {
        let Some(case) = case.trim().strip_prefix("(Kind::") else {
            continue;
        };
        let (kind, rest) = case.split_once(", ").unwrap();
        let of = match rest.split_once(',').unwrap().0 {
            "sent" => "requests",
            "read" => "answers",
            _ => "",
        };
        let verdicts = rest.strip_suffix("),").unwrap().to_lowercase();
        let mut verdicts = verdicts.rsplit(", ");
        let (rust, wire) = (verdicts.next().unwrap(), verdicts.next().unwrap());
        let row = format!("| `{}` | {of} | {wire} | {rust} |", identifiers[kind]);
        if !page.contains(&row) {
            missing.push(row);
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

/// The program of the tutorial, with its test, beside a client of its document.
#[test]
fn the_tutorial_runs() {
    let document = read("docs/book/tutorial/petstore.yaml");
    let (report, output) = generate_text("petstore.yaml", document, "petstore");
    assert_eq!(report, "");
    let manifest = r#"
        [package]
        name = "tutorial"
        edition = "2024"
        [dependencies]
        chrono = { version = "0.4", default-features = false }
        petstore = { package = "golden-petstore", path = "../petstore" }
        tokio = { version = "1", features = ["macros", "rt-multi-thread"] }
        [dev-dependencies]
        petstore = { package = "golden-petstore", path = "../petstore", features = ["mock"] }
    "#;
    let program = BTreeMap::from([
        ("Cargo.toml".to_owned(), manifest.to_owned()),
        ("src/main.rs".to_owned(), read("docs/book/tutorial/main.rs")),
    ]);
    let members = [
        ("petstore".to_owned(), output.unwrap().files),
        ("tutorial".to_owned(), program),
    ];
    let tested = Command::new(env!("CARGO"))
        .args(["test", "--quiet", "--package", "tutorial"])
        .current_dir(write_crates("book-tutorial", members.to_vec()))
        .env("CARGO_TARGET_DIR", target_folder())
        .output()
        .unwrap();
    let said = [tested.stdout, tested.stderr].concat();
    assert!(
        tested.status.success(),
        "{}",
        String::from_utf8_lossy(&said)
    );
}
