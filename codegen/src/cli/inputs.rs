//! What a client is made from.

use std::fs;
use std::path::{Path, PathBuf};

use super::findings::Findings;
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::source::Source;

/// The document, and what is said about it on the command line.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Inputs {
    /// Take faults of the document as errors, also those whose meaning is clear
    ///
    /// What is sound and only not expressed by the client stays a warning.
    #[arg(long)]
    strict: bool,

    /// The OpenAPI document, YAML or JSON
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,

    /// The name of the crate [default: from the configuration, else from the document's title]
    #[arg(long, value_name = "NAME")]
    package: Option<String>,

    /// The configuration [default: `wiregen.yaml` beside the document, where there is one]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,

    #[command(flatten)]
    pub(super) findings: Findings,
}

/// The document and the client of a repository, which are meant when a command names none.
#[derive(Clone, Copy, Debug)]
pub struct Project<'p> {
    /// The command that was given, as reports name it.
    pub command: &'p str,
    /// The OpenAPI document.
    pub spec: &'p Path,
    /// The folder of the client.
    pub out: &'p Path,
}

impl Inputs {
    /// The path of the document.
    ///
    /// # Errors
    /// Neither the command nor the project names one.
    pub(super) fn spec(&self, project: Option<Project<'_>>) -> Result<PathBuf, String> {
        let of_project = || project.map(|project| shown(project.spec));
        let spec = self.spec.clone().or_else(of_project);
        spec.ok_or_else(|| "which document? Name it with --spec FILE".to_owned())
    }

    /// Whether the command names a document itself.
    pub(super) fn has_spec(&self) -> bool {
        self.spec.is_some()
    }

    /// Reads the document and its configuration. The findings are what is wrong with the configuration;
    /// those of the document come with generating.
    ///
    /// # Errors
    /// A file cannot be read.
    pub(super) fn load(
        &self,
        spec: &Path,
    ) -> Result<(Source, Result<Config, Vec<Diagnostic>>), String> {
        let unreadable = |path: &Path, error| format!("cannot read {}: {error}", path.display());
        let mut source = Source::load(spec).map_err(|error| unreadable(spec, error))?;
        let beside = || Some(spec.with_file_name("wiregen.yaml")).filter(|path| path.is_file());
        let mut config = Ok(Config::default());
        if let Some(path) = self.config.clone().or_else(beside) {
            let text = fs::read_to_string(&path).map_err(|error| unreadable(&path, error))?;
            config = Config::read(&mut source, &path.display().to_string(), text);
        }
        if let Ok(config) = &mut config {
            source.allow(&config.references);
            config.strict |= self.strict;
            self.findings.configure(&mut config.diagnostics);
            config.package.name = self.package.clone().or(config.package.name.take());
        }
        Ok((source, config))
    }
}

/// A path as reports show it: relative to the current folder where it lies in it.
pub(super) fn shown(path: &Path) -> PathBuf {
    let current = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(&current).unwrap_or(path).to_path_buf()
}
