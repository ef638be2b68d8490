//! The maintainers' commands, run as `cargo xtask <command>`.
//!
//! The generator is a library, and so is what `codegen` shares with the program `wiregen`.

mod corpus;
mod roundtrip;

use std::path::Path;
use std::process::ExitCode;

/// The generator makes and drops millions of small tokens; this allocator takes half the time for them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

use clap::{Parser, Subcommand};
use wiregen::cli::{Project, generate};

/// The maintainers' commands of wiregen.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Turns an OpenAPI document into a Rust client: what `spec/wiregen.yaml` names where the command
    /// names none.
    ///
    /// Files are replaced whole and only when they differ; generated files that are no longer needed are
    /// removed; nothing else is touched, and nothing at all when the document has an error.
    #[command(after_long_help = EXAMPLES)]
    Codegen(generate::Arguments),
    Corpus(corpus::Arguments),
    Roundtrip(roundtrip::Arguments),
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

fn main() -> ExitCode {
    if let Some(code) = corpus::stand_in_for_rustc() {
        return code;
    }
    match Arguments::parse().command {
        Command::Codegen(arguments) => {
            let project = Project {
                command: "cargo xtask codegen",
                config: &root().join("spec/wiregen.yaml"),
            };
            generate::run(&arguments, Some(project))
        }
        Command::Corpus(arguments) => corpus::run(&arguments),
        Command::Roundtrip(arguments) => roundtrip::run(&arguments),
    }
}

/// The root of this repository.
fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}
