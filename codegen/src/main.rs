//! The program `wiregen`; the library's module `cli` is all of it.

use std::process::ExitCode;

use clap::Parser as _;

/// The generator makes and drops millions of small tokens; this allocator takes half the time for them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    wiregen::cli::Program::parse().run()
}
