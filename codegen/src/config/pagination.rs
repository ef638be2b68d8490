//! `pagination`: how lists that come in pages go on.

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, de};

use super::Selection;

/// How lists that come in pages go on: rules of which the first one that fits an operation holds.
/// Where none fits, what the document says plainly is taken.
///
/// It is written as a list of rules, as `none` where no list is to be followed, or as the `next` and
/// `items` of a single link rule.
#[derive(Clone, Debug, Default)]
pub struct Pagination {
    /// The rules, in the order of the configuration.
    pub rules: Vec<PageRule>,
}

/// A rule. Ways lead into the answer, names of properties joined by dots: `links.next`.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PageRule {
    /// How the list goes on.
    pub form: PageForm,
    /// The operations that the rule is for; all, when it is left out.
    #[serde(default)]
    pub operations: Selection,
    /// The way to the array of items; where the answer has one array only, it is found.
    pub items: Option<String>,
    /// The way to the URL of the next page, or to the next cursor.
    pub next: Option<String>,
    /// The header that has the next cursor.
    pub header: Option<String>,
    /// The way within the last item to the next cursor: `id`.
    pub last: Option<String>,
    /// The parameter of the query that the cursor, the number of the page or the offset goes into.
    pub parameter: Option<String>,
    /// The parameter of the query that says how many items a page holds: one that holds fewer is the
    /// last.
    pub size: Option<String>,
    /// The number of the first page, 1 when neither this nor the parameter's `default` says it; of
    /// the first item, 0.
    pub first: Option<u64>,
    /// The way to a boolean that is `false` on the last page.
    pub more: Option<String>,
    /// The way to the number of items on all pages.
    pub total: Option<String>,
    /// The way to the number of pages.
    pub total_pages: Option<String>,
}

impl PageRule {
    /// The keys that are given beside `form` and `operations`.
    pub(super) fn keys(&self) -> impl Iterator<Item = &'static str> {
        let keys = [
            ("items", self.items.is_some()),
            ("next", self.next.is_some()),
            ("header", self.header.is_some()),
            ("last", self.last.is_some()),
            ("parameter", self.parameter.is_some()),
            ("size", self.size.is_some()),
            ("first", self.first.is_some()),
            ("more", self.more.is_some()),
            ("total", self.total.is_some()),
            ("total_pages", self.total_pages.is_some()),
        ];
        keys.into_iter()
            .filter_map(|(key, is_given)| is_given.then_some(key))
    }
}

/// How a list goes on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum PageForm {
    /// The body has the URL of the next page: `next`.
    #[default]
    Link,
    /// The `Link` header has the URL of the next page, as `rel=next` (RFC 8288).
    LinkHeader,
    /// A value of the answer (`next`, `header` or `last`) goes into a `parameter` of the next page.
    Cursor,
    /// A `parameter` counts pages.
    Page,
    /// A `parameter` counts items.
    Offset,
    /// The list is not followed.
    None,
}

impl PageForm {
    /// Its name, the keys of which it needs one each, and the other keys that it takes.
    pub(super) fn keys(
        self,
    ) -> (
        &'static str,
        &'static [&'static [&'static str]],
        &'static [&'static str],
    ) {
        match self {
            Self::Link => ("link", &[&["next"]], &["items", "more"]),
            Self::LinkHeader => ("link-header", &[], &["items", "more"]),
            Self::Cursor => (
                "cursor",
                &[&["parameter"], &["next", "header", "last"]],
                &["items", "more", "size"],
            ),
            Self::Page => (
                "page",
                &[&["parameter"]],
                &["items", "more", "size", "first", "total", "total_pages"],
            ),
            Self::Offset => (
                "offset",
                &[&["parameter"]],
                &["items", "more", "size", "first", "total"],
            ),
            Self::None => ("none", &[], &[]),
        }
    }
}

/// A single rule: where in the answer the URL of the next page and the items stand.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Link {
    next: String,
    items: String,
}

impl<'de> Deserialize<'de> for Pagination {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Rules)
    }
}

struct Rules;

impl<'de> Visitor<'de> for Rules {
    type Value = Pagination;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("a list of rules, `next` and `items`, or `none`")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Pagination, E> {
        if text != "none" {
            return Err(E::invalid_value(de::Unexpected::Str(text), &self));
        }
        let form = PageForm::None;
        Ok(Pagination {
            rules: vec![PageRule {
                form,
                ..PageRule::default()
            }],
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Pagination, A::Error> {
        let Link { next, items } = Link::deserialize(MapAccessDeserializer::new(map))?;
        Ok(Pagination {
            rules: vec![PageRule {
                next: Some(next),
                items: Some(items),
                ..PageRule::default()
            }],
        })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Pagination, A::Error> {
        let rules = Vec::deserialize(SeqAccessDeserializer::new(items))?;
        Ok(Pagination { rules })
    }
}
