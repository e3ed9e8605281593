//! The adapters against real servers: `PowerDNS` from Debian, and moto, which stands in for AWS.

use std::fs;
use std::net::{Ipv4Addr, TcpStream, UdpSocket};
use std::process::{Child, Command, Stdio};

use autosend_domains::providers::connect_at;
use autosend_domains::providers::error::{KeyFault, ProviderError};
use autosend_domains::providers::publish::Applied;
use autosend_domains::providers::variables::Variables;
use serde_json::{Value, json};

use super::{Plan, done, new, wanted};
use crate::support::api_servers::closed_port;
use crate::support::pty::wait_for_condition;
use crate::support::tools::is_available;

/// A program that ends with its test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts a server and waits for its port.
fn start(command: &mut Command, port: u16) -> Running {
    let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let running = Running(child.unwrap_or_else(|error| panic!("{command:?}: {error}")));
    wait_for_condition("its port", || TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok());
    running
}

fn free_udp_port() -> u16 {
    UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port()
}

/// The server's own answer for a URL of its API.
fn ask(url: &str, body: Option<&Value>) -> String {
    let mut command = Command::new("python3");
    let program = "import sys,urllib.request as u\n\
                   r=u.Request(sys.argv[1],data=sys.argv[2].encode() or None,headers={'X-API-Key':'k3y-of-pdns'})\n\
                   print(u.urlopen(r).read().decode())";
    let body = body.map(ToString::to_string).unwrap_or_default();
    let output = command.args(["-c", program, url, &body]).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn powerdns_takes_the_records_and_gives_them_back() {
    if !is_available("pdns_server") || !is_available("python3") {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let database = folder.path().join("zones.sqlite3");
    let schema = fs::read_to_string("/usr/share/pdns-backend-sqlite3/schema/schema.sqlite3.sql").unwrap();
    let script = "import sqlite3,sys\nsqlite3.connect(sys.argv[1]).executescript(sys.argv[2])";
    assert!(Command::new("python3").args(["-c", script]).arg(&database).arg(schema).status().unwrap().success());
    let (api, dns) = (closed_port(), free_udp_port());
    let _server = start(
        Command::new("pdns_server")
            .args(["--no-config", "--daemon=no", "--guardian=no", "--launch=gsqlite3", "--webserver=yes", "--api=yes"])
            .args(["--api-key=k3y-of-pdns", "--local-address=127.0.0.1", "--webserver-address=127.0.0.1"])
            .arg(format!("--gsqlite3-database={}", database.display()))
            .arg(format!("--local-port={dns}"))
            .arg(format!("--webserver-port={api}"))
            .arg(format!("--socket-dir={}", folder.path().display())),
        api,
    );
    let url = format!("http://127.0.0.1:{api}");
    let zones = format!("{url}/api/v1/servers/localhost/zones");
    let record = |content: &str| json!([{ "content": content, "disabled": false }]);
    ask(
        &zones,
        Some(&json!({
            "name": "example.com.", "kind": "Native",
            "nameservers": ["ns1.provider.example.", "ns2.provider.example."],
            "rrsets": [
                { "name": "example.com.", "type": "TXT", "ttl": 7200, "records": record("\"v=spf1 -all\"") },
                { "name": "alias.example.com.", "type": "CNAME", "ttl": 7200, "records": record("other.example.") }
            ]
        })),
    );
    let content = || {
        let zone: Value = serde_json::from_str(&ask(&format!("{zones}/example.com."), None)).unwrap();
        let mut sets: Vec<String> = zone["rrsets"].as_array().unwrap().iter().map(ToString::to_string).collect();
        sets.retain(|set| !set.contains("\"SOA\""));
        sets.sort();
        sets
    };
    let before = content();
    let connect = |key: &'static str| {
        let get = move |name: &str| (name == "PDNS_API_KEY").then(|| key.to_owned());
        connect_at("powerdns", Some(&url), &Variables::new(&get)).unwrap().unwrap()
    };
    let plan = Plan::make(connect("k3y-of-pdns"), wanted()).unwrap();
    let added = done(plan.add());
    assert_eq!(added.len(), 4);
    let now = content();
    for text in ["v=spf1 -all", "autosend-verify-1", "10 feedback-smtp.us-east-1.amazonses.com.", "v=DMARC1; p=none;"] {
        assert!(now.iter().any(|set| set.contains(text)), "{text}: {now:?}");
    }
    assert!(matches!(plan.add(), Applied::Nothing(ProviderError::Moved(_))), "the same plan again");
    assert_eq!(done(plan.take_back(&added)).len(), 4);
    assert_eq!(content(), before);
    let beside_cname = Plan::make(connect("k3y-of-pdns"), vec![new("alias.example.com", "TXT", "x")]).unwrap();
    assert_eq!(beside_cname.add(), Applied::Nothing(ProviderError::InTheWay("alias.example.com".to_owned())));
    let wrong = Plan::make(connect("another-key"), wanted()).err();
    assert_eq!(wrong, Some(ProviderError::BadKey(KeyFault::Unknown)));
}

#[test]
fn moto_takes_the_change_batches_of_route_53() {
    if !is_available("moto_server") {
        return;
    }
    let port = closed_port();
    let _server = start(Command::new("moto_server").args(["-H", "127.0.0.1", "-p", &port.to_string()]), port);
    let script = "
import boto3, sys
client = boto3.client('route53', endpoint_url=sys.argv[1], region_name='us-east-1', aws_access_key_id='AKIDMOTO',
                      aws_secret_access_key='s3cret-of-moto')
def records():
    zone = client.list_hosted_zones_by_name(DNSName='example.com.')['HostedZones'][0]['Id']
    sets = client.list_resource_record_sets(HostedZoneId=zone)['ResourceRecordSets']
    return sorted((s['Name'], s['Type'], s.get('TTL'), [r['Value'] for r in s['ResourceRecords']]) for s in sets)
if sys.argv[2] == 'create':
    zone = client.create_hosted_zone(Name='example.com.', CallerReference='1')['HostedZone']['Id']
    client.change_resource_record_sets(HostedZoneId=zone, ChangeBatch={'Changes': [{'Action': 'CREATE',
        'ResourceRecordSet': {'Name': 'example.com.', 'Type': 'TXT', 'TTL': 7200,
                              'ResourceRecords': [{'Value': '\"v=spf1 -all\"'}]}}]})
print(records())
";
    let url = format!("http://127.0.0.1:{port}");
    let python = |what: &str| {
        let output = Command::new("python3").args(["-c", script, &url, what]).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let before = python("create");
    let get = |name: &str| match name {
        "AWS_ACCESS_KEY_ID" => Some("AKIDMOTO".to_owned()),
        "AWS_SECRET_ACCESS_KEY" => Some("s3cret-of-moto".to_owned()),
        _ => None,
    };
    let connection = connect_at("route53", Some(&url), &Variables::new(&get)).unwrap().unwrap();
    // moto gives every zone name servers of AWS.
    let (zone, seen) =
        super::run(super::publish::look(&*connection.api, "example.com", None, &[], &super::names(&wanted()))).unwrap();
    assert!(zone.name_servers.iter().any(|server| server.contains("awsdns")), "{zone:?}");
    let plan = Plan { connection, zone, seen, records: wanted() };
    let added = done(plan.add());
    let now = python("list");
    for text in ["v=spf1 -all", "autosend-verify-1", "10 feedback-smtp.us-east-1.amazonses.com.", "v=DMARC1; p=none;"] {
        assert!(now.contains(text), "{text}: {now}");
    }
    assert!(matches!(plan.add(), Applied::Nothing(ProviderError::Moved(_))), "the same plan again");
    // moto wrongly refuses to create a set that the same batch deletes, if that has one value less: the fake shows that.
    let (shared, own): (Vec<_>, Vec<_>) = added.into_iter().partition(|added| added.record.name == "example.com");
    assert_eq!(done(plan.take_back(&own)), own);
    assert_eq!((shared.len(), own.len()), (1, 3));
    let with_shared = before.replace("'\"v=spf1 -all\"'", "'\"v=spf1 -all\"', '\"autosend-verify-1\"'");
    assert_eq!(python("list"), with_shared);
}
