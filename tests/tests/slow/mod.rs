//! Servers that are slow, and the clock with which no test waits for them: what the runtime's own tests
//! have for that. The crate that mounts this says as `runtime` which client's clock it is.
#![allow(
    dead_code,
    unreachable_pub,
    reason = "the files of the runtime's tests have more than is used here"
)]

use std::sync::Arc;
use std::time::Duration;

#[path = "../../../runtime/tests/client/clock.rs"]
mod clock;
#[path = "../../../runtime/tests/client/hand.rs"]
mod hand;
#[path = "../../../runtime/tests/client/slow.rs"]
mod servers;

pub use clock::TestClock;
pub use servers::{dripping, stalling};

pub const MINUTE: Duration = Duration::from_secs(60);

/// A clock that skips waits between attempts, and is moved on through limits.
pub fn clock() -> Arc<TestClock> {
    TestClock::new(Duration::from_secs(10))
}
