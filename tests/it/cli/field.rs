//! `records --field`: one value, bare.

use std::io::{Read as _, pipe};

use serde_json::json;

use super::{Run, add_domains, start_sandbox};
use crate::support::api_servers::{KEY, StubReply, StubServer, domain};
use crate::support::pty::Program;

#[tokio::test(flavor = "multi_thread")]
async fn each_field_is_printed_verbatim_without_a_line_end() {
    let sandbox = start_sandbox().await;
    add_domains(&sandbox, &["mail.example.com"]).await;
    for (field, expected) in [
        ("ownership.name", "_autosend-verify.mail.example.com"),
        ("dkim.name", "autosend._domainkey.mail.example.com"),
        ("mail-from[0].name", "asend.mail.example.com"),
        ("mail-from[0].value", "feedback-smtp.us-east-1.amazonses.com"),
        ("mail-from[0].priority", "10"),
        ("mail-from[1].value", "v=spf1 include:amazonses.com ~all"),
        ("dmarc.value", "v=DMARC1; p=none;"),
    ] {
        let ran =
            Run::new(&["records", "mail.example.com", "--field", field]).with_api(sandbox.base_url()).run_async().await;
        assert_eq!(ran.parts(), (0, expected, ""), "{field}");
    }
    // As it is to be published, which the API's own value is not.
    let ran = Run::new(&["records", "mail.example.com", "--field", "dkim.value"])
        .with_api(sandbox.base_url())
        .run_async()
        .await;
    assert!(ran.stdout.starts_with("p=MI") && !ran.stdout.ends_with('\n'), "{ran:?}");
}

#[test]
fn a_real_pipe_gets_the_value_and_a_terminal_a_line() {
    let stub = StubServer::start(|_| StubReply::list(&[domain("mail.example.com")]));
    let arguments = ["records", "mail.example.com", "--field", "ownership.value"];
    let run = Run::new(&arguments).with_api(stub.base_url());
    let (mut reader, writer) = pipe().unwrap();
    let mut command = run.command();
    let status = command.stdout(writer).status().unwrap();
    drop(command);
    let mut octets = Vec::new();
    reader.read_to_end(&mut octets).unwrap();
    assert_eq!((status.code(), octets.as_slice()), (Some(0), &b"autosend-verify-1"[..]));
    let program = Program::new(env!("CARGO_BIN_EXE_autosend-domains"))
        .args(arguments)
        .env("AUTOSEND_API_KEY", KEY)
        .env("AUTOSEND_BASE_URL", stub.base_url());
    let mut pty = program.start();
    assert_eq!(pty.wait_exit(), 0);
    pty.wait_for_bytes("a line", |bytes| bytes.ends_with(b"autosend-verify-1\r\n"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_missing_record_exits_with_5_and_an_invalid_one_with_2() {
    let sandbox = start_sandbox().await;
    add_domains(&sandbox, &["mail.example.com"]).await;
    let run =
        |field: &'static str| Run::new(&["records", "mail.example.com", "--field", field]).with_api(sandbox.base_url());
    let ran = run("inbound-mx.value").run_async().await;
    let words = "\
error: mail.example.com has no record inbound-mx
  It has ownership, dkim, mail-from[0], mail-from[1], dmarc.
  Valid slots: ownership, dkim, mail-from[0], mail-from[1] and so on, dmarc, inbound-mx.
";
    assert_eq!(ran.parts(), (7, "", words));
    assert_eq!(run("mail-from[2].value").run_async().await.code, 7);
    let ran = run("dmarc.priority").run_async().await;
    assert_eq!(ran.parts(), (7, "", "error: dmarc is a TXT record and has no priority\n"));
    for (field, words) in [
        ("spf.value", "unknown record; use one of: ownership, dkim, mail-from[0], mail-from[1] and so on, dmarc"),
        ("mail-from.value", "there are several mail-from records: use mail-from[0] or mail-from[1]"),
        ("dkim.type", "the fields of a record are name, value and priority"),
        ("dkim", "expected SLOT.name, SLOT.value or SLOT.priority"),
    ] {
        let ran = run(field).run_async().await;
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
        assert!(
            ran.stderr.starts_with(&format!("error: invalid value '{field}' for '--field <FIELD>': {words}")),
            "{ran:?}"
        );
    }
    for other in ["--json", "--format=zone", "--output=x", "--zone=example.com", "--ttl=60"] {
        assert_eq!(run("dkim.value").arg(other).run_async().await.code, 2, "{other}");
    }
}

#[test]
fn hidden_characters_are_not_printed_raw() {
    let stub = StubServer::start(|_| {
        let mut domain = domain("mail.example.com");
        domain["dnsRecords"]["ownership"]["value"] = json!("autosend\n\u{202e}rm");
        StubReply::list(&[domain])
    });
    let ran = Run::new(&["records", "mail.example.com", "--field", "ownership.value"]).with_api(stub.base_url()).run();
    let words = "\
error: ownership contains invisible characters, so it isn't printed raw
  2 in all; the first is U+000A at position 9.
  Use --format json to see it escaped.
";
    assert_eq!(ran.parts(), (1, "", words));
}

#[tokio::test(flavor = "multi_thread")]
async fn records_are_found_by_id_too() {
    let sandbox = start_sandbox().await;
    add_domains(&sandbox, &["mail.example.com"]).await;
    let id = super::id_of(&sandbox, "mail.example.com").await;
    let by_id = Run::new(&["records", &id]).with_api(sandbox.base_url()).run_async().await;
    let by_name = Run::new(&["records", "mail.example.com"]).with_api(sandbox.base_url()).run_async().await;
    assert_eq!((by_id.code, by_id.stdout), (0, by_name.stdout));
    let wrong = Run::new(&["records", &id, "--zone", "example.org"]).with_api(sandbox.base_url()).run_async().await;
    assert_eq!((wrong.code, wrong.stdout.as_str()), (2, ""));
    let absent =
        Run::new(&["records", "66f0a1b2c3d4e5f601020304", "--json"]).with_api(sandbox.base_url()).run_async().await;
    assert_eq!((absent.code, &absent.stderr_json()["kind"]), (7, &json!("not-found")));
}
