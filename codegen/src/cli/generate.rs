//! A document becomes a client.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use super::inputs::{self, Inputs, Named, Project, quoted};
use super::{diff, folder, report, terminal, watch};
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::map::Map;
use crate::source::Source;
use crate::{Output, generate, generate_with_map};

/// Turns an OpenAPI document into a Rust client.
///
/// Files are replaced whole and only when they differ; generated files that are no longer needed are
/// removed; nothing else is touched, and nothing at all when the document has an error.
#[derive(Clone, Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    target: Target,

    /// Write nothing; show what is stale as a unified diff
    ///
    /// Exits with 0 when everything is fresh, with 1 when a file is stale, missing or a stray.
    #[arg(long)]
    check: bool,

    /// Write to this file what each part of the document became, as JSON
    ///
    /// For each schema, property, operation, parameter, body and answer: its JSON Pointer, file and
    /// line, and the Rust item and type that it became, or why it became none. The file must not lie in
    /// the folder of the crate.
    #[arg(long, value_name = "FILE", conflicts_with = "check")]
    map: Option<PathBuf>,

    /// Generate again whenever the document, a file that it refers to, an overlay or the configuration is saved
    ///
    /// What is wrong is printed, and watching goes on. Ctrl-C ends it.
    #[arg(long, conflicts_with_all = ["check", "map"])]
    watch: bool,
}

/// Shows what is stale in a client, and writes nothing.
///
/// Every stale, missing or stray file is shown as a unified diff.
#[derive(Clone, Debug, clap::Args)]
pub struct CheckArguments {
    #[command(flatten)]
    target: Target,
}

impl From<CheckArguments> for Arguments {
    fn from(arguments: CheckArguments) -> Self {
        Self {
            target: arguments.target,
            check: true,
            map: None,
            watch: false,
        }
    }
}

/// A document and the folder of its client.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Target {
    /// The OpenAPI document, as with --spec
    #[arg(value_name = "DOCUMENT", conflicts_with = "spec")]
    document: Option<PathBuf>,

    #[command(flatten)]
    inputs: Inputs,

    /// The folder of the crate [default: `output` of the configuration]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub(super) const EXAMPLES: &str = "\
Examples:
  wiregen generate
      What wiregen.yaml or spec/wiregen.yaml names with `document` and `output`.
  wiregen generate petstore.yaml --out petstore --package petstore
      A client for a document of yours.
  wiregen generate --watch
      Again on each save, until Ctrl-C.

Exit status:
  0  written, or fresh with --check
  1  --check found a difference
  2  the document, the configuration or the command line has an error; nothing was written";

pub(super) const CHECK_EXAMPLES: &str = "\
Examples:
  wiregen check
      What CI runs: fails when the client is not what the document says.
  wiregen check petstore.yaml --out petstore --package petstore

Exit status:
  0  fresh
  1  a file is stale, missing or a stray
  2  the document, the configuration or the command line has an error";

/// Runs the command; the project stands in for what the command does not name.
pub fn run(arguments: &Arguments, project: Option<Project<'_>>) -> ExitCode {
    terminal::ended(try_run(arguments, project))
}

fn try_run(arguments: &Arguments, project: Option<Project<'_>>) -> Result<ExitCode, String> {
    let started = Instant::now();
    if arguments.watch {
        watch::watch(&arguments.target, project)?;
        return Ok(ExitCode::SUCCESS);
    }
    let Job { inputs, named, out } = arguments.target.job(project)?;
    let (source, config) = inputs.load(&named)?;
    if let Some(file) = &arguments.map {
        let files = [inputs.awaited(project), source.paths()].concat();
        refuse_map(file, &out, &files)?;
    }
    let (output, map) = made_or_reported(&inputs, &source, &config, arguments.map.is_some())?;
    let comparison = compare(&out, &output)?;
    if arguments.check {
        let command = project.map_or("wiregen generate", |project| project.command);
        let command = arguments.target.repeated(command);
        let report = report::check(&out, &output, &comparison, &command);
        inputs.findings.say(&report)?;
        let code = if comparison.is_fresh() { 0 } else { 1 };
        return Ok(ExitCode::from(code));
    }
    write(&out, &output, &comparison)?;
    if let (Some(file), Some(map)) = (&arguments.map, &map) {
        write_map(file, map)
            .map_err(|error| format!("cannot write {}: {error}", file.display()))?;
    }
    let elapsed = started.elapsed();
    let report = report::written(&named.spec, &out, &output, &comparison, elapsed);
    inputs.findings.say(&report)?;
    if let Ok(config) = &config
        && let Some(changes) = diff::since_last_commit(&source, config, &named)
    {
        inputs.findings.say(&format!("\n{changes}"))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// What is asked for, once it is found.
pub(super) struct Job {
    pub inputs: Inputs,
    pub named: Named,
    pub out: PathBuf,
}

impl Target {
    /// What the client is made from, as the command line has it.
    pub(super) fn inputs(&self) -> Inputs {
        self.inputs.clone().of(self.document.clone())
    }

    /// The command with what it was given, for those who run it again.
    fn repeated(&self, command: &str) -> String {
        let mut words = vec![command.to_owned()];
        words.extend(self.document.as_deref().map(quoted));
        words.extend(self.inputs.repeated());
        if let Some(out) = &self.out {
            words.extend(["--out".to_owned(), quoted(out)]);
        }
        words.join(" ")
    }

    pub(super) fn job(&self, project: Option<Project<'_>>) -> Result<Job, String> {
        let inputs = self.inputs();
        let named = inputs.find(project)?;
        let out = self.out.clone().or_else(|| named.out.clone());
        let out = out.ok_or_else(|| nowhere(&named))?;
        Ok(Job { inputs, named, out })
    }
}

fn nowhere(named: &Named) -> String {
    let spec = named.spec.display();
    let first = format!("where to? Name the folder of the crate for {spec} with `--out DIR`");
    match &named.config {
        Some(config) => format!("{first},\n  or with `output: DIR` in {}", config.display()),
        None => first,
    }
}

/// Generates; prints the warnings, or all findings when one of them is an error.
pub(super) fn made_or_reported(
    inputs: &Inputs,
    source: &Source,
    config: &Result<Config, Vec<Diagnostic>>,
    is_mapped: bool,
) -> Result<(Output, Option<Map>), String> {
    let result = made(source, config, is_mapped);
    let findings = match &result {
        Ok((output, _)) => &output.warnings,
        Err(findings) => findings,
    };
    inputs.findings.print(source, findings)?;
    result.map_err(|findings| report::errors(&findings))
}

fn made(
    source: &Source,
    config: &Result<Config, Vec<Diagnostic>>,
    is_mapped: bool,
) -> Result<(Output, Option<Map>), Vec<Diagnostic>> {
    let config = config.as_ref().map_err(Clone::clone)?;
    if is_mapped {
        return generate_with_map(source, config).map(|(output, map)| (output, Some(map)));
    }
    generate(source, config).map(|output| (output, None))
}

pub(super) fn compare(out: &Path, output: &Output) -> Result<folder::Comparison, String> {
    folder::compare(out, &output.files)
        .map_err(|error| format!("cannot read {}: {error}", out.display()))
}

/// Writes the client, unless files would be lost that no generator wrote.
pub(super) fn write(
    out: &Path,
    output: &Output,
    comparison: &folder::Comparison,
) -> Result<(), String> {
    if !comparison.foreign.is_empty() {
        return Err(report::foreign(out, &comparison.foreign));
    }
    folder::write(out, &output.files, comparison)
        .map_err(|error| format!("cannot write to {}: {error}", out.display()))
}

/// Writes the map.
fn write_map(file: &Path, map: &Map) -> io::Result<()> {
    let mut text = serde_json::to_string_pretty(map)?;
    text.push('\n');
    folder::replace(file, &text)
}

/// A map must not take the place of what it is made from, nor lie in the folder of the client, where it
/// would be a stray.
fn refuse_map(file: &Path, out: &Path, inputs: &[PathBuf]) -> Result<(), String> {
    let shown = file.display();
    if inputs.iter().any(|input| inputs::is_same(input, file)) {
        return Err(format!(
            "--map would replace {shown}, of which the client is made; name another file"
        ));
    }
    if inputs::resolved(file).starts_with(inputs::resolved(out)) {
        let out = out.display();
        return Err(format!(
            "{shown} lies in {out}, which is for generated files alone; name a file elsewhere with --map"
        ));
    }
    Ok(())
}
