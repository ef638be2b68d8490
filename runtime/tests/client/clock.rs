//! A clock that tests move on.

use std::sync::{Arc, Mutex};
use std::task::{Poll, Waker};
use std::time::{Duration, Instant, SystemTime};

use crate::runtime::{BoxFuture, Clock};

/// Time that stands still until a test moves it on. Waiting for less than `patience` takes no time: the
/// clock jumps to the end of it, and keeps how long it was.
pub struct TestClock {
    patience: Duration,
    start: Instant,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    passed: Duration,
    waited: Vec<Duration>,
    wakers: Vec<Waker>,
}

impl TestClock {
    pub fn new(patience: Duration) -> Arc<Self> {
        Arc::new(Self {
            patience,
            start: Instant::now(),
            state: Arc::default(),
        })
    }

    /// The times that were waited, below the patience.
    pub fn waited(&self) -> Vec<Duration> {
        self.state.lock().expect("no panic").waited.clone()
    }

    /// Moves the time on.
    pub fn advance(&self, by: Duration) {
        let mut state = self.state.lock().expect("no panic");
        state.passed += by;
        state.wakers.drain(..).for_each(Waker::wake);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Instant {
        self.start + self.state.lock().expect("no panic").passed
    }

    /// It began at the end of 1994-11-06T08:49:37Z, the date of RFC 9110's examples.
    fn system_time(&self) -> SystemTime {
        let passed = self.state.lock().expect("no panic").passed;
        SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777) + passed
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        let state = Arc::clone(&self.state);
        let mut locked = state.lock().expect("no panic");
        if duration < self.patience {
            locked.passed += duration;
            locked.waited.push(duration);
        }
        let end = match duration < self.patience {
            true => locked.passed,
            false => locked.passed + duration,
        };
        drop(locked);
        Box::pin(std::future::poll_fn(move |context| {
            let mut state = state.lock().expect("no panic");
            if state.passed >= end {
                return Poll::Ready(());
            }
            state.wakers.push(context.waker().clone());
            Poll::Pending
        }))
    }
}
