//! One document: its instances, what the program makes of them, and whether that is the same.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;
use serde_json::value::RawValue;
use wiregen::Output;
use wiregen::config::Config;
use wiregen::map::Map;
use wiregen::source::Node;

use super::json::Comparison;
use super::program::{self, Client};
use super::rules::Rule;
use super::schemas::{self, Schemas, Validators};
use super::{Instance, Origin, examples, json, make};
use crate::corpus::documents::Document;

/// A document that is ready to be checked.
pub(super) struct Case {
    /// Its path below the folder.
    pub(super) name: String,
    pub(super) client: Client,
    pub(super) instances: Vec<Instance>,
    schemas: Schemas,
}

/// What came of a document.
#[derive(Debug, Default)]
pub(super) struct Checked {
    /// How many instances there are, by origin.
    pub(super) instances: BTreeMap<Origin, usize>,
    /// How many of them were read.
    pub(super) read: usize,
    /// How many of them were written back equal.
    pub(super) equal: usize,
    /// How many of these are equal only by a rule, by the first that it took.
    pub(super) by_rule: BTreeMap<Rule, usize>,
    pub(super) failures: Vec<Failure>,
}

/// An instance that did not come back.
#[derive(Clone, Debug)]
pub(super) struct Failure {
    pub(super) pointer: String,
    /// The type at the pointer.
    pub(super) ty: String,
    pub(super) origin: Origin,
    pub(super) instance: String,
    pub(super) problem: Problem,
}

/// What went wrong with an instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Problem {
    /// It cannot be read.
    Unread(String),
    /// It is written otherwise.
    Changed(String),
}

/// An answer of the program.
#[derive(Deserialize)]
struct Answer<'a> {
    ok: bool,
    #[serde(borrow)]
    written: Option<&'a RawValue>,
    error: Option<String>,
}

/// A line of a file of instances, as the test suite of JSON Schema groups them.
#[derive(Deserialize)]
struct Group {
    /// The component.
    schema: String,
    tests: Vec<Test>,
}

#[derive(Deserialize)]
struct Test {
    data: Box<RawValue>,
    valid: bool,
}

/// Generates a document and gathers its instances, unless its types take more than `most` lines.
/// `prefix` stands before its pointers.
pub(super) fn prepare(
    document: &Document,
    prefix: String,
    most: Option<usize>,
) -> Result<Option<Case>, String> {
    let source = document.load().map_err(|error| error.to_string())?;
    let mut config = Config::default();
    config.package.name = Some("roundtrip".to_owned());
    let (output, map) = wiregen::generate_with_map(&source, &config)
        .map_err(|findings| document.errors(&source, &findings).1)?;
    if most.is_some_and(|most| type_lines(&output) > most) {
        return Ok(None);
    }
    let schemas = Schemas::new(&source);
    let mut instances = examples::collect(&source, &map);
    for (pointer, ty) in program::typed(&map) {
        // What has no name of its own is a part of what has one, and what refers to something gets
        // what that gets.
        if ty.contains("types::") && !is_reference(&schemas, pointer) {
            let made = make::instances(&schemas, pointer).into_iter();
            instances.extend(made.map(|value| Instance {
                pointer: pointer.to_owned(),
                text: value.to_string(),
                origin: Origin::Made,
            }));
        }
    }
    keep_valid(&schemas, &mut instances)?;
    // Whatever the schema says of them, they must be read.
    instances.extend(generated(&map));
    let client = Client {
        prefix,
        output,
        map,
    };
    Ok(Some(Case {
        name: document.name.clone(),
        client,
        instances,
        schemas,
    }))
}

/// The examples that the client gives of its types.
fn generated(map: &Map) -> impl Iterator<Item = Instance> {
    let entries = map.entries.iter().filter(|entry| {
        let ty = entry.ty.as_ref();
        entry.into.is_none() && ty.is_some_and(|ty| entry.rust.first() == Some(ty))
    });
    entries.filter_map(|entry| {
        Some(Instance {
            pointer: entry.pointer.clone(),
            text: entry.example.clone()?,
            origin: Origin::Generated,
        })
    })
}

/// How many lines the types of a client take.
pub(super) fn type_lines(output: &Output) -> usize {
    let types = output.files.get("src/types.rs");
    types.map_or(0, |text| text.lines().count())
}

/// Whether nothing but a reference stands at a pointer.
fn is_reference(schemas: &Schemas, pointer: &str) -> bool {
    let remarks = ["$ref", "description", "summary", "title", "deprecated"];
    let members = schemas.at(pointer).and_then(serde_json::Value::as_object);
    members.is_some_and(|members| {
        members.contains_key("$ref") && members.keys().all(|key| remarks.contains(&key.as_str()))
    })
}

/// Leaves out what is not valid and what is there twice.
fn keep_valid(schemas: &Schemas, instances: &mut Vec<Instance>) -> Result<(), String> {
    let registry = schemas.registry()?;
    let mut validators = Validators::new(schemas, &registry);
    let mut seen = BTreeSet::new();
    instances.retain(|instance| {
        seen.insert((instance.pointer.clone(), instance.text.clone()))
            && validators
                .at(&instance.pointer)
                .is_some_and(|validator| validator.is_valid(&instance.value()))
    });
    Ok(())
}

/// Adds the valid instances of a file in the manner of the JSON Schema Test Suite, whose groups name
/// components.
pub(super) fn add_suite(case: &mut Case, file: &Path) -> Result<(), String> {
    let text = std::fs::read_to_string(file)
        .map_err(|error| format!("cannot read {}: {error}", file.display()))?;
    let groups: Vec<Group> =
        serde_json::from_str(&text).map_err(|error| format!("{}: {error}", file.display()))?;
    let typed: BTreeSet<&str> = program::typed(&case.client.map)
        .map(|(pointer, _)| pointer)
        .collect();
    for group in groups {
        let pointer = format!("#/components/schemas/{}", group.schema);
        if !typed.contains(pointer.as_str()) {
            continue;
        }
        for test in group.tests.into_iter().filter(|test| test.valid) {
            case.instances.push(Instance {
                pointer: pointer.clone(),
                text: compact(test.data.get()),
                origin: Origin::Suite,
            });
        }
    }
    Ok(())
}

/// JSON in one line.
fn compact(text: &str) -> String {
    json::parse(text).map_or_else(String::new, |node| json::text(&node))
}

/// The lines for the program, beside the instances.
pub(super) fn lines(case: &Case) -> Vec<String> {
    let line = |instance: &Instance| {
        let pointer = format!("{}{}", case.client.prefix, instance.pointer);
        let pointer = serde_json::Value::from(pointer);
        format!("{{\"pointer\":{pointer},\"instance\":{}}}", instance.text)
    };
    case.instances.iter().map(line).collect()
}

/// Compares what the program has answered, beside the instances.
pub(super) fn compare(case: &Case, answers: &[String], rules: &[Rule]) -> Result<Checked, String> {
    let registry = case.schemas.registry()?;
    let mut validators = Validators::new(&case.schemas, &registry);
    let types: BTreeMap<&str, &str> = program::typed(&case.client.map).collect();
    let mut checked = Checked::default();
    for (index, instance) in case.instances.iter().enumerate() {
        *checked.instances.entry(instance.origin).or_default() += 1;
        let result = match answers.get(index) {
            Some(answer) => one(&mut validators, rules, instance, answer),
            None => Err(Problem::Unread("the program died before".to_owned())),
        };
        let problem = match result {
            Ok(rule) => {
                checked.read += 1;
                checked.equal += 1;
                if let Some(rule) = rule {
                    *checked.by_rule.entry(rule).or_default() += 1;
                }
                continue;
            }
            Err(problem) => problem,
        };
        checked.read += usize::from(matches!(problem, Problem::Changed(_)));
        let ty = types.get(instance.pointer.as_str()).copied();
        checked.failures.push(Failure {
            pointer: instance.pointer.clone(),
            ty: ty.unwrap_or_default().to_owned(),
            origin: instance.origin,
            instance: instance.text.clone(),
            problem,
        });
    }
    Ok(checked)
}

/// Compares one answer: the rule that it takes for the same, if any.
fn one(
    validators: &mut Validators<'_>,
    rules: &[Rule],
    instance: &Instance,
    answer: &str,
) -> Result<Option<Rule>, Problem> {
    let Ok(answer) = serde_json::from_str::<Answer<'_>>(answer) else {
        return Err(Problem::Unread("the answer is no JSON".to_owned()));
    };
    if !answer.ok {
        return Err(Problem::Unread(answer.error.unwrap_or_default()));
    }
    // A value of null is no value to serde.
    let written = answer.written.map_or("null", RawValue::get);
    let (Some(before), Some(after)) = (json::parse(&instance.text), json::parse(written)) else {
        return Err(Problem::Changed("what is written is no JSON".to_owned()));
    };
    // Most come back whole; what the schema knows is asked only where something is missing.
    let mut known: Option<BTreeSet<(String, String)>> = None;
    let mut is_lost = |place: &str, name: &str| {
        let known = known.get_or_insert_with(|| {
            let validator = validators.at(&instance.pointer);
            validator.map_or_else(BTreeSet::new, |validator| {
                schemas::known_properties(validator, &instance.value())
            })
        });
        known.contains(&(place.to_owned(), name.to_owned()))
    };
    let mut used = None;
    let mut is_same = |before: &Node, after: &Node| {
        let rule = rules.iter().find(|rule| rule.admits(before, after));
        used = used.or(rule.copied());
        rule.is_some()
    };
    let how = Comparison {
        is_lost: &mut is_lost,
        is_same: &mut is_same,
    };
    match json::difference(&before, &after, how) {
        Some(difference) => Err(Problem::Changed(difference)),
        None => Ok(used),
    }
}
