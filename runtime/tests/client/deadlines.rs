//! How long a call may take.

use std::future::Future;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join;

use crate::clock::TestClock;
use crate::hand::Incoming;
use crate::runtime::{Client, ClientBuilder, RetryPolicy};
use crate::slow::dripping;
use crate::wait;

const MINUTE: Duration = Duration::from_secs(60);

/// A server that a test drives by hand.
struct Slow {
    listener: Arc<TcpListener>,
    clock: Arc<TestClock>,
}

impl Slow {
    fn start() -> Self {
        Self {
            listener: Arc::new(TcpListener::bind("127.0.0.1:0").expect("a port")),
            clock: TestClock::new(Duration::from_secs(10)),
        }
    }

    fn builder(&self) -> ClientBuilder {
        let url = format!("http://{}", self.listener.local_addr().expect("an address"));
        Client::builder()
            .base_url(url)
            .basic_auth("user", "password")
            .clock(Arc::clone(&self.clock))
    }

    /// Takes a request, writes this, and then lets time pass.
    fn answer(&self, text: &'static str, then: Duration) -> impl Future<Output = Incoming> {
        let (listener, clock) = (Arc::clone(&self.listener), Arc::clone(&self.clock));
        async move {
            let taken = tokio::task::spawn_blocking(move || {
                let mut request = Incoming::take(&listener);
                request.write(text);
                request
            });
            let request = taken.await.expect("no panic");
            // The client has the text before the time passes.
            for _ in 0..64 {
                tokio::task::yield_now().await;
            }
            clock.advance(then);
            request
        }
    }
}

#[test]
fn a_call_ends_at_its_deadline() {
    let slow = Slow::start();
    let client = slow.builder().timeout(MINUTE).build().expect("a client");
    let call = client.widgets().retrieve_widget("a").send();
    let (answered, _stream) = wait(join(call, slow.answer("", MINUTE)));
    let error = answered.expect_err("too late");
    assert!(error.is_timeout() && !error.is_connect() && !error.is_body());
    assert_eq!(
        error.to_string(),
        "retrieve_widget: GET /api/widgets/{id}: timed out waiting for the answer"
    );
}

#[test]
fn a_deadline_holds_for_the_body_too() {
    let slow = Slow::start();
    let client = slow.builder().timeout(MINUTE).build().expect("a client");
    let call = client.widgets().retrieve_widget("a").send();
    let half = "HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{";
    let (answered, _stream) = wait(join(call, slow.answer(half, MINUTE)));
    let error = answered.expect_err("too late");
    assert!(error.is_timeout());
}

#[test]
fn a_server_that_stalls_within_the_body_is_given_up() {
    let slow = Slow::start();
    let builder = slow.builder().read_timeout(MINUTE / 2);
    let client = builder.timeout(100 * MINUTE).build().expect("a client");
    let call = client.widgets().retrieve_widget("a").send();
    let half = "HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{";
    let (answered, _stream) = wait(join(call, slow.answer(half, MINUTE / 2)));
    let error = answered.expect_err("too late");
    assert!(error.is_timeout());
    let shown = "retrieve_widget: GET /api/widgets/{id}: timed out reading the answer";
    assert_eq!(error.to_string(), shown);
}

#[test]
fn an_answer_may_come_byte_by_byte() {
    let clock = TestClock::new(Duration::from_secs(10));
    // Each byte comes in time, and all of them later than one may.
    let (url, came) = dripping(r#"{"id":"a","caller_id":null}"#, &clock, MINUTE / 3);
    let client = Client::builder()
        .base_url(url)
        .basic_auth("user", "password")
        .clock(clock)
        .read_timeout(MINUTE / 2)
        .timeout(100 * MINUTE)
        .build()
        .expect("a client");
    let call = client.widgets().retrieve_widget("a");
    let call = call.on_download_progress(move |_, _| came.send(()).expect("a server"));
    assert_eq!(wait(call.send()).expect("a widget").id, "a");
}

#[test]
fn a_deadline_spans_what_is_sent_again() {
    let slow = Slow::start();
    let client = slow
        .builder()
        .timeout(MINUTE)
        .retry(RetryPolicy::default())
        .build()
        .expect("a client");
    let call = client.widgets().retrieve_widget("a").send();
    let failed = "HTTP/1.1 500 X\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";
    let server = async {
        let _first = slow.answer(failed, Duration::ZERO).await;
        slow.answer("", MINUTE).await
    };
    let (answered, _stream) = wait(join(call, server));
    let error = answered.expect_err("too late");
    assert!(error.is_timeout());
    assert_eq!(error.attempts(), 2);
}

#[test]
fn a_server_that_stalls_is_given_up_and_asked_again() {
    let slow = Slow::start();
    let client = slow
        .builder()
        .read_timeout(MINUTE / 2)
        .timeout(100 * MINUTE)
        .retry(RetryPolicy::default().max_retries(1))
        .build()
        .expect("a client");
    let call = client.widgets().retrieve_widget("a").send();
    let server = async {
        let stalled = slow.answer("", MINUTE / 2).await;
        let again = slow.answer("", MINUTE / 2).await;
        (stalled, again)
    };
    let (answered, _streams) = wait(join(call, server));
    let error = answered.expect_err("stalled twice");
    assert!(error.is_timeout());
    assert_eq!(error.attempts(), 2);
}

#[test]
fn a_call_has_limits_of_its_own() {
    let slow = Slow::start();
    let client = slow
        .builder()
        .timeout(100 * MINUTE)
        .build()
        .expect("a client");
    let call = client.widgets().retrieve_widget("a").timeout(MINUTE).send();
    let (answered, _stream) = wait(join(call, slow.answer("", MINUTE)));
    assert!(answered.expect_err("too late").is_timeout());
    let call = client
        .widgets()
        .retrieve_widget("a")
        .read_timeout(MINUTE)
        .send();
    let (answered, _stream) = wait(join(call, slow.answer("", MINUTE)));
    assert!(answered.expect_err("too late").is_timeout());
}

#[test]
fn dropping_a_call_drops_its_connection() {
    let slow = Slow::start();
    let client = slow.builder().build().expect("a client");
    let ended = wait(async {
        let call = client.widgets().retrieve_widget("a").into_future();
        let mut call = Box::pin(call);
        let server = slow.answer("", Duration::ZERO);
        let mut request = match futures_util::future::select(call.as_mut(), Box::pin(server)).await
        {
            futures_util::future::Either::Left(_) => panic!("there is no answer"),
            futures_util::future::Either::Right((request, _)) => request,
        };
        drop(call);
        let rest = tokio::task::spawn_blocking(move || request.rest());
        rest.await.expect("no panic")
    });
    // The end of the stream, or a reset.
    assert!(ended.map_or(true, |rest| rest.is_empty()));
}
