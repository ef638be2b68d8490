//! Examples of types, for the tests of a client's users.

use serde::de::DeserializeOwned;

use super::json::read_json;

/// Reads an example. The generator writes none that cannot be read, and a test of the client reads
/// them all.
pub(crate) fn example<T: DeserializeOwned>(text: &str) -> T {
    match read_json(text.as_bytes()) {
        Ok(example) => example,
        Err(error) => panic!("the example {text} cannot be read: {error}"),
    }
}

/// Defines the function `example` of types, each with the JSON of its example.
macro_rules! examples {
    ($($(#[$gate:meta])* $name:ident = $text:literal,)*) => {
        $(
            $(#[$gate])*
            impl super::types::$name {
                /// An example, for tests: always the same. It is the document's, or made from what
                /// the document says.
                #[must_use]
                pub fn example() -> Self {
                    $crate::runtime::example($text)
                }
            }
        )*

        #[cfg(test)]
        #[test]
        fn every_example_can_be_read() {
            $(
                $(#[$gate])*
                let _ = super::types::$name::example();
            )*
        }
    };
}
pub(crate) use examples;
