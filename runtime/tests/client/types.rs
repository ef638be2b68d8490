use serde_json::Value;

use crate::runtime::{self, Branch, Constant, Kind, Maybe, Scalar, Secret, Shape};

crate::runtime::input! {
    pub struct Widget rest(additional_properties: Value)
    new(id: impl Into<String>, caller_id: Option<String>) {
        required(into) id: String = "id",
        nullable(plain) caller_id: Option<String> = "caller_id",
        optional(plain i32) size: Option<i32> = "size",
        maybe(into String) note: Maybe<String> = "note",
        optional(into Secret) password: Option<Secret> = "password",
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

crate::runtime::string_enum! {
    pub enum Encryption {
        Required = "required",
        Optional: "optional",
    }
}

crate::runtime::integer_enum! {
    pub enum Level {
        Low = 1,
        High = 2,
    }
}

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
                        ..ANY
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
                    read: |value| ::serde::Deserialize::deserialize(value).map(Self::Integer),
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

crate::runtime::tagged! {
    pub enum Pet by "petType" {
        Cat(Cat) = ["cat"] { required: ["lives"], known: ["lives"] },
        Dog(Box<Dog>) = ["dog", "hound"],
    }
}
