//! The right record at a wrong name, and what stands in its way at the right one.

use super::{DKIM, DMARC, MX, Mistake, OWNERSHIP, SPF, are_named, moved, publish};

pub(super) const MISTAKES: &[Mistake] = &[
    (OWNERSHIP, |zone, _| zone, "missing", ""),
    (OWNERSHIP, publish, "match", ""),
    (
        OWNERSHIP,
        |zone, record| moved(zone, record, &format!("{}.example.com", record.name.raw())),
        "missing",
        "name-doubled",
    ),
    (MX, |zone, record| moved(zone, record, "asend.mail.example.com.example.com"), "missing", "name-doubled"),
    (OWNERSHIP, |zone, record| moved(zone, record, "example.com"), "missing", "at-zone-top"),
    (OWNERSHIP, |zone, record| moved(zone, record, "mail.example.com"), "missing", "at-zone-top"),
    (DKIM, |zone, record| moved(zone, record, "autosend.domainkey.mail.example.com"), "missing", "underscore-lost"),
    (DMARC, |zone, record| moved(zone, record, "dmarc.mail.example.com"), "missing", "underscore-lost"),
    (DKIM, |zone, record| moved(zone, record, "autosend.mail.example.com"), "missing", "label-lost"),
    (DKIM, |zone, record| moved(zone, record, "_domainkey.mail.example.com"), "missing", "label-lost"),
    (OWNERSHIP, |zone, record| moved(zone, record, "_autosend-verify.example.com"), "missing", "wrong-zone"),
    (
        DMARC,
        |zone, _| zone.text("_dmarc.example.com", "v=DMARC1; p=reject; sp=quarantine"),
        "missing",
        "dmarc-inherited",
    ),
    (DMARC, |zone, record| zone.address(record.name.raw(), [192, 0, 2, 99]), "missing", "wrong-type"),
    (OWNERSHIP, |zone, record| zone.mx(record.name.raw(), 10, "mx.example.net"), "missing", ""),
    (DKIM, |zone, record| zone.alias(record.name.raw(), "elsewhere.example.com"), "missing", "cname"),
    (
        DMARC,
        |zone, record| zone.alias(record.name.raw(), "a.example.com").text("a.example.com", "another text"),
        "different",
        "cname",
    ),
    (
        DKIM,
        |zone, record| moved(zone.alias(record.name.raw(), "key.example.com"), record, "key.example.com"),
        "match",
        "cname-followed",
    ),
    (OWNERSHIP, |zone, _| zone.text("*.mail.example.com", "anything"), "different", "wildcard"),
    (
        OWNERSHIP,
        |zone, _| zone.alias("*.mail.example.com", "web.example.com").address("web.example.com", [192, 0, 2, 99]),
        "missing",
        "wildcard",
    ),
    // A wildcard says nothing of a name that has the record.
    (SPF, |zone, record| publish(zone, record).text("*.mail.example.com", "anything"), "match", ""),
];

#[tokio::test]
async fn each_mistake_in_a_name_is_named() {
    are_named(MISTAKES).await;
}
