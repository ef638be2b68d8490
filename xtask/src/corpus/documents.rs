//! Which documents there are, and what is known of them before they are generated.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use wiregen::config::References;
use wiregen::diagnostic::{self, Diagnostic, Severity};
use wiregen::source::Source;

/// The methods that a Path Item Object has fields for (OpenAPI 3.2, "Path Item Object").
const METHODS: [&str; 9] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace", "query",
];

/// A document of the corpus.
#[derive(Debug)]
pub(crate) struct Document {
    /// Its path below the folder, with `/`.
    pub(crate) name: String,
    /// Where it is.
    path: PathBuf,
    /// How many operations its client has at least.
    pub(super) operations: usize,
}

impl Document {
    /// The one at a path, by itself.
    pub(crate) fn of(path: &Path) -> Self {
        let name = path.file_name().unwrap_or_default();
        Self {
            name: name.to_string_lossy().into_owned(),
            path: path.to_owned(),
            operations: 0,
        }
    }

    /// Reads it.
    pub(crate) fn load(&self) -> std::io::Result<Source> {
        let mut source = Source::load(&self.path)?;
        // Documents in several files may refer to each other anywhere in the folder that was given.
        let up = self.name.matches('/').count();
        source.allow(&References {
            within: Some(vec![".."; up].join("/")),
            ..References::default()
        });
        Ok(source)
    }

    /// How many errors there are, and the first. Where the folder lies is nobody's business.
    pub(crate) fn errors(&self, source: &Source, findings: &[Diagnostic]) -> (usize, String) {
        let is_error = |finding: &&Diagnostic| finding.severity == Severity::Error;
        let mut errors = findings.iter().filter(is_error);
        let first = errors.next();
        let first = first.map(|finding| diagnostic::summary(source, finding));
        let path = self.path.display().to_string();
        let folder = path.strip_suffix(&self.name).unwrap_or_default();
        let first = first.unwrap_or_default().replacen(folder, "", 1);
        (1 + errors.count(), first)
    }

    /// The name of its client's package.
    pub(super) fn package(&self) -> String {
        let mut name = String::from("corpus");
        for part in self
            .name
            .split(|character: char| !character.is_ascii_alphanumeric())
        {
            // Two in a row are no name of a crate.
            if !name.ends_with('-') {
                name.push('-');
            }
            name.push_str(&part.to_ascii_lowercase());
        }
        name
    }
}

/// Every document in the folder whose name contains one of `only`; all when there is none.
pub(crate) fn find(folder: &Path, only: &[String]) -> Result<Vec<Document>, String> {
    let manifest = folder.join("MANIFEST.tsv");
    let mut documents = if manifest.is_file() {
        from_manifest(folder, &manifest)?
    } else {
        let mut documents = Vec::new();
        search(folder, folder, &mut documents)?;
        documents
    };
    documents.retain(|document| {
        only.is_empty()
            || only
                .iter()
                .any(|part| document.name.contains(part.as_str()))
    });
    documents.sort_by(|one, other| one.name.cmp(&other.name));
    if documents.is_empty() {
        return Err(format!("no such documents in {}", folder.display()));
    }
    Ok(documents)
}

/// One document a line, with the columns `path` and `operations` among others.
fn from_manifest(folder: &Path, manifest: &Path) -> Result<Vec<Document>, String> {
    let text = fs::read_to_string(manifest).map_err(|error| unreadable(manifest, &error))?;
    let mut lines = text.lines();
    let columns: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    let column = |name: &str| {
        let found = columns.iter().position(|column| *column == name);
        found.ok_or_else(|| format!("{} has no column `{name}`", manifest.display()))
    };
    let (path, operations) = (column("path")?, column("operations")?);
    let mut documents = Vec::new();
    for (number, line) in (2..).zip(lines) {
        let cells: Vec<&str> = line.split('\t').collect();
        let name = cells.get(path).copied().unwrap_or_default();
        let operations = cells.get(operations).and_then(|cell| cell.parse().ok());
        documents.push(Document {
            name: name.to_owned(),
            path: folder.join(name),
            operations: operations.ok_or_else(|| {
                format!("{}:{number}: `operations` is no number", manifest.display())
            })?,
        });
    }
    Ok(documents)
}

fn search(root: &Path, folder: &Path, documents: &mut Vec<Document>) -> Result<(), String> {
    for entry in fs::read_dir(folder).map_err(|error| unreadable(folder, &error))? {
        let path = entry.map_err(|error| unreadable(folder, &error))?.path();
        if path.is_dir() {
            search(root, &path, documents)?;
        } else if let Some(operations) = operations_of(&path) {
            let name = path.strip_prefix(root).unwrap_or(&path);
            documents.push(Document {
                name: name.to_string_lossy().replace('\\', "/"),
                operations,
                path,
            });
        }
    }
    Ok(())
}

/// How many operations stand in the file itself; `None` when it is no OpenAPI document. Text that
/// does not parse counts as a document when it says so, because its report is wanted.
fn operations_of(path: &Path) -> Option<usize> {
    let extension = path.extension()?.to_str()?;
    if !["yaml", "yml", "json"].contains(&extension) {
        return None;
    }
    let text = fs::read_to_string(path).ok()?;
    if !text.contains("openapi") {
        return None;
    }
    let Ok(document) = serde_yaml::from_str::<Value>(&text) else {
        return Some(0);
    };
    document.get("openapi")?;
    let paths = document.get("paths").and_then(Value::as_object);
    let items = paths.into_iter().flat_map(|paths| paths.values());
    let operations = items
        .filter_map(Value::as_object)
        .flat_map(|item| item.keys())
        .filter(|key| METHODS.contains(&key.as_str()));
    Some(operations.count())
}

fn unreadable(path: &Path, error: &std::io::Error) -> String {
    format!("cannot read {}: {error}", path.display())
}
