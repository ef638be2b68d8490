//! A server that tests drive by hand, byte by byte.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::thread::{self, JoinHandle};

/// Runs a server on a thread of its own, and gives its URL.
pub fn serve<T: Send + 'static>(
    work: impl FnOnce(&TcpListener) -> T + Send + 'static,
) -> (String, JoinHandle<T>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    (url, thread::spawn(move || work(&listener)))
}

/// A request whose head has come. Dropping it cuts the connection.
pub struct Incoming {
    reader: BufReader<TcpStream>,
    headers: Vec<(String, String)>,
    /// How much of the body is left; nothing when it comes in chunks.
    left: Option<usize>,
}

impl Incoming {
    pub fn take(listener: &TcpListener) -> Self {
        let (stream, _) = listener.accept().expect("a connection");
        let mut reader = BufReader::new(stream);
        let mut lines = Vec::new();
        loop {
            let line = line(&mut reader);
            if line.is_empty() {
                break;
            }
            lines.push(line);
        }
        let headers = lines.iter().skip(1).map(|line| {
            let (name, value) = line.split_once(": ").expect("a header");
            (name.to_ascii_lowercase(), value.to_owned())
        });
        let mut incoming = Self {
            reader,
            headers: headers.collect(),
            left: None,
        };
        let length = incoming.header("content-length").map(str::to_owned);
        if incoming.header("transfer-encoding") != Some("chunked") {
            incoming.left = Some(length.map_or(0, |length| length.parse().expect("a length")));
        }
        incoming
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// The next part of the body, as soon as there is one; nothing at the end.
    pub fn part(&mut self) -> Option<Vec<u8>> {
        if self.left == Some(0) {
            return None;
        }
        if let Some(left) = &mut self.left {
            let mut part = vec![0; (*left).min(64 * 1024)];
            let length = self.reader.read(&mut part).expect("a part");
            part.truncate(length);
            *left -= length;
            return (length > 0).then_some(part);
        }
        let length = usize::from_str_radix(&line(&mut self.reader), 16).expect("a length");
        let mut part = vec![0; length];
        self.reader.read_exact(&mut part).expect("a part");
        assert_eq!(line(&mut self.reader), "");
        (length > 0).then_some(part)
    }

    /// What is left of the body.
    pub fn body(&mut self) -> Vec<u8> {
        let mut body = Vec::new();
        while let Some(part) = self.part() {
            body.extend(part);
        }
        body
    }

    /// Whether the client has closed the connection before the end of the body, or of the head.
    pub fn ends_early(mut self) -> bool {
        let rest = self.rest();
        let is_whole = rest.is_ok_and(|rest| match self.left {
            Some(left) => rest.len() == left,
            None => rest.ends_with(b"0\r\n\r\n"),
        });
        self.headers.is_empty() || !is_whole
    }

    /// What comes until the client closes the connection.
    pub fn rest(&mut self) -> io::Result<Vec<u8>> {
        let mut rest = Vec::new();
        self.reader.read_to_end(&mut rest).map(|_| rest)
    }

    pub fn write(&mut self, text: &str) {
        let stream = self.reader.get_mut();
        stream
            .write_all(text.as_bytes())
            .expect("an open connection");
    }
}

fn line(reader: &mut BufReader<TcpStream>) -> String {
    let mut line = String::new();
    reader.read_line(&mut line).expect("a line");
    line.trim_end().to_owned()
}
