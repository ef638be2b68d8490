//! From a span back to what stands there: its end in lines and columns, and its JSON Pointer.

use super::{Node, Source, Span, location, pointer};

impl Source {
    /// The line and the column, in characters, both from 1, after the last character of a place.
    /// Space and line breaks at the end do not count.
    pub fn end_line_column(&self, span: Span) -> (usize, usize) {
        let end = self.end(span);
        self.file(span).map_or((1, 1), |file| file.line_column(end))
    }

    /// The offset of the byte after the last one of a place that is no space.
    pub fn end(&self, span: Span) -> usize {
        span.range().start + self.text(span).trim_end().len()
    }

    /// The innermost value or key that holds a place, as a JSON Pointer, behind the name of the file
    /// where that is not the root (`schemas/pet.yaml#/Pet`). `None` for a place that is not in the
    /// document, such as one of its configuration.
    pub fn pointer_at(&self, span: Span) -> Option<String> {
        let own = self.parts().find(|part| part.root.span.file == span.file);
        let root = own.map(|part| (location::root_pointer(&part.name), &part.root));
        let (mut pointer, mut node) = root.or_else(|| self.brought_in(span))?;
        while let Some((step, value)) = towards(node, span) {
            pointer = pointer::push(&pointer, &step);
            node = value;
        }
        Some(pointer)
    }

    /// The outermost value from another file, such as an overlay, that holds a place.
    fn brought_in(&self, span: Span) -> Option<(String, &Node)> {
        let mut open: Vec<(String, &Node)> = self
            .parts()
            .map(|part| (location::root_pointer(&part.name), &part.root))
            .collect();
        while let Some((pointer, node)) = open.pop() {
            if let Some((step, value)) = towards(node, span) {
                return Some((pointer::push(&pointer, &step), value));
            }
            let entries = node.as_mapping().into_iter().flatten();
            open.extend(entries.map(|(key, entry)| (pointer::push(&pointer, key), &entry.value)));
            let items = node.as_sequence().into_iter().flatten().enumerate();
            open.extend(
                items.map(|(index, item)| (pointer::push(&pointer, &index.to_string()), item)),
            );
        }
        None
    }
}

/// The step to the entry of a mapping or the member of a list that holds a place.
fn towards(node: &Node, span: Span) -> Option<(String, &Node)> {
    // What an alias repeats stands where its anchor is.
    let holds =
        |outer: Span| outer.file == span.file && outer.start <= span.start && span.end <= outer.end;
    let mut entries = node.as_mapping().into_iter().flatten();
    if let Some((key, entry)) =
        entries.find(|(_, entry)| holds(entry.key) || holds(entry.value.span))
    {
        return Some((key.to_string(), &entry.value));
    }
    let mut items = node.as_sequence().into_iter().flatten().enumerate();
    let (index, item) = items.find(|(_, item)| holds(item.span))?;
    Some((index.to_string(), item))
}
