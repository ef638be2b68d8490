//! Lists in pages.

use signalwire_sip::{Client, Error, PageToken};
use wiregen_tests::client::client_of;
use wiregen_tests::fake::{Fake, Misbehaviour};

async fn start(endpoints: usize) -> (Fake, Client) {
    let fake = Fake::start().await;
    fake.add_sip_endpoints(endpoints);
    let client = client_of(&fake);
    (fake, client)
}

#[tokio::test]
async fn items_come_from_all_pages_in_order() {
    let (fake, client) = start(120).await;
    let mut items = client
        .sip_endpoints()
        .list_sip_endpoints()
        .filter_username("user")
        .items();
    let mut names = Vec::new();
    while let Some(endpoint) = items.try_next().await.unwrap() {
        names.push(endpoint.username);
    }
    let expected: Vec<String> = (0..120).map(|number| format!("user-{number}")).collect();
    assert_eq!(names, expected);
    let requests = fake.requests();
    assert_eq!(requests.len(), 3, "50 a page");
    assert!(
        requests
            .iter()
            .all(|request| request.query.starts_with("filter_username=user"))
    );
    assert!(
        requests
            .iter()
            .all(|request| request.header("authorization").is_some())
    );
}

#[tokio::test]
async fn a_page_is_asked_for_when_it_is_needed() {
    let (fake, client) = start(5).await;
    let mut items = client
        .sip_endpoints()
        .list_sip_endpoints()
        .page_size(2)
        .items();
    assert!(fake.requests().is_empty());
    for requests in [1, 1, 2, 2, 3] {
        assert!(items.try_next().await.unwrap().is_some());
        assert_eq!(fake.requests().len(), requests);
    }
    assert!(items.try_next().await.unwrap().is_none());
    assert!(items.try_next().await.unwrap().is_none());
    assert_eq!(fake.requests().len(), 3);
}

#[tokio::test]
async fn pages_come_with_status_and_headers() {
    let (_fake, client) = start(5).await;
    let mut pages = client
        .sip_endpoints()
        .list_sip_endpoints()
        .page_size(2)
        .pages();
    let mut sizes = Vec::new();
    while let Some(page) = pages.try_next().await.unwrap() {
        assert_eq!(
            page.request_id(),
            Some(format!("request-{}", sizes.len() + 1).as_str())
        );
        sizes.push(page.data.len());
    }
    assert_eq!(sizes, [2, 2, 1]);
}

#[tokio::test]
async fn an_empty_list_has_one_page_without_items() {
    let (fake, client) = start(0).await;
    assert!(
        client
            .sip_endpoints()
            .list_sip_endpoints()
            .items()
            .try_next()
            .await
            .unwrap()
            .is_none()
    );
    assert_eq!(fake.requests().len(), 1);
}

#[tokio::test]
async fn other_lists_have_pages_as_well() {
    let (fake, client) = start(0).await;
    fake.add_sip_addresses(3);
    let mut addresses = client
        .sip_addresses()
        .list_sip_addresses()
        .page_size(1)
        .items();
    for number in 0..3 {
        assert_eq!(
            addresses.try_next().await.unwrap().unwrap().name,
            format!("line-{number}")
        );
    }
    assert!(addresses.try_next().await.unwrap().is_none());
    assert!(
        client
            .sip_gateways()
            .list_sip_gateways()
            .items()
            .try_next()
            .await
            .unwrap()
            .is_none()
    );
    let credentials = client
        .subscriber_sip_credentials()
        .list_subscriber_sip_credentials(Fake::SUBSCRIBER);
    assert!(credentials.items().try_next().await.unwrap().is_none());
}

#[tokio::test]
async fn a_page_can_be_asked_for_by_its_token() {
    let (fake, client) = start(5).await;
    let first = client
        .sip_endpoints()
        .list_sip_endpoints()
        .page_size(3)
        .await
        .unwrap();
    let next = url::Url::parse(first.links.next.as_deref().unwrap()).unwrap();
    let token = next
        .query_pairs()
        .find(|(name, _)| name == "page_token")
        .unwrap()
        .1
        .into_owned();
    let list = client.sip_endpoints().list_sip_endpoints();
    let second = list
        .page_number(1)
        .page_size(3)
        .page_token(&token)
        .await
        .unwrap();
    assert_eq!(second.data[0].username, "user-3");
    assert_eq!(
        fake.last_request().query,
        format!("page_number=1&page_size=3&page_token={token}")
    );
    let wrong = client
        .sip_endpoints()
        .list_sip_endpoints()
        .page_token("PAnonsense")
        .await
        .unwrap_err();
    assert_eq!(wrong.status().unwrap().as_u16(), 422);
}

#[tokio::test]
async fn a_list_that_never_ends_is_an_error() {
    let (fake, client) = start(5).await;
    fake.next(Misbehaviour::EndlessPages);
    let mut pages = client
        .sip_endpoints()
        .list_sip_endpoints()
        .page_size(2)
        .pages();
    assert_eq!(
        pages.try_next().await.unwrap().unwrap().data.len(),
        2,
        "the page itself is good"
    );
    let error = pages.try_next().await.unwrap_err();
    assert!(matches!(error, Error::InvalidRequest(_)), "{error:?}");
    assert!(
        error.to_string().starts_with("list_sip_endpoints: "),
        "{error}"
    );
    assert!(pages.try_next().await.unwrap().is_none());
    assert_eq!(fake.requests().len(), 1);
}

#[tokio::test]
async fn a_link_to_another_host_is_not_followed() {
    let (fake, client) = start(5).await;
    let other = Fake::start().await;
    other.add_sip_endpoints(5);
    let port = fake.url().rsplit(':').next().unwrap().to_owned();
    for link in [
        format!("{}/api/relay/rest/endpoints/sip", other.url()),
        format!("//{}/api", other.url().trim_start_matches("http://")),
        format!("https://127.0.0.1:{port}/api/relay/rest/endpoints/sip"),
        format!("http://localhost:{port}/api/relay/rest/endpoints/sip"),
        "file:///etc/passwd".to_owned(),
        "http://[".to_owned(),
    ] {
        fake.next(Misbehaviour::ForeignNext(link.clone()));
        let mut items = client
            .sip_endpoints()
            .list_sip_endpoints()
            .page_size(2)
            .items();
        assert!(items.try_next().await.unwrap().is_some());
        assert!(items.try_next().await.unwrap().is_some());
        let error = items.try_next().await.expect_err(&link);
        assert!(
            matches!(error, Error::InvalidRequest(_)),
            "{link}: {error:?}"
        );
        assert!(items.try_next().await.unwrap().is_none());
    }
    assert!(other.requests().is_empty());
    assert_eq!(fake.requests().len(), 6);
}

#[tokio::test]
async fn an_error_within_the_list_ends_it() {
    let (fake, client) = start(5).await;
    let mut items = client
        .sip_endpoints()
        .list_sip_endpoints()
        .page_size(4)
        .items();
    for _ in 0..4 {
        items.try_next().await.unwrap().unwrap();
    }
    fake.next(Misbehaviour::Status(500));
    assert_eq!(
        items
            .try_next()
            .await
            .unwrap_err()
            .status()
            .unwrap()
            .as_u16(),
        500
    );
    assert!(items.try_next().await.unwrap().is_none());
    assert_eq!(fake.requests().len(), 2);
}

#[tokio::test]
async fn reading_goes_on_after_an_error() {
    let (fake, client) = start(5).await;
    let list = || client.sip_endpoints().list_sip_endpoints().page_size(2);
    let mut items = list().items();
    let mut names = Vec::new();
    for _ in 0..2 {
        names.push(items.try_next().await.unwrap().unwrap().username);
    }
    fake.next(Misbehaviour::Status(500));
    assert!(items.try_next().await.is_err());
    let kept = items.next_page().unwrap().to_string();
    assert!(kept.starts_with("/api/relay/rest/endpoints/sip?"), "{kept}");

    let token: PageToken = kept.parse().unwrap();
    let mut items = list().items_from(&token);
    while let Some(endpoint) = items.try_next().await.unwrap() {
        names.push(endpoint.username);
    }
    let expected: Vec<String> = (0..5).map(|number| format!("user-{number}")).collect();
    assert_eq!(names, expected);
    assert_eq!(fake.requests().len(), 4);
    assert!(items.next_page().is_none());
}
