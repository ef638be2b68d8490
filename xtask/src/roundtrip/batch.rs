//! Many documents: small ones share a program, because to build one takes longer than to run it.

use std::path::Path;

use super::check::{self, Case};
use super::rules::Rule;
use super::{Arguments, Outcome, Unchecked, program};
use crate::corpus::documents::Document;

/// How many lines of types go into one program.
const LINES: usize = 12_000;

/// Checks documents, one program after the other: the instances of all would fill the memory.
pub(super) fn check(
    documents: &[Document],
    arguments: &Arguments,
    rules: &[Rule],
) -> Result<Vec<Outcome>, String> {
    let bar = crate::corpus::progress("checking", documents.len());
    let mut outcomes = Vec::new();
    let mut batch: Vec<Case> = Vec::new();
    for document in documents {
        let name = &document.name;
        bar.set_message(name.clone());
        let case = match check::prepare(document, format!("{name} ")) {
            Ok(case) => with_suite(case, arguments)?,
            Err(why) => {
                outcomes.push(Outcome {
                    name: name.clone(),
                    result: Err(Unchecked::Faulty(why)),
                });
                bar.inc(1);
                continue;
            }
        };
        let size = lines(&case);
        if arguments.up_to.is_some_and(|most| size > most) {
            bar.inc(1);
            continue;
        }
        if !batch.is_empty() && size + batch.iter().map(lines).sum::<usize>() > LINES {
            bar.inc(batch.len() as u64);
            run(std::mem::take(&mut batch), rules, &mut outcomes)?;
        }
        batch.push(case);
    }
    run(batch, rules, &mut outcomes)?;
    bar.finish_and_clear();
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
    let types = case.client.output.files.get("src/types.rs");
    types.map_or(0, |text| text.lines().count())
}

/// Builds and runs the program of a batch. One that cannot be built is tried document by document.
fn run(batch: Vec<Case>, rules: &[Rule], outcomes: &mut Vec<Outcome>) -> Result<(), String> {
    let mut batches = vec![batch];
    while let Some(mut batch) = batches.pop() {
        if batch.is_empty() {
            continue;
        }
        let clients: Vec<_> = batch.iter().map(|case| &case.client).collect();
        let program = program::lay("roundtrip-batch", &clients)?;
        match program.build()? {
            Some(_) if batch.len() > 1 => batches.extend(batch.into_iter().map(|case| vec![case])),
            Some(why) => outcomes.extend(batch.pop().map(|case| Outcome {
                name: case.name,
                result: Err(Unchecked::Broken(why)),
            })),
            None => {
                for case in batch {
                    let answers = program.run(&check::lines(&case))?;
                    let result = Ok(check::compare(&case, &answers, rules)?);
                    let name = case.name;
                    outcomes.push(Outcome { name, result });
                }
            }
        }
    }
    Ok(())
}
