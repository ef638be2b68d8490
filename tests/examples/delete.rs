//! Deletes a SIP endpoint for good. Against the real API: `delete ID`.

use std::error::Error;

use wiregen_tests::example;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let (api, client) = example::connect().await?;
    let id = example::endpoint_to_change(&api, &client).await?;
    let answer = client.sip_endpoints().delete_sip_endpoint(id).await?;
    println!("{id} is gone: {}.", answer.status());
    Ok(())
}
