//! The link to the DNS host's panel, in the real program: a browser is asked where there is one, and no other.

use std::fs;
use std::path::Path;

use super::sandbox_program;
use crate::support::api_servers::{KEY, SandboxServer};
use crate::support::files::write_program;
use crate::support::pty::{Program, Pty, process_state, wait_for_condition};
use crate::support::wizard_steps;

const LINK: &str = "https://dash.cloudflare.com/?to=/:account/example.com/dns/records";

/// The program with an `xdg-open` of the test's own, which is the only program that opens links here.
fn with_opener(program: Program, script: &str) -> Program {
    let folder = program.home().join("bin");
    fs::create_dir(&folder).unwrap();
    write_program(&folder.join("xdg-open"), &format!("#!/bin/sh\nhere=${{0%/*}}\n{script}\n"));
    program.env("PATH", format!("{}:/usr/bin:/bin", folder.display()))
}

/// What the opener has written, once it has.
fn written(pty: &Pty, name: &str) -> String {
    let file = pty.home().join("bin").join(name);
    wait_for_condition("the opener's note", || file.is_file());
    fs::read_to_string(file).unwrap()
}

/// At the panel of Cloudflare.
fn at_panel(program: Program) -> Pty {
    let mut pty = program.start();
    wizard_steps::go_to_records(&mut pty, "mail.example.com");
    pty.send("h");
    pty.wait_for("Who is your DNS provider?");
    pty.send("cloudflare<enter>");
    pty.wait_for("Cloudflare: n copies");
    pty.send("o");
    pty.wait_for("Cloudflare DNS settings for example.com");
    pty.wait_for(LINK);
    pty
}

/// Notes the link and the key as it knows it, whole at once.
const NOTES: &str = "echo \"$* [$AUTOSEND_API_KEY]\" > \"$here/part\"; mv \"$here/part\" \"$here/link\"";

#[test]
fn a_display_gets_one_browser_request() {
    let server = SandboxServer::start();
    let mut pty = at_panel(with_opener(server.wizard(), NOTES).env("DISPLAY", ":77"));
    pty.wait_for("Opening it in your browser…");
    assert_eq!(written(&pty, "link"), format!("{LINK} []\n"), "the link, and no key");
    assert!(!pty.screen_text().contains(KEY));
    pty.send("<esc>");
    pty.wait_for(wizard_steps::RECORDS_STEP);
    assert_eq!(wizard_steps::quit(&mut pty), 0);
}

/// Asserts that nothing was started: the outcome is on the screen, and the next thing that would be is not.
fn assert_not_asked(pty: &mut Pty, words: &str) {
    pty.wait_for_wrapped(&[words]);
    pty.send("g");
    pty.wait_for("Record 1 of 5");
    assert!(!pty.home().join("bin/link").exists());
    assert_eq!(wizard_steps::quit(pty), 0);
}

#[test]
fn nothing_is_started_over_ssh_or_without_a_display() {
    let (ssh, local) = ("10.0.0.1 5 10.0.0.2 22", "");
    let far = "Not opened: this is an SSH session. Open the link on your own computer.";
    let none = "Not opened: no display here. Open the link on your own computer.";
    wizard_steps::run_in_parallel([(ssh, ":77", far), (local, "", none)], |(ssh, display, words)| {
        let server = SandboxServer::start();
        let program = with_opener(server.wizard(), NOTES).env("SSH_CONNECTION", ssh).env("DISPLAY", display);
        assert_not_asked(&mut at_panel(program), words);
    });
}

#[test]
fn nothing_is_started_in_a_tmux_attached_over_ssh() {
    let server = SandboxServer::start();
    let program = with_opener(server.wizard(), NOTES).env("DISPLAY", ":77").env("TMUX", "/tmp/none,1,0");
    let tmux = "#!/bin/sh\n[ \"$1\" != show-environment ] || echo SSH_CONNECTION=10.0.0.1 5 10.0.0.2 22\n";
    write_program(&program.home().join("bin/tmux"), tmux);
    assert_not_asked(&mut at_panel(program), "Not opened: this is an SSH session.");
}

#[test]
fn the_sandbox_opens_nothing() {
    let program = with_opener(sandbox_program(), NOTES).env("DISPLAY", ":77");
    assert_not_asked(
        &mut at_panel(program),
        "Not opened: the sandbox doesn't open links, as nothing leaves this machine.",
    );
}

#[test]
fn a_failed_open_is_reported_with_its_reason() {
    let refused = "Not opened: the link opener failed. Open the link yourself.";
    let missing = "Not opened: no link opener found, such as xdg-open. Open the link yourself.";
    wizard_steps::run_in_parallel([("exit 3", refused), ("", missing)], |(script, words)| {
        let server = SandboxServer::start();
        let program = with_opener(server.wizard(), script).env("DISPLAY", ":77");
        // Nothing but the opener can be found, or not even that.
        let folder = program.home().join("bin");
        if script.is_empty() {
            fs::remove_file(folder.join("xdg-open")).unwrap();
        }
        let mut pty = at_panel(program.env("PATH", folder));
        pty.wait_for_wrapped(&[words]);
        assert_eq!(wizard_steps::quit(&mut pty), 0);
    });
}

/// A text browser that goes on: it would draw on the terminal and read the person's keys if it could.
const TEXT_BROWSER: &str = "echo drawn; echo drawn >&2; (echo drawn > /dev/tty) 2>/dev/null\n\
                            if read key; then echo \"$key\" > \"$here/key\"; fi\n\
                            echo $$ > \"$here/part\"; mv \"$here/part\" \"$here/process\"\n\
                            while [ -e \"$here/process\" ]; do sleep 0.05; done";

#[test]
fn a_text_browser_cannot_take_over_the_terminal() {
    let server = SandboxServer::start();
    let mut pty = at_panel(with_opener(server.wizard(), TEXT_BROWSER).env("DISPLAY", ":77"));
    let process: i32 = written(&pty, "process").trim().parse().unwrap();
    // The keys are the wizard's meanwhile.
    pty.send("<esc>");
    pty.wait_for(wizard_steps::RECORDS_STEP);
    assert!(!String::from_utf8_lossy(&pty.raw_bytes()).contains("drawn"), "{}", pty.screen_text());
    assert!(!pty.home().join("bin/key").exists());
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
    let fields: Vec<&str> = stat.rsplit_once(") ").unwrap().1.split(' ').collect();
    assert_eq!((fields[3], fields[4]), (process.to_string().as_str(), "0"), "a session of its own, and no terminal");
    // It goes on when the wizard is left.
    assert_eq!(wizard_steps::quit(&mut pty), 0);
    assert!(process_state(process).is_some());
    fs::remove_file(pty.home().join("bin/process")).unwrap();
    wait_for_condition("the end of the browser", || !Path::new(&format!("/proc/{process}")).exists());
}

#[test]
fn a_running_browser_counts_as_started() {
    let server = SandboxServer::start();
    let mut pty = at_panel(with_opener(server.wizard(), TEXT_BROWSER).env("DISPLAY", ":77"));
    pty.wait_for("Opening it in your browser…");
    fs::remove_file(pty.home().join("bin/process")).unwrap();
    assert_eq!(wizard_steps::quit(&mut pty), 0);
}
