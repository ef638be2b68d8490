//! The codes of findings. This is their one home: nowhere else can a [`Code`] be made.

use std::fmt;

/// What kind of finding it is: a name in kebab-case that stays the same from version to version, such
/// as `unresolved-reference`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(&'static str);

impl Code {
    /// The code as text.
    pub fn as_str(self) -> &'static str {
        self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.0)
    }
}

macro_rules! codes {
    ($($name:ident = $code:literal;)*) => {
        $(
            #[doc = concat!("`", $code, "`")]
            pub const $name: Code = Code($code);
        )*

        /// All codes in alphabetical order.
        pub const ALL: &[Code] = &[$($name),*];
    };
}

codes! {
    AUTHORIZATION_PARAMETER = "authorization-parameter";
    COMPONENT_NAME = "component-name";
    CONFIGURATION = "configuration";
    CONFLICTING_TYPES = "conflicting-types";
    CONFLICTING_VALUES = "conflicting-values";
    CONTENT_OF_NONE = "content-of-none";
    CONTRADICTORY_BOUNDS = "contradictory-bounds";
    COOKIE_NAME = "cookie-name";
    DEFAULT_TYPE = "default-type";
    DEFAULT_VALUE = "default-value";
    DISCRIMINATOR = "discriminator";
    DISCRIMINATOR_PROPERTY = "discriminator-property";
    DISCRIMINATOR_WITHOUT_UNION = "discriminator-without-union";
    DUPLICATE_ANCHOR = "duplicate-anchor";
    DUPLICATE_ENUM_VALUE = "duplicate-enum-value";
    DUPLICATE_KEY = "duplicate-key";
    DUPLICATE_OPERATION_ID = "duplicate-operation-id";
    DUPLICATE_PARAMETER = "duplicate-parameter";
    DUPLICATE_TAG = "duplicate-tag";
    DUPLICATE_VALUE = "duplicate-value";
    DYNAMIC_REFERENCE = "dynamic-reference";
    EMPTY_DOCUMENT = "empty-document";
    EMPTY_ENUM = "empty-enum";
    EMPTY_LIST = "empty-list";
    EMPTY_TYPE = "empty-type";
    ENCODING = "encoding";
    ENDLESS_UNION = "endless-union";
    ENUM_TYPE = "enum-type";
    EQUAL_BRANCHES = "equal-branches";
    EXAMPLE_TYPE = "example-type";
    EXAMPLE_VALUE = "example-value";
    EXCLUSIVE_BOUND = "exclusive-bound";
    EXTERNAL_REFERENCE = "external-reference";
    FAULTY_MERGE = "faulty-merge";
    HEADER_NAME = "header-name";
    INCOMPLETE_VERSION = "incomplete-version";
    JSON_SYNTAX = "json-syntax";
    KEY_IS_NO_TEXT = "key-is-no-text";
    MEDIA_RANGE = "media-range";
    MEDIA_TYPE = "media-type";
    MEDIA_TYPE_NOT_OFFERED = "media-type-not-offered";
    METHOD = "method";
    MISPLACED_ITEMS = "misplaced-items";
    MISSING_KEY = "missing-key";
    MULTIPLE_OF = "multiple-of";
    NAME = "name";
    NESTING_TOO_DEEP = "nesting-too-deep";
    NO_MEDIA_TYPE = "no-media-type";
    NO_UTF_8 = "no-utf-8";
    NOT_OPENAPI = "not-openapi";
    NULLABLE = "nullable";
    OPTIONAL_PATH_PARAMETER = "optional-path-parameter";
    PARAMETER = "parameter";
    PATH = "path";
    PATH_TEMPLATE = "path-template";
    PATTERN = "pattern";
    PLACEHOLDER_SERVER = "placeholder-server";
    PLAIN_HTTP = "plain-http";
    QUERYSTRING = "querystring";
    READ_AND_WRITE_ONLY = "read-and-write-only";
    RECURSIVE_ALIAS = "recursive-alias";
    REFERENCE_CYCLE = "reference-cycle";
    REFERENCE_SIBLINGS = "reference-siblings";
    RELATIVE_REFERENCE = "relative-reference";
    REQUEST_BODY = "request-body";
    SAME_PATH = "same-path";
    SECURITY_SCHEME = "security-scheme";
    SERVER_URL = "server-url";
    SERVER_VARIABLE_DEFAULT = "server-variable-default";
    SEVERAL_DOCUMENTS = "several-documents";
    SEVERAL_TAGS = "several-tags";
    SEVERAL_UNIONS = "several-unions";
    STATUS = "status";
    STYLE = "style";
    TOKEN_FLOW = "token-flow";
    TOO_DEEP = "too-deep";
    TOO_LARGE = "too-large";
    TOO_MANY_ALIASES = "too-many-aliases";
    UNDECLARED_PATH_PARAMETER = "undeclared-path-parameter";
    UNDECLARED_PROPERTY = "undeclared-property";
    UNDECLARED_SERVER_VARIABLE = "undeclared-server-variable";
    UNDEFINED_ALIAS = "undefined-alias";
    UNKNOWN_DISCRIMINATOR_MAPPING = "unknown-discriminator-mapping";
    UNKNOWN_KEY = "unknown-key";
    UNKNOWN_SCOPE = "unknown-scope";
    UNKNOWN_SECURITY_SCHEME = "unknown-security-scheme";
    UNKNOWN_TAG = "unknown-tag";
    UNKNOWN_TYPE = "unknown-type";
    UNKNOWN_VERSION = "unknown-version";
    UNRESOLVED_REFERENCE = "unresolved-reference";
    UNSUPPORTED = "unsupported";
    UNSUPPORTED_VERSION = "unsupported-version";
    UNUSED_CONFIGURATION = "unused-configuration";
    UNUSED_PATH_PARAMETER = "unused-path-parameter";
    UNUSED_SECURITY_SCHEME = "unused-security-scheme";
    WRONG_REFERENCE = "wrong-reference";
    WRONG_TYPE = "wrong-type";
    YAML_SYNTAX = "yaml-syntax";
}

#[cfg(test)]
mod tests {
    use super::ALL;

    #[test]
    fn codes_are_in_alphabetical_order_and_each_stands_once() {
        assert!(ALL.is_sorted_by(|one, other| one < other), "{ALL:?}");
    }
}
