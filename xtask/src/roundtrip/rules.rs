//! When a value counts as the same although it is written otherwise: only where the list of known
//! exceptions says so, with a reason.

use std::net::Ipv6Addr;

use chrono::DateTime;
use serde::Deserialize;
use wiregen::source::{Node, ScalarType};

/// What is the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Rule {
    /// One instant with one offset: `T09:30:00.5+00:00` is `T09:30:00.500Z`.
    Instant,
    /// One time of day with one offset.
    Time,
    /// One UUID, in capitals or not.
    Uuid,
    /// One IPv6 address, however many zeros are spelled out.
    Ipv6,
    /// One double: the digits that it does not hold are not compared.
    Double,
    /// One single.
    Float,
}

impl Rule {
    /// Whether two leaves are the same by it.
    pub(super) fn admits(self, before: &Node, after: &Node) -> bool {
        match (before.scalar_type(), after.scalar_type()) {
            (Some(ScalarType::String(before)), Some(ScalarType::String(after))) => {
                self.admits_texts(before, after)
            }
            (Some(ScalarType::Number(before)), Some(ScalarType::Number(after))) => {
                self.admits_numbers(before, after)
            }
            _ => false,
        }
    }

    fn admits_texts(self, before: &str, after: &str) -> bool {
        let instant = |text: &str| DateTime::parse_from_rfc3339(text).ok();
        let same_instant = |before: &str, after: &str| match (instant(before), instant(after)) {
            (Some(before), Some(after)) => before == after && before.offset() == after.offset(),
            _ => false,
        };
        match self {
            Self::Instant => same_instant(before, after),
            Self::Time => {
                let day = |text: &str| format!("2000-01-01T{text}");
                same_instant(&day(before), &day(after))
            }
            Self::Uuid => {
                let dashes = before.bytes().filter(|byte| *byte == b'-').count();
                before.len() == 36 && dashes == 4 && before.eq_ignore_ascii_case(after)
            }
            Self::Ipv6 => {
                let address = |text: &str| text.parse::<Ipv6Addr>().ok();
                address(before).is_some_and(|before| Some(before) == address(after))
            }
            Self::Double | Self::Float => false,
        }
    }

    fn admits_numbers(self, before: &str, after: &str) -> bool {
        match self {
            Self::Double => {
                let value = |text: &str| text.parse::<f64>().ok();
                value(before).is_some_and(|before| Some(before) == value(after))
            }
            Self::Float => {
                let value = |text: &str| text.parse::<f32>().ok();
                value(before).is_some_and(|before| Some(before) == value(after))
            }
            Self::Instant | Self::Time | Self::Uuid | Self::Ipv6 => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Rule;
    use crate::roundtrip::json::parse;

    fn admits(rule: Rule, before: &str, after: &str) -> bool {
        rule.admits(&parse(before).unwrap(), &parse(after).unwrap())
    }

    #[test]
    fn a_rule_admits_what_it_says_and_nothing_else() {
        let (one, other) = (
            r#""2024-02-29t09:30:00.50z""#,
            r#""2024-02-29T09:30:00.500Z""#,
        );
        assert!(admits(Rule::Instant, one, other));
        assert!(!admits(Rule::Uuid, one, other));
        let elsewhere = r#""2024-02-29T10:30:00.500+01:00""#;
        assert!(!admits(Rule::Instant, one, elsewhere));
        assert!(admits(Rule::Time, r#""09:30:00.5Z""#, r#""09:30:00.500Z""#));
        assert!(admits(Rule::Ipv6, r#""0:0:0:0:0:0:0:1""#, r#""::1""#));
        assert!(!admits(Rule::Uuid, r#""A""#, r#""a""#));
        assert!(admits(
            Rule::Double,
            "12345678901234567",
            "1.2345678901234568e16"
        ));
        assert!(!admits(Rule::Double, "1.5", "1.25"));
        assert!(admits(Rule::Float, "16777217", "16777216"));
        assert!(!admits(Rule::Double, "1", "\"1\""));
    }
}
