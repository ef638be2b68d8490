//! What an operation answers: the types of success and error, and how an answer is read.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{Context, docs, sizes, types};
use crate::ir::{Answer, Framing, Operation, Payload, Status, Type};
use crate::names::{Name, OperationNames, status_name};

/// One way to read an answer.
struct Case<'a> {
    answer: &'a Answer,
    variant: &'a Name,
    /// The media type, where the answer has several.
    media_type: Option<&'a str>,
    payload: Option<&'a Payload>,
}

/// The answers of an operation, sorted into successes and errors.
pub(super) struct Answers<'a> {
    successes: Vec<Case<'a>>,
    errors: Vec<Case<'a>>,
    /// `default` is also what a success holds, since no success is documented.
    default_succeeds: bool,
}

/// Sorts the answers of an operation.
pub(super) fn sort<'a>(operation: &'a Operation, names: &'a OperationNames) -> Answers<'a> {
    let documented = |class: u16| {
        operation.answers.iter().any(|answer| match answer.status {
            Status::Code(code) => code / 100 == class,
            Status::Range(digit) => digit == class,
            Status::Default => false,
        })
    };
    let success = if documented(2) { 2 } else { 3 };
    let default_succeeds = !documented(2) && !documented(3);
    let mut sorted = Answers {
        successes: Vec::new(),
        errors: Vec::new(),
        default_succeeds,
    };
    for (answer, variants) in operation.answers.iter().zip(&names.answers) {
        let succeeds = match answer.status {
            Status::Code(code) => code / 100 == success,
            Status::Range(digit) => digit == success,
            Status::Default => false,
        };
        for case in cases(answer, variants) {
            if succeeds {
                sorted.successes.push(case);
            } else {
                sorted.errors.push(case);
            }
        }
        if answer.status == Status::Default && default_succeeds {
            sorted.successes.extend(cases(answer, variants));
        }
    }
    sorted
}

fn cases<'a>(answer: &'a Answer, variants: &'a [Name]) -> Vec<Case<'a>> {
    let several = answer.contents.len() > 1;
    let contents = answer.contents.iter().map(|content| {
        let media_type = several.then_some(content.media_type.as_str());
        (media_type, Some(&content.payload))
    });
    let empty = answer.contents.is_empty().then_some((None, None));
    contents
        .chain(empty)
        .zip(variants)
        .map(|((media_type, payload), variant)| Case {
            answer,
            variant,
            media_type,
            payload,
        })
        .collect()
}

impl Answers<'_> {
    /// The type of a success.
    pub(super) fn output(&self, context: Context<'_>, names: &OperationNames) -> TokenStream {
        match self.successes.as_slice() {
            [] => quote!(()),
            [only] => payload_type(context, only.payload),
            _ => {
                let name = &names.output;
                quote!(#name)
            }
        }
    }

    /// The type of the documented errors.
    pub(super) fn error(&self, names: &OperationNames) -> TokenStream {
        if self.errors.is_empty() {
            return quote!(::std::convert::Infallible);
        }
        let name = &names.error;
        quote!(#name)
    }

    /// What an answer becomes: the type that owns it, its variant unless it is the only success, and
    /// what it holds.
    pub(super) fn items<'n>(
        &self,
        answer: &Answer,
        names: &'n OperationNames,
    ) -> Vec<(&'n Name, Option<&Name>, Option<&Payload>)> {
        let sole = self.successes.len() == 1;
        let (of_one, of_several) = ((&names.marker, true), (&names.output, false));
        let (owner, whole) = if sole { of_one } else { of_several };
        let successes = self.successes.iter().map(|case| (owner, whole, case));
        let errors = self.errors.iter().map(|case| (&names.error, false, case));
        successes
            .chain(errors)
            .filter(|(_, _, case)| case.answer.status == answer.status)
            .map(|(owner, whole, case)| (owner, (!whole).then_some(case.variant), case.payload))
            .collect()
    }

    pub(super) fn has_errors(&self) -> bool {
        !self.errors.is_empty()
    }

    /// The enums that the types need.
    pub(super) fn definitions(&self, context: Context<'_>, names: &OperationNames) -> TokenStream {
        let output = (self.successes.len() > 1).then(|| {
            let name = &names.output;
            let docs = docs::lines(&[&format!("What [`{}`] answers.", names.marker)]);
            let variants = self.successes.iter().map(|case| variant(context, case));
            let allow = allow_uneven(context, &self.successes);
            // What is read as it comes can neither be copied nor compared.
            let is_stream = |case: &Case<'_>| matches!(case.payload, Some(Payload::Items(..)));
            let derives = match self.successes.iter().any(is_stream) {
                true => quote!(Debug),
                false => quote!(Clone, Debug, PartialEq),
            };
            quote! {
                #docs
                #allow
                #[derive(#derives)]
                #[non_exhaustive]
                pub enum #name { #(#variants),* }
            }
        });
        let error = self
            .has_errors()
            .then(|| self.error_definition(context, names));
        quote!(#output #error)
    }

    fn error_definition(&self, context: Context<'_>, names: &OperationNames) -> TokenStream {
        let name = &names.error;
        let docs = docs::lines(&[&format!(
            "The errors that the document describes for [`{}`].",
            names.marker
        )]);
        let variants = self.errors.iter().map(|case| {
            let status = status_text(case.answer.status);
            let text = docs::sanitized(&about(case));
            // The macro writes the status itself before what is a line.
            match text.strip_prefix(&format!("{}: ", docs::code(&status))) {
                Some(about) if !about.contains('\n') => {
                    let (variant, held) = (case.variant, held(context, case));
                    quote!(#variant #held = #status: #about,)
                }
                _ => {
                    let variant = variant(context, case);
                    quote!(#variant = #status,)
                }
            }
        });
        let allow = allow_uneven(context, &self.errors);
        quote! {
            crate::runtime::errors! {
                #docs
                #allow
                pub enum #name { #(#variants)* }
            }
        }
    }

    /// What the answer of each status is.
    pub(super) fn read(
        &self,
        context: Context<'_>,
        operation: &Operation,
        names: &OperationNames,
    ) -> TokenStream {
        let output = (self.successes.len() > 1).then_some(&names.output);
        let mut arms = Vec::new();
        if self.successes.is_empty() {
            // Of a success the document says nothing, so it holds nothing.
            arms.push(quote!(200..=299 => Output(),));
        }
        for answer in &operation.answers {
            let Some(pattern) = pattern(operation, answer.status) else {
                continue;
            };
            let successes = values(
                context,
                &self.successes,
                answer.status,
                &quote!(Output),
                output,
            );
            let errors = values(
                context,
                &self.errors,
                answer.status,
                &quote!(Error),
                Some(&names.error),
            );
            if answer.status != Status::Default {
                arms.extend(media_arms(&pattern, successes));
                arms.extend(media_arms(&pattern, errors));
            } else if self.default_succeeds {
                arms.extend(media_arms(&quote!(200..=299), successes));
                arms.extend(media_arms(&pattern, errors));
            } else {
                // An undocumented success is no error, whatever `default` says.
                let range = Status::Range(2);
                if !operation
                    .answers
                    .iter()
                    .any(|answer| answer.status == range)
                    && !self.successes.is_empty()
                {
                    let successes = self::pattern(operation, range);
                    arms.extend(successes.map(|pattern| quote!(#pattern => Undocumented(),)));
                }
                arms.extend(media_arms(&pattern, errors));
            }
        }
        let covered = operation
            .answers
            .iter()
            .any(|answer| answer.status == Status::Default);
        if !covered {
            arms.push(quote!(_ => Undocumented(),));
        }
        quote!(#(#arms)*)
    }
}

/// What the cases of one status become, by media type.
fn values<'a>(
    context: Context<'_>,
    cases: &[Case<'a>],
    status: Status,
    outcome: &TokenStream,
    name: Option<&Name>,
) -> Vec<(Option<&'a str>, TokenStream)> {
    let cases = cases.iter().filter(|case| case.answer.status == status);
    cases
        .map(|case| (case.media_type, value(context, case, outcome, name)))
        .collect()
}

/// The arms of one status: the last media type also takes an answer that does not say what it is.
fn media_arms(
    pattern: &TokenStream,
    values: Vec<(Option<&str>, TokenStream)>,
) -> impl Iterator<Item = TokenStream> {
    let last = values.len().saturating_sub(1);
    values
        .into_iter()
        .enumerate()
        .map(move |(index, (media_type, value))| {
            let media = media_type
                .filter(|_| index < last)
                .map(|media| quote!(if #media));
            quote!(#pattern #media => #value,)
        })
}

/// What matches a status; `None` for a range of which every status is documented by itself.
fn pattern(operation: &Operation, status: Status) -> Option<TokenStream> {
    match status {
        Status::Code(code) => {
            let code = Literal::u16_unsuffixed(code);
            Some(quote!(#code))
        }
        Status::Range(digit) => {
            // Clippy warns of a range whose end another arm takes as well.
            let documented = |code: &u16| {
                let mut answers = operation.answers.iter();
                answers.any(|answer| answer.status == Status::Code(*code))
            };
            let range = digit * 100..=digit * 100 + 99;
            let first = range.clone().find(|code| !documented(code))?;
            let last = range.rev().find(|code| !documented(code))?;
            let (first, last) = (
                Literal::u16_unsuffixed(first),
                Literal::u16_unsuffixed(last),
            );
            Some(quote!(#first..=#last))
        }
        Status::Default => Some(quote!(_)),
    }
}

/// What an answer becomes: the payload itself, or a variant of the enum that is named.
fn value(
    context: Context<'_>,
    case: &Case<'_>,
    outcome: &TokenStream,
    name: Option<&Name>,
) -> TokenStream {
    let how = case.payload.map(|payload| match payload {
        Payload::Json(_) | Payload::Form(..) | Payload::Multipart(..) => quote!(json),
        Payload::Items(Framing::Events, ty) if *context.resolved(ty) == Type::String => {
            quote!(text_events)
        }
        Payload::Items(Framing::Events, _) => quote!(events),
        Payload::Items(Framing::WholeEvents, _) => quote!(whole_events),
        Payload::Items(Framing::Lines, _) => quote!(lines),
        Payload::Items(Framing::Sequence, _) => quote!(sequence),
        Payload::Text => quote!(text),
        Payload::Bytes => quote!(bytes),
    });
    let variant = case.variant;
    let variant = name.map(|name| quote!(as #name::#variant));
    quote!(#outcome(#how #variant))
}

/// The variant of an answer with its documentation.
fn variant(context: Context<'_>, case: &Case<'_>) -> TokenStream {
    let (variant, held) = (case.variant, held(context, case));
    let docs = docs::text(&about(case));
    quote!(#docs #variant #held)
}

/// What the document says of an answer, after its status.
fn about(case: &Case<'_>) -> String {
    let status = docs::code(&status_text(case.answer.status));
    let mut text = format!("{status}: {}", case.answer.description);
    if let Some(media_type) = case.media_type {
        text.push_str(&format!("\n\nAs {}.", docs::code(media_type)));
    }
    text
}

/// The type that the variant of an answer holds.
fn held(context: Context<'_>, case: &Case<'_>) -> Option<TokenStream> {
    case.payload.map(|_| {
        let ty = payload_type(context, case.payload);
        quote!((#ty))
    })
}

fn allow_uneven(context: Context<'_>, cases: &[Case<'_>]) -> Option<TokenStream> {
    let held = cases.iter().map(|case| match case.payload {
        Some(Payload::Json(ty) | Payload::Form(ty, _) | Payload::Multipart(ty, _)) => Some(ty),
        // Text, bytes and streams are smaller than what clippy minds.
        Some(Payload::Text | Payload::Bytes | Payload::Items(..)) | None => None,
    });
    sizes::allow_uneven(context, held)
}

/// The type of what an answer or a body holds.
pub(super) fn payload_type(context: Context<'_>, payload: Option<&Payload>) -> TokenStream {
    match payload {
        None => quote!(()),
        Some(Payload::Json(ty) | Payload::Form(ty, _) | Payload::Multipart(ty, _)) => {
            types::path(context, ty)
        }
        Some(Payload::Items(Framing::Events, ty)) => {
            let ty = types::path(context, ty);
            quote!(crate::ItemStream<crate::Event<#ty>>)
        }
        Some(Payload::Items(_, ty)) => {
            let ty = types::path(context, ty);
            quote!(crate::ItemStream<#ty>)
        }
        Some(Payload::Text) => quote!(String),
        Some(Payload::Bytes) => quote!(::bytes::Bytes),
    }
}

/// `404 Not Found`, `4XX`, `default`.
pub(super) fn status_text(status: Status) -> String {
    match status {
        Status::Code(code) => {
            let name = status_name(status);
            if name == format!("Status{code}") {
                code.to_string()
            } else {
                format!("{code} {name}")
            }
        }
        Status::Range(digit) => format!("{digit}XX"),
        Status::Default => "another status".to_owned(),
    }
}
