//! What the shell and `man` know of the program: completions and manual pages, made from the
//! definition of the command line itself.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::CommandFactory as _;
use clap_complete::Shell;

use super::{Program, terminal};

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
    printed(&text)
}

pub(super) fn man(arguments: &ManArguments) -> ExitCode {
    let Some(folder) = &arguments.out else {
        let mut text = Vec::new();
        // There is no page for `help`.
        let command = Program::command().disable_help_subcommand(true);
        let rendered = clap_mangen::Man::new(command).render(&mut text);
        return match rendered {
            Ok(()) => printed(&text),
            Err(error) => terminal::ended(Err(format!("cannot print: {error}"))),
        };
    };
    let written = std::fs::create_dir_all(folder)
        .and_then(|()| clap_mangen::generate_to(Program::command(), folder));
    let unwritable = |error| format!("cannot write to {}: {error}", folder.display());
    terminal::ended(written.map(|()| ExitCode::SUCCESS).map_err(unwritable))
}

fn printed(text: &[u8]) -> ExitCode {
    let printed = terminal::out(&String::from_utf8_lossy(text));
    terminal::ended(printed.map(|_| ExitCode::SUCCESS))
}
