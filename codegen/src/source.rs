//! The text of a document as a tree that knows where each node stands.
//!
//! YAML and JSON become the same [`Node`]s. Scalars keep their text: whether `1.0` is a number
//! or a version is for the reader to say who knows what stands there, and a number loses no digit.

mod node;

pub use node::{Entry, Mapping, Node, Scalar, ScalarType, Value};

/// One file that was read.
#[derive(Debug)]
pub struct File {
    /// The name that reports show: the path as the user gave it.
    pub name: String,
    /// The whole text.
    pub text: String,
    /// The root of its tree.
    pub root: Node,
}

/// Which file of a [`Source`] a [`Span`] belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub(crate) u32);

/// A range of bytes in one file. Only this module makes one, so every place is a real one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub(crate) file: FileId,
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// The files of one document; the first holds the OpenAPI Object.
#[derive(Debug)]
pub struct Source {
    pub(crate) files: Vec<File>,
}
