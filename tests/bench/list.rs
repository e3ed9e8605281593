//! A project of ten thousand domains: how long its list takes from the start to the screen, and how long a key press
//! takes that filters it; and how long one of them takes that an earlier run has cached, and how much memory.

mod support;

use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use support::{Wizard, milliseconds, quantile, tell};

/// How many domains there are.
const DOMAINS: usize = 10_000;

fn main() {
    let body = list();
    let megabytes = body.len() / 1_000_000;
    let address = serve(body);
    let url = format!("http://{address}/v1");
    let key = [("AUTOSEND_API_KEY", "AS_benchmark12345"), ("AUTOSEND_BASE_URL", url.as_str())];
    let mut wizard = Wizard::start(&[], &key);
    wizard.until("Enter");
    wizard.send(b"\x1bOQ");
    let shown = wizard.until("Checked");
    let limit = Duration::from_secs(2);
    tell(
        &format!("start to a list of 10,000 ({megabytes} MB) on the screen"),
        &milliseconds(shown),
        "2 s",
        shown < limit,
    );
    let mut times = Vec::new();
    for _ in 0..6 {
        for character in "shop 42 example".bytes() {
            times.push(wizard.press(&[character]).0);
        }
        for _ in 0.."shop 42 example".len() {
            times.push(wizard.press(b"\x7f").0);
        }
        for motion in [b"\x1b[B", b"\x1b[B", b"\x1b[A"] {
            times.push(wizard.press(motion).0);
        }
    }
    let slowest = quantile(&mut times, 0.99);
    let limit = Duration::from_millis(16);
    tell(
        "key press that filters 10,000 domains to painted, 99 of 100",
        &milliseconds(slowest),
        "16 ms",
        slowest <= limit,
    );
    drop(wizard);
    look_up_cached(&key);
}

/// Caches the list, and looks one domain up without the network.
fn look_up_cached(key: &[(&str, &str)]) {
    let home = tempfile::tempdir().expect("a folder");
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_autosend-domains"));
        command.args(arguments).env_clear().envs(key.iter().copied()).env("HOME", home.path());
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    };
    for time in ["first", "next"] {
        let start = Instant::now();
        assert!(run(&["list"]).status().expect("the program").success());
        let took = start.elapsed();
        let limit = Duration::from_secs(2);
        tell(&format!("`list` of 10,000 and caching it, the {time} time"), &milliseconds(took), "2 s", took < limit);
    }
    let name = "mail4200.department-29.example.com";
    let mut times: Vec<Duration> = (0..20)
        .map(|_| {
            let start = Instant::now();
            assert!(run(&["records", name, "--offline"]).status().expect("the program").success());
            start.elapsed()
        })
        .collect();
    let median = quantile(&mut times, 0.5);
    let limit = Duration::from_millis(20);
    tell("`records NAME --offline` with 10,000 cached domains", &milliseconds(median), "20 ms", median <= limit);
    // A pipe stops it when everything is read, until somebody reads the pipe.
    let pipe = home.path().join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("mkfifo").success());
    let mut child = run(&["records", name, "--offline", "-o", pipe.to_str().expect("a path")]).spawn().expect("it");
    let peak = wait_for_peak(&format!("/proc/{}", child.id()));
    std::fs::read(&pipe).expect("the records");
    assert!(child.wait().expect("its end").success());
    let figure = format!("{:.1} MiB", f64::from(peak) / 1024.0);
    tell("memory of the same, at its peak", &figure, "15 MiB", peak <= 15 * 1024);
}

/// The most memory that a process has had, in KiB, when it waits for a reader of its pipe.
fn wait_for_peak(process: &str) -> u32 {
    loop {
        let wait = std::fs::read_to_string(Path::new(process).join("wchan")).unwrap_or_default();
        let status = std::fs::read_to_string(Path::new(process).join("status")).expect("/proc");
        let peak =
            status.lines().find_map(|line| line.strip_prefix("VmHWM:")).map(|peak| peak.trim().trim_end_matches(" kB"));
        if wait.contains("fifo") || wait.contains("wait_for_partner") {
            return peak.expect("VmHWM").parse().expect("a number");
        }
        thread::sleep(Duration::from_millis(1));
    }
}

/// The answer to the list, about 1.4 kB a domain as AutoSend has them.
fn list() -> Vec<u8> {
    let mut body = String::from(r#"{"success":true,"data":{"domains":["#);
    let key = "A".repeat(216);
    for number in 0..DOMAINS {
        let kind = ["mail", "news", "shop", "support", "alerts"][number % 5];
        let name = format!("{kind}{number}.department-{}.example.com", number % 97);
        let status = if number % 3 == 0 { "PENDING_CONFIGURATION" } else { "VERIFIED" };
        let comma = if number == 0 { "" } else { "," };
        let _ = write!(
            body,
            r#"{comma}{{"id":"{number:024x}","domainName":"{name}","verificationStatus":"{status}","ownershipVerified":{found},"dkimEnabled":{found},"mailFromEnabled":{found},"dmarcEnabled":false,"dnsRecords":{{"ownership":{{"name":"_autosend-verify.{name}","value":"autosend-verify-{number:032x}","type":"TXT","purpose":"Domain ownership verification"}},"dkim":{{"name":"autosend._domainkey.{name}","value":"MI{key}","type":"TXT","purpose":"DKIM authentication"}},"mailFrom":[{{"name":"asend.{name}","value":"feedback-smtp.us-east-1.amazonses.com","type":"MX","purpose":"Mail-from domain","priority":10}},{{"name":"asend.{name}","value":"v=spf1 include:amazonses.com ~all","type":"TXT","purpose":"SPF record for mail-from domain"}}],"dmarc":{{"name":"_dmarc.{name}","value":"v=DMARC1; p=none;","type":"TXT","purpose":"DMARC policy"}}}},"createdAt":"2026-01-05T08:00:00.000Z","lastCheckedAt":"2026-03-19T08:00:00.000Z","regionKey":"us-east-1","verificationInProgress":false}}"#,
            found = number % 3 != 0,
        );
    }
    body.push_str("]}}");
    body.into_bytes()
}

/// A server that answers every request with this; its address.
fn serve(body: Vec<u8>) -> std::net::SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("its address");
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            answer(stream, &body);
        }
    });
    address
}

fn answer(mut stream: TcpStream, body: &[u8]) {
    let mut head = Vec::new();
    let mut octet = [0];
    while !head.ends_with(b"\r\n\r\n") {
        if !matches!(stream.read(&mut octet), Ok(1)) {
            return;
        }
        head.push(octet[0]);
    }
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body));
}
