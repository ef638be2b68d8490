//! `cargo xtask roundtrip` on a document of its own.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const DOCUMENT: &str = "\
openapi: 3.1.0
info: {title: Pets, version: 1.0.0}
paths:
  # The features of these tags, which all types hang on, take several lines.
  /kennels: {get: {operationId: kennels, tags: [The kennels of a shelter for many animals], responses: {'200': {$ref: '#/components/responses/Pets'}}}}
  /stables: {get: {operationId: stables, tags: [The stables of a shelter for many animals], responses: {'200': {$ref: '#/components/responses/Pets'}}}}
  /people: {get: {operationId: people, tags: [People], responses: {'204': {description: Nobody.}}}}
components:
  responses:
    Pets: {description: All., content: {application/json: {schema: {$ref: '#/components/schemas/Pets'}}}}
  schemas:
    Pet:
      type: object
      required: [kind]
      properties:
        kind: {type: string, enum: [cat, dog]}
        legs: {type: [integer, 'null']}
        note: {}
        born: {type: string, format: date-time, examples: ['2024-01-01T00:00:00.50Z', 'no time']}
    Pets: {type: array, items: {$ref: '#/components/schemas/Pet'}}
    # A list has no discriminator.
    Contents: {oneOf: [{$ref: '#/components/schemas/Pets'}, {$ref: '#/components/schemas/Pet'}], discriminator: {propertyName: kind, mapping: {many: Pets, one: Pet}}}
    # Each is the other one again, and one thing more: JSON Schema leaves undefined what else they
    # admit.
    Ping: {oneOf: [{$ref: '#/components/schemas/Pong'}, {type: integer}]}
    Pong: {oneOf: [{$ref: '#/components/schemas/Ping'}, {type: string}]}
    Key: {type: string, contentEncoding: base64, example: 'n%'}
";

fn roundtrip(folder: &Path, arguments: &[&str], input: &str) -> Output {
    let document = folder.join("pets.yaml");
    fs::write(&document, DOCUMENT).unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .arg("roundtrip")
        .arg(document)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(input.as_bytes())
        .unwrap();
    child.wait_with_output().unwrap()
}

/// One test, since all build a program in the same place.
#[test]
fn values_go_through_the_types_and_back() {
    let folder = tempfile::tempdir().unwrap();
    answers_lines(folder.path());
    finds_what_does_not_come_back(folder.path());
    reads_documents_in_several_files(folder.path());
}

fn answers_lines(folder: &Path) {
    let lines = r##"
{"pointer": "#/components/schemas/Pet", "instance": {"legs": 4.0, "kind": "axolotl", "new": 1, "note": null}}
{"pointer": "#/components/schemas/Pets/items", "instance": {"kind": 1}}
{"pointer": "#/components/schemas/Pat", "instance": {}}
{"pointer": "#/components/schemas/Pet"}
"##;
    let output = roundtrip(folder, &[], lines);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let expected = [
        r##"{"pointer":"#/components/schemas/Pet","ok":true,"written":{"kind":"axolotl","legs":4,"note":null}}"##,
        r##"{"pointer":"#/components/schemas/Pets/items","ok":false,"error":"at `kind`: invalid type: integer `1`, expected a string at line 1 column 10"}"##,
        r##"{"pointer":"#/components/schemas/Pat","ok":false,"error":"no type stands at this pointer"}"##,
        r##"{"pointer":"","ok":false,"error":"this is no such line: missing field `instance` at line 1 column 39"}"##,
    ];
    assert_eq!(text.lines().collect::<Vec<_>>(), expected);
}

fn finds_what_does_not_come_back(folder: &Path) {
    let (known, report) = (folder.join("known.toml"), folder.join("report.md"));
    let check = |list: &str| {
        fs::write(&known, list).unwrap();
        let files = [known.to_str().unwrap(), report.to_str().unwrap()];
        let output = roundtrip(
            folder,
            &["--check", "--known", files[0], "--report", files[1]],
            "",
        );
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.code(), said)
    };
    // A fraction that ends in zero is not kept, and what is no base64 is no key.
    let (code, said) = check("");
    assert_eq!(code, Some(1), "{said}");
    assert!(
        said.contains(r#""2024-01-01T00:00:00.50Z" became "2024-01-01T00:00:00.500Z""#),
        "{said}"
    );
    assert!(
        said.contains("pets.yaml #/components/schemas/Key (types::Key): Invalid symbol"),
        "{said}"
    );
    let list = "
[[rule]]
same = 'instant'
reason = 'An instant is one.'
[[known]]
document = 'pets.yaml'
pointer = '#/components/schemas/Key'
instance = '\"n%\"'
reason = 'It is none.'
[[known]]
document = 'pets.yaml'
pointer = '#/components/schemas/Ping'
reason = 'It refers to itself without end.'
[[known]]
document = 'pets.yaml'
pointer = '#/components/schemas/Pong'
reason = 'It refers to itself without end.'
";
    let (code, said) = check(list);
    assert_eq!((code, said.as_str()), (Some(0), ""));
    let page = fs::read_to_string(&report).unwrap();
    assert!(
        page.contains("- It is none.\n  - `pets.yaml` `#/components/schemas/Key`"),
        "{page}"
    );
    let mended = format!("{list}[[known]]\ndocument = 'pets.yaml'\npointer = '#/x'\nreason = ''\n");
    let (code, said) = check(&mended);
    assert_eq!(code, Some(1));
    assert_eq!(said, "pets.yaml #/x: comes back, but is listed\n");
}

fn reads_documents_in_several_files(folder: &Path) {
    let write = |name: &str, text: &str| fs::write(folder.join(name), text).unwrap();
    fs::create_dir_all(folder.join("several/api")).unwrap();
    fs::create_dir_all(folder.join("several/schemas")).unwrap();
    write(
        "several/api/zoo.yaml",
        "\
openapi: 3.1.0
info: {title: Zoo, version: 1.0.0}
paths:
  /zoo:
    get:
      operationId: zoo
      responses:
        '200':
          description: All.
          content:
            application/json:
              schema: {$ref: ../schemas/zoo.yaml#/$defs/Zoo}
              example: {keeper: {name: Ada}, animals: [{kind: tapir}]}
components: {schemas: {Keeper: {type: object, properties: {name: {type: string}}}}}
",
    );
    write(
        "several/schemas/zoo.yaml",
        "\
$defs:
  Zoo:
    type: object
    properties:
      keeper: {$ref: ../api/zoo.yaml#/components/schemas/Keeper}
      animals: {type: array, items: {$ref: '#/$defs/Animal'}}
  Animal: {type: object, required: [kind], properties: {kind: {type: string}}}
",
    );
    let failures = folder.join("failures.json");
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(["roundtrip", "--check"])
        .arg(folder.join("several"))
        .arg("--failures")
        .arg(&failures)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    let table = String::from_utf8_lossy(&output.stdout);
    let row: Vec<&str> = table.lines().nth(1).unwrap().split_whitespace().collect();
    assert_eq!(row[..2], ["api/zoo.yaml", "1"], "{table}");
    let made: usize = row[2].parse().unwrap();
    assert!(made > 10, "{table}");
    assert_eq!(row[5..7], ["100", "100"], "{table}");
}
