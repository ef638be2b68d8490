//! Generating again whenever a file is saved that the client is made from.

use std::collections::BTreeSet;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, Event, EventKind};
use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};

use super::generate::{self, Job, Target};
use super::inputs::{self, Project};
use super::{report, terminal};

/// A save is over when nothing has come for this long: editors write, rename and remove several times.
const QUIET: Duration = Duration::from_millis(50);

/// How long a file may be gone before that is what the user means.
const GONE: Duration = Duration::from_millis(300);

/// However much goes on, a run starts after this long.
const LONGEST: Duration = Duration::from_millis(600);

type Events = Receiver<notify::Result<Event>>;

/// Generates, and again on each save, until the process ends.
///
/// # Errors
/// The files cannot be watched, or nobody reads what is printed.
pub(super) fn watch(target: &Target, project: Option<Project<'_>>) -> Result<(), String> {
    let (sender, events) = mpsc::channel();
    let watcher = notify::recommended_watcher(sender)
        .map_err(|error| format!("cannot watch files: {error}"))?;
    let mut folders = Folders {
        watcher,
        watched: BTreeSet::new(),
    };
    let mut files = BTreeSet::new();
    let mut number = 0;
    follow(&events, |changed| {
        number += 1;
        if number > 1 {
            say(&heading(changed, &files))?;
        }
        let started = Instant::now();
        let run = run(target, project);
        let outcome = match &run.result {
            Ok(line) => format!("{line} in {:.0?}", started.elapsed()),
            Err(message) => {
                terminal::tell(message);
                format!("failed in {:.0?}", started.elapsed())
            }
        };
        // A run that failed may have seen a part of the files only.
        if run.result.is_ok() {
            files.clear();
        }
        files.extend(run.files.iter().flat_map(|path| names(path)));
        folders.watch(&files, changed)?;
        say(&outcome)?;
        if number == 1 {
            let count = files.iter().filter(|file| file.is_file()).count();
            let count = report::count(count, "file");
            say(&format!("watching {count}; Ctrl-C ends it"))?;
        }
        Ok(files.clone())
    })
}

/// What one run came to, and the files that it read or looked for.
struct Run {
    result: Result<String, String>,
    files: Vec<PathBuf>,
}

fn run(target: &Target, project: Option<Project<'_>>) -> Run {
    let mut files = target.configurations(project);
    let result = try_run(target, project, &mut files);
    Run { result, files }
}

fn try_run(
    target: &Target,
    project: Option<Project<'_>>,
    files: &mut Vec<PathBuf>,
) -> Result<String, String> {
    let Job { inputs, named, out } = target.job(project)?;
    files.push(named.spec.clone());
    let (source, config) = inputs.load(&named)?;
    files.extend(source.paths());
    // An overlay that is missing is awaited too.
    let overlays = config.as_ref().map_or(&[][..], |config| &config.overlays);
    files.extend(overlays.iter().map(|name| named.spec.with_file_name(name)));
    let (output, _) = generate::made_or_reported(&inputs, &source, config, false)?;
    let comparison = generate::compare(&out, &output)?;
    generate::write(&out, &output, &comparison)?;
    let (spec, out) = (named.spec.display(), out.display());
    let changes = report::changes(&output, &comparison);
    Ok(format!("{spec} -> {out}: {changes}"))
}

/// What stands between two runs: what was saved.
fn heading(changed: &[PathBuf], files: &BTreeSet<PathBuf>) -> String {
    let known = changed.iter().find(|path| files.contains(*path));
    let path = known.or(changed.first()).map(|path| inputs::shown(path));
    let name = path.map_or_else(String::new, |path| path.display().to_string());
    format!("\n---- {name} changed ----")
}

fn say(line: &str) -> Result<(), String> {
    let mut out = io::stdout().lock();
    let said = writeln!(out, "{line}").and_then(|()| out.flush());
    said.map_err(|error| format!("cannot print: {error}"))
}

/// Runs once, and again whenever events tell that some of the files changed that the last run named;
/// ends with the events.
///
/// # Errors
/// Those of a run.
fn follow(
    events: &Events,
    mut run: impl FnMut(&[PathBuf]) -> Result<BTreeSet<PathBuf>, String>,
) -> Result<(), String> {
    let mut files = run(&[])?;
    while let Ok(event) = events.recv() {
        let mut changed = changed(event, &files);
        if changed.is_empty() {
            continue;
        }
        settle(events, &files, &mut changed);
        files = run(&changed)?;
    }
    Ok(())
}

/// Waits for the end of a burst of events.
fn settle(events: &Events, files: &BTreeSet<PathBuf>, paths: &mut Vec<PathBuf>) {
    let started = Instant::now();
    loop {
        let is_gone = paths
            .iter()
            .any(|path| files.contains(path) && !path.exists());
        let wait = if is_gone { GONE } else { QUIET };
        let left = LONGEST.saturating_sub(started.elapsed());
        match events.recv_timeout(wait.min(left)) {
            Ok(event) => paths.extend(changed(event, files)),
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
        }
    }
    paths.sort();
    paths.dedup();
}

/// The paths of an event that matter: files, and folders that hold some. An error, and a system that
/// lost count of its events, may mean any file.
fn changed(event: notify::Result<Event>, files: &BTreeSet<PathBuf>) -> Vec<PathBuf> {
    let Ok(event) = event else {
        return files.iter().cloned().collect();
    };
    if event.need_rescan() {
        return files.iter().cloned().collect();
    }
    let is_reading = match event.kind {
        EventKind::Access(kind) => kind != AccessKind::Close(AccessMode::Write),
        _ => false,
    };
    if is_reading {
        return Vec::new();
    }
    let matters = |path: &PathBuf| files.iter().any(|file| file.starts_with(path));
    event.paths.into_iter().filter(matters).collect()
}

/// The folders that are watched: files that editors replace are other files each time.
struct Folders {
    watcher: RecommendedWatcher,
    watched: BTreeSet<PathBuf>,
}

impl Folders {
    /// Watches the folders of the files; where there is no such folder, the nearest above it.
    fn watch(&mut self, files: &BTreeSet<PathBuf>, changed: &[PathBuf]) -> Result<(), String> {
        let nearest = |file: &PathBuf| {
            let mut above = file.ancestors().skip(1);
            above.find(|folder| folder.is_dir()).map(Path::to_owned)
        };
        let needed: BTreeSet<PathBuf> = files.iter().filter_map(nearest).collect();
        // A folder that was removed and made again is another one.
        let stale = |folder: &PathBuf| !needed.contains(folder) || changed.contains(folder);
        for folder in self.watched.iter().filter(|folder| stale(folder)) {
            // It fails where the folder is gone, and the watch with it.
            let _ = self.watcher.unwatch(folder);
        }
        self.watched.retain(|folder| !stale(folder));
        for folder in needed {
            if !self.watched.contains(&folder) {
                self.watcher
                    .watch(&folder, RecursiveMode::NonRecursive)
                    .map_err(|error| format!("cannot watch {}: {error}", folder.display()))?;
                self.watched.insert(folder);
            }
        }
        Ok(())
    }
}

/// The paths under which the system may report a file: its own, and the one that it links to.
fn names(path: &Path) -> BTreeSet<PathBuf> {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut above = absolute.ancestors().skip(1);
    let own = above.find_map(|folder| {
        let real = folder.canonicalize().ok()?;
        Some(real.join(absolute.strip_prefix(folder).ok()?))
    });
    let linked = absolute.canonicalize().ok();
    own.into_iter().chain(linked).collect()
}

#[cfg(test)]
mod tests;
