//! What to set on this machine.

use serde::Serialize;

use super::report::{ClipboardInfo, DoctorReport, KeyInfo};
use super::terminal::{OptInTerminal, TerminalInfo};
use crate::api::BASE_URL_VARIABLE;
use crate::clipboard::choice::{CLIPBOARD_VARIABLE, ChoiceSource, ClipboardChoice, ClipboardMode};
use crate::clipboard::environment::{CopyMethod, Multiplexer};
use crate::clipboard::tmux::TmuxInfo;
use crate::core::api_key::{DASHBOARD_URL, KEY_VARIABLE, PROJECT_VARIABLE};
use crate::core::copy::{CopyError, CopyOutcome};
use crate::core::terminal_caps::Charset;

/// A piece of advice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Advice {
    /// A stable name, for scripts.
    #[serde(rename = "kind")]
    pub(super) code: &'static str,
    /// The situation, and what to do.
    #[serde(rename = "words")]
    pub(super) message: String,
    /// Exactly what to write or to run.
    pub(super) lines: Vec<String>,
}

impl Advice {
    fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), lines: Vec::new() }
    }

    fn with_line(mut self, line: impl Into<String>) -> Self {
        self.lines.push(line.into());
        self
    }
}

/// All advice, beginning with what keeps the program from working.
pub(super) fn collect_advice(report: &DoctorReport) -> Vec<Advice> {
    let mut all = Vec::new();
    all.extend(report.api.base_url.as_ref().err().map(|reason| {
        let message = format!("{BASE_URL_VARIABLE} cannot be used: {reason}. For AutoSend itself, it is not needed:");
        Advice::new("base-url", message).with_line(format!("unset {BASE_URL_VARIABLE}"))
    }));
    all.extend(key_advice(&report.api.key));
    all.extend(terminal_advice(&report.terminal));
    all.extend(choice_advice(&report.clipboard));
    if let Some(tmux) = &report.clipboard.tmux {
        all.extend(tmux_advice(&report.clipboard, tmux));
    } else if report.clipboard.multiplexer == Some(Multiplexer::Tmux) {
        let message =
            "TMUX is set, but tmux does not answer: it is not in the PATH, or the tmux of this session has ended.";
        all.push(Advice::new("tmux-silent", message));
    }
    all.extend(osc52_advice(report));
    all.extend(display_advice(&report.clipboard));
    all
}

fn key_advice(key: &KeyInfo) -> Option<Advice> {
    match key {
        KeyInfo::Found { lacks_project: false, .. } => None,
        KeyInfo::Found { lacks_project: true, .. } => {
            let message = "An account key needs a project. Commands take the only one that the account has; of several, and \
                         for the wizard, give the id that AutoSend's dashboard shows:";
            Some(Advice::new("no-project", message).with_line(format!("export {PROJECT_VARIABLE}=…")))
        }
        KeyInfo::Missing { .. } => {
            let message =
                format!("There is no API key. The wizard asks for one; make it at {DASHBOARD_URL}. For scripts:");
            Some(Advice::new("no-key", message).with_line(format!("export {KEY_VARIABLE}=…")))
        }
        KeyInfo::Unusable { reason } => {
            Some(Advice::new("key-unusable", format!("The API key cannot be used: {reason}.")))
        }
    }
}

fn terminal_advice(terminal: &TerminalInfo) -> Vec<Advice> {
    let mut all = Vec::new();
    if matches!(terminal.term.as_deref(), None | Some("dumb")) {
        let message = "TERM does not name a terminal that can be drawn on, so the wizard can only ask in plain lines:";
        all.push(Advice::new("term", message).with_line("autosend-domains --plain"));
    }
    if terminal.caps.charset == Charset::Ascii {
        let message = "The locale is not UTF-8, so everything is drawn in ASCII. Where the terminal can show more:";
        all.push(Advice::new("locale", message).with_line("export LC_ALL=C.UTF-8"));
    }
    all
}

/// Advice on the chosen method.
fn choice_advice(clipboard: &ClipboardInfo) -> Option<Advice> {
    let (choice, source) = &clipboard.choice;
    if *choice != ClipboardChoice::Mode(ClipboardMode::Off) {
        return None;
    }
    let advice = Advice::new("copying-off", "Copying is off. To have it go by what was found:");
    Some(match source {
        ChoiceSource::Environment => advice.with_line(format!("unset {CLIPBOARD_VARIABLE}")),
        ChoiceSource::Flag | ChoiceSource::Default => advice.with_line("autosend-domains --clipboard auto"),
    })
}

fn tmux_advice(clipboard: &ClipboardInfo, tmux: &TmuxInfo) -> Vec<Advice> {
    let mut all = Vec::new();
    let outcome = clipboard.forecast.outcome.as_ref().ok();
    match outcome {
        Some((CopyMethod::Tmux, CopyOutcome::TmuxBuffer { forwarded: false })) if !tmux.is_at_least(3, 2) => {
            let message =
                "This tmux keeps copies to itself (paste with prefix ]); 3.2 and later pass them on. Until then:";
            all.push(Advice::new("tmux-old", message).with_line("autosend-domains --clipboard osc52"));
        }
        Some((CopyMethod::Tmux, CopyOutcome::TmuxBuffer { forwarded: false })) if !tmux.terminal.is_empty() => {
            let message = "tmux keeps copies to itself (paste with prefix ]), since it does not know that your \
                         terminal takes them. If it does, write into ~/.tmux.conf, then detach and attach again:";
            let line = format!("set -as terminal-features ',{}:clipboard'", tmux_pattern(&tmux.terminal));
            all.push(Advice::new("tmux-terminal", message).with_line(line));
        }
        Some((CopyMethod::Osc52ViaTmux, _)) if !tmux.allows_passthrough() => {
            let message = "The copy goes through tmux to the terminal, which this tmux forbids. To allow it, in \
                         ~/.tmux.conf and at once:";
            let advice = Advice::new("tmux-passthrough", message).with_line("set -g allow-passthrough on");
            all.push(advice.with_line("tmux set -g allow-passthrough on"));
        }
        _ => {}
    }
    if tmux.ignores_clipboard() {
        let message = "tmux's set-clipboard is off. Copies of this program do not need it; those of tmux's own copy \
                     mode and of other programs do not reach the terminal. To turn it on, in ~/.tmux.conf and at \
                     once:";
        let advice = Advice::new("tmux-set-clipboard", message).with_line("set -s set-clipboard on");
        all.push(advice.with_line("tmux set -s set-clipboard on"));
    }
    all
}

/// The terminal's name as a pattern of tmux. A name with special characters becomes a pattern for any terminal.
fn tmux_pattern(terminal: &str) -> &str {
    let is_plain = |character: char| character.is_ascii_alphanumeric() || "-._+".contains(character);
    if terminal.chars().all(is_plain) { terminal } else { "*" }
}

/// Advice on the terminal that receives an OSC 52 sequence.
fn osc52_advice(report: &DoctorReport) -> Option<Advice> {
    let uses_osc52 = match &report.clipboard.forecast.outcome {
        Ok((_, outcome)) => matches!(outcome, CopyOutcome::Terminal | CopyOutcome::TmuxBuffer { forwarded: true }),
        Err(CopyError::Osc52Ignored { terminal }) => {
            let message = format!(
                "Programs cannot copy in {terminal}. On the records, r shows a value for the mouse and e writes a \
                 file; in another terminal, or in tmux, c copies."
            );
            return Some(Advice::new("terminal-deaf", message));
        }
        Err(_) => false,
    };
    if !uses_osc52 {
        return None;
    }
    match report.terminal.clipboard_opt_in {
        Some(OptInTerminal::Iterm) => {
            let message = "iTerm2 takes a copy only where Settings > General > Selection has this on:";
            Some(Advice::new("terminal-iterm2", message).with_line("Applications in terminal may access clipboard"))
        }
        Some(OptInTerminal::Xterm) => {
            let message = "xterm takes a copy only where ~/.Xresources has the first line (then run the second, and \
                         open a new xterm):";
            let advice = Advice::new("terminal-xterm", message).with_line("XTerm*disallowedWindowOps: 20,21,SetXprop");
            Some(advice.with_line("xrdb -merge ~/.Xresources"))
        }
        None if report.terminal.program.is_none() || report.clipboard.multiplexer.is_some() => {
            let message = "A terminal gives no answer: paste once to see whether it takes copies. xterm and iTerm2 \
                         need a setting; GNOME Terminal, like every VTE terminal, and Apple's Terminal take none.";
            Some(Advice::new("terminal-unknown", message))
        }
        None => None,
    }
}

fn display_advice(clipboard: &ClipboardInfo) -> Option<Advice> {
    let failed = clipboard.forecast.methods.iter().find_map(|(method, usable)| match usable {
        Err(reason) if *method == CopyMethod::System => Some(reason),
        _ => None,
    });
    if let Some(reason) = failed {
        let message = format!(
            "The system clipboard cannot be used: {reason}. It needs an X server, or a Wayland compositor that lets \
             programs set the clipboard (data-control)."
        );
        return Some(Advice::new("display", message));
    }
    let is_auto = clipboard.choice.0 == ClipboardChoice::default();
    (is_auto && clipboard.has_display && !clipboard.ssh_variables.is_empty()).then(|| {
        let message = "This SSH session has a display. If it is that of the machine in front of you (ssh -X), its \
                     clipboard can be set and read back:";
        Advice::new("ssh-display", message).with_line("autosend-domains --clipboard native")
    })
}
