//! The ways of copying, by their bytes: what reaches the terminal and tmux, and what is said of it.
#![expect(clippy::unwrap_used, reason = "a test that can't be set up ends there")]

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::Command;
use std::sync::{Arc, Mutex};

use autosend_domains::clipboard::choice::{ClipboardChoice, ClipboardMode};
use autosend_domains::clipboard::clipboard_daemon::ClipboardDaemon;
use autosend_domains::clipboard::environment::{Environment, Platform};
use autosend_domains::clipboard::osc52;
use autosend_domains::clipboard::system::{ClipboardBackend, SystemClipboard};
use autosend_domains::clipboard::tmux::Tmux;
use autosend_domains::clipboard::{Copier, Handover};
use autosend_domains::core::copy::{CopyError, CopyOutcome};
use autosend_domains::ports::Clipboard as _;
use tempfile::TempDir;

use crate::support::files::write_program;

const VALUE: &str = "p=MIGfMA0; \u{1b}]0;x\u{7}";

/// A terminal that keeps what is written to it, one entry a `write`.
#[derive(Clone, Default)]
struct Written(Arc<Mutex<Vec<Vec<u8>>>>);

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().push(bytes.to_vec());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Written {
    /// The one sequence that was written, whole.
    fn only(&self) -> String {
        let writes = self.0.lock().unwrap();
        assert_eq!(writes.len(), 1, "{writes:?}");
        String::from_utf8(writes[0].clone()).unwrap()
    }

    fn is_empty(&self) -> bool {
        self.0.lock().unwrap().is_empty()
    }
}

/// A terminal that is gone.
struct Gone;

impl Write for Gone {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::Error::from(io::ErrorKind::BrokenPipe))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A program called `tmux` that keeps the arguments of its calls and what it was fed, each in a file.
struct FakeTmux {
    folder: TempDir,
}

impl FakeTmux {
    /// `body` is a shell script behind the line that notes the arguments; `$here` is its folder.
    fn new(body: &str) -> Self {
        let folder = TempDir::new().unwrap();
        let script = format!("#!/bin/sh\nhere=${{0%/*}}\nprintf '%s\\n' \"$*\" >> \"$here/calls\"\n{body}\n");
        write_program(&folder.path().join("tmux"), &script);
        Self { folder }
    }

    /// A tmux whose terminal has these features.
    fn with_features(features: &str) -> Self {
        Self::new(&format!(
            "case $1 in load-buffer) cat > \"$here/buffer\";; display) echo '{features}';; *) exit 1;; esac"
        ))
    }

    fn program(&self) -> PathBuf {
        self.folder.path().join("tmux")
    }

    fn calls(&self) -> Vec<String> {
        self.read("calls").lines().map(str::to_owned).collect()
    }

    fn read(&self, file: &str) -> String {
        fs::read_to_string(self.folder.path().join(file)).unwrap_or_default()
    }
}

/// A system clipboard in memory.
#[derive(Clone, Default)]
struct Memory(Arc<Mutex<String>>);

impl ClipboardBackend for Memory {
    fn write_text(&mut self, text: &str) -> Result<(), String> {
        text.clone_into(&mut self.0.lock().unwrap());
        Ok(())
    }

    fn read_text(&mut self) -> Result<String, String> {
        Ok(self.0.lock().unwrap().clone())
    }
}

impl Memory {
    fn system(&self) -> SystemClipboard {
        let memory = self.clone();
        SystemClipboard::with_opener(move || Ok(Box::new(memory.clone())))
    }

    fn text(&self) -> String {
        self.0.lock().unwrap().clone()
    }
}

fn environment(variables: &[(&str, &str)]) -> Environment {
    let lookup = |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
    Environment::from_env(lookup, Platform::DisplayServer)
}

fn no_display() -> SystemClipboard {
    SystemClipboard::with_opener(|| Err("no display".to_owned()))
}

const DISPLAY: (&str, &str) = ("DISPLAY", ":0");
const IN_TMUX: (&str, &str) = ("TMUX", "/tmp/tmux-1/default,1,0");
const OVER_SSH: (&str, &str) = ("SSH_TTY", "/dev/pts/0");

#[tokio::test]
async fn a_local_clipboard_is_used_without_the_terminal() {
    let (memory, written) = (Memory::default(), Written::default());
    let copier =
        Copier::new(environment(&[DISPLAY]), memory.system(), Tmux::with_program("/none"), Box::new(written.clone()));
    assert_eq!(copier.copy(VALUE).await, Ok(CopyOutcome::System));
    assert_eq!(memory.text(), VALUE);
    assert!(written.is_empty());
}

#[tokio::test]
async fn a_silent_display_falls_back_to_the_terminal() {
    let written = Written::default();
    let copier =
        Copier::new(environment(&[DISPLAY]), no_display(), Tmux::with_program("/none"), Box::new(written.clone()));
    assert_eq!(copier.copy(VALUE).await, Ok(CopyOutcome::Terminal));
    assert_eq!(written.only(), osc52::encode(VALUE));
}

#[tokio::test]
async fn over_ssh_the_terminal_gets_one_sequence_in_one_write() {
    let (memory, written) = (Memory::default(), Written::default());
    let copier = Copier::new(
        environment(&[DISPLAY, OVER_SSH]),
        memory.system(),
        Tmux::with_program("/none"),
        Box::new(written.clone()),
    );
    assert_eq!(copier.copy(VALUE).await, Ok(CopyOutcome::Terminal));
    assert_eq!(written.only(), osc52::encode(VALUE));
    assert_eq!(memory.text(), "");
}

#[tokio::test]
async fn tmux_reads_the_text_from_stdin() {
    for (features, passed_on) in [("256,RGB,clipboard,title", true), ("256,noclipboard", false), ("", false)] {
        let (tmux, written) = (FakeTmux::with_features(features), Written::default());
        let copier = Copier::new(
            environment(&[IN_TMUX, OVER_SSH]),
            no_display(),
            Tmux::with_program(tmux.program()),
            Box::new(written.clone()),
        );
        assert_eq!(copier.copy(VALUE).await, Ok(CopyOutcome::TmuxBuffer { forwarded: passed_on }), "{features}");
        assert_eq!(tmux.read("buffer"), VALUE);
        assert_eq!(tmux.calls(), ["load-buffer -w -", "display -p #{client_termfeatures}"]);
        assert!(written.is_empty());
    }
}

#[tokio::test]
async fn a_tmux_without_w_does_not_forward_the_text() {
    let tmux = FakeTmux::new("[ \"$2\" = -w ] && exit 1; cat > \"$here/buffer\"");
    let copier = Copier::new(
        environment(&[IN_TMUX]),
        no_display(),
        Tmux::with_program(tmux.program()),
        Box::new(Written::default()),
    );
    assert_eq!(copier.copy(VALUE).await, Ok(CopyOutcome::TmuxBuffer { forwarded: false }));
    assert_eq!(tmux.calls(), ["load-buffer -w -", "load-buffer -"]);
    assert_eq!(tmux.read("buffer"), VALUE);
}

#[tokio::test]
async fn a_failing_tmux_falls_back_to_the_terminal() {
    for body in ["exit 1", "exec 0<&-; exit 3"] {
        let (tmux, written) = (FakeTmux::new(body), Written::default());
        let copier = Copier::new(
            environment(&[IN_TMUX]),
            no_display(),
            Tmux::with_program(tmux.program()),
            Box::new(written.clone()),
        );
        assert_eq!(copier.copy(VALUE).await, Ok(CopyOutcome::Terminal), "{body}");
        assert_eq!(written.only(), osc52::encode_for_tmux(VALUE));
    }
}

#[tokio::test(start_paused = true)]
async fn a_hanging_tmux_times_out() {
    let (tmux, written) = (FakeTmux::new("exec sleep 600"), Written::default());
    let copier = Copier::new(
        environment(&[IN_TMUX]),
        no_display(),
        Tmux::with_program(tmux.program()),
        Box::new(written.clone()),
    );
    assert_eq!(copier.copy(VALUE).await, Ok(CopyOutcome::Terminal));
    assert_eq!(written.only(), osc52::encode_for_tmux(VALUE));
}

#[tokio::test]
async fn a_local_tmux_copies_to_buffer_and_clipboard() {
    let (tmux, memory) = (FakeTmux::with_features("clipboard"), Memory::default());
    let copier = Copier::new(
        environment(&[IN_TMUX, DISPLAY]),
        memory.system(),
        Tmux::with_program(tmux.program()),
        Box::new(Written::default()),
    );
    assert_eq!(copier.copy(VALUE).await, Ok(CopyOutcome::System));
    assert_eq!((tmux.read("buffer").as_str(), memory.text().as_str()), (VALUE, VALUE));
}

#[tokio::test]
async fn a_tmux_attached_over_ssh_does_not_touch_the_local_clipboard() {
    let tmux = FakeTmux::new(
        "case $1 in show-environment) echo \"$2=10.0.0.1 5 10.0.0.2 22\";; load-buffer) cat > \"$here/buffer\";; esac",
    );
    let memory = Memory::default();
    let copier = Copier::new(
        environment(&[IN_TMUX, DISPLAY]),
        memory.system(),
        Tmux::with_program(tmux.program()),
        Box::new(Written::default()),
    );
    assert_eq!(copier.copy(VALUE).await, Ok(CopyOutcome::TmuxBuffer { forwarded: false }));
    assert_eq!((tmux.read("buffer").as_str(), memory.text().as_str()), (VALUE, ""));
}

#[tokio::test]
async fn screen_gets_the_sequence_in_pieces_by_one_write() {
    let written = Written::default();
    let value = "x".repeat(800);
    let copier = Copier::new(
        environment(&[("STY", "1.pts"), OVER_SSH]),
        no_display(),
        Tmux::with_program("/none"),
        Box::new(written.clone()),
    );
    assert_eq!(copier.copy(&value).await, Ok(CopyOutcome::Terminal));
    assert_eq!(written.only(), osc52::encode_for_screen(&value));
}

#[tokio::test]
async fn a_text_beyond_the_osc52_limit_is_rejected_with_both_numbers() {
    let written = Written::default();
    let copier = Copier::new(environment(&[]), no_display(), Tmux::with_program("/none"), Box::new(written.clone()));
    let refused = copier.copy(&"x".repeat(osc52::MAX_TEXT_LEN + 1)).await;
    assert_eq!(refused, Err(CopyError::TooLong { octets: 74_995, limit: 74_994 }));
    assert!(written.is_empty());
    assert_eq!(copier.copy(&"x".repeat(osc52::MAX_TEXT_LEN)).await, Ok(CopyOutcome::Terminal));
}

#[tokio::test]
async fn a_terminal_that_ignores_osc52_gets_no_sequence() {
    let written = Written::default();
    let vte = [("VTE_VERSION", "7000"), ("TERM", "xterm-256color")];
    let copier = Copier::new(environment(&vte), no_display(), Tmux::with_program("/none"), Box::new(written.clone()));
    let error = copier.copy(VALUE).await.unwrap_err();
    assert!(matches!(&error, CopyError::Osc52Ignored { terminal } if terminal.contains("GNOME Terminal")), "{error:?}");
    let with_display = environment(&[&vte[..], &[DISPLAY]].concat());
    let copier = Copier::new(with_display, no_display(), Tmux::with_program("/none"), Box::new(written.clone()));
    let words = copier.copy(VALUE).await.unwrap_err().message("the value", "");
    assert!(words.contains("system clipboard: no display") && words.contains("doesn't accept text"), "{words}");
    assert!(written.is_empty());
}

#[tokio::test]
async fn a_failed_copy_names_every_method_with_its_reason() {
    let copier =
        Copier::new(environment(&[DISPLAY, IN_TMUX]), no_display(), Tmux::with_program("/none"), Box::new(Gone));
    let words = copier.copy(VALUE).await.unwrap_err().message("the value", "");
    assert_eq!(words, "Not copied: tmux: not found; system clipboard: no display; terminal through tmux: broken pipe");
}

fn chosen(
    word: ClipboardMode,
    variables: &[(&str, &str)],
    system: SystemClipboard,
    tmux: Tmux,
    written: &Written,
) -> Copier {
    Copier::new(environment(variables), system, tmux, Box::new(written.clone()))
        .with_choice(ClipboardChoice::Mode(word))
}

#[tokio::test]
async fn a_chosen_method_is_the_only_attempt() {
    let (tmux, written, memory) = (FakeTmux::with_features(""), Written::default(), Memory::default());
    let everywhere = [DISPLAY, IN_TMUX, OVER_SSH];
    let run = |word| chosen(word, &everywhere, memory.system(), Tmux::with_program(tmux.program()), &written);
    assert_eq!(run(ClipboardMode::Native).copy(VALUE).await, Ok(CopyOutcome::System));
    assert_eq!((memory.text().as_str(), tmux.calls()), (VALUE, Vec::new()));
    assert_eq!(run(ClipboardMode::Tmux).copy("in tmux").await, Ok(CopyOutcome::TmuxBuffer { forwarded: false }));
    assert_eq!((memory.text().as_str(), tmux.read("buffer").as_str()), (VALUE, "in tmux"));
    assert!(written.is_empty());
    assert_eq!(run(ClipboardMode::Osc52).copy("by the terminal").await, Ok(CopyOutcome::Terminal));
    assert_eq!(written.only(), osc52::encode_for_tmux("by the terminal"));
    assert_eq!(run(ClipboardMode::Off).copy("nowhere").await, Err(CopyError::Disabled));
    assert_eq!((memory.text().as_str(), tmux.read("buffer").as_str()), (VALUE, "in tmux"));
    written.only();
}

#[tokio::test]
async fn a_failing_chosen_method_has_no_fallback() {
    let written = Written::default();
    for (word, words) in [
        (ClipboardMode::Native, "Not copied: system clipboard: no display"),
        (ClipboardMode::Tmux, "Not copied: tmux: not found"),
    ] {
        let copier =
            chosen(word, &[DISPLAY, ("VTE_VERSION", "7000")], no_display(), Tmux::with_program("/none"), &written);
        assert_eq!(copier.copy(VALUE).await.unwrap_err().message("the value", ""), words);
    }
    assert!(written.is_empty());
}

#[tokio::test]
async fn chosen_osc52_is_sent_even_to_a_terminal_that_ignores_it() {
    let (written, wrapped) = (Written::default(), Written::default());
    let vte = ("VTE_VERSION", "7000");
    let copier = chosen(ClipboardMode::Osc52, &[vte, DISPLAY], no_display(), Tmux::with_program("/none"), &written);
    assert_eq!(copier.copy(VALUE).await, Ok(CopyOutcome::Terminal));
    assert_eq!(written.only(), osc52::encode(VALUE));
    let in_screen =
        chosen(ClipboardMode::Osc52, &[("STY", "1.pts")], no_display(), Tmux::with_program("/none"), &wrapped);
    assert_eq!(in_screen.copy(VALUE).await, Ok(CopyOutcome::Terminal));
    assert_eq!(wrapped.only(), osc52::encode_for_screen(VALUE));
}

#[tokio::test]
async fn a_user_command_alone_gets_the_text() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("taken");
    let written = Written::default();
    let run = |command: String| {
        Copier::new(environment(&[IN_TMUX]), no_display(), Tmux::with_program("/none"), Box::new(written.clone()))
            .with_choice(ClipboardChoice::Command(command.into()))
    };
    assert_eq!(run(format!("cat > '{}'", file.display())).copy(VALUE).await, Ok(CopyOutcome::Command));
    assert_eq!(fs::read_to_string(file).unwrap(), VALUE);
    let words = run("exit 3".to_owned()).copy(VALUE).await.unwrap_err().message("the value", "");
    assert_eq!(words, "Not copied: your command: failed (exit code 3)");
    assert!(written.is_empty());
}

#[tokio::test]
async fn a_too_long_text_is_reported_with_earlier_attempts() {
    let long = "x".repeat(80_000);
    let copier =
        Copier::new(environment(&[DISPLAY]), no_display(), Tmux::with_program("/none"), Box::new(Written::default()));
    assert_eq!(
        copier.copy(&long).await.unwrap_err().message("all records", ""),
        "Not copied: system clipboard: no display; terminal: accepts at most 74994 bytes, this is 80000"
    );
}

#[tokio::test]
async fn a_forecast_predicts_a_copy_without_copying() {
    let answers = "case $1 in display) case \"$*\" in *version*) echo '3.3a|external|0|xterm|clipboard';; \
                   *) echo clipboard;; esac;; \
                   load-buffer) cat > \"$here/buffer\";; *) exit 1;; esac";
    let (tmux, memory) = (FakeTmux::new(answers), Memory::default());
    for (variables, system) in [
        (&[DISPLAY][..], memory.system()),
        (&[DISPLAY], no_display()),
        (&[IN_TMUX, OVER_SSH], no_display()),
        (&[IN_TMUX, DISPLAY], memory.system()),
        (&[("VTE_VERSION", "7000")], no_display()),
        (&[("STY", "1.pts")], no_display()),
    ] {
        let written = Written::default();
        let copier =
            Copier::new(environment(variables), system, Tmux::with_program(tmux.program()), Box::new(written.clone()));
        let forecast = copier.preview().await;
        assert!(written.is_empty() && memory.text().is_empty() && tmux.read("buffer").is_empty(), "{variables:?}");
        let known = copier.copy(VALUE).await;
        assert_eq!(forecast.outcome.map(|(_way, copied)| copied), known, "{variables:?}");
        assert!(forecast.methods.len() >= usize::from(known.is_ok()), "{variables:?}");
        memory.0.lock().unwrap().clear();
        let _ = fs::remove_file(tmux.folder.path().join("buffer"));
    }
}

/// A successor that keeps what it was fed, and says that the clipboard is its own.
fn daemon(folder: &TempDir, end: &str) -> ClipboardDaemon {
    let program = folder.path().join("successor");
    write_program(&program, &format!("#!/bin/sh\ncat > \"${{0%/*}}/kept\"\n{end}\n"));
    ClipboardDaemon::with_program(program)
}

#[tokio::test]
async fn leaving_hands_the_clipboard_over_if_it_still_has_the_text() {
    let (folder, memory) = (TempDir::new().unwrap(), Memory::default());
    let copier = Copier::new(
        environment(&[DISPLAY]),
        memory.system(),
        Tmux::with_program("/none"),
        Box::new(Written::default()),
    )
    .with_daemon(daemon(&folder, "printf 1"));
    let kept = || fs::read_to_string(folder.path().join("kept")).ok();
    assert_eq!(copier.hand_over().await, Handover::NotNeeded);
    assert_eq!(copier.copy(VALUE).await, Ok(CopyOutcome::System));
    "of another program".clone_into(&mut memory.0.lock().unwrap());
    assert_eq!((copier.hand_over().await, kept()), (Handover::NotNeeded, None));
    assert_eq!(copier.copy(VALUE).await, Ok(CopyOutcome::System));
    assert_eq!((copier.hand_over().await, kept()), (Handover::Done, Some(VALUE.to_owned())));
}

#[tokio::test]
async fn a_failed_clipboard_handover_is_reported() {
    let (folder, memory) = (TempDir::new().unwrap(), Memory::default());
    let copier = Copier::new(
        environment(&[DISPLAY]),
        memory.system(),
        Tmux::with_program("/none"),
        Box::new(Written::default()),
    )
    .with_daemon(daemon(&folder, "exit 1"));
    assert_eq!(copier.copy(VALUE).await, Ok(CopyOutcome::System));
    let reason = "the helper that keeps the clipboard failed".to_owned();
    assert_eq!(copier.hand_over().await, Handover::Failed(reason));
}

/// The real tmux with its default configuration, on a socket of its own.
#[tokio::test]
async fn the_real_tmux_holds_the_text_in_its_buffer() {
    let folder = TempDir::new().unwrap();
    let socket = folder.path().join("socket");
    let start = ["-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24", "exec cat"];
    match Command::new("tmux").arg("-S").arg(&socket).args(start).env_remove("TMUX").status() {
        Ok(status) => assert!(status.success()),
        Err(error) => {
            assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "tmux: {error}");
            writeln!(io::stderr(), "skipped: tmux: {error}").unwrap();
            return;
        }
    }
    let wrapper = folder.path().join("tmux");
    write_program(&wrapper, &format!("#!/bin/sh\nexec tmux -S '{}' \"$@\"\n", socket.display()));
    let copier =
        Copier::new(environment(&[IN_TMUX]), no_display(), Tmux::with_program(&wrapper), Box::new(Written::default()));
    let result = copier.copy(VALUE).await;
    let shown = Command::new(&wrapper).arg("show-buffer").output().unwrap();
    Command::new(&wrapper).arg("kill-server").status().unwrap();
    assert_eq!(result, Ok(CopyOutcome::TmuxBuffer { forwarded: false }));
    assert_eq!(String::from_utf8(shown.stdout).unwrap(), VALUE);
}
