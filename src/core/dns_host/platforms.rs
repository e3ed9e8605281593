//! DNS hosts that mainly host web sites.

use super::host::{DEFAULTS, DnsHost, Evidence, NameField, ZoneFileImport, kind, name, priority, ttl, value};

// Fields: "Verify your domain on Squarespace" (resend.com/docs/knowledge-base/squarespace). Name servers: public DNS. Domains
// from Google Domains kept their name servers, and older domains have those of NS1 (general knowledge).
pub(super) const SQUARESPACE: DnsHost = DnsHost {
    code: "squarespace",
    name: "Squarespace",
    other_names: &["Google Domains"],
    name_servers: &["squarespacedns.com"],
    shared_name_servers: &["googledomains.com", "dns#.p#.nsone.net"],
    evidence: Evidence::Sourced,
    fields: &[name("Host"), kind("Type"), priority("Priority"), ttl("TTL"), value("Text").mx("Mail Server")],
    name_field: NameField::Relative { top: "@" },
    ttl: "4 hrs",
    panel_url: "https://account.squarespace.com/domains",
    advice: &["Add them under Custom records, below the records that Squarespace created."],
    ..DEFAULTS
};

// Fields: "Verify your domain on Hostinger" (resend.com/docs/knowledge-base/hostinger). Name servers: public DNS. Link:
// general knowledge.
pub(super) const HOSTINGER: DnsHost = DnsHost {
    code: "hostinger",
    name: "Hostinger",
    other_names: &["hPanel"],
    name_servers: &["dns-parking.com"],
    evidence: Evidence::Sourced,
    fields: &[kind("Type"), name("Name"), value("TXT value").mx("Mail Server"), priority("Priority"), ttl("TTL")],
    name_field: NameField::Relative { top: "@" },
    ttl: "3600",
    panel_url: "https://hpanel.hostinger.com/",
    ..DEFAULTS
};

// Fields: "Verify your domain on Vercel" (resend.com/docs/knowledge-base/vercel).
pub(super) const VERCEL: DnsHost = DnsHost {
    code: "vercel",
    name: "Vercel",
    name_servers: &["ns#.vercel-dns.com"],
    evidence: Evidence::Sourced,
    fields: &[name("Name"), kind("Type"), value("Value"), ttl("TTL"), priority("Priority")],
    name_field: NameField::Relative { top: "" },
    ttl: "60",
    zone_file_import: ZoneFileImport::Useful("Supports zone file import (vercel dns import)."),
    panel_url: "https://vercel.com/dashboard/domains/{zone}",
    ..DEFAULTS
};

// Users report that the form appends the zone to names, and to mail servers without a trailing dot; the API wants full names
// (DNSControl, providers/netlify). Labels, TTL and name servers, which belong to NS1: general knowledge.
pub(super) const NETLIFY: DnsHost = DnsHost {
    code: "netlify",
    name: "Netlify",
    name_servers: &[],
    shared_name_servers: &["dns#.p#.nsone.net"],
    evidence: Evidence::GeneralKnowledge,
    fields: &[kind("Record type"), name("Name"), value("Value"), priority("Priority"), ttl("TTL")],
    name_field: NameField::Relative { top: "@" },
    target_needs_dot: true,
    ttl: "3600",
    panel_url: "https://app.netlify.com/",
    ..DEFAULTS
};

// Fields: "Create DNS records at Wix" (MicrosoftDocs/microsoft-365-docs, from 2020). Link: general knowledge.
pub(super) const WIX: DnsHost = DnsHost {
    code: "wix",
    name: "Wix",
    name_servers: &["wixdns.net"],
    evidence: Evidence::GeneralKnowledge,
    fields: &[kind("Type"), name("Host Name"), value("Value").mx("Points to"), priority("Priority"), ttl("TTL")],
    name_field: NameField::Relative { top: "" },
    mx_note: Some("MX records usually have their own section."),
    ttl: "1 Hour",
    panel_url: "https://manage.wix.com/account/domains",
    advice: &[
        "If Wix fills in the host name of an MX record for you, it applies to the root domain. Don't use it for a \
         subdomain's MX.",
    ],
    ..DEFAULTS
};
