//! When a request is sent again.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use crate::clock::TestClock;
use crate::runtime::{Call, Client, ClientBuilder, Operation, RetryPolicy, operation};
use crate::server::{Server, answer, empty, json};
use crate::types::Widget;
use crate::wait;

const MINUTE: Duration = Duration::from_secs(60);
const WIDGET: &str = r#"{"id":"a","caller_id":null}"#;

macro_rules! operations {
    ($($name:ident $method:literal),*) => {
        $(operation! {
            pub enum $name($method "/thing" "thing") -> () {
                security [],
                204 => Output(),
            }
        })*
    };
}
operations!(
    Get "GET", Head "HEAD", Options "OPTIONS", Trace "TRACE", Put "PUT", Delete "DELETE",
    Post "POST", Patch "PATCH"
);

operation! {
    pub enum Pay("POST" "/pay" "pay") -> () {
        idempotency_key "Idempotency-Key",
        security [],
        204 => Output(),
    }
}

struct Setup {
    server: Server,
    clock: Arc<TestClock>,
    client: Client,
}

fn setup(answers: &[String]) -> Setup {
    setup_with(answers, |builder| builder)
}

fn setup_with(answers: &[String], change: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Setup {
    let server = Server::start(answers.iter().cloned());
    let clock = TestClock::new(1_000 * MINUTE);
    let builder = Client::builder()
        .base_url(server.url())
        .basic_auth("user", "password")
        .timeout(1_000 * MINUTE)
        .clock(Arc::clone(&clock))
        .retry(RetryPolicy::default());
    let client = change(builder).build().expect("a client");
    Setup {
        server,
        clock,
        client,
    }
}

/// A connection that is cut before the answer.
fn cut() -> String {
    String::new()
}

fn retry_after(status: u16, value: &str) -> String {
    answer(status, &format!("retry-after: {value}\r\n"), "")
}

fn widget() -> String {
    json(200, WIDGET)
}

#[test]
fn what_may_pass_is_asked_again_after_growing_waits() {
    for failed in [
        empty(408),
        empty(429),
        empty(500),
        empty(502),
        empty(503),
        empty(504),
        cut(),
        // Half a body.
        json(200, WIDGET).replace("content-length: 27", "content-length: 99"),
    ] {
        let setup = setup(&[failed.clone(), failed.clone(), widget()]);
        let found = wait(setup.client.widgets().retrieve_widget("a").send()).expect("a widget");
        assert_eq!(found.attempts(), 3, "{failed}");
        assert_eq!(setup.server.seen().len(), 3);
        let waited = setup.clock.waited();
        let [first, second] = waited.as_slice() else {
            panic!("{waited:?}");
        };
        let within = |wait: &Duration, most: u64| {
            (Duration::from_millis(most / 2)..=Duration::from_millis(most)).contains(wait)
        };
        assert!(within(first, 500) && within(second, 1_000), "{waited:?}");
    }
}

#[test]
fn clients_do_not_come_back_all_at_once() {
    let waits: BTreeSet<Duration> = (0..20)
        .map(|_| {
            let setup = setup(&[empty(503), widget()]);
            wait(setup.client.widgets().retrieve_widget("a").send()).expect("a widget");
            setup.clock.waited()[0]
        })
        .collect();
    assert!(waits.len() > 10, "{waits:?}");
}

#[test]
fn what_may_be_done_twice_is_a_matter_of_the_method() {
    fn attempts<O: Operation<Output = (), Error = Infallible>>() -> u32 {
        let setup = setup(&[empty(500), empty(204)]);
        let sent = wait(Call::<O>::new(&setup.client).send());
        sent.map_or_else(|error| error.attempts(), |answer| answer.attempts())
    }
    // RFC 9110, section 9.2.2.
    assert_eq!(attempts::<Get>(), 2);
    assert_eq!(attempts::<Head>(), 2);
    assert_eq!(attempts::<Options>(), 2);
    assert_eq!(attempts::<Trace>(), 2);
    assert_eq!(attempts::<Put>(), 2);
    assert_eq!(attempts::<Delete>(), 2);
    assert_eq!(attempts::<Post>(), 1);
    assert_eq!(attempts::<Patch>(), 1);
}

#[test]
fn after_two_retries_the_last_answer_counts() {
    let failed = json(500, r#"{"message":"m"}"#);
    let setup = setup(&[empty(502), empty(502), failed]);
    let error = wait(setup.client.widgets().retrieve_widget("a").send()).expect_err("500");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(500));
    assert_eq!(error.attempts(), 3);
    assert_eq!(setup.server.seen().len(), 3);
}

#[test]
fn what_will_not_pass_is_not_asked_again() {
    for status in [400, 401, 404, 501] {
        let setup = setup(&[empty(status)]);
        let error = wait(setup.client.widgets().retrieve_widget("a").send()).expect_err("fails");
        assert_eq!(error.attempts(), 1, "{status}");
        assert!(setup.clock.waited().is_empty());
    }
}

#[test]
fn a_server_that_says_when_is_heard() {
    for (said, waited) in [
        ("7", 7),
        ("0", 0),
        ("120", 120),
        // The date is that of the clock and 90 seconds, in the three forms of RFC 9110, 5.6.7.
        ("Sun, 06 Nov 1994 08:51:07 GMT", 90),
        ("Sunday, 06-Nov-94 08:51:07 GMT", 90),
        ("Sun Nov  6 08:51:07 1994", 90),
        // A date that is over.
        ("Sun, 06 Nov 1994 08:49:00 GMT", 0),
    ] {
        for status in [429, 503] {
            let setup = setup(&[retry_after(status, said), widget()]);
            wait(setup.client.widgets().retrieve_widget("a").send()).expect("a widget");
            assert_eq!(
                setup.clock.waited(),
                [Duration::from_secs(waited)],
                "{said}"
            );
        }
    }
}

#[test]
fn a_server_that_wants_to_be_left_alone_is() {
    for said in [
        "121",
        "99999999999999999999999999",
        "Sun, 06 Nov 1994 08:52:07 GMT",
    ] {
        let setup = setup(&[retry_after(503, said)]);
        let error = wait(setup.client.widgets().retrieve_widget("a").send()).expect_err("503");
        assert_eq!(error.attempts(), 1, "{said}");
        assert!(setup.clock.waited().is_empty());
    }
    let patient = RetryPolicy::default().max_retry_after(10 * MINUTE);
    let setup = setup(&[retry_after(503, "121"), widget()]);
    let call = setup.client.widgets().retrieve_widget("a").retry(patient);
    assert_eq!(wait(call.send()).expect("a widget").attempts(), 2);
}

#[test]
fn a_retry_after_that_makes_no_sense_is_none() {
    let setup = setup(&[retry_after(503, "soon"), widget()]);
    wait(setup.client.widgets().retrieve_widget("a").send()).expect("a widget");
    assert!(setup.clock.waited()[0] <= Duration::from_millis(500));
}

#[test]
fn a_post_is_not_done_twice() {
    for failed in [
        empty(500),
        empty(502),
        empty(408),
        empty(429),
        empty(503),
        cut(),
    ] {
        let setup = setup(&[failed.clone(), json(201, WIDGET)]);
        let call = setup.client.widgets().create_widget(Widget::new("a", None));
        let error = wait(call.send()).expect_err("fails");
        assert_eq!(error.attempts(), 1, "{failed}");
        assert_eq!(setup.server.seen().len(), 1);
    }
}

#[test]
fn a_post_that_the_server_put_off_is_sent_again() {
    for status in [429, 503] {
        let setup = setup(&[retry_after(status, "1"), json(201, WIDGET)]);
        let call = setup.client.widgets().create_widget(Widget::new("a", None));
        assert_eq!(wait(call.send()).expect("created").attempts(), 2);
        let seen = setup.server.seen();
        assert_eq!(seen[0].body, seen[1].body);
    }
}

#[test]
fn a_post_that_never_arrived_is_sent_again() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", closed.local_addr().expect("an address"));
    drop(closed);
    let setup = setup_with(&[], |builder| builder.base_url(url));
    let call = setup.client.widgets().create_widget(Widget::new("a", None));
    let error = wait(call.send()).expect_err("refused");
    assert!(error.is_connect());
    assert_eq!(error.attempts(), 3);
    assert_eq!(
        error.to_string(),
        "create_widget: POST /api/widgets: cannot connect (3 attempts)"
    );
}

#[test]
fn what_the_server_has_acted_on_is_not_sent_again() {
    // It leads to what came of it, and there is nothing to be had, or nobody to be asked.
    let done = |status| answer(status, "location: /done\r\n", "");
    let handed_in = |builder: ClientBuilder| builder.http_client(reqwest::Client::new());
    for status in [301, 302, 303] {
        let busy = [done(status), retry_after(503, "0")];
        let setups = [
            setup(&busy),
            setup(&[done(status)]),
            setup_with(&busy, handed_in),
        ];
        for setup in setups {
            let call = setup.client.widgets().create_widget(Widget::new("a", None));
            let error = wait(call.send()).expect_err("fails");
            assert_eq!(error.attempts(), 1, "{error}");
            assert!(!error.is_connect(), "{error}");
        }
    }
    // With 307 it is the request itself that is put off.
    let elsewhere = answer(307, "location: /api/widgets\r\n", "");
    let setup = setup(&[elsewhere, retry_after(503, "0"), json(201, WIDGET)]);
    let call = setup.client.widgets().create_widget(Widget::new("a", None));
    assert_eq!(wait(call.send()).expect("created").attempts(), 2);
    // What is idempotent may be sent again all the same.
    let setup = self::setup(&[done(303), empty(503), widget()]);
    let found = wait(setup.client.widgets().retrieve_widget("a").send());
    assert_eq!(found.expect("a widget").attempts(), 2);
}

#[test]
fn a_key_makes_a_post_safe_to_repeat() {
    let setup = setup(&[empty(500), cut(), empty(204)]);
    let call = Call::<Pay>::new(&setup.client);
    assert_eq!(wait(call.send()).expect("paid").attempts(), 3);
    let keys: Vec<String> = setup
        .server
        .seen()
        .iter()
        .map(|seen| seen.header("idempotency-key").expect("a key").to_owned())
        .collect();
    assert_eq!(keys[0].len(), 36, "a UUID");
    assert!(keys.iter().all(|key| *key == keys[0]), "{keys:?}");
}

#[test]
fn each_call_has_a_key_of_its_own_or_that_of_the_user() {
    let setup = setup(&[empty(204), empty(204), empty(204)]);
    for _ in 0..2 {
        wait(Call::<Pay>::new(&setup.client).send()).expect("paid");
    }
    let own = Call::<Pay>::new(&setup.client).header("idempotency-key", "order-7");
    wait(own.send()).expect("paid");
    let seen = setup.server.seen();
    assert_ne!(
        seen[0].header("idempotency-key"),
        seen[1].header("idempotency-key")
    );
    assert_eq!(seen[2].header("idempotency-key"), Some("order-7"));
}

#[test]
fn a_call_may_be_declared_harmless() {
    let setup = setup(&[empty(500), json(201, WIDGET)]);
    let call = setup.client.widgets().create_widget(Widget::new("a", None));
    let call = call.retry(RetryPolicy::default().any_method());
    assert_eq!(wait(call.send()).expect("created").attempts(), 2);
}

#[test]
fn retries_are_turned_off_and_tuned() {
    let setup = setup(&[empty(500), empty(500), empty(500), widget()]);
    let call = || setup.client.widgets().retrieve_widget("a");
    let error = wait(call().retry(RetryPolicy::none()).send()).expect_err("500");
    assert_eq!(error.attempts(), 1);
    let second = Duration::from_secs(1);
    let tuned = RetryPolicy::default()
        .max_retries(5)
        .backoff(second, second);
    assert_eq!(
        wait(call().retry(tuned).send())
            .expect("a widget")
            .attempts(),
        3
    );
    let waited = setup.clock.waited();
    assert!(
        waited
            .iter()
            .all(|wait| (second / 2..=second).contains(wait)),
        "{waited:?}"
    );
}

#[test]
fn an_outage_is_not_doubled() {
    let answers: Vec<String> = (0..40).map(|_| empty(500)).collect();
    let setup = setup_with(&answers, |builder| builder.retry_budget(3));
    for _ in 0..20 {
        wait(setup.client.widgets().retrieve_widget("a").send()).expect_err("500");
    }
    // Three to begin with, and one for each five calls.
    assert_eq!(setup.server.seen().len(), 20 + 3 + 3);
}

#[test]
fn waiting_does_not_outlast_the_call() {
    // As long as the call may take in all.
    let setup = setup(&[retry_after(503, "60000")]);
    let patient = RetryPolicy::default().max_retry_after(2_000 * MINUTE);
    let call = setup.client.widgets().retrieve_widget("a").retry(patient);
    let error = wait(call.send()).expect_err("503");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(503));
    assert_eq!(error.attempts(), 1);
}
