//! What the stories reply.

use autosend_domains::core::copy::ExportCounts;
use autosend_domains::core::domain::SendingDomain;
use autosend_domains::core::export_format::ExportOutput;
use autosend_domains::core::record::Slot;
use autosend_domains::wizard::Reply;

use crate::support::domains::{pending_domain, record};

/// A domain with an ownership record and a DKIM key.
pub(crate) fn domain(name: &str) -> SendingDomain {
    let txt = |slot, owner: &str, value: &str| record(slot, "TXT", &format!("{owner}.{name}"), value, "");
    let records = vec![
        txt(Slot::Ownership, "_autosend-verify", "autosend-verify-0f8b2c4d6e7a4f10a3b5c7d9e1f30517"),
        txt(Slot::Dkim, "autosend._domainkey", &format!("MI{}", "A".repeat(214))),
    ];
    SendingDomain { region: Some("us-east-1".into()), ..pending_domain(name, records) }
}

/// Two records in some format.
pub(crate) fn export_reply() -> Reply {
    let counts = ExportCounts { written: 2, omitted: 0 };
    Reply::ExportRendered(ExportOutput { text: "one\ntwo\n".to_owned(), counts, warnings: Vec::new() })
}
