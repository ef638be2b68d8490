//! Values that the document spells out.

use serde::{Deserialize as _, Deserializer, de};
use serde_json::{Number, Value};

/// A value without parts, as the document spells it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Scalar {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// An integer.
    Integer(i64),
    /// A number that is no integer of 64 bits.
    Float(f64),
    /// Text.
    Text(&'static str),
}

impl Scalar {
    /// Whether a value is this one. Numbers are compared by value: `1.0` is `1` (JSON Schema Core
    /// 2020-12, section 4.2.2).
    pub(super) fn is(self, value: &Value) -> bool {
        match (self, value) {
            (Self::Null, Value::Null) => true,
            (Self::Bool(known), Value::Bool(value)) => known == *value,
            (Self::Integer(known), Value::Number(number)) => {
                super::open_enum::integer(number) == Some(known)
            }
            (Self::Float(known), Value::Number(number)) => number.as_f64() == Some(known),
            (Self::Text(known), Value::String(text)) => known == text,
            _ => false,
        }
    }
}

/// A type with one value, which writes itself and reads only itself.
pub(crate) trait Constant: Default {
    /// The value.
    fn value() -> Value;
}

/// Reads the value of a constant.
///
/// # Errors
///
/// It is another value.
pub(crate) fn read_constant<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Constant,
{
    let value = Value::deserialize(deserializer)?;
    let expected = T::value();
    if same(&expected, &value) {
        Ok(T::default())
    } else {
        let shown = super::display::bounded(&value.to_string());
        Err(de::Error::custom(format!(
            "expected {expected}, got {shown}"
        )))
    }
}

/// Equality as JSON Schema has it (Core 2020-12, section 4.2.2). Values are as deep as the parser
/// admits, so the recursion ends.
fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => same_number(one, other),
        (Value::Array(ones), Value::Array(others)) => {
            ones.len() == others.len()
                && ones.iter().zip(others).all(|(one, other)| same(one, other))
        }
        (Value::Object(ones), Value::Object(others)) => {
            ones.len() == others.len()
                && ones
                    .iter()
                    .all(|(name, one)| others.get(name).is_some_and(|other| same(one, other)))
        }
        _ => one == other,
    }
}

fn same_number(one: &Number, other: &Number) -> bool {
    one == other
        || match (one.as_i64(), other.as_i64()) {
            (Some(one), Some(other)) => one == other,
            _ => one.as_f64() == other.as_f64(),
        }
}

/// Gives a type that is a [`Constant`] its way into and out of JSON.
macro_rules! constant {
    ($name:ident) => {
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                let value = <Self as $crate::runtime::Constant>::value();
                ::serde::Serialize::serialize(&value, serializer)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::runtime::read_constant(deserializer)
            }
        }
    };
}
pub(crate) use constant;
