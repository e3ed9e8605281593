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
fn completions_name_every_command(#[values("bash", "elvish", "fish", "powershell", "zsh")] shell: &str) {
    let script = printed(&["completions", shell]);
    for name in commands(&[]).iter().chain(&commands(&["auth"])) {
        assert!(script.contains(name.as_str()), "{name} is missing");
    }
    for option in ["dry-run", "if-exists", "profile", "api-key-file", "color"] {
        assert!(script.contains(option), "{option} is missing");
    }
    assert!(!script.contains(DAEMON_COMMAND), "what is hidden is in it");
}

#[test]
fn bash_completes_with_its_script() {
    if !is_available("bash") {
        return;
    }
    let script = printed(&["completions", "bash"]);
    let words = "COMP_WORDS=(autosend-domains auth lo); COMP_CWORD=2\n\
                 set -- $(complete -p autosend-domains); while [ \"$1\" != -F ]; do shift; done\n\
                 $2 autosend-domains lo auth; echo \"${COMPREPLY[*]}\"\n";
    let output = run_with_stdin(Command::new("bash").args(["--norc", "--noprofile"]), &format!("{script}\n{words}"));
    assert_eq!(String::from_utf8_lossy(&output.stdout), "login logout\n", "{output:?}");
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
