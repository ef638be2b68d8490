//! Reading discriminators.

use crate::diagnostic::{Diagnostic, Severity, codes, did_you_mean};
use crate::source::{Mapping, Node, location, pointer};

use super::context::{Context, schema_at};
use super::object::{self, Object, finish, open};
use super::resolve::try_resolve;
use super::{Discriminator, SchemaId, tree};

/// `discriminator`.
pub(super) fn read<'s>(
    context: &mut Context<'s>,
    object: &mut Object<'s>,
) -> Option<Discriminator> {
    let entry = object.take("discriminator")?;
    // Before 2015, a property's name stood here alone.
    if let Some(property) = tree::string(&entry.value) {
        object::wrong_type(
            context,
            &entry.value,
            "discriminator",
            "a mapping with `propertyName`",
        );
        let at = object.at.clone();
        return Some(Discriminator {
            at,
            property: property.to_owned(),
            mapping: Vec::new(),
            default: None,
        });
    }
    let pointer = object.pointer("discriminator");
    let mut inner = open(context, &entry.value, &pointer, "Discriminator Object");
    let property = object::text(context, &mut inner, "propertyName");
    let mut mapping = Vec::new();
    for (tag, entry, _) in object::entries(context, &mut inner, "mapping") {
        if let Some(target) = mapped(context, &entry.value, &object.at.pointer) {
            mapping.push((tag.to_owned(), target));
        }
    }
    let default = inner
        .take("defaultMapping")
        .and_then(|entry| mapped(context, &entry.value, &object.at.pointer));
    finish(context, &inner);
    let Some(property) = property else {
        let message = "a discriminator needs `propertyName`; it is left out";
        let help = "name the property that tells the branches apart: `propertyName: kind`";
        object::missing(context, entry.value.span, message, help);
        return None;
    };
    Some(Discriminator {
        at: inner.at,
        property,
        mapping,
        default,
    })
}

/// A value of `mapping`: the name of a component, or a reference. One that leads nowhere says
/// nothing of the branches, which are what they are.
fn mapped<'s>(context: &mut Context<'s>, node: &'s Node, from: &str) -> Option<SchemaId> {
    let Some(target) = node.as_text() else {
        object::wrong_type(
            context,
            node,
            "mapping",
            "the name of a schema or a reference",
        );
        return None;
    };
    // Names are those of the whole document, but many write those of the same file.
    let own = location::root_pointer(&location::file_of(from));
    for root in [own.as_str(), "#"] {
        if let Some(entry) = components(context, root).and_then(|schemas| schemas.get(target)) {
            let place = pointer::push(&format!("{root}/components/schemas"), target);
            return Some(schema_at(context, &entry.value, place));
        }
    }
    if !target.contains(['#', '/', '.']) {
        let finding = Diagnostic::warning(
            codes::UNKNOWN_DISCRIMINATOR_MAPPING,
            node.span,
            format!("there is no schema `{target}` in the components; this entry is left out"),
        );
        let names = components(context, "#")
            .into_iter()
            .flat_map(|schemas| schemas.keys());
        let help =
            "name a schema below `components/schemas`, or refer to it: `#/components/schemas/Pet`";
        let help = did_you_mean(target, names.map(AsRef::as_ref), help);
        context.findings.push(finding.help(help));
        return None;
    }
    match try_resolve(context, target, from, node.span) {
        Ok((node, place)) => Some(schema_at(context, node, place)),
        Err(finding) if finding.code == codes::EXTERNAL_REFERENCE => {
            context.findings.push(*finding);
            None
        }
        Err(finding) => {
            context.findings.push(Diagnostic {
                severity: Severity::Warning,
                code: codes::UNKNOWN_DISCRIMINATOR_MAPPING,
                message: format!("{}; this entry is left out", finding.message),
                ..*finding
            });
            None
        }
    }
}

/// The named schemas of a file.
pub(super) fn components<'s>(context: &Context<'s>, root: &str) -> Option<&'s Mapping> {
    let part = context.source.part(&location::file_of(root))?;
    let components = tree::entry(&part.root, "components")?;
    let schemas = tree::entry(&components.value, "schemas")?;
    schemas.value.as_mapping()
}
