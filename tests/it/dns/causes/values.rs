//! The right name with a wrong text: the proof of ownership and the DKIM key.

use autosend_domains::core::record::DnsRecord;
use hickory_proto::rr::RData;
use hickory_proto::rr::rdata::TXT;

use super::{DKIM, MistakeCase, OWNERSHIP, assert_diagnosed, check_mistake, publish, publish_value, verdict_and_cause};
use crate::support::domains::bare_key;

/// The record's value in two parts, as a panel divides it.
fn parts(record: &DnsRecord) -> (String, String) {
    let value = record.published_value();
    let (first, rest) = value.split_at(255);
    (first.to_owned(), rest.to_owned())
}

/// The key with other tags before it.
fn tagged(record: &DnsRecord, tags: &str) -> String {
    format!("{tags}; {}", record.published_value())
}

pub(super) const MISTAKES: &[MistakeCase] = &[
    (
        OWNERSHIP,
        |zone, record| publish_value(zone, record, &format!("\"{}\"", record.value.raw())),
        "different",
        "quotes",
    ),
    (
        OWNERSHIP,
        |zone, record| publish_value(zone, record, &record.value.raw().to_uppercase()),
        "different",
        "letter-case",
    ),
    (
        OWNERSHIP,
        |zone, record| publish_value(zone, record, &format!("_autosend-verify IN TXT {}", record.value.raw())),
        "different",
        "extra-text",
    ),
    (
        OWNERSHIP,
        |zone, record| publish_value(zone, record, &record.value.raw().replacen("verify-", "verify- ", 1)),
        "different",
        "blanks-inside",
    ),
    (
        OWNERSHIP,
        |zone, record| publish_value(zone, record, &record.value.raw().replacen("verify-", "verify-\u{200b}", 1)),
        "different",
        "blanks-inside",
    ),
    (OWNERSHIP, |zone, record| publish_value(zone, record, "autosend-verify-ffff"), "different", "other-token"),
    (OWNERSHIP, |zone, record| publish_value(zone, record, "another text"), "different", "other-value"),
    (OWNERSHIP, |zone, record| publish_value(publish(zone, record), record, "another text"), "match", ""),
    (DKIM, |zone, record| publish_value(zone, record, &tagged(record, "v=DKIM1; k=rsa")), "match", ""),
    (
        DKIM,
        |zone, record| publish_value(zone, record, &tagged(record, "v=DKIM1\\; k=rsa\\")),
        "different",
        "backslashes",
    ),
    (DKIM, |zone, record| publish_value(zone, record, &parts(record).0), "different", "cut"),
    (DKIM, |zone, record| publish_value(zone, record, "v=DKIM1"), "different", "comment"),
    (
        DKIM,
        |zone, record| publish_value(zone, record, &record.published_value().replacen("MII", "M II", 1)),
        "match",
        "split-with-blanks",
    ),
    (
        DKIM,
        |zone, record| {
            let (first, rest) = parts(record);
            publish_value(publish_value(zone, record, &rest), record, &first)
        },
        "different",
        "split-records",
    ),
    (
        DKIM,
        |zone, record| {
            let (first, rest) = parts(record);
            publish_value(zone, record, &format!("{first}\n{rest}"))
        },
        "different",
        "blanks-inside",
    ),
    (DKIM, |zone, record| publish_value(zone, record, record.value.raw()), "different", "bare-key"),
    (DKIM, |zone, record| publish_value(zone, record, &format!("p={}", bare_key(736))), "different", "other-key"),
    (
        DKIM,
        |zone, record| publish_value(zone, record, &format!("p={}", record.value.raw().replacen("AA", "A", 1))),
        "different",
        "key-altered",
    ),
    (DKIM, |zone, record| publish_value(zone, record, &tagged(record, "v=DKIM1; rsa")), "different", "dkim-broken"),
    (DKIM, |zone, record| publish_value(zone, record, "v=DKIM1; p="), "different", "revoked-key"),
    (DKIM, |zone, record| publish_value(publish(zone, record), record, "another text"), "different", "dkim-twice"),
    (DKIM, |zone, record| publish_value(zone, record, &tagged(record, "v=DKIM1; k=ed25519")), "different", "dkim-tag"),
    (DKIM, |zone, record| publish_value(zone, record, &tagged(record, "v=DKIM1; h=sha1")), "different", "dkim-tag"),
    (DKIM, |zone, record| publish_value(zone, record, &tagged(record, "v=DKIM1; s=tlsrpt")), "different", "dkim-tag"),
];

#[tokio::test]
async fn each_value_mistake_has_its_cause() {
    assert_diagnosed(MISTAKES).await;
}

#[tokio::test]
async fn a_key_in_several_strings_is_one_key() {
    let check = check_mistake(DKIM, |zone, record| {
        let value = record.published_value();
        zone.with_record(record.name.raw(), RData::TXT(TXT::from_bytes(value.as_bytes().chunks(150).collect())))
    });
    assert_eq!(verdict_and_cause(&check.await), ("match", ""));
}
