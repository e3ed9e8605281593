//! The report for people: aligned, one fact a line.

use super::DoctorReport;
use super::advice::collect_advice;
use super::api::KeyInfo;
use super::clipboard::ClipboardInfo;
use super::machine::RESOLV_CONF;
use super::terminal::TerminalInfo;
use crate::cli::columns::format_row;
use crate::clipboard::choice::{CLIPBOARD_VARIABLE, ChoiceSource, ClipboardChoice};
use crate::clipboard::environment::Multiplexer;
use crate::clipboard::tmux::TmuxInfo;
use crate::core::copy::{CopyError, CopyOutcome};
use crate::core::terminal_caps::{Charset, ColourSupport};

/// Where the facts begin, in columns.
const VALUE_COLUMN: usize = 20;

/// The whole report.
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
        text.extend(rows.iter().map(|(name, words)| format_row(name, words, VALUE_COLUMN)));
    }
    let advice = collect_advice(report);
    if !advice.is_empty() {
        text += "\nWhat to set\n";
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
    let size =
        terminal.size.map_or_else(|| "none: no terminal".to_owned(), |(columns, rows)| format!("{columns}x{rows}"));
    let streams = match (terminal.is_stdin_tty, terminal.is_stdout_tty) {
        (true, true) => "standard input and output",
        (true, false) => "standard input; standard output is none",
        (false, true) => "standard output; standard input is none",
        (false, false) => "neither standard input nor output",
    };
    let mut rows = vec![("TERM", terminal.term.clone().unwrap_or_else(not_set))];
    rows.extend(terminal.program.clone().map(|program| ("program", program)));
    rows.push(("size", size));
    rows.push(("is a terminal", streams.to_owned()));
    let locale = terminal
        .caps
        .locale
        .as_ref()
        .map_or_else(|| "no locale is set".to_owned(), |(variable, value)| format!("{variable}={value}"));
    let characters = match terminal.caps.charset {
        Charset::Unicode => "Unicode",
        Charset::LinuxConsole => "Unicode, with the few signs of the Linux console",
        Charset::Ascii => "ASCII",
    };
    rows.push(("characters", format!("{characters} ({locale})")));
    let colours = match terminal.caps.colour {
        ColourSupport::Ansi16 => "the terminal's own 16",
        ColourSupport::None => "none (NO_COLOR)",
    };
    rows.push(("colours", colours.to_owned()));
    rows
}

fn clipboard_rows(copying: &ClipboardInfo) -> Rows {
    let mut rows = Vec::new();
    match (copying.multiplexer, &copying.tmux) {
        (None, _) => rows.push(("multiplexer", "none".to_owned())),
        (Some(Multiplexer::Screen), _) => rows.push(("multiplexer", "GNU screen".to_owned())),
        (Some(Multiplexer::Tmux), None) => rows.push(("multiplexer", "tmux, which does not answer".to_owned())),
        (Some(Multiplexer::Tmux), Some(facts)) => rows.extend(tmux_rows(facts)),
    }
    let ssh = match copying.ssh_variables.as_slice() {
        [] => "no".to_owned(),
        names => format!("yes ({})", names.join(", ")),
    };
    rows.push(("over SSH", ssh));
    rows.push(("chosen", format_choice(&copying.choice)));
    if copying.forecast.methods.is_empty() {
        rows.push(("ways", "none".to_owned()));
    }
    for (number, (way, usable)) in (1..).zip(&copying.forecast.methods) {
        let reason = usable.as_ref().err().map(|reason| format!(": {reason}")).unwrap_or_default();
        rows.push((if number == 1 { "ways" } else { "" }, format!("{number}. {}{reason}", way.label())));
    }
    rows.push(("a copy", describe_outcome(&copying.forecast.outcome.as_ref().map(|(_way, copied)| copied))));
    rows
}

fn tmux_rows(facts: &TmuxInfo) -> Rows {
    let or = |value: &str, other: &str| if value.is_empty() { other.to_owned() } else { value.to_owned() };
    let attached = match (facts.terminal.as_str(), facts.over_ssh) {
        ("", _) => "none".to_owned(),
        (terminal, false) => terminal.to_owned(),
        (terminal, true) => format!("{terminal}, over SSH"),
    };
    vec![
        ("multiplexer", format!("tmux {}", facts.version).trim_end().to_owned()),
        ("set-clipboard", or(&facts.set_clipboard, "not known to this tmux")),
        ("allow-passthrough", or(&facts.allow_passthrough, "always, in this tmux")),
        ("attached terminal", attached),
        ("takes copies", if facts.forwards_clipboard() { "yes" } else { "not as far as tmux knows" }.to_owned()),
    ]
}

fn format_choice((choice, by): &(ClipboardChoice, ChoiceSource)) -> String {
    let what = match choice {
        ClipboardChoice::Mode(word) => word.as_str(),
        // What it says is not shown: a command may hold what is nobody's business.
        ClipboardChoice::Command(_) => "a command",
    };
    match by {
        ChoiceSource::Default => format!("{what} (nothing else was said)"),
        ChoiceSource::Flag => format!("{what} (--clipboard)"),
        ChoiceSource::Environment => format!("{what} ({CLIPBOARD_VARIABLE})"),
    }
}

/// Where a copy goes and what is known of it then, or why there is none.
pub(super) fn describe_outcome(outcome: &Result<&CopyOutcome, &CopyError>) -> String {
    match outcome {
        Ok(CopyOutcome::System) => "goes to the system clipboard, and is read back",
        Ok(CopyOutcome::TmuxBuffer { forwarded: true }) => "goes to tmux's buffer, and tmux passes it to the terminal",
        Ok(CopyOutcome::TmuxBuffer { forwarded: false }) => "goes to tmux's buffer: paste with prefix ]",
        Ok(CopyOutcome::Terminal) => "goes to the terminal, which gives no answer: paste to check",
        Ok(CopyOutcome::Command) => "goes to your command; what it does with it is not known",
        Err(CopyError::Disabled) => "is not made: copying is off",
        Err(CopyError::Osc52Ignored { terminal }) => return format!("is not made: programs cannot copy in {terminal}"),
        Err(_) => "is not possible: every way above has a reason against it",
    }
    .to_owned()
}

fn api_rows(found: &DoctorReport) -> Rows {
    let account = &found.api;
    let key = match &account.key {
        KeyInfo::Found { tail, source, lacks_project } => {
            let lack = if *lacks_project { "; its project is not named" } else { "" };
            format!("…{tail} {}{lack}", source.label())
        }
        KeyInfo::Missing { looked_for } => format!("none; looked for in {}", looked_for.join("; ")),
        KeyInfo::Unusable { .. } => "there, but cannot be used".to_owned(),
    };
    let address = match &account.base_url {
        Ok((address, true)) => address.clone(),
        Ok((address, false)) => format!("{address} (not AutoSend's own)"),
        Err(_) => "cannot be used".to_owned(),
    };
    let proxy = account.proxy.clone().unwrap_or_else(|| "none".to_owned());
    vec![("API key", key), ("address", address), ("proxy", proxy)]
}

fn machine_rows(found: &DoctorReport) -> Rows {
    let servers = match &found.machine.dns_servers {
        Ok(servers) if servers.is_empty() => format!("none in {RESOLV_CONF}"),
        Ok(servers) => servers.join(", "),
        Err(reason) => reason.clone(),
    };
    let mut rows = vec![("DNS servers", servers)];
    match &found.machine.folders {
        Ok((settings, state)) => rows.extend([("settings", settings.clone()), ("state", state.clone())]),
        Err(reason) => rows.push(("folders", reason.clone())),
    }
    rows
}
