//! Overlays: changes to a document that is not ours, kept in files of their own (OpenAPI Overlay
//! Specification 1.0 and 1.1, <https://spec.openapis.org/overlay/v1.1.0.html>).
//!
//! They are applied to the tree, before anything is read from it. A node that an overlay brings
//! keeps its place in the overlay, so that what is wrong with it later is shown there.
//!
//! Of a document in several files, the root file is the one that is changed: to an overlay, a
//! document is one tree, and the others are but named in it.

mod action;
mod apply;
mod index;
mod query;

use std::io;
use std::path::Path;

use super::{File, FileId, Node, Source, files, location};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Severity, codes};

use action::Reader;
use apply::Target;

impl Source {
    /// Does what a configuration says of the document itself: reads the files that it allows, and
    /// applies its overlays.
    pub fn configure(&mut self, config: &Config) {
        self.allow(&config.references);
        self.overlay(config);
    }

    /// Applies the overlays that a configuration names, in their order, to the root file. What is
    /// wrong with them is found when a client is generated.
    pub fn overlay(&mut self, config: &Config) {
        for name in &config.overlays {
            let at = config
                .place_in("overlays", name)
                .unwrap_or(self.root.root.span);
            let Some(path) = self.beside(name) else {
                let message = format!("the document is no file, so that `{name}` is not beside it");
                let finding = Diagnostic::error(codes::OVERLAY, at, message)
                    .help("read the document from its file, with `Source::open`");
                self.root.findings.push(finding);
                continue;
            };
            if let Err(error) = self.overlay_file(&path) {
                let message = format!("the overlay `{name}` cannot be read: {error}");
                let finding = Diagnostic::error(codes::OVERLAY, at, message)
                    .help("name a file; the path is relative to the document");
                self.root.findings.push(finding);
            }
        }
    }

    /// Applies the overlay in a file.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn overlay_file(&mut self, path: &Path) -> io::Result<()> {
        #[expect(clippy::disallowed_methods, reason = "this is the loader")]
        let bytes = std::fs::read(path)?;
        self.apply(&path.display().to_string(), bytes, Some(path));
        Ok(())
    }

    /// Applies an overlay; the name is for reports.
    pub fn overlay_text(&mut self, name: &str, text: String) {
        self.apply(name, text.into_bytes(), None);
    }

    fn apply(&mut self, name: &str, bytes: Vec<u8>, path: Option<&Path>) {
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        let (file, root, mut findings) = File::read(id, name, bytes);
        for finding in findings
            .iter_mut()
            .filter(|finding| finding.code == codes::EMPTY_DOCUMENT)
        {
            finding.help = Some("an overlay starts with `overlay: 1.1.0`".to_owned());
        }
        let is_faulty = |findings: &[Diagnostic]| {
            findings
                .iter()
                .any(|finding| finding.severity == Severity::Error)
        };
        // Nothing of a document without a tree is where an overlay looks for it.
        if !is_faulty(&findings) && !is_faulty(&self.root.findings) {
            findings.extend(self.apply_tree(&file, &root, path));
        }
        self.files.push(file);
        self.root.findings.extend(findings);
        self.root.identity = files::identity(&self.root.root);
        files::gather(self);
    }

    fn apply_tree(&mut self, file: &File, root: &Node, path: Option<&Path>) -> Vec<Diagnostic> {
        let mut reader = Reader {
            file,
            findings: Vec::new(),
        };
        let Some(overlay) = reader.overlay(root) else {
            return reader.findings;
        };
        let mut findings = reader.findings;
        if let Some(extends) = overlay.extends
            && !self.is_extended(extends, path)
        {
            let message = format!(
                "the overlay is for another document than `{}`; it is applied all the same",
                self.name()
            );
            let help = format!("write `extends: {}`, or take `extends` out", self.name());
            let finding = Diagnostic::warning(codes::OTHER_DOCUMENT, extends.span, message);
            findings.push(finding.help(help));
        }
        let nothing = file.nothing();
        let root = std::mem::replace(&mut self.root.root, nothing);
        let mut target = Target {
            root,
            others: &self.parts,
            added: self.overlaid,
            findings,
        };
        target.apply(&overlay);
        let Target {
            root,
            added,
            findings,
            ..
        } = target;
        self.root.root = root;
        self.overlaid = added;
        findings
    }

    /// Whether a document that an overlay names is this one, as far as that can be known: by the URI
    /// by which it calls itself, by its path, else by its name.
    fn is_extended(&self, extends: &Node, overlay: Option<&Path>) -> bool {
        let named = extends.as_text().unwrap_or_default();
        let named = named.split_once('#').map_or(named, |(named, _)| named);
        if self.root.identity.as_deref() == Some(named) {
            return true;
        }
        let path = overlay.and_then(|path| Some((path.parent()?, self.folder.root()?)));
        if let Some((folder, root)) = path.filter(|_| !location::has_scheme(named)) {
            let named = folder.join(location::join("", named));
            if let (Ok(named), Ok(root)) = (named.canonicalize(), root.canonicalize()) {
                return named == root;
            }
        }
        location::join("", named).rsplit('/').next() == Some(self.name())
    }
}

#[cfg(test)]
mod tests;
