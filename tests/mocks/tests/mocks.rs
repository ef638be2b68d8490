//! What SIP endpoints do not have: answers of several media types, items, headers, forms, files.

use std::collections::BTreeMap;

use futures_util::StreamExt as _;

/// What a panic says.
fn message(run: impl FnOnce()) -> String {
    let panic = std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)).unwrap_err();
    *panic.downcast::<String>().unwrap()
}

mod answers {
    use golden_answers::Error;
    use golden_answers::mock::MockServer;
    use golden_answers::operations::{
        CodesAtTheEndsOfRangesError, CodesAtTheEndsOfRangesOutput, CreateThingError,
        CreateThingOutput,
    };
    use golden_answers::types::{CreateThingCreated, Problem};

    use super::message;

    #[tokio::test]
    async fn every_variant_has_its_status_and_its_media_type() {
        let mock = MockServer::start().await;
        let client = mock.client();
        let outputs = [
            (
                201,
                CreateThingOutput::Created(CreateThingCreated::example()),
            ),
            (204, CreateThingOutput::NoContent),
        ];
        for (status, output) in outputs {
            mock.create_thing().up_to(1).respond(output.clone());
            let answer = client.create_thing().await.unwrap();
            assert_eq!(
                (answer.status().as_u16(), answer.into_inner()),
                (status, output)
            );
        }
        let mut problem = Problem::example();
        problem.message = Some("no".to_owned());
        let errors = [
            (404, CreateThingError::NotFound),
            (409, CreateThingError::ConflictJson(problem.clone())),
            (409, CreateThingError::ConflictPlain("no".to_owned())),
            (418, CreateThingError::ClientError(problem)),
            (503, CreateThingError::Other(serde_json::Map::new())),
        ];
        for (status, error) in errors {
            let answering = mock.create_thing().up_to(1);
            let is_open = matches!(status, 418 | 503);
            let answering = if is_open {
                answering.status(status)
            } else {
                answering
            };
            answering.respond_error(error.clone());
            match client.create_thing().await {
                Err(Error::Api(answer)) => {
                    assert_eq!((answer.status.as_u16(), answer.body), (status, error));
                }
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(mock.create_thing().calls(), 7);
    }

    #[tokio::test]
    async fn an_open_status_must_be_given_and_fit() {
        let mock = MockServer::start().await;
        let ranges = || mock.codes_at_the_ends_of_ranges();
        let error = || CodesAtTheEndsOfRangesError::ClientError;
        let said = message(|| ranges().respond_error(error()));
        assert!(
            said.contains("the document says 4XX: give the status"),
            "{said}"
        );
        for status in [400, 503] {
            let said = message(|| ranges().status(status).respond_error(error()));
            assert!(said.contains("a client reads something else"), "{said}");
        }
        let other = || CodesAtTheEndsOfRangesOutput::Success("yes".to_owned());
        ranges().status(206).respond(other());
        let answer = mock.client().codes_at_the_ends_of_ranges().await.unwrap();
        assert_eq!(
            (answer.status().as_u16(), answer.into_inner()),
            (206, other())
        );
    }

    #[tokio::test]
    async fn text_and_bytes_are_sent_as_they_are() {
        let mock = MockServer::start().await;
        let client = mock.client();
        mock.read_text().respond("ünï");
        mock.read_word().respond("word");
        mock.download().respond(vec![0_u8, 255]);
        assert_eq!(*client.read_text().await.unwrap(), "ünï");
        assert_eq!(*client.read_word().await.unwrap(), "word");
        let download = client.download().await.unwrap();
        assert_eq!(
            download.headers()["content-type"],
            "application/octet-stream"
        );
        assert_eq!(download.as_ref(), [0, 255]);
    }
}

mod streams {
    use std::time::Duration;

    use golden_streams::Event;
    use golden_streams::mock::MockServer;
    use golden_streams::operations::CompleteOutput;
    use golden_streams::types::{CompleteBody, Completion, Notice, Piece};

    use super::*;

    fn piece(delta: &str) -> Piece {
        let mut piece = Piece::example();
        piece.delta = delta.to_owned();
        piece
    }

    #[tokio::test]
    async fn items_are_given_as_a_list() {
        let mock = MockServer::start().await;
        let client = mock.client();
        let pieces = vec![piece("a\nb"), piece("[DONE]")];
        mock.export_records().respond(pieces.clone());
        mock.import_records()
            .with_body(pieces.clone())
            .respond(pieces.clone());
        for stream in [
            client.export_records().await.unwrap().into_inner(),
            client
                .import_records(pieces.clone())
                .await
                .unwrap()
                .into_inner(),
        ] {
            let read: Vec<Piece> = stream.map(Result::unwrap).collect().await;
            assert_eq!(read, pieces);
        }
        assert_eq!(mock.import_records().requests()[0].body.len(), 36);
    }

    #[tokio::test]
    async fn events_have_kind_id_and_retry() {
        let mock = MockServer::start().await;
        let client = mock.client();
        let mut first = Event::new(piece("a"));
        first.event = "delta".to_owned();
        first.id = Some("1".to_owned());
        first.retry = Some(Duration::from_millis(5));
        mock.complete()
            .up_to(1)
            .respond(CompleteOutput::OkEventStream(
                vec![first.clone(), Event::new(piece("b"))].into(),
            ));
        let body = || CompleteBody::new("p");
        let CompleteOutput::OkEventStream(stream) =
            client.complete(body()).await.unwrap().into_inner()
        else {
            panic!("events");
        };
        let read: Vec<Event<Piece>> = stream.map(Result::unwrap).collect().await;
        assert_eq!(read[0], first);
        assert_eq!(read[1].data, piece("b"));

        let whole = CompleteOutput::OkJson(Completion::example());
        mock.complete().respond(whole);
        let answer = client.complete(body()).await.unwrap().into_inner();
        assert!(matches!(answer, CompleteOutput::OkJson(_)), "{answer:?}");

        mock.listen_texts()
            .respond(vec![Event::new("two\nlines".to_owned())]);
        let stream = client.listen_texts().await.unwrap().into_inner();
        let read: Vec<Event<String>> = stream.map(Result::unwrap).collect().await;
        assert_eq!(read[0].data, "two\nlines");

        mock.listen_events().respond(vec![Notice::example()]);
        let stream = client.listen_events().await.unwrap().into_inner();
        let read: Vec<Notice> = stream.map(Result::unwrap).collect().await;
        assert_eq!(read, [Notice::example()]);
    }
}

#[tokio::test]
async fn headers_of_answers_have_types() {
    use golden_response_headers::mock::MockServer;
    use golden_response_headers::operations::ListItemsHeaders;
    use golden_response_headers::types::{Meta, Range};

    let mock = MockServer::start().await;
    let mut headers = ListItemsHeaders::default();
    headers.x_rate_limit = Some(7);
    headers.x_tags = Some(vec!["a".to_owned(), "b".to_owned()]);
    headers.x_range = Some(Range::example());
    headers.x_pairs = Some(BTreeMap::from([("a".to_owned(), 1), ("b".to_owned(), 2)]));
    headers.x_meta = Some(Meta::example());
    headers.set_cookie = Some(vec!["a=1; Path=/".to_owned(), "b=2".to_owned()]);
    headers.x_kind = Some("small".into());
    mock.list_items().headers(headers.clone()).respond(());
    let answer = mock.client().list_items().await.unwrap();
    let mut read = ListItemsHeaders::try_from(answer.headers()).unwrap();
    // Of an object without members there is nothing to send.
    (read.x_range, headers.x_range) = (None, None);
    assert_eq!(read, headers);
}

#[tokio::test]
async fn parameters_of_every_style_tell_calls_apart() {
    use golden_parameters::mock::MockServer;

    let mock = MockServer::start().await;
    let client = mock.client();
    let part = || {
        mock.get_part()
            .with_id("a/b ü")
            .with_part(7)
            .with_trace("t")
    };
    part()
        .with_tags(["x", "y"])
        .with_session("s")
        .expect(1)
        .respond(());
    let call = |id: &str| client.get_part(id, "t", 7, Vec::<uuid::Uuid>::new());
    call("a/b ü").tags(["x", "y"]).session("s").await.unwrap();
    call("a/b ü").tags(["y"]).session("s").await.unwrap_err();
    call("a").tags(["x", "y"]).session("s").await.unwrap_err();
    assert_eq!(part().calls(), 2);
    assert_eq!(mock.get_part().with_id("a").calls(), 1);

    mock.get_matrix()
        .with_m(["a", "b"])
        .with_l("c.d")
        .expect(1)
        .respond(());
    client.get_matrix(["a", "b"], "c.d").await.unwrap();
    client.get_matrix(["b", "a"], "c.d").await.unwrap_err();
}

#[tokio::test]
async fn files_and_forms_tell_calls_apart() {
    use golden_bodies::types::SendFormBody;
    use golden_multipart::File;
    use golden_multipart::types::{About, Upload};

    let mock = golden_multipart::mock::MockServer::start().await;
    let client = mock.client();
    let upload =
        |text: &'static str| Upload::new(File::from(text).named("a.txt"), About::new().title("t"));
    mock.upload_file()
        .with_body(upload("text"))
        .expect(1)
        .respond(());
    client.upload_file(upload("text")).await.unwrap();
    client.upload_file(upload("other")).await.unwrap_err();

    let mock = golden_bodies::mock::MockServer::start().await;
    let client = mock.client();
    let form = |to: &str| SendFormBody::new(to).media(["a", "b"]);
    mock.send_form().with_body(form("me")).respond(());
    mock.send_text().with_body("text").respond(());
    mock.send_bytes().with_body(vec![0, 255]).respond(());
    client.send_form(form("me")).await.unwrap();
    client.send_form(form("you")).await.unwrap_err();
    client.send_text("text").await.unwrap();
    client.send_text("txt").await.unwrap_err();
    client.send_bytes(vec![0, 255]).await.unwrap();
    client.send_bytes(vec![0]).await.unwrap_err();
}

#[tokio::test]
async fn every_scheme_has_a_placeholder() {
    let mock = golden_security::mock::MockServer::start().await;
    let client = mock.client();
    mock.by_both().respond(());
    mock.by_login().respond(());
    client.by_both().await.unwrap();
    client.by_login().await.unwrap();
}
