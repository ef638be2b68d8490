use std::collections::BTreeMap;

use serde_json::Value;

use crate::runtime::{
    self, Branch, Constant, Kind, Maybe, Scalar, Secret, Shape, UnknownInteger, UnknownValue,
    UnknownVariant,
};

#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Widget {
    pub id: String,
    pub caller_id: Option<String>,
    pub size: Option<i32>,
    pub note: Maybe<String>,
    pub password: Option<Secret>,
    pub additional_properties: BTreeMap<String, Value>,
}
crate::runtime::object!(Widget {
    required id "id", nullable caller_id "caller_id", optional size "size", maybe note "note",
    optional password "password"; rest additional_properties
});

impl Widget {
    pub fn new(id: impl Into<String>, caller_id: Option<String>) -> Self {
        Self {
            id: id.into(),
            caller_id,
            size: None,
            note: Maybe::Absent,
            password: None,
            additional_properties: BTreeMap::new(),
        }
    }

    pub fn note(mut self, note: impl Into<Maybe<String>>) -> Self {
        self.note = note.into();
        self
    }
}

#[derive(Clone, Debug, PartialEq, ::serde::Serialize, ::serde::Deserialize)]
pub struct WidgetPage {
    pub data: Vec<Widget>,
    #[serde(default)]
    pub next: Option<String>,
}

#[derive(Clone, Debug, PartialEq, ::serde::Serialize, ::serde::Deserialize)]
pub struct Problem {
    pub message: String,
}

#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Encryption {
    Required,
    Optional,
    Unknown(UnknownValue),
}
crate::runtime::string_enum!(Encryption { Required "required", Optional "optional" });

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Level {
    Low,
    High,
    Unknown(UnknownInteger),
}
crate::runtime::integer_enum!(Level { Low 1, High 2 });

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct KindCat;

impl Constant for KindCat {
    fn value() -> Value {
        Value::from("cat")
    }
}
crate::runtime::constant!(KindCat);

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct One;

impl Constant for One {
    fn value() -> Value {
        Value::from(1)
    }
}
crate::runtime::constant!(One);

#[derive(Clone, Debug, PartialEq, ::serde::Serialize, ::serde::Deserialize)]
pub struct Audio {
    pub audio: String,
}

#[derive(Clone, Debug, PartialEq, ::serde::Serialize, ::serde::Deserialize)]
pub struct Video {
    pub audio: String,
    pub video: String,
}

#[derive(Clone, Debug, PartialEq, ::serde::Serialize, ::serde::Deserialize)]
pub struct Nested {
    pub nested: Box<Channel>,
}

#[derive(Clone, Debug, PartialEq, ::serde::Serialize, ::serde::Deserialize)]
pub struct Version {
    pub kind: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audio: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Channel {
    Audio(Audio),
    Video(Video),
    Nested(Nested),
    NestedAgain(Nested),
    Version(Version),
    Number(f64),
    Integer(i64),
    Off,
}

impl ::serde::Serialize for Channel {
    fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Audio(value) => value.serialize(serializer),
            Self::Video(value) => value.serialize(serializer),
            Self::Nested(value) | Self::NestedAgain(value) => value.serialize(serializer),
            Self::Version(value) => value.serialize(serializer),
            Self::Number(value) => value.serialize(serializer),
            Self::Integer(value) => value.serialize(serializer),
            Self::Off => serializer.serialize_str("off"),
        }
    }
}

const ANY: Shape = Shape::ANY;

const fn object(required: &'static [&'static str]) -> Shape {
    Shape {
        kinds: &[Kind::Object],
        required,
        known: required,
        ..ANY
    }
}

impl<'de> ::serde::Deserialize<'de> for Channel {
    fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        runtime::read_union(
            deserializer,
            "Channel",
            &[
                Branch {
                    name: "Audio",
                    shape: object(&["audio"]),
                    read: |value| runtime::from_value(value).map(Self::Audio),
                },
                Branch {
                    name: "Video",
                    shape: object(&["audio", "video"]),
                    read: |value| runtime::from_value(value).map(Self::Video),
                },
                Branch {
                    name: "Nested",
                    shape: object(&["nested"]),
                    read: |value| runtime::from_value(value).map(Self::Nested),
                },
                Branch {
                    name: "NestedAgain",
                    shape: object(&["nested"]),
                    read: |value| runtime::from_value(value).map(Self::NestedAgain),
                },
                Branch {
                    name: "Version",
                    shape: Shape {
                        kinds: &[Kind::Object],
                        required: &["kind"],
                        known: &["kind", "audio"],
                        constants: &[("kind", &[Scalar::Text("version"), Scalar::Text("v")])],
                        values: &[],
                    },
                    read: |value| runtime::from_value(value).map(Self::Version),
                },
                Branch {
                    name: "Number",
                    shape: Shape {
                        kinds: &[Kind::Number],
                        ..ANY
                    },
                    read: |value| runtime::from_value(value).map(Self::Number),
                },
                Branch {
                    name: "Integer",
                    shape: Shape {
                        kinds: &[Kind::Integer],
                        ..ANY
                    },
                    read: |value| ::serde_json::from_value(value).map(Self::Integer),
                },
                Branch {
                    name: "Off",
                    shape: Shape {
                        values: &[Scalar::Text("off")],
                        ..ANY
                    },
                    read: |value| match value.as_str() {
                        Some("off") => Ok(Self::Off),
                        _ => Err(::serde::de::Error::custom("not off")),
                    },
                },
            ],
        )
    }
}

#[derive(Clone, Debug, PartialEq, ::serde::Serialize, ::serde::Deserialize)]
pub struct Cat {
    pub lives: i64,
}

#[derive(Clone, Debug, PartialEq, ::serde::Serialize, ::serde::Deserialize)]
pub struct Dog {
    #[serde(rename = "petType")]
    pub pet_type: String,
}

#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Pet {
    Cat(Cat),
    Dog(Box<Dog>),
    Unknown(UnknownVariant),
}

crate::runtime::tagged!(Pet, "petType" { Cat ["cat"], Dog ["dog", "hound"] });
