//! Values of one of several types that are told apart by a discriminator.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Error, Value};

/// One of the types of a union with a discriminator.
pub(crate) struct Tagged<T> {
    /// The values of the discriminator that select it.
    pub(crate) tags: &'static [&'static str],
    /// Reads a value that has one of them.
    pub(crate) read: fn(Value) -> Result<T, Error>,
}

/// Reads a value as the branch that its discriminator selects (OpenAPI 3.1.1, Discriminator
/// Object). A value without one, or with one that is not known, is read by `default` if there is
/// one (OpenAPI 3.2, `defaultMapping`); one that is not known is kept otherwise.
///
/// # Errors
///
/// The value is no object, has no discriminator and there is no default, or its branch cannot be
/// read.
pub(crate) fn read_tagged<'de, D, T>(
    deserializer: D,
    name: &str,
    property: &str,
    branches: &[Tagged<T>],
    default: Option<fn(Value) -> Result<T, Error>>,
    unknown: fn(UnknownVariant) -> T,
) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
{
    let value = Value::deserialize(deserializer)?;
    let Value::Object(members) = &value else {
        return Err(D::Error::custom(format!("{name} must be an object")));
    };
    let tag = match members.get(property) {
        None | Some(Value::Null) => None,
        Some(Value::String(tag)) => Some(tag.clone()),
        Some(tag @ (Value::Bool(_) | Value::Number(_))) => Some(tag.to_string()),
        Some(Value::Array(_) | Value::Object(_)) => {
            let why = format!("{name}: the discriminator `{property}` must be a string");
            return Err(D::Error::custom(why));
        }
    };
    let known = tag.as_deref().and_then(|tag| {
        let mut known = branches.iter();
        known.find(|branch| branch.tags.contains(&tag))
    });
    match (known, default, tag) {
        (Some(branch), _, Some(tag)) => (branch.read)(value)
            .map_err(|error| D::Error::custom(format!("{name}, `{tag}`: {error}"))),
        (_, Some(default), _) => {
            default(value).map_err(|error| D::Error::custom(format!("{name}: {error}")))
        }
        (_, None, Some(tag)) => Ok(unknown(UnknownVariant { tag, value })),
        (_, None, None) => Err(D::Error::custom(format!(
            "{name}: the discriminator `{property}` is missing"
        ))),
    }
}

/// The values of a discriminator that select a branch: one text, or several.
pub(crate) trait Tags {
    /// The one that is written when the branch has none.
    fn first(&self) -> Option<&str>;
    /// Whether this is one of them.
    fn admits(&self, tag: &str) -> bool;
}

impl Tags for &str {
    fn first(&self) -> Option<&str> {
        Some(self)
    }

    fn admits(&self, tag: &str) -> bool {
        *self == tag
    }
}

impl<const N: usize> Tags for &[&str; N] {
    fn first(&self) -> Option<&str> {
        self.as_slice().first().copied()
    }

    fn admits(&self, tag: &str) -> bool {
        self.contains(&tag)
    }
}

/// Writes a branch with its discriminator: what the branch writes itself stays if it is one of
/// the tags, else the first tag is set.
///
/// # Errors
///
/// The value cannot be written, or is no object.
pub(crate) fn write_tagged<S, T>(
    serializer: S,
    property: &str,
    tags: impl Tags,
    value: &T,
) -> Result<S::Ok, S::Error>
where
    S: Serializer,
    T: Serialize + ?Sized,
{
    use serde::ser::Error as _;

    let mut value = serde_json::to_value(value).map_err(S::Error::custom)?;
    let Value::Object(members) = &mut value else {
        return Err(S::Error::custom(
            "a branch with a discriminator must be an object",
        ));
    };
    let written = match members.get(property) {
        Some(Value::String(tag)) => tags.admits(tag),
        Some(tag @ (Value::Bool(_) | Value::Number(_))) => tags.admits(&tag.to_string()),
        _ => false,
    };
    if !written && let Some(tag) = tags.first() {
        members.insert(property.to_owned(), tag.into());
    }
    value.serialize(serializer)
}

/// A value whose discriminator this version does not know; it is written back as it came.
#[derive(Clone, Debug, PartialEq)]
pub struct UnknownVariant {
    tag: String,
    value: Value,
}

impl UnknownVariant {
    /// The discriminator.
    #[must_use]
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// The whole value.
    #[must_use]
    pub fn value(&self) -> &Value {
        &self.value
    }
}

impl Serialize for UnknownVariant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(serializer)
    }
}
