//! `add` of many domains, and of domains that the project has already.

use std::io::{BufRead as _, BufReader, Read as _};
use std::time::Duration;

use autosend_domains::sandbox::{Options, Sandbox};
use rstest::rstest;
use rustix::process::Signal;
use serde_json::{Value, json};

use super::signals::{send, start};
use super::{KEY, Run, RunOutput, TIMEOUT, count_posts, start_sandbox, start_sandbox_with, warning_codes};
use crate::support::pty::Program;

fn lines(ran: &RunOutput) -> Vec<Value> {
    ran.stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {ran:?}")))
        .collect()
}

/// How often the list was asked for.
fn lists(sandbox: &Sandbox) -> usize {
    sandbox.received_requests().iter().filter(|seen| seen.method == "GET" && seen.path == "/v1/domains").count()
}

async fn add(sandbox: &Sandbox, arguments: &[&str]) -> RunOutput {
    Run::new(&[&["add"], arguments].concat()).with_api(sandbox.base_url()).run_async().await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_existing_domain_is_an_error_or_shown_on_request() {
    let sandbox = start_sandbox().await;
    add(&sandbox, &["mail.example.com", "--region", "us-east-2"]).await;
    let ran = add(&sandbox, &["mail.example.com"]).await;
    assert_eq!((ran.code, ran.stdout.as_str()), (5, ""));
    let ran = add(&sandbox, &["mail.example.com", "--if-exists", "fail", "--json"]).await;
    assert_eq!((ran.code, ran.stderr_json()["kind"].clone()), (5, json!("already-added")));

    let ran = add(&sandbox, &["mail.example.com", "--if-exists", "show", "--region", "eu-central-1"]).await;
    let words = "\
warning: mail.example.com is already in this project; nothing was added.
warning: Its region is us-east-2, not eu-central-1.
";
    assert_eq!((ran.code, ran.stderr.as_str()), (0, words));
    assert!(ran.stdout.starts_with("mail.example.com in us-east-2: waiting for DNS\n"), "{ran:?}");
    let ran = add(&sandbox, &["mail.example.com", "--if-exists", "show", "--json"]).await;
    let document = ran.stdout_json();
    assert_eq!((ran.code, &document["existed"], warning_codes(&document)), (0, &json!(true), vec!["already-added"]));
    assert_eq!(document["domain"]["records"].as_array().map(Vec::len), Some(5));

    // A new one is added as ever.
    let ran = add(&sandbox, &["new.example.com", "--if-exists", "show", "--json"]).await;
    assert_eq!((ran.code, &ran.stdout_json()["existed"]), (0, &json!(false)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conflict_without_a_listed_domain_shows_nothing() {
    let server = wiremock::MockServer::start().await;
    let conflict = wiremock::ResponseTemplate::new(409).set_body_json(json!({ "error": { "message": "there" } }));
    let none = wiremock::ResponseTemplate::new(200).set_body_json(json!({ "data": { "domains": [] } }));
    for (method, answer) in [("POST", conflict), ("GET", none)] {
        wiremock::Mock::given(wiremock::matchers::method(method)).respond_with(answer).mount(&server).await;
    }
    let run =
        Run::new(&["add", "example.com", "--if-exists", "show", "--json"]).with_api(format!("{}/v1", server.uri()));
    let ran = run.run_async().await;
    assert_eq!((ran.code, ran.stderr_json()["kind"].clone()), (5, json!("added-elsewhere")));
}

#[tokio::test(flavor = "multi_thread")]
async fn add_of_several_prints_a_line_each() {
    let sandbox = start_sandbox().await;
    add(&sandbox, &["two.example.com"]).await;
    let ran = add(&sandbox, &["one.example.com", "Two.example.com", "plan.example.com"]).await;
    let words = "\
one.example.com: added; 5 records to add
two.example.com: already exists
plan.example.com: error: Your plan doesn't allow this. AutoSend answered 402: Please upgrade your plan to access these resources.
";
    let note = "note: using two.example.com (Converted to lowercase)\n";
    assert_eq!(ran.parts(), (4, words, note));
    // Two of them; what is there is not sent again.
    assert_eq!((count_posts(&sandbox), lists(&sandbox)), (1 + 2, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_retry_names_its_domain_and_a_lost_response_is_reported() {
    let sandbox = start_sandbox_with(Options { busy_duration: Duration::from_millis(900), ..Options::default() }).await;
    let ran = add(&sandbox, &["busy.example.com", "lost.example.com"]).await;
    let words = "\
busy.example.com: added; 5 records to add
lost.example.com: added (found in the domain list); 5 records to add
";
    let notes = "\
busy.example.com: Rate-limited (429); retrying in 1 s (1 of 3)
lost.example.com: Incomplete response; looking for lost.example.com in the domain list…
";
    assert_eq!(ran.parts(), (0, words, notes));
}

#[tokio::test(flavor = "multi_thread")]
async fn add_of_several_prints_json_lines() {
    let sandbox = start_sandbox().await;
    let ran = add(&sandbox, &["one.example.com", "WWW.example.com", "plan.example.com", "--json"]).await;
    assert_eq!((ran.code, ran.stderr.as_str()), (4, ""));
    let [one, www, plan] = &lines(&ran)[..] else { panic!("{ran:?}") };
    for line in [one, www, plan] {
        let members: Vec<_> = line.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(members, ["version", "given", "domain", "warnings", "error", "existed"]);
        assert_eq!((&line["version"], &line["existed"]), (&json!(1), &json!(false)));
    }
    assert_eq!((&one["given"], &one["domain"]["name"]), (&json!("one.example.com"), &json!("one.example.com")));
    assert_eq!(one["domain"]["records"].as_array().map(Vec::len), Some(5));
    assert_eq!((&www["given"], warning_codes(www)), (&json!("WWW.example.com"), vec!["lower-cased", "www"]));
    assert_eq!((&plan["domain"], &plan["error"]["status"]), (&Value::Null, &json!(402)));

    // As ever where one alone is given, but for a file: a script need not count.
    let run = Run::new(&["add", "--from", "-", "--json"]).with_api(sandbox.base_url()).stdin("one.example.com\n");
    let ran = run.run_async().await;
    assert_eq!((ran.code, &lines(&ran)[0]["existed"]), (0, &json!(true)));
}

#[tokio::test(flavor = "multi_thread")]
async fn add_reads_names_from_a_file_and_a_second_run_adds_the_rest() {
    let sandbox = start_sandbox().await;
    let text = "# ours\n\none.example.com # the first\n  two.example.com\nbroken.example.com\n";
    let from = |arguments: &[&str]| {
        let run = Run::new(&[&["add"], arguments].concat()).with_api(sandbox.base_url());
        let path = run.write_file("names", text);
        run.arg("--from").arg(path)
    };
    let ran = from(&[]).run_async().await;
    assert_eq!((ran.code, count_posts(&sandbox)), (6, 3), "{ran:?}");
    let ran = from(&[]).run_async().await;
    assert_eq!((ran.code, count_posts(&sandbox)), (6, 4));
    let firsts = "one.example.com: already exists\ntwo.example.com: already exists\nbroken.example.com: error: ";
    assert!(ran.stdout.starts_with(firsts), "{ran:?}");
    let ran = from(&["--if-exists", "fail", "--json"]).run_async().await;
    let told = lines(&ran);
    assert_eq!((ran.code, &told[0]["error"]["kind"], &told[0]["existed"]), (6, &json!("already-added"), &json!(true)));
}

#[tokio::test(flavor = "multi_thread")]
async fn all_names_are_validated_before_the_first_post() {
    let sandbox = start_sandbox().await;
    let ran = add(&sandbox, &["one.example.com", "exa_mple.com", "localhost"]).await;
    assert_eq!((ran.code, ran.stdout.as_str(), sandbox.received_requests().len()), (2, "", 0));
    assert!(ran.stderr.starts_with("error: 2 of 3 names are invalid; nothing was sent\n"), "{ran:?}");
    for (arguments, input, words) in [
        (&["--from", "-"][..], "# nothing\n", "error: No domains in standard input\n"),
        (&["--from", "-", "--api-key-file", "-"], "a.com\n", "error: Names and key can't both"),
        (&["--from", "none"], "", "error: Could not read names from none\n"),
        (&["a.com", "--from", "-"], "", "error: the argument '[DOMAIN]...' cannot be used with '--from <FILE>'"),
        (&["--from", "-"], KEY, "error: 1 of 1 name is invalid; nothing was sent\n"),
    ] {
        let ran = Run::new(&[&["add"], arguments].concat()).with_api(sandbox.base_url()).stdin(input).run_async().await;
        assert!(ran.code != 0 && ran.stderr.starts_with(words), "{ran:?}");
    }
    assert_eq!(sandbox.received_requests().len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_list_ends_add_before_any_post() {
    let sandbox = start_sandbox().await;
    let run = Run::new(&["add", "a.com", "b.com"]).with_api(sandbox.base_url()).env("AUTOSEND_API_KEY", "AS_refused");
    let ran = run.run_async().await;
    assert_eq!((ran.code, ran.stdout.as_str(), count_posts(&sandbox)), (4, "", 0));
    assert!(ran.stderr.contains("Nothing was added."), "{ran:?}");
}

#[rstest]
#[case(None)]
#[case(Some("--json"))]
fn a_dry_run_of_several_prints_every_request(#[case] json: Option<&str>) {
    let arguments: Vec<_> =
        ["add", "one.example.com", "two.example.com", "--dry-run"].into_iter().chain(json).collect();
    let ran = Run::new(&arguments).run();
    assert_eq!(ran.code, 0);
    if json.is_some() {
        let told: Vec<_> = lines(&ran).into_iter().map(|request| request["body"]["domain"].clone()).collect();
        assert_eq!((told, ran.stderr.as_str()), (vec![json!("one.example.com"), json!("two.example.com")], ""));
    } else {
        assert_eq!(ran.stdout.matches("POST https://api.autosend.com/v1/domains\n").count(), 2, "{ran:?}");
        assert!(ran.stderr.ends_with("once for each domain not yet in the project:\n"), "{ran:?}");
    }
}

#[test]
fn a_temporary_sandbox_adds_many() {
    let ran = Run::new(&["add", "one.example.com", "taken.example.com", "--sandbox"]).run();
    let words = "one.example.com: added; 5 records to add\ntaken.example.com: already exists\n";
    assert_eq!(ran.parts(), (0, words, ""));
}

#[rstest]
#[case(Signal::INT, 130)]
#[case(Signal::TERM, 143)]
#[tokio::test(flavor = "multi_thread")]
async fn a_signal_finishes_the_current_domain_and_prints_a_summary(#[case] signal: Signal, #[case] code: i32) {
    let sandbox = start_sandbox_with(Options { slow_delay: Duration::from_secs(1), ..Options::default() }).await;
    let run =
        Run::new(&["add", "one.example.com", "slow.example.com", "three.example.com"]).with_api(sandbox.base_url());
    let mut child = start(run.command());
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let (first, rest, output) = tokio::task::spawn_blocking(move || {
        let (mut first, mut rest) = (String::new(), String::new());
        stdout.read_line(&mut first).unwrap();
        send(signal, &child);
        stdout.read_to_string(&mut rest).unwrap();
        (first, rest, child.wait_with_output().unwrap())
    })
    .await
    .unwrap();
    assert_eq!(first, "one.example.com: added; 5 records to add\n");
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(code), "{stderr}");
    // The signal may come between two of them.
    if rest.is_empty() {
        assert!(
            stderr.contains("Stopped: 1 of 3 is done\n  Not started: slow.example.com, three.example.com.\n"),
            "{stderr}"
        );
    } else {
        assert_eq!(rest, "slow.example.com: added; 5 records to add\n");
        let words = "\
Stopping after slow.example.com. Press Ctrl+C again to stop now.
error: Stopped: 2 of 3 are done
  Not started: three.example.com.
";
        assert_eq!(stderr, words);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_signal_reports_unknown_outcomes() {
    let sandbox = start_sandbox_with(Options { slow_delay: TIMEOUT * 2, ..Options::default() }).await;
    let run = Run::new(&["add", "slow.example.com", "two.example.com"]).with_api(sandbox.base_url());
    let mut child = start(run.command());
    while count_posts(&sandbox) == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    send(Signal::INT, &child);
    let mut stderr = BufReader::new(child.stderr.take().unwrap());
    let (first, rest, code) = tokio::task::spawn_blocking(move || {
        let (mut first, mut rest) = (String::new(), String::new());
        stderr.read_line(&mut first).unwrap();
        send(Signal::INT, &child);
        stderr.read_to_string(&mut rest).unwrap();
        (first, rest, child.wait().unwrap().code())
    })
    .await
    .unwrap();
    assert_eq!(
        (first.as_str(), code),
        ("Stopping after slow.example.com. Press Ctrl+C again to stop now.\n", Some(130))
    );
    let words = "\
error: Cancelled: 0 of 2 are done
  Not started: two.example.com.
  slow.example.com was in progress; its outcome is unknown.
";
    assert_eq!(rest, words);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_terminal_shows_progress_and_keeps_the_lines() {
    let sandbox = start_sandbox_with(Options { slow_delay: TIMEOUT * 2, ..Options::default() }).await;
    tokio::task::block_in_place(|| {
        let program = Program::wizard().args(["add", "one.example.com", "slow.example.com", "three.example.com"]);
        let program = program.env("AUTOSEND_API_KEY", KEY).env("AUTOSEND_BASE_URL", sandbox.base_url());
        let mut pty = program.start();
        pty.wait_for("] 1 of 3  slow.example.com");
        // As signals: with the key, a terminal drops what was written and not yet read.
        pty.signal(Signal::INT);
        pty.wait_for("Stopping after slow.example.com.");
        pty.signal(Signal::INT);
        assert_eq!(pty.wait_exit(), 130);
        let screen = pty.screen_text();
        assert!(screen.starts_with("one.example.com: added; 5 records to add\n"), "{screen}");
        assert!(screen.contains("\nerror: Cancelled: 1 of 3 is done\n") && !screen.contains("] 1 of 3"), "{screen}");
        pty.assert_restored();
    });
}
