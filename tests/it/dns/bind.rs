//! The exported zone file, served by BIND and looked up.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::{Ipv4Addr, SocketAddr};
use std::process::{Child, Command, Stdio};

use autosend_domains::core::domain::SendingDomain;
use autosend_domains::core::format::Format;
use autosend_domains::core::look::{Reply, Survey};
use autosend_domains::core::verdict::{Verdict, judge};
use autosend_domains::core::zone::Zone;
use autosend_domains::dns::DnsResolver;
use autosend_domains::export::{Order, TTL, export};
use tempfile::TempDir;

use super::survey;
use crate::support::dns::{closed, places};
use crate::support::domains::{domain, domain_with_key};
use crate::support::tools::has;

/// What a zone needs beside the records that are exported.
const HEAD: &str = "$TTL 300\n@ IN SOA ns1.host.test. person.host.test. 1 3600 600 86400 300\n@ IN NS ns1.host.test.\n";

/// BIND with the zones `example.com` and `host.test`; ended when dropped.
struct Bind {
    process: Child,
    address: SocketAddr,
    _folder: TempDir,
}

impl Bind {
    fn start(zone: &str) -> Self {
        let folder = TempDir::new().unwrap();
        let address = closed();
        let path = |name: &str| folder.path().join(name);
        fs::write(path("example.com"), format!("$ORIGIN example.com.\n{HEAD}{zone}")).unwrap();
        fs::write(path("host.test"), format!("$ORIGIN host.test.\n{HEAD}ns1 IN A 192.0.2.1\n")).unwrap();
        let (here, port) = (folder.path().display(), address.port());
        let configuration = format!(
            "options {{ directory \"{here}\"; pid-file none; session-keyfile \"{here}/session.key\"; recursion no; \
             listen-on port {port} {{ 127.0.0.1; }}; listen-on-v6 {{ none; }}; dnssec-validation no; }};\ncontrols {{ }};\n\
             zone \"example.com\" {{ type primary; file \"example.com\"; }};\n\
             zone \"host.test\" {{ type primary; file \"host.test\"; }};\n"
        );
        fs::write(path("named.conf"), configuration).unwrap();
        let mut command = Command::new("named");
        command.args(["-g", "-n", "1", "-c"]).arg(path("named.conf")).stdin(Stdio::null()).stderr(Stdio::piped());
        let mut process = command.spawn().unwrap();
        let mut lines = BufReader::new(process.stderr.take().unwrap()).lines();
        let told: Vec<String> =
            lines.by_ref().map_while(Result::ok).take_while(|line| !line.ends_with(" running")).collect();
        assert!(process.try_wait().unwrap().is_none(), "BIND has ended: {told:#?}");
        // What it says from now on is read away, so that it never waits for a reader.
        std::thread::spawn(move || lines.for_each(drop));
        Self { process, address, _folder: folder }
    }

    /// BIND with the domain's records as they are exported.
    fn serving(domain: &SendingDomain) -> Self {
        let zone = Zone::chosen("example.com");
        Self::start(&export(Format::Zone, &Order { domain, zone: &zone, ttl: TTL }).text)
    }

    async fn survey(&self, domain: &SendingDomain) -> Survey {
        assert_eq!(self.address.ip(), Ipv4Addr::LOCALHOST);
        survey(&DnsResolver::new(places(self.address, &[self.address])), domain).await.0
    }
}

impl Drop for Bind {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[tokio::test]
async fn every_exported_record_is_found_right() {
    if !has("named") {
        return;
    }
    for domain in [domain("mail.example.com"), domain_with_key("mail.example.com", 736), domain("example.com")] {
        let survey = Bind::serving(&domain).survey(&domain).await;
        assert_eq!((survey.zone.name.as_str(), survey.zone.is_certain), ("example.com", true));
        for (record, look) in domain.records.iter().zip(&survey.looks) {
            let judged = judge(record, &domain, &survey.zone, look);
            assert_eq!(judged.verdict, Verdict::Match, "{judged:?} {look:?}");
        }
    }
}

#[tokio::test]
async fn what_is_not_in_the_zone_is_told_with_how_long_that_is_remembered() {
    if !has("named") {
        return;
    }
    let domain = domain("mail.example.com");
    let survey = Bind::start("asend.mail IN A 192.0.2.9\n").survey(&domain).await;
    let absent = survey.looks.iter().map(|look| match &look.sightings[0].reply {
        Reply::Absent(absence) => (absence.no_name, absence.remembered, absence.zone.as_deref()),
        other => panic!("{other:?}"),
    });
    let zone = Some("example.com");
    let (name, data) = ((true, Some(300), zone), (false, Some(300), zone));
    assert_eq!(absent.collect::<Vec<_>>(), [name, name, data, data, name]);
}
