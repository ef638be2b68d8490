//! The maintainers' commands, run as `cargo xtask <command>`.
//!
//! This crate alone touches the disk and the terminal; the generator is a library.

mod codegen;
mod corpus;
mod folder;
mod roundtrip;

use std::path::Path;
use std::process::ExitCode;

/// The generator makes and drops millions of small tokens; this allocator takes half the time for them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

use clap::{Parser, Subcommand};

/// The maintainers' commands of wiregen.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Codegen(codegen::Arguments),
    Corpus(corpus::Arguments),
    Roundtrip(roundtrip::Arguments),
}

fn main() -> ExitCode {
    if let Some(code) = corpus::stand_in_for_rustc() {
        return code;
    }
    match Arguments::parse().command {
        Command::Codegen(arguments) => codegen::run(&arguments),
        Command::Corpus(arguments) => corpus::run(&arguments),
        Command::Roundtrip(arguments) => roundtrip::run(&arguments),
    }
}

/// The root of this repository.
fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}
