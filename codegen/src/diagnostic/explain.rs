//! What a code means, for a terminal.

use super::Code;
use super::codes::Kind;

impl Code {
    /// What its findings say, in a few words.
    pub fn title(self) -> &'static str {
        let first = self.explanation().lines().next();
        first.unwrap_or("").trim_start_matches("# ")
    }
}

impl Kind {
    /// What findings are, as a sentence.
    pub fn described(self) -> &'static str {
        match self {
            Self::Error => "An error: nothing is generated.",
            Self::Fault => "A warning: a fault of the document, with a meaning that is clear.",
            Self::ErrorOrFault => {
                "An error where it leaves no meaning, else a warning: a fault of the document."
            }
            Self::Limit => {
                "A warning: the document is sound; the client does not express all of it."
            }
        }
    }
}

/// Why findings of a code are reported, what is generated all the same, and an example.
pub fn explain(code: Code) -> String {
    let mut text = format!("{code}: {}\n\n{}\n", code.title(), code.kind().described());
    let mut is_example = false;
    for line in code.explanation().lines().skip(1) {
        if line.starts_with("```") {
            is_example = !is_example;
            continue;
        }
        if is_example && !line.is_empty() {
            text.push_str("    ");
        }
        text.push_str(line);
        text.push('\n');
    }
    text
}
