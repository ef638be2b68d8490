//! Somebody's Markdown as Markdown that is safe in documentation comments.
//!
//! The text is parsed as rustdoc parses it and written again from its events: code blocks are marked
//! so that none is a doctest, HTML becomes text, links lead to the web or nowhere, brackets that are
//! no links are escaped, headings stand below those of rustdoc's own sections.

use pulldown_cmark::{
    BrokenLink, CodeBlockKind, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd,
};

/// What rustdoc reads beyond CommonMark, as far as it is kept.
const EXTENSIONS: Options = Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH);

/// What rustdoc reads (`main_body_opts` in its Markdown module).
const RUSTDOC: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_SMART_PUNCTUATION);

/// The languages of code blocks, none of which rustdoc compiles.
const LANGUAGES: [&str; 6] = ["http", "json", "sh", "text", "xml", "yaml"];

/// How deep quotations and lists may stand in each other.
const DEEPEST: usize = 12;

/// Makes the text safe. The outcome does not rest on the text being written as it was meant: it is
/// read again as rustdoc will read it, and a text that is still not safe is shown as code.
pub(super) fn sanitize(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    let mut safe: String = text
        .replace("\r\n", "\n")
        .replace('\r', "\n")
        .chars()
        .flat_map(visible)
        .collect();
    // What stands at the start of a line may get a meaning by being written again, and loses it then.
    for _ in 0..2 {
        safe = match rewritten(&safe) {
            Some(text) => text,
            None => break,
        };
        if is_safe(&safe) {
            return safe;
        }
    }
    as_code(text)
}

/// The text written again from its events; `None` when it cannot be written, or not in a length
/// that has to do with its own, since every line of a quotation or list repeats what it stands in.
fn rewritten(text: &str) -> Option<String> {
    let text = format!("{}\n", text.trim_start_matches('\n').trim_end());
    let events = rewrite(events(&text)?);
    let mut written = String::with_capacity(text.len());
    let options = pulldown_cmark_to_cmark::Options {
        code_block_token_count: 3,
        ..pulldown_cmark_to_cmark::Options::default()
    };
    pulldown_cmark_to_cmark::cmark_with_options(events.iter(), &mut written, EXTENSIONS, options)
        .ok()?;
    Some(written.trim().to_owned())
}

/// The events of a text, unless quotations and lists stand too deep in each other.
fn events(text: &str) -> Option<Vec<Event<'_>>> {
    let mut depth = 0_usize;
    Parser::new_ext(text, EXTENSIONS)
        .map(|event| {
            match event {
                Event::Start(Tag::BlockQuote(_) | Tag::Item) => depth += 1,
                Event::End(TagEnd::BlockQuote(_) | TagEnd::Item) => depth -= 1,
                _ => {}
            }
            (depth <= DEEPEST).then_some(event)
        })
        .collect()
}

/// Whether the text is one line that Markdown takes as it is.
fn is_plain(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.ends_with(|last: char| last.is_ascii_alphanumeric() || last == '.')
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b" ,.;'()?/-".contains(&byte))
        && !text.contains("  ")
}

/// The text in a code block, as it is.
fn as_code(text: &str) -> String {
    let shown: String = text.chars().flat_map(visible).collect();
    format!("{fence}text\n{shown}\n{fence}", fence = fence_for(&shown))
}

/// Whether rustdoc runs nothing of the text, passes no HTML on, and finds no link that leads
/// elsewhere than to the web.
pub(super) fn is_safe(text: &str) -> bool {
    let mut whole = true;
    let mut broken = |_: BrokenLink<'_>| {
        whole = false;
        None
    };
    let harmless =
        Parser::new_with_broken_link_callback(text, RUSTDOC, Some(&mut broken)).all(|event| {
            match event {
                Event::Html(_) | Event::InlineHtml(_) => false,
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) => {
                    LANGUAGES.contains(&&*language)
                }
                Event::Start(Tag::CodeBlock(CodeBlockKind::Indented) | Tag::Image { .. }) => false,
                Event::Start(Tag::Heading { level, .. }) => level >= HeadingLevel::H4,
                Event::Start(Tag::Link { dest_url, .. }) => web_address(&dest_url).is_some(),
                _ => true,
            }
        });
    harmless && whole
}

/// The character as documentation shows it: without controls, without marks that turn the reading
/// direction (which rustc refuses), without characters that cannot be seen.
pub(super) fn visible(character: char) -> impl Iterator<Item = char> {
    let hidden = match character {
        '\n' | '\t' => false,
        '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' => {
            true
        }
        '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' => true,
        _ => character.is_control(),
    };
    (!hidden)
        .then_some(if character == '\t' { ' ' } else { character })
        .into_iter()
}

/// A fence that is longer than any run of backticks in the text.
pub(super) fn fence_for(text: &str) -> String {
    "`".repeat(code_block_fence(text))
}

fn code_block_fence(text: &str) -> usize {
    let longest = text
        .split(|character| character != '`')
        .map(str::len)
        .max()
        .unwrap_or(0);
    longest.max(2) + 1
}

/// The address when it leads to the web and can stand in angle brackets.
pub(super) fn web_address(url: &str) -> Option<&str> {
    let plain = !url.contains(|character: char| {
        character.is_whitespace() || character.is_control() || "<>`\"\\".contains(character)
    });
    let web = ["https://", "http://", "mailto:"]
        .iter()
        .any(|scheme| url.starts_with(scheme));
    (plain && web).then_some(url)
}

fn rewrite(read: Vec<Event<'_>>) -> Vec<Event<'_>> {
    let mut events = Vec::new();
    // Of links and images that lead nowhere the text stays; this says which ends to leave out.
    let mut kept: Vec<bool> = Vec::new();
    let mut in_link = 0_usize;
    let mut in_code = false;
    for event in read {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                in_code = true;
                events.push(Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(
                    language(&kind).into(),
                ))));
            }
            Event::End(TagEnd::CodeBlock) => {
                in_code = false;
                events.push(Event::End(TagEnd::CodeBlock));
            }
            // How the document breaks its lines means nothing, and is to change nothing.
            Event::SoftBreak => events.push(Event::Text(" ".into())),
            Event::Start(Tag::Heading { level, .. }) => events.push(Event::Start(Tag::Heading {
                level: demoted(level),
                id: None,
                classes: Vec::new(),
                attrs: Vec::new(),
            })),
            Event::End(TagEnd::Heading(level)) => {
                events.push(Event::End(TagEnd::Heading(demoted(level))))
            }
            Event::Start(Tag::Link {
                link_type,
                dest_url,
                title,
                ..
            }) => {
                let keep = in_link == 0 && web_address(&dest_url).is_some();
                kept.push(keep);
                if keep {
                    in_link += 1;
                    let link_type = if link_type == LinkType::Autolink {
                        link_type
                    } else {
                        LinkType::Inline
                    };
                    events.push(Event::Start(Tag::Link {
                        link_type,
                        dest_url,
                        title,
                        id: "".into(),
                    }));
                }
            }
            Event::End(TagEnd::Link) => {
                if kept.pop() == Some(true) {
                    in_link -= 1;
                    events.push(Event::End(TagEnd::Link));
                }
            }
            Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => {}
            Event::Start(Tag::HtmlBlock) => events.push(Event::Start(Tag::Paragraph)),
            Event::End(TagEnd::HtmlBlock) => events.push(Event::End(TagEnd::Paragraph)),
            Event::Html(html) | Event::InlineHtml(html) => {
                push_text(&mut events, html.trim_end(), in_link > 0)
            }
            Event::Text(text) if in_code => events.push(Event::Text(text)),
            Event::Text(text) => push_text(&mut events, &text, in_link > 0),
            other => events.push(other),
        }
    }
    events
}

/// `json` and its like are only coloured; what rustdoc does not know or would compile is text.
fn language(kind: &CodeBlockKind<'_>) -> &'static str {
    let CodeBlockKind::Fenced(info) = kind else {
        return "text";
    };
    match info.split([' ', ',']).next().unwrap_or_default() {
        "json" => "json",
        "yaml" | "yml" => "yaml",
        "xml" => "xml",
        "http" => "http",
        "sh" | "bash" | "shell" | "curl" => "sh",
        _ => "text",
    }
}

fn demoted(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 => HeadingLevel::H4,
        HeadingLevel::H2 => HeadingLevel::H5,
        _ => HeadingLevel::H6,
    }
}

/// Text, with bare addresses as links.
fn push_text<'t>(events: &mut Vec<Event<'t>>, text: &str, in_link: bool) {
    let mut rest = text;
    while let Some(start) = address_in(rest) {
        let (before, address) = rest.split_at_checked(start).unwrap_or((rest, ""));
        let end = address
            .find(|character: char| {
                character.is_whitespace() || "<>()[]{}\"'`|\\^".contains(character)
            })
            .unwrap_or(address.len());
        let end = address.get(..end).map_or(end, |url| {
            url.trim_end_matches(['.', ',', ';', ':', '!', '?', '*', '_'])
                .len()
        });
        let (url, after) = address.split_at_checked(end).unwrap_or((address, ""));
        push_plain(events, before);
        if in_link || web_address(url).is_none() || url.len() < "http://a".len() {
            push_plain(events, url);
        } else {
            let dest_url = url.to_owned().into();
            let link = Tag::Link {
                link_type: LinkType::Autolink,
                dest_url,
                title: "".into(),
                id: "".into(),
            };
            events.push(Event::Start(link));
            push_plain(events, url);
            events.push(Event::End(TagEnd::Link));
        }
        rest = after;
    }
    push_plain(events, rest);
}

/// Where the next address starts.
fn address_in(text: &str) -> Option<usize> {
    text.match_indices("http")
        .map(|(start, _)| start)
        .find(|start| {
            text.get(*start..).is_some_and(|address| {
                ["https://", "http://"]
                    .iter()
                    .any(|scheme| address.starts_with(scheme))
            })
        })
}

fn push_plain<'t>(events: &mut Vec<Event<'t>>, text: &str) {
    if !text.is_empty() {
        events.push(Event::Text(text.to_owned().into()));
    }
}

#[cfg(test)]
mod tests;
