//! Files in bodies of `multipart/form-data`.

use std::cell::RefCell;
use std::fmt;

use bytes::Bytes;
use futures_util::stream::Stream;
use serde::{Deserialize, Deserializer, Serialize, Serializer, ser};

use super::task::BoxError;
use super::upload::Upload;

/// Bytes with a name and a media type, as they travel in a body of `multipart/form-data`
/// (RFC 7578).
///
/// In JSON, where a type is used in both, a file is its text.
///
/// ```text
/// File::from_path("logo.png").of_type("image/png")
/// ```
///
/// What it holds need not fit in memory: see [`Upload`], of which two are equal here, and cloned, as it
/// says there.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct File {
    /// What it holds.
    pub content: Upload,
    /// Its name, without a path. Without one, it is sent under the name of its property.
    pub name: Option<String>,
    /// Its media type. Without one, it is sent as the document says, or as
    /// `application/octet-stream`.
    pub media_type: Option<String>,
}

impl File {
    /// A file that holds this.
    pub fn new(content: impl Into<Upload>) -> Self {
        Self {
            content: content.into(),
            name: None,
            media_type: None,
        }
    }

    /// A file on disk, under its own name. It is read while it is sent: see [`Upload::from_path`].
    #[cfg(not(target_arch = "wasm32"))]
    pub fn from_path(path: impl Into<std::path::PathBuf>) -> Self {
        let path = path.into();
        let name = path.file_name();
        Self {
            name: name.map(|name| name.to_string_lossy().into_owned()),
            ..Self::new(Upload::from_path(path))
        }
    }

    /// The chunks of a stream, of which `length` is how many bytes they have, where that is known: see
    /// [`Upload::from_stream`].
    pub fn from_stream<S, E>(chunks: S, length: Option<u64>) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + Send + 'static,
        E: Into<BoxError>,
    {
        Self::new(Upload::from_stream(chunks, length))
    }

    /// Gives it a name, without a path.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Gives it a media type.
    #[must_use]
    pub fn of_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }
}

impl From<Upload> for File {
    fn from(content: Upload) -> Self {
        Self::new(content)
    }
}

impl From<Vec<u8>> for File {
    fn from(content: Vec<u8>) -> Self {
        Self::new(content)
    }
}

impl From<Bytes> for File {
    fn from(content: Bytes) -> Self {
        Self::new(content)
    }
}

impl From<String> for File {
    fn from(content: String) -> Self {
        Self::new(content)
    }
}

impl From<&'static [u8]> for File {
    fn from(content: &'static [u8]) -> Self {
        Self::new(content)
    }
}

impl From<&'static str> for File {
    fn from(content: &'static str) -> Self {
        Self::new(content)
    }
}

thread_local! {
    /// The files of the multipart body that is being written on this thread.
    static COLLECTED: RefCell<Option<Collected>> = const { RefCell::new(None) };
}

struct Collected {
    mark: String,
    files: Vec<File>,
}

/// Calls for a body to be written, with every file in it as a text that begins with `mark`, followed
/// by the index of the file. The bytes of files need not pass through JSON so.
pub(super) fn collect<T>(mark: &str, write: impl FnOnce() -> T) -> (T, Vec<File>) {
    /// What was collected goes even when writing panics.
    struct Reset;
    impl Drop for Reset {
        fn drop(&mut self) {
            COLLECTED.with_borrow_mut(|collected| *collected = None);
        }
    }
    let begin = Collected {
        mark: mark.to_owned(),
        files: Vec::new(),
    };
    COLLECTED.with_borrow_mut(|collected| *collected = Some(begin));
    let _reset = Reset;
    let written = write();
    let collected = COLLECTED.with_borrow_mut(Option::take);
    (
        written,
        collected.map_or_else(Vec::new, |collected| collected.files),
    )
}

impl Serialize for File {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mark = COLLECTED.with_borrow_mut(|collected| {
            let collected = collected.as_mut()?;
            let mark = format!("{}{}", collected.mark, collected.files.len());
            collected.files.push(self.clone());
            Some(mark)
        });
        match mark {
            Some(mark) => serializer.serialize_str(&mark),
            None => match self.content.as_bytes().map(|bytes| str::from_utf8(bytes)) {
                Some(Ok(text)) => serializer.serialize_str(text),
                Some(Err(error)) => Err(ser::Error::custom(format_args!(
                    "a file that is no text cannot be written as JSON: {error}"
                ))),
                None => Err(ser::Error::custom(
                    "a file that is not in memory cannot be written as JSON",
                )),
            },
        }
    }
}

impl<'de> Deserialize<'de> for File {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::new)
    }
}

/// Shows how long it is, and nothing of what it holds.
impl fmt::Debug for File {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = formatter.debug_struct("File");
        shown
            .field("name", &self.name)
            .field("media_type", &self.media_type);
        match self.content.length() {
            Some(length) => shown.field("length", &length).finish(),
            None => shown.field("content", &self.content).finish(),
        }
    }
}
