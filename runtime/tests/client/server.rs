//! A server that gives prepared answers and keeps what it is asked, to the byte.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// One request, as it came.
#[derive(Clone, Debug)]
pub struct Seen {
    pub line: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Seen {
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(known, _)| known == name);
        let value = found.next().map(|(_, value)| value.as_str());
        assert!(found.next().is_none(), "{name} came twice");
        value
    }

    /// Path and query.
    pub fn target(&self) -> &str {
        self.line.split(' ').nth(1).expect("a request line")
    }
}

pub struct Server {
    port: u16,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Server {
    /// Gives these answers, one to each request. `{url}` in an answer is the server's URL.
    pub fn start<A: Into<String>>(answers: impl IntoIterator<Item = A>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let answers: Vec<String> = answers.into_iter().map(Into::into).collect();
        let keep = Arc::clone(&seen);
        std::thread::spawn(move || {
            for answer in answers {
                let Ok((stream, _)) = listener.accept() else {
                    return;
                };
                serve(stream, &answer.replace("{url}", &url(port)), &keep);
            }
        });
        Self { port, seen }
    }

    pub fn url(&self) -> String {
        url(self.port)
    }

    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().expect("no panic").clone()
    }

    /// The only request.
    pub fn only(&self) -> Seen {
        let seen = self.seen();
        assert_eq!(seen.len(), 1, "{seen:?}");
        seen[0].clone()
    }
}

fn url(port: u16) -> String {
    format!("http://127.0.0.1:{port}")
}

fn serve(stream: TcpStream, answer: &str, keep: &Mutex<Vec<Seen>>) {
    let mut reader = BufReader::new(&stream);
    let mut line = String::new();
    reader.read_line(&mut line).expect("a request line");
    let mut headers = Vec::new();
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).expect("a header");
        let Some((name, value)) = header.trim_end().split_once(": ") else {
            break;
        };
        headers.push((name.to_ascii_lowercase(), value.to_owned()));
    }
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let length = length.map_or(0, |(_, value)| value.parse().expect("a length"));
    let mut body = vec![0; length];
    reader.read_exact(&mut body).expect("a body");
    keep.lock().expect("no panic").push(Seen {
        line: line.trim_end().to_owned(),
        headers,
        body,
    });
    (&stream)
        .write_all(answer.as_bytes())
        .expect("an open connection");
}

/// What takes connections and says nothing, and its address.
pub fn mute() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    (listener, address)
}

/// An answer of JSON.
pub fn json(status: u16, body: &str) -> String {
    answer(status, "content-type: application/json\r\n", body)
}

/// An answer whose length is not said, in these chunks.
pub fn chunked(chunks: &[&str]) -> String {
    let head = "HTTP/1.1 200 X\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n";
    let chunks = chunks.iter().chain(&[""]);
    let chunks: String = chunks
        .map(|chunk| format!("{:x}\r\n{chunk}\r\n", chunk.len()))
        .collect();
    format!("{head}{chunks}")
}

/// An answer without a body.
pub fn empty(status: u16) -> String {
    answer(status, "", "")
}

/// An answer; each header ends its line.
pub fn answer(status: u16, headers: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status} X\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n{body}"
    )
}
