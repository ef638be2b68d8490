//! Lists whose first places have types of their own (`prefixItems`) and that may be shorter or
//! longer than that.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{self, Deserialize, Deserializer, SeqAccess, Visitor};
use serde::ser::{Error as _, Serialize, SerializeSeq as _, Serializer};

/// A type that is read from a list.
pub(crate) trait List: Sized {
    /// Reads the places of a list.
    ///
    /// # Errors
    ///
    /// An item cannot be read, or one that is required is missing.
    fn read_items<'de, A: SeqAccess<'de>>(seq: A) -> Result<Self, A::Error>;
}

/// Reads a list.
///
/// # Errors
///
/// The value is no list, an item cannot be read, or there are too few or too many.
pub(crate) fn read_list<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: List,
{
    struct Reader<T>(PhantomData<T>);

    impl<'de, T: List> Visitor<'de> for Reader<T> {
        type Value = T;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("a list of as many items as the document says")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<T, A::Error> {
            T::read_items(seq)
        }
    }

    deserializer.deserialize_seq(Reader(PhantomData))
}

/// The items of a list that is being read.
pub(crate) struct ListItems<'de, A: SeqAccess<'de>> {
    seq: A,
    read: usize,
    lifetime: PhantomData<&'de ()>,
}

impl<'de, A: SeqAccess<'de>> ListItems<'de, A> {
    pub(crate) fn new(seq: A) -> Self {
        Self {
            seq,
            read: 0,
            lifetime: PhantomData,
        }
    }

    /// Reads an item that must be there.
    ///
    /// # Errors
    ///
    /// It is missing, or cannot be read.
    pub(crate) fn required<T: Deserialize<'de>>(&mut self) -> Result<T, A::Error> {
        self.optional()?.ok_or_else(|| {
            de::Error::invalid_length(self.read, &"a list of as many items as are required")
        })
    }

    /// Reads an item if there is one.
    ///
    /// # Errors
    ///
    /// It cannot be read.
    pub(crate) fn optional<T: Deserialize<'de>>(&mut self) -> Result<Option<T>, A::Error> {
        let item = self.seq.next_element()?;
        self.read += usize::from(item.is_some());
        Ok(item)
    }

    /// Reads all other items.
    ///
    /// # Errors
    ///
    /// One cannot be read.
    pub(crate) fn rest<T: Deserialize<'de>>(&mut self) -> Result<Vec<T>, A::Error> {
        let mut rest = Vec::new();
        while let Some(item) = self.seq.next_element()? {
            rest.push(item);
        }
        Ok(rest)
    }
}

/// Writes the items of a list. The first error is kept until the end.
pub(crate) struct ListWriter<S: Serializer> {
    seq: Result<S::SerializeSeq, S::Error>,
    /// An item was left out: there can be none after it.
    ended: bool,
}

impl<S: Serializer> ListWriter<S> {
    pub(crate) fn new(serializer: S) -> Self {
        Self {
            seq: serializer.serialize_seq(None),
            ended: false,
        }
    }

    /// Writes an item that is always there.
    pub(crate) fn required<T: Serialize>(&mut self, item: &T) {
        let Ok(seq) = &mut self.seq else { return };
        let written = match self.ended {
            true => Err(S::Error::custom("an item follows one that is left out")),
            false => seq.serialize_element(item),
        };
        if let Err(error) = written {
            self.seq = Err(error);
        }
    }

    /// Writes an item if there is one.
    pub(crate) fn optional<T: Serialize>(&mut self, item: &Option<T>) {
        match item {
            Some(item) => self.required(item),
            None => self.ended = true,
        }
    }

    /// Writes all other items.
    pub(crate) fn rest<T: Serialize>(&mut self, rest: &[T]) {
        rest.iter().for_each(|item| self.required(item));
    }

    /// Ends the list.
    ///
    /// # Errors
    ///
    /// What went wrong on the way.
    pub(crate) fn end(self) -> Result<S::Ok, S::Error> {
        self.seq?.end()
    }
}

/// Defines a struct that is read from and written as a list: each place with its presence and its
/// type, those that the document does not describe in the last.
macro_rules! list {
    (
        $(#[$meta:meta])*
        pub struct $name:ident {
            $($presence:ident $place:tt: $type:ty,)*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name($(pub $type),*);

        impl $crate::runtime::List for $name {
            fn read_items<'de, A: ::serde::de::SeqAccess<'de>>(
                seq: A,
            ) -> ::std::result::Result<Self, A::Error> {
                let mut items = $crate::runtime::ListItems::new(seq);
                ::std::result::Result::Ok(Self($(items.$presence()?),*))
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::runtime::read_list(deserializer)
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                let mut writer = $crate::runtime::ListWriter::new(serializer);
                $(writer.$presence(&self.$place);)*
                writer.end()
            }
        }
    };
}
pub(crate) use list;
