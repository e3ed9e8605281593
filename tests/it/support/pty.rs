//! Programs in a real pseudo terminal: a terminal emulator reads what they draw, and
//! their input is key presses.
//!
//! Nothing here sleeps: every wait is for content, ends as soon as it is there, and fails with the screen shown.
#![expect(clippy::unwrap_used, reason = "a test that can't be set up ends there")]

use std::cell::Cell;
use std::ffi::OsString;
use std::fs::OpenOptions;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::OFlags;
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use super::keys;

/// A wait that takes longer fails the test; nothing here takes nearly as long on a busy machine.
const TIMEOUT: Duration = Duration::from_secs(20);

/// The time between two presses. The wizard takes keys that follow each other within 50 ms for one burst.
const TYPING_PAUSE: Duration = Duration::from_millis(80);

/// A program to run, in an environment of its own: an empty home folder, and no variable of the process of the tests.
pub(crate) struct Program {
    path: OsString,
    arguments: Vec<OsString>,
    variables: Vec<(OsString, OsString)>,
    home: TempDir,
    size: (u16, u16),
}

impl Program {
    /// `autosend-domains` itself.
    pub(crate) fn wizard() -> Self {
        Self::new(env!("CARGO_BIN_EXE_autosend-domains"))
    }

    /// Any program, by its path.
    pub(crate) fn new(path: impl Into<OsString>) -> Self {
        let home = TempDir::new().unwrap();
        let program = Self { path: path.into(), arguments: Vec::new(), variables: Vec::new(), home, size: (80, 24) };
        let folder = program.home.path().to_owned();
        program
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", &folder)
            .env("XDG_CONFIG_HOME", folder.join(".config"))
            .env("XDG_STATE_HOME", folder.join(".local/state"))
            .env("XDG_DATA_HOME", folder.join(".local/share"))
            .env("XDG_CACHE_HOME", folder.join(".cache"))
            .env("TERM", "xterm-256color")
            .env("LANG", "C.UTF-8")
    }

    /// Adds arguments.
    pub(crate) fn args<A: Into<OsString>>(mut self, arguments: impl IntoIterator<Item = A>) -> Self {
        self.arguments.extend(arguments.into_iter().map(Into::into));
        self
    }

    /// Sets a variable of its environment.
    pub(crate) fn env(mut self, name: impl Into<OsString>, value: impl Into<OsString>) -> Self {
        self.variables.push((name.into(), value.into()));
        self
    }

    /// Sets the size of its terminal; 80x24 otherwise.
    pub(crate) fn size(mut self, columns: u16, rows: u16) -> Self {
        self.size = (columns, rows);
        self
    }

    /// The same program, started by another one with these arguments before it.
    pub(crate) fn wrapped_by(mut self, path: impl Into<OsString>, before: impl IntoIterator<Item = OsString>) -> Self {
        let program = std::mem::replace(&mut self.path, path.into());
        let after = std::mem::take(&mut self.arguments);
        self.arguments = before.into_iter().chain([program]).chain(after).collect();
        self
    }

    /// Its home folder and working directory. Deleted with the [`Pty`].
    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    /// Starts it.
    pub(crate) fn start(self) -> Pty {
        let (columns, rows) = self.size;
        let pair = native_pty_system().openpty(pty_size(columns, rows)).unwrap();
        let modes = format!("{:?}", pair.master.get_termios());
        let mut command = CommandBuilder::new(&self.path);
        command.args(&self.arguments);
        command.env_clear();
        for (name, value) in &self.variables {
            command.env(name, value);
        }
        command.cwd(self.home.path());
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let output = Arc::new((Mutex::new(Output::new(columns, rows)), Condvar::new()));
        let reader = pair.master.try_clone_reader().unwrap();
        let shared = Arc::clone(&output);
        thread::spawn(move || read_to_end(reader, &shared));
        let writer = pair.master.take_writer().unwrap();
        Pty {
            child,
            writer,
            master: pair.master,
            output,
            initial_tty_settings: modes,
            home: self.home,
            last_event: Cell::new(Instant::now()),
        }
    }
}

/// A program that runs in a pseudo terminal; killed when dropped.
pub(crate) struct Pty {
    child: Box<dyn Child + Send + Sync>,
    writer: Box<dyn Write + Send>,
    master: Box<dyn MasterPty + Send>,
    output: Arc<(Mutex<Output>, Condvar)>,
    initial_tty_settings: String,
    home: TempDir,
    /// When keys were last sent, or what they lead to was last seen.
    last_event: Cell<Instant>,
}

/// The output of the program so far.
struct Output {
    parser: vt100::Parser,
    raw: Vec<u8>,
    /// Nobody reads the terminal.
    paused: bool,
    /// No process has the terminal open any more, and all output was read.
    ended: bool,
}

impl Output {
    fn new(columns: u16, rows: u16) -> Self {
        // vt100 has no screen of 0x0, which a terminal that was never sized has.
        let parser = vt100::Parser::new(at_least_one(rows), at_least_one(columns), 0);
        Self { parser, raw: Vec::new(), paused: false, ended: false }
    }
}

impl Pty {
    /// Waits until the text is on the screen, in one line.
    pub(crate) fn wait_for(&self, text: &str) {
        self.wait(&format!("{text:?} on the screen"), |screen| screen.contents().contains(text));
    }

    /// Waits until each text is on the screen, in one line or wrapped.
    pub(crate) fn wait_for_wrapped(&self, texts: &[&str]) {
        for text in texts {
            let wanted = remove_whitespace(text);
            self.wait(&format!("the words {text:?}"), |screen| remove_whitespace(&screen.contents()).contains(&wanted));
        }
    }

    /// Waits until the text is not on the screen.
    pub(crate) fn wait_gone(&self, text: &str) {
        self.wait(&format!("{text:?} gone from the screen"), |screen| !screen.contents().contains(text));
    }

    /// Waits until the screen meets the condition.
    pub(crate) fn wait_until(&self, wished: impl Fn(&vt100::Screen) -> bool) {
        self.wait("the screen to be as wished", wished);
    }

    fn wait(&self, what: &str, wished: impl Fn(&vt100::Screen) -> bool) {
        self.wait_on_output(what, |output| wished(output.parser.screen()));
    }

    /// Waits until the raw output meets the condition.
    pub(crate) fn wait_for_bytes(&self, what: &str, wished: impl Fn(&[u8]) -> bool) {
        self.wait_on_output(what, |output| wished(&output.raw));
    }

    fn wait_on_output(&self, what: &str, wished: impl Fn(&Output) -> bool) {
        let (output, changed) = &*self.output;
        let waiting = |output: &mut Output| !output.ended && !wished(output);
        let (output, _) = changed.wait_timeout_while(output.lock().unwrap(), TIMEOUT, waiting).unwrap();
        self.last_event.set(Instant::now());
        if !wished(&output) {
            let (screen, on) = (output.parser.screen().contents(), active_modes(&output).join(", "));
            let ended = if output.ended { ", and the program has ended" } else { "" };
            // Released before a panic, since the reader continues.
            drop(output);
            panic!("waited in vain for {what}{ended}; on is: {on}; the screen:\n{screen}");
        }
    }

    /// Presses keys: see [`keys::bytes`].
    /// A person sees a new screen before pressing the next key, so these come later than the rest of a burst would.
    pub(crate) fn send(&mut self, keys: &str) {
        self.send_bytes(&keys::encode_keys(keys));
    }

    /// Pastes a text as a terminal with bracketed paste does.
    pub(crate) fn paste(&mut self, text: &str) {
        self.send_bytes(&keys::encode_paste(text));
    }

    /// Sends these bytes, as [`Pty::send`] does.
    pub(crate) fn send_bytes(&mut self, bytes: &[u8]) {
        self.pause_like_a_person();
        self.send_piece(bytes);
    }

    /// Sends these bytes at once.
    pub(crate) fn send_piece(&mut self, bytes: &[u8]) {
        self.writer.write_all(bytes).unwrap();
        self.writer.flush().unwrap();
        self.last_event.set(Instant::now());
    }

    fn pause_like_a_person(&self) {
        thread::sleep(TYPING_PAUSE.saturating_sub(self.last_event.get().elapsed()));
    }

    /// Changes the size of the terminal.
    pub(crate) fn resize(&mut self, columns: u16, rows: u16) {
        self.output.0.lock().unwrap().parser.set_size(at_least_one(rows), at_least_one(columns));
        self.master.resize(pty_size(columns, rows)).unwrap();
    }

    /// Sends a signal to the program.
    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(self.pid(), signal).unwrap();
    }

    /// Its process id.
    pub(crate) fn pid(&self) -> Pid {
        Pid::from_raw(i32::try_from(self.child.process_id().unwrap()).unwrap()).unwrap()
    }

    /// Its home folder.
    pub(crate) fn home(&self) -> &Path {
        self.home.path()
    }

    /// The text on the screen, without blanks at the ends of its lines.
    pub(crate) fn screen_text(&self) -> String {
        self.with_screen(vt100::Screen::contents)
    }

    /// Reads from the screen.
    pub(crate) fn with_screen<T>(&self, record_lookup: impl FnOnce(&vt100::Screen) -> T) -> T {
        record_lookup(self.output.0.lock().unwrap().parser.screen())
    }

    /// All bytes written so far.
    pub(crate) fn raw_bytes(&self) -> Vec<u8> {
        self.output.0.lock().unwrap().raw.clone()
    }

    /// Waits until the program has ended and all its output was read; returns its exit code.
    ///
    /// # Panics
    ///
    /// If a signal has ended it, or if it does not end in time.
    pub(crate) fn wait_exit(&mut self) -> u32 {
        let status = self.wait_end();
        assert_eq!(status.signal(), None, "the screen:\n{}", self.screen_text());
        status.exit_code()
    }

    /// Waits as [`Pty::wait_exit`] does; for programs that a signal may end.
    pub(crate) fn wait_end(&mut self) -> ExitStatus {
        let (output, changed) = &*self.output;
        let (output, _) = changed.wait_timeout_while(output.lock().unwrap(), TIMEOUT, |output| !output.ended).unwrap();
        let (ended, screen) = (output.ended, output.parser.screen().contents());
        // Released before a panic, since the reader continues.
        drop(output);
        assert!(ended, "the program goes on; the screen:\n{screen}");
        self.child.wait().unwrap()
    }

    /// Stops reading the output and presses these keys, which make the program draw, until it waits for the terminal to
    /// take more.
    pub(crate) fn clog(&mut self, keys: &str) {
        self.stop_reading();
        let end = Instant::now() + TIMEOUT;
        let mut refusals = 0;
        // A terminal refuses for a moment during each write, too.
        while refusals < 20 {
            assert!(Instant::now() < end, "the terminal takes all output");
            if self.takes_output() {
                refusals = 0;
                self.send_piece(&keys::encode_keys(keys));
            } else {
                refusals += 1;
            }
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Reads the terminal no more.
    pub(crate) fn stop_reading(&self) {
        self.output.0.lock().unwrap().paused = true;
    }

    /// Whether the terminal takes output of the program now.
    pub(crate) fn takes_output(&self) -> bool {
        let flags = OFlags::NOCTTY.bits().cast_signed();
        let path = self.master.tty_name().unwrap();
        let terminal = OpenOptions::new().write(true).custom_flags(flags).open(path).unwrap();
        let mut polled = [PollFd::new(&terminal, PollFlags::OUT)];
        poll(&mut polled, Some(&Timespec::default())).unwrap();
        polled[0].revents().contains(PollFlags::OUT)
    }

    /// Waits until the program has ended, though nobody reads its output; returns its exit code.
    pub(crate) fn wait_exit_unread(&mut self) -> u32 {
        let end = Instant::now() + TIMEOUT;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                assert_eq!(status.signal(), None);
                return status.exit_code();
            }
            assert!(Instant::now() < end, "the program goes on");
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Asserts that the terminal line has its settings from before the program started.
    ///
    /// # Panics
    ///
    /// With the differences.
    pub(crate) fn assert_line_restored(&self) {
        assert_eq!(self.tty_settings(), self.initial_tty_settings, "the terminal line has other settings than before");
    }

    /// Waits until the program is stopped, for example by Ctrl+Z.
    pub(crate) fn wait_stopped(&self) {
        let pid = self.pid().as_raw_nonzero().get();
        wait_for_condition("the program to stop", || process_state(pid) == Some('T'));
    }

    /// The settings of the terminal line (echo, raw mode and the like), for comparison.
    pub(crate) fn tty_settings(&self) -> String {
        format!("{:?}", self.master.get_termios())
    }

    /// Asserts that the terminal is as it was before the program started; waits for output that is still on its way.
    ///
    /// # Panics
    ///
    /// With the differences.
    pub(crate) fn assert_restored(&self) {
        self.wait_on_output("the terminal to be given back", |output| active_modes(output).is_empty());
        self.assert_line_restored();
    }
}

/// The text with single blanks in place of line ends and runs of blanks.
pub(crate) fn remove_whitespace(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The modes that the output so far has switched on.
fn active_modes(output: &Output) -> Vec<&'static str> {
    let screen = output.parser.screen();
    let count = |mark: &[u8]| output.raw.windows(mark.len()).filter(|bytes| *bytes == mark).count();
    let facts = [
        (screen.alternate_screen(), "the alternate screen"),
        (screen.hide_cursor(), "a hidden cursor"),
        (screen.bracketed_paste(), "bracketed paste"),
        (screen.mouse_protocol_mode() != vt100::MouseProtocolMode::None, "the mouse"),
        (count(b"\x1b[?2026h") != count(b"\x1b[?2026l"), "a synchronized update"),
        (count(b"\x1b[>0u") != count(b"\x1b[<u"), "an entry on the stack of the kitty protocol"),
        (count(b"\x1b[22;0t") != count(b"\x1b[23;0t"), "a title that the shell did not set"),
        (count(b"\x1b[>4;0m") != count(b"\x1b[>4m"), "a value of modifyOtherKeys"),
    ];
    facts.into_iter().filter_map(|(on, name)| on.then_some(name)).collect()
}

impl Drop for Pty {
    fn drop(&mut self) {
        self.output.0.lock().unwrap_or_else(PoisonError::into_inner).paused = false;
        self.output.1.notify_all();
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The letter of a process's state in `/proc`; `None` if there is no such process.
pub(crate) fn process_state(pid: i32) -> Option<char> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    stat.rsplit_once(") ")?.1.chars().next()
}

/// The signals that end a program and that it can survive, with the exit codes that tell them.
pub(crate) fn ending_signals() -> Vec<(Signal, u32)> {
    let mut signals = vec![
        (Signal::HUP, 129),
        (Signal::INT, 130),
        (Signal::QUIT, 131),
        (Signal::TRAP, 128 + 5),
        (Signal::ABORT, 128 + 6),
        (Signal::ALARM, 128 + 14),
        (Signal::TERM, 143),
    ];
    let further = [Signal::USR1, Signal::USR2, Signal::XCPU, Signal::VTALARM, Signal::PROF, Signal::SYS];
    signals.extend(further.map(|signal| (signal, 128 + signal.as_raw().unsigned_abs())));
    #[cfg(target_os = "linux")]
    signals.extend([(Signal::IO, 128 + 29), (Signal::STKFLT, 128 + 16), (Signal::POWER, 128 + 30)]);
    signals
}

/// Polls a condition that sends no notification.
pub(crate) fn wait_for_condition(what: &str, fact: impl Fn() -> bool) {
    let end = Instant::now() + TIMEOUT;
    while !fact() {
        assert!(Instant::now() < end, "waited in vain for {what}");
        thread::sleep(Duration::from_millis(5));
    }
}

/// Reads until no process has the terminal open any more.
fn read_to_end(mut reader: Box<dyn Read + Send>, shared: &(Mutex<Output>, Condvar)) {
    let (output, changed) = shared;
    let mut buffer = vec![0; 65_536];
    loop {
        drop(changed.wait_while(output.lock().unwrap(), |output| output.paused).unwrap());
        // Once the other side is closed, Linux returns an error, other systems an empty read.
        let count = reader.read(&mut buffer).unwrap_or(0);
        let mut output = output.lock().unwrap();
        output.parser.process(&buffer[..count]);
        output.raw.extend_from_slice(&buffer[..count]);
        output.ended = count == 0;
        changed.notify_all();
        if count == 0 {
            return;
        }
    }
}

fn pty_size(columns: u16, rows: u16) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}

fn at_least_one(number: u16) -> NonZeroU16 {
    NonZeroU16::new(number).unwrap_or(NonZeroU16::MIN)
}

#[test]
fn a_program_gets_keys_and_its_output_is_read() {
    let mut pty = Program::new("/bin/sh").args(["-c", "printf 'hello %s' \"$TERM$DISPLAY\"; read x; exit 7"]).start();
    pty.wait_for("hello xterm-256color");
    pty.send("typed<enter>");
    assert_eq!(pty.wait_exit(), 7);
    assert!(pty.screen_text().contains("typed"));
    assert!(pty.raw_bytes().starts_with(b"hello "));
    pty.assert_restored();
}

#[test]
fn a_paste_is_bracketed_and_cleared_text_disappears() {
    let script = "stty -echo; printf ready; read x; printf '\\033[2J%s.' \"${x#?}\"";
    let mut pty = Program::new("/bin/sh").args(["-c", script]).start();
    pty.wait_for("ready");
    pty.paste("a b");
    pty.send("<enter>");
    pty.wait_gone("ready");
    assert_eq!(pty.wait_exit(), 0);
    assert!(pty.raw_bytes().ends_with(b"[200~a b\x1b[201~."), "{:?}", pty.screen_text());
}

#[test]
fn the_program_itself_can_be_started() {
    assert_eq!(Program::wizard().args(["--version"]).start().wait_exit(), 0);
}

#[test]
fn a_program_gets_resizes_and_signals() {
    let script = "trap 'echo sized; stty size' WINCH; trap 'exit 3' TERM; echo ready; while :; do read x; done";
    let mut pty = Program::new("/bin/sh").args(["-c", script]).size(60, 16).start();
    pty.wait_for("ready");
    pty.resize(40, 12);
    // The shell runs its traps when `read` returns.
    pty.send("<enter>");
    pty.wait_for("12 40");
    pty.signal(Signal::TERM);
    pty.send("<enter>");
    assert_eq!(pty.wait_exit(), 3);
}

#[test]
#[should_panic(expected = "\"never\" on the screen, and the program has ended; on is: ; the screen:\nlast words")]
fn a_failed_wait_prints_the_screen() {
    Program::new("/bin/sh").args(["-c", "printf 'last words'"]).start().wait_for("never");
}

#[test]
#[should_panic(expected = "other settings than before")]
fn a_terminal_left_raw_is_detected() {
    let mut pty = Program::new("/bin/sh").args(["-c", "stty raw -echo"]).start();
    pty.wait_exit();
    pty.assert_restored();
}
