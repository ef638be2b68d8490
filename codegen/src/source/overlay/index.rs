//! A document as a query looks at it: values without places, and a budget for looking.

use std::cell::Cell;
use std::rc::Rc;

use indexmap::IndexMap;
use jsonpath_rust::query::queryable::Queryable;

use super::query::{Step, Way};
use crate::source::{Node, ScalarType, Value};

/// What one query may cost, in units of what it takes to look at a node near the root. A path that
/// goes down from everywhere, in a document of 10 MB, takes a third of it; several of them in one
/// query would fill any memory.
pub(super) const UNITS: usize = 30_000_000;

/// What reading a text costs beside looking at it: it may be matched with a pattern.
const TEXT: usize = 20;

/// A document's values, each with its number.
pub(super) struct Index {
    root: Item,
    /// By number, which a node's parent is, and the step from there; the root is its own.
    steps: Vec<(u32, Step)>,
    budget: Rc<Cell<usize>>,
}

/// A value of a document, or one that a query has made.
#[derive(Clone, Debug, Default)]
pub(super) struct Item {
    id: u32,
    depth: usize,
    content: Content,
    budget: Rc<Cell<usize>>,
}

#[derive(Clone, Debug, Default, PartialEq)]
enum Content {
    #[default]
    Null,
    Bool(bool),
    Number(f64),
    Text(Box<str>),
    List(Vec<Item>),
    Object(IndexMap<Box<str>, Item>),
}

impl Index {
    pub(super) fn new(root: &Node) -> Self {
        let budget = Rc::default();
        let mut steps = vec![(0, Step::Item(0))];
        let root = Item::read(root, 0, 0, &mut steps, &budget);
        Self {
            root,
            steps,
            budget,
        }
    }

    /// Grants a new budget.
    pub(super) fn restart(&self, units: usize) -> Rc<Cell<usize>> {
        self.budget.set(units);
        Rc::clone(&self.budget)
    }

    pub(super) fn root(&self) -> &Item {
        &self.root
    }

    /// The way to a value of the document.
    pub(super) fn way(&self, id: u32) -> Way {
        let mut way = Way::new();
        let mut id = id;
        while let Some((parent, step)) = self.steps.get(id as usize).filter(|_| id != 0) {
            way.push(step.clone());
            id = *parent;
        }
        way.reverse();
        way
    }
}

impl Item {
    /// Numbers rise in the order of the document.
    fn read(
        node: &Node,
        id: u32,
        depth: usize,
        steps: &mut Vec<(u32, Step)>,
        budget: &Rc<Cell<usize>>,
    ) -> Self {
        let mut inner = |step: Step, node: &Node| {
            let number = u32::try_from(steps.len()).unwrap_or(u32::MAX);
            steps.push((id, step));
            Self::read(node, number, depth + 1, steps, budget)
        };
        let content = match &node.value {
            Value::Sequence(items) => {
                let items = items.iter().enumerate();
                Content::List(
                    items
                        .map(|(index, item)| inner(Step::Item(index), item))
                        .collect(),
                )
            }
            Value::Mapping(entries) => {
                let entries = entries
                    .iter()
                    .map(|(key, entry)| (key.clone(), inner(Step::Key(key.clone()), &entry.value)));
                Content::Object(entries.collect())
            }
            Value::Scalar(scalar) => match scalar.scalar_type() {
                ScalarType::Null => Content::Null,
                ScalarType::Bool(value) => Content::Bool(value),
                ScalarType::String(text) => Content::Text(text.into()),
                ScalarType::Number(text) => match node.to_json().as_f64() {
                    Some(number) => Content::Number(number),
                    None => Content::Text(text.into()),
                },
            },
        };
        Self {
            id,
            depth,
            content,
            budget: Rc::clone(budget),
        }
    }

    pub(super) fn id(&self) -> u32 {
        self.id
    }

    /// Pays for looking; nothing is there any more when the budget is spent, so that the query ends
    /// soon.
    fn pay(&self, units: usize) -> Option<()> {
        let left = self.budget.get().saturating_sub(units);
        self.budget.set(left);
        (left > 0).then_some(())
    }
}

impl PartialEq for Item {
    fn eq(&self, other: &Self) -> bool {
        self.content == other.content
    }
}

impl From<Content> for Item {
    fn from(content: Content) -> Self {
        Self {
            content,
            budget: Rc::new(Cell::new(usize::MAX)),
            ..Self::default()
        }
    }
}

impl From<&str> for Item {
    fn from(text: &str) -> Self {
        Content::Text(text.into()).into()
    }
}

impl From<String> for Item {
    fn from(text: String) -> Self {
        Content::Text(text.into()).into()
    }
}

impl From<bool> for Item {
    fn from(value: bool) -> Self {
        Content::Bool(value).into()
    }
}

impl From<i64> for Item {
    fn from(number: i64) -> Self {
        // As JSONPath counts: I-JSON's integers (RFC 9535, section 2.1) are exact as such.
        #[expect(
            clippy::cast_precision_loss,
            reason = "beyond 2^53 JSON has no exact integers"
        )]
        Content::Number(number as f64).into()
    }
}

impl From<f64> for Item {
    fn from(number: f64) -> Self {
        Content::Number(number).into()
    }
}

impl From<Vec<Self>> for Item {
    fn from(items: Vec<Self>) -> Self {
        Content::List(items).into()
    }
}

impl Queryable for Item {
    fn get(&self, key: &str) -> Option<&Self> {
        self.pay(1 + self.depth)?;
        match &self.content {
            Content::Object(entries) => entries.get(key),
            _ => None,
        }
    }

    fn as_array(&self) -> Option<&Vec<Self>> {
        let Content::List(items) = &self.content else {
            return None;
        };
        self.pay((1 + items.len()) * (1 + self.depth))?;
        Some(items)
    }

    fn as_object(&self) -> Option<Vec<(&str, &Self)>> {
        let Content::Object(entries) = &self.content else {
            return None;
        };
        self.pay((1 + entries.len()) * (1 + self.depth))?;
        Some(entries.iter().map(|(key, item)| (&**key, item)).collect())
    }

    fn as_str(&self) -> Option<&str> {
        let Content::Text(text) = &self.content else {
            return None;
        };
        self.pay(TEXT)?;
        Some(text)
    }

    fn as_i64(&self) -> Option<i64> {
        None
    }

    /// All numbers are these, whole ones too.
    fn as_f64(&self) -> Option<f64> {
        match self.content {
            Content::Number(number) => Some(number),
            _ => None,
        }
    }

    fn as_bool(&self) -> Option<bool> {
        match self.content {
            Content::Bool(value) => Some(value),
            _ => None,
        }
    }

    fn null() -> Self {
        Self::default()
    }
}
