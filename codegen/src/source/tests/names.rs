//! Names of files and resources.

use crate::source::location::{file_of, join, origin, root_pointer};

#[test]
fn references_are_read_beside_the_resource_that_they_stand_in() {
    for (base, reference, name) in [
        ("", "pet.yaml", "pet.yaml"),
        ("", "./a/./b//pet.yaml", "a/b/pet.yaml"),
        ("a/b.yaml", "pet.yaml", "a/pet.yaml"),
        ("a/b.yaml", "../pet.yaml", "pet.yaml"),
        ("a/b.yaml", "../../pet.yaml", "../pet.yaml"),
        ("../a/b.yaml", "../../pet.yaml", "../../pet.yaml"),
        ("a.yaml", "%2e%2e/p%65t%20x.yaml", "../pet x.yaml"),
        ("a.yaml", "/etc/pet.yaml", "/etc/pet.yaml"),
        (
            "a.yaml",
            "https://e.com/x/../y.yaml",
            "https://e.com/y.yaml",
        ),
        ("https://e.com/a/b.yaml", "c.yaml", "https://e.com/a/c.yaml"),
        (
            "https://e.com/a/b.yaml",
            "../../../c.yaml",
            "https://e.com/c.yaml",
        ),
        ("https://e.com/a/b.yaml", "/c.yaml", "https://e.com/c.yaml"),
        ("https://e.com", "c.yaml", "https://e.com/c.yaml"),
        ("http://e.com/a", "//f.com/c.yaml", "http://f.com/c.yaml"),
        ("http://e.com/a/", "", "http://e.com/a/"),
        ("a.yaml", "urn:example:pet", "urn:example:pet"),
        ("a.yaml", "file:///etc/passwd", "file:///etc/passwd"),
        ("a.yaml", "paths/x_{id}.yaml", "paths/x_{id}.yaml"),
        ("a.yaml", "C:/x.yaml", "C:/x.yaml"),
    ] {
        assert_eq!(join(base, reference), name, "{reference} in {base}");
    }
}

#[test]
fn pointers_hold_the_name_of_their_file() {
    for name in ["", "a/b.yaml", "a#b%20.yaml", "../ü.json"] {
        let pointer = format!("{}/a#b", root_pointer(name));
        assert_eq!(file_of(&pointer), name, "{pointer}");
    }
}

#[test]
fn what_clashes_is_told_apart_by_its_file() {
    let shown = |pointer| origin(pointer).unwrap_or_default();
    assert_eq!(shown("#/components/schemas/Pet"), "");
    assert_eq!(shown("v1/pets.yaml#/Pet"), "pets");
    assert_eq!(shown("v1/pets.v2.yaml#/Pet"), "pets.v2");
    assert_eq!(shown("v1/Pet.yaml#"), "v1");
    assert_eq!(shown("Pet.yaml#"), "Pet");
}
