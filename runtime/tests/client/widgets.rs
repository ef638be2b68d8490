use std::fmt;

use crate::client::{BASIC, BEARER, COOKIE, CUSTOM, HEADER, MUTUAL, QUERY};
use crate::runtime::{
    Answer, Call, Client, DecodeError, Operation, OperationInfo, Outcome, Scheme,
};
use crate::types::{Problem, Widget, WidgetPage};

#[derive(Clone, Copy, Debug)]
pub struct Widgets<'c> {
    client: &'c Client,
}

impl Client {
    pub fn widgets(&self) -> Widgets<'_> {
        Widgets { client: self }
    }
}

impl<'c> Widgets<'c> {
    pub fn retrieve_widget(&self, id: &str) -> Call<'c, RetrieveWidget> {
        let mut call = Call::new(self.client);
        call.request.path("id", id);
        call
    }

    pub fn create_widget(&self, body: Widget) -> Call<'c, CreateWidget> {
        let mut call = Call::new(self.client);
        call.request.json("application/json", &body);
        call
    }

    pub fn list_widgets(&self) -> Call<'c, ListWidgets> {
        Call::new(self.client)
    }

    pub fn ping<S: Security>(&self) -> Call<'c, Ping<S>> {
        Call::new(self.client)
    }
}

impl Call<'_, ListWidgets> {
    pub fn page_size(mut self, page_size: i32) -> Self {
        self.request.query("page_size", &page_size);
        self
    }
}

#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum WidgetError {
    Unauthorized(Problem),
    NotFoundJson(Problem),
    NotFoundText(String),
    ServerError(Problem),
}

impl fmt::Display for WidgetError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Unauthorized(_) => "401 Unauthorized",
            Self::NotFoundJson(_) | Self::NotFoundText(_) => "404 Not Found",
            Self::ServerError(_) => "server error",
        })
    }
}

impl std::error::Error for WidgetError {}

fn widget_error<T>(answer: &Answer) -> Result<Outcome<T, WidgetError>, DecodeError> {
    Ok(match answer.status() {
        401 => Outcome::Error(WidgetError::Unauthorized(answer.json()?)),
        404 if answer.is("application/*+json") => {
            Outcome::Error(WidgetError::NotFoundJson(answer.json()?))
        }
        404 if answer.is("text/*") => Outcome::Error(WidgetError::NotFoundText(answer.text())),
        500..=599 => Outcome::Error(WidgetError::ServerError(answer.json()?)),
        _ => Outcome::Undocumented,
    })
}

pub enum RetrieveWidget {}

impl Operation for RetrieveWidget {
    const INFO: OperationInfo = OperationInfo {
        id: "retrieve_widget",
        method: "GET",
        path: "/api/widgets/{id}",
        accept: "application/json",
        streams: &[],
        idempotency_key: None,
        security: &[&[BASIC]],
    };
    type Output = Widget;
    type Error = WidgetError;

    fn read(answer: &mut Answer) -> Result<Outcome<Widget, WidgetError>, DecodeError> {
        match answer.status() {
            200 => answer.json().map(Outcome::Output),
            _ => widget_error(answer),
        }
    }
}

pub enum CreateWidget {}

impl Operation for CreateWidget {
    const INFO: OperationInfo = OperationInfo {
        id: "create_widget",
        method: "POST",
        path: "/api/widgets",
        accept: "application/json",
        streams: &[],
        idempotency_key: None,
        security: &[&[BASIC]],
    };
    type Output = Widget;
    type Error = WidgetError;

    fn read(answer: &mut Answer) -> Result<Outcome<Widget, WidgetError>, DecodeError> {
        match answer.status() {
            201 => answer.json().map(Outcome::Output),
            _ => widget_error(answer),
        }
    }
}

pub enum ListWidgets {}

impl Operation for ListWidgets {
    const INFO: OperationInfo = OperationInfo {
        id: "list_widgets",
        method: "GET",
        path: "/api/widgets",
        accept: "application/json",
        streams: &[],
        idempotency_key: None,
        security: &[&[BASIC], &[QUERY]],
    };
    type Output = WidgetPage;
    type Error = WidgetError;

    fn read(answer: &mut Answer) -> Result<Outcome<WidgetPage, WidgetError>, DecodeError> {
        match answer.status() {
            200 => answer.json().map(Outcome::Output),
            _ => widget_error(answer),
        }
    }
}

crate::runtime::paged!(ListWidgets(page): Widget = page.data => link("/next"));

/// What an operation without body and answer may ask for.
pub trait Security: 'static {
    const SCHEMES: &'static [&'static [Scheme]];
    const PATH: &'static str = "/ping";
}

macro_rules! securities {
    ($($name:ident = $schemes:expr;)*) => {$(
        pub enum $name {}
        impl Security for $name {
            const SCHEMES: &'static [&'static [Scheme]] = $schemes;
        }
    )*};
}

securities! {
    Nothing = &[];
    Bearer = &[&[BEARER]];
    Custom = &[&[CUSTOM]];
    HeaderAndQuery = &[&[HEADER, QUERY]];
    Cookie = &[&[COOKIE]];
    Mutual = &[&[MUTUAL]];
    Either = &[&[HEADER, QUERY], &[BASIC]];
    Optional = &[&[], &[BASIC]];
}

pub enum Styled {}

impl Security for Styled {
    const SCHEMES: &'static [&'static [Scheme]] = &[];
    const PATH: &'static str = "/a b/{one}/x{two}{three}";
}

pub enum Fixed {}

impl Security for Fixed {
    const SCHEMES: &'static [&'static [Scheme]] = &[];
    const PATH: &'static str = "/a/{one?}/b?acl&key={two}&of=a b/c";
}

pub enum Ping<S> {
    #[doc(hidden)]
    #[allow(dead_code)]
    Never(
        std::convert::Infallible,
        std::marker::PhantomData<fn() -> S>,
    ),
}

impl<S: Security> Operation for Ping<S> {
    const INFO: OperationInfo = OperationInfo {
        id: "ping",
        method: "POST",
        path: S::PATH,
        accept: "",
        streams: &[],
        idempotency_key: None,
        security: S::SCHEMES,
    };
    type Output = ();
    type Error = std::convert::Infallible;

    fn read(answer: &mut Answer) -> Result<Outcome<(), Self::Error>, DecodeError> {
        Ok(match answer.status() {
            204 => Outcome::Output(()),
            _ => Outcome::Undocumented,
        })
    }
}
