//! Strings and numbers that try what formats and bounds admit.

use serde_json::{Number, Value, json};
use wiregen::examples::matching;

use super::flat::Flat;

/// Values of a scalar type, the plainest first.
pub(super) fn values(flat: &Flat, kind: &str) -> Vec<Value> {
    let format = flat.text("format").unwrap_or_default();
    let is_whole = format.starts_with("int") || format.starts_with("uint");
    match kind {
        "integer" => integers(flat),
        "number" if is_whole => integers(flat),
        "number" => numbers(flat),
        _ => strings(flat),
    }
}

/// The texts of the formats (JSON Schema Validation 2020-12, section 7.3, and OpenAPI's registry).
const FORMATS: &[(&str, &[&str])] = &[
    (
        "date-time",
        &[
            "2024-02-29T09:30:00Z",
            "2024-02-29T09:30:00.5+02:00",
            "2024-02-29T09:30:00.120Z",
            "2024-02-29T09:30:00.123456789-00:30",
            "2024-02-29t09:30:00z",
            "2024-02-29T09:30:00+00:00",
        ],
    ),
    ("date", &["2024-02-29", "1969-12-31"]),
    (
        "time",
        &["09:30:00Z", "09:30:00.250+02:00", "09:30:00-00:00"],
    ),
    ("duration", &["P3DT4H"]),
    (
        "uuid",
        &[
            "3fa85f64-5717-4562-b3fc-2c963f66afa6",
            "3FA85F64-5717-4562-B3FC-2C963F66AFA6",
        ],
    ),
    ("ipv4", &["192.0.2.1"]),
    (
        "ipv6",
        &["2001:db8::1", "2001:0DB8:0:0:0:0:0:1", "::ffff:192.0.2.1"],
    ),
    ("byte", &["aGVsbG8=", "", "aGk="]),
    ("email", &["ada@example.com"]),
    ("idn-email", &["ada@example.com"]),
    ("hostname", &["example.com"]),
    ("idn-hostname", &["example.com"]),
    (
        "uri",
        &["https://example.com/a%20b?c=d#e", "HTTPS://EXAMPLE.com"],
    ),
    ("iri", &["https://example.com/ä"]),
    ("uri-reference", &["../a"]),
    ("iri-reference", &["../a"]),
    ("uri-template", &["/a/{b}"]),
    ("json-pointer", &["/a/0"]),
    ("relative-json-pointer", &["1/a"]),
    ("regex", &["^a+$"]),
];

fn strings(flat: &Flat) -> Vec<Value> {
    let format = flat.text("format").unwrap_or_default();
    if let Some((_, texts)) = FORMATS.iter().find(|(name, _)| *name == format) {
        return texts.iter().map(|text| json!(text)).collect();
    }
    if let Some(text) = flat.text("pattern").and_then(matching) {
        return vec![text.into()];
    }
    if flat
        .text("contentEncoding")
        .is_some_and(|name| name.eq_ignore_ascii_case("base64"))
    {
        return vec![json!("aGVsbG8="), json!("aGk=")];
    }
    let least = flat.count("minLength").unwrap_or(0);
    let most = flat.count("maxLength").unwrap_or(usize::MAX);
    let mut texts = Vec::new();
    for text in ["text", "", "ünï\"\\\n\u{1F600}", "2024-02-29", "12", "true"] {
        let mut text: String = text.chars().take(most).collect();
        let missing = least.saturating_sub(text.chars().count()).min(10_000);
        text.extend(std::iter::repeat_n('x', missing));
        let text = Value::from(text);
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    texts
}

fn integers(flat: &Flat) -> Vec<Value> {
    let (low, high) = match flat.text("format") {
        Some("int8") => (i64::from(i8::MIN), i64::from(i8::MAX)),
        Some("int16") => (i64::from(i16::MIN), i64::from(i16::MAX)),
        Some("int32") => (i64::from(i32::MIN), i64::from(i32::MAX)),
        Some("uint8") => (0, i64::from(u8::MAX)),
        Some("uint16") => (0, i64::from(u16::MAX)),
        Some("uint32") => (0, i64::from(u32::MAX)),
        Some("uint64") => (0, i64::MAX),
        _ => (i64::MIN, i64::MAX),
    };
    let bound = |name: &str| {
        let own = flat.rules.get(name)?;
        // A bound may be a number with a fraction, or one beyond 64 bits.
        #[expect(
            clippy::cast_possible_truncation,
            reason = "it saturates, as is wanted"
        )]
        own.as_i64()
            .or_else(|| own.as_f64().map(|bound| bound as i64))
    };
    let least = [
        bound("minimum"),
        bound("exclusiveMinimum").map(|bound| bound.saturating_add(1)),
    ];
    let most = [
        bound("maximum"),
        bound("exclusiveMaximum").map(|bound| bound.saturating_sub(1)),
    ];
    let low = least.into_iter().flatten().fold(low, i64::max);
    let high = most.into_iter().flatten().fold(high, i64::min);
    let step = bound("multipleOf").filter(|step| *step > 0).unwrap_or(1);
    let mut values = Vec::new();
    for wanted in [1, 0, -1, low, high, 9_007_199_254_740_993] {
        let value = wanted.clamp(low.min(high), high);
        let value = value - value % step;
        let value = if value < low {
            value.saturating_add(step)
        } else {
            value
        };
        let value = Value::from(value);
        if !values.contains(&value) {
            values.push(value);
        }
    }
    // An integer may be written with a fraction of zero (JSON Schema Core 2020-12, section 4.2.3).
    let plain = values.first().and_then(Value::as_f64);
    values.extend(plain.and_then(Number::from_f64).map(Value::Number));
    values
}

fn numbers(flat: &Flat) -> Vec<Value> {
    let low = flat.number("minimum").or(flat.number("exclusiveMinimum"));
    let high = flat.number("maximum").or(flat.number("exclusiveMaximum"));
    let mut wanted = vec![1.5, 0.0, 0.1, -2.5, 3.0];
    wanted.extend(low.map(|low| low + 0.5));
    wanted.extend(low.zip(high).map(|(low, high)| f64::midpoint(low, high)));
    if flat.text("format") == Some("float") {
        wanted.push(16_777_217.0);
    } else {
        wanted.extend([1e300, 0.1 + 0.2, 12_345_678_901_234_567.0]);
    }
    let mut values = Vec::new();
    for wanted in wanted {
        let value = match flat.number("multipleOf") {
            Some(step) => (wanted / step).round() * step,
            None => wanted,
        };
        let fits = low.is_none_or(|low| value >= low) && high.is_none_or(|high| value <= high);
        let value = Number::from_f64(value).filter(|_| fits).map(Value::Number);
        values.extend(value.filter(|value| !values.contains(value)));
    }
    values.push(json!(3));
    values
}
