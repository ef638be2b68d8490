//! Time, which a client asks for through a trait, so that tests need not wait.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, Instant, SystemTime};

use super::task::BoxFuture;

/// Tells the time and waits.
///
/// A client uses tokio's timers unless [`ClientBuilder::clock`](super::ClientBuilder::clock) gives it
/// another clock, for instance one that a test moves on by itself.
pub trait Clock: Send + Sync + 'static {
    /// The time that has passed, against which deadlines are measured.
    fn now(&self) -> Instant;

    /// The time of day, against which the dates of servers are read.
    fn system_time(&self) -> SystemTime {
        SystemTime::now()
    }

    /// Waits.
    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()>;
}

impl<C: Clock + ?Sized> Clock for Arc<C> {
    fn now(&self) -> Instant {
        (**self).now()
    }

    fn system_time(&self) -> SystemTime {
        (**self).system_time()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        (**self).sleep(duration)
    }
}

/// The clock of the system, with tokio's timers.
#[cfg(not(target_arch = "wasm32"))]
pub(super) struct SystemClock;

#[cfg(not(target_arch = "wasm32"))]
impl Clock for SystemClock {
    fn now(&self) -> Instant {
        Instant::now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        Box::pin(tokio::time::sleep(duration))
    }
}

/// Time ran out.
#[derive(Clone, Copy, Debug)]
pub(super) struct Elapsed;

/// Waits for work no longer than a limit. Without a clock, as in a browser, there are no limits.
pub(super) fn within<T>(
    clock: Option<&dyn Clock>,
    limit: Option<Duration>,
    mut work: impl Future<Output = T> + Unpin,
) -> impl Future<Output = Result<T, Elapsed>> {
    let mut end = clock.zip(limit).map(|(clock, limit)| clock.sleep(limit));
    poll_fn(
        move |context| match (Pin::new(&mut work).poll(context), &mut end) {
            (Poll::Ready(done), _) => Poll::Ready(Ok(done)),
            (Poll::Pending, Some(end)) => end.as_mut().poll(context).map(|()| Err(Elapsed)),
            (Poll::Pending, None) => Poll::Pending,
        },
    )
}
