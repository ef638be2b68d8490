//! Lists that come in pages.

use super::Type;

/// How an operation pages through a list. Places in the answer are JSON Pointers (RFC 6901).
#[derive(Clone, Debug)]
pub struct Pagination {
    /// How the list goes on.
    pub form: PageForm,
    /// The way to the array of items in the answer, by names of properties; empty when the answer is
    /// the array.
    pub items: Vec<String>,
    /// The type of an item.
    pub item: Type,
    /// Where the answer says whether there is another page.
    pub more: Option<String>,
    /// What is known of how many items a page holds.
    pub size: Option<PageSize>,
    /// Where the answer says how many items there are on all pages.
    pub total: Option<String>,
    /// Where the answer says how many pages there are.
    pub total_pages: Option<String>,
}

/// How a list goes on from one page to the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageForm {
    /// The body has the URL of the next page at this place.
    Link(String),
    /// The `Link` header has the URL of the next page.
    LinkHeader,
    /// A value of the answer goes into a parameter of the query.
    Cursor(String, Cursor),
    /// A parameter of the query counts pages, from a number on.
    Page(String, u64),
    /// A parameter of the query counts items, from a number on.
    Offset(String, u64),
}

/// Where a cursor is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cursor {
    /// At a place in the body.
    Body(String),
    /// In a header of the answer.
    Header(String),
    /// At a place in the last item.
    LastItem(String),
}

/// How many items a page holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageSize {
    /// The parameter of the query that says it.
    pub parameter: String,
    /// When it is not given.
    pub default: Option<u64>,
    /// The most that servers give for sure when it is asked for: what the parameter admits, else its
    /// default.
    pub limit: Option<u64>,
}
