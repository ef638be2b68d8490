//! The text of a document as a tree that knows where each node stands.
//!
//! YAML and JSON become the same [`Node`]s. Scalars keep their text: whether `1.0` is a number
//! or a version is for the reader to say who knows what stands there, and a number loses no digit.

mod files;
mod json;
pub(crate) mod location;
mod node;
mod overlay;
mod place;
pub mod pointer;
mod syntax;
mod tree;
mod yaml;

pub(crate) use files::{Missing, Part};
pub use node::{Entry, Mapping, Node, Scalar, ScalarType, Value};

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use crate::config::References;
use crate::diagnostic::{Diagnostic, codes};

/// One file that was read.
#[derive(Debug)]
pub struct File {
    id: FileId,
    /// The name that reports show: the path as the user gave it.
    pub name: String,
    /// The whole text.
    pub text: String,
    /// The offsets of the first byte of each line.
    lines: Vec<u32>,
}

/// Which file of a [`Source`] a [`Span`] belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub(crate) u32);

/// A range of bytes in one file. Only this module makes one, so every place is a real one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    file: FileId,
    start: u32,
    end: u32,
}

impl Span {
    /// The bytes of the file's text.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A document that was read: its text, its tree, and what is wrong with its syntax. A text that is
/// no YAML is a `Source` too, so that a report can show the place. The files that it refers to, and
/// others that belong to it, are kept beside it.
#[derive(Debug)]
pub struct Source {
    files: Vec<File>,
    root: Part,
    /// The other files of the document by name.
    parts: BTreeMap<String, Part>,
    folder: files::Folder,
    /// How many nodes overlays have added.
    overlaid: usize,
}

impl Source {
    /// Reads a file, and those below its folder that it refers to.
    ///
    /// # Errors
    /// The file cannot be read. What is wrong with its text is in [`Source::findings`]; a file
    /// that is referred to and cannot be read is found where the reference is followed.
    pub fn load(path: &Path) -> io::Result<Self> {
        #[expect(clippy::disallowed_methods, reason = "this is the loader")]
        let bytes = std::fs::read(path)?;
        let mut source = Self::from_bytes(&path.display().to_string(), bytes);
        source.folder = files::Folder::of(path);
        source.allow(&References::default());
        Ok(source)
    }

    fn from_bytes(name: &str, bytes: Vec<u8>) -> Self {
        Self::of(File::read(FileId(0), name, bytes))
    }

    /// Reads a text: JSON when it starts like an object and is JSON, else YAML. It has no folder, so
    /// that it cannot refer to other files.
    pub fn from_text(name: &str, text: String) -> Self {
        let file = File::new(FileId(0), name, text);
        let (root, findings) = file.parse();
        Self::of((file, root, findings))
    }

    fn of((file, root, findings): (File, Node, Vec<Diagnostic>)) -> Self {
        let mut source = Self {
            files: vec![file],
            root: Part {
                name: String::new(),
                identity: files::identity(&root),
                root,
                findings,
            },
            parts: BTreeMap::new(),
            folder: files::Folder::default(),
            overlaid: 0,
        };
        files::gather(&mut source);
        source
    }

    /// Reads another text that belongs to the document, such as its configuration, so that reports
    /// can show its places: its tree, and what is wrong with it.
    pub fn attach(&mut self, name: &str, text: String) -> (Node, Vec<Diagnostic>) {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        let file = File::new(id, name, text);
        let parsed = file.parse();
        self.files.push(file);
        parsed
    }

    /// The root of the tree; an empty mapping when the text has none.
    pub fn root(&self) -> &Node {
        &self.root.root
    }

    /// What is wrong with the text.
    pub fn findings(&self) -> &[Diagnostic] {
        &self.root.findings
    }

    /// The file that a place is in.
    pub fn file(&self, span: Span) -> Option<&File> {
        self.files.get(span.file.0 as usize)
    }

    /// The line and the column, in characters, both from 1, where a place starts.
    pub fn line_column(&self, span: Span) -> (usize, usize) {
        self.file(span)
            .map_or((1, 1), |file| file.line_column(span.range().start))
    }

    /// What stands at a place.
    pub fn text(&self, span: Span) -> &str {
        self.file(span)
            .and_then(|file| file.text.get(span.range()))
            .unwrap_or("")
    }

    /// The name of the root file, without folders.
    pub fn name(&self) -> &str {
        let name = self.files.first().map_or("", |file| file.name.as_str());
        name.rsplit(['/', '\\']).next().unwrap_or_default()
    }
}

impl File {
    fn new(id: FileId, name: &str, text: String) -> Self {
        let starts = text.match_indices('\n').map(|(index, _)| index + 1);
        let lines = std::iter::once(0)
            .chain(starts)
            .map(|start| u32::try_from(start).unwrap_or(u32::MAX))
            .collect();
        Self {
            id,
            name: name.to_owned(),
            text,
            lines,
        }
    }

    /// A file of bytes: what is no UTF-8 has no tree.
    fn read(id: FileId, name: &str, bytes: Vec<u8>) -> (Self, Node, Vec<Diagnostic>) {
        let error = match String::from_utf8(bytes) {
            Ok(text) => {
                let file = Self::new(id, name, text);
                let (root, findings) = file.parse();
                return (file, root, findings);
            }
            Err(error) => error,
        };
        let valid = error.utf8_error().valid_up_to();
        let help = match error.as_bytes() {
            [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => "the file is UTF-16; save it as UTF-8",
            _ => "save the file as UTF-8",
        };
        let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
        let file = Self::new(id, name, text);
        let at = file.span(valid, valid + '\u{FFFD}'.len_utf8());
        let finding = Diagnostic::error(codes::NO_UTF_8, at, "this is not UTF-8").help(help);
        let nothing = file.nothing();
        (file, nothing, vec![finding])
    }

    /// The tree, an empty mapping when the text has none, and what is wrong with the text.
    fn parse(&self) -> (Node, Vec<Diagnostic>) {
        if u32::try_from(self.text.len()).is_err() {
            let message = "the file is larger than 4 GiB";
            let finding = Diagnostic::error(codes::TOO_LARGE, self.span(0, 0), message)
                .help("split it into files, and refer to their parts with `$ref`");
            return (self.nothing(), vec![finding]);
        }
        let (root, mut findings) = parse(self.id, &self.name, &self.text);
        if root.is_none() && findings.is_empty() {
            let finding =
                Diagnostic::error(codes::EMPTY_DOCUMENT, self.span(0, 0), "the file is empty");
            findings.push(finding.help("an OpenAPI document starts with `openapi: 3.1.0`"));
        }
        (root.unwrap_or_else(|| self.nothing()), findings)
    }

    fn nothing(&self) -> Node {
        Node {
            span: self.span(0, 0),
            value: Value::Mapping(Mapping::new()),
        }
    }

    /// The line and the column, in characters, both from 1.
    pub fn line_column(&self, offset: usize) -> (usize, usize) {
        let line = self
            .lines
            .partition_point(|start| *start as usize <= offset)
            .max(1);
        let first = self.lines.get(line - 1).copied().unwrap_or(0);
        let before = self.text.get(first as usize..offset).unwrap_or("");
        let before = before.trim_start_matches('\u{FEFF}');
        (line, before.chars().count() + 1)
    }

    fn span(&self, start: usize, end: usize) -> Span {
        let length = self.text.len();
        let offset = |value: usize| u32::try_from(value.min(length)).unwrap_or(u32::MAX);
        Span {
            file: self.id,
            start: offset(start),
            end: offset(end),
        }
    }
}

fn parse(file: FileId, name: &str, text: &str) -> (Option<Node>, Vec<Diagnostic>) {
    let is_json = Path::new(name)
        .extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
    let content = text.trim_start_matches('\u{FEFF}').trim_start();
    if content.is_empty() {
        return (None, Vec::new());
    }
    if !is_json && !content.starts_with(['{', '[']) {
        return yaml::read(file, text);
    }
    let json = json::read(file, text);
    if json.0.is_some() || is_json {
        return json;
    }
    // YAML's flow style may start with a bracket too. What got further knows better what it is.
    let yaml = yaml::read(file, text);
    let reached = |findings: &[Diagnostic]| findings.last().map(|finding| finding.at);
    if yaml.0.is_some() || reached(&yaml.1) > reached(&json.1) {
        yaml
    } else {
        json
    }
}

#[cfg(test)]
mod tests;
