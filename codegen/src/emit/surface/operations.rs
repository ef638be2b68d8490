//! The public items of an operation.

use std::collections::BTreeSet;

use super::{OperationPaths, Writer, operation_paths, signature};
use crate::emit::{answers, operations};
use crate::ir::{Operation, Payload};
use crate::names::OperationNames;

impl Writer<'_> {
    /// An operation: its method, its types, its parameters, and its mock.
    pub(super) fn operation(&mut self, operation: &Operation, names: &OperationNames) {
        let context = self.context;
        let group = operation.group;
        let group = group.and_then(|index| context.names.groups.get(index));
        let features: BTreeSet<String> = group
            .filter(|_| context.has_features())
            .map(|group| group.feature.clone())
            .into_iter()
            .collect();
        let features = &features;
        let paths = operation_paths(context.api, context.names, context.config, operation, names);
        self.add(features, paths.marker.clone(), "operation");
        let mut arguments = Vec::new();
        let parameters = operation.parameters.iter().zip(&names.parameters);
        for ((parameter, name), matcher) in parameters.zip(&names.matchers) {
            let text = signature(&self.argument(&parameter.ty));
            self.add(
                features,
                format!("{}::{matcher}()", paths.mocked),
                text.clone(),
            );
            match parameter.required {
                true => arguments.push(text),
                false => self.add(features, format!("{}::{name}()", paths.call), text),
            }
        }
        if let Some(body) = &operation.body {
            let text = signature(&operations::body::argument(context, names, body));
            let text = text.replace(
                &format!("<{}>", names.content),
                &format!("<{}>", paths.content),
            );
            let matcher = format!("{}::{}()", paths.mocked, names.body_matcher);
            self.add(features, matcher, text.clone());
            match body.required {
                true => arguments.push(text),
                false => self.add(features, format!("{}::{}()", paths.call, names.body), text),
            }
            if body.contents.len() > 1 {
                self.add(features, paths.content.clone(), "enum");
                for (content, variant) in body.contents.iter().zip(&names.contents) {
                    let text = signature(&operations::held(context, &content.payload));
                    self.add(features, format!("{}::{variant}", paths.content), text);
                }
                for ty in operations::body::convertible(context, body) {
                    let ty = signature(&ty);
                    self.add(features, format!("{}: From<{ty}>", paths.content), "");
                }
            }
        }
        self.add(
            features,
            format!("{}()", paths.method),
            arguments.join(", "),
        );
        self.add(features, format!("{}()", paths.mock), paths.mocked.clone());
        self.answers(operation, names, &paths, features);
        if !operation.headers.is_empty() {
            self.add(features, paths.headers.clone(), "struct");
        }
        for (header, name) in operation.headers.iter().zip(&names.headers) {
            let text = format!("Option<{}>", self.items.use_of(&header.ty));
            self.add(features, format!("{}::{name}", paths.headers), text);
        }
        if let Some(pagination) = &operation.pagination {
            let text = self.items.use_of(&pagination.item);
            self.add(features, format!("{}: Paged", paths.marker), text);
        }
    }

    fn answers(
        &mut self,
        operation: &Operation,
        names: &OperationNames,
        paths: &OperationPaths,
        features: &BTreeSet<String>,
    ) {
        let context = self.context;
        let sorted = answers::sort(operation, names);
        let several = sorted.definition(context, names);
        let output = match several {
            Some(_) => paths.output.clone(),
            None => signature(&sorted.output(context, names)),
        };
        self.add(features, format!("{}: Output", paths.marker), output);
        let error = match sorted.has_errors() {
            true => paths.error.clone(),
            false => "Infallible".to_owned(),
        };
        self.add(features, format!("{}: Error", paths.marker), error);
        if several.is_some() {
            self.add(features, paths.output.clone(), "enum");
        }
        if sorted.has_errors() {
            self.add(features, paths.error.clone(), "enum");
        }
        let mut is_read_once = false;
        for answer in &operation.answers {
            for (owner, variant, payload) in sorted.items(answer, names) {
                let is_output = *owner == names.output;
                is_read_once |= is_output && matches!(payload, Some(Payload::Items(..)));
                let Some(variant) = variant else { continue };
                let owner = match is_output {
                    true => &paths.output,
                    false => &paths.error,
                };
                let text = payload.map(|payload| answers::payload_type(context, Some(payload)));
                let text = text.map_or_else(String::new, |text| signature(&text));
                self.add(features, format!("{owner}::{variant}"), text);
            }
        }
        if several.is_some() && !is_read_once {
            self.add(features, format!("{}: Clone", paths.output), "");
        }
    }
}
