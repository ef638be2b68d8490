//! Time, which a client asks for through a trait, so that tests need not wait.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use futures_util::future::{Either, select};

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
pub(super) async fn within<T>(
    clock: Option<&dyn Clock>,
    limit: Option<Duration>,
    work: impl Future<Output = T>,
) -> Result<T, Elapsed> {
    let (Some(clock), Some(limit)) = (clock, limit) else {
        return Ok(work.await);
    };
    match select(pin!(work), clock.sleep(limit)).await {
        Either::Left((done, _)) => Ok(done),
        Either::Right(((), _)) => Err(Elapsed),
    }
}
