//! A stateful fake of the SignalWire SIP API on a loopback port.
//!
//! It holds requests against the document as strictly as it can: method, path, query, headers,
//! credentials and body. What it answers is valid by the document unless a test asks for a
//! [`Misbehaviour`]. What it received can be read back with [`Fake::requests`].

mod addresses;
mod credentials;
mod crud;
mod endpoints;
mod errors;
mod gateways;
mod misbehaviour;
mod paging;
mod profile;
mod router;
mod state;
mod subscribers;

use std::collections::VecDeque;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::http::HeaderMap;
use serde_json::{Value, json};
use tokio::runtime::Runtime;
use uuid::Uuid;

pub use misbehaviour::Misbehaviour;

use state::State;

/// A running fake. It and all its connections end when it is dropped.
#[derive(Debug)]
pub struct Fake {
    shared: Arc<Shared>,
    // An option only so that `drop` can take it; a runtime of its own ends every connection with it.
    runtime: Option<Runtime>,
}

/// A request as it came in over the wire.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// The method, `GET` and so on.
    pub method: String,
    /// The path as it was sent, percent-encoding and all.
    pub path: String,
    /// The query as it was sent, without the question mark; empty when there was none.
    pub query: String,
    /// All headers.
    pub headers: HeaderMap,
    /// The body, if it was JSON.
    pub body: Option<Value>,
}

impl Recorded {
    /// A header's value as text, if there is such a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }
}

/// What the handlers of requests and the test's [`Fake`] have in common.
#[derive(Debug)]
struct Shared {
    url: String,
    state: Mutex<State>,
    requests: Mutex<Vec<Recorded>>,
    misbehaviours: Mutex<VecDeque<Misbehaviour>>,
}

impl Fake {
    /// The id of the one subscriber that the fake knows.
    pub const SUBSCRIBER: Uuid = Uuid::from_u128(0x5b5c_21be_0000_4000_8000_0000_0000_0001);

    /// The id of the one resource that the fake lets handle calls.
    pub const RESOURCE: Uuid = Uuid::from_u128(0x4e50_02ce_0000_4000_8000_0000_0000_0001);

    const PROJECT_ID: &str = "6a1b2c3d-0000-4000-8000-000000000001";
    const API_TOKEN: &str = "PTfake0123456789";

    /// Starts a fake on a free port of the loopback interface.
    pub async fn start() -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("a runtime for the fake");
        let listener = std::net::TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))
            .and_then(|listener| listener.set_nonblocking(true).map(|()| listener))
            .expect("a free port of the loopback interface");
        let address = listener.local_addr().expect("the port that was bound");
        let shared = Arc::new(Shared {
            url: format!("http://{address}"),
            state: Mutex::default(),
            requests: Mutex::default(),
            misbehaviours: Mutex::default(),
        });
        let app = router::app(Arc::clone(&shared));
        runtime.spawn(async move {
            let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
            axum::serve(listener, app).await.expect("the fake's server");
        });
        Self {
            shared,
            runtime: Some(runtime),
        }
    }

    /// The fake's address, `http://127.0.0.1:` and its port.
    pub fn url(&self) -> &str {
        &self.shared.url
    }

    /// The project id and API token that the fake accepts.
    pub fn credentials() -> (&'static str, &'static str) {
        (Self::PROJECT_ID, Self::API_TOKEN)
    }

    /// The requests received so far, in the order in which they came.
    pub fn requests(&self) -> Vec<Recorded> {
        lock(&self.shared.requests).clone()
    }

    /// The newest request.
    pub fn last_request(&self) -> Recorded {
        self.requests()
            .pop()
            .expect("the fake has received no request")
    }

    /// Has the fake misbehave in its answer to the next request; several queue up.
    pub fn next(&self, misbehaviour: Misbehaviour) {
        lock(&self.shared.misbehaviours).push_back(misbehaviour);
    }

    /// Adds SIP endpoints `user-0`, `user-1` and so on, as if they had been created before.
    pub fn add_sip_endpoints(&self, count: usize) -> Vec<Uuid> {
        let mut state = lock(&self.shared.state);
        let body = |number| json!({ "username": format!("user-{number}"), "password": "secret" });
        let added =
            (0..count).map(|number| crud::insert(&endpoints::RESOURCE, &mut state, &body(number)));
        added
            .map(|id| id.parse().expect("an id of the fake"))
            .collect()
    }

    /// Adds SIP addresses `line-0`, `line-1` and so on, as if they had been created before.
    pub fn add_sip_addresses(&self, count: usize) -> Vec<Uuid> {
        let mut state = lock(&self.shared.state);
        let body = |number| json!({ "name": format!("line-{number}"), "calling_handler_resource_id": Self::RESOURCE });
        let added =
            (0..count).map(|number| crud::insert(&addresses::RESOURCE, &mut state, &body(number)));
        added
            .map(|id| id.parse().expect("an id of the fake"))
            .collect()
    }
}

impl Drop for Fake {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// A test that failed elsewhere must not make the fake fail in its own way.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
