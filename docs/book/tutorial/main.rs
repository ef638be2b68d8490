//! Takes a pet in, and lists those that are available.

use chrono::NaiveDate;
use petstore::pets::CreatePetError;
use petstore::types::{NewPet, Status};
use petstore::{Client, Error};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    for name in take_in(&Client::from_env()?, "Rex").await? {
        println!("{name}");
    }
    Ok(())
}

async fn take_in(client: &Client, name: &str) -> Result<Vec<String>, Box<dyn std::error::Error>> {
    let pet = NewPet::new(name).born(NaiveDate::from_ymd_opt(2024, 2, 29).ok_or("no date")?);
    match client.pets().create_pet(pet).await {
        Ok(pet) => println!("{} has the number {}", pet.name, pet.id),
        Err(Error::Api(answer)) => match answer.body {
            CreatePetError::UnprocessableEntity(problem) => println!("no: {}", problem.message),
            other => println!("{}: {other}", answer.status),
        },
        Err(error) => return Err(error.into()),
    }

    let mut names = Vec::new();
    let mut pets = client.pets().list_pets().status(Status::Available).items();
    while let Some(pet) = pets.try_next().await? {
        names.push(pet.name);
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use petstore::mock::MockServer;
    use petstore::types::{ListPetsResponse, Pet};

    use super::*;

    #[tokio::test]
    async fn a_pet_is_taken_in() {
        let mock = MockServer::start().await;
        let mut rex = Pet::example();
        rex.name = "Rex".to_owned();
        let mut page = ListPetsResponse::example();
        page.pets = vec![rex.clone()];
        page.next_cursor = None;
        mock.pets().create_pet().respond(rex);
        mock.pets()
            .list_pets()
            .with_status(Status::Available)
            .respond(page);

        let names = take_in(&mock.client(), "Rex").await.unwrap();
        assert_eq!(names, ["Rex"]);
    }
}
