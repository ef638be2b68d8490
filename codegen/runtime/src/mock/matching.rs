//! Which operation a request is a call of: the one whose path says most about it.

use percent_encoding::percent_decode_str;
use wiremock::Request;

use super::super::call::OperationInfo;
use super::super::request::Request as Wanted;

/// The paths of all operations.
pub(super) struct Paths {
    operations: Vec<(OperationInfo, Path)>,
    /// The segments that stand before every path.
    base: Vec<String>,
}

impl Paths {
    pub(super) fn new(operations: Vec<OperationInfo>, base: &str) -> Self {
        let with_path = |info: OperationInfo| (info, Path::new(info.path, &[]));
        Self {
            operations: operations.into_iter().map(with_path).collect(),
            base: segments(base).collect(),
        }
    }

    /// Why a request is not a call of this operation that holds what is wanted; nothing if it is.
    pub(super) fn difference(
        &self,
        info: &OperationInfo,
        wanted: &Wanted,
        request: &Request,
    ) -> Option<String> {
        if !self.addressed(request).any(|known| known.id == info.id) {
            return Some("it has another method or path".to_owned());
        }
        let path = Path::new(info.path, &wanted.path_parameters());
        if !self.leads_to(&path, request) {
            return Some("a parameter of the path differs".to_owned());
        }
        wanted.difference(request)
    }

    /// The operations that a request may be a call of: several where their paths are the same.
    pub(super) fn addressed<'s>(
        &'s self,
        request: &'s Request,
    ) -> impl Iterator<Item = &'s OperationInfo> {
        let fitting = move || {
            let all = self.operations.iter();
            all.filter(move |(info, path)| {
                info.method == request.method.as_str() && self.leads_to(path, request)
            })
        };
        // The concrete path comes before the one with a parameter (OpenAPI 3.1.1, Paths Object).
        let best = fitting().map(|(_, path)| path.rank()).max();
        fitting()
            .filter(move |(_, path)| Some(path.rank()) == best)
            .map(|(info, _)| info)
    }

    fn leads_to(&self, path: &Path, request: &Request) -> bool {
        let mut given = segments(request.url.path());
        let has_base = self
            .base
            .iter()
            .all(|base| given.next().as_ref() == Some(base));
        let given: Vec<String> = given.collect();
        let has_query = |pair: &(String, String)| {
            let mut pairs = request.url.query_pairs();
            pairs.any(|(name, value)| name == pair.0 && value == pair.1)
        };
        has_base
            && given.len() == path.segments.len()
            && path
                .segments
                .iter()
                .zip(&given)
                .all(|(parts, text)| fits(parts, text))
            && path.query.iter().all(has_query)
    }
}

/// The segments of a path, decoded.
fn segments(path: &str) -> impl Iterator<Item = String> + '_ {
    path.split('/').skip(1).map(decoded)
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// The template of a path.
struct Path {
    segments: Vec<Vec<Part>>,
    /// What some documents write behind it.
    query: Vec<(String, String)>,
}

/// A part of a segment.
enum Part {
    Text(String),
    /// A parameter of which nothing is said.
    Any,
}

impl Path {
    /// Of a template, with the texts of those parameters that are known.
    fn new(template: &str, known: &[(&str, &str)]) -> Self {
        let (path, query) = super::super::request::split_query(template);
        let pairs = url::form_urlencoded::parse(query.unwrap_or_default().as_bytes());
        Self {
            segments: path
                .split('/')
                .skip(1)
                .map(|text| parts(text, known))
                .collect(),
            query: pairs
                .filter(|(_, value)| !value.contains('{'))
                .map(|(name, value)| (name.into_owned(), value.into_owned()))
                .collect(),
        }
    }

    /// What says more about a request ranks higher: text before a parameter, segment by segment.
    fn rank(&self) -> (Vec<u8>, usize) {
        let rank = |parts: &Vec<Part>| {
            let has_any = parts.iter().any(|part| matches!(part, Part::Any));
            match (has_any, parts.len()) {
                (false, _) => 2,
                (true, 1) => 0,
                (true, _) => 1,
            }
        };
        (self.segments.iter().map(rank).collect(), self.query.len())
    }
}

fn parts(segment: &str, known: &[(&str, &str)]) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = segment;
    while let Some((before, name, after)) = super::super::request::placeholder(rest) {
        if !before.is_empty() {
            parts.push(Part::Text(decoded(before)));
        }
        let value = known.iter().find(|(known, _)| *known == name);
        parts.push(match value {
            Some((_, value)) => Part::Text(decoded(value)),
            None => Part::Any,
        });
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(Part::Text(decoded(rest)));
    }
    parts
}

/// Whether a segment is made of these parts, of which a parameter has one character at least.
fn fits(parts: &[Part], text: &str) -> bool {
    match parts {
        [] => text.is_empty(),
        [Part::Text(part), rest @ ..] => {
            let after = text.strip_prefix(part.as_str());
            after.is_some_and(|after| fits(rest, after))
        }
        [Part::Any] => !text.is_empty(),
        [Part::Any, rest @ ..] => {
            let ends = text.char_indices().skip(1).map(|(at, _)| at);
            ends.filter_map(|at| text.split_at_checked(at))
                .any(|(_, after)| fits(rest, after))
        }
    }
}
