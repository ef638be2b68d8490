//! Enums that keep the values which this version does not know.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A text that this version does not know, shown by `as_str` on the enum that holds it.
///
/// It is opaque on purpose: code that compares it would break on the day that a newer version
/// knows the value.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UnknownValue(Box<str>);

impl UnknownValue {
    pub(crate) fn new(text: &str) -> Self {
        Self(text.into())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for UnknownValue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// A number that this version does not know, shown by `as_i64` on the enum that holds it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UnknownInteger(i64);

impl UnknownInteger {
    pub(crate) fn new(value: i64) -> Self {
        Self(value)
    }

    pub(crate) fn as_i64(self) -> i64 {
        self.0
    }
}

impl fmt::Debug for UnknownInteger {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// An enum of texts.
pub(crate) trait StringEnum: for<'t> From<&'t str> {}

/// An enum of integers.
pub(crate) trait IntegerEnum: Sized {
    /// The integer of a value.
    fn as_integer(&self) -> i64;
    /// The value of an integer; one that is not known is kept.
    fn from_integer(integer: i64) -> Self;
}

/// Reads an enum of texts.
///
/// # Errors
///
/// The value is no text.
pub(crate) fn read_text<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: StringEnum,
{
    struct Text<T>(std::marker::PhantomData<T>);

    impl<T: StringEnum> de::Visitor<'_> for Text<T> {
        type Value = T;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("a string")
        }

        fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
            Ok(T::from(text))
        }
    }

    deserializer.deserialize_str(Text(std::marker::PhantomData))
}

/// Reads an integer, also when it is written `1.0`, which JSON Schema takes as an integer
/// (Validation 2020-12, section 6.1.1).
///
/// # Errors
///
/// The value is no integer of 64 bits.
pub(crate) fn read_integer<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    let number = serde_json::Number::deserialize(deserializer)?;
    integer(&number).ok_or_else(|| {
        let shown = number.to_string();
        de::Error::invalid_value(de::Unexpected::Other(&shown), &"an integer of 64 bits")
    })
}

/// The integer that a number is.
pub(super) fn integer(number: &serde_json::Number) -> Option<i64> {
    if let Some(integer) = number.as_i64() {
        return Some(integer);
    }
    // Beyond 2^53 a float does not tell which integer was meant.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    let float = number.as_f64()?;
    let exact = float.fract() == 0.0 && float.abs() <= EXACT;
    #[expect(
        clippy::cast_possible_truncation,
        reason = "it has no fraction and is within 54 bits"
    )]
    exact.then_some(float as i64)
}

/// Defines an enum of texts: each variant with its text, after `=` where the text is to be its
/// documentation too, else after `:`.
macro_rules! string_enum {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $($(#[$docs:meta])* $variant:ident $(= $text:literal)? $(: $other:literal)?,)*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$docs])* $(#[doc = ::std::concat!("`\"", $text, "\"`.")])? $variant,)*
            /// A value that this version does not know.
            Unknown($crate::runtime::UnknownValue),
        }

        impl $crate::runtime::StringEnum for $name {}

        impl $name {
            /// The value as the API writes it.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $($text)? $($other)?,)*
                    Self::Unknown(value) => value.as_str(),
                }
            }
        }

        impl ::std::cmp::PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.as_str() == other.as_str()
            }
        }

        impl ::std::cmp::Eq for $name {}

        impl ::std::hash::Hash for $name {
            fn hash<H: ::std::hash::Hasher>(&self, state: &mut H) {
                self.as_str().hash(state);
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                formatter.write_str(self.as_str())
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = ::std::convert::Infallible;

            fn from_str(text: &str) -> ::std::result::Result<Self, Self::Err> {
                ::std::result::Result::Ok(Self::from(text))
            }
        }

        impl ::std::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                match text {
                    $($($text)? $($other)? => Self::$variant,)*
                    _ => Self::Unknown($crate::runtime::UnknownValue::new(text)),
                }
            }
        }

        impl ::std::convert::From<::std::string::String> for $name {
            fn from(text: ::std::string::String) -> Self {
                Self::from(text.as_str())
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::runtime::read_text(deserializer)
            }
        }
    };
}
pub(crate) use string_enum;

/// Defines an enum of integers: each variant with its integer.
macro_rules! integer_enum {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $($(#[$docs:meta])* $variant:ident = $integer:literal,)*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$docs])* $variant,)*
            /// A value that this version does not know.
            Unknown($crate::runtime::UnknownInteger),
        }

        impl $crate::runtime::IntegerEnum for $name {
            fn as_integer(&self) -> i64 {
                match self {
                    $(Self::$variant => $integer,)*
                    Self::Unknown(value) => value.as_i64(),
                }
            }

            fn from_integer(integer: i64) -> Self {
                match integer {
                    $($integer => Self::$variant,)*
                    _ => Self::Unknown($crate::runtime::UnknownInteger::new(integer)),
                }
            }
        }

        impl $name {
            /// The value as the API writes it.
            #[must_use]
            pub fn as_i64(&self) -> i64 {
                $crate::runtime::IntegerEnum::as_integer(self)
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.as_i64(), formatter)
            }
        }

        impl ::std::convert::From<i64> for $name {
            fn from(integer: i64) -> Self {
                $crate::runtime::IntegerEnum::from_integer(integer)
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                serializer.serialize_i64(self.as_i64())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::runtime::read_integer(deserializer)
                    .map($crate::runtime::IntegerEnum::from_integer)
            }
        }
    };
}
pub(crate) use integer_enum;
