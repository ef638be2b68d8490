//! `cargo xtask corpus`: documents that nobody here wrote, generated and compiled.

mod compile;
mod cost;
pub(crate) mod documents;
mod generate;
mod known;
mod report;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

pub(crate) use cost::stand_in_for_rustc;
use documents::Document;
use generate::Client;

/// Generates a client for every document in a folder and compiles them all.
///
/// A document passes when it becomes a client that has every operation and that compiles without an
/// error and without a warning. `MANIFEST.tsv` in the folder names the documents and how many
/// operations each has; without one, every YAML and JSON file that says `openapi` is a document.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// The folder of documents
    #[arg(value_name = "DIR")]
    folder: PathBuf,

    /// Only the documents whose path contains this; may be given several times
    #[arg(long, value_name = "NAME")]
    only: Vec<String>,

    /// Generate, but compile nothing
    #[arg(long)]
    no_compile: bool,

    /// Compile only clients of at most so many lines
    #[arg(long, value_name = "LINES", conflicts_with = "no_compile")]
    compile_up_to: Option<usize>,

    /// How many crates are compiled at once [default: one for each processor]
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,

    /// Write all results to this file as JSON
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,

    /// Write the table to this file as Markdown
    #[arg(long, value_name = "FILE")]
    markdown: Option<PathBuf>,

    /// The documents that are known to fail [default: tests/corpus-known.toml]
    #[arg(long, value_name = "FILE")]
    known: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  cargo xtask corpus ../documents
      All of them, with a table of what came out.
  cargo xtask corpus ../documents --only stripe
      The documents with `stripe` in their path, while you work on them.
  cargo xtask corpus ../documents --no-compile
      What the generator alone says: a few seconds.

Exit status:
  0  every document passes, but for those that are known to fail
  1  a document fails that is not known to, or one passes that is known to fail
  2  the folder, the list of known failures or the command line has an error";

/// What became of a document.
#[derive(Debug)]
struct Outcome {
    document: Document,
    client: Result<Client, generate::Failure>,
    compiled: Option<compile::Compiled>,
}

impl Outcome {
    /// Why the document fails, in a line; `None` when it passes.
    fn failure(&self) -> Option<String> {
        let client = match &self.client {
            Ok(client) => client,
            Err(failure) => return Some(failure.to_string()),
        };
        if client.operations < self.document.operations {
            return Some(format!(
                "{} of {} operations",
                client.operations, self.document.operations
            ));
        }
        let compiled = self.compiled.as_ref()?;
        let first = compiled.messages.first()?;
        Some(format!(
            "{} errors and {} warnings of the compiler, the first: {first}",
            compiled.errors, compiled.warnings
        ))
    }
}

/// Runs the command; the exit code is part of its contract.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    match try_run(arguments) {
        Ok(code) => code,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::from(2)
        }
    }
}

fn try_run(arguments: &Arguments) -> Result<ExitCode, String> {
    let root = crate::root();
    let known_file = match &arguments.known {
        Some(file) => file.clone(),
        None => root.join("tests/corpus-known.toml"),
    };
    let known = known::read(&known_file)?;
    let documents = documents::find(&arguments.folder, &arguments.only)?;
    let workspace = root.join("target/wiregen/corpus");
    let mut outcomes = generate_all(arguments, documents, &workspace)?;
    if !arguments.no_compile {
        compile_all(arguments, &mut outcomes, &workspace)?;
    }
    print!("{}", report::table(&outcomes));
    if let Some(file) = &arguments.json {
        write(file, &report::json(&outcomes))?;
    }
    if let Some(file) = &arguments.markdown {
        write(file, &report::markdown(&outcomes))?;
    }
    let verdict = known::judge(&known, &outcomes);
    print!("{}", report::verdict(&verdict, &known_file));
    Ok(ExitCode::from(u8::from(!verdict.is_good())))
}

fn generate_all(
    arguments: &Arguments,
    documents: Vec<Document>,
    workspace: &Path,
) -> Result<Vec<Outcome>, String> {
    let bar = progress("generating", documents.len());
    let mut outcomes = Vec::new();
    for document in documents {
        bar.set_message(document.name.clone());
        let (client, files) = generate::generate(&document);
        let compiles = !arguments.no_compile
            && client
                .as_ref()
                .is_ok_and(|client| client.lines <= arguments.compile_up_to.unwrap_or(usize::MAX));
        if compiles {
            compile::lay(workspace, &document.package(), &files)
                .map_err(|error| format!("cannot write to {}: {error}", workspace.display()))?;
        }
        outcomes.push(Outcome {
            document,
            client,
            compiled: compiles.then(compile::Compiled::default),
        });
        bar.inc(1);
    }
    bar.finish_and_clear();
    Ok(outcomes)
}

fn compile_all(
    arguments: &Arguments,
    outcomes: &mut [Outcome],
    workspace: &Path,
) -> Result<(), String> {
    let packages: Vec<String> = outcomes
        .iter()
        .filter(|outcome| outcome.compiled.is_some())
        .map(|outcome| outcome.document.package())
        .collect();
    if packages.is_empty() {
        return Ok(());
    }
    let bar = progress("compiling", packages.len());
    let mut compiled = compile::check(workspace, &packages, arguments.jobs, &bar)?;
    bar.finish_and_clear();
    for outcome in outcomes {
        if let Some(result) = &mut outcome.compiled {
            *result = compiled
                .remove(&outcome.document.package())
                .unwrap_or_default();
        }
    }
    Ok(())
}

/// A bar on a terminal; nothing elsewhere.
pub(crate) fn progress(what: &'static str, length: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{prefix:>11} [{bar:40}] {pos}/{len} {wide_msg}")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    let bar = ProgressBar::new(length as u64)
        .with_style(style)
        .with_prefix(what);
    bar.enable_steady_tick(Duration::from_millis(500));
    bar
}

fn write(file: &Path, text: &str) -> Result<(), String> {
    std::fs::write(file, text).map_err(|error| format!("cannot write {}: {error}", file.display()))
}
