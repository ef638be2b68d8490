//! Lists that come in pages.

mod find;
mod link;
mod paging;
mod token;
mod walk;

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use futures_util::stream::Stream;

use super::answer::Response;
use super::call::{Call, Operation, read};
use super::error::Error;
use walk::Walk;

pub use paging::Paging;
pub use token::{PageToken, ParsePageTokenError};

/// An operation whose answer is one page of a list.
pub trait Paged: Operation {
    /// What the list holds.
    type Item;

    /// How the list goes on from one page to the next.
    const PAGING: Paging;

    /// What the page holds; `None` where it has no list.
    fn items(page: Self::Output) -> Option<Vec<Self::Item>>;
}

impl<'c, O: Paged> Call<'c, O> {
    /// The pages of the list, from this one on: each is asked for when it is needed.
    pub fn pages(self) -> Pages<'c, O> {
        let (client, request) = self.into_parts();
        Pages {
            walk: Walk::new(client, &O::INFO, O::PAGING, request),
            operation: PhantomData,
        }
    }

    /// The pages of the list from the one that a token stands for.
    ///
    /// The token says which page, this call all else: its path must be the one that the token was
    /// made for, unless the list goes on by links, which may lead anywhere on the API's scheme,
    /// host and port. A token of another place is an [`Error::InvalidRequest`], and nothing is
    /// sent.
    pub fn pages_from(self, token: &PageToken) -> Pages<'c, O> {
        let mut pages = self.pages();
        pages.walk.start_at(token);
        pages
    }

    /// What the list holds, page after page: each page is asked for when it is needed.
    pub fn items(self) -> Items<'c, O> {
        Items::new(self.pages(), 0)
    }

    /// What the list holds from where a token stands, as [`pages_from`](Self::pages_from) says. A
    /// token of [`Items::next_page`] leaves out what was given of its page before.
    pub fn items_from(self, token: &PageToken) -> Items<'c, O> {
        Items::new(self.pages_from(token), token.taken())
    }
}

/// The pages of a list: a stream, which ends after the first error.
///
/// The next page is asked for on the scheme, host and port of the base URL alone, since the
/// credentials go along, and only once.
#[must_use = "pages are asked for when the stream is polled"]
pub struct Pages<'c, O: Paged> {
    walk: Walk<'c>,
    operation: PhantomData<fn() -> O>,
}

type Answered<O, T> = Result<T, Error<<O as Operation>::Error>>;

impl<O: Paged> Pages<'_, O> {
    /// The next page, or `None` after the last one.
    ///
    /// # Errors
    ///
    /// See [`Error`]; a link that leads elsewhere or back is an [`Error::InvalidRequest`]. The
    /// call after an error gives `None`.
    pub async fn try_next(&mut self) -> Result<Option<Response<O::Output>>, Error<O::Error>> {
        poll_fn(|context| self.poll_page(context)).await.transpose()
    }

    /// Stands for the page that comes next, for [`Call::pages_from`]; `None` when there is none.
    ///
    /// After an error it is the page that failed. A page whose link to the next one cannot be
    /// followed is such a page.
    #[must_use]
    pub fn next_page(&self) -> Option<PageToken> {
        self.walk.next_page()
    }

    fn poll_page(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Answered<O, Response<O::Output>>>> {
        Poll::Ready(match ready!(self.walk.poll_answer(context)) {
            None => None,
            Some(Err(unanswered)) => Some(Err(Error::from_unanswered(unanswered))),
            Some(Ok(mut answer)) => {
                let page = read::<O>(&mut answer);
                if let Ok(page) = &page {
                    self.walk.go_on(page.raw_body(), page.headers());
                }
                Some(page)
            }
        })
    }
}

impl<O: Paged> Stream for Pages<'_, O> {
    type Item = Result<Response<O::Output>, Error<O::Error>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_page(context)
    }
}

impl<O: Paged> fmt::Debug for Pages<'_, O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Pages")
            .field("operation", &O::INFO.id)
            .finish_non_exhaustive()
    }
}

/// What a list holds, page after page: a stream, which ends after the first error.
#[must_use = "pages are asked for when the stream is polled"]
pub struct Items<'c, O: Paged> {
    pages: Pages<'c, O>,
    page: vec::IntoIter<O::Item>,
    /// How many items of this page were given.
    taken: usize,
    /// How many items of the next page were given before.
    skipped: usize,
}

impl<'c, O: Paged> Items<'c, O> {
    fn new(pages: Pages<'c, O>, skipped: usize) -> Self {
        Self {
            pages,
            page: Vec::new().into_iter(),
            taken: 0,
            skipped,
        }
    }

    /// The next item, or `None` after the last one.
    ///
    /// # Errors
    ///
    /// See [`Pages::try_next`].
    pub async fn try_next(&mut self) -> Result<Option<O::Item>, Error<O::Error>> {
        poll_fn(|context| self.poll_item(context)).await.transpose()
    }

    /// Stands for the page of the next item and how many items of it were given, for
    /// [`Call::items_from`]; `None` when there is no further page.
    ///
    /// After an error it is the page that failed, as [`Pages::next_page`] says.
    #[must_use]
    pub fn next_page(&self) -> Option<PageToken> {
        match self.page.len() {
            0 => Some(self.pages.next_page()?.after(self.skipped)),
            _ => Some(self.pages.walk.this_page()?.after(self.taken)),
        }
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Answered<O, O::Item>>> {
        loop {
            if let Some(item) = self.page.next() {
                self.taken += 1;
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.poll_page(context)) {
                Some(Ok(page)) => {
                    let mut items = O::items(page.into_inner()).unwrap_or_default();
                    self.taken = std::mem::take(&mut self.skipped).min(items.len());
                    items.drain(..self.taken);
                    self.page = items.into_iter();
                }
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

// Nothing in it is pinned: what the list holds is handed out by value.
impl<O: Paged> Unpin for Items<'_, O> {}

impl<O: Paged> Stream for Items<'_, O> {
    type Item = Result<O::Item, Error<O::Error>>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_item(context)
    }
}

impl<O: Paged> fmt::Debug for Items<'_, O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Items")
            .field("operation", &O::INFO.id)
            .finish_non_exhaustive()
    }
}

/// Says of an operation that it answers in pages: what the list holds and where in the page that is
/// (an expression which may end early with `?`), and how the list goes on, as the functions of
/// [`Paging`] say.
macro_rules! paged {
    (
        $operation:ident($page:ident): $item:ty = $items:expr =>
            $how:ident($($given:tt)*) $($more:ident($($value:tt)*))*
    ) => {
        impl $crate::runtime::Paged for $operation {
            type Item = $item;
            const PAGING: $crate::runtime::Paging =
                $crate::runtime::Paging::$how($($given)*)$(.$more($($value)*))*;

            fn items($page: Self::Output) -> ::std::option::Option<::std::vec::Vec<$item>> {
                ::std::option::Option::Some($items)
            }
        }
    };
}
pub(crate) use paged;
