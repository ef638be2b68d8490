//! Lists all SIP endpoints, page after page.

use std::error::Error;

use wiregen_tests::example;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let (_api, client) = example::connect().await?;
    let mut endpoints = client
        .sip_endpoints()
        .list_sip_endpoints()
        .page_size(2)
        .items();
    while let Some(endpoint) = endpoints.try_next().await? {
        let caller_id = endpoint
            .caller_id
            .as_deref()
            .unwrap_or("nobody in particular");
        println!(
            "{}  {} calls as {caller_id}",
            endpoint.id, endpoint.username
        );
    }
    Ok(())
}
