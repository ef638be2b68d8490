use indexmap::IndexMap;

use super::Span;

/// A value in a document and the place where it stands.
#[derive(Clone, Debug)]
pub struct Node {
    /// From the first byte of the value to its last.
    pub span: Span,
    /// What it holds.
    pub value: Value,
}

/// The three kinds of YAML node.
#[derive(Clone, Debug)]
pub enum Value {
    /// A leaf.
    Scalar(Scalar),
    /// A list.
    Sequence(Vec<Node>),
    /// Keys and values, in the order of the text.
    Mapping(Mapping),
}

/// The entries of a mapping by key, in the order of the text. Keys are text: `200:` is `"200"`.
pub type Mapping = IndexMap<Box<str>, Entry>;

/// A value under a key.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Where the key stands.
    pub key: Span,
    /// What stands under it.
    pub value: Node,
}

/// A leaf's text, and whether it was written plainly: only plain text can be anything but a string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scalar {
    /// The text without quotes, escapes resolved.
    pub text: Box<str>,
    /// Not quoted and no block scalar, so that the core schema decides its type.
    pub plain: bool,
}

/// The type of a scalar by the YAML 1.2 core schema (section 10.3.2), which agrees with JSON.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ScalarType<'a> {
    /// `null`, `~`, or nothing.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// An integer or floating-point number, as written.
    Number(&'a str),
    /// Anything else.
    String(&'a str),
}
