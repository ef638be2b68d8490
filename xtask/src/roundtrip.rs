//! `cargo xtask roundtrip`: values of a document into the types of its client, and back.

mod batch;
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

use crate::corpus::documents::{self, Document};
use check::Checked;
use known::Exceptions;

/// Reads values into the types of a generated client and writes them back.
///
/// Makes a program of the client of a document. It reads lines such as
/// `{"pointer": "#/components/schemas/Pet", "instance": {"name": "Tom"}}` from standard input, and
/// prints for each whether the instance reads into the type at the pointer, and what that writes.
///
/// With `--check` it finds the instances itself: the examples of the document, instances made from its
/// schemas, and the examples that the client gives of its types. All that are valid must be read and be written back equal.
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

/// A value for a place of a document.
#[derive(Clone, Debug)]
struct Instance {
    /// Where its schema stands.
    pointer: String,
    /// It as JSON in one line, numbers as they are written.
    text: String,
    origin: Origin,
}

impl Instance {
    /// It for the validator. There are too many to keep them as trees.
    fn value(&self) -> serde_json::Value {
        serde_json::from_str(&self.text).unwrap_or_default()
    }
}

/// Where an instance is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Origin {
    /// The document gives it as an example.
    Example,
    /// It was made from the schema.
    Made,
    /// The client has it as the example of the type.
    Generated,
    /// It stands in a file beside the document.
    Suite,
}

impl fmt::Display for Origin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Example => "example",
            Self::Made => "made",
            Self::Generated => "generated",
            Self::Suite => "suite",
        })
    }
}

/// What became of a document, or why it was not checked.
#[derive(Debug)]
struct Outcome {
    name: String,
    result: Result<Checked, Unchecked>,
}

/// Why a document was not checked.
#[derive(Debug)]
enum Unchecked {
    /// There is no client: the document has an error, which `cargo xtask corpus` judges.
    Faulty(String),
    /// The program cannot be built.
    Broken(String),
}

impl fmt::Display for Unchecked {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Faulty(why) => formatter.write_str(why),
            Self::Broken(why) => write!(formatter, "the program cannot be built: {why}"),
        }
    }
}

/// Runs the command; the exit code is part of its contract.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    let result = program::alone().and_then(|_lock| match arguments.check {
        true => check_all(arguments),
        false => answer(&arguments.path),
    });
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
    let case = check::prepare(&Document::of(path), String::new(), None)?;
    let case = case.ok_or("there is no client")?;
    let program = program::lay("roundtrip-one", &[&case.client])?;
    match program.build()? {
        Some(why) => Err(Unchecked::Broken(why).to_string()),
        None => program.take_over(),
    }
}

fn check_all(arguments: &Arguments) -> Result<bool, String> {
    let known_file = match &arguments.known {
        Some(file) => file.clone(),
        None => crate::root().join("tests/roundtrip-known.toml"),
    };
    let known = known::read(&known_file)?;
    let outcomes = batch::check(&documents_of(arguments)?, arguments, &known.rules())?;
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

/// The document, or those of the folder.
fn documents_of(arguments: &Arguments) -> Result<Vec<Document>, String> {
    match arguments.path.is_dir() {
        true => documents::find(&arguments.path, &arguments.only),
        false => Ok(vec![Document::of(&arguments.path)]),
    }
}

/// Says what is not as it should be, and whether all is.
fn verdict(outcomes: &[Outcome], known: &Exceptions) -> bool {
    let mut good = true;
    for outcome in outcomes {
        let checked = match &outcome.result {
            Ok(checked) => checked,
            Err(Unchecked::Faulty(_)) => continue,
            Err(why @ Unchecked::Broken(_)) => {
                eprintln!("{}: {why}", outcome.name);
                good = false;
                continue;
            }
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
