//! The report for scripts.

use serde::Serialize;

use super::advice::{Advice, collect_advice};
use super::machine::Folders;
use super::render::describe_outcome;
use super::report::{ClipboardInfo, DoctorReport, KeyInfo};
use super::terminal::TerminalInfo;
use crate::cli::environment::key_source_code;
use crate::clipboard::choice::ClipboardChoice;
use crate::clipboard::environment::Multiplexer;
use crate::clipboard::tmux::TmuxInfo;

/// The JSON document.
#[derive(Serialize)]
pub(super) struct DoctorDocument<'a> {
    program: &'static str,
    terminal: &'a TerminalInfo,
    multiplexer: Option<MultiplexerMembers<'a>>,
    ssh: &'a [&'static str],
    clipboard: ClipboardMembers<'a>,
    key: KeyMembers<'a>,
    api: ApiMembers<'a>,
    dns: DnsMembers<'a>,
    folders: Option<&'a Folders>,
    advice: Vec<Advice>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct MultiplexerMembers<'a> {
    kind: &'static str,
    version: Option<&'a str>,
    set_clipboard: Option<&'a str>,
    allow_passthrough: Option<&'a str>,
    terminal: Option<&'a str>,
    features: Option<&'a [String]>,
    passes_on: Option<bool>,
    over_ssh: Option<bool>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ClipboardMembers<'a> {
    choice: &'static str,
    chosen_by: &'static str,
    ways: Vec<WayMembers<'a>>,
    takes: Option<&'static str>,
    words: String,
}

#[derive(Serialize)]
struct WayMembers<'a> {
    way: &'static str,
    problem: Option<&'a str>,
}

#[derive(Serialize)]
struct KeyMembers<'a> {
    tail: Option<&'a str>,
    source: Option<&'static str>,
    problem: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ApiMembers<'a> {
    base_url: Option<&'a str>,
    is_default: Option<bool>,
    problem: Option<&'a str>,
    proxy: Option<&'a str>,
}

#[derive(Serialize)]
struct DnsMembers<'a> {
    servers: Option<&'a [String]>,
    problem: Option<&'a str>,
}

impl<'a> DoctorDocument<'a> {
    /// The document of a report.
    pub(super) fn new(report: &'a DoctorReport) -> Self {
        let DoctorReport { terminal, clipboard, api, machine } = report;
        let url = api.base_url.as_ref();
        Self {
            program: env!("CARGO_PKG_VERSION"),
            terminal,
            multiplexer: clipboard.multiplexer.map(|kind| MultiplexerMembers::new(kind, clipboard.tmux.as_ref())),
            ssh: &clipboard.ssh_variables,
            clipboard: ClipboardMembers::new(clipboard),
            key: KeyMembers::new(&api.key),
            api: ApiMembers {
                base_url: url.ok().map(|base| base.url.as_str()),
                is_default: url.ok().map(|base| base.is_default),
                problem: url.err().or_else(|| api.proxy.as_ref().err()).map(String::as_str),
                proxy: api.proxy.as_ref().ok().and_then(Option::as_deref),
            },
            dns: DnsMembers {
                servers: machine.dns_servers.as_deref().ok(),
                problem: machine.dns_servers.as_ref().err().map(String::as_str),
            },
            folders: machine.folders.as_ref().ok(),
            advice: collect_advice(report),
        }
    }
}

impl<'a> MultiplexerMembers<'a> {
    fn new(multiplexer: Multiplexer, tmux: Option<&'a TmuxInfo>) -> Self {
        Self {
            kind: multiplexer.code(),
            version: tmux.map(|tmux| tmux.version.as_str()),
            set_clipboard: tmux.map(|tmux| tmux.set_clipboard.as_str()),
            allow_passthrough: tmux.map(|tmux| tmux.allow_passthrough.as_str()),
            terminal: tmux.map(|tmux| tmux.terminal.as_str()),
            features: tmux.map(|tmux| tmux.features.as_slice()),
            passes_on: tmux.map(TmuxInfo::forwards_clipboard),
            over_ssh: tmux.map(|tmux| tmux.over_ssh),
        }
    }
}

impl<'a> ClipboardMembers<'a> {
    fn new(clipboard: &'a ClipboardInfo) -> Self {
        let (choice, source) = &clipboard.choice;
        let outcome = clipboard.forecast.outcome.as_ref();
        let ways = clipboard.forecast.methods.iter();
        Self {
            choice: match choice {
                ClipboardChoice::Mode(mode) => mode.as_str(),
                // The command is not printed, since it may contain something private.
                ClipboardChoice::Command(_) => "command",
            },
            chosen_by: source.code(),
            ways: ways
                .map(|(method, usable)| WayMembers {
                    way: method.code(),
                    problem: usable.as_ref().err().map(String::as_str),
                })
                .collect(),
            takes: outcome.ok().map(|(method, _)| method.code()),
            words: format!("A copy {}", describe_outcome(&outcome.map(|(_, outcome)| outcome))),
        }
    }
}

impl<'a> KeyMembers<'a> {
    fn new(key: &'a KeyInfo) -> Self {
        let (tail, source, problem) = match key {
            KeyInfo::Found { tail, source, lacks_project } => {
                (Some(tail.as_str()), Some(key_source_code(source)), lacks_project.then_some("no-project"))
            }
            KeyInfo::Missing { .. } => (None, None, Some("no-key")),
            KeyInfo::Unusable { .. } => (None, None, Some("unusable")),
        };
        Self { tail, source, problem }
    }
}
