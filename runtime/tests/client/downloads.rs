//! Bodies that do not fit in memory, on their way down.

use std::fs;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use futures_util::stream::{self, TryStreamExt as _};
use http::{Request, Response};

use crate::clock::TestClock;
use crate::hand::{Incoming, serve};
use crate::runtime::{
    Body, BoxError, Call, Client, ClientBuilder, Error, RetryPolicy, SaveError, operation,
    transport_fn,
};
use crate::server::{Server, answer, chunked, empty, json};
use crate::wait;
use crate::widgets::WidgetError;

const MINUTE: Duration = Duration::from_secs(60);

operation! {
    pub enum GetBlob("GET" "/blob" "get_blob") -> Bytes {
        accept "application/octet-stream",
        security [],
        200 => Output(bytes),
    }
    pub enum GetBlobError {
        404 => NotFound(json serde_json::Value) = "404 Not Found",
    }
}

fn get(client: &Client) -> Call<'_, GetBlob> {
    Call::new(client)
}

fn client(url: &str) -> Client {
    let builder = Client::builder().base_url(url);
    builder.build().expect("a client")
}

fn head(length: usize) -> String {
    format!("HTTP/1.1 200 OK\r\nx-request-id: r-1\r\ncontent-length: {length}\r\n\r\n")
}

#[test]
fn an_answer_is_read_as_it_comes() {
    let (go_on, waits) = channel::<()>();
    let (url, server) = serve(move |listener| {
        let mut request = Incoming::take(listener);
        request.write(&head(6));
        request.write("abc");
        waits.recv().expect("a test");
        request.write("def");
    });
    let client = client(&url);
    let told = Arc::new(Mutex::new(Vec::new()));
    let keep = Arc::clone(&told);
    wait(async {
        let call = get(&client).on_download_progress(move |received, total| {
            keep.lock().expect("no panic").push((received, total));
        });
        let mut download = call.download().await.expect("an answer");
        assert_eq!(download.status(), 200);
        assert_eq!(download.request_id(), Some("r-1"));
        assert_eq!(download.content_length(), Some(6));
        assert_eq!(download.chunk().await.expect("a chunk"), Some("abc".into()));
        assert_eq!(download.received(), 3);
        go_on.send(()).expect("a server");
        assert_eq!(
            download.try_next().await.expect("a chunk"),
            Some("def".into())
        );
        assert_eq!(download.chunk().await.expect("the end"), None);
        assert_eq!(download.chunk().await.expect("the end"), None);
        assert_eq!(download.received(), 6);
    });
    assert_eq!(
        *told.lock().expect("no panic"),
        [(3, Some(6)), (6, Some(6))]
    );
    server.join().expect("no panic");
}

#[test]
fn an_answer_that_is_no_success_is_the_error_of_the_operation() {
    let server = Server::start([json(404, r#"{"a":1}"#), empty(500)]);
    let client = client(&server.url());
    let Err(Error::Api(error)) = wait(get(&client).download()) else {
        panic!("404 is documented");
    };
    assert_eq!(
        error.body,
        GetBlobError::NotFound(serde_json::json!({"a": 1}))
    );
    let error = wait(get(&client).download()).expect_err("500");
    assert!(matches!(error, Error::UndocumentedStatus(_)));
}

#[test]
fn an_error_is_not_read_without_end() {
    let server = Server::start([answer(404, "", &"x".repeat(50))]);
    let client = Client::builder()
        .base_url(server.url())
        .max_answer(40)
        .build()
        .expect("a client");
    let error = wait(get(&client).download()).expect_err("too large");
    assert!(
        error.to_string().ends_with(
            "the answer is too large: it has 50 bytes, and `ClientBuilder::max_answer` admits 40"
        ),
        "{error}"
    );
}

#[test]
fn a_call_is_sent_again_until_the_head_is_there() {
    let cut = answer(200, "", "abc").replace("length: 3", "length: 4");
    let server = Server::start([empty(503), String::new(), cut, answer(200, "", "never")]);
    let client = Client::builder()
        .base_url(server.url())
        .clock(TestClock::new(MINUTE))
        .timeout(10 * MINUTE)
        .retry(RetryPolicy::default().max_retries(5))
        .build()
        .expect("a client");
    wait(async {
        let mut download = get(&client).download().await.expect("an answer");
        assert_eq!(download.attempts(), 3);
        assert_eq!(download.chunk().await.expect("a chunk"), Some("abc".into()));
        let error = download.chunk().await.expect_err("cut");
        assert!(error.is_body());
        assert_eq!(download.chunk().await.expect("the end"), None);
    });
    assert_eq!(server.seen().len(), 3);
}

#[test]
fn what_is_left_may_be_had_in_memory_within_a_limit() {
    for (whole, length) in [
        (answer(200, "", "abcdef"), "6"),
        (chunked(&["abc", "def"]), "more than 5"),
    ] {
        let server = Server::start([whole.clone(), whole]);
        let client = client(&server.url());
        wait(async {
            let download = get(&client).download().await.expect("an answer");
            assert_eq!(download.into_bytes(6).await.expect("it fits"), "abcdef");
            let download = get(&client).download().await.expect("an answer");
            let error = download.into_bytes(5).await.expect_err("too large");
            let shown = format!(
                "get_blob: GET /blob: the answer is too large: it has {length} bytes, and \
                 `Download::into_bytes` admits 5"
            );
            assert_eq!(error.to_string(), shown);
        });
    }
}

#[test]
fn a_file_has_its_name_when_it_is_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("blob.bin");
    fs::write(&path, "old").expect("a file");
    let names = || fs::read_dir(folder.path()).expect("a folder").count();
    let (go_on, waits) = channel::<()>();
    let (url, server) = serve(move |listener| {
        for is_whole in [false, true] {
            let mut request = Incoming::take(listener);
            request.write(&head(6).replace("\r\n\r\n", "\r\nconnection: close\r\n\r\n"));
            request.write("abc");
            waits.recv().expect("a test");
            if is_whole {
                request.write("def");
            }
        }
    });
    let client = client(&url);
    wait(async {
        for is_whole in [false, true] {
            let (seen, go_on, old) = (path.clone(), go_on.clone(), folder.path().to_owned());
            let call = get(&client).on_download_progress(move |received, _| {
                if received == 3 {
                    // The old file is there as long as the new one is not whole.
                    assert_eq!(fs::read(&seen).expect("a file"), b"old");
                    assert_eq!(fs::read_dir(&old).expect("a folder").count(), 2);
                    go_on.send(()).expect("a server");
                }
            });
            let download = call.download().await.expect("an answer");
            let saved = download.save_to(&path).await;
            assert_eq!(names(), 1, "nothing is left beside it");
            if is_whole {
                assert_eq!(saved.expect("saved"), 6);
                assert_eq!(fs::read(&path).expect("a file"), b"abcdef");
            } else {
                assert!(matches!(saved, Err(SaveError::Transport(error)) if error.is_body()));
                assert_eq!(fs::read(&path).expect("a file"), b"old");
            }
        }
    });
    server.join().expect("no panic");
}

#[test]
fn a_file_that_cannot_be_written_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let missing = folder.path().join("missing").join("blob.bin");
    let is_a = folder.path().join("folder");
    fs::create_dir(&is_a).expect("a folder");
    for path in [missing, is_a] {
        let server = Server::start([answer(200, "", "abc")]);
        let client = client(&server.url());
        let saved = wait(async {
            get(&client)
                .download()
                .await
                .expect("an answer")
                .save_to(&path)
                .await
        });
        let error = saved.expect_err("not written");
        let shown = format!("the file `{}` cannot be written", path.display());
        assert_eq!(error.to_string(), shown);
        assert!(std::error::Error::source(&error).is_some());
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
    }
}

/// The head, half of the body, and the rest when as much time has passed.
fn slowly(
    builder: impl FnOnce(ClientBuilder) -> ClientBuilder,
    change: impl FnOnce(Call<'_, GetBlob>) -> Call<'_, GetBlob>,
) -> Result<Option<Bytes>, String> {
    let clock = TestClock::new(MINUTE);
    let passing = Arc::clone(&clock);
    let transport = transport_fn(move |_: Request<Body>| {
        let clock = Arc::clone(&passing);
        let chunks = stream::unfold(0, move |state| {
            let clock = Arc::clone(&clock);
            async move {
                if state == 1 {
                    clock.advance(10 * MINUTE);
                    tokio::task::yield_now().await;
                }
                (state < 2).then_some((Ok::<_, BoxError>(Bytes::from("abc")), state + 1))
            }
        });
        std::future::ready(Ok(Response::new(Body::from_stream(chunks, Some(6)))))
    });
    let client = Client::builder()
        .base_url("https://api.example.com")
        .clock(clock)
        .transport(transport);
    let client = builder(client).build().expect("a client");
    wait(async {
        let mut download = change(get(&client)).download().await.expect("an answer");
        assert_eq!(download.chunk().await.expect("a chunk"), Some("abc".into()));
        download.chunk().await.map_err(|error| error.to_string())
    })
}

#[test]
fn a_download_takes_as_long_as_it_likes_unless_the_call_says_otherwise() {
    let late = Err("get_blob: GET /blob: timed out reading the answer".to_owned());
    let whole = Ok(Some(Bytes::from("abc")));
    assert_eq!(
        slowly(|builder| builder.timeout(2 * MINUTE), |call| call),
        whole
    );
    assert_eq!(
        slowly(|builder| builder, |call| call.timeout(2 * MINUTE)),
        late
    );
    assert_eq!(
        slowly(|builder| builder.read_timeout(2 * MINUTE), |call| call),
        late
    );
    assert_eq!(
        slowly(|builder| builder, |call| call.read_timeout(2 * MINUTE)),
        late
    );
}

#[test]
fn the_time_of_a_client_holds_until_the_head_of_a_download() {
    let clock = TestClock::new(MINUTE);
    let passing = Arc::clone(&clock);
    let client = Client::builder()
        .base_url("https://api.example.com")
        .clock(clock)
        .timeout(2 * MINUTE)
        .transport(transport_fn(move |_: Request<Body>| {
            passing.advance(10 * MINUTE);
            std::future::pending()
        }))
        .build()
        .expect("a client");
    let error = wait(get(&client).download()).expect_err("too late");
    assert!(error.is_timeout());
}

#[test]
fn two_gibibytes_come_down_a_chunk_at_a_time() {
    let made = Arc::new(AtomicU64::new(0));
    let counted = Arc::clone(&made);
    let client = Client::builder()
        .base_url("https://api.example.com")
        .transport(transport_fn(move |_: Request<Body>| {
            let made = Arc::clone(&counted);
            let chunk = Bytes::from(vec![1; 1 << 20]);
            let chunks = stream::iter((0..2_048).map(move |_| {
                made.fetch_add(1, Ordering::Relaxed);
                Ok::<_, BoxError>(chunk.clone())
            }));
            std::future::ready(Ok(Response::new(Body::from_stream(chunks, None))))
        }))
        .build()
        .expect("a client");
    wait(async {
        let mut download = get(&client).download().await.expect("an answer");
        let mut chunks = 0;
        while let Some(chunk) = download.chunk().await.expect("no error") {
            chunks += 1;
            assert_eq!(chunk.len(), 1 << 20);
            assert_eq!(made.load(Ordering::Relaxed), chunks, "none is read ahead");
        }
        assert_eq!(download.received(), 2 << 30);
    });
}

#[cfg(feature = "blocking")]
#[test]
fn a_download_may_block() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("blob.bin");
    let server = Server::start([answer(200, "", "abc"), answer(200, "", "abc")]);
    let client = client(&server.url());
    let download = get(&client).download_blocking().expect("an answer");
    assert_eq!(download.save_to_blocking(&path).expect("saved"), 3);
    assert_eq!(fs::read(&path).expect("a file"), b"abc");
    let download = get(&client).download_blocking().expect("an answer");
    let chunks: Result<Vec<Bytes>, _> = download.into_blocking().collect();
    assert_eq!(chunks.expect("chunks").concat(), b"abc");
}
