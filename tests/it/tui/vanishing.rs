//! The terminal goes away under the program: nothing is left behind.

use std::path::PathBuf;
use std::{env, fs, thread};

use rustix::process::Signal;

use super::sandbox_program;
use crate::support::pty::{Program, process_state, wait_for_condition};
use crate::support::wizard_steps::{self, DOMAIN_STEP};

/// Set for the host: the file for the number of the hosted process, and whether that one ignores `SIGHUP`.
const FILE: &str = "HOSTED_PROCESS";
const IGNORES: &str = "HOSTED_IGNORES_HUP";

/// Starts the wizard in a pty of its own, tells its process and waits to be killed, and the pty with it.
#[test]
#[ignore = "a program that another test runs"]
fn host() {
    let Some(file) = env::var_os(FILE) else { return };
    let wizard = env!("CARGO_BIN_EXE_autosend-domains");
    let program = if env::var_os(IGNORES).is_some() {
        Program::new("/bin/sh").args(["-c", &format!("trap '' HUP; exec '{wizard}' --sandbox")])
    } else {
        sandbox_program()
    };
    let mut pty = program.start();
    pty.wait_for(DOMAIN_STEP);
    wizard_steps::go_to_review(&mut pty, "mail.example.com");
    let written = PathBuf::from(&file).with_extension("part");
    fs::write(&written, pty.pid().as_raw_nonzero().to_string()).unwrap();
    fs::rename(written, file).unwrap();
    loop {
        thread::park();
    }
}

#[test]
fn the_program_ends_with_its_terminal_even_if_sighup_is_ignored() {
    for ignores in [false, true] {
        let this = env::current_exe().unwrap();
        let program = Program::new(this).args(["--ignored", "--exact", "--nocapture", "tui::vanishing::host"]);
        let file = program.home().join("process");
        let program = program.env(FILE, &file);
        let mut host = if ignores { program.env(IGNORES, "1") } else { program }.start();
        wait_for_condition("the hosted program", || file.exists());
        let hosted: i32 = fs::read_to_string(&file).unwrap().parse().unwrap();
        assert!(process_state(hosted).is_some());
        host.signal(Signal::KILL);
        host.wait_end();
        // An orphan that nobody has waited for yet stays behind as a zombie.
        wait_for_condition("the end of the hosted program", || matches!(process_state(hosted), None | Some('Z')));
    }
}
