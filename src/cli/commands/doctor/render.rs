//! The report for people, with one aligned row for each fact.

use super::advice::collect_advice;
use super::machine::{Folders, RESOLV_CONF};
use super::report::{ApiUrl, ClipboardInfo, DoctorReport, KeyInfo};
use super::terminal::TerminalInfo;
use crate::cli::help::format_row;
use crate::clipboard::choice::{CLIPBOARD_VARIABLE, ChoiceSource, ClipboardChoice};
use crate::clipboard::environment::Multiplexer;
use crate::clipboard::tmux::TmuxInfo;
use crate::core::copy::{CopyError, CopyOutcome};
use crate::core::terminal_caps::{Charset, ColourSupport};

/// The column in which the values begin.
const VALUE_COLUMN: usize = 20;

/// The report.
pub(super) fn render(report: &DoctorReport) -> String {
    let mut text = format!("autosend-domains {}\n", env!("CARGO_PKG_VERSION"));
    let sections = [
        ("Terminal", terminal_rows(&report.terminal)),
        ("Copying", clipboard_rows(&report.clipboard)),
        ("AutoSend", api_rows(report)),
        ("This machine", machine_rows(report)),
    ];
    for (title, rows) in sections {
        text.extend(["\n", title, "\n"]);
        text.extend(rows.iter().map(|(name, value)| format_row(name, value, VALUE_COLUMN)));
    }
    let advice = collect_advice(report);
    if !advice.is_empty() {
        text += "\nRecommendations\n";
    }
    for piece in advice {
        text += &format_row("-", &piece.message, 4);
        text.extend(piece.lines.iter().map(|line| format!("      {line}\n")));
    }
    text
}

type Rows = Vec<(&'static str, String)>;

fn terminal_rows(terminal: &TerminalInfo) -> Rows {
    let not_set = || "not set".to_owned();
    let size = match (terminal.columns, terminal.rows) {
        (Some(columns), Some(rows)) => format!("{columns}x{rows}"),
        _ => "none (no terminal)".to_owned(),
    };
    let streams = match (terminal.is_stdin_tty, terminal.is_stdout_tty) {
        (true, true) => "standard input and output",
        (true, false) => "standard input only",
        (false, true) => "standard output only",
        (false, false) => "neither standard input nor output",
    };
    let mut rows = vec![("TERM", terminal.term.clone().unwrap_or_else(not_set))];
    rows.extend(terminal.program.clone().map(|program| ("program", program)));
    rows.push(("size", size));
    rows.push(("terminal on", streams.to_owned()));
    let locale = terminal
        .caps
        .locale
        .as_ref()
        .map_or_else(|| "no locale is set".to_owned(), |(variable, value)| format!("{variable}={value}"));
    let characters = match terminal.caps.charset {
        Charset::Unicode => "Unicode",
        Charset::LinuxConsole => "Unicode, limited to the Linux console's characters",
        Charset::Ascii => "ASCII",
    };
    rows.push(("characters", format!("{characters} ({locale})")));
    let colours = match terminal.caps.colour {
        ColourSupport::Ansi16 => "16 (terminal palette)",
        ColourSupport::None => "none (NO_COLOR)",
    };
    rows.push(("colours", colours.to_owned()));
    rows
}

fn clipboard_rows(clipboard: &ClipboardInfo) -> Rows {
    let mut rows = Vec::new();
    match (clipboard.multiplexer, &clipboard.tmux) {
        (None, _) => rows.push(("multiplexer", "none".to_owned())),
        (Some(Multiplexer::Screen), _) => rows.push(("multiplexer", "GNU screen".to_owned())),
        (Some(Multiplexer::Tmux), None) => rows.push(("multiplexer", "tmux (not responding)".to_owned())),
        (Some(Multiplexer::Tmux), Some(tmux)) => rows.extend(tmux_rows(tmux)),
    }
    let ssh = match clipboard.ssh_variables.as_slice() {
        [] => "no".to_owned(),
        names => format!("yes ({})", names.join(", ")),
    };
    rows.push(("over SSH", ssh));
    rows.push(("setting", format_choice(&clipboard.choice)));
    if clipboard.forecast.methods.is_empty() {
        rows.push(("methods", "none".to_owned()));
    }
    for (number, (method, usable)) in (1..).zip(&clipboard.forecast.methods) {
        let reason = usable.as_ref().err().map(|reason| format!(": {reason}")).unwrap_or_default();
        rows.push((if number == 1 { "methods" } else { "" }, format!("{number}. {}{reason}", method.label())));
    }
    rows.push(("copies go to", describe_outcome(&clipboard.forecast.outcome.as_ref().map(|(_, outcome)| outcome))));
    rows
}

fn tmux_rows(tmux: &TmuxInfo) -> Rows {
    let or = |value: &str, other: &str| if value.is_empty() { other.to_owned() } else { value.to_owned() };
    let attached = match (tmux.terminal.as_str(), tmux.over_ssh) {
        ("", _) => "none".to_owned(),
        (terminal, false) => terminal.to_owned(),
        (terminal, true) => format!("{terminal}, over SSH"),
    };
    vec![
        ("multiplexer", format!("tmux {}", tmux.version).trim_end().to_owned()),
        ("set-clipboard", or(&tmux.set_clipboard, "not supported by this tmux")),
        ("allow-passthrough", or(&tmux.allow_passthrough, "always, in this tmux")),
        ("attached terminal", attached),
        ("forwards copies", if tmux.forwards_clipboard() { "yes" } else { "not that tmux knows of" }.to_owned()),
    ]
}

fn format_choice((choice, source): &(ClipboardChoice, ChoiceSource)) -> String {
    let method = match choice {
        ClipboardChoice::Mode(mode) => mode.as_str(),
        // The command is not printed, since it may contain something private.
        ClipboardChoice::Command(_) => "a command",
    };
    match source {
        ChoiceSource::Default => format!("{method} (default)"),
        ChoiceSource::Flag => format!("{method} (--clipboard)"),
        ChoiceSource::Environment => format!("{method} ({CLIPBOARD_VARIABLE})"),
    }
}

/// Where a copy goes and how certain that is, or why there is none.
pub(super) fn describe_outcome(outcome: &Result<&CopyOutcome, &CopyError>) -> String {
    match outcome {
        Ok(CopyOutcome::System) => "system clipboard (verified by reading it back)",
        Ok(CopyOutcome::TmuxBuffer { forwarded: true }) => "tmux buffer, and tmux forwards it to the terminal",
        Ok(CopyOutcome::TmuxBuffer { forwarded: false }) => "tmux buffer only: paste with Ctrl+b ]",
        Ok(CopyOutcome::Terminal) => "terminal (OSC 52); can't be confirmed, so paste to check",
        Ok(CopyOutcome::Command) => "your command; the result can't be confirmed",
        Err(CopyError::Disabled) => "nowhere: copying is off",
        Err(CopyError::Osc52Ignored { terminal }) => return format!("nowhere: programs can't copy in {terminal}"),
        Err(_) => "nowhere: none of the methods above work here",
    }
    .to_owned()
}

fn api_rows(report: &DoctorReport) -> Rows {
    let api = &report.api;
    let key = match &api.key {
        KeyInfo::Found { tail, source, lacks_project } => {
            let note = if *lacks_project { "; no project set" } else { "" };
            format!("…{tail} {}{note}", source.label())
        }
        KeyInfo::Missing { searched } => format!("none; checked {}", searched.join("; ")),
        KeyInfo::Unusable { .. } => "found, but can't be used".to_owned(),
    };
    let address = match &api.base_url {
        Ok(ApiUrl { url, is_default: true }) => url.clone(),
        Ok(ApiUrl { url, is_default: false }) => format!("{url} (not AutoSend's own)"),
        Err(_) => "invalid".to_owned(),
    };
    let proxy = api.proxy.clone().map_or_else(|problem| problem, |proxy| proxy.unwrap_or_else(|| "none".to_owned()));
    vec![("API key", key), ("URL", address), ("proxy", proxy)]
}

fn machine_rows(report: &DoctorReport) -> Rows {
    let servers = match &report.machine.dns_servers {
        Ok(servers) if servers.is_empty() => format!("none in {RESOLV_CONF}"),
        Ok(servers) => servers.join(", "),
        Err(reason) => reason.clone(),
    };
    let mut rows = vec![("DNS servers", servers)];
    match &report.machine.folders {
        Ok(Folders { settings, state }) => rows.extend([("settings", settings.clone()), ("state", state.clone())]),
        Err(reason) => rows.push(("folders", reason.clone())),
    }
    rows
}
