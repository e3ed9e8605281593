//! The DNS records of a new domain, with the names and values that AutoSend's pages show (autosend-api.md 1.3 and 11).

use rand::{Rng, RngExt as _};
use serde::Serialize;

use super::dkim_key;
use super::options::{DkimForm, MailFromLabel, MailFromRegions, Options};
use crate::core::record::{Purpose, Slot};
use crate::core::record_ref::RecordRef;
use crate::core::region;

/// The type of a record that the API returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub(super) enum ApiRecordType {
    Txt,
    Mx,
}

/// A record as the API returns it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct ApiRecord {
    pub(super) name: String,
    pub(super) value: String,
    #[serde(rename = "type")]
    pub(super) record_type: ApiRecordType,
    pub(super) purpose: &'static str,
    /// MX only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) priority: Option<u16>,
}

/// `dnsRecords` of a domain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ApiRecords {
    pub(super) ownership: ApiRecord,
    pub(super) dkim: ApiRecord,
    pub(super) mail_from: Vec<ApiRecord>,
    pub(super) dmarc: ApiRecord,
    /// Present only while inbound mail is enabled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) inbound_mx: Option<ApiRecord>,
}

/// A record with what it is for.
pub(super) struct RecordEntry<'r> {
    pub(super) record_ref: RecordRef,
    pub(super) purpose: Purpose,
    pub(super) record: &'r ApiRecord,
}

impl ApiRecord {
    fn txt(name: String, value: String, purpose: &'static str) -> Self {
        Self { name, value, record_type: ApiRecordType::Txt, purpose, priority: None }
    }

    fn mx(name: String, value: String, purpose: &'static str) -> Self {
        Self { name, value, record_type: ApiRecordType::Mx, purpose, priority: Some(10) }
    }

    pub(super) fn is_mx(&self) -> bool {
        self.record_type == ApiRecordType::Mx
    }
}

impl ApiRecords {
    /// The records of `domain`, which is in lower case, with a new token and a new key.
    pub(super) fn new(domain: &str, region: &str, options: &Options, random: &mut impl Rng) -> Self {
        Self {
            ownership: ApiRecord::txt(
                format!("_autosend-verify.{domain}"),
                format!("autosend-verify-{}", ownership_token(random)),
                "Domain ownership verification",
            ),
            dkim: ApiRecord::txt(
                format!("autosend._domainkey.{domain}"),
                dkim_value(options, random),
                "DKIM authentication",
            ),
            mail_from: mail_from_records(domain, region, options),
            dmarc: ApiRecord::txt(format!("_dmarc.{domain}"), "v=DMARC1; p=none;".to_owned(), "DMARC policy"),
            inbound_mx: None,
        }
    }

    /// Every record, in the order of the API's documents.
    pub(super) fn all(&self) -> Vec<RecordEntry<'_>> {
        let one = |slot, purpose, record| RecordEntry { record_ref: RecordRef::new(slot, 0), purpose, record };
        let mail_from = self.mail_from.iter().enumerate().map(|(index, record)| {
            let purpose = if record.is_mx() { Purpose::MailFromMx } else { Purpose::MailFromSpf };
            RecordEntry { record_ref: RecordRef::new(Slot::MailFrom, index), purpose, record }
        });
        [one(Slot::Ownership, Purpose::Ownership, &self.ownership), one(Slot::Dkim, Purpose::Dkim, &self.dkim)]
            .into_iter()
            .chain(mail_from)
            .chain([one(Slot::Dmarc, Purpose::Dmarc, &self.dmarc)])
            .chain(self.inbound_mx.iter().map(|record| one(Slot::InboundMx, Purpose::Inbound, record)))
            .collect()
    }
}

/// The record that directs mail for the domain itself to AutoSend.
pub(super) fn inbound_mx_record(domain: &str, region: &str) -> ApiRecord {
    ApiRecord::mx(domain.to_owned(), format!("inbound-smtp.{region}.amazonaws.com"), "inbound")
}

/// The 32 digits of a random UUID (RFC 9562, version 4). All published ownership tokens look like this.
fn ownership_token(random: &mut impl Rng) -> String {
    let mut octets: [u8; 16] = random.random();
    octets[6] = octets[6] & 0x0F | 0x40;
    octets[8] = octets[8] & 0x3F | 0x80;
    format!("{:032x}", u128::from_be_bytes(octets))
}

fn dkim_value(options: &Options, random: &mut impl Rng) -> String {
    let key = dkim_key::random_public_key(options.dkim_bits, random);
    match options.dkim_form {
        DkimForm::Bare => key,
        DkimForm::P => format!("p={key}"),
        DkimForm::Full => format!("v=DKIM1; k=rsa; p={key}"),
    }
}

fn mail_from_records(domain: &str, region: &str, options: &Options) -> Vec<ApiRecord> {
    let label = match options.mail_from {
        MailFromLabel::Asend => "asend",
        MailFromLabel::Mail => "mail",
    };
    match options.regions {
        MailFromRegions::One => mail_from_pair(format!("{label}.{domain}"), region).into(),
        MailFromRegions::All => region::KNOWN_REGIONS
            .iter()
            .flat_map(|(region, _)| mail_from_pair(format!("{label}-{}.{domain}", region_abbreviation(region)), region))
            .collect(),
    }
}

fn mail_from_pair(name: String, region: &str) -> [ApiRecord; 2] {
    [
        ApiRecord::mx(name.clone(), format!("feedback-smtp.{region}.amazonses.com"), "Mail-from domain"),
        ApiRecord::txt(name, "v=spf1 include:amazonses.com ~all".to_owned(), "SPF record for mail-from domain"),
    ]
}

/// The region as a label in AutoSend's DNS template: `aps1` for `ap-south-1`.
fn region_abbreviation(region: &str) -> String {
    let mut parts = region.split('-');
    let mut short = parts.next().unwrap_or_default().to_owned();
    short.extend(parts.filter_map(|part| part.chars().next()));
    short
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng as _;
    use rand::rngs::StdRng;

    use super::*;

    fn records(options: &Options) -> ApiRecords {
        ApiRecords::new("mail.example.org", "us-east-2", options, &mut StdRng::seed_from_u64(1))
    }

    #[test]
    fn a_domain_gets_the_five_published_records() {
        let records = records(&Options::default());
        assert_eq!(records.ownership.name, "_autosend-verify.mail.example.org");
        let token = records.ownership.value.strip_prefix("autosend-verify-").unwrap();
        assert!(token.len() == 32 && token.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f')), "{token}");
        assert_eq!(token.chars().nth(12), Some('4'), "version 4");
        assert_eq!(records.dkim.name, "autosend._domainkey.mail.example.org");
        assert!(crate::core::dkim::is_bare_key(&records.dkim.value));
        let mail_from: Vec<_> = records
            .mail_from
            .iter()
            .map(|record| (record.name.as_str(), record.record_type, record.value.as_str(), record.priority))
            .collect();
        assert_eq!(
            mail_from,
            [
                ("asend.mail.example.org", ApiRecordType::Mx, "feedback-smtp.us-east-2.amazonses.com", Some(10)),
                ("asend.mail.example.org", ApiRecordType::Txt, "v=spf1 include:amazonses.com ~all", None),
            ]
        );
        assert_eq!(
            (records.dmarc.name.as_str(), records.dmarc.value.as_str()),
            ("_dmarc.mail.example.org", "v=DMARC1; p=none;")
        );
        assert_eq!(records.inbound_mx, None);
    }

    #[test]
    fn all_regions_make_eight_mail_from_records() {
        let records = records(&Options { regions: MailFromRegions::All, ..Options::default() });
        let exchanges: Vec<_> = records
            .mail_from
            .iter()
            .filter(|record| record.is_mx())
            .map(|record| format!("{} {}", record.name, record.value))
            .collect();
        assert_eq!(
            exchanges,
            [
                "asend-use1.mail.example.org feedback-smtp.us-east-1.amazonses.com",
                "asend-use2.mail.example.org feedback-smtp.us-east-2.amazonses.com",
                "asend-aps1.mail.example.org feedback-smtp.ap-south-1.amazonses.com",
                "asend-euc1.mail.example.org feedback-smtp.eu-central-1.amazonses.com",
            ]
        );
        assert_eq!(records.mail_from.len(), 8);
    }

    #[test]
    fn the_dkim_value_has_the_requested_form() {
        for (dkim_form, opening) in
            [(DkimForm::Bare, "MIGf"), (DkimForm::P, "p=MIGf"), (DkimForm::Full, "v=DKIM1; k=rsa; p=MIGf")]
        {
            let value = records(&Options { dkim_form, ..Options::default() }).dkim.value;
            assert!(value.starts_with(opening), "{value}");
        }
    }

    #[test]
    fn older_domains_have_another_mail_from_label() {
        let records = records(&Options { mail_from: MailFromLabel::Mail, ..Options::default() });
        assert!(records.mail_from.iter().all(|record| record.name == "mail.mail.example.org"));
    }
}
