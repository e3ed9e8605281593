//! Copying where it is done for real: within tmux and GNU screen, and under an X server, from where other programs take
//! what was copied.

use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use autosend_domains::core::text::is_hidden;
use autosend_domains::sandbox::Options;
use autosend_domains::sandbox::options::{DkimBits, DkimForm, RateLimit};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::support::api_servers::{KEY, SandboxServer};
use crate::support::files::write_program;
use crate::support::pty::{Program, Pty, wait_for_condition};
use crate::support::tools::{RenamedProgram, TmuxServer, XServer, is_available};
use crate::support::wizard_steps;

const NAME: &str = "mail.example.com";

/// A server whose DKIM keys have 2048 bits, in values that are published as they are: 410 characters.
fn server() -> SandboxServer {
    SandboxServer::start_with(Options {
        dkim_bits: DkimBits::Long,
        dkim_form: DkimForm::Full,
        rate: RateLimit::Off,
        ..Options::default()
    })
}

/// Onto the DKIM record of a new domain; the value that is to be copied there.
fn at_dkim(pty: &mut Pty, server: &SandboxServer) -> String {
    wizard_steps::go_to_records(pty, NAME);
    pty.send("j");
    pty.wait_for("▌ 2  DKIM");
    let records = server.records();
    let value = records.into_iter().find(|(name, _)| name.contains("_domainkey")).unwrap().1;
    assert_eq!(value.len(), 410);
    value
}

/// The texts of the OSC 52 sequences that reached the terminal, whatever else did. tmux names no clipboard before 3.4.
fn copies(pty: &Pty) -> Vec<String> {
    let raw = String::from_utf8_lossy(&pty.raw_bytes()).into_owned();
    let payloads = raw.split("\u{1b}]52;").skip(1).map(|rest| {
        let sequence = rest.split(['\u{7}', '\u{1b}']).next().unwrap();
        sequence.split_once(';').unwrap().1.to_owned()
    });
    payloads.map(|payload| String::from_utf8(STANDARD.decode(payload).unwrap()).unwrap()).collect()
}

#[test]
fn in_a_real_tmux_the_value_is_in_its_buffer_and_reaches_the_terminal_around_it() {
    if !is_available("tmux") {
        return;
    }
    let (server, tmux) = (server(), TmuxServer::new());
    let mut pty = tmux.wrap(server.wizard()).start();
    let value = at_dkim(&mut pty, &server);
    pty.send("c");
    pty.wait_for_wrapped(&["Sent DKIM value (410 characters) to tmux and your terminal"]);
    assert_eq!(tmux.output_of(&["show-buffer"]), value);
    pty.wait_for_bytes("the value at the terminal", |raw| {
        String::from_utf8_lossy(raw).contains(&STANDARD.encode(&value))
    });
    assert_eq!(copies(&pty), [value]);
    pty.send("q");
    pty.wait_end();
}

#[test]
fn a_real_tmux_that_knows_no_clipboard_of_the_terminal_keeps_the_value() {
    if !is_available("tmux") {
        return;
    }
    let (server, tmux) = (server(), TmuxServer::new());
    let mut pty = tmux.wrap(server.wizard()).env("TERM", "vt220").start();
    let value = at_dkim(&mut pty, &server);
    pty.send("c");
    pty.wait_for_wrapped(&["Sent DKIM value (410 characters) to tmux only. Paste with prefix ]"]);
    assert_eq!(tmux.output_of(&["show-buffer"]), value);
    assert_eq!(copies(&pty), Vec::<String>::new());
}

#[test]
fn a_real_tmux_that_lets_programs_through_does_so_with_osc_52_by_choice() {
    if !is_available("tmux") {
        return;
    }
    let (server, tmux) = (server(), TmuxServer::new());
    let mut pty = tmux.wrap(server.wizard().args(["--clipboard", "osc52"])).start();
    let value = at_dkim(&mut pty, &server);
    tmux.output_of(&["set", "-g", "allow-passthrough", "on"]);
    pty.send("c");
    pty.wait_for_wrapped(&["Sent DKIM value (410 characters) to your terminal. Paste to check"]);
    wait_for_condition("the value at the terminal", || copies(&pty) == [value.clone()]);
    assert_eq!(tmux.output_of(&["list-buffers"]), "");
}

#[test]
fn a_real_screen_lets_the_value_through_piece_by_piece() {
    if !is_available("screen") {
        return;
    }
    let server = server();
    let wizard = server.wizard();
    let sockets = wizard.home().join("screens");
    fs::create_dir(&sockets).unwrap();
    fs::set_permissions(&sockets, fs::Permissions::from_mode(0o700)).unwrap();
    let arguments = ["-c", "/dev/null", "-U", "-S", "test"].map(OsString::from);
    let mut pty = wizard.env("SCREENDIR", &sockets).wrapped_by("screen", arguments).start();
    let value = at_dkim(&mut pty, &server);
    pty.send("c");
    pty.wait_for_wrapped(&["Sent DKIM value (410 characters) to your terminal. Paste to check"]);
    wait_for_condition("the value at the terminal", || copies(&pty) == [value.clone()]);
    pty.send("q");
    pty.wait_end();
}

#[test]
fn a_command_of_the_environment_takes_the_copy_without_the_key() {
    let server = server();
    let wizard = server.wizard();
    let (taken, keyless) = (wizard.home().join("taken"), wizard.home().join("environment"));
    let command = format!("env > '{}'; cat > '{1}.part'; mv '{1}.part' '{1}'", keyless.display(), taken.display());
    let mut pty = wizard.env("AUTOSEND_CLIPBOARD", command).start();
    let value = at_dkim(&mut pty, &server);
    pty.send("c");
    pty.wait_for_wrapped(&["Sent DKIM value (410 characters) to your copy command. Paste to check"]);
    assert_eq!(fs::read_to_string(taken).unwrap(), value);
    assert!(!fs::read_to_string(keyless).unwrap().contains(KEY));
    assert_eq!(copies(&pty), Vec::<String>::new());
    assert_eq!(wizard_steps::quit(&mut pty), 0);
}

#[test]
fn the_option_wins_over_the_variable_and_off_copies_nothing() {
    for (option, words) in [
        ("off", "Not copied: copying is off; r to show, e to save"),
        ("auto", "Sent DKIM value (410 characters) to your terminal"),
    ] {
        let server = server();
        let mut pty = server.wizard().args(["--clipboard", option]).env("AUTOSEND_CLIPBOARD", "exit 1").start();
        at_dkim(&mut pty, &server);
        pty.send("c");
        pty.wait_for_wrapped(&[words]);
        assert_eq!(copies(&pty).len(), usize::from(option == "auto"));
        assert_eq!(wizard_steps::quit(&mut pty), 0);
    }
}

/// The wizard under its own name and an X server.
fn under(x: &XServer, program: &RenamedProgram, server: &SandboxServer) -> Program {
    Program::new(program.path())
        .env("AUTOSEND_BASE_URL", server.base_url())
        .env("AUTOSEND_API_KEY", KEY)
        .env("DISPLAY", x.display())
}

fn has_x() -> bool {
    is_available("Xvfb") && is_available("xclip")
}

#[test]
fn under_x_another_program_takes_the_value_while_the_wizard_runs_and_after_it_was_left() {
    if !has_x() {
        return;
    }
    let (server, x, program) = (server(), XServer::start(), RenamedProgram::new("kept"));
    let mut pty = under(&x, &program, &server).start();
    let value = at_dkim(&mut pty, &server);
    pty.send("c");
    pty.wait_for_wrapped(&["Copied DKIM value (410 characters)"]);
    assert_eq!(x.clipboard().as_ref(), Some(&value));
    assert_eq!(copies(&pty), Vec::<String>::new());
    // Left when nobody holds the terminal any more: the successor does not.
    pty.send("q");
    assert_eq!(pty.wait_exit(), 0);
    pty.assert_restored();
    assert!(!pty.screen_text().contains("may be lost"), "{}", pty.screen_text());
    assert_eq!(x.clipboard().as_ref(), Some(&value));
    let processes = program.processes();
    let [(number, arguments)] = processes.as_slice() else { panic!("{processes:?}") };
    assert!(arguments.ends_with(" keep-clipboard"), "{arguments}");
    // Whoever may not read it sees no key either.
    let environment = fs::read(format!("/proc/{number}/environ")).unwrap_or_default();
    assert!(!String::from_utf8_lossy(&environment).contains(KEY));
    let stat = fs::read_to_string(format!("/proc/{number}/stat")).unwrap();
    let fields: Vec<&str> = stat.rsplit_once(") ").unwrap().1.split(' ').collect();
    assert_eq!((fields[3], fields[4]), (number.to_string().as_str(), "0"), "a session of its own, and no terminal");
    x.set_clipboard("of another program");
    wait_for_condition("the successor's end", || program.processes().is_empty());
    assert_eq!(x.clipboard().as_deref(), Some("of another program"));
}

#[test]
fn under_x_no_daemon_remains_without_a_value() {
    if !has_x() {
        return;
    }
    let (server, x, program) = (server(), XServer::start(), RenamedProgram::new("unkept"));
    let mut pty = under(&x, &program, &server).start();
    at_dkim(&mut pty, &server);
    pty.send("c");
    pty.wait_for_wrapped(&["Copied DKIM value (410 characters)"]);
    x.set_clipboard("of another program");
    pty.send("q");
    assert_eq!(pty.wait_exit(), 0);
    assert_eq!(program.processes(), []);
    assert_eq!(x.clipboard().as_deref(), Some("of another program"));
}

#[test]
fn under_x_no_daemon_remains_without_a_copy() {
    if !has_x() {
        return;
    }
    let (server, x, program) = (server(), XServer::start(), RenamedProgram::new("uncopied"));
    x.set_clipboard("of another program");
    let mut pty = under(&x, &program, &server).start();
    at_dkim(&mut pty, &server);
    pty.send("q");
    assert_eq!(pty.wait_exit(), 0);
    assert_eq!(program.processes(), []);
    assert_eq!(x.clipboard().as_deref(), Some("of another program"));
}

#[test]
fn under_x_the_program_may_be_replaced_while_it_runs() {
    if !has_x() {
        return;
    }
    let (server, x, program) = (server(), XServer::start(), RenamedProgram::new("replaced"));
    let mut pty = under(&x, &program, &server).start();
    let value = at_dkim(&mut pty, &server);
    pty.send("c");
    pty.wait_for_wrapped(&["Copied DKIM value"]);
    fs::remove_file(program.path()).unwrap();
    pty.send("q");
    assert_eq!(pty.wait_exit(), 0);
    assert_eq!(x.clipboard(), Some(value));
    x.set_clipboard("of another program");
}

#[test]
fn under_x_a_value_with_hidden_characters_does_not_get_onto_the_clipboard() {
    if !has_x() {
        return;
    }
    let (server, x, program) = (server(), XServer::start(), RenamedProgram::new("hostile"));
    x.set_clipboard("of another program");
    let mut pty = under(&x, &program, &server).start();
    wizard_steps::submit_domain(&mut pty, "hostile.example.com");
    pty.wait_for(wizard_steps::RECORDS_STEP);
    for key in ["c", "n", "u"] {
        pty.send(key);
        pty.wait_for("Not copied");
        assert_eq!(x.clipboard().as_deref(), Some("of another program"), "{key}");
        pty.send("j");
    }
    assert_eq!(copies(&pty), Vec::<String>::new());
    // As a zone file they can be written, and are escaped there.
    pty.send("C");
    pty.wait_for("Copied Zone file");
    let zone = x.clipboard().unwrap();
    assert!(!zone.chars().any(|character| character != '\n' && is_hidden(character)), "{zone:?}");
    x.set_clipboard("of another program");
    wizard_steps::quit(&mut pty);
    assert_eq!(program.processes(), []);
}

#[test]
fn under_x_a_signal_hands_the_clipboard_over_too() {
    if !has_x() {
        return;
    }
    let (server, x, program) = (server(), XServer::start(), RenamedProgram::new("signalled"));
    let mut pty = under(&x, &program, &server).start();
    let value = at_dkim(&mut pty, &server);
    pty.send("c");
    pty.wait_for_wrapped(&["Copied DKIM value"]);
    pty.signal(rustix::process::Signal::TERM);
    pty.wait_end();
    assert_eq!(x.clipboard(), Some(value));
    x.set_clipboard("of another program");
    wait_for_condition("the successor's end", || program.processes().is_empty());
}

#[test]
fn a_display_that_is_not_there_leads_to_the_terminal() {
    let server = server();
    let mut pty = server.wizard().env("DISPLAY", ":4242").start();
    let value = at_dkim(&mut pty, &server);
    pty.send("c");
    pty.wait_for_wrapped(&["Sent DKIM value (410 characters) to your terminal"]);
    assert_eq!(copies(&pty), [value]);
}

#[test]
fn a_display_that_is_not_there_is_all_that_the_choice_of_the_native_clipboard_tries() {
    let server = server();
    let mut pty = server.wizard().args(["--clipboard", "native"]).env("DISPLAY", ":4242").start();
    at_dkim(&mut pty, &server);
    pty.send("c");
    pty.wait_for_wrapped(&["Not copied: system clipboard: the display can't be reached"]);
    assert_eq!(copies(&pty), Vec::<String>::new());
}

#[test]
fn the_doctor_sees_the_real_tmux_that_it_runs_in() {
    if !is_available("tmux") {
        return;
    }
    let tmux = TmuxServer::new();
    let program = Program::new("/bin/sh").env("AUTOSEND_API_KEY", KEY);
    let report = program.home().join("report");
    let wizard = env!("CARGO_BIN_EXE_autosend-domains");
    let script = format!(
        "'{wizard}' doctor --json > '{0}.part'; mv '{0}.part' '{0}'; '{wizard}' doctor; read x",
        report.display()
    );
    write_program(&program.home().join("script"), &format!("#!/bin/sh\n{script}\n"));
    let script = program.home().join("script");
    let pty = tmux.wrap(program.args([script])).size(100, 60).start();
    wait_for_condition("the report", || report.exists());
    let text = fs::read_to_string(&report).unwrap();
    assert!(!text.contains("marker"), "{text}");
    let document: Value = serde_json::from_str(&text).unwrap();
    let multiplexer = &document["multiplexer"];
    assert_eq!(multiplexer["kind"], "tmux");
    assert_eq!(tmux.output_of(&["-V"]).trim(), format!("tmux {}", multiplexer["version"].as_str().unwrap()));
    assert_eq!((&multiplexer["setClipboard"], &multiplexer["allowPassthrough"]), (&"external".into(), &"off".into()));
    assert_eq!((&multiplexer["terminal"], &multiplexer["passesOn"]), (&"xterm-256color".into(), &true.into()));
    assert_eq!((&document["clipboard"]["takes"], &document["terminal"]["input"]), (&"tmux".into(), &true.into()));
    pty.wait_for("tmux buffer, and tmux forwards it to the terminal");
    pty.wait_for("100x59");
    assert!(!String::from_utf8_lossy(&pty.raw_bytes()).contains("marker"));
}
