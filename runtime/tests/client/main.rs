//! A small client in the shape of generated ones, against a real server on the loopback.
//!
//! The runtime is mounted as a client has it, so its macros and what is `pub(crate)` are tested
//! where they are used.
#![allow(
    missing_docs,
    unreachable_pub,
    dead_code,
    unused_imports,
    unused_mut,
    unused_variables,
    reason = "this stands for a generated client, whose modules allow this as well"
)]
#![allow(
    clippy::disallowed_methods,
    reason = "it is the generator that touches no files"
)]

#[path = "../../../codegen/runtime/src/lib.rs"]
mod runtime;

mod client;
mod types;
mod widgets;

mod hand;
mod server;

mod answers;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod authority;
#[cfg(feature = "blocking")]
mod blocking;
mod bodies;
mod builder;
#[cfg(any(feature = "rustls", feature = "native-tls"))]
mod certificates;
mod clock;
mod compositions;
mod credentials;
mod data;
mod dates;
mod deadlines;
mod decimals;
mod defaults;
mod downloads;
mod encryption;
mod headers;
mod hooks;
mod incoming;
mod oauth;
mod objects;
mod pages;
mod parameters;
mod providers;
mod reconnecting;
#[cfg(feature = "rustls")]
mod refusals;
mod requests;
mod retries;
mod shown;
mod slow;
mod streams;
#[cfg(feature = "tracing")]
mod traces;
mod transport;
mod transports;
mod unions;
mod upload_files;
mod uploads;

use std::future::Future;
use std::time::Duration;

use crate::runtime::Client;
use crate::server::Server;

/// Runs a future to its end.
fn wait<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
        .block_on(future)
}

/// Runs a future to its end in a time that passes by itself where there is nothing to do but to wait
/// for it, and says how much that was: for what ends by running out of time.
fn wait_paused<T>(future: impl Future<Output = T>) -> (T, Duration) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .build()
        .expect("a runtime");
    runtime.block_on(async {
        let began = tokio::time::Instant::now();
        (future.await, began.elapsed())
    })
}

/// A client of a server, with credentials.
fn client(server: &Server) -> Client {
    Client::builder()
        .base_url(server.url())
        .basic_auth("user", "password")
        .build()
        .expect("a client")
}

/// An error and all its causes, as they show.
fn chain(error: &dyn std::error::Error) -> String {
    let mut shown = format!("{error} {error:?} {error:#?}");
    let mut source = error.source();
    while let Some(error) = source {
        shown = format!("{shown}\n{error} {error:?}");
        source = error.source();
    }
    shown
}
