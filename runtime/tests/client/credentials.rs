use crate::client::{BEARER, COOKIE, CUSTOM, HEADER, QUERY};
use crate::runtime::{Client, ClientBuilder, Error, Scheme};
use crate::server::{Seen, Server, empty};
use crate::wait;
use crate::widgets::{
    Bearer, Cookie, Custom, Either, HeaderAndQuery, Mutual, Nothing, Optional, Security,
};

fn ping<S: Security>(set: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Result<Seen, String> {
    let server = Server::start([empty(204)]);
    let client = set(Client::builder().base_url(server.url()))
        .build()
        .expect("a client");
    match wait(client.widgets().ping::<S>().send()) {
        Ok(_) => Ok(server.only()),
        Err(error) => {
            assert!(matches!(error, Error::InvalidRequest(_)));
            assert_eq!(server.seen().len(), 0);
            Err(error.to_string())
        }
    }
}

fn with(scheme: Scheme) -> impl FnOnce(ClientBuilder) -> ClientBuilder {
    move |builder| builder.key(scheme, "t/k=")
}

#[test]
fn each_scheme_sends_its_credential_in_its_place() {
    let seen = ping::<Bearer>(with(BEARER)).expect("sent");
    assert_eq!(seen.header("authorization"), Some("Bearer t/k="));
    let seen = ping::<Custom>(with(CUSTOM)).expect("sent");
    assert_eq!(seen.header("authorization"), Some("GenieKey t/k="));
    let seen = ping::<Cookie>(with(COOKIE)).expect("sent");
    assert_eq!(seen.header("cookie"), Some("session=t/k="));
    let seen = ping::<HeaderAndQuery>(|builder| builder.key(HEADER, "h").key(QUERY, "q&r"));
    let seen = seen.expect("sent");
    assert_eq!(seen.header("x-key"), Some("h"));
    assert_eq!(seen.target(), "/ping?key=q%26r");
    let own = reqwest::Client::new();
    let seen = ping::<Mutual>(|builder| builder.http_client(own)).expect("sent");
    assert_eq!(seen.header("authorization"), None);
}

#[test]
fn nothing_is_sent_that_is_not_asked_for() {
    let seen = ping::<Nothing>(|builder| builder.basic_auth("a", "b").key(QUERY, "q"));
    let seen = seen.expect("sent");
    assert_eq!(seen.header("authorization"), None);
    assert_eq!(seen.target(), "/ping");
}

#[test]
fn the_first_whole_alternative_is_taken() {
    let seen = ping::<Either>(|builder| builder.key(HEADER, "h").basic_auth("a", "b"));
    let seen = seen.expect("sent");
    assert_eq!(seen.header("x-key"), None, "half of an alternative is none");
    assert_eq!(seen.header("authorization"), Some("Basic YTpi"));
}

#[test]
fn credentials_go_along_where_they_may_be_left_out() {
    let seen = ping::<Optional>(|builder| builder.basic_auth("a", "b")).expect("sent");
    assert_eq!(seen.header("authorization"), Some("Basic YTpi"));
    let seen = ping::<Optional>(|builder| builder).expect("sent");
    assert_eq!(seen.header("authorization"), None);
}

#[test]
fn missing_credentials_are_named_and_nothing_is_sent() {
    let error = ping::<Either>(|builder| builder.key(HEADER, "h")).expect_err("not sent");
    assert_eq!(
        error,
        "ping: invalid request: missing credentials: \
         `HeaderKey` and `QueryKey` or `Basic` needed"
    );
    let error = ping::<Mutual>(|builder| builder).expect_err("no certificate");
    assert_eq!(
        error,
        "ping: invalid request: missing credentials: `Mutual` needed"
    );
}

#[test]
fn a_header_that_the_user_sets_is_a_credential() {
    let set = |builder: ClientBuilder| builder.default_header("authorization", "Bearer mine");
    let seen = ping::<Bearer>(set).expect("sent");
    assert_eq!(seen.header("authorization"), Some("Bearer mine"));
}

#[test]
fn faulty_credentials_do_not_build() {
    let build = |set: fn(ClientBuilder) -> ClientBuilder| {
        let builder = set(Client::builder().base_url("http://localhost"));
        builder.build().expect_err("faulty").to_string()
    };
    for message in [
        build(|builder| builder.basic_auth("a:b", "hidden")),
        build(|builder| builder.basic_auth("a", "hidden\n")),
        build(|builder| builder.key(BEARER, "hidden\r\nX: y")),
        build(|builder| builder.key(HEADER, "")),
        build(|builder| builder.key(crate::client::BASIC, "hidden")),
    ] {
        assert!(message.starts_with("the credentials of `"), "{message}");
        assert!(!message.contains("hidden"), "{message}");
    }
}

#[test]
fn credentials_never_show() {
    let builder = Client::builder()
        .base_url("http://localhost/base")
        .basic_auth("user", "hidden")
        .key(QUERY, "hidden")
        .default_header("x-own", "hidden");
    assert!(!format!("{builder:?}").contains("hidden"));
    let client = builder.build().expect("a client");
    let shown = format!("{client:?} {:?}", client.widgets().retrieve_widget("w"));
    assert!(
        !shown.contains("hidden") && !shown.contains("aGlkZGVu"),
        "{shown}"
    );
    assert!(shown.contains("http://localhost/base"), "{shown}");
    assert!(shown.contains(r#"["Basic", "QueryKey"]"#), "{shown}");
}
