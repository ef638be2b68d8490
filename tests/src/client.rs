//! Clients of the fake.

use signalwire_sip::{Client, ClientBuilder, RetryPolicy};

use crate::fake::Fake;

/// A client of a fake, with the credentials that it accepts.
pub fn client_of(fake: &Fake) -> Client {
    let (project_id, api_token) = Fake::credentials();
    builder_for(fake)
        .basic_auth(project_id, api_token)
        .build()
        .expect("a client of the fake")
}

/// A builder that leads to a fake, without credentials. Nothing is sent again: a test that has the fake
/// fail wants to see how.
pub fn builder_for(fake: &Fake) -> ClientBuilder {
    Client::builder()
        .base_url(fake.url())
        .retry(RetryPolicy::none())
}
