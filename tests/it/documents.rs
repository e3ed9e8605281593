//! The documents tell what the code does: what can be made from the code is made from it, between two markers, and
//! links lead somewhere.
//!
//! `UPDATE_DOCUMENTS=1 cargo test --test it documents` writes the parts between the markers anew.
#![expect(clippy::unwrap_used, reason = "a test that can't be set up ends there")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Duration;
use std::{env, fs};

use autosend_domains::api::BASE_URL_VARIABLE;
use autosend_domains::core::api_key::{KEY_VARIABLE, PROJECT_VARIABLE};
use autosend_domains::core::check::{Cause, Verdict};
use autosend_domains::core::dns_host;
use autosend_domains::core::exit::Exit;
use autosend_domains::core::export_format::ExportFormat;
use autosend_domains::core::publishing;
use autosend_domains::core::record::{Purpose, Slot};
use autosend_domains::core::zone::ZoneSource;
use autosend_domains::providers;
use autosend_domains::sandbox::options::{RateLimit, VerifyMode};
use autosend_domains::sandbox::{OPTION_HELP, Options, SCENARIOS};
use autosend_domains::wizard::{keymap, render_mermaid};
use serde_json::{Value, json};
use tempfile::NamedTempFile;

use crate::layering::RULES;
use crate::screenshots::stage::{KEY as KEY_OF_PICTURES, Stage};
use crate::support::api_servers::{KEY, SandboxServer, StubReply, StubServer};
use crate::support::tools::run_with_stdin;
use crate::support::wizard_steps::answer_prompt;

/// Set to anything but nothing, it has the documents written.
const UPDATE: &str = "UPDATE_DOCUMENTS";

fn at(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn read(path: &str) -> String {
    fs::read_to_string(at(path)).unwrap()
}

/// A Markdown table; bars in its cells are escaped.
fn table<const N: usize>(names: [&str; N], rows: impl IntoIterator<Item = [String; N]>) -> String {
    let line = |cells: [String; N]| format!("| {} |\n", cells.map(|cell| cell.replace('|', "\\|")).join(" | "));
    let rows: String = rows.into_iter().map(line).collect();
    format!("{}{}{rows}", line(names.map(str::to_owned)), line(["---"; N].map(str::to_owned)).replace(' ', ""))
}

fn code(text: &str) -> String {
    format!("`{text}`")
}

fn codes(texts: &[&str]) -> String {
    if texts.is_empty() { "–".to_owned() } else { texts.iter().map(|text| code(text)).collect::<Vec<_>>().join(", ") }
}

/// What stands between the markers of this name in a document whose lines begin with `prefix`, and the document with
/// `wanted` in its place.
fn replaced(document: &str, prefix: &str, name: &str, wanted: &str) -> (String, String) {
    let [begin, end] = [format!("{prefix}<!-- {name} -->\n"), format!("{prefix}<!-- end of {name} -->\n")];
    let mut parts = document.splitn(2, &begin);
    let before = parts.next().unwrap();
    let rest = parts.next().unwrap_or_else(|| panic!("no marker {begin:?}"));
    let (found, after) = rest.split_once(&end).unwrap_or_else(|| panic!("no marker {end:?}"));
    (found.to_owned(), format!("{before}{begin}{wanted}{end}{after}"))
}

/// Holds the part of a document between the markers against what the code makes, or writes it.
fn hold(path: &str, prefix: &str, blocks: &[(&str, String)]) {
    let mut document = read(path);
    let mut stale = Vec::new();
    for (name, text) in blocks {
        let mut wanted = String::new();
        // The blank lines around are Markdown's: without them a table is none.
        for line in format!("\n{}\n", text.trim_end_matches('\n')).split('\n') {
            writeln!(wanted, "{}", format!("{prefix}{line}").trim_end()).unwrap();
        }
        let (found, current) = replaced(&document, prefix, name, &wanted);
        if found != wanted {
            stale.push(*name);
        }
        document = current;
    }
    if stale.is_empty() {
        return;
    }
    let updates = env::var_os(UPDATE).is_some_and(|value| !value.is_empty());
    assert!(
        updates,
        "{path}: not what the code says: {stale:?}. {UPDATE}=1 cargo test --test it documents writes it anew"
    );
    // At once, since other tests read it meanwhile.
    let mut file = NamedTempFile::new_in(at(path).parent().unwrap()).unwrap();
    file.write_all(document.as_bytes()).unwrap();
    file.as_file().set_permissions(fs::metadata(at(path)).unwrap().permissions()).unwrap();
    file.persist(at(path)).unwrap();
}

#[test]
fn the_documents_match_the_code() {
    let exits = Exit::TABLE.map(|(exit, meaning)| [exit, meaning].map(str::to_owned));
    let forms =
        ExportFormat::ALL.map(|format| [code(format.code()), format!("{}. {}", format.label(), format.description())]);
    let scenarios = SCENARIOS.iter().map(|(label, answer)| [code(label), (*answer).to_owned()]);
    let switches = OPTION_HELP.iter().map(|option| [code(option.flag), code(option.values), option.effect.to_owned()]);
    let causes = Cause::CODES.map(|(key, meaning)| [code(key), meaning.to_owned()]);
    let ways = publishing::mode_descriptions().map(|(key, words)| [code(key), words.to_owned()]);
    let docs: [(&str, Vec<(&str, String)>); 9] = [
        ("README.md", vec![("exits", table(["exit", "means"], exits))]),
        (".github/docs/keys.md", vec![("keys", keymap::render_markdown())]),
        (".github/docs/publishing.md", vec![("dns hosts", dns_host::render_markdown())]),
        (".github/docs/exports.md", vec![("forms", table(["format", "use"], forms))]),
        (
            ".github/docs/json.md",
            vec![
                ("members", member_table()),
                ("documents", documents()),
                ("dry run", format!("```json\n{}```", dry_run())),
                ("auth", auth()),
            ],
        ),
        (
            ".github/docs/sandbox.md",
            vec![
                ("scenarios", table(["first label", "response"], scenarios)),
                ("switches", table(["option", "values", "sets"], switches)),
                ("publishing", table(["how", "the record is published"], ways)),
            ],
        ),
        (".github/docs/verifying.md", vec![("causes", table(["cause", "what it means"], causes))]),
        (
            ".github/docs/architecture.md",
            vec![
                ("states", format!("```mermaid\n{}```", render_mermaid())),
                ("providers", providers::render_markdown()),
            ],
        ),
        (".github/docs/plain-text.md", vec![("transcript", format!("```text\n{}```", transcript()))]),
    ];
    for (path, blocks) in docs {
        hold(path, "", &blocks);
    }
}

/// Long documents go to `.github/docs`: the README is short enough to be read to its end.
#[test]
fn the_readme_is_short() {
    let size = read("README.md").len();
    assert!(size <= 12_000, "{size} bytes");
}

/// Members of the documents whose values are lists in the code.
fn member_table() -> String {
    let slots = ["ownership", "dkim", "mailFrom", "dmarc", "inboundMx"];
    assert!(!slots.iter().any(|slot| matches!(Slot::from_member(slot), Slot::Other(_))));
    let rows = [
        ("existed", "whether the domain already existed (with `--if-exists show`)".to_owned()),
        ("status", "`PENDING_CONFIGURATION`, `VERIFIED`, or any other text that AutoSend sends".to_owned()),
        ("slot", format!("the field of the API's `dnsRecords`: {}, or a new one", codes(&slots))),
        ("purpose", codes(&Purpose::ALL.map(Purpose::code))),
        ("name", "the full name, without a trailing dot".to_owned()),
        (
            "zone.source",
            format!("where the zone comes from, in `records`: {}", codes(&ZoneSource::ALL.map(ZoneSource::code))),
        ),
    ];
    table(["field", "contents"], rows.map(|(member, meaning)| [code(member), meaning]))
}

/// The program, with an environment that says nothing.
fn program(arguments: &str) -> Output {
    let home = tempfile::tempdir().unwrap();
    let mut program = Command::new(env!("CARGO_BIN_EXE_autosend-domains"));
    program.args(arguments.split(' ')).env_clear().env("HOME", home.path()).output().unwrap()
}

/// A talk in plain lines at AutoSend's own address, as a terminal shows it.
fn transcript() -> String {
    let stage = Stage::new();
    // It takes every question and never answers: what DNS says would come at any moment, and a refusal at once.
    let silent = std::net::UdpSocket::bind("127.0.0.1:0").unwrap();
    let wizard =
        stage.wizard_asking(&silent.local_addr().unwrap().to_string()).env("AUTOSEND_API_KEY", KEY_OF_PICTURES);
    let mut pty = wizard.args(["--plain", "--clipboard", "off"]).size(200, 120).start();
    let answers = [
        ("Type the domain.", "https://Mail.Example.com/"),
        ("a region ID", "5"),
        ("Add it?", "y"),
        ("What next?", "copy all"),
        ("What next?", "r 2"),
        ("What next?", "q"),
    ];
    for (question, line) in answers {
        answer_prompt(&mut pty, question, line);
    }
    assert_eq!(pty.wait_exit(), 0);
    String::from_utf8(pty.raw_bytes()).unwrap().replace("\r\n", "\n")
}

fn dry_run() -> String {
    let output = program("add mail.example.com --region eu-central-1 --dry-run --json");
    String::from_utf8(output.stdout).unwrap()
}

/// A domain that can send, as AutoSend tells of it.
fn documented() -> Value {
    json!({
        "id": "66f0a1b2c3d4e5f601020304", "domainName": "in.example.com", "verificationStatus": "VERIFIED",
        "ownershipVerified": true, "dkimEnabled": true, "mailFromEnabled": true, "dmarcEnabled": false,
        "dnsRecords": {
            "dmarc": {
                "name": "_dmarc.in.example.com", "value": "v=DMARC1; p=none;", "type": "TXT", "purpose": "DMARC policy"
            },
            "inboundMx": {
                "name": "in.example.com", "value": "inbound-smtp.eu-central-1.amazonaws.com", "type": "MX",
                "priority": 10, "purpose": "inbound"
            }
        },
        "createdAt": "2026-05-04T09:00:00.000Z", "lastCheckedAt": "2026-05-04T09:20:00.000Z",
        "verifiedAt": "2026-05-04T09:20:00.000Z", "regionKey": "eu-central-1", "verificationInProgress": false,
        "inboundEnabledAt": "2026-05-04T09:30:00.000Z"
    })
}

/// What the commands on domains that are there print, each by the real program; the domain is told whole the first time.
fn documents() -> String {
    let stub = StubServer::start(|request| match (request.method.as_str(), request.path.ends_with("/domains")) {
        ("GET", true) => StubReply::list(&[documented()]),
        ("DELETE", _) => StubReply::json(200, &json!({ "success": true })),
        _ => StubReply::domain(200, &documented()),
    });
    let mut text = String::new();
    for (place, arguments) in [
        "status in.example.com --json",
        "list --json",
        "verify in.example.com --json",
        "inbound in.example.com enable --json",
        "remove in.example.com --yes --json",
        "status in.example.com gone.example.com --json",
    ]
    .into_iter()
    .enumerate()
    {
        let home = tempfile::tempdir().unwrap();
        let mut program = Command::new(env!("CARGO_BIN_EXE_autosend-domains"));
        program.args(arguments.split(' ')).env_clear().env("HOME", home.path());
        let program = program.env("AUTOSEND_API_KEY", KEY).env("AUTOSEND_BASE_URL", stub.base_url());
        let output = program.output().unwrap();
        assert!(output.stderr.is_empty(), "{arguments}: {output:?}");
        let printed = serde_json::Deserializer::from_slice(&output.stdout).into_iter::<Value>();
        let printed = printed.map(|document| shortened(document.unwrap(), place > 0));
        let printed: Vec<String> = printed.map(|document| format!("{document:#}")).collect();
        // Of several, only that which failed is new.
        let last = printed.last().unwrap();
        writeln!(text, "`autosend-domains {arguments}`:\n\n```json\n{last}\n```\n").unwrap();
    }
    text
}

/// The document with its domains left out, but for their names.
fn shortened(mut document: Value, is_told: bool) -> Value {
    let short = |domain: &mut Value| {
        if let Some(name) = domain["name"].as_str() {
            *domain = json!({ "name": name, "…": "as above" });
        }
    };
    if is_told {
        document.get_mut("domain").into_iter().for_each(short);
        document.get_mut("domains").and_then(Value::as_array_mut).into_iter().flatten().for_each(short);
    }
    document
}

/// Runs the script of the README in a folder of its own, against a sandbox whose verifications take so long.
fn script(verify_after: Duration, arguments: &[&str]) -> (Option<i32>, String) {
    let readme = read("README.md");
    let section = readme.split("\n## In scripts\n").nth(1).unwrap();
    let text = section.split("```sh\n").nth(2).unwrap().split_once("```").unwrap().0;
    let sandbox = SandboxServer::start_with(Options {
        verification_delay: verify_after,
        rate: RateLimit::Off,
        verify: VerifyMode::Always,
        ..Options::default()
    });
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("script");
    fs::write(&file, text).unwrap();
    let folder = Path::new(env!("CARGO_BIN_EXE_autosend-domains")).parent().unwrap();
    let path = format!("{}:/usr/bin:/bin", folder.display());
    let mut shell = Command::new("/bin/sh");
    shell.arg(&file).args(arguments).current_dir(home.path()).env_clear().env("HOME", home.path()).env("PATH", path);
    let output = shell.env("AUTOSEND_API_KEY", KEY).env("AUTOSEND_BASE_URL", sandbox.base_url()).output().unwrap();
    let documented = String::from_utf8(output.stdout).unwrap();
    assert!(!String::from_utf8_lossy(&output.stderr).contains(KEY) && !documented.contains(KEY));
    let name = arguments.first().unwrap();
    let zone = fs::read_to_string(home.path().join(format!("{name}.zone")));
    assert_eq!(zone.is_ok_and(|zone| zone.contains(&format!("_dmarc.{name}."))), documented.contains("DKIM goes to"));
    (output.status.code(), documented)
}

#[test]
fn the_script_adds_a_domain_waits_until_it_is_verified_and_goes_on_by_the_exit_codes() {
    let (code, documented) = script(Duration::ZERO, &["mail.example.com", "1s"]);
    let words = "\
mail.example.com was added
DKIM goes to autosend._domainkey.mail.example.com
mail.example.com can send
";
    assert_eq!((code, documented.as_str()), (Some(0), words));
    let (code, documented) = script(Duration::ZERO, &["taken.example.com", "1s"]);
    assert_eq!((code, documented.lines().next()), (Some(0), Some("taken.example.com already exists")));
    let (code, documented) = script(Duration::from_secs(60), &["mail.example.com", "1s"]);
    assert_eq!(
        (code, documented.lines().count(), documented.contains("is not verified yet")),
        (Some(3), 3, true),
        "{documented}"
    );
    let (code, documented) = script(Duration::ZERO, &["refused.example.com"]);
    assert_eq!((code, documented.as_str()), (Some(1), ""));
    let (code, documented) = script(Duration::ZERO, &["gone.example.com", "1s"]);
    assert_eq!((code, documented.lines().last()), (Some(7), Some("gone.example.com has been removed")));
}

/// What the commands about keys print, one after the other in one home folder.
fn auth() -> String {
    let stub = StubServer::start(|_asked| StubReply::list(&[documented()]));
    let home = tempfile::tempdir().unwrap();
    let mut text = String::new();
    for arguments in ["auth login --json", "auth status --json", "auth logout --json"] {
        let mut program = Command::new(env!("CARGO_BIN_EXE_autosend-domains"));
        program.args(arguments.split(' ')).env_clear().env("HOME", home.path());
        let output = run_with_stdin(program.env("AUTOSEND_BASE_URL", stub.base_url()), KEY);
        assert!(output.status.success() && output.stderr.is_empty(), "{arguments}: {output:?}");
        let printed = String::from_utf8(output.stdout).unwrap();
        let printed = printed.replace(home.path().to_str().unwrap(), "/home/you");
        let printed = printed.replace(&stub.base_url(), "https://api.autosend.com/v1");
        write!(text, "`autosend-domains {arguments}`:\n\n```json\n{printed}```\n\n").unwrap();
    }
    text
}

/// The names of all members, as paths; of arrays, those of every element.
fn members(value: &Value, path: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(object) => {
            for (name, member) in object {
                let path = format!("{path}.{name}");
                members(member, &path, found);
                found.insert(path);
            }
        }
        Value::Array(elements) => elements.iter().for_each(|element| members(element, path, found)),
        _ => {}
    }
}

#[test]
fn documents_of_add_have_the_documented_members() {
    let document = read(".github/docs/json.md");
    let mut examples = document.split("```json\n").skip(1).map(|rest| rest.split_once("```").unwrap().0);
    let (success, failure) = (
        examples.next().unwrap(),
        examples.find(|text| text.starts_with("{\n  \"version\": 1,\n  \"error\"")).unwrap(),
    );
    let added = program("add Mail.example.com --sandbox --json").stdout;
    let failed = program("add taken.example.com --sandbox --json").stderr;
    for (example, printed) in [(success, added), (failure, failed)] {
        let mut documented = BTreeSet::new();
        members(&serde_json::from_str(example).unwrap(), "", &mut documented);
        let mut found = BTreeSet::new();
        members(&serde_json::from_slice(&printed).unwrap(), "", &mut found);
        assert_eq!(documented, found);
        assert!(documented.len() > 8, "{documented:?}");
    }
}

#[test]
fn every_verdict_is_documented() {
    let document = read(".github/docs/json.md");
    let verdicts = [
        Verdict::Match,
        Verdict::Missing,
        Verdict::Different,
        Verdict::Partly { correct: 1, answered: 2 },
        Verdict::Unreachable,
    ];
    for verdict in verdicts.map(Verdict::code) {
        assert!(document.contains(&code(verdict)), "{verdict}");
    }
}

#[test]
fn the_crate_documents_the_import_rules() {
    let rules = RULES.iter().map(|(module, own, outside)| [code(module), codes(own), codes(outside)]);
    hold("src/lib.rs", "//! ", &[("rules", table(["module", "of this crate", "from outside"], rules))]);
}

#[test]
fn two_commands_are_all_that_is_needed() {
    let readme = read("README.md");
    let (before, rest) = readme.split_once("```sh\n").unwrap();
    assert_eq!(before.matches("\n## ").count(), 1, "something comes before the two commands");
    assert_eq!(rest.split_once("```").unwrap().0, "cargo run --release -- --sandbox\ncargo test\n");
    assert!(before.contains(&format!("Rust {}", env!("CARGO_PKG_RUST_VERSION"))));
}

#[test]
fn every_environment_variable_is_documented() {
    let configuration = read(".github/docs/configuration.md");
    let environment = configuration.split("\n## Environment\n").nth(1).unwrap().split("\n## ").next().unwrap();
    let readme = read("README.md");
    for variable in [KEY_VARIABLE, PROJECT_VARIABLE, BASE_URL_VARIABLE] {
        assert!(environment.contains(&code(variable)) && readme.contains(&code(variable)), "{variable}");
    }
}

/// Where the links and pictures of a Markdown text lead.
fn links(text: &str) -> Vec<String> {
    let after = |mark: &str, end: char| -> Vec<String> {
        text.split(mark).skip(1).filter_map(|rest| Some(rest.split_once(end)?.0.to_owned())).collect()
    };
    [after("](", ')'), after("src=\"", '"'), after("srcset=\"", '"'), after("href=\"", '"')].concat()
}

/// The anchors that GitHub gives the headings of a Markdown text.
fn anchors(text: &str) -> Vec<String> {
    let headings = text.lines().filter_map(|line| Some(line.strip_prefix('#')?.trim_start_matches('#').trim()));
    let anchor = |heading: &str| -> String {
        let kept = heading.to_lowercase().replace(' ', "-");
        kept.chars().filter(|character| character.is_alphanumeric() || "-_".contains(*character)).collect()
    };
    headings.map(anchor).collect()
}

#[test]
fn links_lead_somewhere() {
    let mut broken = Vec::new();
    let docs = fs::read_dir(at(".github/docs")).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let docs = docs.map(|name| format!(".github/docs/{name}"));
    let others = ["README.md", ".github/CONTRIBUTING.md", ".github/CHANGELOG.md"].map(str::to_owned);
    for document in others.into_iter().chain(docs) {
        let document = document.as_str();
        let text = read(document);
        for link in links(&text).into_iter().filter(|link| !link.contains("://")) {
            let (path, anchor) = link.split_once('#').unwrap_or((&link, ""));
            let target = if path.is_empty() { at(document) } else { at(document).parent().unwrap().join(path) };
            let has_anchor =
                || fs::read_to_string(&target).is_ok_and(|text| anchors(&text).contains(&anchor.to_owned()));
            if !target.exists() || !anchor.is_empty() && !has_anchor() {
                broken.push(format!("{document}: {link}"));
            }
        }
    }
    assert_eq!(broken, Vec::<String>::new());
}
