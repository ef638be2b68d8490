//! Values of one of several types that are told apart by a discriminator.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Error, Value};

use super::union::{Branch, Read, Shape, bounded, buffered, count_failure, read_best};

/// One of the types of a union with a discriminator.
pub(crate) struct Tagged<T> {
    /// What it is called in errors.
    pub(crate) name: &'static str,
    /// The values of the discriminator that select it.
    pub(crate) tags: &'static [&'static str],
    /// Reads a value that has one of them.
    pub(crate) read: Read<T>,
    /// What a value without the discriminator must look like to be tried; `None` where the branch
    /// requires it.
    pub(crate) untagged: Option<Shape>,
}

/// Reads a value as the branch that its discriminator selects (OpenAPI 3.1.1, Discriminator
/// Object). A value without one, or with one that is not known, is read by `default` if there is
/// one (OpenAPI 3.2, `defaultMapping`), and so is one that its branch does not admit: a discriminator
/// does not say which values there are. Otherwise one that is not known is kept, and a value without
/// one, of which the specification says nothing, is read as the branch that it fits best of those that
/// do not require it.
///
/// # Errors
///
/// The value is no object, or its branch cannot be read.
pub(crate) fn read_tagged<'de, D, T>(
    deserializer: D,
    name: &str,
    property: &str,
    branches: &[Tagged<T>],
    default: Option<Read<T>>,
    unknown: fn(UnknownVariant) -> T,
) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
{
    let value = buffered(deserializer)?;
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
        (Some(branch), None, Some(tag)) => {
            (branch.read)(&value).map_err(|error| D::Error::custom(missed(name, &tag, &error)))
        }
        (Some(branch), Some(default), Some(tag)) => bounded(&value, || {
            (branch.read)(&value).or_else(|error| {
                let missed = missed(name, &tag, &error);
                count_failure(name).map_err(D::Error::custom)?;
                default(&value).map_err(|_| D::Error::custom(missed))
            })
        }),
        (_, Some(default), _) => {
            default(&value).map_err(|error| D::Error::custom(format!("{name}: {error}")))
        }
        (_, None, Some(tag)) => Ok(unknown(UnknownVariant { tag, value })),
        (_, None, None) => {
            let untagged = |branch: &Tagged<T>| {
                Some(Branch {
                    name: branch.name,
                    shape: branch.untagged?,
                    read: branch.read,
                })
            };
            let untagged: Vec<Branch<T>> = branches.iter().filter_map(untagged).collect();
            let read = bounded(&value, || read_best(&value, name, &untagged));
            read.map_err(|missed| {
                let why = format!("{name}: the discriminator `{property}` is missing");
                D::Error::custom(match untagged.as_slice() {
                    [] => why,
                    _ => format!("{why}, and {missed}"),
                })
            })
        }
    }
}

fn missed(name: &str, tag: &str, error: &Error) -> String {
    format!("{name}, `{tag}`: {error}")
}

/// Writes a branch with its discriminator: what the branch writes itself stays if it is one of
/// the tags, else the first tag is set, if there is one. Where the discriminator is optional, a value
/// without one stays as it is.
///
/// # Errors
///
/// The value cannot be written, or is no object.
pub(crate) fn write_tagged<S, T>(
    serializer: S,
    property: &str,
    tags: &[&str],
    optional: bool,
    value: &T,
) -> Result<S::Ok, S::Error>
where
    S: Serializer,
    T: Serialize + ?Sized,
{
    use serde::ser::Error as _;

    if tags.is_empty() {
        return value.serialize(serializer);
    }
    let mut value = serde_json::to_value(value).map_err(S::Error::custom)?;
    let Value::Object(members) = &mut value else {
        return Err(S::Error::custom(
            "a branch with a discriminator must be an object",
        ));
    };
    let written = match members.get(property) {
        Some(Value::String(tag)) => tags.contains(&tag.as_str()),
        Some(tag @ (Value::Bool(_) | Value::Number(_))) => tags.contains(&tag.to_string().as_str()),
        None | Some(Value::Null) => optional,
        _ => false,
    };
    if !written && let Some(&tag) = tags.first() {
        members.insert(property.to_owned(), tag.into());
    }
    value.serialize(serializer)
}

/// A value whose discriminator this version does not know; it is written back as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
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

/// Defines an enum that is read as the branch which its discriminator selects: the property, the
/// variant for an absent or unknown tag if there is one, and each variant with its tags. A variant that
/// does not require the tag says what a value without one must look like, after `optional` where it
/// may be written without one too; `from` is as in [`union!`].
macro_rules! tagged {
    (
        $(#[$meta:meta])*
        pub enum $name:ident by $property:literal $(or $default:ident)? {
            $(
                $(#[$docs:meta])*
                $variant:ident($type:ty) $($from:ident)? =
                    [$($tag:literal),*] $($optional:ident)? $({ $($key:ident: $value:expr),* })?,
            )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$docs])* $variant($type),)*
            /// A branch that this version does not know.
            Unknown($crate::runtime::UnknownVariant),
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(value) => {
                        let optional = $crate::runtime::optional!($($optional)?);
                        let tags = &[$($tag),*];
                        $crate::runtime::write_tagged(serializer, $property, tags, optional, value)
                    })*
                    Self::Unknown(value) => ::serde::Serialize::serialize(value, serializer),
                }
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                use $crate::runtime::{Kind, Scalar};

                $crate::runtime::read_tagged(
                    deserializer,
                    ::std::stringify!($name),
                    $property,
                    &[$($crate::runtime::Tagged {
                        name: ::std::stringify!($variant),
                        tags: &[$($tag),*],
                        read: |value| $crate::runtime::from_value(value).map(Self::$variant),
                        untagged: $crate::runtime::untagged!($({ $($key: $value),* })?),
                    }),*],
                    $crate::runtime::default!($($default)?),
                    Self::Unknown,
                )
            }
        }

        $($(
            impl ::std::convert::From<$type> for $name {
                fn $from(value: $type) -> Self {
                    Self::$variant(value)
                }
            }
        )?)*
    };
}
pub(crate) use tagged;

/// How a value is read whose tag is absent or unknown.
macro_rules! default {
    () => {
        ::std::option::Option::None
    };
    ($variant:ident) => {
        ::std::option::Option::Some(|value| $crate::runtime::from_value(value).map(Self::$variant))
    };
}
pub(crate) use default;

/// What a value without a discriminator must look like.
macro_rules! untagged {
    () => {
        ::std::option::Option::None
    };
    ({ $($key:ident: $value:expr),* }) => {
        ::std::option::Option::Some($crate::runtime::Shape {
            $($key: &$value,)*
            ..$crate::runtime::Shape::ANY
        })
    };
}
pub(crate) use untagged;

/// Whether a branch may be written without its discriminator.
macro_rules! optional {
    () => {
        false
    };
    (optional) => {
        true
    };
}
pub(crate) use optional;
