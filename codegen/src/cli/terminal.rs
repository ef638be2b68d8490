//! Standard output and standard error, for all commands.

use std::io::{self, Write};
use std::process::ExitCode;

/// Whether somebody reads what is written. Who has seen enough, such as `head`, closes the pipe: that
/// is no fault, and a command goes on with what it has to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reader {
    Listens,
    Left,
}

/// Writes to standard output.
///
/// # Errors
/// It cannot be written to, for another reason than that nobody reads it.
pub(super) fn out(text: &str) -> Result<Reader, String> {
    write(&mut io::stdout().lock(), text)
}

/// Writes to standard error.
///
/// # Errors
/// As for [`out`].
pub(super) fn error(text: &str) -> Result<Reader, String> {
    write(&mut io::stderr().lock(), text)
}

/// Tells what went wrong. That this cannot be told either changes nothing.
pub(super) fn tell(message: &str) {
    let _ = error(&format!("error: {message}\n"));
}

/// The exit status of a command, after telling what went wrong.
pub(super) fn ended(result: Result<ExitCode, String>) -> ExitCode {
    result.unwrap_or_else(|message| {
        tell(&message);
        ExitCode::from(2)
    })
}

fn write(to: &mut impl Write, text: &str) -> Result<Reader, String> {
    match to.write_all(text.as_bytes()).and_then(|()| to.flush()) {
        Ok(()) => Ok(Reader::Listens),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Reader::Left),
        Err(error) => Err(format!("cannot print: {error}")),
    }
}
