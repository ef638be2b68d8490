//! How lists go on where the document says it plainly. What is taken for a list in pages and is none
//! does harm, what is missed can be named in the configuration: so names must match, and types too.

use crate::ir::{Constraint, Cursor, PageForm, PageSize, Pagination, Parameter, Presence};

use super::page::{Leaf, Page, Scalar};
use super::rule;

/// The objects in which answers tell of pages.
const CONTAINERS: [&str; 17] = [
    "cursor",
    "cursors",
    "link",
    "links",
    "listmetadata",
    "meta",
    "metadata",
    "navigation",
    "next",
    "page",
    "pageable",
    "pageinfo",
    "pages",
    "pagination",
    "paginationinfo",
    "paging",
    "responsemetadata",
];

/// How deep they are looked for.
const DEPTH: usize = 2;

/// The parameters of a query that a cursor goes into.
const CURSORS: [&str; 14] = [
    "after",
    "afterid",
    "continuationtoken",
    "cursor",
    "marker",
    "nextcursor",
    "nextpagecursor",
    "nextpagetoken",
    "nexttoken",
    "pageafter",
    "pagecursor",
    "pagetoken",
    "startcursor",
    "startingafter",
];

/// The parameters that number pages.
const PAGES: [&str; 6] = [
    "page",
    "pageindex",
    "pageno",
    "pagenum",
    "pagenumber",
    "currentpage",
];

/// The parameters that say how many items a page holds.
const SIZES: [&str; 12] = [
    "itemsperpage",
    "limit",
    "maxresults",
    "pagelen",
    "pagelimit",
    "pagesize",
    "perpage",
    "resultsperpage",
    "size",
    "take",
    "top",
    "count",
];

const MORE: [&str; 6] = [
    "hasmore",
    "hasmoreitems",
    "hasmoreresults",
    "hasnext",
    "hasnextpage",
    "morepages",
];

const TOTALS: [&str; 8] = [
    "total",
    "totalcount",
    "totalelements",
    "totalentries",
    "totalitems",
    "totalrecords",
    "totalresults",
    "totalrows",
];

const TOTAL_PAGES: [&str; 5] = [
    "lastpage",
    "numberofpages",
    "numpages",
    "pagecount",
    "totalpages",
];

/// A name without case and what joins its words.
fn plain(name: &str) -> String {
    let letters = name.chars().filter(|letter| letter.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// How the list of an operation goes on. Of several ways a link in the body is taken before the
/// `Link` header, a cursor, the number of a page and an offset.
pub(super) fn detect(page: &Page<'_>) -> Option<Pagination> {
    let items = page.only_list(false)?;
    let item = page.item(&items)?;
    let leaves = page.leaves(DEPTH, |name| CONTAINERS.contains(&plain(name).as_str()));
    let answer = Answer { page, leaves };
    let mut found = Pagination {
        form: PageForm::LinkHeader,
        item: item.clone(),
        more: None,
        size: None,
        total: None,
        total_pages: None,
        items,
    };
    if let Some(link) = answer.link() {
        found.form = PageForm::Link(link);
        return Some(found);
    }
    // Links of one resource, which has a list, lead to other resources.
    let is_one = page.path().ends_with('}');
    if page.has_link_header() && (!is_one || found.items.is_empty()) {
        return Some(found);
    }
    found.more = answer.find(&MORE, Scalar::Bool);
    if let Some((parameter, cursor)) = answer.cursor(found.more.is_some()) {
        found.form = PageForm::Cursor(parameter, Cursor::Body(cursor));
        return Some(found);
    }
    // What is counted may be something within the resource that the list is made of.
    if is_one {
        return None;
    }
    found.size = answer.size();
    found.total = answer.find(&TOTALS, Scalar::Integer);
    if let Some((parameter, first)) = answer.counter(&PAGES, None) {
        found.total_pages = answer.find(&TOTAL_PAGES, Scalar::Integer);
        found.form = PageForm::Page(parameter, first);
        let ends = found.size.is_some() || found.total.is_some() || found.total_pages.is_some();
        return ends.then_some(found);
    }
    let (parameter, first) = answer.counter(&["offset", "skip"], Some(0))?;
    found.form = PageForm::Offset(parameter, first);
    found.size.is_some().then_some(found)
}

struct Answer<'p, 't> {
    page: &'p Page<'t>,
    leaves: Vec<Leaf<'t>>,
}

impl<'t> Answer<'_, 't> {
    /// The URL of the next page.
    fn link(&self) -> Option<String> {
        let link = self.leaves.iter().find(|leaf| self.is_link(leaf))?;
        Some(link.pointer())
    }

    fn is_link(&self, leaf: &Leaf<'t>) -> bool {
        if !self.page.is_string(leaf.field) {
            return false;
        }
        let names: Vec<String> = leaf.way.iter().map(|name| plain(name)).collect();
        let Some((last, outer)) = names.split_last() else {
            return false;
        };
        let is_links = |name: &String| ["link", "links"].contains(&name.as_str());
        match last.as_str() {
            "nexthref" | "nextlink" | "nexturi" | "nexturl" | "nextpagehref" | "nextpagelink"
            | "nextpageuri" | "nextpageurl" | "odatanextlink" => true,
            "href" | "uri" | "url" => outer.last().is_some_and(|name| name == "next"),
            // The answer may be a part of a whole, whose next part is another resource.
            "next" | "nextpage" if outer.is_empty() && self.page.path().ends_with('}') => false,
            "next" | "nextpage" => {
                outer.iter().any(is_links) || self.page.is_url(leaf.field) || says_url(leaf)
            }
            _ => false,
        }
    }

    /// The first of these properties.
    fn find(&self, names: &[&str], scalar: Scalar) -> Option<String> {
        let is_meant = |leaf: &&Leaf<'t>| {
            names.contains(&plain(&leaf.field.name).as_str())
                && self.page.scalar(&leaf.field.ty) == Some(scalar)
        };
        self.leaves.iter().find(is_meant).map(Leaf::pointer)
    }

    /// A parameter, and the place of its value for the next page.
    fn cursor(&self, has_more: bool) -> Option<(String, String)> {
        self.page.parameters().find_map(|parameter| {
            let is_value = |scalar| matches!(scalar, Some(Scalar::Text | Scalar::Integer));
            if !is_value(self.page.scalar(&parameter.ty)) {
                return None;
            }
            let name = plain(&parameter.name);
            let leaf = self.leaves.iter().find(|leaf| {
                is_value(self.page.scalar(&leaf.field.ty)) && succeeds(&name, leaf, has_more)
            })?;
            Some((parameter.name.clone(), leaf.pointer()))
        })
    }

    /// A parameter that counts, and what it is on the first page.
    fn counter(&self, names: &[&str], usual: Option<u64>) -> Option<(String, u64)> {
        let mut parameters = self.page.parameters();
        let parameter = parameters.find(|parameter| {
            names.contains(&plain(&parameter.name).as_str())
                && self.page.scalar(&parameter.ty) == Some(Scalar::Integer)
        })?;
        let first = rule::first(parameter)
            .or(usual)
            .or_else(|| minimum(parameter))?;
        Some((parameter.name.clone(), first))
    }

    fn size(&self) -> Option<PageSize> {
        let mut parameters = self.page.parameters();
        let parameter = parameters.find(|parameter| {
            SIZES.contains(&plain(&parameter.name).as_str())
                && self.page.scalar(&parameter.ty) == Some(Scalar::Integer)
        })?;
        Some(Page::size(parameter))
    }
}

/// Pages that begin with the least number that there is: with 1, since a 0 may stand for nothing.
fn minimum(parameter: &Parameter) -> Option<u64> {
    let mut constraints = parameter.docs.constraints.iter();
    constraints.find_map(|constraint| match constraint {
        Constraint::Minimum(minimum) if minimum == "1" => Some(1),
        _ => None,
    })
}

/// Whether what is said of a property, or an example, makes it a URL.
fn says_url(leaf: &Leaf<'_>) -> bool {
    let docs = &leaf.field.docs;
    let example = docs.example.as_ref().and_then(|example| example.as_str());
    let is_url = |text: &str| {
        ["http://", "https://", "/"]
            .iter()
            .any(|start| text.starts_with(start))
    };
    let texts = [&docs.summary, &docs.description].into_iter().flatten();
    let mut words = texts.flat_map(|text| text.split(|letter: char| !letter.is_alphanumeric()));
    example.is_some_and(is_url)
        || words.any(|word| {
            let word = word.to_ascii_lowercase();
            ["href", "hyperlink", "link", "uri", "url"].contains(&word.as_str())
        })
}

/// Whether a property is what a parameter of this name is on the next page.
fn succeeds(parameter: &str, leaf: &Leaf<'_>, has_more: bool) -> bool {
    let names: Vec<String> = leaf.way.iter().map(|name| plain(name)).collect();
    let (last, outer) = match names.as_slice() {
        [.., outer, last] => (last.as_str(), outer.as_str()),
        [last] => (last.as_str(), ""),
        [] => return false,
    };
    // A server that counts on after the last page would never end.
    let ends = leaf.field.presence != Presence::Required;
    if parameter == "page" {
        return last == "nextpage" && ends;
    }
    if !CURSORS.contains(&parameter) {
        return false;
    }
    let is_own = parameter.starts_with("next") || parameter.starts_with("continuation");
    last == format!("next{parameter}")
        || last == parameter && (is_own || ["cursors", "listmetadata", "next"].contains(&outer))
        || match last {
            "nextcursor" | "nextpagecursor" => {
                parameter.ends_with("cursor") || parameter.ends_with("after")
            }
            "nextpagetoken" | "nexttoken" => parameter.ends_with("token"),
            "nextpage" => parameter.ends_with("token") && ends,
            "after" => parameter == "pageafter" && ["cursors", "next"].contains(&outer),
            "next" => parameter.ends_with("cursor") && outer.starts_with("cursor"),
            "endcursor" => has_more && ["after", "cursor", "startcursor"].contains(&parameter),
            "lastid" => has_more && ["after", "afterid"].contains(&parameter),
            _ => false,
        }
}
