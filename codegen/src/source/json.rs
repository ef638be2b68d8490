//! JSON (RFC 8259): YAML parsers refuse long keys and some escapes that JSON allows.

use super::syntax;
use super::tree::Builder;
use super::{FileId, Node};
use crate::diagnostic::{Diagnostic, codes};

/// Reads one value.
pub(super) fn read(file: FileId, text: &str) -> (Option<Node>, Vec<Diagnostic>) {
    let mut builder = Builder::new(file);
    let position = text.len() - text.trim_start_matches('\u{FEFF}').len();
    let mut reader = Reader { text, position };
    if let Err((position, message)) = reader.document(&mut builder)
        && !builder.failed
    {
        let length = text
            .get(position..)
            .and_then(|rest| rest.chars().next())
            .map_or(0, char::len_utf8);
        let at = builder.span(position, position + length);
        let finding = Diagnostic::error(
            codes::JSON_SYNTAX,
            at,
            format!("this is no JSON: {message}"),
        );
        builder.fail(finding.help(syntax::json(text, position, message)));
    }
    builder.finish()
}

type Failure = (usize, &'static str);

struct Reader<'t> {
    text: &'t str,
    position: usize,
}

/// What may come next.
#[derive(Clone, Copy, PartialEq)]
enum Expect {
    Value,
    ValueOrEnd,
    KeyOrEnd,
    Key,
    CommaOrEnd,
}

impl Reader<'_> {
    fn document(&mut self, builder: &mut Builder) -> Result<(), Failure> {
        let mut open: Vec<u8> = Vec::new();
        let mut expect = Expect::Value;
        loop {
            self.skip_space();
            let start = self.position;
            let byte = self.peek();
            match (expect, byte) {
                (Expect::Value | Expect::ValueOrEnd, Some(b'{')) => {
                    self.position += 1;
                    builder.open_mapping(start, 0);
                    open.push(b'}');
                    expect = Expect::KeyOrEnd;
                }
                (Expect::Value | Expect::ValueOrEnd, Some(b'[')) => {
                    self.position += 1;
                    builder.open_sequence(start, 0);
                    open.push(b']');
                    expect = Expect::ValueOrEnd;
                }
                (Expect::ValueOrEnd | Expect::KeyOrEnd | Expect::CommaOrEnd, Some(end))
                    if open.last() == Some(&end) =>
                {
                    self.position += 1;
                    open.pop();
                    builder.close(self.position);
                    expect = Expect::CommaOrEnd;
                }
                (Expect::Value | Expect::ValueOrEnd, _) => {
                    self.leaf(builder)?;
                    expect = Expect::CommaOrEnd;
                }
                (Expect::Key | Expect::KeyOrEnd, Some(b'"')) => {
                    self.leaf(builder)?;
                    self.skip_space();
                    self.take(b':', "a colon belongs here")?;
                    expect = Expect::Value;
                }
                (Expect::Key | Expect::KeyOrEnd, _) => {
                    return Err((start, "a key in double quotes belongs here"));
                }
                (Expect::CommaOrEnd, _) => {
                    self.take(b',', "a comma or the closing bracket belongs here")?;
                    expect = if open.last() == Some(&b'}') {
                        Expect::Key
                    } else {
                        Expect::Value
                    };
                }
            }
            if builder.failed {
                return Ok(());
            }
            if open.is_empty() {
                self.skip_space();
                return match self.peek() {
                    None => Ok(()),
                    Some(_) => Err((self.position, "nothing may follow the value")),
                };
            }
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.position).copied()
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.position += 1;
        }
    }

    fn take(&mut self, byte: u8, message: &'static str) -> Result<(), Failure> {
        if self.peek() != Some(byte) {
            return Err((self.position, message));
        }
        self.position += 1;
        Ok(())
    }

    fn leaf(&mut self, builder: &mut Builder) -> Result<(), Failure> {
        let start = self.position;
        let (text, plain) = match self.peek() {
            Some(b'"') => (self.string()?, false),
            Some(b'-' | b'0'..=b'9') => (self.number()?, true),
            _ => (self.word()?, true),
        };
        let span = builder.span(start, self.position);
        builder.scalar(span, text, plain, 0);
        Ok(())
    }

    fn word(&mut self) -> Result<Box<str>, Failure> {
        let rest = self.text.get(self.position..).unwrap_or("");
        for word in ["null", "true", "false"] {
            if rest.starts_with(word) {
                self.position += word.len();
                return Ok(word.into());
            }
        }
        Err((self.position, "a value belongs here"))
    }

    fn number(&mut self) -> Result<Box<str>, Failure> {
        let start = self.position;
        while matches!(
            self.peek(),
            Some(b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9')
        ) {
            self.position += 1;
        }
        let text = self.text.get(start..self.position).unwrap_or("");
        match serde_json::from_str::<serde::de::IgnoredAny>(text) {
            Ok(_) => Ok(text.into()),
            Err(_) => Err((start, "this is no number")),
        }
    }

    /// serde_json resolves the escapes; this finds the end.
    fn string(&mut self) -> Result<Box<str>, Failure> {
        let start = self.position;
        self.position += 1;
        loop {
            match self.peek() {
                None => return Err((start, "this string has no end")),
                Some(b'"') => break,
                Some(b'\\') => self.position += 2,
                Some(_) => self.position += 1,
            }
        }
        self.position += 1;
        let raw = self.text.get(start..self.position).unwrap_or("");
        serde_json::from_str::<Box<str>>(raw).map_err(|_| {
            (
                start,
                "this string holds a control character or a faulty escape",
            )
        })
    }
}
