//! Names that generated code must not take, scope by scope.

/// Names that `types.rs` uses unqualified, that derives bring into scope, or that would be
/// confused with them.
pub(super) const TYPES: &[&str] = &[
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Deserialize",
    "Drop",
    "Eq",
    "Err",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "Hash",
    "Into",
    "Iterator",
    "IntoIterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Self",
    "Send",
    "Serialize",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Vec",
];

/// Names that a group's module uses unqualified.
pub(super) const GROUP: &[&str] = &[
    "Answer",
    "Box",
    "Call",
    "Clone",
    "Client",
    "Debug",
    "DecodeError",
    "Err",
    "From",
    "Into",
    "IntoIterator",
    "None",
    "Ok",
    "Operation",
    "OperationInfo",
    "Option",
    "Outcome",
    "Paged",
    "Result",
    "Self",
    "Some",
    "String",
    "Vec",
];

/// Modules at the root of the crate, the crates that it uses, and file names that Windows refuses.
pub(super) const MODULES: &[&str] = &[
    "alloc",
    "aux",
    "base64",
    "bytes",
    "chrono",
    "client",
    "con",
    "core",
    "futures_util",
    "http",
    "lib",
    "main",
    "mod",
    "nul",
    "operations",
    "percent_encoding",
    "prn",
    "reqwest",
    "runtime",
    "secrecy",
    "serde",
    "serde_json",
    "serde_path_to_error",
    "std",
    "types",
    "url",
    "uuid",
];

/// Methods of `Client` and of the traits that it has.
pub(super) const CLIENT: &[&str] = &[
    "as_ref",
    "borrow",
    "borrow_mut",
    "builder",
    "clone",
    "clone_from",
    "clone_into",
    "from",
    "from_env",
    "into",
    "new",
    "shared",
    "to_owned",
    "try_from",
    "try_into",
    "type_id",
];

/// Methods of a group and of the traits that it has.
pub(super) const METHODS: &[&str] = &[
    "as_ref",
    "borrow",
    "borrow_mut",
    "clone",
    "clone_from",
    "clone_into",
    "from",
    "into",
    "to_owned",
    "try_from",
    "try_into",
    "type_id",
];

/// Methods of `Call` and of the traits that it has.
pub(super) const CALL: &[&str] = &[
    "body",
    "from",
    "header",
    "into",
    "into_future",
    "into_parts",
    "items",
    "new",
    "pages",
    "send",
    "timeout",
    "try_from",
    "try_into",
    "type_id",
];

/// Methods of `ClientBuilder`.
pub(super) const BUILDER: &[&str] = &[
    "base_url",
    "build",
    "clone",
    "connect_timeout",
    "credential",
    "default_header",
    "default_headers",
    "from",
    "http_client",
    "into",
    "new",
    "server_variable",
    "timeout",
    "user_agent",
];

/// Associated functions of a struct beside its setters.
pub(super) const SETTERS: &[&str] = &[
    "clone",
    "clone_from",
    "clone_into",
    "default",
    "deserialize",
    "eq",
    "fmt",
    "from",
    "into",
    "ne",
    "new",
    "serialize",
    "to_owned",
    "try_from",
    "try_into",
    "type_id",
];

/// Local names of an operation's method.
pub(super) const ARGUMENTS: &[&str] = &["call", "self"];

/// Keywords that cannot be raw identifiers.
pub(super) const NEVER_RAW: &[&str] = &["_", "Self", "crate", "self", "super"];
