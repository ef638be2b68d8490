//! Access tokens that the client fetches for itself (RFC 6749, sections 4.4 and 5), keeps and renews.

use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures_util::future::FutureExt as _;
#[cfg(not(target_arch = "wasm32"))]
use futures_util::future::{Shared as Joined, WeakShared};
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue, USER_AGENT};
use http::{Method, Request, StatusCode, Uri};
use secrecy::zeroize::Zeroizing;
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use super::body::Body;
use super::builder::BuildError;
use super::client_credentials::ClientCredentials;
use super::clock::{Clock, Elapsed, within};
use super::credential;
use super::retry::{Outcome, Refusals, RetryBudget, RetryPolicy};
use super::secret::Secret;
use super::server::BaseUrl;
use super::task::{BoxFuture, lock};
use super::token::{Cause, TokenError};
use super::transport::{Carrier, TransportErrorKind, TransportFailure};

/// How long before it expires a token is renewed: a minute, or a tenth of its time if that is less,
/// so that it does not expire on its way.
const MARGIN: Duration = Duration::from_secs(60);
/// How long the answer of a token endpoint may be, in bytes.
const MAX_ANSWER: usize = 1024 * 1024;
/// How much an error repeats of what the endpoint says, in characters.
const MAX_SHOWN: usize = 300;

/// The access token of a security scheme.
pub(crate) struct AccessTokens {
    scheme: &'static str,
    credentials: ClientCredentials,
    url: Url,
    uri: Uri,
    headers: HeaderMap,
    form: Bytes,
    through: Through,
    state: Mutex<State>,
}

/// What the client has that sends the requests for tokens too.
pub(super) struct Through {
    pub(super) transport: Carrier,
    pub(super) clock: Option<Arc<dyn Clock>>,
    pub(super) retry: RetryPolicy,
    pub(super) budget: Arc<RetryBudget>,
    pub(super) timeout: Option<Duration>,
    pub(super) user_agent: Option<HeaderValue>,
}

#[derive(Default)]
struct State {
    kept: Option<Kept>,
    /// The request that is under way, for all who wait for it: it goes on as long as one of them does.
    /// Futures of a browser stay on their thread, where there are seldom many who wait.
    #[cfg(not(target_arch = "wasm32"))]
    fetching: Option<WeakShared<BoxFuture<'static, Result<Secret, TokenError>>>>,
}

struct Kept {
    token: Secret,
    /// When another one is needed; nothing where the endpoint does not say.
    stale: Option<Instant>,
    /// The API has taken it.
    is_accepted: bool,
    /// The API has refused it.
    is_refused: bool,
}

impl AccessTokens {
    /// # Errors
    ///
    /// The URL of the token endpoint cannot be called.
    pub(super) fn new(
        scheme: &'static str,
        credentials: ClientCredentials,
        base: &BaseUrl,
        through: Through,
    ) -> Result<Self, BuildError> {
        let fault = |why: &str| {
            let url = credentials.url();
            BuildError::new(format!("the token URL of `{scheme}`, {url:?}, {why}"))
        };
        let url = base
            .resolve(credentials.url())
            .map_err(|error| fault(&format!("cannot be read: {error}")))?;
        if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
            return Err(fault("is neither http nor https"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            let message = format!("the token URL of `{scheme}` must not hold a user or a password");
            return Err(BuildError::new(message));
        }
        if url.fragment().is_some() {
            return Err(fault("must not have a fragment (RFC 6749, section 3.2)"));
        }
        let uri = Uri::try_from(url.as_str())
            .map_err(|error| fault(&format!("cannot be called: {error}")))?;
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        let form = HeaderValue::from_static("application/x-www-form-urlencoded");
        headers.insert(CONTENT_TYPE, form);
        if let Some(user_agent) = &through.user_agent {
            headers.insert(USER_AGENT, user_agent.clone());
        }
        if let Some(authorization) = credentials.authorization() {
            headers.insert(AUTHORIZATION, authorization);
        }
        Ok(Self {
            scheme,
            form: credential::bytes(credentials.form()),
            credentials,
            url,
            uri,
            headers,
            through,
            state: Mutex::default(),
        })
    }

    /// Where tokens are fetched.
    pub(super) fn url(&self) -> &Url {
        &self.url
    }

    /// The token, which is fetched where there is none that will do. `refused` is one that the API has
    /// just refused: another is fetched if it was accepted before, since a new one would be refused as
    /// well.
    pub(super) async fn token(
        self: &Arc<Self>,
        refused: Option<&Secret>,
    ) -> Result<Secret, TokenError> {
        let fetched = {
            let mut state = self.state();
            if let Some(kept) = &mut state.kept {
                let is_that = Some(&kept.token) == refused;
                kept.is_refused |= is_that;
                let is_usable = !kept.is_refused && !self.is_past(kept.stale);
                if is_usable || is_that && !kept.is_accepted {
                    return Ok(kept.token.clone());
                }
            }
            self.join(&mut state)
        };
        fetched.await
    }

    /// The API has taken a token.
    pub(super) fn accepted(&self, token: &Secret) {
        if let Some(kept) = &mut self.state().kept
            && kept.token == *token
        {
            kept.is_accepted = true;
        }
    }

    /// Joins those who wait for a token, or begins to fetch one.
    #[cfg(not(target_arch = "wasm32"))]
    fn join(
        self: &Arc<Self>,
        state: &mut State,
    ) -> Joined<BoxFuture<'static, Result<Secret, TokenError>>> {
        if let Some(under_way) = state.fetching.as_ref().and_then(WeakShared::upgrade) {
            return under_way;
        }
        let fetching: BoxFuture<'static, _> = Box::pin(Arc::clone(self).fetch());
        let fetching = fetching.shared();
        state.fetching = fetching.downgrade();
        fetching
    }

    #[cfg(target_arch = "wasm32")]
    fn join(self: &Arc<Self>, _: &mut State) -> BoxFuture<'static, Result<Secret, TokenError>> {
        Box::pin(Arc::clone(self).fetch())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }

    fn is_past(&self, end: Option<Instant>) -> bool {
        let clock = self.through.clock.as_deref();
        clock
            .zip(end)
            .is_some_and(|(clock, end)| clock.now() >= end)
    }

    /// Fetches a token and keeps it. An error is not kept: who asks next begins anew.
    async fn fetch(self: Arc<Self>) -> Result<Secret, TokenError> {
        let clock = self.through.clock.as_deref();
        let fetched = match within(clock, self.through.timeout, pin!(self.attempts())).await {
            Ok(fetched) => fetched,
            Err(Elapsed) => Err(unanswered(TransportErrorKind::Timeout)),
        };
        let mut state = self.state();
        #[cfg(not(target_arch = "wasm32"))]
        {
            state.fetching = None;
        }
        match fetched {
            Ok((token, stale)) => {
                state.kept = Some(Kept {
                    token: token.clone(),
                    stale,
                    is_accepted: false,
                    is_refused: false,
                });
                Ok(token)
            }
            Err(cause) => Err(TokenError::new(self.scheme, cause)),
        }
    }

    /// Asks until there is an answer that is no reason to ask again. Asking twice does no harm.
    async fn attempts(&self) -> Result<(Secret, Option<Instant>), Cause> {
        let (mut retries, mut refusals) = (0, Refusals::default());
        loop {
            let clock = self.through.clock.as_deref();
            let began = clock.map(Clock::now);
            let outcome = self.attempt().await;
            if let Err(failure) = &outcome
                && refusals.excuse(failure.kind)
            {
                continue;
            }
            let seen = match &outcome {
                Ok((status, headers, _)) => Outcome::Answered(*status, headers),
                Err(failure) => Outcome::Failed(failure.kind),
            };
            let Through { retry, budget, .. } = &self.through;
            let wait = clock.and_then(|clock| {
                let wait = retry.wait(retries, true, &seen, clock.system_time())?;
                Some((clock, wait))
            });
            if let Some((clock, wait)) = wait
                && budget.take()
            {
                clock.sleep(wait).await;
                retries += 1;
                continue;
            }
            let (status, _, body) =
                outcome.map_err(|failure| Cause::Unanswered(Arc::new(failure)))?;
            let (token, lifetime) = self.read(status, &body)?;
            let stale = began.zip(lifetime).and_then(|(began, lifetime)| {
                began.checked_add(lifetime - MARGIN.min(lifetime / 10))
            });
            return Ok((token, stale));
        }
    }

    async fn attempt(
        &self,
    ) -> Result<(StatusCode, HeaderMap, Zeroizing<Vec<u8>>), TransportFailure> {
        let mut request = Request::new(Body::from(self.form.clone()));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = self.uri.clone();
        *request.headers_mut() = self.headers.clone();
        let answer = self.through.transport.send(request).await?;
        let (head, mut body) = answer.into_parts();
        let (mut chunks, mut length) = (Vec::new(), 0);
        while let Some(chunk) = body.chunk().await {
            let chunk =
                chunk.map_err(|error| TransportFailure::new(TransportErrorKind::Other, error))?;
            length += chunk.len();
            if length > MAX_ANSWER {
                return Err(TransportFailure::of(TransportErrorKind::TooLarge));
            }
            chunks.push(chunk);
        }
        // Put together in one go: what grows leaves behind in memory what it held.
        Ok((head.status, head.headers, Zeroizing::new(chunks.concat())))
    }

    /// Reads the answer of the endpoint (RFC 6749, section 5): the token and how long it holds.
    fn read(&self, status: StatusCode, body: &[u8]) -> Result<(Secret, Option<Duration>), Cause> {
        let unusable = |why: &str| Cause::Unusable {
            status,
            why: why.to_owned(),
        };
        // What is wrong with it in detail could show a token.
        let Ok(answer) = serde_json::from_slice::<TokenAnswer>(body) else {
            return Err(unusable(
                "neither a token nor an error (RFC 6749, section 5)",
            ));
        };
        if let Some(error) = answer.error {
            return Err(Cause::Refused {
                status,
                error: self.shown(&error),
                description: answer.error_description.map(|text| self.shown(&text)),
            });
        }
        if !status.is_success() {
            return Err(unusable("no reason is given"));
        }
        let token = answer
            .access_token
            .filter(|token| !token.expose().is_empty());
        let token = token.ok_or_else(|| unusable("there is no `access_token`"))?;
        if let Some(kind) = answer.token_type
            && !kind.eq_ignore_ascii_case("bearer")
        {
            let kind = self.shown(&kind);
            return Err(unusable(&format!(
                "tokens of the type `{kind}` are not known"
            )));
        }
        Ok((token, answer.expires_in.as_ref().and_then(lifetime)))
    }

    /// What the endpoint says, as an error may repeat it.
    fn shown(&self, text: &str) -> String {
        let masked = self.credentials.masked(text);
        let visible = masked.chars().filter(|character| !character.is_control());
        visible.take(MAX_SHOWN).collect()
    }
}

fn unanswered(kind: TransportErrorKind) -> Cause {
    Cause::Unanswered(Arc::new(TransportFailure::of(kind)))
}

/// RFC 6749, sections 5.1 and 5.2.
#[derive(Deserialize)]
struct TokenAnswer {
    access_token: Option<Secret>,
    token_type: Option<String>,
    expires_in: Option<Value>,
    error: Option<String>,
    error_description: Option<String>,
}

/// Seconds; some servers write them as text.
fn lifetime(value: &Value) -> Option<Duration> {
    let seconds = match value {
        Value::String(text) => text.trim().parse().ok()?,
        other => other.as_f64()?,
    };
    Duration::try_from_secs_f64(seconds.max(0.0)).ok()
}
