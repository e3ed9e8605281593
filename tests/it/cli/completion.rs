//! Completion in the real shells: what Tab makes of a line.

use std::fs;
use std::path::Path;

use rstest::rstest;

use super::Run;
use crate::support::api_servers::{KEY, SandboxServer};
use crate::support::pty::{Program, Pty};
use crate::support::tools::is_available;

/// What the prompt ends with.
const PROMPT: &str = "READY> ";

/// Starts a shell that has the completions, in a home folder with two files; `None` if this machine doesn't have the shell.
fn shell(name: &str, environment: &[(&str, &str)]) -> Option<Pty> {
    if !is_available(name) {
        return None;
    }
    let script = Run::new(&["completions", name]).run();
    assert_eq!((script.code, script.stderr.as_str()), (0, ""));
    let program = Path::new(env!("CARGO_BIN_EXE_autosend-domains")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let shell = Program::new(name).env("PATH", path).size(160, 24);
    let shell = environment.iter().fold(shell, |shell, (name, value)| shell.env(*name, *value));
    fs::create_dir(shell.home().join("Keys and zones")).unwrap();
    fs::write(shell.home().join("zone:backup.txt"), "").unwrap();
    let file = if name == "zsh" { "_autosend-domains" } else { "completions" };
    fs::write(shell.home().join(file), &script.stdout).unwrap();
    let (arguments, first_line) = match name {
        "bash" => (&["--noprofile", "--norc"][..], "source ./completions; PS1=READY'> '"),
        // As an installed script: found in fpath, loaded at the first Tab.
        "zsh" => (&["-f"][..], "fpath=($PWD $fpath); autoload -U compinit; compinit -u -D; PS1=READY'> '"),
        _ => (&["--no-config"][..], "function fish_prompt; echo -n READY'> '; end; source ./completions"),
    };
    let mut pty = shell.args(arguments.iter().copied()).start();
    pty.send(&format!("{first_line}\r"));
    pty.wait_for(PROMPT);
    Some(pty)
}

/// Types the beginning of a line, Tab and `X`, and waits for one of these lines.
fn assert_completes(pty: &mut Pty, typed: &str, completed: &[&str]) {
    pty.send(&format!("autosend-domains {typed}\tX"));
    let wanted: Vec<_> = completed.iter().map(|line| format!("{PROMPT}autosend-domains {line}X")).collect();
    pty.wait_until(|screen| wanted.iter().any(|wanted| screen.contents().contains(wanted.as_str())));
    // Ctrl+U: an empty line again.
    pty.send("\x15");
    pty.wait_until(|screen| screen.contents().trim_end().ends_with(PROMPT.trim_end()));
}

#[rstest]
fn tab_completes_commands_options_values_and_files(#[values("bash", "zsh", "fish")] name: &str) {
    let Some(mut pty) = shell(name, &[]) else { return };
    for (typed, completed) in [
        ("verif", &["verify "][..]),
        ("auth logo", &["auth logout "]),
        ("records --fie", &["records --field "]),
        ("records --format terraform-r", &["records --format terraform-route53 "]),
        ("records --format=terraform-r", &["records --format=terraform-route53 "]),
        ("records --field dkim.n", &["records --field dkim.name "]),
        ("add mail.example.com --region eu", &["add mail.example.com --region eu-central-1 "]),
        ("check --from Key", &["check --from Keys\\ and\\ zones/", "check --from 'Keys and zones/"]),
        ("check --from zone", &["check --from zone:backup.txt ", "check --from zone\\:backup.txt "]),
        // Neither a file nor anything else.
        ("check --nameserver zone", &["check --nameserver zone", "check --nameserver zone\t"]),
        ("check --wait zone", &["check --wait zone", "check --wait zone\t"]),
    ] {
        assert_completes(&mut pty, typed, completed);
    }
}

#[rstest]
fn tab_completes_the_names_of_cached_domains_without_a_request(#[values("bash", "zsh", "fish")] name: &str) {
    let sandbox = SandboxServer::start();
    let url = sandbox.base_url();
    let environment = [("AUTOSEND_API_KEY", KEY), ("AUTOSEND_BASE_URL", url.as_str())];
    let Some(mut pty) = shell(name, &environment) else { return };
    pty.send("autosend-domains add mail.example.com >out; echo a''dded\r");
    pty.wait_for("added");
    pty.send("\x0c");
    pty.wait_gone("added");
    drop(sandbox);
    assert_completes(&mut pty, "records mail.e", &["records mail.example.com "]);
    assert_completes(&mut pty, "mail.e", &["mail.example.com "]);
}
