use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::mpsc;

use notify::event::{
    AccessKind, AccessMode, CreateKind, DataChange, Event, EventKind, Flag, ModifyKind, RemoveKind,
    RenameMode,
};

use super::{Watched, changed, follow};

const MODIFIED: EventKind = EventKind::Modify(ModifyKind::Data(DataChange::Any));

/// Runs for these events: what each run was told, the first one left out.
fn runs(files: &[&str], events: Vec<notify::Result<Event>>) -> Vec<Vec<String>> {
    let (sender, receiver) = mpsc::channel();
    for event in events {
        sender.send(event).unwrap();
    }
    drop(sender);
    let files: BTreeSet<PathBuf> = files.iter().map(PathBuf::from).collect();
    let mut runs = Vec::new();
    follow(&receiver, |changed| {
        let names = changed.iter().map(|path| path.display().to_string());
        runs.push(names.collect());
        Ok(Some(files.clone()))
    })
    .unwrap();
    runs.split_off(1)
}

fn event(kind: EventKind, paths: &[&str]) -> notify::Result<Event> {
    let event = Event::new(kind);
    Ok(paths
        .iter()
        .fold(event, |event, path| event.add_path(PathBuf::from(path))))
}

#[test]
fn a_burst_is_one_run() {
    let burst = vec![
        event(MODIFIED, &["/spec/api.yaml"]),
        event(MODIFIED, &["/spec/api.yaml"]),
        event(MODIFIED, &["/spec/pet.yaml"]),
        event(
            EventKind::Access(AccessKind::Close(AccessMode::Write)),
            &["/spec/api.yaml"],
        ),
    ];
    let runs = runs(&["/spec/api.yaml", "/spec/pet.yaml"], burst);
    assert_eq!(runs, [["/spec/api.yaml", "/spec/pet.yaml"]]);
}

#[test]
fn an_editor_that_replaces_the_file_is_one_run() {
    let both = EventKind::Modify(ModifyKind::Name(RenameMode::Both));
    let save = vec![
        event(
            EventKind::Create(CreateKind::File),
            &["/spec/.api.yaml.swp"],
        ),
        event(both, &["/spec/api.yaml", "/spec/api.yaml~"]),
        event(EventKind::Create(CreateKind::File), &["/spec/api.yaml"]),
        event(EventKind::Remove(RemoveKind::File), &["/spec/api.yaml~"]),
    ];
    assert_eq!(runs(&["/spec/api.yaml"], save), [["/spec/api.yaml"]]);
}

#[test]
fn reading_and_other_files_start_nothing() {
    let events = vec![
        event(
            EventKind::Access(AccessKind::Open(AccessMode::Any)),
            &["/spec/api.yaml"],
        ),
        event(
            EventKind::Access(AccessKind::Close(AccessMode::Read)),
            &["/spec/api.yaml"],
        ),
        event(MODIFIED, &["/spec/notes.yaml"]),
        event(MODIFIED, &["/spec/api.yaml.bak"]),
    ];
    assert_eq!(runs(&["/spec/api.yaml"], events), Vec::<Vec<String>>::new());
}

#[test]
fn a_folder_that_comes_back_is_a_change_of_its_files() {
    let events = vec![event(EventKind::Create(CreateKind::Folder), &["/spec"])];
    assert_eq!(runs(&["/spec/parts/pet.yaml"], events), [["/spec"]]);
}

#[test]
fn lost_events_may_mean_every_file() {
    let lost = Event::new(EventKind::Other).set_flag(Flag::Rescan);
    assert_eq!(runs(&["/api.yaml"], vec![Ok(lost)]), [["/api.yaml"]]);
    let failed = notify::Error::generic("the system is tired");
    assert_eq!(runs(&["/api.yaml"], vec![Err(failed)]), [["/api.yaml"]]);
}

#[test]
fn a_run_that_fails_for_good_ends_it() {
    let (_sender, receiver) = mpsc::channel();
    let result = follow(&receiver, |_| Err("nobody reads this".to_owned()));
    assert_eq!(result, Err("nobody reads this".to_owned()));
}

#[test]
fn what_is_saved_after_a_file_was_named_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("api.yaml");
    let (sender, events) = mpsc::channel();
    let mut watched = Watched {
        watcher: notify::recommended_watcher(sender).unwrap(),
        folders: BTreeSet::new(),
        files: BTreeSet::new(),
        current: BTreeSet::new(),
    };
    // A folder that was not watched before may have changed unseen.
    assert!(watched.add(std::slice::from_ref(&path)).unwrap());
    std::fs::File::create(&path).unwrap();
    let mut told = events.iter().map(|event| changed(event, &watched.files));
    assert!(told.any(|changed| !changed.is_empty()));
    assert!(!watched.add(&[path]).unwrap());
}
