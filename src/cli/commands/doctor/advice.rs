//! What to set, where it applies.

use super::DoctorReport;
use super::api::KeyInfo;
use super::clipboard::ClipboardInfo;
use super::terminal::{OptInTerminal, TerminalInfo};
use crate::api::BASE_URL_VARIABLE;
use crate::clipboard::choice::{CLIPBOARD_VARIABLE, ChoiceSource, ClipboardChoice, ClipboardMode};
use crate::clipboard::environment::{CopyMethod, Multiplexer};
use crate::clipboard::tmux::TmuxInfo;
use crate::core::api_key::{DASHBOARD_URL, KEY_VARIABLE, PROJECT_VARIABLE};
use crate::core::copy::{CopyError, CopyOutcome};
use crate::core::terminal_caps::Charset;

/// A piece of advice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Advice {
    /// A stable name, for scripts.
    pub(super) code: &'static str,
    /// What is so, and what to do.
    pub(super) message: String,
    /// What to write or to run, to the letter.
    pub(super) lines: Vec<String>,
}

impl Advice {
    fn new(kind: &'static str, words: impl Into<String>) -> Self {
        Self { code: kind, message: words.into(), lines: Vec::new() }
    }

    fn with_line(mut self, line: impl Into<String>) -> Self {
        self.lines.push(line.into());
        self
    }
}

/// Everything that is worth setting here, what stops a person first.
pub(super) fn collect_advice(report: &DoctorReport) -> Vec<Advice> {
    let mut all = Vec::new();
    all.extend(report.api.base_url.as_ref().err().map(|reason| {
        let words = format!("{BASE_URL_VARIABLE} cannot be used: {reason}. For AutoSend itself, it is not needed:");
        Advice::new("base-url", words).with_line(format!("unset {BASE_URL_VARIABLE}"))
    }));
    all.extend(key_advice(&report.api.key));
    all.extend(terminal_advice(&report.terminal));
    all.extend(choice_advice(&report.clipboard));
    if let Some(tmux) = &report.clipboard.tmux {
        all.extend(tmux_advice(&report.clipboard, tmux));
    } else if report.clipboard.multiplexer == Some(Multiplexer::Tmux) {
        let words =
            "TMUX is set, but tmux does not answer: it is not in the PATH, or the tmux of this session has ended.";
        all.push(Advice::new("tmux-silent", words));
    }
    all.extend(osc52_advice(report));
    all.extend(display_advice(&report.clipboard));
    all
}

fn key_advice(key: &KeyInfo) -> Option<Advice> {
    match key {
        KeyInfo::Found { lacks_project: false, .. } => None,
        KeyInfo::Found { lacks_project: true, .. } => {
            let words = "An account key needs a project. Commands take the only one that the account has; of several, and \
                         for the wizard, give the id that AutoSend's dashboard shows:";
            Some(Advice::new("no-project", words).with_line(format!("export {PROJECT_VARIABLE}=…")))
        }
        KeyInfo::Missing { .. } => {
            let words =
                format!("There is no API key. The wizard asks for one; make it at {DASHBOARD_URL}. For scripts:");
            Some(Advice::new("no-key", words).with_line(format!("export {KEY_VARIABLE}=…")))
        }
        KeyInfo::Unusable { reason } => {
            Some(Advice::new("key-unusable", format!("The API key cannot be used: {reason}.")))
        }
    }
}

fn terminal_advice(terminal: &TerminalInfo) -> Vec<Advice> {
    let mut all = Vec::new();
    if matches!(terminal.term.as_deref(), None | Some("dumb")) {
        let words = "TERM does not name a terminal that can be drawn on, so the wizard can only ask in plain lines:";
        all.push(Advice::new("term", words).with_line("autosend-domains --plain"));
    }
    if terminal.caps.charset == Charset::Ascii {
        let words = "The locale is not UTF-8, so everything is drawn in ASCII. Where the terminal can show more:";
        all.push(Advice::new("locale", words).with_line("export LC_ALL=C.UTF-8"));
    }
    all
}

/// What follows from the person's own choice.
fn choice_advice(copying: &ClipboardInfo) -> Option<Advice> {
    let (choice, by) = &copying.choice;
    if *choice != ClipboardChoice::Mode(ClipboardMode::Off) {
        return None;
    }
    let advice = Advice::new("copying-off", "Copying is off. To have it go by what was found:");
    Some(match by {
        ChoiceSource::Environment => advice.with_line(format!("unset {CLIPBOARD_VARIABLE}")),
        ChoiceSource::Flag | ChoiceSource::Default => advice.with_line("autosend-domains --clipboard auto"),
    })
}

fn tmux_advice(copying: &ClipboardInfo, tmux: &TmuxInfo) -> Vec<Advice> {
    let mut all = Vec::new();
    let takes = copying.forecast.outcome.as_ref().ok();
    match takes {
        Some((CopyMethod::Tmux, CopyOutcome::TmuxBuffer { forwarded: false })) if !tmux.is_at_least(3, 2) => {
            let words =
                "This tmux keeps copies to itself (paste with prefix ]); 3.2 and later pass them on. Until then:";
            all.push(Advice::new("tmux-old", words).with_line("autosend-domains --clipboard osc52"));
        }
        Some((CopyMethod::Tmux, CopyOutcome::TmuxBuffer { forwarded: false })) if !tmux.terminal.is_empty() => {
            let words = "tmux keeps copies to itself (paste with prefix ]), since it does not know that your \
                         terminal takes them. If it does, write into ~/.tmux.conf, then detach and attach again:";
            let line = format!("set -as terminal-features ',{}:clipboard'", tmux_pattern(&tmux.terminal));
            all.push(Advice::new("tmux-terminal", words).with_line(line));
        }
        Some((CopyMethod::Osc52ViaTmux, _)) if !tmux.allows_passthrough() => {
            let words = "The copy goes through tmux to the terminal, which this tmux forbids. To allow it, in \
                         ~/.tmux.conf and at once:";
            let advice = Advice::new("tmux-passthrough", words).with_line("set -g allow-passthrough on");
            all.push(advice.with_line("tmux set -g allow-passthrough on"));
        }
        _ => {}
    }
    if tmux.set_clipboard == "off" {
        let words = "tmux's set-clipboard is off. Copies of this program do not need it; those of tmux's own copy \
                     mode and of other programs do not reach the terminal. To turn it on, in ~/.tmux.conf and at \
                     once:";
        let advice = Advice::new("tmux-set-clipboard", words).with_line("set -s set-clipboard on");
        all.push(advice.with_line("tmux set -s set-clipboard on"));
    }
    all
}

/// The terminal's name as a pattern of tmux; what is no plain name stands for any terminal.
fn tmux_pattern(terminal: &str) -> &str {
    let is_plain = |character: char| character.is_ascii_alphanumeric() || "-._+".contains(character);
    if terminal.chars().all(is_plain) { terminal } else { "*" }
}

/// What the terminal at the other end of an OSC 52 has to do for it.
fn osc52_advice(found: &DoctorReport) -> Option<Advice> {
    let by_osc_52 = match &found.clipboard.forecast.outcome {
        Ok((_, copied)) => matches!(copied, CopyOutcome::Terminal | CopyOutcome::TmuxBuffer { forwarded: true }),
        Err(CopyError::Osc52Ignored { terminal }) => {
            let words = format!(
                "Programs cannot copy in {terminal}. On the records, r shows a value for the mouse and e writes a \
                 file; in another terminal, or in tmux, c copies."
            );
            return Some(Advice::new("terminal-deaf", words));
        }
        Err(_) => false,
    };
    if !by_osc_52 {
        return None;
    }
    match found.terminal.clipboard_opt_in {
        Some(OptInTerminal::Iterm) => {
            let words = "iTerm2 takes a copy only where Settings > General > Selection has this on:";
            Some(Advice::new("terminal-iterm2", words).with_line("Applications in terminal may access clipboard"))
        }
        Some(OptInTerminal::Xterm) => {
            let words = "xterm takes a copy only where ~/.Xresources has the first line (then run the second, and \
                         open a new xterm):";
            let advice = Advice::new("terminal-xterm", words).with_line("XTerm*disallowedWindowOps: 20,21,SetXprop");
            Some(advice.with_line("xrdb -merge ~/.Xresources"))
        }
        None if found.terminal.program.is_none() || found.clipboard.multiplexer.is_some() => {
            let words = "A terminal gives no answer: paste once to see whether it takes copies. xterm and iTerm2 \
                         need a setting; GNOME Terminal, like every VTE terminal, and Apple's Terminal take none.";
            Some(Advice::new("terminal-unknown", words))
        }
        None => None,
    }
}

fn display_advice(copying: &ClipboardInfo) -> Option<Advice> {
    let failed = copying.forecast.methods.iter().find_map(|(way, usable)| match usable {
        Err(reason) if *way == CopyMethod::System => Some(reason),
        _ => None,
    });
    if let Some(reason) = failed {
        let words = format!(
            "The system clipboard cannot be used: {reason}. It needs an X server, or a Wayland compositor that lets \
             programs set the clipboard (data-control)."
        );
        return Some(Advice::new("display", words));
    }
    let is_auto = copying.choice.0 == ClipboardChoice::default();
    (is_auto && copying.has_display && !copying.ssh_variables.is_empty()).then(|| {
        let words = "This SSH session has a display. If it is that of the machine in front of you (ssh -X), its \
                     clipboard can be set and read back:";
        Advice::new("ssh-display", words).with_line("autosend-domains --clipboard native")
    })
}
