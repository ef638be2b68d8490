//! The command line: what the program `wiregen` and `cargo xtask codegen` share.
//!
//! Beside [`Source::load`](crate::source::Source::load), this module alone touches the disk and the
//! terminal. It comes with the cargo feature `cli`.
//!
//! What is printed goes through `terminal`: the macros panic when a reader closes the pipe.
#![deny(clippy::print_stdout, clippy::print_stderr)]

mod diff;
mod explain;
mod findings;
pub mod folder;
pub mod generate;
mod inputs;
mod inspect;
mod manuals;
mod new;
mod report;
mod revision;
mod table;
mod terminal;
mod watch;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

pub use inputs::{Inputs, Project};

/// Generates typed Rust clients from OpenAPI 3.1 documents.
#[derive(Debug, Parser)]
#[command(name = "wiregen", version)]
pub struct Program {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    #[command(after_long_help = new::EXAMPLES)]
    New(new::Arguments),
    #[command(after_long_help = generate::EXAMPLES)]
    Generate(generate::Arguments),
    #[command(after_long_help = generate::CHECK_EXAMPLES)]
    Check(generate::CheckArguments),
    #[command(after_long_help = inspect::EXAMPLES)]
    Inspect(inspect::Arguments),
    #[command(after_long_help = manuals::COMPLETIONS_EXAMPLES)]
    Completions(manuals::CompletionsArguments),
    #[command(after_long_help = manuals::MAN_EXAMPLES)]
    Man(manuals::ManArguments),
    #[command(after_long_help = diff::EXAMPLES)]
    Diff(diff::Arguments),
    #[command(after_long_help = explain::EXAMPLES)]
    Explain(explain::Arguments),
}

impl Program {
    /// Runs the command that was asked for. The exit status is part of its contract: 0 when all is
    /// well, 1 when something that was asked about is not so, 2 for an error.
    pub fn run(&self) -> ExitCode {
        match &self.command {
            Command::New(arguments) => new::run(arguments),
            Command::Generate(arguments) => generate::run(arguments, None),
            Command::Check(arguments) => generate::run(&arguments.clone().into(), None),
            Command::Inspect(arguments) => inspect::run(arguments),
            Command::Completions(arguments) => manuals::complete(arguments),
            Command::Man(arguments) => manuals::man(arguments),
            Command::Diff(arguments) => diff::run(arguments),
            Command::Explain(arguments) => explain::run(arguments),
        }
    }
}
