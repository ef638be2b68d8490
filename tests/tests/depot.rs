//! A client for a made-up API that uses what the SIP API does not, against a server that fails in the
//! ways in which servers and networks do.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use depot::types::{ImportPartsBody, Measurement, Part, PartKind};
use depot::{Error, File, RetryPolicy, Upload};
use futures_util::future::join_all;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use wiregen_tests::depot::{Depot, start};
use wiregen_tests::server::serve;

#[tokio::test]
async fn a_storm_of_429_is_ridden_out_and_each_item_comes_once() {
    let (depot, builder) = start().await;
    let client = builder.build().unwrap();
    depot.fail(2);
    let mut items = client.parts().list_parts().limit(2).items();
    let mut ids = Vec::new();
    while let Some(part) = items.try_next().await.unwrap() {
        ids.push(part.id);
        depot.fail(1);
    }
    let expected: Vec<String> = (0..10).map(|number| format!("bolt-{number}")).collect();
    assert_eq!(ids, expected);
}

#[tokio::test]
async fn a_storm_that_does_not_end_is_the_users_to_see() {
    let (depot, builder) = start().await;
    let client = builder.build().unwrap();
    depot.fail(u32::MAX);
    let error = client.parts().list_parts().await.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::TOO_MANY_REQUESTS));
    assert_eq!(error.attempts(), 3);
    assert!(matches!(error, Error::Api(_)), "{error:?}");
    // Many calls at once have a budget between them.
    let before = depot.seen().len();
    let calls = (0..100).map(|_| client.parts().list_parts().into_future());
    assert!(join_all(calls).await.iter().all(Result::is_err));
    let sent = depot.seen().len() - before;
    assert!(sent <= 100 + 50 + 20, "{sent} requests for 100 calls");
}

#[tokio::test]
async fn one_token_serves_all_calls() {
    let (depot, builder) = start().await;
    let client = builder.build().unwrap();
    let calls = (0..20).map(|_| client.parts().list_parts().into_future());
    assert!(join_all(calls).await.iter().all(Result::is_ok));
    assert_eq!(depot.tokens(), 1);
    let seen = depot.seen();
    let (asked, _) = seen
        .iter()
        .find(|(what, _)| what.starts_with("token"))
        .unwrap();
    assert!(asked.contains("grant_type=client_credentials"), "{asked}");
    for headers in depot.seen_of("parts") {
        assert_eq!(headers[header::AUTHORIZATION], "Bearer t-1");
    }
}

#[tokio::test]
async fn a_part_is_created_once_though_it_is_asked_for_thrice() {
    let (depot, builder) = start().await;
    let client = builder.build().unwrap();
    depot.fail(2);
    let created = client
        .parts()
        .create_part(Part::new("nut-1", PartKind::Nut))
        .await
        .unwrap();
    assert_eq!((created.id.as_str(), created.attempts()), ("nut-1", 3));
    let created = depot.seen_of("create");
    let keys = created.iter().map(|headers| &headers["idempotency-key"]);
    let keys: Vec<_> = keys.collect();
    assert_eq!(keys.len(), 3);
    assert!(keys.iter().all(|key| *key == keys[0]));
}

#[tokio::test]
async fn files_go_up_and_come_down_without_being_held() {
    let (depot, builder) = start().await;
    let client = builder.build().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (up, down) = (folder.path().join("up"), folder.path().join("down"));
    let drawing: Vec<u8> = (0..3_000_000_u32)
        .map(|byte| byte.to_le_bytes()[0])
        .collect();
    std::fs::write(&up, &drawing).unwrap();

    // It is read again for the second attempt.
    depot.fail(1);
    let call = client
        .parts()
        .upload_drawing("bolt/7", Upload::from_path(&up));
    let last = Arc::new(Mutex::new((0, None)));
    let keep = Arc::clone(&last);
    let call = call.on_upload_progress(move |sent, total| *keep.lock().unwrap() = (sent, total));
    assert_eq!(call.await.unwrap().attempts(), 2);
    assert_eq!(*last.lock().unwrap(), (3_000_000, Some(3_000_000)));
    let (_, headers) = depot.seen().pop().unwrap();
    assert_eq!(headers[header::CONTENT_LENGTH], "3000000");
    assert_eq!(headers["x-key"], "hidden-1");

    let download = client
        .parts()
        .download_drawing("bolt/7")
        .download()
        .await
        .unwrap();
    assert_eq!(download.save_to(&down).await.unwrap(), 3_000_000);
    assert!(std::fs::read(&down).unwrap() == drawing);
    assert_eq!(depot.seen().pop().unwrap().0, "download bolt/7");
}

#[tokio::test]
async fn half_a_file_is_no_file() {
    let (depot, builder) = start().await;
    let client = builder.retry(RetryPolicy::none()).build().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("drawing");
    depot.fail(1);
    let download = client
        .parts()
        .download_drawing("half")
        .download()
        .await
        .unwrap();
    assert_eq!(download.content_length(), Some(1000));
    let error = download.save_to(&path).await.unwrap_err();
    assert!(!error.to_string().contains("hidden"), "{error}");
    assert_eq!(
        std::fs::read_dir(folder.path()).unwrap().count(),
        0,
        "nothing is left behind"
    );
}

#[tokio::test]
async fn a_redirect_to_another_host_gets_no_credentials() {
    let (depot, builder) = start().await;
    let client = builder.build().unwrap();
    let other = Arc::new(Depot::default());
    let app = Router::new()
        .fallback(
            |State(other): State<Arc<Depot>>, headers: HeaderMap| async move {
                other.note("asked", &headers)
            },
        )
        .with_state(Arc::clone(&other));
    depot.send_away(serve(app).await);
    let error = client.parts().download_drawing("away").await.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::TEMPORARY_REDIRECT));
    assert!(matches!(error, Error::UndocumentedStatus(_)));
    assert!(other.seen().is_empty());
}

#[tokio::test]
async fn a_multipart_body_is_streamed_with_a_cookie() {
    let (depot, builder) = start().await;
    let client = builder.build().unwrap();
    let chunks =
        stream::iter((0..4).map(|_| Ok::<_, std::io::Error>(Bytes::from_static(b"12345"))));
    let file = File::from_stream(chunks, Some(20))
        .named("parts.csv")
        .of_type("text/csv");
    let body = ImportPartsBody::new(file).note("all of them");
    let answer = client.parts().import_parts(body).await.unwrap();
    assert_eq!(answer.imported, 2);
    let (what, headers) = depot.seen().pop().unwrap();
    assert_eq!(what, "file Some(\"parts.csv\") 20, note None 11");
    assert_eq!(headers[header::COOKIE], "session=hidden-3");
}

#[tokio::test]
async fn lists_go_on_by_number_and_by_offset() {
    let (depot, builder) = start().await;
    let client = builder.build().unwrap();
    let orders: Vec<i64> = client
        .orders()
        .list_orders()
        .items()
        .map_ok(|order| order.number)
        .try_collect()
        .await
        .unwrap();
    assert_eq!(orders, [10, 11, 20, 21, 30, 31]);
    // Basic authentication would do as well; the two keys are what this client has.
    let (_, headers) = depot.seen().pop().unwrap();
    assert_eq!(headers["x-key"], "hidden-1");
    let shelves: Vec<String> = client
        .parts()
        .list_shelves()
        .limit(3)
        .items()
        .map_ok(|shelf| shelf.name)
        .try_collect()
        .await
        .unwrap();
    assert_eq!(shelves, ["s0", "s1", "s2", "s3", "s4", "s5", "s6"]);
}

#[tokio::test]
async fn a_list_goes_on_as_the_configuration_says() {
    let (depot, builder) = start().await;
    let client = builder.build().unwrap();
    let numbers: Vec<i64> = client
        .orders()
        .list_returns()
        .items()
        .map_ok(|order| order.number)
        .try_collect()
        .await
        .unwrap();
    assert_eq!(numbers, [11, 22, 33, 44, 55]);
    let asked: Vec<String> = depot.seen().into_iter().map(|(what, _)| what).collect();
    // The number of the last one goes on, and the last page says that it is the last.
    assert_eq!(asked, ["returns 0", "returns 22", "returns 44"]);
}

#[tokio::test]
async fn pages_without_an_end_come_to_one() {
    let (_depot, builder) = start().await;
    let client = builder.build().unwrap();
    let mut items = client.orders().list_archive().items();
    let mut numbers = Vec::new();
    let error = loop {
        match items.try_next().await {
            Ok(Some(order)) => numbers.push(order.number),
            Ok(None) => panic!("it leads back"),
            Err(error) => break error,
        }
    };
    // The first page has no number in its URL, so it is read under both.
    assert_eq!(numbers, [0, 1, 2, 0]);
    assert!(error.to_string().contains("leads back"), "{error}");
}

#[tokio::test]
async fn events_go_on_after_a_cut() {
    let (depot, builder) = start().await;
    let client = builder.build().unwrap();
    let mut events = client
        .events()
        .listen()
        .reconnecting()
        .wait(Duration::ZERO, Duration::ZERO);
    let mut parts = Vec::new();
    while let Some(event) = events.try_next().await.unwrap() {
        parts.push(event.data.part);
    }
    assert_eq!(parts, ["bolt-1", "bolt-2", "bolt-3"]);
    let asked: Vec<String> = depot.seen().into_iter().map(|(what, _)| what).collect();
    assert_eq!(
        asked,
        ["events None", "events Some(\"2\")", "events Some(\"3\")"]
    );
}

#[tokio::test]
async fn lines_go_up_and_come_down_one_by_one() {
    let (_depot, builder) = start().await;
    let client = builder.build().unwrap();
    let measured = (0..1000_u32).map(|value| Measurement::new("s1", f64::from(value)));
    client.events().write_measurements(measured).await.unwrap();
    let lines = client
        .events()
        .read_measurements()
        .await
        .unwrap()
        .into_inner();
    let values: Vec<f64> = lines.map(|line| line.unwrap().value).collect().await;
    assert_eq!(values.len(), 1000);
    assert!((values[999] - 999.0).abs() < f64::EPSILON);
}
