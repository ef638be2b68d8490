//! One small pair of documents for each kind of change.

use std::collections::BTreeSet;

use super::{Change, Changes, Kind, Rust, Side, Wire, compare, json, markdown, text};
use crate::config::Config;
use crate::source::Source;

use Rust::{Major, Minor, Patch};
use Wire::{Breaking, Compatible, Risky};

fn between(old: &str, new: &str) -> Changes {
    let head = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\n";
    let [old, new] =
        [old, new].map(|text| Source::from_text("api.yaml", format!("{head}{text}\n")));
    let config = Config::default();
    let old = Side::read(&old, &config).unwrap();
    let new = Side::read(&new, &config).unwrap();
    compare(&old, &new)
}

/// An operation that stands for itself.
fn operation(text: &str) -> String {
    format!("paths: {{/a: {{get: {{operationId: find, {text}}}}}}}")
}

/// A schema that requests carry.
fn sent(schema: &str) -> String {
    format!(
        "components: {{schemas: {{A: {schema}}}}}\npaths: {{/a: {{post: {{operationId: make, requestBody: {{required: true, content: {{application/json: {{schema: {{$ref: '#/components/schemas/A'}}}}}}}}, responses: {{'204': {{description: ok}}}}}}}}}}"
    )
}

/// A schema that answers carry.
fn read(schema: &str) -> String {
    format!(
        "components: {{schemas: {{A: {schema}}}}}\npaths: {{/a: {{get: {{operationId: find, responses: {{'200': {{description: ok, content: {{application/json: {{schema: {{$ref: '#/components/schemas/A'}}}}}}}}}}}}}}}}"
    )
}

fn rest(text: &str) -> String {
    text.to_owned()
}

type Case = (
    Kind,
    fn(&str) -> String,
    &'static str,
    &'static str,
    Wire,
    Rust,
);

const OK: &str = "responses: {'204': {description: ok}}";
const LIST: &str = "parameters: [{name: offset, in: query, schema: {type: integer}}, {name: limit, in: query, schema: {type: integer}}], responses: {'200': {description: ok, content: {application/json: {schema: {type: object, properties: {data: {type: array, items: {type: object}}}}}}}}";
const LINKED: &str = "parameters: [{name: offset, in: query, schema: {type: integer}}, {name: limit, in: query, schema: {type: integer}}], responses: {'200': {description: ok, content: {application/json: {schema: {type: object, properties: {data: {type: array, items: {type: object}}, next_url: {type: string}}}}}}}";
const LINK: &str = "parameters: [{name: page, in: query, schema: {type: integer}}], responses: {'200': {description: ok, headers: {Link: {schema: {type: string}}}, content: {application/json: {schema: {type: array, items: {type: object}}}}}}";
const LINK_OF_TEXTS: &str = "parameters: [{name: page, in: query, schema: {type: integer}}], responses: {'200': {description: ok, headers: {Link: {schema: {type: string}}}, content: {application/json: {schema: {type: array, items: {type: object, additionalProperties: {type: string}}}}}}}";
const NO_LINK: &str = "parameters: [{name: page, in: query, schema: {type: integer}}], responses: {'200': {description: ok, content: {application/json: {schema: {type: array, items: {type: object}}}}}}";

#[rustfmt::skip]
const CASES: &[Case] = &[
    (Kind::OperationAdded, rest, "paths: {/a: {get: {responses: {'204': {description: ok}}}}}", "paths: {/a: {get: {responses: {'204': {description: ok}}}, put: {responses: {'204': {description: ok}}}}}", Compatible, Minor),
    (Kind::OperationRemoved, rest, "paths: {/a: {get: {responses: {'204': {description: ok}}}, put: {responses: {'204': {description: ok}}}}}", "paths: {/a: {get: {responses: {'204': {description: ok}}}}}", Breaking, Major),
    (Kind::OperationRenamed, rest, "paths: {/a: {get: {operationId: one, responses: {'204': {description: ok}}}}}", "paths: {/a: {get: {operationId: two, responses: {'204': {description: ok}}}}}", Compatible, Major),
    (Kind::OperationMoved, rest, "paths: {/a: {get: {operationId: one, responses: {'204': {description: ok}}}}}", "paths: {/b: {get: {operationId: one, responses: {'204': {description: ok}}}}}", Breaking, Patch),
    (Kind::ArgumentOrderChanged, operation, "parameters: [{name: a, in: query, required: true, schema: {type: string}}, {name: b, in: query, required: true, schema: {type: string}}], responses: {'204': {description: ok}}", "parameters: [{name: b, in: query, required: true, schema: {type: string}}, {name: a, in: query, required: true, schema: {type: string}}], responses: {'204': {description: ok}}", Compatible, Major),
    (Kind::RequiredParameterAdded, operation, OK, "parameters: [{name: a, in: query, required: true, schema: {type: string}}], responses: {'204': {description: ok}}", Breaking, Major),
    (Kind::OptionalParameterAdded, operation, OK, "parameters: [{name: a, in: query, schema: {type: string}}], responses: {'204': {description: ok}}", Compatible, Minor),
    (Kind::ParameterRemoved, operation, "parameters: [{name: a, in: header, schema: {type: string}}], responses: {'204': {description: ok}}", OK, Risky, Major),
    (Kind::PathParameterRenamed, rest, "paths: {'/a/{one}': {get: {operationId: find, parameters: [{name: one, in: path, required: true, schema: {type: string}}], responses: {'204': {description: ok}}}}}", "paths: {'/a/{two}': {get: {operationId: find, parameters: [{name: two, in: path, required: true, schema: {type: string}}], responses: {'204': {description: ok}}}}}", Compatible, Major),
    (Kind::PathParameterMoved, rest, "paths: {'/q/{a}/{b}': {get: {operationId: find, parameters: [{name: a, in: path, required: true, schema: {type: string}}, {name: b, in: path, required: true, schema: {type: string}}], responses: {'204': {description: ok}}}}}", "paths: {'/q/{b}/{a}': {get: {operationId: find, parameters: [{name: a, in: path, required: true, schema: {type: string}}, {name: b, in: path, required: true, schema: {type: string}}], responses: {'204': {description: ok}}}}}", Breaking, Patch),
    (Kind::ParameterBecameRequired, operation, "parameters: [{name: a, in: query, schema: {type: string}}], responses: {'204': {description: ok}}", "parameters: [{name: a, in: query, required: true, schema: {type: string}}], responses: {'204': {description: ok}}", Breaking, Major),
    (Kind::ParameterBecameOptional, operation, "parameters: [{name: a, in: query, required: true, schema: {type: string}}], responses: {'204': {description: ok}}", "parameters: [{name: a, in: query, schema: {type: string}}], responses: {'204': {description: ok}}", Compatible, Major),
    (Kind::ParameterTypeChanged, operation, "parameters: [{name: a, in: query, schema: {type: string}}], responses: {'204': {description: ok}}", "parameters: [{name: a, in: query, schema: {type: boolean}}], responses: {'204': {description: ok}}", Breaking, Major),
    (Kind::ParameterStyleChanged, operation, "parameters: [{name: a, in: query, schema: {type: array, items: {type: string}}}], responses: {'204': {description: ok}}", "parameters: [{name: a, in: query, explode: false, schema: {type: array, items: {type: string}}}], responses: {'204': {description: ok}}", Risky, Patch),
    (Kind::RequiredRequestBodyAdded, operation, OK, "requestBody: {required: true, content: {text/plain: {}}}, responses: {'204': {description: ok}}", Breaking, Major),
    (Kind::OptionalRequestBodyAdded, operation, OK, "requestBody: {content: {text/plain: {}}}, responses: {'204': {description: ok}}", Compatible, Minor),
    (Kind::RequestBodyRemoved, operation, "requestBody: {content: {text/plain: {}}}, responses: {'204': {description: ok}}", OK, Risky, Major),
    (Kind::RequestBodyBecameRequired, operation, "requestBody: {content: {text/plain: {}}}, responses: {'204': {description: ok}}", "requestBody: {required: true, content: {text/plain: {}}}, responses: {'204': {description: ok}}", Breaking, Major),
    (Kind::RequestBodyBecameOptional, operation, "requestBody: {required: true, content: {text/plain: {}}}, responses: {'204': {description: ok}}", "requestBody: {content: {text/plain: {}}}, responses: {'204': {description: ok}}", Compatible, Major),
    (Kind::RequestMediaTypeAdded, operation, "requestBody: {content: {text/plain: {}, text/csv: {}}}, responses: {'204': {description: ok}}", "requestBody: {content: {text/plain: {}, text/csv: {}, text/html: {}}}, responses: {'204': {description: ok}}", Compatible, Minor),
    (Kind::RequestMediaTypeRemoved, operation, "requestBody: {content: {text/plain: {}, text/csv: {}, text/html: {}}}, responses: {'204': {description: ok}}", "requestBody: {content: {text/plain: {}, text/csv: {}}}, responses: {'204': {description: ok}}", Breaking, Major),
    (Kind::RequestBodyTypeChanged, operation, "requestBody: {required: true, content: {application/json: {schema: {type: integer}}}}, responses: {'204': {description: ok}}", "requestBody: {required: true, content: {application/json: {schema: {type: number}}}}, responses: {'204': {description: ok}}", Compatible, Major),
    (Kind::ResponseStatusAdded, operation, "responses: {'204': {description: ok}, default: {description: no, content: {application/json: {schema: {type: string}}}}}", "responses: {'204': {description: ok}, '404': {description: none, content: {application/json: {schema: {type: integer}}}}, default: {description: no, content: {application/json: {schema: {type: string}}}}}", Breaking, Minor),
    (Kind::ResponseStatusRemoved, operation, "responses: {'200': {description: ok}, '404': {description: none}}", "responses: {'200': {description: ok}}", Compatible, Major),
    (Kind::ResponseMediaTypeAdded, operation, "responses: {'200': {description: ok, content: {text/plain: {}}}}", "responses: {'200': {description: ok, content: {text/plain: {}, application/json: {schema: {type: integer}}}}}", Compatible, Major),
    (Kind::ResponseMediaTypeRemoved, operation, "responses: {'200': {description: ok, content: {application/json: {schema: {type: integer}}}}}", "responses: {'200': {description: ok}}", Breaking, Major),
    (Kind::ResponseBodyTypeChanged, operation, "responses: {'200': {description: ok, content: {application/json: {schema: {type: integer}}}}}", "responses: {'200': {description: ok, content: {application/json: {schema: {type: number}}}}}", Breaking, Major),
    (Kind::ResponseHeaderAdded, operation, OK, "responses: {'204': {description: ok, headers: {A: {schema: {type: string}}}}}", Compatible, Minor),
    (Kind::ResponseHeaderRemoved, operation, "responses: {'204': {description: ok, headers: {A: {schema: {type: string}}}}}", OK, Compatible, Major),
    (Kind::ResponseHeaderTypeChanged, operation, "responses: {'204': {description: ok, headers: {A: {schema: {type: integer}}}}}", "responses: {'204': {description: ok, headers: {A: {schema: {type: string}}}}}", Breaking, Major),
    (Kind::SecurityChanged, rest, "components: {securitySchemes: {a: {type: http, scheme: basic}}}\npaths: {/a: {get: {responses: {'204': {description: ok}}}, put: {security: [{a: []}], responses: {'204': {description: ok}}}}}", "components: {securitySchemes: {a: {type: http, scheme: basic}}}\npaths: {/a: {get: {security: [{a: []}], responses: {'204': {description: ok}}}, put: {security: [{a: []}], responses: {'204': {description: ok}}}}}", Breaking, Patch),
    (Kind::ScopesAdded, rest, "components: {securitySchemes: {login: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://example.com/t', scopes: {read: R, write: W}}}}}}\npaths: {/a: {get: {security: [{login: [read]}], responses: {'204': {description: ok}}}, put: {security: [{login: [read, write]}], responses: {'204': {description: ok}}}}}", "components: {securitySchemes: {login: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://example.com/t', scopes: {read: R, write: W}}}}}}\npaths: {/a: {get: {security: [{login: [read, write]}], responses: {'204': {description: ok}}}, put: {security: [{login: [read, write]}], responses: {'204': {description: ok}}}}}", Risky, Patch),
    (Kind::ScopesRemoved, rest, "components: {securitySchemes: {login: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://example.com/t', scopes: {read: R, write: W}}}}}}\npaths: {/a: {get: {security: [{login: [read, write]}], responses: {'204': {description: ok}}}, put: {security: [{login: [read, write]}], responses: {'204': {description: ok}}}}}", "components: {securitySchemes: {login: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://example.com/t', scopes: {read: R, write: W}}}}}}\npaths: {/a: {get: {security: [{login: [read]}], responses: {'204': {description: ok}}}, put: {security: [{login: [read, write]}], responses: {'204': {description: ok}}}}}", Compatible, Patch),
    (Kind::PaginationAdded, operation, NO_LINK, LINK, Compatible, Minor),
    (Kind::PaginationRemoved, operation, LINK, NO_LINK, Risky, Major),
    (Kind::PaginationChanged, operation, LINK, LINK_OF_TEXTS, Compatible, Major),
    (Kind::PaginationChanged, operation, LIST, LINKED, Breaking, Patch),
    (Kind::TypeAdded, rest, "paths: {}", "components: {schemas: {A: {type: object, properties: {a: {type: string}}}}}\npaths: {}", Compatible, Minor),
    (Kind::TypeRemoved, rest, "components: {schemas: {A: {type: object, properties: {a: {type: string}}}}}\npaths: {}", "paths: {}", Compatible, Major),
    (Kind::TypeRenamed, rest, "components: {schemas: {A: {type: object, properties: {a: {type: string}}}}}\npaths: {}", "components: {schemas: {B: {type: object, properties: {a: {type: string}}}}}\npaths: {}", Compatible, Major),
    (Kind::TypeChanged, read, "{type: string, enum: [a]}", "{type: object, properties: {a: {type: string}}}", Breaking, Major),
    (Kind::TypeBecameSent, rest, "components: {schemas: {A: {type: object, properties: {a: {type: string}}}}}\npaths: {/a: {get: {responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}}}}}", "components: {schemas: {A: {type: object, properties: {a: {type: string}}}}}\npaths: {/a: {get: {responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}}}, put: {requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}, responses: {'204': {description: ok}}}}}", Compatible, Minor),
    (Kind::TypeNoLongerSent, rest, "components: {schemas: {A: {type: object, properties: {a: {type: string}}}}}\npaths: {/a: {get: {responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}}}, put: {requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}, responses: {'204': {description: ok}}}}}", "components: {schemas: {A: {type: object, properties: {a: {type: string}}}}}\npaths: {/a: {get: {responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}}}}}", Compatible, Major),
    (Kind::RequiredPropertyAdded, sent, "{type: object, properties: {a: {type: string}}}", "{type: object, required: [b], properties: {a: {type: string}, b: {type: string}}}", Breaking, Major),
    (Kind::RequiredPropertyAdded, read, "{type: object, properties: {a: {type: string}}}", "{type: object, required: [b], properties: {a: {type: string}, b: {type: string}}}", Compatible, Minor),
    (Kind::OptionalPropertyAdded, sent, "{type: object, properties: {a: {type: string}}}", "{type: object, properties: {a: {type: string}, b: {type: string}}}", Compatible, Minor),
    (Kind::PropertyRemoved, sent, "{type: object, additionalProperties: false, properties: {a: {type: string}, b: {type: string}}}", "{type: object, additionalProperties: false, properties: {a: {type: string}}}", Breaking, Major),
    (Kind::PropertyRemoved, read, "{type: object, required: [b], properties: {a: {type: string}, b: {type: string}}}", "{type: object, properties: {a: {type: string}}}", Breaking, Major),
    (Kind::PropertyBecameRequired, sent, "{type: object, properties: {a: {type: string}}}", "{type: object, required: [a], properties: {a: {type: string}}}", Breaking, Major),
    (Kind::PropertyBecameOptional, read, "{type: object, required: [a], properties: {a: {type: string}}}", "{type: object, properties: {a: {type: string}}}", Breaking, Major),
    (Kind::PropertyBecameNullable, read, "{type: object, properties: {a: {type: string}}}", "{type: object, properties: {a: {type: [string, 'null']}}}", Compatible, Major),
    (Kind::PropertyBecameNotNullable, sent, "{type: object, properties: {a: {type: [string, 'null']}}}", "{type: object, properties: {a: {type: string}}}", Breaking, Major),
    (Kind::PropertyTypeChanged, read, "{type: object, properties: {a: {type: string}}}", "{type: object, properties: {a: {type: string, format: uuid}}}", Compatible, Major),
    (Kind::PropertyBecameReadOnly, sent, "{type: object, properties: {a: {type: string}}}", "{type: object, properties: {a: {type: string, readOnly: true}}}", Risky, Patch),
    (Kind::PropertyBecameNotReadOnly, sent, "{type: object, properties: {a: {type: string, readOnly: true}}}", "{type: object, properties: {a: {type: string}}}", Compatible, Patch),
    (Kind::PropertyBecameWriteOnly, read, "{type: object, properties: {a: {type: string}}}", "{type: object, properties: {a: {type: string, writeOnly: true}}}", Compatible, Patch),
    (Kind::PropertyBecameNotWriteOnly, read, "{type: object, properties: {a: {type: string, writeOnly: true}}}", "{type: object, properties: {a: {type: string}}}", Compatible, Patch),
    (Kind::PropertyOrderChanged, sent, "{type: object, required: [a, b], properties: {a: {type: string}, b: {type: string}}}", "{type: object, required: [a, b], properties: {b: {type: string}, a: {type: string}}}", Compatible, Major),
    (Kind::AdditionalPropertiesChanged, sent, "{type: object, properties: {a: {type: string}}, additionalProperties: {type: string}}", "{type: object, properties: {a: {type: string}}, additionalProperties: {type: integer}}", Breaking, Major),
    (Kind::EnumValueAdded, read, "{type: string, enum: [a]}", "{type: string, enum: [a, b]}", Compatible, Minor),
    (Kind::EnumValueRemoved, sent, "{type: string, enum: [a, b]}", "{type: string, enum: [a]}", Breaking, Major),
    (Kind::EnumValueRenamed, read, "{type: string, enum: [a, b, c]}", "{type: string, enum: [a, b, c, A]}", Compatible, Major),
    (Kind::UnionBranchAdded, read, "{oneOf: [{type: string}, {type: integer}]}", "{oneOf: [{type: string}, {type: integer}, {type: boolean}]}", Breaking, Minor),
    (Kind::UnionBranchRemoved, sent, "{oneOf: [{type: string}, {type: integer}, {type: boolean}]}", "{oneOf: [{type: string}, {type: integer}]}", Breaking, Major),
    (Kind::DiscriminatorChanged, read, "{discriminator: {propertyName: a}, oneOf: [{$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/C'}]}, B: {type: object, required: [a, b], properties: {a: {type: string}, b: {type: string}}}, C: {type: object, required: [a, b], properties: {a: {type: string}, b: {type: string}, c: {type: string}}}", "{discriminator: {propertyName: b}, oneOf: [{$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/C'}]}, B: {type: object, required: [a, b], properties: {a: {type: string}, b: {type: string}}}, C: {type: object, required: [a, b], properties: {a: {type: string}, b: {type: string}, c: {type: string}}}", Breaking, Patch),
    (Kind::ConstantChanged, read, "{const: a}", "{const: b}", Breaking, Patch),
    (Kind::ConstraintTightened, sent, "{type: object, properties: {a: {type: array, items: {type: string, maxLength: 9}}}}", "{type: object, properties: {a: {type: array, items: {type: string, maxLength: 5}}}}", Breaking, Patch),
    (Kind::ConstraintTightened, sent, "{type: object, properties: {a: {type: string}}}", "{type: object, properties: {a: {type: string, maxLength: 9}}}", Breaking, Patch),
    (Kind::ConstraintLoosened, sent, "{type: object, properties: {a: {type: string, maxLength: 9}}}", "{type: object, properties: {a: {type: string, maxLength: 10}}}", Compatible, Patch),
    (Kind::ConstraintChanged, sent, "{type: object, properties: {a: {type: string, pattern: a}}}", "{type: object, properties: {a: {type: string, pattern: b}}}", Risky, Patch),
    (Kind::DefaultChanged, sent, "{type: object, properties: {a: {type: string}}}", "{type: object, properties: {a: {type: string, default: b}}}", Risky, Patch),
    (Kind::Deprecated, operation, OK, "deprecated: true, responses: {'204': {description: ok}}", Compatible, Minor),
    (Kind::Undeprecated, operation, "deprecated: true, responses: {'204': {description: ok}}", OK, Compatible, Patch),
    (Kind::ServerChanged, rest, "servers: [{url: 'https://a.example'}]\npaths: {}", "servers: [{url: 'https://b.example'}]\npaths: {}", Risky, Patch),
    (Kind::ServerVariableAdded, rest, "servers: [{url: 'https://a.example'}]\npaths: {}", "servers: [{url: 'https://{b}.example', variables: {b: {default: a}}}]\npaths: {}", Compatible, Minor),
    (Kind::ServerVariableRemoved, rest, "servers: [{url: 'https://{b}.example', variables: {b: {default: a}}}]\npaths: {}", "servers: [{url: 'https://a.example'}]\npaths: {}", Compatible, Major),
    (Kind::SecuritySchemeAdded, rest, "components: {securitySchemes: {a: {type: http, scheme: basic}}}\npaths: {/a: {get: {responses: {'204': {description: ok}}}}}", "components: {securitySchemes: {a: {type: http, scheme: basic}}}\npaths: {/a: {get: {security: [{a: []}, {}], responses: {'204': {description: ok}}}}}", Compatible, Minor),
    (Kind::SecuritySchemeRemoved, rest, "components: {securitySchemes: {a: {type: http, scheme: basic}}}\npaths: {/a: {get: {security: [{a: []}], responses: {'204': {description: ok}}}}}", "paths: {/a: {get: {responses: {'204': {description: ok}}}}}", Compatible, Major),
    (Kind::SecuritySchemeChanged, rest, "components: {securitySchemes: {a: {type: http, scheme: basic}}}\npaths: {/a: {get: {security: [{a: []}], responses: {'204': {description: ok}}}}}", "components: {securitySchemes: {a: {type: apiKey, in: header, name: X}}}\npaths: {/a: {get: {security: [{a: []}], responses: {'204': {description: ok}}}}}", Breaking, Major),
    (Kind::TagAdded, rest, "paths: {/a: {get: {tags: [a], responses: {'204': {description: ok}}}, put: {tags: [b], responses: {'204': {description: ok}}}}}", "paths: {/a: {get: {tags: [a], responses: {'204': {description: ok}}}, put: {tags: [b], responses: {'204': {description: ok}}}, post: {tags: [c], responses: {'204': {description: ok}}}}}", Compatible, Minor),
    (Kind::TagRemoved, rest, "paths: {/a: {get: {tags: [a], responses: {'204': {description: ok}}}, put: {tags: [b], responses: {'204': {description: ok}}}, post: {tags: [c], responses: {'204': {description: ok}}}}}", "paths: {/a: {get: {tags: [a], responses: {'204': {description: ok}}}, put: {tags: [b], responses: {'204': {description: ok}}}}}", Compatible, Major),
    (Kind::TagsBecameFeatures, rest, "paths: {/a: {get: {tags: [a], responses: {'204': {description: ok}}}}}", "paths: {/a: {get: {tags: [a], responses: {'204': {description: ok}}}, put: {tags: [b], responses: {'204': {description: ok}}}}}", Compatible, Major),
    (Kind::TagsNoLongerFeatures, rest, "paths: {/a: {get: {tags: [a], responses: {'204': {description: ok}}}, put: {tags: [b], responses: {'204': {description: ok}}}}}", "paths: {/a: {get: {tags: [a], responses: {'204': {description: ok}}}}}", Compatible, Major),
    (Kind::WebhookAdded, rest, "paths: {}", "paths: {}\nwebhooks: {a: {post: {requestBody: {content: {application/json: {schema: {type: string}}}}, responses: {'204': {description: ok}}}}}", Compatible, Minor),
    (Kind::WebhookRemoved, rest, "paths: {}\nwebhooks: {a: {post: {requestBody: {content: {application/json: {schema: {type: string}}}}, responses: {'204': {description: ok}}}}}", "paths: {}", Risky, Major),
    (Kind::WebhookBodyTypeChanged, rest, "paths: {}\nwebhooks: {a: {post: {requestBody: {content: {application/json: {schema: {type: string}}}}, responses: {'204': {description: ok}}}}}", "paths: {}\nwebhooks: {a: {post: {requestBody: {content: {application/json: {schema: {type: integer}}}}, responses: {'204': {description: ok}}}}}", Breaking, Major),
    (Kind::DocumentationChanged, operation, OK, "summary: Finds, responses: {'204': {description: ok}}", Compatible, Patch),
];

#[test]
fn each_kind_of_change_is_judged() {
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    for (kind, place, old, new, wire, rust) in CASES {
        seen.insert(*kind);
        let changes = between(&place(old), &place(new));
        let is_meant = |change: &&Change| change.kind == *kind;
        let found = changes.changes.iter().find(is_meant);
        if found.map(|change| (change.wire, change.rust)) != Some((*wire, *rust)) {
            wrong.push(format!(
                "{}: not {wire:?} and {rust:?}\n{}",
                kind.id(),
                text(&changes)
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // The configuration alone gives these.
    let elsewhere = [Kind::IdempotencyKeyChanged, Kind::RustItemChanged];
    let missing: Vec<&str> = Kind::ALL
        .iter()
        .filter(|kind| !seen.contains(kind) && !elsewhere.contains(kind))
        .map(|kind| kind.id())
        .collect();
    assert!(missing.is_empty(), "no case: {missing:?}");
}

#[test]
fn what_no_change_explains_is_told_by_its_item() {
    let head = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\n";
    let schema = sent("{type: object, properties: {a: {type: string}}}");
    let mut source = Source::from_text("api.yaml", format!("{head}{schema}\n"));
    let names = "names: {'#/components/schemas/A/properties/a': other}\n";
    let renamed = Config::read(&mut source, "wiregen.yaml", names.to_owned()).unwrap();
    let config = Config::default();
    let old = Side::read(&source, &config).unwrap();
    let new = Side::read(&source, &renamed).unwrap();
    let changes = compare(&old, &new);
    let [change] = changes.changes.as_slice() else {
        panic!("{changes:?}");
    };
    assert_eq!((change.kind, change.rust), (Kind::RustItemChanged, Major));
    assert_eq!(change.subject, "A");
    let all = [
        "types::A::a",
        "types::A::a()",
        "types::A::other",
        "types::A::other()",
    ];
    assert!(
        all.iter()
            .all(|path| change.items.iter().any(|item| item == path)),
        "{change:?}"
    );
}

#[test]
fn an_alias_and_what_it_stands_for_are_the_same() {
    let old = read(
        "{type: object, properties: {a: {$ref: '#/components/schemas/Name'}}}, Name: {type: string}",
    );
    let new = read("{type: object, properties: {a: {type: string}}}, Name: {type: string}");
    let changes = between(&old, &new);
    assert!(changes.rust <= Some(Patch), "{}", text(&changes));
}

#[test]
fn a_body_that_is_a_list_has_rules() {
    let body = |rules: &str| {
        operation(&format!(
            "requestBody: {{content: {{application/json: {{schema: {{type: array, {rules}}}}}}}}}, {OK}"
        ))
    };
    for (rules, subject) in [
        ("maxItems: 9, items: {type: string}", "a body"),
        ("items: {type: string, maxLength: 9}", "a body, each item"),
    ] {
        let changes = between(&body("items: {type: string}"), &body(rules));
        let [change] = changes.changes.as_slice() else {
            panic!("{changes:?}");
        };
        assert_eq!(change.kind, Kind::ConstraintTightened);
        assert!(change.subject.ends_with(subject), "{}", change.subject);
    }
}

#[test]
fn branches_of_one_type_are_told_apart() {
    let union = "{oneOf: [{$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/C'}]}, B: {type: string, pattern: a}, C: {type: string, pattern: b}";
    let changes = between(&read(union), &read(union));
    assert!(changes.is_empty(), "{}", text(&changes));
}

#[test]
fn media_types_that_stand_twice_are_told_apart() {
    let twice = operation(
        "requestBody: {required: true, content: {'*/*': {schema: {type: object, properties: {a: {type: string}}}}, application/json: {schema: {type: object, properties: {b: {type: string}}}}}}, responses: {'204': {description: ok}}",
    );
    let changes = between(&twice, &twice);
    assert!(changes.is_empty(), "{}", text(&changes));
}

#[test]
fn recursion_ends() {
    let tree = |leaf: &str| {
        read(&format!(
            "{{type: object, properties: {{a: {{$ref: '#/components/schemas/A'}}, b: {{type: array, items: {{$ref: '#/components/schemas/A'}}}}, leaf: {leaf}}}}}"
        ))
    };
    let changes = between(&tree("{type: string}"), &tree("{type: integer}"));
    assert_eq!((changes.wire, changes.rust), (Some(Breaking), Some(Major)));
    assert_eq!(changes.changes.len(), 1, "{}", text(&changes));
}

#[test]
fn reports_of_a_hostile_document_stay_reports() {
    let old = operation("responses: {'204': {description: ok}}");
    let new = operation(
        "parameters: [{name: \"a|`<b>\\n# x @y\", in: query, schema: {type: string, default: \"|\\n`](http://x)\"}}], responses: {'204': {description: ok}}",
    );
    let changes = between(&old, &new);
    let rows = markdown(&changes);
    for line in rows.lines().filter(|line| line.starts_with("| `")) {
        let bars = line.replace("\\|", "").matches('|').count();
        assert_eq!(bars, 5, "{line}");
        // What stands in code is no markup. A fence may be longer, where marks are within.
        let outside: String = line
            .replace("<br>", "")
            .split(" | ")
            .map(|cell| {
                let fence: String = cell.chars().take_while(|mark| *mark == '`').collect();
                match fence.as_str() {
                    "" => cell.split('`').step_by(2).collect::<String>(),
                    fence => cell.split(fence).step_by(2).collect::<String>(),
                }
            })
            .collect();
        assert!(!outside.contains('<'), "{line}");
        assert!(!outside.contains("](http"), "{line}");
    }
    assert!(text(&changes).lines().all(|line| !line.starts_with("# x")));
    let report: serde_json::Value = serde_json::from_str(&json(&changes)).unwrap();
    assert_eq!(
        report["changes"].as_array().unwrap().len(),
        changes.changes.len()
    );
}

#[test]
fn a_comment_is_never_too_long() {
    let paths = |count: usize| {
        let path = |index| {
            format!(
                "  /path/number/{index}: {{get: {{responses: {{'204': {{description: ok}}}}}}}}\n"
            )
        };
        format!("paths:\n{}", (0..count).map(path).collect::<String>())
    };
    let changes = between(&paths(1_000), &paths(1));
    let comment = markdown(&changes);
    assert!(comment.len() < 65_536, "{}", comment.len());
    assert!(comment.contains("more."));
}

mod verdicts;

#[test]
fn what_is_not_seen_is_left_out_of_reports() {
    let new = operation(
        "parameters: [{name: \"a\\u202eb\\u2028`c``d\", in: query, schema: {type: string}}], responses: {'204': {description: ok}}",
    );
    let changes = between(&operation(OK), &new);
    for report in [text(&changes), markdown(&changes)] {
        assert!(!report.contains(['\u{202e}', '\u{2028}']), "{report}");
    }
    let comment = markdown(&changes);
    assert!(
        comment.contains("| ``` GET /a query a b `c``d ```:"),
        "{comment}"
    );
}

#[test]
fn what_is_risky_is_not_folded_away() {
    let before = sent("{type: object, properties: {a: {type: string, pattern: a}}}");
    let after = sent("{type: object, properties: {a: {type: string, pattern: b}}}");
    let comment = markdown(&between(&before, &after));
    assert!(comment.contains("### What may break\n"), "{comment}");
    assert!(!comment.contains("Nothing breaks"), "{comment}");
    assert!(!comment.contains("<details>"), "{comment}");
}

#[test]
fn reports_speak_the_documents_language() {
    let list = "in: query, schema: {type: array, items: {type: string}}";
    let parameters = |more: &str| {
        operation(&format!(
            "parameters: [{{name: a, {more}{list}}}], responses: {{'204': {{description: ok}}}}"
        ))
    };
    let report = text(&between(&parameters(""), &parameters("explode: false, ")));
    let styles = ": style: form, explode: true -> style: form, explode: false";
    assert!(report.contains(styles), "{report}");
    let report = text(&between(&operation(LIST), &operation(LINKED)));
    assert!(
        !report.contains("Offset(") && !report.contains("Link("),
        "{report}"
    );
}
