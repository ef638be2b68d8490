//! Forms that a server of the user's receives.

use std::collections::BTreeMap;

use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{DeserializeOwned, Deserializer, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::{Error, Value};

use super::answer::DecodeError;

/// A body of `application/x-www-form-urlencoded`: lists repeat their name, objects inside are JSON.
///
/// # Errors
///
/// It is not of this type; the error says where.
pub(crate) fn read_form<T: DeserializeOwned>(body: &[u8]) -> Result<T, DecodeError> {
    let mut members: BTreeMap<String, Field> = BTreeMap::new();
    for (name, value) in url::form_urlencoded::parse(body) {
        let field = members.entry(name.into_owned()).or_default();
        field.0.push(value.into_owned());
    }
    let form = MapDeserializer::<_, Error>::new(members.into_iter());
    serde_path_to_error::deserialize(form).map_err(|error| {
        let path = error.path().to_string();
        // So the whole is spelled.
        let path = if path == "." { String::new() } else { path };
        DecodeError::new(path, error.into_inner())
    })
}

/// What stands under one name. All of it is text; what it means is up to who reads it.
#[derive(Default)]
pub(super) struct Field(Vec<String>);

impl Field {
    pub(super) fn new(texts: Vec<String>) -> Self {
        Self(texts)
    }

    fn text(&self) -> Option<&str> {
        match self.0.as_slice() {
            [text] => Some(text),
            _ => None,
        }
    }
}

impl IntoDeserializer<'_, Error> for Field {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// Reads a value that text can spell; what does not is handed on as text, which the reader refuses.
macro_rules! spelled {
    ($($method:ident as $ty:ty => $visit:ident,)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            match self.text().map(str::parse::<$ty>) {
                Some(Ok(value)) => visitor.$visit(value),
                _ => self.deserialize_any(visitor),
            }
        }
    )*};
}

impl<'de> Deserializer<'de> for Field {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, Error> {
        match self.0.pop() {
            Some(text) if self.0.is_empty() => visitor.visit_string(text),
            last => {
                self.0.extend(last);
                self.deserialize_seq(visitor)
            }
        }
    }

    spelled! {
        deserialize_bool as bool => visit_bool,
        deserialize_i8 as i64 => visit_i64,
        deserialize_i16 as i64 => visit_i64,
        deserialize_i32 as i64 => visit_i64,
        deserialize_i64 as i64 => visit_i64,
        deserialize_u8 as u64 => visit_u64,
        deserialize_u16 as u64 => visit_u64,
        deserialize_u32 as u64 => visit_u64,
        deserialize_u64 as u64 => visit_u64,
        deserialize_f32 as f64 => visit_f64,
        deserialize_f64 as f64 => visit_f64,
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let fields = self.0.into_iter().map(|text| Self(vec![text]));
        visitor.visit_seq(SeqDeserializer::<_, Error>::new(fields))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.text().map(serde_json::from_str::<Value>) {
            Some(Ok(value)) => value.deserialize_map(visitor),
            _ => self.deserialize_any(visitor),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_map(visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    forward_to_deserialize_any! {
        i128 u128 char str string bytes byte_buf unit unit_struct enum identifier ignored_any
    }
}
