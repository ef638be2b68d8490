//! The fake itself: what it answers is valid by the document, and it is strict in what it takes.

use std::collections::BTreeSet;

use reqwest::header::{ACCEPT, CONTENT_TYPE, USER_AGENT};
use reqwest::{Client, Method, RequestBuilder};
use serde_json::{Value, json};
use wiregen_tests::document::{self, Answer};
use wiregen_tests::fake::{Fake, Misbehaviour};

const ENDPOINTS: &str = "/api/relay/rest/endpoints/sip";
const ENDPOINT: &str = "/api/relay/rest/endpoints/sip/{id}";
const CREDENTIALS: &str = "/api/fabric/resources/sip_endpoints";
const CREDENTIAL: &str = "/api/fabric/resources/sip_endpoints/{id}";
const GATEWAYS: &str = "/api/fabric/resources/sip_gateways";
const GATEWAY: &str = "/api/fabric/resources/sip_gateways/{id}";
const SUBSCRIBER: &str = "/api/fabric/resources/subscribers/{fabric_subscriber_id}/sip_endpoints";
const SUBSCRIBER_CREDENTIAL: &str =
    "/api/fabric/resources/subscribers/{fabric_subscriber_id}/sip_endpoints/{id}";
const ADDRESSES: &str = "/api/fabric/sip_addresses";
const ADDRESS: &str = "/api/fabric/sip_addresses/{id}";
const PROFILE: &str = "/api/relay/rest/sip_profile";
/// The id that the tests give to a credential; only credentials are created with an id.
const OWN_ID: &str = "11111111-0000-4000-8000-000000000000";
/// An id that nothing has.
const NOWHERE: &str = "00000000-0000-4000-8000-000000000000";

/// A conversation with a fake that holds every answer against the document.
struct Conversation {
    fake: Fake,
    http: Client,
    /// The operations that were answered as documented, with their status.
    seen: BTreeSet<(String, String, u16)>,
}

impl Conversation {
    async fn start() -> Self {
        Self {
            fake: Fake::start().await,
            http: Client::new(),
            seen: BTreeSet::new(),
        }
    }

    /// A request as it should be, save for its body.
    fn request(&self, method: &str, path: &str) -> RequestBuilder {
        let (project_id, api_token) = Fake::credentials();
        let method: Method = method.parse().unwrap();
        let request = self
            .http
            .request(method, format!("{}{path}", self.fake.url()));
        request
            .basic_auth(project_id, Some(api_token))
            .header(ACCEPT, "application/json")
            .header(USER_AGENT, "test")
    }

    async fn ask(
        &mut self,
        method: &str,
        template: &str,
        id: &str,
        body: Option<Value>,
    ) -> (u16, Value) {
        let subscriber = Fake::SUBSCRIBER.to_string();
        let path = template
            .replace("{fabric_subscriber_id}", &subscriber)
            .replace("{id}", id);
        let mut request = self.request(method, &path);
        if let Some(body) = body {
            request = request.json(&body);
        }
        self.send(request, method, template).await
    }

    async fn send(
        &mut self,
        request: RequestBuilder,
        method: &str,
        template: &str,
    ) -> (u16, Value) {
        let response = request.send().await.unwrap();
        assert!(response.headers().contains_key("x-request-id"));
        let status = response.status().as_u16();
        let text = response.text().await.unwrap();
        let body = match document::answer(method, template, status) {
            Answer::Undocumented => panic!("{method} {template} answers {status}: {text}"),
            Answer::Empty => {
                assert_eq!(text, "");
                Value::Null
            }
            Answer::Json(schema) => {
                let body = serde_json::from_str(&text).unwrap();
                let findings = document::check(&schema, &body);
                assert!(
                    findings.is_empty(),
                    "{method} {template} {status}: {findings:#?}\n{body:#}"
                );
                body
            }
        };
        self.seen
            .insert((method.to_owned(), template.to_owned(), status));
        (status, body)
    }

    /// Creates, lists, retrieves, updates and deletes a resource, and looks for it when it is gone.
    async fn lead_a_life(&mut self, list: &str, one: &str, create: Value, update: (&str, Value)) {
        let (status, created) = self.ask("POST", list, "", Some(create.clone())).await;
        assert!(status == 200 || status == 201, "{created}");
        let id = created["id"].as_str().unwrap().to_owned();
        let listed = self.ask("GET", list, "", None).await.1;
        let listed = if listed.is_array() {
            &listed[0]["data"]
        } else {
            &listed["data"]
        };
        assert_eq!(listed, &json!([created]));
        assert_eq!(
            self.ask("GET", one, &id, None).await,
            (200, created.clone())
        );
        assert_eq!(
            self.ask("POST", list, "", Some(create)).await.0,
            422,
            "taken"
        );
        assert_eq!(
            self.ask("POST", list, "", Some(json!({}))).await.0,
            422,
            "required fields"
        );
        let (method, changes) = update;
        let (status, updated) = self.ask(method, one, &id, Some(changes.clone())).await;
        assert_eq!(status, 200);
        assert_ne!(updated, created);
        assert_eq!(self.ask(method, one, NOWHERE, Some(changes)).await.0, 404);
        assert_eq!(
            self.ask(method, one, &id, Some(json!({ "no_such_field": 1 })))
                .await
                .0,
            422
        );
        assert_eq!(self.ask("DELETE", one, &id, None).await.0, 204);
        assert_eq!(self.ask("DELETE", one, &id, None).await.0, 404);
        assert_eq!(self.ask("GET", one, &id, None).await.0, 404);
    }
}

#[tokio::test]
async fn every_kind_of_resource_leads_its_life_and_every_answer_is_documented() {
    let mut talk = Conversation::start().await;
    let endpoint = json!({ "username": "c3p0", "password": "secret", "codecs": ["OPUS"] });
    talk.lead_a_life(
        ENDPOINTS,
        ENDPOINT,
        endpoint,
        ("PUT", json!({ "caller_id": "C-3P0" })),
    )
    .await;
    let update = json!({ "caller_id": "C", "calling_handler_resource_id": Fake::RESOURCE });
    talk.lead_a_life(CREDENTIALS, CREDENTIAL, credential(OWN_ID), ("PUT", update))
        .await;
    let endpoint = json!({ "username": "desk", "password": "secret" });
    let update = ("PATCH", json!({ "send_as": "+15550100200" }));
    talk.lead_a_life(SUBSCRIBER, SUBSCRIBER_CREDENTIAL, endpoint, update)
        .await;
    let address = json!({ "name": "sales", "calling_handler_resource_id": Fake::RESOURCE });
    talk.lead_a_life(
        ADDRESSES,
        ADDRESS,
        address,
        ("PATCH", json!({ "name": "support" })),
    )
    .await;
    let gateway = json!({
        "name": "PBX", "uri": "pbx@example.com", "encryption": "required", "ciphers": [], "codecs": ["PCMU"],
    });
    talk.lead_a_life(
        GATEWAYS,
        GATEWAY,
        gateway.clone(),
        ("PATCH", json!({ "name": "Old PBX" })),
    )
    .await;

    let gateway = talk.ask("POST", GATEWAYS, "", Some(gateway)).await.1;
    let addresses = format!("{GATEWAY}/addresses");
    let listed = talk
        .ask("GET", &addresses, gateway["id"].as_str().unwrap(), None)
        .await
        .1;
    assert_eq!(listed["data"][0]["name"], "PBX");
    assert_eq!(talk.ask("GET", &addresses, NOWHERE, None).await.0, 404);
    talk.ask("POST", CREDENTIALS, "", Some(credential(OWN_ID)))
        .await;
    let addresses = format!("{CREDENTIAL}/addresses");
    assert_eq!(
        talk.ask("GET", &addresses, OWN_ID, None).await.1["data"][0]["type"],
        "call"
    );
    let assign = "/api/fabric/resources/{id}/sip_endpoints";
    let body = json!({ "sip_endpoint_id": OWN_ID });
    let resource = Fake::RESOURCE.to_string();
    assert_eq!(
        talk.ask("POST", assign, &resource, Some(body.clone()))
            .await
            .0,
        200
    );
    assert_eq!(talk.ask("POST", assign, NOWHERE, Some(body)).await.0, 404);
    assert_eq!(
        talk.ask("GET", CREDENTIAL, OWN_ID, None).await.1["call_handler"],
        "ai_agent"
    );
    let profile = talk
        .ask(
            "PUT",
            PROFILE,
            "",
            Some(json!({ "domain_identifier": "acme" })),
        )
        .await;
    assert_eq!(talk.ask("GET", PROFILE, "", None).await.1, profile.1);

    let answered: BTreeSet<(&str, &str)> = talk
        .seen
        .iter()
        .map(|(method, path, _)| (&**method, &**path))
        .collect();
    let operations = document::operations();
    let documented = operations
        .iter()
        .map(|(method, path, _)| (&**method, &**path))
        .collect();
    assert_eq!(answered, documented);
}

#[tokio::test]
async fn documented_failures_of_every_operation_are_valid() {
    let mut talk = Conversation::start().await;
    for (method, path, id) in document::operations() {
        for status in [400, 401, 404, 422, 500] {
            if document::answer(&method, &path, status) == Answer::Undocumented {
                continue;
            }
            talk.fake.next(Misbehaviour::Status(status));
            assert_eq!(
                talk.ask(&method, &path, NOWHERE, None).await.0,
                status,
                "{id}"
            );
        }
    }
}

#[tokio::test]
async fn what_the_document_does_not_allow_is_refused() {
    let mut talk = Conversation::start().await;
    for (status, request) in [
        (
            401,
            talk.http
                .get(format!("{}{ENDPOINTS}", talk.fake.url()))
                .basic_auth("somebody", Some("else")),
        ),
        (418, talk.request("GET", "/api/relay/rest/endpoints/sip/")),
        (418, talk.request("PATCH", ENDPOINTS)),
        (418, talk.request("GET", &format!("{ENDPOINTS}?page=1"))),
        (418, talk.request("GET", ENDPOINTS).json(&json!({}))),
        (
            418,
            talk.request("POST", ENDPOINTS)
                .body("{}")
                .header(CONTENT_TYPE, "text/plain"),
        ),
        (
            422,
            talk.request("GET", &format!("{ENDPOINTS}?page_size=0")),
        ),
        (
            422,
            talk.request("GET", &format!("{ENDPOINTS}?page_size=1001")),
        ),
        (
            422,
            talk.request("GET", &format!("{ENDPOINTS}?page_number=1")),
        ),
        (
            422,
            talk.request("GET", &format!("{ADDRESSES}?page_token=PA0000ffff")),
        ),
        (
            422,
            talk.request("POST", ENDPOINTS)
                .body("{")
                .header(CONTENT_TYPE, "application/json"),
        ),
        (
            422,
            talk.request("POST", ENDPOINTS)
                .json(&json!({ "username": "a b", "password": "" })),
        ),
        (
            422,
            talk.request("POST", ENDPOINTS)
                .json(&json!({ "username": "a@b", "password": "" })),
        ),
        (
            400,
            talk.request("PATCH", &ADDRESS.replace("{id}", NOWHERE))
                .body("{")
                .header(CONTENT_TYPE, "application/json"),
        ),
    ] {
        let (_, request) = request.build_split();
        let request = request.unwrap();
        let asked = format!("{} {}", request.method(), request.url());
        let response = talk.http.execute(request).await.unwrap();
        assert_eq!(response.status().as_u16(), status, "{asked}");
    }
    let requests = talk.fake.requests();
    assert_eq!(requests.len(), 14);
    assert_eq!(
        (&*requests[3].path, &*requests[3].query),
        (ENDPOINTS, "page=1")
    );
    talk.fake.add_sip_endpoints(1);
    assert_eq!(talk.ask("GET", ENDPOINTS, "", None).await.0, 200);
}

#[tokio::test]
async fn pages_are_linked_both_ways() {
    let mut talk = Conversation::start().await;
    talk.fake.add_sip_endpoints(7);
    let mut url = format!(
        "{}{ENDPOINTS}?filter_username=user&page_size=3",
        talk.fake.url()
    );
    let mut names = Vec::new();
    let mut previous = None;
    loop {
        let request = talk.request("GET", url.strip_prefix(talk.fake.url()).unwrap());
        let (status, page) = talk.send(request, "GET", ENDPOINTS).await;
        assert_eq!(
            (status, page["links"]["self"].as_str()),
            (200, Some(url.as_str()))
        );
        names.extend(
            page["data"]
                .as_array()
                .unwrap()
                .iter()
                .map(|item| item["username"].clone()),
        );
        assert_eq!(page["links"].get("prev").is_some(), previous.is_some());
        previous = Some(page["links"]["prev"].clone());
        match page["links"]["next"].as_str() {
            Some(next) => url = next.to_owned(),
            None => break,
        }
    }
    assert_eq!(names.len(), 7);
    assert_eq!(names[6], "user-6");
    assert_eq!(talk.fake.requests().len(), 3);
}

fn credential(id: &str) -> Value {
    json!({
        "id": id, "username": "c3p0", "caller_id": "C-3P0", "send_as": "random",
        "ciphers": ["AEAD_AES_256_GCM_8"], "codecs": ["OPUS"], "encryption": "default",
        "call_handler": "resource", "calling_handler_resource_id": null,
    })
}
