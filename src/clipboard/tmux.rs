//! tmux's own buffer, and through it the clipboard of the terminal that is attached to tmux now.
//!
//! tmux drops a plain OSC 52 by default, but `load-buffer -w` (tmux 3.2 and later) works with the default
//! configuration: the text is in the buffer, and tmux sets the terminal's clipboard if it can.

use std::ffi::OsString;
use std::process::Stdio;
use std::time::Duration;

use tokio::process::Command;
use tokio::time::timeout;

use super::pipe::{PipeResult, describe_exit, isolate, pipe};

/// How long one call of tmux may take.
const TIMEOUT: Duration = Duration::from_secs(1);

/// The tmux in which this program runs.
#[derive(Clone, Debug)]
pub struct Tmux {
    program: OsString,
}

impl Tmux {
    /// The tmux on the search path.
    pub fn new() -> Self {
        Self::with_program("tmux")
    }

    /// Another program, for tests.
    pub fn with_program(program: impl Into<OsString>) -> Self {
        Self { program: program.into() }
    }

    /// Puts the text into tmux's buffer. Returns whether tmux forwarded it to a terminal that accepts it.
    ///
    /// # Errors
    /// Why it is not in the buffer, as a message.
    pub async fn load_buffer(&self, text: &str) -> Result<bool, String> {
        if self.pipe(&["load-buffer", "-w", "-"], text).await.is_ok() {
            return Ok(self.forwards_clipboard().await);
        }
        // Versions before 3.2 have no `-w`, so the text stays in tmux.
        self.pipe(&["load-buffer", "-"], text).await.map(|()| false)
    }

    /// Whether the terminal is attached over SSH. This program's environment dates from the opening of its pane; tmux
    /// updates its own copy at each attach (`update-environment`).
    pub async fn is_attached_over_ssh(&self) -> bool {
        self.output(&["show-environment", "SSH_CONNECTION"])
            .await
            .is_some_and(|answer| answer.starts_with("SSH_CONNECTION="))
    }

    /// The configuration of the tmux in which this program runs; `None` if tmux does not respond.
    pub async fn info(&self) -> Option<TmuxInfo> {
        let answer = self.output(&["display", "-p", INFO_FORMAT]).await?;
        let is_remote = self.is_attached_over_ssh().await;
        Some(TmuxInfo::parse(answer.trim_end_matches('\n'), is_remote))
    }

    /// Whether tmux knows that the attached terminal supports setting its clipboard.
    async fn forwards_clipboard(&self) -> bool {
        self.output(&["display", "-p", "#{client_termfeatures}"])
            .await
            .is_some_and(|features| has_clipboard_feature(&features))
    }

    /// A call of tmux without standard streams: its output would appear on the screen, and it would read the user's
    /// keys.
    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.args(arguments);
        isolate(command)
    }

    /// Runs tmux with the text on its standard input.
    async fn pipe(&self, arguments: &[&str], text: &str) -> Result<(), String> {
        // An error of tmux says more than the fact that tmux did not read the whole text.
        let PipeResult { status, has_read_all } = pipe(self.command(arguments), text, TIMEOUT).await?;
        match status.success() {
            true if has_read_all => Ok(()),
            true => Err("did not accept all of it".to_owned()),
            false => Err(describe_exit(status)),
        }
    }

    /// The output of tmux; `None` if it fails.
    async fn output(&self, arguments: &[&str]) -> Option<String> {
        let output = timeout(TIMEOUT, self.command(arguments).stdout(Stdio::piped()).output()).await.ok()?.ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
    }
}

impl Default for Tmux {
    fn default() -> Self {
        Self::new()
    }
}

/// The format that [`TmuxInfo`] is parsed from. Every tmux since 2.4 expands it; unknown options become empty.
const INFO_FORMAT: &str = "#{version}|#{set-clipboard}|#{allow-passthrough}|#{client_termname}|#{client_termfeatures}";

/// The configuration of tmux. The values are untrusted text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TmuxInfo {
    /// The version, such as `3.3a`.
    pub version: String,
    /// `set-clipboard`: `on`, `external` or `off`; empty if this tmux does not know it.
    pub set_clipboard: String,
    /// `allow-passthrough` of this pane: `on`, `all` or `off`; empty before 3.3, which always passes sequences through.
    pub allow_passthrough: String,
    /// The `TERM` of the attached terminal; empty if none is attached.
    pub terminal: String,
    /// The features of the attached terminal that tmux knows; empty before 3.2.
    pub features: Vec<String>,
    /// Whether the terminal is attached over SSH.
    pub over_ssh: bool,
}

impl TmuxInfo {
    fn parse(answer: &str, over_ssh: bool) -> Self {
        let mut fields = answer.splitn(5, '|');
        let mut next = || fields.next().unwrap_or_default().to_owned();
        let [version, set_clipboard, passthrough, terminal, features] = [next(), next(), next(), next(), next()];
        // tmux 3.3 expands a switch to a number.
        let allow_passthrough = match passthrough.as_str() {
            "0" => OFF.to_owned(),
            "1" => "on".to_owned(),
            _ => passthrough,
        };
        let features = features.split(',').filter(|feature| !feature.is_empty()).map(str::to_owned).collect();
        Self { version, set_clipboard, allow_passthrough, terminal, features, over_ssh }
    }

    /// Whether tmux can set the clipboard of the attached terminal.
    pub fn forwards_clipboard(&self) -> bool {
        self.features.iter().any(|feature| feature == CLIPBOARD_FEATURE) && self.is_at_least(3, 2)
    }

    /// Whether wrapped OSC 52 reaches the terminal.
    pub fn allows_passthrough(&self) -> bool {
        self.allow_passthrough != OFF
    }

    /// Whether programs in tmux and its own copy mode don't reach the clipboard of the terminal.
    pub fn ignores_clipboard(&self) -> bool {
        self.set_clipboard == OFF
    }

    /// Whether this is at least the given version. Builds from source (`next-3.5`, `master`) count as later.
    pub fn is_at_least(&self, major: u32, minor: u32) -> bool {
        let numbers = self.version.trim_start_matches(|character: char| !character.is_ascii_digit());
        let mut numbers =
            numbers.split(|character: char| !character.is_ascii_digit()).map_while(|part| part.parse().ok());
        match (numbers.next(), numbers.next()) {
            (Some(found), next) => (found, next.unwrap_or(0)) >= (major, minor),
            (None, _) => true,
        }
    }
}

/// The value of an option of tmux that is switched off.
const OFF: &str = "off";

/// tmux's name for the ability of a terminal to have its clipboard set.
const CLIPBOARD_FEATURE: &str = "clipboard";

fn has_clipboard_feature(features: &str) -> bool {
    features.trim().split(',').any(|feature| feature == CLIPBOARD_FEATURE)
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use super::*;

    #[test]
    fn tmux_never_gets_the_key() {
        let call = Tmux::new().command(&["load-buffer", "-"]);
        let changed: Vec<_> = call.as_std().get_envs().collect();
        assert_eq!(changed, [(OsStr::new("AUTOSEND_API_KEY"), None)]);
    }

    #[test]
    fn the_options_of_tmux_are_parsed_for_every_version() {
        let facts = TmuxInfo::parse("3.3a|external|0|xterm-256color|256,RGB,clipboard", true);
        assert_eq!((facts.version.as_str(), facts.set_clipboard.as_str()), ("3.3a", "external"));
        assert_eq!((facts.allow_passthrough.as_str(), facts.terminal.as_str()), ("off", "xterm-256color"));
        assert!(facts.forwards_clipboard() && !facts.allows_passthrough() && facts.over_ssh);
        let newer = TmuxInfo::parse("3.5|on|all|foot|", false);
        assert!(newer.allows_passthrough() && !newer.forwards_clipboard());
        let older = TmuxInfo::parse("3.1c|external||screen|", false);
        assert!(older.allows_passthrough() && !older.forwards_clipboard());
        assert_eq!(TmuxInfo::parse("", false), TmuxInfo::default());
    }

    #[test]
    fn versions_are_compared_by_their_numbers() {
        let is_3_2 = |version: &str| TmuxInfo { version: version.to_owned(), ..TmuxInfo::default() }.is_at_least(3, 2);
        for version in ["3.2", "3.2-rc3", "3.10", "next-3.5", "4", "master", ""] {
            assert!(is_3_2(version), "{version}");
        }
        for version in ["3.1c", "2.9a", "3", "1.8"] {
            assert!(!is_3_2(version), "{version}");
        }
    }

    #[tokio::test]
    async fn a_missing_tmux_is_reported() {
        assert_eq!(Tmux::with_program("/nonexistent/tmux").load_buffer("x").await, Err("not found".to_owned()));
    }
}
