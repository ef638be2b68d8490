//! Creating, reading, updating and deleting, the same for every kind of resource.

use serde_json::{Map, Value};

use super::errors::{Answer, Fault};
use super::paging::{self, Page};
use super::router::Call;
use super::state::{State, Store};

/// What differs between the kinds of resources.
pub(super) struct Resource {
    /// Where they are kept.
    pub(super) store: fn(&State) -> &Store,
    pub(super) store_mut: fn(&mut State) -> &mut Store,
    /// A resource before the body of a request is laid over it. Of a body, only the fields that
    /// stand here are kept; so no password is ever answered.
    pub(super) template: fn() -> Value,
    /// Fields that no body changes.
    pub(super) fixed: &'static [&'static str],
    /// The field that no two resources may share.
    pub(super) unique: &'static str,
    /// Brings fields up to date that follow from others.
    pub(super) derive: fn(&mut Map<String, Value>),
    /// The resource as it is answered.
    pub(super) view: fn(&Value) -> Value,
    /// The status that answers a creation.
    pub(super) created: u16,
}

pub(super) fn list(resource: &Resource, state: &State, call: &Call) -> Result<Page, Answer> {
    let items = (resource.store)(state)
        .iter()
        .filter(|item| matches_filters(item, call));
    let page = paging::page(call, items.map(resource.view).collect());
    page.map_err(|fault| call.faults.answer(&[fault]))
}

pub(super) fn create(resource: &Resource, state: &mut State, call: &Call) -> Answer {
    let faults = faults(resource, state, call, None);
    if !faults.is_empty() {
        return call.faults.answer(&faults);
    }
    let id = insert(resource, state, &call.body);
    let mut answer = retrieve_by_id(resource, state, &id);
    answer.status = resource.created;
    answer
}

/// Adds a resource without looking for faults, and gives its id.
pub(super) fn insert(resource: &Resource, state: &mut State, body: &Value) -> String {
    // Only the creation of credentials takes an id.
    let id = body["id"]
        .as_str()
        .map_or_else(|| state.new_id(), str::to_owned);
    let mut created = (resource.template)();
    if let Some(fields) = created.as_object_mut() {
        overlay(resource, fields, body);
        fields.insert("id".to_owned(), Value::from(id.clone()));
    }
    (resource.store_mut)(state).insert(created);
    id
}

pub(super) fn retrieve(resource: &Resource, state: &State, call: &Call) -> Answer {
    retrieve_by_id(resource, state, call.id())
}

pub(super) fn update(resource: &Resource, state: &mut State, call: &Call) -> Answer {
    if (resource.store)(state).get(call.id()).is_none() {
        return Answer::not_found();
    }
    let faults = faults(resource, state, call, Some(call.id()));
    if !faults.is_empty() {
        return call.faults.answer(&faults);
    }
    if let Some(fields) = (resource.store_mut)(state).get_mut(call.id()) {
        overlay(resource, fields, &call.body);
    }
    retrieve_by_id(resource, state, call.id())
}

pub(super) fn delete(resource: &Resource, state: &mut State, call: &Call) -> Answer {
    match (resource.store_mut)(state).remove(call.id()) {
        Some(_) => {
            state.call_addresses.retain(|(owner, _)| owner != call.id());
            Answer::no_content()
        }
        None => Answer::not_found(),
    }
}

fn retrieve_by_id(resource: &Resource, state: &State, id: &str) -> Answer {
    match (resource.store)(state).get(id) {
        Some(found) => Answer::json(200, (resource.view)(found)),
        None => Answer::not_found(),
    }
}

fn overlay(resource: &Resource, fields: &mut Map<String, Value>, body: &Value) {
    for (name, value) in fields.iter_mut() {
        if let Some(new) = body.get(name)
            && !resource.fixed.contains(&name.as_str())
        {
            *value = new.clone();
        }
    }
    (resource.derive)(fields);
}

/// The faults that a schema cannot express: what is taken, and what no username may contain.
fn faults(resource: &Resource, state: &State, call: &Call, except: Option<&str>) -> Vec<Fault> {
    let mut faults = Vec::new();
    for field in ["id", resource.unique] {
        let value = &call.body[field];
        if value.is_string() && (resource.store)(state).is_taken(field, value, except) {
            faults.push(Fault::new(field, "has already been taken"));
        }
    }
    if let Some(username) = call.body["username"].as_str() {
        if username.is_empty() {
            faults.push(Fault::new("username", "must not be empty"));
        }
        if username.contains(|letter: char| letter.is_whitespace() || letter == '@') {
            faults.push(Fault::new("username", "must not contain white space or @"));
        }
    }
    faults
}

/// `filter_username=c3` keeps what has `c3` anywhere in its `username`, and so on.
fn matches_filters(item: &Value, call: &Call) -> bool {
    let mut filters = call
        .query
        .iter()
        .filter_map(|(name, value)| Some((name.strip_prefix("filter_")?, value)));
    filters.all(|(field, value)| {
        item[field]
            .as_str()
            .is_some_and(|text| text.contains(value.as_str()))
    })
}
