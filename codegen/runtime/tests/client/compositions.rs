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
