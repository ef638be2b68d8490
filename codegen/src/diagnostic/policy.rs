//! Which findings a project takes as errors, and which it has decided to live with.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde::Deserialize;

use super::codes::Kind;
use super::{Code, Diagnostic, Severity, closest, codes, did_you_mean};
use crate::source::{Source, Span};

/// Warnings that are errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Denial {
    /// All of them: `warnings`.
    Warnings,
    /// Those of one code.
    Code(Code),
}

/// Warnings that are not shown.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Allowance {
    /// Their code, one that can be a warning.
    #[serde(deserialize_with = "allowable")]
    #[cfg_attr(test, schemars(with = "String"))]
    pub code: Code,
    /// The only place, or with `/*` at its end the only part, where they are not shown: a JSON Pointer
    /// into the document, or the name of another file before one (`schemas/pet.yaml#/Pet`).
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub at: Option<Place>,
    /// Why, for people.
    pub reason: Option<String>,
}

/// A place of the document, or all below it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Place(String);

/// Why a text is no policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Faulty(String);

impl fmt::Display for Faulty {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for Faulty {}

/// The code with a name, where the others could be meant as well.
fn find(text: &str, others: &[&'static str]) -> Result<Code, Faulty> {
    let named = |code: &&Code| code.as_str() == text;
    if let Some(code) = codes::ALL.iter().find(named) {
        return Ok(*code);
    }
    let known = codes::ALL.iter().map(|code| code.as_str());
    let meant = closest(text, known.chain(others.iter().copied()));
    let meant = meant.map(|meant| format!("; did you mean `{meant}`?"));
    let meant = meant.unwrap_or_default();
    Err(Faulty(format!("no finding has the code `{text}`{meant}")))
}

impl FromStr for Code {
    type Err = Faulty;

    fn from_str(text: &str) -> Result<Self, Faulty> {
        find(text, &[])
    }
}

impl FromStr for Denial {
    type Err = Faulty;

    fn from_str(text: &str) -> Result<Self, Faulty> {
        match text {
            "warnings" => Ok(Self::Warnings),
            code => find(code, &["warnings"]).map(Self::Code),
        }
    }
}

impl TryFrom<String> for Denial {
    type Error = Faulty;

    fn try_from(text: String) -> Result<Self, Faulty> {
        text.parse()
    }
}

impl FromStr for Place {
    type Err = Faulty;

    fn from_str(text: &str) -> Result<Self, Faulty> {
        match text.split_once('#') {
            Some((_, pointer)) if pointer.is_empty() || pointer.starts_with('/') => {
                Ok(Self(text.to_owned()))
            }
            _ => Err(Faulty(format!(
                "`{text}` is no place; write a JSON Pointer such as `#/paths/~1pets/get`, or a file before it: `schemas/pet.yaml#/Pet`"
            ))),
        }
    }
}

impl TryFrom<String> for Place {
    type Error = Faulty;

    fn try_from(text: String) -> Result<Self, Faulty> {
        text.parse()
    }
}

impl Place {
    fn holds(&self, pointer: &str) -> bool {
        match self.0.strip_suffix("/*") {
            Some(above) => pointer
                .strip_prefix(above)
                .is_some_and(|rest| rest.starts_with('/')),
            None => pointer == self.0,
        }
    }
}

impl FromStr for Allowance {
    type Err = Faulty;

    /// Reads `CODE` or `CODE@POINTER`.
    fn from_str(text: &str) -> Result<Self, Faulty> {
        let (code, at) = match text.split_once('@') {
            Some((code, at)) => (code, Some(at.parse()?)),
            None => (text, None),
        };
        Ok(Self {
            code: check_allowable(code.parse()?)?,
            at,
            reason: None,
        })
    }
}

fn allowable<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Code, D::Error> {
    let code = String::deserialize(deserializer)?;
    code.parse()
        .and_then(check_allowable)
        .map_err(serde::de::Error::custom)
}

fn check_allowable(code: Code) -> Result<Code, Faulty> {
    if code.kind() != Kind::Error {
        Ok(code)
    } else {
        Err(Faulty(format!(
            "`{code}` is always an error, and errors cannot be allowed: there is nothing to generate in their place"
        )))
    }
}

impl Allowance {
    fn holds(&self, source: &Source, finding: &Diagnostic) -> bool {
        let is_at = |place: &Place| {
            let pointer = source.pointer_at(finding.at);
            pointer.is_some_and(|pointer| place.holds(&pointer))
        };
        finding.severity == Severity::Warning
            && finding.code == self.code
            && self.at.as_ref().is_none_or(is_at)
    }
}

/// What the allowances leave of some findings.
pub(crate) struct Allowed<'p> {
    source: &'p Source,
    allowances: &'p [Allowance],
    used: BTreeSet<usize>,
    /// How many warnings are not shown.
    pub(crate) count: usize,
}

impl<'p> Allowed<'p> {
    pub(crate) fn new(source: &'p Source, allowances: &'p [Allowance]) -> Self {
        Self {
            source,
            allowances,
            used: BTreeSet::new(),
            count: 0,
        }
    }

    /// Takes out what is allowed.
    pub(crate) fn take_out(&mut self, findings: &mut Vec<Diagnostic>) {
        let before = findings.len();
        findings.retain(|finding| {
            let mut is_allowed = false;
            // Each that holds has its use.
            for (index, allowance) in self.allowances.iter().enumerate() {
                if allowance.holds(self.source, finding) {
                    self.used.insert(index);
                    is_allowed = true;
                }
            }
            !is_allowed
        });
        self.count += before - findings.len();
    }

    /// Adds a warning for each allowance that was of no use; `place` says where each stands.
    pub(crate) fn report_unused(
        &mut self,
        findings: &mut Vec<Diagnostic>,
        place: impl Fn(usize) -> Span,
    ) {
        let unused = |used: &BTreeSet<usize>, findings: &[Diagnostic], of_these: bool| {
            let mut unused = Vec::new();
            for (index, allowance) in self.allowances.iter().enumerate() {
                let is_one = (allowance.code == codes::UNUSED_ALLOWANCE) == of_these;
                if is_one && !used.contains(&index) {
                    unused.push(report(self.source, allowance, findings, place(index)));
                }
            }
            unused
        };
        // These warnings can be allowed as well.
        let mut first = unused(&self.used, findings, false);
        self.take_out(&mut first);
        let second = unused(&self.used, findings, true);
        findings.extend(first);
        findings.extend(second);
    }
}

fn report(source: &Source, allowance: &Allowance, findings: &[Diagnostic], at: Span) -> Diagnostic {
    let code = allowance.code;
    let message = match &allowance.at {
        Some(Place(place)) => format!("nothing at `{place}` is reported as `{code}` any more"),
        None => format!("nothing is reported as `{code}` any more"),
    };
    let others = findings.iter().filter(|finding| finding.code == code);
    let others: Vec<(String, Severity)> = others
        .filter_map(|finding| Some((source.pointer_at(finding.at)?, finding.severity)))
        .collect();
    let wanted = allowance.at.as_ref().map_or("", |Place(place)| place);
    let here = |(pointer, severity): &&(String, Severity)| {
        *severity == Severity::Error
            && allowance
                .at
                .as_ref()
                .is_none_or(|place| place.holds(pointer))
    };
    let below = |(pointer, _): &&(String, Severity)| {
        let rest = pointer.strip_prefix(wanted);
        !wanted.is_empty() && rest.is_some_and(|rest| rest.starts_with('/'))
    };
    let help = if others.iter().any(|other| here(&other)) {
        "what is reported here is an error, and errors cannot be allowed".to_owned()
    } else if others.iter().any(|other| below(&other)) {
        format!("`{wanted}/*` means what is below")
    } else {
        let others = others.iter().map(|(pointer, _)| pointer.as_str());
        did_you_mean(wanted, others, "take the allowance out")
    };
    Diagnostic::warning(codes::UNUSED_ALLOWANCE, at, message).help(help)
}

/// Makes errors of what is denied.
pub(crate) fn deny(denials: &[Denial], findings: &mut [Diagnostic]) {
    for finding in findings {
        let is_denied = denials.iter().any(|denial| match denial {
            Denial::Warnings => true,
            Denial::Code(code) => *code == finding.code,
        });
        if is_denied {
            finding.severity = Severity::Error;
        }
    }
}

#[cfg(test)]
mod tests;
