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
        let message = format!("{BASE_URL_VARIABLE} is invalid: {reason}. To use AutoSend's own API, unset it:");
        Advice::new("base-url", message).with_line(format!("unset {BASE_URL_VARIABLE}"))
    }));
    all.extend(key_advice(&report.api.key));
    all.extend(terminal_advice(&report.terminal));
    all.extend(choice_advice(&report.clipboard));
    if let Some(tmux) = &report.clipboard.tmux {
        all.extend(tmux_advice(&report.clipboard, tmux));
    } else if report.clipboard.multiplexer == Some(Multiplexer::Tmux) {
        let message = "TMUX is set, but tmux doesn't respond: it is not in PATH, or this session's tmux has ended.";
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
            let message = "An account key needs a project. Commands use the account's only one; if there are several, and for \
                         the wizard, set the project ID from AutoSend's dashboard:";
            Some(Advice::new("no-project", message).with_line(format!("export {PROJECT_VARIABLE}=…")))
        }
        KeyInfo::Missing { .. } => {
            let message =
                format!("No API key found. Create one at {DASHBOARD_URL}; the wizard asks for it. For scripts:");
            Some(Advice::new("no-key", message).with_line(format!("export {KEY_VARIABLE}=…")))
        }
        KeyInfo::Unusable { reason } => {
            Some(Advice::new("key-unusable", format!("The API key can't be used: {reason}.")))
        }
    }
}

fn terminal_advice(terminal: &TerminalInfo) -> Vec<Advice> {
    let mut all = Vec::new();
    if matches!(terminal.term.as_deref(), None | Some("dumb")) {
        let message = "TERM is not a full-screen terminal, so only plain mode works:";
        all.push(Advice::new("term", message).with_line("autosend-domains --plain"));
    }
    if terminal.caps.charset == Charset::Ascii {
        let message = "The locale is not UTF-8, so only ASCII is used. If your terminal supports UTF-8:";
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
    let advice = Advice::new("copying-off", "Copying is off. To enable automatic detection:");
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
            let message = "This tmux doesn't forward copies (paste with Ctrl+b ]); 3.2 and later do. Until then:";
            all.push(Advice::new("tmux-old", message).with_line("autosend-domains --clipboard osc52"));
        }
        Some((CopyMethod::Tmux, CopyOutcome::TmuxBuffer { forwarded: false })) if !tmux.terminal.is_empty() => {
            let message = "tmux doesn't forward copies to your terminal (paste with Ctrl+b ] instead). If your terminal \
                         supports them, add this to ~/.tmux.conf, then detach and reattach:";
            let line = format!("set -as terminal-features ',{}:clipboard'", tmux_pattern(&tmux.terminal));
            all.push(Advice::new("tmux-terminal", message).with_line(line));
        }
        Some((CopyMethod::Osc52ViaTmux, _)) if !tmux.allows_passthrough() => {
            let message = "Copies go through tmux to the terminal, which this tmux doesn't allow. To allow it, in \
                         ~/.tmux.conf and right away:";
            let advice = Advice::new("tmux-passthrough", message).with_line("set -g allow-passthrough on");
            all.push(advice.with_line("tmux set -g allow-passthrough on"));
        }
        _ => {}
    }
    if tmux.ignores_clipboard() {
        let message = "tmux's set-clipboard is off. This program doesn't need it, but copies from tmux's copy mode and \
                     other programs don't reach the terminal. To turn it on, in ~/.tmux.conf and right away:";
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
                "Programs can't copy in {terminal}. On the records screen, r shows a value to select with the mouse and \
                 e writes a file; in another terminal or in tmux, c copies."
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
            let message = "iTerm2 accepts copies only if this is on in Settings > General > Selection:";
            Some(Advice::new("terminal-iterm2", message).with_line("Applications in terminal may access clipboard"))
        }
        Some(OptInTerminal::Xterm) => {
            let message = "xterm accepts copies only with the first line in ~/.Xresources (then run the second, and open \
                         a new xterm):";
            let advice = Advice::new("terminal-xterm", message).with_line("XTerm*disallowedWindowOps: 20,21,SetXprop");
            Some(advice.with_line("xrdb -merge ~/.Xresources"))
        }
        None if report.terminal.program.is_none() || report.clipboard.multiplexer.is_some() => {
            let message = "Terminals don't confirm copies: paste once to check. xterm and iTerm2 need a setting; GNOME \
                         Terminal (and other VTE terminals) and Apple Terminal don't support it.";
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
            "The system clipboard can't be used: {reason}. It needs an X server, or a Wayland compositor that lets \
             programs set the clipboard (data-control)."
        );
        return Some(Advice::new("display", message));
    }
    let is_auto = clipboard.choice.0 == ClipboardChoice::default();
    (is_auto && clipboard.has_display && !clipboard.ssh_variables.is_empty()).then(|| {
        let message = "This SSH session has a display. If it is forwarded from your own machine (ssh -X), use that \
                     machine's clipboard:";
        Advice::new("ssh-display", message).with_line("autosend-domains --clipboard native")
    })
}
