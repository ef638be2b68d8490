//! What the shell and `man` know of the program: completions and manual pages, made from the
//! definition of the command line itself.

use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::CommandFactory as _;
use clap_complete::Shell;

use super::Program;

/// Prints what a shell needs to complete the commands and options of wiregen.
#[derive(Debug, clap::Args)]
pub(super) struct CompletionsArguments {
    /// The shell
    shell: Shell,
}

pub(super) const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  wiregen completions bash > ~/.local/share/bash-completion/completions/wiregen
  wiregen completions zsh > ~/.zfunc/_wiregen
      A folder of the shell's `fpath`.
  wiregen completions fish > ~/.config/fish/completions/wiregen.fish
  wiregen completions powershell >> $PROFILE";

/// Prints the manual page of wiregen, or writes those of all commands to a folder.
#[derive(Debug, clap::Args)]
pub(super) struct ManArguments {
    /// Write `wiregen.1` and a page for each command to this folder
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub(super) const MAN_EXAMPLES: &str = "\
Examples:
  wiregen man | man -l -
  wiregen man --out ~/.local/share/man/man1";

pub(super) fn complete(arguments: &CompletionsArguments) -> ExitCode {
    let mut text = Vec::new();
    let mut command = Program::command();
    clap_complete::generate(arguments.shell, &mut command, "wiregen", &mut text);
    ended(
        io::stdout()
            .write_all(&text)
            .map_err(|error| error.to_string()),
    )
}

pub(super) fn man(arguments: &ManArguments) -> ExitCode {
    let Some(folder) = &arguments.out else {
        let mut text = Vec::new();
        // There is no page for `help`.
        let command = Program::command().disable_help_subcommand(true);
        let rendered = clap_mangen::Man::new(command).render(&mut text);
        let printed = rendered.and_then(|()| io::stdout().write_all(&text));
        return ended(printed.map_err(|error| error.to_string()));
    };
    let written = std::fs::create_dir_all(folder)
        .and_then(|()| clap_mangen::generate_to(Program::command(), folder));
    ended(written.map_err(|error| format!("cannot write to {}: {error}", folder.display())))
}

fn ended(result: Result<(), String>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {message}");
            ExitCode::from(2)
        }
    }
}
