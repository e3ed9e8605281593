//! DNS hosts that are mainly registrars.

use super::host::{
    DEFAULTS, DnsHost, Evidence, NameField, TextLimit, ZoneFileImport, kind, name, priority, ttl, value,
};

// Fields: "Verify your domain on GoDaddy" (resend.com/docs/knowledge-base/godaddy), "Create DNS records at GoDaddy"
// (MicrosoftDocs/microsoft-365-docs). Both enter names without the domain, because GoDaddy appends it to every name.
pub(super) const GODADDY: DnsHost = DnsHost {
    code: "godaddy",
    name: "GoDaddy",
    name_servers: &["domaincontrol.com"],
    evidence: Evidence::Sourced,
    fields: &[kind("Type"), name("Name"), value("Value"), priority("Priority"), ttl("TTL")],
    name_field: NameField::Relative { top: "@" },
    ttl: "1 Hour",
    zone_file_import: ZoneFileImport::Useful("Zone file import is usually supported."),
    panel_url: "https://dcc.godaddy.com/control/portfolio/{zone}/settings",
    advice: &["Don't enter the full name: GoDaddy appends the domain."],
    ..DEFAULTS
};

// Fields: "Verify your domain on Namecheap" (resend.com/docs/knowledge-base/namecheap). Custom MX and the unnamed column of
// the priority: "Create DNS records at Namecheap" (MicrosoftDocs/microsoft-365-docs). The form refuses quotes: DNSControl,
// providers/namecheap.
pub(super) const NAMECHEAP: DnsHost = DnsHost {
    code: "namecheap",
    name: "Namecheap",
    name_servers: &["registrar-servers.com"],
    evidence: Evidence::Sourced,
    fields: &[
        kind("Type"),
        name("Host"),
        value("Value"),
        priority("Priority (the column after Value, it has no name)"),
        ttl("TTL"),
    ],
    name_field: NameField::Relative { top: "@" },
    mx_note: Some("MX records are under Mail Settings; choose Custom MX there first."),
    ttl: "Automatic",
    panel_url: "https://ap.www.namecheap.com/domains/domaincontrolpanel/{zone}/advancedns",
    advice: &[
        "Don't enter the full name: Namecheap appends the domain.",
        "Switching to Custom MX replaces your current mail setup. If you receive mail on this domain, add its MX \
         records there too.",
    ],
    ..DEFAULTS
};

// Fields: "Create DNS records at IONOS" (MicrosoftDocs/microsoft-365-docs), "Verify your domain on IONOS"
// (resend.com/docs/knowledge-base/ionos). Name servers: public DNS.
pub(super) const IONOS: DnsHost = DnsHost {
    code: "ionos",
    name: "IONOS",
    other_names: &["1&1", "1und1"],
    name_servers: &["ui-dns.com", "ui-dns.de", "ui-dns.org", "ui-dns.biz"],
    evidence: Evidence::Sourced,
    fields: &[kind("Type"), name("Host name"), value("Value").mx("Points to"), priority("Priority"), ttl("TTL")],
    name_field: NameField::Relative { top: "@" },
    ttl: "1 hour",
    panel_url: "https://my.ionos.com/domains",
    ..DEFAULTS
};

// Fields: "Verify your domain on Porkbun" (resend.com/docs/knowledge-base/porkbun). Name servers: DNSControl,
// providers/porkbun.
pub(super) const PORKBUN: DnsHost = DnsHost {
    code: "porkbun",
    name: "Porkbun",
    name_servers: &["ns.porkbun.com"],
    evidence: Evidence::Sourced,
    fields: &[kind("Type"), name("Host"), value("Answer / Value"), ttl("TTL"), priority("Priority")],
    name_field: NameField::Relative { top: "" },
    ttl: "600",
    panel_url: "https://porkbun.com/account/domain/{zone}",
    ..DEFAULTS
};

// From ovh/docs, pages/web_cloud/domains. Limit of 255 characters, trailing dot, text format: "Editing an OVHcloud DNS zone".
// Priority field, empty name at the apex: "Configure an MX record". Type DKIM, "Sub-domain", "Target": "How to improve email
// security with a DKIM record". Import: its API.
pub(super) const OVH: DnsHost = DnsHost {
    code: "ovh",
    name: "OVHcloud",
    other_names: &["OVH"],
    name_servers: &["dns#.ovh.net", "ns#.ovh.net", "dns#.ovh.ca", "ns#.ovh.ca", "dns#.anycast.me", "ns#.anycast.me"],
    evidence: Evidence::Sourced,
    fields: &[kind("Record type"), name("Sub-domain"), ttl("TTL"), priority("Priority"), value("Target")],
    name_field: NameField::Relative { top: "" },
    text_limit: Some(TextLimit {
        octets: 255,
        workaround: "For a DKIM key, choose the record type DKIM, which has a field for each tag, or use \"Change in \
                     text format\".",
    }),
    target_needs_dot: true,
    ttl: "3600",
    zone_file_import: ZoneFileImport::Useful(
        "Its text mode accepts lines of a zone file; importing a file replaces the zone.",
    ),
    panel_url: "https://www.ovh.com/manager/#/web/domain/{zone}/zone",
    advice: &[
        "If the MX form has only one field, enter the priority, a space, then the target.",
        "OVHcloud's text format shows the whole zone: add lines, and don't delete any.",
    ],
    ..DEFAULTS
};

// Fields, TTL and trailing dot: "Verify your domain on Gandi" (resend.com/docs/knowledge-base/gandi). Name servers: general
// knowledge.
pub(super) const GANDI: DnsHost = DnsHost {
    code: "gandi",
    name: "Gandi",
    other_names: &["LiveDNS"],
    name_servers: &["ns-#-a.gandi.net", "ns-#-b.gandi.net", "ns-#-c.gandi.net"],
    evidence: Evidence::Sourced,
    fields: &[kind("Type"), ttl("TTL"), name("Name"), priority("Priority"), value("Text value").mx("Hostname")],
    name_field: NameField::Relative { top: "@" },
    target_needs_dot: true,
    ttl: "10800",
    zone_file_import: ZoneFileImport::Useful("Its text mode usually accepts lines of a zone file."),
    panel_url: "https://admin.gandi.net/domain",
    advice: &["If the MX form has only one field, enter the priority, a space, then the host."],
    ..DEFAULTS
};

// Fields: "Create DNS records at name.com" (MicrosoftDocs/microsoft-365-docs). The form refuses quotes: DNSControl,
// providers/namedotcom/auditrecords.go.
pub(super) const NAME_COM: DnsHost = DnsHost {
    code: "name-com",
    name: "Name.com",
    name_servers: &["name.com"],
    evidence: Evidence::Sourced,
    fields: &[kind("Type"), name("Host"), value("Answer"), ttl("TTL"), priority("Prio")],
    name_field: NameField::Relative { top: "" },
    ttl: "300",
    panel_url: "https://www.name.com/account/domain",
    ..DEFAULTS
};

// Fields: "Create DNS records at Hover" (MicrosoftDocs/microsoft-365-docs, from 2020). Label of the mail server and name
// servers: general knowledge.
pub(super) const HOVER: DnsHost = DnsHost {
    code: "hover",
    name: "Hover",
    name_servers: &["ns#.hover.com"],
    evidence: Evidence::GeneralKnowledge,
    fields: &[kind("Record type"), name("Hostname"), priority("Priority"), value("Value").mx("Mail server")],
    name_field: NameField::Relative { top: "@" },
    ttl: "",
    panel_url: "https://www.hover.com/domains",
    ..DEFAULTS
};
