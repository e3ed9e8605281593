//! Queries to name servers, message by message.
#![expect(clippy::unwrap_used, reason = "a test that can't be set up ends there")]

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use hickory_proto::op::{Edns, Message, Query};
use hickory_proto::rr::{Name, RData, Record, RecordType};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpStream, UdpSocket};
use tokio::time::timeout;

/// The longest wait for a response.
const TIMEOUT: Duration = Duration::from_secs(10);

/// A query that allows a response of 1232 octets over UDP.
pub(crate) fn query_message(name: &str, kind: RecordType) -> Message {
    let mut message = Message::query();
    message.add_query(Query::query(Name::from_ascii(name).unwrap(), kind));
    let mut edns = Edns::new();
    edns.set_max_payload(1232);
    message.set_edns(edns);
    message
}

/// The response to a message over UDP.
pub(crate) async fn send_udp(server: SocketAddr, message: &Message) -> Message {
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    socket.send_to(&message.to_vec().unwrap(), server).await.unwrap();
    let mut buffer = vec![0; 65_535];
    let length = timeout(TIMEOUT, socket.recv(&mut buffer)).await.unwrap().unwrap();
    Message::from_vec(buffer.get(..length).unwrap()).unwrap()
}

/// The response to a message over TCP.
pub(crate) async fn send_tcp(server: SocketAddr, message: &Message) -> Message {
    let octets = message.to_vec().unwrap();
    let mut stream = TcpStream::connect(server).await.unwrap();
    stream.write_u16(u16::try_from(octets.len()).unwrap()).await.unwrap();
    stream.write_all(&octets).await.unwrap();
    let length = timeout(TIMEOUT, stream.read_u16()).await.unwrap().unwrap();
    let mut answer = vec![0; length.into()];
    timeout(TIMEOUT, stream.read_exact(&mut answer)).await.unwrap().unwrap();
    Message::from_vec(&answer).unwrap()
}

/// A record in one line: name without the trailing dot, type, rdata; the strings of a TXT record are joined by bars.
pub(crate) fn format_record(record: &Record) -> String {
    let plain = |name: &Name| name.to_ascii().trim_end_matches('.').to_owned();
    let data = match &record.data {
        RData::TXT(txt) => {
            txt.txt_data.iter().map(|string| String::from_utf8_lossy(string)).collect::<Vec<_>>().join("|")
        }
        RData::MX(mx) => format!("{} {}", mx.preference, plain(&mx.exchange)),
        RData::CNAME(target) => plain(target),
        RData::NS(server) => plain(server),
        other => other.to_string(),
    };
    format!("{} {} {data}", plain(&record.name), record.record_type())
}
