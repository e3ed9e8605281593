//! `--dry-run` of the commands on domains one has: the request is told, and nothing is sent.

use rstest::rstest;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{KEY, Run, add_domains, id_of, start_sandbox, state_run, warning_codes};

const ID: &str = "66f0a1b2c3d4e5f601020304";

/// The commands, with the method and the end of the address of what they send.
const COMMANDS: [(&[&str], &str, &str); 4] = [
    (&["verify"], "POST", "/verify"),
    (&["remove"], "DELETE", ""),
    (&["inbound", "enable"], "POST", "/inbound/enable"),
    (&["inbound", "disable"], "POST", "/inbound/disable"),
];

/// A command on this domain.
fn on(command: &[&'static str], domain: &str) -> Vec<String> {
    let (name, rest) = command.split_first().unwrap();
    let arguments = [&[*name, domain][..], rest, &["--dry-run"]].concat();
    arguments.into_iter().map(str::to_owned).collect()
}

fn run(command: &[&'static str], domain: &str) -> Run {
    let arguments = on(command, domain);
    Run::new(&arguments.iter().map(String::as_str).collect::<Vec<_>>())
}

#[test]
fn an_id_needs_neither_key_nor_network() {
    for (command, method, end) in COMMANDS {
        let ran = run(command, ID).arg("--json").env("AUTOSEND_PROJECT_ID", "prj-1").run();
        let mut headers = json!({
            "accept": "application/json",
            "user-agent": concat!("autosend-domains/", env!("CARGO_PKG_VERSION")),
        });
        if method == "POST" {
            headers["content-type"] = json!("application/json");
        }
        headers["x-project-id"] = json!("prj-1");
        let expected = json!({
            "method": method,
            "url": format!("https://api.autosend.com/v1/domains/{ID}{end}"),
            "headers": headers,
            "body": null,
            "warnings": [],
        });
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{command:?}");
        // As texts, so that the order counts too.
        assert_eq!(ran.stdout_json().to_string(), expected.to_string());
    }
}

#[test]
fn a_dry_run_without_json_prints_the_http_request() {
    let ran = run(&["remove"], ID).with_api("http://127.0.0.1:1/v1/").run();
    let version = env!("CARGO_PKG_VERSION");
    let request = format!(
        "DELETE http://127.0.0.1:1/v1/domains/{ID}\naccept: application/json\nuser-agent: autosend-domains/{version}\n"
    );
    let words = "Would send (with the API key in the Authorization header):\n";
    assert_eq!(ran.parts(), (0, request.as_str(), words));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_resolves_a_name_from_the_cache_and_predicts_the_request() {
    let (sandbox, state) = (start_sandbox().await, TempDir::new().unwrap());
    add_domains(&sandbox, &["mail.example.com"]).await;
    let (base, id) = (sandbox.base_url(), id_of(&sandbox, "mail.example.com").await);
    assert_eq!(state_run(&state, &base, &["list"]).run_async().await.code, 0);
    let before = sandbox.received_requests().len();
    for (command, method, end) in COMMANDS {
        let arguments = on(command, "Mail.Example.com");
        let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
        let ran = state_run(&state, &base, &[&arguments[..], &["--json"]].concat()).run_async().await;
        let planned = ran.stdout_json();
        assert_eq!(warning_codes(&planned), ["lower-cased", "kept"], "{command:?}");
        assert_eq!(
            (&planned["method"], &planned["url"]),
            (&json!(method), &json!(format!("{base}/domains/{id}{end}")))
        );
        let words = state_run(&state, &base, &arguments).run_async().await;
        assert!(words.stderr.contains("note: Using the ID of mail.example.com saved "), "{words:?}");
    }
    assert_eq!(sandbox.received_requests().len(), before, "a dry run has sent something");
    let ran = state_run(&state, &base, &["verify", "mail.example.com"]).run_async().await;
    assert_eq!(ran.code, 3, "{ran:?}");
    let seen = sandbox.received_requests();
    let sent = seen.last().unwrap();
    assert_eq!((sent.method.as_str(), sent.path.as_str()), ("POST", format!("/v1/domains/{id}/verify").as_str()));
    assert_eq!(state_run(&state, &base, &["remove", "mail.example.com", "--yes"]).run_async().await.code, 0);
    let ran = state_run(&state, &base, &["verify", "mail.example.com", "--dry-run"]).run_async().await;
    assert_eq!(ran.parts(), (7, "", "error: No domain mail.example.com in this project\n  It was removed just now.\n"));
}

#[rstest]
#[case::of_no_key(None)]
#[case::of_a_key(Some(KEY))]
#[case::of_an_account_without_a_project(Some("ASA_marker0f3c91d2key"))]
fn a_name_that_is_not_cached_needs_its_id(#[case] key: Option<&str>) {
    for (command, ..) in COMMANDS {
        let run = run(command, "mail.example.com").arg("--json").env("AUTOSEND_BASE_URL", "http://127.0.0.1:1/v1");
        let ran = key.into_iter().fold(run, |run, key| run.env("AUTOSEND_API_KEY", key)).run();
        let error = ran.stderr_json();
        assert_eq!((ran.code, &error["kind"]), (7, &json!("id-needed")), "{command:?}");
        assert!(error["hint"].as_str().unwrap().starts_with("Pass the domain's ID instead"), "{error}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_with_no_cache_does_not_read_it() {
    let (sandbox, state) = (start_sandbox().await, TempDir::new().unwrap());
    add_domains(&sandbox, &["mail.example.com"]).await;
    let base = sandbox.base_url();
    assert_eq!(state_run(&state, &base, &["list"]).run_async().await.code, 0);
    let arguments = ["remove", "mail.example.com", "--dry-run", "--no-cache"];
    assert_eq!(state_run(&state, &base, &arguments).run_async().await.code, 7);
}

#[test]
fn a_dry_run_of_several_prints_a_line_each_and_continues_after_an_unknown_one() {
    let ran = Run::new(&["verify", ID, "mail.example.com", "--dry-run", "--json"]).run();
    let lines: Vec<Value> = ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let [planned, failed] = &lines[..] else { panic!("{ran:?}") };
    assert_eq!((ran.code, ran.stderr.as_str()), (7, ""));
    assert_eq!((&planned["method"], planned["url"].as_str().unwrap().ends_with("/verify")), (&json!("POST"), true));
    assert_eq!((&failed["given"], &failed["error"]["kind"]), (&json!("mail.example.com"), &json!("id-needed")));
}
