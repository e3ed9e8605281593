//! Zone files, the exported one and such with mistakes, served by BIND and looked up.

mod mistakes;
mod signed;

use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use autosend_domains::core::check::{Verdict, check_record};
use autosend_domains::core::dns::{DnsLookup, QueryOutcome};
use autosend_domains::core::domain::SendingDomain;
use autosend_domains::core::export_format::ExportFormat;
use autosend_domains::core::zone::Zone;
use autosend_domains::dns::DnsResolver;
use autosend_domains::export::{DEFAULT_TTL, ExportInput, export};
use tempfile::TempDir;

use super::lookup_with_progress;
use crate::support::domains::{domain, domain_with_key};
use crate::support::name_servers::{free_address, resolver_config};
use crate::support::tools::is_available;

/// What a zone needs beside its records.
const ZONE_HEADER: &str =
    "$TTL 300\n@ IN SOA ns1.host.test. person.host.test. 1 3600 600 86400 300\n@ IN NS ns1.host.test.\n";

/// The addresses of the name servers, as [`places`] has them.
const NAME_SERVER_RECORDS: &str = "ns1 IN A 192.0.2.1\nns2 IN A 192.0.2.2\n";

/// BIND with some zones and `host.test`; ended when dropped.
struct Bind {
    process: Child,
    address: SocketAddr,
    /// What it told while it started.
    startup_log: Vec<String>,
    folder: TempDir,
}

impl Bind {
    /// One process for all of these zones, each by its name and records.
    fn start(zones: &[(&str, &str)]) -> Self {
        Self::start_prepared(zones, |_folder| {})
    }

    /// The same after something was done to the files of the zones, each of which has the zone's name.
    fn start_prepared(zones: &[(&str, &str)], prepare: impl FnOnce(&Path)) -> Self {
        let folder = TempDir::new().unwrap();
        let address = free_address();
        let (here, port) = (folder.path().display(), address.port());
        let mut configuration = format!(
            "options {{ directory \"{here}\"; pid-file none; session-keyfile \"{here}/session.key\"; recursion no; \
             listen-on port {port} {{ 127.0.0.1; }}; listen-on-v6 {{ none; }}; dnssec-validation no; }};\ncontrols {{ }};\n"
        );
        for (name, records) in zones.iter().chain(&[("host.test", NAME_SERVER_RECORDS)]) {
            fs::write(folder.path().join(name), format!("$ORIGIN {name}.\n{ZONE_HEADER}{records}")).unwrap();
            writeln!(configuration, "zone \"{name}\" {{ type primary; file \"{name}\"; }};").unwrap();
        }
        prepare(folder.path());
        let file = folder.path().join("named.conf");
        fs::write(&file, configuration).unwrap();
        let mut command = Command::new("named");
        command.args(["-g", "-n", "1", "-c"]).arg(file).stdin(Stdio::null()).stderr(Stdio::piped());
        let mut process = command.spawn().unwrap();
        let mut lines = BufReader::new(process.stderr.take().unwrap()).lines();
        let told: Vec<String> =
            lines.by_ref().map_while(Result::ok).take_while(|line| !line.ends_with(" running")).collect();
        assert!(process.try_wait().unwrap().is_none(), "BIND has ended: {told:#?}");
        // What it says from now on is read away, so that it never waits for a reader.
        std::thread::spawn(move || lines.for_each(drop));
        Self { process, address, startup_log: told, folder }
    }

    /// The folder of its files.
    fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// BIND with the domain's records as they are exported.
    fn serving(domain: &SendingDomain) -> Self {
        Self::start(&[("example.com", &exported(domain, "example.com"))])
    }

    async fn dns_lookup(&self, domain: &SendingDomain) -> DnsLookup {
        self.lookup_with(domain, &[]).await
    }

    /// The same where others are the second name server and those after it.
    async fn lookup_with(&self, domain: &SendingDomain, others: &[&Self]) -> DnsLookup {
        assert_eq!(self.address.ip(), Ipv4Addr::LOCALHOST);
        let servers: Vec<_> = std::iter::once(self).chain(others.iter().copied()).map(|bind| bind.address).collect();
        lookup_with_progress(&DnsResolver::new(resolver_config(self.address, &servers)), domain).await.0
    }
}

/// The domain's records as lines of a zone file.
fn exported(domain: &SendingDomain, zone: &str) -> String {
    export(ExportFormat::Zone, &ExportInput { domain, zone: &Zone::chosen(zone), ttl: DEFAULT_TTL }).text
}

impl Drop for Bind {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[tokio::test]
async fn every_exported_record_is_correct() {
    if !is_available("named") {
        return;
    }
    for domain in [domain("mail.example.com"), domain_with_key("mail.example.com", 736), domain("example.com")] {
        let lookup = Bind::serving(&domain).dns_lookup(&domain).await;
        assert_eq!((lookup.zone.name.as_str(), lookup.zone.is_certain), ("example.com", true));
        for (record, record_lookup) in domain.records.iter().zip(&lookup.records) {
            let check = check_record(record, &domain, &lookup.zone, record_lookup);
            assert_eq!(check.verdict, Verdict::Match, "{check:?} {record_lookup:?}");
        }
    }
}

#[tokio::test]
async fn a_missing_record_has_its_negative_ttl() {
    if !is_available("named") {
        return;
    }
    let domain = domain("mail.example.com");
    let lookup = Bind::start(&[("example.com", "asend.mail IN A 192.0.2.9\n")]).dns_lookup(&domain).await;
    let absent = lookup.records.iter().map(|record_lookup| match &record_lookup.responses[0].outcome {
        QueryOutcome::Negative(negative) => (negative.is_nxdomain, negative.negative_ttl, negative.zone.as_deref()),
        other => panic!("{other:?}"),
    });
    let zone = Some("example.com");
    let (name, data) = ((true, Some(300), zone), (false, Some(300), zone));
    assert_eq!(absent.collect::<Vec<_>>(), [name, name, data, data, name]);
}
