//! The right name with wrong mail servers, or with a policy that does not say what it should.

use hickory_proto::rr::RData;
use hickory_proto::rr::rdata::TXT;

use super::{DKIM, DMARC, MX, MistakeCase, SPF, assert_diagnosed, publish, publish_value};

pub(super) const MISTAKES: &[MistakeCase] = &[
    (MX, |zone, record| zone.with_mx(record.name.raw(), 20, record.value.raw()), "match", "mx-priority"),
    (MX, |zone, record| zone.with_mx(record.name.raw(), 10, "mx.example.net"), "different", "mx-host"),
    (MX, |zone, record| zone.with_mx(record.name.raw(), 0, "."), "different", "mx-null"),
    (SPF, |zone, record| publish_value(zone, record, "v=spf1 +all"), "match", "spf-allows-all"),
    (
        DKIM,
        |zone, record| publish_value(zone, record, &format!("v=DKIM1; t=y; {}", record.published_value())),
        "match",
        "key-test",
    ),
    (
        MX,
        |zone, record| zone.with_mx(record.name.raw(), 10, &format!("{}.example.com", record.value.raw())),
        "different",
        "mx-doubled",
    ),
    (
        MX,
        |zone, record| publish(zone, record).with_mx(record.name.raw(), 20, "mx.example.net"),
        "different",
        "mx-second",
    ),
    (
        SPF,
        |zone, record| publish(zone, record).with_txt(record.name.raw(), "v=spf1 include:example.net -all"),
        "different",
        "spf-twice",
    ),
    (SPF, |zone, record| publish_value(zone, record, "v=spf1 ip4:192.0.2.9 -all"), "different", "spf-without-include"),
    (
        SPF,
        |zone, record| publish_value(zone, record, "v=spf1 -all include:amazonses.com"),
        "different",
        "spf-without-include",
    ),
    (SPF, |zone, record| publish_value(zone, record, "v=spf1 ip4:192.0.2.1 include:amazonses.com -all"), "match", ""),
    (
        SPF,
        |zone, record| publish_value(zone, record, "v=spf1 include:amazonses.com inlcude:example.net ~all"),
        "different",
        "spf-broken",
    ),
    (
        SPF,
        |zone, record| publish_value(zone, record, &format!("v=spf1 {}include:amazonses.com ~all", "ptr ".repeat(10))),
        "different",
        "spf-too-long",
    ),
    (
        SPF,
        |zone, record| {
            publish_value(zone, record, "v=spf1 include:_spf.example.com -all")
                .with_txt("_spf.example.com", "v=spf1 include:inner.example.com ?all")
                .with_txt("inner.example.com", "v=spf1 include:amazonses.com -all")
        },
        "match",
        "",
    ),
    (
        SPF,
        |zone, record| publish_value(zone, record, "v=spf1 include:_spf.example.com include:amazonses.com -all"),
        "different",
        "spf-include-broken",
    ),
    (
        SPF,
        |zone, record| {
            publish_value(zone, record, "v=spf1 a:x.example.com a:y.example.com a:z.example.com include:amazonses.com")
        },
        "different",
        "spf-void",
    ),
    (
        SPF,
        |zone, record| publish_value(zone, record, "v=spf1 include:_spf.unreached.test -all"),
        "different",
        "spf-unread",
    ),
    (SPF, |zone, record| publish_value(zone, record, "spf1 include:amazonses.com ~all"), "different", "beginning-lost"),
    // Each word is a string of its own, as where a zone file has no quotation marks.
    (
        SPF,
        |zone, record| {
            let words = record.value.raw().split(' ').map(str::as_bytes).collect();
            zone.with_record(record.name.raw(), RData::TXT(TXT::from_bytes(words)))
        },
        "different",
        "glued",
    ),
    (DMARC, |zone, record| publish_value(zone, record, "v=DMARC1"), "different", "comment"),
    (DMARC, |zone, record| publish_value(zone, record, "v=DMARC1; p=reject"), "match", "dmarc-kept"),
    (
        DMARC,
        |zone, record| publish(zone, record).with_txt(record.name.raw(), "v=DMARC1; p=reject"),
        "different",
        "dmarc-twice",
    ),
    (DMARC, |zone, record| publish_value(zone, record, "v=DMARC1; p=noone"), "different", "dmarc-broken"),
    (DMARC, |zone, record| publish_value(zone, record, "v=dmarc1; p=none"), "different", "dmarc-broken"),
];

#[tokio::test]
async fn each_mail_mistake_has_its_cause() {
    assert_diagnosed(MISTAKES).await;
}
