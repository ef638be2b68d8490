//! Whether a text is of a format, in the form that every reader takes.

/// RFC 9562, with its hyphens.
pub(super) fn is_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && text
            .bytes()
            .all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}

/// RFC 3339, `date-time`.
pub(super) fn is_date_time(text: &str) -> bool {
    text.split_once('T').is_some_and(|(date, time)| {
        is_date(date) && is_time(time) && time.contains(['Z', '+', '-'])
    })
}

/// RFC 3339, `full-date`.
pub(super) fn is_date(text: &str) -> bool {
    let mut parts = text.split('-');
    let (Some(year), Some(month), Some(day), None) = (
        number(parts.next(), 4),
        number(parts.next(), 2),
        number(parts.next(), 2),
        parts.next(),
    ) else {
        return false;
    };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

/// RFC 3339, `partial-time`, with an offset or without.
pub(super) fn is_time(text: &str) -> bool {
    let (time, offset) = match text.find(['Z', '+', '-']) {
        Some(at) => text.split_at_checked(at).unwrap_or((text, "")),
        None => (text, ""),
    };
    let has_offset = match offset.strip_prefix(['+', '-']) {
        Some(offset) => clock(offset, 2).is_some(),
        None => matches!(offset, "" | "Z"),
    };
    let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let has_fraction =
        (1..=9).contains(&fraction.len()) && fraction.bytes().all(|byte| byte.is_ascii_digit());
    has_offset && has_fraction && clock(time, 3).is_some()
}

/// Hours, minutes and, where there are three parts, seconds.
fn clock(text: &str, parts: usize) -> Option<()> {
    let given: Vec<&str> = text.split(':').collect();
    let limits = [23, 59, 59];
    let fits = given.len() == parts
        && given
            .iter()
            .zip(limits)
            .all(|(part, most)| number(Some(part), 2).is_some_and(|number| number <= most));
    fits.then_some(())
}

fn number(text: Option<&str>, digits: usize) -> Option<u32> {
    let text =
        text.filter(|text| text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit()))?;
    text.parse().ok()
}

/// RFC 4648, section 4, with its padding and without bits that say nothing.
pub(super) fn is_base64(text: &str) -> bool {
    let data = text.trim_end_matches('=');
    let value = |byte: u8| match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let unused = match text.len() - data.len() {
        0 => 0,
        1 => 0b11,
        2 => 0b1111,
        _ => return false,
    };
    let last = data.bytes().last().and_then(value).unwrap_or_default();
    text.len().is_multiple_of(4)
        && data.bytes().all(|byte| value(byte).is_some())
        && last & unused == 0
}

/// Digits with a point or without, as many as the decimals of every crate hold.
pub(super) fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (integer, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_digits(integer) && is_digits(fraction) && integer.len() + fraction.len() <= 28
}

/// An absolute URL of the web, whose host is a name of letters, digits and hyphens.
pub(super) fn is_url(text: &str) -> bool {
    let rest = text.strip_prefix("https://");
    let Some(rest) = rest.or_else(|| text.strip_prefix("http://")) else {
        return false;
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-.".contains(letter);
    text.bytes().all(|byte| byte.is_ascii_graphic())
        && host.starts_with(|letter: char| letter.is_ascii_alphanumeric())
        // A number at the end would make an address of it.
        && host.ends_with(|letter: char| letter.is_ascii_alphabetic())
        && host.chars().all(is_plain)
        && !host.contains("xn--")
        && !host.contains("..")
}
