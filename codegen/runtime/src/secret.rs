//! Text that does not show.

use std::cell::RefCell;
use std::fmt;

use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What stands for a secret where one would show.
pub(super) const MASK: &str = "***";

/// Text that never shows in `Debug` and is overwritten when it is dropped, such as a password.
///
/// It is written into requests as it is.
#[derive(Clone)]
pub struct Secret(SecretString);

impl Secret {
    /// The text itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(SecretString::from(text))
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(SecretString::from(text))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Secret([redacted])")
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.expose() == other.expose()
    }
}

impl Eq for Secret {}

thread_local! {
    /// The secrets that were written on this thread since [`noted`] was called.
    static NOTED: RefCell<Option<Vec<Secret>>> = const { RefCell::new(None) };
}

/// Calls for something to be written, and says which secrets it holds.
pub(super) fn noted<T>(write: impl FnOnce() -> T) -> (T, Vec<Secret>) {
    /// What was noted goes even when writing panics.
    struct Reset;
    impl Drop for Reset {
        fn drop(&mut self) {
            NOTED.set(None);
        }
    }
    NOTED.set(Some(Vec::new()));
    let _reset = Reset;
    let written = write();
    (written, NOTED.take().unwrap_or_default())
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        NOTED.with_borrow_mut(|noted| {
            if let Some(noted) = noted {
                noted.push(self.clone());
            }
        });
        serializer.serialize_str(self.expose())
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}
