//! What an operation answers: the types of success and error, and how an answer is read.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens as _, quote};

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
    /// The media type of what it holds.
    sent_as: &'a str,
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
        (
            media_type,
            Some(&content.payload),
            content.media_type.as_str(),
        )
    });
    let empty = answer.contents.is_empty().then_some((None, None, ""));
    contents
        .chain(empty)
        .zip(variants)
        .map(|((media_type, payload, sent_as), variant)| Case {
            answer,
            variant,
            media_type,
            payload,
            sent_as,
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

    /// The enum of the successes, where there are several.
    pub(super) fn definition(
        &self,
        context: Context<'_>,
        names: &OperationNames,
    ) -> Option<TokenStream> {
        if self.successes.len() < 2 {
            return None;
        }
        let name = &names.output;
        let docs = docs::lines(&[&format!("What [`{0}`](enum@{0}) answers.", names.marker)]);
        let variants = self.successes.iter().map(|case| {
            let (docs, variant, held) = (
                docs::trusted(&about(case)),
                case.variant,
                held(context, case),
            );
            quote!(#docs #variant #held)
        });
        let allow = allow_uneven(context, &self.successes);
        // What is read as it comes can neither be copied nor compared.
        let is_stream = |case: &Case<'_>| matches!(case.payload, Some(Payload::Items(..)));
        let derives = match self.successes.iter().any(is_stream) {
            true => quote!(Debug),
            false => quote!(Clone, Debug, PartialEq),
        };
        Some(quote! {
            #docs
            #allow
            #[derive(#derives)]
            #[non_exhaustive]
            pub enum #name { #(#variants),* }
        })
    }

    /// What the answer of each status is that is no error.
    pub(super) fn outcomes(
        &self,
        context: Context<'_>,
        operation: &Operation,
        names: &OperationNames,
    ) -> TokenStream {
        let success = quote!(200..=299);
        let mut arms = Vec::new();
        if self.successes.is_empty() {
            // Of a success the document says nothing, so it holds nothing.
            arms.push(quote!(#success => Output(),));
        }
        for (index, case) in self.successes.iter().enumerate() {
            let pattern = match case.answer.status {
                Status::Default => success.clone(),
                status => pattern(status),
            };
            let media = media(&self.successes, index);
            let how = case.payload.map(|payload| how(context, payload));
            let (name, variant) = (&names.output, case.variant);
            let variant = (self.successes.len() > 1).then(|| quote!(as #name::#variant));
            arms.push(quote!(#pattern #media => Output(#how #variant),));
        }
        let has = |status: Status| {
            let mut answers = operation.answers.iter();
            answers.any(|answer| answer.status == status)
        };
        // An undocumented success is no error, whatever `default` says.
        if !self.default_succeeds && has(Status::Default) && !has(Status::Range(2)) {
            arms.push(quote!(#success => Undocumented(),));
        }
        quote!(#(#arms)*)
    }

    /// How the mock writes every answer: what [`outcomes`](Self::outcomes) and
    /// [`errors`](Self::errors) read.
    pub(super) fn written(&self, context: Context<'_>, names: &OperationNames) -> TokenStream {
        let (marker, output, errors) = (&names.marker, &names.output, &names.error);
        let successes = match self.successes.as_slice() {
            [] => quote!(#marker { Range(2) => Output, }),
            [only] => {
                let (status, held) = (statuses(only.answer.status), written(context, only));
                quote!(#marker { #status => Output #held, })
            }
            several => {
                let lines = several.iter().map(|case| line(context, case));
                quote!(#marker as #output { #(#lines)* })
            }
        };
        let lines = self.errors.iter().map(|case| line(context, case));
        let errors = self.has_errors().then(|| quote!(#errors { #(#lines)* }));
        quote! {
            crate::runtime::mocked! {
                #successes
                #errors
            }
        }
    }

    /// The enum of the errors: the answer of each status that is one.
    pub(super) fn errors(
        &self,
        context: Context<'_>,
        names: &OperationNames,
    ) -> Option<TokenStream> {
        if self.errors.is_empty() {
            return None;
        }
        let entries = self.errors.iter().enumerate().map(|(index, case)| {
            let pattern = pattern(case.answer.status);
            let media = media(&self.errors, index);
            let (variant, status) = (case.variant, status_text(case.answer.status));
            let held = case.payload.map(|payload| {
                let (how, ty) = (how(context, payload), payload_type(context, Some(payload)));
                quote!((#how #ty))
            });
            let entry = quote!(#pattern #media => #variant #held = #status);
            // The macro writes the status itself before what is a line.
            let about = about(case);
            match about.strip_prefix(&format!("{}: ", docs::code(&status))) {
                Some(line) if !line.contains('\n') => quote!(#entry: #line,),
                _ => {
                    let docs = docs::trusted(&about);
                    quote!(#docs #entry,)
                }
            }
        });
        let name = &names.error;
        let allow = allow_uneven(context, &self.errors);
        Some(quote! {
            #allow
            pub enum #name { #(#entries)* }
        })
    }
}

/// The media type that selects a case among those of its status: the last one also takes an answer
/// that does not say what it is.
fn media(cases: &[Case<'_>], index: usize) -> Option<TokenStream> {
    let case = cases.get(index)?;
    let mut later = cases.iter().skip(index + 1);
    let is_last = !later.any(|other| other.answer.status == case.answer.status);
    let media = case.media_type.filter(|_| !is_last)?;
    Some(quote!(if #media))
}

/// How the mock writes the answer of a variant.
fn line(context: Context<'_>, case: &Case<'_>) -> TokenStream {
    let (status, variant) = (statuses(case.answer.status), case.variant);
    let held = written(context, case);
    quote!(#status => #variant #held,)
}

/// How the mock writes what an answer holds, if anything.
fn written(context: Context<'_>, case: &Case<'_>) -> Option<TokenStream> {
    let (how, media_type) = (how(context, case.payload?), case.sent_as);
    Some(quote!((body) #how #media_type))
}

/// The statuses of an answer, as the mock names them.
fn statuses(status: Status) -> TokenStream {
    match status {
        Status::Code(code) => {
            let code = Literal::u16_unsuffixed(code);
            quote!(Code(#code))
        }
        Status::Range(digit) => {
            let digit = Literal::u16_unsuffixed(digit);
            quote!(Range(#digit))
        }
        Status::Default => quote!(Default),
    }
}

/// What matches a status.
fn pattern(status: Status) -> TokenStream {
    let literal = Literal::u16_unsuffixed;
    match status {
        Status::Code(code) => literal(code).to_token_stream(),
        Status::Range(digit) => {
            let (first, last) = (literal(digit * 100), literal(digit * 100 + 99));
            quote!(#first..=#last)
        }
        Status::Default => quote!(_),
    }
}

/// The method of an answer that reads it.
fn how(context: Context<'_>, payload: &Payload) -> TokenStream {
    match payload {
        Payload::Json(_) | Payload::Form(..) | Payload::Multipart(..) => quote!(json),
        Payload::Items(Framing::Events, ty) if *context.resolved(ty) == Type::String => {
            quote!(text_events)
        }
        Payload::Items(Framing::Events, _) => quote!(events),
        Payload::Items(Framing::WholeEvents, _) => quote!(whole_events),
        Payload::Items(Framing::Lines, _) => quote!(lines),
        Payload::Items(Framing::Sequence, _) => quote!(sequence),
        Payload::Text => quote!(text),
        Payload::AnyText => quote!(any_text),
        Payload::Bytes => quote!(bytes),
    }
}

/// What the document says of an answer, after its status, and what we add. The document's text is
/// made safe by itself, so that what it leaves open does not take in what follows.
fn about(case: &Case<'_>) -> String {
    let status = docs::code(&status_text(case.answer.status));
    let mut text = docs::sanitized(&format!("{status}: {}", case.answer.description));
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
        Some(Payload::Text | Payload::AnyText | Payload::Bytes | Payload::Items(..)) | None => None,
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
        Some(Payload::Text | Payload::AnyText) => quote!(String),
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
