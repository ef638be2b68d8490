//! Edits of documents: what a unified diff says, found by a line instead of a number.
//!
//! A hunk begins with `@@ ` and the text of a line; it holds for the first place after that line (or
//! with it) where its old lines stand. Its lines begin with a space, `-` or `+`.

/// Makes an edit.
///
/// # Panics
/// The old lines of a hunk do not stand where it says.
#[must_use]
pub fn apply(document: &str, edit: &str) -> String {
    let mut text = document.to_owned();
    for hunk in edit.split("@@ ").skip(1) {
        let (anchor, lines) = hunk.split_once('\n').unwrap_or((hunk, ""));
        let side = |mark: char| -> String {
            let lines = lines.lines().filter_map(|line| {
                let (first, rest) = line.split_at_checked(1)?;
                (first == " " || first.starts_with(mark)).then_some(rest)
            });
            lines.flat_map(|line| [line, "\n"]).collect()
        };
        let (old, new) = (side('-'), side('+'));
        let mut offset = 0;
        let start = text.split_inclusive('\n').find_map(|line| {
            let start = offset;
            offset += line.len();
            (line.trim() == anchor.trim()).then_some(start)
        });
        let start = start.unwrap_or_else(|| panic!("no line is `{anchor}`"));
        let found = text[start..].find(&old);
        let found = found.unwrap_or_else(|| panic!("after `{anchor}` there is no\n{old}"));
        let at = start + found;
        text.replace_range(at..at + old.len(), &new);
    }
    text
}
