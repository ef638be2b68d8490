//! The mock server of the client, as the client's users see it in their own tests.
#![allow(missing_docs, reason = "a test crate has no readers")]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use serde_json::json;
use signalwire_sip::mock::{MockServer, ResponseTemplate};
use signalwire_sip::sip_endpoints::RetrieveSipEndpointError;
use signalwire_sip::types::{
    CreateSipEndpointRequest, SipEndpoint, SipEndpointListResponse, SipEndpointResponse,
    StatusCode404,
};
use signalwire_sip::{Client, Error};
use uuid::Uuid;

const ID: Uuid = Uuid::from_u128(7);

/// The code of the README.
#[tokio::test]
async fn the_example_of_the_readme_works() {
    let mock = MockServer::start().await;
    let client = mock.client(); // with placeholders as its credentials

    let mut endpoint = SipEndpointResponse::example();
    endpoint.username = "c3p0".to_owned();
    let retrieve = || {
        mock.sip_endpoints()
            .retrieve_sip_endpoint()
            .with_id(endpoint.id)
    };
    retrieve().up_to(1).respond_status(503); // first this,
    retrieve().expect(1..).respond(endpoint.clone()); // then that
    mock.sip_endpoints()
        .retrieve_sip_endpoint()
        .respond_error(RetrieveSipEndpointError::NotFound(StatusCode404::example()));

    your_code(&client, endpoint.id).await;
    assert_eq!(retrieve().calls(), 2);
}

async fn your_code(client: &Client, id: Uuid) {
    let call = || client.sip_endpoints().retrieve_sip_endpoint(id);
    call().await.expect_err("the server is busy");
    assert_eq!(call().await.expect("the endpoint").username, "c3p0");
}

/// What a panic says.
fn message(run: impl FnOnce()) -> String {
    let panic = catch_unwind(AssertUnwindSafe(run)).expect_err("it panics");
    match panic.downcast::<String>() {
        Ok(text) => *text,
        Err(panic) => (*panic.downcast::<&str>().expect("a text")).to_owned(),
    }
}

#[tokio::test]
async fn an_operation_answers_what_it_is_told_to() {
    let mock = MockServer::start().await;
    let client = mock.client();
    let mut endpoint = SipEndpointResponse::example();
    endpoint.id = ID;
    mock.sip_endpoints()
        .retrieve_sip_endpoint()
        .with_id(ID)
        .header("X-Request-Id", "r-7")
        .expect(1)
        .respond(endpoint.clone());

    let answer = client.sip_endpoints().retrieve_sip_endpoint(ID).await;
    let answer = answer.expect("an answer");
    assert_eq!(*answer, endpoint);
    assert_eq!(answer.request_id(), Some("r-7"));
    assert_eq!(answer.status(), 200);

    let calls = mock.sip_endpoints().retrieve_sip_endpoint().requests();
    let [call] = calls.as_slice() else {
        panic!("{calls:?}");
    };
    assert_eq!(call.method, "GET");
    assert!(call.url.path().ends_with(&ID.to_string()), "{}", call.url);
    // "mock:mock", as placeholders for the credentials.
    assert_eq!(call.headers["authorization"], "Basic bW9jazptb2Nr");
    assert_eq!(mock.sip_endpoints().list_sip_endpoints().calls(), 0);
    assert_eq!(mock.requests().len(), 1);
}

#[tokio::test]
async fn an_operation_answers_with_a_documented_error() {
    let mock = MockServer::start().await;
    mock.sip_endpoints()
        .retrieve_sip_endpoint()
        .respond_error(RetrieveSipEndpointError::NotFound(StatusCode404::example()));
    let client = mock.client();
    match client.sip_endpoints().retrieve_sip_endpoint(ID).await {
        Err(Error::Api(answer)) => {
            assert_eq!(answer.status, 404);
            let expected = RetrieveSipEndpointError::NotFound(StatusCode404::example());
            assert_eq!(answer.body, expected);
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn an_operation_without_content_answers_nothing() {
    let mock = MockServer::start().await;
    mock.sip_endpoints().delete_sip_endpoint().respond(());
    let answer = mock.client().sip_endpoints().delete_sip_endpoint(ID).await;
    assert_eq!(answer.expect("an answer").status(), 204);
}

#[tokio::test]
async fn an_answer_may_be_given_as_json() {
    let mock = MockServer::start().await;
    let links = json!({"self": "/", "first": "/"});
    mock.sip_endpoints()
        .list_sip_endpoints()
        .respond_json(json!({"links": links, "data": []}));
    let page = mock.client().sip_endpoints().list_sip_endpoints().await;
    assert!(page.expect("an answer").data.is_empty());

    let wrong = message(|| {
        let endpoints = mock.sip_endpoints().list_sip_endpoints();
        endpoints.respond_json(json!({"links": links, "data": [{"id": 7}]}));
    });
    assert!(
        wrong.contains("list_sip_endpoints") && wrong.contains("data[0]"),
        "{wrong}"
    );
}

#[tokio::test]
async fn parameters_and_bodies_tell_calls_apart() {
    let mock = MockServer::start().await;
    let endpoints = mock.sip_endpoints();
    let mut first = SipEndpointListResponse::example();
    first.data = vec![SipEndpoint::example()];
    let mut second = first.clone();
    second.data.clear();
    endpoints
        .list_sip_endpoints()
        .with_page_size(1)
        .with_filter_username("a b&c")
        .respond(first);
    endpoints
        .list_sip_endpoints()
        .with_page_size(2)
        .respond(second);
    let wanted = CreateSipEndpointRequest::new("c3p0", "secret");
    endpoints
        .create_sip_endpoint()
        .with_body(wanted.clone())
        .respond(SipEndpointResponse::example());

    let client = mock.client();
    let list = || client.sip_endpoints().list_sip_endpoints();
    let page = list().page_size(1).filter_username("a b&c").await;
    assert_eq!(page.expect("the first").data.len(), 1);
    let page = list().page_size(2).page_number(3).await;
    assert_eq!(page.expect("the second").data.len(), 0);
    let create = |body| client.sip_endpoints().create_sip_endpoint(body);
    create(wanted).await.expect("the endpoint");
    create(CreateSipEndpointRequest::new("r2d2", "secret"))
        .await
        .expect_err("another body");
    assert_eq!(endpoints.list_sip_endpoints().calls(), 2);
    assert_eq!(
        endpoints.list_sip_endpoints().with_page_number(3).calls(),
        1
    );
    assert_eq!(endpoints.create_sip_endpoint().calls(), 2);
}

#[tokio::test]
async fn answers_follow_each_other() {
    let mock = MockServer::start().await;
    let retrieve = || mock.sip_endpoints().retrieve_sip_endpoint();
    retrieve().up_to(1).expect(1).respond_status(503);
    retrieve()
        .delay(Duration::ZERO)
        .expect(1..)
        .respond(SipEndpointResponse::example());
    let client = mock.client();
    let call = || client.sip_endpoints().retrieve_sip_endpoint(ID);
    match call().await {
        Err(Error::UndocumentedStatus(answer)) => assert_eq!(answer.status, 503),
        other => panic!("{other:?}"),
    }
    call().await.expect("the second");
    call().await.expect("the third");
    mock.verify();
}

#[tokio::test]
async fn an_answer_may_be_anything() {
    let mock = MockServer::start().await;
    mock.sip_endpoints().retrieve_sip_endpoint().respond_raw(
        |request: &signalwire_sip::mock::Request| {
            ResponseTemplate::new(200).set_body_string(request.url.path())
        },
    );
    match mock
        .client()
        .sip_endpoints()
        .retrieve_sip_endpoint(ID)
        .await
    {
        Err(Error::Decode(_)) => {}
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_call_that_nothing_answers_is_told_why() {
    let mock = MockServer::start().await;
    mock.sip_endpoints()
        .retrieve_sip_endpoint()
        .with_id(ID)
        .respond_status(503);
    mock.sip_endpoints()
        .list_sip_endpoints()
        .up_to(0)
        .respond_status(503);
    let client = mock.client();
    let other = client
        .sip_endpoints()
        .retrieve_sip_endpoint(Uuid::nil())
        .await;
    let Err(Error::Decode(failure)) = other else {
        panic!("{other:?}");
    };
    let text = String::from_utf8_lossy(failure.raw_body()).into_owned();
    assert!(text.contains("which is retrieve_sip_endpoint\n"), "{text}");
    let wanted = "- retrieve_sip_endpoint (GET /api/relay/rest/endpoints/sip/{id}): a parameter of the path differs";
    assert!(text.contains(wanted), "{text}");
    assert!(text.contains("- list_sip_endpoints (GET /api/relay/rest/endpoints/sip): it has another method or path"), "{text}");
}

#[tokio::test]
async fn the_server_panics_when_calls_are_not_as_expected() {
    let mock = MockServer::start().await;
    let retrieve = mock.sip_endpoints().retrieve_sip_endpoint();
    retrieve.with_id(ID).expect(2).respond_status(503);
    let client = mock.client();
    let _ = client.sip_endpoints().retrieve_sip_endpoint(ID).await;
    let _ = client.sip_endpoints().list_sip_endpoints().await;
    let said = message(|| drop(mock));
    assert!(said.contains("retrieve_sip_endpoint (GET"), "{said}");
    assert!(said.contains("expected 2 calls, got 1"), "{said}");
    assert!(said.contains("list_sip_endpoints"), "{said}");
}

#[tokio::test]
async fn the_mock_may_stand_below_a_path() {
    let mock = MockServer::start_below("/of/a%20gateway/").await;
    assert!(mock.base_url().ends_with("/of/a%20gateway"));
    mock.sip_endpoints().delete_sip_endpoint().respond(());
    let delete =
        |client: Client| async move { client.sip_endpoints().delete_sip_endpoint(ID).await };
    delete(mock.client()).await.expect("an answer");
    let root = mock.base_url().replace("/of/a%20gateway", "");
    let elsewhere = mock.client_builder().base_url(root).build();
    delete(elsewhere.expect("a client"))
        .await
        .expect_err("nothing there");
    assert_eq!(mock.sip_endpoints().delete_sip_endpoint().calls(), 1);
}

/// The mock of another API: other groups, bytes and files, an operation with several errors.
#[tokio::test]
async fn another_client_has_a_mock_of_its_own_api() {
    use depot::parts::CreatePartError;
    use depot::types::{ListPartsResponse, Part, PartKind, Problem};

    let mock = depot::mock::MockServer::start().await;
    let client = mock.client();
    let mut page = ListPartsResponse::example();
    page.parts.push(Part::new("nut-1", PartKind::Nut));
    let list = || mock.parts().list_parts();
    list().with_limit(2).expect(1).respond(page);
    let parts = client.parts().list_parts().limit(2).await.expect("parts");
    let kinds: Vec<_> = parts.parts.iter().map(|part| part.kind.clone()).collect();
    assert_eq!(kinds, [PartKind::Bolt, PartKind::Nut]);

    let mut problem = Problem::example();
    problem.message = "there is one".to_owned();
    mock.parts()
        .create_part()
        .with_body(Part::new("nut-1", PartKind::Nut))
        .expect(2)
        .respond_error(CreatePartError::Conflict(problem.clone()));
    let create = |id| client.parts().create_part(Part::new(id, PartKind::Nut));
    match create("nut-1").await {
        Err(depot::Error::Api(answer)) => {
            assert_eq!(answer.status, 409);
            assert_eq!(answer.body, CreatePartError::Conflict(problem));
        }
        other => panic!("{other:?}"),
    }
    create("nut-2").await.expect_err("it has another body");

    mock.parts()
        .download_drawing()
        .with_id("nut/1")
        .respond(&b"lines"[..]);
    let drawing = client.parts().download_drawing("nut/1").await;
    assert_eq!(drawing.expect("a drawing").as_ref(), b"lines");

    assert_eq!((list().calls(), list().with_limit(3).calls()), (1, 0));
    assert_eq!(mock.parts().create_part().calls(), 2);
    assert_eq!(mock.requests().len(), 4);
    // The placeholders of its credentials, each where the document says.
    let drawings = mock.parts().download_drawing().requests();
    assert_eq!(drawings[0].url.query(), Some("key=mock"));
    let lists = list().requests();
    assert_eq!(lists[0].headers["authorization"], "Bearer mock");

    let said = message(|| drop(mock));
    assert!(said.contains("create_part (POST /parts)"), "{said}");
    assert!(said.contains("expected 2 calls, got 1"), "{said}");
    assert_eq!(said.matches("calls, got").count(), 1, "{said}");
}
