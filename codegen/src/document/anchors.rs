//! Schemas that have a name of their own: `$id`, `$anchor`, `$dynamicAnchor`, and `$self` of a whole
//! document (JSON Schema 2020-12, section 8.2).

use std::collections::BTreeMap;

use crate::source::{Node, Part, Source, Span, location, pointer};

use super::tree;

/// All names in the files of a document.
#[derive(Debug, Default)]
pub(super) struct Anchors {
    /// The roots of resources by URI.
    resources: BTreeMap<String, String>,
    /// The URIs of resources by the pointer to their root.
    bases: BTreeMap<String, String>,
    /// Anchors by their name.
    anchors: BTreeMap<String, Vec<Anchor>>,
}

/// A schema with an anchor.
#[derive(Debug)]
struct Anchor {
    pointer: String,
    /// The root of the resource that it stands in.
    resource: String,
    /// It is a `$dynamicAnchor`.
    dynamic: bool,
    /// Where the schema stands.
    at: Span,
}

/// Keys whose values are data, not schemas.
const DATA: [&str; 5] = ["const", "default", "enum", "example", "examples"];

/// Keys whose values are mappings with free keys.
const MAPS: [&str; 7] = [
    "properties",
    "patternProperties",
    "$defs",
    "definitions",
    "dependentSchemas",
    "schemas",
    "components",
];

/// How many anchors of one name are compared.
const NEAR: usize = 64;

/// A node that is yet to be looked at.
struct Open<'s> {
    node: &'s Node,
    pointer: String,
    resource: String,
    is_map: IsMap,
}

/// Whether the keys of a mapping are free.
#[derive(Clone, Copy, PartialEq)]
enum IsMap {
    Yes,
    No,
}

/// Looks through all files, without recursion.
pub(super) fn find(source: &Source) -> Anchors {
    let mut anchors = Anchors::default();
    for part in source.parts() {
        let root = location::root_pointer(&part.name);
        let base = match &part.identity {
            Some(identity) => location::join(&part.name, identity),
            None => part.name.clone(),
        };
        if part.identity.is_some() {
            let known = anchors.resources.entry(base.clone());
            known.or_insert_with(|| root.clone());
        }
        anchors.bases.insert(root, base);
        // Most files have no names, and all their pointers take time.
        let text = source.file(part.root.span).map_or("", |file| &file.text);
        if ["$id", "nchor"].iter().any(|key| text.contains(key)) {
            look_through(&mut anchors, part);
        }
    }
    for list in anchors.anchors.values_mut() {
        list.sort_by(|one, other| one.pointer.cmp(&other.pointer));
    }
    anchors
}

fn look_through(anchors: &mut Anchors, part: &Part) {
    let root = location::root_pointer(&part.name);
    let mut open = vec![Open {
        node: &part.root,
        pointer: root.clone(),
        resource: root,
        is_map: IsMap::No,
    }];
    while let Some(mut next) = open.pop() {
        if next.is_map == IsMap::No {
            note(anchors, &mut next);
        }
        let inner = |pointer: String, node, is_map| Open {
            node,
            pointer,
            resource: next.resource.clone(),
            is_map,
        };
        let items = next
            .node
            .as_sequence()
            .unwrap_or_default()
            .iter()
            .enumerate();
        open.extend(
            items
                .map(|(index, item)| {
                    let pointer = pointer::push(&next.pointer, &index.to_string());
                    inner(pointer, item, IsMap::No)
                })
                .rev(),
        );
        for (key, entry) in next.node.as_mapping().into_iter().flatten().rev() {
            if matches!(entry.value.value, crate::source::Value::Scalar(_))
                || next.is_map == IsMap::No && DATA.contains(&&**key)
            {
                continue;
            }
            let is_map = match next.is_map == IsMap::No && MAPS.contains(&&**key) {
                true => IsMap::Yes,
                false => IsMap::No,
            };
            open.push(inner(
                pointer::push(&next.pointer, key),
                &entry.value,
                is_map,
            ));
        }
    }
}

/// Keeps the names of one node.
fn note(anchors: &mut Anchors, open: &mut Open<'_>) {
    let text = |key: &str| tree::string(&tree::entry(open.node, key)?.value);
    if let Some(id) = text("$id") {
        let outer = anchors.bases.get(&open.resource);
        let id = id.trim_end_matches('#');
        if let Some(name) = id.strip_prefix('#') {
            // Before 2019, this was how an anchor was written.
            let list = anchors.anchors.entry(name.to_owned()).or_default();
            list.push(Anchor {
                pointer: open.pointer.clone(),
                resource: open.resource.clone(),
                dynamic: false,
                at: open.node.span,
            });
            return;
        }
        // The identity of a whole file is relative to its name, and known.
        if let Some(outer) = outer.filter(|_| open.resource != open.pointer) {
            let base = location::join(outer, id);
            let known = anchors.resources.entry(base.clone());
            known.or_insert_with(|| open.pointer.clone());
            open.resource.clone_from(&open.pointer);
            anchors.bases.insert(open.pointer.clone(), base);
        }
    }
    for key in ["$anchor", "$dynamicAnchor"] {
        if let Some(name) = text(key) {
            let list = anchors.anchors.entry(name.to_owned()).or_default();
            list.push(Anchor {
                pointer: open.pointer.clone(),
                resource: open.resource.clone(),
                dynamic: key == "$dynamicAnchor",
                at: open.node.span,
            });
        }
    }
}

impl Anchors {
    /// The root of the innermost resource that a pointer leads into, and its URI.
    pub(super) fn resource_of<'p>(&'p self, pointer: &'p str) -> (&'p str, &'p str) {
        let mut place = pointer;
        loop {
            if let Some(base) = self.bases.get(place) {
                return (place, base);
            }
            let shorter = place.rfind('/').filter(|end| {
                // A slash in front of the `#` belongs to the name of the file.
                place.find('#').is_some_and(|root| root < *end)
            });
            match shorter.and_then(|end| place.get(..end)) {
                Some(outer) => place = outer,
                None => return (place, ""),
            }
        }
    }

    /// The root of the resource with a URI.
    pub(super) fn resource(&self, uri: &str) -> Option<&str> {
        self.resources.get(uri).map(String::as_str)
    }

    /// The root of the only resource whose URI ends like a reference.
    pub(super) fn similar(&self, reference: &str) -> Option<&str> {
        let end = format!("/{}", reference.trim_start_matches("./"));
        let mut similar = self.resources.iter().filter(|(id, _)| id.ends_with(&end));
        match (similar.next(), similar.next()) {
            (Some((_, pointer)), None) => Some(pointer),
            _ => None,
        }
    }

    /// The schema with an anchor in a resource: the one in the resource itself, else one in those
    /// that it holds, the nearest to where it is asked for.
    pub(super) fn anchor(&self, resource: &str, name: &str, from: &str) -> Option<&str> {
        let list = self.anchors.get(name)?;
        let inside = |anchor: &&Anchor| {
            let rest = anchor.pointer.strip_prefix(resource);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let nearness = |anchor: &&Anchor| {
            let common = anchor.pointer.split('/').zip(from.split('/'));
            let common = common.take_while(|(one, other)| one == other).count();
            (anchor.resource == resource, common)
        };
        let mut best: Option<&Anchor> = None;
        for anchor in near(list, from).filter(inside) {
            // Of equals the first by pointer.
            if best.is_none_or(|best| nearness(&anchor) > nearness(&best)) {
                best = Some(anchor);
            }
        }
        best.map(|anchor| anchor.pointer.as_str())
    }

    /// The first schema of a resource with the anchor that a schema in it has, and another one: that
    /// schema, unless it is the first itself.
    pub(super) fn twins(&self, pointer: &str, name: &str) -> Option<(Span, Span)> {
        let list = self.anchors.get(name)?;
        let place = list.binary_search_by(|anchor| anchor.pointer.as_str().cmp(pointer));
        let own = list.get(place.ok()?)?;
        // What stands in a resource begins with the pointer to it.
        let start = list.partition_point(|anchor| anchor.pointer < own.resource);
        let alike = |anchor: &&Anchor| anchor.resource == own.resource && !anchor.dynamic;
        let mut alike = list.iter().skip(start).filter(alike);
        let first = alike.next()?;
        let second = match first.pointer == pointer {
            true => alike.next()?,
            false => own,
        };
        Some((first.at, second.at))
    }

    /// How many schemas a `$dynamicRef` of this name could mean.
    pub(super) fn dynamic(&self, name: &str) -> usize {
        let list = self.anchors.get(name).into_iter().flatten();
        list.filter(|anchor| anchor.dynamic).count()
    }

    /// The names of all anchors.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.anchors.keys().map(String::as_str)
    }
}

/// The anchors that may be the nearest to a place: all of them, or, where there are very many, those
/// whose pointers are alike, and the first.
fn near<'a>(list: &'a [Anchor], from: &str) -> impl Iterator<Item = &'a Anchor> {
    let end = list.partition_point(|anchor| anchor.pointer.as_str() <= from);
    let alike = list.get(end.saturating_sub(NEAR)..list.len().min(end + NEAR));
    list.iter().take(NEAR).chain(alike.into_iter().flatten())
}
