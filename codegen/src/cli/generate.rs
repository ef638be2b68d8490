//! A document becomes a client.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use super::inputs::{self, Inputs, Project};
use super::{folder, report};
use crate::map::Map;
use crate::{Output, generate, generate_with_map};

/// Turns an OpenAPI document into a Rust client.
///
/// Files are replaced whole and only when they differ; generated files that are no longer needed are
/// removed; nothing else is touched, and nothing at all when the document has an error.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    inputs: Inputs,

    /// The folder of the crate
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,

    /// Write nothing; show what is stale as a unified diff
    ///
    /// Exits with 0 when everything is fresh, with 1 when a file is stale, missing or a stray.
    #[arg(long)]
    check: bool,

    /// Write to this file what each part of the document became, as JSON
    ///
    /// For each schema, property, operation, parameter, body and answer: its JSON Pointer, file and
    /// line, and the Rust item and type that it became, or why it became none.
    #[arg(long, value_name = "FILE", conflicts_with = "check")]
    map: Option<PathBuf>,
}

pub(super) const EXAMPLES: &str = "\
Examples:
  wiregen generate --spec petstore.yaml --out petstore --package petstore
      A client for a document of yours.
  wiregen generate --spec petstore.yaml --out petstore --check
      What CI runs: fails when the client is not what the document says.

Exit status:
  0  written, or fresh with --check
  1  --check found a difference
  2  the document, the configuration or the command line has an error; nothing was written";

/// Runs the command; the project stands in for what the command does not name.
pub fn run(arguments: &Arguments, project: Option<Project<'_>>) -> ExitCode {
    match try_run(arguments, project) {
        Ok(code) => code,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::from(2)
        }
    }
}

fn try_run(arguments: &Arguments, project: Option<Project<'_>>) -> Result<ExitCode, String> {
    let started = Instant::now();
    let spec = arguments.inputs.spec(project)?;
    // The project's client is not for another document.
    let of_project = project.filter(|_| !arguments.inputs.has_spec());
    let of_project = || of_project.map(|project| inputs::shown(project.out));
    let out = arguments.out.clone().or_else(of_project);
    let out = out.ok_or("where to? Name the folder of the crate with --out DIR")?;
    let (output, map) = read_and_generate(&spec, arguments)?;
    let comparison = folder::compare(&out, &output.files)
        .map_err(|error| format!("cannot read {}: {error}", out.display()))?;
    if arguments.check {
        let command = project.map_or("wiregen generate", |project| project.command);
        let report = report::check(&out, &output, &comparison, command);
        arguments.inputs.findings.say(&report);
        let code = if comparison.is_fresh() { 0 } else { 1 };
        return Ok(ExitCode::from(code));
    }
    if !comparison.foreign.is_empty() {
        return Err(report::foreign(&out, &comparison.foreign));
    }
    folder::write(&out, &output.files, &comparison)
        .map_err(|error| format!("cannot write to {}: {error}", out.display()))?;
    if let (Some(file), Some(map)) = (&arguments.map, &map) {
        write_map(file, map)
            .map_err(|error| format!("cannot write {}: {error}", file.display()))?;
    }
    let elapsed = started.elapsed();
    let report = report::written(&spec, &out, &output, &comparison, elapsed);
    arguments.inputs.findings.say(&report);
    Ok(ExitCode::SUCCESS)
}

/// Generates; prints the warnings, or all findings when one of them is an error.
fn read_and_generate(spec: &Path, arguments: &Arguments) -> Result<(Output, Option<Map>), String> {
    let (source, config) = arguments.inputs.load(spec)?;
    let result = config.and_then(|config| match arguments.map {
        Some(_) => generate_with_map(&source, &config).map(|(output, map)| (output, Some(map))),
        None => generate(&source, &config).map(|output| (output, None)),
    });
    let findings = match &result {
        Ok((output, _)) => &output.warnings,
        Err(findings) => findings,
    };
    arguments.inputs.findings.print(&source, findings);
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
