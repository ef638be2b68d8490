//! What became of a place, looked up by its pointer.

use std::collections::BTreeMap;

use crate::Stages;
use crate::config::Config;
use crate::document::{Document, SchemaBody, SchemaId};
use crate::emit::items::{Item, Items};
use crate::examples::{self, NoExample};
use crate::ir::{Api, Type, TypeKind};
use crate::lower::{Fate, Trace};
use crate::names::Names;
use crate::source::{Node, Source, pointer};

use super::places::Place;
use super::{Absence, Entry, Fallback, Kind, absence};

/// How many references are followed from one place to the next.
const DETOURS: usize = 32;

/// The items of a client by the pointers of what they come from.
pub(super) struct Index<'a> {
    items: Items<'a>,
    /// Named types.
    types: BTreeMap<&'a str, Vec<String>>,
    /// Fields.
    fields: BTreeMap<&'a str, Vec<Item>>,
    /// The examples of types, by the names of the types.
    examples: BTreeMap<String, Result<String, NoExample>>,
    /// Parts of operations, each with the pointer of its operation.
    parts: BTreeMap<&'a str, Vec<(&'a str, Item)>>,
}

impl<'a> Index<'a> {
    /// Of a client.
    pub(super) fn new(stages: &Stages<'a, Trace>, config: &'a Config) -> Self {
        let mut index = Self {
            items: Items::new(stages.api, stages.names, config),
            types: BTreeMap::new(),
            fields: BTreeMap::new(),
            examples: BTreeMap::new(),
            parts: BTreeMap::new(),
        };
        index.add_types(stages.api, stages.names);
        index.add_operations(stages.api, stages.names);
        index.add_incoming(stages.api, stages.names);
        index
    }

    fn add_types(&mut self, api: &'a Api, names: &Names) {
        let types = api.types.iter().zip(&names.types);
        for ((definition, names), example) in types.zip(examples::examples(api)) {
            let owner = format!("types::{}", names.name);
            if !matches!(definition.kind, TypeKind::Alias(_)) {
                self.examples.insert(owner.clone(), example);
            }
            let own = self.types.entry(&definition.at.pointer).or_default();
            own.push(owner.clone());
            let TypeKind::Struct(structure) = &definition.kind else {
                continue;
            };
            for (field, names) in structure.fields.iter().zip(&names.members) {
                let item = Item {
                    rust: format!("{owner}::{}", names.name),
                    ty: Some(self.items.field(field)),
                };
                self.fields.entry(&field.at.pointer).or_default().push(item);
            }
        }
    }

    fn add_operations(&mut self, api: &'a Api, names: &'a Names) {
        for (operation, names) in api.operations.iter().zip(&names.operations) {
            let home = operation.at.pointer.as_str();
            let mut add = |pointer: &'a str, item: Item| {
                self.parts.entry(pointer).or_default().push((home, item));
            };
            let rust = self.items.method(operation, names);
            add(home, Item { rust, ty: None });
            let parameters = self.items.parameters(operation, names);
            for (parameter, item) in operation.parameters.iter().zip(parameters) {
                add(&parameter.at.pointer, item);
            }
            if let Some(body) = &operation.body {
                let item = self.items.body(operation, names, body);
                add(&body.at.pointer, item);
            }
            for (at, item) in self.items.answers(operation, names) {
                if let Some(answer) = operation.answers.get(at) {
                    add(&answer.at.pointer, item);
                }
            }
        }
    }

    fn add_incoming(&mut self, api: &'a Api, names: &'a Names) {
        for (request, name) in api.incoming.iter().zip(&names.incoming) {
            let home = request.at.pointer.as_str();
            let Some(item) = self.items.incoming(request, name) else {
                continue;
            };
            if let Some(body) = &request.body {
                let parts = self.parts.entry(&body.at.pointer).or_default();
                parts.push((home, item.clone()));
            }
            let item = Item { ty: None, ..item };
            self.parts.entry(home).or_default().push((home, item));
        }
    }

    /// Fills in what became of a schema.
    pub(super) fn schema(&self, stages: &Stages<'_, Trace>, entry: &mut Entry) {
        let pointer = entry.pointer.as_str();
        let (document, trace) = (stages.document, stages.trace);
        let id = document.by_pointer.get(pointer).copied();
        entry.rust = self.types.get(pointer).cloned().unwrap_or_default();
        let mut own = entry.rust.iter();
        match own.find_map(|name| self.examples.get(name)) {
            Some(Ok(text)) => entry.example = Some(text.clone()),
            Some(Err(why)) => entry.no_example = Some(*why),
            None => {}
        }
        let fields = self.fields.get(pointer).map_or(&[][..], Vec::as_slice);
        if entry.kind == Kind::Property && !fields.is_empty() {
            entry.rust = fields.iter().map(|item| item.rust.clone()).collect();
            entry.ty = fields.first().and_then(|item| item.ty.clone());
        }
        let fate = id.and_then(|id| trace.fates.get(id.0));
        let lead = |id: SchemaId| Some(document.schema(id)?.at.pointer.clone());
        match fate {
            Some(Fate::Type(Type::Never)) if entry.rust.is_empty() => {
                entry.none = Some(Absence::Never);
            }
            Some(Fate::Type(ty)) => {
                entry.ty.get_or_insert_with(|| self.items.use_of(ty));
                entry.fallback = fallback(document, trace, id);
            }
            Some(Fate::Together(ty)) => {
                entry.ty.get_or_insert_with(|| self.items.use_of(ty));
                entry.fallback = fallback(document, trace, id);
                entry.into = Some(pointer.to_owned());
            }
            Some(Fate::Merged(id)) => {
                entry.none = Some(Absence::Merged);
                entry.into = lead(*id);
            }
            Some(Fate::Null) => entry.none = Some(Absence::Null),
            Some(Fate::None) if trace.fallbacks.contains_key(pointer) => {
                entry
                    .ty
                    .get_or_insert_with(|| self.items.use_of(&Type::Json));
                entry.fallback = fallback(document, trace, id);
            }
            Some(Fate::None) | None => {
                let is_false = id.is_some_and(|id| {
                    let body = document.schema(id).map(|schema| &schema.body);
                    matches!(body, Some(SchemaBody::Bool(false)))
                });
                let (why, into) = match is_false {
                    true => (Absence::Never, None),
                    false if absence::is_left_out(document, pointer) => {
                        (Absence::NotSelected, None)
                    }
                    false => absence::of_schema(trace, pointer, id.is_some()),
                };
                entry.none = Some(why);
                entry.into = into;
            }
        }
    }

    /// The methods of an operation.
    pub(super) fn operation(&self, pointer: &str) -> Vec<String> {
        let parts = self.parts.get(pointer).into_iter().flatten();
        parts.map(|(_, item)| item.rust.clone()).collect()
    }

    /// Fills in what became of an operation or of a part of one.
    pub(super) fn part(
        &self,
        (source, document): (&Source, &Document),
        place: &Place<'_>,
        entry: &mut Entry,
    ) {
        let target = target(source, place);
        let scope = scope(place);
        let found = self.parts.get(target.as_str());
        let within = |home: &str| {
            home.strip_prefix(scope)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let items: Vec<&Item> = found
            .into_iter()
            .flatten()
            .filter(|(home, _)| target == place.pointer || within(home))
            .map(|(_, item)| item)
            .collect();
        if items.is_empty() {
            entry.none = Some(match absence::is_left_out(document, &place.pointer) {
                true => Absence::NotSelected,
                false => absence::of_part(&place.pointer),
            });
        }
        entry.ty = items.first().and_then(|item| item.ty.clone());
        entry.rust = items.iter().map(|item| item.rust.clone()).collect();
        entry.rust.dedup();
    }
}

/// Why a schema became any value: what it refers to may be the cause.
fn fallback(document: &Document, trace: &Trace, id: Option<SchemaId>) -> Option<Fallback> {
    let mut id = id?;
    for _ in 0..DETOURS {
        let schema = document.schema(id)?;
        if let Some(why) = trace.fallbacks.get(&schema.at.pointer) {
            return Some(*why);
        }
        // What refers to a type with a name has that type.
        match trace.fates.get(id.0) {
            Some(Fate::Type(Type::Json)) => {}
            _ => return None,
        }
        let keywords = document.keywords(id)?;
        match (keywords.reference, keywords.all_of.as_slice()) {
            (Some(next), []) => id = next,
            (None, [next]) => id = *next,
            _ => return None,
        }
    }
    None
}

/// The pointer of the object itself, when a reference to it stands at a place.
fn target(source: &Source, place: &Place<'_>) -> String {
    let mut at = (place.node, place.pointer.clone());
    for _ in 0..DETOURS {
        let reference = at.0.get("$ref").and_then(|node| node.as_text());
        match reference.and_then(|reference| follow(source, &at.1, reference)) {
            Some(next) => at = next,
            None => break,
        }
    }
    at.1
}

/// Where a reference leads that stands at a place.
fn follow<'s>(source: &'s Source, from: &str, reference: &str) -> Option<(&'s Node, String)> {
    let (here, _) = from.split_once('#')?;
    let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
    let part = match file {
        "" => source.part(here)?,
        file => source.find(here, file).ok()?,
    };
    let steps = pointer::steps(fragment)?;
    let node = pointer::resolve(&part.root, &steps)?;
    let start = format!("{}#", part.name);
    let place = steps
        .iter()
        .fold(start, |place, step| pointer::push(&place, step));
    Some((node, place))
}

/// Where the operations stand that a place belongs to.
fn scope<'p>(place: &'p Place<'_>) -> &'p str {
    let pointer = place.pointer.as_str();
    let end = match place.kind {
        Kind::Parameter => pointer.rfind("/parameters/"),
        Kind::RequestBody => pointer.rfind("/requestBody"),
        Kind::Answer => pointer.rfind("/responses/"),
        Kind::Operation | Kind::Schema | Kind::Property => None,
    };
    end.and_then(|end| pointer.get(..end)).unwrap_or(pointer)
}
