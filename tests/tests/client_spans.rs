//! Spans of calls and attempts, as a subscriber of the user's shows them.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use depot::types::{Part, PartKind};
use signalwire_sip::RetryPolicy;
use signalwire_sip::types::CreateSipEndpointRequest;
use tracing_subscriber::fmt::format::FmtSpan;
use tracing_subscriber::util::SubscriberInitExt as _;
use wiregen_tests::client::builder_for;
use wiregen_tests::fake::{Fake, Misbehaviour};

/// What a subscriber has written.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<u8>>>);

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Written {
    /// A line for each span that has ended, in this order: the spans it lies in, and its own, with
    /// their fields.
    fn spans(&self) -> Vec<String> {
        let text = String::from_utf8(self.0.lock().unwrap().clone()).unwrap();
        text.lines().map(str::to_owned).collect()
    }
}

/// Has all spans of this thread written, as long as what this gives is there.
fn watch() -> (Written, impl Drop) {
    let written = Written::default();
    let writer = written.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_writer(move || writer.clone())
        .with_span_events(FmtSpan::CLOSE)
        .with_ansi(false)
        .without_time()
        .finish();
    (written, subscriber.set_default())
}

/// The call that a line tells of, and the attempt in it, if it tells of one: their fields.
fn nested(line: &str) -> (&str, Option<&str>) {
    let line = line.split_once(" call{").expect(line).1;
    let (fields, _) = line.split_once("}: ").expect(line);
    match fields.split_once("}:HTTP request{") {
        Some((call, attempt)) => (call, Some(attempt)),
        None => (fields, None),
    }
}

/// Whether a span has all these fields.
fn assert_has(span: &str, fields: &[&str]) {
    for field in fields {
        let is_there = format!(" {span} ").contains(&format!(" {field} "));
        assert!(is_there, "no {field} in {span}");
    }
}

#[tokio::test]
async fn attempts_on_the_sip_api_lie_in_their_call() {
    let fake = Fake::start().await;
    let (project_id, api_token) = Fake::credentials();
    let client = builder_for(&fake)
        .basic_auth(project_id, api_token)
        .retry(RetryPolicy::default().backoff(Default::default(), Default::default()))
        .build()
        .unwrap();
    let (written, _watch) = watch();
    fake.next(Misbehaviour::Status(500));
    let list = client.sip_endpoints().list_sip_endpoints();
    list.filter_username("hidden-1").await.unwrap();
    let authorization = fake.last_request().header("authorization").unwrap()[6..].to_owned();
    let request = CreateSipEndpointRequest::new("hidden-2", "hidden-3");
    let create = client.sip_endpoints().create_sip_endpoint(request);
    create.await.unwrap();

    let spans = written.spans();
    let [first, second, listed, _, created] = spans.as_slice() else {
        panic!("{spans:#?}");
    };
    let path = "/api/relay/rest/endpoints/sip";
    let template = format!("url.template=\"{path}\"");
    let full = format!("url.full={}{path}", fake.url());
    let get = [
        template.as_str(),
        "http.request.method=\"GET\"",
        "server.address=\"127.0.0.1\"",
    ];
    let (call, attempt) = nested(first);
    assert_has(call, &get);
    assert_has(call, &["otel.name=\"list_sip_endpoints\""]);
    assert_has(attempt.unwrap(), &get);
    let failed = ["http.response.status_code=500", "error.type=500", &full];
    assert_has(attempt.unwrap(), &failed);
    let (_, attempt) = nested(second);
    let passed = ["http.response.status_code=200", &full];
    assert_has(attempt.unwrap(), &passed);
    assert_has(attempt.unwrap(), &["http.request.resend_count=1"]);
    let (call, attempt) = nested(listed);
    assert_eq!(attempt, None, "the call itself ends last");
    assert_has(call, &["http.response.status_code=200"]);
    assert_has(call, &["http.request.resend_count=1"]);
    let (call, _) = nested(created);
    assert_has(call, &["otel.name=\"create_sip_endpoint\""]);

    let all = spans.concat();
    for secret in ["hidden", "filter_username", "?", api_token, &authorization] {
        assert!(!all.contains(secret), "{secret} in {spans:#?}");
    }
}

#[tokio::test]
async fn attempts_on_another_api_lie_in_their_call() {
    let (depot, builder) = wiregen_tests::depot::start().await;
    let client = builder.build().unwrap();
    let (written, _watch) = watch();
    depot.fail(2);
    let part = Part::new("hidden-4", PartKind::Nut);
    client.parts().create_part(part).await.unwrap();
    depot.fail(u32::MAX);
    let list = client.parts().list_parts().cursor("7").limit(7);
    list.await.unwrap_err();
    // The key of this one is in the query.
    depot.fail(0);
    client.parts().download_drawing("bolt").await.unwrap();

    let spans = written.spans();
    let names: Vec<String> = spans
        .iter()
        .map(|line| {
            let (call, attempt) = nested(line);
            let span = attempt.unwrap_or(call);
            let name = span.split('"').nth(1).unwrap();
            let status = span.split("http.response.status_code=").nth(1).unwrap();
            format!("{name} {}", &status[..3])
        })
        .collect();
    assert_eq!(
        names,
        [
            "POST /parts 502",
            "POST /parts 502",
            "POST /parts 201",
            "create_part 201",
            "GET /parts 429",
            "GET /parts 429",
            "GET /parts 429",
            "list_parts 429",
            "GET /parts/{id}/drawing 200",
            "download_drawing 200",
        ]
    );
    let (call, attempt) = nested(&spans[8]);
    let template = "url.template=\"/parts/{id}/drawing\"";
    assert_has(call, &[template]);
    assert_has(attempt.unwrap(), &[template, "otel.kind=\"client\""]);
    let (call, _) = nested(&spans[7]);
    let fields = ["error.type=429", "otel.status_code=\"ERROR\""];
    assert_has(call, &fields);

    let all = spans.concat();
    // Keys, the token and what it was fetched with; a body, an error's body; the query.
    for secret in ["hidden", "t-1", "busy", "cursor", "limit", "key", "?"] {
        assert!(!all.contains(secret), "{secret} in {spans:#?}");
    }
}
