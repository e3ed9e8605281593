//! Processes that run at once, and processes that are killed: nothing is lost, and nothing is left.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use autosend_domains::sandbox::{Options, Sandbox};
use serde_json::Value;
use tempfile::TempDir;

use super::{KEY, Run, add_domains, start_sandbox, state_run, warning_codes};

/// How long so many processes may take together: two requests start in a second.
const PATIENCE: Duration = Duration::from_secs(60);

/// How many processes run at once.
const PROCESSES: usize = 20;

/// How many times they do so. The test of the store has 50 rounds, of threads.
const ROUNDS: usize = 10;

fn domain_name(number: usize) -> String {
    format!("d{number}.example.com")
}

/// Runs a command for each number at once; all must succeed.
async fn run_all(make: impl Fn(usize) -> Run) {
    let runs: Vec<_> = (0..PROCESSES).map(|number| tokio::spawn(make(number).timeout(PATIENCE).run_async())).collect();
    for run in runs {
        let ran = run.await.unwrap();
        assert_eq!(ran.code, 0, "{ran:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_that_are_stored_at_once_are_all_there() {
    let (sandbox, home) = (start_sandbox().await, TempDir::new().unwrap());
    let config = home.path().to_str().unwrap();
    let run = |arguments: &[&str]| {
        Run::new(arguments).env("AUTOSEND_BASE_URL", sandbox.base_url()).env("XDG_CONFIG_HOME", config).stdin(KEY)
    };
    run_all(|number| run(&["auth", "login", "--profile", &format!("p{number}")])).await;
    let file = home.path().join("autosend-domains/credentials");
    let contents: Value = serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap();
    assert_eq!(contents["keys"].as_object().unwrap().len(), PROCESSES);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_round_of_processes_loses_a_key() {
    let sandbox = start_sandbox().await;
    for round in 0..ROUNDS {
        let home = TempDir::new().unwrap();
        let run = |number: usize| {
            // Each process has its own key, so that none waits for the limit of another.
            Run::new(&["auth", "login", "--profile", &format!("p{number}")])
                .env("AUTOSEND_BASE_URL", sandbox.base_url())
                .env("XDG_CONFIG_HOME", home.path().to_str().unwrap())
                .stdin(&format!("AS_marker0f3c91d2round{round}n{number}"))
        };
        run_all(run).await;
        let folder = home.path().join("autosend-domains");
        let contents: Value = serde_json::from_str(&fs::read_to_string(folder.join("credentials")).unwrap()).unwrap();
        assert_eq!(contents["keys"].as_object().unwrap().len(), PROCESSES, "round {round}");
        let mut files = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
        assert!(files.all(|file| file.extension().is_none_or(|extension| extension != "tmp")), "round {round}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn domains_that_are_added_and_removed_at_once_are_all_cached() {
    let (sandbox, state) = (start_sandbox().await, TempDir::new().unwrap());
    let run = |arguments: &[&str]| state_run(&state, &sandbox.base_url(), arguments);
    run_all(|number| run(&["add", &domain_name(number)])).await;
    let listed = run(&["list", "--offline", "--json"]).run_async().await.stdout_json();
    assert_eq!(listed["domains"].as_array().unwrap().len(), PROCESSES);
    run_all(|number| run(&["remove", &domain_name(number), "--yes"])).await;
    for number in 0..PROCESSES {
        let ran = run(&["records", &domain_name(number), "--offline", "--json"]).run_async().await;
        assert_eq!(ran.code, 0, "{ran:?}");
        assert_eq!(warning_codes(&ran.stdout_json()), ["removed"]);
    }
}

/// The files below a folder that hold the key.
fn files_with_key(folder: &Path) -> Vec<String> {
    let found = std::process::Command::new("grep").args(["-rl", KEY]).arg(folder).output().unwrap();
    String::from_utf8(found.stdout).unwrap().lines().map(str::to_owned).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_login_leaves_no_key() {
    let (sandbox, home) = (start_sandbox().await, TempDir::new().unwrap());
    let config = home.path().to_str().unwrap().to_owned();
    let folder = home.path().join("autosend-domains");
    let run = |arguments: &[&str]| {
        Run::new(arguments).env("AUTOSEND_BASE_URL", sandbox.base_url()).env("XDG_CONFIG_HOME", config.clone())
    };
    for milliseconds in (0..60).step_by(6) {
        let mut command = run(&["auth", "login", "--replace"]).command();
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(KEY.as_bytes()).unwrap();
        tokio::time::sleep(Duration::from_millis(milliseconds)).await;
        child.kill().unwrap();
        child.wait().unwrap();
    }
    // What such a process leaves at the worst moment, which those above need not have met.
    fs::create_dir_all(&folder).unwrap();
    let leave = || fs::write(folder.join(".autosend-domains-AbCdEf.tmp"), KEY).unwrap();
    leave();
    let ran = run(&["auth", "status", "--offline"]).run_async().await;
    let left = files_with_key(&folder);
    assert!(left.iter().all(|path| path.ends_with("/credentials")), "{left:?}: {ran:?}");
    leave();
    assert_eq!(run(&["auth", "logout", "--all"]).run_async().await.code, 0);
    assert_eq!(files_with_key(&folder), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn records_that_cannot_be_cached_are_not_promised() {
    let (sandbox, state) = (start_sandbox().await, TempDir::new().unwrap());
    // A file where a folder belongs: that stops root too.
    fs::write(state.path().join("autosend-domains"), "").unwrap();
    let run = |arguments: &[&str]| state_run(&state, &sandbox.base_url(), arguments);
    add_domains(&sandbox, &["a.example.com", "b.example.com"]).await;
    let ran = run(&["remove", "a.example.com", "--yes"]).run_async().await;
    assert_eq!((ran.code, ran.stdout.as_str()), (0, "Removed a.example.com.\n"));
    assert!(ran.stderr.starts_with("warning: Its records could not be saved for cleaning up DNS: "), "{ran:?}");
    assert!(!ran.stderr.contains("--offline"), "{ran:?}");
    let document = run(&["remove", "b.example.com", "--yes", "--json"]).run_async().await.stdout_json();
    assert_eq!(warning_codes(&document), ["not-cached"]);
    assert!(document["domain"]["records"].as_array().is_some_and(|records| !records.is_empty()), "{document}");
}

#[tokio::test(flavor = "multi_thread")]
async fn processes_on_one_key_keep_its_limit_together() {
    // Two requests a second for each key, as AutoSend has it.
    let sandbox = Sandbox::start(Options::default(), 0).await.unwrap();
    let state = TempDir::new().unwrap();
    run_all(|_| state_run(&state, &sandbox.base_url(), &["list"])).await;
    assert_eq!(sandbox.received_requests().len(), PROCESSES, "none was refused and sent again");
    for entry in fs::read_dir(state.path().join("autosend-domains/rate")).unwrap() {
        let path = entry.unwrap().path();
        assert!(!format!("{path:?}{}", fs::read_to_string(&path).unwrap()).contains("marker"), "{path:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_home_that_can_be_written_each_process_keeps_the_limit() {
    let (sandbox, state) = (start_sandbox().await, TempDir::new().unwrap());
    fs::write(state.path().join("autosend-domains"), "").unwrap();
    let ran = state_run(&state, &sandbox.base_url(), &["list", "--json"]).run_async().await;
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
}
