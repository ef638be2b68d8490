//! Spans of calls and attempts.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use crate::client::{HEADER, QUERY};
use crate::runtime::{Client, RetryPolicy};
use crate::server::{Server, empty, json};
use crate::types::Widget;
use crate::wait;
use crate::widgets::HeaderAndQuery;

/// The spans of a test, in their order.
#[derive(Clone, Default)]
struct Spans {
    all: Arc<Mutex<Vec<Span>>>,
    /// Those that are entered, the innermost last. All of a test is on one thread.
    entered: Arc<Mutex<Vec<usize>>>,
}

fn index(id: &Id) -> usize {
    usize::try_from(id.into_u64()).expect("a small number") - 1
}

#[derive(Clone, Debug)]
struct Span {
    name: &'static str,
    /// Where the one within which it began stands.
    parent: Option<usize>,
    fields: BTreeMap<String, String>,
}

struct Reader<'s>(&'s mut BTreeMap<String, String>);

impl Visit for Reader<'_> {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name().to_owned(), value.to_owned());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}"));
    }
}

impl Subscriber for Spans {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("client::runtime")
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        assert!(attributes.is_contextual());
        let parent = self.entered.lock().expect("no panic").last().copied();
        let mut spans = self.all.lock().expect("no panic");
        let mut fields = BTreeMap::new();
        attributes.record(&mut Reader(&mut fields));
        spans.push(Span {
            name: attributes.metadata().name(),
            parent,
            fields,
        });
        Id::from_u64(spans.len() as u64)
    }

    fn record(&self, id: &Id, values: &Record<'_>) {
        let mut spans = self.all.lock().expect("no panic");
        values.record(&mut Reader(&mut spans[index(id)].fields));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, _: &Event<'_>) {}

    fn enter(&self, id: &Id) {
        self.entered.lock().expect("no panic").push(index(id));
    }

    fn exit(&self, id: &Id) {
        let left = self.entered.lock().expect("no panic").pop();
        assert_eq!(left, Some(index(id)));
    }
}

fn spans_of(work: impl FnOnce()) -> Vec<Span> {
    let spans = Spans::default();
    tracing::subscriber::with_default(spans.clone(), work);
    let spans = spans.all.lock().expect("no panic");
    spans.clone()
}

#[test]
fn a_call_and_its_attempts_are_spans() {
    let server = Server::start([empty(503), json(200, r#"{"id":"a","caller_id":null}"#)]);
    let client = Client::builder()
        .base_url(server.url())
        .basic_auth("user", "password")
        .retry(RetryPolicy::default().backoff(Default::default(), Default::default()))
        .build()
        .expect("a client");
    let spans = spans_of(|| {
        wait(client.widgets().retrieve_widget("a").send()).expect("a widget");
    });
    let [call, first, second] = spans.as_slice() else {
        panic!("{spans:#?}");
    };
    let field = |span: &Span, name: &str| span.fields.get(name).cloned().unwrap_or_default();
    assert_eq!(call.name, "call");
    assert_eq!(call.parent, None);
    assert_eq!([first.parent, second.parent], [Some(0), Some(0)]);
    assert_eq!(field(call, "otel.name"), "retrieve_widget");
    assert_eq!(field(call, "http.request.resend_count"), "1");
    assert_eq!(field(call, "http.response.status_code"), "200");
    assert_eq!(field(first, "otel.name"), "GET /api/widgets/{id}");
    assert_eq!(field(first, "otel.kind"), "client");
    assert_eq!(field(first, "http.request.method"), "GET");
    assert_eq!(field(first, "url.template"), "/api/widgets/{id}");
    assert_eq!(field(first, "server.address"), "127.0.0.1");
    assert_eq!(
        field(first, "server.port"),
        server.url().rsplit(':').next().expect("a port")
    );
    assert_eq!(
        field(first, "url.full"),
        format!("{}/api/widgets/a", server.url())
    );
    assert_eq!(field(first, "http.response.status_code"), "503");
    assert_eq!(field(first, "error.type"), "503");
    assert_eq!(field(first, "otel.status_code"), "ERROR");
    assert_eq!(field(first, "http.request.resend_count"), "");
    assert_eq!(field(second, "http.request.resend_count"), "1");
    assert_eq!(field(second, "http.response.status_code"), "200");
    assert_eq!(field(second, "error.type"), "");
}

#[test]
fn no_secret_is_recorded() {
    let widget = r#"{"id":"hidden-3","caller_id":"hidden-4"}"#;
    let server = Server::start([empty(204), json(201, widget), json(422, widget)]);
    let client = Client::builder()
        .base_url(server.url())
        .basic_auth("hidden-5", "hidden-6")
        .key(HEADER, "hidden-1")
        .key(QUERY, "hidden-2")
        .build()
        .expect("a client");
    let widget = || Widget::new("hidden-7", None);
    let spans = spans_of(|| {
        wait(client.widgets().ping::<HeaderAndQuery>().send()).expect("pinged");
        wait(client.widgets().create_widget(widget()).send()).expect("created");
        wait(client.widgets().create_widget(widget()).send()).expect_err("refused");
    });
    assert_eq!(spans.len(), 6);
    assert!(!format!("{spans:?}").contains("hidden"), "{spans:?}");
}
