//! Which schemas are files: those of the bytes in a multipart body.

use std::collections::BTreeSet;

use crate::document::{JsonKind, Keywords, SchemaId};

use super::content::{self, Kind};
use super::context::Lowering;

/// Finds the schemas whose values travel as files, wherever they are used besides.
pub(super) fn find(lowering: &mut Lowering<'_>) {
    let document = lowering.document;
    let contents = document
        .operations()
        .filter_map(|operation| operation.body.as_ref())
        .flat_map(|body| &body.content)
        .filter(|content| content::kind(&content.name) == Kind::Multipart);
    for content in contents {
        let mut seen = BTreeSet::new();
        let mut open: Vec<SchemaId> = content.schema.into_iter().collect();
        while let Some(id) = open.pop() {
            let Some(schema) = lowering.keywords(id).filter(|_| seen.insert(id)) else {
                continue;
            };
            open.extend(parts(schema));
            for (name, property) in &schema.properties {
                let encoding = content.encodings.iter().find(|known| known.name == *name);
                let media_type = encoding.and_then(|encoding| encoding.content_type.as_deref());
                let files = of_property(lowering, *property, media_type);
                lowering.files.extend(files);
            }
            if let Some(rest) = schema.additional {
                let files = of_property(lowering, rest, None);
                lowering.files.extend(files);
            }
        }
    }
}

/// What a schema is made of at the same place.
fn parts(schema: &Keywords) -> impl Iterator<Item = SchemaId> {
    let all = schema.reference.iter().chain(&schema.all_of);
    all.chain(&schema.any_of).chain(&schema.one_of).copied()
}

/// The files of a property: itself, its items, its branches.
fn of_property(
    lowering: &Lowering<'_>,
    id: SchemaId,
    media_type: Option<&str>,
) -> BTreeSet<SchemaId> {
    let mut files = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let mut open = vec![id];
    while let Some(id) = open.pop() {
        let Some(schema) = lowering.keywords(id).filter(|_| seen.insert(id)) else {
            continue;
        };
        if is_file(schema, media_type) {
            files.insert(id);
        }
        open.extend(parts(schema).chain(schema.items));
    }
    files
}

/// Whether a schema speaks of bytes as they are: `format: binary` (OpenAPI 3.0), no
/// `contentEncoding` and a media type that is not text (OpenAPI 3.1.1, section 4.8.14.2).
fn is_file(schema: &Keywords, media_type: Option<&str>) -> bool {
    let is_text = schema.types.contains(&JsonKind::String);
    let is_open = schema.types.is_empty()
        && parts(schema).next().is_none()
        && schema.properties.is_empty()
        && schema.items.is_none();
    if schema.content_encoding.is_some()
        || schema.values.is_some()
        || schema.constant.is_some()
        || !(is_text || is_open)
    {
        return false;
    }
    let of_bytes = |media_type: &str| {
        let mut kinds = media_type.split(',').map(content::kind);
        kinds.any(|kind| matches!(kind, Kind::Bytes | Kind::Any))
    };
    let named = schema.content_media_type.as_deref().or(media_type);
    schema.format.as_deref() == Some("binary") || named.is_some_and(of_bytes)
}
