//! The client that the build script generates.

use pets::Client;
use pets::types::Pet;

#[test]
fn the_client_is_that_of_the_document() {
    let client = Client::builder().build().unwrap();
    let call = client.pets().get_pet("rex").to_curl().unwrap();
    assert!(call.contains("https://pets.example.com/pets/rex"), "{call}");
    let pet: Pet = serde_json::from_str(r#"{"name": "Rex"}"#).unwrap();
    assert_eq!(pet.name, "Rex");
}
