//! A mock server of the API, for the tests of a client's users: what each operation is to answer, and
//! which calls came. HTTP is served by `wiremock`, on the loopback.

mod headers;
mod items;
mod matching;
mod operation;
mod written;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard};

use wiremock::matchers::any;
use wiremock::{Mock, Request, Respond, ResponseTemplate};

use super::builder::ClientBuilder;
use super::call::OperationInfo;
use super::client::Client;
use super::credential::{Credential, Scheme, SchemeKind};
use super::request::Request as Wanted;
use super::retry::RetryPolicy;
use super::task::lock;
use matching::Paths;

pub(crate) use headers::write_header;
pub use operation::{MockOperation, Times};
pub use written::Mocked;
pub(crate) use written::{Statuses, Written, mocked};

/// What the document says about the API as a whole.
pub(crate) struct MockApi {
    /// What a client is made of.
    pub(crate) builder: fn() -> ClientBuilder,
    /// The security schemes.
    pub(crate) schemes: &'static [Scheme],
    /// All operations.
    pub(crate) operations: &'static [&'static [OperationInfo]],
}

/// A server that answers as a test says: it has a method for each operation, grouped as in the
/// [`Client`], and counts the calls.
///
/// A call that no [`MockOperation`] was told to answer gets the status 404 and a text that says why.
/// When the server is dropped, it panics if an operation was not called as often as
/// [`MockOperation::expect`] says.
pub struct MockServer {
    api: &'static MockApi,
    server: wiremock::MockServer,
    base_path: String,
    state: Arc<Mutex<State>>,
}

/// What the server knows, and what it has seen.
struct State {
    paths: Paths,
    stubs: Vec<Stub>,
    requests: Vec<Request>,
    /// What was answered to calls that nothing was said about.
    unmatched: Vec<String>,
}

/// What calls of an operation are answered.
struct Stub {
    info: OperationInfo,
    /// What a call must hold.
    wanted: Wanted,
    answer: Arc<dyn Respond>,
    /// How many calls it still answers, where that is limited.
    left: Option<u64>,
    expected: Option<Times>,
    calls: u64,
}

impl MockServer {
    /// Starts a server whose paths begin so.
    pub(crate) async fn of(api: &'static MockApi, base_path: &str) -> Self {
        let base_path = base_path.trim_matches('/');
        let base_path = match base_path {
            "" => String::new(),
            path => format!("/{path}"),
        };
        let operations = api.operations.iter().copied().flatten().copied();
        let state = Arc::new(Mutex::new(State {
            paths: Paths::new(operations.collect(), &base_path),
            stubs: Vec::new(),
            requests: Vec::new(),
            unmatched: Vec::new(),
        }));
        let server = wiremock::MockServer::start().await;
        let answering = Arc::clone(&state);
        // What a test has said to answer may ask the mock itself, so it is not kept waiting.
        let answer = move |request: &Request| {
            let answer = lock(&answering).answer(request);
            answer.respond(request)
        };
        let all = Mock::given(any()).respond_with(answer);
        server.register(all).await;
        Self {
            api,
            server,
            base_path,
            state,
        }
    }

    /// The base URL to give to a client, without a trailing slash.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("{}{}", self.server.uri(), self.base_path)
    }

    /// What a client of the mock is made of: its URL, and placeholders as the credentials of every
    /// security scheme. It sends nothing again, so that a test sees the answers that it has set one by
    /// one; for a test of that, set a policy with [`ClientBuilder::retry`].
    pub fn client_builder(&self) -> ClientBuilder {
        let builder = (self.api.builder)()
            .base_url(self.base_url())
            .retry(RetryPolicy::none());
        self.api.schemes.iter().fold(builder, |builder, scheme| {
            let credential = match scheme.kind {
                // The connection is the user's matter, and the mock asks for no certificate.
                SchemeKind::Transport => return builder.http_client(reqwest::Client::new()),
                SchemeKind::Basic => Credential::Basic {
                    username: PLACEHOLDER.to_owned(),
                    password: PLACEHOLDER.into(),
                },
                _ => Credential::Token(PLACEHOLDER.into()),
            };
            builder.credential(*scheme, credential)
        })
    }

    /// A client of the mock, made by [`client_builder`](Self::client_builder).
    ///
    /// # Panics
    ///
    /// The platform has no HTTP client.
    #[must_use]
    #[track_caller]
    pub fn client(&self) -> Client {
        match self.client_builder().build() {
            Ok(client) => client,
            Err(error) => panic!("the client of the mock cannot be built: {error}"),
        }
    }

    /// All requests so far in the order in which they came, those that nothing was said about
    /// included.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        self.state().requests.clone()
    }

    /// Compares the calls so far with those that were expected; the server does so by itself when it
    /// is dropped.
    ///
    /// # Panics
    ///
    /// An operation was called more often or less often than [`MockOperation::expect`] says.
    #[track_caller]
    pub fn verify(&self) {
        let report = self.state().report();
        if let Some(report) = report {
            panic!("{report}");
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }
}

/// What stands for a user, a password, a token or a key.
const PLACEHOLDER: &str = "mock";

impl State {
    /// Answers as the first of those says that take the request and have not answered often enough.
    fn answer(&mut self, request: &Request) -> Arc<dyn Respond> {
        self.requests.push(request.clone());
        let paths = &self.paths;
        let mut missed = Vec::new();
        for stub in &mut self.stubs {
            match (
                paths.difference(&stub.info, &stub.wanted, request),
                stub.left,
            ) {
                (None, Some(0)) => missed.push((&stub.info, "it has answered often enough".into())),
                (None, _) => {
                    stub.left = stub.left.map(|left| left - 1);
                    stub.calls += 1;
                    return Arc::clone(&stub.answer);
                }
                (Some(why), _) => missed.push((&stub.info, why)),
            }
        }
        let report = unmatched(paths, request, &missed);
        let answer = ResponseTemplate::new(404).set_body_string(&report);
        self.unmatched.push(report);
        Arc::new(answer)
    }

    /// What is not as it was expected, if anything.
    fn report(&self) -> Option<String> {
        let failed = self.stubs.iter().filter_map(|stub| {
            let expected = stub.expected.filter(|times| !times.admits(stub.calls))?;
            let OperationInfo {
                id, method, path, ..
            } = stub.info;
            let (wanted, calls) = (stub.wanted.shown(), stub.calls);
            Some(format!(
                "\n- {id} ({method} {path}){wanted}: expected {expected}, got {calls}"
            ))
        });
        let failed: String = failed.collect();
        if failed.is_empty() {
            return None;
        }
        let unmatched: String = self
            .unmatched
            .iter()
            .map(|why| format!("\n{why}"))
            .collect();
        Some(format!(
            "the calls of the mock are not as expected:{failed}{unmatched}"
        ))
    }
}

/// Says why nothing answers a request.
fn unmatched(paths: &Paths, request: &Request, missed: &[(&OperationInfo, String)]) -> String {
    let (method, path) = (&request.method, request.url.path());
    let mut report = format!("nothing was mocked that answers {method} {path}");
    let addressed: Vec<&str> = paths.addressed(request).map(|info| info.id).collect();
    report.push_str(&match addressed.as_slice() {
        [] => ", which is no operation of the document".to_owned(),
        ids => format!(", which is {}", ids.join(" or ")),
    });
    for (info, why) in missed {
        report.push_str(&format!(
            "\n- {} ({} {}): {why}",
            info.id, info.method, info.path
        ));
    }
    report
}

impl Drop for MockServer {
    fn drop(&mut self) {
        // Within a panic, a second one would end the whole program.
        if !std::thread::panicking() {
            self.verify();
        }
    }
}

impl fmt::Debug for MockServer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("MockServer")
            .field("base_url", &self.base_url())
            .finish_non_exhaustive()
    }
}

/// Defines what has the mocked operations of a tag as its methods, the method of the server that
/// leads there, and the list of them; without a tag, the methods are the server's own.
macro_rules! mock_group {
    (
        $(#[$docs:meta])*
        pub struct $group:ident by $accessor:ident {
            $($method:ident: $operation:ident,)*
        }
    ) => {
        impl $crate::runtime::MockServer {
            $(#[$docs])*
            #[must_use]
            pub fn $accessor(&self) -> $group<'_> {
                $group { server: self }
            }
        }

        $(#[$docs])*
        #[derive(Clone, Copy, Debug)]
        pub struct $group<'m> {
            server: &'m $crate::runtime::MockServer,
        }

        impl<'m> $group<'m> {
            $(
                #[doc = ::std::concat!("Mocks [`", ::std::stringify!($operation), "`](enum@", ::std::stringify!($operation), ").")]
                pub fn $method(&self) -> $crate::runtime::MockOperation<'m, $operation> {
                    $crate::runtime::MockOperation::new(self.server)
                }
            )*
        }

        pub(super) const OPERATIONS: &[$crate::runtime::OperationInfo] =
            &[$(<$operation as $crate::runtime::Operation>::INFO),*];
    };
    ($($method:ident: $operation:ident,)*) => {
        impl $crate::runtime::MockServer {
            $(
                #[doc = ::std::concat!("Mocks [`", ::std::stringify!($operation), "`](enum@", ::std::stringify!($operation), ").")]
                pub fn $method(&self) -> $crate::runtime::MockOperation<'_, $operation> {
                    $crate::runtime::MockOperation::new(self)
                }
            )*
        }

        pub(super) const OPERATIONS: &[$crate::runtime::OperationInfo] =
            &[$(<$operation as $crate::runtime::Operation>::INFO),*];
    };
}
pub(crate) use mock_group;

/// Defines the methods by which a mocked operation takes only the calls that have a certain
/// parameter: each as in [`parameters!`](super::parameters).
macro_rules! matchers {
    (
        $(#[$allow:meta])*
        $operation:ident {
            $(
                $(#[$docs:meta])*
                $name:ident: $how:ident $type:ty = $place:ident($($wire:literal $(, $style:expr)?)?),
            )*
        }
    ) => {
        $(#[$allow])*
        impl $crate::runtime::MockOperation<'_, $operation> {
            $($crate::runtime::parameter! {
                [$(#[$docs])*] $name $how [$type] $place [$($wire, $($style,)?)?]
            })*
        }
    };
}
pub(crate) use matchers;
