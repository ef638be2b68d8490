//! What changed between two versions of a document.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::ValueEnum;

use super::inputs::{Inputs, Named};
use super::revision::Revision;
use super::{findings, terminal};
use crate::config::{self, Config, References};
use crate::diagnostic::{self, Diagnostic};
use crate::diff::{self, Changes, Rust, Side, Wire};
use crate::source::Source;

/// Tells what changed between two versions of an OpenAPI document, and whom it breaks.
///
/// Each change is judged twice: whether a client of the old document works with a server of the new
/// one, and whether a program that uses the client compiles with the one that the new document
/// becomes. The version that the client should get follows from the second.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The old document and the new one; with --base, the new one alone, or that of the configuration
    ///
    /// A document is a file, or `git:REVISION:PATH`, with the path from the root of the repository
    /// that the current folder lies in.
    #[arg(value_name = "DOCUMENT", num_args = 0..=2)]
    documents: Vec<String>,

    /// Compare with what this revision of git has in the place of the document
    #[arg(long, value_name = "REVISION")]
    base: Option<String>,

    /// The configuration of both [default: `wiregen.yaml` beside each, where there is one]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,

    /// What the changes are written as
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,

    /// Exit with 1 when the client needs a step of this level, or a larger one; several with commas
    ///
    /// `breaking` is about the wire instead: old clients, with a server of the new document.
    #[arg(long, value_enum, value_name = "LEVEL", value_delimiter = ',')]
    fail_on: Vec<Level>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For a terminal
    Text,
    /// For a pull request
    Markdown,
    /// For programs; the book describes it
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Level {
    /// Old clients do not work with the new server any more
    Breaking,
    /// Programs may not compile any more
    Major,
    /// There is more to use
    Minor,
    /// Anything
    Patch,
}

pub(super) const EXAMPLES: &str = "\
Examples:
  wiregen diff old.yaml new.yaml
      What changed from one file to the other.
  wiregen diff --base origin/main spec/api.yaml --format markdown
      What a pull request does to the API, for its description.
  wiregen diff git:v1.2.0:spec/api.yaml spec/api.yaml --fail-on major
      Fails when programs that use the client of that release would break.

Of a revision, the folder of the document is read, and the whole tree where the configuration
allows references beyond that. Submodules are not, and a bare repository has no work tree to compare.

Exit status:
  0  the documents were compared
  1  --fail-on named a step, and the client needs one as large, or it named what breaks on the wire
  2  a document, the configuration or the command line has an error";

/// Runs the command.
pub(super) fn run(arguments: &Arguments) -> ExitCode {
    terminal::ended(try_run(arguments))
}

fn try_run(arguments: &Arguments) -> Result<ExitCode, String> {
    let config = arguments.config.as_deref();
    let (old, new) = match (arguments.documents.as_slice(), &arguments.base) {
        ([new], Some(base)) => {
            let path = Path::new(new);
            let (folder, file) = within(path, base)?;
            (
                Loaded::of_revision(folder, &file, config)?,
                Loaded::of(new, config)?,
            )
        }
        ([old, new], None) => {
            if config.is_none() {
                tell_of_sole_configuration(Path::new(old), Path::new(new))?;
            }
            (Loaded::of(old, config)?, Loaded::of(new, config)?)
        }
        ([], Some(base)) => {
            let named = Inputs::default().find(None)?;
            let (revision, file) = within(&named.spec, base)?;
            let config = config.or(elsewhere(&named));
            (
                Loaded::of_revision(revision, &file, config)?,
                Loaded::of_file(&named.spec, config, None)?,
            )
        }
        ([] | [_], None) => {
            return Err(
                "which documents? Name the old one and the new one, or a revision with --base"
                    .to_owned(),
            );
        }
        _ => {
            return Err("--base stands in for the old document; name the new one alone".to_owned());
        }
    };
    let changes = compare(&old, &new)?;
    terminal::out(&match arguments.format {
        Format::Text => diff::text(&changes),
        Format::Markdown => diff::markdown(&changes),
        Format::Json => diff::json(&changes),
    })?;
    let fails = arguments.fail_on.iter().any(|level| match level {
        Level::Breaking => changes.wire == Some(Wire::Breaking),
        Level::Major => changes.rust >= Some(Rust::Major),
        Level::Minor => changes.rust >= Some(Rust::Minor),
        Level::Patch => changes.rust >= Some(Rust::Patch),
    });
    Ok(ExitCode::from(u8::from(fails)))
}

/// Where one of two files alone has a configuration beside it, what that says is a change as well.
fn tell_of_sole_configuration(old: &Path, new: &Path) -> Result<(), String> {
    let [of_old, of_new] =
        [old, new].map(|path| Some(config::beside(path)).filter(|_| path.is_file()));
    let (Some(of_old), Some(of_new)) = (of_old, of_new) else {
        return Ok(());
    };
    let (with, without) = match (of_old.is_file(), of_new.is_file()) {
        (true, false) => (of_old, new),
        (false, true) => (of_new, old),
        _ => return Ok(()),
    };
    let (with, without) = (with.display(), without.display());
    let note = format!(
        "note: there is no configuration beside {without}; `--config {with}` holds for both documents\n"
    );
    terminal::error(&note).map(drop)
}

/// The lines about the API since the last commit, for those who just wrote a client; `None` where the
/// document is in no repository, or stands there as it is.
///
/// Why the last commit: who checks in a client checks that it is what its document says
/// (`--check`), so the client of that commit is the one that is replaced. A copy of the document
/// beside the client would say it without git, and would have to be read by all who review it.
pub(super) fn since_last_commit(source: &Source, config: &Config, named: &Named) -> Option<String> {
    let (revision, file) = within(&named.spec, "HEAD").ok()?;
    let folder = file.parent().unwrap_or(Path::new(""));
    if !is_wide(config) && !revision.differs(folder).ok()? {
        return None;
    }
    let old = Loaded::of_revision(revision, &file, elsewhere(named)).ok()?;
    let new = Side::read(source, config).ok()?;
    let changes = diff::compare(&old.side().ok()?, &new);
    (!changes.is_empty()).then(|| format!("since the last commit:\n{}", diff::text(&changes)))
}

/// Whether files may belong to the document that lie elsewhere than in its folder.
fn is_wide(config: &Config) -> bool {
    config.references != References::default() || !config.overlays.is_empty()
}

/// The configuration where it does not stand beside the document: then it is that of both.
fn elsewhere(named: &Named) -> Option<&Path> {
    let beside = config::beside(&named.spec);
    named.config.as_deref().filter(|path| *path != beside)
}

/// A revision, and the path of a file of the work tree from the root of the repository.
fn within(path: &Path, revision: &str) -> Result<(Revision, PathBuf), String> {
    let unreadable = |error| format!("cannot read {}: {error}", path.display());
    let full = path.canonicalize().map_err(unreadable)?;
    let folder = full.parent().unwrap_or(Path::new("."));
    let revision = Revision::find(folder, revision)?;
    let root = revision.root().canonicalize().map_err(unreadable)?;
    let file = full
        .strip_prefix(&root)
        .map_err(|_| format!("{} is not in {}", path.display(), root.display()))?;
    let file = file.to_path_buf();
    Ok((revision, file))
}

/// A document with its configuration.
struct Loaded {
    source: Source,
    config: Config,
    revision: Option<Revision>,
}

impl Loaded {
    /// Of a file, or of `git:REVISION:PATH`.
    fn of(name: &str, config: Option<&Path>) -> Result<Self, String> {
        let Some(rest) = name.strip_prefix("git:") else {
            return Self::of_file(Path::new(name), config, None);
        };
        let (revision, path) = rest
            .split_once(':')
            .ok_or_else(|| format!("`{name}` is not git:REVISION:PATH"))?;
        let revision = Revision::find(Path::new("."), revision)?;
        Self::of_revision(revision, Path::new(path), config)
    }

    fn of_revision(revision: Revision, file: &Path, config: Option<&Path>) -> Result<Self, String> {
        let folder = file.parent().unwrap_or(Path::new(""));
        let mut path = revision.export(folder, file)?;
        let loaded = Self::of_file(&path, config, Some(revision))?;
        if !is_wide(&loaded.config) {
            return Ok(loaded);
        }
        let revision = loaded.revision.ok_or("the revision is gone")?;
        path = revision.export(Path::new(""), file)?;
        Self::of_file(&path, config, Some(revision))
    }

    fn of_file(
        path: &Path,
        config: Option<&Path>,
        revision: Option<Revision>,
    ) -> Result<Self, String> {
        let beside = Some(config::beside(path)).filter(|path| path.is_file());
        let named = Named {
            spec: path.to_owned(),
            config: config.map(Path::to_path_buf).or(beside),
            out: None,
        };
        let (source, read) = Inputs::default().load(&named)?;
        let mut read = read.map_err(|findings| report(&source, revision.as_ref(), &findings))?;
        // What is faulty was so before, and that is for `generate` to say.
        read.strict = false;
        read.diagnostics.deny.clear();
        Ok(Self {
            source,
            config: read,
            revision,
        })
    }

    fn side(&self) -> Result<Side<'_>, String> {
        Side::read(&self.source, &self.config)
            .map_err(|findings| report(&self.source, self.revision.as_ref(), &findings))
    }
}

fn compare(old: &Loaded, new: &Loaded) -> Result<Changes, String> {
    Ok(diff::compare(&old.side()?, &new.side()?))
}

/// Findings as an error.
fn report(source: &Source, revision: Option<&Revision>, findings: &[Diagnostic]) -> String {
    let text = diagnostic::render(source, findings, findings::style());
    let text = revision.map_or_else(|| text.clone(), |revision| revision.named(&text));
    format!("the documents cannot be compared\n{text}")
}
