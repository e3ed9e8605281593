//! `doctor`: what it says in given surroundings, to people and to scripts, and what it never says.

use std::path::Path;

use serde_json::Value;

use super::{KEY, Run, RunOutput};
use crate::support::files::write_program;

/// A tmux that answers like one of version 3.3a with its defaults, to which a terminal is attached over SSH.
const TMUX: &str = "#!/bin/sh\ncase \"$*\" in
  *version*) echo '3.3a|external|0|xterm-256color|256,RGB,clipboard,title';;
  show-environment*) echo 'SSH_CONNECTION=10.0.0.1 5 10.0.0.2 22';;
  *) exit 1;;
esac
[ -z \"$AUTOSEND_API_KEY\" ] || echo leaked >&2\n";

fn doctor(arguments: &[&str]) -> Run {
    let run = Run::new(&[&["doctor"], arguments].concat());
    write_program(&run.write_file("tmux", ""), TMUX);
    let path = format!("{}:/usr/bin:/bin", run.home.path().display());
    run.env("PATH", path).env("LANG", "C.UTF-8").env("TERM", "xterm-256color")
}

/// The report with what differs from machine to machine as words.
fn steady(ran: &RunOutput, home: &Path) -> String {
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{ran:?}");
    let text = ran.stdout.replace(&home.display().to_string(), "<home>");
    let version = concat!("autosend-domains ", env!("CARGO_PKG_VERSION"));
    let lines = text.replace(version, "autosend-domains <version>");
    let mut kept = String::new();
    for line in lines.lines() {
        let line = if line.starts_with("  DNS servers") { "  DNS servers       <as they are here>" } else { line };
        kept.push_str(line.trim_end());
        kept.push('\n');
    }
    kept
}

/// Holds the report in these surroundings against the snapshot of this name.
fn hold(name: &str, prepare: impl FnOnce(Run) -> Run) {
    let run = prepare(doctor(&[]));
    let home = run.home.path().to_owned();
    let report = steady(&run.run(), &home);
    let mut settings = insta::Settings::new();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(format!("doctor__{name}"), report));
}

#[test]
fn doctor_without_any_setup() {
    hold("bare", |run| run);
}

#[test]
fn doctor_in_tmux_over_ssh() {
    hold("tmux_over_ssh", |run| {
        run.with_api("https://user.example/v1")
            .env("TMUX", "/tmp/tmux-1/default,1,0")
            .env("SSH_CONNECTION", "10.0.0.1 5 10.0.0.2 22")
            .env("TERM_PROGRAM", "tmux")
            .env("TERM_PROGRAM_VERSION", "3.3a")
    });
}

#[test]
fn doctor_in_a_terminal_without_osc52() {
    hold("vte", |run| {
        run.env("AUTOSEND_API_KEY", KEY)
            .env("VTE_VERSION", "7000")
            .env("NO_COLOR", "1")
            .env("LC_ALL", "de_DE.ISO-8859-1")
            .env("HTTPS_PROXY", "http://me:secret@proxy.local:3128")
    });
}

#[test]
fn doctor_with_a_copy_command_and_unusable_settings() {
    hold("choice", |run| {
        run.env("AUTOSEND_API_KEY", "two words")
            .env("AUTOSEND_CLIPBOARD", "ssh laptop 'TOKEN=geheim pbcopy'")
            .env("AUTOSEND_BASE_URL", "https://me:secret@api.autosend.com/v1")
            .env("STY", "1.pts")
    });
}

#[test]
fn doctor_json_has_the_same_facts() {
    let run = doctor(&["--json", "--clipboard", "osc52"])
        .with_api("http://127.0.0.1:9/v1")
        .env("TMUX", "/tmp/tmux-1/default,1,0")
        .env("AUTOSEND_CLIPBOARD", "off")
        .env("SSH_TTY", "/dev/pts/1");
    let ran = run.run();
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    let document = ran.stdout_json();
    assert_eq!(document["version"], 1);
    assert_eq!(document["terminal"]["input"], false);
    assert_eq!(document["terminal"]["columns"], Value::Null);
    assert_eq!(document["multiplexer"]["version"], "3.3a");
    assert_eq!(document["multiplexer"]["allowPassthrough"], "off");
    assert_eq!(document["multiplexer"]["passesOn"], true);
    assert_eq!(document["multiplexer"]["overSsh"], true);
    assert_eq!(document["ssh"], serde_json::json!(["SSH_TTY"]));
    assert_eq!(document["clipboard"]["choice"], "osc52");
    assert_eq!(document["clipboard"]["chosenBy"], "option");
    assert_eq!(document["clipboard"]["takes"], "osc52-through-tmux");
    assert_eq!(document["key"]["tail"], "2key");
    assert_eq!(document["key"]["source"], "environment");
    assert_eq!(document["api"]["isDefault"], false);
    let kinds: Vec<_> = document["advice"].as_array().unwrap().iter().map(|piece| &piece["kind"]).collect();
    assert_eq!(kinds, ["tmux-passthrough", "terminal-unknown"]);
}

#[test]
fn doctor_sanitizes_the_environment_and_shows_no_secret() {
    let proxies = [
        ("http://me:geheim@proxy.local:1080", "proxy.local:1080"),
        ("socks5://me:geheim@proxy.local:1080", "ALL_PROXY is not a usable proxy: SOCKS proxies cannot be used"),
    ];
    for (json, (proxy, shown)) in [&["--json"][..], &[]].into_iter().flat_map(|json| proxies.map(|proxy| (json, proxy)))
    {
        let ran = doctor(json)
            .env("AUTOSEND_API_KEY", KEY)
            .env("TERM_PROGRAM", "evil\u{1b}]52;c;ZXZpbA==\u{7}\u{202e}")
            .env("LC_CTYPE", KEY)
            .env("AUTOSEND_PROJECT_ID", "prj_1")
            .env("ALL_PROXY", proxy)
            .env("AUTOSEND_CLIPBOARD", "cat geheim")
            .run();
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
        assert!(!ran.stdout.contains("geheim") && !ran.stdout.contains("marker"), "{}", ran.stdout);
        // The lines for people are wrapped.
        let words = ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(words.contains(shown), "{}", ran.stdout);
    }
}

#[test]
fn doctor_reads_a_key_from_stdin() {
    let ran = doctor(&["--api-key-file", "-", "--json"]).stdin(KEY).run();
    assert_eq!(ran.stdout_json()["key"]["source"], "file");
    assert_eq!(ran.stdout_json()["key"]["tail"], "2key");
}

#[test]
fn an_unknown_copy_method_is_rejected_with_the_known_ones() {
    for given in [&["doctor", "--clipboard", "x11"][..], &["--clipboard", "x11"]] {
        let ran = Run::new(given).run();
        assert_eq!(ran.code, 2);
        assert!(ran.stderr.contains("auto, native, tmux, osc52, off"), "{}", ran.stderr);
    }
    let ran = Run::new(&["--clipboard", "off", "doctor"]).run();
    assert_eq!(ran.code, 2);
    assert!(ran.stderr.contains("--clipboard must come after doctor, not before it"), "{}", ran.stderr);
}
