//! All clients as the members of one workspace, checked by the compiler.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use indicatif::ProgressBar;
use serde::Deserialize;

use super::cost::{self, Cost};
use wiregen::cli::folder;

/// What the compiler says of a client.
#[derive(Debug, Default)]
pub(super) struct Compiled {
    pub(super) errors: usize,
    pub(super) warnings: usize,
    /// Every message with its place, as one line.
    pub(super) messages: Vec<String>,
    pub(super) cost: Option<Cost>,
}

/// A line that cargo prints with `--message-format=json`.
#[derive(Deserialize)]
struct Line {
    reason: String,
    manifest_path: Option<String>,
    message: Option<Message>,
}

#[derive(Deserialize)]
struct Message {
    level: String,
    message: String,
    spans: Vec<Place>,
}

#[derive(Deserialize)]
struct Place {
    file_name: String,
    line_start: usize,
    is_primary: bool,
}

/// Writes a client into its folder of the workspace; what is unchanged stays untouched, so that the
/// compiler need not read it again.
pub(super) fn lay(
    workspace: &Path,
    package: &str,
    files: &BTreeMap<String, String>,
) -> io::Result<()> {
    let out = workspace.join(package);
    let comparison = folder::compare(&out, files)?;
    folder::write(&out, files, &comparison)
}

/// Checks the packages of the workspace.
pub(super) fn check(
    workspace: &Path,
    packages: &[String],
    jobs: Option<usize>,
    bar: &ProgressBar,
) -> Result<BTreeMap<String, Compiled>, String> {
    let failed = |error: io::Error| format!("cannot check {}: {error}", workspace.display());
    let manifest = format!(
        "[workspace]\nresolver = \"3\"\nmembers = {packages:?}\n\n\
         [profile.dev]\nincremental = false\ndebug = false\n"
    );
    fs::write(workspace.join("Cargo.toml"), manifest).map_err(failed)?;
    // The same versions as in this repository.
    let lock = crate::root().join("Cargo.lock");
    fs::copy(lock, workspace.join("Cargo.lock")).map_err(failed)?;
    let costs = workspace.join("target/costs");
    fs::create_dir_all(&costs).map_err(failed)?;

    let mut command = Command::new(env!("CARGO"));
    command
        .args(["check", "--workspace", "--keep-going", "--quiet"])
        .arg("--message-format=json")
        .current_dir(workspace)
        .env("CARGO_TARGET_DIR", workspace.join("target"))
        .envs(cost::stand_in(&costs).map_err(failed)?)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    if let Some(jobs) = jobs {
        command.args(["--jobs", &jobs.to_string()]);
    }
    let mut cargo = command.spawn().map_err(failed)?;
    let mut results: BTreeMap<String, Compiled> = BTreeMap::new();
    let output = cargo.stdout.take().map(BufReader::new);
    // Cargo says little on the other pipe, too little to fill it.
    for line in output.into_iter().flat_map(BufReader::lines) {
        read_line(&line.map_err(failed)?, &mut results, bar);
    }
    let output = cargo.wait_with_output().map_err(failed)?;
    let errors: usize = results.values().map(|result| result.errors).sum();
    if !output.status.success() && errors == 0 {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    for package in packages {
        results.entry(package.clone()).or_default().cost = cost::read(&costs, package);
    }
    Ok(results)
}

fn read_line(line: &str, results: &mut BTreeMap<String, Compiled>, bar: &ProgressBar) {
    let Ok(line) = serde_json::from_str::<Line>(line) else {
        return;
    };
    let manifest = line.manifest_path.unwrap_or_default();
    let package = Path::new(&manifest)
        .parent()
        .and_then(Path::file_name)
        .map(|name| name.to_string_lossy().into_owned())
        .filter(|name| name.starts_with("corpus-"));
    let Some(package) = package else {
        return;
    };
    if line.reason == "compiler-artifact" {
        bar.inc(1);
        bar.set_message(package);
        return;
    }
    let Some(message) = line.message else {
        return;
    };
    let result = results.entry(package).or_default();
    let Some(place) = message.spans.iter().find(|place| place.is_primary) else {
        // Sums such as "3 warnings emitted" have no place; an error without one counts.
        if message.level == "error" && result.errors == 0 {
            result.errors = 1;
            result.messages.push(message.message);
        }
        return;
    };
    match message.level.as_str() {
        "error" => result.errors += 1,
        "warning" => result.warnings += 1,
        _ => return,
    }
    result.messages.push(format!(
        "{}:{}: {}: {}",
        place.file_name, place.line_start, message.level, message.message
    ));
}
