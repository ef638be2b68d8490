//! Instances made from schemas, always the same ones: the least, the most, and for each choice on
//! the way (a branch, a value of an enum, null, an empty list, the ends of a range) one that takes
//! it. They are only candidates: who asks for them keeps those that are valid.
//!
//! The crates that make instances of JSON Schema make random ones, or change how the whole program
//! reads numbers (`json_schema_fuzz` switches on serde_json's `arbitrary_precision`).

mod flat;
mod scalars;

use std::collections::VecDeque;

use serde_json::{Map, Value, json};
use wiregen::examples::matching;

use super::schemas::Schemas;
use flat::{Flat, flatten};

/// How many instances a schema gets.
const INSTANCES: usize = 60;

/// How many candidates a schema gets at most.
const RUNS: usize = 120;

/// How many choices are made otherwise than usual at once.
const TOGETHER: usize = 2;

/// How deep choices are tried, and how deep optional properties are filled in.
const CHOICES: usize = 4;

/// How deep instances are.
const DEPTH: usize = 10;

/// How many values are made for one instance at most, and for all of a schema.
const BUDGET: usize = 2_000;
const BUDGET_OF_ALL: usize = 20_000;

/// Candidates for instances of the schema at a pointer.
pub(super) fn instances(schemas: &Schemas, pointer: &str) -> Vec<Value> {
    let Some(schema) = schemas.at(pointer) else {
        return Vec::new();
    };
    let mut made = Vec::new();
    let mut add = |value: Option<Value>| {
        if let Some(value) = value
            && !made.contains(&value)
        {
            made.push(value);
        }
        made.len() < INSTANCES
    };
    add(Maker::new(schemas, Extent::Least, Vec::new()).value(schema, 0));
    // Breadth first, so that every choice is tried by itself before two are tried together.
    let mut plans = VecDeque::from([Vec::new()]);
    let mut spent = 0;
    for _ in 0..RUNS {
        let Some(plan) = plans.pop_front().filter(|_| spent < BUDGET_OF_ALL) else {
            break;
        };
        let after = plan.last().map_or(0, |(position, _)| position + 1);
        let mut maker = Maker::new(schemas, Extent::Most, plan.clone());
        let value = maker.value(schema, 0);
        spent += BUDGET - maker.budget;
        if !add(value) {
            break;
        }
        if plan.len() >= TOGETHER {
            continue;
        }
        for (position, options) in maker.options.iter().enumerate().skip(after) {
            plans.extend((1..*options).map(|option| {
                let mut plan = plan.clone();
                plan.push((position, option));
                plan
            }));
        }
    }
    made
}

/// How much of what is optional an instance has.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    Least,
    Most,
}

/// The making of one instance.
struct Maker<'a> {
    schemas: &'a Schemas,
    extent: Extent,
    /// The choices that are not made as usual, and what is chosen.
    plan: Vec<(usize, usize)>,
    /// How many options each choice has had so far.
    options: Vec<usize>,
    budget: usize,
}

impl<'a> Maker<'a> {
    fn new(schemas: &'a Schemas, extent: Extent, plan: Vec<(usize, usize)>) -> Self {
        Self {
            schemas,
            extent,
            plan,
            options: Vec::new(),
            budget: BUDGET,
        }
    }

    /// Which of some options is taken.
    fn choose(&mut self, options: usize, depth: usize) -> usize {
        if depth > CHOICES || options < 2 {
            return 0;
        }
        let position = self.options.len();
        self.options.push(options);
        let planned = self.plan.iter().find(|(planned, _)| *planned == position);
        // Another choice before it may have changed what this one is.
        planned.map_or(0, |(_, option)| (*option).min(options - 1))
    }

    /// A value of a schema; `None` when there is none, or none was found.
    fn value(&mut self, schema: &Value, depth: usize) -> Option<Value> {
        self.budget = self.budget.checked_sub(1)?;
        if depth > DEPTH {
            return None;
        }
        let mut flat = Flat::default();
        flatten(self.schemas, schema, &mut flat, 0);
        self.of_flat(flat, depth)
    }

    /// A value of a schema whose references are followed; its choices are still open.
    fn of_flat(&mut self, mut flat: Flat, depth: usize) -> Option<Value> {
        self.budget = self.budget.checked_sub(1)?;
        if flat.never || flat.unions.len() > 8 || depth > DEPTH {
            return None;
        }
        let Some(union) = flat.unions.pop() else {
            return self.settled(&flat, depth);
        };
        // Several branches of an `anyOf` may hold at once.
        let together = usize::from(union.may_hold_together());
        let chosen = self.choose(union.branches.len() + together, depth);
        if chosen == union.branches.len() {
            let mut with = flat.clone();
            for branch in &union.branches {
                flatten(self.schemas, branch, &mut with, 0);
            }
            if let Some(value) = self.of_flat(with, depth + 1) {
                return Some(value);
            }
        }
        // The chosen branch first; where it leads nowhere, whatever leads somewhere.
        let others = (0..union.branches.len()).filter(|index| *index != chosen);
        for index in std::iter::once(chosen).chain(others) {
            let Some(branch) = union.branches.get(index) else {
                continue;
            };
            let mut with = flat.clone();
            flatten(self.schemas, branch, &mut with, 0);
            let tag = union.tag(branch);
            let Some(mut value) = self.of_flat(with, depth + 1) else {
                continue;
            };
            if let (Some((property, tag)), Some(members)) = (tag, value.as_object_mut()) {
                members.insert(property, tag.into());
            }
            return Some(value);
        }
        None
    }

    fn settled(&mut self, flat: &Flat, depth: usize) -> Option<Value> {
        if let Some(values) = &flat.values {
            let chosen = self.choose(values.len(), depth);
            return values.get(chosen).cloned();
        }
        let kinds = flat.kinds();
        if kinds.is_empty() {
            let any = [
                json!("any"),
                json!(7),
                json!({"any": [1.5, null, "x"]}),
                json!(null),
            ];
            let chosen = self.choose(any.len(), depth);
            return any.get(chosen).cloned();
        }
        let chosen = self.choose(kinds.len(), depth);
        match kinds.get(chosen)?.as_str() {
            "null" => Some(Value::Null),
            "boolean" => Some((self.choose(2, depth) == 0).into()),
            "object" => self.object(flat, depth),
            "array" => self.array(flat, depth),
            kind => {
                let values = scalars::values(flat, kind);
                let chosen = self.choose(values.len(), depth);
                values.get(chosen).cloned()
            }
        }
    }

    fn object(&mut self, flat: &Flat, depth: usize) -> Option<Value> {
        let mut members = Map::new();
        for (name, schemas) in &flat.properties {
            let is_required = flat.required.contains(name);
            if !is_required && (self.extent == Extent::Least || depth > CHOICES) {
                continue;
            }
            let value = match schemas.as_slice() {
                [one] => self.value(one, depth + 1),
                several => self.value(&json!({ "allOf": several }), depth + 1),
            };
            match value {
                Some(value) => members.insert(name.clone(), value),
                None if is_required => return None,
                None => continue,
            };
        }
        for name in &flat.required {
            if !members.contains_key(name) {
                let schema = flat.additional.clone().unwrap_or(Value::Bool(true));
                members.insert(name.clone(), self.value(&schema, depth + 1)?);
            }
        }
        if self.extent == Extent::Most && depth <= CHOICES {
            self.more(flat, depth, &mut members);
        }
        Some(members.into())
    }

    /// Properties without names of their own.
    fn more(&mut self, flat: &Flat, depth: usize, members: &mut Map<String, Value>) {
        for (pattern, schema) in &flat.patterns {
            let name = matching(pattern);
            if let (Some(name), Some(value)) = (name, self.value(schema, depth + 1)) {
                members.entry(name).or_insert(value);
            }
        }
        if let Some(schema) = &flat.additional
            && let Some(value) = self.value(schema, depth + 1)
        {
            members.entry("another one").or_insert(value);
        }
    }

    fn array(&mut self, flat: &Flat, depth: usize) -> Option<Value> {
        let least = flat.count("minItems").unwrap_or(0);
        let most = flat.count("maxItems").unwrap_or(least.max(2));
        let mut items = Vec::new();
        for schema in flat.prefix.iter().take(most) {
            match self.value(schema, depth + 1) {
                Some(value) => items.push(value),
                None if items.len() < least => return None,
                None => return Some(items.into()),
            }
        }
        let wanted = match (self.extent, depth > CHOICES) {
            (Extent::Least, _) | (_, true) => least,
            (Extent::Most, false) => match self.choose(3, depth) {
                0 => least.max(1),
                1 => least,
                _ => least.max(2),
            },
        };
        let rest = match flat.items.as_slice() {
            [] if flat.prefix.is_empty() => Value::Bool(true),
            [] => return Some(items.into()),
            [one] => one.clone(),
            several => json!({ "allOf": several }),
        };
        while items.len() < wanted.min(most).min(32) {
            match self.value(&rest, depth + 1) {
                Some(value) => items.push(value),
                None if items.len() < least => return None,
                None => break,
            }
        }
        Some(items.into())
    }
}

#[cfg(test)]
mod tests;
