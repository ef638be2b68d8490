//! What to write where a text is no YAML or no JSON. The parsers say where they stopped, which is
//! not always where the slip is.

/// YAML that could not be read on from a position.
pub(super) fn yaml(text: &str, position: usize, reason: &str) -> String {
    let (before, rest) = text.split_at_checked(position).unwrap_or((text, ""));
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let line = text.get(start..).and_then(|text| text.lines().next());
    let line = line.unwrap_or_default();
    let read = before.get(start..).unwrap_or_default();
    let is = |part: &str| reason.contains(part);
    let help = if is("tab") || read.contains('\t') || rest.starts_with('\t') {
        "YAML is indented with spaces; replace the tab"
    } else if ["<<<<<<<", "=======", ">>>>>>>"]
        .iter()
        .any(|marker| line.starts_with(marker))
    {
        "two versions were merged and this is left of it: keep one, and take the markers out"
    } else if line.starts_with("```") {
        "take the lines with ``` out; they belong to Markdown"
    } else if is("single-quoted") {
        "write an apostrophe within single quotes twice: 'the shop''s pets'"
    } else if is("escape") {
        r"put a text with backslashes in single quotes: '^\d+$'"
    } else if is("unexpected character") {
        "put a text that begins with this character in quotes"
    } else if is("unknown anchor") {
        "name a node above with `&` to repeat it; put a text that begins with `*` in quotes"
    } else if is("multiline quoted") {
        "end the text above with its quote"
    } else if is("mapping values are not allowed") && read.contains(": ") {
        "put a text that holds `: ` in quotes"
    } else if is("mapping values are not allowed") {
        "is the colon of the line above missing, or the space after it? write `key: value`"
    } else if is("bracket") || is("flow") || is("illegal placement of ':'") {
        "is a `[` or `{` above left open, or a comma missing between two entries?"
    } else if is("block mapping") || is("block sequence") {
        "indent what belongs together alike, with spaces"
    } else if is("simple key expected") {
        "write `key: value`; indent a line that goes on with a text deeper than its key"
    } else {
        "put a text with `:`, `#`, quotes or brackets in quotes, and indent what belongs together alike"
    };
    help.to_owned()
}

/// JSON that could not be read on from a position.
pub(super) fn json(text: &str, position: usize, reason: &str) -> String {
    let rest = text.get(position..).unwrap_or_default();
    let before = text.get(..position).unwrap_or_default().trim_end();
    let is = |part: &str| reason.contains(part);
    let help = if rest.starts_with('/') || rest.starts_with('#') {
        "JSON has no comments; take it out, or write the document as YAML"
    } else if rest.starts_with('\'') {
        "write double quotes in place of the single ones"
    } else if before.ends_with(',') && rest.starts_with(['}', ']']) {
        "take the comma before it out"
    } else if rest.is_empty() || is("no end") {
        "the text ends too early: is it cut off, or a `\"` missing?"
    } else if is("escape") {
        r"write `\\` for a backslash, and `\n` for a line break"
    } else if is("a key in double") {
        "put the key in double quotes"
    } else if is("a colon") {
        "write a colon between the key and its value"
    } else if is("a comma") {
        "put a comma between the two, or close what was opened"
    } else if is("no number") {
        "write digits without a zero before them, and some on both sides of a point: `0.5`"
    } else if rest.starts_with("None") || rest.starts_with("undefined") || rest.starts_with("nil") {
        "write `null`"
    } else if rest.starts_with("True") || rest.starts_with("False") {
        "write `true` or `false`"
    } else if is("nothing may follow") {
        "a file holds one value: take the rest out, or move it into the first"
    } else {
        "write a text in double quotes, a number, `true`, `false`, `null`, `{}` or `[]`"
    };
    help.to_owned()
}
