//! Operations and calls of them.

use std::error::Error as StdError;
use std::fmt;
use std::future::IntoFuture;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use super::answer::{Answer, Answered, DecodeError, Outcome, Response};
use super::body::Body;
use super::client::Client;
use super::credential::Scheme;
use super::curl;
use super::error::Error;
use super::failure::{InvalidRequest, Unanswered};
use super::outgoing::Outgoing;
use super::request::Request;
use super::retry::RetryPolicy;
use super::send;
use super::task::BoxFuture;

/// An operation of the API: what it is, and how its answers are read.
///
/// It is implemented by types without values, one for each operation of the document.
pub trait Operation: 'static {
    /// What the operation is.
    const INFO: OperationInfo;
    /// What a successful answer holds.
    type Output;
    /// What the documented errors hold.
    type Error: StdError + Send + Sync + 'static;

    /// Reads an answer.
    ///
    /// # Errors
    ///
    /// The answer does not hold what the document says.
    fn read(answer: &mut Answer) -> Result<Outcome<Self::Output, Self::Error>, DecodeError>;
}

/// What the document says about an operation.
#[derive(Clone, Copy, Debug)]
pub struct OperationInfo {
    /// Its name.
    pub id: &'static str,
    /// Its method.
    pub method: &'static str,
    /// Its path's template.
    pub path: &'static str,
    /// The media types that are asked for.
    pub accept: &'static str,
    /// The media types whose successful answers are read item by item.
    pub streams: &'static [&'static str],
    /// The header that tells a request that is sent again from a new one, where the API has one.
    pub idempotency_key: Option<&'static str>,
    /// The security schemes: alternatives, each of them a set of schemes that go together.
    pub security: &'static [&'static [Scheme]],
}

/// A call that has not been sent: await it, or [`send`](Self::send) it.
#[must_use = "a call does nothing until it is awaited or sent"]
pub struct Call<'c, O: Operation> {
    client: &'c Client,
    /// In a box, because a call is moved with each parameter that is set.
    pub(crate) request: Box<Request>,
    operation: PhantomData<fn() -> O>,
}

impl<'c, O: Operation> Call<'c, O> {
    pub(crate) fn new(client: &'c Client) -> Self {
        Self {
            client,
            request: Box::default(),
            operation: PhantomData,
        }
    }

    pub(super) fn into_parts(self) -> (&'c Client, Box<Request>) {
        (self.client, self.request)
    }

    /// How long this call may take, from connecting to the last byte of the answer, with everything
    /// that is sent again. Without it, the client's timeout holds; a call whose answer may come item by
    /// item has none.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.request.timeouts.total = Some(timeout);
        self
    }

    /// How long connecting may take for this call. It has no effect on a client that is made of a
    /// `reqwest::Client` of the user's.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.request.timeouts.connect = Some(timeout);
        self
    }

    /// How long this call waits for the answer to begin, and then for each part of it.
    pub fn read_timeout(mut self, timeout: Duration) -> Self {
        self.request.timeouts.read = Some(timeout);
        self
    }

    /// When this call is sent again, instead of what the client has.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.request.retry = Some(policy);
        self
    }

    /// Tells how much of the body has been sent: how many bytes, and how many there are, where that is
    /// known. Each attempt begins with 0. A part counts as sent when the transport has taken it; it is
    /// called there, so it should be quick.
    pub fn on_upload_progress(
        mut self,
        progress: impl Fn(u64, Option<u64>) + Send + Sync + 'static,
    ) -> Self {
        self.request.upload_progress = Some(Arc::new(progress));
        self
    }

    /// Tells how much of the answer's body has come: how many bytes, and how many there are, where that
    /// is known.
    pub fn on_download_progress(
        mut self,
        progress: impl Fn(u64, Option<u64>) + Send + Sync + 'static,
    ) -> Self {
        self.request.download_progress = Some(Arc::new(progress));
        self
    }

    /// Sends this header with the call. It takes the place of any other header of its name.
    pub fn header(mut self, name: impl AsRef<str>, value: impl AsRef<str>) -> Self {
        self.request.own_header(name.as_ref(), value.as_ref());
        self
    }

    /// The request as it would be sent, credentials included, without sending it. A token that is
    /// missing is obtained. Hooks have not seen it.
    ///
    /// # Errors
    ///
    /// The request cannot be sent as it is ([`Error::InvalidRequest`]), or there is no token
    /// ([`Error::Token`]).
    pub async fn into_request(self) -> Result<http::Request<Body>, Error<O::Error>> {
        let prepared = send::prepare(self.client, &O::INFO, self.request).await;
        prepared.map_err(Error::from_unanswered)
    }

    /// The request as a line for a shell, to be run with curl. Credentials and what the document says
    /// is a password stand there as `***`, and a body that is no text as the file `body`. No token is
    /// obtained for it.
    ///
    /// # Errors
    ///
    /// The request cannot be sent as it is.
    pub fn to_curl(&self) -> Result<String, InvalidRequest> {
        let secrets = self.request.secrets.clone();
        let request = self.request.clone();
        let request = send::masked(self.client, &O::INFO, request)?;
        Ok(curl::line(&request, &secrets))
    }

    /// Sends the call and reads its answer.
    ///
    /// # Errors
    ///
    /// See [`Error`].
    pub async fn send(self) -> Result<Response<O::Output>, Error<O::Error>> {
        let call = self.outgoing()?;
        answered::<O>(call.send().await)
    }

    fn outgoing(self) -> Result<Outgoing<'c>, Error<O::Error>> {
        send::outgoing(self.client, &O::INFO, self.request).map_err(Error::InvalidRequest)
    }
}

fn answered<O: Operation>(answer: Answered) -> Result<Response<O::Output>, Error<O::Error>> {
    let mut answer = answer.map_err(Error::from_unanswered)?;
    read::<O>(&mut answer)
}

/// Reads an answer as the operation says.
pub(super) fn read<O: Operation>(
    answer: &mut Answer,
) -> Result<Response<O::Output>, Error<O::Error>> {
    match O::read(answer) {
        Ok(Outcome::Output(output)) => Ok(Response::new(output, answer)),
        Ok(Outcome::Error(body)) => Err(Error::api(&O::INFO, answer, body)),
        Ok(Outcome::Undocumented) => Err(Error::undocumented(&O::INFO, answer)),
        Err(error) => Err(Error::decode(&O::INFO, answer, error)),
    }
}

impl<'c, O: Operation> IntoFuture for Call<'c, O> {
    type Output = Result<Response<O::Output>, Error<O::Error>>;
    type IntoFuture = BoxFuture<'c, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        // Not `send`, whose future holds this call as well.
        match self.outgoing() {
            Ok(call) => Box::pin(async move { answered::<O>(call.send().await) }),
            Err(error) => Box::pin(async move { Err(error) }),
        }
    }
}

impl<O: Operation> fmt::Debug for Call<'_, O> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Call")
            .field("operation", &O::INFO.id)
            .finish_non_exhaustive()
    }
}

/// Defines an operation: its method, path and name, what its answers hold, the media types that it
/// asks for, the header of its idempotency key, what a page of it holds and how it goes on, its security
/// schemes, and what the answer of each status is. The errors that the document describes are an enum
/// beside it, of which each variant is the answer of a status: how it is read, what it holds, the status
/// and, where that is a line, what is said of it. Every other answer is undocumented.
macro_rules! operation {
    (
        pub enum $name:ident($method:literal $path:literal $id:literal) -> $output:ty {
            $(accept $accept:literal,)?
            $(streams [$($stream:literal),*],)?
            $(idempotency_key $key:literal,)?
            $(pages($page:ident): $item:ty = $items:expr => $($paging:ident($($given:tt)*))+,)?
            security [$([$($scheme:path),*]),*],
            $($status:pat $(if $media:literal)? => $outcome:ident($($how:tt)*),)*
        }
        $(
            $(#[$meta:meta])*
            pub enum $errors:ident {
                $(
                    $(#[$about:meta])*
                    $code:pat $(if $kind:literal)? =>
                        $variant:ident $(($read:ident $held:ty))? = $text:literal $(: $line:literal)?,
                )*
            }
        )?
    ) => {
        #[doc = ::std::concat!("`", $method, " ", $path, "`")]
        pub enum $name {}

        impl $crate::runtime::Operation for $name {
            const INFO: $crate::runtime::OperationInfo = $crate::runtime::OperationInfo {
                id: $id,
                method: $method,
                path: $path,
                accept: $crate::runtime::accept(&[$($accept)?]),
                streams: &[$($($stream),*)?],
                idempotency_key: $crate::runtime::given(&[$($key)?]),
                security: &[$(&[$($scheme),*]),*],
            };
            type Output = $output;
            type Error = $crate::runtime::first!($($errors,)? ::std::convert::Infallible);

            fn read(
                answer: &mut $crate::runtime::Answer,
            ) -> ::std::result::Result<
                $crate::runtime::Outcome<Self::Output, Self::Error>,
                $crate::runtime::DecodeError,
            > {
                match answer.status() {
                    $($status $(if answer.is($media))? => {
                        $crate::runtime::outcome!(answer $outcome($($how)*))
                    })*
                    $($($code $(if answer.is($kind))? => {
                        $crate::runtime::outcome!(answer Error($($read)? as $errors::$variant))
                    })*)?
                    _ => ::std::result::Result::Ok($crate::runtime::Outcome::Undocumented),
                }
            }
        }

        $($crate::runtime::paged!($name($page): $item = $items => $($paging($($given)*))+);)?

        $(
            #[doc = ::std::concat!(
                "The errors that the document describes for [`", ::std::stringify!($name),
                "`](enum@", ::std::stringify!($name), ").",
            )]
            $(#[$meta])*
            #[derive(Clone, Debug, PartialEq)]
            #[non_exhaustive]
            pub enum $errors {
                $(
                    $(#[$about])*
                    $(#[doc = ::std::concat!("`", $text, "`: ", $line)])?
                    $variant $(($held))?,
                )*
            }

            impl ::std::fmt::Display for $errors {
                fn fmt(&self, formatter: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                    formatter.write_str(match self {
                        $(Self::$variant { .. } => $text,)*
                    })
                }
            }

            impl ::std::error::Error for $errors {}
        )?
    };
}
pub(crate) use operation;

/// The media types that are asked for, where nothing is said about them.
pub(crate) const fn accept(said: &[&'static str]) -> &'static str {
    match said {
        [said, ..] => said,
        [] => "application/json",
    }
}

/// A text, where one is given.
pub(crate) const fn given(said: &[&'static str]) -> Option<&'static str> {
    match said {
        [said, ..] => Some(said),
        [] => None,
    }
}

/// The first of several types.
macro_rules! first {
    ($first:ty $(, $other:ty)*) => {
        $first
    };
}
pub(crate) use first;

/// What an answer is: how it is read, and the variant that it becomes.
macro_rules! outcome {
    ($answer:ident Undocumented()) => {
        ::std::result::Result::Ok($crate::runtime::Outcome::Undocumented)
    };
    ($answer:ident $outcome:ident()) => {
        ::std::result::Result::Ok($crate::runtime::Outcome::$outcome(()))
    };
    ($answer:ident $outcome:ident(as $variant:path)) => {
        ::std::result::Result::Ok($crate::runtime::Outcome::$outcome($variant))
    };
    ($answer:ident $outcome:ident(json)) => {
        $answer.json_as($crate::runtime::Outcome::$outcome)
    };
    ($answer:ident $outcome:ident(json as $variant:path)) => {
        $answer.json_within($variant, $crate::runtime::Outcome::$outcome)
    };
    ($answer:ident $outcome:ident($how:ident $(as $variant:path)?)) => {
        ::std::result::Result::Ok($crate::runtime::Outcome::$outcome(
            $($variant)?($answer.$how()),
        ))
    };
}
pub(crate) use outcome;

/// Defines the methods that set a call's optional parameters: how a value is taken and of what type,
/// the place in the request, the parameter's name there and its style, unless it is the usual one.
macro_rules! parameters {
    (
        $(#[$allow:meta])*
        $operation:ident {
            $(
                $(#[$docs:meta])*
                $name:ident: $how:ident $type:ty = $place:ident($($wire:literal $(, $style:expr)?)?),
            )*
        }
    ) => {
        $(#[$allow])*
        impl $crate::runtime::Call<'_, $operation> {
            $($crate::runtime::parameter! {
                [$(#[$docs])*] $name $how [$type] $place [$($wire, $($style,)?)?]
            })*
        }
    };
}
pub(crate) use parameters;

/// The method that sets a parameter.
macro_rules! parameter {
    ([$(#[$docs:meta])*] $name:ident plain [$type:ty] $place:ident [$($more:tt)*]) => {
        $(#[$docs])*
        pub fn $name(mut self, $name: $type) -> Self {
            self.request.$place($($more)* &$name);
            self
        }
    };
    ([$(#[$docs:meta])*] $name:ident list [$type:ty] $place:ident [$($more:tt)*]) => {
        $(#[$docs])*
        pub fn $name(
            mut self,
            $name: impl ::std::iter::IntoIterator<Item = impl ::std::convert::Into<$type>>,
        ) -> Self {
            let $name: ::std::vec::Vec<$type> = $crate::runtime::taken!(list $name);
            self.request.$place($($more)* &$name);
            self
        }
    };
    ([$(#[$docs:meta])*] $name:ident $how:ident [$type:ty] $place:ident [$($more:tt)*]) => {
        $(#[$docs])*
        pub fn $name(mut self, $name: impl ::std::convert::Into<$type>) -> Self {
            let $name: $type = $name.into();
            self.request.$place($($more)* &$name);
            self
        }
    };
}
pub(crate) use parameter;
