//! The types that formats have in Rust: which there are for each format, which crate has them, and what
//! a client needs for them.
//!
//! This is the one home of that. A format that is told nothing of has the type in [`STRINGS`]; a row of
//! [`CHOICES`] is what it has when the configuration chooses so.

use crate::config::{Config, Format};
use crate::ir::{JsonKind, Type};

/// The formats of texts that have a type without being chosen.
pub(crate) const STRINGS: &[(&str, Type)] = &[
    ("uuid", Type::Uuid),
    ("date-time", Type::DateTime),
    ("date", Type::Date),
    ("time", Type::Time),
    ("ipv4", Type::Ipv4),
    ("ipv6", Type::Ipv6),
    ("byte", Type::Base64),
    ("base64", Type::Base64),
    ("password", Type::Secret),
];

/// A type that a format has when the configuration chooses it.
#[derive(Debug, PartialEq)]
pub struct DataType {
    /// The format.
    pub format: &'static str,
    /// The JSON type of its values.
    pub kind: JsonKind,
    /// What chooses it.
    pub choice: Format,
    /// The type that has the same values in JSON, or more.
    pub like: &'static Type,
    /// The type in Rust.
    pub rust: &'static str,
    /// A text of its format, where `like` makes none.
    pub sample: Option<&'static str>,
    /// Between which numbers of bytes its size is.
    pub size: (usize, usize),
    /// It holds a type of its crate and is made of it by `Into`.
    pub wraps: bool,
}

const fn text(
    (format, choice): (&'static str, Format),
    like: &'static Type,
    rust: &'static str,
    size: (usize, usize),
) -> DataType {
    DataType {
        format,
        kind: JsonKind::String,
        choice,
        like,
        rust,
        sample: None,
        size,
        wraps: true,
    }
}

const fn number(format: &'static str) -> DataType {
    DataType {
        format,
        kind: JsonKind::Number,
        choice: Format::RustDecimal,
        like: &Type::Number,
        rust: "crate::rust_decimal::Number",
        sample: None,
        size: (16, 16),
        wraps: true,
    }
}

/// Every choice but `text`, and `chrono`, which says what is said by [`STRINGS`].
pub(crate) static CHOICES: &[DataType] = &[
    text(
        ("date-time", Format::Time),
        &Type::DateTime,
        "crate::time::DateTime",
        (16, 16),
    ),
    text(
        ("date", Format::Time),
        &Type::Date,
        "crate::time::Date",
        (4, 4),
    ),
    text(
        ("time", Format::Time),
        &Type::Time,
        "crate::time::Time",
        (12, 12),
    ),
    text(
        ("date-time", Format::Jiff),
        &Type::DateTime,
        "crate::jiff::DateTime",
        (16, 24),
    ),
    text(
        ("date", Format::Jiff),
        &Type::Date,
        "crate::jiff::Date",
        (4, 4),
    ),
    text(
        ("time", Format::Jiff),
        &Type::Time,
        "crate::jiff::Time",
        (12, 24),
    ),
    DataType {
        sample: Some("12.50"),
        ..text(
            ("decimal", Format::RustDecimal),
            &Type::String,
            "crate::rust_decimal::Text",
            (16, 16),
        )
    },
    number("decimal"),
    number("double"),
    number("float"),
    DataType {
        sample: Some("https://example.com/"),
        wraps: false,
        ..text(("uri", Format::Url), &Type::String, "::url::Url", (72, 104))
    },
];

/// The formats for which chrono has a type. What is chosen for the first holds for the others as well.
const OF_CHRONO: &[&str] = &["date-time", "date", "time"];

/// What a client needs for a choice.
pub(crate) struct Needs {
    pub(crate) choice: Format,
    /// Dependencies: name, version, features. They take the place of what every client has.
    pub(crate) dependencies: &'static [(&'static str, &'static str)],
    /// Modules of the runtime.
    pub(crate) modules: &'static [&'static str],
    /// The module that is public at the root of the client.
    pub(crate) public: Option<&'static str>,
}

/// What a client needs, by choice. What no choice of a client names here, the client does not have.
pub(crate) const NEEDS: &[Needs] = &[
    Needs {
        choice: Format::Chrono,
        dependencies: &[(
            "chrono",
            "{ version = \"0.4.45\", default-features = false, features = [\"alloc\", \"serde\"] }",
        )],
        modules: &["time_of_day"],
        public: None,
    },
    Needs {
        choice: Format::Time,
        dependencies: &[("time", "{ version = \"0.3.55\", default-features = false }")],
        modules: &["rfc3339", "time"],
        public: Some("time"),
    },
    Needs {
        choice: Format::Jiff,
        dependencies: &[(
            "jiff",
            "{ version = \"0.2.43\", default-features = false, features = [\"alloc\"] }",
        )],
        modules: &["jiff", "rfc3339"],
        public: Some("jiff"),
    },
    Needs {
        choice: Format::RustDecimal,
        dependencies: &[
            (
                "rust_decimal",
                "{ version = \"1.43.0\", default-features = false }",
            ),
            (
                "serde_json",
                "{ version = \"1.0.154\", features = [\"float_roundtrip\", \"raw_value\"] }",
            ),
        ],
        modules: &["rust_decimal"],
        public: Some("rust_decimal"),
    },
    Needs {
        choice: Format::Url,
        dependencies: &[("url", "{ version = \"2.5.8\", features = [\"serde\"] }")],
        modules: &[],
        public: None,
    },
];

/// What a client of this configuration needs.
pub(crate) fn needed(config: &Config) -> impl Iterator<Item = &'static Needs> {
    let is_chosen = |choice| config.formats.values().any(|chosen| *chosen == choice);
    let has_chrono = OF_CHRONO
        .iter()
        .any(|format| chosen(config, format).is_none_or(|(_, choice)| choice == Format::Chrono));
    NEEDS.iter().filter(move |needs| {
        is_chosen(needs.choice) || (needs.choice == Format::Chrono && has_chrono)
    })
}

/// Whether a client of this configuration has a module of the runtime.
pub(crate) fn has_module(config: &Config, module: &str) -> bool {
    let has = |needs: &Needs| needs.modules.contains(&module);
    !NEEDS.iter().any(has) || needed(config).any(has)
}

/// The entry of the configuration that says what a format is read as, and what it says.
pub(crate) fn chosen<'c>(config: &'c Config, format: &str) -> Option<(&'c str, Format)> {
    let entry = |format: &str| {
        let (entry, choice) = config.formats.get_key_value(format)?;
        Some((entry.as_str(), *choice))
    };
    // A day and a time are of the crate that date-times are of; that those are texts says nothing of them.
    let like_date_times = || {
        let follows = OF_CHRONO.contains(&format);
        entry("date-time").filter(|(_, choice)| follows && *choice != Format::Text)
    };
    entry(format).or_else(like_date_times)
}

/// The choices that there are for a format; all when it is a place that is named.
pub(crate) fn choices(format: &str) -> Vec<Format> {
    let is_place = format.contains('#');
    let mut choices = vec![Format::Text];
    if is_place || OF_CHRONO.contains(&format) {
        choices.push(Format::Chrono);
    }
    let rows = CHOICES
        .iter()
        .filter(|row| is_place || row.format == format);
    for row in rows {
        if !choices.contains(&row.choice) {
            choices.push(row.choice);
        }
    }
    choices
}

/// The formats that a choice has types for.
pub(crate) fn formats(choice: Format) -> Vec<&'static str> {
    if choice == Format::Chrono {
        return OF_CHRONO.to_vec();
    }
    let rows = CHOICES.iter().filter(|row| row.choice == choice);
    let mut formats: Vec<&str> = rows.map(|row| row.format).collect();
    formats.dedup();
    formats
}

/// The type that a choice has for the values of a kind, of a format or of none. A number of any format
/// can be a decimal.
pub(crate) fn choice(choice: Format, kind: JsonKind, format: Option<&str>) -> Option<Type> {
    let row = CHOICES.iter().find(|row| {
        let is_format = Some(row.format) == format
            || (kind == JsonKind::Number && choice == Format::RustDecimal);
        row.choice == choice && row.kind == kind && is_format
    });
    let of_chrono = || {
        let format = format.filter(|format| choice == Format::Chrono && OF_CHRONO.contains(format));
        of_text(format?)
    };
    row.map(Type::Chosen).or_else(of_chrono)
}

/// The type of a text of a format when nothing is chosen.
pub(crate) fn of_text(format: &str) -> Option<Type> {
    let mut known = STRINGS.iter();
    known
        .find(|(name, _)| *name == format)
        .map(|(_, ty)| ty.clone())
}

#[cfg(test)]
mod tests;
