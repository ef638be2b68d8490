//! `cargo xtask roundtrip`: values of a document into the types of its client, and back.

mod check;
mod examples;
mod json;
mod known;
mod make;
mod program;
mod report;
mod rules;
mod schemas;

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::corpus::documents;
use check::{Case, Checked};
use known::Exceptions;
use program::Program;
use rules::Rule;

/// Reads values into the types of a generated client and writes them back.
///
/// Makes a program of the client of a document. It reads lines such as
/// `{"pointer": "#/components/schemas/Pet", "instance": {"name": "Tom"}}` from standard input, and
/// prints for each whether the instance reads into the type at the pointer, and what that writes.
///
/// With `--check` it finds the instances itself: the examples of the document, and instances made
/// from its schemas. All that are valid must be read and be written back equal.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// The OpenAPI document; with `--check` also a folder of documents
    #[arg(value_name = "SPEC")]
    path: PathBuf,

    /// Find instances, and check that they come back
    #[arg(long)]
    check: bool,

    /// Only the documents whose path contains this; may be given several times
    #[arg(long, value_name = "NAME", requires = "check")]
    only: Vec<String>,

    /// Only documents whose types take at most so many lines
    #[arg(long, value_name = "LINES", requires = "check")]
    up_to: Option<usize>,

    /// A folder of more instances, in the manner of the JSON Schema Test Suite: `pets.json` for
    /// `pets.yaml`
    #[arg(long, value_name = "DIR", requires = "check")]
    instances: Option<PathBuf>,

    /// Write the table to this file as Markdown
    #[arg(long, value_name = "FILE", requires = "check")]
    report: Option<PathBuf>,

    /// Write every failure to this file as JSON
    #[arg(long, value_name = "FILE", requires = "check")]
    failures: Option<PathBuf>,

    /// The instances that are known not to come back [default: tests/roundtrip-known.toml]
    #[arg(long, value_name = "FILE", requires = "check")]
    known: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  echo '{\"pointer\": \"#/components/schemas/Pet\", \"instance\": {}}' | cargo xtask roundtrip pets.yaml
      What a value becomes.
  cargo xtask roundtrip --check pets.yaml
      All examples of a document, and instances made from its schemas.
  cargo xtask roundtrip --check ../documents --only tricky --report docs/roundtrip.md
      A folder of documents, with the table as a page.

Exit status:
  0  every valid instance comes back, but for those that are known not to
  1  an instance does not come back that is not known to, or the program fails
  2  the document, the folder or the command line has an error";

/// How many lines of types go into one program.
const LINES: usize = 12_000;

/// A value for a place of a document.
#[derive(Clone, Debug)]
struct Instance {
    /// Where its schema stands.
    pointer: String,
    /// It as JSON in one line, numbers as they are written.
    text: String,
    /// The same for the validator.
    value: serde_json::Value,
    origin: Origin,
}

/// Where an instance is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Origin {
    /// The document gives it as an example.
    Example,
    /// It was made from the schema.
    Made,
    /// It stands in a file beside the document.
    Suite,
}

impl fmt::Display for Origin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Example => "example",
            Self::Made => "made",
            Self::Suite => "suite",
        })
    }
}

/// What became of a document, or why it was not checked.
#[derive(Debug)]
struct Outcome {
    name: String,
    result: Result<Checked, String>,
}

/// Runs the command; the exit code is part of its contract.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let result = if arguments.check {
        check_all(arguments)
    } else {
        answer(&arguments.path)
    };
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::from(2)
        }
    }
}

/// One program for one document, on the standard input and output of this one.
fn answer(path: &Path) -> Result<bool, String> {
    let case = check::prepare(path, &path.display().to_string(), String::new())?;
    let program = program::lay("roundtrip-one", &[&case.client])?;
    let broken = program::build(std::slice::from_ref(&program))?;
    match broken.into_values().next() {
        Some(message) => Err(format!("the program cannot be built: {message}")),
        None => program.take_over(),
    }
}

fn check_all(arguments: &Arguments) -> Result<bool, String> {
    let known_file = match &arguments.known {
        Some(file) => file.clone(),
        None => crate::root().join("tests/roundtrip-known.toml"),
    };
    let known = known::read(&known_file)?;
    let (mut cases, mut outcomes) = prepare_all(arguments)?;
    run_all(&mut cases, &known.rules(), &mut outcomes)?;
    outcomes.sort_by(|one, other| one.name.cmp(&other.name));
    print!("{}", report::table(&outcomes, &known));
    if let Some(file) = &arguments.report {
        write(file, &report::markdown(&outcomes, &known))?;
    }
    if let Some(file) = &arguments.failures {
        write(
            file,
            &format!("{:#}\n", report::failures(&outcomes, &known)),
        )?;
    }
    Ok(verdict(&outcomes, &known))
}

/// Every document that generates, and why the others do not.
fn prepare_all(arguments: &Arguments) -> Result<(Vec<Case>, Vec<Outcome>), String> {
    let documents: Vec<(String, PathBuf)> = if arguments.path.is_dir() {
        let found = documents::find(&arguments.path, &arguments.only)?;
        found
            .into_iter()
            .map(|document| (document.name, document.path))
            .collect()
    } else {
        let name = arguments.path.file_name().unwrap_or_default();
        vec![(name.to_string_lossy().into_owned(), arguments.path.clone())]
    };
    let (mut cases, mut outcomes) = (Vec::new(), Vec::new());
    let bar = crate::corpus::progress("preparing", documents.len());
    for (name, path) in documents {
        bar.set_message(name.clone());
        bar.inc(1);
        let mut case = match check::prepare(&path, &name, format!("{name} ")) {
            Ok(case) => case,
            Err(why) => {
                let result = Err(why);
                outcomes.push(Outcome { name, result });
                continue;
            }
        };
        if arguments.up_to.is_some_and(|most| lines(&case) > most) {
            continue;
        }
        let beside = arguments.instances.as_ref().map(|folder| {
            let stem = path.file_stem().unwrap_or_default();
            folder.join(stem).with_extension("json")
        });
        if let Some(file) = beside.filter(|file| file.is_file()) {
            check::add_suite(&mut case, &file)?;
        }
        cases.push(case);
    }
    bar.finish_and_clear();
    Ok((cases, outcomes))
}

fn lines(case: &Case) -> usize {
    let types = case.client.output.files.get("src/types.rs");
    types.map_or(0, |text| text.lines().count())
}

/// Many small documents share a program. One that cannot be built is tried document by document.
fn run_all(
    cases: &mut Vec<Case>,
    rules: &[Rule],
    outcomes: &mut Vec<Outcome>,
) -> Result<(), String> {
    let mut batches: Vec<Vec<Case>> = Vec::new();
    let mut room = 0;
    for case in cases.drain(..) {
        let size = lines(&case) + 1;
        match batches.last_mut().filter(|_| size <= room) {
            Some(batch) => {
                room -= size;
                batch.push(case);
            }
            None => {
                room = LINES.saturating_sub(size);
                batches.push(vec![case]);
            }
        }
    }
    let failed = run_batches("roundtrip-batch", batches, rules, outcomes)?;
    let singles: Vec<Vec<Case>> = failed
        .into_iter()
        .flat_map(|(batch, why)| match <[Case; 1]>::try_from(batch) {
            Ok([single]) => {
                let (name, result) = (single.name, Err(format!("does not compile: {why}")));
                outcomes.push(Outcome { name, result });
                Vec::new()
            }
            Err(several) => several.into_iter().map(|case| vec![case]).collect(),
        })
        .collect();
    for (batch, why) in run_batches("roundtrip-single", singles, rules, outcomes)? {
        outcomes.extend(batch.into_iter().map(|case| Outcome {
            name: case.name,
            result: Err(format!("does not compile: {why}")),
        }));
    }
    Ok(())
}

/// Builds and runs a program for each batch; gives back those that cannot be built.
fn run_batches(
    name: &str,
    batches: Vec<Vec<Case>>,
    rules: &[Rule],
    outcomes: &mut Vec<Outcome>,
) -> Result<Vec<(Vec<Case>, String)>, String> {
    if batches.is_empty() {
        return Ok(Vec::new());
    }
    let lay = |(index, batch): (usize, &Vec<Case>)| {
        let clients: Vec<_> = batch.iter().map(|case| &case.client).collect();
        program::lay(&format!("{name}-{index}"), &clients)
    };
    let programs: Vec<Program> = batches
        .iter()
        .enumerate()
        .map(lay)
        .collect::<Result<_, _>>()?;
    let bar = crate::corpus::progress("building", programs.len());
    let broken = program::build(&programs)?;
    bar.finish_and_clear();
    let mut failed = Vec::new();
    for (program, batch) in programs.into_iter().zip(batches) {
        if let Some(why) = broken.get(program.name()) {
            failed.push((batch, why.clone()));
            program.remove();
            continue;
        }
        for case in batch {
            let answers = program.run(&check::lines(&case))?;
            let result = check::compare(&case, &answers, rules);
            outcomes.push(Outcome {
                name: case.name,
                result,
            });
        }
        program.remove();
    }
    Ok(failed)
}

/// Says what is not as it should be, and whether all is.
fn verdict(outcomes: &[Outcome], known: &Exceptions) -> bool {
    let mut good = true;
    for outcome in outcomes {
        let Ok(checked) = &outcome.result else {
            continue;
        };
        let (unlisted, _) = report::split(&outcome.name, checked, known);
        good &= unlisted.is_empty();
        for failure in unlisted.into_iter().take(3) {
            let (check::Problem::Unread(message) | check::Problem::Changed(message)) =
                &failure.problem;
            let message: String = message.chars().take(200).collect();
            eprintln!(
                "{} {} ({}): {message}",
                outcome.name, failure.pointer, failure.ty
            );
        }
    }
    for known in &known.known {
        let checked = outcomes
            .iter()
            .find(|outcome| outcome.name == known.document);
        let Some(Ok(checked)) = checked.map(|outcome| &outcome.result) else {
            continue;
        };
        let still = checked
            .failures
            .iter()
            .any(|failure| known.is(&known.document, failure));
        if !still {
            eprintln!(
                "{} {}: comes back, but is listed",
                known.document, known.pointer
            );
            good = false;
        }
    }
    good
}

fn write(file: &Path, text: &str) -> Result<(), String> {
    std::fs::write(file, text).map_err(|error| format!("cannot write {}: {error}", file.display()))
}
