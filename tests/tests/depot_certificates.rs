//! Mutual TLS on the made-up API.
#![allow(
    dead_code,
    unreachable_pub,
    reason = "the files of the runtime's tests have more than is used here"
)]

use depot::{Client, Error, RetryPolicy};

#[path = "../../runtime/tests/client/authority.rs"]
mod authority;
#[path = "../../runtime/tests/client/server.rs"]
mod server;

use authority::Authority;
use server::json;

const SHELVES: &str = r#"{"shelves":[{"name":"s0"}],"total":1}"#;

#[tokio::test]
async fn shelves_are_shown_to_who_has_a_certificate() {
    let authority = Authority::new("ours");
    let url = authority.serve(json(200, SHELVES)).await;
    let builder = || {
        let builder = Client::builder().base_url(&url);
        builder.root_certificate(authority.pem())
    };
    let known = builder().client_certificate(authority.client());
    let client = known.build().unwrap();
    let shelves = client.parts().list_shelves().await.unwrap();
    assert_eq!((shelves.shelves.len(), shelves.total), (1, 1));

    // The document lets others try as well; this server does not.
    let stranger = builder().client_certificate(Authority::new("theirs").client());
    for refused in [stranger, builder()] {
        let client = refused.retry(RetryPolicy::none()).build().unwrap();
        let error = client.parts().list_shelves().await.unwrap_err();
        assert!(matches!(error, Error::Transport(_)), "{error:?}");
    }
}
