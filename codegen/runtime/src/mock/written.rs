//! Answers of the mock: written as the document says, and read once as a client does.

use bytes::Bytes;
use http::StatusCode;
use http::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use serde::Serialize;
use wiremock::ResponseTemplate;

use super::super::answer::{Answer, Outcome};
use super::super::call::Operation;
use super::super::stream::{Event, ItemStream};
use super::items;

/// An operation whose answers can be written.
pub trait Mocked: Operation {
    /// Writes what the operation is for.
    #[doc(hidden)]
    fn write(output: Self::Output) -> Written;
    /// Writes an error that the document describes.
    #[doc(hidden)]
    fn write_error(error: Self::Error) -> Written;
}

/// The statuses of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Statuses {
    /// One status.
    Code(u16),
    /// All that begin with this digit.
    Range(u16),
    /// All others.
    Default,
}

/// An answer that is written, but for a status that the document leaves open.
#[derive(Debug)]
pub struct Written {
    statuses: Statuses,
    /// The media type or range of the document.
    media_type: &'static str,
    /// What is sent as `Content-Type`.
    content_type: String,
    body: Result<Bytes, String>,
}

impl Written {
    /// An answer without content.
    pub(crate) fn new(statuses: Statuses) -> Self {
        Self {
            statuses,
            media_type: "",
            content_type: String::new(),
            body: Ok(Bytes::new()),
        }
    }

    pub(crate) fn json<T: Serialize>(self, media_type: &'static str, value: T) -> Self {
        let body = serde_json::to_vec(&value).map_err(|error| error.to_string());
        self.content(media_type, "application/json", body)
    }

    pub(crate) fn text(self, media_type: &'static str, text: String) -> Self {
        self.content(media_type, "text/plain", Ok(text))
    }

    /// Text, or a string of JSON where the media type says so.
    pub(crate) fn any_text(self, media_type: &'static str, text: String) -> Self {
        match media_type.contains("json") {
            true => self.json(media_type, text),
            false => self.text(media_type, text),
        }
    }

    pub(crate) fn bytes(self, media_type: &'static str, bytes: Bytes) -> Self {
        self.content(media_type, "application/octet-stream", Ok(bytes))
    }

    pub(crate) fn lines<T: Serialize>(
        self,
        media_type: &'static str,
        stream: ItemStream<T>,
    ) -> Self {
        self.content(
            media_type,
            "application/x-ndjson",
            items::values(stream, "", "\n"),
        )
    }

    pub(crate) fn sequence<T: Serialize>(
        self,
        media_type: &'static str,
        stream: ItemStream<T>,
    ) -> Self {
        let values = items::values(stream, "\u{1e}", "\n");
        self.content(media_type, "application/json-seq", values)
    }

    pub(crate) fn events<T: Serialize>(
        self,
        media_type: &'static str,
        stream: ItemStream<Event<T>>,
    ) -> Self {
        self.content(media_type, EVENTS, items::events(stream))
    }

    pub(crate) fn text_events(
        self,
        media_type: &'static str,
        stream: ItemStream<Event<String>>,
    ) -> Self {
        self.content(media_type, EVENTS, items::text_events(stream))
    }

    pub(crate) fn whole_events<T: Serialize>(
        self,
        media_type: &'static str,
        stream: ItemStream<T>,
    ) -> Self {
        self.content(media_type, EVENTS, items::whole_events(stream))
    }

    fn content<B: Into<Bytes>>(
        self,
        media_type: &'static str,
        usual: &str,
        body: Result<B, String>,
    ) -> Self {
        Self {
            media_type,
            content_type: concrete(media_type, usual),
            body: body.map(Into::into),
            ..self
        }
    }
}

const EVENTS: &str = "text/event-stream";

/// A media type of a range: the usual one for what is sent, if it is of the range.
fn concrete(range: &str, usual: &str) -> String {
    if !range.contains('*') {
        return range.to_owned();
    }
    let (kind, subtype) = range.split_once('/').unwrap_or((range, "*"));
    let (usual_kind, usual_subtype) = usual.split_once('/').unwrap_or((usual, ""));
    let kind = if kind == "*" { usual_kind } else { kind };
    let is_usual = kind == usual_kind && subtype.starts_with('*') && !subtype.contains('+');
    match is_usual {
        true => format!("{kind}/{usual_subtype}"),
        false => format!("{kind}/{}", subtype.replace('*', "mock")),
    }
}

/// The answer that holds an output.
///
/// # Errors
///
/// It would be read as something else.
pub(super) fn output<O: Mocked>(
    written: &Written,
    status: Option<u16>,
    headers: &HeaderMap,
) -> Result<ResponseTemplate, String> {
    let status = match (status, written.statuses) {
        (Some(status), _) | (None, Statuses::Code(status)) => status,
        (None, Statuses::Range(digit)) => digit * 100,
        (None, Statuses::Default) => 200,
    };
    let sent = Sent::new(written, status, headers)?;
    match sent.read::<O>()? {
        Outcome::Output(output) => sent.checked(&O::write(output), written),
        _ => Err(sent.is_another()),
    }
}

/// The answer that holds an error.
///
/// # Errors
///
/// It would be read as something else, or its status is open.
pub(super) fn error<O: Mocked>(
    written: &Written,
    status: Option<u16>,
    headers: &HeaderMap,
) -> Result<ResponseTemplate, String> {
    let status = match (status, written.statuses) {
        (Some(status), _) | (None, Statuses::Code(status)) => status,
        (None, Statuses::Range(digit)) => {
            return Err(format!("the document says {digit}XX: give the status"));
        }
        (None, Statuses::Default) => {
            return Err("the document says `default`: give the status".to_owned());
        }
    };
    let sent = Sent::new(written, status, headers)?;
    match sent.read::<O>()? {
        Outcome::Error(error) => sent.checked(&O::write_error(error), written),
        _ => Err(sent.is_another()),
    }
}

/// An answer as it is sent.
struct Sent {
    status: StatusCode,
    content_type: Option<HeaderValue>,
    /// The headers that the test sets, which take the place of ours.
    headers: HeaderMap,
    body: Bytes,
}

impl Sent {
    fn new(written: &Written, status: u16, headers: &HeaderMap) -> Result<Self, String> {
        let status = StatusCode::from_u16(status).map_err(|error| error.to_string())?;
        let named = !written.content_type.is_empty() && !headers.contains_key(CONTENT_TYPE);
        let content_type = named.then(|| HeaderValue::from_str(&written.content_type));
        Ok(Self {
            status,
            content_type: content_type
                .transpose()
                .map_err(|error| error.to_string())?,
            headers: headers.clone(),
            body: written.body.clone()?,
        })
    }

    /// Reads it as a client does.
    fn read<O: Operation>(&self) -> Result<Outcome<O::Output, O::Error>, String> {
        let mut headers = self.headers.clone();
        if let Some(content_type) = &self.content_type {
            headers.insert(CONTENT_TYPE, content_type.clone());
        }
        let mut answer = Answer::new(self.status, headers, self.body.clone(), 1);
        O::read(&mut answer).map_err(|error| format!("a client cannot read it: {error}"))
    }

    /// It for the server, if what is read is the answer of the document that was written.
    fn checked(self, read: &Written, written: &Written) -> Result<ResponseTemplate, String> {
        match read.statuses == written.statuses && read.media_type == written.media_type {
            true => Ok(self.template()),
            false => Err(self.is_another()),
        }
    }

    fn is_another(&self) -> String {
        format!(
            "with the status {} a client reads something else",
            self.status.as_u16()
        )
    }

    /// The headers that the test sets are added by whoever has them.
    fn template(self) -> ResponseTemplate {
        let answer = ResponseTemplate::new(self.status).set_body_bytes(self.body);
        match self.content_type {
            Some(content_type) => answer.insert_header(CONTENT_TYPE, content_type),
            None => answer,
        }
    }
}

/// Defines how the answers of an operation are written: the status, the variant, how what it holds is
/// written, and the media type. They are the lines of [`operation!`](super::super::operation), seen
/// from the other side.
macro_rules! mocked {
    (
        $operation:ident { $status:ident$(($code:literal))? => Output, }
        $($errors:tt)*
    ) => {
        impl $crate::runtime::Mocked for $operation {
            fn write((): Self::Output) -> $crate::runtime::Written {
                $crate::runtime::Written::new($crate::runtime::Statuses::$status$(($code))?)
            }

            $crate::runtime::mocked!(@error $($errors)*);
        }
    };
    (
        $operation:ident {
            $status:ident$(($code:literal))? => Output($held:ident) $how:ident $media:literal,
        }
        $($errors:tt)*
    ) => {
        impl $crate::runtime::Mocked for $operation {
            fn write($held: Self::Output) -> $crate::runtime::Written {
                $crate::runtime::Written::new($crate::runtime::Statuses::$status$(($code))?)
                    .$how($media, $held)
            }

            $crate::runtime::mocked!(@error $($errors)*);
        }
    };
    (
        $operation:ident as $output:ident {
            $(
                $status:ident$(($code:literal))? =>
                    $variant:ident $(($held:ident) $how:ident $media:literal)?,
            )*
        }
        $($errors:tt)*
    ) => {
        impl $crate::runtime::Mocked for $operation {
            fn write(output: Self::Output) -> $crate::runtime::Written {
                match output {
                    $($output::$variant $(($held))? => {
                        $crate::runtime::Written::new($crate::runtime::Statuses::$status$(($code))?)
                            $(.$how($media, $held))?
                    })*
                }
            }

            $crate::runtime::mocked!(@error $($errors)*);
        }
    };
    (@error) => {
        fn write_error(error: Self::Error) -> $crate::runtime::Written {
            match error {}
        }
    };
    (@error
        $errors:ident {
            $(
                $status:ident$(($code:literal))? =>
                    $variant:ident $(($held:ident) $how:ident $media:literal)?,
            )*
        }
    ) => {
        fn write_error(error: Self::Error) -> $crate::runtime::Written {
            match error {
                $($errors::$variant $(($held))? => {
                    $crate::runtime::Written::new($crate::runtime::Statuses::$status$(($code))?)
                        $(.$how($media, $held))?
                })*
            }
        }
    };
}
pub(crate) use mocked;
