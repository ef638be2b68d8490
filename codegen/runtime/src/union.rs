//! Values of one of several types that are told apart by how they look (`oneOf`, `anyOf`).

use std::cell::Cell;
use std::fmt::Write as _;

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};
use serde_json::{Error, Value};

use super::open_enum::integer;
use super::scalar::Scalar;

/// Reads a value as one of the types of a union.
pub(crate) type Read<T> = fn(&Value) -> Result<T, Error>;

/// One of the types of a union.
pub(crate) struct Branch<T> {
    /// What it is called in errors.
    pub(crate) name: &'static str,
    /// What a value must look like to be tried.
    pub(crate) shape: Shape,
    /// Reads a value that does.
    pub(crate) read: Read<T>,
}

/// What can be seen of a value without reading it whole.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    /// The JSON types that it may have; empty when any.
    pub(crate) kinds: &'static [Kind],
    /// The properties that it must have.
    pub(crate) required: &'static [&'static str],
    /// The properties that it knows.
    pub(crate) known: &'static [&'static str],
    /// The properties that hold one of a few values.
    pub(crate) constants: &'static [(&'static str, &'static [Scalar])],
    /// The values that it may have; empty when any.
    pub(crate) values: &'static [Scalar],
    /// It knows all properties that it may have.
    pub(crate) closed: &'static bool,
}

/// A type of JSON value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `null`.
    Null,
    /// `true` or `false`.
    Boolean,
    /// A number without a fraction: `1.0` is one (JSON Schema Core 2020-12, section 4.2.3).
    Integer,
    /// Any number.
    Number,
    /// Text.
    String,
    /// A list.
    Array,
    /// Names and values.
    Object,
}

impl Kind {
    fn admits(self, value: &Value) -> bool {
        match (self, value) {
            (Self::Null, Value::Null)
            | (Self::Boolean, Value::Bool(_))
            | (Self::Number, Value::Number(_))
            | (Self::String, Value::String(_))
            | (Self::Array, Value::Array(_))
            | (Self::Object, Value::Object(_)) => true,
            (Self::Integer, Value::Number(number)) => number.is_u64() || integer(number).is_some(),
            _ => false,
        }
    }
}

/// How well a value fits a shape: what decides first comes first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Fit {
    constants: usize,
    /// It has no property that a closed shape does not know.
    complete: bool,
    integer: bool,
    required: usize,
    known: usize,
}

impl Shape {
    /// The shape of any value.
    pub(crate) const ANY: Self = Self {
        kinds: &[],
        required: &[],
        known: &[],
        constants: &[],
        values: &[],
        closed: &false,
    };

    /// The same without the values that it lists.
    fn of_any_value(self) -> Self {
        Self {
            constants: &[],
            values: &[],
            ..self
        }
    }

    /// How well a value fits.
    ///
    /// # Errors
    ///
    /// What the value misses.
    fn fit(&self, value: &Value) -> Result<Fit, String> {
        if !self.kinds.is_empty() && !self.kinds.iter().any(|kind| kind.admits(value)) {
            return Err(format!(
                "is no {}",
                one_of(self.kinds.iter().map(kind_name))
            ));
        }
        if !self.values.is_empty() && !self.values.iter().any(|known| known.is(value)) {
            return Err("is none of its values".to_owned());
        }
        let mut fit = Fit {
            constants: usize::from(!self.values.is_empty()),
            complete: true,
            integer: value.is_number() && self.kinds.contains(&Kind::Integer),
            required: 0,
            known: 0,
        };
        let Value::Object(members) = value else {
            return Ok(fit);
        };
        let missing: Vec<&&str> = self
            .required
            .iter()
            .filter(|name| !members.contains_key(**name))
            .collect();
        if !missing.is_empty() {
            return Err(format!("misses `{}`", join(&missing, "`, `")));
        }
        for (name, values) in self.constants {
            match members.get(*name) {
                Some(value) if values.iter().any(|known| known.is(value)) => fit.constants += 1,
                Some(_) => return Err(format!("has another `{name}`")),
                None => {}
            }
        }
        fit.required = self.required.len();
        fit.known = self
            .known
            .iter()
            .filter(|name| members.contains_key(**name))
            .count();
        fit.complete = !*self.closed || fit.known == members.len();
        Ok(fit)
    }
}

fn kind_name(kind: &Kind) -> &'static str {
    match kind {
        Kind::Null => "null",
        Kind::Boolean => "boolean",
        Kind::Integer => "integer",
        Kind::Number => "number",
        Kind::String => "string",
        Kind::Array => "array",
        Kind::Object => "object",
    }
}

fn one_of(names: impl Iterator<Item = &'static str>) -> String {
    names.collect::<Vec<_>>().join(" or ")
}

fn join(names: &[&&str], separator: &str) -> String {
    names
        .iter()
        .map(|name| **name)
        .collect::<Vec<_>>()
        .join(separator)
}

thread_local! {
    /// How many branches may still fail within the outermost union that is being read; `None`
    /// outside of any.
    static BUDGET: Cell<Option<usize>> = const { Cell::new(None) };
}

/// How many branches may fail for each node of a value. Unions within unions could be tried again
/// and again: a hostile answer of a few hundred bytes would keep its reader busy for ever.
const MAX_FAILED: usize = 64;

/// The number of nodes of a value. Values are as deep as the parser admits, so the recursion ends.
fn nodes(value: &Value) -> usize {
    match value {
        Value::Array(values) => 1 + values.iter().map(nodes).sum::<usize>(),
        Value::Object(members) => 1 + members.values().map(nodes).sum::<usize>(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 1,
    }
}

/// Reads a value as the branch whose shape fits it best and that can be read.
///
/// # Errors
///
/// No branch can be read; the error tells what each one missed.
pub(crate) fn read_union<'de, D, T>(
    deserializer: D,
    name: &str,
    branches: &[Branch<T>],
) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
{
    let value = buffered(deserializer)?;
    bounded(&value, || read_best(&value, name, branches)).map_err(D::Error::custom)
}

/// Reads a value whole, to look at it before it is read as something. Numbers without a fraction are
/// integers from here on, however they were written (JSON Schema Core 2020-12, section 4.2.3): no branch
/// may miss because of that.
///
/// # Errors
///
/// It cannot be read.
pub(super) fn buffered<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
    let mut value = Value::deserialize(deserializer)?;
    make_whole(&mut value);
    Ok(value)
}

fn make_whole(value: &mut Value) {
    match value {
        Value::Number(number) if number.is_f64() => {
            if let Some(integer) = integer(number) {
                *number = integer.into();
            }
        }
        Value::Array(values) => values.iter_mut().for_each(make_whole),
        Value::Object(members) => members.values_mut().for_each(make_whole),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Reads a value with a bound on how many branches may fail within it.
pub(super) fn bounded<T>(value: &Value, read: impl FnOnce() -> T) -> T {
    let outermost = BUDGET.get().is_none();
    if outermost {
        BUDGET.set(Some(nodes(value).saturating_mul(MAX_FAILED)));
    }
    let read = read();
    if outermost {
        BUDGET.set(None);
    }
    read
}

/// Counts a branch that failed.
///
/// # Errors
///
/// There were too many.
pub(super) fn count_failure(name: &str) -> Result<(), String> {
    match BUDGET.get() {
        Some(0) => Err(format!("{name} is nested in too many ways")),
        budget => {
            BUDGET.set(budget.map(|budget| budget - 1));
            Ok(())
        }
    }
}

/// Reads a value as the branch whose shape fits it best and that can be read.
///
/// # Errors
///
/// What each branch missed.
pub(super) fn read_best<T>(value: &Value, name: &str, branches: &[Branch<T>]) -> Result<T, String> {
    let mut missed = format!("no branch of {name} fits");
    let mut separator = ':';
    let mut miss = |name: &str, why: &str| {
        // Writing to a string cannot fail.
        let _ = write!(missed, "{separator} {name}: {why}");
        separator = ';';
    };
    let mut fitting: Vec<(Fit, &Branch<T>)> = Vec::new();
    for branch in branches {
        match branch.shape.fit(value) {
            Ok(fit) => fitting.push((fit, branch)),
            Err(why) => miss(branch.name, &why),
        }
    }
    if fitting.is_empty() {
        // A newer server may write a value that no branch of this version lists.
        for branch in branches {
            if let Ok(fit) = branch.shape.of_any_value().fit(value) {
                fitting.push((fit, branch));
            }
        }
    }
    // The sort is stable: among equals the document's order decides.
    fitting.sort_by(|(one, _), (other, _)| other.cmp(one));
    for (_, branch) in fitting {
        match (branch.read)(value) {
            Ok(read) => return Ok(read),
            Err(error) => miss(branch.name, &error.to_string()),
        }
        count_failure(name)?;
    }
    Err(missed)
}

/// Reads a value; the error says where in it.
///
/// # Errors
///
/// It is not of this type.
pub(crate) fn from_value<T: DeserializeOwned>(value: &Value) -> Result<T, Error> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        let path = error.path().to_string();
        match path.as_str() {
            "." => error.into_inner(),
            path => Error::custom(format_args!("at `{path}`: {}", error.into_inner())),
        }
    })
}

/// Defines an enum that is read as the branch which fits a value best: each variant with what a
/// value must look like to be tried, and with `from` where it alone holds that type, so that a value
/// of the enum can be made of one.
macro_rules! union {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $(
                $(#[$docs:meta])*
                $variant:ident($type:ty) $($from:ident)? { $($key:ident: $value:expr),* },
            )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$docs])* $variant($type),)*
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(value) => ::serde::Serialize::serialize(value, serializer),)*
                }
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                use $crate::runtime::{Kind, Scalar};

                $crate::runtime::read_union(
                    deserializer,
                    ::std::stringify!($name),
                    &[$($crate::runtime::Branch {
                        name: ::std::stringify!($variant),
                        shape: $crate::runtime::Shape {
                            $($key: &$value,)*
                            ..$crate::runtime::Shape::ANY
                        },
                        read: |value| $crate::runtime::from_value(value).map(Self::$variant),
                    }),*],
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
pub(crate) use union;
