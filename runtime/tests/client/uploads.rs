//! Bodies that do not fit in memory, on their way up.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use futures_util::stream::{self, Stream};
use http::{Request, Response, StatusCode};
use http_body::Body as _;
use serde_json::json;

use crate::clock::TestClock;
use crate::hand::{Incoming, serve};
use crate::runtime::{
    Body, BoxError, Call, Client, Error, File, RetryPolicy, Streamed, TransportErrorKind, Upload,
    object, operation, transport_fn,
};
use crate::server::{Server, answer, empty};
use crate::wait;

pub const SECOND: Duration = Duration::from_secs(1);
pub const DONE: &str = "HTTP/1.1 204 X\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";

operation! {
    pub enum PutBlob("PUT" "/blob" "put_blob") -> () {
        security [],
        204 => Output(),
    }
}

object! {
    /// Files.
    pub struct Parts {
        required title: String = "title",
        required one: File = "one",
        required two: File = "two",
    }
}

pub fn put(client: &Client, body: impl Into<Upload>) -> Call<'_, PutBlob> {
    let mut call = Call::new(client);
    call.request.bytes("application/octet-stream", body);
    call
}

pub fn put_parts(client: &Client, one: File, two: File) -> Call<'_, PutBlob> {
    let mut call = Call::new(client);
    let title = "t".to_owned();
    let parts = Parts { title, one, two };
    call.request.multipart("multipart/form-data", &parts, &[]);
    call
}

pub fn client(url: &str) -> Client {
    let clock = TestClock::new(10 * SECOND);
    let builder = Client::builder().base_url(url).clock(clock);
    let builder = builder.retry(RetryPolicy::default());
    builder.build().expect("a client")
}

/// What comes through a channel, when it comes.
fn received(parts: Receiver<&'static str>) -> impl Stream<Item = Result<Bytes, BoxError>> + Send {
    stream::unfold(parts, |parts| async {
        let next = tokio::task::spawn_blocking(move || (parts.recv(), parts));
        let (part, parts) = next.await.expect("no panic");
        let part = part.ok()?;
        let part = match part {
            "fail" => Err(BoxError::from("the disk is gone")),
            part => Ok(Bytes::from(part)),
        };
        Some((part, parts))
    })
}

#[test]
fn a_stream_is_sent_as_it_comes() {
    for length in [None, Some(6)] {
        let (parts, stream) = channel();
        parts.send("one").expect("a stream");
        let (url, server) = serve(move |listener| {
            let mut request = Incoming::take(listener);
            let how = ["content-length", "transfer-encoding"];
            let how = how.map(|name| request.header(name).map(str::to_owned));
            // What comes next is not there yet.
            let first = request.part().expect("a part");
            parts.send("two").expect("a stream");
            drop(parts);
            let rest = request.body();
            request.write(DONE);
            (how, first, rest)
        });
        let client = client(&url);
        let upload = Upload::from_stream(received(stream), length);
        assert_eq!(upload.length(), length);
        wait(put(&client, upload).send()).expect("sent");
        let (how, first, rest) = server.join().expect("no panic");
        assert_eq!((first, rest), (b"one".to_vec(), b"two".to_vec()));
        let (known, chunked) = (length.map(|_| "6"), Some("chunked"));
        assert_eq!(how[0].as_deref(), known);
        assert_eq!(how[1].as_deref(), chunked.filter(|_| length.is_none()));
    }
}

#[test]
fn a_stream_that_fails_is_the_error_of_the_call() {
    let cases = [
        (vec!["one", "fail"], None, "the disk is gone"),
        (
            vec!["one"],
            Some(5),
            "a body ended 2 bytes before its length",
        ),
        (
            vec!["one", "two"],
            Some(5),
            "a body is longer than its length",
        ),
    ];
    for (sent, length, fault) in cases {
        let (parts, stream) = channel();
        for part in sent {
            parts.send(part).expect("a stream");
        }
        drop(parts);
        let (url, server) = serve(|listener| Incoming::take(listener).ends_early());
        let client = client(&url);
        let upload = Upload::from_stream(received(stream), length);
        let error = wait(put(&client, upload).send()).expect_err("not sent");
        let shown = format!("put_blob: PUT /blob: the body cannot be sent: {fault}");
        assert_eq!(error.to_string(), shown);
        assert_eq!(error.attempts(), 1);
        let Error::Transport(error) = error else {
            panic!("{error}")
        };
        assert_eq!(error.kind(), TransportErrorKind::Upload);
        assert!(
            server.join().expect("no panic"),
            "the server has no whole body"
        );
    }
}

#[test]
fn a_stream_is_sent_once_and_its_clones_share_it() {
    let server = Server::start([answer(503, "retry-after: 1\r\n", ""), empty(204)]);
    let client = client(&server.url());
    let chunks = stream::iter([Ok::<_, BoxError>(Bytes::from("abc"))]);
    let upload = Upload::from_stream(chunks, Some(3));
    let again = upload.clone();
    assert_eq!(upload, again);
    let call = put(&client, upload);
    let shown = "curl -X PUT";
    assert!(
        call.to_curl().expect("a line").starts_with(shown),
        "showing leaves it alone"
    );
    let error = wait(call.send()).expect_err("503");
    assert_eq!(
        (error.status(), error.attempts()),
        (Some(StatusCode::SERVICE_UNAVAILABLE), 1)
    );
    let error = wait(put(&client, again).send()).expect_err("nothing is left");
    assert!(matches!(error, Error::InvalidRequest(_)));
    assert_eq!(
        error.to_string(),
        "put_blob: invalid request: the body is a stream that was sent before"
    );
    assert_eq!(server.only().body, b"abc");
}

#[test]
fn what_is_made_anew_is_sent_again() {
    let server = Server::start([empty(503), empty(204)]);
    let client = client(&server.url());
    let made = Arc::new(AtomicU64::new(0));
    let count = Arc::clone(&made);
    let upload = Upload::from_fn(move || {
        count.fetch_add(1, Ordering::Relaxed);
        let chunks = ["a", "b"].map(|chunk| Ok::<_, BoxError>(Bytes::from(chunk)));
        Body::from_stream(stream::iter(chunks), Some(2))
    });
    wait(put(&client, upload).send()).expect("sent");
    assert_eq!(made.load(Ordering::Relaxed), 2);
    let bodies: Vec<_> = server.seen().into_iter().map(|seen| seen.body).collect();
    assert_eq!(bodies, [b"ab", b"ab"]);
}

async fn next(body: &mut Body) -> Option<Result<Bytes, BoxError>> {
    let frame = poll_fn(|context| Pin::new(&mut *body).poll_frame(context)).await?;
    Some(frame.map(|frame| frame.into_data().unwrap_or_default()))
}

#[test]
fn progress_is_told_from_the_start_of_each_attempt() {
    let server = Server::start([empty(503), empty(204)]);
    let client = client(&server.url());
    let told = Arc::new(Mutex::new(Vec::new()));
    let keep = Arc::clone(&told);
    let call = put(&client, vec![7; 150_000]).on_upload_progress(move |sent, total| {
        keep.lock().expect("no panic").push((sent, total));
    });
    wait(call.send()).expect("sent");
    let attempt = [0, 65_536, 131_072, 150_000].map(|sent| (sent, Some(150_000)));
    assert_eq!(*told.lock().expect("no panic"), [attempt, attempt].concat());
    assert_eq!(server.seen()[1].body, vec![7; 150_000]);
}

#[test]
fn progress_is_told_of_all_parts_of_a_form() {
    let server = Server::start([empty(204)]);
    let client = client(&server.url());
    let told = Arc::new(Mutex::new(Vec::new()));
    let keep = Arc::clone(&told);
    let file = || File::new(vec![7; 100_000]).named("blob.bin");
    let call = put_parts(&client, file(), file()).on_upload_progress(move |sent, total| {
        keep.lock().expect("no panic").push((sent, total));
    });
    wait(call.send()).expect("sent");
    let told = told.lock().expect("no panic");
    let length = server.only().body.len() as u64;
    assert!(length > 200_000);
    assert!(
        told.iter().all(|(_, total)| *total == Some(length)),
        "{told:?}"
    );
    assert!(told.is_sorted() && told.len() > 4, "{told:?}");
    assert_eq!(told.last(), Some(&(length, Some(length))));
}

/// Two gibibytes in chunks of one mebibyte, which are all the same memory; it counts those that are
/// about.
fn endless(made: Arc<AtomicU64>) -> (impl Stream<Item = Result<Bytes, BoxError>> + Send, u64) {
    let chunk = Bytes::from(vec![1; 1 << 20]);
    let chunks = stream::iter((0..2_048).map(move |_| {
        made.fetch_add(1, Ordering::Relaxed);
        Ok(chunk.clone())
    }));
    (chunks, 2 << 30)
}

#[test]
fn two_gibibytes_go_up_a_chunk_at_a_time() {
    for multipart in [false, true] {
        let made = Arc::new(AtomicU64::new(0));
        let (chunks, length) = endless(Arc::clone(&made));
        let client = Client::builder()
            .base_url("https://api.example.com")
            .transport(transport_fn(move |mut request: Request<Body>| {
                let made = Arc::clone(&made);
                async move {
                    let total = request.body().size_hint().exact().expect("a length");
                    let (mut sent, mut large) = (0, 0);
                    while let Some(chunk) = next(request.body_mut()).await {
                        let chunk = chunk.expect("no error");
                        sent += chunk.len() as u64;
                        large += u64::from(chunk.len() == 1 << 20);
                        assert_eq!(made.load(Ordering::Relaxed), large, "none is made ahead");
                    }
                    assert_eq!((sent, large), (total, 2_048));
                    let mut done = Response::new(Body::default());
                    *done.status_mut() = StatusCode::NO_CONTENT;
                    Ok(done)
                }
            }))
            .build()
            .expect("a client");
        let call = match multipart {
            true => put_parts(
                &client,
                File::from_stream(chunks, Some(length)),
                File::from("x"),
            ),
            false => put(&client, Upload::from_stream(chunks, Some(length))),
        };
        wait(call.send()).expect("sent");
    }
}

#[test]
fn the_wait_for_an_answer_begins_anew_with_each_part_that_is_sent() {
    for stalls in [false, true] {
        let clock = TestClock::new(SECOND);
        let passing = Arc::clone(&clock);
        let client = Client::builder()
            .base_url("https://api.example.com")
            .clock(Arc::clone(&clock))
            .read_timeout(30 * SECOND)
            .timeout(1_000 * SECOND)
            .transport(transport_fn(move |mut request: Request<Body>| {
                let clock = Arc::clone(&passing);
                async move {
                    for part in 0..4 {
                        if !stalls || part == 0 {
                            next(request.body_mut()).await;
                        }
                        clock.advance(20 * SECOND);
                        tokio::task::yield_now().await;
                    }
                    let mut done = Response::new(Body::default());
                    *done.status_mut() = StatusCode::NO_CONTENT;
                    Ok(done)
                }
            }))
            .build()
            .expect("a client");
        let chunks = stream::iter(["a"; 4].map(|chunk| Ok::<_, BoxError>(Bytes::from(chunk))));
        let sent = wait(put(&client, Upload::from_stream(chunks, None)).send());
        assert_eq!(sent.is_err_and(|error| error.is_timeout()), stalls);
    }
}

#[test]
fn a_redirect_that_wants_a_stream_again_is_an_answer() {
    let redirect = answer(307, "location: /elsewhere\r\n", "");
    let server = Server::start([redirect, empty(204)]);
    let client = client(&server.url());
    let chunks = stream::iter([Ok::<_, BoxError>(Bytes::from("abc"))]);
    let upload = Upload::from_stream(chunks, Some(3));
    let error = wait(put(&client, upload).send()).expect_err("not followed");
    assert_eq!(error.status(), Some(StatusCode::TEMPORARY_REDIRECT));
    assert_eq!(server.only().body, b"abc");
}

#[test]
fn items_may_come_from_a_stream() {
    let sent = |fill: fn(&mut Call<'_, PutBlob>)| {
        let (url, server) = serve(|listener| {
            let mut request = Incoming::take(listener);
            let mut parts = Vec::new();
            while let Some(part) = request.part() {
                parts.push(String::from_utf8(part).expect("text"));
            }
            request.write(DONE);
            parts
        });
        let client = client(&url);
        let mut call = Call::new(&client);
        fill(&mut call);
        wait(call.send()).map(|_| server.join().expect("no panic"))
    };
    let lines = sent(|call| {
        let items = Streamed(stream::iter([json!({"a": 1}), json!([2])]));
        call.request.lines("application/x-ndjson", items);
    });
    assert_eq!(lines.expect("sent").concat(), "{\"a\":1}\n[2]\n");
    let sequence = sent(|call| {
        let items = Streamed(stream::iter([json!({"a": 1}), json!([2])]));
        call.request.sequence("application/json-seq", items);
    });
    assert_eq!(
        sequence.expect("sent").concat(),
        "\u{1e}{\"a\":1}\n\u{1e}[2]\n"
    );
    let (url, server) = serve(|listener| Incoming::take(listener).ends_early());
    let client = client(&url);
    let mut call = Call::<PutBlob>::new(&client);
    let faulty = Streamed(stream::iter([std::collections::BTreeMap::from([(
        (1, 2),
        3,
    )])]));
    call.request.lines("application/x-ndjson", faulty);
    let error = wait(call.send()).expect_err("no JSON");
    assert_eq!(
        error.to_string(),
        "put_blob: PUT /blob: the body cannot be sent: an item of the body cannot be written as \
         JSON: key must be a string"
    );
    assert!(server.join().expect("no panic"));
}
