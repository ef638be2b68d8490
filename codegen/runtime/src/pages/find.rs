//! What a page says about the pages after it, read from its text by JSON Pointer (RFC 6901): of the
//! page's type, which differs from operation to operation, nothing need be known.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// What stands at a place.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    /// The text of a scalar, or of what was sought in the last item of a list.
    pub(super) text: Option<String>,
    /// How many items a list has.
    pub(super) count: usize,
}

/// What stands at a place; of a list also what stands at a place in its last item.
pub(super) fn find(body: &[u8], pointer: &str, in_last: Option<&str>) -> Found {
    // RFC 8259, section 8.1: a byte order mark may be ignored.
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let seek = Seek { pointer, in_last };
    // The page was read before, so it is JSON.
    seek.deserialize(&mut serde_json::Deserializer::from_slice(body))
        .unwrap_or_default()
}

/// The text of a scalar; `None` when there is none, null or no text in it.
pub(super) fn text(body: &[u8], pointer: &str) -> Option<String> {
    let found = find(body, pointer, None).text;
    found.filter(|text| !text.is_empty())
}

#[derive(Clone, Copy)]
struct Seek<'p> {
    /// What is left of the way.
    pointer: &'p str,
    in_last: Option<&'p str>,
}

impl Seek<'_> {
    fn scalar<E>(self, text: impl FnOnce() -> String) -> Result<Found, E> {
        Ok(Found {
            text: self.pointer.is_empty().then(text),
            count: 0,
        })
    }
}

impl<'de> DeserializeSeed<'de> for Seek<'_> {
    type Value = Found;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Found, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seek<'_> {
    type Value = Found;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("any value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Found, E> {
        self.scalar(|| value.to_string())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Found, E> {
        self.scalar(|| value.to_string())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Found, E> {
        self.scalar(|| value.to_string())
    }

    /// A whole number may be written with a fraction of zero, which is not shown.
    fn visit_f64<E>(self, value: f64) -> Result<Found, E> {
        self.scalar(|| value.to_string())
    }

    fn visit_str<E>(self, value: &str) -> Result<Found, E> {
        self.scalar(|| value.to_owned())
    }

    fn visit_unit<E>(self) -> Result<Found, E> {
        Ok(Found::default())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Found, A::Error> {
        let mut found = Found::default();
        let of_item = Seek {
            pointer: self.in_last.unwrap_or_default(),
            in_last: None,
        };
        loop {
            if self.pointer.is_empty() && self.in_last.is_some() {
                match items.next_element_seed(of_item)? {
                    Some(item) => found.text = item.text,
                    None => return Ok(found),
                }
            } else if items.next_element::<IgnoredAny>()?.is_none() {
                return Ok(found);
            }
            found.count += usize::from(self.pointer.is_empty());
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Found, A::Error> {
        let mut found = Found::default();
        let way = self.pointer.strip_prefix('/').unwrap_or_default();
        let (name, rest) = way.split_at(way.find('/').unwrap_or(way.len()));
        let name = name.replace("~1", "/").replace("~0", "~");
        let inner = Seek {
            pointer: rest,
            ..self
        };
        while let Some(is_meant) = members.next_key_seed(IsName(&name))? {
            if is_meant && !self.pointer.is_empty() {
                found = members.next_value_seed(inner)?;
            } else {
                members.next_value::<IgnoredAny>()?;
            }
        }
        Ok(found)
    }
}

/// Whether a key is this name.
struct IsName<'n>(&'n str);

impl<'de> DeserializeSeed<'de> for IsName<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for IsName<'_> {
    type Value = bool;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a name")
    }

    fn visit_str<E>(self, name: &str) -> Result<bool, E> {
        Ok(name == self.0)
    }
}
