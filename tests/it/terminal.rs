//! The terminal's guard and the signals, in a real pty: a small program that draws is driven through every way out.
//!
//! The program is this test binary itself, run anew for the one test that is called [`drawing_program`].
#![expect(clippy::unwrap_used, reason = "a test that can't be set up ends there")]

use std::path::PathBuf;
use std::{env, fs, process, thread};

use autosend_domains::runtime::keyboard::{Input, Keyboard};
use autosend_domains::runtime::terminal::Terminal;
use autosend_domains::tty::signals::{SignalRequest, Signals};
use autosend_domains::tty::watchdog::spawn_watchdog;
use crossterm::event::KeyCode;
use futures::StreamExt as _;
use ratatui::style::Stylize as _;
use ratatui::text::Line;
use rustix::process::Signal;

use crate::support::pty::{Program, Pty, process_state, wait_for_condition};

/// Set for the program: what it does about `SIGHUP`.
const ROLE: &str = "DRAWING_PROGRAM";

/// This binary, to run one of its ignored tests.
fn this_binary(test: &str) -> Program {
    Program::new(env::current_exe().unwrap()).args(["--ignored", "--exact", "--nocapture", test])
}

fn drawing() -> Program {
    this_binary("terminal::drawing_program").env(ROLE, "polite")
}

fn started() -> Pty {
    let pty = drawing().start();
    pty.wait_for("drawn 1 times");
    pty
}

#[test]
#[ignore = "a program that the other tests run"]
fn drawing_program() {
    let Ok(role) = env::var(ROLE) else { return };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(draw_and_obey(&role));
}

async fn draw_and_obey(role: &str) {
    let mut signals = Signals::new().unwrap();
    let mut terminal = Terminal::enter("a title").unwrap();
    spawn_watchdog(terminal.last_restore()).unwrap();
    let mut keyboard = Keyboard::open().unwrap();
    let mut key = None;
    for count in 1.. {
        let drawn = terminal.draw(|frame| {
            assert!(key != Some('v'), "broken\u{1b}[31m while drawing");
            let area = frame.area();
            let text = format!("drawn {count} times at {}x{} by {}", area.width, area.height, process::id());
            frame.render_widget(Line::from(text).red().bold().reversed(), area);
        });
        // A terminal that has gone is the watchdog's to notice.
        assert!(drawn.is_ok() || role == "deaf");
        key = None;
        tokio::select! {
            Some(request) = signals.next() => match request {
                SignalRequest::Shutdown(1) if role == "deaf" => {}
                SignalRequest::Shutdown(number) => {
                    drop(terminal);
                    process::exit(128 + i32::from(number));
                }
                SignalRequest::Suspend => terminal.suspend().unwrap(),
                SignalRequest::Resume => terminal.resume().unwrap(),
                SignalRequest::Resize => {}
            },
            Ok(input) = keyboard.next() => {
                if let Input::Key(pressed) = input && let KeyCode::Char(character) = pressed.code {
                    key = Some(character);
                }
            }
        }
        match key {
            Some('q') => return,
            Some('p') => panic!("broken while waiting"),
            Some('t') => assert!(tokio::spawn(async { panic!("broken in a task") }).await.is_err()),
            Some('z') => terminal.suspend_job().unwrap(),
            Some('r') => terminal.redraw().unwrap(),
            _ => {}
        }
    }
}

#[test]
fn leaving_resets_every_terminal_mode() {
    let mut pty = started();
    pty.with_screen(|screen| {
        assert!(screen.alternate_screen() && screen.bracketed_paste() && screen.hide_cursor());
    });
    pty.send("q");
    assert_eq!(pty.wait_exit(), 0);
    pty.assert_restored();
    let raw = String::from_utf8(pty.raw_bytes()).unwrap();
    for once in ["\u{1b}[?1049h", "\u{1b}[?1049l", "\u{1b}[?2004h", "\u{1b}[?2004l"] {
        assert_eq!(raw.matches(once).count(), 1, "{once:?}");
    }
    for never in ["\u{1b}[6n", "\u{1b}[?1000h", "\u{1b}[?1003h", "\u{1b}[>1u", "\u{1b}[m"] {
        assert!(!raw.contains(never), "{never:?}");
    }
}

#[test]
fn a_panic_restores_the_terminal_and_prints_one_line() {
    for (key, message) in [("p", "broken while waiting"), ("v", "broken<U+001B>[31m while drawing")] {
        let mut pty = started();
        pty.send(key);
        assert_eq!(pty.wait_exit(), 101);
        pty.assert_restored();
        // The line may be wrapped.
        let shown = pty.screen_text().replace('\n', "");
        assert!(shown.contains("autosend-domains: internal error at tests/it/terminal.rs:"), "{shown}");
        assert!(shown.contains(message), "{shown}");
    }
}

#[test]
fn a_panic_of_a_task_is_reported_at_the_end() {
    let mut pty = started();
    pty.send("t");
    pty.wait_for("drawn 2 times");
    assert!(!pty.screen_text().contains("internal error at"));
    pty.send("q");
    assert_eq!(pty.wait_exit(), 0);
    pty.assert_restored();
    assert!(pty.screen_text().contains("broken in a task"), "{}", pty.screen_text());
}

#[test]
fn fatal_signals_restore_the_terminal() {
    for (signal, code) in [(Signal::HUP, 129), (Signal::INT, 130), (Signal::QUIT, 131), (Signal::TERM, 143)] {
        let mut pty = started();
        pty.signal(signal);
        assert_eq!(pty.wait_exit(), code, "{signal:?}");
        pty.assert_restored();
    }
}

#[test]
fn a_stop_restores_the_terminal_until_the_program_continues() {
    let mut pty = started();
    for draws in [3, 5] {
        pty.signal(Signal::TSTP);
        pty.wait_stopped();
        pty.assert_restored();
        pty.signal(Signal::CONT);
        pty.wait_for(&format!("drawn {draws} times at 80x24"));
        pty.with_screen(|screen| assert!(screen.alternate_screen() && screen.bracketed_paste()));
    }
    pty.send("q");
    assert_eq!(pty.wait_exit(), 0);
    pty.assert_restored();
}

#[test]
fn after_an_unhandled_stop_everything_is_redrawn() {
    let mut pty = started();
    pty.signal(Signal::STOP);
    pty.wait_stopped();
    let before = pty.raw_bytes().len();
    pty.signal(Signal::CONT);
    pty.wait_for("drawn 2 times");
    let raw = pty.raw_bytes();
    let again = String::from_utf8_lossy(&raw[before..]).into_owned();
    assert!(again.contains("\u{1b}[?1049l") && again.contains("\u{1b}[?1049h"), "{again:?}");
    assert!(again.contains("times at 80x24"), "not the whole line: {again:?}");
    pty.send("q");
    assert_eq!(pty.wait_exit(), 0);
    pty.assert_restored();
}

#[test]
fn ctrl_z_suspends_the_job_and_fg_resumes_it() {
    let mut pty = Program::new("/bin/sh").args(["-i"]).env("PS1", "$ ").env(ROLE, "polite").start();
    pty.wait_for("$");
    let program = env::current_exe().unwrap();
    let command = format!("{} --ignored --exact --nocapture terminal::drawing_program", program.display());
    // The inner shell waits for the program: only if it stops too does the outer one take over.
    pty.send_bytes(format!("/bin/sh -c '{command}; true'\r").as_bytes());
    pty.wait_for("drawn 1 times");
    let text = pty.screen_text();
    let process = text.trim().rsplit(' ').next().unwrap().parse().unwrap();
    pty.send("z");
    // The shell hears of its own child first.
    wait_for_condition("the program to stop", || process_state(process) == Some('T'));
    pty.wait_until(|screen| !screen.alternate_screen() && screen.contents().contains("topped"));
    pty.send("fg<enter>");
    pty.wait_until(|screen| screen.alternate_screen() && screen.contents().contains("times at 80x24"));
    pty.send("q");
    let at_prompt = |screen: &vt100::Screen| screen.contents().trim_end().ends_with('$');
    pty.wait_until(|screen| !screen.alternate_screen() && at_prompt(screen));
    pty.send("exit<enter>");
    pty.wait_end();
    pty.assert_restored();
}

#[test]
fn ctrl_z_does_nothing_without_job_control() {
    let mut pty = started();
    pty.send("z");
    pty.wait_for("drawn 2 times");
    pty.send("q");
    assert_eq!(pty.wait_exit(), 0);
}

#[test]
fn a_resize_is_drawn_without_a_key() {
    let mut pty = started();
    pty.resize(40, 12);
    pty.wait_for("at 40x12");
    pty.resize(200, 60);
    pty.wait_for("at 200x60");
    pty.send("q");
    pty.wait_exit();
    pty.assert_restored();
}

#[test]
fn a_terminal_without_a_size_is_80x24() {
    let pty = drawing().size(0, 0).start();
    pty.wait_for_bytes("a frame", |raw| String::from_utf8_lossy(raw).contains("at 80x24"));
}

#[test]
fn no_color_is_handled_by_styles_and_bold_stays_bold() {
    let pty = drawing().env("NO_COLOR", "1").start();
    pty.wait_for("drawn 1 times");
    pty.with_screen(|screen| {
        let cell = screen.cell(0, 0).unwrap();
        assert!(cell.bold() && cell.inverse());
    });
}

#[test]
fn a_redraw_writes_every_cell() {
    let mut pty = started();
    let before = pty.raw_bytes().len();
    pty.send("r");
    pty.wait_for("drawn 2 times");
    let raw = pty.raw_bytes();
    let again = String::from_utf8_lossy(&raw[before..]).into_owned();
    assert!(again.starts_with("\u{1b}[?2026h") && again.ends_with("\u{1b}[?2026l"), "{again:?}");
    assert!(again.contains("drawn 2 times at 80x24"), "{again:?}");
}

/// Starts the drawing program, tells its process and waits to be killed, and the terminal with it.
#[test]
#[ignore = "a program that another test runs"]
fn hosting_program() {
    let Some(file) = env::var_os("HOSTED_PROCESS") else { return };
    let pty = drawing().env(ROLE, "deaf").start();
    pty.wait_for("drawn 1 times");
    let written = PathBuf::from(&file).with_extension("part");
    fs::write(&written, pty.pid().as_raw_nonzero().to_string()).unwrap();
    fs::rename(written, file).unwrap();
    loop {
        thread::park();
    }
}

#[test]
fn no_process_is_left_after_the_terminal_disappears() {
    let program = this_binary("terminal::hosting_program");
    let file = program.home().join("process");
    let mut host = program.env("HOSTED_PROCESS", &file).start();
    wait_for_condition("the hosted program", || file.exists());
    let hosted: i32 = fs::read_to_string(&file).unwrap().parse().unwrap();
    host.signal(Signal::KILL);
    host.wait_end();
    // An orphan that nobody has waited for yet stays behind as a zombie.
    wait_for_condition("the end of the hosted program", || matches!(process_state(hosted), None | Some('Z')));
}
