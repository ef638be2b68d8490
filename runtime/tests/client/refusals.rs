//! What a server has not looked at, as HTTP/2 says it, is sent again.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::Request;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

use crate::authority::Authority;
use crate::clock::TestClock;
use crate::runtime::{
    Attempt, Body, BoxError, Call, Client, ClientBuilder, Error, Hook, RetryPolicy,
    TransportErrorKind, Upload, operation,
};
use crate::wait;

operation! {
    pub enum Order("POST" "/orders" "order") -> () {
        security [],
        204 => Output(),
    }
}

/// What the server does with a request.
#[derive(Clone, Copy)]
enum Deed {
    /// It resets the stream: `REFUSED_STREAM`.
    Refuse,
    /// It closes the connection, on which it has looked at nothing: `GOAWAY` with `NO_ERROR`.
    GoAway,
    /// It resets the stream because of a fault of its own: `INTERNAL_ERROR`.
    Fail,
    /// It answers 204.
    Answer,
    /// It leads to what came of the request: 303.
    SeeOther,
    /// It leads to where the request is to be sent instead: 307.
    Elsewhere,
}

/// A frame of HTTP/2 (RFC 9113, section 4.1).
fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).expect("a short frame");
    let mut frame = length.to_be_bytes()[1..].to_vec();
    frame.extend([kind, flags]);
    frame.extend(stream.to_be_bytes());
    frame.extend(payload);
    frame
}

const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const GOAWAY: u8 = 7;

impl Deed {
    fn frame(self, stream: u32) -> Vec<u8> {
        match self {
            Self::Refuse => frame(RST_STREAM, 0, stream, &7_u32.to_be_bytes()),
            Self::Fail => frame(RST_STREAM, 0, stream, &2_u32.to_be_bytes()),
            // The last stream that was looked at, and the reason.
            Self::GoAway => frame(GOAWAY, 0, 0, &[0; 8]),
            // It ends the stream and its headers; 9 of HPACK's static table is `:status: 204`.
            Self::Answer => frame(HEADERS, 0x5, stream, &[0x89]),
            Self::SeeOther => redirect(stream, b"303"),
            Self::Elsewhere => redirect(stream, b"307"),
        }
    }
}

/// A status and where to go, by names of HPACK's static table: 8 is `:status`, 46 `location`.
fn redirect(stream: u32, status: &[u8; 3]) -> Vec<u8> {
    let location = b"/order";
    let headers = [
        &[0x08, 3][..],
        status,
        &[0x0f, 46 - 15, 6],
        location.as_slice(),
    ];
    frame(HEADERS, 0x5, stream, &headers.concat())
}

/// A server over TLS that does one thing after the other with the requests that come.
async fn serve(authority: &Authority, deeds: &[Deed]) -> String {
    let (certificate, key) = authority.issue("localhost");
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let mut config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], key)
        .expect("a certificate");
    config.alpn_protocols.push(b"h2".to_vec());
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let mut deeds: VecDeque<Deed> = deeds.iter().copied().collect();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let mut stream = acceptor.accept(stream).await.expect("a connection");
            let mut preface = [0; 24];
            stream.read_exact(&mut preface).await.expect("HTTP/2");
            let settings = frame(SETTINGS, 0, 0, &[]);
            stream.write_all(&settings).await.expect("written");
            let mut head = [0; 9];
            while stream.read_exact(&mut head).await.is_ok() {
                let [a, b, c, kind, _, stream_id @ ..] = head;
                let length = u32::from_be_bytes([0, a, b, c]);
                let mut payload = vec![0; usize::try_from(length).expect("it fits")];
                stream.read_exact(&mut payload).await.expect("a payload");
                if kind == HEADERS {
                    let deed = deeds.pop_front().expect("no more requests");
                    let answer = deed.frame(u32::from_be_bytes(stream_id));
                    stream.write_all(&answer).await.expect("written");
                    if matches!(deed, Deed::GoAway) {
                        stream.shutdown().await.expect("closed");
                        break;
                    }
                }
            }
        }
    });
    format!("https://localhost:{port}")
}

/// Keeps the numbers of the attempts.
#[derive(Default)]
struct Numbers(Mutex<Vec<u32>>);

impl Hook for Numbers {
    fn before(&self, attempt: &Attempt, _: &mut Request<Body>) -> Result<(), BoxError> {
        self.0.lock().expect("no panic").push(attempt.number);
        Ok(())
    }
}

struct Outcome {
    outcome: Result<u32, (TransportErrorKind, u32)>,
    /// What the hook has seen.
    hooked: Vec<u32>,
    waited: Vec<Duration>,
}

fn order(deeds: &[Deed], retry: RetryPolicy, body: Option<Upload>) -> Outcome {
    order_with(deeds, retry, body, |builder, authority| {
        builder.root_certificate(authority.pem())
    })
}

fn order_with(
    deeds: &[Deed],
    retry: RetryPolicy,
    body: Option<Upload>,
    change: impl FnOnce(ClientBuilder, &Authority) -> ClientBuilder,
) -> Outcome {
    let authority = Authority::new("ours");
    let hook = Arc::new(Numbers::default());
    let clock = TestClock::new(Duration::from_secs(60));
    let outcome = wait(async {
        let builder = Client::builder()
            .base_url(serve(&authority, deeds).await)
            .timeout(Duration::from_secs(1_000))
            .clock(Arc::clone(&clock))
            .retry(retry)
            .hook(Arc::clone(&hook));
        let client = change(builder, &authority).build().expect("a client");
        let mut call = Call::<Order>::new(&client);
        if let Some(body) = body {
            call.request.bytes("application/octet-stream", body);
        }
        match call.send().await {
            Ok(answer) => Ok(answer.attempts()),
            Err(Error::Transport(error)) => Err((error.kind(), error.attempts())),
            Err(error) => panic!("{error}"),
        }
    });
    let hooked = hook.0.lock().expect("no panic").clone();
    Outcome {
        outcome,
        hooked,
        waited: clock.waited(),
    }
}

#[test]
fn a_request_that_nobody_looked_at_is_sent_again_at_once() {
    for deeds in [
        [Deed::Refuse, Deed::Refuse, Deed::Answer],
        [Deed::GoAway, Deed::GoAway, Deed::Answer],
        [Deed::GoAway, Deed::Refuse, Deed::Answer],
    ] {
        let seen = order(&deeds, RetryPolicy::none(), None);
        assert_eq!(seen.outcome, Ok(3));
        assert_eq!(seen.hooked, [1, 2, 3]);
        assert!(seen.waited.is_empty());
    }
}

#[test]
fn a_server_that_goes_on_refusing_is_asked_as_the_policy_says() {
    let deeds = [Deed::Refuse; 3];
    let seen = order(&deeds, RetryPolicy::none(), None);
    assert_eq!(seen.outcome, Err((TransportErrorKind::Refused, 3)));

    let deeds = [Deed::Refuse, Deed::Refuse, Deed::Refuse, Deed::Answer];
    let seen = order(&deeds, RetryPolicy::default(), None);
    assert_eq!(seen.outcome, Ok(4));
    assert_eq!(seen.hooked, [1, 2, 3, 4]);
    assert_eq!(seen.waited.len(), 1, "{:?}", seen.waited);
}

#[test]
fn what_may_have_been_done_is_not_done_again() {
    let seen = order(&[Deed::Fail], RetryPolicy::default(), None);
    assert_eq!(seen.outcome, Err((TransportErrorKind::Other, 1)));
}

#[test]
fn a_stream_can_be_sent_but_once() {
    let chunks = futures_util::stream::iter([Ok::<_, std::io::Error>("a".into())]);
    let body = Upload::from_stream(chunks, None);
    let seen = order(&[Deed::Refuse], RetryPolicy::default(), Some(body));
    assert_eq!(seen.outcome, Err((TransportErrorKind::Refused, 1)));
}

#[test]
fn what_came_of_a_request_may_be_refused_and_the_request_is_not_sent_again() {
    for refusal in [Deed::Refuse, Deed::GoAway] {
        let seen = order(&[Deed::SeeOther, refusal], RetryPolicy::default(), None);
        assert_eq!(seen.outcome, Err((TransportErrorKind::Other, 1)));
        assert_eq!(seen.hooked, [1]);
    }
    // Here nothing was done with it.
    let deeds = [Deed::Elsewhere, Deed::Refuse, Deed::Answer];
    let seen = order(&deeds, RetryPolicy::none(), None);
    assert_eq!(seen.outcome, Ok(2));
}

#[test]
fn a_client_that_is_handed_in_sends_again_by_itself() {
    // That is what reqwest does unless it is told otherwise: twice.
    let seen = order_with(
        &[Deed::Refuse; 3],
        RetryPolicy::default(),
        None,
        |builder, authority| {
            let root = reqwest::Certificate::from_pem(authority.pem().as_bytes());
            let client = reqwest::Client::builder()
                .add_root_certificate(root.expect("a certificate"))
                .build();
            builder.http_client(client.expect("a client"))
        },
    );
    assert_eq!(seen.outcome, Err((TransportErrorKind::Other, 1)));
}
