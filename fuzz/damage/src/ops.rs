use crate::choices::Choices;
use crate::fragments::{KEYS, PIECES, PLAIN, TEXTS, WRAPPERS};
use crate::tree::Tree;

/// The longest chain of wrappers that one change makes.
const DEEPEST: usize = 300;

/// Changes one thing.
pub(crate) fn change(tree: &mut Tree, seeds: &[Tree], choices: &mut Choices<'_>) {
    let way = pick(tree, choices);
    match choices.below(16) {
        0 => remove(tree, &way),
        1 => repeat(tree, &way, choices),
        2 => exchange(tree, &way, choices),
        3 => {
            let other = pick(tree, choices);
            replace(tree, &way, tree.at(&other).cloned());
        }
        4 => replace(tree, &way, Some(scalar(choices))),
        5 => replace(tree, &way, Some(piece(choices))),
        6 => {
            let other = pick(tree, choices);
            refer(tree, &way, &other);
        }
        7 => {
            let above = choices.below(way.len() + 1);
            refer(tree, &way, &way[..above]);
        }
        8 => rename(tree, &way, choices),
        9 => wrap(tree, &way, choices),
        10 => insert(tree, &way, choices),
        11 => retype(tree, &way),
        12 => replace(tree, &way, Some(Tree::null())),
        13 => widen(tree, &way, choices),
        14 => {
            let donor = choices.of(seeds);
            let other = pick(donor, choices);
            replace(tree, &way, donor.at(&other).cloned());
        }
        _ => copy_key(tree, &way, choices),
    }
}

fn pick(tree: &Tree, choices: &mut Choices<'_>) -> Vec<usize> {
    tree.way(choices.below(tree.size()))
}

fn replace(tree: &mut Tree, way: &[usize], value: Option<Tree>) {
    if let (Some(node), Some(value)) = (tree.at_mut(way), value) {
        *node = value;
    }
}

fn scalar(choices: &mut Choices<'_>) -> Tree {
    match choices.below(8) {
        0 | 1 => Tree::Plain(choices.word(PLAIN).to_owned()),
        2 => Tree::Text(text(choices).repeat(1 + choices.below(2000))),
        _ => Tree::Text(text(choices).to_owned()),
    }
}

fn text(choices: &mut Choices<'_>) -> &'static str {
    choices.word(TEXTS)
}

fn piece(choices: &mut Choices<'_>) -> Tree {
    Tree::read_piece(choices.word(PIECES))
}

fn remove(tree: &mut Tree, way: &[usize]) {
    let Some((last, above)) = way.split_last() else {
        return;
    };
    match tree.at_mut(above) {
        Some(Tree::List(items)) => drop(items.remove(*last)),
        Some(Tree::Map(entries)) => drop(entries.remove(*last)),
        _ => {}
    }
}

/// Puts a node a second time beside itself; rarely under the same key, since that ends the reading.
fn repeat(tree: &mut Tree, way: &[usize], choices: &mut Choices<'_>) {
    let Some((last, above)) = way.split_last() else {
        return;
    };
    match tree.at_mut(above) {
        Some(Tree::List(items)) => items.push(items[*last].clone()),
        Some(Tree::Map(entries)) => {
            let (mut key, value) = entries[*last].clone();
            match choices.below(16) {
                0 => {}
                1 => key = key.to_uppercase(),
                2 => key.push('_'),
                3 => key = key.replace(['_', '-', '.'], ""),
                4 => key.insert(0, '_'),
                5 => key.push_str("Error"),
                6 => key.push(' '),
                7 => key = key.replace('{', "{x"),
                _ => key.push('2'),
            }
            entries.insert(choices.below(entries.len() + 1), (key, value));
        }
        _ => {}
    }
}

fn exchange(tree: &mut Tree, way: &[usize], choices: &mut Choices<'_>) {
    let other = pick(tree, choices);
    if other.starts_with(way) || way.starts_with(&other) {
        return;
    }
    if let (Some(one), Some(two)) = (tree.at(way).cloned(), tree.at(&other).cloned()) {
        replace(tree, way, Some(two));
        replace(tree, &other, Some(one));
    }
}

fn refer(tree: &mut Tree, way: &[usize], target: &[usize]) {
    let pointer = Tree::Text(tree.pointer(target));
    let reference = ("$ref".to_owned(), pointer);
    match tree.at_mut(way) {
        // A reference that is there goes elsewhere; of others only every second loses its siblings.
        Some(Tree::Map(entries)) if entries.iter().any(|(key, _)| key == "$ref") => {
            entries.retain(|(key, _)| key != "$ref");
            entries.push(reference);
        }
        Some(node) => *node = Tree::Map(vec![reference]),
        None => {}
    }
}

fn rename(tree: &mut Tree, way: &[usize], choices: &mut Choices<'_>) {
    let Some((last, above)) = way.split_last() else {
        return;
    };
    let Some(Tree::Map(entries)) = tree.at_mut(above) else {
        return;
    };
    let key = match choices.below(4) {
        0 => choices.word(KEYS).to_owned(),
        1 => text(choices).repeat(1 + choices.below(300)),
        _ => text(choices).to_owned(),
    };
    entries[*last].0 = key;
}

/// Puts a node into many wrappers. Those that hold it twice double, so they stay few.
fn wrap(tree: &mut Tree, way: &[usize], choices: &mut Choices<'_>) {
    let Some(node) = tree.at_mut(way) else {
        return;
    };
    let wrapper = choices.word(WRAPPERS);
    let holes = wrapper.matches('@').count();
    let levels = match (holes, choices.below(4)) {
        (1, 0) => 1 + choices.below(DEEPEST),
        (1, _) => 1 + choices.below(12),
        _ => 1 + choices.below(5),
    };
    let pattern = Tree::read_piece(&wrapper.replace('@', "\"@\""));
    for _ in 0..levels {
        let inner = std::mem::replace(node, pattern.clone());
        fill(node, &inner);
    }
}

fn fill(pattern: &mut Tree, inner: &Tree) {
    if *pattern == Tree::Text("@".to_owned()) {
        *pattern = inner.clone();
        return;
    }
    for index in 0..pattern.children() {
        if let Some(child) = pattern.child_mut(index) {
            fill(child, inner);
        }
    }
}

fn insert(tree: &mut Tree, way: &[usize], choices: &mut Choices<'_>) {
    let other = pick(tree, choices);
    let value = match choices.below(4) {
        0 => scalar(choices),
        1 => tree.at(&other).cloned().unwrap_or_else(Tree::null),
        2 => Tree::Text(tree.pointer(&other)),
        _ => piece(choices),
    };
    match tree.at_mut(way) {
        Some(Tree::Map(entries)) => {
            let key = choices.word(KEYS);
            entries.retain(|(there, _)| there != key);
            entries.push((key.to_owned(), value));
        }
        Some(Tree::List(items)) => items.push(value),
        _ => {}
    }
}

fn retype(tree: &mut Tree, way: &[usize]) {
    let Some(node) = tree.at_mut(way) else {
        return;
    };
    *node = match std::mem::replace(node, Tree::null()) {
        Tree::Plain(text) => Tree::Text(text),
        Tree::Text(text) => Tree::List(vec![Tree::Text(text)]),
        Tree::List(items) => Tree::Map(
            items
                .into_iter()
                .enumerate()
                .map(|(index, item)| (index.to_string(), item))
                .collect(),
        ),
        Tree::Map(entries) => Tree::List(entries.into_iter().map(|(_, value)| value).collect()),
    };
}

/// Puts many of a node beside it.
fn widen(tree: &mut Tree, way: &[usize], choices: &mut Choices<'_>) {
    let Some((last, above)) = way.split_last() else {
        return;
    };
    let Some(node) = tree.at(way) else {
        return;
    };
    let times = (1 + choices.below(64)).min(1 + 4000 / node.size());
    match tree.at_mut(above) {
        Some(Tree::List(items)) => {
            let item = items[*last].clone();
            items.extend(std::iter::repeat_n(item, times));
        }
        Some(Tree::Map(entries)) => {
            let (key, value) = entries[*last].clone();
            entries.extend((0..times).map(|index| (format!("{key}{index}"), value.clone())));
        }
        _ => {}
    }
}

/// Gives an entry the key of another, which then has none of its own.
fn copy_key(tree: &mut Tree, way: &[usize], choices: &mut Choices<'_>) {
    let Some(Tree::Map(entries)) = tree.at_mut(way) else {
        return;
    };
    if entries.len() > 1 {
        let (one, other) = (choices.below(entries.len()), choices.below(entries.len()));
        let value = std::mem::replace(&mut entries[one].1, Tree::null());
        let old = std::mem::replace(&mut entries[other].1, value);
        entries[one].1 = old;
    }
}
