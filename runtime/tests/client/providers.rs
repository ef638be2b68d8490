//! Tokens of the user's own providers.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use crate::client::{BASIC, BEARER, COOKIE, CUSTOM, HEADER, QUERY};
use crate::runtime::{
    BoxError, BoxFuture, Client, ClientBuilder, Error, Scheme, Secret, TokenProvider, token_fn,
};
use crate::server::{Server, answer, empty};
use crate::wait;
use crate::widgets::{Bearer, Cookie, Custom, Either, HeaderAndQuery, Security};

/// Gives `t1`, and the next one when the last is refused.
#[derive(Default)]
struct Counting {
    last: AtomicU32,
    asked: Mutex<Vec<Option<String>>>,
}

impl TokenProvider for Counting {
    fn token<'t>(&'t self, refused: Option<&'t Secret>) -> BoxFuture<'t, Result<Secret, BoxError>> {
        let refused = refused.map(|refused| refused.expose().to_owned());
        if refused.is_some() {
            self.last.fetch_add(1, Ordering::Relaxed);
        }
        self.asked.lock().expect("no panic").push(refused);
        let number = self.last.load(Ordering::Relaxed) + 1;
        Box::pin(async move { Ok(Secret::from(format!("t{number}"))) })
    }
}

fn client(server: &Server, set: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Client {
    set(Client::builder().base_url(server.url()))
        .build()
        .expect("a client")
}

#[test]
fn a_provider_serves_every_scheme_that_takes_a_token() {
    fn sent<S: Security>(schemes: &[Scheme]) -> crate::server::Seen {
        let server = Server::start([empty(204)]);
        let client = client(&server, |mut builder| {
            for scheme in schemes {
                let provider = token_fn(|_| async { Ok::<_, BoxError>(Secret::from("t/k")) });
                builder = builder.provider(*scheme, provider);
            }
            builder
        });
        wait(client.widgets().ping::<S>().send()).expect("sent");
        server.only()
    }
    let seen = sent::<Bearer>(&[BEARER]);
    assert_eq!(seen.header("authorization"), Some("Bearer t/k"));
    let seen = sent::<Custom>(&[CUSTOM]);
    assert_eq!(seen.header("authorization"), Some("GenieKey t/k"));
    let seen = sent::<Cookie>(&[COOKIE]);
    assert_eq!(seen.header("cookie"), Some("session=t/k"));
    let seen = sent::<HeaderAndQuery>(&[HEADER, QUERY]);
    assert_eq!(seen.header("x-key"), Some("t/k"));
    assert_eq!(seen.target(), "/ping?key=t%2Fk");
}

#[test]
fn a_refused_token_is_replaced_once() {
    let server = Server::start([empty(401), empty(204), empty(401), empty(401)]);
    let provider = Arc::new(Counting::default());
    let client = client(&server, |builder| {
        builder.provider(BEARER, Arc::clone(&provider))
    });
    let call = || client.widgets().ping::<Bearer>().send();
    wait(call()).expect("sent again");
    let error = wait(call()).expect_err("refused twice");
    assert_eq!(error.attempts(), 2);
    let sent: Vec<String> = server
        .seen()
        .iter()
        .filter_map(|seen| seen.header("authorization").map(str::to_owned))
        .collect();
    assert_eq!(sent, ["Bearer t1", "Bearer t2", "Bearer t2", "Bearer t3"]);
    let asked = provider.asked.lock().expect("no panic");
    let refused: Vec<&str> = asked.iter().flatten().map(String::as_str).collect();
    assert_eq!(refused, ["t1", "t2"]);
}

#[test]
fn what_comes_for_a_refused_token_is_sent_though_its_provider_keeps_nothing() {
    let server = Server::start([empty(401), empty(204)]);
    let provider = token_fn(|refused: Option<Secret>| async move {
        let token = refused.map_or("old", |_| "new");
        Ok::<_, BoxError>(Secret::from(token))
    });
    let client = client(&server, |builder| builder.provider(BEARER, provider));
    let sent = wait(client.widgets().ping::<Bearer>().send());
    assert_eq!(sent.expect("sent again").attempts(), 2);
    let seen = server.seen();
    assert_eq!(seen[1].header("authorization"), Some("Bearer new"));
}

#[test]
fn what_the_server_has_acted_on_is_not_sent_with_another_token() {
    let done = answer(303, "location: /done\r\n", "");
    let server = Server::start([done, empty(401), empty(204)]);
    let provider = Arc::new(Counting::default());
    let client = client(&server, |builder| builder.provider(BEARER, provider));
    let error = wait(client.widgets().ping::<Bearer>().send()).expect_err("refused");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(401));
    assert_eq!(error.attempts(), 1);
}

#[test]
fn where_there_is_no_other_token_the_answer_stands() {
    let server = Server::start([empty(401)]);
    let provider = token_fn(|_| async { Ok::<_, BoxError>(Secret::from("t")) });
    let client = client(&server, |builder| builder.provider(BEARER, provider));
    let error = wait(client.widgets().ping::<Bearer>().send()).expect_err("refused");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(401));
    assert_eq!(error.attempts(), 1);
    assert_eq!(server.seen().len(), 1);
}

#[test]
fn a_provider_that_fails_ends_the_call() {
    let server = Server::start([empty(204)]);
    let provider = token_fn(|_| async { Err::<Secret, _>("the vault is sealed") });
    let client = client(&server, |builder| builder.provider(BEARER, provider));
    let error = wait(client.widgets().ping::<Bearer>().send()).expect_err("no token");
    assert_eq!(
        error.to_string(),
        "ping: no token for `Bearer`: its provider failed: the vault is sealed"
    );
    assert!(matches!(error, Error::Token(_)));
    assert_eq!(server.seen().len(), 0);
}

#[test]
fn only_the_alternative_that_is_taken_asks_for_a_token() {
    let server = Server::start([empty(204)]);
    let never = token_fn(|_| async { Err::<Secret, _>("it is not needed") });
    let client = client(&server, |builder| {
        builder.provider(HEADER, never).basic_auth("a", "b")
    });
    wait(client.widgets().ping::<Either>().send()).expect("sent");
    assert_eq!(server.only().header("authorization"), Some("Basic YTpi"));
}

#[test]
fn a_user_and_a_password_cannot_be_provided() {
    let provider = token_fn(|_| async { Ok::<_, BoxError>(Secret::from("t")) });
    let builder = Client::builder().base_url("http://localhost");
    let error = builder.provider(BASIC, provider).build();
    assert_eq!(
        error.expect_err("faulty").to_string(),
        "the credentials of `Basic`: a user name and a password are needed"
    );
}
