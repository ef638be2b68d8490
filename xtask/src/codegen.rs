//! `cargo xtask codegen`: a document becomes a client.

mod report;

use std::fs;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use wiregen::config::Config;
use wiregen::diagnostic::{self, Style};
use wiregen::map::Map;
use wiregen::source::Source;
use wiregen::{Output, generate, generate_with_map};

use crate::folder;

/// Turns an OpenAPI document into a Rust client.
///
/// Without options: `spec/signalwire-sip.yaml` into `generated-client/`. Files are replaced whole
/// and only when they differ; generated files that are no longer needed are removed; nothing else
/// is touched, and nothing at all when the document has an error.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// Write nothing; show what is stale as a unified diff
    ///
    /// Exits with 0 when everything is fresh, with 1 when a file is stale, missing or a stray.
    #[arg(long)]
    check: bool,

    /// Take faults of the document as errors, also those whose meaning is clear
    ///
    /// What is sound and only not expressed by the client stays a warning.
    #[arg(long)]
    strict: bool,

    /// The OpenAPI document, YAML or JSON
    #[arg(long, value_name = "FILE", requires = "out")]
    spec: Option<PathBuf>,

    /// The folder of the crate
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// The name of the crate [default: from the configuration, else from the document's title]
    #[arg(long, value_name = "NAME")]
    package: Option<String>,

    /// The configuration [default: `wiregen.yaml` beside the document, where there is one]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,

    /// Write to this file what each part of the document became, as JSON
    ///
    /// For each schema, property, operation, parameter, body and answer: its JSON Pointer, file and
    /// line, and the Rust item and type that it became, or why it became none.
    #[arg(long, value_name = "FILE", conflicts_with = "check")]
    map: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  cargo xtask codegen
      Regenerate this repository's client after a change in spec/.
  cargo xtask codegen --check
      What CI runs: fails when the client is not what the document says.
  cargo xtask codegen --spec petstore.yaml --out ../petstore --package petstore
      A client for a document of yours.

Exit status:
  0  written, or fresh with --check
  1  --check found a difference
  2  the document, the configuration or the command line has an error; nothing was written";

/// Where things are.
struct Paths {
    spec: PathBuf,
    out: PathBuf,
    config: Option<PathBuf>,
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
    let started = Instant::now();
    let paths = paths(arguments);
    let (output, map) = read_and_generate(&paths, arguments)?;
    let comparison = folder::compare(&paths.out, &output.files)
        .map_err(|error| format!("cannot read {}: {error}", paths.out.display()))?;
    if arguments.check {
        print!("{}", report::check(&paths.out, &output, &comparison));
        let code = if comparison.is_fresh() { 0 } else { 1 };
        return Ok(ExitCode::from(code));
    }
    if !comparison.foreign.is_empty() {
        return Err(report::foreign(&paths.out, &comparison.foreign));
    }
    folder::write(&paths.out, &output.files, &comparison)
        .map_err(|error| format!("cannot write to {}: {error}", paths.out.display()))?;
    if let (Some(file), Some(map)) = (&arguments.map, &map) {
        write_map(file, map)
            .map_err(|error| format!("cannot write {}: {error}", file.display()))?;
    }
    print!(
        "{}",
        report::written(
            &paths.spec,
            &paths.out,
            &output,
            &comparison,
            started.elapsed()
        )
    );
    Ok(ExitCode::SUCCESS)
}

/// The paths that the arguments mean, shown relative to the current folder where they lie in it.
fn paths(arguments: &Arguments) -> Paths {
    let root = crate::root();
    let spec = arguments
        .spec
        .clone()
        .unwrap_or_else(|| shown(&root.join("spec/signalwire-sip.yaml")));
    let out = arguments
        .out
        .clone()
        .unwrap_or_else(|| shown(&root.join("generated-client")));
    let config = arguments.config.clone().or_else(|| {
        let beside = spec.with_file_name("wiregen.yaml");
        beside.is_file().then_some(beside)
    });
    Paths { spec, out, config }
}

fn shown(path: &Path) -> PathBuf {
    let current = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(&current).unwrap_or(path).to_path_buf()
}

/// Generates; prints the warnings, or all findings when one of them is an error.
fn read_and_generate(
    paths: &Paths,
    arguments: &Arguments,
) -> Result<(Output, Option<Map>), String> {
    let unreadable = |path: &Path, error| format!("cannot read {}: {error}", path.display());
    let mut source = Source::load(&paths.spec).map_err(|error| unreadable(&paths.spec, error))?;
    let mut config = Ok(Config::default());
    if let Some(path) = &paths.config {
        let text = fs::read_to_string(path).map_err(|error| unreadable(path, error))?;
        config = Config::read(&mut source, &path.display().to_string(), text);
    }
    let result = config.and_then(|mut config| {
        source.allow(&config.references);
        config.strict |= arguments.strict;
        config.package.name = arguments.package.clone().or(config.package.name);
        match arguments.map {
            Some(_) => generate_with_map(&source, &config).map(|(output, map)| (output, Some(map))),
            None => generate(&source, &config).map(|output| (output, None)),
        }
    });
    let findings = match &result {
        Ok((output, _)) => &output.warnings,
        Err(findings) => findings,
    };
    eprint!("{}", diagnostic::render(&source, findings, style()));
    result.map_err(|findings| report::errors(&findings))
}

/// Writes the map beside its place and moves it there, so that no half of one is ever read.
fn write_map(file: &Path, map: &Map) -> io::Result<()> {
    let folder = file.parent().filter(|folder| *folder != Path::new(""));
    let mut new = tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))?;
    serde_json::to_writer_pretty(&mut new, map)?;
    new.write_all(b"\n")?;
    new.persist(file)?;
    Ok(())
}

/// Colour is for a terminal whose user did not decline it (<https://no-color.org>).
fn style() -> Style {
    let declined = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    if io::stderr().is_terminal() && !declined {
        Style::Colour
    } else {
        Style::Plain
    }
}
