//! What the fake remembers.

use serde_json::{Map, Value, json};

/// Everything that exists in the fake's one project.
#[derive(Debug)]
pub(super) struct State {
    pub(super) endpoints: Store,
    pub(super) credentials: Store,
    pub(super) subscriber_credentials: Store,
    pub(super) addresses: Store,
    pub(super) gateways: Store,
    /// Addresses that calls to a credential or a gateway use, beside the id of their owner.
    pub(super) call_addresses: Vec<(String, Value)>,
    pub(super) profile: Value,
    ids: u64,
}

impl Default for State {
    fn default() -> Self {
        Self {
            endpoints: Store::default(),
            credentials: Store::default(),
            subscriber_credentials: Store::default(),
            addresses: Store::default(),
            gateways: Store::default(),
            call_addresses: Vec::new(),
            profile: super::profile::initial(),
            ids: 0,
        }
    }
}

impl State {
    /// A UUID that nothing else has. Ids count up, so that what tests and examples print is stable.
    pub(super) fn new_id(&mut self) -> String {
        self.ids += 1;
        format!("f4ce0000-0000-4000-8000-{:012x}", self.ids)
    }

    /// Gives a credential or a gateway an address for calls.
    pub(super) fn add_call_address(&mut self, owner: &str, name: &str) {
        let address = json!({
            "id": self.new_id(),
            "name": name,
            "display_name": name,
            "cover_url": "https://example.com/cover.png",
            "preview_url": "https://example.com/preview.png",
            "locked": false,
            "channels": { "audio": format!("/external/{name}?channel=audio") },
            "created_at": "2025-03-04T09:30:00Z",
            "type": "call",
        });
        self.call_addresses.push((owner.to_owned(), address));
    }

    /// The addresses for calls of a credential or a gateway.
    pub(super) fn call_addresses_of(&self, owner: &str) -> Vec<Value> {
        let owned = self.call_addresses.iter().filter(|(id, _)| id == owner);
        owned.map(|(_, address)| address.clone()).collect()
    }
}

/// Resources of one kind: JSON objects with an `id`, in the order in which they were added.
#[derive(Debug, Default)]
pub(super) struct Store(Vec<Value>);

impl Store {
    pub(super) fn insert(&mut self, resource: Value) {
        self.0.push(resource);
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Value> {
        self.0.iter()
    }

    pub(super) fn get(&self, id: &str) -> Option<&Value> {
        self.0.iter().find(|resource| resource["id"] == id)
    }

    pub(super) fn get_mut(&mut self, id: &str) -> Option<&mut Map<String, Value>> {
        let found = self.0.iter_mut().find(|resource| resource["id"] == id);
        found.and_then(Value::as_object_mut)
    }

    pub(super) fn remove(&mut self, id: &str) -> Option<Value> {
        let index = self.0.iter().position(|resource| resource["id"] == id)?;
        Some(self.0.remove(index))
    }

    /// Whether a resource other than `except` has this value in this field.
    pub(super) fn is_taken(&self, field: &str, value: &Value, except: Option<&str>) -> bool {
        let mut others = self
            .0
            .iter()
            .filter(|resource| except.is_none_or(|id| resource["id"] != id));
        others.any(|resource| &resource[field] == value)
    }
}
