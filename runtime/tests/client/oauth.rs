//! OAuth 2's client credentials: tokens that the client fetches, keeps and renews.

use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use futures_util::future::join_all;
use http::{Request, Response, StatusCode};

use crate::clock::TestClock;
use crate::runtime::{
    Body, BoxFuture, Client, ClientBuilder, ClientCredentials, Error, RetryPolicy,
    TransportErrorKind, TransportFailure, transport_fn,
};
use crate::server::{Server, empty, json};
use crate::wait;
use crate::widgets::{Bearer, Ping};

const SECRET: &str = "hidden secret&=";

/// What a [`Fake`] answers next: a status and a body.
type Answers = Mutex<VecDeque<(u16, String)>>;

/// A server and its token endpoint, within the process. What was sent is kept as a line each.
struct Fake {
    tokens: Answers,
    calls: Answers,
    seen: Mutex<Vec<String>>,
    /// There are no answers as long as this is there.
    shut: Mutex<Option<Vec<Waker>>>,
}

impl Fake {
    /// Gives these tokens and answers calls with these statuses, and with 204 after that.
    fn new(tokens: &[(u16, &str)], calls: &[u16]) -> Arc<Self> {
        let tokens = tokens.iter();
        let calls = calls.iter();
        Arc::new(Self {
            tokens: Mutex::new(
                tokens
                    .map(|(status, body)| (*status, (*body).into()))
                    .collect(),
            ),
            calls: Mutex::new(calls.map(|status| (*status, String::new())).collect()),
            seen: Mutex::default(),
            shut: Mutex::new(None),
        })
    }

    fn shut(&self) {
        *self.shut.lock().expect("no panic") = Some(Vec::new());
    }

    fn open(&self) {
        let waiting = self.shut.lock().expect("no panic").take();
        waiting.into_iter().flatten().for_each(Waker::wake);
    }

    fn seen(&self) -> Vec<String> {
        std::mem::take(&mut *self.seen.lock().expect("no panic"))
    }

    async fn answer(
        self: Arc<Self>,
        request: Request<Body>,
    ) -> Result<Response<Body>, TransportFailure> {
        let authorization = request.headers().get("authorization");
        let authorization = authorization.map_or("none", |value| {
            assert!(value.is_sensitive());
            value.to_str().expect("text")
        });
        let is_token = request.uri().path() == "/oauth/token";
        let line = match is_token {
            true => "token".to_owned(),
            false => format!("call {authorization}"),
        };
        self.seen.lock().expect("no panic").push(line);
        let answers = match is_token {
            true => &self.tokens,
            false => &self.calls,
        };
        let answer = answers.lock().expect("no panic").pop_front();
        std::future::poll_fn(|context| match &mut *self.shut.lock().expect("no panic") {
            None => Poll::Ready(()),
            Some(waiting) => {
                waiting.push(context.waker().clone());
                Poll::Pending
            }
        })
        .await;
        let (status, body) = match answer {
            None if is_token => {
                let cause = "no more tokens";
                return Err(TransportFailure::new(TransportErrorKind::Connect, cause));
            }
            answer => answer.unwrap_or((204, String::new())),
        };
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = StatusCode::from_u16(status).expect("a status");
        Ok(response)
    }
}

struct Setup {
    fake: Arc<Fake>,
    clock: Arc<TestClock>,
    client: Client,
}

fn setup(tokens: &[(u16, &str)], calls: &[u16]) -> Setup {
    setup_with(tokens, calls, |builder| builder)
}

fn setup_with(
    tokens: &[(u16, &str)],
    calls: &[u16],
    change: impl FnOnce(ClientBuilder) -> ClientBuilder,
) -> Setup {
    let fake = Fake::new(tokens, calls);
    let clock = TestClock::new(Duration::from_secs(5));
    let answering = Arc::clone(&fake);
    let builder = Client::builder()
        .base_url("https://api.example.com")
        .bearer_client_credentials("id", SECRET)
        .clock(Arc::clone(&clock))
        .transport(transport_fn(move |request| {
            Arc::clone(&answering).answer(request)
        }));
    let client = change(builder).build().expect("a client");
    Setup {
        fake,
        clock,
        client,
    }
}

fn token(name: &str) -> String {
    format!(r#"{{"access_token":"{name}","token_type":"bearer","expires_in":3600}}"#)
}

type Pinged = Result<(), Error<std::convert::Infallible>>;

async fn ping(client: &Client) -> Pinged {
    client.widgets().ping::<Bearer>().send().await.map(|_| ())
}

/// A future that is polled by hand.
fn begun<'f>(future: impl Future<Output = Pinged> + Send + 'f) -> BoxFuture<'f, Pinged> {
    let mut future: BoxFuture<'f, Pinged> = Box::pin(future);
    let mut context = Context::from_waker(Waker::noop());
    assert!(Pin::new(&mut future).poll(&mut context).is_pending());
    future
}

#[test]
fn a_token_is_fetched_as_the_rfc_says() {
    let server = Server::start([json(200, &token("one")), empty(204), empty(204)]);
    let builder = Client::builder().base_url(server.url());
    let builder = builder.bearer_client_credentials("the id", SECRET);
    let client = builder.build().expect("a client");
    wait(ping(&client)).expect("sent");
    wait(ping(&client)).expect("sent again with the same token");
    let seen = server.seen();
    assert_eq!(seen[0].line, "POST /oauth/token HTTP/1.1");
    // `the+id:hidden+secret%26%3D`: both are encoded as in a form first (RFC 6749, section 2.3.1).
    assert_eq!(
        seen[0].header("authorization"),
        Some("Basic dGhlK2lkOmhpZGRlbitzZWNyZXQlMjYlM0Q=")
    );
    assert_eq!(
        seen[0].header("content-type"),
        Some("application/x-www-form-urlencoded")
    );
    assert_eq!(seen[0].header("accept"), Some("application/json"));
    let body = String::from_utf8_lossy(&seen[0].body);
    assert_eq!(body, "grant_type=client_credentials&scope=read+write");
    for call in &seen[1..] {
        assert_eq!(call.header("authorization"), Some("Bearer one"));
    }
    assert_eq!(seen.len(), 3);
}

#[test]
fn what_is_asked_for_can_be_chosen() {
    let server = Server::start([json(200, r#"{"access_token":"one"}"#), empty(204)]);
    let credentials = ClientCredentials::new("id", SECRET)
        .scopes(["admin"])
        .token_url("login?x=y")
        .in_body()
        .parameter("audience", "https://api.example.com");
    let shown = format!("{credentials:?}");
    assert!(!shown.contains("hidden"), "{shown}");
    let builder = Client::builder().base_url(format!("{}/v1/", server.url()));
    let builder = builder.bearer_client_credentials_with(credentials);
    wait(ping(&builder.build().expect("a client"))).expect("sent");
    let seen = &server.seen()[0];
    assert_eq!(seen.target(), "/v1/login?x=y");
    assert_eq!(seen.header("authorization"), None);
    assert_eq!(
        String::from_utf8_lossy(&seen.body),
        "grant_type=client_credentials&scope=admin&client_id=id\
         &client_secret=hidden+secret%26%3D&audience=https%3A%2F%2Fapi.example.com"
    );
}

#[test]
fn many_calls_wait_for_one_token() {
    let setup = setup(&[(200, &token("one"))], &[]);
    setup.fake.shut();
    let mut calls: Vec<_> = (0..50).map(|_| begun(ping(&setup.client))).collect();
    // Who began it need not stay.
    drop(calls.remove(0));
    setup.fake.open();
    let all = wait(join_all(calls));
    assert!(all.iter().all(Result::is_ok), "{all:?}");
    let seen = setup.fake.seen();
    assert_eq!(seen.iter().filter(|line| *line == "token").count(), 1);
    let sent = seen.iter().filter(|line| *line == "call Bearer one");
    assert_eq!(sent.count(), 49);
}

#[test]
fn a_token_for_which_nobody_waits_any_more_is_fetched_anew() {
    let setup = setup(&[(200, &token("one")), (200, &token("two"))], &[]);
    setup.fake.shut();
    drop(begun(ping(&setup.client)));
    setup.fake.open();
    wait(ping(&setup.client)).expect("sent");
    assert_eq!(setup.fake.seen(), ["token", "token", "call Bearer two"]);
}

#[test]
fn a_token_is_renewed_a_minute_before_it_expires() {
    let setup = setup(&[(200, &token("one")), (200, &token("two"))], &[]);
    wait(ping(&setup.client)).expect("sent");
    setup.clock.advance(Duration::from_secs(3539));
    wait(ping(&setup.client)).expect("sent");
    setup.clock.advance(Duration::from_secs(1));
    wait(ping(&setup.client)).expect("sent");
    assert_eq!(
        setup.fake.seen(),
        [
            "token",
            "call Bearer one",
            "call Bearer one",
            "token",
            "call Bearer two"
        ]
    );
}

#[test]
fn a_short_time_is_cut_by_a_tenth() {
    let short = r#"{"access_token":"one","expires_in":"100"}"#;
    let setup = setup(&[(200, short), (200, &token("two"))], &[]);
    wait(ping(&setup.client)).expect("sent");
    setup.clock.advance(Duration::from_secs(89));
    wait(ping(&setup.client)).expect("sent");
    setup.clock.advance(Duration::from_secs(1));
    wait(ping(&setup.client)).expect("sent");
    assert_eq!(setup.fake.seen().last().expect("sent"), "call Bearer two");
}

#[test]
fn a_token_that_was_accepted_and_is_refused_is_renewed_once() {
    let endless = r#"{"access_token":"one"}"#;
    let tokens = [(200, endless), (200, &token("two"))];
    let setup = setup(&tokens, &[204, 401, 401]);
    wait(ping(&setup.client)).expect("sent");
    setup.clock.advance(Duration::from_secs(1_000_000));
    let error = wait(ping(&setup.client)).expect_err("refused twice");
    assert_eq!(error.status(), Some(StatusCode::UNAUTHORIZED));
    assert_eq!(error.attempts(), 2);
    assert_eq!(
        setup.fake.seen(),
        [
            "token",
            "call Bearer one",
            "call Bearer one",
            "token",
            "call Bearer two"
        ]
    );
}

#[test]
fn calls_that_are_refused_at_the_same_time_renew_the_token_once() {
    let tokens = [(200, &*token("one")), (200, &*token("two"))];
    let calls: Vec<u16> = [204].into_iter().chain([401; 50]).collect();
    let setup = setup(&tokens, &calls);
    wait(ping(&setup.client)).expect("sent");
    setup.fake.shut();
    let calls: Vec<_> = (0..50).map(|_| begun(ping(&setup.client))).collect();
    setup.fake.open();
    let all = wait(join_all(calls));
    assert!(all.iter().all(Result::is_ok), "{all:?}");
    let seen = setup.fake.seen();
    assert_eq!(seen.iter().filter(|line| *line == "token").count(), 2);
    let first = seen.iter().filter(|line| *line == "call Bearer one");
    assert_eq!(first.count(), 51);
    let again = seen.iter().filter(|line| *line == "call Bearer two");
    assert_eq!(again.count(), 50);
}

#[test]
fn a_new_token_that_is_refused_is_not_renewed_for_the_same_call() {
    let tokens = [(200, &*token("one")), (200, &*token("two"))];
    let setup = setup(&tokens, &[401, 204]);
    let error = wait(ping(&setup.client)).expect_err("refused");
    assert_eq!(error.status(), Some(StatusCode::UNAUTHORIZED));
    wait(ping(&setup.client)).expect("the next one has another");
    assert_eq!(
        setup.fake.seen(),
        ["token", "call Bearer one", "token", "call Bearer two"]
    );
}

#[test]
fn all_who_wait_are_told_why_there_is_no_token_and_the_next_begins_anew() {
    let refusal = r#"{"error":"invalid_client","error_description":"hidden secret&= is\nwrong"}"#;
    let setup = setup(&[(401, refusal), (200, &token("one"))], &[]);
    setup.fake.shut();
    let calls: Vec<_> = (0..50).map(|_| begun(ping(&setup.client))).collect();
    setup.fake.open();
    let all = wait(join_all(calls));
    assert_eq!(all.len(), 50);
    for outcome in all {
        let error = outcome.expect_err("no token");
        assert_eq!(
            error.to_string(),
            "ping: no token for `Bearer`: the token endpoint answered 401: invalid_client: *** iswrong"
        );
        assert_eq!(error.attempts(), 0);
        let Error::Token(error) = error else {
            panic!("{error}");
        };
        assert_eq!(error.scheme(), "Bearer");
        assert_eq!(error.operation(), Some("ping"));
        assert_eq!(error.status(), Some(StatusCode::UNAUTHORIZED));
        assert_eq!(error.error(), Some("invalid_client"));
        assert_eq!(error.error_description(), Some("*** iswrong"));
    }
    assert_eq!(setup.fake.seen(), ["token"]);
    wait(ping(&setup.client)).expect("a token");
    assert_eq!(setup.fake.seen(), ["token", "call Bearer one"]);
}

#[test]
fn what_is_no_token_is_said_without_showing_it() {
    let cases = [
        (200, "hidden", "neither a token nor an error"),
        (200, r#"{"access_token":["hidden"]}"#, "neither a token nor"),
        (200, "{}", "there is no `access_token`"),
        (200, r#"{"access_token":""}"#, "there is no `access_token`"),
        (500, r#"{"access_token":"hidden"}"#, "no reason is given"),
        (302, "", "neither a token nor an error"),
        (
            200,
            r#"{"access_token":"hidden","token_type":"mac"}"#,
            "tokens of the type `mac` are not known",
        ),
    ];
    for (status, body, why) in cases {
        let setup = setup(&[(status, body)], &[]);
        let error = wait(ping(&setup.client)).expect_err(body);
        let shown = format!("{error} {error:?}");
        assert!(error.to_string().contains(why), "{shown}");
        assert!(!shown.contains("hidden"), "{shown}");
        assert_eq!(setup.fake.seen(), ["token"]);
    }
}

#[test]
fn a_token_that_cannot_be_sent_is_an_invalid_request() {
    let setup = setup(&[(200, r#"{"access_token":"hidden\nX: y"}"#)], &[]);
    let error = wait(ping(&setup.client)).expect_err("not sent");
    assert_eq!(
        error.to_string(),
        "ping: invalid request: the credentials of `Bearer`: \
         they hold characters that a header cannot carry"
    );
}

#[test]
fn an_endpoint_that_does_not_answer_is_said_so() {
    let failing = setup(&[], &[]);
    let error = wait(ping(&failing.client)).expect_err("no token");
    assert_eq!(
        error.to_string(),
        "ping: no token for `Bearer`: the token endpoint: cannot connect"
    );
    let source = std::error::Error::source(&error).expect("a cause");
    assert_eq!(source.to_string(), "no more tokens");

    // The time of the call runs out, and with it that of the token.
    let slow = setup_with(&[(200, "")], &[], |builder| {
        builder.timeout(Duration::from_secs(30))
    });
    slow.fake.shut();
    let call = begun(ping(&slow.client));
    slow.clock.advance(Duration::from_secs(30));
    let error = wait(call).expect_err("no time left");
    assert!(error.is_timeout(), "{error}");
    assert_eq!(error.attempts(), 0);
}

#[test]
fn tokens_are_asked_for_again_as_the_policy_says() {
    let tokens = [(503, ""), (502, ""), (200, &*token("one"))];
    let setup = setup_with(&tokens, &[], |builder| {
        builder.retry(RetryPolicy::default())
    });
    wait(ping(&setup.client)).expect("sent");
    assert_eq!(
        setup.fake.seen(),
        ["token", "token", "token", "call Bearer one"]
    );
    assert_eq!(setup.clock.waited().len(), 2);
}

#[test]
fn tokens_are_asked_for_again_out_of_the_budget_of_the_client() {
    let unavailable = (503, "");
    let setup = setup_with(&[unavailable; 4], &[], |builder| {
        builder.retry(RetryPolicy::default()).retry_budget(1)
    });
    for _ in 0..2 {
        wait(ping(&setup.client)).expect_err("no token");
    }
    assert_eq!(setup.fake.seen(), ["token", "token", "token"]);
}

#[test]
fn a_token_is_renewed_in_time_over_the_wire() {
    let [one, two, three] = ["one", "two", "three"].map(|name| json(200, &token(name)));
    // A minute before it expires; and when the API refuses it.
    let answers = [
        one,
        empty(204),
        two,
        empty(204),
        empty(401),
        three,
        empty(204),
    ];
    let server = Server::start(answers);
    let clock = TestClock::new(Duration::from_secs(5));
    let client = Client::builder()
        .base_url(server.url())
        .bearer_client_credentials("id", SECRET)
        .clock(Arc::clone(&clock))
        .build()
        .expect("a client");
    wait(ping(&client)).expect("sent");
    clock.advance(Duration::from_secs(3540));
    wait(ping(&client)).expect("sent with another token");
    wait(ping(&client)).expect("sent again with one more");
    let seen = server.seen();
    let seen = seen.iter().map(|seen| match seen.target() {
        "/oauth/token" => "token",
        _ => seen.header("authorization").expect("a token"),
    });
    assert_eq!(
        seen.collect::<Vec<_>>(),
        [
            "token",
            "Bearer one",
            "token",
            "Bearer two",
            "Bearer two",
            "token",
            "Bearer three"
        ]
    );
}

#[test]
fn a_shown_request_fetches_no_token_and_a_built_one_does() {
    let setup = setup(&[(200, &token("one"))], &[]);
    let line = setup.client.widgets().ping::<Bearer>().to_curl();
    let line = line.expect("a line");
    assert!(line.contains("-H 'authorization: ***'"), "{line}");
    assert_eq!(setup.fake.seen().len(), 0);
    let call = setup.client.widgets().ping::<Bearer>();
    let request = wait(call.into_request()).expect("a request");
    assert_eq!(request.headers()["authorization"], "Bearer one");
    assert_eq!(setup.fake.seen(), ["token"]);
}

#[test]
fn a_token_url_that_cannot_be_called_does_not_build() {
    let fault = |url: &str| {
        let credentials = ClientCredentials::new("id", SECRET).token_url(url);
        let builder = Client::builder().base_url("https://api.example.com");
        let builder = builder.bearer_client_credentials_with(credentials);
        builder.build().expect_err(url).to_string()
    };
    for (url, why) in [
        ("https://[", "cannot be read"),
        ("ftp://example.com/token", "is neither http nor https"),
        ("/token#part", "must not have a fragment"),
        ("https://user:hidden@example.com/", "must not hold a user"),
    ] {
        let message = fault(url);
        assert!(message.contains(why), "{message}");
        assert!(!message.contains("hidden"), "{message}");
    }
}

#[allow(dead_code, reason = "calls can be sent from any thread")]
fn is_send(client: &Client) -> impl Send {
    let call: crate::runtime::Call<'_, Ping<Bearer>> = client.widgets().ping();
    call.send()
}

#[test]
fn a_token_endpoint_that_has_not_looked_is_asked_again_at_once() {
    for (refusals, is_called) in [(2, true), (3, false)] {
        let asked = Arc::new(Mutex::new(0));
        let count = Arc::clone(&asked);
        let transport = transport_fn(move |request: Request<Body>| {
            let mut asked = count.lock().expect("no panic");
            *asked += u32::from(request.uri().path() == "/oauth/token");
            let mut answer = Response::new(Body::from(r#"{"access_token":"t"}"#));
            if request.uri().path() != "/oauth/token" {
                *answer.status_mut() = StatusCode::NO_CONTENT;
            }
            std::future::ready(if *asked <= refusals {
                Err(TransportFailure::new(
                    TransportErrorKind::Refused,
                    "not now",
                ))
            } else {
                Ok(answer)
            })
        });
        let client = Client::builder()
            .base_url("https://api.example.com")
            .transport(transport)
            .retry(RetryPolicy::none())
            .bearer_client_credentials("id", SECRET)
            .build()
            .expect("a client");
        let called = wait(client.widgets().ping::<Bearer>().send());
        assert_eq!(called.is_ok(), is_called);
        assert_eq!(*asked.lock().expect("no panic"), 3);
    }
}
