//! Each operation and status against openapi.yaml: real answers, the published schemas.

use std::collections::BTreeSet;

use jsonschema::Validator;
use reqwest::{Method, Response};
use serde_json::{Value, json};

use super::{TestSandbox, header_value};
use autosend_domains::sandbox::options::VerifyMode;
use autosend_domains::sandbox::{DEFAULT_PROJECT_ID, Options, REFUSED_KEY};

/// A domain of the right form that nobody added.
const UNKNOWN: &str = "/domains/66f0a1b2c3d4e5f601020304";

/// The document, and which of its responses were seen.
struct Contract {
    document: Value,
    seen: BTreeSet<String>,
}

impl Contract {
    fn read() -> Self {
        let document = serde_yaml_ng::from_str(include_str!("../data/openapi.yaml")).unwrap();
        Self { document, seen: BTreeSet::new() }
    }

    /// The validator of a schema of the document, which may refer to others.
    fn validator(&self, schema: &Value) -> Validator {
        let mut schema = schema.clone();
        schema["components"] = self.document["components"].clone();
        jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
    }

    fn component(&self, name: &str) -> Validator {
        self.validator(&json!({ "$ref": format!("#/components/schemas/{name}") }))
    }

    /// The schema that the document has for an answer.
    fn schema<'a>(&'a self, operation: &'a Value, status: u16) -> &'a Value {
        let mut response = &operation["responses"][status.to_string()];
        if let Some(reference) = response["$ref"].as_str() {
            response = self.document.pointer(reference.trim_start_matches('#')).unwrap();
        }
        &response["content"]["application/json"]["schema"]
    }

    /// Checks one answer, and returns its body.
    async fn check(&mut self, operation: &str, expected: u16, response: Response) -> Value {
        let (method, path) = operation.split_once(' ').unwrap();
        assert_eq!(response.status(), expected, "{operation}");
        assert_eq!(header_value(&response, "content-type"), Some("application/json"), "{operation} {expected}");
        let body: Value = serde_json::from_str(&response.text().await.unwrap()).unwrap();
        let operation_object = &self.document["paths"][path][method.to_lowercase()];
        let schema = self.schema(operation_object, expected);
        assert!(schema.is_object(), "the document knows no {expected} for {operation}");
        assert_fits(&self.validator(schema), &body, &format!("{operation} {expected}"));
        self.seen.insert(format!("{operation} {expected}"));
        body
    }

    /// The answers that the document promises and that were not seen.
    fn unseen(&self) -> Vec<String> {
        let mut unseen = Vec::new();
        for (path, item) in self.document["paths"].as_object().unwrap() {
            for (method, operation) in item.as_object().unwrap() {
                for status in operation["responses"].as_object().into_iter().flat_map(|responses| responses.keys()) {
                    let answer = format!("{} {path} {status}", method.to_uppercase());
                    if !self.seen.contains(&answer) {
                        unseen.push(answer);
                    }
                }
            }
        }
        unseen
    }
}

fn assert_fits(validator: &Validator, body: &Value, what: &str) {
    let errors: Vec<String> = validator.iter_errors(body).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{what}: {errors:?}\n{body:#}");
}

const LIST: &str = "GET /domains";
const ADD: &str = "POST /domains";
const GET: &str = "GET /domains/{domainId}";
const DELETE: &str = "DELETE /domains/{domainId}";
const VERIFY: &str = "POST /domains/{domainId}/verify";

/// Each operation with a path that names no domain of the project.
const OPERATIONS: [(&str, Method, &str); 5] = [
    (LIST, Method::GET, "/domains"),
    (ADD, Method::POST, "/domains"),
    (GET, Method::GET, UNKNOWN),
    (DELETE, Method::DELETE, UNKNOWN),
    (VERIFY, Method::POST, "/domains/66f0a1b2c3d4e5f601020304/verify"),
];

#[tokio::test]
async fn every_response_matches_the_published_schemas() {
    let mut contract = Contract::read();
    let bench = TestSandbox::start_unlimited().await;

    // A domain's life.
    contract.check(LIST, 200, bench.send(Method::GET, "/domains").await).await;
    let added = contract.check(ADD, 201, bench.add_request("mail.example.org").send().await.unwrap()).await;
    let path = format!("/domains/{}", added["data"]["id"].as_str().unwrap());
    let got = contract.check(GET, 200, bench.send(Method::GET, &path).await).await;
    assert_eq!(got, added);
    let verifying = contract.check(VERIFY, 200, bench.send(Method::POST, &format!("{path}/verify")).await).await;
    assert_eq!(verifying["data"]["verificationInProgress"], true);
    let list = contract.check(LIST, 200, bench.send(Method::GET, "/domains").await).await;
    assert_eq!(list["data"]["domains"].as_array().map(Vec::len), Some(1));
    contract.check(ADD, 409, bench.add_request("mail.example.org").send().await.unwrap()).await;
    contract.check(DELETE, 200, bench.send(Method::DELETE, &path).await).await;

    // What each operation refuses.
    for (name, status) in
        [("refused", 400), ("plan", 402), ("forbidden", 403), ("taken", 409), ("busy", 429), ("broken", 500)]
    {
        contract.check(ADD, status, bench.add_request(&format!("{name}.example.org")).send().await.unwrap()).await;
    }
    for (operation, method, path) in OPERATIONS {
        let keyless = bench.request_without_key(method.clone(), path).send().await.unwrap();
        contract.check(operation, 401, keyless).await;
        let refused = bench.request_without_key(method.clone(), path).bearer_auth(REFUSED_KEY).send().await.unwrap();
        contract.check(operation, 401, refused).await;
        let account = bench.request_without_key(method.clone(), path).bearer_auth("ASA_account").send().await.unwrap();
        contract.check(operation, 403, account).await;
        if path.contains("66f0") {
            contract.check(operation, 404, bench.send(method.clone(), path).await).await;
            let malformed = path.replace("66f0a1b2c3d4e5f601020304", "66F0");
            contract.check(operation, 400, bench.send(method, &malformed).await).await;
        }
    }

    // The rate limit.
    let limited = TestSandbox::start_with(Options { rate: "1".parse().unwrap(), ..Options::default() }).await;
    limited.send(Method::GET, "/domains").await;
    for (operation, method, path) in OPERATIONS {
        contract.check(operation, 429, limited.send(method, path).await).await;
    }

    // What nothing in the sandbox leads to.
    let expected = [
        "GET /domains 402",
        "GET /domains 500",
        "POST /domains 200",
        "GET /domains/{domainId} 500",
        "DELETE /domains/{domainId} 500",
        "POST /domains/{domainId}/verify 500",
    ];
    assert_eq!(contract.unseen(), expected);
}

#[tokio::test]
async fn the_inbound_operations_answer_with_a_domain() {
    let contract = Contract::read();
    let domain = contract.component("DomainResponse");
    let bench = TestSandbox::start_with(Options {
        rate: "off".parse().unwrap(),
        verify: VerifyMode::Always,
        verification_delay: std::time::Duration::ZERO,
        ..Options::default()
    })
    .await;
    let path = format!("/domains/{}", bench.add_domain("mail.example.org").await);
    let early = bench.send(Method::POST, &format!("{path}/inbound/enable")).await;
    assert_eq!(early.status(), 400);
    bench.send(Method::POST, &format!("{path}/verify")).await;

    let on = super::json_body(bench.send(Method::POST, &format!("{path}/inbound/enable")).await).await;
    assert_fits(&domain, &on, "enable");
    assert_eq!(on["data"]["dnsRecords"]["inboundMx"]["value"], "inbound-smtp.us-east-1.amazonaws.com");
    let off = super::json_body(bench.send(Method::POST, &format!("{path}/inbound/disable")).await).await;
    assert_fits(&domain, &off, "disable");
    assert_eq!(off["data"]["dnsRecords"].get("inboundMx"), None);
}

#[tokio::test]
async fn an_unknown_operation_is_rejected_in_the_same_envelope() {
    let envelope = Contract::read().component("ErrorEnvelope");
    let bench = TestSandbox::start_unlimited().await;
    for (method, path, status, allow) in [
        (Method::GET, "/", 404, None),
        (Method::GET, "/domain", 404, None),
        (Method::POST, "/domains/66f0a1b2c3d4e5f601020304/inbound", 404, None),
        (Method::PATCH, "/domains", 405, Some("GET,HEAD,POST")),
        (Method::PUT, UNKNOWN, 405, Some("GET,HEAD,DELETE")),
        (Method::GET, "/domains/66f0a1b2c3d4e5f601020304/verify", 405, Some("POST")),
        (Method::GET, "/domains/%ff", 400, None),
        (Method::GET, "/domains/%00", 400, None),
    ] {
        let response = bench.send(method.clone(), path).await;
        assert_eq!(response.status(), status, "{method} {path}");
        assert_eq!(header_value(&response, "allow"), allow, "{method} {path}");
        assert_fits(&envelope, &super::json_body(response).await, path);
    }
    let outside = bench.client.get(format!("http://{}/", bench.sandbox.address())).bearer_auth(bench.key);
    assert_eq!(outside.send().await.unwrap().status(), 404);
    // What the sandbox itself is told, and no part of AutoSend's API, is refused alike.
    for (path, status, allow) in [("/sandbox/dns", 405, Some("POST")), ("/sandbox/other", 404, None)] {
        let url = format!("http://{}{path}", bench.sandbox.address());
        let response = bench.client.get(url).send().await.unwrap();
        assert_eq!((response.status().as_u16(), header_value(&response, "allow")), (status, allow), "{path}");
        assert_fits(&envelope, &super::json_body(response).await, path);
    }
}

#[tokio::test]
async fn bodies_are_parsed_whatever_their_content_type() {
    let envelope = Contract::read().component("ErrorEnvelope");
    let bench = TestSandbox::start_unlimited().await;
    let plain =
        bench.request_without_key(Method::POST, "/domains").bearer_auth(bench.key).header("content-type", "text/plain");
    assert_eq!(plain.body(r#"{"domain":"mail.example.org"}"#).send().await.unwrap().status(), 201);

    for (body, words) in [
        ("", "domain is required"),
        ("{", "not valid JSON"),
        ("[]", "must be a JSON object"),
        (r#"{"domain":"https://example.org"}"#, "protocol"),
        (r#"{"domain":"example.org","regionKey":"mars-1"}"#, "eu-central-1"),
    ] {
        let response = bench.request(Method::POST, "/domains").body(body).send().await.unwrap();
        assert_eq!(response.status(), 400, "{body}");
        let answer = super::json_body(response).await;
        assert_fits(&envelope, &answer, body);
        assert!(answer.to_string().contains(words), "{body}: {answer}");
    }

    // Just short enough; too long; too long to be read at all.
    for (length, status) in [(65_000, 201), (70_000, 413), (1_100_000, 413)] {
        let long = json!({ "domain": "long.example.org", "more": "x".repeat(length) }).to_string();
        let response = bench.request(Method::POST, "/domains").body(long).send().await.unwrap();
        assert_eq!(response.status(), status, "{length}");
        if status == 413 {
            assert_fits(&envelope, &super::json_body(response).await, "413");
        }
    }
    assert_eq!(bench.list_names().await, ["mail.example.org", "long.example.org"]);
}

#[tokio::test]
async fn a_rejected_request_with_a_long_body_gets_its_response() {
    let bench = TestSandbox::start_unlimited().await;
    for _ in 0..20 {
        let request = bench.request_without_key(Method::POST, "/domains").body("x".repeat(900_000));
        assert_eq!(request.send().await.unwrap().status(), 401);
    }
}

#[test]
fn the_contract_covers_every_operation() {
    let contract = Contract::read();
    for (schema, wrong) in [
        ("DomainResponse", json!({ "success": true, "data": { "id": "66f0a1b2c3d4e5f601020304" } })),
        ("DomainListResponse", json!({ "success": true, "data": [] })),
        ("ErrorEnvelope", json!({ "success": true })),
        ("Acknowledgement", json!({})),
        ("ObjectId", json!("66F0A1B2C3D4E5F601020304")),
    ] {
        assert!(!contract.component(schema).is_valid(&wrong), "{schema}");
    }
    let added = &contract.document["components"]["examples"]["AddedDomain"]["value"];
    assert!(contract.component("DomainResponse").is_valid(added));
}

/// The document leaves the account's projects out, since it is about domains: the answer is held against what the pages
/// on projects show (autosend-api.md sections 8 and 9).
#[tokio::test]
async fn only_an_account_key_lists_projects() {
    let contract = Contract::read();
    let (envelope, id) = (contract.component("ErrorEnvelope"), contract.component("ObjectId"));
    let mut bench = TestSandbox::start_unlimited().await;
    for (key, status) in [("AS_sandbox", 403), ("whatever", 403), (REFUSED_KEY, 401)] {
        let response =
            bench.request_without_key(Method::GET, "/account/projects").bearer_auth(key).send().await.unwrap();
        assert_eq!(response.status(), status, "{key}");
        assert_fits(&envelope, &super::json_body(response).await, key);
    }
    bench.key = "ASA_account";
    let list = super::json_body(bench.send(Method::GET, "/account/projects").await).await;
    assert_eq!(list["data"]["projects"], json!([{ "id": DEFAULT_PROJECT_ID, "name": "Sandbox", "domains": [] }]));
    for project in [DEFAULT_PROJECT_ID, "other"] {
        let adding = bench.add_request("mail.example.org").header("x-project-id", project);
        assert_eq!(adding.send().await.unwrap().status(), 201);
    }
    let list = super::json_body(bench.send(Method::GET, "/account/projects").await).await;
    let projects = list["data"]["projects"].as_array().unwrap();
    let ids: Vec<_> = projects.iter().map(|project| project["id"].as_str().unwrap()).collect();
    assert_eq!(ids, [DEFAULT_PROJECT_ID, "other"]);
    for project in projects {
        let domain = &project["domains"][0];
        assert_fits(&id, &domain["id"], "the id");
        assert_eq!(
            (&domain["domain"], &domain["verificationStatus"]),
            (&json!("mail.example.org"), &json!("PENDING_CONFIGURATION"))
        );
    }
    let posted = bench.send(Method::POST, "/account/projects").await;
    assert_eq!((posted.status().as_u16(), header_value(&posted, "allow")), (405, Some("GET,HEAD")));
}
