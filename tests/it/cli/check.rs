//! `check`: the records of a domain of the sandbox, at name servers of the test's.

use std::time::Duration;

use autosend_domains::sandbox::Sandbox;
use hickory_proto::op::ResponseCode;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::{Run, add_domains, start_sandbox, state_run};
use crate::support::api_servers::{StubReply, StubServer, domain};
use crate::support::name_servers::{Behaviour, NameServer, TestZone, closed_address};

pub(super) const NAME: &str = "mail.example.com";

/// Its zone, at the name servers of a known host.
fn empty() -> TestZone {
    TestZone::new("example.com", &["amy.ns.cloudflare.com", "bob.ns.cloudflare.com"])
}

/// The records of the domain, as the zone has to have them.
async fn records(sandbox: &Sandbox, name: &str) -> Vec<Value> {
    let ran = Run::new(&["records", name, "--json", "--no-cache"]).with_api(sandbox.base_url()).run_async().await;
    ran.stdout_json()["domain"]["records"].as_array().unwrap().clone()
}

/// The zone with these records, each at the name that `place` makes of its own.
fn zone(records: &[Value], place: impl Fn(&str) -> String) -> TestZone {
    records.iter().fold(empty(), |zone, record| {
        let name = place(record["name"].as_str().unwrap());
        let value = record["publishValue"].as_str().unwrap();
        match record["priority"].as_u64() {
            Some(priority) => zone.with_mx(&name, u16::try_from(priority).unwrap(), value),
            None => zone.with_txt(&name, value),
        }
    })
}

/// A sandbox with the domain, and its zone with everything right.
pub(super) async fn world() -> (Sandbox, TestZone) {
    let sandbox = start_sandbox().await;
    add_domains(&sandbox, &[NAME]).await;
    let zone = zone(&records(&sandbox, NAME).await, str::to_owned);
    (sandbox, zone)
}

pub(super) fn check(sandbox: &Sandbox, servers: &[&NameServer], more: &[&str]) -> Run {
    let addresses: Vec<_> = servers.iter().map(|server| server.address().to_string()).collect();
    let run = addresses.iter().fold(Run::new(&["check", NAME]), |run, address| run.arg("--nameserver").arg(address));
    more.iter().fold(run, Run::arg).with_api(sandbox.base_url())
}

#[tokio::test]
async fn the_records_that_dns_lacks_are_printed_alone() {
    let sandbox = start_sandbox().await;
    add_domains(&sandbox, &[NAME]).await;
    let all = records(&sandbox, NAME).await;
    let published: Vec<Value> = all.iter().filter(|record| record["slot"] != "dmarc").cloned().collect();
    let server = NameServer::start_normal(&[zone(&published, str::to_owned)]);
    let missing = |address: String, more: &[&str]| {
        let run = Run::new(&["records", NAME, "--only", "missing", "--nameserver", &address, "--no-cache"]);
        more.iter().fold(run, Run::arg).with_api(sandbox.base_url()).run_async()
    };
    let ran = missing(server.address().to_string(), &["--json"]).await;
    let document = ran.stdout_json();
    let slots: Vec<_> =
        document["domain"]["records"].as_array().unwrap().iter().map(|record| &record["slot"]).collect();
    assert_eq!((ran.code, slots, &document["warnings"]), (0, vec![&json!("dmarc")], &json!([])), "{document}");
    let ran = missing(closed_address().to_string(), &["--json"]).await;
    let document = ran.stdout_json();
    assert_eq!(document["domain"]["records"].as_array().unwrap().len(), all.len(), "what is not known is kept");
    assert_eq!(document["warnings"][0]["kind"], "not-looked-up", "{document}");
}

#[tokio::test]
async fn correct_records_are_reported_as_correct() {
    let (sandbox, zone) = world().await;
    let server = NameServer::start_normal(&[zone]);
    let ran = check(&sandbox, &[&server], &["--json"]).run_async().await;
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{ran:?}");
    assert_eq!(ran.stdout_json()["check"]["outcome"], "right");
    let ran = check(&sandbox, &[&server], &[]).run_async().await;
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{ran:?}");
    let request = format!("Zone example.com: checked at the server you named ({}).", server.address());
    for words in
        ["mail.example.com: All 5 records are OK.", &request, "DNS provider: Cloudflare. https://dash.cloudflare.com"]
    {
        assert!(ran.stdout.contains(words), "{words}: {}", ran.stdout);
    }
    assert!(!ran.stdout.contains("expected"), "{}", ran.stdout);
}

#[tokio::test]
async fn json_has_every_response_of_every_server() {
    let (sandbox, zone) = world().await;
    let (good, old) = (NameServer::start_normal(&[zone]), NameServer::start_normal(&[empty()]));
    let ran = check(&sandbox, &[&good, &old], &["--json"]).run_async().await;
    assert_eq!((ran.code, ran.stderr.as_str()), (3, ""), "{ran:?}");
    let document = ran.stdout_json();
    assert_eq!((&document["version"], &document["verifyAsked"]), (&1.into(), &false.into()));
    assert_eq!((&document["stale"], &document["ageSeconds"]), (&false.into(), &Value::Null));
    let check = &document["check"];
    assert_eq!((&check["outcome"], &check["right"], &check["of"]), (&"not-right".into(), &0.into(), &5.into()));
    assert_eq!((&check["zone"]["name"], &check["zone"]["asked"]), (&"example.com".into(), &"named".into()));
    assert_eq!((&check["zone"]["intercepted"], &check["records"][0]["zone"]), (&false.into(), &"example.com".into()));
    assert_eq!(check["zone"]["hosts"][0]["key"], "cloudflare");
    let record = &check["records"][0];
    assert_eq!((&record["slot"], &record["verdict"]), (&"ownership".into(), &"partly".into()));
    assert_eq!((&record["rightServers"], &record["ofServers"]), (&1.into(), &2.into()));
    assert_eq!(record["causes"][0]["key"], "servers-differ");
    let answers: Vec<_> = record["answers"].as_array().unwrap().iter().collect();
    let words: Vec<_> = answers.iter().map(|answer| (&answer["answer"], &answer["verdict"])).collect();
    assert_eq!(words, [(&"found".into(), &"match".into()), (&"no-name".into(), &"missing".into())]);
    assert_eq!(answers[0]["data"][0]["text"], record["expected"]);
    assert_eq!(answers[1]["rememberedSeconds"], 300);
    assert_eq!(document["domain"]["records"][0]["published"], false);
}

#[tokio::test]
async fn a_missing_record_is_to_be_added() {
    let (sandbox, _) = world().await;
    let ran = check(&sandbox, &[&NameServer::start_normal(&[empty()])], &[]).run_async().await;
    assert_eq!(ran.code, 3, "{ran:?}");
    assert_eq!(
        ran.stdout.matches("\n5 records: not found\n  Add them at your DNS provider.\n").count(),
        1,
        "{}",
        ran.stdout
    );
    assert_eq!(ran.stdout.matches("    expected  ").count(), 5, "each has its value: {}", ran.stdout);
}

#[tokio::test]
async fn a_mistake_has_its_cause_remedy_and_found_value() {
    let (sandbox, _) = world().await;
    let records = records(&sandbox, NAME).await;
    let doubled = zone(&records, |name| format!("{name}.example.com"));
    let ran = check(&sandbox, &[&NameServer::start_normal(&[doubled])], &[]).run_async().await;
    assert_eq!(ran.code, 3, "{ran:?}");
    for words in [
        "\n5 records: the domain appears twice in the name\n  Your DNS provider adds .example.com itself. Edit each record and \
         change its name:\n",
        "\n  Ownership      _autosend-verify.mail.example.com.example.com     _autosend-verify.mail\n",
        "\n  DKIM           autosend._domainkey.mail.example.com.example.com  autosend._domainkey.mail\n",
        "all records at once: autosend-domains records mail.example.com --format zone\n",
    ] {
        assert!(ran.stdout.contains(words), "{words}: {}", ran.stdout);
    }
}

#[tokio::test]
async fn a_different_value_is_compared_with_the_expected_one() {
    let (sandbox, _) = world().await;
    let mut records = records(&sandbox, NAME).await;
    let wrong = records[0]["publishValue"].as_str().unwrap().replacen("verify", "verifx", 1);
    records[0]["publishValue"] = wrong.clone().into();
    let server = NameServer::start_normal(&[zone(&records, str::to_owned)]);
    let ran = check(&sandbox, &[&server], &[]).run_async().await;
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(ran.stdout.contains(&format!("  found     {wrong}\n")), "{}", ran.stdout);
    let marked = format!("{}^ should be y\n    expected  autosend-verify-", " ".repeat(14 + 14));
    assert!(ran.stdout.contains(&marked), "{}", ran.stdout);
    assert!(ran.stdout.contains("\nOK: DKIM, Mail-from MX, Mail-from SPF, DMARC\n"), "{}", ran.stdout);
    let coloured = check(&sandbox, &[&server], &["--color", "always"]);
    let output = tokio::task::spawn_blocking(move || coloured.command().output().unwrap()).await.unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("\u{1b}[1m\u{1b}[31m^\u{1b}[0m should be y"), "{text}");
    assert!(!text.contains("\u{1b}]8;;"), "no links where there is no terminal: {text}");
}

#[tokio::test]
async fn a_finding_shared_by_all_records_is_printed_once() {
    let (sandbox, zone) = world().await;
    let (good, silent) =
        (NameServer::start_normal(&[zone]), NameServer::start(&[], Behaviour::AlwaysCode(ResponseCode::ServFail)));
    let ran = check(&sandbox, &[&good, &silent], &[]).run_async().await;
    assert_eq!(ran.code, 0, "{ran:?}");
    let words = format!("All 5 records: No answer from {} (server failure).\n", silent.address());
    assert!(ran.stdout.contains(&words), "{}", ran.stdout);
    assert_eq!(ran.stdout.matches("No answer from").count(), 1, "{}", ran.stdout);
    // For scripts each record has its causes.
    let document = check(&sandbox, &[&good, &silent], &["--json"]).run_async().await.stdout_json();
    let records = document["check"]["records"].as_array().unwrap();
    assert!(records.iter().all(|record| record["causes"][0]["key"] == "no-answer"), "{document}");
}

#[tokio::test]
async fn broken_dnssec_is_reported_and_no_record_is_correct() {
    let (sandbox, zone) = world().await;
    let bogus = NameServer::start(&[zone], Behaviour::DnssecBogus);
    // Nor is AutoSend asked for what it cannot find, and the time is waited for in vain.
    let ran = check(&sandbox, &[&bogus], &["--wait", "1s", "--verify"]).run_async().await;
    assert_eq!(ran.code, 3, "{ran:?}");
    assert!(ran.stdout.contains("Verification not started"), "{}", ran.stdout);
    for words in [
        "mail.example.com: Resolvers reject this zone: its DNSSEC is broken.\n",
        "All 5 records: The DNSSEC of example.com is broken: AutoSend and many receivers see nothing.\n",
    ] {
        assert_eq!(ran.stdout.matches(words).count(), 1, "{}", ran.stdout);
    }
}

#[tokio::test]
async fn shared_name_servers_prove_no_dns_host() {
    let (sandbox, _) = world().await;
    let zone = TestZone::new("example.com", &["dns1.p07.nsone.net", "dns2.p07.nsone.net"]);
    let ran = check(&sandbox, &[&NameServer::start_normal(&[zone])], &[]).run_async().await;
    assert!(ran.stdout.contains("DNS provider: NS1 (used by "), "{}", ran.stdout);
    assert!(!ran.stdout.contains("https://"), "{}", ran.stdout);
}

#[tokio::test]
async fn a_check_without_responses_is_unreachable() {
    let (sandbox, _) = world().await;
    let nobody = closed_address().to_string();
    for json in [&["--nameserver", &nobody][..], &["--nameserver", &nobody, "--json"]] {
        let ran = check(&sandbox, &[], json).run_async().await;
        assert_eq!(ran.code, 6, "{ran:?}");
        if let [_, _, _] = json {
            assert_eq!(ran.stdout_json()["check"]["outcome"], "not-reached");
            assert_eq!(ran.stdout_json()["domain"]["records"][0]["published"], Value::Null);
        } else {
            assert!(ran.stdout.contains("DNS couldn't be checked: no server answered."), "{ran:?}");
        }
    }
}

#[tokio::test]
async fn check_wait_ends_when_required_records_are_correct_and_prints_changes() {
    let (sandbox, _) = world().await;
    let records = records(&sandbox, NAME).await;
    let server = NameServer::start_normal(&[empty()]);
    let running = tokio::spawn(check(&sandbox, &[&server], &["--wait", "30s", "--verify"]).run_async());
    // The records themselves have been asked for, and some probes.
    while server.query_count() < 15 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    for record in records.iter().filter(|record| ["ownership", "dkim"].contains(&record["slot"].as_str().unwrap())) {
        let text = |member: &str| record[member].as_str().unwrap();
        server.add_txt("example.com", text("name"), text("publishValue")).await;
    }
    let ran = running.await.unwrap();
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.stderr.contains("Next check in 5 s.\n"), "{ran:?}");
    assert!(ran.stderr.contains(&format!("Ownership _autosend-verify.{NAME}: not found, now OK\n")), "{ran:?}");
    assert!(ran.stdout.contains("2 of 5 records are OK, including all required ones."), "{ran:?}");
    assert!(ran.stdout.contains("\nVerification of mail.example.com started"), "{ran:?}");
    let verified = sandbox.received_requests().iter().filter(|seen| seen.path.ends_with("/verify")).count();
    assert_eq!(verified, 1);
}

/// None of the records is known to be required, and so all are waited for.
#[tokio::test]
async fn check_wait_waits_for_an_unknown_record_if_it_is_the_only_one() {
    let stub = StubServer::start(|_| {
        let mut domain = domain(NAME);
        domain["dnsRecords"] = json!({
            "bimi": { "name": format!("default._bimi.{NAME}"), "value": "v=BIMI1; l=;", "type": "TXT" },
        });
        StubReply::list(&[domain])
    });
    let server = NameServer::start_normal(&[empty().with_txt("default._bimi.mail.example.com", "v=BIMI1; l=;")]);
    let address = server.address().to_string();
    let run = Run::new(&["check", NAME, "--wait", "20s", "--nameserver", &address]).with_api(stub.base_url());
    let ran = run.run_async().await;
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{ran:?}");
    assert!(ran.stdout.starts_with("mail.example.com: The record is OK.\n"), "{ran:?}");
}

#[tokio::test]
async fn a_timed_out_check_names_missing_records_and_does_not_verify() {
    let (sandbox, _) = world().await;
    let server = NameServer::start_normal(&[empty()]);
    let ran = check(&sandbox, &[&server], &["--wait", "1s", "--verify", "--json"]).run_async().await;
    assert_eq!((ran.code, ran.stderr.as_str()), (3, ""), "{ran:?}");
    assert_eq!(ran.stdout_json()["check"]["outcome"], "not-right");
    assert!(!sandbox.received_requests().iter().any(|seen| seen.path.ends_with("/verify")));
}

#[tokio::test]
async fn several_domains_print_a_line_each_and_exit_with_the_worst_code() {
    let (sandbox, zone) = world().await;
    add_domains(&sandbox, &["other.example.com"]).await;
    let server = NameServer::start(&[zone], Behaviour::Normal);
    let run = check(&sandbox, &[&server], &["other.example.com", "gone.example.com"]).run_async().await;
    assert_eq!(run.code, 7, "{run:?}");
    let lines: Vec<_> = run.stdout.lines().collect();
    assert_eq!(lines[0], "mail.example.com: All 5 records are OK.");
    assert!(lines[1].starts_with("other.example.com: 0 of 5 records are OK. Ownership not found"), "{run:?}");
    assert!(lines[2].starts_with("gone.example.com: error: No domain gone.example.com in this project"), "{run:?}");
    let ran = check(&sandbox, &[&server], &["other.example.com", "--json"]).run_async().await;
    let documents: Vec<Value> = ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let outcomes: Vec<_> = documents.iter().map(|document| &document["check"]["outcome"]).collect();
    assert_eq!((ran.code, outcomes), (3, vec![&Value::from("right"), &Value::from("not-right")]));
}

#[tokio::test]
async fn an_offline_check_uses_cached_records() {
    let (sandbox, zone) = world().await;
    let server = NameServer::start_normal(&[zone]);
    let (state, base_url) = (TempDir::new().unwrap(), sandbox.base_url());
    assert_eq!(state_run(&state, &base_url, &["list"]).run_async().await.code, 0);
    let request_count = sandbox.received_requests().len();
    let address = server.address().to_string();
    let ran = state_run(&state, &base_url, &["check", NAME, "--offline", "--nameserver", &address]).run_async().await;
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(sandbox.received_requests().len(), request_count, "nobody but DNS is asked");
    assert!(ran.stderr.starts_with("warning: The expected records are those saved "), "{}", ran.stderr);
    let arguments = ["check", NAME, "--offline", "--nameserver", &address, "--json"];
    let document = state_run(&state, &base_url, &arguments).run_async().await.stdout_json();
    assert_eq!((&document["stale"], document["fetchedAt"].is_string()), (&json!(true), true));
    let ran = state_run(&state, &base_url, &["check", "x.example.com", "--offline", "--json"]).run_async().await;
    assert_eq!((ran.code, ran.stderr_json()["kind"].as_str()), (7, Some("not-kept")));
}

#[tokio::test]
async fn omitted_records_of_a_check_are_reported() {
    let name = |number: usize| format!("r{number}.{NAME}");
    let many: serde_json::Map<String, Value> = (0..70)
        .map(|number| (format!("r{number}"), json!({ "name": name(number), "value": "x", "type": "TXT" })))
        .collect();
    let mut many_records = domain(NAME);
    many_records["dnsRecords"] = many.into();
    let stub = StubServer::start(move |_| StubReply::list(std::slice::from_ref(&many_records)));
    let zone = (0..70).fold(empty(), |zone, number| zone.with_txt(&name(number), "x"));
    let server = NameServer::start_normal(&[zone]);
    let run = |more: &[&str]| {
        let address = server.address().to_string();
        let arguments = [&["check", NAME, "--nameserver", &address], more].concat();
        Run::new(&arguments).with_api(stub.base_url()).run()
    };
    let words = "6 of 70 records were not checked: a check is limited to 64 records.";
    let ran = run(&[]);
    assert!(ran.stdout.contains(&format!("\nnote: {words}\n")), "{ran:?}");
    assert!(ran.stdout.contains("left out by limits") && !ran.stdout.contains("no answer"), "{ran:?}");
    let not_asked = json!({ "records": [64, 65, 66, 67, 68, 69], "limits": ["records"], "words": words });
    assert_eq!(run(&["--json"]).stdout_json()["check"]["notAsked"], not_asked);
}
