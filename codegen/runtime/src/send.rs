//! Sending a call: the part that is the same for every operation, and compiled once.

use std::pin::pin;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

use http::{HeaderMap, StatusCode};
use url::Url;

use super::answer::{Answer, Answered, is_of};
use super::authorization::Authorization;
use super::body::Body;
use super::call::OperationInfo;
use super::client::Client;
use super::clock::{Clock, Elapsed, within};
use super::content::Content;
use super::failure::{InvalidRequest, Phase, TransportError, Unanswered};
use super::hook::Attempt;
use super::outgoing::{Credentials, Outgoing};
use super::progress::Watch;
use super::reading::Reading;
use super::request::{Request, Want};
use super::retry::{Outcome, Refusals};
use super::stream::Source;
use super::trace;
use super::transport::{
    Acted, Carrier, ConnectTimeout, Sending, TransportErrorKind, TransportFailure,
};

/// What a request of an operation sends.
///
/// # Errors
///
/// The request is invalid.
pub(super) fn outgoing<'c>(
    client: &'c Client,
    info: &'static OperationInfo,
    request: Box<Request>,
) -> Result<Outgoing<'c>, InvalidRequest> {
    let url = request.url(&client.shared().base, info.path);
    url.and_then(|url| Outgoing::new(client.shared(), info, request, url))
        .map_err(|fault| fault.of(info))
}

/// Sends a request and reads the answer: the whole, unless it comes item by item.
///
/// # Errors
///
/// The request is invalid, or there is no whole answer.
pub(super) async fn send(
    client: &Client,
    info: &'static OperationInfo,
    request: Box<Request>,
) -> Answered {
    let call = outgoing(client, info, request).map_err(Unanswered::Invalid)?;
    call.send().await
}

/// Sends a request to a URL of the API, instead of the one that its operation has.
///
/// # Errors
///
/// The request is invalid, or there is no whole answer.
pub(super) async fn send_to(
    client: &Client,
    info: &'static OperationInfo,
    request: Box<Request>,
    url: Url,
) -> Answered {
    let call = Outgoing::new(client.shared(), info, request, url)
        .map_err(|fault| Unanswered::Invalid(fault.of(info)))?;
    call.send().await
}

/// A request as it would be sent, without hooks.
///
/// # Errors
///
/// The request is invalid, or its token cannot be had.
pub(super) async fn prepare(
    client: &Client,
    info: &'static OperationInfo,
    request: Box<Request>,
) -> Result<http::Request<Body>, Unanswered> {
    let invalid = |fault: InvalidRequest| Unanswered::Invalid(fault.of(info));
    let call = outgoing(client, info, request).map_err(Unanswered::Invalid)?;
    let mut authorization = call.authorization().map_err(invalid)?;
    call.obtain(&mut authorization, 0).await?;
    let body = call.open(&State::default()).await?;
    call.request(&authorization, Credentials::Real, body)
        .map_err(invalid)
}

/// A request as it would be sent, without hooks and credentials, which are not even obtained.
///
/// # Errors
///
/// The request is invalid.
pub(super) fn masked(
    client: &Client,
    info: &'static OperationInfo,
    request: Box<Request>,
) -> Result<http::Request<Body>, InvalidRequest> {
    let call = outgoing(client, info, request)?;
    let body = call.request.content.as_ref().map(Content::shown);
    let request = call.authorization().and_then(|authorization| {
        let body = body.unwrap_or_default();
        call.request(&authorization, Credentials::Masked, body)
    });
    request.map_err(|fault| fault.of(info))
}

/// How far a call has come, for the error when time runs out.
#[derive(Default)]
struct State {
    attempts: AtomicU32,
    is_reading: AtomicBool,
    /// The server has acted on the request, and led to what came of it.
    has_acted: AtomicBool,
    /// When time runs out.
    deadline: Option<Instant>,
}

impl State {
    fn attempts(&self) -> u32 {
        self.attempts.load(Ordering::Relaxed)
    }

    fn phase(&self) -> Phase {
        if self.is_reading.load(Ordering::Relaxed) {
            Phase::Reading
        } else {
            Phase::Sending
        }
    }

    #[cold]
    fn failed(&self, info: &'static OperationInfo, failure: TransportFailure) -> Unanswered {
        let error = TransportError::new(info, self.phase(), failure, self.attempts());
        Unanswered::Transport(error)
    }
}

impl Outgoing<'_> {
    /// Sends, as long as there is reason to, and reads the answer: the whole, unless it comes item by
    /// item.
    ///
    /// # Errors
    ///
    /// The request is invalid, or there is no whole answer.
    pub(super) fn send(&self) -> impl Future<Output = Answered> {
        trace::call(self.info, &self.url, self.run())
    }

    /// Sends until there is an answer that is no reason to send again, or time runs out.
    async fn run(&self) -> Answered {
        let clock = self.shared.clock.as_deref();
        let state = State {
            deadline: clock
                .zip(self.request.timeouts.total)
                .and_then(|(clock, total)| clock.now().checked_add(total)),
            ..State::default()
        };
        // In its place from the start: it is large to move.
        let work = pin!(self.attempts(&state));
        match within(clock, self.request.timeouts.total, work).await {
            Ok(done) => done,
            Err(Elapsed) => {
                let failure = TransportFailure::of(TransportErrorKind::Timeout);
                Err(state.failed(self.info, failure))
            }
        }
    }

    async fn attempts(&self, state: &State) -> Answered {
        self.shared.budget.put_back();
        let invalid = |fault: InvalidRequest| Unanswered::Invalid(fault.of(self.info));
        let mut authorization = self.authorization().map_err(invalid)?;
        let (mut retries, mut refusals) = (0, Refusals::default());
        loop {
            self.obtain(&mut authorization, state.attempts()).await?;
            let body = self.open(state).await?;
            let number = state.attempts() + 1;
            let sent = self.start(number, &authorization, body).map_err(invalid)?;
            state.attempts.store(number, Ordering::Relaxed);
            state.is_reading.store(false, Ordering::Relaxed);
            let outcome = self.answer(sent, state).await;
            let renewed = match &outcome {
                Ok(answer) => authorization.renew(answer.status_code()).await,
                Err(_) => Ok(false),
            };
            // Then it counts how this attempt ended, and not that there is no other token.
            if !self.is_repeatable(state) {
                return outcome;
            }
            if renewed.map_err(|error| Unanswered::Token(error.of(self.info, number)))? {
                continue;
            }
            if let Err(Unanswered::Transport(error)) = &outcome
                && refusals.excuse(error.kind())
            {
                continue;
            }
            match self.wait(retries, &outcome, state.deadline) {
                Some((clock, wait)) if self.shared.budget.take() => clock.sleep(wait).await,
                _ => return outcome,
            }
            retries += 1;
        }
    }

    async fn obtain(
        &self,
        authorization: &mut Authorization<'_>,
        attempts: u32,
    ) -> Result<(), Unanswered> {
        let obtained = authorization.obtain().await;
        obtained.map_err(|error| Unanswered::Token(error.of(self.info, attempts)))
    }

    /// The body of the next attempt.
    async fn open(&self, state: &State) -> Result<Body, Unanswered> {
        let Some(content) = &self.request.content else {
            return Ok(Body::default());
        };
        content.open_off_thread().await.map_err(|fault| {
            if state.attempts() == 0 {
                return Unanswered::Invalid(fault.of(self.info));
            }
            // Something was sent before.
            let failure = TransportFailure::new(TransportErrorKind::Upload, fault);
            state.failed(self.info, failure)
        })
    }

    /// Whether the request can be sent again, and may be as far as the server has acted on it.
    fn is_repeatable(&self, state: &State) -> bool {
        let content = self.request.content.as_ref();
        let has_acted = state.has_acted.load(Ordering::Relaxed);
        content.is_none_or(Content::is_repeatable)
            && (!has_acted || self.retry().takes_as_idempotent(self.is_idempotent))
    }

    /// How long to wait before the next attempt, and with what; nothing when this was the last one.
    fn wait(
        &self,
        retries: u32,
        outcome: &Answered,
        deadline: Option<Instant>,
    ) -> Option<(&dyn Clock, Duration)> {
        let outcome = match outcome {
            Ok(answer) if answer.status_code().is_success() => return None,
            Ok(answer) => Outcome::Answered(answer.status_code(), answer.headers()),
            Err(Unanswered::Transport(error)) => Outcome::Failed(error.kind()),
            Err(Unanswered::Invalid(_) | Unanswered::Token(_)) => return None,
        };
        let clock = self.shared.clock.as_deref()?;
        let now = clock.system_time();
        let wait = self
            .retry()
            .wait(retries, self.is_idempotent, &outcome, now)?;
        // What came is worth more than the word that time ran out.
        let is_late = deadline.is_some_and(|deadline| clock.now() + wait >= deadline);
        (!is_late).then_some((clock, wait))
    }

    /// Sends a request. That this is over before anything is awaited keeps futures small.
    fn start(
        &self,
        number: u32,
        authorization: &Authorization<'_>,
        body: Body,
    ) -> Result<(Sending<'_>, Watch), InvalidRequest> {
        let progress = self.request.upload_progress.as_ref();
        if self.shared.hooks.is_empty()
            && let Carrier::Reqwest(transport) = &self.shared.transport
        {
            // It wants a URL and no URI, which it takes time to make.
            let (url, headers) = self.url_and_headers(authorization, Credentials::Real)?;
            let (body, watch) = Watch::over(body, progress);
            let timeout = self.request.timeouts.connect.map(ConnectTimeout);
            let method = self.method.clone();
            let sending = transport.send_to(method, url, headers, body, timeout);
            return Ok((sending, watch));
        }
        let mut request = self.request(authorization, Credentials::Real, body)?;
        for hook in &self.shared.hooks {
            hook.before(&self.attempt(number), &mut request)
                .map_err(InvalidRequest::refused)?;
        }
        let (head, body) = request.into_parts();
        let (body, watch) = Watch::over(body, progress);
        let request = http::Request::from_parts(head, body);
        Ok((self.shared.transport.send(request), watch))
    }

    fn attempt(&self, number: u32) -> Attempt {
        Attempt {
            operation: self.info,
            number,
        }
    }

    /// Waits for the answer of an attempt.
    async fn answer(&self, (sending, watch): (Sending<'_>, Watch), state: &State) -> Answered {
        let number = state.attempts();
        let (status, headers, mut body) = {
            let attempt = self.attempt(number);
            let sent = trace::attempt(&attempt, &self.url, self.head(sending, watch)).await;
            for hook in &self.shared.hooks {
                hook.after(&attempt, sent.as_ref());
            }
            let response = sent.map_err(|failure| state.failed(self.info, failure))?;
            state.is_reading.store(true, Ordering::Relaxed);
            if response.extensions().get::<Acted>().is_some() {
                state.has_acted.store(true, Ordering::Relaxed);
            }
            self.reading(response, number)
        };
        let is_streamed = |media: &&str| is_of(&headers, media);
        if status.is_success()
            && (self.request.want == Want::Body || self.info.streams.iter().any(is_streamed))
        {
            body.deadline = state.deadline.filter(|_| !self.is_open_ended);
            body.clock = self.shared.clock.clone();
            let source = Source::live(body, self.shared.max_item);
            let answer = Answer::of_items(status, headers, source, number);
            return Ok(Box::new(answer));
        }
        let whole = body.whole(self.shared.max_answer, "ClientBuilder::max_answer");
        let whole = whole.await.map_err(Unanswered::Transport)?;
        Ok(Box::new(Answer::new(status, headers, whole, number)))
    }

    /// Waits for the head of the answer, and begins to count anew with each part of the body that is
    /// sent.
    async fn head(
        &self,
        mut sending: Sending<'_>,
        watch: Watch,
    ) -> Result<http::Response<Body>, TransportFailure> {
        let clock = self.shared.clock.as_deref();
        loop {
            match within(clock, self.request.timeouts.read, sending.as_mut()).await {
                Ok(sent) => return sent.map_err(|failure| watch.explain(failure)),
                Err(Elapsed) if watch.has_moved() => {}
                Err(Elapsed) => return Err(TransportFailure::of(TransportErrorKind::Timeout)),
            }
        }
    }

    /// An answer's status, headers and body; who reads it keeps the limit of the whole.
    fn reading(
        &self,
        response: http::Response<Body>,
        number: u32,
    ) -> (StatusCode, HeaderMap, Reading) {
        let (head, body) = response.into_parts();
        let mut body = Reading::new(body, self.info, number);
        body.progress = self.request.download_progress.clone();
        body.read_timeout = self.request.timeouts.read;
        body.clock = body.read_timeout.and_then(|_| self.shared.clock.clone());
        (head.status, head.headers, body)
    }
}
