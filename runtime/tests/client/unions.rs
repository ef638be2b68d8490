use serde::Deserialize as _;
use serde_json::{Value, from_str, from_value, json, to_value};

use crate::runtime::{Branch, Kind, Scalar, Shape, read_union};
use crate::types::{Cat, Channel, Dog, Pet};

fn channel(value: Value) -> Result<Channel, String> {
    from_value(value).map_err(|error| error.to_string())
}

#[test]
fn the_branch_that_says_most_of_a_value_is_taken() {
    for value in [
        json!({"audio": "a"}),
        json!({"audio": "a", "video": "v"}),
        json!({"kind": "version", "audio": "a"}),
        json!({"nested": {"nested": {"audio": "a"}}}),
        json!("off"),
        json!(1.5),
        json!(1),
        json!(-1),
    ] {
        let read = channel(value.clone()).expect("a channel");
        assert_eq!(to_value(&read).expect("JSON"), value, "{read:?}");
    }
    assert!(matches!(
        channel(json!({"audio": "a"})),
        Ok(Channel::Audio(_))
    ));
    assert!(matches!(
        channel(json!({"audio": "a", "video": "v"})),
        Ok(Channel::Video(_))
    ));
    let version = json!({"kind": "v", "audio": "a", "video": "v"});
    assert!(
        matches!(channel(version), Ok(Channel::Version(_))),
        "a constant says most"
    );
    assert!(matches!(
        channel(json!({"kind": "other", "audio": "a"})),
        Ok(Channel::Audio(_))
    ));
    let nested = channel(json!({"nested": 1}));
    assert!(
        matches!(nested, Ok(Channel::Nested(_))),
        "the first of equals"
    );
}

#[test]
fn an_integer_stays_one_beside_numbers() {
    assert_eq!(channel(json!(1)), Ok(Channel::Integer(1)));
    assert_eq!(channel(json!(1.0)), Ok(Channel::Integer(1)));
    assert_eq!(channel(json!(1.5)), Ok(Channel::Number(1.5)));
    assert_eq!(channel(json!(1e300)), Ok(Channel::Number(1e300)));
    assert_eq!(
        channel(json!(u64::MAX)),
        Ok(Channel::Number(u64::MAX as f64))
    );
}

#[test]
fn a_branch_that_cannot_be_read_makes_way_for_the_next() {
    let value = json!({"audio": "a", "video": 1});
    assert!(matches!(channel(value), Ok(Channel::Audio(_))));
}

#[test]
fn the_error_lists_what_each_branch_missed() {
    let error = channel(json!({"audio": 1, "kind": "x"})).expect_err("none");
    for part in [
        "no branch of Channel fits",
        "Audio: at `audio`: invalid type",
        "Video: misses `video`",
        "Nested: misses `nested`",
        "Version: has another `kind`",
        "Number: is no number",
        "Integer: is no integer",
        "Off: is none of its values",
    ] {
        assert!(error.contains(part), "{part}: {error}");
    }
}

#[test]
fn a_hostile_value_is_given_up_in_time() {
    // Each level has two branches of the same shape, and the innermost value fits none.
    let deep = |depth: usize| format!("{}null{}", r#"{"nested":"#.repeat(depth), "}".repeat(depth));
    for depth in [1, 20, 60, 120] {
        let error = from_str::<Channel>(&deep(depth)).expect_err("none");
        assert!(error.to_string().contains("Channel"));
    }
    // The budget is that of one value, and does not run out over many.
    let many = format!("[{}]", vec![r#"{"audio":"a","video":1}"#; 20_000].join(","));
    assert_eq!(
        from_str::<Vec<Channel>>(&many).expect("channels").len(),
        20_000
    );
}

#[test]
fn a_discriminator_selects_its_branch() {
    let pet: Pet = from_value(json!({"petType": "cat", "lives": 9})).expect("a pet");
    assert_eq!(pet, Pet::Cat(Cat { lives: 9 }));
    assert_eq!(
        to_value(&pet).expect("JSON"),
        json!({"petType": "cat", "lives": 9})
    );
    for tag in ["dog", "hound"] {
        let json = json!({ "petType": tag });
        let pet: Pet = from_value(json.clone()).expect("a pet");
        assert!(matches!(pet, Pet::Dog(_)));
        assert_eq!(to_value(&pet).expect("JSON"), json);
    }
    let wrong = Pet::Dog(Box::new(Dog {
        pet_type: "cat".to_owned(),
    }));
    assert_eq!(to_value(wrong).expect("JSON"), json!({"petType": "dog"}));
}

#[test]
fn a_tag_from_the_future_is_kept_with_its_value() {
    let json = json!({"petType": "lizard", "legs": [1, 2.5, null]});
    let pet: Pet = from_value(json.clone()).expect("a pet");
    let Pet::Unknown(unknown) = &pet else {
        panic!("{pet:?}")
    };
    assert_eq!(unknown.tag(), "lizard");
    assert_eq!(unknown.value(), &json);
    assert_eq!(to_value(&pet).expect("JSON"), json);
}

#[test]
fn a_value_without_a_tag_is_the_branch_that_can_be_read() {
    let pet: Pet = from_value(json!({"lives": 9})).expect("a pet");
    assert_eq!(pet, Pet::Cat(Cat { lives: 9 }));
    let written = json!({"petType": "cat", "lives": 9});
    assert_eq!(to_value(&pet).expect("JSON"), written);
}

#[test]
fn what_is_wrong_with_a_tag_is_said() {
    for (json, expected) in [
        (json!(1), "Pet must be an object"),
        (json!({}), "Pet: the discriminator `petType` is missing"),
        (
            json!({"petType": null}),
            "Pet: the discriminator `petType` is missing",
        ),
        (
            json!({"petType": {}}),
            "Pet: the discriminator `petType` must be a string",
        ),
        (
            json!({"petType": "cat"}),
            "Pet, `cat`: missing field `lives`",
        ),
        (
            json!({"petType": "cat", "lives": "9"}),
            "Pet, `cat`: at `lives`: invalid type",
        ),
    ] {
        let error = from_value::<Pet>(json).expect_err("wrong").to_string();
        assert!(error.starts_with(expected), "{error}");
    }
}

#[test]
fn a_value_that_no_branch_lists_is_left_to_what_can_read_it() {
    let branches = [Branch {
        name: "Known",
        shape: Shape {
            kinds: &[Kind::String],
            values: &[Scalar::Text("a")],
            ..Shape::ANY
        },
        read: |value| String::deserialize(value),
    }];
    let read = |value: Value| read_union(value, "Choice", &branches);
    assert_eq!(read(json!("a")).expect("listed"), "a");
    assert_eq!(
        read(json!("from the future")).expect("text"),
        "from the future"
    );
    assert!(read(json!(1)).is_err());
}
