//! How a list goes on from one page to the next. Whatever the form, what comes of it is the URL of
//! the next page.

use bytes::Bytes;
use http::header::HeaderMap;
use url::Url;

use super::super::failure::InvalidRequest;
use super::super::query;
use super::super::style::encode;
use super::find::{find, text};
use super::link;

/// How a list goes on from one page to the next: what the document or the configuration of the
/// client says about it. Places in the body are JSON Pointers (RFC 6901).
#[derive(Clone, Copy, Debug)]
pub struct Paging {
    form: Form,
    /// Where the body says whether there is another page.
    more: Option<&'static str>,
    size: Option<Size>,
    /// Where the body says how many items there are on all pages.
    total: Option<&'static str>,
    /// Where the body says how many pages there are.
    total_pages: Option<&'static str>,
}

#[derive(Clone, Copy, Debug)]
enum Form {
    /// The body has the URL.
    Link(&'static str),
    /// The `Link` header has the URL.
    LinkHeader,
    /// A value of the answer goes into a parameter of the query.
    Cursor(&'static str, Source),
    /// A parameter of the query counts pages.
    Page(Counter),
    /// A parameter of the query counts items.
    Offset(Counter),
}

/// Where a cursor is.
#[derive(Clone, Copy, Debug)]
enum Source {
    Body(&'static str),
    Header(&'static str),
    /// The list, and the place in its last item.
    LastItem(&'static str, &'static str),
}

#[derive(Clone, Copy, Debug)]
struct Counter {
    parameter: &'static str,
    /// What the parameter is on the first page, where it is not given.
    first: u64,
    /// Where the list is.
    items: &'static str,
}

/// How many items a page holds.
#[derive(Clone, Copy, Debug)]
struct Size {
    parameter: &'static str,
    /// When the parameter is not given.
    default: Option<u64>,
    /// At most: a server that is asked for more may give less.
    limit: Option<u64>,
}

impl Paging {
    const fn new(form: Form) -> Self {
        Self {
            form,
            more: None,
            size: None,
            total: None,
            total_pages: None,
        }
    }

    /// The URL of the next page is in the body.
    pub(crate) const fn link(pointer: &'static str) -> Self {
        Self::new(Form::Link(pointer))
    }

    /// The URL of the next page is in the `Link` header (RFC 8288).
    pub(crate) const fn link_header() -> Self {
        Self::new(Form::LinkHeader)
    }

    /// A value of the body is this parameter of the next page.
    pub(crate) const fn cursor(parameter: &'static str, pointer: &'static str) -> Self {
        Self::new(Form::Cursor(parameter, Source::Body(pointer)))
    }

    /// A header of the answer is this parameter of the next page.
    pub(crate) const fn cursor_header(parameter: &'static str, header: &'static str) -> Self {
        Self::new(Form::Cursor(parameter, Source::Header(header)))
    }

    /// A value of the list's last item is this parameter of the next page.
    pub(crate) const fn last_item(
        parameter: &'static str,
        items: &'static str,
        pointer: &'static str,
    ) -> Self {
        Self::new(Form::Cursor(parameter, Source::LastItem(items, pointer)))
    }

    /// This parameter counts pages, from `first` on.
    pub(crate) const fn page(parameter: &'static str, first: u64, items: &'static str) -> Self {
        Self::new(Form::Page(Counter {
            parameter,
            first,
            items,
        }))
    }

    /// This parameter counts items, from `first` on.
    pub(crate) const fn offset(parameter: &'static str, first: u64, items: &'static str) -> Self {
        Self::new(Form::Offset(Counter {
            parameter,
            first,
            items,
        }))
    }

    /// Where the body says whether there is another page.
    pub(crate) const fn more(mut self, pointer: &'static str) -> Self {
        self.more = Some(pointer);
        self
    }

    /// The parameter that says how many items a page holds, how many it holds without it, and how
    /// many at most.
    pub(crate) const fn size(
        mut self,
        parameter: &'static str,
        default: Option<u64>,
        limit: Option<u64>,
    ) -> Self {
        self.size = Some(Size {
            parameter,
            default,
            limit,
        });
        self
    }

    /// Where the body says how many items there are on all pages.
    pub(crate) const fn total(mut self, pointer: &'static str) -> Self {
        self.total = Some(pointer);
        self
    }

    /// Where the body says how many pages there are.
    pub(crate) const fn total_pages(mut self, pointer: &'static str) -> Self {
        self.total_pages = Some(pointer);
        self
    }

    /// Whether pages may have another path than the operation's: links may lead there.
    pub(super) fn leaves_path(&self) -> bool {
        matches!(self.form, Form::Link(_) | Form::LinkHeader)
    }

    /// The URL of the page that comes after the one at this URL.
    ///
    /// # Errors
    ///
    /// There is one, and it cannot be made a URL.
    pub(super) fn next(
        &self,
        url: &Url,
        body: &Bytes,
        headers: &HeaderMap,
    ) -> Result<Option<Url>, InvalidRequest> {
        let more = self.more.and_then(|pointer| text(body, pointer));
        if more.as_deref() == Some("false") {
            return Ok(None);
        }
        match self.form {
            Form::Link(pointer) => resolved(url, text(body, pointer)),
            Form::LinkHeader => resolved(url, link::next(headers)),
            Form::Cursor(parameter, source) => {
                let cursor = source.cursor(body, headers).filter(|_| {
                    let Source::LastItem(items, _) = source else {
                        return true;
                    };
                    more.is_some() || !self.is_short(url, count(body, items))
                });
                Ok(cursor.map(|cursor| with(url, parameter, &cursor)))
            }
            Form::Page(counter) => {
                let (number, count) = (counter.number(url)?, count(body, counter.items));
                let pages = number.saturating_sub(counter.first).saturating_add(1);
                let items = self.asked(url).map(|size| size.saturating_mul(pages));
                let is_last = self.is_last(url, body, count, (Some(pages), items));
                let is_last = count == 0 || more.is_none() && is_last;
                Ok((!is_last).then(|| counter.at(url, number.saturating_add(1))))
            }
            Form::Offset(counter) => {
                let (number, count) = (counter.number(url)?, count(body, counter.items));
                let next = number.saturating_add(count);
                let items = next.saturating_sub(counter.first);
                let is_last = self.is_last(url, body, count, (None, Some(items)));
                let is_last = count == 0 || more.is_none() && is_last;
                Ok((!is_last).then(|| counter.at(url, next)))
            }
        }
    }

    /// Whether a page is the last one, by what the body says of the whole list, else by its size.
    /// `seen` is how many pages and items there are up to the end of this page, where that is known.
    fn is_last(
        &self,
        url: &Url,
        body: &[u8],
        count: u64,
        seen: (Option<u64>, Option<u64>),
    ) -> bool {
        let number = |pointer: Option<&str>| text(body, pointer?)?.parse::<u64>().ok();
        // A total that is less than what this page holds is none.
        let pages = number(self.total_pages).filter(|pages| *pages > 0);
        let items = number(self.total).filter(|items| *items >= count);
        match (seen.0.zip(pages), seen.1.zip(items)) {
            (Some((seen, all)), _) | (None, Some((seen, all))) => seen >= all,
            (None, None) => self.is_short(url, count),
        }
    }

    /// Whether a page holds less than was asked for.
    fn is_short(&self, url: &Url, count: u64) -> bool {
        self.asked(url).is_some_and(|asked| count < asked)
    }

    /// How many items a page has, unless it is the last one. Where more is asked for than the
    /// document says that there may be, a server gives less, and it is not known how much.
    fn asked(&self, url: &Url) -> Option<u64> {
        let size = self.size?;
        let given = parameter(url, size.parameter);
        let asked = given.map_or(size.default, |given| given.parse().ok())?;
        (asked <= size.limit?).then_some(asked)
    }
}

impl Source {
    fn cursor(self, body: &[u8], headers: &HeaderMap) -> Option<String> {
        let cursor = match self {
            Self::Body(pointer) => text(body, pointer),
            Self::Header(name) => headers
                .get(name)
                .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()),
            Self::LastItem(items, pointer) => find(body, items, Some(pointer)).text,
        };
        cursor.filter(|cursor| !cursor.is_empty())
    }
}

impl Counter {
    /// What the parameter is on the page at this URL.
    fn number(self, url: &Url) -> Result<u64, InvalidRequest> {
        let Some(given) = parameter(url, self.parameter) else {
            return Ok(self.first);
        };
        given.parse().map_err(|error| {
            let name = self.parameter;
            let message = format!("query parameter `{name}` is no number to go on from");
            InvalidRequest::caused_by(message, error)
        })
    }

    fn at(self, url: &Url, number: u64) -> Url {
        with(url, self.parameter, &number.to_string())
    }
}

/// How many items a list has.
fn count(body: &[u8], pointer: &str) -> u64 {
    find(body, pointer, None).count as u64
}

/// A link to the next page, resolved against the page that it came with. RFC 3986, section 4.4: an
/// empty reference is the page itself, and servers mean none.
fn resolved(url: &Url, link: Option<String>) -> Result<Option<Url>, InvalidRequest> {
    let Some(link) = link.filter(|link| !link.is_empty()) else {
        return Ok(None);
    };
    let next = url
        .join(&link)
        .map_err(|error| InvalidRequest::caused_by("the link to the next page is no URL", error))?;
    Ok(Some(next))
}

/// A parameter of the query.
fn parameter(url: &Url, name: &str) -> Option<String> {
    let mut pairs = url.query_pairs();
    let found = pairs.find(|(known, _)| known == name);
    found.map(|(_, value)| value.into_owned())
}

/// The URL with another value of a parameter of its query.
fn with(url: &Url, name: &str, value: &str) -> Url {
    let mut pair = Some(format!("{}={}", encode(name), encode(value)));
    let mut pairs: Vec<String> = Vec::new();
    for (other, old) in query::pairs(url) {
        if other == name {
            pairs.extend(pair.take());
        } else {
            pairs.push(old.to_owned());
        }
    }
    pairs.extend(pair);
    let mut next = url.clone();
    next.set_query(Some(&pairs.join("&")));
    next
}
