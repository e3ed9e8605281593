//! DNS hosts that are clouds, or DNS alone.

use super::{DnsHost, Evidence, MOST, NameField, Part, PriorityPlace, TextForm, TextLimit, field, field_mx};

// Fields: "Verify your domain on Cloudflare" (resend.com/docs/knowledge-base/cloudflare). Name, quotes and TTL: "DNS
// record types" (developers.cloudflare.com/dns/manage-dns-records/reference/dns-record-types), which has the link too,
// for whatever zone is chosen there.
pub(super) const CLOUDFLARE: DnsHost = DnsHost {
    key: "cloudflare",
    name: "Cloudflare",
    name_servers: &["ns.cloudflare.com"],
    evidence: Evidence::Sourced,
    fields: &[
        field(Part::Type, "Type"),
        field(Part::Name, "Name"),
        field_mx(Part::Value, "Content", "Mail server"),
        field(Part::Ttl, "TTL"),
        field(Part::Priority, "Priority"),
    ],
    name_field: NameField::Host { top: "@" },
    ttl: "Auto",
    import: Some("It imports zone files."),
    link: "https://dash.cloudflare.com/?to=/:account/{zone}/dns/records",
    advice: &["Cloudflare puts the quotes around a text by itself, and shows them afterwards."],
    ..MOST
};

// Nothing for the zone's top: "Values that are common for all routing policies" (docs.aws.amazon.com/Route53/latest/
// DeveloperGuide/resource-record-sets-values-shared). Fields and TTL: "Verify your domain on Route 53"
// (resend.com/docs/knowledge-base/route53). Quotes and their escape: DNSControl, providers/route53. Import: "Creating
// records by importing a zone file" (DeveloperGuide).
pub(super) const ROUTE53: DnsHost = DnsHost {
    key: "route53",
    name: "Amazon Route 53",
    also: &["AWS", "Amazon Web Services"],
    name_servers: &["ns-#.awsdns-#.com", "ns-#.awsdns-#.net", "ns-#.awsdns-#.org", "ns-#.awsdns-#.co.uk"],
    evidence: Evidence::Sourced,
    fields: &[
        field(Part::Name, "Record name"),
        field(Part::Type, "Record type"),
        field(Part::Value, "Value"),
        field(Part::Ttl, "TTL (seconds)"),
    ],
    name_field: NameField::Host { top: "" },
    text: TextForm::Quoted,
    priority: PriorityPlace::InValue,
    ttl: "300",
    import: Some("It imports zone files, but none of it where one of the records is there already."),
    link: "https://console.aws.amazon.com/route53/v2/hostedzones",
    advice: &[
        "All records of one name and type are one record in Route 53: where there is one already, edit it and add a \
         line to its value.",
        "An imported zone file is taken whole or not at all: it fails where one of its records exists already.",
    ],
    ..MOST
};

// Words of the console: general knowledge. Quotes, priority and final dot: DNSControl,
// providers/gcloud. Name servers: those of Google Domains too, which Squarespace took over with its customers.
pub(super) const GOOGLE: DnsHost = DnsHost {
    key: "google-cloud",
    name: "Google Cloud DNS",
    also: &["GCP"],
    name_servers: &[],
    shared_name_servers: &["googledomains.com"],
    evidence: Evidence::Usual,
    fields: &[
        field(Part::Name, "DNS name"),
        field(Part::Type, "Resource record type"),
        field(Part::Ttl, "TTL (unit: minutes)"),
        field_mx(Part::Value, "TXT data", "Preference and mail server"),
    ],
    name_field: NameField::Host { top: "" },
    text: TextForm::Quoted,
    priority: PriorityPlace::InValue,
    target_dot: true,
    ttl: "5",
    import: Some("Usually it imports zone files (gcloud dns record-sets import)."),
    link: "https://console.cloud.google.com/net-services/dns/zones",
    advice: &[
        "All records of one name and type are one record set in Cloud DNS: where there is one already, edit it and add \
         an item.",
    ],
    ..MOST
};

// "Create DNS records for Azure DNS zones" (MicrosoftDocs/microsoft-365-docs, microsoft-365/admin/dns). Name servers
// and the link: general knowledge.
pub(super) const AZURE: DnsHost = DnsHost {
    key: "azure",
    name: "Azure DNS",
    also: &["Microsoft"],
    name_servers: &["ns#-#.azure-dns.com", "ns#-#.azure-dns.net", "ns#-#.azure-dns.org", "ns#-#.azure-dns.info"],
    evidence: Evidence::Sourced,
    fields: &[
        field(Part::Name, "Name"),
        field(Part::Type, "Type"),
        field(Part::Ttl, "TTL (TTL unit: Hours)"),
        field(Part::Priority, "Preference"),
        field_mx(Part::Value, "Value", "Mail exchange"),
    ],
    name_field: NameField::Host { top: "@" },
    ttl: "1",
    import: Some("Usually it imports zone files (az network dns zone import)."),
    link: "https://portal.azure.com/#browse/Microsoft.Network%2FdnsZones",
    advice: &[
        "All records of one name and type are one record set in Azure: where there is one already, open it and add a \
         value.",
    ],
    ..MOST
};

// "MX records" and "TXT records" (linode/docs, docs/products/networking/dns-manager/guides). Name servers: DNSControl,
// providers/linode. The link: general knowledge.
pub(super) const LINODE: DnsHost = DnsHost {
    key: "linode",
    name: "Linode (Akamai)",
    also: &["Akamai Cloud"],
    name_servers: &["ns#.linode.com"],
    evidence: Evidence::Sourced,
    fields: &[
        field(Part::Type, "Type"),
        field_mx(Part::Name, "Hostname", "Subdomain"),
        field_mx(Part::Value, "Value", "Mail Server"),
        field(Part::Priority, "Preference"),
        field(Part::Ttl, "TTL"),
    ],
    name_field: NameField::Host { top: "" },
    ttl: "Default",
    link: "https://cloud.linode.com/domains",
    advice: &["Linode cuts a long text into strings and adds the quotes by itself."],
    ..MOST
};

// Fields: "How to create, edit and delete DNS records" (docs.digitalocean.com/products/networking/dns), whose example
// of a mail server ends with a dot, as does that of its Terraform provider. 512 octets in all, quotes and blanks
// counted, no backslash: DNSControl, providers/digitalocean/auditrecords.go. TTL and link: general knowledge.
pub(super) const DIGITALOCEAN: DnsHost = DnsHost {
    key: "digitalocean",
    name: "DigitalOcean",
    name_servers: &["ns#.digitalocean.com"],
    evidence: Evidence::Sourced,
    fields: &[
        field(Part::Type, "Type"),
        field(Part::Name, "Hostname"),
        field_mx(Part::Value, "Value", "Mail providers mail server"),
        field(Part::Priority, "Priority"),
        field(Part::Ttl, "TTL (seconds)"),
    ],
    name_field: NameField::Host { top: "@" },
    // Two strings take two pairs of quotes and a blank.
    text_limit: Some(TextLimit { octets: 507, instead: "A DKIM key of 2048 bits fits, one of 4096 does not." }),
    target_dot: true,
    ttl: "1800",
    link: "https://cloud.digitalocean.com/networking/domains/{zone}",
    advice: &["DigitalOcean's form for TXT usually asks for the value before the hostname."],
    ..MOST
};

// Names and final dots: "Records" (docs.hetzner.com/networking/dns/faq/records). Words: "Verify your domain on Hetzner"
// (resend.com/docs/knowledge-base/hetzner), written for the console before the present one. Quotes: Hetzner's API as
// DNSControl talks to it (providers/hetznerv2). Import replaces: the API's documents.
pub(super) const HETZNER: DnsHost = DnsHost {
    key: "hetzner",
    name: "Hetzner",
    also: &["Hetzner Console"],
    name_servers: &["ns.hetzner.com", "ns.hetzner.de"],
    evidence: Evidence::Usual,
    fields: &[
        field(Part::Type, "Type"),
        field(Part::Name, "Name"),
        field(Part::Priority, "Priority"),
        field_mx(Part::Value, "Value", "Mail server"),
        field(Part::Ttl, "TTL"),
    ],
    name_field: NameField::Host { top: "@" },
    text: TextForm::Quoted,
    target_dot: true,
    ttl: "3600",
    import: Some("A zone file that is imported there replaces every record of the zone: enter these one by one."),
    link: "https://console.hetzner.com/",
    advice: &[
        "If a saved text shows quotes within quotes, enter it again without them.",
        "Where the form of an MX record has one field only, the priority goes before the mail server, with a blank \
         between.",
        "An imported zone file replaces all records of the zone: never import a file with these records alone.",
    ],
    ..MOST
};

// Name servers and the empty name at the top: DNSControl, providers/dnsimple. Words: general knowledge.
pub(super) const DNSIMPLE: DnsHost = DnsHost {
    key: "dnsimple",
    name: "DNSimple",
    name_servers: &["dnsimple.com", "dnsimple-edge.net", "dnsimple-edge.org"],
    evidence: Evidence::Usual,
    fields: &[
        field(Part::Type, "Type"),
        field(Part::Name, "Name"),
        field_mx(Part::Value, "Content", "Mail server"),
        field(Part::Ttl, "TTL"),
        field(Part::Priority, "Priority"),
    ],
    name_field: NameField::Host { top: "" },
    ttl: "1 hour",
    link: "https://dnsimple.com/dashboard",
    ..MOST
};
