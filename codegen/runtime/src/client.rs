//! The client: what its calls share.

use std::fmt;
use std::sync::Arc;

use http::HeaderMap;

use super::clock::Clock;
use super::credential::{Credential, Scheme};
use super::hook::Hook;
use super::outgoing::Timeouts;
use super::retry::{RetryBudget, RetryPolicy};
use super::server::BaseUrl;
use super::transport::Carrier;

/// A client of the API.
///
/// Cloning is cheap, and clones share their connections. It is made by `Client::builder()`.
#[derive(Clone)]
pub struct Client {
    shared: Arc<Shared>,
}

/// What the clones of a client share.
pub(super) struct Shared {
    pub(super) transport: Carrier,
    /// Without one, as in a browser, nothing is timed and nothing is sent again.
    pub(super) clock: Option<Arc<dyn Clock>>,
    pub(super) hooks: Vec<Arc<dyn Hook>>,
    pub(super) retry: RetryPolicy,
    pub(super) budget: Arc<RetryBudget>,
    pub(super) timeouts: Timeouts,
    /// How long an answer may be that is not read item by item, in bytes.
    pub(super) max_answer: u64,
    /// How long an item of an answer may be that is read item by item, in bytes.
    pub(super) max_item: usize,
    pub(super) base: BaseUrl,
    pub(super) headers: HeaderMap,
    pub(super) credentials: Vec<(Scheme, Credential)>,
    /// The connection may bring a client certificate, which satisfies mutual TLS.
    pub(super) has_certificate: bool,
    /// Credentials may go over plain HTTP.
    pub(super) allows_http: bool,
}

impl Client {
    pub(super) fn new(shared: Shared) -> Self {
        Self {
            shared: Arc::new(shared),
        }
    }

    pub(super) fn shared(&self) -> &Shared {
        &self.shared
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Client")
            .field("base_url", &self.shared.base.as_str())
            .field("credentials", &SchemeNames(&self.shared.credentials))
            .finish_non_exhaustive()
    }
}

/// Shows which schemes have credentials, and never the credentials.
pub(super) struct SchemeNames<'a>(pub(super) &'a [(Scheme, Credential)]);

impl fmt::Debug for SchemeNames<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.0.iter().map(|(scheme, _)| scheme.name);
        formatter.debug_list().entries(names).finish()
    }
}

/// Defines what has the operations of a tag as its methods, and the method of the client that leads
/// there.
macro_rules! group {
    ($(#[$docs:meta])* pub struct $group:ident by $accessor:ident) => {
        impl $crate::runtime::Client {
            $(#[$docs])*
            #[must_use]
            pub fn $accessor(&self) -> $group<'_> {
                $group { client: self }
            }
        }

        $(#[$docs])*
        #[derive(Clone, Copy, Debug)]
        pub struct $group<'c> {
            client: &'c $crate::runtime::Client,
        }
    };
}
pub(crate) use group;
