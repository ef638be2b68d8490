//! What `object!` and `input!` define.

use serde_json::{Value, from_value, json, to_value};

use crate::runtime::Maybe;
use crate::types::Widget;

crate::runtime::object! {
    pub struct Nothing {
    }
}

crate::runtime::object! {
    /// Names that Rust has its own ideas about.
    pub struct Odd {
        required field: String = "field",
        optional r#type: Option<String> = "type",
        maybe members: Maybe<i32> = "a \"b\" \\ c",
    }
}

crate::runtime::input! {
    #[derive(Default)]
    pub struct Anything new() {
        any(plain Value) value: Option<Value> = "value",
        any(plain ()) none: Option<()> = "none",
    }
}

fn read(value: Value) -> Result<Odd, String> {
    from_value(value).map_err(|error| error.to_string())
}

#[test]
fn members_are_read_in_any_order_and_unknown_ones_are_skipped() {
    let odd = read(json!({"a \"b\" \\ c": 1, "new": [{}], "type": "x", "field": "y"}));
    let odd = odd.expect("an object");
    assert_eq!(odd.field, "y");
    assert_eq!(odd.r#type.as_deref(), Some("x"));
    assert_eq!(odd.members, Maybe::Value(1));
    let written = serde_json::to_string(&odd).expect("JSON");
    assert_eq!(written, r#"{"field":"y","type":"x","a \"b\" \\ c":1}"#);
}

#[test]
fn what_is_absent_and_what_is_null_differ_where_the_type_says_so() {
    for (value, written) in [
        (json!({"field": "y"}), json!({"field": "y"})),
        (json!({"field": "y", "type": null}), json!({"field": "y"})),
        (
            json!({"field": "y", "a \"b\" \\ c": null}),
            json!({"field": "y", "a \"b\" \\ c": null}),
        ),
    ] {
        let odd = read(value).expect("an object");
        assert_eq!(to_value(&odd).expect("JSON"), written);
    }
}

#[test]
fn null_is_a_value_where_any_value_is() {
    for value in [
        json!({}),
        json!({"value": null, "none": null}),
        json!({"value": [null]}),
    ] {
        let anything: Anything = from_value(value.clone()).expect("an object");
        assert_eq!(to_value(&anything).expect("JSON"), value);
    }
    let set = Anything::new().value(Value::Null).none(());
    assert_eq!(set.value, Some(Value::Null));
    assert_eq!(
        to_value(set).expect("JSON"),
        json!({"value": null, "none": null})
    );
}

#[test]
fn the_error_says_what_is_missing_or_wrong() {
    assert_eq!(read(json!({})), Err("missing field `field`".to_owned()));
    assert_eq!(
        read(json!({"field": null})),
        Err("invalid type: null, expected a string".to_owned())
    );
    assert_eq!(
        read(json!([1])),
        Err("invalid type: sequence, expected an object for Odd".to_owned())
    );
    let cut = serde_json::from_str::<Odd>(r#"{"field": "y", "type""#);
    assert!(cut.expect_err("cut off").is_eof());
}

#[test]
fn the_last_of_equal_names_counts() {
    let odd: Odd = serde_json::from_str(r#"{"field": "one", "field": "two"}"#).expect("an object");
    assert_eq!(odd.field, "two");
}

#[test]
fn other_properties_are_kept_where_there_is_a_place_for_them() {
    let value = json!({"id": "1", "caller_id": null, "new": {"x": [1]}, "newer": null});
    let widget: Widget = from_value(value.clone()).expect("a widget");
    assert_eq!(widget.additional_properties.len(), 2);
    assert_eq!(to_value(&widget).expect("JSON"), value);
}

#[test]
fn equality_looks_at_every_field() {
    let widget = || Widget::new("1", None).size(2).note("a");
    assert_eq!(widget(), widget());
    assert_ne!(widget(), widget().size(3));
    assert_ne!(widget(), widget().note(None::<String>));
    let mut other = widget();
    other.additional_properties.insert("x".into(), json!(1));
    assert_ne!(widget(), other);
}

#[test]
fn an_object_without_fields_is_read_from_any_object() {
    let nothing: Nothing = from_value(json!({"x": 1})).expect("an object");
    assert_eq!(to_value(&nothing).expect("JSON"), json!({}));
    assert_eq!(nothing, nothing.clone());
    assert!(from_value::<Nothing>(json!(1)).is_err());
}
