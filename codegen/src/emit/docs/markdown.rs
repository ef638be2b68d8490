//! Somebody's Markdown as Markdown that is safe in documentation comments.
//!
//! The text is parsed as rustdoc parses it and written again from its events: code blocks are marked
//! so that none is a doctest, HTML becomes text, links lead to the web or nowhere, brackets that are
//! no links are escaped, headings stand below those of rustdoc's own sections.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};

/// What rustdoc reads beyond CommonMark, as far as it is kept.
const EXTENSIONS: Options = Options::ENABLE_TABLES.union(Options::ENABLE_STRIKETHROUGH);

/// Makes the text safe.
pub(super) fn sanitize(text: &str) -> String {
    if is_plain(text) {
        return text.trim().to_owned();
    }
    let mut clean: String = text
        .replace("\r\n", "\n")
        .replace('\r', "\n")
        .chars()
        .flat_map(visible)
        .collect();
    clean.truncate(clean.trim_end().len());
    clean.push('\n');
    let events = rewrite(Parser::new_ext(clean.trim_start_matches('\n'), EXTENSIONS));
    let mut safe = String::with_capacity(clean.len());
    let options = pulldown_cmark_to_cmark::Options {
        code_block_token_count: 3,
        ..pulldown_cmark_to_cmark::Options::default()
    };
    match pulldown_cmark_to_cmark::cmark_with_options(events.iter(), &mut safe, EXTENSIONS, options)
    {
        Ok(_) => safe.trim().to_owned(),
        // A text that cannot be written again is shown as it is, as code.
        Err(_) => format!("{fence}text\n{clean}\n{fence}", fence = fence_for(&clean)),
    }
}

/// Whether the text is one line of words, as most are, in which nothing could be Markdown.
fn is_plain(text: &str) -> bool {
    let word = |byte: u8| byte.is_ascii_alphanumeric() || b" ,.;'()/\"?".contains(&byte);
    text.trim()
        .starts_with(|first: char| first.is_ascii_alphabetic())
        && text.trim().bytes().all(word)
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

fn rewrite<'t>(parser: Parser<'t>) -> Vec<Event<'t>> {
    let mut events = Vec::new();
    // Of links and images that lead nowhere the text stays; this says which ends to leave out.
    let mut kept: Vec<bool> = Vec::new();
    let mut in_link = 0_usize;
    let mut in_code = false;
    for event in parser {
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
    while let Some(start) = ["https://", "http://"]
        .iter()
        .filter_map(|scheme| rest.find(scheme))
        .min()
    {
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

fn push_plain<'t>(events: &mut Vec<Event<'t>>, text: &str) {
    if !text.is_empty() {
        events.push(Event::Text(text.to_owned().into()));
    }
}

#[cfg(test)]
mod tests;
