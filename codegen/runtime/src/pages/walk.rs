//! Going from page to page: the part that is the same for every operation, and compiled once.

use std::collections::BTreeSet;
use std::future::Future as _;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::HeaderMap;
use url::Url;

use super::super::answer::{Answer, Answered};
use super::super::call::OperationInfo;
use super::super::client::Client;
use super::super::credential::SchemeKind;
use super::super::failure::{InvalidRequest, Unanswered};
use super::super::request::Request;
use super::super::send;
use super::super::task::BoxFuture;
use super::paging::Paging;
use super::token::PageToken;

/// A way through the pages of a list.
pub(super) struct Walk<'c> {
    client: &'c Client,
    info: &'static OperationInfo,
    paging: Paging,
    request: Box<Request>,
    /// The page that was read last.
    page: Option<Url>,
    state: State<'c>,
    seen: BTreeSet<String>,
}

type Sending<'c> = BoxFuture<'c, Answered>;

enum State<'c> {
    /// This page is next.
    Next(Url),
    /// The answer of this page is awaited.
    Sending(Url, Sending<'c>),
    /// There is no page to ask for; the page with which that began, if there is one.
    Invalid(InvalidRequest, Option<Url>),
    /// An error has ended the list, at this page.
    Failed(Option<Url>),
    /// There is no more.
    Done,
}

impl<'c> Walk<'c> {
    pub(super) fn new(
        client: &'c Client,
        info: &'static OperationInfo,
        paging: Paging,
        request: Box<Request>,
    ) -> Self {
        let state = match request.url(&client.shared().base, info.path) {
            Ok(first) => State::Next(first),
            Err(fault) => State::Invalid(fault, None),
        };
        Self {
            client,
            info,
            paging,
            request,
            page: None,
            state,
            seen: BTreeSet::new(),
        }
    }

    /// Goes to the page of a token, before anything was asked for.
    pub(super) fn start_at(&mut self, token: &PageToken) {
        if let State::Next(first) = &self.state {
            self.state = match self.page_of(token, first) {
                Some(page) => State::Next(page),
                None => {
                    let message = "the page token is not one of this list";
                    State::Invalid(InvalidRequest::new(message), None)
                }
            };
        }
    }

    fn page_of(&self, token: &PageToken, first: &Url) -> Option<Url> {
        let page = first.join(token.target()).ok()?;
        let is_of_list = self.paging.leaves_path() || page.path() == first.path();
        (is_of_list && self.client.shared().base.admits(&page)).then_some(page)
    }

    /// Stands for the page that was read last.
    pub(super) fn this_page(&self) -> Option<PageToken> {
        self.page.as_ref().map(|page| self.token(page))
    }

    /// Stands for the page that comes next, or that failed.
    pub(super) fn next_page(&self) -> Option<PageToken> {
        let page = match &self.state {
            State::Next(page) | State::Sending(page, _) => Some(page),
            State::Invalid(_, page) | State::Failed(page) => page.as_ref(),
            State::Done => None,
        };
        page.map(|page| self.token(page))
    }

    /// A token of a page, without the keys in its query, which servers may repeat in their links.
    fn token(&self, page: &Url) -> PageToken {
        let known = self.client.shared().credentials.iter();
        let known = known.map(|(scheme, _)| scheme);
        let schemes = || self.info.security.iter().copied().flatten();
        let schemes = schemes().chain(known);
        let keys: Vec<&str> = schemes
            .filter_map(|scheme| match scheme.kind {
                SchemeKind::Query(name) => Some(name),
                _ => None,
            })
            .collect();
        PageToken::of(page, |name| keys.contains(&name))
    }

    /// The answer of the next page. The list ends with it, unless [`go_on`](Self::go_on) is called.
    pub(super) fn poll_answer(&mut self, context: &mut Context<'_>) -> Poll<Option<Answered>> {
        loop {
            match std::mem::replace(&mut self.state, State::Done) {
                State::Next(page) => {
                    self.seen.insert(page.to_string());
                    let (request, target) = (self.request.clone(), page.clone());
                    let sending = send::send_to(self.client, self.info, request, target);
                    self.state = State::Sending(page, Box::pin(sending));
                }
                State::Sending(page, mut sending) => {
                    let Poll::Ready(answer) = sending.as_mut().poll(context) else {
                        self.state = State::Sending(page, sending);
                        return Poll::Pending;
                    };
                    self.state = State::Failed(Some(page));
                    return Poll::Ready(Some(answer));
                }
                State::Invalid(fault, page) => {
                    self.state = State::Failed(page);
                    let fault = Unanswered::Invalid(fault.of(self.info));
                    return Poll::Ready(Some(Err(fault)));
                }
                ended @ (State::Failed(_) | State::Done) => {
                    self.state = ended;
                    return Poll::Ready(None);
                }
            }
        }
    }

    /// Goes on after a page that could be read. What is wrong with the way to the next page spoils
    /// that one, and not this one.
    pub(super) fn go_on(&mut self, body: &Bytes, headers: &HeaderMap) {
        let State::Failed(Some(page)) = std::mem::replace(&mut self.state, State::Done) else {
            return;
        };
        self.state = match self.after(&page, body, headers) {
            Ok(Some(next)) => State::Next(next),
            Ok(None) => State::Done,
            Err(fault) => State::Invalid(fault, Some(page.clone())),
        };
        self.page = Some(page);
    }

    fn after(
        &self,
        page: &Url,
        body: &Bytes,
        headers: &HeaderMap,
    ) -> Result<Option<Url>, InvalidRequest> {
        let Some(mut next) = self.paging.next(page, body, headers)? else {
            return Ok(None);
        };
        next.set_fragment(None);
        if !self.client.shared().base.admits(&next) {
            return Err(InvalidRequest::new(
                "the link to the next page leads away from the API's scheme, host or port",
            ));
        }
        if self.seen.contains(next.as_str()) {
            return Err(InvalidRequest::new(
                "the link to the next page leads back to a page that was read before",
            ));
        }
        Ok(Some(next))
    }
}
