//! Changes the caller id of a SIP endpoint. Against the real API: `update ID`.

use std::error::Error;

use signalwire_sip::types::UpdateSipEndpointRequest;
use wiregen_tests::example;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let (api, client) = example::connect().await?;
    let id = example::endpoint_to_change(&api, &client).await?;
    let before = client.sip_endpoints().retrieve_sip_endpoint(id).await?;
    // Fields that are not set are not sent, and stay as they are.
    let change = UpdateSipEndpointRequest::new().caller_id("C-3P0");
    let after = client
        .sip_endpoints()
        .update_sip_endpoint(id, change)
        .await?;
    println!(
        "{} called as {:?} and calls as {:?} now.",
        after.username, before.caller_id, after.caller_id
    );
    Ok(())
}
