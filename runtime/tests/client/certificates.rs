//! Mutual TLS, against a server that asks for a certificate.

use crate::authority::Authority;
use crate::runtime::{Client, ClientBuilder, transport_fn};
use crate::server::empty;
use crate::wait;
use crate::widgets::Mutual;

/// Calls a server of the authority's.
fn call(
    authority: &Authority,
    set: impl FnOnce(ClientBuilder) -> ClientBuilder,
) -> Result<(), String> {
    wait(async {
        let url = authority.serve(empty(204)).await;
        let builder = set(Client::builder().base_url(url));
        let client = builder.build().map_err(|error| error.to_string())?;
        let pinged = client.widgets().ping::<Mutual>().send().await;
        pinged.map(|_| ()).map_err(|error| error.to_string())
    })
}

#[test]
fn a_certificate_that_the_server_knows_is_shown() {
    let authority = Authority::new("ours");
    let outcome = call(&authority, |builder| {
        builder
            .root_certificate(authority.pem())
            .client_certificate(authority.client())
    });
    assert_eq!(outcome, Ok(()));
}

#[test]
fn a_key_may_stand_before_its_certificate() {
    let authority = Authority::new("ours");
    let (certificate, key) = authority.issue("client");
    let pem = format!("{}{}", key.serialize_pem(), certificate.pem());
    let outcome = call(&authority, |builder| {
        builder
            .root_certificate(authority.pem())
            .client_certificate(pem)
    });
    assert_eq!(outcome, Ok(()));
}

#[test]
fn a_certificate_of_somebody_else_is_refused() {
    let authority = Authority::new("ours");
    let outcome = call(&authority, |builder| {
        builder
            .root_certificate(authority.pem())
            .client_certificate(Authority::new("theirs").client())
    });
    let error = outcome.expect_err("refused");
    assert!(error.starts_with("ping: POST /ping: "), "{error}");
}

#[test]
fn a_server_of_an_unknown_authority_is_not_trusted() {
    let authority = Authority::new("ours");
    let outcome = call(&authority, |builder| {
        builder.client_certificate(authority.client())
    });
    assert_eq!(
        outcome.expect_err("not trusted"),
        "ping: POST /ping: cannot connect"
    );
}

#[test]
fn without_a_certificate_nothing_is_sent() {
    let authority = Authority::new("ours");
    let outcome = call(&authority, |builder| {
        builder.root_certificate(authority.pem())
    });
    assert_eq!(
        outcome.expect_err("not sent"),
        "ping: invalid request: missing credentials: `Mutual` needed"
    );
}

#[test]
fn faulty_certificates_do_not_build() {
    let fault = |set: &dyn Fn(ClientBuilder) -> ClientBuilder| {
        let builder = set(Client::builder().base_url("https://localhost"));
        builder.build().expect_err("faulty").to_string()
    };
    let authority = Authority::new("ours");
    let certificate = authority.issue("client").0.pem();
    for pem in ["", "hidden", certificate.as_str()] {
        let message = fault(&|builder| builder.client_certificate(pem));
        assert!(
            message.starts_with("the client certificate cannot be used: "),
            "{message}"
        );
        assert!(!message.contains("hidden"), "{message}");
    }
    for pem in ["", "hidden"] {
        let message = fault(&|builder| builder.root_certificate(pem));
        assert_eq!(
            message,
            "the root certificate cannot be used: it holds no certificate"
        );
    }
}

#[test]
fn certificates_belong_to_the_clients_own_transport() {
    let authority = Authority::new("ours");
    for own in [
        Client::builder().http_client(reqwest::Client::new()),
        Client::builder().transport(transport_fn(|_| {
            std::future::ready(Ok(http::Response::default()))
        })),
    ] {
        let builder = own
            .base_url("https://localhost")
            .client_certificate(authority.client());
        let message = builder.build().expect_err("no effect").to_string();
        assert!(message.contains("set them there"), "{message}");
    }
}

#[test]
fn a_key_never_shows() {
    let authority = Authority::new("ours");
    let pem = authority.client();
    let builder = Client::builder().base_url("https://localhost");
    let builder = builder.client_certificate(&pem);
    let mut shown = format!("{builder:?}");
    shown.push_str(&format!("{:?}", builder.build().expect("a client")));
    let key = pem.split("PRIVATE KEY-----").nth(1).expect("a key");
    let line = key.trim().lines().next().expect("a line");
    assert!(!shown.contains(line), "{shown}");
}
