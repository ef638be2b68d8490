//! Tells the ways apart in which a call can fail, on the request for an endpoint that is not there.

use std::error::Error as StdError;
use std::time::Duration;

use signalwire_sip::Error;
use signalwire_sip::sip_endpoints::RetrieveSipEndpointError;
use uuid::Uuid;
use wiregen_tests::example;

#[tokio::main]
async fn main() -> Result<(), Box<dyn StdError>> {
    let (_api, client) = example::connect().await?;
    let call = client.sip_endpoints().retrieve_sip_endpoint(Uuid::nil());
    match call.timeout(Duration::from_secs(10)).await {
        Ok(endpoint) => println!("{} is there after all.", endpoint.username),
        Err(Error::Api(answer)) => {
            println!("The API refused: {answer}");
            println!(
                "Its support may ask for the request id: {:?}",
                answer.request_id()
            );
            match answer.body {
                RetrieveSipEndpointError::NotFound(_) => println!("There is no such endpoint."),
                RetrieveSipEndpointError::UnprocessableEntity(body) => {
                    for item in body.errors {
                        println!("{}: {}", item.title, item.detail);
                    }
                }
                other => println!("Something else: {other}"),
            }
        }
        Err(error) if error.is_timeout() => println!("Too slow; worth another try: {error}"),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}
