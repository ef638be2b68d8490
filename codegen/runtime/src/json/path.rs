//! Which value of a JSON text an error is about.

use std::fmt::Write as _;

/// The way to the value at a place where reading failed, such as `data[3].call_handler`; empty when it
/// is the whole. The place is as serde_json counts: a line and the last byte in it that was read, both
/// from 1.
///
/// serde_json does not tell the way, and keeping track of it while reading makes all reading slow; so
/// it is looked for after the fact, in a text that is known to be JSON up to there.
pub(super) fn path_at(text: &[u8], line: usize, column: usize) -> String {
    let start = match line {
        0 | 1 => 0,
        _ => {
            let mut breaks = text.iter().enumerate().filter(|(_, byte)| **byte == b'\n');
            breaks.nth(line - 2).map_or(0, |(index, _)| index + 1)
        }
    };
    // Before the first byte there is nothing but the whole.
    let Some(place) = (start + column).checked_sub(1) else {
        return String::new();
    };
    let mut way: Vec<Step> = Vec::new();
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        let length = match byte {
            b'"' => 1 + super::string_length(text.get(at + 1..).unwrap_or_default()),
            b'{' | b'}' | b'[' | b']' | b',' | b':' => 1,
            byte if byte.is_ascii_whitespace() => {
                at += 1;
                continue;
            }
            _ => {
                let rest = text.get(at..).unwrap_or_default();
                let is_end = |byte: &u8| byte.is_ascii_whitespace() || b",]}:[{\"".contains(byte);
                rest.iter().position(is_end).unwrap_or(rest.len())
            }
        };
        let end = at + length;
        match byte {
            b'{' | b'[' => {
                if at > place {
                    return shown(&way);
                }
                way.push(match byte {
                    b'{' => Step::Key(None),
                    _ => Step::Index(0),
                });
            }
            b'}' | b']' => {
                way.pop();
                if at >= place {
                    return shown(&way);
                }
            }
            b',' => match way.last_mut() {
                Some(Step::Key(key)) => *key = None,
                Some(Step::Index(index)) => *index += 1,
                None => {}
            },
            b':' => {}
            _ => match way.last_mut() {
                // A key: what is wrong with it is wrong with the object.
                Some(Step::Key(key @ None)) => {
                    if end > place {
                        way.pop();
                        return shown(&way);
                    }
                    let token = text.get(at..end).unwrap_or_default();
                    *key = Some(serde_json::from_slice(token).unwrap_or_default());
                }
                _ if end > place => return shown(&way),
                _ => {}
            },
        }
        at = end;
    }
    shown(&way)
}

enum Step {
    Key(Option<String>),
    Index(usize),
}

fn shown(way: &[Step]) -> String {
    let mut path = String::new();
    for step in way {
        // Writing to a string cannot fail.
        let _ = match step {
            Step::Key(Some(key)) if path.is_empty() => write!(path, "{key}"),
            Step::Key(Some(key)) => write!(path, ".{key}"),
            Step::Key(None) => Ok(()),
            Step::Index(index) => write!(path, "[{index}]"),
        };
    }
    path
}

#[cfg(test)]
mod tests {
    use serde_json::Value;
    use serde_json::error::Category;

    use super::path_at;

    #[derive(Debug, serde::Deserialize)]
    #[allow(dead_code, reason = "it is only read")]
    struct Item {
        id: i32,
        name: Option<String>,
        list: Option<Vec<Vec<bool>>>,
        inner: Option<Box<Item>>,
    }

    fn path(text: &str) -> String {
        let error = serde_json::from_str::<Vec<Item>>(text).expect_err(text);
        assert_eq!(error.classify(), Category::Data, "{error}");
        path_at(text.as_bytes(), error.line(), error.column())
    }

    #[test]
    fn the_way_leads_to_what_is_wrong() {
        for (text, expected) in [
            (r#"[{"id":"x"}]"#, "[0].id"),
            (r#"[{"id":1}, {"id" : {}}]"#, "[1].id"),
            (r#"[{"id":[]}]"#, "[0].id"),
            (r#"[{"id":12345678901}]"#, "[0].id"),
            (r#"[{"id":1.5}]"#, "[0].id"),
            (r#"[{"id":null}]"#, "[0].id"),
            (r#"[{"id":1},{"name":"missing"}]"#, "[1]"),
            ("[{\"id\":1},\n {\"id\":\n  true}]", "[1].id"),
            (r#"[{"id":1,"list":[[true],[true,1]]}]"#, "[0].list[1][1]"),
            (r#"[{"id":1,"list":[[true],{}]}]"#, "[0].list[1]"),
            (r#"[{"id":1,"list":[[],"a,[{\"b"]}]"#, "[0].list[1]"),
            (
                r#"[{"id":1,"inner":{"id":1,"inner":{"id":"\""}}}]"#,
                "[0].inner.inner.id",
            ),
            (r#"[{"id":1,"inner":{}}]"#, "[0].inner"),
            (r#"[{"id":1,"id":2}]"#, "[0]"),
            (r#"{"id":1}"#, ""),
            ("true", ""),
            ("[7]", "[0]"),
            ("[[]]", "[0]"),
            ("[{\"id\":1,\"inner\":\n[]}]", "[0].inner"),
        ] {
            assert_eq!(path(text), expected, "{text}");
        }
    }

    #[test]
    fn another_whole_has_no_way() {
        let error =
            serde_json::from_str::<std::collections::BTreeMap<u8, u8>>("[[1]]").unwrap_err();
        assert_eq!((error.line(), error.column()), (1, 0));
        assert_eq!(path_at(b"[[1]]", 1, 0), "");
    }

    #[test]
    fn keys_are_shown_as_they_are_meant() {
        let text = "{\"a\\u0062 c\":{\"\":[1]}}";
        assert!(serde_json::from_str::<Value>(text).is_ok());
        assert_eq!(path_at(text.as_bytes(), 1, 18), "ab c.[0]");
    }
}
