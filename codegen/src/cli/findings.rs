//! What becomes of findings: which are errors, which are shown, and how.

use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};

use super::inputs::tidied;
use super::terminal::{self, Reader};
use crate::config;
use crate::diagnostic::{self, Allowance, Denial, Diagnostic, Style};
use crate::source::Source;

/// What is said about findings on the command line.
#[derive(Clone, Debug, Default, clap::Args)]
pub(super) struct Findings {
    /// How findings are written
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    format: Format,

    /// Take the warnings of a code as errors; `warnings` means all
    ///
    /// Beside those of the configuration's `diagnostics.deny`. `wiregen explain` lists the codes.
    #[arg(long, value_name = "CODE")]
    deny: Vec<Denial>,

    /// Do not show the warnings of a code, everywhere or at one place of the document
    ///
    /// Beside those of the configuration's `diagnostics.allow`. The place is a JSON Pointer such as
    /// `#/paths/~1pets/get`, behind the name of the file where that is not the document
    /// (`schemas/pet.yaml#/Pet`); `/*` at its end means all below. An allowance goes before --deny
    /// and --strict. Errors cannot be allowed.
    #[arg(long, value_name = "CODE[@POINTER]")]
    allow: Vec<Allowance>,
}

/// How findings are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// With the lines that they mean, to standard error
    #[default]
    Human,
    /// An object of JSON in a line for each, to standard output; all else goes to standard error
    Json,
    /// Commands with which GitHub Actions shows them beside the lines, to standard output; all else
    /// goes to standard error
    Github,
}

impl Findings {
    /// Adds what the command line says to a configuration.
    pub(super) fn configure(&self, config: &mut config::Diagnostics) {
        config.deny.extend(&self.deny);
        config.allow.extend(self.allow.iter().cloned());
    }

    /// Writes findings.
    ///
    /// # Errors
    /// They cannot be written.
    pub(super) fn print(&self, source: &Source, findings: &[Diagnostic]) -> Result<(), String> {
        let written = match self.format {
            Format::Human => terminal::error(&diagnostic::render(source, findings, style())),
            Format::Json => terminal::out(&diagnostic::json(source, findings)),
            Format::Github => terminal::out(&diagnostic::github(source, findings, in_repository)),
        };
        written.map(|_| ())
    }

    /// Writes what a command has to say beside findings: not among those for programs.
    ///
    /// # Errors
    /// It cannot be written.
    pub(super) fn say(&self, text: &str) -> Result<Reader, String> {
        match self.format {
            Format::Human => terminal::out(text),
            Format::Json | Format::Github => terminal::error(text),
        }
    }
}

/// The path of a file from the root of the repository that GitHub Actions has checked out, or from
/// the current folder, where it lies in one of them.
fn in_repository(name: &str) -> String {
    let current = std::env::current_dir().unwrap_or_default();
    let path = tidied(&current.join(name));
    let workspace = std::env::var_os("GITHUB_WORKSPACE").map(PathBuf::from);
    let inner = workspace
        .into_iter()
        .chain([current])
        .filter(|root| root.is_absolute())
        .find_map(|root| path.strip_prefix(tidied(&root)).ok().map(Path::to_path_buf));
    let Some(inner) = inner else {
        return name.to_owned();
    };
    let parts = inner
        .components()
        .map(|part| part.as_os_str().to_string_lossy());
    parts.collect::<Vec<_>>().join("/")
}

/// Colour is for a terminal whose user did not decline it (<https://no-color.org>).
pub(super) fn style() -> Style {
    let declined = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    if io::stderr().is_terminal() && !declined {
        Style::Colour
    } else {
        Style::Plain
    }
}
