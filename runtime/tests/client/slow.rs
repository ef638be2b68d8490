//! Servers that are slow.

use std::sync::{Arc, mpsc};
use std::time::Duration;

use super::clock::TestClock;
use super::hand::{Incoming, serve};

/// Takes that many requests, writes the same beginning of an answer to each, and no more of it. With
/// each, this much time passes. Gives the URL.
pub fn stalling(
    requests: usize,
    beginning: &'static str,
    clock: &Arc<TestClock>,
    time: Duration,
) -> String {
    let clock = Arc::clone(clock);
    let (url, _) = serve(move |listener| {
        let take = |_| {
            let mut request = Incoming::take(listener);
            request.write(beginning);
            clock.advance(time);
            request
        };
        let mut taken: Vec<Incoming> = (0..requests).map(take).collect();
        // They stay open until the client has closed them.
        for request in &mut taken {
            let _ = request.rest();
        }
    });
    url
}

/// Answers one request with a body of JSON that comes byte by byte: each is sent when the one before has
/// come, which the test tells the sender, and then this much time passes. Gives the URL.
pub fn dripping(
    body: impl Into<String>,
    clock: &Arc<TestClock>,
    time: Duration,
) -> (String, mpsc::Sender<()>) {
    let (body, clock) = (body.into(), Arc::clone(clock));
    let (came, coming) = mpsc::channel();
    let (url, _) = serve(move |listener| {
        let mut request = Incoming::take(listener);
        let length = body.len();
        request.write("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n");
        request.write(&format!("content-length: {length}\r\n\r\n"));
        for (index, _) in body.char_indices() {
            request.write(&body[index..=index]);
            if coming.recv().is_err() {
                // The call has ended without the rest.
                return;
            }
            clock.advance(time);
        }
    });
    (url, came)
}
