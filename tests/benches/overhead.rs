//! What the client costs beside reqwest and serde by hand: a small call and the decoding of a page of
//! 1,000 items, against the same server on the loopback, in turns in one run.
//!
//! `cargo bench --package wiregen-tests --no-default-features --bench overhead`

use std::net::{Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant};

use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::routing::get;
use serde::Deserialize;
use signalwire_sip::Client;
use tokio::runtime::Runtime;
use uuid::Uuid;

/// How many times the two take turns.
const ROUNDS: usize = 60;

/// What the page holds, in the types that one would write by hand.
mod by_hand {
    use super::{Deserialize, Uuid};

    #[derive(Deserialize)]
    #[allow(dead_code, reason = "it is only read")]
    pub(super) struct Page {
        pub(super) data: Vec<Endpoint>,
        links: Links,
    }

    #[derive(Deserialize)]
    #[allow(dead_code, reason = "it is only read")]
    struct Links {
        #[serde(rename = "self")]
        this: String,
        first: String,
        next: Option<String>,
        prev: Option<String>,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Encryption {
        Default,
        Required,
        Optional,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum CallHandler {
        LamlWebhooks,
        RelayContext,
    }

    #[derive(Deserialize)]
    #[serde(rename_all = "UPPERCASE")]
    enum Method {
        Get,
        Post,
    }

    #[derive(Deserialize)]
    #[allow(dead_code, reason = "it is only read")]
    pub(super) struct Endpoint {
        #[serde(rename = "type")]
        kind: String,
        id: Uuid,
        username: String,
        caller_id: Option<String>,
        send_as: String,
        ciphers: Vec<String>,
        codecs: Vec<String>,
        encryption: Encryption,
        call_handler: Option<CallHandler>,
        calling_handler_resource_id: Option<Uuid>,
        call_request_url: Option<String>,
        call_request_method: Option<Method>,
        call_fallback_url: Option<String>,
        call_fallback_method: Option<Method>,
        call_status_callback_url: Option<String>,
        call_status_callback_method: Option<Method>,
        call_laml_application_id: Option<String>,
        call_dialogflow_agent_id: Option<String>,
        call_relay_topic: Option<String>,
        call_relay_topic_status_callback_url: Option<String>,
        call_relay_context: Option<String>,
        call_relay_context_status_callback_url: Option<String>,
        call_relay_application: Option<String>,
        call_video_room_id: Option<String>,
        call_relay_script_url: Option<String>,
    }
}

fn page(base: &str, items: usize) -> String {
    let item = |number: usize| {
        serde_json::json!({
            "type": "sip_endpoint",
            "id": Uuid::from_u128(number as u128),
            "username": format!("user-{number}"),
            "caller_id": "C-3P0",
            "send_as": "random",
            "ciphers": ["AEAD_AES_256_GCM_8", "AES_256_CM_HMAC_SHA1_80"],
            "codecs": ["OPUS", "G722", "PCMU"],
            "encryption": "required",
            "call_handler": "laml_webhooks",
            "calling_handler_resource_id": null,
            "call_request_url": "https://example.com/calls",
            "call_request_method": "POST",
            "call_fallback_url": "https://example.com/calls/fallback",
            "call_fallback_method": "GET",
            "call_status_callback_url": "https://example.com/calls/status",
            "call_status_callback_method": "POST",
            "call_laml_application_id": null,
            "call_dialogflow_agent_id": null,
            "call_relay_topic": null,
            "call_relay_topic_status_callback_url": null,
            "call_relay_context": null,
            "call_relay_context_status_callback_url": null,
            "call_relay_application": null,
            "call_video_room_id": null,
            "call_relay_script_url": null,
        })
    };
    let data: Vec<_> = (0..items).map(item).collect();
    let links = serde_json::json!({"self": base, "first": base});
    serde_json::json!({"data": data, "links": links}).to_string()
}

/// A server that gives always the same answer; it runs as long as its runtime.
fn serve(items: usize) -> (Runtime, String) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .expect("a runtime");
    let listener = std::net::TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))
        .expect("a free port");
    listener
        .set_nonblocking(true)
        .expect("a listener that does not block");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let body = axum::body::Bytes::from(page(&url, items));
    let app = Router::new().route(
        "/api/relay/rest/endpoints/sip",
        get(move || std::future::ready(([(CONTENT_TYPE, "application/json")], body.clone()))),
    );
    runtime.spawn(async move {
        let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
        axum::serve(listener, app).await.expect("a server");
    });
    (runtime, url)
}

async fn through_client(client: &Client, items: usize) {
    let call = client.sip_endpoints().list_sip_endpoints().page_size(1000);
    assert_eq!(call.await.expect("a page").data.len(), items);
}

async fn by_hand(client: &reqwest::Client, url: &str, items: usize) {
    let request = client
        .get(format!("{url}/api/relay/rest/endpoints/sip"))
        .query(&[("page_size", 1000)])
        .basic_auth("project", Some("token"))
        .timeout(Duration::from_secs(60));
    let response = request.send().await.expect("an answer");
    let page: by_hand::Page = response.json().await.expect("a page");
    assert_eq!(page.data.len(), items);
}

/// The time of one call through each, and how much longer the first takes: medians over all rounds.
fn compare(name: &str, items: usize, calls: u32) {
    let (_server, url) = serve(items);
    let client = Client::builder()
        .base_url(&url)
        .basic_auth("project", "token")
        .build()
        .expect("a client");
    let hand = reqwest::Client::builder()
        .connect_timeout(Duration::from_secs(10))
        .user_agent(concat!("by-hand/", env!("CARGO_PKG_VERSION")))
        .build()
        .expect("a client");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let (mut ours, mut theirs, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    runtime.block_on(async {
        for round in 0..ROUNDS + 5 {
            let start = Instant::now();
            for _ in 0..calls {
                through_client(&client, items).await;
            }
            let own = start.elapsed() / calls;
            let start = Instant::now();
            for _ in 0..calls {
                by_hand(&hand, &url, items).await;
            }
            let other = start.elapsed() / calls;
            // The first rounds warm up.
            if round >= 5 {
                ours.push(own);
                theirs.push(other);
                ratios.push(own.as_secs_f64() / other.as_secs_f64());
            }
        }
    });
    ours.sort();
    theirs.sort();
    ratios.sort_by(f64::total_cmp);
    let middle = ROUNDS / 2;
    println!(
        "{name}: client {:?}, by hand {:?}, ratio {:.3}",
        ours[middle], theirs[middle], ratios[middle]
    );
}

fn main() {
    compare("a call with an empty page", 0, 200);
    compare("a page of 1,000 items", 1_000, 10);
}
