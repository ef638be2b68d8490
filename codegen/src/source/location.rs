//! Names of files and other resources, and how a reference is read beside one (RFC 3986, section 5).
//!
//! A file is named by its path from the folder of the root document, with `/` between the parts:
//! `schemas/pet.yaml`, `../shared.yaml`. The root document's own name is empty. What has a URL is
//! named by that.

use super::pointer;

/// What a reference means that stands in the resource `base`, percent-encoding resolved. The
/// reference has no fragment.
pub(crate) fn join(base: &str, reference: &str) -> String {
    let reference = pointer::percent_decoded(reference);
    let (scheme, path) = split(&reference);
    if !scheme.is_empty() {
        return format!("{scheme}{}", without_dots(path));
    }
    let (scheme, path) = split(base);
    if let Some(rest) = reference.strip_prefix("//") {
        let protocol = scheme.split_once("//").map_or("https:", |(head, _)| head);
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        return format!("{protocol}//{host}/{}", without_dots(path));
    }
    if reference.starts_with('/') {
        return format!("{scheme}{}", without_dots(&reference));
    }
    let folder = path.rfind('/').and_then(|end| path.get(..=end));
    let folder = folder.unwrap_or(if scheme.is_empty() { "" } else { "/" });
    format!("{scheme}{}", without_dots(&format!("{folder}{reference}")))
}

/// Whether it is a URL or another name with a scheme, not a path.
pub(crate) fn has_scheme(name: &str) -> bool {
    !split(name).0.is_empty()
}

/// The folder of a resource, with the final slash.
pub(super) fn folder(name: &str) -> &str {
    name.rfind('/')
        .and_then(|end| name.get(..=end))
        .unwrap_or_default()
}

/// The pointer to the root of a file.
pub(crate) fn root_pointer(name: &str) -> String {
    format!("{}#", name.replace('%', "%25").replace('#', "%23"))
}

/// The file that a pointer of ours leads into.
pub(crate) fn file_of(pointer: &str) -> String {
    let name = pointer.split_once('#').map_or("", |(name, _)| name);
    pointer::percent_decoded(name).into_owned()
}

/// A word for the file that a pointer leads into: its name without folders and extension, or, where
/// the pointer means all of it, its folder's; `None` for the root document.
pub(crate) fn origin(pointer: &str) -> Option<String> {
    let (_, inner) = pointer.split_once('#')?;
    let name = file_of(pointer);
    if name.is_empty() {
        return None;
    }
    let mut parts = name.rsplit('/').map(stem);
    let stem = parts.next()?;
    let folder = parts.next().filter(|_| inner.is_empty());
    Some(folder.unwrap_or(stem).to_owned())
}

/// A file's name without folders and extension; where it says nothing, its folder's.
pub(crate) fn title(pointer: &str) -> String {
    let name = file_of(pointer);
    let mut parts = name.rsplit('/').map(stem);
    let stem = parts.next().unwrap_or_default();
    let folder = parts
        .next()
        .filter(|_| matches!(stem, "index" | "schema" | "_index"));
    folder.unwrap_or(stem).to_owned()
}

fn stem(part: &str) -> &str {
    match part.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => part,
    }
}

/// The scheme with the host, and the path. A single letter before a colon is a drive of Windows.
fn split(name: &str) -> (&str, &str) {
    let scheme = name.find(':').filter(|end| {
        let letters = name.get(..*end).unwrap_or_default();
        letters.len() > 1
            && letters.starts_with(|letter: char| letter.is_ascii_alphabetic())
            && letters
                .chars()
                .all(|letter| letter.is_ascii_alphanumeric() || "+-.".contains(letter))
    });
    let Some(end) = scheme else {
        return ("", name);
    };
    let rest = name.get(end + 1..).unwrap_or_default();
    let path = match rest.strip_prefix("//") {
        Some(after) => after.find('/').map_or(name.len(), |host| end + 3 + host),
        // `urn:` and the like have no folders.
        None => name.len(),
    };
    name.split_at_checked(path).unwrap_or((name, ""))
}

/// A path without `.` and `..`; those that leave the folder where the path begins stay in front.
fn without_dots(path: &str) -> String {
    let absolute = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "." | "" => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            ".." if absolute => {}
            other => parts.push(other),
        }
    }
    let joined = parts.join("/");
    // `http://example.com/nested/` is not the same name as without the slash.
    let end = if path.ends_with('/') && !joined.is_empty() {
        "/"
    } else {
        ""
    };
    let start = if absolute { "/" } else { "" };
    format!("{start}{joined}{end}")
}
