//! Generating again whenever a file is saved that the client is made from.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, Event, EventKind};
use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};

use super::generate::{self, Job, Target};
use super::inputs::{self, Project};
use super::report;
use super::terminal::{self, Reader};

/// A save is over when nothing has come for this long: editors write, rename and remove several times.
const QUIET: Duration = Duration::from_millis(50);

/// How long a file may be gone before that is what the user means.
const GONE: Duration = Duration::from_millis(300);

/// However much goes on, a run starts after this long.
const LONGEST: Duration = Duration::from_millis(600);

type Events = Receiver<notify::Result<Event>>;

/// Generates, and again on each save, until the process ends or nobody reads what is printed.
///
/// # Errors
/// Nothing is named, or the files cannot be watched.
pub(super) fn watch(target: &Target, project: Option<Project<'_>>) -> Result<(), String> {
    let inputs = target.inputs();
    inputs.name_something(project)?;
    let say = |line: &str| inputs.findings.say(&format!("{line}\n"));
    let (sender, events) = mpsc::channel();
    let watcher = notify::recommended_watcher(sender)
        .map_err(|error| format!("cannot watch files: {error}"))?;
    let mut watched = Watched {
        watcher,
        folders: BTreeSet::new(),
        files: BTreeSet::new(),
        current: BTreeSet::new(),
    };
    let mut number = 0;
    follow(&events, |changed| {
        number += 1;
        if number > 1 && say(&heading(changed, &watched.files))? == Reader::Left {
            return Ok(None);
        }
        let started = Instant::now();
        watched.begin(changed);
        let result = run(target, project, &mut watched);
        let outcome = match &result {
            Ok(line) => format!("{line} in {:.0?}", started.elapsed()),
            Err(message) => {
                terminal::tell(message);
                format!("failed in {:.0?}", started.elapsed())
            }
        };
        // A run that failed may have seen a part of the files only.
        if result.is_ok() {
            watched.keep_current();
        }
        if say(&outcome)? == Reader::Left {
            return Ok(None);
        }
        if number == 1 {
            let count = watched.files.iter().filter(|file| file.is_file()).count();
            let count = report::count(count, "file");
            say(&format!("watching {count}; Ctrl-C ends it"))?;
        }
        Ok(Some(watched.files.clone()))
    })
}

/// Generates. Files are watched before they are read, so that no save is lost between the two.
fn run(
    target: &Target,
    project: Option<Project<'_>>,
    watched: &mut Watched,
) -> Result<String, String> {
    watched.add(&target.inputs().awaited(project))?;
    let Job { inputs, named, out } = target.job(project)?;
    let (source, config) = loop {
        let loaded = inputs.load(&named)?;
        if !watched.add(&loaded.0.paths())? {
            break loaded;
        }
    };
    let (output, _) = generate::made_or_reported(&inputs, &source, &config, false)?;
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

/// Runs once, and again whenever events tell that some of the files changed that the last run named;
/// ends with the events, or when a
/// run names no files.
///
/// # Errors
/// Those of a run.
fn follow(
    events: &Events,
    mut run: impl FnMut(&[PathBuf]) -> Result<Option<BTreeSet<PathBuf>>, String>,
) -> Result<(), String> {
    let Some(mut files) = run(&[])? else {
        return Ok(());
    };
    while let Ok(event) = events.recv() {
        let mut changed = changed(event, &files);
        if changed.is_empty() {
            continue;
        }
        settle(events, &files, &mut changed);
        match run(&changed)? {
            Some(new) => files = new,
            None => break,
        }
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

/// What is watched: folders, because files that editors replace are other files each time.
struct Watched {
    watcher: RecommendedWatcher,
    folders: BTreeSet<PathBuf>,
    /// The files whose change starts a run.
    files: BTreeSet<PathBuf>,
    /// Those of them that this run has named.
    current: BTreeSet<PathBuf>,
}

impl Watched {
    /// Starts a run. A folder that was removed and made again is another one.
    fn begin(&mut self, changed: &[PathBuf]) {
        self.current.clear();
        self.leave(|folder| changed.contains(folder));
    }

    /// Watches for files, whether they are there or not. Tells whether a folder of theirs was not
    /// watched before: then they may have changed unseen.
    fn add(&mut self, paths: &[PathBuf]) -> Result<bool, String> {
        let names = paths.iter().flat_map(|path| names(path));
        self.current.extend(names);
        self.files.extend(self.current.iter().cloned());
        let mut is_new = false;
        for folder in self.files.iter().filter_map(|file| nearest_folder(file)) {
            if self.folders.contains(&folder) {
                continue;
            }
            self.watcher
                .watch(&folder, RecursiveMode::NonRecursive)
                .map_err(|error| format!("cannot watch {}: {error}", folder.display()))?;
            self.folders.insert(folder);
            is_new = true;
        }
        Ok(is_new)
    }

    /// Forgets the files that this run did not name.
    fn keep_current(&mut self) {
        self.files.clone_from(&self.current);
        let needed = self.files.iter().filter_map(|file| nearest_folder(file));
        let needed: BTreeSet<PathBuf> = needed.collect();
        self.leave(|folder| !needed.contains(folder));
    }

    fn leave(&mut self, is_left: impl Fn(&PathBuf) -> bool) {
        for folder in self.folders.iter().filter(|folder| is_left(folder)) {
            // It fails where the folder is gone, and the watch with it.
            let _ = self.watcher.unwatch(folder);
        }
        self.folders.retain(|folder| !is_left(folder));
    }
}

/// The folder of a file; where there is none, the nearest above it.
fn nearest_folder(file: &Path) -> Option<PathBuf> {
    let mut above = file.ancestors().skip(1);
    above.find(|folder| folder.is_dir()).map(Path::to_owned)
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
