//! What a client offers, as tables or JSON.

use std::io::{self, IsTerminal as _};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueEnum;
use serde_json::{Map, Value};

use super::inputs::Inputs;
use super::{report, table, terminal};
use crate::inspect::{FallbackEntry, Inspection, OperationEntry, TypeEntry};

/// Lists what a client of a document offers, and writes nothing.
///
/// In a terminal, long entries are cut to its width; piped, they are whole.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The OpenAPI document, as with --spec
    #[arg(value_name = "DOCUMENT", conflicts_with = "spec")]
    document: Option<PathBuf>,

    #[command(flatten)]
    inputs: Inputs,

    /// List one kind of entries alone
    #[arg(long, value_name = "WHAT", value_enum)]
    only: Option<What>,

    /// Only entries that hold this text, in capitals or not
    #[arg(long, value_name = "TEXT")]
    filter: Option<String>,

    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum What {
    /// Method, path, call, and the types of the answers by status
    Operations,
    /// Name, kind, how many schemas have it, and where it stands
    Types,
    /// What became any value although the document says more, and why
    Fallbacks,
}

pub(super) const EXAMPLES: &str = "\
Examples:
  wiregen inspect
      All of the document that wiregen.yaml or spec/wiregen.yaml names.
  wiregen inspect petstore.yaml --only operations --filter pets
  wiregen inspect --only types --json | jq '.types[] | select(.uses == 0)'

Exit status:
  0  listed
  2  the document, the configuration or the command line has an error";

pub(super) fn run(arguments: &Arguments) -> ExitCode {
    let printed =
        look(arguments).and_then(|inspection| terminal::out(&text(arguments, &inspection)));
    terminal::ended(printed.map(|_| ExitCode::SUCCESS))
}

fn look(arguments: &Arguments) -> Result<Inspection, String> {
    let inputs = arguments.inputs.clone().of(arguments.document.clone());
    let (source, config) = inputs.load(&inputs.find(None)?)?;
    let inspection = config.and_then(|config| crate::inspect(&source, &config));
    inspection.map_err(|findings| {
        let printed = inputs.findings.print(&source, &findings);
        printed.map_or_else(|message| message, |()| report::errors(&findings))
    })
}

fn text(arguments: &Arguments, inspection: &Inspection) -> String {
    let lists = [
        (What::Operations, "operations", operations(inspection)),
        (What::Types, "types", types(inspection)),
        (What::Fallbacks, "fallbacks", fallbacks(inspection)),
    ];
    let is_asked = |what: What| arguments.only.is_none_or(|asked| asked == what);
    let lists = lists.into_iter().filter(|(what, ..)| is_asked(*what));
    let lists = lists.map(|(_, title, list)| (title, list.holding(arguments.filter.as_deref())));
    if arguments.json {
        let values: Map<String, Value> = lists
            .map(|(title, list)| (title.to_owned(), Value::from(list.values)))
            .collect();
        return format!("{:#}\n", Value::from(values));
    }
    let out = io::stdout();
    let width = out.is_terminal().then(table::terminal_width);
    let tables = lists.map(|(title, list)| {
        let head = report::count(list.rows.len(), title.trim_end_matches('s'));
        head + "\n" + &table::table(&list.rows, width)
    });
    tables.collect::<Vec<_>>().join("\n")
}

/// Entries as rows of a table, and as JSON.
struct List {
    rows: Vec<Vec<String>>,
    values: Vec<Value>,
}

impl List {
    fn of<T: serde::Serialize>(entries: &[T], row: impl Fn(&T) -> Vec<String>) -> Self {
        Self {
            rows: entries.iter().map(row).collect(),
            values: entries
                .iter()
                .map(|entry| serde_json::to_value(entry).unwrap_or_default())
                .collect(),
        }
    }

    /// The entries with a text in one of their columns.
    fn holding(self, text: Option<&str>) -> Self {
        let Some(text) = text.map(str::to_lowercase) else {
            return self;
        };
        let holds = |row: &[String]| row.iter().any(|cell| cell.to_lowercase().contains(&text));
        let pairs = self.rows.into_iter().zip(self.values);
        let (rows, values) = pairs.filter(|(row, _)| holds(row)).unzip();
        Self { rows, values }
    }
}

fn operations(inspection: &Inspection) -> List {
    List::of(&inspection.operations, |entry: &OperationEntry| {
        let answers = entry.answers.iter();
        let answers = answers.map(|answer| {
            let ty = answer.ty.replace("types::", "");
            format!("{} {ty}", answer.status)
        });
        vec![
            entry.method.clone(),
            entry.path.clone(),
            entry.call.clone(),
            entry.module.clone(),
            answers.collect::<Vec<_>>().join(", "),
        ]
    })
}

fn types(inspection: &Inspection) -> List {
    List::of(&inspection.types, |entry: &TypeEntry| {
        vec![
            entry.name.clone(),
            entry.kind.to_owned(),
            entry.uses.to_string(),
            format!("{}:{}", entry.file, entry.line),
            entry.pointer.clone(),
        ]
    })
}

fn fallbacks(inspection: &Inspection) -> List {
    List::of(&inspection.fallbacks, |entry: &FallbackEntry| {
        vec![
            format!("{}:{}", entry.file, entry.line),
            entry.why.to_owned(),
            entry.pointer.clone(),
        ]
    })
}
