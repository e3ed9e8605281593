//! DNS hosts that are registrars first.

use super::{DnsHost, Evidence, MOST, NameField, Part, TextLimit, field, field_mx};

// "Verify your domain on GoDaddy" (resend.com/docs/knowledge-base/godaddy), "Create DNS records at GoDaddy"
// (MicrosoftDocs/microsoft-365-docs). Both enter names without the domain, which GoDaddy adds to whatever is typed.
pub(super) const GODADDY: DnsHost = DnsHost {
    key: "godaddy",
    name: "GoDaddy",
    name_servers: &["domaincontrol.com"],
    evidence: Evidence::Sourced,
    fields: &[
        field(Part::Type, "Type"),
        field(Part::Name, "Name"),
        field(Part::Value, "Value"),
        field(Part::Priority, "Priority"),
        field(Part::Ttl, "TTL"),
    ],
    name_field: NameField::Host { top: "@" },
    ttl: "1 Hour",
    import: Some("Usually it imports zone files."),
    link: "https://dcc.godaddy.com/control/portfolio/{zone}/settings",
    advice: &["A full name in the field Name ends up with the domain in it twice."],
    ..MOST
};

// "Verify your domain on Namecheap" (resend.com/docs/knowledge-base/namecheap), "Create DNS records at Namecheap"
// (MicrosoftDocs/microsoft-365-docs): Custom MX, and the column of the priority that has no name. Quotes are refused:
// DNSControl, providers/namecheap.
pub(super) const NAMECHEAP: DnsHost = DnsHost {
    key: "namecheap",
    name: "Namecheap",
    name_servers: &["registrar-servers.com"],
    evidence: Evidence::Sourced,
    fields: &[
        field(Part::Type, "Type"),
        field(Part::Name, "Host"),
        field(Part::Value, "Value"),
        field(Part::Priority, "Priority (the column after Value, it has no name)"),
        field(Part::Ttl, "TTL"),
    ],
    name_field: NameField::Host { top: "@" },
    mx_place: Some("MX records are under Mail Settings, after Custom MX was chosen there."),
    ttl: "Automatic",
    link: "https://ap.www.namecheap.com/domains/domaincontrolpanel/{zone}/advancedns",
    advice: &[
        "A full name in the field Host ends up with the domain in it twice.",
        "Custom MX takes the place of what is chosen under Mail Settings: if that serves the domain's own mail, enter \
         its MX records there too.",
    ],
    ..MOST
};

// "Create DNS records at IONOS" (MicrosoftDocs/microsoft-365-docs), "Verify your domain on IONOS"
// (resend.com/docs/knowledge-base/ionos). Name servers: as answers of DNS in public have them.
pub(super) const IONOS: DnsHost = DnsHost {
    key: "ionos",
    name: "IONOS",
    also: &["1&1", "1und1"],
    name_servers: &["ui-dns.com", "ui-dns.de", "ui-dns.org", "ui-dns.biz"],
    evidence: Evidence::Sourced,
    fields: &[
        field(Part::Type, "Type"),
        field(Part::Name, "Host name"),
        field_mx(Part::Value, "Value", "Points to"),
        field(Part::Priority, "Priority"),
        field(Part::Ttl, "TTL"),
    ],
    name_field: NameField::Host { top: "@" },
    ttl: "1 hour",
    link: "https://my.ionos.com/domains",
    ..MOST
};

// "Verify your domain on Porkbun" (resend.com/docs/knowledge-base/porkbun). Name servers and the blank at the end:
// DNSControl, providers/porkbun.
pub(super) const PORKBUN: DnsHost = DnsHost {
    key: "porkbun",
    name: "Porkbun",
    name_servers: &["ns.porkbun.com"],
    evidence: Evidence::Sourced,
    fields: &[
        field(Part::Type, "Type"),
        field(Part::Name, "Host"),
        field(Part::Value, "Answer / Value"),
        field(Part::Ttl, "TTL"),
        field(Part::Priority, "Priority"),
    ],
    name_field: NameField::Host { top: "" },
    ttl: "600",
    link: "https://porkbun.com/account/domain/{zone}",
    ..MOST
};

// "Editing an OVHcloud DNS zone" (the 255 characters, the final dot, the text format), "Configure an MX record" (the
// priority has a field of its own, nothing stands for the zone's top), "How to improve email security with a DKIM
// record" (the type DKIM, "Sub-domain", "Target"): ovh/docs, pages/web_cloud/domains. Import: its API.
pub(super) const OVH: DnsHost = DnsHost {
    key: "ovh",
    name: "OVHcloud",
    also: &["OVH"],
    name_servers: &["dns#.ovh.net", "ns#.ovh.net", "dns#.ovh.ca", "ns#.ovh.ca", "dns#.anycast.me", "ns#.anycast.me"],
    evidence: Evidence::Sourced,
    fields: &[
        field(Part::Type, "Record type"),
        field(Part::Name, "Sub-domain"),
        field(Part::Ttl, "TTL"),
        field(Part::Priority, "Priority"),
        field(Part::Value, "Target"),
    ],
    name_field: NameField::Host { top: "" },
    text_limit: Some(TextLimit {
        octets: 255,
        instead: "Choose the record type DKIM for a DKIM key, where each tag has its field, or use \"Change in text \
                  format\".",
    }),
    target_dot: true,
    ttl: "3600",
    import: Some("Its text mode takes the lines of a zone file; a file that is imported replaces the zone."),
    link: "https://www.ovh.com/manager/#/web/domain/{zone}/zone",
    advice: &[
        "Where the form of an MX record has one field only, the priority goes before the target, with a blank between.",
        "OVHcloud's text format holds the whole zone: add lines to it and take none away.",
    ],
    ..MOST
};

// "Verify your domain on Gandi" (resend.com/docs/knowledge-base/gandi): words, TTL, final dot. Name servers: general
// knowledge.
pub(super) const GANDI: DnsHost = DnsHost {
    key: "gandi",
    name: "Gandi",
    also: &["LiveDNS"],
    name_servers: &["ns-#-a.gandi.net", "ns-#-b.gandi.net", "ns-#-c.gandi.net"],
    evidence: Evidence::Sourced,
    fields: &[
        field(Part::Type, "Type"),
        field(Part::Ttl, "TTL"),
        field(Part::Name, "Name"),
        field(Part::Priority, "Priority"),
        field_mx(Part::Value, "Text value", "Hostname"),
    ],
    name_field: NameField::Host { top: "@" },
    target_dot: true,
    ttl: "10800",
    import: Some("Usually its text mode takes the lines of a zone file."),
    link: "https://admin.gandi.net/domain",
    advice: &[
        "Where the form of an MX record has one field only, the priority goes before the host, with a blank between.",
    ],
    ..MOST
};

// "Create DNS records at name.com" (MicrosoftDocs/microsoft-365-docs). No quotes in a text: DNSControl,
// providers/namedotcom/auditrecords.go.
pub(super) const NAME_COM: DnsHost = DnsHost {
    key: "name-com",
    name: "Name.com",
    name_servers: &["name.com"],
    evidence: Evidence::Sourced,
    fields: &[
        field(Part::Type, "Type"),
        field(Part::Name, "Host"),
        field(Part::Value, "Answer"),
        field(Part::Ttl, "TTL"),
        field(Part::Priority, "Prio"),
    ],
    name_field: NameField::Host { top: "" },
    ttl: "300",
    link: "https://www.name.com/account/domain",
    ..MOST
};

// "Create DNS records at Hover" (MicrosoftDocs/microsoft-365-docs), of 2020; the word for a mail server and the name
// servers: general knowledge.
pub(super) const HOVER: DnsHost = DnsHost {
    key: "hover",
    name: "Hover",
    name_servers: &["ns#.hover.com"],
    evidence: Evidence::Usual,
    fields: &[
        field(Part::Type, "Record type"),
        field(Part::Name, "Hostname"),
        field(Part::Priority, "Priority"),
        field_mx(Part::Value, "Value", "Mail server"),
    ],
    name_field: NameField::Host { top: "@" },
    ttl: "",
    link: "https://www.hover.com/domains",
    ..MOST
};
