//! `--overlay`.

use crate::support::Folder;

const DOCUMENT: &str = "\
openapi: 3.1.0
info: {title: Unmended, version: 1.0.0}
servers: [{url: 'https://example.com'}]
paths: {/pets: {get: {operationId: listPets, responses: {'204': {description: Done.}}}}}
";

fn overlay(title: &str) -> String {
    format!(
        "overlay: 1.1.0\ninfo: {{title: T, version: 1.0.0}}\nactions: [{{target: $.info.title, update: {title}}}]\n"
    )
}

#[test]
fn overlays_of_the_command_line_come_after_those_of_the_configuration() {
    let folder = Folder::with(&[
        ("openapi.yaml", DOCUMENT),
        ("wiregen.yaml", "overlays: [first.yaml]\n"),
        ("first.yaml", &overlay("First")),
        ("second.yaml", &overlay("Second")),
        ("third.yaml", &overlay("Third")),
    ]);
    let generate = ["generate", "--spec", "openapi.yaml", "--out", "client"];
    let (code, said) = folder.run(&generate);
    assert_eq!(code, 0, "{said}");
    assert!(
        folder
            .read("client/Cargo.toml")
            .contains("name = \"first\"")
    );
    let more = ["--overlay", "second.yaml", "--overlay", "third.yaml"];
    let (code, said) = folder.run(&[&generate[..], &more].concat());
    assert_eq!(code, 0, "{said}");
    assert!(
        folder
            .read("client/Cargo.toml")
            .contains("name = \"third\"")
    );
    let (code, said) = folder.run(&[&generate[..], &["--overlay", "none.yaml"]].concat());
    assert_eq!(code, 2);
    assert!(said.contains("cannot read none.yaml"), "{said}");
}
