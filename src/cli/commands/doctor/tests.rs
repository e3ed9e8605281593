//! The advice for different machines, and the members of the document.

use std::collections::BTreeSet;

use serde_json::Value;

use super::advice::{Advice, collect_advice};
use super::args::JSON_MEMBERS;
use super::json::DoctorDocument;
use super::machine::{Folders, MachineInfo};
use super::render::render;
use super::report::{ApiInfo, ApiUrl, ClipboardInfo, DoctorReport, KeyInfo};
use super::terminal::{EnvVars, OptInTerminal, TerminalInfo};
use crate::cli::output::Versioned;
use crate::clipboard::CopyPreview;
use crate::clipboard::choice::{ChoiceSource, ClipboardChoice, ClipboardMode};
use crate::clipboard::environment::{CopyMethod, Multiplexer};
use crate::clipboard::tmux::TmuxInfo;
use crate::core::api_key::KeySource;
use crate::core::copy::{CopyError, CopyOutcome};
use crate::core::text::width;

/// A local terminal with a clipboard, for which there is no advice.
fn healthy() -> DoctorReport {
    let variables = [("TERM", "xterm-kitty"), ("LANG", "C.UTF-8"), ("KITTY_WINDOW_ID", "1")];
    DoctorReport {
        terminal: TerminalInfo {
            columns: Some(80),
            rows: Some(24),
            ..TerminalInfo::from_env(&EnvVars::from_pairs(&variables))
        },
        clipboard: ClipboardInfo {
            multiplexer: None,
            tmux: None,
            ssh_variables: Vec::new(),
            has_display: true,
            choice: (ClipboardChoice::default(), ChoiceSource::Default),
            forecast: taking(CopyMethod::System, CopyOutcome::System),
        },
        api: ApiInfo {
            key: KeyInfo::Found { tail: "d2b7".to_owned(), source: KeySource::Environment, lacks_project: false },
            base_url: Ok(ApiUrl { url: "https://api.autosend.com/v1".to_owned(), is_default: true }),
            proxy: Ok(Some("proxy.local:3128".to_owned())),
        },
        machine: MachineInfo {
            dns_servers: Ok(vec!["10.0.0.53".to_owned()]),
            folders: Ok(Folders {
                settings: "/home/a/.config/autosend-domains".to_owned(),
                state: "/home/a/.local/state/autosend-domains".to_owned(),
            }),
        },
    }
}

fn taking(way: CopyMethod, copied: CopyOutcome) -> CopyPreview {
    CopyPreview { methods: vec![(way, Ok(()))], outcome: Ok((way, copied)) }
}

/// A report from within tmux, with the method and the outcome of a copy.
fn in_tmux(facts: TmuxInfo, way: CopyMethod, copied: CopyOutcome) -> DoctorReport {
    let mut report = healthy();
    report.clipboard.multiplexer = Some(Multiplexer::Tmux);
    report.clipboard.tmux = Some(facts);
    report.clipboard.forecast = taking(way, copied);
    report
}

fn tmux(version: &str, features: &[&str]) -> TmuxInfo {
    TmuxInfo {
        version: version.to_owned(),
        set_clipboard: "external".to_owned(),
        allow_passthrough: "off".to_owned(),
        terminal: "xterm-256color".to_owned(),
        features: features.iter().map(|&feature| feature.to_owned()).collect(),
        over_ssh: false,
    }
}

fn kinds(report: &DoctorReport) -> Vec<&'static str> {
    collect_advice(report).iter().map(|piece| piece.code).collect()
}

/// The only piece of advice.
fn only(report: &DoctorReport) -> Advice {
    let mut all = collect_advice(report);
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}

#[test]
fn without_problems_there_is_no_advice() {
    assert_eq!(collect_advice(&healthy()), []);
    assert!(!render(&healthy()).contains("Recommendations"));
}

#[test]
fn the_advice_for_tmux_turns_on_the_missing_options() {
    let kept = CopyOutcome::TmuxBuffer { forwarded: false };
    let advice = only(&in_tmux(tmux("3.3a", &["256"]), CopyMethod::Tmux, kept.clone()));
    assert_eq!(
        (advice.code, advice.lines),
        ("tmux-terminal", vec!["set -as terminal-features ',xterm-256color:clipboard'".to_owned()])
    );
    let hostile = TmuxInfo { terminal: "x'; rm -rf /".to_owned(), ..tmux("3.3a", &[]) };
    let advice = only(&in_tmux(hostile, CopyMethod::Tmux, kept.clone()));
    assert_eq!(advice.lines, ["set -as terminal-features ',*:clipboard'"]);
    let old = only(&in_tmux(tmux("3.1c", &[]), CopyMethod::Tmux, kept.clone()));
    assert_eq!((old.code, old.lines), ("tmux-old", vec!["autosend-domains --clipboard osc52".to_owned()]));
    // Without an attached client there is no terminal to advise on.
    let detached = TmuxInfo { terminal: String::new(), ..tmux("3.3a", &[]) };
    assert_eq!(kinds(&in_tmux(detached, CopyMethod::Tmux, kept)), [""; 0]);
}

#[test]
fn a_tmux_option_is_advised_only_if_copying_needs_it() {
    let passed = CopyOutcome::TmuxBuffer { forwarded: true };
    let by_passthrough = in_tmux(tmux("3.3a", &["clipboard"]), CopyMethod::Osc52ViaTmux, CopyOutcome::Terminal);
    let advice = collect_advice(&by_passthrough);
    assert_eq!(advice[0].code, "tmux-passthrough");
    assert_eq!(advice[0].lines, ["set -g allow-passthrough on", "tmux set -g allow-passthrough on"]);
    let mut allowed = tmux("3.3a", &["clipboard"]);
    allowed.allow_passthrough = "on".to_owned();
    assert!(!kinds(&in_tmux(allowed, CopyMethod::Osc52ViaTmux, CopyOutcome::Terminal)).contains(&"tmux-passthrough"));
    assert!(
        !kinds(&in_tmux(tmux("3.3a", &["clipboard"]), CopyMethod::Tmux, passed.clone())).contains(&"tmux-passthrough")
    );
    let mut off = tmux("3.3a", &["clipboard"]);
    off.set_clipboard = "off".to_owned();
    let advice = collect_advice(&in_tmux(off, CopyMethod::Tmux, passed));
    let lines = advice.iter().find(|piece| piece.code == "tmux-set-clipboard").map(|piece| piece.lines.clone());
    assert_eq!(lines, Some(vec!["set -s set-clipboard on".to_owned(), "tmux set -s set-clipboard on".to_owned()]));
}

#[test]
fn an_unresponsive_tmux_is_reported() {
    let mut report = healthy();
    report.clipboard.multiplexer = Some(Multiplexer::Tmux);
    assert_eq!(only(&report).code, "tmux-silent");
}

#[test]
fn a_terminal_setting_is_advised_only_if_a_copy_uses_the_terminal() {
    for (setting, kind, line) in [
        (Some(OptInTerminal::Xterm), "terminal-xterm", Some("XTerm*disallowedWindowOps: 20,21,SetXprop")),
        (Some(OptInTerminal::Iterm), "terminal-iterm2", Some("Applications in terminal may access clipboard")),
        (None, "terminal-unknown", None),
    ] {
        let mut report = healthy();
        report.terminal.clipboard_opt_in = setting;
        report.terminal.program = None;
        assert_eq!(kinds(&report), [""; 0]);
        report.clipboard.forecast = taking(CopyMethod::Osc52, CopyOutcome::Terminal);
        let advice = only(&report);
        assert_eq!((advice.code, advice.lines.first().map(String::as_str)), (kind, line));
    }
}

#[test]
fn if_no_copy_is_possible_an_alternative_is_advised() {
    let mut report = healthy();
    let terminal = "the Linux console".to_owned();
    report.clipboard.forecast = CopyPreview { methods: Vec::new(), outcome: Err(CopyError::Osc52Ignored { terminal }) };
    let advice = only(&report);
    assert!(advice.message.contains("in the Linux console") && advice.message.contains("r shows"), "{advice:?}");
    report.clipboard.forecast = CopyPreview { methods: Vec::new(), outcome: Err(CopyError::Disabled) };
    report.clipboard.choice = (ClipboardChoice::Mode(ClipboardMode::Off), ChoiceSource::Environment);
    assert_eq!(only(&report).lines, ["unset AUTOSEND_CLIPBOARD"]);
    report.clipboard.choice = (ClipboardChoice::Mode(ClipboardMode::Off), ChoiceSource::Flag);
    assert_eq!(only(&report).lines, ["autosend-domains --clipboard auto"]);
}

#[test]
fn a_display_is_reported() {
    let mut report = healthy();
    report.clipboard.ssh_variables = vec!["SSH_TTY"];
    report.clipboard.forecast = taking(CopyMethod::Osc52, CopyOutcome::Terminal);
    assert_eq!(only(&report).lines, ["autosend-domains --clipboard native"]);
    report.clipboard.choice = (ClipboardChoice::Mode(ClipboardMode::Osc52), ChoiceSource::Flag);
    assert_eq!(kinds(&report), [""; 0]);
    let mut broken = healthy();
    broken.clipboard.forecast.methods = vec![(CopyMethod::System, Err("the display can't be reached".to_owned()))];
    assert!(only(&broken).message.contains("the display can't be reached"));
}

#[test]
fn the_reason_why_the_wizard_cannot_start_comes_first() {
    let mut report = healthy();
    report.terminal.term = None;
    report.terminal.caps = TerminalInfo::from_env(&EnvVars::from_pairs(&[])).caps;
    report.api.base_url = Err("it is no address".to_owned());
    for (key, kind) in [
        (KeyInfo::Missing { searched: Vec::new() }, "no-key"),
        (KeyInfo::Unusable { reason: "it is open to others".to_owned() }, "key-unusable"),
        (KeyInfo::Found { tail: String::new(), source: KeySource::KeyFile, lacks_project: true }, "no-project"),
    ] {
        report.api.key = key;
        assert_eq!(kinds(&report), ["base-url", kind, "term", "locale"]);
    }
}

/// Every path of a document to something that is no object; an element of a list is `[]`.
fn paths(value: &Value, path: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let below = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                paths(member, &below, found);
            }
        }
        Value::Array(items) if items.iter().any(Value::is_object) => {
            for item in items {
                paths(item, &format!("{path}[]"), found);
            }
        }
        _ => {
            found.insert(path.to_owned());
        }
    }
}

#[test]
fn the_help_documents_every_member_of_the_document_and_no_other() {
    let mut report = in_tmux(tmux("3.3a", &["clipboard"]), CopyMethod::Osc52ViaTmux, CopyOutcome::Terminal);
    report.terminal.program = Some("kitty".to_owned());
    let mut members = BTreeSet::new();
    paths(&serde_json::to_value(Versioned::new(&DoctorDocument::new(&report))).unwrap(), "", &mut members);
    let mut documented = BTreeSet::new();
    for (names, _) in JSON_MEMBERS {
        let mut names = names.split(", ");
        let first = names.next().unwrap();
        documented.insert(first.to_owned());
        let parent = first.rsplit_once('.').map_or("", |(parent, _)| parent);
        documented.extend(names.map(|name| format!("{parent}{name}")));
    }
    assert_eq!(members, documented);
}

#[test]
fn every_line_of_the_report_fits_except_for_unbreakable_words() {
    let mut report = in_tmux(tmux("3.3a", &["clipboard"]), CopyMethod::Osc52ViaTmux, CopyOutcome::Terminal);
    report.clipboard.ssh_variables = vec!["SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"];
    report.api.key = KeyInfo::Missing { searched: vec!["the variable AUTOSEND_API_KEY".to_owned(); 4] };
    let text = render(&report);
    assert!(text.lines().all(|line| width(line) <= 80), "{text}");
}
