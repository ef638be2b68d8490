//! The files that a document's references name, read from the disk: only below its folder, unless
//! the configuration allows more, and never from the network.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::{Path, PathBuf};

use super::{File, FileId, Node, ScalarType, Source, location, pointer};
use crate::config::References;
use crate::diagnostic::{Diagnostic, codes};

/// A file of a document.
#[derive(Debug)]
pub(crate) struct Part {
    /// Its name; empty for the root.
    pub name: String,
    /// The URI by which it calls itself (`$self`, or `$id` at its root), or that the configuration
    /// gives it.
    pub identity: Option<String>,
    /// Its tree, an empty mapping when the text has none.
    pub root: Node,
    /// What is wrong with its syntax.
    pub findings: Vec<Diagnostic>,
}

impl Part {
    /// Whether there is nothing in it, or comments alone.
    pub(crate) fn is_empty(&self) -> bool {
        let mut findings = self.findings.iter();
        findings.any(|finding| finding.code == codes::EMPTY_DOCUMENT)
    }
}

/// Why there is no file for a reference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Missing {
    /// It is a URL, and nothing is fetched.
    Url(String),
    /// It lies outside of the folder, where nothing is read unasked.
    Outside(String),
    /// The document is no file itself, so that it has no folder.
    NoFolder,
    /// There is no such file, or it cannot be read, which the text says.
    Unreadable(String, String),
}

/// Where files are looked for.
#[derive(Debug, Default)]
pub(super) struct Folder {
    /// The root document as it was given; `None` when it is no file.
    root: Option<PathBuf>,
    /// What the configuration allows.
    references: References,
    /// Why there is none of these.
    missing: BTreeMap<String, Missing>,
}

impl Folder {
    pub(super) fn of(root: &Path) -> Self {
        Self {
            root: Some(root.to_owned()),
            ..Self::default()
        }
    }

    /// The root document as it was given; `None` when it is no file.
    pub(super) fn root(&self) -> Option<&Path> {
        self.root.as_deref()
    }
}

impl Source {
    /// Reads the files that references name and that the configuration allows, beside those that
    /// were read before.
    pub fn allow(&mut self, references: &References) {
        self.folder.references.clone_from(references);
        self.folder.missing.clear();
        gather(self);
    }

    /// Whether there is no folder by a path from the document's; a document that is no file has none.
    pub(crate) fn lacks_folder(&self, path: &str) -> bool {
        self.beside(path).is_some_and(|path| !path.is_dir())
    }

    /// The same of a file.
    pub(crate) fn lacks_file(&self, path: &str) -> bool {
        self.beside(path).is_some_and(|path| !path.is_file())
    }

    /// A path from the document's folder; a document that is no file has none.
    pub(super) fn beside(&self, path: &str) -> Option<PathBuf> {
        let root = self.folder.root.as_deref()?;
        Some(root.parent().unwrap_or(Path::new("")).join(path))
    }

    /// The trees of all files that were read: the root's, whose name is empty, then the others by
    /// name, which is the path from the root's folder.
    pub fn trees(&self) -> impl Iterator<Item = (&str, &Node)> {
        self.parts().map(|part| (part.name.as_str(), &part.root))
    }

    /// The name of the file that a reference in another file means, its fragment left out; `None`
    /// when it was not read.
    pub fn target(&self, from: &str, reference: &str) -> Option<&str> {
        let part = self.find(from, reference).ok()?;
        Some(part.name.as_str())
    }

    /// What stands at a place as a map names it: a JSON Pointer, behind the name of the file where
    /// that is not the root (`schemas/pet.yaml#/Pet`).
    pub fn at(&self, place: &str) -> Option<&Node> {
        let (_, fragment) = place.split_once('#')?;
        let part = self.part(&location::file_of(place))?;
        pointer::resolve(&part.root, &pointer::unescaped(fragment))
    }

    /// The names of the document's files that were read from paths relative to its folder; the root's
    /// is empty.
    #[cfg(feature = "cli")]
    pub(crate) fn parts_on_disk(&self) -> impl Iterator<Item = &str> {
        let names = self.parts().map(|part| part.name.as_str());
        names.filter(|name| !location::has_scheme(name))
    }

    /// The text of a file that was read from this path.
    #[cfg(feature = "cli")]
    pub(crate) fn text_of(&self, path: &Path) -> Option<&str> {
        let name = path.display().to_string();
        let file = self.files.iter().find(|file| file.name == name);
        file.map(|file| file.text.as_str())
    }

    /// The paths of all files that were read for the document, what was attached to it included, and
    /// of those that it refers to and that are not there: a change of any of them may change what the
    /// document says. A document that is no file has none.
    pub fn paths(&self) -> Vec<PathBuf> {
        let Some(root) = self.folder.root.as_deref() else {
            return Vec::new();
        };
        let folder = root.parent().unwrap_or(Path::new(""));
        let read = self.files.iter().map(|file| file.name.as_str());
        let read = read.filter(|name| !location::has_scheme(name));
        let missing = self.folder.missing.iter();
        let missing = missing.filter(|(_, reason)| matches!(reason, Missing::Unreadable(..)));
        let mut paths: Vec<PathBuf> = read
            .map(PathBuf::from)
            .chain(missing.map(|(name, _)| folder.join(name)))
            .collect();
        paths.sort();
        paths.dedup();
        paths
    }

    /// A file by its name.
    pub(crate) fn part(&self, name: &str) -> Option<&Part> {
        if name.is_empty() {
            return Some(&self.root);
        }
        self.parts.get(name)
    }

    /// All files: the root, and the others by name.
    pub(crate) fn parts(&self) -> impl Iterator<Item = &Part> {
        std::iter::once(&self.root).chain(self.parts.values())
    }

    /// The file that a reference in another file means.
    pub(crate) fn find(&self, from: &str, reference: &str) -> Result<&Part, Missing> {
        let mut reason = None;
        for name in candidates(self, from, reference) {
            if let Some(part) = self.part(&name) {
                return Ok(part);
            }
            let missing = self.folder.missing.get(&name).cloned();
            let missing = missing.unwrap_or_else(|| self.absent(&name));
            // That a file is not there says less than that it may not be read.
            if !matches!(reason, Some(Missing::Outside(_) | Missing::Url(_))) {
                reason = Some(missing);
            }
        }
        Err(reason.unwrap_or_else(|| self.absent(reference)))
    }

    /// Whether something refers to the file that the configuration gives for a URL; a document that
    /// is no file reads none.
    pub(crate) fn uses_file(&self, url: &str) -> bool {
        let local = self.folder.references.files.get(url);
        let name = local.map(|local| mapped_name(url, local));
        self.folder.root.is_none()
            || name.is_none_or(|name| name == self.name() || self.parts.contains_key(&name))
    }

    fn absent(&self, name: &str) -> Missing {
        match self.folder.root {
            _ if location::has_scheme(name) => Missing::Url(name.to_owned()),
            None => Missing::NoFolder,
            Some(_) => unreadable(name, "no such file"),
        }
    }
}

fn unreadable(name: &str, reason: &str) -> Missing {
    Missing::Unreadable(name.to_owned(), reason.to_owned())
}

/// Reads what the files refer to until nothing new comes.
pub(super) fn gather(source: &mut Source) {
    let mut queue: VecDeque<String> = source.parts().map(|part| part.name.clone()).collect();
    while let Some(from) = queue.pop_front() {
        let Some(part) = source.part(&from) else {
            continue;
        };
        for reference in targets(&part.root) {
            for name in candidates(source, &from, &reference) {
                if source.part(&name).is_some() {
                    break;
                }
                if source.folder.missing.contains_key(&name) {
                    continue;
                }
                match fetch(source, &name) {
                    Ok(part) => {
                        source.parts.insert(name.clone(), part);
                        queue.push_back(name);
                        break;
                    }
                    Err(missing) => {
                        source.folder.missing.insert(name, missing);
                    }
                }
            }
        }
    }
}

/// The names under which a reference may be meant, the likeliest first.
fn candidates(source: &Source, from: &str, reference: &str) -> Vec<String> {
    let mut names = Vec::new();
    let identity = source
        .part(from)
        .and_then(|part| part.identity.as_deref())
        .unwrap_or(from);
    let full = location::join(identity, reference);
    let path = location::join(from, reference);
    let mapped = |name: &String| {
        let local = source.folder.references.files.get(name)?;
        Some(mapped_name(name, local))
    };
    if let Some(name) = mapped(&full).or_else(|| mapped(&path)) {
        names.push(name);
    } else {
        names.push(path);
        // Beside a file that has a URL, the files beside that URL are those beside the file.
        let is_named = identity != from && location::has_scheme(identity);
        let beside = full.strip_prefix(location::folder(identity));
        names.extend(
            beside
                .filter(|_| is_named)
                .map(|beside| location::join(from, beside)),
        );
    }
    let own_name = source.folder.root.as_deref().and_then(Path::file_name);
    let own_name = own_name.map_or_else(|| source.name().into(), |name| name.to_string_lossy());
    for name in &mut names {
        if *name == own_name {
            name.clear();
        }
    }
    names
}

/// The name of a file that the configuration gives for a URL. A path of this machine is none.
fn mapped_name(url: &str, local: &str) -> String {
    if Path::new(local).is_absolute() {
        return url.to_owned();
    }
    location::join("", local)
}

fn fetch(source: &mut Source, name: &str) -> Result<Part, Missing> {
    let references = &source.folder.references;
    let mapped = references
        .files
        .iter()
        .find(|(url, local)| mapped_name(url, local) == name)
        .map(|(url, local)| (url.clone(), local.clone()));
    if mapped.is_none() && is_schema_of_schemas(name) {
        let text = "description: A JSON Schema.\n".into();
        return Ok(attach(source, name, name, text, None));
    }
    if mapped.is_none() && location::has_scheme(name) {
        return Err(Missing::Url(name.to_owned()));
    }
    let Some(root) = source.folder.root.clone() else {
        return Err(Missing::NoFolder);
    };
    let folder = root.parent().unwrap_or(Path::new(""));
    let path = match &mapped {
        Some((_, local)) => folder.join(local),
        None => {
            let path = folder.join(name);
            check_boundary(folder, &path, name, references)?;
            path
        }
    };
    if path.is_dir() {
        return Err(unreadable(name, "it is a folder"));
    }
    if path.exists() && !path.is_file() {
        return Err(unreadable(name, "it is no file"));
    }
    #[expect(clippy::disallowed_methods, reason = "this is the loader")]
    let bytes = std::fs::read(&path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => unreadable(name, "no such file"),
        kind => unreadable(name, &kind.to_string()),
    })?;
    let shown = match &mapped {
        Some((_, local)) if Path::new(local).is_absolute() => local.clone(),
        _ => folder.join(name).display().to_string(),
    };
    let url = mapped.map(|(url, _)| url);
    Ok(attach(source, name, &shown, bytes, url))
}

/// The schema of all schemas, which everybody knows by its URL. What it says has no use as a type.
fn is_schema_of_schemas(name: &str) -> bool {
    let name = name
        .trim_start_matches("https://")
        .trim_start_matches("http://");
    let draft = name
        .strip_prefix("json-schema.org/draft")
        .and_then(|rest| rest.strip_suffix("/schema"));
    draft.is_some_and(|draft| draft.bytes().filter(|byte| *byte == b'/').count() <= 1)
}

/// Whether a file may be read: links to elsewhere do not lead out of the folder either.
fn check_boundary(
    folder: &Path,
    path: &Path,
    name: &str,
    references: &References,
) -> Result<(), Missing> {
    let outside = || Missing::Outside(name.to_owned());
    let within = references.within.as_deref();
    if (name.starts_with("../") || name.starts_with('/')) && within.is_none() {
        return Err(outside());
    }
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    let Ok(real) = path.canonicalize() else {
        return Err(unreadable(name, "no such file"));
    };
    let mut allowed = [Some(folder.to_owned()), within.map(|way| folder.join(way))]
        .into_iter()
        .flatten()
        .filter_map(|folder| folder.canonicalize().ok());
    if allowed.any(|folder| real.starts_with(folder)) {
        Ok(())
    } else {
        Err(outside())
    }
}

fn attach(
    source: &mut Source,
    name: &str,
    shown: &str,
    bytes: Vec<u8>,
    url: Option<String>,
) -> Part {
    let id = FileId(u32::try_from(source.files.len()).unwrap_or(u32::MAX));
    let (file, root, findings) = File::read(id, shown, bytes);
    source.files.push(file);
    Part {
        name: name.to_owned(),
        identity: identity(&root).or(url),
        root,
        findings,
    }
}

/// The URI by which a file calls itself.
pub(super) fn identity(root: &Node) -> Option<String> {
    let text = |key: &str| match root.get(key)?.scalar_type()? {
        ScalarType::String(text) => Some(text.trim_end_matches('#').to_owned()),
        _ => None,
    };
    text("$self").or_else(|| text("$id"))
}

/// What the references of a tree name, without fragments, in the order of the text. What only looks
/// like a reference, in an example, does no harm: it is not asked for.
fn targets(root: &Node) -> Vec<String> {
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    let mut open = vec![root];
    while let Some(node) = open.pop() {
        let mut note = |node: &Node| {
            let Some(ScalarType::String(text)) = node.scalar_type() else {
                return;
            };
            let target = text.split_once('#').map_or(text, |(target, _)| target);
            if !target.is_empty() && seen.insert(target.to_owned()) {
                found.push(target.to_owned());
            }
        };
        for (key, entry) in node.as_mapping().into_iter().flatten() {
            match &**key {
                "$ref" | "$dynamicRef" => note(&entry.value),
                "discriminator" => {
                    let mapping = entry.value.get("mapping").and_then(Node::as_mapping);
                    for entry in mapping.into_iter().flatten().map(|(_, entry)| entry) {
                        note(&entry.value);
                    }
                    if let Some(default) = entry.value.get("defaultMapping") {
                        note(default);
                    }
                }
                _ => {}
            }
        }
        let values = node.as_mapping().into_iter().flatten().rev();
        open.extend(values.map(|(_, entry)| &entry.value));
        open.extend(node.as_sequence().into_iter().flatten().rev());
    }
    found
}
