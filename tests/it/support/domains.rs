//! Domains with records in the form of AutoSend.

use autosend_domains::core::domain::{AutosendChecks, DomainId, DomainStatus, SendingDomain};
use autosend_domains::core::record::{DnsRecord, Priority, RecordType, Slot};

/// A record; an MX record has the priority 10.
pub(crate) fn record(slot: Slot, kind: &str, name: &str, value: &str, note: &str) -> DnsRecord {
    let record_type = RecordType::parse(kind);
    let priority = (record_type == RecordType::Mx).then_some(Priority::Number(10));
    DnsRecord { slot, record_type, name: name.into(), value: value.into(), priority, note: Some(note.into()) }
}

/// An RSA key of 2048 bits, and one of 4096, as AutoSend returns them: base64 of a `SubjectPublicKeyInfo`.
const KEYS: [&str; 2] = [
    "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAu3QU8u1904d1R2sDK1SqCpExwxVH28TgTsL5XFlcWYxBsmX5VHLFSh3LZYh+9MHeYX34PKXhxfrXn80HbLDGAU/qknUR1SOZbuH6ljycBp8s5s06wn0b7X+pcUPBOsNWqWIjc43zSa4L0el/LHupKt1QfRtC51FYgbpg5ZKEWkKT8FGnKv1hmtmb/D7kHFwxYIu4KG/EsWurxzrAH27bxuMS4oPVqTy8ZKhN6g3WL1JNVrh8TVl7ZXoaEm1cFnc6ZPBwW+FkK0tm3OqndDnFKA05QEH3cAfvnf5YNTLOWuYHbbbQudrCOaPvlnoVRTEQHwW+o66WhskV6DZvaKoQmwIDAQAB",
    "MIICIjANBgkqhkiG9w0BAQEFAAOCAg8AMIICCgKCAgEAjDx/ug/xFDhvg+rzUpUSMCyDq3VdvGrr6rMnX9q50tGe8y4C0PnGjcA4fmrOtw+ei0If+pGu5IHdJUk3NxiyOYN9xHx228yl1HMBoDwiQiby5n9vce03gsiiiutRQv9Pfuf9AIMVYMk3d49b0P5BNLiSlil8nDxoHy5eRadMboGP+8CXgCgWjz+GsDEI3zt02XwJWy69DryNWHZriSr8Axw0KtzWIW4xvFo4543GfR8LRblFgr0vqunP4Mx6l664rbvnsOZSsh0wTHsmRe8aMwojA0u38HyLjvh8yPRzASOqPAZXCWSjpImWX4KOh6AVbrrMAS6RukTUKwuSsYJD3CTGuLVkLfVpdHBsoBTXZrnRsw5SR2fXUDHiS+71pJUPMvztM0WQ0XPdQ0E1+yHX+7V76ynMYPS8VaMXCtMe0HrEd0C4bE6MyJUw7r6xLMozxy/kZduwUTnNvx2B8WvjFxIQRUV20YDBWT5Uujc/wUyQz7BaBitPocZR2BzFHUp2P/BMmVgEQBTEZngflEoIRhnDkqdvmWZ9nDgYszZ6dIcavwDkL628UMB9LJoEr3FvJ+Sex748V1W+JqfbOw9hO+vPoXSWkFWDIOq3dLyPuEjNHjVc7XNwTTX/LDrb8HrhvlqyDxvfxlJhqvlLbYmrFL3YoXlFBSJrmQhvt4YNWK8CAwEAAQ==",
];

/// A bare public key of this many characters: a real key for 392 and for 736.
pub(crate) fn bare_key(characters: usize) -> String {
    match KEYS.iter().find(|key| key.len() == characters) {
        Some(key) => (*key).to_owned(),
        None => KEYS.concat().chars().take(characters).collect(),
    }
}

/// A domain that waits for its DNS records; whatever AutoSend may leave out is left out.
pub(crate) fn pending_domain(name: &str, records: Vec<DnsRecord>) -> SendingDomain {
    SendingDomain {
        id: DomainId::new(format!("id-of-{name}")),
        name: name.into(),
        status: DomainStatus::Pending,
        checks: AutosendChecks::default(),
        records,
        region: None,
        created_at: None,
        last_checked_at: None,
        verified_at: None,
        verification_in_progress: false,
        inbound_enabled_at: None,
        inbound_verified_at: None,
    }
}

/// A domain with the usual five records and a DKIM key of this many characters.
pub(crate) fn domain_with_key(name: &str, characters: usize) -> SendingDomain {
    let under = |label: &str| format!("{label}.{name}");
    let records = vec![
        record(
            Slot::Ownership,
            "TXT",
            &under("_autosend-verify"),
            "autosend-verify-d3b3f3481f3541b1b1d96e401ad89c91",
            "Domain ownership verification",
        ),
        record(Slot::Dkim, "TXT", &under("autosend._domainkey"), &bare_key(characters), "DKIM authentication"),
        record(Slot::MailFrom, "MX", &under("asend"), "feedback-smtp.eu-central-1.amazonses.com", "Mail-from domain"),
        record(
            Slot::MailFrom,
            "TXT",
            &under("asend"),
            "v=spf1 include:amazonses.com ~all",
            "SPF record for mail-from domain",
        ),
        record(Slot::Dmarc, "TXT", &under("_dmarc"), "v=DMARC1; p=none;", "DMARC policy"),
    ];
    SendingDomain {
        id: DomainId::new("60d5ec49f1b2c72d9c8b2222"),
        checks: AutosendChecks { ownership: Some(false), dkim: Some(false), mail_from: Some(false), dmarc: Some(true) },
        region: Some("eu-central-1".into()),
        ..pending_domain(name, records)
    }
}

/// The same, with a key of 2048 bits.
pub(crate) fn domain(name: &str) -> SendingDomain {
    domain_with_key(name, 392)
}
