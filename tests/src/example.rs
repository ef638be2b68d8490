//! What the example programs have in common: a client, of the real API or of a fake.

use std::env;
use std::error::Error;

use signalwire_sip::Client;
use uuid::Uuid;

use crate::client::client_of;
use crate::fake::Fake;

/// What an example talks to.
#[derive(Debug)]
pub enum Api {
    /// A fake within this process, which ends with it.
    Fake(Fake),
    /// The API of the SignalWire Space that the environment names.
    Real,
}

/// Gives a client: of the real API when `SIGNALWIRE_SPACE`, `SIGNALWIRE_PROJECT_ID` and
/// `SIGNALWIRE_API_TOKEN` are set, of a fake with three SIP endpoints otherwise.
///
/// # Errors
///
/// The environment is incomplete or holds something that cannot be.
pub async fn connect() -> Result<(Api, Client), Box<dyn Error>> {
    let names = [
        "SIGNALWIRE_SPACE",
        "SIGNALWIRE_PROJECT_ID",
        "SIGNALWIRE_API_TOKEN",
    ];
    if names.iter().any(|name| env::var_os(name).is_some()) {
        println!("Talking to the real API of SignalWire.");
        return Ok((Api::Real, Client::from_env()?));
    }
    let fake = Fake::start().await;
    fake.add_sip_endpoints(3);
    println!(
        "No credentials in the environment: talking to a fake at {}.",
        fake.url()
    );
    println!("Set {} to talk to the real API.", names.join(", "));
    let client = client_of(&fake);
    Ok((Api::Fake(fake), client))
}

/// The id of the endpoint that an example changes: the first argument, or any of a fake's.
///
/// # Errors
///
/// The argument is no UUID, or is missing where the API is real.
pub async fn endpoint_to_change(api: &Api, client: &Client) -> Result<Uuid, Box<dyn Error>> {
    match (env::args().nth(1), api) {
        (Some(argument), _) => Ok(argument.parse()?),
        (None, Api::Real) => Err("give the id of the SIP endpoint as an argument".into()),
        (None, Api::Fake(_)) => {
            let mut endpoints = client.sip_endpoints().list_sip_endpoints().items();
            let first = endpoints
                .try_next()
                .await?
                .ok_or("the fake has no SIP endpoints")?;
            Ok(first.id)
        }
    }
}
