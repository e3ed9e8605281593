//! The queries of a verification: it asks both name servers and the resolver for every record, over the network as
//! AutoSend does.
//!
//! The rules are the sandbox's own, written from RFC 6376, 7208 and 7489, and on purpose not those of the program's own
//! check: a mistake in one of them shows in the other.

use std::net::SocketAddr;
use std::time::Duration;

use hickory_server::net::client::{Client, ClientHandle as _};
use hickory_server::net::runtime::TokioRuntimeProvider;
use hickory_server::net::udp::UdpClientStream;
use hickory_server::proto::op::ResponseCode;
use hickory_server::proto::rr::{DNSClass, RData, RecordType};
use tokio::task::JoinSet;

use super::sockets::DnsAddresses;
use super::zone::parse_fqdn;
use crate::core::dkim;
use crate::core::domain_name::is_same_name;
use crate::core::record::Purpose;
use crate::sandbox::records::ApiRecord;

/// The timeout of a query. All servers are on this machine.
const QUERY_TIMEOUT: Duration = Duration::from_secs(2);

/// Which records of a domain were found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a finding of its own")]
pub(in crate::sandbox) struct VerificationResult {
    pub(in crate::sandbox) ownership: bool,
    pub(in crate::sandbox) dkim: bool,
    /// Every MX and SPF record.
    pub(in crate::sandbox) mail_from: bool,
    pub(in crate::sandbox) dmarc: bool,
    pub(in crate::sandbox) inbound: bool,
}

impl VerificationResult {
    pub(in crate::sandbox) const ALL: Self =
        Self { ownership: true, dkim: true, mail_from: true, dmarc: true, inbound: true };
}

/// Looks the records up. A record counts as found if every server that knows the zone has it, because a resolver may
/// ask any of them, and if the resolver finds it.
pub(in crate::sandbox) async fn verify_records(
    servers: DnsAddresses,
    records: Vec<(Purpose, ApiRecord)>,
) -> VerificationResult {
    let mut lookups = JoinSet::new();
    for (purpose, record) in records {
        lookups.spawn(async move {
            let ask = |server| query(server, record.name.clone(), record.is_mx());
            let [first, second] = servers.name_servers.map(ask);
            let (first, second, resolved) = tokio::join!(first, second, ask(servers.resolver));
            let is_right = |answer: &Vec<RData>| matches_expected(purpose, &record, answer);
            let is_found =
                resolved.is_some_and(|answer| is_right(&answer)) && [first, second].iter().flatten().all(is_right);
            (purpose, is_found)
        });
    }
    let all = lookups.join_all().await;
    let has = |wanted: &[Purpose]| {
        let mut of = all.iter().filter(|(purpose, _)| wanted.contains(purpose)).peekable();
        of.peek().is_some() && of.all(|(_, is_found)| *is_found)
    };
    VerificationResult {
        ownership: has(&[Purpose::Ownership]),
        dkim: has(&[Purpose::Dkim]),
        mail_from: has(&[Purpose::MailFromMx, Purpose::MailFromSpf]),
        dmarc: has(&[Purpose::Dmarc]),
        inbound: has(&[Purpose::Inbound]),
    }
}

/// The data at a name; `None` if the server does not answer.
async fn query(server: SocketAddr, owner: String, wants_mx: bool) -> Option<Vec<RData>> {
    let kind = if wants_mx { RecordType::MX } else { RecordType::TXT };
    let stream =
        UdpClientStream::builder(server, TokioRuntimeProvider::new()).with_timeout(Some(QUERY_TIMEOUT)).build();
    let (mut client, background) = Client::<TokioRuntimeProvider>::from_sender(stream);
    let background = tokio::spawn(background);
    let answer = client.query(parse_fqdn(&owner).ok()?, DNSClass::IN, kind).await;
    background.abort();
    let answer = answer.ok()?;
    let is_conclusive = matches!(answer.metadata.response_code, ResponseCode::NoError | ResponseCode::NXDomain);
    is_conclusive.then(|| {
        answer.answers.iter().filter(|record| record.record_type() == kind).map(|it| it.data.clone()).collect()
    })
}

/// Whether the data at a name is the data that AutoSend requires.
fn matches_expected(purpose: Purpose, record: &ApiRecord, answer: &[RData]) -> bool {
    if record.is_mx() {
        // Amazon SES requires exactly one.
        return matches!(answer, [RData::MX(mx)] if Some(mx.preference) == record.priority
            && is_same_name(&mx.exchange.to_ascii(), &record.value));
    }
    let texts: Vec<String> = answer
        .iter()
        .filter_map(|data| match data {
            RData::TXT(txt) => Some(String::from_utf8_lossy(&txt.txt_data.concat()).into_owned()),
            _ => None,
        })
        .collect();
    let only = |opening: &str| {
        let mut of = texts.iter().filter(|text| text.starts_with(opening));
        of.next().filter(|_| of.next().is_none())
    };
    match purpose {
        Purpose::Dkim => texts.iter().any(|text| {
            dkim_public_key(text).is_some()
                && dkim_public_key(text) == dkim_public_key(&dkim::published_value(&record.value))
        }),
        // Exactly one may exist (RFC 7208 section 4.5, RFC 7489 section 6.6.3).
        Purpose::MailFromSpf => {
            only("v=spf1").is_some_and(|text| text.split(' ').any(|term| term == "include:amazonses.com"))
        }
        Purpose::Dmarc => only("v=DMARC1").is_some_and(|text| text.split(';').any(|tag| tag.trim().starts_with("p="))),
        _ => texts.contains(&record.value),
    }
}

/// The key of a DKIM record, without blanks inside (RFC 6376 section 3.6.1). A line break that does not fold is not a
/// blank (section 3.2).
fn dkim_public_key(text: &str) -> Option<String> {
    let key = text.split(';').find_map(|tag| tag.trim_matches([' ', '\t']).strip_prefix("p="))?;
    Some(key.split([' ', '\t']).collect())
}

#[cfg(test)]
mod tests {
    use hickory_server::proto::rr::rdata::{MX, TXT};

    use super::*;
    use crate::sandbox::records::ApiRecordType;

    fn record(kind: ApiRecordType, value: &str, priority: Option<u16>) -> ApiRecord {
        ApiRecord {
            name: "x.example.org".to_owned(),
            value: value.to_owned(),
            record_type: kind,
            purpose: "",
            priority,
        }
    }

    fn txt(strings: &[&str]) -> RData {
        RData::TXT(TXT::from_bytes(strings.iter().map(|text| text.as_bytes()).collect()))
    }

    #[test]
    fn a_dkim_record_is_correct_if_its_key_is() {
        let asked = record(ApiRecordType::Txt, &format!("MI{}", "A".repeat(214)), None);
        let (opening, rest) = (format!("MI{}", "A".repeat(100)), "A".repeat(114));
        let is_right = |strings: &[&str]| matches_expected(Purpose::Dkim, &asked, &[txt(strings)]);
        assert!(is_right(&[&format!("p={opening}"), &rest]));
        assert!(is_right(&[&format!("v=DKIM1; k=rsa; p={opening} {rest}")]));
        for wrong in [format!("{opening}{rest}"), format!("p={opening}"), format!("\"p={opening}{rest}\""), "p=".into()]
        {
            assert!(!is_right(&[&wrong]), "{wrong}");
        }
        for wrong in [format!("p={opening}\n  {rest}"), format!("p={opening}\n{rest}")] {
            assert!(!is_right(&[&wrong]), "{wrong}");
        }
    }

    #[test]
    fn there_is_one_policy_of_each_kind() {
        let spf = record(ApiRecordType::Txt, "v=spf1 include:amazonses.com ~all", None);
        let right = txt(&["v=spf1 include:amazonses.com ip4:192.0.2.1 -all"]);
        assert!(matches_expected(Purpose::MailFromSpf, &spf, &[right.clone(), txt(&["something else"])]));
        assert!(!matches_expected(Purpose::MailFromSpf, &spf, &[right, txt(&["v=spf1 -all"])]));
        assert!(!matches_expected(Purpose::MailFromSpf, &spf, &[txt(&["v=spf1 mx ~all"])]));
        let dmarc = record(ApiRecordType::Txt, "v=DMARC1; p=none;", None);
        assert!(matches_expected(Purpose::Dmarc, &dmarc, &[txt(&["v=DMARC1; p=reject"])]), "any policy");
        assert!(!matches_expected(
            Purpose::Dmarc,
            &dmarc,
            &[txt(&["v=DMARC1; p=none;"]), txt(&["v=DMARC1; p=reject"])]
        ));
    }

    #[test]
    fn an_mx_record_is_the_only_one_and_exact() {
        let asked = record(ApiRecordType::Mx, "feedback-smtp.us-east-1.amazonses.com", Some(10));
        let mx = |priority, host: &str| RData::MX(MX::new(priority, parse_fqdn(host).unwrap()));
        let right = mx(10, "Feedback-SMTP.us-east-1.amazonses.com");
        assert!(matches_expected(Purpose::MailFromMx, &asked, std::slice::from_ref(&right)));
        assert!(!matches_expected(Purpose::MailFromMx, &asked, &[right, mx(20, "mail.example.org")]));
        assert!(!matches_expected(Purpose::MailFromMx, &asked, &[mx(20, "feedback-smtp.us-east-1.amazonses.com")]));
        assert!(!matches_expected(Purpose::MailFromMx, &asked, &[mx(10, "mail.example.org")]));
        assert!(!matches_expected(Purpose::MailFromMx, &asked, &[]));
    }

    #[test]
    fn the_token_is_compared_exactly() {
        let asked = record(ApiRecordType::Txt, "autosend-verify-1", None);
        assert!(matches_expected(Purpose::Ownership, &asked, &[txt(&["other"]), txt(&["autosend-", "verify-1"])]));
        assert!(!matches_expected(Purpose::Ownership, &asked, &[txt(&["\"autosend-verify-1\""])]));
    }
}
