//! Under `--json`, standard error holds nothing, or one document: for every command there is.

use std::time::Duration;

use autosend_domains::cli::Args;
use autosend_domains::core::publishing::{PublishMode, RecordSelector};
use autosend_domains::sandbox::Options;
use clap::CommandFactory as _;

use super::{Run, add_domains, start_sandbox_with};

/// What works, with a name that there is something to say of, and what fails: of each command with `--json`.
const COMMANDS: [(&str, &[&str], &[&str]); 10] = [
    ("add", &["Added.example.com"], &["taken.example.com"]),
    ("check", &["a.example.com"], &["nope.example.com"]),
    ("list", &[], &["--api-key-file", "/no/such/file"]),
    ("records", &["A.example.com"], &["nope.example.com"]),
    ("verify", &["A.example.com", "--wait", "1s"], &["nope.example.com"]),
    ("status", &["A.example.com"], &["nope.example.com"]),
    ("inbound", &["A.example.com", "enable"], &["nope.example.com", "enable"]),
    ("remove", &["A.example.com", "--yes"], &["A.example.com"]),
    ("forget", &[], &["nope.example.com"]),
    ("doctor", &[], &["--nonsense"]),
];

#[test]
fn every_command_is_covered() {
    let definition = Args::command();
    let with_json = definition.get_subcommands().filter(|command| {
        command.get_arguments().any(|argument| argument.get_long() == Some("json")) && !command.is_hide_set()
    });
    let mut names: Vec<_> = with_json.map(clap::Command::get_name).collect();
    let mut told: Vec<_> = COMMANDS.iter().map(|(command, ..)| *command).collect();
    names.sort_unstable();
    told.sort_unstable();
    assert_eq!(names, told);
}

#[tokio::test(flavor = "multi_thread")]
async fn quiet_commands_print_no_warnings_and_one_error_document() {
    let sandbox = start_sandbox_with(Options { verification_delay: Duration::ZERO, ..Options::default() }).await;
    add_domains(&sandbox, &["a.example.com"]).await;
    sandbox.publish("a.example.com", &RecordSelector::All, PublishMode::Correct).unwrap();
    let dns = sandbox.first_name_server_address().to_string();
    let run = |command: &str, arguments: &[&str]| {
        let server: &[&str] = if command == "check" { &["--nameserver", &dns] } else { &[] };
        Run::new(&[&[command], arguments, server, &["--json"]].concat()).with_api(sandbox.base_url())
    };
    for (command, works, fails) in COMMANDS {
        let ran = run(command, works).run_async().await;
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{command}: {ran:?}");
        assert!(ran.stdout_json().is_object(), "{command}");
        let failing = run(command, fails);
        // The key of the environment would be used instead of the file.
        let failing =
            if command == "list" { Run::new(&["list", "--json"]).arg(fails[0]).arg(fails[1]) } else { failing };
        let ran = failing.run_async().await;
        assert_ne!(ran.code, 0, "{command}: {ran:?}");
        assert!(ran.stderr_json()["kind"].is_string(), "{command}");
    }
}
