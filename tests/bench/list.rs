//! A project of ten thousand domains: how long its list takes from the start to the screen, and how long a key press
//! takes that filters it.

mod support;

use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

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
