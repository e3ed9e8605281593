//! The report for scripts, and the description of its shape.

use serde_json::{Value, json};

use super::DoctorReport;
use super::advice::collect_advice;
use super::api::KeyInfo;
use super::clipboard::ClipboardInfo;
use super::render::describe_outcome;
use crate::clipboard::choice::{ChoiceSource, ClipboardChoice};
use crate::clipboard::environment::Multiplexer;
use crate::clipboard::tmux::TmuxInfo;
use crate::core::api_key::KeySource;
use crate::core::terminal_caps::{Charset, ColourSupport};
use crate::export::SCHEMA_VERSION;

/// Every member of the document with what it holds, as the help has them. Members may be added; none is removed or
/// changes its meaning within a version.
pub(in crate::cli) const JSON_MEMBERS: &[(&str, &str)] = &[
    ("version", "1: members may be added to it, none goes or changes its meaning"),
    ("program", "the version of this program"),
    ("terminal.term", "TERM"),
    ("terminal.program", "what the terminal calls itself"),
    ("terminal.columns, .rows", "its size"),
    ("terminal.input, .output", "whether standard input and output are terminals"),
    ("terminal.characters", "unicode, console or ascii"),
    ("terminal.locale", "the variable in force and its value, as in LANG=C.UTF-8"),
    ("terminal.colours", "16, or 0 by NO_COLOR"),
    ("multiplexer.kind", "tmux or screen; multiplexer is null outside of both"),
    ("multiplexer.version", "tmux's version; this and the next six are null where it is silent"),
    ("multiplexer.setClipboard", "tmux's option set-clipboard"),
    ("multiplexer.allowPassthrough", "tmux's option allow-passthrough"),
    ("multiplexer.terminal", "the TERM of the terminal attached to tmux"),
    ("multiplexer.features", "what tmux knows that terminal to be capable of"),
    ("multiplexer.passesOn", "whether tmux passes a copy on to it"),
    ("multiplexer.overSsh", "whether tmux is attached over SSH"),
    ("ssh", "the variables that tell of an SSH session; none: []"),
    ("clipboard.choice", "auto, native, tmux, osc52, off or command"),
    ("clipboard.chosenBy", "default, option or variable"),
    ("clipboard.ways[].way", "system, tmux, osc52, osc52-through-tmux, osc52-through-screen or command"),
    ("clipboard.ways[].problem", "why it cannot be gone, as far as is known beforehand"),
    ("clipboard.takes", "the way that a copy takes"),
    ("clipboard.words", "where a copy goes and what is known of it then"),
    ("key.tail", "its last four characters"),
    ("key.source", "environment, file, key-file"),
    ("key.problem", "null, no-project, no-key or unusable"),
    ("api.baseUrl", "the address of the API"),
    ("api.isDefault", "whether that is AutoSend's own"),
    ("api.problem", "why the variable's cannot be used"),
    ("api.proxy", "host and port of the proxy on the way there"),
    ("dns.servers", "the addresses of the DNS servers"),
    ("dns.problem", "why they are not known"),
    ("folders.settings, .state", "where this program keeps its files"),
    ("advice[].kind", "a stable name"),
    ("advice[].words", "what is so, and what to do"),
    ("advice[].lines", "what to write or to run, to the letter"),
];

/// The whole report.
pub(super) fn report_json(report: &DoctorReport) -> Value {
    let DoctorReport { terminal, clipboard, api, machine } = report;
    let (columns, rows) = terminal.size.unzip();
    let (address, is_default) = api.base_url.as_ref().ok().cloned().unzip();
    let (settings, state) = machine.folders.as_ref().ok().map(|(settings, state)| (settings, state)).unzip();
    let advice = collect_advice(report);
    let advice = advice.iter().map(|piece| json!({ "kind": piece.code, "words": piece.message, "lines": piece.lines }));
    json!({
        "version": SCHEMA_VERSION,
        "program": env!("CARGO_PKG_VERSION"),
        "terminal": {
            "term": terminal.term,
            "program": terminal.program,
            "columns": columns,
            "rows": rows,
            "input": terminal.is_stdin_tty,
            "output": terminal.is_stdout_tty,
            "characters": match terminal.caps.charset {
                Charset::Unicode => "unicode",
                Charset::LinuxConsole => "console",
                Charset::Ascii => "ascii",
            },
            "locale": terminal.caps.locale.as_ref().map(|(variable, value)| format!("{variable}={value}")),
            "colours": match terminal.caps.colour {
                ColourSupport::Ansi16 => 16,
                ColourSupport::None => 0,
            },
        },
        "multiplexer": multiplexer_json(clipboard),
        "ssh": clipboard.ssh_variables,
        "clipboard": clipboard_json(clipboard),
        "key": key_json(&api.key),
        "api": {
            "baseUrl": address,
            "isDefault": is_default,
            "problem": api.base_url.as_ref().err(),
            "proxy": api.proxy,
        },
        "dns": { "servers": machine.dns_servers.as_ref().ok(), "problem": machine.dns_servers.as_ref().err() },
        "folders": { "settings": settings, "state": state },
        "advice": advice.collect::<Vec<_>>(),
    })
}

fn multiplexer_json(copying: &ClipboardInfo) -> Value {
    let kind = match copying.multiplexer {
        None => return Value::Null,
        Some(Multiplexer::Tmux) => "tmux",
        Some(Multiplexer::Screen) => "screen",
    };
    let tmux = copying.tmux.as_ref();
    json!({
        "kind": kind,
        "version": tmux.map(|facts| &facts.version),
        "setClipboard": tmux.map(|facts| &facts.set_clipboard),
        "allowPassthrough": tmux.map(|facts| &facts.allow_passthrough),
        "terminal": tmux.map(|facts| &facts.terminal),
        "features": tmux.map(|facts| &facts.features),
        "passesOn": tmux.map(TmuxInfo::forwards_clipboard),
        "overSsh": tmux.map(|facts| facts.over_ssh),
    })
}

fn clipboard_json(copying: &ClipboardInfo) -> Value {
    let choice = match &copying.choice.0 {
        ClipboardChoice::Mode(word) => word.as_str(),
        // What it says is not shown: a command may hold what is nobody's business.
        ClipboardChoice::Command(_) => "command",
    };
    let chosen_by = match copying.choice.1 {
        ChoiceSource::Default => "default",
        ChoiceSource::Flag => "option",
        ChoiceSource::Environment => "variable",
    };
    let ways = copying.forecast.methods.iter();
    let ways = ways.map(|(way, usable)| json!({ "way": way.code(), "problem": usable.as_ref().err() }));
    json!({
        "choice": choice,
        "chosenBy": chosen_by,
        "ways": ways.collect::<Vec<_>>(),
        "takes": copying.forecast.outcome.as_ref().ok().map(|(way, _copied)| way.code()),
        "words": format!("A copy {}", describe_outcome(&copying.forecast.outcome.as_ref().map(|(_way, copied)| copied))),
    })
}

fn key_json(key: &KeyInfo) -> Value {
    let (tail, source, problem) = match key {
        KeyInfo::Found { tail, source, lacks_project } => {
            let source = match source {
                KeySource::Environment => "environment",
                KeySource::File(_) => "file",
                KeySource::KeyFile | KeySource::Profile(_) => "key-file",
                KeySource::Typed | KeySource::Sandbox => "other",
            };
            (Some(tail), Some(source), lacks_project.then_some("no-project"))
        }
        KeyInfo::Missing { .. } => (None, None, Some("no-key")),
        KeyInfo::Unusable { .. } => (None, None, Some("unusable")),
    };
    json!({ "tail": tail, "source": source, "problem": problem })
}
