//! Snippets of the book about using a client. They are compiled, and what needs no particular server
//! is run.

use std::error::Error as StdError;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use axum::http;
use depot::types::{ImportPartsBody, Measurement};
use depot::{ClientCredentials, File, Secret, Upload, token_fn};
use signalwire_sip::sip_endpoints::RetrieveSipEndpointError;
use signalwire_sip::types::{CreateSipEndpointRequest, UpdateSipEndpointRequest};
use signalwire_sip::{Attempt, Body, Client, Error, Hook, PageToken, RetryPolicy, transport_fn};
use uuid::Uuid;
use wiregen_tests::fake::Fake;

type Result<T> = std::result::Result<T, Box<dyn StdError>>;

fn built(project_id: &str, api_token: &str, url: &str) -> Result<Client> {
    let client = Client::builder()
        .base_url(url)
        .basic_auth(project_id, api_token)
        .timeout(Duration::from_secs(20))
        .default_header("x-team", "telephony")
        .build()?;
    Ok(client)
}

async fn called(client: &Client, password: &str) -> Result<Uuid> {
    let request = CreateSipEndpointRequest::new("c3p0", password)
        .caller_id("C-3P0")
        .codecs(["OPUS", "PCMU"]);
    let created = client
        .sip_endpoints()
        .create_sip_endpoint(request)
        .timeout(Duration::from_secs(5))
        .header("x-reason", "a new desk")
        .await?;
    println!("{} {:?}", created.status(), created.request_id());
    let endpoint = created.into_inner();
    Ok(endpoint.id)
}

async fn changed(client: &Client, id: Uuid) -> Result<()> {
    // What is not set is not sent, and stays as it is.
    let change = UpdateSipEndpointRequest::new().caller_id("C-3P0");
    client
        .sip_endpoints()
        .update_sip_endpoint(id, change)
        .await?;
    Ok(())
}

async fn errors(client: &Client, id: Uuid) -> Result<()> {
    match client.sip_endpoints().retrieve_sip_endpoint(id).await {
        Ok(endpoint) => println!("{}", endpoint.username),
        // What the document says of this operation, by status.
        Err(Error::Api(answer)) => match answer.body {
            RetrieveSipEndpointError::NotFound(body) => println!("gone: {}", body.error),
            other => println!("{}: {other}", answer.status),
        },
        // A status that it does not speak of, and an answer that is not what it says.
        Err(Error::UndocumentedStatus(answer)) => println!("{}", answer.status),
        Err(Error::Decode(failure)) => {
            println!("{} at {}", failure.error, failure.error.path());
        }
        // No answer.
        Err(error) if error.is_timeout() => println!("try again later"),
        Err(error) if error.is_connect() => println!("the server has not seen it"),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn retried(client: &Client, id: Uuid) -> Result<u32> {
    let patient = RetryPolicy::default()
        .max_retries(4)
        .backoff(Duration::from_millis(200), Duration::from_secs(10));
    let endpoint = client
        .sip_endpoints()
        .retrieve_sip_endpoint(id)
        .retry(patient)
        .await?;
    Ok(endpoint.attempts())
}

async fn listed(client: &Client) -> Result<Vec<String>> {
    let mut names = Vec::new();
    let mut endpoints = client
        .sip_endpoints()
        .list_sip_endpoints()
        .page_size(100)
        .items();
    while let Some(endpoint) = endpoints.try_next().await? {
        names.push(endpoint.username);
    }
    Ok(names)
}

async fn listed_later(client: &Client) -> Result<Option<String>> {
    let list = || client.sip_endpoints().list_sip_endpoints().page_size(2);
    let mut pages = list().pages();
    let Some(page) = pages.try_next().await? else {
        return Ok(None);
    };
    println!("{} on the first page, {}", page.data.len(), page.status());

    // Text, to be kept until tomorrow.
    let Some(kept) = pages.next_page().map(|token| token.to_string()) else {
        return Ok(None);
    };
    let token: PageToken = kept.parse()?;
    let next = list().items_from(&token).try_next().await?;
    Ok(next.map(|endpoint| endpoint.username))
}

fn without_a_runtime(client: &Client) -> Result<usize> {
    let page = client
        .sip_endpoints()
        .list_sip_endpoints()
        .send_blocking()?;
    println!("{}", page.data.len());
    let mut count = 0;
    for endpoint in client
        .sip_endpoints()
        .list_sip_endpoints()
        .items()
        .into_blocking()
    {
        println!("{}", endpoint?.username);
        count += 1;
    }
    Ok(count)
}

/// Counts attempts.
struct Counted(Arc<AtomicU32>);

impl Hook for Counted {
    fn before(
        &self,
        attempt: &Attempt,
        request: &mut http::Request<Body>,
    ) -> std::result::Result<(), Box<dyn StdError + Send + Sync>> {
        self.0.fetch_add(1, Ordering::Relaxed);
        println!("{} {}", attempt.operation.id, request.uri());
        Ok(())
    }
}

fn answers_in_the_same_process() -> Result<Client> {
    let client = Client::builder()
        .base_url("https://api.example.com")
        .basic_auth("project", "token")
        .transport(transport_fn(|request: http::Request<Body>| async move {
            println!("{} {}", request.method(), request.uri());
            Ok(http::Response::builder()
                .status(503)
                .body(Body::from(""))
                .unwrap_or_default())
        }))
        .retry(RetryPolicy::none())
        .build()?;
    Ok(client)
}

async fn uploaded(client: &depot::Client) -> Result<()> {
    client
        .parts()
        .upload_drawing("bolt/7", Upload::from_path("bolt.dwg"))
        .on_upload_progress(|sent, total| println!("{sent} of {total:?} bytes"))
        .await?;

    let file = File::from_path("parts.csv").of_type("text/csv");
    let body = ImportPartsBody::new(file).note("all of them");
    let answer = client.parts().import_parts(body).await?;
    println!("{} imported", answer.imported);
    Ok(())
}

async fn downloaded(client: &depot::Client) -> Result<()> {
    let download = client.parts().download_drawing("bolt/7").download().await?;
    println!("{:?} bytes to come", download.content_length());
    download.save_to("bolt.dwg").await?;
    Ok(())
}

async fn streamed(client: &depot::Client) -> Result<()> {
    let mut events = client.events().listen().reconnecting();
    while let Some(event) = events.try_next().await? {
        println!("{:?}: {}", event.id, event.data.part);
    }

    let measured = (0..1_000).map(|value| Measurement::new("s1", f64::from(value)));
    client.events().write_measurements(measured).await?;

    let mut lines = client.events().read_measurements().await?.into_inner();
    while let Some(line) = lines.try_next().await? {
        println!("{}", line.value);
    }
    Ok(())
}

fn credentials(id: &str, secret: &str) -> Result<[depot::Client; 2]> {
    // The client fetches tokens for itself, and renews them.
    let machine = depot::Client::builder()
        .oauth_client_credentials_with(ClientCredentials::new(id, secret))
        .build()?;
    // A function gives them; it is told which one the API has refused.
    let vault = depot::Client::builder()
        .oauth_provider(token_fn(|refused: Option<Secret>| async move {
            println!("refused: {}", refused.is_some());
            Ok::<_, std::io::Error>(Secret::from("from the vault"))
        }))
        .build()?;
    Ok([machine, vault])
}

#[tokio::test(flavor = "multi_thread")]
async fn snippets_run() {
    let fake = Fake::start().await;
    fake.add_sip_endpoints(5);
    let (project, token) = Fake::credentials();
    let client = built(project, token, fake.url()).unwrap();
    let id = called(&client, "correct-horse-battery").await.unwrap();
    changed(&client, id).await.unwrap();
    errors(&client, id).await.unwrap();
    errors(&client, Uuid::nil()).await.unwrap();
    assert_eq!(retried(&client, id).await.unwrap(), 1);
    assert_eq!(listed(&client).await.unwrap().len(), 6);
    assert_eq!(
        listed_later(&client).await.unwrap().as_deref(),
        Some("user-2")
    );
    let blocking = std::thread::spawn(move || without_a_runtime(&client).unwrap());
    let count = tokio::task::block_in_place(|| blocking.join().unwrap());
    assert_eq!(count, 6);
    credentials("me", "hidden").unwrap();

    let unavailable = answers_in_the_same_process().unwrap();
    assert!(errors(&unavailable, id).await.is_ok());
    let attempts = Arc::new(AtomicU32::new(0));
    let counting = Client::builder()
        .base_url(fake.url())
        .basic_auth(project, token)
        .hook(Counted(Arc::clone(&attempts)))
        .build()
        .unwrap();
    listed(&counting).await.unwrap();
    assert_eq!(attempts.load(Ordering::Relaxed), 1);
    // They need a server of their own; `depot.rs` has one.
    let _ = (uploaded, downloaded, streamed);
}
