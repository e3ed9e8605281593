//! Signed zones, right and broken, as BIND signs them: the program sees what is wrong by itself. The resolver here does not
//! validate.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use autosend_domains::core::check::{Cause, DomainCheck, Outcome};
use autosend_domains::dns::DnsResolver;
use rstest::rstest;

use super::{Bind, exported};
use crate::dns::lookup_with_progress;
use crate::support::domains::domain;
use crate::support::name_servers::{free_address, resolver_config};
use crate::support::tools::is_available;

const ZONE: &str = "example.com";

/// What is wrong with a signed zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    Nothing,
    /// The parent has no DS record, so that whatever the signatures are does not matter.
    NoDs,
    OtherDs,
    NotSigned,
    Expired,
    NotYetValid,
    OneBadSignature,
    OneSignatureMissing,
}

/// Runs a tool in a folder.
fn run(folder: &Path, tool: &str, arguments: &[&str]) {
    let output = Command::new(tool).args(arguments).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "{tool}: {}", String::from_utf8_lossy(&output.stderr));
}

/// Signs the zone, puts its DS record into the parent's file, and spoils what is to be wrong.
fn sign(folder: &Path, fault: Fault) {
    for flags in [&["-f", "KSK"][..], &[]] {
        run(folder, "dnssec-keygen", &[&["-q", "-a", "ECDSAP256SHA256"][..], flags, &[ZONE]].concat());
    }
    let (from, until) = match fault {
        Fault::Expired => ("20200101000000", "20200201000000"),
        Fault::NotYetValid => ("20900101000000", "20900201000000"),
        _ => ("now-3600", "now+864000"),
    };
    let plain = fs::read_to_string(folder.join(ZONE)).unwrap();
    run(folder, "dnssec-signzone", &["-S", "-P", "-s", from, "-e", until, "-f", "signed", "-o", ZONE, ZONE]);
    let signed = fs::read_to_string(folder.join("signed")).unwrap();
    let content = match fault {
        Fault::NotSigned => plain,
        Fault::OneBadSignature => {
            assert!(signed.contains("p=none"), "{signed}");
            signed.replace("p=none", "p=reject")
        }
        Fault::OneSignatureMissing => without_signature(&signed),
        _ => signed,
    };
    fs::write(folder.join(ZONE), content).unwrap();
    let mut ds = fs::read_to_string(folder.join("dsset-example.com.")).unwrap().trim_end().to_owned();
    if fault == Fault::OtherDs {
        let last = if ds.ends_with('0') { "1" } else { "0" };
        ds.replace_range(ds.len() - 1.., last);
    }
    if fault != Fault::NoDs {
        let parent = fs::read_to_string(folder.join("com")).unwrap();
        fs::write(folder.join("com"), format!("{parent}{ds}\n")).unwrap();
    }
}

/// The zone without the signature of the ownership record.
fn without_signature(signed: &str) -> String {
    let owner = "\n_autosend-verify.mail.example.com.";
    let (before, rest) = signed.split_once(owner).unwrap();
    let (record, rest) = rest.split_once("RRSIG\tTXT").unwrap();
    // The signature has a line of its own, and ends with a parenthesis.
    let (record, _) = record.rsplit_once('\n').unwrap();
    let (_, after) = rest.split_once(")\n").unwrap();
    format!("{before}{owner}{record}\n{after}")
}

async fn check(fault: Fault, is_published: bool) -> DomainCheck {
    let domain = domain("mail.example.com");
    let records = if is_published { exported(&domain, ZONE) } else { "www IN A 192.0.2.80\n".to_owned() };
    let delegation = "example IN NS ns1.host.test.\n";
    let bind = Bind::start_prepared(&[(ZONE, &records), ("com", delegation)], |folder| sign(folder, fault));
    let mut check = DomainCheck::new(domain.clone());
    check.complete(&bind.dns_lookup(&domain).await);
    check
}

/// What is told of each record, without the key tag, which differs each time.
fn messages(check: &DomainCheck) -> Vec<String> {
    let dnssec = |causes: &[Cause]| {
        let told = causes.iter().filter(|cause| cause.code() == "dnssec").map(Cause::message);
        told.collect::<Vec<_>>().join(" ").replace(|character: char| character.is_ascii_digit(), "")
    };
    check.checked_records().map(|checked| dnssec(&checked.check.causes)).collect()
}

#[rstest]
#[case::right(Fault::Nothing, "")]
#[case::without_ds(Fault::NoDs, "")]
#[case::ds_of_another_key(
    Fault::OtherDs,
    "the DS record at the registrar (key tag ) does not match any key of the zone"
)]
#[case::not_signed(Fault::NotSigned, "there is a DS record at the registrar, but the zone is not signed")]
#[case::expired(Fault::Expired, "the signatures expired on --")]
#[case::not_yet_valid(Fault::NotYetValid, "the signatures are not valid before --")]
#[tokio::test]
async fn a_fault_is_reported_before_and_after_publishing(#[case] fault: Fault, #[case] why: &str) {
    if !is_available("dnssec-signzone") {
        return;
    }
    for is_published in [true, false] {
        let check = check(fault, is_published).await;
        let expected = match why {
            "" => String::new(),
            why => {
                format!("The DNSSEC of example.com is broken because {why}: AutoSend and many receivers see nothing.")
            }
        };
        assert_eq!(messages(&check), vec![expected; 5], "{fault:?} {is_published}");
        let summary = check.summary();
        let outcome = match (is_published, why) {
            (true, "") => Outcome::Correct,
            (true, _) => Outcome::HiddenByDnssec,
            (false, _) => Outcome::Missing,
        };
        assert_eq!(summary.outcome, outcome);
        assert_eq!(summary.shared_causes.len(), usize::from(!why.is_empty()), "{:?}", summary.shared_causes);
    }
}

#[rstest]
#[case::wrong(Fault::OneBadSignature, 4, "wrong")]
#[case::missing(Fault::OneSignatureMissing, 0, "missing")]
#[tokio::test]
async fn the_signature_of_one_record_is_named(#[case] fault: Fault, #[case] index: usize, #[case] what: &str) {
    if !is_available("dnssec-signzone") {
        return;
    }
    let check = check(fault, true).await;
    let mut expected = vec![String::new(); 5];
    expected[index] = format!(
        "The DNSSEC of example.com is broken because the signature of this record is {what}: AutoSend and many receivers \
         don't see it."
    );
    assert_eq!(messages(&check), expected);
}

/// Unbound in front of BIND; ended when dropped.
struct Unbound {
    process: Child,
    address: SocketAddr,
}

impl Unbound {
    fn start(bind: &Bind, modules: &str) -> Self {
        let (folder, address) = (bind.folder(), free_address());
        let stub = |zone| format!("stub-zone:\n name: \"{zone}\"\n stub-addr: 127.0.0.1@{}\n", bind.address.port());
        let configuration = format!(
            "server:\n interface: 127.0.0.1\n port: {}\n username: \"\"\n chroot: \"\"\n pidfile: \"\"\n directory: \"{}\"\n \
             use-syslog: no\n logfile: \"\"\n do-daemonize: no\n do-not-query-localhost: no\n do-ip6: no\n local-zone: \"test.\" \
             nodefault\n module-config: \"{modules}\"\n trust-anchor-file: \"dsset-example.com.\"\n{}remote-control:\n \
             control-enable: no\n",
            address.port(),
            folder.display(),
            ["com", ZONE, "host.test"].map(stub).concat(),
        );
        let file = folder.join("unbound.conf");
        fs::write(&file, configuration).unwrap();
        let mut command = Command::new("unbound");
        command.arg("-dc").arg(file).stdin(Stdio::null()).stderr(Stdio::piped());
        let mut process = command.spawn().unwrap();
        let mut lines = BufReader::new(process.stderr.take().unwrap()).lines();
        let log: Vec<String> =
            lines.by_ref().map_while(Result::ok).take_while(|line| !line.contains("start of service")).collect();
        assert!(process.try_wait().unwrap().is_none(), "Unbound has ended: {log:#?}");
        std::thread::spawn(move || lines.for_each(drop));
        Self { process, address }
    }
}

impl Drop for Unbound {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[rstest]
#[tokio::test]
async fn a_fault_is_reported_once_whether_the_resolver_validates_or_not(
    #[values("validator iterator", "iterator")] modules: &str,
    #[values(Fault::Nothing, Fault::Expired)] fault: Fault,
) {
    if !is_available("dnssec-signzone") || !is_available("unbound") {
        return;
    }
    let domain = domain("mail.example.com");
    let records = exported(&domain, ZONE);
    let delegation = "example IN NS ns1.host.test.\n";
    let bind = Bind::start_prepared(&[(ZONE, &records), ("com", delegation)], |folder| sign(folder, fault));
    let unbound = Unbound::start(&bind, modules);
    let dns = DnsResolver::new(resolver_config(unbound.address, &[bind.address]));
    let mut check = DomainCheck::new(domain.clone());
    check.complete(&lookup_with_progress(&dns, &domain).await.0);
    let codes: Vec<Vec<&str>> =
        check.checked_records().map(|checked| checked.check.causes.iter().map(Cause::code).collect()).collect();
    let expected = if fault == Fault::Expired { vec!["dnssec"] } else { Vec::new() };
    assert_eq!(codes, vec![expected; 5]);
    let is_named = messages(&check).iter().all(|message| message.contains("expired on"));
    assert_eq!(is_named, fault == Fault::Expired, "{:?}", messages(&check));
}
