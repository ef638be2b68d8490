//! The runtime, which is laid into each client as it is.

/// Path in the client, and text.
pub(super) const FILES: &[(&str, &str)] = &[
    ("src/runtime/mod.rs", include_str!("../../runtime/src/lib.rs")),
    ("src/runtime/answer.rs", include_str!("../../runtime/src/answer.rs")),
    ("src/runtime/builder.rs", include_str!("../../runtime/src/builder.rs")),
    ("src/runtime/call.rs", include_str!("../../runtime/src/call.rs")),
    ("src/runtime/client.rs", include_str!("../../runtime/src/client.rs")),
    ("src/runtime/credential.rs", include_str!("../../runtime/src/credential.rs")),
    ("src/runtime/display.rs", include_str!("../../runtime/src/display.rs")),
    ("src/runtime/error.rs", include_str!("../../runtime/src/error.rs")),
    ("src/runtime/failure.rs", include_str!("../../runtime/src/failure.rs")),
    ("src/runtime/formats.rs", include_str!("../../runtime/src/formats.rs")),
    ("src/runtime/maybe.rs", include_str!("../../runtime/src/maybe.rs")),
    ("src/runtime/open_enum.rs", include_str!("../../runtime/src/open_enum.rs")),
    ("src/runtime/pages.rs", include_str!("../../runtime/src/pages.rs")),
    ("src/runtime/request.rs", include_str!("../../runtime/src/request.rs")),
    ("src/runtime/scalar.rs", include_str!("../../runtime/src/scalar.rs")),
    ("src/runtime/secret.rs", include_str!("../../runtime/src/secret.rs")),
    ("src/runtime/server.rs", include_str!("../../runtime/src/server.rs")),
    ("src/runtime/style.rs", include_str!("../../runtime/src/style.rs")),
    ("src/runtime/tagged.rs", include_str!("../../runtime/src/tagged.rs")),
    ("src/runtime/transport.rs", include_str!("../../runtime/src/transport.rs")),
    ("src/runtime/union.rs", include_str!("../../runtime/src/union.rs")),
];
