//! When a request is sent again.

use std::sync::Mutex;
use std::time::{Duration, SystemTime};

use http::header::{HeaderMap, RETRY_AFTER};
use http::{Method, StatusCode};

use super::random;
use super::task::lock;
use super::transport::TransportErrorKind;

/// When a request that failed is sent again, and how long to wait before.
///
/// What may be repeated: a request that never reached the server; of idempotent methods (RFC 9110,
/// section 9.2.2) also one whose answer failed to come, or that was answered with 408, 429, 500, 502,
/// 503 or 504. Of the other methods, one that was answered with 429 or 503 and `Retry-After`, since
/// then the server has not acted on it; and one that carries an idempotency key is treated as
/// idempotent. Where the server has led elsewhere (301, 302 or 303; RFC 9110, section 15.4), it has acted
/// on the request, whatever comes of the one to which it led. A request whose body can be read once,
/// such as a stream, is never repeated.
///
/// What an HTTP/2 server refused unseen
/// ([`TransportErrorKind::Refused`](super::TransportErrorKind::Refused)) is no matter of the policy: it
/// is sent again at once, at most twice in a call. Only after that it is one more request that never
/// reached the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    max_retries: u32,
    first_wait: Duration,
    longest_wait: Duration,
    longest_retry_after: Duration,
    any_method: bool,
}

impl Default for RetryPolicy {
    /// Two retries, after half a second and after one, less up to a half of it at random;
    /// `Retry-After` up to two minutes.
    fn default() -> Self {
        Self {
            max_retries: 2,
            first_wait: Duration::from_millis(500),
            longest_wait: Duration::from_secs(8),
            longest_retry_after: Duration::from_secs(120),
            any_method: false,
        }
    }
}

impl RetryPolicy {
    /// Nothing is sent again, unless the server refused it unseen.
    #[must_use]
    pub fn none() -> Self {
        Self {
            max_retries: 0,
            ..Self::default()
        }
    }

    /// How often a request is sent again at most: 2 unless set.
    #[must_use]
    pub fn max_retries(mut self, max_retries: u32) -> Self {
        self.max_retries = max_retries;
        self
    }

    /// How long to wait before the first retry (half a second unless set), doubled for each that
    /// follows up to the longest (8 seconds unless set). Up to a half of it is left out at random, so
    /// that clients do not come back all at once.
    #[must_use]
    pub fn backoff(mut self, first: Duration, longest: Duration) -> Self {
        self.first_wait = first;
        self.longest_wait = longest;
        self
    }

    /// The longest `Retry-After` (RFC 9110, section 10.2.3) that is waited for: 120 seconds unless
    /// set. A request whose server asks for more is not sent again.
    #[must_use]
    pub fn max_retry_after(mut self, longest: Duration) -> Self {
        self.longest_retry_after = longest;
        self
    }

    /// Treats every request as idempotent, whatever its method: for a call of which you know that
    /// doing it twice does no harm.
    #[must_use]
    pub fn any_method(mut self) -> Self {
        self.any_method = true;
        self
    }

    pub(super) fn takes_as_idempotent(&self, is_idempotent: bool) -> bool {
        is_idempotent || self.any_method
    }

    /// How long to wait before sending a request again; nothing when it is not to be sent again.
    /// `retries` is how often that was done before.
    pub(super) fn wait(
        &self,
        retries: u32,
        is_idempotent: bool,
        outcome: &Outcome<'_>,
        now: SystemTime,
    ) -> Option<Duration> {
        if retries >= self.max_retries {
            return None;
        }
        let is_idempotent = self.takes_as_idempotent(is_idempotent);
        let backoff = || self.backoff_after(retries);
        match *outcome {
            Outcome::Failed(kind) if kind.is_undone() => Some(backoff()),
            Outcome::Failed(TransportErrorKind::Timeout | TransportErrorKind::Other) => {
                is_idempotent.then(backoff)
            }
            Outcome::Failed(_) => None,
            Outcome::Answered(status, headers) => {
                let retry_after = retry_after(headers, now);
                let may = match status.as_u16() {
                    429 | 503 => is_idempotent || retry_after.is_some(),
                    408 | 500 | 502 | 504 => is_idempotent,
                    _ => false,
                };
                let wait = retry_after.unwrap_or_else(backoff);
                let too_long = retry_after.is_some_and(|wait| wait > self.longest_retry_after);
                (may && !too_long).then_some(wait)
            }
        }
    }

    fn backoff_after(&self, retries: u32) -> Duration {
        let doubled = 2_u32.checked_pow(retries);
        let wait = doubled.and_then(|factor| self.first_wait.checked_mul(factor));
        let wait = wait.map_or(self.longest_wait, |wait| wait.min(self.longest_wait));
        wait - wait.mul_f64(random::fraction() / 2.0)
    }
}

/// How often something was sent again at once because the server had not looked at it: servers close
/// connections all the time, which is no failure yet, and takes no retry.
#[derive(Default)]
pub(super) struct Refusals(u32);

impl Refusals {
    /// After that many, another one is a failure.
    const MOST: u32 = 2;

    /// Whether to send again at once after a failure of this kind.
    pub(super) fn excuse(&mut self, kind: TransportErrorKind) -> bool {
        let is_excused = kind == TransportErrorKind::Refused && self.0 < Self::MOST;
        self.0 += u32::from(is_excused);
        is_excused
    }
}

/// How an attempt ended.
pub(super) enum Outcome<'a> {
    Failed(TransportErrorKind),
    Answered(StatusCode, &'a HeaderMap),
}

/// RFC 9110, section 9.2.2; `QUERY` is safe (OpenAPI 3.2).
pub(super) fn is_idempotent(method: &Method) -> bool {
    matches!(
        method.as_str(),
        "GET" | "HEAD" | "OPTIONS" | "TRACE" | "PUT" | "DELETE" | "QUERY"
    )
}

/// How long the server asks to wait (RFC 9110, section 10.2.3): seconds or a date.
fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // More digits than fit are a time that nobody waits for.
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
    }
    let date = httpdate::parse_http_date(text).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}

/// How many retries the calls of a client have between them, so that an outage of the server is
/// not made worse by all of them asking again: each retry takes one, each call puts back a fifth.
#[derive(Debug)]
pub(super) struct RetryBudget {
    /// In fifths of a retry.
    left: Mutex<u64>,
    most: u64,
}

const RETRY: u64 = 5;

impl RetryBudget {
    /// The retries that are there unless the user sets another number.
    pub(super) const USUAL: u32 = 50;

    pub(super) fn new(retries: u32) -> Self {
        let most = u64::from(retries) * RETRY;
        Self {
            left: Mutex::new(most),
            most,
        }
    }

    /// A call begins.
    pub(super) fn put_back(&self) {
        self.change(|left| Some((left + 1).min(self.most)));
    }

    /// Whether there is a retry left, which is taken.
    pub(super) fn take(&self) -> bool {
        self.change(|left| left.checked_sub(RETRY))
    }

    fn change(&self, change: impl FnOnce(u64) -> Option<u64>) -> bool {
        let mut left = lock(&self.left);
        let changed = change(*left);
        *left = changed.unwrap_or(*left);
        changed.is_some()
    }
}
