//! Clients of the fake.

use signalwire_sip::{Client, ClientBuilder};

use crate::fake::Fake;

/// A client of a fake, with the credentials that it accepts.
pub fn client_of(fake: &Fake) -> Client {
    let (project_id, api_token) = Fake::credentials();
    builder_for(fake)
        .basic_auth(project_id, api_token)
        .build()
        .expect("a client of the fake")
}

/// A builder that leads to a fake, without credentials.
pub fn builder_for(fake: &Fake) -> ClientBuilder {
    Client::builder().base_url(fake.url())
}
