//! Printing the definitions that the runtime's macros take (`object!`, `string_enum!` …): what
//! stands in a macro is no Rust to prettyplease.

use proc_macro2::{Delimiter, Punct, Spacing, TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::{Item, MacroDelimiter};

/// The columns that a line has at most, where it can be broken.
const WIDTH: usize = 100;

/// The text of an item that is such a definition; `None` for any other.
pub(super) fn print(item: &Item) -> Option<String> {
    let Item::Macro(item) = item else {
        return None;
    };
    let (MacroDelimiter::Brace(_), Some(name)) =
        (&item.mac.delimiter, item.mac.path.segments.last())
    else {
        return None;
    };
    let mut text = String::new();
    for attribute in &item.attrs {
        let tokens = attribute.to_token_stream().into_iter().skip(1);
        tokens.for_each(|group| print_attribute(&group, "", &mut text));
    }
    text.push_str(&format!("crate::runtime::{}! {{\n", name.ident));
    // Values of an enum about which nothing is said share lines.
    let fill = name.ident == "string_enum";
    print_entries(item.mac.tokens.clone(), 1, fill, &mut text);
    text.push_str("}\n");
    Some(text)
}

/// Prints what commas and braces end, each on a line of its own with its attributes before it; where
/// `fill` says so, what has no attributes goes on the line before it, as far as there is room.
fn print_entries(tokens: TokenStream, depth: usize, fill: bool, text: &mut String) {
    let indent = "    ".repeat(depth);
    let mut line = Line::new(&indent);
    let mut angles = 0_usize;
    let mut tokens = tokens.into_iter();
    // Where the last line starts, if more may follow on it.
    let mut open: Option<usize> = None;
    let mut is_bare = true;
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(mark) if mark.as_char() == '#' && line.is_empty() => {
                if let Some(attribute) = tokens.next() {
                    print_attribute(&attribute, &indent, text);
                    is_bare = false;
                }
            }
            TokenTree::Group(group) if depth == 1 && group.delimiter() == Delimiter::Brace => {
                line.word("{");
                line.end(text);
                print_entries(group.stream(), depth + 1, fill, text);
                text.push_str(&indent);
                text.push_str("}\n");
            }
            // One between generic arguments ends nothing.
            TokenTree::Punct(mark) if mark.as_char() == ',' && angles == 0 => {
                line.glue(",");
                let start = text.len();
                line.end(text);
                let bare = fill && is_bare;
                open = match open {
                    Some(first) if bare && text.len() - first - indent.len() <= WIDTH => {
                        text.replace_range(start - 1..start + indent.len(), " ");
                        Some(first)
                    }
                    _ => bare.then_some(start),
                };
                is_bare = true;
            }
            token => {
                if let TokenTree::Punct(mark) = &token {
                    match mark.as_char() {
                        '<' => angles += 1,
                        // The head of an arrow closes nothing.
                        '>' => angles = angles.saturating_sub(1),
                        _ => {}
                    }
                }
                line.token(token);
            }
        }
    }
    line.end(text);
}

/// `#[doc = "…"]` as a comment, any other attribute as it is.
fn print_attribute(attribute: &TokenTree, indent: &str, text: &mut String) {
    let TokenTree::Group(group) = attribute else {
        return;
    };
    let tokens: Vec<TokenTree> = group.stream().into_iter().collect();
    text.push_str(indent);
    if let [TokenTree::Ident(name), _, TokenTree::Literal(literal)] = tokens.as_slice()
        && name == "doc"
        && let Ok(doc) = syn::parse2::<syn::LitStr>(TokenTree::from(literal.clone()).into())
    {
        text.push_str("///");
        text.push_str(&doc.value());
        text.push('\n');
        return;
    }
    let mut line = Line::new("");
    group
        .stream()
        .into_iter()
        .for_each(|token| line.token(token));
    text.push_str("#[");
    text.push_str(&line.pieces.concat());
    text.push_str("]\n");
}

/// A line that is being written, in pieces after each of which it may be broken.
struct Line<'i> {
    indent: &'i str,
    pieces: Vec<String>,
    last: Last,
}

/// What was written last, for the space that may follow.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Last {
    /// A word, a literal or a closing bracket.
    Word,
    /// A word of a macro's own, which no path starts with.
    Keyword,
    /// What the next token follows without a space: `<`, `&`, `-`, an opening bracket.
    Tight,
    /// The `::` of a path.
    Path,
    /// A colon, a comma, an equals sign.
    Loose,
    /// The first colon of two.
    Half,
    /// The dots of a range.
    Dots,
}

impl<'i> Line<'i> {
    fn new(indent: &'i str) -> Self {
        Self {
            indent,
            pieces: Vec::new(),
            last: Last::Tight,
        }
    }

    fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Adds text without a space before it.
    fn glue(&mut self, text: &str) {
        match self.pieces.last_mut() {
            Some(piece) => piece.push_str(text),
            None => self.pieces.push(text.to_owned()),
        }
    }

    /// Adds text after a space, where there is something before it.
    fn word(&mut self, text: &str) {
        if !self.is_tight() {
            self.glue(" ");
        }
        self.glue(text);
        self.last = Last::Word;
    }

    /// Whether the next token follows without a space.
    fn is_tight(&self) -> bool {
        matches!(self.last, Last::Tight | Last::Path)
    }

    /// Paths start with `crate`, a type or `::`; any other word that starts is no part of one.
    fn ident(&mut self, text: &str) {
        let starts = self.last != Last::Path;
        self.word(text);
        if starts && text != "crate" && text.starts_with(|first: char| first.is_lowercase()) {
            self.last = Last::Keyword;
        }
    }

    fn token(&mut self, token: TokenTree) {
        match token {
            TokenTree::Ident(ident) => self.ident(&ident.to_string()),
            TokenTree::Literal(literal) => self.word(&literal.to_string()),
            TokenTree::Punct(mark) => self.mark(&mark),
            TokenTree::Group(group) => self.group(group.delimiter(), group.stream()),
        }
    }

    fn mark(&mut self, mark: &Punct) {
        match mark.as_char() {
            // The first half of a `::`, which clings to both sides.
            ':' if mark.spacing() == Spacing::Joint => {
                if matches!(self.last, Last::Loose | Last::Keyword) {
                    self.glue(" ");
                }
                self.glue(":");
                self.last = Last::Half;
            }
            ':' => {
                self.glue(":");
                self.last = match self.last {
                    Last::Half => Last::Path,
                    _ => Last::Loose,
                };
            }
            ',' => {
                self.glue(",");
                // The line may be broken here.
                self.pieces.push(String::new());
                self.last = Last::Loose;
            }
            // The dot before a field clings to both sides.
            '.' if mark.spacing() == Spacing::Alone && self.last != Last::Dots => {
                self.glue(".");
                self.last = Last::Tight;
            }
            // Parts of a range.
            '.' => {
                self.glue(".");
                self.last = Last::Dots;
            }
            '?' => {
                self.glue("?");
                self.last = Last::Word;
            }
            '=' if self.last == Last::Dots => {
                self.glue("=");
                self.last = Last::Tight;
            }
            '=' => {
                self.glue(" =");
                self.last = Last::Loose;
            }
            '<' => {
                self.glue("<");
                self.last = Last::Tight;
            }
            // The end of an arrow, or of generic arguments.
            '>' => {
                self.last = match self.last {
                    Last::Tight | Last::Loose => Last::Loose,
                    _ => Last::Word,
                };
                self.glue(">");
            }
            other => {
                if !self.is_tight() {
                    self.glue(" ");
                }
                self.glue(&other.to_string());
                self.last = Last::Tight;
            }
        }
    }

    fn group(&mut self, delimiter: Delimiter, tokens: TokenStream) {
        let (open, close) = match delimiter {
            Delimiter::Parenthesis => ("(", ")"),
            Delimiter::Bracket => ("[", "]"),
            Delimiter::Brace => ("{ ", " }"),
            Delimiter::None => ("", ""),
        };
        if tokens.is_empty() && delimiter == Delimiter::Brace {
            self.word("{}");
            return;
        }
        // Arguments cling to the word before them, all else keeps a distance.
        let is_argument =
            delimiter == Delimiter::Parenthesis && matches!(self.last, Last::Word | Last::Keyword);
        if !is_argument && !self.is_tight() {
            self.glue(" ");
        }
        self.glue(open);
        self.last = Last::Tight;
        tokens.into_iter().for_each(|token| self.token(token));
        self.glue(close);
        self.last = Last::Word;
    }

    /// Writes the line, broken where it is too long, and starts the next one.
    fn end(&mut self, text: &mut String) {
        let mut width = 0;
        for piece in self.pieces.drain(..).filter(|piece| !piece.is_empty()) {
            let length = piece.chars().count();
            if width == 0 {
                text.push_str(self.indent);
                text.push_str(&piece);
                width = self.indent.len() + length;
            } else if width + length > WIDTH {
                text.push('\n');
                text.push_str(self.indent);
                text.push_str("    ");
                text.push_str(piece.trim_start());
                width = self.indent.len() + 4 + length;
            } else {
                text.push_str(&piece);
                width += length;
            }
        }
        if width > 0 {
            text.push('\n');
        }
        self.last = Last::Tight;
    }
}
