//! Files: read chunk by chunk to be sent, and written chunk by chunk as an answer comes.

use std::fmt;
use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use bytes::Bytes;
use futures_util::stream;

use super::body::Body;
use super::failure::InvalidRequest;
use super::random;
use super::task::{BoxError, blocking};

/// How much is read at a time, in bytes.
const CHUNK: u64 = 128 * 1024;

/// What is wrong with a file.
#[derive(Debug)]
pub(super) struct FileFault {
    message: String,
    source: Option<io::Error>,
}

impl FileFault {
    fn new(path: &Path, what: &str) -> Self {
        Self {
            message: format!("the file {} {what}", shown(path)),
            source: None,
        }
    }

    fn caused_by(path: &Path, what: &str, error: io::Error) -> Self {
        Self {
            source: Some(error),
            ..Self::new(path, what)
        }
    }
}

fn shown(path: &Path) -> String {
    format!("`{}`", path.display())
}

impl fmt::Display for FileFault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for FileFault {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source
            .as_ref()
            .map(|error| error as &(dyn std::error::Error + 'static))
    }
}

impl From<FileFault> for InvalidRequest {
    fn from(fault: FileFault) -> Self {
        match fault.source {
            Some(error) => Self::caused_by(fault.message, error),
            None => Self::new(fault.message),
        }
    }
}

/// What tells whether a file has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
struct State {
    length: u64,
    /// Not every system keeps it.
    modified: Option<SystemTime>,
}

impl State {
    fn of(metadata: &Metadata) -> Self {
        Self {
            length: metadata.len(),
            modified: metadata.modified().ok(),
        }
    }
}

/// A file that is being read. It is opened when it is its turn, so that a body of a thousand files
/// keeps one open.
struct Reading {
    path: Arc<Path>,
    state: State,
    file: Option<File>,
    left: u64,
}

/// The body that a file makes. It may block.
///
/// # Errors
///
/// There is no such file, or it is something else than a file: what is none may have no end.
pub(super) fn open(path: &Path) -> Result<Body, FileFault> {
    let unread = |error| FileFault::caused_by(path, "cannot be read", error);
    let metadata = std::fs::metadata(path).map_err(unread)?;
    if !metadata.is_file() {
        return Err(FileFault::new(path, "is no regular file"));
    }
    let state = State::of(&metadata);
    let length = state.length;
    let reading = Reading {
        path: Arc::from(path),
        left: length,
        state,
        file: None,
    };
    let chunks = stream::unfold(Some(reading), |reading| async {
        let reading = reading.filter(|reading| reading.left > 0)?;
        let path = Arc::clone(&reading.path);
        match blocking(move || reading.read()).await {
            Ok(Ok((chunk, reading))) => Some((Ok(chunk), Some(reading))),
            Ok(Err(fault)) => Some((Err(BoxError::from(fault)), None)),
            Err(error) => {
                let fault = FileFault::caused_by(&path, "cannot be read", error);
                Some((Err(fault.into()), None))
            }
        }
    });
    Ok(Body::from_stream(chunks, Some(length)))
}

impl Reading {
    /// The next chunk. It blocks.
    fn read(mut self) -> Result<(Bytes, Self), FileFault> {
        let path = &self.path;
        let unread = |error| FileFault::caused_by(path, "cannot be read", error);
        let changed = || FileFault::new(path, "changed while it was sent");
        let mut file = match self.file.take() {
            Some(file) => file,
            None => OpenOptions::new().read(true).open(path).map_err(unread)?,
        };
        let is_same = |file: &File| {
            let metadata = file.metadata().map_err(unread)?;
            Ok((State::of(&metadata) == self.state).then_some(()))
        };
        if self.left == self.state.length {
            is_same(&file)?.ok_or_else(changed)?;
        }
        let length = self.left.min(CHUNK);
        let mut chunk = vec![0; usize::try_from(length).unwrap_or(0)];
        file.read_exact(&mut chunk)
            .map_err(|error| match error.kind() {
                io::ErrorKind::UnexpectedEof => changed(),
                _ => unread(error),
            })?;
        self.left -= length;
        // The server must not take for whole what is a mixture of two states.
        if self.left == 0 {
            is_same(&file)?.ok_or_else(changed)?;
        }
        self.file = Some(file);
        Ok((Bytes::from(chunk), self))
    }
}

/// A file that is being written under another name, and goes unless it gets its own.
#[derive(Debug)]
pub(super) struct Writing {
    path: PathBuf,
    temporary: PathBuf,
    file: Option<File>,
    /// It has its name.
    is_whole: bool,
}

impl Writing {
    /// A file beside the one that it will be, since only within a folder does renaming replace at
    /// once. It blocks.
    ///
    /// # Errors
    ///
    /// It cannot be made.
    pub(super) fn begin(path: PathBuf) -> io::Result<Self> {
        let Some(name) = path.file_name() else {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                "the path names no file",
            ));
        };
        let mut hidden = std::ffi::OsString::from(".");
        hidden.push(name);
        hidden.push(format!(".{}.part", random::text()));
        let temporary = path.with_file_name(hidden);
        let file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&temporary)?;
        Ok(Self {
            path,
            temporary,
            file: Some(file),
            is_whole: false,
        })
    }

    /// Writes a chunk. It blocks.
    ///
    /// # Errors
    ///
    /// It cannot be written.
    pub(super) fn write(mut self, chunk: &Bytes) -> io::Result<Self> {
        if let Some(file) = &mut self.file {
            file.write_all(chunk)?;
        }
        Ok(self)
    }

    /// Gives it its name, in the place of what has it. It blocks.
    ///
    /// # Errors
    ///
    /// It cannot be renamed.
    pub(super) fn finish(mut self) -> io::Result<()> {
        // Some systems do not rename what is open.
        self.file = None;
        std::fs::rename(&self.temporary, &self.path)?;
        self.is_whole = true;
        Ok(())
    }
}

impl Drop for Writing {
    fn drop(&mut self) {
        if !self.is_whole {
            self.file = None;
            // There is nobody to tell.
            let _ = std::fs::remove_file(&self.temporary);
        }
    }
}
