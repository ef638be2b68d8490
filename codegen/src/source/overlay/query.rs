//! JSONPath (RFC 9535) on a tree.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::rc::Rc;

use jsonpath_rust::parser::errors::JsonPathError;
use jsonpath_rust::parser::model::{
    Comparable, Filter, FilterAtom, FnArg, JpQuery, Segment, Selector, Test, TestFunction,
};
use jsonpath_rust::parser::parse_json_path;
use jsonpath_rust::query::js_path_process;
use pest::error::InputLocation;

use super::index::{Index, UNITS};
use crate::diagnostic::did_you_mean;
use crate::source::{Node, Value};

/// How long a query may be. People's stay below 200.
const MAX_LENGTH: usize = 1000;

/// A query that was read.
pub(super) struct Query {
    segments: Vec<Segment>,
}

/// What is wrong with a query, and where in its text.
pub(super) struct Fault {
    /// Offset in bytes; `None` when it is the whole.
    pub(super) at: Option<usize>,
    pub(super) message: String,
    pub(super) help: String,
}

/// One step from a node to one in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Step {
    Key(Box<str>),
    Item(usize),
}

/// The steps from the root to a node: a Normalized Path.
pub(super) type Way = Vec<Step>;

/// What to do with a query that selects nothing, when nothing resembles what it names.
const WITHOUT_MATCH: &str = "name what the document holds, from the root on, such as \
    `$.paths['/pets'].get`; take the action out where the document needs it no more";

/// A query looks at more of the document than is sensible.
pub(super) struct TooMuch;

impl Query {
    pub(super) fn parse(text: &str) -> Result<Self, Fault> {
        if text.len() > MAX_LENGTH {
            return Err(Fault {
                at: None,
                message: format!("a JSONPath of more than {MAX_LENGTH} bytes is refused"),
                help: "make several actions of it".to_owned(),
            });
        }
        let JpQuery { segments } = parse_json_path(text).map_err(|error| fault(text, &error))?;
        match segments.iter().find_map(extension) {
            Some(name) => Err(Fault {
                at: text.find(name),
                message: format!("`{name}` is no function of JSONPath (RFC 9535)"),
                help: "it has `length`, `count`, `match`, `search` and `value`".to_owned(),
            }),
            None => Ok(Self { segments }),
        }
    }

    /// The nodes that it selects, each once, in the order of the document. What it needs to look at
    /// the tree is made once, and may be kept as long as the tree is the same.
    pub(super) fn find(&self, root: &Node, index: &mut Option<Index>) -> Result<Vec<Way>, TooMuch> {
        find(&self.segments, root, index)
    }

    /// What is the matter when nothing was found: how far the query leads, and what stands there
    /// instead.
    pub(super) fn explain(&self, root: &Node, index: &mut Option<Index>) -> (String, String) {
        for length in (0..self.segments.len()).rev() {
            let (Some(head), Some(next)) = (self.segments.get(..length), self.segments.get(length))
            else {
                continue;
            };
            let Ok(found) = find(head, root, index) else {
                break;
            };
            let nodes: Vec<&Node> = found.iter().filter_map(|way| node(root, way)).collect();
            if nodes.is_empty() {
                continue;
            }
            let Segment::Selector(Selector::Name(name)) = next else {
                break;
            };
            let place = shown(head).map_or_else(
                || "in what the path selects before it".to_owned(),
                |head| format!("in `{head}`"),
            );
            let keys: BTreeSet<&str> = nodes
                .iter()
                .filter_map(|node| node.as_mapping())
                .flat_map(|mapping| mapping.keys().map(AsRef::as_ref))
                .collect();
            let reference = nodes.iter().find_map(|node| node.get("$ref")?.as_text());
            let help = match reference {
                Some(reference) => {
                    format!("`{reference}` is referred to there; overlays do not follow references")
                }
                None => did_you_mean(name, keys, WITHOUT_MATCH),
            };
            return (format!(": there is no `{name}` {place}"), help);
        }
        (String::new(), WITHOUT_MATCH.to_owned())
    }
}

fn find(segments: &[Segment], root: &Node, index: &mut Option<Index>) -> Result<Vec<Way>, TooMuch> {
    if let Some(steps) = singular(segments) {
        return Ok(follow(root, &steps).into_iter().collect());
    }
    let index = index.get_or_insert_with(|| Index::new(root));
    let budget = index.restart(UNITS);
    let query = JpQuery::new(segments.to_vec());
    let found = js_path_process(&query, index.root()).unwrap_or_default();
    if is_spent(&budget) {
        return Err(TooMuch);
    }
    let found: BTreeSet<u32> = found.iter().map(|found| found.val.id()).collect();
    Ok(found.into_iter().map(|id| index.way(id)).collect())
}

fn is_spent(budget: &Rc<Cell<usize>>) -> bool {
    budget.get() == 0
}

/// The names and indexes of a query that selects one node at most; most do.
fn singular(segments: &[Segment]) -> Option<Vec<&Selector>> {
    let selectors = segments.iter().map(|segment| match segment {
        Segment::Selector(selector @ (Selector::Name(_) | Selector::Index(_))) => Some(selector),
        _ => None,
    });
    selectors.collect()
}

fn follow(root: &Node, selectors: &[&Selector]) -> Option<Way> {
    let mut node = root;
    let mut way = Way::new();
    for selector in selectors {
        let step = match (selector, &node.value) {
            (Selector::Name(name), Value::Mapping(_)) => Step::Key(name.as_str().into()),
            (Selector::Index(index), Value::Sequence(items)) => {
                let length = i64::try_from(items.len()).ok()?;
                let index = if *index < 0 { length + index } else { *index };
                Step::Item(usize::try_from(index).ok()?)
            }
            _ => return None,
        };
        node = step.take(node)?;
        way.push(step);
    }
    Some(way)
}

impl Step {
    fn take<'n>(&self, node: &'n Node) -> Option<&'n Node> {
        match (self, &node.value) {
            (Self::Key(key), Value::Mapping(mapping)) => Some(&mapping.get(key)?.value),
            (Self::Item(index), Value::Sequence(items)) => items.get(*index),
            _ => None,
        }
    }
}

/// The node that a way leads to.
pub(super) fn node<'n>(root: &'n Node, way: &[Step]) -> Option<&'n Node> {
    way.iter().try_fold(root, |node, step| step.take(node))
}

/// The beginning of a query as a person would write it; `None` when it has more than names in it.
fn shown(segments: &[Segment]) -> Option<String> {
    let is_short = |name: &str| {
        let is_letter = |letter: char| letter.is_ascii_alphabetic() || letter == '_';
        name.starts_with(is_letter)
            && name
                .chars()
                .all(|letter| is_letter(letter) || letter.is_ascii_digit())
    };
    let steps = segments.iter().map(|segment| match segment {
        Segment::Selector(Selector::Name(name)) if is_short(name) => Some(format!(".{name}")),
        Segment::Selector(Selector::Name(name)) if !name.contains(['\'', '\\']) => {
            Some(format!("['{name}']"))
        }
        Segment::Selector(Selector::Index(index)) => Some(format!("[{index}]")),
        Segment::Selector(Selector::Wildcard) => Some("[*]".to_owned()),
        _ => None,
    });
    let steps: Option<String> = steps.collect();
    Some(format!("${}", steps?))
}

/// Says what a parser found in the words of somebody who writes a query.
fn fault(text: &str, error: &JsonPathError) -> Fault {
    let at = match error {
        JsonPathError::PestError(error) => match error.location {
            InputLocation::Pos(at) | InputLocation::Span((at, _)) => Some(at),
        },
        _ => None,
    };
    if !text.starts_with('$') {
        return Fault {
            at: None,
            message: "a JSONPath starts with `$`, the root of the document".to_owned(),
            help: format!("write `$.{}`", text.trim_start_matches(['.', '/'])),
        };
    }
    let next = at.and_then(|at| text.get(at..)?.chars().next());
    let message = match (error, at, next) {
        (JsonPathError::MaxNestingDepthExceeded(limit), ..) => {
            format!("brackets stand more than {limit} deep in each other")
        }
        (_, Some(_), None) => "the JSONPath ends too early".to_owned(),
        (_, _, Some(next)) => format!("this is no JSONPath from `{next}` on"),
        _ => "this is no JSONPath".to_owned(),
    };
    // What follows a dot is letters, digits and `_` alone.
    let is_name = |letter: char| !"[]()?@!&|=<>,'\"* ".contains(letter);
    let head = at.and_then(|at| text.get(..at)).unwrap_or_default();
    let start = head
        .rfind(['.', ']', '[', '?', '@', ' '])
        .map_or(0, |dot| dot + 1);
    let name: String = text
        .get(start..)
        .unwrap_or_default()
        .chars()
        .take_while(|letter| is_name(*letter))
        .collect();
    let is_dotted = head.get(..start).is_some_and(|head| head.ends_with('.'));
    let help = if is_dotted && name.contains(['-', '/', '{', '~', ':', '$', '#', '+']) {
        let name = name.trim_end_matches('.');
        format!("put such a name in brackets: `['{name}']`")
    } else {
        "JSONPath is that of RFC 9535: `$.paths['/pets'].get`".to_owned()
    };
    Fault { at, message, help }
}

/// The first function that is one of the library's own, which no other tool knows.
fn extension(segment: &Segment) -> Option<&str> {
    let selectors = match segment {
        Segment::Descendant(segment) => return extension(segment),
        Segment::Selector(selector) => std::slice::from_ref(selector),
        Segment::Selectors(selectors) => selectors,
    };
    selectors.iter().find_map(|selector| match selector {
        Selector::Filter(filter) => in_filter(filter),
        _ => None,
    })
}

fn in_filter(filter: &Filter) -> Option<&str> {
    match filter {
        Filter::Or(filters) | Filter::And(filters) => filters.iter().find_map(in_filter),
        Filter::Atom(FilterAtom::Filter { expr, .. }) => in_filter(expr),
        Filter::Atom(FilterAtom::Test { expr, .. }) => in_test(expr),
        Filter::Atom(FilterAtom::Comparison(comparison)) => {
            let (left, right) = comparison.vals();
            [left, right].into_iter().find_map(|side| match side {
                Comparable::Function(function) => in_function(function),
                Comparable::Literal(_) | Comparable::SingularQuery(_) => None,
            })
        }
    }
}

fn in_test(test: &Test) -> Option<&str> {
    match test {
        Test::RelQuery(segments) => segments.iter().find_map(extension),
        Test::AbsQuery(query) => query.segments.iter().find_map(extension),
        Test::Function(function) => in_function(function),
    }
}

fn in_function(function: &TestFunction) -> Option<&str> {
    match function {
        TestFunction::Custom(name, _) => Some(name),
        TestFunction::Length(argument) => in_argument(argument),
        TestFunction::Value(argument) | TestFunction::Count(argument) => in_argument(argument),
        TestFunction::Search(one, other) | TestFunction::Match(one, other) => {
            in_argument(one).or_else(|| in_argument(other))
        }
    }
}

fn in_argument(argument: &FnArg) -> Option<&str> {
    match argument {
        FnArg::Literal(_) => None,
        FnArg::Test(test) => in_test(test),
        FnArg::Filter(filter) => in_filter(filter),
    }
}
