//! Where the key comes from, and what is said where there is none.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use autosend_domains::sandbox::{DEFAULT_PROJECT_ID, REFUSED_KEY};
use rstest::rstest;
use serde_json::json;
use tempfile::TempDir;

use super::{KEY, Run, start_sandbox, state_run};
use crate::support::api_servers::{StubReply, StubServer};

#[test]
fn without_a_key_the_searched_places_are_listed() {
    let run = Run::new(&["add", "example.com"]);
    let file = run.home.path().join(".config/autosend-domains/credentials");
    let ran = run.run();
    let words = format!(
        "\
error: No API key found
  Checked AUTOSEND_API_KEY; {}.
  Create one at https://autosend.com/account/api-key, then run autosend-domains auth login, set \
         AUTOSEND_API_KEY, or use --api-key-file FILE (- for standard input). To try without a key: autosend-domains --sandbox
",
        file.display()
    );
    assert_eq!(ran.parts(), (4, "", words.as_str()));
    let ran = Run::new(&["add", "example.com", "--json"]).run();
    assert_eq!((ran.code, ran.stderr_json()["kind"].clone()), (4, json!("no-key")));
}

#[rstest]
#[case("AUTOSEND_API_KEY", "AS_marker0f3c91d2 key", "key-unusable")]
#[case("AUTOSEND_API_KEY", "AS_marker0f3c91d2\u{fc}", "key-unusable")]
#[case("AUTOSEND_PROJECT_ID", "two words", "key-unusable")]
fn an_unusable_key_is_reported_without_showing_it(
    #[case] variable: &'static str,
    #[case] value: &str,
    #[case] kind: &str,
) {
    let ran = Run::new(&["add", "example.com", "--json"]).env(variable, value).run();
    let error = ran.stderr_json();
    assert_eq!((ran.code, error["kind"].as_str()), (4, Some(kind)), "{error}");
}

/// Adds with a key from somewhere, at a sandbox that takes any key but one.
async fn code_with(prepare: impl FnOnce(Run, &str) -> Run) -> i32 {
    let sandbox = start_sandbox().await;
    let base = sandbox.base_url();
    let run = Run::new(&["add", "example.com"]).env("AUTOSEND_BASE_URL", &base);
    prepare(run, &base).run_async().await.code
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_is_read_from_a_file_or_from_standard_input() {
    for (key, code) in [(KEY, 0), (REFUSED_KEY, 4)] {
        let from_file = |run: Run, _: &str| {
            let path = run.write_file("key", &format!("\n{key}\n"));
            run.arg("--api-key-file").arg(path)
        };
        assert_eq!(code_with(from_file).await, code);
        let from_input = |run: Run, _: &str| run.arg("--api-key-file").arg("-").stdin(&format!("{key}\n"));
        assert_eq!(code_with(from_input).await, code);
    }
}

/// Puts the key file where the wizard would, for that base URL.
fn store(run: &Run, key: &str, base_url: &str, mode: u32) -> PathBuf {
    let folder = run.home.path().join(".config/autosend-domains");
    std::fs::create_dir_all(&folder).unwrap();
    let text = json!({ "version": 1, "keys": { "default": { "key": key, "project": null, "baseUrl": base_url } } });
    let path = run.write_file(".config/autosend-domains/credentials", &text.to_string());
    std::fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
    path
}

#[tokio::test(flavor = "multi_thread")]
async fn the_environment_takes_precedence_over_the_stored_key_of_a_base_url() {
    let stored = |key: &'static str| {
        move |run: Run, base: &str| {
            store(&run, key, base, 0o600);
            run
        }
    };
    assert_eq!(code_with(stored(KEY)).await, 0);
    assert_eq!(code_with(stored(REFUSED_KEY)).await, 4);
    let both = |run: Run, base: &str| stored(KEY)(run, base).env("AUTOSEND_API_KEY", REFUSED_KEY);
    assert_eq!(code_with(both).await, 4);
    let run = Run::new(&["add", "example.com", "--json"]);
    store(&run, KEY, "https://elsewhere.example/v1", 0o600);
    let ran = run.env("AUTOSEND_BASE_URL", "http://127.0.0.1:1/v1").run();
    let error = ran.stderr_json();
    assert_eq!((ran.code, &error["kind"]), (4, &json!("no-key")));
    assert!(error["message"].as_str().unwrap().contains("its key is for https://elsewhere.example/v1"), "{error}");
}

#[test]
fn a_readable_key_file_is_rejected_with_the_fixing_command() {
    let run = Run::new(&["add", "example.com"]);
    let path = store(&run, KEY, "https://api.autosend.com/v1", 0o644);
    let ran = run.run();
    assert_eq!((ran.code, ran.stdout.as_str()), (4, ""));
    assert!(ran.stderr.contains(&format!("chmod 600 {}", path.display())), "{ran:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_key_uses_the_only_project_or_lists_them() {
    let sandbox = start_sandbox().await;
    let add = |given: &[&str]| {
        let run = Run::new(&[&["add"], given].concat()).env("AUTOSEND_BASE_URL", sandbox.base_url());
        run.env("AUTOSEND_API_KEY", "ASA_marker0f3c91d2key")
    };
    assert_eq!(add(&["one.example.com"]).run_async().await.code, 0);
    assert_eq!(add(&["one.example.com", "--project", "other"]).run_async().await.code, 0);
    let ran = add(&["two.example.com", "--json"]).run_async().await;
    let error = ran.stderr_json();
    assert_eq!((ran.code, &error["kind"]), (4, &json!("no-project")));
    let message = error["message"].as_str().unwrap();
    assert!(message.contains(DEFAULT_PROJECT_ID) && message.contains("other  Another project"), "{message}");
    // Named by the variable, or by the option, which goes before it.
    let named = add(&["three.example.com"]).env("AUTOSEND_PROJECT_ID", DEFAULT_PROJECT_ID);
    assert_eq!(named.run_async().await.code, 0);
    let named = add(&["three.example.com", "--project", "other"]).env("AUTOSEND_PROJECT_ID", DEFAULT_PROJECT_ID);
    assert_eq!(named.run_async().await.code, 0);
    // Nobody is asked where that was not wanted.
    let ran = add(&[]).arg("one.example.com").arg("--dry-run").run_async().await;
    assert_eq!(ran.code, 0);
    let request_count = sandbox.received_requests().iter().filter(|seen| seen.path == "/v1/account/projects").count();
    assert_eq!(request_count, 2);
    let offline = Run::new(&["records", "one.example.com", "--offline", "--json"]);
    let ran = offline.env("AUTOSEND_API_KEY", "ASA_marker0f3c91d2key").run();
    assert_eq!((ran.code, ran.stderr_json()["kind"].clone()), (4, json!("no-project")));
}

#[tokio::test]
async fn a_key_in_a_response_is_neither_printed_nor_written() {
    let record =
        json!({ "name": format!("{KEY}.example.com"), "value": format!("v={KEY}"), "type": "TXT", "purpose": KEY });
    let domain = json!({
        "id": "66f0a1b2c3d4e5f601020304", "domainName": "mail.example.com", "verificationStatus": KEY,
        "dnsRecords": { "dkim": record, (KEY): record }, "regionKey": KEY,
    });
    let server = StubServer::start(move |_| StubReply::list(std::slice::from_ref(&domain)));
    let state = TempDir::new().unwrap();
    let file = state.path().join("records").to_str().unwrap().to_owned();
    for arguments in [
        &["list"][..],
        &["list", "--json"],
        &["status", "mail.example.com"],
        &["status", "mail.example.com", "--json"],
        &["records", "mail.example.com"],
        &["records", "mail.example.com", "--format", "zone"],
        &["records", "mail.example.com", "--format", "json"],
        &["records", "mail.example.com", "--offline"],
        &["records", "mail.example.com", "-o", &file],
        &["records", "mail.example.com", "--field", "dkim.value"],
    ] {
        let ran = state_run(&state, &server.base_url(), arguments).run_async().await;
        assert!(matches!(ran.code, 0 | 3), "{ran:?}");
        assert!(ran.stdout.contains("2key") != arguments.contains(&"-o"), "{arguments:?}: {ran:?}");
    }
    assert!(std::fs::read_to_string(&file).unwrap().contains("v=…2key"));
    let found = std::process::Command::new("grep").args(["-ri", "marker0f3c91d2"]).arg(state.path()).output().unwrap();
    assert_eq!((found.status.code(), String::from_utf8(found.stdout).unwrap()), (Some(1), String::new()));
}
