//! What a crate costs the compiler: this program stands in for `rustc` and measures it.
//!
//! Processor time and memory of one process do not depend on what else runs at the same time, as
//! the times that cargo shows do.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::{env, fs, io};

use serde::{Deserialize, Serialize};

/// Names the folder that costs are written to, and makes this program stand in for `rustc`.
const FOLDER: &str = "WIREGEN_COSTS";

/// What checking a crate takes.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub(super) struct Cost {
    /// Processor time in seconds, over all threads.
    pub(super) seconds: f64,
    /// The most memory held, in MiB.
    pub(super) mebibytes: u64,
}

/// The environment in which cargo runs this program for each member of the workspace.
pub(super) fn stand_in(folder: &Path) -> io::Result<[(&'static str, PathBuf); 2]> {
    Ok([
        ("RUSTC_WORKSPACE_WRAPPER", env::current_exe()?),
        (FOLDER, folder.to_path_buf()),
    ])
}

/// What was measured when the package was last compiled.
pub(super) fn read(folder: &Path, package: &str) -> Option<Cost> {
    let text = fs::read_to_string(file(folder, &package.replace('-', "_"))).ok()?;
    serde_json::from_str(&text).ok()
}

/// Runs the compiler where cargo called this program in its place; `None` when it did not.
pub(crate) fn stand_in_for_rustc() -> Option<ExitCode> {
    let folder = PathBuf::from(env::var_os(FOLDER)?);
    let mut arguments = env::args_os().skip(1);
    let rustc = arguments.next()?;
    let arguments: Vec<OsString> = arguments.collect();
    let status = Command::new(rustc).args(&arguments).status().ok()?;
    let named = arguments
        .iter()
        .position(|argument| argument == "--crate-name");
    if let (Some(position), Some(cost)) = (named, measured())
        && let Some(name) = arguments.get(position + 1)
        && let Ok(text) = serde_json::to_string(&cost)
    {
        // A cost that cannot be written is one that is not shown.
        let _ = fs::write(file(&folder, &name.to_string_lossy()), text);
    }
    Some(ExitCode::from(
        u8::try_from(status.code().unwrap_or(1)).unwrap_or(1),
    ))
}

fn file(folder: &Path, name: &str) -> PathBuf {
    folder.join(name).with_extension("json")
}

#[cfg(unix)]
fn measured() -> Option<Cost> {
    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeValLike as _;

    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).ok()?;
    let microseconds =
        usage.user_time().num_microseconds() + usage.system_time().num_microseconds();
    Some(Cost {
        seconds: microseconds as f64 / 1e6,
        mebibytes: u64::try_from(usage.max_rss()).ok()? / 1024,
    })
}

/// Elsewhere the system is not asked.
#[cfg(not(unix))]
fn measured() -> Option<Cost> {
    None
}
