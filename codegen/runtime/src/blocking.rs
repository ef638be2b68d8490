//! Calls for programs without an async runtime, with the feature `blocking`.

use std::io;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::OnceLock;

use futures_util::stream::{Stream, StreamExt as _};
use tokio::runtime::{Builder, Handle, Runtime};

use super::answer::Response;
use super::call::{Call, Operation};
use super::download::{Download, SaveError};
use super::error::Error;
use super::failure::InvalidRequest;
use super::pages::{Items, Paged, Pages};
use super::stream::{ItemStream, Reconnecting};

/// What drives all blocking calls of the program: one thread, started with the first of them.
fn runtime() -> Result<&'static Runtime, InvalidRequest> {
    static RUNTIME: OnceLock<io::Result<Runtime>> = OnceLock::new();
    if Handle::try_current().is_ok() {
        return Err(InvalidRequest::new(
            "it would block an async runtime: await the call there instead",
        ));
    }
    let start = || {
        Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
    };
    RUNTIME
        .get_or_init(start)
        .as_ref()
        .map_err(|error| InvalidRequest::new(format!("blocking calls cannot be made: {error}")))
}

impl<O: Operation> Call<'_, O> {
    /// Sends the call, blocks until there is an answer, and reads it.
    ///
    /// # Errors
    ///
    /// See [`Error`]. Within an async runtime it is an [`Error::InvalidRequest`]: the runtime would
    /// stand still.
    pub fn send_blocking(self) -> Result<Response<O::Output>, Error<O::Error>> {
        match runtime() {
            Ok(runtime) => runtime.block_on(self.send()),
            Err(fault) => Err(Error::InvalidRequest(fault.of(&O::INFO))),
        }
    }

    /// The same as [`download`](Self::download), blocking until the head of an answer is there.
    ///
    /// # Errors
    ///
    /// Those of [`send_blocking`](Self::send_blocking).
    pub fn download_blocking(self) -> Result<Download, Error<O::Error>> {
        match runtime() {
            Ok(runtime) => runtime.block_on(self.download()),
            Err(fault) => Err(Error::InvalidRequest(fault.of(&O::INFO))),
        }
    }
}

impl Download {
    /// The chunks as an iterator that blocks.
    pub fn into_blocking(self) -> Blocking<Self> {
        Blocking(Box::pin(self))
    }

    /// The same as [`save_to`](Self::save_to), blocking until the file is there.
    ///
    /// # Errors
    ///
    /// Those of `save_to`; within an async runtime it is a [`SaveError::File`].
    pub fn save_to_blocking(self, path: impl Into<PathBuf>) -> Result<u64, SaveError> {
        let path = path.into();
        match runtime() {
            Ok(runtime) => runtime.block_on(self.save_to(path)),
            Err(fault) => Err(SaveError::File(path, io::Error::other(fault))),
        }
    }
}

impl<'c, O, T> Reconnecting<'c, O, T>
where
    O: Operation<Output = ItemStream<T>>,
{
    /// The events as an iterator that blocks.
    pub fn into_blocking(self) -> Blocking<Self> {
        Blocking(Box::pin(self))
    }
}

/// A stream as an iterator, which blocks until there is an item.
///
/// It panics where a blocking call would be an error: within an async runtime.
#[derive(Debug)]
#[must_use = "an iterator does nothing until it is asked"]
pub struct Blocking<S>(Pin<Box<S>>);

impl<S: Stream> Iterator for Blocking<S> {
    type Item = S::Item;

    fn next(&mut self) -> Option<S::Item> {
        match runtime() {
            Ok(runtime) => runtime.block_on(self.0.next()),
            Err(fault) => panic!("{fault}"),
        }
    }
}

impl<'c, O: Paged> Pages<'c, O> {
    /// The pages as an iterator that blocks.
    pub fn into_blocking(self) -> Blocking<Self> {
        Blocking(Box::pin(self))
    }
}

impl<'c, O: Paged> Items<'c, O> {
    /// The items as an iterator that blocks.
    pub fn into_blocking(self) -> Blocking<Self> {
        Blocking(Box::pin(self))
    }
}

impl<T> ItemStream<T> {
    /// The items as an iterator that blocks.
    pub fn into_blocking(self) -> Blocking<Self> {
        Blocking(Box::pin(self))
    }
}
