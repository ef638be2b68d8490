//! What a code means.

use std::process::ExitCode;

use super::terminal;
use crate::diagnostic::{self, Code, codes};

/// Says what a code of a report means: why it is reported, what is generated instead, and an example.
///
/// Lists all codes when none is given.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The code as reports show it, such as `unresolved-reference`
    #[arg(value_name = "CODE")]
    code: Option<Code>,
}

pub(super) const EXAMPLES: &str = "\
Examples:
  wiregen explain
      All codes.
  wiregen explain unresolved-reference
      One of them.

Exit status:
  0  said
  2  there is no such code";

/// Runs the command.
pub(super) fn run(arguments: &Arguments) -> ExitCode {
    let text = arguments.code.map_or_else(list, diagnostic::explain);
    terminal::ended(terminal::out(&text).map(|_| ExitCode::SUCCESS))
}

fn list() -> String {
    let widths = codes::ALL.iter().map(|code| code.as_str().len());
    let width = widths.max().unwrap_or(0);
    let lines = codes::ALL
        .iter()
        .map(|code| format!("{code:width$}  {}\n", code.title()));
    lines.collect()
}
