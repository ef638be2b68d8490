//! Spans of calls and attempts, with the feature `tracing`: named and attributed by OpenTelemetry's
//! semantic conventions for HTTP clients. No header, body or query is recorded, and so no secret.

#[cfg(feature = "tracing")]
pub(super) use spans::{attempt, call};

#[cfg(not(feature = "tracing"))]
pub(super) use none::{attempt, call};

/// Without the feature, nothing is recorded.
#[cfg(not(feature = "tracing"))]
mod none {
    use url::Url;

    use super::super::call::OperationInfo;
    use super::super::hook::Attempt;

    pub(in super::super) fn call<F>(_: &OperationInfo, _: &Url, work: F) -> F {
        work
    }

    pub(in super::super) fn attempt<F>(_: &Attempt, _: &Url, work: F) -> F {
        work
    }
}

#[cfg(feature = "tracing")]
mod spans {
    use std::future::Future;

    use futures_util::future::FutureExt as _;
    use tracing::field::{Empty, display};
    use tracing::{Instrument as _, Span, info_span};
    use url::Url;

    use super::super::answer::Answered;
    use super::super::body::Body;
    use super::super::call::OperationInfo;
    use super::super::failure::Unanswered;
    use super::super::hook::Attempt;
    use super::super::transport::TransportFailure;

    /// The span of a call, from the first attempt to the last.
    pub(in super::super) fn call(
        info: &OperationInfo,
        url: &Url,
        work: impl Future<Output = Answered>,
    ) -> impl Future<Output = Answered> {
        let span = info_span!(
            "call",
            otel.name = info.id,
            otel.kind = "internal",
            otel.status_code = Empty,
            url.template = info.path,
            server.address = url.host_str(),
            http.request.method = info.method,
            http.response.status_code = Empty,
            http.request.resend_count = Empty,
            error.r#type = Empty,
        );
        // Awaited in a function of its own, the work would lie there twice.
        work.instrument(span.clone())
            .inspect(move |outcome| match outcome {
                Ok(answer) => {
                    record_status(&span, answer.status());
                    record_resends(&span, answer.attempts());
                }
                Err(Unanswered::Transport(error)) => {
                    record_failure(&span, &format!("{:?}", error.kind()));
                    record_resends(&span, error.attempts());
                }
                Err(Unanswered::Invalid(_)) => record_failure(&span, "InvalidRequest"),
                Err(Unanswered::Token(error)) => {
                    record_failure(&span, "Token");
                    record_resends(&span, error.attempts());
                }
            })
    }

    /// The span of an attempt, until the head of its answer.
    pub(in super::super) fn attempt(
        attempt: &Attempt,
        url: &Url,
        work: impl Future<Output = Result<http::Response<Body>, TransportFailure>>,
    ) -> impl Future<Output = Result<http::Response<Body>, TransportFailure>> {
        let info = attempt.operation;
        let mut shown = url.clone();
        shown.set_query(None);
        let span = info_span!(
            "HTTP request",
            otel.name = format!("{} {}", info.method, info.path),
            otel.kind = "client",
            otel.status_code = Empty,
            http.request.method = info.method,
            http.request.resend_count = Empty,
            url.full = %shown,
            url.template = info.path,
            url.scheme = url.scheme(),
            server.address = url.host_str(),
            server.port = url.port_or_known_default(),
            http.response.status_code = Empty,
            error.r#type = Empty,
        );
        record_resends(&span, attempt.number);
        work.instrument(span.clone())
            .inspect(move |outcome| match outcome {
                Ok(response) => record_status(&span, response.status().as_u16()),
                Err(failure) => record_failure(&span, &format!("{:?}", failure.kind())),
            })
    }

    fn record_status(span: &Span, status: u16) {
        span.record("http.response.status_code", status);
        if status >= 400 {
            record_failure(span, &status.to_string());
        }
    }

    /// What was sent once has no count.
    fn record_resends(span: &Span, attempts: u32) {
        if attempts > 1 {
            span.record("http.request.resend_count", attempts - 1);
        }
    }

    fn record_failure(span: &Span, what: &str) {
        span.record("otel.status_code", "ERROR");
        span.record("error.type", display(what));
    }
}
