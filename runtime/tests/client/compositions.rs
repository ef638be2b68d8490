//! Types that stand for several schemas at one place, as the generator writes them.

use serde_json::{from_value, json, to_value};

crate::runtime::input! {
    pub struct Text rest(additional_properties: ::serde_json::Value) new(text: impl Into<String>) {
        required(into) text: String = "text",
    }
}

crate::runtime::input! {
    pub struct Sections rest(additional_properties: ::serde_json::Value) new(sections: Vec<String>) {
        required(plain) sections: Vec<String> = "sections",
    }
}

crate::runtime::union! {
    pub enum Prompt {
        Text(Text) { kinds: [Kind::Object], required: ["text"], known: ["text"] },
        Sections(Sections) { kinds: [Kind::Object], required: ["sections"], known: ["sections"] },
    }
}

crate::runtime::union! {
    pub enum Error {
        NotFound(Text) { kinds: [Kind::Object], required: ["text"], known: ["text"] },
        Denied(Sections) { kinds: [Kind::Object], required: ["sections", "why"],
            known: ["sections", "why"], closed: true },
    }
}

#[test]
fn a_closed_branch_makes_way_for_one_that_admits_more() {
    let value = json!({"text": "a", "sections": [], "why": "b"});
    let read: Error = from_value(value.clone()).expect("an error");
    assert!(matches!(read, Error::NotFound(_)));
    assert_eq!(to_value(&read).expect("JSON"), value);
    let newer = json!({"sections": [], "why": "b", "more": 1});
    assert!(matches!(from_value(newer), Ok(Error::Denied(_))));
}

#[test]
fn what_another_branch_knows_comes_back() {
    let value = json!({"text": "a", "sections": ["b"]});
    let read: Prompt = from_value(value.clone()).expect("a prompt");
    let Prompt::Text(text) = &read else {
        panic!("the first of equals: {read:?}");
    };
    assert_eq!(
        text.additional_properties.get("sections"),
        Some(&json!(["b"]))
    );
    assert_eq!(to_value(&read).expect("JSON"), value);
    let text = Prompt::Text(Text::new("a"));
    assert_eq!(to_value(text).expect("JSON"), json!({"text": "a"}));
}

crate::runtime::input! {
    pub struct Cat new(pet_type: impl Into<String>) {
        required(into) pet_type: String = "petType",
        optional(plain i64) lives: Option<i64> = "lives",
        optional(boxed Pet) friend: Option<Box<Pet>> = "friend",
    }
}

crate::runtime::input! {
    pub struct PetBase rest(additional_properties: ::serde_json::Value) new(pet_type: impl Into<String>) {
        required(into) pet_type: String = "petType",
        optional(boxed Pet) friend: Option<Box<Pet>> = "friend",
    }
}

crate::runtime::tagged! {
    pub enum Pet by "petType" or Base {
        Cat(Cat) = ["Cat"],
        Base(PetBase) = [],
    }
}

#[test]
fn a_subtype_that_is_not_known_is_read_as_the_base_and_comes_back() {
    let cat = json!({"petType": "Cat", "lives": 7});
    let read: Pet = from_value(cat.clone()).expect("a cat");
    assert!(matches!(&read, Pet::Cat(cat) if cat.lives == Some(7)));
    assert_eq!(to_value(&read).expect("JSON"), cat);
    let odd = json!({"petType": "Cat", "lives": "nine"});
    let read: Pet = from_value(odd.clone()).expect("a pet");
    assert!(matches!(&read, Pet::Base(_)), "the base admits it");
    assert_eq!(to_value(&read).expect("JSON"), odd);
    let newer = json!({"petType": "Dragon", "fire": true});
    let read: Pet = from_value(newer.clone()).expect("a pet");
    assert!(matches!(&read, Pet::Base(pet) if pet.pet_type == "Dragon"));
    assert_eq!(to_value(&read).expect("JSON"), newer);
}

crate::runtime::list! {
    pub struct Row {
        required 0: String,
        optional 1: Option<Option<i64>>,
        rest 2: Vec<bool>,
    }
}

#[test]
fn a_list_may_be_shorter_and_longer_than_its_places() {
    for value in [
        json!(["a"]),
        json!(["a", 1]),
        json!(["a", null]),
        json!(["a", 1, true, false]),
    ] {
        let read: Row = from_value(value.clone()).expect("a row");
        assert_eq!(to_value(&read).expect("JSON"), value, "{read:?}");
    }
    for value in [json!([]), json!([1]), json!(["a", 1, 2]), json!({})] {
        assert!(from_value::<Row>(value).is_err());
    }
    let gap = Row("a".to_owned(), None, vec![true]);
    assert!(to_value(gap).is_err(), "nothing stands where item 1 would");
}

#[test]
fn a_hostile_chain_of_subtypes_is_given_up_in_time() {
    let mut value = json!({"petType": 1.5, "friend": 1});
    for _ in 0..100 {
        value = json!({"petType": "Cat", "friend": value});
    }
    assert!(from_value::<Pet>(value).is_err());
}

crate::runtime::object! {
    pub struct Line {
        optional kind: Option<String> = "kind",
        optional length: Option<i64> = "length",
    }
}

crate::runtime::object! {
    pub struct Circle {
        optional kind: Option<String> = "kind",
        optional radius: Option<i64> = "radius",
    }
}

crate::runtime::tagged! {
    pub enum Figure by "kind" {
        Line(Line) = ["line"] optional { kinds: [Kind::Object], known: ["kind", "length"] },
        Circle(Circle) = ["circle"] optional { kinds: [Kind::Object], known: ["kind", "radius"] },
    }
}

#[test]
fn without_its_optional_tag_a_value_is_read_by_shape_and_comes_back_without_one() {
    for value in [
        json!({"radius": 1}),
        json!({"kind": "circle", "radius": 1}),
        json!({"kind": "circle"}),
    ] {
        let read: Figure = from_value(value.clone()).expect("a figure");
        assert!(matches!(read, Figure::Circle(_)), "{value}");
        assert_eq!(to_value(&read).expect("JSON"), value);
    }
    let error = from_value::<Figure>(json!({"radius": "x", "length": "x"})).expect_err("none");
    let error = error.to_string();
    assert!(
        error.contains("`kind` is missing, and no branch of Figure fits"),
        "{error}"
    );
}
