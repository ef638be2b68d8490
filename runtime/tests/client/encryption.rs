//! Credentials stay off plain HTTP and out of sight.

use std::sync::{Arc, Mutex};

use http::{Request, Response};

use crate::client::{BEARER, COOKIE, CUSTOM, HEADER, QUERY};
use crate::runtime::{
    Body, BoxError, Client, ClientBuilder, ClientCredentials, Error, Secret, token_fn, transport_fn,
};
use crate::server::{Server, answer, empty, json};
use crate::widgets::{Bearer, Cookie, Custom, Either, HeaderAndQuery, Nothing, Security};
use crate::{chain, wait};

/// Whether a call goes out to a URL; if it does not, the error says so.
fn is_sent<S: Security>(url: &str, set: impl FnOnce(ClientBuilder) -> ClientBuilder) -> bool {
    let sent = Arc::new(Mutex::new(0));
    let count = Arc::clone(&sent);
    let transport = transport_fn(move |request: Request<Body>| {
        *count.lock().expect("no panic") += 1;
        let mut answer = Response::new(Body::from(r#"{"access_token":"t"}"#));
        if request.uri().path() == "/ping" {
            *answer.status_mut() = http::StatusCode::NO_CONTENT;
        }
        std::future::ready(Ok(answer))
    });
    let builder = Client::builder().base_url(url).transport(transport);
    let client = set(builder).build().expect("a client");
    let outcome = wait(client.widgets().ping::<S>().send());
    if let Err(error) = &outcome {
        assert!(matches!(error, Error::InvalidRequest(_)), "{error}");
        let shown = error.to_string();
        assert!(shown.contains("over plain http"), "{shown}");
        assert!(shown.contains("allow_http_credentials"), "{shown}");
        assert!(!shown.contains("hidden"), "{shown}");
        assert_eq!(*sent.lock().expect("no panic"), 0);
        assert!(client.widgets().ping::<S>().to_curl().is_err());
    }
    outcome.is_ok()
}

#[test]
fn credentials_go_over_plain_http_within_the_machine_alone() {
    let bearer = |builder: ClientBuilder| builder.key(BEARER, "hidden");
    for url in [
        "http://localhost",
        "http://127.0.0.1:8080",
        "http://127.255.0.1",
        "http://[::1]:80",
        "https://example.com",
    ] {
        assert!(is_sent::<Bearer>(url, bearer), "{url}");
    }
    for url in [
        "http://example.com",
        "http://localhost.example.com",
        "http://128.0.0.1",
        "http://192.168.0.1",
        "http://[::2]",
    ] {
        assert!(!is_sent::<Bearer>(url, bearer), "{url}");
        let allowed = |builder| bearer(builder).allow_http_credentials(true);
        assert!(is_sent::<Bearer>(url, allowed), "{url}");
    }
}

#[test]
fn no_kind_of_credential_goes_over_plain_http() {
    let url = "http://example.com";
    assert!(!is_sent::<Custom>(url, |builder| builder.key(CUSTOM, "hidden")));
    assert!(!is_sent::<Cookie>(url, |builder| builder.key(COOKIE, "hidden")));
    assert!(!is_sent::<Either>(url, |builder| builder.basic_auth("a", "hidden")));
    assert!(!is_sent::<HeaderAndQuery>(url, |builder| {
        builder.key(HEADER, "hidden").key(QUERY, "hidden")
    }));
    assert!(!is_sent::<Bearer>(url, |builder| {
        builder.default_header("authorization", "Bearer hidden")
    }));
    assert!(!is_sent::<Bearer>(url, |builder| {
        builder.bearer_client_credentials("id", "hidden")
    }));
    assert!(!is_sent::<Bearer>(url, |builder| {
        let provider = token_fn(|_| async { Ok::<_, BoxError>(Secret::from("hidden")) });
        builder.provider(BEARER, provider)
    }));
    // What needs none is called.
    assert!(is_sent::<Nothing>(url, |builder| builder.key(BEARER, "hidden")));
}

#[test]
fn pages_are_not_asked_for_over_plain_http_either() {
    let client = Client::builder().base_url("http://example.com");
    let client = client.basic_auth("a", "hidden").build().expect("a client");
    let mut pages = client.widgets().list_widgets().pages();
    let error = wait(pages.try_next()).expect_err("not sent");
    assert!(error.to_string().contains("over plain http"), "{error}");
    assert_eq!(error.attempts(), 0);
}

#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
#[test]
fn certificates_need_tls() {
    let builder = Client::builder().base_url("http://localhost");
    let error = builder.client_certificate("").build().expect_err("no TLS");
    let shown = error.to_string();
    assert!(
        shown.contains("feature `rustls` or `native-tls`"),
        "{shown}"
    );
}

#[test]
fn a_token_endpoint_must_be_encrypted_too() {
    let at = |url: &'static str| {
        move |builder: ClientBuilder| {
            let credentials = ClientCredentials::new("id", "hidden").token_url(url);
            builder.bearer_client_credentials_with(credentials)
        }
    };
    let url = "https://example.com";
    assert!(is_sent::<Bearer>(url, at("https://login.example.com/t")));
    assert!(is_sent::<Bearer>(url, at("http://127.0.0.1/t")));
    assert!(!is_sent::<Bearer>(url, at("http://login.example.com/t")));
    let allowed = |builder| at("http://login.example.com/t")(builder).allow_http_credentials(true);
    assert!(is_sent::<Bearer>(url, allowed));
}

#[test]
fn no_kind_of_credential_follows_a_redirect_elsewhere() {
    fn stays<S: Security>(set: impl FnOnce(ClientBuilder) -> ClientBuilder) {
        let other = Server::start([empty(204)]);
        let location = format!("location: {}/ping\r\n", other.url());
        let server = Server::start([answer(307, &location, "")]);
        let client = set(Client::builder().base_url(server.url()));
        let call = client.build().expect("a client");
        let error = wait(call.widgets().ping::<S>().send()).expect_err("not followed");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(307));
        assert_eq!(server.seen().len(), 1);
        assert_eq!(other.seen().len(), 0);
    }
    stays::<Bearer>(|builder| builder.key(BEARER, "hidden"));
    stays::<Custom>(|builder| builder.key(CUSTOM, "hidden"));
    stays::<Cookie>(|builder| builder.key(COOKIE, "hidden"));
    stays::<Either>(|builder| builder.basic_auth("a", "hidden"));
    stays::<HeaderAndQuery>(|builder| builder.key(HEADER, "hidden").key(QUERY, "hidden"));
    stays::<Bearer>(|builder| {
        let provider = token_fn(|_| async { Ok::<_, BoxError>(Secret::from("hidden")) });
        builder.provider(BEARER, provider)
    });
}

#[test]
fn a_clients_secret_does_not_follow_a_redirect_elsewhere() {
    let other = Server::start([json(200, r#"{"access_token":"t"}"#)]);
    let location = format!("location: {}/token\r\n", other.url());
    let server = Server::start([answer(307, &location, "")]);
    let client = Client::builder().base_url(server.url());
    let client = client.bearer_client_credentials("id", "hidden").build();
    let client = client.expect("a client");
    let error = wait(client.widgets().ping::<Bearer>().send()).expect_err("not followed");
    assert!(matches!(error, Error::Token(_)), "{error}");
    assert_eq!(server.seen().len(), 1);
    assert_eq!(other.seen().len(), 0);
}

#[test]
fn a_transport_of_the_users_own_is_not_sent_after_a_redirect_either() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let keep = Arc::clone(&seen);
    let transport = transport_fn(move |request: Request<Body>| {
        keep.lock()
            .expect("no panic")
            .push(request.uri().to_string());
        let answer = Response::builder().status(302);
        let answer = answer.header("location", "https://elsewhere.example.com/");
        std::future::ready(Ok(answer.body(Body::default()).expect("an answer")))
    });
    let client = Client::builder().base_url("https://api.example.com");
    let client = client.key(BEARER, "hidden").transport(transport).build();
    let client = client.expect("a client");
    let error = wait(client.widgets().ping::<Bearer>().send()).expect_err("an answer");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(302));
    let seen = seen.lock().expect("no panic");
    assert_eq!(*seen, ["https://api.example.com/ping"]);
}

#[test]
fn no_secret_shows_anywhere() {
    let endpoint = r#"{"error":"invalid_client","error_description":"not hidden-6"}"#;
    let server = Server::start([json(400, endpoint), empty(418), empty(418), empty(418)]);
    let credentials = ClientCredentials::new("id", "hidden-6").parameter("key", "hidden-7");
    let mut shown = vec![format!("{credentials:?} {:?}", Secret::from("hidden-8"))];
    let builder = Client::builder()
        .base_url(server.url())
        .basic_auth("user", "hidden-1")
        .key(CUSTOM, "hidden-2")
        .key(HEADER, "hidden-3")
        .key(QUERY, "hidden-4")
        .key(COOKIE, "hidden-5")
        .default_header("proxy-authorization", "hidden-9")
        .bearer_client_credentials_with(credentials);
    shown.push(format!("{builder:?} {builder:#?}"));
    let client = builder.build().expect("a client");
    shown.push(format!("{client:?} {client:#?}"));
    let widgets = client.widgets();
    shown.push(format!("{:?}", widgets.ping::<Bearer>()));
    shown.push(chain(
        &wait(widgets.ping::<Bearer>().send()).expect_err("no token"),
    ));
    shown.push(chain(
        &wait(widgets.ping::<Custom>().send()).expect_err("418"),
    ));
    shown.push(chain(
        &wait(widgets.ping::<Cookie>().send()).expect_err("418"),
    ));
    let both = widgets.ping::<HeaderAndQuery>();
    shown.push(chain(&wait(both.send()).expect_err("418")));
    // There is nobody any more.
    let gone = Client::builder().base_url("http://127.0.0.1:1");
    let gone = gone.key(HEADER, "hidden-3").key(QUERY, "hidden-4").build();
    let gone = gone.expect("a client");
    let both = gone.widgets().ping::<HeaderAndQuery>();
    shown.push(chain(&wait(both.send()).expect_err("no connection")));
    for call in [
        widgets.ping::<Bearer>().to_curl(),
        widgets
            .ping::<Custom>()
            .header("authorization", "Bearer hidden-9")
            .to_curl(),
        widgets.ping::<Custom>().to_curl(),
        widgets.ping::<Cookie>().to_curl(),
        widgets.ping::<Either>().to_curl(),
        widgets.ping::<HeaderAndQuery>().to_curl(),
        widgets
            .ping::<HeaderAndQuery>()
            .header("x-key", "hidden-9")
            .to_curl(),
    ] {
        shown.push(call.expect("a line"));
    }
    let request = wait(widgets.ping::<Cookie>().into_request()).expect("a request");
    shown.push(format!("{request:?}"));
    let request = wait(widgets.ping::<Custom>().into_request()).expect("a request");
    shown.push(format!("{request:?}"));
    // `user:hidden-1` and `id:hidden-6` as Basic writes them.
    for text in shown {
        for secret in ["hidden", "dXNlcjpoaWRkZW4tMQ", "aWQ6aGlkZGVuLTY"] {
            assert!(!text.contains(secret), "{text}");
        }
    }
}
