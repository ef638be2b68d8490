//! Files on disk as bodies, and as parts of them.

use std::io::Write as _;
use std::path::Path;

use bytes::Bytes;
use futures_util::stream;
use http::Response;

use crate::clock::TestClock;
use crate::hand::{Incoming, serve};
use crate::runtime::{
    Attempt, Body, BoxError, Client, Error, File, Hook, RetryPolicy, TransportFailure, Upload,
};
use crate::server::{Server, empty};
use crate::uploads::{DONE, SECOND, client, put, put_parts};
use crate::wait;

/// A file larger than what is read at once.
fn large(folder: &Path) -> (std::path::PathBuf, Vec<u8>) {
    let content: Vec<u8> = (0..300_000_u32)
        .map(|index| index.to_le_bytes()[1])
        .collect();
    let path = folder.join("large.bin");
    std::fs::write(&path, &content).expect("a file");
    (path, content)
}

#[test]
fn a_file_is_sent_with_its_length_and_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, content) = large(folder.path());
    let server = Server::start([empty(503), empty(204)]);
    let client = client(&server.url());
    let upload = Upload::from_path(&path);
    assert_eq!(upload, Upload::from_path(&path));
    assert_eq!(upload.length(), None);
    wait(put(&client, upload).send()).expect("sent");
    let seen = server.seen();
    assert_eq!(seen.len(), 2);
    for seen in seen {
        assert_eq!(seen.header("content-length"), Some("300000"));
        assert!(seen.body == content);
    }
    let nothing = folder.path().join("nothing");
    std::fs::write(&nothing, "").expect("a file");
    let server = Server::start([empty(204)]);
    let client = crate::uploads::client(&server.url());
    wait(put(&client, Upload::from_path(nothing)).send()).expect("sent");
    assert_eq!(server.only().header("content-length"), Some("0"));
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let gone = folder.path().join("gone");
    let server = Server::start([empty(204)]);
    let client = client(&server.url());
    let is_a = folder.path().to_owned();
    for (path, what) in [(gone, "cannot be read"), (is_a, "is no regular file")] {
        for multipart in [false, true] {
            let call = match multipart {
                true => put_parts(&client, File::from("x"), File::from_path(&path)),
                false => put(&client, Upload::from_path(&path)),
            };
            let error = wait(call.send()).expect_err("not sent");
            assert!(matches!(error, Error::InvalidRequest(_)));
            let path = path.display();
            let shown = format!("put_blob: invalid request: the file `{path}` {what}");
            assert_eq!(error.to_string(), shown);
        }
    }
    assert_eq!(server.seen().len(), 0);
}

#[test]
fn a_file_that_changes_while_it_is_sent_is_an_error() {
    let shorter: fn(&Path) = |path| {
        let file = std::fs::OpenOptions::new().write(true).open(path);
        file.and_then(|file| file.set_len(9)).expect("shorter");
    };
    let longer: fn(&Path) = |path| {
        let file = std::fs::OpenOptions::new().append(true).open(path);
        file.and_then(|mut file| file.write_all(b"more"))
            .expect("longer");
    };
    for change in [shorter, longer] {
        let folder = tempfile::tempdir().expect("a folder");
        let (path, _) = large(folder.path());
        let (url, server) = serve(|listener| Incoming::take(listener).ends_early());
        let client = client(&url);
        let changed = path.clone();
        let call = put(&client, Upload::from_path(&path));
        // The first chunk is read, and then the file changes.
        let call = call.on_upload_progress(move |sent, _| {
            if sent > 0 {
                change(&changed);
            }
        });
        let error = wait(call.send()).expect_err("changed");
        assert_eq!(
            error.to_string(),
            format!(
                "put_blob: PUT /blob: the body cannot be sent: the file `{}` changed while it was \
                 sent",
                path.display()
            )
        );
        assert_eq!(error.attempts(), 1);
        assert!(
            server.join().expect("no panic"),
            "the server has no whole body"
        );
    }
}

/// Removes a file when an attempt has ended.
struct Remove(std::path::PathBuf);

impl Hook for Remove {
    fn after(&self, _: &Attempt, _: Result<&Response<Body>, &TransportFailure>) {
        std::fs::remove_file(&self.0).expect("it is there");
    }
}

#[test]
fn a_file_that_goes_between_attempts_is_an_error() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a");
    std::fs::write(&path, "abc").expect("a file");
    let server = Server::start([empty(503)]);
    let client = Client::builder()
        .base_url(server.url())
        .clock(TestClock::new(10 * SECOND))
        .retry(RetryPolicy::default())
        .hook(Remove(path.clone()))
        .build()
        .expect("a client");
    let error = wait(put(&client, Upload::from_path(&path)).send()).expect_err("gone");
    // It was sent once.
    assert_eq!(error.attempts(), 1);
    assert!(error.to_string().contains("cannot be read"), "{error}");
    assert!(
        error.to_string().contains(&path.display().to_string()),
        "{error}"
    );
}

#[test]
fn files_of_parts_are_streamed_with_the_length_of_all() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, content) = large(folder.path());
    for length in [Some(3), None] {
        let (url, server) = serve(|listener| {
            let mut request = Incoming::take(listener);
            let kind = request.header("content-type").map(str::to_owned);
            let length = request.header("content-length").map(str::to_owned);
            let body = request.body();
            request.write(DONE);
            (kind.expect("a media type"), length, body)
        });
        let client = client(&url);
        let chunks = ["a", "bc"].map(|chunk| Ok::<_, BoxError>(Bytes::from(chunk)));
        let two = File::from_stream(stream::iter(chunks), length).of_type("text/csv");
        let call = put_parts(&client, File::from_path(&path), two.named("t.csv"));
        wait(call.send()).expect("sent");
        let (kind, sent, body) = server.join().expect("no panic");
        let (_, boundary) = kind.split_once("boundary=").expect("a boundary");
        let file = "Content-Disposition: form-data; name";
        let mut expected = format!(
            "--{boundary}\r\n{file}=\"title\"\r\n\r\nt\r\n--{boundary}\r\n\
             {file}=\"one\"; filename=\"large.bin\"\r\nContent-Type: application/octet-stream\r\n\r\n"
        )
        .into_bytes();
        expected.extend_from_slice(&content);
        let rest = format!(
            "\r\n--{boundary}\r\n{file}=\"two\"; filename=\"t.csv\"\r\n\
             Content-Type: text/csv\r\n\r\nabc\r\n--{boundary}--\r\n"
        );
        expected.extend_from_slice(rest.as_bytes());
        assert!(body == expected, "{}", String::from_utf8_lossy(&body));
        let whole = expected.len().to_string();
        assert_eq!(sent, length.map(|_| whole));
    }
}

#[test]
fn a_file_that_is_not_in_memory_is_no_json() {
    let file = File::from_path("/somewhere/a.txt");
    assert_eq!(file.name.as_deref(), Some("a.txt"));
    let error = serde_json::to_value(&file).expect_err("no text");
    assert_eq!(
        error.to_string(),
        "a file that is not in memory cannot be written as JSON"
    );
    assert_eq!(
        format!("{file:?}"),
        "File { name: Some(\"a.txt\"), media_type: None, \
         content: Upload { path: \"/somewhere/a.txt\" } }"
    );
    // The generator counts on it, where types are so large that they are boxed.
    assert_eq!(size_of::<File>(), 80);
}
