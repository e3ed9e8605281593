//! The right record at a wrong name, and what stands in its way at the right one.

use super::{DKIM, DMARC, MX, MistakeCase, OWNERSHIP, SPF, assert_diagnosed, publish, publish_at};

pub(super) const MISTAKES: &[MistakeCase] = &[
    (OWNERSHIP, |zone, _| zone, "missing", ""),
    (OWNERSHIP, publish, "match", ""),
    (
        OWNERSHIP,
        |zone, record| publish_at(zone, record, &format!("{}.example.com", record.name.raw())),
        "missing",
        "name-doubled",
    ),
    (MX, |zone, record| publish_at(zone, record, "asend.mail.example.com.example.com"), "missing", "name-doubled"),
    (OWNERSHIP, |zone, record| publish_at(zone, record, "example.com"), "missing", "at-zone-top"),
    (OWNERSHIP, |zone, record| publish_at(zone, record, "mail.example.com"), "missing", "at-zone-top"),
    (
        DKIM,
        |zone, record| publish_at(zone, record, "autosend.domainkey.mail.example.com"),
        "missing",
        "underscore-lost",
    ),
    (DMARC, |zone, record| publish_at(zone, record, "dmarc.mail.example.com"), "missing", "underscore-lost"),
    (DKIM, |zone, record| publish_at(zone, record, "autosend.mail.example.com"), "missing", "label-lost"),
    (DKIM, |zone, record| publish_at(zone, record, "_domainkey.mail.example.com"), "missing", "label-lost"),
    (OWNERSHIP, |zone, record| publish_at(zone, record, "_autosend-verify.example.com"), "missing", "wrong-zone"),
    (
        DMARC,
        |zone, _| zone.with_txt("_dmarc.example.com", "v=DMARC1; p=reject; sp=quarantine"),
        "missing",
        "dmarc-inherited",
    ),
    (DMARC, |zone, record| zone.with_a(record.name.raw(), [192, 0, 2, 99]), "missing", "wrong-type"),
    (OWNERSHIP, |zone, record| zone.with_mx(record.name.raw(), 10, "mx.example.net"), "missing", ""),
    (DKIM, |zone, record| zone.with_cname(record.name.raw(), "elsewhere.example.com"), "missing", "cname"),
    (
        DMARC,
        |zone, record| zone.with_cname(record.name.raw(), "a.example.com").with_txt("a.example.com", "another text"),
        "different",
        "cname",
    ),
    (
        DKIM,
        |zone, record| publish_at(zone.with_cname(record.name.raw(), "key.example.com"), record, "key.example.com"),
        "match",
        "cname-followed",
    ),
    (OWNERSHIP, |zone, _| zone.with_txt("*.mail.example.com", "anything"), "different", "wildcard"),
    (
        OWNERSHIP,
        |zone, _| zone.with_cname("*.mail.example.com", "web.example.com").with_a("web.example.com", [192, 0, 2, 99]),
        "missing",
        "wildcard",
    ),
    // A wildcard says nothing of a name that has the record.
    (SPF, |zone, record| publish(zone, record).with_txt("*.mail.example.com", "anything"), "match", ""),
];

#[tokio::test]
async fn each_name_mistake_has_its_cause() {
    assert_diagnosed(MISTAKES).await;
}
