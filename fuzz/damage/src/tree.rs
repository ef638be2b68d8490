use wiregen::source::{Node, ScalarType, Source, Value};

/// A document without places, in which anything may stand anywhere and a key may stand twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tree {
    /// `null`, a boolean or a number, as written.
    Plain(String),
    /// A string.
    Text(String),
    /// A list.
    List(Vec<Tree>),
    /// Keys and values.
    Map(Vec<(String, Tree)>),
}

impl Tree {
    /// Reads a document, or a part of one.
    ///
    /// # Panics
    /// It is neither YAML nor JSON.
    pub fn read(text: &str) -> Self {
        Self::try_read(text).unwrap_or_else(|| panic!("a seed must be sound: {text}"))
    }

    /// Reads a document; none where it is neither YAML nor JSON.
    pub fn try_read(text: &str) -> Option<Self> {
        let source = Source::from_text("seed.yaml", text.to_owned());
        source
            .findings()
            .is_empty()
            .then(|| Self::of(source.root()))
    }

    fn of(node: &Node) -> Self {
        match &node.value {
            Value::Sequence(items) => Self::List(items.iter().map(Self::of).collect()),
            Value::Mapping(entries) => Self::Map(
                entries
                    .iter()
                    .map(|(key, entry)| (key.to_string(), Self::of(&entry.value)))
                    .collect(),
            ),
            Value::Scalar(scalar) => match scalar.scalar_type() {
                ScalarType::Null => Self::null(),
                ScalarType::Bool(value) => Self::Plain(value.to_string()),
                ScalarType::Number(text) if text.parse::<f64>().is_ok() && is_json(text) => {
                    Self::Plain(text.to_owned())
                }
                ScalarType::Number(text) | ScalarType::String(text) => Self::Text(text.to_owned()),
            },
        }
    }

    /// Reads a piece of a document, which may be a scalar.
    pub(crate) fn read_piece(text: &str) -> Self {
        match Self::read(&format!("[{text}]")) {
            Self::List(items) => items.into_iter().next().unwrap_or_else(Self::null),
            other => other,
        }
    }

    /// Nothing.
    pub fn null() -> Self {
        Self::Plain("null".to_owned())
    }

    /// How many nodes there are.
    pub fn size(&self) -> usize {
        1 + (0..self.children())
            .filter_map(|index| self.child(index))
            .map(Self::size)
            .sum::<usize>()
    }

    /// How many nodes stand right below.
    pub fn children(&self) -> usize {
        match self {
            Self::Plain(_) | Self::Text(_) => 0,
            Self::List(items) => items.len(),
            Self::Map(entries) => entries.len(),
        }
    }

    /// A node right below.
    pub fn child(&self, index: usize) -> Option<&Self> {
        match self {
            Self::Plain(_) | Self::Text(_) => None,
            Self::List(items) => items.get(index),
            Self::Map(entries) => entries.get(index).map(|(_, value)| value),
        }
    }

    /// A node right below, to be changed.
    pub fn child_mut(&mut self, index: usize) -> Option<&mut Self> {
        match self {
            Self::Plain(_) | Self::Text(_) => None,
            Self::List(items) => items.get_mut(index),
            Self::Map(entries) => entries.get_mut(index).map(|(_, value)| value),
        }
    }

    /// The node that a way of indexes leads to.
    pub fn at(&self, way: &[usize]) -> Option<&Self> {
        way.iter().try_fold(self, |node, index| node.child(*index))
    }

    /// The node that a way of indexes leads to, to be changed.
    pub fn at_mut(&mut self, way: &[usize]) -> Option<&mut Self> {
        way.iter()
            .try_fold(self, |node, index| node.child_mut(*index))
    }

    /// The way to the node with a number, counted from the root in the order of the text.
    pub fn way(&self, mut number: usize) -> Vec<usize> {
        let mut way = Vec::new();
        let mut node = self;
        'down: while number > 0 {
            number -= 1;
            for index in 0..node.children() {
                let Some(child) = node.child(index) else {
                    break;
                };
                let size = child.size();
                if number < size {
                    way.push(index);
                    node = child;
                    continue 'down;
                }
                number -= size;
            }
            break;
        }
        way
    }

    /// The JSON Pointer of the node that a way leads to, as a reference within the document.
    pub fn pointer(&self, way: &[usize]) -> String {
        let mut pointer = "#".to_owned();
        let mut node = self;
        for index in way {
            let step = match node {
                Self::Map(entries) => entries
                    .get(*index)
                    .map(|(key, _)| key.replace('~', "~0").replace('/', "~1")),
                _ => Some(index.to_string()),
            };
            pointer.push('/');
            pointer.push_str(&step.unwrap_or_default());
            let Some(child) = node.child(*index) else {
                break;
            };
            node = child;
        }
        pointer
    }

    /// The document as JSON.
    pub fn to_json(&self) -> String {
        let mut text = String::new();
        self.write_json(&mut text);
        text
    }

    fn write_json(&self, text: &mut String) {
        match self {
            Self::Plain(plain) => text.push_str(plain),
            Self::Text(string) => quote(text, string),
            Self::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    text.push(if index == 0 { '[' } else { ',' });
                    item.write_json(text);
                }
                text.push_str(if items.is_empty() { "[]" } else { "]" });
            }
            Self::Map(entries) => {
                for (index, (key, value)) in entries.iter().enumerate() {
                    text.push_str(if index == 0 { "{" } else { ",\n" });
                    quote(text, key);
                    text.push(':');
                    value.write_json(text);
                }
                text.push_str(if entries.is_empty() { "{}" } else { "}" });
            }
        }
    }

    /// The document as YAML in block style.
    pub fn to_yaml(&self) -> String {
        let mut text = String::new();
        self.write_yaml(&mut text, 0);
        text
    }

    fn write_yaml(&self, text: &mut String, indentation: usize) {
        let lines: Vec<(String, &Self)> = match self {
            Self::List(items) if !items.is_empty() => {
                items.iter().map(|item| ("-".to_owned(), item)).collect()
            }
            Self::Map(entries) if !entries.is_empty() => entries
                .iter()
                .map(|(key, value)| {
                    let mut head = String::new();
                    quote(&mut head, key);
                    (head + ":", value)
                })
                .collect(),
            _ => {
                text.push(' ');
                self.write_json(text);
                text.push('\n');
                return;
            }
        };
        if indentation > 0 {
            text.push('\n');
        }
        for (head, value) in lines {
            text.extend(std::iter::repeat_n(' ', indentation));
            text.push_str(&head);
            value.write_yaml(text, indentation + 1);
        }
    }
}

/// A number as JSON writes it.
fn is_json(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let mut all = digits.bytes();
    all.clone().next().is_some_and(|byte| byte.is_ascii_digit())
        && all.all(|byte| matches!(byte, b'0'..=b'9' | b'.'))
        && !digits.ends_with('.')
        && (!digits.starts_with('0') || digits == "0" || digits.starts_with("0."))
}

/// A string in double quotes, as JSON and YAML read it.
fn quote(text: &mut String, string: &str) {
    text.push('"');
    for character in string.chars() {
        match character {
            '"' | '\\' => {
                text.push('\\');
                text.push(character);
            }
            '\n' => text.push_str("\\n"),
            _ if character < ' ' || character == '\u{7F}' => {
                text.push_str(&format!("\\u{:04x}", u32::from(character)));
            }
            _ => text.push(character),
        }
    }
    text.push('"');
}
