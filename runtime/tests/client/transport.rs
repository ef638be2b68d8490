use std::error::Error as _;
use std::net::TcpListener;
use std::time::Duration;

use crate::client::{HEADER, QUERY};
use crate::runtime::{Client, ClientBuilder, Error, Response};
use crate::server::{Seen, Server, answer, empty, mute};
use crate::widgets::HeaderAndQuery;
use crate::{chain, wait, wait_paused};

type Pinged = Result<Response<()>, Error<std::convert::Infallible>>;

fn builder(url: String) -> ClientBuilder {
    Client::builder()
        .base_url(url)
        .key(HEADER, "hidden-1")
        .key(QUERY, "hidden-2")
}

fn ping(builder: ClientBuilder) -> Pinged {
    let client = builder.build().expect("a client");
    wait(client.widgets().ping::<HeaderAndQuery>().send())
}

#[test]
fn no_connection_is_said_so_without_the_key() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    drop(listener);
    let error = ping(builder(format!("http://127.0.0.1:{port}"))).expect_err("refused");
    assert!(error.is_connect() && !error.is_timeout() && !error.is_body());
    assert_eq!(error.to_string(), "ping: POST /ping: cannot connect");
    assert!(error.source().is_some());
    assert!(error.status().is_none() && error.raw_body().is_none());
    let shown = chain(&error);
    assert!(!shown.contains("hidden"), "{shown}");
}

#[test]
fn time_runs_out_for_a_call() {
    let (_listener, address) = mute();
    let client = builder(format!("http://{address}"))
        .build()
        .expect("a client");
    let call = client.widgets().ping::<HeaderAndQuery>();
    let (outcome, took) = wait_paused(call.timeout(Duration::from_secs(7)).send());
    let error = outcome.expect_err("timed out");
    assert_eq!(took.as_secs(), 7);
    assert!(error.is_timeout() && !error.is_connect());
    assert_eq!(
        error.to_string(),
        "ping: POST /ping: timed out waiting for the answer"
    );
    let shown = chain(&error);
    assert!(!shown.contains("hidden"), "{shown}");

    let patient = builder(format!("http://{address}")).timeout(Duration::from_secs(5));
    let client = patient.build().expect("a client");
    let (outcome, took) = wait_paused(client.widgets().ping::<HeaderAndQuery>().send());
    assert!(outcome.expect_err("timed out").is_timeout());
    assert_eq!(took.as_secs(), 5);
}

#[test]
fn an_answer_that_breaks_off_is_said_so() {
    let server = Server::start([answer(204, "", "")
        .replace("204", "200")
        .replace("content-length: 0", "content-length: 9")]);
    let error = ping(builder(server.url())).expect_err("broken off");
    assert!(error.is_body() && !error.is_timeout() && !error.is_connect());
    let shown = "ping: POST /ping: the connection failed within the answer";
    assert_eq!(error.to_string(), shown);
    assert!(!chain(&error).contains("hidden"));
}

fn redirect(to: &str) -> String {
    answer(307, &format!("location: {to}\r\n"), "")
}

#[test]
fn a_redirect_is_followed_within_the_origin() {
    let server = Server::start([redirect("/elsewhere"), empty(204)]);
    ping(builder(server.url())).expect("followed");
    let seen = server.seen();
    assert_eq!(seen[1].target(), "/elsewhere");
    assert_eq!(seen[1].header("x-key"), Some("hidden-1"));
    assert_eq!(seen[1].header("referer"), None, "it would hold the key");
}

#[test]
fn a_redirect_elsewhere_is_an_answer() {
    let other = Server::start([empty(204)]);
    let server = Server::start([redirect(&other.url())]);
    let error = ping(builder(server.url())).expect_err("not followed");
    assert!(matches!(error, Error::UndocumentedStatus(_)), "{error}");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(307));
    assert_eq!(other.seen().len(), 0);
}

#[test]
fn redirects_come_to_an_end() {
    let server = Server::start((1..30).map(|step| redirect(&format!("/{step}"))));
    let error = ping(builder(server.url())).expect_err("too many");
    assert_eq!(error.to_string(), "ping: POST /ping: too many redirects");
    assert_eq!(server.seen().len(), 11, "the request and ten redirects");
    assert!(!chain(&error).contains("hidden"));
}

#[test]
fn a_client_that_is_handed_in_keeps_its_own_ways() {
    let own = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .expect("a client");
    let server = Server::start([redirect("/elsewhere"), empty(204)]);
    let error = ping(builder(server.url()).http_client(own)).expect_err("not followed");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(307));
    let seen = server.seen();
    assert_eq!(
        seen.iter().map(Seen::target).collect::<Vec<_>>(),
        ["/ping?key=hidden-2"]
    );
    assert!(
        seen[0]
            .header("user-agent")
            .is_some_and(|agent| agent.starts_with("wiregen"))
    );
}
