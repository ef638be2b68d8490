//! What changed between two versions of an API, and whom it breaks.
//!
//! Every change is judged twice. On the wire: does a client that was generated from the old document
//! work with a server of the new one? In Rust: does a program that uses the client compile with the
//! one that is generated from the new document? The first is told from the meaning of both documents
//! (`fits`), the second from the public items that both become (`emit::surface`), so that
//! neither is a guess about the other.

mod answers;
mod claims;
mod client;
mod constraints;
mod fits;
mod kind;
mod members;
mod operations;
mod parameters;
mod report;
mod types;
mod version;

use serde::{Serialize, Serializer};

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::emit::surface::{self, Surface};
use crate::ir::{Api, At};
use crate::names::Names;
use crate::source::{Source, location};

use claims::Claim;
pub use kind::Kind;
pub use report::{json, markdown, text};

/// A version of an API: what its document means, and how its client is called in Rust.
#[derive(Debug)]
pub struct Side<'a> {
    source: &'a Source,
    config: &'a Config,
    api: Api,
    names: Names,
}

impl<'a> Side<'a> {
    /// Reads a document as [`generate`](crate::generate) does.
    ///
    /// # Errors
    /// Everything that is wrong with the document, when one of the findings is an error.
    pub fn read(source: &'a Source, config: &'a Config) -> Result<Self, Vec<Diagnostic>> {
        let (api, names) = crate::understand(source, config)?;
        Ok(Self {
            source,
            config,
            api,
            names,
        })
    }

    /// The operation's or type's place as a report shows it.
    fn place(&self, at: &At, document: Document) -> Place {
        let file = self.source.file(at.span).map_or("", |file| &file.name);
        let (line, _) = self.source.line_column(at.span);
        let within = location::file_of(&at.pointer);
        // Files are named as in references, so that no folder of this machine shows.
        let file = match within.is_empty() {
            true => file
                .rsplit(['/', '\\'])
                .next()
                .unwrap_or_default()
                .to_owned(),
            false => within,
        };
        Place {
            document,
            file,
            line,
            pointer: at.pointer.clone(),
        }
    }
}

/// What changed, sorted: the worst for programs first, then the worst on the wire, then by subject.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Changes {
    /// The version of the package as the configuration of the old document has it.
    pub version: semver::Version,
    /// The version that the client of the new document should have.
    pub suggested: semver::Version,
    /// The worst that happens to programs; `None` when nothing changed.
    pub rust: Option<Rust>,
    /// The worst that happens on the wire; `None` when nothing changed.
    pub wire: Option<Wire>,
    /// The changes.
    pub changes: Vec<Change>,
}

impl Changes {
    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }
}

/// A change.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// What kind of change it is.
    pub kind: Kind,
    /// What it happened to: `GET /pets/{id}`, or a type by its Rust name with the property, `Pet.name`.
    pub subject: String,
    /// What it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<String>,
    /// What it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is: Option<String>,
    /// What it means to clients of the old document.
    pub wire: Wire,
    /// Why.
    pub wire_reason: String,
    /// What it means to programs that use the client.
    pub rust: Rust,
    /// Why: the public items that it touches.
    pub rust_reasons: Vec<String>,
    /// Where it is, in the new document, or in the old one for what is gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// The public items that it touches, by their paths.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<String>,
}

/// What a change means to a client that was generated from the old document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Wire {
    /// It works as before.
    Compatible,
    /// It depends on the server or on what is sent.
    Risky,
    /// The server refuses what it sends, or it cannot read what the server answers.
    Breaking,
}

/// What a change means to a program that uses the client, as the levels of Semantic Versioning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rust {
    /// No public item changes.
    Patch,
    /// There are more public items, or some became deprecated.
    Minor,
    /// A program may not compile any more.
    Major,
}

/// Which of the two documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Document {
    /// The old one.
    Old,
    /// The new one.
    New,
}

/// A place in a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The document.
    pub document: Document,
    /// The file, without the folders above the document's.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The JSON Pointer (RFC 6901) as a fragment.
    pub pointer: String,
}

/// Compares two versions of an API.
pub fn compare(old: &Side<'_>, new: &Side<'_>) -> Changes {
    let surfaces = (
        surface::surface(&old.api, &old.names, old.config),
        surface::surface(&new.api, &new.names, new.config),
    );
    let types = types::pair(old, new);
    let pair = Pair {
        old,
        new,
        surfaces: &surfaces,
        types: &types,
    };
    let mut drafts = Vec::new();
    operations::compare(pair, &mut drafts);
    types::compare(pair, &mut drafts);
    client::compare(pair, &mut drafts);
    let mut changes = claims::settle(pair, drafts);
    changes.sort_by(|one, other| {
        let rank = |change: &Change| (change.rust, change.wire);
        let name = |change: &Change| (change.subject.clone(), change.kind);
        let by_rank = rank(other).cmp(&rank(one));
        by_rank
            .then_with(|| name(one).cmp(&name(other)))
            .then_with(|| (&one.was, &one.is).cmp(&(&other.was, &other.is)))
    });
    changes.dedup();
    let rust = changes.iter().map(|change| change.rust).max();
    let wire = changes.iter().map(|change| change.wire).max();
    let version = version::current(old.config);
    Changes {
        suggested: version::suggested(&version, rust),
        version,
        rust,
        wire,
        changes,
    }
}

/// Both versions, and what they become.
#[derive(Clone, Copy)]
struct Pair<'a> {
    old: &'a Side<'a>,
    new: &'a Side<'a>,
    surfaces: &'a (Surface, Surface),
    types: &'a types::Pairs,
}

/// What a change means on the wire, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Verdict {
    wire: Wire,
    reason: String,
}

impl Verdict {
    fn of(wire: Wire, reason: impl Into<String>) -> Self {
        Self {
            wire,
            reason: reason.into(),
        }
    }

    fn compatible(reason: impl Into<String>) -> Self {
        Self::of(Wire::Compatible, reason)
    }

    fn risky(reason: impl Into<String>) -> Self {
        Self::of(Wire::Risky, reason)
    }

    fn breaking(reason: impl Into<String>) -> Self {
        Self::of(Wire::Breaking, reason)
    }

    /// The worse of two; of equals the first.
    fn or(self, other: Self) -> Self {
        if other.wire > self.wire { other } else { self }
    }
}

/// A change before it is known what it means in Rust.
#[derive(Debug)]
struct Draft {
    kind: Kind,
    subject: String,
    was: Option<String>,
    is: Option<String>,
    verdict: Verdict,
    place: Option<Place>,
    /// The public items that may change by it.
    claims: Vec<Claim>,
    /// What it means at least, where no signature shows it.
    at_least: Option<(Rust, String)>,
}

impl Draft {
    fn new(kind: Kind, subject: impl Into<String>, verdict: Verdict) -> Self {
        Self {
            kind,
            subject: subject.into(),
            was: None,
            is: None,
            verdict,
            place: None,
            claims: Vec::new(),
            at_least: None,
        }
    }

    fn was(mut self, was: impl Into<String>) -> Self {
        self.was = Some(was.into());
        self
    }

    fn is(mut self, is: impl Into<String>) -> Self {
        self.is = Some(is.into());
        self
    }

    fn old(mut self, pair: Pair<'_>, at: &At) -> Self {
        self.place = Some(pair.old.place(at, Document::Old));
        self
    }

    fn new_at(mut self, pair: Pair<'_>, at: &At) -> Self {
        self.place = Some(pair.new.place(at, Document::New));
        self
    }

    fn claim(mut self, claims: impl IntoIterator<Item = Claim>) -> Self {
        self.claims.extend(claims);
        self
    }

    fn at_least(mut self, rust: Rust, reason: impl Into<String>) -> Self {
        self.at_least = Some((rust, reason.into()));
        self
    }
}

impl Serialize for Kind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}

#[cfg(test)]
mod tests;
