//! What a client is made from.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::findings::Findings;
use super::report;
use crate::config::{self, Config};
use crate::diagnostic::{Diagnostic, codes};
use crate::emit;
use crate::source::Source;

/// Where a configuration is looked for when the command names neither it nor a document.
const USUAL: [&str; 2] = ["wiregen.yaml", "spec/wiregen.yaml"];

/// The document, and what is said about it on the command line.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Inputs {
    /// Take faults of the document as errors, also those whose meaning is clear
    ///
    /// What is sound and only not expressed by the client stays a warning.
    #[arg(long)]
    strict: bool,

    /// The OpenAPI document, YAML or JSON [default: `document` of the configuration]
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,

    /// An overlay that mends the document; may be given several times
    ///
    /// It is applied after those of the configuration, in the order of the command line.
    #[arg(long = "overlay", value_name = "FILE")]
    overlays: Vec<PathBuf>,

    /// The name of the crate [default: from the configuration, else from the document's title]
    #[arg(long, value_name = "NAME")]
    package: Option<String>,

    /// The configuration [default: `wiregen.yaml` beside the document; where none is named,
    /// `wiregen.yaml` or `spec/wiregen.yaml` here]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,

    #[command(flatten)]
    pub(super) findings: Findings,
}

/// The repository that a command belongs to, such as `cargo xtask codegen`.
#[derive(Clone, Copy, Debug)]
pub struct Project<'p> {
    /// The command that was given, as reports name it.
    pub command: &'p str,
    /// The configuration that is meant when the command names neither one nor a document.
    pub config: &'p Path,
}

/// What the command line and the configuration name.
#[derive(Clone, Debug)]
pub(super) struct Named {
    /// The document.
    pub spec: PathBuf,
    /// The configuration, where there is one.
    pub config: Option<PathBuf>,
    /// The folder of the client, where the configuration names one.
    pub out: Option<PathBuf>,
}

impl Inputs {
    /// The same for a document that the command line names in another way.
    pub(super) fn of(mut self, spec: Option<PathBuf>) -> Self {
        self.spec = spec.or(self.spec);
        self
    }

    /// Where a configuration may stand that `find` would take, whether there is one or not.
    fn configurations(&self, project: Option<Project<'_>>) -> Vec<PathBuf> {
        match (&self.config, &self.spec, project) {
            (Some(config), ..) => vec![config.clone()],
            (None, Some(spec), _) => vec![config::beside(spec)],
            (None, None, Some(project)) => vec![shown(project.config)],
            (None, None, None) => USUAL.into_iter().map(PathBuf::from).collect(),
        }
    }

    /// The files that are named, whether they are there or not: configurations, the document,
    /// overlays, and those that stand in for a URL.
    pub(super) fn awaited(&self, project: Option<Project<'_>>) -> Vec<PathBuf> {
        let configurations = self.configurations(project);
        let named = self.spec.iter().chain(&self.overlays);
        let mut files: Vec<PathBuf> = configurations.iter().chain(named).cloned().collect();
        let path = configurations.iter().find(|path| path.is_file());
        let Some((path, text)) = path.and_then(|path| Some((path, fs::read_to_string(path).ok()?)))
        else {
            return files;
        };
        let mut source = Source::from_text("", String::new());
        let Ok(config) = Config::read(&mut source, &path.display().to_string(), text) else {
            return files;
        };
        let document = config.document.as_ref().map(|name| beside(path, name));
        if let Some(spec) = self.spec.clone().or(document) {
            let names = config
                .overlays
                .iter()
                .chain(config.references.files.values());
            files.extend(names.map(|name| beside(&spec, name)));
            files.push(spec);
        }
        files
    }

    /// # Errors
    /// The command line says what no file can mend.
    fn refuse(&self) -> Result<(), String> {
        if let Some(spec) = &self.spec {
            refuse_url(spec)?;
        }
        self.package.as_deref().map_or(Ok(()), refuse_package)
    }

    /// Whether anything says what the document is, or will.
    ///
    /// # Errors
    /// Nothing does, or the command line says what no file can mend.
    pub(super) fn name_something(&self, project: Option<Project<'_>>) -> Result<(), String> {
        self.refuse()?;
        let is_named = self.spec.is_some() || self.config.is_some() || project.is_some();
        let is_there = |path: &PathBuf| path.is_file();
        if is_named || self.configurations(project).iter().any(is_there) {
            return Ok(());
        }
        Err(nothing_named())
    }

    /// The arguments that say what is generated, as they were given.
    pub(super) fn repeated(&self) -> Vec<String> {
        let strict = self.strict.then(|| "--strict".to_owned());
        let mut words = Vec::from_iter(strict);
        let mut add = |option: &str, word: String| words.extend([option.to_owned(), word]);
        if let Some(spec) = &self.spec {
            add("--spec", quoted(spec));
        }
        for overlay in &self.overlays {
            add("--overlay", quoted(overlay));
        }
        if let Some(package) = &self.package {
            add("--package", quoted(package));
        }
        if let Some(config) = &self.config {
            add("--config", quoted(config));
        }
        words
    }

    /// Finds the document and its configuration.
    ///
    /// # Errors
    /// Neither names a document, or the configuration is faulty, which has been printed.
    pub(super) fn find(&self, project: Option<Project<'_>>) -> Result<Named, String> {
        self.refuse()?;
        // One that is named must be there; one that is looked for may be missing.
        let is_named = self.config.is_some() || (self.spec.is_none() && project.is_some());
        let mut config = self.configurations(project).into_iter();
        let config = config.find(|path| is_named || path.is_file());
        let Some(path) = config else {
            let spec = self.spec.clone().ok_or_else(nothing_named)?;
            let (config, out) = (None, None);
            return Ok(Named { spec, config, out });
        };
        let mut source = Source::from_text("", String::new());
        let text = fs::read_to_string(&path).map_err(|error| unreadable(&path, &error))?;
        let found = Config::read(&mut source, &path.display().to_string(), text)
            .and_then(|config| self.named(&source, &path, &config));
        found.map_err(|findings| {
            let printed = self.findings.print(&source, &findings);
            printed.map_or_else(|message| message, |()| report::errors(&findings))
        })
    }

    /// What a configuration names.
    fn named(
        &self,
        source: &Source,
        path: &Path,
        config: &Config,
    ) -> Result<Named, Vec<Diagnostic>> {
        let beside = |name: &String| beside(path, name);
        let document = config.document.as_ref().map(beside);
        let out = config.output.as_ref().map(beside);
        let spec = match (&self.spec, document) {
            (Some(spec), document) => {
                // The folder is for the document that is named beside it.
                let is_meant = document.is_none_or(|document| is_same(&document, spec));
                let out = out.filter(|_| is_meant);
                return Ok(Named {
                    spec: spec.clone(),
                    config: Some(path.to_owned()),
                    out,
                });
            }
            (None, Some(document)) => document,
            (None, None) => {
                let at = config.place_of("document").unwrap_or(source.root().span);
                let message = "no document is named";
                let help = "add `document: openapi.yaml`, a path from the folder of this file, or name it with `--spec FILE`";
                return Err(vec![
                    Diagnostic::error(codes::CONFIGURATION, at, message).help(help),
                ]);
            }
        };
        if !spec.is_file() {
            let at = config.place_of("document").unwrap_or(source.root().span);
            let message = format!("there is no file `{}`", spec.display());
            let help = "`document` is a path from the folder of this file";
            return Err(vec![
                Diagnostic::error(codes::CONFIGURATION, at, message).help(help),
            ]);
        }
        Ok(Named {
            spec,
            config: Some(path.to_owned()),
            out,
        })
    }

    /// Reads the document and its configuration. The findings are what is wrong with the configuration;
    /// those of the document come with generating.
    ///
    /// # Errors
    /// A file cannot be read.
    pub(super) fn load(
        &self,
        named: &Named,
    ) -> Result<(Source, Result<Config, Vec<Diagnostic>>), String> {
        let mut source =
            Source::load(&named.spec).map_err(|error| unreadable(&named.spec, &error))?;
        let mut config = Ok(Config::default());
        if let Some(path) = &named.config {
            let text = fs::read_to_string(path).map_err(|error| unreadable(path, &error))?;
            config = Config::read(&mut source, &path.display().to_string(), text);
        }
        if let Ok(config) = &mut config {
            source.configure(config);
            for path in &self.overlays {
                let read = source.overlay_file(path);
                read.map_err(|error| unreadable(path, &error))?;
            }
            config.strict |= self.strict;
            self.findings.configure(&mut config.diagnostics);
            config.package.name = self.package.clone().or(config.package.name.take());
        }
        Ok((source, config))
    }
}

fn unreadable(path: &Path, error: &io::Error) -> String {
    format!("cannot read {}: {error}", path.display())
}

/// # Errors
/// It is the URL of a document, and not a file.
fn refuse_url(spec: &Path) -> Result<(), String> {
    let url = spec.to_string_lossy();
    if !["http://", "https://"].iter().any(|scheme| {
        let start = url.get(..scheme.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    }) {
        return Ok(());
    }
    let file = url.split(['?', '#']).next().unwrap_or_default();
    let file = match file.split('/').skip(3).last().unwrap_or_default() {
        "" => "openapi.yaml",
        file => file,
    };
    Err(format!(
        "{url} is no file, and nothing is fetched; download it first:\n  curl --fail --location --output {} {}",
        quoted(file),
        quoted(&*url)
    ))
}

/// # Errors
/// No package can have that name.
pub(super) fn refuse_package(name: &str) -> Result<(), String> {
    let possible = emit::crate_name(name, &Config::default());
    if possible == name {
        return Ok(());
    }
    Err(format!(
        "`{name}` cannot be the name of a package; write `{possible}`"
    ))
}

fn nothing_named() -> String {
    let [first, second] = USUAL;
    format!(
        "which document? There is neither {first} nor {second} here
  `--spec FILE --out DIR` names the document and the folder of the client,
  `wiregen new NAME --spec FILE` makes a project that names them itself"
    )
}

/// A path that is relative to the folder of a file.
pub(super) fn beside(file: &Path, name: &str) -> PathBuf {
    let folder = file.parent().unwrap_or(Path::new(""));
    tidied(&folder.join(name))
}

/// An absolute path without links, of a file that may be missing.
pub(super) fn resolved(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut above = absolute.ancestors();
    let real = above.find_map(|folder| {
        let rest = absolute.strip_prefix(folder).ok()?;
        Some(folder.canonicalize().ok()?.join(rest))
    });
    tidied(&real.unwrap_or(absolute))
}

/// A word as a shell takes it.
pub(super) fn quoted(word: impl AsRef<std::ffi::OsStr>) -> String {
    let word = word.as_ref().to_string_lossy();
    let is_plain = |letter: char| letter.is_alphanumeric() || "-_./:=@#~,+".contains(letter);
    if !word.is_empty() && word.chars().all(is_plain) && !word.starts_with(['#', '~']) {
        return word.into_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

/// Whether two paths lead to one file.
pub(super) fn is_same(one: &Path, other: &Path) -> bool {
    let real = |path: &Path| path.canonicalize().ok();
    one == other || real(one).is_some_and(|path| real(other) == Some(path))
}

/// A path without steps that lead back: `spec/../client` is `client`.
pub(super) fn tidied(path: &Path) -> PathBuf {
    let mut tidy = PathBuf::new();
    for part in path.components() {
        match (part, tidy.components().next_back()) {
            (Component::CurDir, _) => {}
            (Component::ParentDir, Some(Component::Normal(_))) => {
                tidy.pop();
            }
            _ => tidy.push(part),
        }
    }
    if tidy.as_os_str().is_empty() {
        tidy.push(".");
    }
    tidy
}

/// A path as reports show it: relative to the current folder where it lies in it.
pub(super) fn shown(path: &Path) -> PathBuf {
    let current = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(&current).unwrap_or(path).to_path_buf()
}
