//! What tasks and threads need: futures and streams in boxes, which are `Send` wherever there are
//! threads, work that blocks, and locks.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Mutex, MutexGuard, PoisonError};

use futures_util::stream::Stream;

/// A future in a box.
#[cfg(not(target_arch = "wasm32"))]
pub type BoxFuture<'f, T> = Pin<Box<dyn Future<Output = T> + Send + 'f>>;

/// A future in a box.
#[cfg(target_arch = "wasm32")]
pub type BoxFuture<'f, T> = Pin<Box<dyn Future<Output = T> + 'f>>;

/// A stream in a box.
#[cfg(not(target_arch = "wasm32"))]
pub(super) type BoxStream<'s, T> = Pin<Box<dyn Stream<Item = T> + Send + 's>>;

/// A stream in a box.
#[cfg(target_arch = "wasm32")]
pub(super) type BoxStream<'s, T> = Pin<Box<dyn Stream<Item = T> + 's>>;

/// What a mutex holds. A panic elsewhere leaves nothing half done in those of a client, so that it is no
/// reason to fail here.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// An error of any kind.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Does work that blocks, on a thread that is there for it. Without tokio there is none, and the work
/// is done at once.
///
/// # Errors
///
/// The work panicked.
#[cfg(not(target_arch = "wasm32"))]
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> std::io::Result<T> {
    match tokio::runtime::Handle::try_current() {
        Ok(handle) => {
            let done = handle.spawn_blocking(work).await;
            done.map_err(std::io::Error::other)
        }
        Err(_) => Ok(work()),
    }
}
