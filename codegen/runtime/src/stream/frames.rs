//! Where one item ends and the next begins.

use std::time::Duration;

/// What one item is made of.
#[derive(Debug, Default)]
pub(super) struct Frame {
    /// Its text.
    pub(super) data: Vec<u8>,
    /// `event` of a server-sent event.
    pub(super) event: Option<String>,
    /// The last `id` of the server-sent events so far.
    pub(super) id: Option<String>,
    /// The last `retry` of the server-sent events so far.
    pub(super) retry: Option<Duration>,
}

/// An item is longer than this.
#[derive(Clone, Copy, Debug)]
pub(super) struct TooLong(pub(super) usize);

/// Takes the parts of a body and gives the items that they make.
#[derive(Debug)]
pub(super) struct Frames {
    framing: Framing,
    buffer: Vec<u8>,
    /// What of the buffer was handed out.
    start: usize,
    /// What of the buffer was searched for an end.
    searched: usize,
    /// The last line ended in a carriage return: a line feed that follows belongs to it.
    after_return: bool,
    has_ended: bool,
    /// How long an item may be.
    most: usize,
}

#[derive(Debug)]
enum Framing {
    Lines,
    Sequence,
    Events(Events),
}

/// The event that is underway.
#[derive(Debug, Default)]
struct Events {
    data: Option<Vec<u8>>,
    event: Option<String>,
    /// The last `id`, of an event that may not be whole yet.
    id: Option<String>,
    /// The last `id` of the events that are whole.
    last_id: Option<String>,
    retry: Option<Duration>,
    has_begun: bool,
}

impl Frames {
    pub(super) fn lines() -> Self {
        Self::new(Framing::Lines)
    }

    pub(super) fn sequence() -> Self {
        Self::new(Framing::Sequence)
    }

    pub(super) fn events() -> Self {
        Self::new(Framing::Events(Events::default()))
    }

    fn new(framing: Framing) -> Self {
        Self {
            framing,
            buffer: Vec::new(),
            start: 0,
            searched: 0,
            after_return: false,
            has_ended: false,
            most: usize::MAX,
        }
    }

    /// Sets how long an item may be, in bytes: a line, or what the lines of an event hold.
    pub(super) fn at_most(self, most: usize) -> Self {
        Self { most, ..self }
    }

    /// The last `id` of the events that are whole, and the last `retry`.
    pub(super) fn last(&self) -> (Option<&str>, Option<Duration>) {
        match &self.framing {
            Framing::Events(events) => (events.last_id.as_deref(), events.retry),
            Framing::Lines | Framing::Sequence => (None, None),
        }
    }

    /// Goes on where other frames ended.
    pub(super) fn resume(&mut self, id: Option<String>) {
        if let Framing::Events(events) = &mut self.framing {
            events.last_id.clone_from(&id);
            events.id = id;
        }
    }

    /// The next part of the body.
    pub(super) fn push(&mut self, chunk: &[u8]) {
        self.buffer.drain(..self.start);
        self.searched -= self.start;
        self.start = 0;
        self.buffer.extend_from_slice(chunk);
    }

    /// There are no more parts; whether that was known.
    pub(super) fn end(&mut self) -> bool {
        std::mem::replace(&mut self.has_ended, true)
    }

    /// Forgets what was not handed out.
    pub(super) fn clear(&mut self) {
        self.start = self.buffer.len();
        self.searched = self.start;
    }

    /// The next item that is whole.
    ///
    /// # Errors
    ///
    /// It is too long, even if it is not whole.
    pub(super) fn next(&mut self) -> Result<Option<Frame>, TooLong> {
        loop {
            let line = self.line();
            let before = match &self.framing {
                Framing::Events(events) => events.length(),
                Framing::Lines | Framing::Sequence => 0,
            };
            let begun = self.buffer.len() - self.start;
            let underway = before + line.as_ref().map_or(begun, Vec::len);
            if underway > self.most {
                return Err(TooLong(self.most));
            }
            let Some(line) = line else {
                return Ok(None);
            };
            match &mut self.framing {
                Framing::Lines | Framing::Sequence => {
                    if !line.trim_ascii().is_empty() {
                        return Ok(Some(Frame {
                            data: line,
                            ..Frame::default()
                        }));
                    }
                }
                Framing::Events(events) => {
                    if let Some(frame) = events.line(&line) {
                        return Ok(Some(frame));
                    }
                }
            }
        }
    }

    /// What stands before the next separator, or, at the end, all that is left.
    fn line(&mut self) -> Option<Vec<u8>> {
        if self.after_return && self.buffer.get(self.start) == Some(&b'\n') {
            self.start += 1;
            self.searched = self.searched.max(self.start);
        }
        let unsearched = self.buffer.get(self.searched..).unwrap_or_default();
        let is_end = |byte: &u8| match self.framing {
            Framing::Lines => *byte == b'\n',
            Framing::Sequence => *byte == 0x1e,
            Framing::Events(_) => matches!(*byte, b'\n' | b'\r'),
        };
        let Some(length) = unsearched.iter().position(is_end) else {
            self.searched = self.buffer.len();
            return self.last_line();
        };
        let end = self.searched + length;
        let is_event = matches!(self.framing, Framing::Events(_));
        self.after_return = is_event && self.buffer.get(end) == Some(&b'\r');
        let line = self
            .buffer
            .get(self.start..end)
            .unwrap_or_default()
            .to_vec();
        self.start = end + 1;
        self.searched = self.start;
        Some(line)
    }

    /// What no separator follows is an item as well; an event that breaks off is none (HTML,
    /// section 9.2.6).
    fn last_line(&mut self) -> Option<Vec<u8>> {
        if !self.has_ended || self.start == self.buffer.len() {
            return None;
        }
        let line = self.buffer.get(self.start..).unwrap_or_default().to_vec();
        self.clear();
        (!matches!(self.framing, Framing::Events(_))).then_some(line)
    }
}

impl Events {
    /// How long the data of the event is so far.
    fn length(&self) -> usize {
        self.data.as_ref().map_or(0, Vec::len)
    }

    /// Takes a line (HTML, section 9.2.6); an empty one ends the event.
    fn line(&mut self, line: &[u8]) -> Option<Frame> {
        let mut line = line;
        if !std::mem::replace(&mut self.has_begun, true) {
            line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
        }
        if line.is_empty() {
            self.last_id.clone_from(&self.id);
            let event = self.event.take();
            let data = self.data.take()?;
            return Some(Frame {
                data,
                event,
                id: self.id.clone(),
                retry: self.retry,
            });
        }
        let colon = line.iter().position(|byte| *byte == b':');
        let (name, value) = match colon {
            Some(at) => {
                let (name, value) = line.split_at(at);
                let value = value.get(1..).unwrap_or_default();
                (name, value.strip_prefix(b" ").unwrap_or(value))
            }
            None => (line, &b""[..]),
        };
        let text = || String::from_utf8_lossy(value).into_owned();
        match name {
            b"data" => match &mut self.data {
                Some(data) => {
                    data.push(b'\n');
                    data.extend_from_slice(value);
                }
                None => self.data = Some(value.to_vec()),
            },
            b"event" => self.event = Some(text()).filter(|event| !event.is_empty()),
            b"id" if !value.contains(&0) => self.id = Some(text()),
            b"retry" if value.iter().all(u8::is_ascii_digit) => {
                self.retry = text().parse().ok().map(Duration::from_millis);
            }
            _ => {}
        }
        None
    }
}
