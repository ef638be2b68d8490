use crate::runtime::{self, Client, ClientBuilder};

fn built(set: fn(ClientBuilder) -> ClientBuilder) -> Result<String, String> {
    match set(Client::builder()).build() {
        Ok(client) => {
            let shown = format!("{client:?}");
            let (_, rest) = shown.split_once("base_url: \"").expect("a URL");
            Ok(rest.split('"').next().unwrap_or_default().to_owned())
        }
        Err(error) => Err(error.to_string()),
    }
}

#[test]
fn the_server_is_filled_with_its_variables() {
    let url = built(|builder| builder.space_name("my-space1"));
    assert_eq!(url.as_deref(), Ok("https://my-space1.example.com/v1"));
    let url = built(|builder| builder.space_name("a").stage("v2/beta").tail("/b"));
    assert_eq!(url.as_deref(), Ok("https://a.example.com/v2/beta/b"));
}

#[test]
fn a_variable_without_default_is_needed() {
    let error = built(|builder| builder).expect_err("no value");
    assert!(error.contains("`space_name` is needed"), "{error}");
}

#[test]
fn a_variable_in_the_host_is_one_label() {
    for value in [
        "",
        "-a",
        "a-",
        "a.b",
        "evil.com/",
        "a@b",
        "a:1",
        "a#",
        "a?",
        "a\\b",
        "ä",
        "a b",
        "a_b",
        "0123456789012345678901234567890123456789012345678901234567890123",
    ] {
        let builder = Client::builder().space_name(value);
        let error = builder.build().expect_err(value).to_string();
        assert!(
            error.contains("`space_name`: it must be one DNS label"),
            "{error}"
        );
    }
    let longest = "a".repeat(63);
    assert!(Client::builder().space_name(longest).build().is_ok());
}

#[test]
fn a_variable_in_the_path_stays_there() {
    for value in [
        "..", "a/../b", ".", "a?b", "a#b", "a\\b", "%2e%2e", "@", "a b",
    ] {
        let builder = Client::builder().space_name("a").stage(value);
        let error = builder.build().expect_err(value).to_string();
        assert!(error.contains("`stage`"), "{error}");
    }
}

#[test]
fn a_value_must_be_one_of_those_that_are_listed() {
    let error = built(|builder| builder.space_name("a").tail("/c")).expect_err("not listed");
    assert!(
        error.contains("\"/c\" is not a value of the server's variable `tail`"),
        "{error}"
    );
    assert!(error.ends_with("/a, /b"), "{error}");
}

#[test]
fn a_base_url_takes_the_servers_place() {
    let url = built(|builder| builder.base_url("http://localhost:8080/x/"));
    assert_eq!(url.as_deref(), Ok("http://localhost:8080/x"));
    let url = built(|builder| builder.base_url("HTTPS://LOCALHOST:443"));
    assert_eq!(url.as_deref(), Ok("https://localhost"));
}

#[test]
fn a_base_url_must_be_callable() {
    for url in [
        "",
        "localhost",
        "/api",
        "ftp://x",
        "file:///x",
        "https://",
        "mailto:a@b",
        "https://user:hidden@x",
        "https://hidden@x",
        "https://x?key=hidden",
        "https://x?",
        // A variable that nobody filled in: a URL may have it, a request may not.
        "https://{space}.example.com",
        "https://x#hidden",
    ] {
        let error = Client::builder()
            .base_url(url)
            .build()
            .expect_err(url)
            .to_string();
        assert!(error.starts_with("the base URL"), "{error}");
        assert!(!error.contains("hidden"), "{error}");
    }
}

#[test]
fn the_first_fault_is_kept() {
    let error = built(|builder| {
        builder
            .default_header("bad name", "x")
            .default_header("x", "bad\nvalue")
            .base_url("")
    });
    assert_eq!(error, Err("\"bad name\" is not a header name".to_owned()));
    let error = built(|builder| builder.default_header("x-a", "hidden\n"));
    assert_eq!(
        error,
        Err("the value of header `x-a` cannot be sent".to_owned())
    );
}

// Tests run at the same time and cannot set variables, so these are variables that cargo sets.
const SET: &str = "CARGO_PKG_NAME";
const EMPTY: &str = "CARGO_PKG_HOMEPAGE";
const UNSET: &str = "WIREGEN_RUNTIME_TEST_IS_NOT_SET";

#[test]
fn the_environment_is_read() {
    assert_eq!(
        runtime::env(SET).expect("text").as_deref(),
        Some("wiregen-runtime")
    );
    assert_eq!(runtime::env(EMPTY).expect("text"), None);
    assert_eq!(runtime::env(UNSET).expect("text"), None);
}

#[test]
fn a_pair_is_set_as_a_whole_or_not_at_all() {
    assert!(runtime::env_pair(SET, SET).expect("both").is_some());
    assert!(runtime::env_pair(UNSET, EMPTY).expect("neither").is_none());
    for (first, second) in [(SET, UNSET), (UNSET, SET)] {
        let error = runtime::env_pair(first, second)
            .expect_err("half")
            .to_string();
        assert!(
            error.contains(&format!("`{SET}` is set, but `{UNSET}` is not")),
            "{error}"
        );
    }
    assert!(
        Client::from_env().is_err(),
        "the server's variable has no value"
    );
}
