//! Creates a SIP endpoint whose calls a web server answers with LaML.

use std::error::Error;
use std::time::Duration;

use signalwire_sip::types::{
    CallRequestMethod, CreateSipEndpointRequest, Encryption, SipEndpointCallHandler,
};
use uuid::Uuid;
use wiregen_tests::example;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let (_api, client) = example::connect().await?;
    let password = Uuid::new_v4().to_string();
    let request =
        CreateSipEndpointRequest::new(format!("example-{}", Uuid::new_v4().simple()), password)
            .caller_id("Front Desk")
            .codecs(["OPUS", "PCMU"])
            .encryption(Encryption::Required)
            .call_handler(SipEndpointCallHandler::LamlWebhooks)
            .call_request_url("https://example.com/calls")
            .call_request_method(CallRequestMethod::Post);
    println!("Sending {request:?}");
    let created = client
        .sip_endpoints()
        .create_sip_endpoint(request)
        .timeout(Duration::from_secs(10))
        .await?;
    println!("Created {} with the id {}.", created.username, created.id);
    println!(
        "The server calls the request {}.",
        created.request_id().unwrap_or("nothing")
    );
    Ok(())
}
