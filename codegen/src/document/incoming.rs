//! Reading what the API's server sends by itself: webhooks, and the callbacks of operations.

use crate::source::{Node, pointer};

use super::context::Context;
use super::object::{self, Object};
use super::operation::{self, Direction};
use super::resolve::follow;
use super::{Incoming, IncomingKind, ObjectKind, PathItem};

/// A Callback Object that is yet to be read. A list of them, so that callbacks of callbacks are no
/// recursion; each is read once, whatever refers to it.
pub(super) struct OpenCallback<'s> {
    name: &'s str,
    node: &'s Node,
    operations: Vec<String>,
}

/// `webhooks`, and `x-webhooks`, which documents had before 3.1.
pub(super) fn webhooks<'s>(context: &mut Context<'s>, object: &mut Object<'s>) -> Vec<Incoming> {
    let mut incoming = Vec::new();
    for key in ["webhooks", "x-webhooks"] {
        for (name, entry, pointer) in object::entries(context, object, key) {
            let path = name.to_owned();
            let items =
                operation::path_item(context, &entry.value, pointer, path, Direction::Incoming);
            incoming.extend(items.into_iter().map(|item| Incoming {
                name: name.to_owned(),
                kind: IncomingKind::Webhook,
                item,
            }));
        }
    }
    incoming
}

/// `callbacks` of an operation, which are put off.
pub(super) fn put_off<'s>(context: &mut Context<'s>, object: &mut Object<'s>) {
    for (name, entry, pointer) in object::entries(context, object, "callbacks") {
        if name.starts_with("x-") {
            continue;
        }
        let Some((node, place)) = follow(context, &entry.value, pointer, ObjectKind::Callback)
        else {
            continue;
        };
        let operation = object.at.pointer.clone();
        let open = context
            .callbacks
            .entry(place)
            .or_insert_with(|| OpenCallback {
                name,
                node,
                operations: Vec::new(),
            });
        if open.operations.last() != Some(&operation) {
            open.operations.push(operation);
        }
    }
}

/// The callbacks that were put off, and those of their own operations.
pub(super) fn callbacks(context: &mut Context<'_>) -> Vec<Incoming> {
    let mut read = Vec::new();
    while let Some((place, open)) = context.callbacks.get_index(read.len()) {
        let (node, place) = (open.node, place.clone());
        read.push(callback(context, node, &place));
    }
    // Who refers to them is known in the end alone.
    let mut incoming = Vec::new();
    for (open, items) in context.callbacks.values().zip(read) {
        incoming.extend(items.into_iter().map(|item| Incoming {
            name: open.name.to_owned(),
            kind: IncomingKind::Callback {
                operations: open.operations.clone(),
            },
            item,
        }));
    }
    incoming
}

/// A Callback Object: path items by the expression that gives their URL.
fn callback<'s>(context: &mut Context<'s>, node: &'s Node, place: &str) -> Vec<PathItem> {
    let Some(mapping) = node.as_mapping() else {
        object::wrong_type(context, node, "callbacks", "a mapping of mappings");
        return Vec::new();
    };
    let mut items = Vec::new();
    for (expression, entry) in mapping {
        if expression.starts_with("x-") {
            continue;
        }
        let pointer = pointer::push(place, expression);
        let path = expression.to_string();
        items.extend(operation::path_item(
            context,
            &entry.value,
            pointer,
            path,
            Direction::Incoming,
        ));
    }
    items
}
