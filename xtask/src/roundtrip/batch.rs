//! Many documents: small ones share a program, because to build one takes longer than to run it.

use std::path::Path;
use std::sync::mpsc::{self, Receiver, SyncSender};

use indicatif::ProgressBar;

use super::check::{self, Case};
use super::rules::Rule;
use super::{Arguments, Outcome, Unchecked, program};
use crate::corpus::documents::Document;

/// How many lines of types go into one program.
const LINES: usize = 12_000;

/// Checks documents. While a program is built and run, the instances of the next one are made, and
/// the answers of the last one compared; there are no more at a time, because the instances of all
/// would fill the memory.
pub(super) fn check(
    documents: &[Document],
    arguments: &Arguments,
    rules: &[Rule],
) -> Result<Vec<Outcome>, String> {
    let bar = crate::corpus::progress("checking", documents.len());
    let (ready, batches) = mpsc::sync_channel(0);
    let (done, answered) = mpsc::sync_channel(0);
    let mut outcomes = std::thread::scope(|scope| {
        let faulty = scope.spawn(|| prepare(documents, arguments, ready, &bar));
        let outcomes = scope.spawn(|| compare(answered, rules, &bar));
        let ran = batches.into_iter().try_for_each(|batch| run(batch, &done));
        drop(done);
        let died = |_| "a thread died".to_owned();
        let mut outcomes = outcomes.join().map_err(died)??;
        // The other two end early when this one has failed, which says more.
        ran?;
        outcomes.extend(faulty.join().map_err(died)??);
        Ok::<_, String>(outcomes)
    })?;
    bar.finish_and_clear();
    outcomes.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(outcomes)
}

/// Hands on documents of about [`LINES`], and gives those that have no client.
fn prepare(
    documents: &[Document],
    arguments: &Arguments,
    ready: SyncSender<Vec<Case>>,
    bar: &ProgressBar,
) -> Result<Vec<Outcome>, String> {
    let mut faulty = Vec::new();
    let mut batch: Vec<Case> = Vec::new();
    for document in documents {
        let name = &document.name;
        let case = match check::prepare(document, format!("{name} "), arguments.up_to) {
            Ok(Some(case)) => with_suite(case, arguments)?,
            Ok(None) => {
                bar.inc(1);
                continue;
            }
            Err(why) => {
                bar.inc(1);
                faulty.push(Outcome {
                    name: name.clone(),
                    result: Err(Unchecked::Faulty(why)),
                });
                continue;
            }
        };
        let size = lines(&case);
        if !batch.is_empty()
            && size + batch.iter().map(lines).sum::<usize>() > LINES
            && ready.send(std::mem::take(&mut batch)).is_err()
        {
            return Ok(faulty);
        }
        batch.push(case);
    }
    // Nobody takes it when a program could not be run.
    let _ = ready.send(batch);
    Ok(faulty)
}

/// Compares what the programs have answered.
fn compare(
    answered: Receiver<Answered>,
    rules: &[Rule],
    bar: &ProgressBar,
) -> Result<Vec<Outcome>, String> {
    let mut outcomes = Vec::new();
    for (case, answers) in answered {
        bar.set_message(case.name.clone());
        let result = match answers {
            Ok(answers) => Ok(check::compare(&case, &answers, rules)?),
            Err(why) => Err(why),
        };
        let name = case.name;
        outcomes.push(Outcome { name, result });
        bar.inc(1);
    }
    Ok(outcomes)
}

fn with_suite(mut case: Case, arguments: &Arguments) -> Result<Case, String> {
    let beside = arguments.instances.as_ref().map(|folder| {
        let stem = Path::new(&case.name).file_stem().unwrap_or_default();
        folder.join(stem).with_extension("json")
    });
    if let Some(file) = beside.filter(|file| file.is_file()) {
        check::add_suite(&mut case, &file)?;
    }
    Ok(case)
}

fn lines(case: &Case) -> usize {
    check::type_lines(&case.client.output)
}

/// A document and what its program has answered, or why it has none.
type Answered = (Case, Result<Vec<String>, Unchecked>);

/// Builds and runs the program of a batch. One that cannot be built is tried document by document.
fn run(batch: Vec<Case>, done: &SyncSender<Answered>) -> Result<(), String> {
    let mut batches = vec![batch];
    while let Some(mut batch) = batches.pop() {
        if batch.is_empty() {
            continue;
        }
        let clients: Vec<_> = batch.iter().map(|case| &case.client).collect();
        let program = program::lay("roundtrip-batch", &clients)?;
        let built = program.build()?;
        if built.is_some() && batch.len() > 1 {
            batches.extend(batch.into_iter().map(|case| vec![case]));
            continue;
        }
        for case in batch.drain(..) {
            let answers = match &built {
                None => Ok(program.run(&check::lines(&case))?),
                Some(why) => Err(Unchecked::Broken(why.clone())),
            };
            // Only a comparison that has failed takes no more, and says why itself.
            if done.send((case, answers)).is_err() {
                return Ok(());
            }
        }
    }
    Ok(())
}
