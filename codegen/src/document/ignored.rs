//! What is known and left aside: one list, with reasons.

/// Why a key is left aside.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reason {
    /// It does not bear on a client.
    Immaterial,
    /// It would matter, and is not supported yet: worth a warning.
    Unsupported,
}

/// By object and key. `x-…` is free for everybody and never looked at.
pub(super) const IGNORED: &[(&str, &str, Reason)] = &[
    // Legal and organisational matters; `jsonSchemaDialect` because OpenAPI's own is assumed, and
    // `$self` because nothing is fetched by its name.
    ("OpenAPI Object", "jsonSchemaDialect", Reason::Immaterial),
    ("OpenAPI Object", "$self", Reason::Immaterial),
    ("Info Object", "termsOfService", Reason::Immaterial),
    ("Info Object", "contact", Reason::Immaterial),
    ("Info Object", "license", Reason::Immaterial),
    // These are read where something refers to them.
    ("Components Object", "responses", Reason::Immaterial),
    ("Components Object", "parameters", Reason::Immaterial),
    ("Components Object", "examples", Reason::Immaterial),
    ("Components Object", "requestBodies", Reason::Immaterial),
    ("Components Object", "headers", Reason::Immaterial),
    ("Components Object", "links", Reason::Immaterial),
    ("Components Object", "callbacks", Reason::Immaterial),
    ("Components Object", "pathItems", Reason::Immaterial),
    ("Components Object", "mediaTypes", Reason::Immaterial),
    // A summary of all operations of a path has no place in Rust: operations stand by tag.
    ("Path Item Object", "summary", Reason::Immaterial),
    ("Path Item Object", "description", Reason::Immaterial),
    ("Path Item Object", "servers", Reason::Unsupported),
    ("Operation Object", "servers", Reason::Unsupported),
    // Percent-encoding of reserved characters is always right for a server that decodes.
    ("Parameter Object", "allowReserved", Reason::Immaterial),
    // Deprecated by the specification itself: parameters that are not given are left out.
    ("Parameter Object", "allowEmptyValue", Reason::Immaterial),
    ("Header Object", "allowEmptyValue", Reason::Immaterial),
    ("Header Object", "allowReserved", Reason::Immaterial),
    ("Response Object", "links", Reason::Unsupported),
    ("Response Object", "summary", Reason::Immaterial),
    ("Media Type Object", "prefixEncoding", Reason::Unsupported),
    ("Media Type Object", "itemEncoding", Reason::Unsupported),
    // Percent-encoding of reserved characters is always right for a server that decodes.
    ("Encoding Object", "allowReserved", Reason::Immaterial),
    ("Encoding Object", "headers", Reason::Unsupported),
    ("Encoding Object", "encoding", Reason::Unsupported),
    ("Encoding Object", "prefixEncoding", Reason::Unsupported),
    ("Encoding Object", "itemEncoding", Reason::Unsupported),
    // A token is sent as it is.
    ("Security Scheme Object", "bearerFormat", Reason::Immaterial),
    (
        "Security Scheme Object",
        "oauth2MetadataUrl",
        Reason::Unsupported,
    ),
    ("Security Scheme Object", "deprecated", Reason::Immaterial),
    // Identity and remarks; `$id` and the anchors are read where references are resolved.
    ("Schema Object", "$comment", Reason::Immaterial),
    ("Schema Object", "$schema", Reason::Immaterial),
    ("Schema Object", "$id", Reason::Immaterial),
    ("Schema Object", "$anchor", Reason::Immaterial),
    ("Schema Object", "$dynamicAnchor", Reason::Immaterial),
    ("Schema Object", "$vocabulary", Reason::Immaterial),
    // Reached by references alone.
    ("Schema Object", "$defs", Reason::Immaterial),
    ("Schema Object", "definitions", Reason::Immaterial),
    ("Schema Object", "unevaluatedItems", Reason::Immaterial),
    ("Schema Object", "xml", Reason::Unsupported),
    ("Schema Object", "additionalItems", Reason::Unsupported),
];

/// Why a key of an object is left aside, if it is known.
pub(super) fn reason(object: &str, key: &str) -> Option<Reason> {
    IGNORED
        .iter()
        .find(|(owner, name, _)| *owner == object && *name == key)
        .map(|(_, _, reason)| *reason)
}

/// The keys of an object that are known and left aside.
pub(super) fn keys(object: &str) -> impl Iterator<Item = &'static str> {
    let of_object = move |(owner, _, _): &&(&str, _, _)| *owner == object;
    IGNORED.iter().filter(of_object).map(|(_, key, _)| *key)
}
