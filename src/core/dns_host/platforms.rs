//! DNS hosts that host sites first.

use super::host::{DEFAULTS, DnsHost, Evidence, NameField, RecordPart, ZoneFileImport, field, field_mx};

// "Verify your domain on Squarespace" (resend.com/docs/knowledge-base/squarespace). Name servers: as answers of DNS in
// public have them; the domains taken over from Google kept theirs, older ones had those of NS1 (general knowledge).
pub(super) const SQUARESPACE: DnsHost = DnsHost {
    code: "squarespace",
    name: "Squarespace",
    other_names: &["Google Domains"],
    name_servers: &["squarespacedns.com"],
    shared_name_servers: &["googledomains.com", "dns#.p#.nsone.net"],
    evidence: Evidence::Sourced,
    fields: &[
        field(RecordPart::Name, "Host"),
        field(RecordPart::Type, "Type"),
        field(RecordPart::Priority, "Priority"),
        field(RecordPart::Ttl, "TTL"),
        field_mx(RecordPart::Value, "Text", "Mail Server"),
    ],
    name_field: NameField::Relative { top: "@" },
    ttl: "4 hrs",
    panel_url: "https://account.squarespace.com/domains",
    advice: &["These records are Custom records, below those that Squarespace made itself."],
    ..DEFAULTS
};

// "Verify your domain on Hostinger" (resend.com/docs/knowledge-base/hostinger). Name servers: as answers of DNS in
// public have them. The link: general knowledge.
pub(super) const HOSTINGER: DnsHost = DnsHost {
    code: "hostinger",
    name: "Hostinger",
    other_names: &["hPanel"],
    name_servers: &["dns-parking.com"],
    evidence: Evidence::Sourced,
    fields: &[
        field(RecordPart::Type, "Type"),
        field(RecordPart::Name, "Name"),
        field_mx(RecordPart::Value, "TXT value", "Mail Server"),
        field(RecordPart::Priority, "Priority"),
        field(RecordPart::Ttl, "TTL"),
    ],
    name_field: NameField::Relative { top: "@" },
    ttl: "3600",
    panel_url: "https://hpanel.hostinger.com/",
    ..DEFAULTS
};

// "Verify your domain on Vercel" (resend.com/docs/knowledge-base/vercel).
pub(super) const VERCEL: DnsHost = DnsHost {
    code: "vercel",
    name: "Vercel",
    name_servers: &["ns#.vercel-dns.com"],
    evidence: Evidence::Sourced,
    fields: &[
        field(RecordPart::Name, "Name"),
        field(RecordPart::Type, "Type"),
        field(RecordPart::Value, "Value"),
        field(RecordPart::Ttl, "TTL"),
        field(RecordPart::Priority, "Priority"),
    ],
    name_field: NameField::Relative { top: "" },
    ttl: "60",
    zone_file_import: ZoneFileImport::Useful("It imports zone files (vercel dns import)."),
    panel_url: "https://vercel.com/dashboard/domains/{zone}",
    ..DEFAULTS
};

// That its form appends the zone to names, and to mail servers without a final dot, is told by people who met it; its
// API wants full names (DNSControl, providers/netlify). Words, TTL and name servers, which are those of NS1: general
// knowledge.
pub(super) const NETLIFY: DnsHost = DnsHost {
    code: "netlify",
    name: "Netlify",
    name_servers: &[],
    shared_name_servers: &["dns#.p#.nsone.net"],
    evidence: Evidence::GeneralKnowledge,
    fields: &[
        field(RecordPart::Type, "Record type"),
        field(RecordPart::Name, "Name"),
        field(RecordPart::Value, "Value"),
        field(RecordPart::Priority, "Priority"),
        field(RecordPart::Ttl, "TTL"),
    ],
    name_field: NameField::Relative { top: "@" },
    target_needs_dot: true,
    ttl: "3600",
    panel_url: "https://app.netlify.com/",
    ..DEFAULTS
};

// "Create DNS records at Wix" (MicrosoftDocs/microsoft-365-docs), of 2020. The link: general knowledge.
pub(super) const WIX: DnsHost = DnsHost {
    code: "wix",
    name: "Wix",
    name_servers: &["wixdns.net"],
    evidence: Evidence::GeneralKnowledge,
    fields: &[
        field(RecordPart::Type, "Type"),
        field(RecordPart::Name, "Host Name"),
        field_mx(RecordPart::Value, "Value", "Points to"),
        field(RecordPart::Priority, "Priority"),
        field(RecordPart::Ttl, "TTL"),
    ],
    name_field: NameField::Relative { top: "" },
    mx_note: Some("MX records are usually in a place of their own."),
    ttl: "1 Hour",
    panel_url: "https://manage.wix.com/account/domains",
    advice: &[
        "Where Wix fills in the host name of an MX record by itself, the record is for the domain's own top: do not \
         save the MX record of another name there.",
    ],
    ..DEFAULTS
};
