//! The codes of findings. This is their one home: nowhere else can a [`Code`] be made.

use std::fmt;

/// What kind of finding it is: a name in kebab-case that stays the same from version to version, such
/// as `unresolved-reference`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code {
    text: &'static str,
    kind: Kind,
    explanation: &'static str,
}

/// How bad findings of a code are, and whose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Errors.
    Error,
    /// Warnings of a fault of the document.
    Fault,
    /// One or the other, by place.
    ErrorOrFault,
    /// Warnings of what the client does not express.
    Limit,
}

impl Code {
    /// The code as text.
    pub fn as_str(self) -> &'static str {
        self.text
    }

    /// How bad its findings are, and whose.
    pub fn kind(self) -> Kind {
        self.kind
    }

    /// What it means, as Markdown: a title, why it is reported, what is generated instead, and a
    /// document that has the finding beside the same without it.
    ///
    /// The info strings of the examples say what they are parts of, or which file they are.
    pub fn explanation(self) -> &'static str {
        self.explanation
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.text)
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.text)
    }
}

macro_rules! codes {
    ($($name:ident = $code:literal, $kind:ident;)*) => {
        $(
            #[doc = concat!("`", $code, "`")]
            pub const $name: Code = Code {
                text: $code,
                kind: Kind::$kind,
                explanation: include_str!(concat!("codes/", $code, ".md")),
            };
        )*

        /// All codes in alphabetical order.
        pub const ALL: &[Code] = &[$($name),*];
    };
}

codes! {
    AUTHORIZATION_PARAMETER = "authorization-parameter", Limit;
    COMPONENT_NAME = "component-name", Fault;
    CONFIGURATION = "configuration", Error;
    CONFLICTING_KEYS = "conflicting-keys", Error;
    CONFLICTING_TYPES = "conflicting-types", Fault;
    CONFLICTING_VALUES = "conflicting-values", Fault;
    CONTENT_OF_NONE = "content-of-none", Fault;
    CONTRADICTORY_BOUNDS = "contradictory-bounds", Fault;
    COOKIE_NAME = "cookie-name", Fault;
    COPY_OF_SEVERAL = "copy-of-several", Error;
    COSTLY_JSON_PATH = "costly-json-path", Error;
    DEFAULT_TYPE = "default-type", Fault;
    DEFAULT_VALUE = "default-value", Fault;
    DISCRIMINATOR = "discriminator", Fault;
    DISCRIMINATOR_PROPERTY = "discriminator-property", Fault;
    DISCRIMINATOR_WITHOUT_UNION = "discriminator-without-union", Limit;
    DUPLICATE_ANCHOR = "duplicate-anchor", Fault;
    DUPLICATE_ENUM_VALUE = "duplicate-enum-value", Fault;
    DUPLICATE_KEY = "duplicate-key", Error;
    DUPLICATE_OPERATION_ID = "duplicate-operation-id", Fault;
    DUPLICATE_PARAMETER = "duplicate-parameter", Fault;
    DUPLICATE_TAG = "duplicate-tag", Fault;
    DUPLICATE_VALUE = "duplicate-value", Fault;
    DYNAMIC_REFERENCE = "dynamic-reference", Limit;
    EMPTY_DOCUMENT = "empty-document", Error;
    EMPTY_ENUM = "empty-enum", Fault;
    EMPTY_LIST = "empty-list", Fault;
    EMPTY_TYPE = "empty-type", Fault;
    ENCODING = "encoding", Fault;
    ENDLESS_UNION = "endless-union", Fault;
    ENUM_TYPE = "enum-type", Fault;
    EQUAL_BRANCHES = "equal-branches", Fault;
    EXAMPLE_TYPE = "example-type", Fault;
    EXAMPLE_VALUE = "example-value", Fault;
    EXCLUSIVE_BOUND = "exclusive-bound", Fault;
    EXTERNAL_REFERENCE = "external-reference", Error;
    FAULTY_JSON_PATH = "faulty-json-path", Error;
    FAULTY_MERGE = "faulty-merge", Error;
    HEADER_NAME = "header-name", Fault;
    INCOMPATIBLE_UPDATE = "incompatible-update", ErrorOrFault;
    INCOMPLETE_VERSION = "incomplete-version", Fault;
    JSON_SYNTAX = "json-syntax", Error;
    KEY_IS_NO_TEXT = "key-is-no-text", Error;
    MEDIA_RANGE = "media-range", Limit;
    MEDIA_TYPE = "media-type", Limit;
    MEDIA_TYPE_NOT_OFFERED = "media-type-not-offered", Limit;
    METHOD = "method", Fault;
    MISPLACED_ITEMS = "misplaced-items", Fault;
    MISSING_KEY = "missing-key", ErrorOrFault;
    MIXED_TARGET = "mixed-target", Error;
    MULTIPLE_OF = "multiple-of", Fault;
    NAME = "name", Fault;
    NESTING_TOO_DEEP = "nesting-too-deep", Error;
    NO_MEDIA_TYPE = "no-media-type", Fault;
    NO_UTF_8 = "no-utf-8", Error;
    NOT_AN_OVERLAY = "not-an-overlay", Error;
    NOT_OPENAPI = "not-openapi", Error;
    NULLABLE = "nullable", Fault;
    OPTIONAL_PATH_PARAMETER = "optional-path-parameter", Fault;
    OTHER_DOCUMENT = "other-document", Fault;
    OVERLAY = "overlay", Error;
    OVERLAY_VERSION = "overlay-version", Fault;
    OVERLAY_WITHOUT_EFFECT = "overlay-without-effect", Fault;
    PARAMETER = "parameter", Fault;
    PATH = "path", Fault;
    PATH_TEMPLATE = "path-template", Fault;
    PATTERN = "pattern", Fault;
    PLACEHOLDER_SERVER = "placeholder-server", Limit;
    PLAIN_HTTP = "plain-http", Fault;
    QUERYSTRING = "querystring", Fault;
    READ_AND_WRITE_ONLY = "read-and-write-only", Fault;
    RECURSIVE_ALIAS = "recursive-alias", Limit;
    REFERENCE_CYCLE = "reference-cycle", ErrorOrFault;
    REFERENCE_SIBLINGS = "reference-siblings", Fault;
    RELATIVE_REFERENCE = "relative-reference", Fault;
    REMOVED_ROOT = "removed-root", Error;
    REQUEST_BODY = "request-body", Fault;
    SAME_PATH = "same-path", Fault;
    SECURITY_SCHEME = "security-scheme", Fault;
    SERVER_URL = "server-url", Fault;
    SERVER_VARIABLE_DEFAULT = "server-variable-default", Fault;
    SEVERAL_DOCUMENTS = "several-documents", Error;
    SEVERAL_TAGS = "several-tags", Limit;
    SEVERAL_UNIONS = "several-unions", Limit;
    STATUS = "status", Fault;
    STYLE = "style", Fault;
    TOKEN_FLOW = "token-flow", Limit;
    TOO_DEEP = "too-deep", Limit;
    TOO_LARGE = "too-large", Error;
    TOO_MANY_ALIASES = "too-many-aliases", Error;
    TOO_MANY_UPDATES = "too-many-updates", Error;
    UNDECLARED_PATH_PARAMETER = "undeclared-path-parameter", Fault;
    UNDECLARED_PROPERTY = "undeclared-property", Limit;
    UNDECLARED_SERVER_VARIABLE = "undeclared-server-variable", Error;
    UNDECLARED_TAG = "undeclared-tag", Limit;
    UNDEFINED_ALIAS = "undefined-alias", Error;
    UNKNOWN_DISCRIMINATOR_MAPPING = "unknown-discriminator-mapping", Fault;
    UNKNOWN_KEY = "unknown-key", Fault;
    UNKNOWN_SCOPE = "unknown-scope", Fault;
    UNKNOWN_SECURITY_SCHEME = "unknown-security-scheme", Fault;
    UNKNOWN_TAG = "unknown-tag", Fault;
    UNKNOWN_TYPE = "unknown-type", Fault;
    UNKNOWN_VERSION = "unknown-version", Limit;
    UNMATCHED_TARGET = "unmatched-target", Fault;
    UNRESOLVED_REFERENCE = "unresolved-reference", Error;
    UNSUPPORTED = "unsupported", Limit;
    UNSUPPORTED_VERSION = "unsupported-version", Error;
    UNUSED_ALLOWANCE = "unused-allowance", Fault;
    UNUSED_CONFIGURATION = "unused-configuration", Fault;
    UNUSED_PATH_PARAMETER = "unused-path-parameter", Fault;
    UNUSED_SECURITY_SCHEME = "unused-security-scheme", Fault;
    WRONG_REFERENCE = "wrong-reference", Fault;
    WRONG_TYPE = "wrong-type", ErrorOrFault;
    YAML_SYNTAX = "yaml-syntax", Error;
}

#[cfg(test)]
mod tests {
    use super::ALL;

    #[test]
    fn codes_are_in_alphabetical_order_and_each_stands_once() {
        assert!(ALL.is_sorted_by(|one, other| one < other), "{ALL:?}");
    }
}
