//! Objects with named properties: reading and writing them with as little code for each one as
//! there can be, because the compiler spends most of its time on these.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;
use std::mem;
use std::rc::Rc;

use serde::de::{self, Deserialize, DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap as _, Serializer};

use super::maybe::Maybe;

/// A struct that is read from an object.
pub(crate) trait Object: Sized {
    /// Reads the members of an object.
    ///
    /// # Errors
    ///
    /// A member cannot be read, or one that is required is missing.
    fn read_members<'de, A: MapAccess<'de>>(map: A) -> Result<Self, A::Error>;
}

/// Reads an object.
///
/// # Errors
///
/// The value is no object, a member cannot be read, or one that is required is missing.
pub(crate) fn read_object<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Object,
{
    struct Reader<T>(PhantomData<T>);

    impl<'de, T: Object> Visitor<'de> for Reader<T> {
        type Value = T;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            let name = std::any::type_name::<T>();
            let name = name.rsplit("::").next().unwrap_or(name);
            write!(formatter, "an object for {name}")
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
            T::read_members(map)
        }
    }

    deserializer.deserialize_map(Reader(PhantomData))
}

/// Where the value of a field is read to, by the way it may be absent.
pub(crate) mod slots {
    use super::Maybe;

    /// A value that must be there.
    pub(crate) struct Value<T>(pub(crate) Option<T>);

    /// A value that may be absent, and of whose values null is one like any other.
    pub(crate) struct Any<T>(pub(crate) Option<T>);

    /// A value that may be absent; null counts as that.
    pub(crate) struct Optional<T>(pub(crate) Option<T>);

    /// A value that may be absent or null.
    pub(crate) struct Nullable<T>(pub(crate) Maybe<T>);

    impl<T> Value<T> {
        /// The value, which [`read_members`](super::read_members) has seen to be there.
        pub(crate) fn take(self) -> T {
            match self.0 {
                Some(value) => value,
                None => unreachable!("an object of which a member is missing is an error"),
            }
        }
    }

    impl<T> Any<T> {
        /// The value, if there is one.
        pub(crate) fn take(self) -> Option<T> {
            self.0
        }
    }

    impl<T> Optional<T> {
        /// The value, if there is one.
        pub(crate) fn take(self) -> Option<T> {
            self.0
        }
    }

    impl<T> Nullable<T> {
        /// The value, null, or neither.
        pub(crate) fn take(self) -> Maybe<T> {
            self.0
        }
    }

    pub(crate) fn required<T>() -> Value<T> {
        Value(None)
    }

    pub(crate) fn nullable<T>() -> Value<T> {
        Value(None)
    }

    pub(crate) fn any<T>() -> Any<T> {
        Any(None)
    }

    pub(crate) fn optional<T>() -> Optional<T> {
        Optional(None)
    }

    pub(crate) fn maybe<T>() -> Nullable<T> {
        Nullable(Maybe::Absent)
    }
}

/// What a member of an object is read to.
pub(crate) trait Slot<'de, A: MapAccess<'de>> {
    /// Reads the value of the member.
    ///
    /// # Errors
    ///
    /// It cannot be read.
    fn read(&mut self, map: &mut A) -> Result<(), A::Error>;

    /// Whether there must be a value and is none.
    fn is_missing(&self) -> bool {
        false
    }
}

impl<'de, A: MapAccess<'de>, T: Deserialize<'de>> Slot<'de, A> for slots::Value<T> {
    fn is_missing(&self) -> bool {
        self.0.is_none()
    }

    fn read(&mut self, map: &mut A) -> Result<(), A::Error> {
        map.next_value().map(|value| self.0 = Some(value))
    }
}

impl<'de, A: MapAccess<'de>, T: Deserialize<'de>> Slot<'de, A> for slots::Any<T> {
    fn read(&mut self, map: &mut A) -> Result<(), A::Error> {
        map.next_value().map(|value| self.0 = Some(value))
    }
}

impl<'de, A: MapAccess<'de>, T: Deserialize<'de>> Slot<'de, A> for slots::Optional<T> {
    fn read(&mut self, map: &mut A) -> Result<(), A::Error> {
        map.next_value().map(|value| self.0 = value)
    }
}

impl<'de, A: MapAccess<'de>, T: Deserialize<'de>> Slot<'de, A> for slots::Nullable<T> {
    fn read(&mut self, map: &mut A) -> Result<(), A::Error> {
        map.next_value().map(|value| self.0 = value)
    }
}

/// Reads the members of an object into slots, each under its name; all others go to the rest.
///
/// # Errors
///
/// A member cannot be read, or one that is required is missing.
pub(crate) fn read_members<'de, A: MapAccess<'de>>(
    mut map: A,
    names: &'static [&'static str],
    slots: &mut [&mut dyn Slot<'de, A>],
    rest: &mut impl Rest<'de>,
) -> Result<(), A::Error> {
    let order = Order::of(names);
    let mut last = 0;
    let mut other = String::new();
    loop {
        let name = Name {
            names,
            guess: order.after(last),
            other: rest.keeps().then_some(&mut other),
        };
        match map.next_key_seed(name)? {
            Some(Some(index)) => {
                order.note(last, index);
                last = index + 1;
                if let Some(slot) = slots.get_mut(index) {
                    slot.read(&mut map)?;
                }
            }
            Some(None) => rest.read(mem::take(&mut other), &mut map)?,
            None => break,
        }
    }
    // Here and not in the code of each object, where it would be as much again for each field.
    let missing = names.iter().zip(slots).find(|(_, slot)| slot.is_missing());
    missing.map_or(Ok(()), |(name, _)| Err(de::Error::missing_field(name)))
}

/// What becomes of properties that have no field.
pub(crate) trait Rest<'de> {
    /// Whether their names are wanted.
    fn keeps(&self) -> bool;
    /// Reads one.
    ///
    /// # Errors
    ///
    /// It cannot be read.
    fn read<A: MapAccess<'de>>(&mut self, name: String, map: &mut A) -> Result<(), A::Error>;
}

/// They are skipped.
pub(crate) struct Skipped;

impl<'de> Rest<'de> for Skipped {
    fn keeps(&self) -> bool {
        false
    }

    fn read<A: MapAccess<'de>>(&mut self, _: String, map: &mut A) -> Result<(), A::Error> {
        map.next_value::<de::IgnoredAny>().map(drop)
    }
}

impl<'de, T: Deserialize<'de>> Rest<'de> for BTreeMap<String, T> {
    fn keeps(&self) -> bool {
        true
    }

    fn read<A: MapAccess<'de>>(&mut self, name: String, map: &mut A) -> Result<(), A::Error> {
        self.insert(name, map.next_value()?);
        Ok(())
    }
}

/// The order in which the names of a table came last. Servers write objects of one type in one order,
/// again and again, though seldom in that of the document: what came next the last time is looked at
/// first.
struct Order(Option<Rc<[Cell<u8>]>>);

thread_local! {
    /// The orders of this thread, by the addresses of the tables.
    static ORDERS: RefCell<BTreeMap<usize, Rc<[Cell<u8>]>>> = RefCell::default();
}

impl Order {
    /// The order of a table; of a short one, which is looked through as fast, none is kept.
    fn of(names: &'static [&'static str]) -> Self {
        let Ok(count @ 8..) = u8::try_from(names.len()) else {
            return Self(None);
        };
        let find = |orders: &RefCell<BTreeMap<usize, Rc<[Cell<u8>]>>>| {
            let mut orders = orders.try_borrow_mut().ok()?;
            let order = orders.entry(names.as_ptr().addr());
            let order = order.or_insert_with(|| (0..=count).map(Cell::new).collect());
            // Tables that are equal in part may lie at one address.
            (order.len() == names.len() + 1).then(|| Rc::clone(order))
        };
        Self(ORDERS.try_with(find).ok().flatten())
    }

    /// The index of what probably follows the name before an index.
    #[inline]
    fn after(&self, last: usize) -> usize {
        let next = self.0.as_ref().and_then(|order| order.get(last));
        next.map_or(last, |next| usize::from(next.get()))
    }

    #[inline]
    fn note(&self, last: usize, index: usize) {
        let next = self.0.as_ref().and_then(|order| order.get(last));
        if let (Some(next), Ok(index)) = (next, u8::try_from(index)) {
            next.set(index);
        }
    }
}

/// Finds a name in a table, at a place first and then from its start.
struct Name<'n> {
    names: &'static [&'static str],
    guess: usize,
    /// Where a name goes that is not in the table, if it is wanted.
    other: Option<&'n mut String>,
}

impl<'de> DeserializeSeed<'de> for Name<'_> {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Name<'_> {
    type Value = Option<usize>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the name of a property")
    }

    #[inline]
    fn visit_str<E>(self, name: &str) -> Result<Option<usize>, E> {
        if self.names.get(self.guess) == Some(&name) {
            return Ok(Some(self.guess));
        }
        let found = self.names.iter().position(|known| *known == name);
        if let (None, Some(other)) = (found, self.other) {
            name.clone_into(other);
        }
        Ok(found)
    }
}

/// Writes the members of an object. The first error is kept until the end,
/// so that generated code need not ask for one after each member.
pub(crate) struct Writer<S: Serializer> {
    map: Result<S::SerializeMap, S::Error>,
}

impl<S: Serializer> Writer<S> {
    pub(crate) fn new(serializer: S) -> Self {
        Self {
            map: serializer.serialize_map(None),
        }
    }

    /// Writes a value that is always there.
    pub(crate) fn required<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) {
        if let Ok(map) = &mut self.map
            && let Err(error) = map.serialize_entry(name, value)
        {
            self.map = Err(error);
        }
    }

    /// Writes a value that is always there, perhaps as null.
    pub(crate) fn nullable<T: Serialize>(&mut self, name: &str, value: &Option<T>) {
        self.required(name, value);
    }

    /// Writes a value if there is one.
    pub(crate) fn optional<T: Serialize>(&mut self, name: &str, value: &Option<T>) {
        if let Some(value) = value {
            self.required(name, value);
        }
    }

    /// Writes a value if there is one, be it null.
    pub(crate) fn any<T: Serialize>(&mut self, name: &str, value: &Option<T>) {
        self.optional(name, value);
    }

    /// Writes a value or null, if there is one.
    pub(crate) fn maybe<T: Serialize>(&mut self, name: &str, value: &Maybe<T>) {
        if !value.is_absent() {
            self.required(name, value);
        }
    }

    /// Writes the properties that have no field.
    pub(crate) fn rest<T: Serialize>(&mut self, rest: &BTreeMap<String, T>) {
        for (name, value) in rest {
            self.required(name, value);
        }
    }

    /// Ends the object.
    ///
    /// # Errors
    ///
    /// What went wrong on the way.
    pub(crate) fn end(self) -> Result<S::Ok, S::Error> {
        self.map?.end()
    }
}

/// Defines a struct that is read from and written as an object: each field with its presence, its
/// type and its name in JSON, and the map that all other properties go to, if there is one.
macro_rules! object {
    (
        $(#[$meta:meta])*
        pub struct $name:ident $(rest($rest:ident: $rest_type:ty))? {
            $($(#[$docs:meta])* $presence:ident $field:ident: $type:ty = $wire:literal,)*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub struct $name {
            $($(#[$docs])* pub $field: $type,)*
            $(
                /// All other properties.
                pub $rest: ::std::collections::BTreeMap<::std::string::String, $rest_type>,
            )?
        }

        impl $crate::runtime::Object for $name {
            fn read_members<'de, A: ::serde::de::MapAccess<'de>>(
                map: A,
            ) -> ::std::result::Result<Self, A::Error> {
                $(let mut $field = $crate::runtime::slots::$presence();)*
                $(let mut $rest = ::std::collections::BTreeMap::new();)?
                // No `?`: what that stands for costs the compiler more than all else here.
                if let ::std::result::Result::Err(error) = $crate::runtime::read_members(
                    map,
                    &[$($wire),*],
                    &mut [$(&mut $field),*],
                    $crate::runtime::rest!($($rest)?),
                ) {
                    return ::std::result::Result::Err(error);
                }
                ::std::result::Result::Ok(Self {
                    $($field: $field.take(),)*
                    $($rest)?
                })
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::runtime::read_object(deserializer)
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                let mut writer = $crate::runtime::Writer::new(serializer);
                $(writer.$presence($wire, &self.$field);)*
                $(writer.rest(&self.$rest);)?
                writer.end()
            }
        }

        impl ::std::cmp::PartialEq for $name {
            // No branches: they would cost the compiler more than all other comparing.
            fn eq(&self, other: &Self) -> bool {
                true $(& (self.$field == other.$field))* $(& (self.$rest == other.$rest))?
            }
        }
    };
}
pub(crate) use object;

/// Defines an [`object!`] that users make: with `new`, whose arguments are the fields that are
/// always there, and a setter for each of the others. Each field says how its value is taken, and of
/// what a setter takes it; the setter has the name of the field, unless another is given.
macro_rules! input {
    (
        $(#[$meta:meta])*
        pub struct $name:ident $(rest($rest:ident: $rest_type:ty))?
        new($($argument:ident: $argument_type:ty),*) {
            $(
                $(#[$docs:meta])*
                $presence:ident($how:ident $($taken:ty $(as $setter:ident)?)?)
                    $field:ident: $type:ty = $wire:literal,
            )*
        }
    ) => {
        $crate::runtime::object! {
            $(#[$meta])*
            pub struct $name $(rest($rest: $rest_type))? {
                $($(#[$docs])* $presence $field: $type = $wire,)*
            }
        }

        impl $name {
            /// A value of the required properties alone.
            #[must_use]
            pub fn new($($argument: $argument_type),*) -> Self {
                Self {
                    $($field: $crate::runtime::start!($presence $how $field),)*
                    $($rest: ::std::collections::BTreeMap::new(),)?
                }
            }

            $($crate::runtime::setter! {
                $presence $how $field $([$($setter)? $field] $taken)?
            })*
        }
    };
}
pub(crate) use input;

/// The value that `new` gives a field.
macro_rules! start {
    (optional $how:ident $field:ident) => {
        ::std::option::Option::None
    };
    (any $how:ident $field:ident) => {
        ::std::option::Option::None
    };
    (maybe $how:ident $field:ident) => {
        $crate::runtime::Maybe::Absent
    };
    (nullable $how:ident $field:ident) => {
        $field
    };
    (required constant $field:ident) => {
        ::std::default::Default::default()
    };
    (required $how:ident $field:ident) => {
        $crate::runtime::taken!($how $field)
    };
}
pub(crate) use start;

/// The value of a field, made of an argument.
macro_rules! taken {
    (into $field:ident) => {
        $field.into()
    };
    (boxed $field:ident) => {
        ::std::boxed::Box::new($field.into())
    };
    (list $field:ident) => {
        $field.into_iter().map(::std::convert::Into::into).collect()
    };
    (plain $field:ident) => {
        $field
    };
}
pub(crate) use taken;

/// The method that sets a field, for those that `new` does not take.
macro_rules! setter {
    (maybe $how:ident $field:ident [$setter:ident $($same:ident)?] $taken:ty) => {
        /// Sets the field that this is named after.
        pub fn $setter(
            mut self,
            $field: impl ::std::convert::Into<$crate::runtime::Maybe<$taken>>,
        ) -> Self {
            self.$field = $field.into();
            self
        }
    };
    (any $how:ident $field:ident $setter:tt $taken:ty) => {
        $crate::runtime::setter! { optional $how $field $setter $taken }
    };
    (optional list $field:ident [$setter:ident $($same:ident)?] $taken:ty) => {
        /// Sets the field that this is named after.
        pub fn $setter(
            mut self,
            $field: impl ::std::iter::IntoIterator<Item = impl ::std::convert::Into<$taken>>,
        ) -> Self {
            self.$field = ::std::option::Option::Some($crate::runtime::taken!(list $field));
            self
        }
    };
    (optional plain $field:ident [$setter:ident $($same:ident)?] $taken:ty) => {
        /// Sets the field that this is named after.
        pub fn $setter(mut self, $field: $taken) -> Self {
            self.$field = ::std::option::Option::Some($field);
            self
        }
    };
    (optional $how:ident $field:ident [$setter:ident $($same:ident)?] $taken:ty) => {
        /// Sets the field that this is named after.
        pub fn $setter(mut self, $field: impl ::std::convert::Into<$taken>) -> Self {
            self.$field = ::std::option::Option::Some($crate::runtime::taken!($how $field));
            self
        }
    };
    ($presence:ident $how:ident $field:ident) => {};
}
pub(crate) use setter;

/// What takes the properties that have no field.
macro_rules! rest {
    () => {
        &mut $crate::runtime::Skipped
    };
    ($rest:ident) => {
        &mut $rest
    };
}
pub(crate) use rest;
