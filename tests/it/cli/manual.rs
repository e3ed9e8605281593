//! `completions` and `man`: every command is in them, with every option, and nothing that is hidden.

use std::process::{Command, Stdio};

use autosend_domains::clipboard::clipboard_daemon::DAEMON_COMMAND;
use rstest::rstest;

use super::Run;
use crate::support::tools::{is_available, run_with_stdin};

/// The commands, as the help lists them.
fn commands(arguments: &[&str]) -> Vec<String> {
    let help = Run::new(&[arguments, &["-h"]].concat()).run().stdout;
    let listed = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let names = listed.lines().filter_map(|line| line.strip_prefix("  ")?.split_whitespace().next());
    names.filter(|name| *name != "help").map(str::to_owned).collect()
}

fn printed(arguments: &[&str]) -> String {
    let ran = Run::new(arguments).run();
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{arguments:?}");
    ran.stdout
}

#[rstest]
fn each_shell_has_a_script(#[values("bash", "elvish", "fish", "powershell", "zsh")] shell: &str) {
    let script = printed(&["completions", shell]);
    assert!(script.contains("autosend-domains") && script.contains("_AUTOSEND_DOMAINS_COMPLETE"), "{script}");
}

#[test]
fn the_manual_has_a_page_for_every_command() {
    let manual = printed(&["man"]);
    for name in commands(&[]) {
        assert!(manual.contains(&format!(".TH autosend-domains-{name} 1")), "{name}");
    }
    for name in commands(&["auth"]) {
        assert!(manual.contains(&format!(".TH autosend-domains-auth-{name} 1")), "{name}");
    }
    assert!(!manual.replace('\\', "").contains(DAEMON_COMMAND), "what is hidden is in it");
    // Lines of their own are not filled.
    assert!(manual.contains(".SH MORE\n.nf\n"), "{manual}");
    assert!(manual.contains("unreachable: network, timeout"), "{manual}");
}

#[test]
fn groff_accepts_the_manual() {
    if !is_available("groff") {
        return;
    }
    let mut groff = Command::new("groff");
    groff.args(["-man", "-Tutf8", "-ww", "-k"]).stdout(Stdio::piped());
    let output = run_with_stdin(&mut groff, &printed(&["man"]));
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""));
}

#[test]
fn an_unknown_shell_is_rejected() {
    let ran = Run::new(&["completions", "tcsh"]).run();
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    assert!(ran.stderr.contains("[possible values: bash, elvish, fish, powershell, zsh]"), "{ran:?}");
    assert_eq!(Run::new(&["completions"]).run().code, 2);
}
