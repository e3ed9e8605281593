//! DNS hosts that host sites first.

use super::{DnsHost, Evidence, MOST, NameField, Part, field, field_mx};

// "Verify your domain on Squarespace" (resend.com/docs/knowledge-base/squarespace). Name servers: as answers of DNS in
// public have them; the domains taken over from Google kept theirs, older ones had those of NS1 (general knowledge).
pub(super) const SQUARESPACE: DnsHost = DnsHost {
    key: "squarespace",
    name: "Squarespace",
    also: &["Google Domains"],
    name_servers: &["squarespacedns.com"],
    shared_name_servers: &["googledomains.com", "dns#.p#.nsone.net"],
    evidence: Evidence::Sourced,
    fields: &[
        field(Part::Name, "Host"),
        field(Part::Type, "Type"),
        field(Part::Priority, "Priority"),
        field(Part::Ttl, "TTL"),
        field_mx(Part::Value, "Text", "Mail Server"),
    ],
    name_field: NameField::Host { top: "@" },
    ttl: "4 hrs",
    link: "https://account.squarespace.com/domains",
    advice: &["These records are Custom records, below those that Squarespace made itself."],
    ..MOST
};

// "Verify your domain on Hostinger" (resend.com/docs/knowledge-base/hostinger). Name servers: as answers of DNS in
// public have them. The link: general knowledge.
pub(super) const HOSTINGER: DnsHost = DnsHost {
    key: "hostinger",
    name: "Hostinger",
    also: &["hPanel"],
    name_servers: &["dns-parking.com"],
    evidence: Evidence::Sourced,
    fields: &[
        field(Part::Type, "Type"),
        field(Part::Name, "Name"),
        field_mx(Part::Value, "TXT value", "Mail Server"),
        field(Part::Priority, "Priority"),
        field(Part::Ttl, "TTL"),
    ],
    name_field: NameField::Host { top: "@" },
    ttl: "3600",
    link: "https://hpanel.hostinger.com/",
    ..MOST
};

// "Verify your domain on Vercel" (resend.com/docs/knowledge-base/vercel).
pub(super) const VERCEL: DnsHost = DnsHost {
    key: "vercel",
    name: "Vercel",
    name_servers: &["ns#.vercel-dns.com"],
    evidence: Evidence::Sourced,
    fields: &[
        field(Part::Name, "Name"),
        field(Part::Type, "Type"),
        field(Part::Value, "Value"),
        field(Part::Ttl, "TTL"),
        field(Part::Priority, "Priority"),
    ],
    name_field: NameField::Host { top: "" },
    ttl: "60",
    import: Some("It imports zone files (vercel dns import)."),
    link: "https://vercel.com/dashboard/domains/{zone}",
    ..MOST
};

// That its form appends the zone to names, and to mail servers without a final dot, is told by people who met it; its
// API wants full names (DNSControl, providers/netlify). Words, TTL and name servers, which are those of NS1: general
// knowledge.
pub(super) const NETLIFY: DnsHost = DnsHost {
    key: "netlify",
    name: "Netlify",
    name_servers: &[],
    shared_name_servers: &["dns#.p#.nsone.net"],
    evidence: Evidence::Usual,
    fields: &[
        field(Part::Type, "Record type"),
        field(Part::Name, "Name"),
        field(Part::Value, "Value"),
        field(Part::Priority, "Priority"),
        field(Part::Ttl, "TTL"),
    ],
    name_field: NameField::Host { top: "@" },
    target_dot: true,
    ttl: "3600",
    link: "https://app.netlify.com/",
    ..MOST
};

// "Create DNS records at Wix" (MicrosoftDocs/microsoft-365-docs), of 2020. The link: general knowledge.
pub(super) const WIX: DnsHost = DnsHost {
    key: "wix",
    name: "Wix",
    name_servers: &["wixdns.net"],
    evidence: Evidence::Usual,
    fields: &[
        field(Part::Type, "Type"),
        field(Part::Name, "Host Name"),
        field_mx(Part::Value, "Value", "Points to"),
        field(Part::Priority, "Priority"),
        field(Part::Ttl, "TTL"),
    ],
    name_field: NameField::Host { top: "" },
    mx_place: Some("MX records are usually in a place of their own."),
    ttl: "1 Hour",
    link: "https://manage.wix.com/account/domains",
    advice: &[
        "Where Wix fills in the host name of an MX record by itself, the record is for the domain's own top: do not \
         save the MX record of another name there.",
    ],
    ..MOST
};
