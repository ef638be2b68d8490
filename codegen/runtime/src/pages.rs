//! Lists that come in pages, each with a link to the next.

use std::collections::BTreeSet;
use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use futures_util::stream::Stream;
use url::Url;

use super::answer::{Answer, Response};
use super::call::{Call, Operation, read};
use super::client::Client;
use super::error::Error;
use super::failure::{InvalidRequest, Unanswered};
use super::request::Request;
use super::send;
use super::task::BoxFuture;

/// An operation whose answer is one page of a list.
pub trait Paged: Operation {
    /// What the list holds.
    type Item;

    /// The link to the next page; nothing on the last one.
    fn next(page: &Self::Output) -> Option<&str>;

    /// What the page holds.
    fn items(page: Self::Output) -> Vec<Self::Item>;
}

impl<'c, O: Paged> Call<'c, O> {
    /// The pages of the list, from this one on: each is asked for when it is needed.
    pub fn pages(self) -> Pages<'c, O> {
        let (client, request) = self.into_parts();
        Pages {
            client,
            state: State::Start,
            request,
            seen: BTreeSet::new(),
            operation: PhantomData,
        }
    }

    /// What the list holds, page after page: each page is asked for when it is needed.
    pub fn items(self) -> Items<'c, O> {
        Items {
            pages: self.pages(),
            page: Vec::new().into_iter(),
        }
    }
}

/// The pages of a list: a stream, which ends after the first error.
///
/// A link is followed only to the scheme, host and port of the base URL, since the credentials
/// go along, and only once.
#[must_use = "pages are asked for when the stream is polled"]
pub struct Pages<'c, O: Paged> {
    client: &'c Client,
    request: Request,
    state: State<'c>,
    seen: BTreeSet<String>,
    operation: PhantomData<fn() -> O>,
}

type Answered<O, T> = Result<T, Error<<O as Operation>::Error>>;

type Sending<'c> = BoxFuture<'c, Result<Answer, Unanswered>>;

enum State<'c> {
    /// Nothing has been sent.
    Start,
    /// This URL is next.
    Next(Url),
    /// The answer of this URL is awaited.
    Sending(Url, Sending<'c>),
    /// There is no more.
    Done,
}

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

    fn poll_page(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Answered<O, Response<O::Output>>>> {
        loop {
            match std::mem::replace(&mut self.state, State::Done) {
                State::Done => return Poll::Ready(None),
                State::Start => match self.first() {
                    Ok(url) => self.state = State::Next(url),
                    Err(fault) => return Poll::Ready(Some(Err(Error::InvalidRequest(fault)))),
                },
                State::Next(url) => {
                    let (request, target) = (self.request.clone(), url.clone());
                    let sending = send::send_to(self.client, O::INFO, request, target);
                    self.state = State::Sending(url, Box::pin(sending));
                }
                State::Sending(url, mut sending) => {
                    let Poll::Ready(answer) = sending.as_mut().poll(context) else {
                        self.state = State::Sending(url, sending);
                        return Poll::Pending;
                    };
                    return Poll::Ready(Some(self.page(&url, answer)));
                }
            }
        }
    }

    fn first(&mut self) -> Result<Url, InvalidRequest> {
        let base = &self.client.shared().base;
        let url = self.request.url(base, O::INFO.path);
        let url = url.map_err(|fault| fault.of(&O::INFO))?;
        self.seen.insert(url.to_string());
        Ok(url)
    }

    /// Reads a page. A link that cannot be followed spoils the page that is asked for next, not
    /// this one.
    fn page(
        &mut self,
        url: &Url,
        answer: Result<Answer, Unanswered>,
    ) -> Result<Response<O::Output>, Error<O::Error>> {
        let mut answer = answer.map_err(Error::from_unanswered)?;
        let page = read::<O>(&mut answer)?;
        // RFC 3986, section 4.4: an empty reference is the page itself, and servers mean none.
        if let Some(link) = O::next(&page).filter(|link| !link.is_empty()) {
            self.state = match self.follow(url, link) {
                Ok(next) => State::Next(next),
                Err(fault) => {
                    let fault = Unanswered::Invalid(fault.of(&O::INFO));
                    State::Sending(url.clone(), Box::pin(std::future::ready(Err(fault))))
                }
            };
        }
        Ok(page)
    }

    /// Resolves a link against the page that it came with.
    fn follow(&mut self, url: &Url, link: &str) -> Result<Url, InvalidRequest> {
        let mut next = url.join(link).map_err(|error| {
            InvalidRequest::caused_by("the link to the next page is no URL", error)
        })?;
        next.set_fragment(None);
        if !self.client.shared().base.admits(&next) {
            return Err(InvalidRequest::new(
                "the link to the next page leads away from the API's scheme, host or port",
            ));
        }
        if !self.seen.insert(next.to_string()) {
            return Err(InvalidRequest::new(
                "the link to the next page leads back to a page that was read before",
            ));
        }
        Ok(next)
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
}

impl<O: Paged> Items<'_, O> {
    /// The next item, or `None` after the last one.
    ///
    /// # Errors
    ///
    /// See [`Pages::try_next`].
    pub async fn try_next(&mut self) -> Result<Option<O::Item>, Error<O::Error>> {
        poll_fn(|context| self.poll_item(context)).await.transpose()
    }

    fn poll_item(&mut self, context: &mut Context<'_>) -> Poll<Option<Answered<O, O::Item>>> {
        loop {
            if let Some(item) = self.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.pages.poll_page(context)) {
                Some(Ok(page)) => self.page = O::items(page.into_inner()).into_iter(),
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
