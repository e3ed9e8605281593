//! What the benchmarks share: the release build of the program in a pty, each piece of its output with its moment,
//! and how figures are told.
#![expect(dead_code, reason = "each benchmark uses a part of it")]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::num::NonZeroU16;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use autosend_domains::sandbox::options::RateLimit;
use autosend_domains::sandbox::{Options, Sandbox};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

const COLUMNS: u16 = 80;
const ROWS: u16 = 24;

/// The end of a synchronized update: a frame is whole.
const FRAME_END: &[u8] = b"\x1b[?2026l";

/// The program in a pty of 80x24.
pub(crate) struct Wizard {
    child: Box<dyn Child + Send + Sync>,
    writer: Box<dyn Write + Send>,
    output: Receiver<(Instant, Vec<u8>)>,
    parser: vt100::Parser,
    started: Instant,
    _master: Box<dyn MasterPty + Send>,
    _home: tempfile::TempDir,
}

impl Wizard {
    /// Starts it with these arguments and variables, and nothing else of this environment.
    pub(crate) fn start(arguments: &[&str], variables: &[(&str, &str)]) -> Self {
        let home = tempfile::tempdir().expect("a folder");
        let size = PtySize { rows: ROWS, cols: COLUMNS, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pty");
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_autosend-domains"));
        command.args(arguments);
        command.env_clear();
        for (name, value) in [("TERM", "xterm-256color"), ("LANG", "C.UTF-8")].iter().chain(variables) {
            command.env(name, value);
        }
        command.env("HOME", home.path());
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let writer = pair.master.take_writer().expect("a writer");
        let (sender, output) = channel();
        thread::spawn(move || {
            let mut buffer = vec![0; 65536];
            while let Ok(length @ 1..) = reader.read(&mut buffer) {
                if sender.send((Instant::now(), buffer[..length].to_vec())).is_err() {
                    break;
                }
            }
        });
        let started = Instant::now();
        let child = pair.slave.spawn_command(command).expect("the program");
        drop(pair.slave);
        let lines = |number| NonZeroU16::new(number).expect("not zero");
        let parser = vt100::Parser::new(lines(ROWS), lines(COLUMNS), 0);
        Self { child, writer, output, parser, started, _master: pair.master, _home: home }
    }

    /// Waits until the text is on the screen; answers with the time since the start.
    pub(crate) fn until(&mut self, text: &str) -> Duration {
        loop {
            let (moment, bytes) = self.output.recv_timeout(Duration::from_secs(20)).unwrap_or_else(|_silence| {
                panic!("{text:?} did not appear:\n{}", self.parser.screen().contents());
            });
            self.parser.process(&bytes);
            if self.parser.screen().contents().contains(text) {
                return moment - self.started;
            }
        }
    }

    /// Presses keys, and waits for the end of the frame that they lead to: the time it took, and its octets.
    pub(crate) fn press(&mut self, keys: &[u8]) -> (Duration, usize) {
        let pressed = Instant::now();
        self.writer.write_all(keys).expect("the pty takes keys");
        let mut frame = Vec::new();
        loop {
            let (moment, bytes) = self.output.recv_timeout(Duration::from_secs(20)).expect("a frame");
            self.parser.process(&bytes);
            frame.extend_from_slice(&bytes);
            if frame.ends_with(FRAME_END) {
                return (moment - pressed, frame.len());
            }
        }
    }

    /// Presses keys without waiting; answers with the moment.
    pub(crate) fn send(&mut self, keys: &[u8]) -> Instant {
        self.writer.write_all(keys).expect("the pty takes keys");
        Instant::now()
    }

    /// Waits until the text is on the screen; answers with the time since the moment.
    pub(crate) fn until_since(&mut self, moment: Instant, text: &str) -> Duration {
        (self.started + self.until(text)) - moment
    }

    /// How many octets are written while nothing happens for so long.
    pub(crate) fn octets_within(&mut self, time: Duration) -> usize {
        let end = Instant::now() + time;
        let mut octets = 0;
        loop {
            match self.output.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok((_, bytes)) => octets += bytes.len(),
                Err(RecvTimeoutError::Timeout) => return octets,
                Err(RecvTimeoutError::Disconnected) => panic!("the program ended"),
            }
        }
    }

    /// A file of the process in /proc.
    pub(crate) fn proc(&self, file: &str) -> std::path::PathBuf {
        let process = self.child.process_id().expect("it runs");
        format!("/proc/{process}/{file}").into()
    }
}

impl Drop for Wizard {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A sandbox for a benchmark, in a runtime of its own: `block_on` to use it.
pub(crate) fn sandbox() -> (tokio::runtime::Runtime, Sandbox) {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
    let options = Options { rate: RateLimit::Off, seed: Some(1), ..Options::default() };
    let sandbox = runtime.block_on(Sandbox::start(options, 0)).expect("a sandbox");
    (runtime, sandbox)
}

/// Adds domains over HTTP, as a program would.
pub(crate) fn fill(address: SocketAddr, key: &str, names: impl IntoIterator<Item = String>) {
    for name in names {
        let body = format!(r#"{{"domain": "{name}", "regionKey": "us-east-1"}}"#);
        let request = format!(
            "POST /v1/domains HTTP/1.1\r\nHost: sandbox\r\nAuthorization: Bearer {key}\r\nConnection: close\r\n\
             Content-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let mut stream = TcpStream::connect(address).expect("the sandbox");
        stream.write_all(request.as_bytes()).expect("it reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it answers");
        assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    }
}

/// The value below which this share of the values lies.
pub(crate) fn quantile<T: Copy + Ord>(values: &mut [T], share: f64) -> T {
    values.sort_unstable();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "an index"
    )]
    let index = ((values.len() as f64 - 1.0) * share).round() as usize;
    values[index]
}

/// Tells a figure beside its limit, as the table of `.github/docs/speed.md` has it.
#[expect(clippy::print_stdout, reason = "a benchmark tells its figures")]
pub(crate) fn tell(what: &str, figure: &str, limit: &str, is_met: bool) {
    println!("| {what} | {figure} | {limit} | {} |", if is_met { "met" } else { "NOT MET" });
}

/// Milliseconds, to be read.
pub(crate) fn milliseconds(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}
